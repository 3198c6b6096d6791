//! Conformance: every operator of the register keeps the promises of `EdoProvider`, as far as its capabilities say. What
//! differs between operators is a bench: who is let in, what a letter needs, and how its world meets a misfortune.

use std::sync::Arc;

use connect::edo::persons::{ToPerson, access_field};
use connect::edo::{CopyKind, Credentials, EdoProvider, Letter, Operator, Signing, operators};
use connect::{Error, Secret};
use domain::{EdoFormat, OperationId, Package, PersonName, ProviderEvent};
use serde_json::{Value, json};
use testkit::{CEDAR_GROVE, POLAR_STAR, Partner, fixture};
use uuid::Uuid;

/// An operator with its world.
struct Bench {
    operator: &'static Operator,
    partner: Partner,
    provider: Arc<dyn EdoProvider>,
    our_box: String,
}

impl Bench {
    async fn of(operator: &'static Operator) -> Self {
        let partner = Partner::start().await;
        let provider = open(operator, &partner, credentials(operator, &partner));
        let boxes = provider.my_boxes().await.unwrap();
        let ours = boxes.iter().find(|found| found.inn.as_str() == POLAR_STAR);
        Self {
            our_box: ours.unwrap().box_id.clone(),
            operator,
            partner,
            provider,
        }
    }

    fn letter(&self) -> Letter {
        let person = self.operator.capabilities.persons.map(|_| ToPerson {
            name: PersonName::from_full("Зимина Ольга Петровна"),
            has_no_middle_name: false,
            phone: "+79161234567".parse().unwrap(),
            email: String::new(),
            account: "1".into(),
            kind_code: "work_order".into(),
            title: "Заказ-наряд № 17".into(),
        });
        let box_of = |inn: &str| {
            let found = self.partner.any_organization(inn);
            found["box_id_guid"].as_str().unwrap().to_owned()
        };
        let (to_box, signing) = match &person {
            Some(person) => (person.phone.to_string(), Signing::Simple),
            None => (box_of(CEDAR_GROVE), Signing::Test),
        };
        Letter {
            from_box: self.our_box.clone(),
            to_box,
            custom_document_id: Uuid::new_v4(),
            format: EdoFormat::Nonformalized,
            format_version: String::new(),
            file_name: "Заказ-наряд 17.pdf".into(),
            content: fixture("print_form.pdf"),
            number: "17".into(),
            issued_on: None,
            total: None,
            comment: String::new(),
            tags: Vec::new(),
            departments: domain::Departments::default(),
            signing,
            person,
        }
    }

    /// The next call that creates a document is cut after it took effect.
    async fn loses_the_answer(&self) {
        let of = |method: &str| json!({ "method": method, "kind": "accepted_then_timeout", "count": 1 });
        match self.operator.kind {
            "fdoc" => self.partner.order("fdoc/faults", of("create")).await,
            _ => self.partner.order("faults", of("PostMessage")).await,
        }
    }

    async fn feed(&self) -> (Vec<ProviderEvent>, Option<String>) {
        let (mut events, mut cursor) = (Vec::new(), None);
        for _ in 0..100 {
            let page = self
                .provider
                .feed(&self.our_box, cursor.as_deref())
                .await
                .unwrap();
            events.extend(page.events);
            cursor = page.cursor.or(cursor);
            if !page.has_more {
                return (events, cursor);
            }
        }
        panic!("{}: the feed has no end", self.operator.kind);
    }
}

fn credentials(operator: &Operator, partner: &Partner) -> Credentials {
    if operator.access_fields.is_empty() {
        return partner.credentials();
    }
    let world = partner.world();
    let firms = world["fdoc"]["organizations"].as_array().unwrap();
    let firm = firms.iter().find(|one| one["inn"] == POLAR_STAR).unwrap();
    let employee = &firm["employees"][0];
    let secret = |value: &Value| Secret::new(value.as_str().unwrap());
    let mut credentials = Credentials::from([("api_key".to_owned(), secret(&firm["api_key"]))]);
    for field in operator.access_fields {
        credentials.insert(access_field("1", field.id), secret(&employee[field.id]));
    }
    credentials
}

fn open(operator: &Operator, partner: &Partner, credentials: Credentials) -> Arc<dyn EdoProvider> {
    (operator.open)(
        &partner.address(),
        credentials,
        Arc::new(|_: &str, _: &Secret| Ok(())),
    )
    .unwrap()
}

fn number() -> OperationId {
    OperationId(Uuid::new_v4())
}

#[tokio::test]
async fn the_same_letter_gives_the_same_bytes_and_is_one_document_however_often_it_is_delivered() {
    for operator in operators() {
        let bench = Bench::of(operator).await;
        let letter = bench.letter();
        let request = bench.provider.prepare(&letter).unwrap();
        assert_eq!(
            request,
            bench.provider.prepare(&letter).unwrap(),
            "{}",
            operator.kind
        );
        let name = letter.custom_document_id;
        let found = bench.provider.find_sent(&bench.our_box, name).await.unwrap();
        assert_eq!(found, None, "{}", operator.kind);
        let operation = number();
        let first = bench.provider.deliver(operation, &request).await.unwrap();
        let again = bench.provider.deliver(operation, &request).await.unwrap();
        assert_eq!(first, again, "{}", operator.kind);
        let found = bench.provider.find_sent(&bench.our_box, name).await.unwrap();
        assert_eq!(found.as_ref(), Some(&first), "{}", operator.kind);
        let kept = bench.provider.content(&bench.our_box, &first).await.unwrap();
        assert_eq!(kept, letter.content, "{}", operator.kind);
    }
}

#[tokio::test]
async fn after_a_lost_answer_the_outcome_is_unknown_and_the_document_is_found_by_our_name() {
    for operator in operators() {
        let bench = Bench::of(operator).await;
        let letter = bench.letter();
        let request = bench.provider.prepare(&letter).unwrap();
        bench.loses_the_answer().await;
        let lost = bench.provider.deliver(number(), &request).await.unwrap_err();
        assert!(lost.outcome_unknown(), "{}: {lost}", operator.kind);
        let found = bench
            .provider
            .find_sent(&bench.our_box, letter.custom_document_id)
            .await;
        assert!(found.unwrap().is_some(), "{}", operator.kind);
    }
}

#[tokio::test]
async fn wrong_credentials_are_a_refusal_and_nothing_else() {
    for operator in operators() {
        let partner = Partner::start().await;
        let mut credentials = credentials(operator, &partner);
        for field in operator.log_ins[0].fields.iter().filter(|field| field.is_secret) {
            credentials.insert(field.id.to_owned(), Secret::new("00000000000000000000"));
        }
        let refused = open(operator, &partner, credentials)
            .my_boxes()
            .await
            .unwrap_err();
        assert!(
            matches!(refused, Error::Unauthorized(_)),
            "{}: {refused}",
            operator.kind
        );
    }
}

#[tokio::test]
async fn the_feed_tells_of_what_was_sent_once_and_the_state_agrees_with_it() {
    for operator in operators() {
        let bench = Bench::of(operator).await;
        let letter = bench.letter();
        let request = bench.provider.prepare(&letter).unwrap();
        let sent = bench.provider.deliver(number(), &request).await.unwrap();
        let (events, cursor) = bench.feed().await;
        let mut names: Vec<&str> = events.iter().map(|event| event.event_id.as_str()).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count, "{}: an event has one name", operator.kind);
        let ours: Vec<&ProviderEvent> = events.iter().filter(|event| event.remote == sent).collect();
        assert!(!ours.is_empty(), "{}", operator.kind);
        assert!(
            ours.iter()
                .any(|event| event.custom_document_id == Some(letter.custom_document_id)),
            "{}: the feed names it as we did",
            operator.kind
        );
        let further = bench
            .provider
            .feed(&bench.our_box, cursor.as_deref())
            .await
            .unwrap();
        let is_known = |event: &ProviderEvent| events.iter().any(|known| known.event_id == event.event_id);
        assert!(
            further.events.iter().all(is_known),
            "{}: nothing is new",
            operator.kind
        );
        let asked = std::slice::from_ref(&sent);
        let states = bench.provider.states(&bench.our_box, asked).await.unwrap();
        let told = ours.iter().rev().find_map(|event| event.state.as_ref()).unwrap();
        assert_eq!(states[0].1.facets, told.facets, "{}", operator.kind);
    }
}

#[tokio::test]
async fn what_a_provider_can_is_what_its_capabilities_say() {
    for operator in operators() {
        let bench = Bench::of(operator).await;
        let (can, provider) = (&operator.capabilities, &bench.provider);
        assert_eq!(
            can.persons.is_some(),
            provider.persons().is_some(),
            "{}",
            operator.kind
        );
        assert_eq!(
            can.service_documents.is_empty(),
            provider.service_documents().is_none(),
            "{}",
            operator.kind
        );
        let package = Package {
            id: Uuid::new_v4(),
            is_closed: false,
        };
        let together = provider.prepare_package(&[bench.letter(), bench.letter()], package);
        assert_eq!(can.documents_together > 1, together.is_ok(), "{}", operator.kind);
        let letter = bench.letter();
        let request = provider.prepare(&letter).unwrap();
        let sent = provider.deliver(number(), &request).await.unwrap();
        for kind in CopyKind::ALL {
            let given = provider.copies(&bench.our_box, &sent, kind).await;
            let is_refused = matches!(&given, Err(Error::Refused { .. }));
            assert_ne!(
                can.copies.contains(&kind),
                is_refused,
                "{}: {given:?}",
                operator.kind
            );
        }
        let exchanges = provider.take_exchanges();
        assert!(!exchanges.is_empty(), "{}: calls are told", operator.kind);
        let told = format!("{exchanges:?}");
        assert!(!told.contains("9161234567"), "{}: {told}", operator.kind);
    }
}
