//! What operators told, as JSON without what goes without saying: a facet of which nothing is reported is left out,
//! and so is whatever of an event stands in a column of its own. A third of the bytes, and quicker both ways.

use domain::facets::{
    Amendment, Approval, Consent, Delivery, DocflowFacets, FixationCancellation, Intermediate, Marking,
    OurSignature, PowerOfAttorney, Receipt, Revocation, Roaming, TheirSignature,
};
use domain::{DocumentState, EventActor, EventFact, Moved, ProviderEvent, RemoteDocument, Severity};
use jiff::Timestamp;
use rusqlite::types::{ToSql, ToSqlOutput};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Json;

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

fn is_unreported<T: Default + PartialEq>(value: &&T) -> bool {
    is_default(*value)
}

/// The vector of facets. Read back by [`Json`]: what is absent is the facet's default value.
#[derive(Serialize)]
pub(crate) struct Facets<'a> {
    #[serde(skip_serializing_if = "is_unreported")]
    delivery: &'a Delivery,
    #[serde(skip_serializing_if = "is_unreported")]
    our_signature: &'a OurSignature,
    #[serde(skip_serializing_if = "is_unreported")]
    their_signature: &'a TheirSignature,
    #[serde(skip_serializing_if = "is_unreported")]
    intermediate: &'a Intermediate,
    #[serde(skip_serializing_if = "is_unreported")]
    receipt: &'a Receipt,
    #[serde(skip_serializing_if = "is_unreported")]
    answer_receipt: &'a Receipt,
    #[serde(skip_serializing_if = "is_unreported")]
    amendment_receipt: &'a Receipt,
    #[serde(skip_serializing_if = "is_unreported")]
    amendment: &'a Amendment,
    #[serde(skip_serializing_if = "is_unreported")]
    revocation: &'a Revocation,
    #[serde(skip_serializing_if = "is_unreported")]
    roaming: &'a Roaming,
    #[serde(skip_serializing_if = "is_unreported")]
    poa: &'a PowerOfAttorney,
    #[serde(skip_serializing_if = "is_unreported")]
    marking: &'a Marking,
    #[serde(skip_serializing_if = "is_unreported")]
    fixation_cancellation: &'a FixationCancellation,
    #[serde(skip_serializing_if = "is_unreported")]
    consent: &'a Consent,
    #[serde(skip_serializing_if = "is_unreported")]
    approval: &'a Approval,
    #[serde(skip_serializing_if = "is_default")]
    draft: bool,
    #[serde(skip_serializing_if = "is_default")]
    deleted: bool,
    #[serde(skip_serializing_if = "is_default")]
    inbound: bool,
}

impl<'a> Facets<'a> {
    pub(crate) fn of(facets: &'a DocflowFacets) -> Self {
        // Taken apart by name: a facet that is added to the domain and forgotten here does not compile.
        let DocflowFacets {
            delivery,
            our_signature,
            their_signature,
            intermediate,
            receipt,
            answer_receipt,
            amendment_receipt,
            amendment,
            revocation,
            roaming,
            poa,
            marking,
            fixation_cancellation,
            consent,
            approval,
            draft,
            deleted,
            inbound,
        } = facets;
        Self {
            delivery,
            our_signature,
            their_signature,
            intermediate,
            receipt,
            answer_receipt,
            amendment_receipt,
            amendment,
            revocation,
            roaming,
            poa,
            marking,
            fixation_cancellation,
            consent,
            approval,
            draft: *draft,
            deleted: *deleted,
            inbound: *inbound,
        }
    }
}

impl ToSql for Facets<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        super::json_text(self)
    }
}

#[derive(Serialize)]
struct State<'a> {
    as_of: Timestamp,
    facets: Facets<'a>,
    operator_status_text: &'a str,
    severity: Severity,
}

/// An event without its name, place and instant, which are columns.
#[derive(Serialize)]
pub(crate) struct Payload<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    custom_document_id: Option<Uuid>,
    actor: EventActor,
    facts: &'a [EventFact],
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<State<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    moved: Option<&'a Moved>,
}

impl<'a> Payload<'a> {
    pub(crate) fn of(event: &'a ProviderEvent) -> Self {
        let ProviderEvent {
            event_id: _,
            happened_at: _,
            remote: _,
            custom_document_id,
            actor,
            facts,
            state,
            moved,
        } = event;
        let state = state.as_ref().map(|state| State {
            as_of: state.as_of,
            facets: Facets::of(&state.facets),
            operator_status_text: &state.operator_status_text,
            severity: state.severity,
        });
        Self {
            custom_document_id: *custom_document_id,
            actor: *actor,
            facts,
            state,
            moved: moved.as_ref(),
        }
    }
}

impl ToSql for Payload<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        super::json_text(self)
    }
}

/// The same, read back.
#[derive(Deserialize)]
pub(crate) struct KeptPayload {
    #[serde(default)]
    custom_document_id: Option<Uuid>,
    actor: EventActor,
    facts: Vec<EventFact>,
    #[serde(default)]
    state: Option<DocumentState>,
    #[serde(default)]
    moved: Option<Moved>,
}

impl KeptPayload {
    /// The event again, whole.
    pub(crate) fn whole(
        Json(kept): Json<Self>,
        event_id: String,
        happened_at: Timestamp,
        remote: &RemoteDocument,
    ) -> ProviderEvent {
        ProviderEvent {
            event_id,
            happened_at,
            remote: remote.clone(),
            custom_document_id: kept.custom_document_id,
            actor: kept.actor,
            facts: kept.facts,
            state: kept.state,
            moved: kept.moved,
        }
    }
}
