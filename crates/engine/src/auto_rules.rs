//! «Значимые события»: a document of a kind is saved, the conditions hold, so it is sent.
//!
//! The intention is a row in the transaction of the saving (`note`), so nothing is lost and nothing goes twice; it is
//! carried out later and apart (`work`), so a rule never keeps a document from being saved. The window saves while a
//! person is still typing: a document goes only after it rested for as long as the rule says, and every newer version
//! takes the place of the one that waits. A rule sends nothing before it was rehearsed (`rehearse`) as it stands.
//!
//! A rule signs nothing and never asks for a PIN: what has to be signed here waits for a person as after «Отправить».

mod check;
mod facts;
mod note;
mod presets;
mod queue;
mod rehearse;
mod work;

use domain::{AutoRuleBody, AutoRuleId, KindId, RuleField, RuleTaskId};
use jiff::{SignedDuration, Timestamp};
use store::{AutoRule, Reader, RuleTaskState, Writer};
use tokio::sync::Notify;

use crate::changes::{Change, Directory};
use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::{Engine, Result, kinds};

pub(crate) use note::note_save;
pub(crate) use presets::ensure as ensure_presets;
pub use queue::{RuleTaskView, RuleTaskWish};
pub use rehearse::{RehearsedDocument, RuleRehearsal};

/// Rows of the queue that nobody needs any more are kept so long.
const SKIPPED_KEPT_FOR: SignedDuration = SignedDuration::from_hours(24 * 30);
const NAME_CHARS_AT_MOST: usize = 120;

/// The rules at work.
#[derive(Default)]
pub(crate) struct Rules {
    wake: Notify,
    /// Held while the queue is worked at.
    hands: tokio::sync::Mutex<()>,
    /// The newest row of the queue that the window was told of.
    told: std::sync::Mutex<Option<RuleTaskId>>,
}

impl Rules {
    /// A document was saved: there may be something to wait for.
    pub(crate) fn wake(&self) {
        self.wake.notify_one();
    }
}

/// A rule to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaveAutoRule {
    /// The one to be changed; a new one when absent.
    pub id: Option<AutoRuleId>,
    /// For people.
    pub name: String,
    /// Everything else.
    pub body: AutoRuleBody,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SavedAutoRule {
    /// Identity in the database.
    pub id: AutoRuleId,
    /// It was on and is not any more, because it has to be rehearsed in its new form.
    pub is_switched_off: bool,
}

/// A rule as the directory shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AutoRuleView {
    /// The rule.
    pub rule: AutoRule,
    /// Name of its kind; none when the kind is gone.
    pub kind_name: Option<String>,
    /// What keeps it from working, in complete Russian sentences.
    pub problems: Vec<String>,
    /// Documents that wait for their time.
    pub waiting: u64,
    /// Documents that wait for a person.
    pub failed: u64,
    /// Documents that it sent.
    pub sent: u64,
}

impl Engine {
    /// Every rule.
    pub async fn auto_rules(&self) -> Result<Vec<AutoRuleView>> {
        self.blocking(|inner| {
            inner.read(|r| {
                let rules = r.auto_rules()?;
                rules.into_iter().map(|rule| view(inner, r, rule)).collect()
            })
        })
        .await
    }

    /// The fields about which a rule of this kind may ask. `kind_not_found`.
    pub async fn auto_rule_fields(&self, kind: KindId) -> Result<Vec<RuleField>> {
        self.read(move |r| {
            let kind = r.kind(kind)?.ok_or_else(kinds::not_found)?;
            Ok(RuleField::of_kind(&kind.body.fields))
        })
        .await
    }

    /// Keeps a rule. A new one is off; one whose conditions or action changed is switched off until it is rehearsed
    /// again.
    ///
    /// Errors: `rule_not_found`, `kind_not_found`, `name_empty`, `bad_rule`.
    pub async fn save_auto_rule(&self, wish: SaveAutoRule) -> Result<SavedAutoRule> {
        let saved = self
            .blocking(move |inner| inner.write(|w| save(inner, w, &wish)))
            .await?;
        self.tell_rules();
        Ok(saved)
    }

    /// Switches a rule on. What was saved before stays as it is.
    ///
    /// Errors: `rule_not_found`, `rule_not_rehearsed`, `bad_rule`.
    pub async fn switch_auto_rule_on(&self, id: AutoRuleId) -> Result<()> {
        self.blocking(move |inner| {
            inner.write(|w| {
                let rule = w.auto_rule(id)?.ok_or_else(not_found)?;
                check::refuse_broken(inner, w, &rule.body)?;
                if !rule.is_rehearsed() {
                    return Err(not_rehearsed());
                }
                Ok(w.activate_auto_rule(id)?)
            })
        })
        .await?;
        self.tell_rules();
        Ok(())
    }

    /// Switches a rule off; what waits in its queue does not go. `rule_not_found`.
    pub async fn switch_auto_rule_off(&self, id: AutoRuleId) -> Result<()> {
        self.write(move |w| {
            w.auto_rule(id)?.ok_or_else(not_found)?;
            Ok(w.deactivate_auto_rule(id)?)
        })
        .await?;
        self.inner.rules.wake();
        self.tell_rules();
        Ok(())
    }

    /// Removes a rule with its queue. What it sent stays sent. `rule_not_found`.
    pub async fn remove_auto_rule(&self, id: AutoRuleId) -> Result<()> {
        self.write(move |w| {
            w.auto_rule(id)?.ok_or_else(not_found)?;
            Ok(w.remove_auto_rule(id)?)
        })
        .await?;
        self.tell_rules();
        Ok(())
    }

    fn tell_rules(&self) {
        self.inner.changes.tell(&Change::directory(Directory::Rules));
    }
}

fn save(inner: &Inner, w: &Writer<'_>, wish: &SaveAutoRule) -> Result<SavedAutoRule> {
    let name: String = wish.name.trim().chars().take(NAME_CHARS_AT_MOST).collect();
    if name.is_empty() {
        return Err(Error::new(
            Code::NameEmpty,
            "Название правила не заполнено. Ничего не изменено. Впишите название.",
        ));
    }
    w.kind(wish.body.kind)?.ok_or_else(kinds::not_found)?;
    check::refuse_broken(inner, w, &wish.body)?;
    let before = match wish.id {
        Some(id) => Some(w.auto_rule(id)?.ok_or_else(not_found)?),
        None => None,
    };
    let id = w.save_auto_rule(wish.id, &name, &wish.body)?;
    let is_switched_off = before.is_some_and(|before| before.is_active && before.body != wish.body);
    if is_switched_off {
        w.deactivate_auto_rule(id)?;
    }
    Ok(SavedAutoRule { id, is_switched_off })
}

fn view(inner: &Inner, r: &Reader<'_>, rule: AutoRule) -> Result<AutoRuleView> {
    Ok(AutoRuleView {
        kind_name: r.kind(rule.body.kind)?.map(|kind| kind.body.name),
        problems: check::problems(inner, r, &rule.body)?,
        waiting: r.count_rule_tasks(rule.id, RuleTaskState::Waiting)?,
        failed: r.count_rule_tasks(rule.id, RuleTaskState::Failed)?,
        sent: r.count_rule_tasks(rule.id, RuleTaskState::Done)?,
        rule,
    })
}

/// Once a day: rows of the queue that nobody needs any more.
pub(crate) fn sweep(w: &Writer<'_>, now: Timestamp) -> Result<()> {
    let long_ago = now.checked_sub(SKIPPED_KEPT_FOR).unwrap_or(now);
    w.forget_rule_tasks(long_ago)?;
    Ok(())
}

fn not_found() -> Error {
    Error::new(
        Code::RuleNotFound,
        "Такого значимого события в программе нет: возможно, список изменился. Ничего не изменено. Обновите список и \
         повторите.",
    )
}

fn not_rehearsed() -> Error {
    Error::new(
        Code::RuleNotRehearsed,
        "Правило ещё не проверено на прошлых документах в этом виде, поэтому оно не включено. Ничего не отправлено. \
         Нажмите «Проверить на прошлых документах», посмотрите, что оно отправило бы, и включите.",
    )
}
