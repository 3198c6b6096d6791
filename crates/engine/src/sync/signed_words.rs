//! The words of what the other side told: read by our own reader from the bytes that were signed, beside the operator's
//! reading of them. Where the two differ, what was signed is shown.
//!
//! Deliberately decides no status: words are history. What cannot be read stays as the operator tells it.

use connect::edo::{EdoProvider, FeedPage, ToldPaper};
use domain::{EventFact, UniversalCode};
use formats::service_document::{MessageEvent, ServiceDocument, ServiceForm};
use store::Connection;

use super::contents::is_of_the_line;
use crate::{Engine, Result};

impl Engine {
    /// Puts the words that were signed into the events of a page.
    pub(crate) async fn read_signed_words(
        &self,
        connection: &Connection,
        provider: &dyn EdoProvider,
        page: &mut FeedPage,
    ) -> Result<()> {
        for told in &page.papers {
            let content = provider.content(&connection.edo_box.box_id, &told.paper).await;
            let bytes = match content {
                Ok(bytes) => bytes,
                Err(error) if is_of_the_line(&error) => return Err(error.into()),
                // Words are not worth the page: the operator tells them too, and what it cannot give today would hold up
                // all news behind it.
                Err(error) => {
                    tracing::warn!(%error, "a paper of the other side is not given to us");
                    continue;
                }
            };
            match formats::service_document::read(&bytes) {
                Ok(says) => correct(&mut page.events, told, &says),
                Err(fault) => tracing::warn!(
                    code = fault.code(),
                    "a paper of the other side cannot be read; the operator's words stay"
                ),
            }
        }
        Ok(())
    }
}

fn correct(events: &mut [domain::ProviderEvent], told: &ToldPaper, says: &ServiceDocument) {
    let is_its =
        |event: &&mut domain::ProviderEvent| event.event_id == told.event_id && event.remote == told.document;
    for event in events.iter_mut().filter(is_its) {
        for fact in &mut event.facts {
            let Some((words, signed)) = words_of(fact, says) else {
                continue;
            };
            if !signed.is_empty() && !is_same(words, &signed) {
                if !words.trim().is_empty() {
                    tracing::warn!("the operator's words differ from what was signed");
                }
                *words = signed;
            }
        }
    }
}

/// The words of a fact with those of the paper that tells it; none where this paper tells another one.
fn words_of<'f>(fact: &'f mut EventFact, says: &ServiceDocument) -> Option<(&'f mut String, String)> {
    let form = says.form;
    let is_message = form == ServiceForm::UniversalMessage;
    let of = |form_of_fact: ServiceForm, codes: &[UniversalCode]| {
        if is_message {
            codes
                .iter()
                .any(|code| has(&says.events, *code))
                .then(|| joined(&says.events, codes))
        } else {
            (form == form_of_fact).then(|| says.text.clone())
        }
    };
    let (words, signed) = match fact {
        EventFact::AmendmentRequested(words) => (
            words,
            of(ServiceForm::AmendmentRequest, &[UniversalCode::AmendmentRequest]),
        ),
        EventFact::Rejected(words)
        | EventFact::IntermediateRejected(words)
        | EventFact::RevocationRejected(words) => (
            words,
            of(ServiceForm::AmendmentRequest, &[UniversalCode::Rejection]),
        ),
        EventFact::RevocationRequested(words) => (words, of(ServiceForm::RevocationRequest, &[])),
        EventFact::AuthorityAsked(words) => (
            words,
            of(ServiceForm::UniversalMessage, &[UniversalCode::AuthorityQuestion]),
        ),
        EventFact::Message(words) => (
            words,
            of(
                ServiceForm::UniversalMessage,
                &[UniversalCode::Words, UniversalCode::Structured],
            ),
        ),
        _ => return None,
    };
    signed.map(|signed| (words, signed))
}

fn code_of(event: &MessageEvent) -> Option<UniversalCode> {
    event.code.parse().ok().map(UniversalCode::from_number)
}

fn has(events: &[MessageEvent], code: UniversalCode) -> bool {
    events.iter().any(|event| code_of(event) == Some(code))
}

fn joined(events: &[MessageEvent], codes: &[UniversalCode]) -> String {
    let texts: Vec<&str> = events
        .iter()
        .filter(|event| code_of(event).is_some_and(|code| codes.contains(&code)))
        .map(|event| event.text.trim())
        .filter(|text| !text.is_empty())
        .collect();
    texts.join("\n")
}

/// But for blanks.
fn is_same(one: &str, other: &str) -> bool {
    one.split_whitespace().eq(other.split_whitespace())
}

#[cfg(test)]
mod tests {
    use domain::{EventActor, EventFact, ProviderEvent, RemoteDocument};
    use jiff::Timestamp;

    use super::{ToldPaper, correct};

    const AMENDMENT: &[u8] = include_bytes!("../../../formats/fixtures/amendment_request_103.xml");
    const UNIVERSAL: &[u8] = include_bytes!("../../../formats/fixtures/universal_message_501.xml");

    fn place(entity: &str) -> RemoteDocument {
        RemoteDocument {
            message_id: "m".into(),
            entity_id: entity.into(),
        }
    }

    fn event(facts: Vec<EventFact>) -> ProviderEvent {
        ProviderEvent {
            event_id: "e".into(),
            happened_at: Timestamp::UNIX_EPOCH,
            remote: place("document"),
            custom_document_id: None,
            actor: EventActor::Them,
            facts,
            state: None,
            moved: None,
        }
    }

    fn corrected(facts: Vec<EventFact>, paper: &[u8], document: &str) -> Vec<EventFact> {
        let told = ToldPaper {
            event_id: "e".into(),
            document: place(document),
            paper: place("paper"),
        };
        let mut events = [event(facts)];
        correct(
            &mut events,
            &told,
            &formats::service_document::read(paper).unwrap(),
        );
        let [event] = events;
        event.facts
    }

    #[test]
    fn what_was_signed_is_shown_where_the_operator_says_something_else_or_nothing() {
        let signed = formats::service_document::read(AMENDMENT).unwrap().text;
        assert!(!signed.is_empty());
        for told in ["", "Совсем другое"] {
            let facts = corrected(
                vec![EventFact::AmendmentRequested(told.into())],
                AMENDMENT,
                "document",
            );
            assert_eq!(facts, [EventFact::AmendmentRequested(signed.clone())]);
        }
        let other = corrected(
            vec![EventFact::AmendmentRequested("Слова".into())],
            AMENDMENT,
            "another document",
        );
        assert_eq!(other, [EventFact::AmendmentRequested("Слова".into())]);
        let silent = corrected(vec![EventFact::ReceiptNotice], AMENDMENT, "document");
        assert_eq!(silent, [EventFact::ReceiptNotice]);
    }

    #[test]
    fn of_a_universal_message_each_code_has_its_own_words() {
        let says = formats::service_document::read(UNIVERSAL).unwrap();
        let words = |code: &str| {
            let found = says.events.iter().find(|event| event.code == code).unwrap();
            found.text.clone()
        };
        let facts = corrected(
            vec![
                EventFact::AuthorityAsked(String::new()),
                EventFact::AmendmentRequested("Не то".into()),
                EventFact::Rejected("Чужие слова".into()),
            ],
            UNIVERSAL,
            "document",
        );
        assert_eq!(
            facts,
            [
                EventFact::AuthorityAsked(words("2007")),
                EventFact::AmendmentRequested(words("2999")),
                EventFact::Rejected("Чужие слова".into()),
            ]
        );
    }
}
