//! Acts on relations that a person chose: into the outbox, again, back. What the program does with them is in `deliver`.

use connect::edo::relations::{self as remote, RelationTarget};
use domain::{
    ConnectionId, Counterparty, CounterpartyId, OperationId, OutboxState, RelationActId, RelationActKind,
};
use jiff::Timestamp;
use store::{
    Connection, NewRelationAct, Relation, RelationActChange, RelationActRow, SendingRoute, Store, Writer,
};

use super::of;
use crate::changes::{Change, Directory};
use crate::counterparties::{not_found as no_counterparty, partnership_words};
use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::{Engine, Result};

/// Before the ИНН of a target of which no box is known.
const BY_INN: &str = "inn:";

/// One file that goes along with an invitation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationFile {
    /// Name with its ending.
    pub name: String,
    /// The bytes.
    pub content: Vec<u8>,
    /// Its detached signature; not needed between test boxes.
    pub signature: Option<Vec<u8>>,
}

/// What a person wants done to a relation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelationActRequest {
    /// What.
    pub kind: RelationActKind,
    /// To whom.
    pub counterparty: CounterpartyId,
    /// Over which connection.
    pub connection: ConnectionId,
    /// To which box; the usual one of the counterparty when none is named, its ИНН where no box is known.
    pub box_id: Option<String>,
    /// A word to them; empty for none.
    pub words: String,
    /// With an invitation only.
    pub file: Option<InvitationFile>,
}

/// An act as a person sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelationActView {
    /// The row.
    pub row: RelationActRow,
    /// To whom.
    pub counterparty_name: String,
    /// Over whose access.
    pub firm_name: String,
    /// The operator's name for people.
    pub operator_title: String,
}

impl Engine {
    /// Puts acts into the outbox, each by itself. `relation_not_possible` when the relation is not in a state for it,
    /// `relation_act_open` when one is on its way, `relations_not_supported`, `invitation_file_unsigned`,
    /// `counterparty_not_found`, `connection_not_found`.
    pub async fn act_on_relations(&self, requests: Vec<RelationActRequest>) -> Vec<Result<RelationActId>> {
        let mut done = Vec::with_capacity(requests.len());
        for request in requests {
            let connection = request.connection;
            let one = self.blocking(move |inner| enqueue(inner, &request)).await;
            if one.is_ok() {
                self.inner.lanes.of(connection).press();
            }
            done.push(one);
        }
        self.tell_relations();
        done
    }

    /// Acts that are on their way, and those that a person has to decide about, newest first.
    pub async fn relation_acts(&self) -> Result<Vec<RelationActView>> {
        const SHOWN: [OutboxState; 4] = [
            OutboxState::Queued,
            OutboxState::Sending,
            OutboxState::Unknown,
            OutboxState::Failed,
        ];
        self.blocking(|inner| {
            inner.read(|r| {
                let mut views = Vec::new();
                for row in r.relation_acts(&SHOWN, 1_000)? {
                    let connection = r.past_connection(row.connection)?;
                    let operator_title = connection
                        .as_ref()
                        .map(|one| inner.operator_title(&one.operator))
                        .unwrap_or_default();
                    let counterparty = r.counterparty(row.counterparty)?;
                    views.push(RelationActView {
                        counterparty_name: counterparty.map(|one| one.party.name).unwrap_or_default(),
                        firm_name: connection.map(|one| one.edo_box.name).unwrap_or_default(),
                        operator_title,
                        row,
                    });
                }
                Ok(views)
            })
        })
        .await
    }

    /// «Повторить»: as soon as possible; a result that is unknown is looked up first. `relation_act_over` when it went
    /// through or was taken back, `relation_act_open` when another one is on its way.
    pub async fn retry_relation_act(&self, id: RelationActId) -> Result<()> {
        self.change_act(id, |row| match row.state {
            OutboxState::Failed | OutboxState::Queued => Ok(Some(OutboxState::Queued)),
            OutboxState::Unknown => Ok(Some(OutboxState::Unknown)),
            OutboxState::Sending => Ok(None),
            OutboxState::Accepted | OutboxState::Cancelled => Err(Error::new(
                Code::RelationActOver,
                "Это действие уже завершено, повторять нечего. Ничего не изменено. Обновите список.",
            )),
        })
        .await
    }

    /// «Отменить»: takes an act back that has not left. `relation_act_left` when it is or may be at the operator.
    pub async fn cancel_relation_act(&self, id: RelationActId) -> Result<()> {
        self.change_act(id, |row| match row.state {
            OutboxState::Queued | OutboxState::Failed => Ok(Some(OutboxState::Cancelled)),
            OutboxState::Cancelled => Ok(None),
            OutboxState::Sending | OutboxState::Unknown | OutboxState::Accepted => Err(Error::new(
                Code::RelationActLeft,
                "Отменить уже нельзя: запрос ушёл оператору или мог уйти. Связь с контрагентом не потеряна. Дождитесь \
                 результата, затем отзовите приглашение или пригласите снова.",
            )),
        })
        .await
    }

    /// Documents to this counterparty go to this box from now on. `box_not_found`.
    pub async fn choose_counterparty_box(
        &self,
        connection: ConnectionId,
        counterparty: CounterpartyId,
        box_id: String,
    ) -> Result<()> {
        self.write(move |w| {
            let known = w.relation(connection, &box_id)?;
            if known.is_none_or(|one| one.seen.counterparty != counterparty) {
                return Err(Error::new(
                    Code::BoxNotFound,
                    "Такого ящика у контрагента нет: возможно, список изменился. Ничего не изменено. Обновите карточку.",
                ));
            }
            // Departments belong to a box: another box has others.
            let before = w.sending_route(connection, counterparty)?;
            if before.box_id == box_id {
                return Ok(());
            }
            let route = SendingRoute {
                box_id,
                ..SendingRoute::default()
            };
            Ok(w.save_sending_route(connection, counterparty, &route)?)
        })
        .await?;
        self.tell_relations();
        Ok(())
    }

    async fn change_act(
        &self,
        id: RelationActId,
        change: fn(&RelationActRow) -> Result<Option<OutboxState>>,
    ) -> Result<()> {
        let row = self
            .blocking(move |inner| {
                let now = inner.now();
                inner.write(|w| {
                    let row = w.relation_act(id)?.ok_or_else(act_not_found)?;
                    if let Some(state) = change(&row)? {
                        w.set_relation_act(id, &restarted(&row, state, now))
                            .map_err(open_already)?;
                    }
                    Ok(row)
                })
            })
            .await?;
        self.inner.lanes.of(row.connection).press();
        self.tell_relations();
        Ok(())
    }

    pub(super) fn tell_relations(&self) {
        self.inner
            .changes
            .tell(&Change::directory(Directory::Counterparties));
    }
}

/// What had failed begins anew; what may be at the operator keeps what it was compared with.
fn restarted(row: &RelationActRow, state: OutboxState, now: Timestamp) -> RelationActChange {
    let is_anew = state == OutboxState::Queued;
    RelationActChange {
        state,
        attempts: row.attempts,
        changed_at: now,
        next_attempt_at: None,
        failure: None,
        task: if is_anew { String::new() } else { row.task.clone() },
        before: if is_anew { None } else { row.before.clone() },
    }
}

fn enqueue(inner: &Inner, request: &RelationActRequest) -> Result<RelationActId> {
    let (connection, counterparty) = inner.read(|r| {
        let connection = r
            .connection(request.connection)?
            .ok_or_else(crate::connections::not_found)?;
        let counterparty = r
            .counterparty(request.counterparty)?
            .ok_or_else(no_counterparty)?;
        Ok((connection, counterparty))
    })?;
    let provider = inner.provider(&connection)?;
    let relations = of(&*provider, &connection)?;
    let now = inner.now();
    let operation = OperationId(inner.ports.randomness.uuid());
    let row = inner.write(|w| {
        let relation = match &request.box_id {
            Some(box_id) => w
                .relation(connection.id, box_id)?
                .filter(|one| one.seen.counterparty == counterparty.id),
            None => w.relation_for_sending(connection.id, counterparty.id)?,
        };
        check(request.kind, &counterparty, relation.as_ref())?;
        let target = target(&counterparty, relation.as_ref());
        let act = remote::RelationAct {
            kind: request.kind,
            our_box: connection.edo_box.box_id.clone(),
            target: target.clone(),
            words: request.words.trim().to_owned(),
            file: file(inner, &connection, request)?,
        };
        let new = NewRelationAct {
            operation,
            kind: request.kind,
            connection: connection.id,
            counterparty: counterparty.id,
            target: text_of(&target),
            words: act.words.clone(),
            request: relations.prepare(&act)?,
            created_at: now,
        };
        w.enqueue_relation_act(&new).map_err(open_already)
    })?;
    super::deliver::step("relation_enqueued", row, operation);
    Ok(row)
}

fn file(
    inner: &Inner,
    connection: &Connection,
    request: &RelationActRequest,
) -> Result<Option<remote::InvitationFile>> {
    let Some(file) = &request.file else {
        return Ok(None);
    };
    let operator = inner.known_operator(&connection.operator)?;
    let may_be_unsigned = operator.capabilities.test_signature && connection.edo_box.is_test;
    if file.signature.is_none() && !may_be_unsigned {
        return Err(Error::new(
            Code::InvitationFileUnsigned,
            "Файл к приглашению должен быть подписан. Приглашение не отправлено, текст остался в окне. Приложите подпись \
             файла (.sig) или отправьте приглашение без файла.",
        ));
    }
    Ok(Some(remote::InvitationFile {
        name: file.name.clone(),
        content: file.content.clone(),
        signature: file.signature.clone(),
    }))
}

/// Whether the relation is in a state for this act, by what we know; the operator is asked again before it leaves.
fn check(kind: RelationActKind, counterparty: &Counterparty, relation: Option<&Relation>) -> Result<()> {
    let state = relation.map_or("none", |one| one.seen.partnership.as_str());
    if let Fit::Go = fit(kind, state) {
        return Ok(());
    }
    let what = match (kind, state) {
        (RelationActKind::Invite, "incoming") => "Он уже пригласил вас: примите его приглашение.".to_owned(),
        (RelationActKind::Invite, "outgoing") => "Приглашение уже отправлено, ответа ещё нет.".to_owned(),
        (RelationActKind::Invite, "established") => "Обмен с ним уже установлен.".to_owned(),
        _ => format!("Состояние связи: «{}».", partnership_words(state)),
    };
    Err(Error::new(
        Code::RelationNotPossible,
        format!(
            "Действие для контрагента {} сейчас невозможно. {what} Ничего не изменено. Обновите список и посмотрите \
             состояние связи.",
            counterparty.party.name
        ),
    ))
}

/// How an act fits to a state of the relation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    /// It may be done.
    Go,
    /// What it wants is there already.
    Reached,
    /// It makes no sense any more.
    Impossible,
}

/// The one table of what may be done to which relation.
pub(super) fn fit(kind: RelationActKind, state: &str) -> Fit {
    use RelationActKind::{Accept, Break, Invite, Refuse, Withdraw};
    match (kind, state) {
        (Invite, "outgoing" | "established") | (Accept, "established") => Fit::Reached,
        (Invite, "incoming") => Fit::Impossible,
        (Invite, _) | (Accept | Refuse, "incoming") | (Withdraw, "outgoing") | (Break, "established") => {
            Fit::Go
        }
        (Refuse | Break, "rejected_by_us") | (Withdraw, "none") => Fit::Reached,
        (Accept | Refuse | Withdraw | Break, _) => Fit::Impossible,
    }
}

fn target(counterparty: &Counterparty, relation: Option<&Relation>) -> RelationTarget {
    match relation {
        Some(relation) => RelationTarget::Box(relation.seen.box_id.clone()),
        None => RelationTarget::TaxId(counterparty.party.inn.clone(), counterparty.party.kpp.clone()),
    }
}

fn text_of(target: &RelationTarget) -> String {
    match target {
        RelationTarget::Box(box_id) => box_id.clone(),
        RelationTarget::TaxId(inn, _) => format!("{BY_INN}{inn}"),
    }
}

/// Whom a row is about.
pub(super) fn target_of(row: &RelationActRow, counterparty: &Counterparty) -> RelationTarget {
    if row.target.starts_with(BY_INN) {
        target(counterparty, None)
    } else {
        RelationTarget::Box(row.target.clone())
    }
}

/// An act that had not surely gone out when a backup was made may have gone out afterwards: it is looked up first.
pub(crate) fn doubt_restored(store: &Store, now: Timestamp) -> Result<()> {
    let doubt = |w: &Writer<'_>| {
        for row in w.relation_acts(&[OutboxState::Queued, OutboxState::Sending], u32::MAX)? {
            let mut change = restarted(&row, OutboxState::Unknown, now);
            change.failure = Some(crate::outbox::restored());
            w.set_relation_act(row.id, &change)?;
        }
        Ok(())
    };
    Ok(store.write(doubt)?)
}

fn open_already(error: store::Error) -> Error {
    match error {
        store::Error::Conflict(_) => Error::new(
            Code::RelationActOpen,
            "Действие для этого контрагента уже отправляется. Второго не будет. Дождитесь результата или отмените то, что \
             в очереди.",
        ),
        other => other.into(),
    }
}

fn act_not_found() -> Error {
    Error::new(
        Code::RelationActNotFound,
        "Такого действия в списке нет: возможно, список изменился. Ничего не изменено. Обновите список.",
    )
}
