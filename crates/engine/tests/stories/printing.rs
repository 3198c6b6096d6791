//! Many documents on paper, and copies that say what is known of the signatures.

use connect::edo::FeedPage;
use domain::facets::{Delivery, OurSignature, TheirSignature};
use domain::{DocflowFacets, DocumentId, DocumentState, EventFact, ProviderEvent, Severity};
use engine::{Code, Engine, ImportFile, NewRecord, PrintPurpose, PrintRequest};

use crate::world::{World, event, send};

const PDF: &[u8] = include_bytes!("../../../formats/fixtures/print_form.pdf");

async fn record(engine: &Engine, kind: &str) -> DocumentId {
    let kinds = engine.kinds().await.unwrap();
    let kind = kinds
        .into_iter()
        .find(|view| view.kind.body.code == kind)
        .unwrap()
        .kind
        .id;
    let wish = NewRecord {
        kind,
        firm: None,
        counterparty: None,
        individual: None,
        based_on: None,
        copy_of: None,
    };
    engine.create_record(wish).await.unwrap()
}

async fn stranger(engine: &Engine) -> DocumentId {
    let file = ImportFile {
        name: "Коммерческое предложение.pdf".into(),
        bytes: PDF.to_vec(),
    };
    engine
        .import(vec![file])
        .await
        .pop()
        .unwrap()
        .result
        .unwrap()
        .document
}

fn of(documents: &[DocumentId]) -> PrintRequest {
    PrintRequest {
        documents: documents.to_vec(),
        ..PrintRequest::default()
    }
}

/// The text of all pages, letters only: a PDF may part words anywhere.
pub fn letters(pdf: &[u8]) -> String {
    let pages = formats::pdf_text::pages(pdf, 100).unwrap();
    let text: String = pages.iter().map(formats::pdf_text::PageText::text).collect();
    text.chars()
        .filter(|letter| letter.is_alphanumeric())
        .collect::<String>()
        .to_lowercase()
}

#[tokio::test]
async fn records_files_and_utds_come_out_as_one_pdf_and_a_bad_one_keeps_no_other_back() {
    let world = World::new();
    let (engine, _, utd) = world.ready().await;
    let invoice = record(&engine, "payment_invoice").await;
    let pdf = stranger(&engine).await;
    let missing = DocumentId(404);
    let printed = engine.print(of(&[invoice, pdf, missing, utd])).await.unwrap();
    let codes: Vec<_> = printed
        .results
        .iter()
        .map(|outcome| {
            (
                outcome.document,
                outcome.result.as_ref().err().map(|error| error.code()),
            )
        })
        .collect();
    assert_eq!(
        codes,
        [
            (invoice, None),
            (pdf, None),
            (missing, Some(Code::DocumentNotFound)),
            (utd, None)
        ]
    );
    let content = engine.file(printed.blob).await.unwrap();
    assert_eq!(content.name, "Печать документов, 3.pdf");
    assert!(printed.pages >= 3);
    let text = letters(&content.bytes);
    assert!(
        text.contains("кедроваяроща") && text.contains("канат"),
        "the УПД is there: {text}"
    );
}

#[tokio::test]
async fn one_document_keeps_its_bytes_and_its_name_and_the_same_record_its_address() {
    let world = World::new();
    let (engine, _, _) = world.ready().await;
    let pdf = stranger(&engine).await;
    let printed = engine.print(of(&[pdf])).await.unwrap();
    assert_eq!(engine.file(printed.blob).await.unwrap().bytes, PDF);
    let act = record(&engine, "acceptance_certificate").await;
    let [first, second] = [
        engine.print(of(&[act])).await.unwrap(),
        engine.print(of(&[act])).await.unwrap(),
    ];
    assert_eq!(first.blob, second.blob);
    assert!(
        first.name.starts_with("Акт № 1 от ") && first.name.ends_with(".pdf"),
        "{}",
        first.name
    );
    let by_other = PrintRequest {
        form: Some("goods_sale".into()),
        ..of(&[act])
    };
    assert_ne!(engine.print(by_other).await.unwrap().blob, first.blob);
    let by_nothing = PrintRequest {
        form: Some("нет".into()),
        ..of(&[act])
    };
    assert_eq!(
        engine.print(by_nothing).await.unwrap_err().code(),
        Code::PrintFormMissing
    );
    assert_eq!(
        engine.print(of(&[])).await.unwrap_err().code(),
        Code::NothingToPrint
    );
}

#[tokio::test]
async fn a_broken_form_of_a_kind_is_told_with_its_line_and_the_document_stays() {
    let world = World::new();
    let engine = world.open();
    let act = record(&engine, "acceptance_certificate").await;
    engine
        .save_print_form("acceptance_certificate".into(), None, "раз\n#oops()".into())
        .await
        .unwrap();
    let error = engine.print(of(&[act])).await.unwrap_err();
    assert_eq!(error.code(), Code::PrintFormBroken);
    assert!(error.sentence().contains("Строка 2"), "{}", error.sentence());
    assert!(error.sentence().contains("Документ цел"), "{}", error.sentence());
}

#[tokio::test]
async fn a_copy_for_viewing_says_only_what_the_operator_reported() {
    let world = World::new();
    let (engine, _, utd) = world.ready().await;
    let copy = PrintRequest {
        purpose: PrintPurpose::CopyForViewing,
        ..of(&[utd])
    };
    let text = |engine: Engine, copy: PrintRequest| async move {
        let printed = engine.print(copy).await.unwrap();
        letters(&engine.file(printed.blob).await.unwrap().bytes)
    };
    let before = text(engine.clone(), copy.clone()).await;
    assert!(before.contains("копиядляпросмотра"), "{before}");
    assert!(!before.contains("подписанипередан"), "{before}");

    send(&engine, utd).await.unwrap();
    engine.sync_once(None).await.unwrap();
    let sent = text(engine.clone(), copy.clone()).await;
    assert!(
        !sent.contains("подписанипередан"),
        "our own call proves nothing: {sent}"
    );

    let remote = world.office.taken()[0].remote.clone();
    let signed = ProviderEvent {
        facts: vec![EventFact::Signed],
        state: Some(DocumentState {
            as_of: "2026-11-21T11:00:00Z".parse().unwrap(),
            facets: DocflowFacets {
                delivery: Delivery::Delivered,
                our_signature: OurSignature::Valid,
                their_signature: TheirSignature::Signed,
                ..DocflowFacets::default()
            },
            operator_status_text: "Подписан контрагентом".into(),
            severity: Severity::Success,
        }),
        ..event("e1", "2026-11-21T11:00:00Z", &remote)
    };
    let page = FeedPage {
        signatures: Vec::new(),
        papers: Vec::new(),
        arrivals: Vec::new(),
        events: vec![signed],
        cursor: Some("1".into()),
        has_more: false,
    };
    world.office.desk(|desk| desk.events.extend(page.events));
    engine.sync_once(None).await.unwrap();
    let after = text(engine.clone(), copy).await;
    assert!(after.contains("подписанипереданчерезоператораэдо"), "{after}");
    assert!(after.contains("подписанконтрагентом"), "{after}");
    let plain = engine.print(of(&[utd])).await.unwrap();
    let plain = letters(&engine.file(plain.blob).await.unwrap().bytes);
    assert!(
        !plain.contains("копиядляпросмотра"),
        "the paper itself is never stamped"
    );
}

#[tokio::test]
async fn a_print_that_nobody_wants_any_more_is_ended() {
    let world = World::new();
    let engine = world.open();
    let mut acts = Vec::new();
    for _ in 0..30 {
        acts.push(record(&engine, "acceptance_certificate").await);
    }
    let mut changes = engine.changes();
    let printing = tokio::spawn({
        let engine = engine.clone();
        async move { engine.print(of(&acts)).await }
    });
    let begun = async {
        loop {
            if let Some(&work) = changes.next().await.works.first() {
                return work;
            }
        }
    };
    let work = tokio::time::timeout(std::time::Duration::from_secs(60), begun)
        .await
        .unwrap();
    assert_eq!(engine.works()[0].total, 30);
    engine.cancel_work(work);
    let ended = tokio::time::timeout(std::time::Duration::from_secs(60), printing)
        .await
        .unwrap();
    assert_eq!(ended.unwrap().unwrap_err().code(), Code::WorkCancelled);
    assert!(engine.works().is_empty());
}
