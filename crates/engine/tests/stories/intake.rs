//! Files are looked over before they get in.

use engine::{Code, DocumentQuery, ImportFile};

use crate::world::{World, cedar_grove, import, polar_star, quiet_harbour, utd};

const PDF: &[u8] = include_bytes!("../../../formats/fixtures/print_form.pdf");

fn file(name: &str, bytes: Vec<u8>) -> ImportFile {
    ImportFile {
        name: name.into(),
        bytes,
    }
}

fn everything() -> DocumentQuery {
    DocumentQuery {
        limit: 100,
        ..DocumentQuery::default()
    }
}

#[tokio::test]
async fn nothing_gets_in_before_a_person_says_so_and_every_file_has_its_row() {
    let world = World::new();
    let engine = world.open();
    engine.save_firm(None, polar_star()).await.unwrap();
    let files = vec![
        file("C:\\почта\\УПД.xml", utd("7", &polar_star(), &cedar_grove())),
        file("пустой.pdf", vec![]),
        file("входящий.xml", utd("8", &quiet_harbour(), &polar_star())),
        file("копия.xml", utd("7", &polar_star(), &cedar_grove())),
    ];
    let staged = engine.stage_import(files).await.unwrap();
    assert!(engine.documents(everything()).await.unwrap().rows.is_empty());
    let names: Vec<_> = staged.rows.iter().map(|row| row.name.as_str()).collect();
    assert_eq!(names, ["УПД.xml", "пустой.pdf", "входящий.xml", "копия.xml"]);
    let first = staged.rows[0].result.as_ref().unwrap();
    assert_eq!((first.kind_label.as_str(), first.number.as_str()), ("УПД", "7"));
    assert_eq!(first.total.unwrap().to_string(), "122.00");
    assert_eq!(first.firm_name.as_deref(), Some("ООО «Полярная звезда»"));
    assert_eq!(first.counterparty_name.as_deref(), Some("ООО «Кедровая роща»"));
    assert_eq!(
        staged.rows[1].result.as_ref().unwrap_err().code(),
        Code::FileEmpty
    );
    let inbound = staged.rows[2].result.as_ref().unwrap();
    assert_eq!(inbound.counterparty_name.as_deref(), Some("ООО «Тихая гавань»"));
    let twin = staged.rows[3].result.as_ref().unwrap();
    assert!(
        twin.warnings.iter().any(|warning| warning.contains("«УПД.xml»")),
        "{:?}",
        twin.warnings
    );
    assert!(
        engine
            .counterparties(String::new(), None, 10)
            .await
            .unwrap()
            .is_empty()
    );

    let taken = engine
        .take_staged(staged.token.clone(), vec![0, 1, 3, 99])
        .await
        .unwrap();
    let results: Vec<_> = taken
        .iter()
        .map(|taken| match &taken.result {
            Ok(imported) if imported.already_known => "known",
            Ok(_) => "new",
            Err(error) => error.code().as_str(),
        })
        .collect();
    assert_eq!(results, ["new", "file_empty", "known"]);
    assert_eq!(engine.documents(everything()).await.unwrap().rows.len(), 1);
    engine.drop_staged(&staged.token);
    let error = engine.take_staged(staged.token, vec![2]).await.unwrap_err();
    assert_eq!(error.code(), Code::StagingGone);
}

#[tokio::test]
async fn a_paper_that_is_here_already_is_recognised_by_its_bytes_and_by_what_it_says() {
    let world = World::new();
    let engine = world.open();
    engine.save_firm(None, polar_star()).await.unwrap();
    let known = import(&engine, "15").await;
    let same_bytes = utd("15", &polar_star(), &cedar_grove());
    let mut other_bytes = same_bytes.clone();
    other_bytes.extend_from_slice(b"\n<!-- sent again -->");
    let files = vec![
        file("тот же.xml", same_bytes),
        file("тот же, но иначе записан.xml", other_bytes),
        file("другой.xml", utd("16", &polar_star(), &cedar_grove())),
        file("другому.xml", utd("15", &polar_star(), &quiet_harbour())),
    ];
    let staged = engine.stage_import(files).await.unwrap();
    let duplicates: Vec<_> = staged
        .rows
        .iter()
        .map(|row| {
            row.result
                .as_ref()
                .unwrap()
                .duplicate_of
                .as_ref()
                .map(|found| found.id)
        })
        .collect();
    assert_eq!(duplicates, [Some(known), Some(known), None, None]);
}

#[tokio::test]
async fn a_pdf_with_words_of_paper_is_taken_with_a_warning_and_not_sent() {
    let world = World::new();
    let (engine, _, _) = world.ready().await;
    let mut rules = engine.print_check_rules().await.unwrap();
    let words = formats::pdf_text::pages(PDF, 1).unwrap().remove(0).words;
    let phrase = words
        .iter()
        .map(|word| word.text.as_str())
        .find(|text| text.chars().count() > 4)
        .unwrap();
    rules.forbidden = vec![phrase.to_owned()];
    engine.set_print_check_rules(rules.clone()).await.unwrap();
    let imported = engine
        .import(vec![file("форма.pdf", PDF.to_vec())])
        .await
        .pop()
        .unwrap();
    let imported = imported.result.unwrap();
    assert!(
        imported.warnings.iter().any(|warning| warning.contains(phrase)),
        "{:?}",
        imported.warnings
    );
    let codes = |card: engine::Card| {
        card.missing
            .into_iter()
            .map(|missing| missing.code)
            .collect::<Vec<_>>()
    };
    let card = engine.card(imported.document).await.unwrap();
    assert!(codes(card).contains(&"print_form_forbidden"));
    let findings = engine.check_document(imported.document).await.unwrap();
    let place = findings
        .iter()
        .find_map(|finding| finding.place.as_ref())
        .unwrap();
    assert!(
        place.page == 1 && place.area.width > 0.0,
        "the place is shown: {place:?}"
    );
    rules.forbidden.clear();
    engine.set_print_check_rules(rules).await.unwrap();
    let card = engine.card(imported.document).await.unwrap();
    assert!(
        !codes(card).contains(&"print_form_forbidden"),
        "the rules of today count"
    );
}

#[tokio::test]
async fn what_the_text_of_a_pdf_seems_to_say_counts_only_where_a_person_looked_it_over() {
    let world = World::new();
    let engine = world.open();
    let pdf = || file("форма.pdf", PDF.to_vec());
    let staged = engine.stage_import(vec![pdf()]).await.unwrap();
    let facts = staged.rows[0].result.as_ref().unwrap();
    assert!(
        facts.is_guess && !facts.number.is_empty() && facts.total.is_some(),
        "{facts:?}"
    );
    assert!(
        facts
            .warnings
            .iter()
            .any(|warning| warning.contains("прочитаны из текста"))
    );
    let number = facts.number.clone();

    let unseen = engine.import(vec![pdf()]).await.pop().unwrap().result.unwrap();
    assert!(
        !unseen
            .warnings
            .iter()
            .any(|warning| warning.contains("прочитаны из текста"))
    );
    let body = engine.card(unseen.document).await.unwrap().document.body;
    assert_eq!(
        (body.number.as_str(), body.total, body.title.as_str()),
        ("", None, "форма")
    );

    let other = World::new();
    let engine = other.open();
    let staged = engine.stage_import(vec![pdf()]).await.unwrap();
    let taken = engine
        .take_staged(staged.token, vec![0])
        .await
        .unwrap()
        .pop()
        .unwrap();
    let body = engine
        .card(taken.result.unwrap().document)
        .await
        .unwrap()
        .document
        .body;
    assert_eq!((body.number, body.total.is_some()), (number, true));
}
