//! `relations.*`: invitations that wait for us, companies that may be invited, and what a person does about them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::{ConnectionId, CounterpartyId, OutboxState, RelationActId, RelationActKind};
use engine::{Engine, InvitationFile, RelationActRequest, RelationActRow, RelationActView, RelationView};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::counterparties::Counterparty;
use crate::error::{CodedError, Failure};
use crate::views::{Empty, Id};

/// How one of our connections stands to a box of a counterparty.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct Relation {
    pub counterparty: Counterparty,
    pub connection_id: i64,
    /// Our firm.
    pub firm_name: String,
    pub operator_title: String,
    pub box_id: String,
    /// Идентификатор участника ЭДО; empty when it is not told.
    pub participant_id: String,
    /// State of the relation: `established`, `incoming`, …
    pub partnership: String,
    /// «приглашает вас».
    pub partnership_label: String,
    /// Since when it stands so.
    pub since: Option<String>,
    /// What they wrote with an invitation; empty for nothing.
    pub words_from_them: String,
    /// What we wrote.
    pub words_from_us: String,
    /// The invitation came with a document; `document_id` opens it once it is in the registry.
    pub has_document: bool,
    pub document_id: Option<i64>,
    pub group_name: Option<String>,
    /// From whom they take documents: `all`, `partners`; empty when it is not told.
    pub accepts_from: String,
    /// Somebody there has a certificate to sign with; `null` when it is not told.
    pub can_sign: Option<bool>,
    /// Reached through another operator.
    pub is_roaming: bool,
    pub is_test: bool,
    /// The company is liquidated or the box closed.
    pub is_closed: bool,
    /// A person chose this box among several of the company.
    pub is_chosen: bool,
    /// What we do about it and is on its way.
    pub act: Option<RelationAct>,
}

/// Relations, those that changed last first.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct Relations {
    pub relations: Vec<Relation>,
}

/// An act of ours on a relation.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct RelationAct {
    pub id: i64,
    /// `invite`, `accept`, `refuse`, `withdraw`, `break`.
    pub kind: &'static str,
    /// `queued`, `sending`, `unknown`, `accepted`, `failed`, `cancelled`.
    pub state: &'static str,
    /// The operator has taken it and is at work.
    pub is_at_operator: bool,
    pub words: String,
    pub created_at: String,
    pub next_attempt_at: Option<String>,
    /// Why it is not through; empty while nothing is wrong.
    pub failure: String,
}

/// Acts that are on their way and those that a person has to decide about, newest first.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct RelationActs {
    pub acts: Vec<ListedRelationAct>,
}

/// An act in that list.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct ListedRelationAct {
    pub act: RelationAct,
    pub counterparty_id: i64,
    pub counterparty_name: String,
    pub firm_name: String,
    pub operator_title: String,
}

/// What a person wants done.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct ActOnRelations {
    /// `invite`, `accept`, `refuse`, `withdraw`, `break`.
    pub kind: String,
    pub relations: Vec<ChosenRelation>,
    /// A word to them, the same for all.
    pub words: Option<String>,
    /// One file, with an invitation only.
    pub file: Option<SignedFile>,
}

/// To whom.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct ChosenRelation {
    pub counterparty_id: i64,
    pub connection_id: i64,
    /// The usual box of the counterparty when absent; its ИНН where no box is known.
    pub box_id: Option<String>,
}

/// A file and, outside test boxes, its detached signature.
#[derive(Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct SignedFile {
    pub name: String,
    pub content_base64: String,
    pub signature_base64: Option<String>,
}

impl std::fmt::Debug for SignedFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SignedFile({})", self.name)
    }
}

/// One result per chosen relation, in the order given.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct ActedOnRelations {
    pub results: Vec<ActedOnRelation>,
}

/// What became of it: the act is in the outbox, or refused.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct ActedOnRelation {
    pub counterparty_id: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub act_id: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub error: Option<CodedError>,
}

/// Which box of a counterparty documents go to.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChooseBox {
    pub counterparty_id: i64,
    pub connection_id: i64,
    pub box_id: String,
}

impl From<RelationView> for Relation {
    fn from(view: RelationView) -> Self {
        let (seen, told) = (view.relation.seen, view.relation.told);
        Self {
            counterparty: view.counterparty.into(),
            connection_id: seen.connection.0,
            firm_name: view.firm_name,
            operator_title: view.operator_title,
            box_id: seen.box_id,
            participant_id: seen.participant_id,
            partnership: seen.partnership,
            partnership_label: view.label,
            since: told.since.map(|at| at.to_string()),
            words_from_them: told.words_from_them,
            words_from_us: told.words_from_us,
            has_document: told.invitation.is_some(),
            document_id: view.document.map(|id| id.0),
            group_name: view.group_name,
            accepts_from: told.accepts_from,
            can_sign: told.can_sign,
            is_roaming: seen.is_roaming,
            is_test: seen.is_test,
            is_closed: told.is_closed,
            is_chosen: view.relation.is_chosen,
            act: view.act.map(RelationAct::from),
        }
    }
}

impl From<RelationActRow> for RelationAct {
    fn from(row: RelationActRow) -> Self {
        Self {
            id: row.id.0,
            kind: row.kind.code(),
            state: row.state.code(),
            is_at_operator: row.state == OutboxState::Unknown && !row.task.is_empty(),
            words: row.words,
            created_at: row.created_at.to_string(),
            next_attempt_at: row.next_attempt_at.map(|at| at.to_string()),
            failure: row.failure.map(|failure| failure.text).unwrap_or_default(),
        }
    }
}

impl From<RelationActView> for ListedRelationAct {
    fn from(view: RelationActView) -> Self {
        Self {
            counterparty_id: view.row.counterparty.0,
            act: view.row.into(),
            counterparty_name: view.counterparty_name,
            firm_name: view.firm_name,
            operator_title: view.operator_title,
        }
    }
}

fn listed(views: Vec<RelationView>) -> Relations {
    Relations {
        relations: views.into_iter().map(Relation::from).collect(),
    }
}

pub(crate) async fn invitations(engine: &Engine, _: Empty) -> Result<Relations, Failure> {
    Ok(listed(engine.invitations().await?))
}

pub(crate) async fn invitable(engine: &Engine, _: Empty) -> Result<Relations, Failure> {
    Ok(listed(engine.invitable().await?))
}

pub(crate) async fn acts(engine: &Engine, _: Empty) -> Result<RelationActs, Failure> {
    let acts = engine.relation_acts().await?;
    Ok(RelationActs {
        acts: acts.into_iter().map(ListedRelationAct::from).collect(),
    })
}

pub(crate) async fn act(engine: &Engine, request: ActOnRelations) -> Result<ActedOnRelations, Failure> {
    let kind = RelationActKind::from_code(&request.kind).ok_or_else(|| {
        Failure::new(
            "relation_act_unknown",
            "Такого действия со связью программа не знает. Ничего не изменено.".to_owned(),
        )
    })?;
    let file = request.file.as_ref().map(read).transpose()?;
    let words = request.words.unwrap_or_default();
    let wanted = request.relations.iter().map(|chosen| RelationActRequest {
        kind,
        counterparty: CounterpartyId(chosen.counterparty_id),
        connection: ConnectionId(chosen.connection_id),
        box_id: chosen.box_id.clone(),
        words: words.clone(),
        file: file.clone(),
    });
    let done = engine.act_on_relations(wanted.collect()).await;
    let results = request.relations.iter().zip(done).map(|(chosen, done)| {
        let (act_id, error) = match done {
            Ok(id) => (Some(id.0), None),
            Err(error) => (None, Some(CodedError::from(error))),
        };
        ActedOnRelation {
            counterparty_id: chosen.counterparty_id,
            act_id,
            error,
        }
    });
    Ok(ActedOnRelations {
        results: results.collect(),
    })
}

fn read(file: &SignedFile) -> Result<InvitationFile, Failure> {
    let decoded = |text: &str| {
        STANDARD.decode(text).map_err(|_| {
            Failure::new(
                "bad_base64",
                format!(
                    "Файл «{}» передан с ошибкой. Приглашение не отправлено. Выберите файл ещё раз.",
                    file.name
                ),
            )
        })
    };
    Ok(InvitationFile {
        name: file.name.clone(),
        content: decoded(&file.content_base64)?,
        signature: file.signature_base64.as_deref().map(decoded).transpose()?,
    })
}

pub(crate) async fn retry(engine: &Engine, request: Id) -> Result<Empty, Failure> {
    engine.retry_relation_act(RelationActId(request.id)).await?;
    Ok(Empty {})
}

pub(crate) async fn cancel(engine: &Engine, request: Id) -> Result<Empty, Failure> {
    engine.cancel_relation_act(RelationActId(request.id)).await?;
    Ok(Empty {})
}

pub(crate) async fn choose_box(engine: &Engine, request: ChooseBox) -> Result<Empty, Failure> {
    engine
        .choose_counterparty_box(
            ConnectionId(request.connection_id),
            CounterpartyId(request.counterparty_id),
            request.box_id,
        )
        .await?;
    Ok(Empty {})
}
