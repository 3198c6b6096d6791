//! Wire → domain. What is new to the program stays word for word.

use domain::facets::{Consent, Delivery, OurSignature, Revocation, TheirSignature};
use domain::{DocflowFacets, DocumentState, EventActor, EventFact, ProviderEvent, RemoteDocument, Severity};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::wire::{self, CLIENT_SIDE, Document, DocumentStatus, STATUSES, Status};
use crate::edo::statuses::folded;

/// What a name of a status means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Meaning {
    pub status: Status,
    /// A person taught the program this name: perhaps after it was heard.
    is_taught: bool,
}

/// Names of statuses: those of the program and those that a person added.
#[derive(Debug, Clone, Default)]
pub(super) struct Statuses {
    taught: Vec<(String, Status)>,
}

impl Statuses {
    /// With what a person taught: folded names and ids of statuses. What means nothing here is left out.
    pub fn with<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let taught = pairs.filter_map(|(name, means)| Some((name.to_owned(), Status::of(means)?)));
        Self {
            taught: taught.collect(),
        }
    }

    /// By its code first, then by its name.
    pub fn meaning(&self, told: &DocumentStatus) -> Option<Meaning> {
        let of_program = |name: &str| {
            known(name).map(|status| Meaning {
                status,
                is_taught: false,
            })
        };
        let of_person = |name: &str| {
            let name = folded(name);
            let found = self.taught.iter().find(|(known, _)| *known == name);
            found.map(|(_, status)| Meaning {
                status: *status,
                is_taught: true,
            })
        };
        let names = [told.code.as_str(), told.name.as_str()];
        let mut names = names.into_iter().filter(|name| !name.trim().is_empty());
        names.find_map(|name| of_person(name).or_else(|| of_program(name)))
    }
}

fn known(name: &str) -> Option<Status> {
    let name = folded(name);
    let found = STATUSES
        .iter()
        .find(|status| status.names.iter().any(|known| folded(known) == name));
    found.and_then(|status| Status::of(status.id))
}

/// Before our signature.
pub(super) fn is_waiting_for_us(status: Status) -> bool {
    matches!(status, Status::Prepared | Status::AwaitingConsent)
}

/// Where the service keeps it: one id names the whole chain.
pub(super) fn remote(id: &str) -> RemoteDocument {
    RemoteDocument {
        message_id: id.to_owned(),
        entity_id: id.to_owned(),
    }
}

/// The document's state as of `as_of`, or as of the last instant that the document itself names.
pub(super) fn state(statuses: &Statuses, document: &Document, as_of: Option<Timestamp>) -> DocumentState {
    let meaning = statuses.meaning(&document.status);
    let mut as_of = as_of.unwrap_or_else(|| last_instant(document));
    if meaning.is_some_and(|meaning| meaning.is_taught) {
        // What was heard under this name before the program was taught it gives way to what it means.
        as_of = as_of.checked_add(SignedDuration::from_micros(1)).unwrap_or(as_of);
    }
    DocumentState {
        as_of,
        facets: facets(meaning.map(|meaning| meaning.status), document),
        operator_status_text: words(document),
        severity: severity(meaning.map(|meaning| meaning.status)),
    }
}

fn words(document: &Document) -> String {
    let DocumentStatus { name, code, .. } = &document.status;
    if name.trim().is_empty() { code } else { name }.trim().to_owned()
}

fn severity(status: Option<Status>) -> Severity {
    match status {
        Some(Status::Sent) => Severity::Info,
        Some(Status::Signed) => Severity::Success,
        Some(Status::Prepared | Status::AwaitingConsent) | None => Severity::Warning,
        Some(Status::Annulled | Status::Declined) => Severity::Error,
    }
}

fn facets(status: Option<Status>, document: &Document) -> DocflowFacets {
    let consent = consent(&document.consent.state);
    let mut facets = DocflowFacets {
        consent,
        ..DocflowFacets::default()
    };
    let Some(status) = status else {
        facets.their_signature = TheirSignature::Unknown(words(document));
        return facets;
    };
    if is_waiting_for_us(status) {
        facets.delivery = Delivery::Prepared;
        // The consent was what it waited for; the next step is ours (QUIRKS 8).
        if status == Status::AwaitingConsent && facets.consent == Consent::Granted {
            facets.our_signature = OurSignature::Required;
        }
        if status == Status::AwaitingConsent && facets.consent == Consent::Required {
            facets.consent = Consent::Pending;
        }
        return facets;
    }
    let is_signed = |is_client: bool| {
        let mut sides = document.signatures.iter();
        sides.any(|signature| (signature.side == CLIENT_SIDE) == is_client)
    };
    if is_signed(false) || matches!(status, Status::Sent | Status::Signed | Status::Declined) {
        facets.delivery = Delivery::Delivered;
        facets.our_signature = OurSignature::Valid;
        facets.their_signature = TheirSignature::Awaited;
    } else {
        facets.delivery = Delivery::Prepared;
    }
    match status {
        Status::Signed => facets.their_signature = TheirSignature::Signed,
        Status::Declined => facets.their_signature = TheirSignature::Rejected,
        Status::Annulled => facets.revocation = Revocation::Accepted,
        Status::Prepared | Status::AwaitingConsent | Status::Sent => {}
    }
    facets
}

fn consent(state: &str) -> Consent {
    match state.trim() {
        "" => Consent::NotRequired,
        wire::consent::REQUIRED => Consent::Required,
        wire::consent::REQUESTED => Consent::Pending,
        wire::consent::GRANTED => Consent::Granted,
        wire::consent::DECLINED => Consent::Refused,
        other => Consent::Unknown(other.to_owned()),
    }
}

/// What happened, as far as the document shows it, by the instant of the event.
fn facts(statuses: &Statuses, document: &Document) -> (EventActor, Vec<EventFact>) {
    use EventActor::{Operator, Them, Us};
    let status = statuses.meaning(&document.status).map(|meaning| meaning.status);
    let changed_at = instant(&document.status.changed_at);
    let granted_at = instant(&document.consent.granted_at);
    let is_about_consent = granted_at.is_some() && granted_at > changed_at;
    match (status, consent(&document.consent.state)) {
        (Some(Status::Prepared | Status::AwaitingConsent), Consent::Refused) => {
            (Them, vec![EventFact::ConsentRefused])
        }
        (Some(Status::AwaitingConsent), Consent::Granted) => (Them, vec![EventFact::ConsentGranted]),
        (Some(Status::Prepared), Consent::Granted) if is_about_consent => {
            (Them, vec![EventFact::ConsentGranted])
        }
        (Some(Status::Prepared), _) => (Us, vec![EventFact::Posted]),
        (Some(Status::AwaitingConsent), _) => (Us, vec![EventFact::ConsentRequested]),
        (Some(Status::Sent), _) => (Us, vec![EventFact::Signed]),
        (Some(Status::Signed), _) => (Them, vec![EventFact::Signed]),
        (Some(Status::Declined), _) => (Them, vec![EventFact::Rejected(words(document))]),
        (Some(Status::Annulled), _) => {
            let reason = document.annul.as_ref().map(|annul| annul.reason.clone());
            (
                Us,
                vec![EventFact::RevocationRequested(reason.unwrap_or_default())],
            )
        }
        (None, _) => (Operator, vec![EventFact::Other(words(document))]),
    }
}

/// A version of a document as an event (QUIRKS 17).
pub(super) fn event(statuses: &Statuses, document: &Document, at: Option<Timestamp>) -> ProviderEvent {
    let (actor, facts) = facts(statuses, document);
    let happened_at = at.unwrap_or_else(|| last_instant(document));
    ProviderEvent {
        event_id: format!("{}@{}", document.id, document.version),
        happened_at,
        remote: remote(&document.id),
        custom_document_id: Uuid::parse_str(&document.external_id).ok(),
        actor,
        facts,
        state: Some(state(statuses, document, Some(happened_at))),
        moved: None,
    }
}

pub(super) fn instant(text: &str) -> Option<Timestamp> {
    text.trim().parse().ok()
}

fn last_instant(document: &Document) -> Timestamp {
    let annulled = document.annul.as_ref().map_or("", |annul| annul.at.as_str());
    let signed = document
        .signatures
        .iter()
        .map(|signature| signature.signed_at.as_str());
    let told = [
        document.created_at.as_str(),
        document.status.changed_at.as_str(),
        document.consent.granted_at.as_str(),
        annulled,
    ];
    let instants = told.into_iter().chain(signed).filter_map(instant);
    instants.max().unwrap_or(Timestamp::UNIX_EPOCH)
}
