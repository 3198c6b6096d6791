//! Acts on relations leave: each is looked at before it goes and, when its answer was lost, before it goes again.
//!
//! Every act changes the relation. So the relation is read right before the first request and kept with the row; should
//! the answer be lost, a relation that differs from it shows that something happened, and nothing is repeated. Only an
//! unchanged relation lets the same bytes leave again.

use std::collections::VecDeque;

use connect::Error as Answer;
use connect::edo::relations::{ActTaken, RelationTarget, Relations, RemoteRelation, code};
use domain::{Counterparty, OperationId, OutboxState, RelationActId, SendFailure};
use store::{Connection, RelationActChange, RelationActRow, RelationSnapshot};

use super::acts::{Fit, fit, target_of};
use super::follow::save_under;
use super::{of, save_told};
use crate::counterparties::{partnership_code, partnership_words};
use crate::error::Error;
use crate::sync::{Hurry, Stop, backoff};
use crate::{Engine, Result, words};

/// Acts in one turn: the feed must not wait for hundreds of them.
const AT_ONCE: u32 = 40;
/// After so many attempts with nonsense or breakdowns for answers a person has to look.
const HOPELESS_AFTER_ATTEMPTS: u32 = 10;

/// Tells the log at which step an act is. The names are stable: crash tests stop the program at each of them.
pub(super) fn step(step: &'static str, act: RelationActId, operation: OperationId) {
    tracing::info!(target: "surguch::outbox", step, relation_act = act.0, %operation);
}

/// What a turn did.
#[derive(Debug, Default)]
pub(crate) struct Acted {
    /// Acts that went through.
    pub(crate) accepted: u64,
    /// Trouble with the connection itself, which ended the turn.
    pub(crate) trouble: Option<Error>,
}

impl Engine {
    /// Works at the acts of a connection that are due, oldest first.
    pub(crate) async fn act_due(&self, connection: &Connection, hurry: Hurry, stop: &Stop) -> Result<Acted> {
        let lane = self.inner.lanes.of(connection.id);
        let _held = lane.relations.lock().await;
        let id = connection.id;
        let due = self
            .blocking(move |inner| {
                let by = match hurry {
                    Hurry::Scheduled => inner.now(),
                    Hurry::Pressed => jiff::Timestamp::MAX,
                };
                // Instants of the database end in 2262.
                let by = by.min(jiff::Timestamp::from_second(9_000_000_000).unwrap_or(by));
                inner.read(|r| Ok(r.due_relation_acts(id, None, by, AT_ONCE)?))
            })
            .await?;
        let mut acted = Acted::default();
        if due.is_empty() {
            return Ok(acted);
        }
        let chosen = connection.clone();
        let provider = self.blocking(move |inner| inner.provider(&chosen)).await?;
        let desk = Desk {
            engine: self,
            connection,
            relations: of(&*provider, connection)?,
        };
        let is_full = u32::try_from(due.len()).is_ok_and(|rows| rows >= AT_ONCE);
        let mut due: VecDeque<_> = due.into();
        while let Some(row) = due.pop_front() {
            if stop.is_asked() {
                break;
            }
            match desk.work_at(row).await? {
                Outcome::Through => acted.accepted += 1,
                Outcome::Later | Outcome::Over => {}
                Outcome::Absent(row) => due.push_front(*row),
                Outcome::Trouble(answer) => {
                    acted.trouble = Some(answer.into());
                    break;
                }
            }
        }
        self.tell_relations();
        if is_full && acted.trouble.is_none() {
            lane.press();
        }
        Ok(acted)
    }
}

enum Outcome {
    /// The operator did it.
    Through,
    /// It is at work, or will be tried again.
    Later,
    /// It will not be tried again by itself.
    Over,
    /// It surely did not arrive: it is in the queue again and may leave at once.
    Absent(Box<RelationActRow>),
    /// The next act would meet the same.
    Trouble(Answer),
}

struct Desk<'a> {
    engine: &'a Engine,
    connection: &'a Connection,
    relations: &'a dyn Relations,
}

impl Desk<'_> {
    async fn work_at(&self, row: RelationActRow) -> Result<Outcome> {
        let id = row.counterparty;
        let card = self.engine.read(move |r| Ok(r.counterparty(id)?)).await?;
        let Some(card) = card else {
            return Err(Error::internal("an act without its counterparty"));
        };
        let target = target_of(&row, &card);
        match row.state {
            OutboxState::Queued => self.look_then_go(row, &card, &target).await,
            _ if row.task.is_empty() => self.look_up(row, &card, &target).await,
            _ => self.ask_for_result(row, &card, &target).await,
        }
    }

    /// Nothing of it ever left: the relation is read, and if the act still makes sense, it goes.
    async fn look_then_go(
        &self,
        row: RelationActRow,
        card: &Counterparty,
        target: &RelationTarget,
    ) -> Result<Outcome> {
        let told = match self.relation(target).await {
            Ok(told) => told,
            Err(answer) => return self.later(&row, OutboxState::Queued, answer).await,
        };
        let before = snapshot(told.as_ref());
        match fit(row.kind, &before.partnership) {
            Fit::Reached => self.through(&row, card, told).await,
            Fit::Impossible => {
                self.keep(card, told).await?;
                let sentence = format!(
                    "Связь изменилась раньше, чем запрос ушёл: «{}». Ничего не отправлено.",
                    partnership_words(&before.partnership)
                );
                self.over(&row, failure("relation_changed", sentence)).await
            }
            Fit::Go => {
                let mut leaving = change(&row, OutboxState::Sending);
                leaving.attempts += 1;
                leaving.before = Some(before);
                let row = self.set(&row, leaving, "relation_sending").await?;
                self.deliver(row, card, target).await
            }
        }
    }

    async fn deliver(
        &self,
        row: RelationActRow,
        card: &Counterparty,
        target: &RelationTarget,
    ) -> Result<Outcome> {
        let id = row.id;
        let request = self.engine.read(move |r| Ok(r.relation_act_request(id)?)).await?;
        step("relation_before_deliver", row.id, row.operation);
        let answer = self.relations.deliver(&request).await;
        match answer {
            Ok(ActTaken::Done) => {
                step("relation_delivered", row.id, row.operation);
                let told = self.relation(target).await.ok().flatten();
                self.through(&row, card, told).await
            }
            Ok(ActTaken::Task(task)) => {
                step("relation_delivered", row.id, row.operation);
                let mut waiting = change(&row, OutboxState::Unknown);
                waiting.task = task;
                waiting.failure = None;
                let row = self.set(&row, waiting, "relation_task").await?;
                self.ask_for_result(row, card, target).await
            }
            Err(answer) if answer.outcome_unknown() => self.later(&row, OutboxState::Unknown, answer).await,
            Err(answer) if is_final(&answer) => {
                step("relation_refused", row.id, row.operation);
                self.over(&row, refusal(&answer)).await
            }
            // Surely left nothing behind.
            Err(answer) => self.later(&row, OutboxState::Queued, answer).await,
        }
    }

    /// The operator is at work and names its result.
    async fn ask_for_result(
        &self,
        row: RelationActRow,
        card: &Counterparty,
        target: &RelationTarget,
    ) -> Result<Outcome> {
        match self.relations.result(&row.task).await {
            Ok(()) => {
                let told = self.relation(target).await.ok().flatten();
                self.through(&row, card, told).await
            }
            Err(Answer::Refused { code, .. }) if code == code::TASK_FORGOTTEN => {
                self.look_up(row, card, target).await
            }
            Err(answer) if is_final(&answer) => self.over(&row, refusal(&answer)).await,
            Err(Answer::StillProcessing(after)) => {
                let mut waiting = change(&row, OutboxState::Unknown);
                let wait = after.unwrap_or(std::time::Duration::from_secs(2));
                waiting.next_attempt_at = Some(backoff::later(self.engine.inner.now(), wait));
                waiting.failure = None;
                self.set(&row, waiting, "relation_at_work").await?;
                Ok(Outcome::Later)
            }
            Err(answer) => self.later(&row, OutboxState::Unknown, answer).await,
        }
    }

    /// It left and no answer came, or the program was cut off: the relation tells.
    async fn look_up(
        &self,
        row: RelationActRow,
        card: &Counterparty,
        target: &RelationTarget,
    ) -> Result<Outcome> {
        step("relation_lookup", row.id, row.operation);
        let told = match self.relation(target).await {
            Ok(told) => told,
            Err(answer) => return self.later(&row, OutboxState::Unknown, answer).await,
        };
        let now = snapshot(told.as_ref());
        let has_changed = match &row.before {
            Some(before) => *before != now,
            // Out of a backup: whatever happened since it was asked for may have been this.
            None => now.since.is_some_and(|since| since >= row.created_at),
        };
        if has_changed || fit(row.kind, &now.partnership) == Fit::Reached {
            return self.through(&row, card, told).await;
        }
        let is_hopeless = row.attempts >= HOPELESS_AFTER_ATTEMPTS
            && row
                .failure
                .as_ref()
                .is_some_and(|failure| matches!(failure.code.as_str(), "malformed" | "broken"));
        if is_hopeless {
            let why = row
                .failure
                .clone()
                .unwrap_or_else(|| failure("broken", String::new()));
            return self.over(&row, why).await;
        }
        let mut again = change(&row, OutboxState::Queued);
        again.task = String::new();
        again.failure = None;
        let row = self.set(&row, again, "relation_absent").await?;
        Ok(Outcome::Absent(Box::new(row)))
    }

    async fn relation(&self, target: &RelationTarget) -> Result<Option<RemoteRelation>, Answer> {
        self.relations
            .relation(&self.connection.edo_box.box_id, target)
            .await
    }

    async fn through(
        &self,
        row: &RelationActRow,
        card: &Counterparty,
        told: Option<RemoteRelation>,
    ) -> Result<Outcome> {
        self.keep(card, told).await?;
        let mut done = change(row, OutboxState::Accepted);
        done.failure = None;
        self.set(row, done, "relation_accepted").await?;
        Ok(Outcome::Through)
    }

    async fn over(&self, row: &RelationActRow, why: SendFailure) -> Result<Outcome> {
        let mut over = change(row, OutboxState::Failed);
        over.failure = Some(why);
        over.task = String::new();
        self.set(row, over, "relation_failed").await?;
        Ok(Outcome::Over)
    }

    async fn later(&self, row: &RelationActRow, state: OutboxState, answer: Answer) -> Result<Outcome> {
        let fraction = self.engine.inner.ports.randomness.fraction();
        let wait = backoff::wait(row.attempts.max(1), answer.retry_after(), fraction);
        let mut later = change(row, state);
        later.next_attempt_at = Some(backoff::later(self.engine.inner.now(), wait));
        later.failure = Some(failure(answer.code(), words::operator_trouble(&answer)));
        self.set(row, later, "relation_later").await?;
        let stops = matches!(
            answer,
            Answer::Offline(_)
                | Answer::Limited(_)
                | Answer::Unauthorized(_)
                | Answer::LogIn { .. }
                | Answer::Forbidden(_)
                | Answer::Unpaid(_)
        );
        Ok(if stops {
            Outcome::Trouble(answer)
        } else {
            Outcome::Later
        })
    }

    /// What the operator says of the relation now is what the program knows of it.
    async fn keep(&self, card: &Counterparty, told: Option<RemoteRelation>) -> Result<()> {
        let Some(told) = told else { return Ok(()) };
        let (connection, card) = (self.connection.id, card.clone());
        self.engine
            .write(move |w| {
                if told.counterparty.inn == card.party.inn {
                    save_under(w, connection, card.id, &told)
                } else {
                    save_told(w, connection, &told).map(drop)
                }
            })
            .await
    }

    async fn set(
        &self,
        row: &RelationActRow,
        mut change: RelationActChange,
        name: &'static str,
    ) -> Result<RelationActRow> {
        let id = row.id;
        change.changed_at = self.engine.inner.now();
        let row = self
            .engine
            .write(move |w| {
                w.set_relation_act(id, &change)?;
                w.relation_act(id)?
                    .ok_or_else(|| Error::internal("an act is gone"))
            })
            .await?;
        step(name, row.id, row.operation);
        Ok(row)
    }
}

fn change(row: &RelationActRow, state: OutboxState) -> RelationActChange {
    RelationActChange {
        state,
        attempts: row.attempts,
        changed_at: row.changed_at,
        next_attempt_at: None,
        failure: row.failure.clone(),
        task: row.task.clone(),
        before: row.before.clone(),
    }
}

fn snapshot(told: Option<&RemoteRelation>) -> RelationSnapshot {
    RelationSnapshot {
        partnership: told.map_or_else(
            || "none".to_owned(),
            |one| partnership_code(&one.counterparty.partnership),
        ),
        since: told.and_then(|one| one.since),
    }
}

/// The operator said no, and the same bytes would meet the same no.
fn is_final(answer: &Answer) -> bool {
    matches!(
        answer,
        Answer::Refused { .. } | Answer::Forbidden(_) | Answer::Unpaid(_)
    )
}

fn failure(code: &str, text: String) -> SendFailure {
    SendFailure {
        code: code.to_owned(),
        text,
    }
}

/// A refusal in words that a person can act upon.
fn refusal(answer: &Answer) -> SendFailure {
    let Answer::Refused { code, text } = answer else {
        return failure(answer.code(), words::operator_trouble(answer));
    };
    let known = match code.as_str() {
        code::ROAMING_REQUEST => {
            "Контрагент работает у другого оператора, и обмен с тем оператором ещё не настроен. Ничего не потеряно. Подайте \
             заявку на роуминг в кабинете оператора и повторите после ответа."
        }
        code::WANTS_SIGNATURE => {
            "К приглашению контрагента приложен документ, который нужно подписать: подпись и есть согласие. Приглашение не \
             потеряно. Откройте этот документ в реестре, подпишите его, и обмен установится."
        }
        code::HAS_DOCUMENT => {
            "К приглашению приложен документ, поэтому оператор не даёт прекратить обмен этой кнопкой. Ничего не изменено. \
             Аннулируйте документ приглашения в кабинете оператора."
        }
        code::NOBODY => {
            "Оператор не знает такой организации. Ничего не изменено. Проверьте ИНН и КПП контрагента в карточке."
        }
        _ => {
            let told = text.trim().trim_end_matches('.');
            return failure(
                code,
                format!("Оператор отказал: «{told}». Ничего не изменено. Исправьте причину и повторите."),
            );
        }
    };
    failure(code, known.to_owned())
}
