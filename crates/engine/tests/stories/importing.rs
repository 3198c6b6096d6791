use domain::Direction;
use engine::{Code, ImportFile};

use crate::world::{World, cedar_grove, polar_star, quiet_harbour, utd};

const PDF: &[u8] = include_bytes!("../../../formats/fixtures/print_form.pdf");

fn file(name: &str, bytes: Vec<u8>) -> ImportFile {
    ImportFile {
        name: name.into(),
        bytes,
    }
}

#[tokio::test]
async fn our_side_of_a_utd_says_which_way_it_goes() {
    let world = World::new();
    let engine = world.open();
    let firm = engine.save_firm(None, polar_star()).await.unwrap();
    let files = vec![
        file("исходящий.xml", utd("1", &polar_star(), &cedar_grove())),
        file("входящий.xml", utd("2", &cedar_grove(), &polar_star())),
        file("чужой.xml", utd("3", &cedar_grove(), &quiet_harbour())),
    ];
    let mut cards = Vec::new();
    for outcome in engine.import(files).await {
        cards.push(engine.card(outcome.result.unwrap().document).await.unwrap());
    }
    let sides: Vec<_> = cards
        .iter()
        .map(|card| {
            let counterparty = card
                .counterparty
                .as_ref()
                .map(|counterparty| counterparty.party.clone());
            (
                card.document.body.direction,
                card.document.body.firm,
                counterparty,
            )
        })
        .collect();
    assert_eq!(sides[0], (Direction::Outbound, Some(firm), Some(cedar_grove())));
    assert_eq!(sides[1], (Direction::Inbound, Some(firm), Some(cedar_grove())));
    assert_eq!(sides[2], (Direction::Outbound, None, None));
    assert_eq!(cards[0].document.body.total.unwrap().to_string(), "122.00");
    assert_eq!(cards[0].status.code(), "not_in_edo");
}

#[tokio::test]
async fn a_bad_file_keeps_no_good_one_out_and_the_same_bytes_are_one_document() {
    let world = World::new();
    let engine = world.open();
    let big = vec![b'x'; 50 * 1024 * 1024 + 1];
    let files = vec![
        file("пустой.pdf", vec![]),
        file("C:\\Документы\\форма.pdf", PDF.to_vec()),
        file("огромный.pdf", big),
        file("что-то.bin", vec![0, 1, 2, 3]),
        file("та же форма.pdf", PDF.to_vec()),
    ];
    let outcomes = engine.import(files).await;
    let codes: Vec<_> = outcomes
        .iter()
        .map(|outcome| match &outcome.result {
            Ok(imported) if imported.already_known => "known",
            Ok(_) => "new",
            Err(error) => error.code().as_str(),
        })
        .collect();
    assert_eq!(
        codes,
        [
            "file_empty",
            "new",
            "file_too_large",
            "file_unrecognised",
            "known"
        ]
    );
    assert_eq!(
        outcomes[3].result.as_ref().unwrap_err().code(),
        Code::File("file_unrecognised")
    );
    let document = outcomes[1].result.as_ref().unwrap().document;
    let content = engine.content(document).await.unwrap();
    assert_eq!(
        (content.name.as_str(), content.media_type),
        ("форма.pdf", "application/pdf")
    );
    assert_eq!(content.bytes, PDF);
    assert_eq!(engine.card(document).await.unwrap().document.body.title, "форма");
}

#[tokio::test]
async fn papers_that_came_before_their_firm_find_it_when_it_is_connected() {
    let world = World::new();
    let engine = world.open();
    let files = vec![
        file("исходящий.xml", utd("1", &polar_star(), &cedar_grove())),
        file("входящий.xml", utd("2", &cedar_grove(), &polar_star())),
        file("чужой.xml", utd("3", &cedar_grove(), &quiet_harbour())),
        file("форма.pdf", PDF.to_vec()),
    ];
    let documents: Vec<_> = engine
        .import(files)
        .await
        .into_iter()
        .map(|outcome| outcome.result.unwrap().document)
        .collect();
    let firm = engine.connect(world.request("golubka")).await.unwrap().firm;
    let mut sides = Vec::new();
    for document in documents {
        let card = engine.card(document).await.unwrap();
        let name = card.counterparty.map(|counterparty| counterparty.party.name);
        sides.push((card.document.body.firm, card.document.body.direction, name));
    }
    let grove = Some(cedar_grove().name);
    assert_eq!(sides[0], (Some(firm), Direction::Outbound, grove.clone()));
    assert_eq!(sides[1], (Some(firm), Direction::Inbound, grove));
    assert_eq!(sides[2], (None, Direction::Outbound, None));
    assert_eq!(sides[3], (None, Direction::Outbound, None));
}
