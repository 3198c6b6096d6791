//! Rules that come with the program: one for each kind that car services send, off until a person switches them on.

use domain::{AutoRuleBody, ConditionGroup, SendToEdo};

use crate::Result;
use crate::engine::Inner;

/// Kinds by their stable names.
const KINDS: [&str; 4] = ["work_order", "goods_sale", "sales_order", "repair_request"];
/// How long a document rests before it goes, unless a person says otherwise, seconds.
const USUAL_QUIET_S: u32 = 300;

/// Adds each of them once: what a person removed does not come back.
pub(crate) fn ensure(inner: &Inner) -> Result<()> {
    let is_there = |code: &str| inner.read(|r| Ok(r.setting(&setting(code))?.is_some()));
    let mut missing = Vec::new();
    for code in KINDS {
        if !is_there(code)? {
            missing.push(code);
        }
    }
    if missing.is_empty() {
        return Ok(());
    }
    inner.write(|w| {
        for code in missing {
            let Some(kind) = w.kind_by_code(code)? else {
                continue;
            };
            let body = AutoRuleBody {
                kind: kind.id,
                conditions: ConditionGroup::default(),
                action: SendToEdo {
                    quiet_s: USUAL_QUIET_S,
                    ..SendToEdo::default()
                },
            };
            w.save_auto_rule(None, &format!("Отправить «{}» в ЭДО", kind.body.name), &body)?;
            w.set_setting(&setting(code), "added")?;
        }
        Ok(())
    })
}

fn setting(code: &str) -> String {
    format!("auto_rule_preset/{code}")
}
