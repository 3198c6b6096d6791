//! A heap of files of which most are no good: each gets a sentence of its own, and the good ones come in.

use engine::ImportFile;
use testkit::{Clerk, Computer, fixture};

fn file(name: &str, bytes: Vec<u8>) -> ImportFile {
    ImportFile {
        name: name.to_owned(),
        bytes,
    }
}

#[tokio::test]
async fn the_good_files_of_a_bad_heap_are_imported_and_the_others_explained() {
    let folder = tempfile::tempdir().unwrap();
    let clerk = Clerk::opens(folder.path(), Computer::new().ports());
    let mut large = fixture("print_form.pdf");
    large.resize(60 * 1024 * 1024, b' ');
    let files = vec![
        file("broken.pdf", fixture("broken.pdf")),
        file("Счёт.xml", fixture("print_form.pdf")),
        file("utd_wrong_inn.xml", fixture("utd_wrong_inn.xml")),
        file("utd_cp1251_undeclared.xml", fixture("utd_cp1251_undeclared.xml")),
        file("large.pdf", large),
        file("entity_bomb.xml", fixture("entity_bomb.xml")),
        file("external_entity.xml", fixture("external_entity.xml")),
        file("empty.pdf", Vec::new()),
        file("print_form.pdf", fixture("print_form.pdf")),
        file("utd_schfdop_503.xml", fixture("utd_schfdop_503.xml")),
    ];
    let outcomes = clerk.engine.import(files).await;
    let good: Vec<_> = outcomes
        .iter()
        .filter(|outcome| outcome.result.is_ok())
        .map(|outcome| outcome.name.as_str())
        .collect();
    assert_eq!(
        good,
        [
            "utd_cp1251_undeclared.xml",
            "print_form.pdf",
            "utd_schfdop_503.xml"
        ]
    );
    for outcome in &outcomes {
        if let Err(error) = &outcome.result {
            let sentence = error.sentence();
            assert!(
                sentence.ends_with('.') && sentence.chars().count() > 40,
                "{}: {sentence}",
                outcome.name
            );
            assert!(
                sentence.chars().any(|letter| ('а'..='я').contains(&letter)),
                "{sentence}"
            );
        }
    }
    let list = clerk.rpc("documents.list", serde_json::json!({})).await;
    assert_eq!(list["rows"].as_array().unwrap().len(), 3);
}
