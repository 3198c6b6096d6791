//! Carrying out what the rules intend, one document after another.
//!
//! The sending and the end of the row in the queue are one transaction: cut off before it, the row waits as it did;
//! after it, the outbox has the document and the row never runs again.

use std::time::Duration;

use domain::{DocumentId, EdoFileId, Frequency, NoticeKind, NoticeWording, RuleTaskId};
use jiff::{SignedDuration, Timestamp};
use store::{
    AutoRule, BulkFault, NewProgramNotice, ProgramNotice, Reader, RuleTask, RuleTaskChange, RuleTaskState,
    Writer,
};

use super::{facts, note};
use crate::bulk::is_of_the_program;
use crate::changes::{Change, Directory};
use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::notices::{self, Subject};
use crate::outbox::step;
use crate::preflight::How;
use crate::send::{self, Repeat, Sent, Wish};
use crate::sync::{Stop, backoff};
use crate::{Engine, Result};

/// The longest sleep: a wake that was missed costs no more than this.
const LOOK_EVERY: Duration = Duration::from_secs(30);
/// A rule that sends one document more often than this is caught in a circle, with another program most likely.
const SENDINGS_AN_HOUR: u32 = 5;
/// So often a passing trouble is waited out; then a person has to look.
const PATIENT_FOR_ATTEMPTS: u32 = 12;

/// What a row of the queue came to.
enum Outcome {
    /// The document is in the outbox.
    Sent(Sent, domain::ConnectionId),
    /// Nothing is to be done any more.
    Skipped(BulkFault),
    /// Somebody else settled the row meanwhile.
    Settled,
}

impl Engine {
    /// The background of the rules. Ends between two documents.
    pub(crate) async fn run_rules(&self, mut stop: Stop) {
        while !stop.is_asked() {
            let pause = match self.rules_round(&stop).await {
                Ok(pause) => pause,
                Err(error) => {
                    tracing::error!(%error, "the rules cannot go on");
                    LOOK_EVERY
                }
            };
            tokio::select! {
                () = stop.asked() => {}
                () = self.inner.rules.wake.notified() => {}
                () = tokio::time::sleep(pause) => {}
            }
        }
    }

    async fn rules_round(&self, stop: &Stop) -> Result<Duration> {
        self.tell_new_intentions().await?;
        self.work_rules(stop).await?;
        let now = self.inner.now();
        let next = self.read(|r| Ok(r.next_rule_task_at()?)).await?;
        let wait = next.map(|at| Duration::try_from(at.duration_since(now)).unwrap_or_default());
        Ok(wait.map_or(LOOK_EVERY, |wait| wait.clamp(backoff::BREATH, LOOK_EVERY)))
    }

    /// Savings tell nobody of what they wrote into the queue: they have to be quick.
    async fn tell_new_intentions(&self) -> Result<()> {
        let newest = self
            .read(|r| Ok(r.rule_tasks(&[], None, 1)?.first().map(|task| task.id)))
            .await?;
        let is_news = {
            let told = &self.inner.rules.told;
            let mut told = told.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            std::mem::replace(&mut *told, newest) != newest
        };
        if is_news {
            self.inner.changes.tell(&Change::directory(Directory::Rules));
        }
        Ok(())
    }

    /// Does what is due in the queue of the rules.
    pub(crate) async fn work_rules(&self, stop: &Stop) -> Result<()> {
        let _hands = self.inner.rules.hands.lock().await;
        while !stop.is_asked() {
            let now = self.inner.now();
            let Some(task) = self.read(move |r| Ok(r.due_rule_task(now)?)).await? else {
                return Ok(());
            };
            self.carry_out(task).await?;
        }
        Ok(())
    }

    async fn carry_out(&self, task: RuleTask) -> Result<()> {
        let (id, document) = (task.id, task.body.document);
        let change = match self.attempt(&task).await {
            Ok(Outcome::Settled) => None,
            Ok(Outcome::Sent(sent, connection)) => {
                step("enqueued", sent.outbox, sent.operation);
                self.inner.lanes.of(connection).wake.notify_one();
                None
            }
            Ok(Outcome::Skipped(fault)) => Some(settled(&task, RuleTaskState::Skipped, fault)),
            Err(error) if is_of_the_program(&error) => return Err(error),
            Err(error) => Some(self.after_error(&task, &error)),
        };
        if let Some(change) = change {
            self.blocking(move |inner| note_end(inner, id, &change)).await?;
            self.show_notices().await?;
        }
        self.inner.changes.tell(&Change {
            documents: [document].into(),
            directories: [Directory::Rules].into(),
            ..Change::default()
        });
        Ok(())
    }

    async fn attempt(&self, task: &RuleTask) -> Result<Outcome> {
        let looked_at = task.clone();
        let look = self
            .blocking(move |inner| inner.read(|r| look(inner, r, &looked_at)))
            .await?;
        let rule = match look {
            Look::Go(rule) => rule,
            Look::Leave(fault) => return Ok(Outcome::Skipped(fault)),
        };
        let (document, print_form) = (task.body.document, task.body.print_form.clone());
        let file = self.file_of_form(document, &print_form).await?;
        let task = task.clone();
        self.blocking(move |inner| enqueue(inner, &task, &rule, file))
            .await
    }

    fn after_error(&self, task: &RuleTask, error: &Error) -> RuleTaskChange {
        let fault = BulkFault {
            code: error.code().as_str().to_owned(),
            text: error.sentence().to_owned(),
        };
        let attempts = task.attempts.saturating_add(1);
        let passes = error.retryable() || error.code() == Code::RecordChanged;
        if !passes || attempts >= PATIENT_FOR_ATTEMPTS {
            return settled(task, RuleTaskState::Failed, fault);
        }
        let wait = backoff::wait(
            attempts,
            error.retry_after(),
            self.inner.ports.randomness.fraction(),
        );
        RuleTaskChange {
            state: RuleTaskState::Waiting,
            attempts,
            due_at: backoff::later(self.inner.now(), wait),
            fault: Some(fault),
            sending: None,
        }
    }
}

/// Whether a row of the queue still makes sense.
enum Look {
    Go(Box<AutoRule>),
    Leave(BulkFault),
}

fn look(inner: &Inner, r: &Reader<'_>, task: &RuleTask) -> Result<Look> {
    let leave = |code: &str, text: &str| Ok(Look::Leave(why(code, text)));
    let Some(rule) = r.auto_rule(task.body.rule)?.filter(|rule| rule.is_active) else {
        return leave("rule_off", "Правило выключено, поэтому документ не отправлен.");
    };
    let Some(document) = r.document(task.body.document)? else {
        return leave("document_gone", "Документ удалён, отправлять нечего.");
    };
    if document.revision != task.body.revision {
        return leave(
            "newer_version",
            "Документ записан ещё раз. Дальше правило смотрит на новую версию.",
        );
    }
    let is_of_kind = document.body.kind == Some(rule.body.kind);
    if !is_of_kind || !rule.body.conditions.holds(&facts::of(r, &document)?) {
        return leave(
            "conditions",
            "Условия правила больше не выполняются, документ не отправлен.",
        );
    }
    if note::is_over(r, &rule, &task.body)? {
        return leave("went_once", "По этому правилу документ уже отправлен один раз.");
    }
    if note::is_there(r, &document, &task.body.print_form)? {
        return leave("version_sent", "Эта версия документа уже отправлена.");
    }
    refuse_circle(r, task, inner.now())?;
    Ok(Look::Go(Box::new(rule)))
}

fn refuse_circle(r: &Reader<'_>, task: &RuleTask, now: Timestamp) -> Result<()> {
    let hour_ago = now.checked_sub(SignedDuration::from_hours(1)).unwrap_or(now);
    if r.sent_by_rule_since(&task.body, hour_ago)? < SENDINGS_AN_HOUR {
        return Ok(());
    }
    Err(Error::new(
        Code::RuleTooOften,
        format!(
            "За последний час правило отправило этот документ уже {SENDINGS_AN_HOUR} раз, поэтому новая версия \
             остановлена. Документ сохранён. Проверьте, кто его так часто записывает, и повторите отправку."
        ),
    ))
}

/// The sending and the end of the row, in one transaction.
fn enqueue(inner: &Inner, task: &RuleTask, rule: &AutoRule, file: EdoFileId) -> Result<Outcome> {
    let wish = wish(task.body.document, rule);
    let leaving = send::draft_of_file(inner, wish, file)?.leaving(inner, None)?;
    let connection = leaving.connection();
    let now = inner.now();
    inner.write(|w| {
        let stands = w.rule_task(task.id)?;
        if stands.is_none_or(|stands| stands.state != RuleTaskState::Waiting) {
            return Ok(Outcome::Settled);
        }
        let sent = leaving.save(inner, w)?;
        let done = RuleTaskChange {
            state: RuleTaskState::Done,
            attempts: task.attempts.saturating_add(1),
            due_at: task.body.due_at,
            fault: None,
            sending: Some(sent.sending),
        };
        w.set_rule_task(task.id, &done, now)?;
        Ok(Outcome::Sent(sent, connection))
    })
}

fn wish(document: DocumentId, rule: &AutoRule) -> Wish {
    let action = &rule.body.action;
    Wish {
        document,
        how: How {
            connection: action.connection,
            ..How::usual()
        },
        comment: String::new(),
        tags: Vec::new(),
        repeat: match action.frequency {
            Frequency::Once => Repeat::AfterRefusal,
            Frequency::EverySave => Repeat::AfterAnyEnd,
        },
    }
}

/// What became of a row, unless a person or a newer version settled it meanwhile.
fn note_end(inner: &Inner, id: RuleTaskId, change: &RuleTaskChange) -> Result<()> {
    let now = inner.now();
    inner.write(|w| {
        let stands = w.rule_task(id)?;
        if let Some(task) = stands.filter(|stands| stands.state == RuleTaskState::Waiting) {
            w.set_rule_task(id, change, now)?;
            if change.state == RuleTaskState::Failed {
                call_a_person(w, &task, change, now)?;
            }
        }
        Ok(())
    })
}

/// Nobody pressed anything, so nobody looks whether it went.
fn call_a_person(w: &Writer<'_>, task: &RuleTask, change: &RuleTaskChange, now: Timestamp) -> Result<()> {
    let id = task.body.document;
    let Some(document) = w.document(id)? else {
        return Ok(());
    };
    let why = change.fault.as_ref().map_or("", |fault| fault.text.as_str());
    let new = NewProgramNotice {
        key: format!("rule_task/{}/{}", task.id, change.attempts),
        notice: ProgramNotice {
            kind: NoticeKind::Rule,
            document: Some(id),
            title: "Значимое событие не отправило документ".to_owned(),
            body: format!("{}. {why}", notices::body(w, &document, NoticeWording::Named)?),
            bare_body: notices::body(w, &document, NoticeWording::Bare)?,
        },
        at: now,
    };
    notices::add_program(w, Subject::Document(id), &new)?;
    Ok(())
}

fn settled(task: &RuleTask, state: RuleTaskState, fault: BulkFault) -> RuleTaskChange {
    RuleTaskChange {
        state,
        attempts: task.attempts.saturating_add(1),
        due_at: task.body.due_at,
        fault: Some(fault),
        sending: None,
    }
}

fn why(code: &str, text: &str) -> BulkFault {
    BulkFault {
        code: code.to_owned(),
        text: text.to_owned(),
    }
}
