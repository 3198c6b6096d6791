//! Signatures under documents that were settled before the program noted any: fetched when somebody needs them.

use std::io::Cursor;
use std::time::Duration;

use connect::edo::{ToldSignature, ToldTitle};
use domain::{DocumentId, SigningParty};
use engine::{Engine, StartWith};
use serde_json::Value;

use crate::arrivals::{arrival, life, remote, rows};
use crate::bulk::{done, wish};
use crate::world::{World, cedar_grove, polar_star, utd};

/// A УПД that came and was signed in the cabinet; the feed told nothing of what lies under it.
async fn settled(world: &World) -> (Engine, DocumentId) {
    let engine = world.open();
    engine.connect(world.request("golubka")).await.unwrap();
    engine.sync_counterparties(None).await.unwrap();
    world.office.desk(|desk| {
        desk.events = life("1").to_vec();
        desk.arrivals = vec![arrival("1")];
        desk.old_signatures = vec![ToldSignature {
            document: remote("1"),
            entity_id: "answer-1".to_owned(),
            party: SigningParty::Us,
            title: Some(ToldTitle {
                entity_id: "title-1".to_owned(),
                file_name: "Титул покупателя.xml".to_owned(),
            }),
        }];
        let file = utd("К-1", &cedar_grove(), &polar_star());
        desk.contents.insert("entity-1".into(), Ok(file));
        desk.contents.insert("title-1".into(), Ok(b"<title/>".to_vec()));
        desk.contents
            .insert("answer-1".into(), Ok(b"no message at all".to_vec()));
    });
    engine.sync_once(None).await.unwrap();
    let document = rows(&engine).await[0].id;
    (engine, document)
}

/// Name, whose title it is, whose signatures are kept.
type Kept = (String, Option<SigningParty>, Vec<SigningParty>);

async fn files(engine: &Engine, document: DocumentId) -> Vec<Kept> {
    let files = engine.card(document).await.unwrap().files.into_iter();
    files
        .map(|view| (view.file.file.name, view.title_of, view.signed_by))
        .collect()
}

fn whole() -> Vec<Kept> {
    let us = SigningParty::Us;
    vec![
        ("Титул покупателя.xml".to_owned(), Some(us), vec![us]),
        ("ON_NSCHFDOPPR_1.xml".to_owned(), None, Vec::new()),
    ]
}

#[tokio::test]
async fn an_opened_card_leaves_a_wish_for_the_next_turn_and_nobody_asks_twice() {
    let world = World::new();
    let (engine, document) = settled(&world).await;
    let asked = || world.office.calls("signatures");
    engine.sync_once(None).await.unwrap();
    assert_eq!(asked(), 0, "nobody needs it yet");
    assert_eq!(files(&engine, document).await, whole()[1..]);
    assert_eq!(asked(), 0, "a card opens at once");
    for _ in 0..3 {
        engine.sync_once(None).await.unwrap();
        assert_eq!(files(&engine, document).await, whole());
    }
    assert_eq!(asked(), 1);
}

#[tokio::test]
async fn the_background_fetches_it_while_the_card_is_looked_at() {
    let world = World::new();
    let (engine, document) = settled(&world).await;
    let mut changes = engine.changes();
    let loops = engine.run();
    let waiting = async {
        while files(&engine, document).await != whole() {
            changes.next().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), waiting)
        .await
        .expect("it never came");
    loops.stop().await;
    assert_eq!(world.office.calls("signatures"), 1);
}

#[tokio::test]
async fn an_archive_asks_for_what_its_documents_lack_and_is_made_without_it_where_the_line_is_down() {
    for is_down in [false, true] {
        let world = World::new();
        let (engine, document) = settled(&world).await;
        if is_down {
            world.office.desk(|desk| desk.password = "другой".into());
        }
        for round in 1..=2 {
            let job = done(
                &engine,
                wish("archive", Value::Null, &[document]),
                StartWith::Ready,
            )
            .await;
            let file = engine.file(job.job.file.unwrap().blob).await.unwrap();
            let check = engine.check_archive(Cursor::new(file.bytes)).await.unwrap();
            let gaps = check.documents[0].gaps.iter();
            let gaps: Vec<_> = gaps.map(|gap| gap.code.as_str()).collect();
            assert_eq!(gaps.contains(&"our_signature_missing"), is_down, "{gaps:?}");
            // What was told is not asked for again; a line that was down may be up by the next time.
            let asked = if is_down { round } else { 1 };
            assert_eq!(world.office.calls("signatures"), asked);
        }
    }
}
