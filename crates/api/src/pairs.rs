//! `pairs.*`: a document that came and one of ours that is the same paper.

use domain::DocumentId;
use engine::{Engine, PairProposal as EngineProposal, PairedDocument as EnginePaired};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::Failure;
use crate::views::{Empty, Id, Status};

/// The other one of two documents that are the same paper.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct PairedDocument {
    pub id: i64,
    /// «Счёт на оплату № 15 от 21.11.2026».
    pub label: String,
    pub status: Status,
    pub status_since: String,
    /// It is the one that came; else it is ours.
    pub is_arrival: bool,
}

/// Documents of ours that are like one that came.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct PairProposals {
    /// The most alike first, at most three.
    pub proposals: Vec<PairProposal>,
}

/// One of them.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct PairProposal {
    pub id: i64,
    pub label: String,
    /// What agrees: `number`, `date`, `sum`, `inn`.
    pub agrees: Vec<&'static str>,
    /// Everything agrees.
    pub is_sure: bool,
    /// «Совпадают номер, дата и сумма.» and what does not.
    pub sentence: String,
}

/// Two documents, in any order: one that came and one of ours.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct TwoDocuments {
    pub id: i64,
    pub other_id: i64,
}

impl TwoDocuments {
    fn ids(self) -> (DocumentId, DocumentId) {
        (DocumentId(self.id), DocumentId(self.other_id))
    }
}

impl From<EnginePaired> for PairedDocument {
    fn from(paired: EnginePaired) -> Self {
        Self {
            id: paired.document.id.0,
            label: paired.document.label,
            status: paired.status.into(),
            status_since: paired.since.to_string(),
            is_arrival: paired.is_arrival,
        }
    }
}

impl From<EngineProposal> for PairProposal {
    fn from(proposal: EngineProposal) -> Self {
        Self {
            id: proposal.document.id.0,
            label: proposal.document.label,
            agrees: proposal.agrees.into_iter().map(|sign| sign.code()).collect(),
            is_sure: proposal.is_sure,
            sentence: proposal.sentence,
        }
    }
}

pub(crate) async fn propose(engine: &Engine, request: Id) -> Result<PairProposals, Failure> {
    let proposals = engine.pair_proposals(DocumentId(request.id)).await?;
    Ok(PairProposals {
        proposals: proposals.into_iter().map(PairProposal::from).collect(),
    })
}

pub(crate) async fn accept(engine: &Engine, request: TwoDocuments) -> Result<Empty, Failure> {
    let (one, other) = request.ids();
    engine.pair_documents(one, other).await?;
    Ok(Empty {})
}

pub(crate) async fn refuse(engine: &Engine, request: TwoDocuments) -> Result<Empty, Failure> {
    let (one, other) = request.ids();
    engine.refuse_pair(one, other).await?;
    Ok(Empty {})
}

pub(crate) async fn undo(engine: &Engine, request: TwoDocuments) -> Result<Empty, Failure> {
    let (one, other) = request.ids();
    engine.forget_pair(one, other).await?;
    Ok(Empty {})
}
