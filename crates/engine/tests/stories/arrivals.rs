//! Documents come to us: one row each, whatever the order and number of their events; their bytes follow.

use connect::Error;
use connect::edo::{Arrival, FeedPage, PartnershipState, RemoteCounterparty, ToldSignature, ToldTitle};
use domain::facets::{Delivery, OurSignature, TheirSignature};
use domain::{
    ConnectionId, Direction, DocflowFacets, DocumentState, EdoFormat, EdoStatus, EventActor, EventFact,
    ExpectedAnswer, Money, ProviderEvent, RemoteDocument, Severity, SigningParty, UtdFunction,
};
use engine::Engine;
use jiff::SignedDuration;
use store::{DocumentQuery, DocumentRow};

use crate::world::{World, cedar_grove, event, polar_star, quiet_harbour, utd};

pub fn remote(name: &str) -> RemoteDocument {
    RemoteDocument {
        message_id: format!("message-{name}"),
        entity_id: format!("entity-{name}"),
    }
}

pub fn arrival(name: &str) -> Arrival {
    Arrival {
        remote: remote(name),
        from_box: format!("box-{}", cedar_grove().inn),
        format: EdoFormat::Utd(UtdFunction::InvoiceAndTransfer),
        kind_code: "utd",
        type_label: "",
        number: format!("К-{name}"),
        issued_on: Some(jiff::civil::date(2026, 11, 20)),
        total: Some(Money::from_kopecks(12_200)),
        vat_amount: None,
        file_name: format!("ON_NSCHFDOPPR_{name}.xml"),
        package_id: "package".into(),
        answer: ExpectedAnswer::Title,
        via_box: String::new(),
        signature: None,
    }
}

pub fn state(at: &str, our_signature: OurSignature) -> DocumentState {
    DocumentState {
        as_of: at.parse().unwrap(),
        facets: DocflowFacets {
            delivery: Delivery::Delivered,
            their_signature: TheirSignature::Signed,
            our_signature,
            inbound: true,
            ..DocflowFacets::default()
        },
        operator_status_text: "Требуется подпись".into(),
        severity: Severity::Warning,
    }
}

/// It came, and somebody of us signed it in the cabinet an hour later.
pub fn life(name: &str) -> [ProviderEvent; 2] {
    let posted = ProviderEvent {
        actor: EventActor::Them,
        facts: vec![EventFact::Posted, EventFact::Signed],
        state: Some(state("2026-11-20T08:00:00Z", OurSignature::Required)),
        ..event(&format!("posted-{name}"), "2026-11-20T08:00:00Z", &remote(name))
    };
    let signed = ProviderEvent {
        actor: EventActor::Us,
        facts: vec![EventFact::Signed],
        state: Some(state("2026-11-20T09:00:00Z", OurSignature::Valid)),
        ..event(&format!("signed-{name}"), "2026-11-20T09:00:00Z", &remote(name))
    };
    [posted, signed]
}

pub fn page(events: Vec<ProviderEvent>, arrivals: Vec<Arrival>) -> FeedPage {
    FeedPage {
        signatures: Vec::new(),
        papers: Vec::new(),
        events,
        arrivals,
        cursor: Some("0".into()),
        has_more: false,
    }
}

async fn connected(world: &World) -> (Engine, ConnectionId) {
    let engine = world.open();
    let connection = engine.connect(world.request("golubka")).await.unwrap().connection;
    engine.sync_counterparties(None).await.unwrap();
    (engine, connection)
}

pub async fn rows(engine: &Engine) -> Vec<DocumentRow> {
    let query = DocumentQuery {
        limit: 100,
        ..DocumentQuery::default()
    };
    engine.documents(query).await.unwrap().rows
}

#[tokio::test]
async fn events_in_any_order_and_number_give_one_row_in_one_state() {
    let orders: [&[usize]; 4] = [&[0, 1], &[1, 0], &[1, 1, 0, 0, 1], &[0, 0, 1, 0]];
    for order in orders {
        let world = World::new();
        let (engine, connection) = connected(&world).await;
        for step in order {
            let event = life("1")[*step].clone();
            engine
                .apply_page(connection, &page(vec![event], vec![arrival("1")]))
                .unwrap();
        }
        let rows = rows(&engine).await;
        assert_eq!(rows.len(), 1, "{order:?}");
        assert_eq!(rows[0].status, EdoStatus::SignedByUs, "{order:?}");
        let card = engine.card(rows[0].id).await.unwrap();
        assert_eq!(card.timeline.len(), 3, "{order:?}: {:?}", card.timeline);
    }
}

#[tokio::test]
async fn the_row_says_what_the_operator_told_and_who_sent_it() {
    let world = World::new();
    let (engine, connection) = connected(&world).await;
    let event = life("1")[0].clone();
    engine
        .apply_page(connection, &page(vec![event], vec![arrival("1")]))
        .unwrap();
    let row = rows(&engine).await.remove(0);
    let card = engine.card(row.id).await.unwrap();
    let body = &card.document.body;
    assert_eq!(
        (body.direction, body.number.as_str()),
        (Direction::Inbound, "К-1")
    );
    assert_eq!(card.counterparty.unwrap().party, cedar_grove());
    assert_eq!(card.firm.unwrap().party, polar_star());
    assert_eq!(body.total, Some(Money::from_kopecks(12_200)));
    assert_eq!(body.file, None);
    assert_eq!(row.status, EdoStatus::OurSignatureRequired);
    let shown = world.desktop.0.lock().unwrap().len();
    assert_eq!(shown, 0, "notices are shown by the round");
    let notices = engine.notices(None, 10).await.unwrap();
    assert_eq!(notices[0].title, "Пришёл документ на подпись");
}

#[tokio::test]
async fn a_name_that_the_other_side_chose_never_leads_to_a_document_of_ours() {
    let world = World::new();
    let (engine, connection, ours) = world.ready().await;
    crate::world::send(&engine, ours).await.unwrap();
    let name = engine.card(ours).await.unwrap().sendings[0]
        .edo_document
        .custom_document_id;
    let mut posted = life("1")[0].clone();
    posted.custom_document_id = Some(name);
    engine
        .apply_page(connection, &page(vec![posted], vec![arrival("1")]))
        .unwrap();
    let card = engine.card(ours).await.unwrap();
    assert_eq!(card.sendings[0].edo_document.remote, None);
    assert_eq!(rows(&engine).await.len(), 2);
}

#[tokio::test]
async fn bytes_follow_the_row_and_fill_in_what_the_operator_left_out() {
    let world = World::new();
    let (engine, _) = connected(&world).await;
    let bytes = utd("К-1", &cedar_grove(), &polar_star());
    world.office.desk(|desk| {
        desk.events = vec![life("1")[0].clone()];
        desk.arrivals = vec![Arrival {
            number: String::new(),
            total: None,
            ..arrival("1")
        }];
        desk.contents.insert("entity-1".into(), Ok(bytes.clone()));
    });
    engine.sync_once(None).await.unwrap();
    let row = rows(&engine).await.remove(0);
    assert_eq!(row.number, "К-1");
    assert_eq!(row.total, Some(Money::from_kopecks(12_200)));
    assert_eq!(engine.content(row.id).await.unwrap().bytes, bytes);
    let card = engine.card(row.id).await.unwrap();
    assert_eq!(card.document.body.lines.len(), 1);
    assert_eq!(card.sendings[0].edo_document.file, Some(card.files[0].file.id));

    let asked = world.office.calls("content");
    engine.sync_once(None).await.unwrap();
    assert_eq!(world.office.calls("content"), asked, "bytes are fetched once");
}

#[tokio::test]
async fn bytes_that_are_late_are_asked_for_again_soon_and_refused_ones_seldom_and_not_for_ever() {
    let world = World::new();
    let (engine, _) = connected(&world).await;
    world.office.desk(|desk| {
        desk.events = vec![life("1")[0].clone(), life("2")[0].clone()];
        desk.arrivals = vec![arrival("1"), arrival("2")];
        desk.contents.insert(
            "entity-2".into(),
            Err(Error::Refused {
                code: "404".into(),
                text: "Not found".into(),
            }),
        );
    });
    engine.sync_once(None).await.unwrap();
    let rows = rows(&engine).await;
    assert_eq!(rows.len(), 2, "a document is worth a row without its bytes");
    assert!(rows.iter().all(|row| !row.has_file));
    world.office.desk(|desk| {
        let late = utd("К-1", &cedar_grove(), &polar_star());
        desk.contents.insert("entity-1".into(), Ok(late));
        desk.calls.clear();
    });
    world.pass(SignedDuration::from_mins(30));
    engine.sync_once(None).await.unwrap();
    assert_eq!(world.office.calls("content"), 1);
    let rows = self::rows(&engine).await;
    assert_eq!(rows.iter().filter(|row| row.has_file).count(), 1);

    // Refused once does not mean gone: an hour later it is asked for again, and again, a week long.
    world.pass(SignedDuration::from_hours(1));
    engine.sync_once(None).await.unwrap();
    assert_eq!(world.office.calls("content"), 2);
    for _ in 0..20 {
        world.pass(SignedDuration::from_hours(30));
        engine.sync_once(None).await.unwrap();
    }
    assert_eq!(
        world.office.calls("content"),
        10,
        "ten times in all, one of them for the other"
    );
}

#[tokio::test]
async fn bytes_that_the_operator_did_not_give_once_come_later_and_are_signed_then() {
    let world = World::new();
    let (engine, _) = connected(&world).await;
    world.office.desk(|desk| {
        desk.events = vec![life("1")[0].clone()];
        desk.arrivals = vec![arrival("1")];
        desk.contents.insert(
            "entity-1".into(),
            Err(Error::Refused {
                code: "404".into(),
                text: "Not found".into(),
            }),
        );
    });
    engine.sync_once(None).await.unwrap();
    assert!(!rows(&engine).await[0].has_file);
    world.office.desk(|desk| {
        let found = utd("К-1", &cedar_grove(), &polar_star());
        desk.contents.insert("entity-1".into(), Ok(found));
    });
    world.pass(SignedDuration::from_mins(30));
    engine.sync_once(None).await.unwrap();
    assert!(!rows(&engine).await[0].has_file, "not yet");
    world.pass(SignedDuration::from_hours(1));
    engine.sync_once(None).await.unwrap();
    assert!(rows(&engine).await[0].has_file);
}

#[tokio::test]
async fn a_sender_who_is_in_no_list_becomes_a_counterparty() {
    let world = World::new();
    let (engine, _) = connected(&world).await;
    let harbour = quiet_harbour();
    world.office.desk(|desk| {
        desk.events = vec![life("1")[0].clone()];
        desk.arrivals = vec![Arrival {
            from_box: "box-of-a-stranger".into(),
            ..arrival("1")
        }];
        desk.stranger = Some(RemoteCounterparty {
            box_id: "box-of-a-stranger".into(),
            name: harbour.name.clone(),
            inn: harbour.inn.clone(),
            kpp: harbour.kpp.clone(),
            partnership: PartnershipState::None,
            participant_id: String::new(),
            is_roaming: false,
            is_test: true,
        });
    });
    engine.sync_once(None).await.unwrap();
    engine.sync_once(None).await.unwrap();
    let row = rows(&engine).await.remove(0);
    assert_eq!(row.counterparty_name.as_deref(), Some("ООО «Тихая гавань»"));
    assert_eq!(world.office.calls("company"), 1);
}

#[tokio::test]
async fn signatures_put_on_elsewhere_are_fetched_once_and_one_that_is_not_given_comes_later() {
    let world = World::new();
    let (engine, _) = connected(&world).await;
    let told = |entity_id: &str, party, title: Option<ToldTitle>| ToldSignature {
        document: remote("1"),
        entity_id: entity_id.to_owned(),
        party,
        title,
    };
    let title = ToldTitle {
        entity_id: "title-1".to_owned(),
        file_name: "Титул покупателя.xml".to_owned(),
    };
    let refused = Err(Error::Refused {
        code: "404".into(),
        text: "Not found".into(),
    });
    world.office.desk(|desk| {
        desk.events = life("1").to_vec();
        desk.arrivals = vec![arrival("1")];
        desk.signatures = vec![
            told("between-1", SigningParty::Intermediate, None),
            told("answer-1", SigningParty::Us, Some(title)),
        ];
        let file = utd("К-1", &cedar_grove(), &polar_star());
        desk.contents.insert("entity-1".into(), Ok(file));
        desk.contents.insert("between-1".into(), refused);
        desk.contents.insert("title-1".into(), Ok(b"<title/>".to_vec()));
        desk.contents
            .insert("answer-1".into(), Ok(b"no message at all".to_vec()));
    });
    engine.sync_once(None).await.unwrap();
    let id = rows(&engine).await[0].id;
    let names = async || {
        let files = engine.card(id).await.unwrap().files;
        files
            .into_iter()
            .map(|view| view.file.file.name)
            .collect::<Vec<_>>()
    };
    assert_eq!(names().await, ["Титул покупателя.xml", "ON_NSCHFDOPPR_1.xml"]);
    let calls = || world.office.calls("content");
    assert_eq!(calls(), 4, "the document, the title, two signatures");
    engine.sync_once(None).await.unwrap();
    assert_eq!(calls(), 4, "none is asked for twice at once");

    world.office.desk(|desk| {
        desk.contents
            .insert("between-1".into(), Ok(b"nor this one".to_vec()))
    });
    for _ in 0..3 {
        world.pass(SignedDuration::from_hours(3));
        engine.sync_once(None).await.unwrap();
    }
    assert_eq!(calls(), 5, "it came, and that was all");
    assert_eq!(names().await.len(), 2);
}
