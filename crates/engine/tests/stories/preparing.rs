//! «Создать документ ЭДО»: what is seen is what is signed.

use connect::Error;
use domain::facets::{Delivery as Progress, TheirSignature};
use domain::{DocflowFacets, DocumentId, DocumentState, EdoFileRule, EdoStatus, Severity, UtdFunction};
use engine::{Code, Engine, Generator};

use crate::desk::{bind, change, kind, line, missing, prepare, record, star};
use crate::world::{World, event, send};

async fn status(engine: &Engine, id: DocumentId) -> EdoStatus {
    engine.card(id).await.unwrap().status
}

async fn told(world: &World, engine: &Engine, place: usize, their_signature: TheirSignature) {
    let at = format!("2026-11-21T1{place}:00:00Z");
    let mut event = event(
        &format!("новость {place}"),
        &at,
        &world.office.taken()[place].remote,
    );
    event.state = Some(DocumentState {
        as_of: at.parse().unwrap(),
        facets: DocflowFacets {
            delivery: Progress::Delivered,
            their_signature,
            ..DocflowFacets::default()
        },
        operator_status_text: "как есть".into(),
        severity: Severity::Info,
    });
    world.office.desk(|desk| desk.events.push(event));
    engine.sync_once(None).await.unwrap();
}

#[tokio::test]
async fn a_work_order_is_written_frozen_sent_and_signed() {
    let world = World::new();
    let (engine, _, _) = world.ready().await;
    let id = record(&engine, "work_order").await;
    assert_eq!(
        (status(&engine, id).await, missing(&engine, id).await),
        (EdoStatus::NotInEdo, vec!["no_file"])
    );
    assert_eq!(
        send(&engine, id).await.unwrap_err().code(),
        Code::Preflight("no_file")
    );
    let file = prepare(&engine, id, Generator::Auto).await.unwrap();
    assert_eq!(file.file.file.name, "Заказ-наряд № ЗН-00001 от 21.11.2026.pdf");
    assert!(file.is_current && !file.is_outdated);
    assert_eq!(status(&engine, id).await, EdoStatus::Prepared);
    let again = prepare(&engine, id, Generator::Auto).await.unwrap();
    assert_eq!(again.file.id, file.file.id, "the same bytes are the same row");
    send(&engine, id).await.unwrap();
    engine.sync_once(None).await.unwrap();
    told(&world, &engine, 0, TheirSignature::Signed).await;
    assert_eq!(status(&engine, id).await, EdoStatus::SignedByThem);
    let card = engine.card(id).await.unwrap();
    assert_eq!(card.files[0].sendings, [card.sendings[0].edo_document.id]);
    assert!(!card.changed_since_sent);
}

#[tokio::test]
async fn a_record_changed_after_its_sending_must_be_sent_again_as_a_whole() {
    let world = World::new();
    let (engine, _, _) = world.ready().await;
    let id = record(&engine, "work_order").await;
    let first = prepare(&engine, id, Generator::Auto).await.unwrap();
    send(&engine, id).await.unwrap();
    // The frozen bytes go, whatever happens to the record before they leave.
    change(&engine, id, |record| {
        record.lines = vec![line("Трос", "1", "900")]
    })
    .await;
    engine.sync_once(None).await.unwrap();
    let request: serde_json::Value = serde_json::from_slice(&world.office.taken()[0].request).unwrap();
    assert_eq!(request["bytes"], first.file.file.size);
    let view = engine.record(id).await.unwrap();
    assert!(view.changed_since_sent && view.sent.is_some());
    let codes = missing(&engine, id).await;
    assert_eq!(codes, ["file_outdated", "already_sent"]);
    told(&world, &engine, 0, TheirSignature::Rejected).await;
    assert_eq!(
        send(&engine, id).await.unwrap_err().code(),
        Code::Preflight("file_outdated")
    );
    let second = prepare(&engine, id, Generator::Auto).await.unwrap();
    assert_ne!(second.file.id, first.file.id);
    send(&engine, id).await.unwrap();
    engine.sync_once(None).await.unwrap();
    let card = engine.card(id).await.unwrap();
    assert!(!card.changed_since_sent);
    let of_file = |index: usize| card.files[index].sendings.len();
    assert_eq!(
        (card.files.len(), of_file(0), of_file(1)),
        (2, 1, 1),
        "each sending keeps its own file"
    );
    assert!(
        engine.file(first.file.file.blob).await.is_ok(),
        "the earlier file can still be read"
    );
}

#[tokio::test]
async fn changing_a_record_back_brings_its_file_back() {
    let world = World::new();
    let (engine, _, _) = world.ready().await;
    let id = record(&engine, "work_order").await;
    let first = prepare(&engine, id, Generator::Auto).await.unwrap();
    change(&engine, id, |record| {
        record.lines = vec![line("Трос", "1", "900")]
    })
    .await;
    assert_eq!(status(&engine, id).await, EdoStatus::NotInEdo);
    change(&engine, id, |record| {
        record.lines = vec![line("Канат", "2", "100")]
    })
    .await;
    let again = prepare(&engine, id, Generator::Auto).await.unwrap();
    assert_eq!(again.file.id, first.file.id);
    assert_eq!(
        (status(&engine, id).await, missing(&engine, id).await),
        (EdoStatus::Prepared, vec![])
    );
}

#[tokio::test]
async fn handing_a_paper_on_to_a_colleague_leaves_its_file_good() {
    let world = World::new();
    let (engine, _, _) = world.ready().await;
    let id = record(&engine, "work_order").await;
    prepare(&engine, id, Generator::Auto).await.unwrap();
    let boris = domain::EmployeeBody {
        name: domain::PersonName::from_full("Ветров Борис"),
        ..domain::EmployeeBody::default()
    };
    let boris = engine.save_employee(None, boris).await.unwrap();
    change(&engine, id, |record| record.assignee = Some(boris)).await;
    assert_eq!(engine.record(id).await.unwrap().record.assignee, Some(boris));
    assert_eq!(missing(&engine, id).await, [] as [&str; 0]);
}

#[tokio::test]
async fn the_operator_makes_a_utd_and_what_it_made_is_read_again() {
    let world = World::new();
    let (engine, _, _) = world.ready().await;
    let id = record(&engine, "utd").await;
    let file = prepare(&engine, id, Generator::Auto).await.unwrap();
    assert_eq!(world.office.calls("generate_title"), 1);
    assert!(file.file.file.name.ends_with(".xml"), "{}", file.file.file.name);
    let again = prepare(&engine, id, Generator::Auto).await.unwrap();
    assert_eq!(world.office.calls("generate_title"), 2);
    assert_eq!(
        again.file.id, file.file.id,
        "another hour of making is no other file"
    );
    change(&engine, id, |record| record.number = "17".into()).await;
    let other = prepare(&engine, id, Generator::Auto).await.unwrap();
    assert_ne!(other.file.id, file.file.id);
    send(&engine, id).await.unwrap();

    // A file about something else is not kept.
    let foreign = crate::world::utd(
        "999",
        &crate::world::quiet_harbour(),
        &crate::world::cedar_grove(),
    );
    let second = record(&engine, "utd").await;
    world.office.desk(|desk| desk.titles.push_back(Ok(foreign)));
    let outcome = engine
        .prepare(vec![second], Generator::Operator)
        .await
        .pop()
        .unwrap();
    assert_eq!(outcome.result.unwrap_err().code(), Code::FileBlocked);
    let sentences: Vec<_> = outcome
        .findings
        .iter()
        .map(|finding| finding.sentence.as_str())
        .collect();
    assert!(
        sentences
            .iter()
            .any(|sentence| sentence.contains("другой номер: «999»")),
        "{sentences:?}"
    );
    assert!(
        sentences
            .iter()
            .any(|sentence| sentence.contains("другой ИНН продавца")),
        "{sentences:?}"
    );
    assert!(engine.card(second).await.unwrap().files.is_empty());

    for (error, code, words) in [
        (Error::Offline("кабель".into()), "offline", "ничего не потеряно"),
        (
            Error::Refused {
                code: "400".into(),
                text: "Нет адреса покупателя".into(),
            },
            "refused",
            "«Нет адреса покупателя»",
        ),
    ] {
        world.office.desk(|desk| desk.titles.push_back(Err(error)));
        let error = prepare(&engine, second, Generator::Auto).await.unwrap_err();
        assert_eq!(error.code().as_str(), code);
        assert!(error.sentence().contains(words), "{error}");
    }
}

#[tokio::test]
async fn without_such_an_operator_the_program_makes_the_utd_itself() {
    let world = World::new();
    let engine = world.open();
    let id = record(&engine, "utd").await;
    let error = prepare(&engine, id, Generator::Auto).await.unwrap_err();
    assert_eq!(error.code(), Code::NoGenerator);
    engine.connect(world.request("telegraph")).await.unwrap();
    engine.sync_counterparties(None).await.unwrap();
    let error = prepare(&engine, id, Generator::Operator).await.unwrap_err();
    assert_eq!(error.code(), Code::NoGenerator);
    let file = prepare(&engine, id, Generator::Auto).await.unwrap();
    assert!(
        file.file
            .file
            .name
            .starts_with("ON_NSCHFDOPPR_2BM-9644112800_2BM-9612045075_")
    );
    let again = prepare(&engine, id, Generator::Own).await.unwrap();
    assert_eq!(again.file.id, file.file.id);
    let facts = formats::read("упд.xml", &engine.file(file.file.file.blob).await.unwrap().bytes).unwrap();
    assert_eq!((facts.number.as_str(), facts.lines.len()), ("1", 1));
    engine
        .save_firm_card(
            Some(star(&engine).await),
            crate::world::polar_star(),
            Some(domain::Requisites::default()),
        )
        .await
        .unwrap();
    let error = prepare(&engine, id, Generator::Own).await.unwrap_err();
    assert_eq!(error.code(), Code::FileGaps);
    assert!(error.sentence().contains("руководител"), "{error}");
}

#[tokio::test]
async fn ten_thousand_lines_are_saved_and_frozen() {
    let world = World::new();
    let engine = world.open();
    engine.connect(world.request("telegraph")).await.unwrap();
    engine.sync_counterparties(None).await.unwrap();
    let id = record(&engine, "utd").await;
    let saved = change(&engine, id, |record| {
        record.lines = (1..=10_000)
            .map(|place| line(&format!("Болт № {place}"), "1", "0.50"))
            .collect();
    })
    .await;
    assert_eq!(saved.totals.total.unwrap().to_string(), "6100.00");
    let file = prepare(&engine, id, Generator::Auto).await.unwrap();
    let bytes = engine.file(file.file.file.blob).await.unwrap().bytes;
    assert_eq!(formats::read("упд.xml", &bytes).unwrap().lines.len(), 10_000);
}

#[tokio::test]
async fn long_names_quotes_and_emoji_are_printed_and_named() {
    let world = World::new();
    let (engine, _, _) = world.ready().await;
    let long = format!(
        "ООО „Слово о \"полку\"“ {} 🔧",
        "очень длинное название ".repeat(22)
    );
    let party = domain::Party {
        name: long.clone(),
        ..crate::world::cedar_grove()
    };
    let id = record(&engine, "acceptance_certificate").await;
    let grove = crate::desk::grove(&engine).await;
    engine.save_counterparty(Some(grove), party, None).await.unwrap();
    let wide = change(&engine, id, |record| {
        record.number = "7/8*„<>“ 🔧".into();
        record.lines = vec![line(&long, "1", "1")];
        record.title = long.clone();
    })
    .await;
    assert!(wide.problems.is_empty(), "{:?}", wide.problems);
    let file = prepare(&engine, id, Generator::Auto).await.unwrap();
    assert_eq!(file.file.file.name, "Акт № 7-8-„--“ 🔧 от 21.11.2026.pdf");
}

#[tokio::test]
async fn a_forbidden_phrase_stops_the_file() {
    let world = World::new();
    let (engine, _, _) = world.ready().await;
    bind(&engine, "free_form", EdoFileRule::PrintForm).await;
    let id = record(&engine, "free_form").await;
    change(&engine, id, |record| {
        record
            .details
            .fields
            .insert("heading".into(), "Соглашение".into());
        let text = "Составлено в двух экземплярах.";
        record.details.fields.insert("text".into(), text.into());
    })
    .await;
    let outcome = engine.prepare(vec![id], Generator::Auto).await.pop().unwrap();
    assert_eq!(outcome.result.unwrap_err().code(), Code::FileBlocked);
    assert!(
        outcome.findings.iter().any(|finding| finding.place.is_some()),
        "{:?}",
        outcome.findings
    );
    assert!(engine.card(id).await.unwrap().files.is_empty());
}

#[tokio::test]
async fn the_function_of_the_kind_is_that_of_the_file() {
    let world = World::new();
    let (engine, _, _) = world.ready().await;
    let transfer = EdoFileRule::Utd {
        function: UtdFunction::Transfer,
    };
    bind(&engine, "utd", transfer).await;
    let id = record(&engine, "utd").await;
    let file = prepare(&engine, id, Generator::Auto).await.unwrap();
    assert_eq!(file.file.format.code(), "utd_transfer");
    let kind = kind(&engine, "utd").await;
    assert_eq!(engine.record(id).await.unwrap().record.kind, Some(kind));
}
