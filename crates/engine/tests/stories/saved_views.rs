//! Saved views, and how many documents each shows.

use domain::EdoStatus;
use engine::{Code, Directory, DocumentQuery, Engine, SavedViewBody, SavedViewId, ViewCount};

use crate::world::{World, import, send};

fn view(name: &str) -> SavedViewBody {
    SavedViewBody {
        name: name.into(),
        is_pinned: true,
        state: "{}".into(),
    }
}

fn standing(statuses: &[EdoStatus]) -> DocumentQuery {
    DocumentQuery {
        statuses: statuses.to_vec(),
        limit: 100,
        ..DocumentQuery::default()
    }
}

/// The counts of these views, once nothing is being counted any more.
async fn counts(engine: &Engine, views: &[(SavedViewId, DocumentQuery)]) -> Vec<u32> {
    let mut changes = engine.changes();
    loop {
        let counts = engine.view_counts(views.to_vec()).await.unwrap();
        if counts.iter().all(|count| !count.is_counting) {
            return counts.iter().map(|count| count.count).collect();
        }
        // A count that comes late is told; without that this would wait for ever.
        while !changes.next().await.directories.contains(&Directory::Views) {}
    }
}

#[tokio::test]
async fn counts_follow_the_registry_and_rest_while_it_does() {
    let world = World::new();
    let (engine, _, first) = world.ready().await;
    let id = engine.save_view(None, view("Новые")).await.unwrap();
    let queued = engine.save_view(None, view("В очереди")).await.unwrap();
    let views = [
        (id, standing(&[EdoStatus::NotInEdo])),
        (queued, standing(&[EdoStatus::Queued])),
    ];
    assert_eq!(counts(&engine, &views).await, [1, 0]);
    import(&engine, "16").await;
    assert_eq!(counts(&engine, &views).await, [2, 0]);
    send(&engine, first).await.unwrap();
    assert_eq!(counts(&engine, &views).await, [1, 1]);
    let rested = ViewCount {
        count: 1,
        is_more: false,
        is_counting: false,
    };
    assert_eq!(
        engine.view_counts(views.to_vec()).await.unwrap(),
        [rested, rested]
    );
    let changed = [(id, standing(&[EdoStatus::Queued, EdoStatus::NotInEdo]))];
    assert_eq!(
        counts(&engine, &changed).await,
        [2],
        "another filter is counted anew"
    );
}

#[tokio::test]
async fn a_name_is_taken_once_whatever_its_case_and_the_blanks_around_it() {
    let world = World::new();
    let engine = world.open();
    let first = engine
        .save_view(None, view("  Отказы\n за   месяц "))
        .await
        .unwrap();
    assert_eq!(
        engine.saved_views().await.unwrap()[0].body.name,
        "Отказы за месяц"
    );
    let code = |refused: engine::Result<SavedViewId>| {
        let error = refused.unwrap_err();
        assert!(error.sentence().ends_with('.') && error.sentence().contains("Ничего не изменено"));
        error.code()
    };
    assert_eq!(
        code(engine.save_view(None, view("ОТКАЗЫ за месяц")).await),
        Code::ViewExists
    );
    assert_eq!(
        code(engine.save_view(None, view(" \u{7} ")).await),
        Code::NameEmpty
    );
    assert_eq!(
        code(engine.save_view(None, view(&"я".repeat(81))).await),
        Code::ViewNameTooLong
    );
    assert_eq!(
        engine
            .save_view(Some(first), view("ОТКАЗЫ ЗА МЕСЯЦ"))
            .await
            .unwrap(),
        first
    );
    engine.remove_view(first).await.unwrap();
    assert_eq!(
        code(engine.save_view(Some(first), view("Отказы")).await),
        Code::ViewNotFound
    );
    assert_eq!(
        engine.remove_view(first).await.unwrap_err().code(),
        Code::ViewNotFound
    );
    assert_ne!(engine.save_view(None, view("Отказы")).await.unwrap(), first);
}

#[tokio::test]
async fn views_of_others_are_added_under_free_names_and_never_twice() {
    let world = World::new();
    let engine = world.open();
    engine.save_view(None, view("Отказы")).await.unwrap();
    let other = SavedViewBody {
        state: r#"{"filter":{}}"#.into(),
        ..view("отказы")
    };
    let taken = engine
        .take_views(vec![view("Отказы"), other.clone(), other, view("Акты")])
        .await;
    let names: Vec<_> = taken.unwrap();
    assert_eq!(
        names,
        [None, Some("отказы (2)".to_owned()), None, Some("Акты".to_owned())]
    );
    let many = (0..200).map(|number| view(&format!("Вид {number}"))).collect();
    assert_eq!(
        engine.take_views(many).await.unwrap_err().code(),
        Code::TooManyViews
    );
    assert_eq!(engine.saved_views().await.unwrap().len(), 3, "all or none");
}
