//! What keeps a document from going through the intermediate recipient that was chosen for its counterparty.

use domain::{Document, Intermediary};
use store::Reader;

use super::way::OPEN;
use super::{Missing, Way};
use crate::Result;
use crate::engine::Inner;

/// Why it cannot go that way; `None` where it can.
pub(super) fn obstacle(
    inner: &Inner,
    r: &Reader<'_>,
    document: &Document,
    way: &Way,
    via: &Intermediary,
) -> Result<Option<Missing>> {
    let operator = inner.operator(&way.connection.operator);
    let format = document.body.format;
    if operator.is_none_or(|operator| !operator.capabilities.intermediaries.contains(&format)) {
        return Ok(Some(Missing {
            code: "intermediary_not_for_format",
            sentence: format!(
                "Для этого контрагента выбран промежуточный получатель {}, а документы «{}» оператор через него не передаёт. \
                 Документ сохранён. Уберите промежуточного получателя и отправьте документ напрямую.",
                via.name,
                format.label()
            ),
        }));
    }
    Ok((!is_partner(r, way, via)?).then(|| Missing {
        code: "intermediary_not_partner",
        sentence: format!(
            "С промежуточным получателем {} обмен не установлен: оператор ему документ не передаст. Документ сохранён. Выберите \
             другого промежуточного получателя или отправьте документ напрямую.",
            via.name
        ),
    }))
}

fn is_partner(r: &Reader<'_>, way: &Way, via: &Intermediary) -> Result<bool> {
    let connection = way.connection.id;
    let Some(owner) = r.counterparty_of_box(connection, &via.box_id)? else {
        return Ok(false);
    };
    let boxes = r.counterparty_boxes(connection, owner)?;
    Ok(boxes
        .iter()
        .any(|one| one.box_id == via.box_id && one.partnership == OPEN))
}
