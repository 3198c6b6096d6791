use connect::edo::{Credentials, PartnershipState, RemoteCounterparty};
use domain::{Firm, Party};
use engine::{Code, ConnectRequest};

use crate::world::{
    World, box_of, cedar_grove, credentials, import, partner, polar_star, quiet_harbour, send,
};

#[tokio::test]
async fn the_owner_of_the_box_becomes_a_firm_once() {
    let world = World::new();
    let engine = world.open();
    let connected = engine.connect(world.request("golubka")).await.unwrap();
    let firms = engine.firms().await.unwrap();
    assert_eq!(
        firms,
        [Firm {
            id: connected.firm,
            party: polar_star(),
            requisites: domain::Requisites::default(),
        }]
    );
    let error = engine.connect(world.request("golubka")).await.unwrap_err();
    assert_eq!(error.code(), Code::AlreadyConnected);
    assert_eq!(engine.firms().await.unwrap().len(), 1);
    let health = engine.connections().await.unwrap().pop().unwrap().health.unwrap();
    assert_eq!(health.code, "ok");
}

#[tokio::test]
async fn a_firm_without_a_kpp_is_recognised_by_its_inn() {
    let world = World::new();
    let engine = world.open();
    let firm = engine
        .save_firm(
            None,
            Party {
                kpp: None,
                ..polar_star()
            },
        )
        .await
        .unwrap();
    let connected = engine.connect(world.request("golubka")).await.unwrap();
    assert_eq!(connected.firm, firm);
    let error = engine
        .save_firm(
            None,
            Party {
                kpp: None,
                ..polar_star()
            },
        )
        .await
        .unwrap_err();
    assert_eq!(error.code(), Code::FirmExists);
}

#[tokio::test]
async fn several_boxes_are_listed_and_one_can_be_chosen() {
    let world = World::new();
    world
        .office
        .desk(|desk| desk.boxes = vec![box_of(&polar_star()), box_of(&quiet_harbour())]);
    let engine = world.open();
    let error = engine.connect(world.request("golubka")).await.unwrap_err();
    assert_eq!(error.code(), Code::SeveralBoxes);
    for party in [polar_star(), quiet_harbour()] {
        assert!(error.sentence().contains(&party.name), "{error}");
    }
    let chosen = box_of(&quiet_harbour()).box_id;
    let request = ConnectRequest {
        box_id: Some(chosen),
        ..world.request("golubka")
    };
    engine.connect(request).await.unwrap();
    assert_eq!(
        engine.firms().await.unwrap().pop().unwrap().party,
        quiet_harbour()
    );
}

#[tokio::test]
async fn a_box_of_somebody_else_is_not_given_to_the_chosen_firm() {
    let world = World::new();
    let engine = world.open();
    let firm = engine.save_firm(None, quiet_harbour()).await.unwrap();
    let request = ConnectRequest {
        firm: Some(firm),
        ..world.request("golubka")
    };
    assert_eq!(
        engine.connect(request).await.unwrap_err().code(),
        Code::BoxOfAnotherFirm
    );
    assert!(engine.connections().await.unwrap().is_empty());
}

#[tokio::test]
async fn nothing_is_kept_of_an_access_that_does_not_work() {
    let world = World::new();
    let engine = world.open();
    let request = ConnectRequest {
        credentials: credentials("чужой"),
        ..world.request("golubka")
    };
    let error = engine.connect(request).await.unwrap_err();
    assert_eq!(error.code(), Code::Operator("unauthorized"));
    let request = ConnectRequest {
        address: Some("нет такого".into()),
        ..world.request("golubka")
    };
    assert_eq!(
        engine.connect(request).await.unwrap_err().code(),
        Code::BadAddress
    );
    assert_eq!(
        engine.connect(world.request("pigeon")).await.unwrap_err().code(),
        Code::UnknownOperator
    );
    assert!(engine.connections().await.unwrap().is_empty());
    assert!(engine.firms().await.unwrap().is_empty());
    assert_eq!(
        world.safe.kept.lock().unwrap().len(),
        1,
        "only the key of the database"
    );
}

#[tokio::test]
async fn a_keystore_that_refuses_leaves_no_connection_behind() {
    let world = World::new();
    let engine = world.open();
    *world.safe.is_shut.lock().unwrap() = true;
    let error = engine.connect(world.request("golubka")).await.unwrap_err();
    assert_eq!(error.code(), Code::SecretsUnavailable);
    assert!(engine.connections().await.unwrap().is_empty());
    assert!(engine.firms().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_new_password_replaces_the_old_one_and_empty_fields_stay_as_they_were() {
    let world = World::new();
    let (engine, connection, _) = world.ready().await;
    world.office.desk(|desk| desk.password = "новый".into());
    let report = engine.sync_once(None).await.unwrap();
    let error = report.connections[0].error.clone().unwrap();
    assert_eq!(error.code(), Code::Operator("unauthorized"));
    let typed = Credentials::from([
        ("login".to_owned(), connect::Secret::new("")),
        ("password".to_owned(), connect::Secret::new("новый")),
    ]);
    let request = ConnectRequest {
        id: Some(connection),
        credentials: typed,
        ..world.request("golubka")
    };
    assert_eq!(engine.connect(request).await.unwrap().connection, connection);
    assert!(
        engine.sync_once(None).await.unwrap().connections[0]
            .error
            .is_none()
    );
    let kept = world.safe.kept.lock().unwrap();
    let login = kept.iter().find(|(name, _)| name.ends_with("/login")).unwrap();
    assert_eq!(login.1.expose(), "buh@star");
}

#[tokio::test]
async fn a_connection_with_papers_on_their_way_stays_and_a_removed_one_leaves_no_secret() {
    let world = World::new();
    let (engine, connection, document) = world.ready().await;
    send(&engine, document).await.unwrap();
    assert_eq!(
        engine.remove_connection(connection).await.unwrap_err().code(),
        Code::ConnectionBusy
    );
    engine.sync_once(None).await.unwrap();
    engine.remove_connection(connection).await.unwrap();
    assert!(engine.connections().await.unwrap().is_empty());
    assert_eq!(
        world.safe.kept.lock().unwrap().len(),
        1,
        "only the key of the database"
    );
    let card = engine.card(document).await.unwrap();
    assert_eq!(card.sendings[0].operator_title, "Голубиная почта");
}

#[tokio::test]
async fn every_page_of_the_operators_list_is_read_and_partnerships_are_kept() {
    let world = World::new();
    let engine = world.open();
    let harbour = RemoteCounterparty {
        partnership: PartnershipState::Outgoing,
        ..partner(&quiet_harbour())
    };
    let roamer = RemoteCounterparty {
        box_id: "far".into(),
        is_roaming: true,
        ..partner(&cedar_grove())
    };
    world.office.desk(|desk| desk.partners.extend([harbour, roamer]));
    engine.connect(world.request("golubka")).await.unwrap();
    assert_eq!(engine.sync_counterparties(None).await.unwrap(), 3);
    let found = engine.counterparties("гавань".into(), None, 10).await.unwrap();
    assert_eq!(found[0].counterparty.party, quiet_harbour());
    assert!(
        !found[0].boxes.is_empty(),
        "the list says where it can be reached"
    );
    assert_eq!(
        engine
            .counterparties(String::new(), None, 10)
            .await
            .unwrap()
            .len(),
        2
    );
    let document = import(&engine, "16").await;
    send(&engine, document).await.unwrap();
    let card = engine.card(document).await.unwrap();
    assert_eq!(
        card.sendings[0].edo_document.to_box,
        partner(&cedar_grove()).box_id,
        "the near box goes first"
    );
}
