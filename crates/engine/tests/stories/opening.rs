use connect::Secret;
use engine::{Code, CopyPolicy, Engine, OpenOptions};

use crate::world::{World, import};

fn refused(result: engine::Result<Engine>) -> engine::Error {
    result.err().expect("the folder must not open")
}

#[test]
fn no_database_is_made_before_its_key_is_kept() {
    let world = World::new();
    *world.safe.is_shut.lock().unwrap() = true;
    let error = refused(Engine::open(&world.folder(), world.ports()));
    assert_eq!(error.code(), Code::SecretsUnavailable);
    assert!(!store::Store::exists(&world.folder()));
    *world.safe.is_shut.lock().unwrap() = false;
    drop(world.open());
    let names: Vec<String> = world.safe.kept.lock().unwrap().keys().cloned().collect();
    let id = store::database_id(&world.folder()).unwrap().unwrap();
    assert_eq!(names, [format!("database-key/{id}")]);
}

#[tokio::test]
async fn the_recovery_key_brings_back_documents_whose_key_is_gone() {
    let world = World::new();
    let engine = world.open();
    let document = import(&engine, "15").await;
    assert_eq!(engine.security().await.unwrap().recovery_key_exported_at, None);
    let recovery = engine.recovery_key().await.unwrap();
    assert!(
        engine
            .security()
            .await
            .unwrap()
            .recovery_key_exported_at
            .is_some()
    );
    drop(engine);

    let kept = std::mem::take(&mut *world.safe.kept.lock().unwrap());
    let error = refused(Engine::open(&world.folder(), world.ports()));
    assert_eq!(error.code(), Code::KeyMissing);
    assert!(error.sentence().contains("Документы целы"), "{error}");
    assert!(
        world.safe.kept.lock().unwrap().is_empty(),
        "no new key may hide the missing one"
    );

    Engine::restore_key(&world.folder(), world.safe.as_ref(), recovery.expose()).unwrap();
    assert_eq!(*world.safe.kept.lock().unwrap(), kept);
    assert_eq!(
        world.open().card(document).await.unwrap().document.body.number,
        "15"
    );
}

#[tokio::test]
async fn a_recovery_key_of_another_database_is_explained_and_not_kept() {
    let (ours, theirs) = (
        World::new(),
        World {
            dice: crate::chance::Dice::new(7).into(),
            ..World::new()
        },
    );
    drop(ours.open());
    let foreign = theirs.open().recovery_key().await.unwrap();
    ours.safe.kept.lock().unwrap().clear();
    let restore = |text: &str| Engine::restore_key(&ours.folder(), ours.safe.as_ref(), text).unwrap_err();
    assert_eq!(restore(foreign.expose()).code(), Code::WrongKey);
    assert_eq!(restore("рыба").code(), Code::BadRecoveryKey);
    assert!(ours.safe.kept.lock().unwrap().is_empty());
}

#[test]
fn a_wrong_key_in_the_keystore_is_told_apart_from_a_missing_one() {
    let world = World::new();
    drop(world.open());
    for value in world.safe.kept.lock().unwrap().values_mut() {
        *value = Secret::new("ab".repeat(32));
    }
    let error = refused(Engine::open(&world.folder(), world.ports()));
    assert_eq!(error.code(), Code::WrongKey);
    assert!(!error.retryable());
}

#[test]
fn a_second_program_is_told_who_holds_the_folder() {
    let world = World::new();
    let first = world.open();
    let error = refused(Engine::open(&world.folder(), world.ports()));
    assert_eq!(error.code(), Code::DatabaseLocked);
    assert!(
        error.sentence().contains(&std::process::id().to_string()),
        "{error}"
    );
    drop(first);
    world.open();
}

#[test]
fn a_moved_folder_is_at_home_where_it_is() {
    let mut world = World::new();
    drop(world.open());
    let old = world.folder();
    let moved = tempfile::TempDir::new().unwrap();
    std::fs::rename(&old, moved.path().join("Сургуч")).unwrap();
    let old_home = std::mem::replace(&mut world.home, moved);
    drop(world.open());
    drop(old_home);
    world.open();
}

#[test]
fn a_copied_folder_asks_before_it_takes_the_place_of_the_original() {
    let mut world = World::new();
    drop(world.open());
    let original = world.folder();
    let place = tempfile::TempDir::new().unwrap();
    let copy = place.path().join("Сургуч");
    std::fs::create_dir(&copy).unwrap();
    for file in std::fs::read_dir(&original).unwrap() {
        let file = file.unwrap();
        std::fs::copy(file.path(), copy.join(file.file_name())).unwrap();
    }
    let _original_stays = std::mem::replace(&mut world.home, place);
    let error = refused(Engine::open_with(&copy, world.ports(), world.options()));
    assert_eq!(error.code(), Code::FolderIsCopy);
    assert!(error.sentence().contains(original.to_str().unwrap()), "{error}");
    let accept = OpenOptions {
        copy: CopyPolicy::Accept,
        ..world.options()
    };
    drop(Engine::open_with(&copy, world.ports(), accept).unwrap());
    world.open();
}

#[tokio::test]
async fn a_sending_cut_off_by_the_end_of_the_program_is_shown_as_unknown_at_once() {
    let world = World::new();
    let (engine, connection, document) = world.ready().await;
    crate::world::send(&engine, document).await.unwrap();
    world.office.plan(crate::operator::Delivery::TakenAndSilent);
    crate::outbox::cut_off_during(&engine, connection, &world).await;
    drop(engine);
    let engine = world.open();
    let card = engine.card(document).await.unwrap();
    assert_eq!(card.status.code(), "send_unknown");
    engine.sync_once(None).await.unwrap();
    assert_eq!(world.office.taken().len(), 1);
    assert_eq!(engine.card(document).await.unwrap().status.code(), "sending");
}
