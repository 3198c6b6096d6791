//! Relations of boxes: who invited whom, who accepted, who broke; the log of it, and tasks that take a moment.
//!
//! The API, the pages of the cabinets, the control API and organisations that answer by themselves all come here, so they
//! obey the same rules.

use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::books::{Books, Record, State};
use super::model::{Effect, Operation};
use super::post::{SignatureFate, invitation};
use super::refusal::Refusal;
use super::requests::InvitationDocument;
use crate::clock::Ticks;
use crate::world::{BoxId, Camp, CounteragentStatus as Status, InvitationManner, Relation};

/// `CounteragentEventType`, by name.
pub type EventName = &'static str;

/// A line in the log of a box's relations.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RelationEvent {
    /// Its id.
    pub id: Uuid,
    /// The other box.
    pub theirs: BoxId,
    /// How the box stands to it since; none where nothing is left.
    pub status: Option<Status>,
    /// When.
    pub at: Ticks,
    /// `IInvitedCounteragent`, …
    pub name: String,
    /// The comment of a break.
    pub comment: String,
}

/// An invitation or its acceptance, until it is done.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Task {
    /// Its id.
    pub id: Uuid,
    /// Who asked.
    pub user: Uuid,
    /// Whose box.
    pub mine: BoxId,
    /// To whom.
    pub theirs: BoxId,
    /// A word to them.
    pub words: String,
    /// The document that goes along.
    pub document: Option<(Uuid, Uuid, bool)>,
    /// What came of it: nothing yet, done, or refused with a code and a text.
    pub outcome: Option<Result<(), (String, String)>>,
}

/// What a person may press at a relation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Press {
    /// «Пригласить»
    Invite,
    /// «Принять»
    Accept,
    /// «Отклонить», «Отозвать», «Прекратить»
    Break,
}

/// The codes of refusals that clients are known to read.
pub const ROAMING_REQUEST: &str = "Invitations.RoamingOperatorRequestIsRequired";
/// Their invitation wants a signature under its document.
pub const REQUIRES_RESPONSE: &str = "Invitations.RecipientInvitationRequiresResponse";

/// What a change of a relation puts into both logs.
struct Names {
    mine: EventName,
    theirs: EventName,
}

impl Names {
    const fn of(mine: EventName, theirs: EventName) -> Self {
        Self { mine, theirs }
    }
}

const INVITED: Names = Names::of("IInvitedCounteragent", "CounteragentInvitedMe");
const ACCEPTED: Names = Names::of("IAcceptedInvitation", "CounteragentAcceptedInvitation");
const WITHDREW: Names = Names::of("IWithdrewInvitation", "CounteragentWithdrewInvitation");
const REJECTED: Names = Names::of("IRejectedInvitation", "CounteragentRejectedInvitation");
const BROKE: Names = Names::of("IBrokeUpWithCounteragent", "CounteragentBrokeUpWithMe");

/// A status told by `mine`, as the relation keeps it; and the other way round.
fn turned(relation: &Relation, mine: BoxId, status: Option<Status>) -> Option<Status> {
    if relation.one == mine {
        status
    } else {
        status.map(Status::mirrored)
    }
}

/// The relation after `mine` did something, with the lines of both logs.
fn changed(
    state: &State,
    (mine, theirs): (BoxId, BoxId),
    wished: Ticks,
    status: Option<Status>,
    names: &Names,
    change: impl FnOnce(&mut Relation),
) -> Vec<Record> {
    let at = state.instant(wished);
    let mut relation = state
        .world
        .relation_of(mine, theirs)
        .cloned()
        .unwrap_or_else(|| Relation {
            status: None,
            ..Relation::of(mine, theirs, Status::IsMyCounteragent, at)
        });
    relation.status = turned(&relation, mine, status);
    relation.since = at;
    change(&mut relation);
    let line = |owner: BoxId, other: BoxId, name: EventName| Record::RelationEvent {
        box_id: owner,
        event: Box::new(RelationEvent {
            id: Uuid::new_v4(),
            theirs: other,
            status: relation.seen_from(owner),
            at,
            name: name.to_owned(),
            comment: relation.words_for(mine).1.to_owned(),
        }),
    };
    let lines = [line(mine, theirs, names.mine), line(theirs, mine, names.theirs)];
    let mut records = vec![Record::Relation(Box::new(relation))];
    records.extend(lines);
    records
}

/// `AcquireCounteragent` in the name of `mine`: invites, accepts, or does nothing.
fn acquire(
    state: &State,
    (mine, theirs): (BoxId, BoxId),
    wished: Ticks,
    words: &str,
) -> Result<Vec<Record>, (String, String)> {
    let relation = state.world.relation_of(mine, theirs);
    let said = |relation: &mut Relation| set_words(relation, mine, words);
    match relation.and_then(|relation| relation.seen_from(mine)) {
        Some(Status::IsMyCounteragent | Status::IsInvitedByMe) => Ok(Vec::new()),
        Some(Status::InvitesMe) => {
            let wants_signature = relation
                .and_then(|one| one.document)
                .is_some_and(|(_, _, wants)| wants);
            if wants_signature {
                let text = format!(
                    "Cannot accept invitation from {} with attachment with signature requested; use PostMessagePatch instead",
                    theirs.guid()
                );
                return Err((REQUIRES_RESPONSE.to_owned(), text));
            }
            let status = Some(Status::IsMyCounteragent);
            Ok(changed(
                state,
                (mine, theirs),
                wished,
                status,
                &ACCEPTED,
                |relation| {
                    said(relation);
                    relation.before = None;
                },
            ))
        }
        before => {
            let status = Some(Status::IsInvitedByMe);
            let mut records = changed(state, (mine, theirs), wished, status, &INVITED, |relation| {
                said(relation);
                relation.before = turned(relation, mine, before);
            });
            records.extend(answer_of_itself(state, (mine, theirs)));
            Ok(records)
        }
    }
}

fn set_words(relation: &mut Relation, mine: BoxId, words: &str) {
    if relation.one == mine {
        words.clone_into(&mut relation.words_of_one);
    } else {
        words.clone_into(&mut relation.words_of_other);
    }
}

/// Some organisations answer invitations without a person.
fn answer_of_itself(state: &State, (mine, theirs): (BoxId, BoxId)) -> Option<Record> {
    let invited = state.world.by_box(theirs)?;
    let answers = matches!(
        invited.manner,
        InvitationManner::Accepts | InvitationManner::Refuses
    );
    answers.then(|| Record::Planned {
        due: state.now().plus_ms(state.delays.invitation_ms),
        number: state.next_number(),
        effect: Effect::AnswerInvitation {
            invited: theirs,
            inviting: mine,
        },
    })
}

/// `BreakWithCounteragent` in the name of `mine`: refuses, withdraws, breaks, or does nothing.
fn broken(
    state: &State,
    (mine, theirs): (BoxId, BoxId),
    wished: Ticks,
    comment: &str,
) -> Result<Vec<Record>, Refusal> {
    let relation = state.world.relation_of(mine, theirs);
    let said = |relation: &mut Relation| set_words(relation, mine, comment);
    let rejected = Some(Status::IsRejectedByMe);
    match relation.and_then(|relation| relation.seen_from(mine)) {
        Some(Status::IsInvitedByMe) => {
            if relation.is_some_and(|one| one.document.is_some()) {
                return Err(Refusal::conflict(
                    "Can not break with counteragent while the invitation has an attachment; revoke the document instead",
                ));
            }
            let before = relation.and_then(|one| turned(one, mine, one.before));
            Ok(changed(
                state,
                (mine, theirs),
                wished,
                before,
                &WITHDREW,
                |relation| {
                    said(relation);
                    relation.before = None;
                },
            ))
        }
        Some(Status::InvitesMe) => Ok(changed(state, (mine, theirs), wished, rejected, &REJECTED, said)),
        Some(Status::IsMyCounteragent) => Ok(changed(state, (mine, theirs), wished, rejected, &BROKE, said)),
        _ => Ok(Vec::new()),
    }
}

/// The company that is invited: exists, is another one, of the same force, and may be reached.
pub fn check_invited(state: &State, mine: BoxId, theirs: BoxId) -> Result<(), Refusal> {
    let world = &state.world;
    let missing = |box_id: BoxId| Refusal::not_found(format!("Box [{}] is not found", box_id.guid()));
    let ours = world.by_box(mine).ok_or_else(|| missing(mine))?;
    let other = world.by_box(theirs).ok_or_else(|| missing(theirs))?;
    if mine == theirs {
        return Err(Refusal::bad("Can not acquire counteragent with own box"));
    }
    if ours.is_test != other.is_test {
        return Err(Refusal::conflict(
            "Тестовый и настоящий ящики не могут обмениваться документами",
        ));
    }
    if other.manner == InvitationManner::NeedsRoamingRequest {
        return Err(Refusal {
            code: ROAMING_REQUEST,
            ..Refusal::conflict(
                "Setting is required for document exchange. Apply for roaming on www.diadoc.ru/roaming",
            )
        });
    }
    Ok(())
}

/// Puts a task to work; gives its id.
pub fn begin(
    books: &mut Books,
    user: Uuid,
    (mine, theirs): (BoxId, BoxId),
    words: &str,
    document: Option<&InvitationDocument>,
) -> Result<Uuid, Refusal> {
    let is_invitation = !matches!(
        books.state.world.relation(mine, theirs),
        Some(Status::IsMyCounteragent | Status::InvitesMe | Status::IsInvitedByMe)
    );
    if document.is_some() && !is_invitation {
        return Err(Refusal::conflict(
            "Reciprocal invitation can not have an attachment",
        ));
    }
    // Counterparties at other operators do not see attachments.
    let is_roaming = books
        .state
        .world
        .by_box(theirs)
        .is_some_and(|one| one.roaming().is_some());
    let document = match document.filter(|_| !is_roaming) {
        Some(given) => Some(invitation::send(books, user, (mine, theirs), given)?),
        None => None,
    };
    let state = &books.state;
    let task = Task {
        id: Uuid::new_v4(),
        user,
        mine,
        theirs,
        words: words.to_owned(),
        document,
        outcome: None,
    };
    let id = task.id;
    let planned = Record::Planned {
        due: state.now().plus_ms(state.delays.acquire_ms),
        number: state.next_number(),
        effect: Effect::Acquire { task: id },
    };
    books.commit(vec![Record::AcquireTask(Box::new(task)), planned])?;
    Ok(id)
}

/// The relation after `mine` signed the document with which it was invited.
pub fn accepted_by(books: &Books, mine: BoxId, operation: &Operation, fate: SignatureFate) -> Vec<Record> {
    let state = &books.state;
    let Some(message) = state.messages.get(&operation.message) else {
        return Vec::new();
    };
    let is_invitation = message
        .documents
        .iter()
        .any(|one| one.type_named_id == invitation::TYPE);
    if !is_invitation || mine != message.to || fate == SignatureFate::Bad {
        return Vec::new();
    }
    let pair = (mine, message.from);
    if state.world.relation(pair.0, pair.1) != Some(Status::InvitesMe) {
        return Vec::new();
    }
    let status = Some(Status::IsMyCounteragent);
    changed(state, pair, state.now(), status, &ACCEPTED, |relation| {
        relation.before = None;
    })
}

/// What the operator, or an organisation that answers by itself, does at this instant.
pub fn happen(state: &State, due: Ticks, effect: &Effect) -> Option<Vec<Record>> {
    match effect {
        Effect::Acquire { task } => {
            let Some(task) = state.tasks.get(task) else {
                return Some(Vec::new());
            };
            let done = acquire(state, (task.mine, task.theirs), due, &task.words);
            let (mut records, outcome) = match done {
                Ok(mut records) => {
                    for record in &mut records {
                        if let Record::Relation(relation) = record {
                            relation.document = task.document.or(relation.document);
                        }
                    }
                    (records, Ok(()))
                }
                Err(refused) => (Vec::new(), Err(refused)),
            };
            records.push(Record::AcquireTask(Box::new(Task {
                outcome: Some(outcome),
                ..task.clone()
            })));
            Some(records)
        }
        Effect::AnswerInvitation { invited, inviting } => {
            let still_waits = state.world.relation(*invited, *inviting) == Some(Status::InvitesMe);
            let manner = state.world.by_box(*invited).map(|one| one.manner);
            Some(match manner {
                Some(InvitationManner::Accepts) if still_waits => {
                    acquire(state, (*invited, *inviting), due, "Спасибо, будем обмениваться.")
                        .unwrap_or_default()
                }
                Some(InvitationManner::Refuses) if still_waits => {
                    broken(state, (*invited, *inviting), due, "Работаем только на бумаге.")
                        .unwrap_or_default()
                }
                _ => Vec::new(),
            })
        }
        _ => None,
    }
}

/// A person at the cabinet of `mine` presses a button, at once and without a task.
pub fn press(
    books: &mut Books,
    (mine, theirs): (BoxId, BoxId),
    press: Press,
    words: &str,
) -> Result<(), Refusal> {
    let state = &books.state;
    let now = state.now();
    let refused = |(_, text): (String, String)| Refusal::conflict(text);
    let records = match press {
        Press::Invite | Press::Accept => {
            let theirs_one = state.world.by_box(theirs);
            // A counterparty at another operator reaches us; it is we who need the set-up.
            if theirs_one.is_none_or(|one| one.camp != Camp::Ours) {
                check_invited(state, mine, theirs)?;
            }
            acquire(state, (mine, theirs), now, words).map_err(refused)?
        }
        Press::Break => broken(state, (mine, theirs), now, words)?,
    };
    if records.is_empty() {
        return Err(Refusal::conflict(
            "Связь уже в этом состоянии: нажимать больше нечего.",
        ));
    }
    Ok(books.commit(records)?)
}

/// `BreakWithCounteragent`: nothing to break is no error.
pub fn break_with(books: &mut Books, (mine, theirs): (BoxId, BoxId), comment: &str) -> Result<(), Refusal> {
    if books.state.world.by_box(theirs).is_none() {
        return Err(Refusal::of(
            StatusCode::NOT_FOUND,
            format!("Box [{}] is not found", theirs.guid()),
        ));
    }
    let records = broken(&books.state, (mine, theirs), books.state.now(), comment)?;
    if records.is_empty() {
        return Ok(());
    }
    Ok(books.commit(records)?)
}
