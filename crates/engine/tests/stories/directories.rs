//! Kinds, people, employees and counterparties.

use domain::{
    EdoFileRule, EmployeeBody, IndividualBody, KindBody, Numbering, NumberingRestart, OtherSide, Party,
    PersonName,
};
use engine::{Code, NewRecord};

use crate::desk::{bind, change_kind, grove, kind, missing, record, star};
use crate::world::{World, cedar_grove, import, inn};

#[tokio::test]
async fn the_kinds_of_the_program_are_there_and_stay_as_the_clerk_left_them() {
    let world = World::new();
    let engine = world.open();
    assert_eq!(engine.kinds().await.unwrap().len(), 11);
    change_kind(&engine, "work_order", |body| {
        body.name = "Наряд мастера".into();
        body.code = "stolen".into();
    })
    .await;
    let imported = import(&engine, "15").await;
    assert_eq!(engine.card(imported).await.unwrap().kind_name, "УПД");
    drop(engine);
    let engine = world.open();
    let kinds = engine.kinds().await.unwrap();
    assert_eq!(kinds.len(), 11);
    let changed = kinds
        .iter()
        .find(|view| view.kind.body.name == "Наряд мастера")
        .unwrap();
    assert_eq!(
        changed.kind.body.code, "work_order",
        "the stable name is not the clerk's to change"
    );
}

#[tokio::test]
async fn a_kind_in_use_is_hidden_and_never_removed() {
    let world = World::new();
    let (engine, _, _) = world.ready().await;
    let own = KindBody {
        code: String::new(),
        name: "Дефектная ведомость".into(),
        numbering: Numbering {
            prefix: "ДВ-".into(),
            digits: 3,
            restart: NumberingRestart::Never,
        },
        firm_role: "Исполнитель".into(),
        other_role: "Заказчик".into(),
        other_side: OtherSide::Any,
        has_lines: true,
        fields: vec![],
        print_forms: vec!["work_order".into()],
        edo_file: EdoFileRule::PrintForm,
        company_operator: None,
        individual_operator: None,
        firms: vec![],
        is_hidden: false,
    };
    let id = engine.save_kind(None, own.clone()).await.unwrap();
    let twin = KindBody {
        name: "дефектная ВЕДОМОСТЬ".into(),
        ..own.clone()
    };
    assert_eq!(
        engine.save_kind(None, twin).await.unwrap_err().code(),
        Code::KindExists
    );
    let wish = NewRecord {
        kind: id,
        firm: None,
        counterparty: None,
        individual: None,
        based_on: None,
        copy_of: None,
    };
    let document = engine.create_record(wish).await.unwrap();
    assert_eq!(engine.record(document).await.unwrap().record.number, "ДВ-001");
    let error = engine.remove_kind(id).await.unwrap_err();
    assert_eq!(error.code(), Code::KindInUse);
    assert!(error.sentence().contains(": 1."), "{error}");
    engine
        .remove_documents(vec![document])
        .await
        .pop()
        .unwrap()
        .result
        .unwrap();
    engine.remove_kind(id).await.unwrap();
    let builtin = kind(&engine, "contract").await;
    assert_eq!(
        engine.remove_kind(builtin).await.unwrap_err().code(),
        Code::KindBuiltin
    );
}

#[tokio::test]
async fn what_a_binding_lacks_is_told_at_once() {
    let world = World::new();
    let (engine, _, _) = world.ready().await;
    let problems = |view: &engine::KindView| {
        view.problems
            .iter()
            .map(|problem| problem.code)
            .collect::<Vec<_>>()
    };
    let utd = |kinds: Vec<engine::KindView>| {
        kinds
            .into_iter()
            .find(|view| view.kind.body.code == "utd")
            .unwrap()
    };
    let found = utd(engine.kinds().await.unwrap());
    assert_eq!(problems(&found), ["firm_without_address", "firm_without_head"]);
    star(&engine).await;
    assert_eq!(problems(&utd(engine.kinds().await.unwrap())), [] as [&str; 0]);
    change_kind(&engine, "utd", |body| {
        body.print_forms = vec!["нет такой".into()];
        body.company_operator = Some(domain::OperatorKind("сова".into()));
    })
    .await;
    assert_eq!(
        problems(&utd(engine.kinds().await.unwrap())),
        ["print_form_missing", "unknown_operator"]
    );
}

#[tokio::test]
async fn a_kind_that_stays_out_of_the_exchange_and_a_firm_outside_its_binding_keep_documents_here() {
    let world = World::new();
    let (engine, _, _) = world.ready().await;
    let id = record(&engine, "work_order").await;
    assert_eq!(missing(&engine, id).await, ["no_file"]);
    bind(&engine, "work_order", EdoFileRule::Never).await;
    assert_eq!(missing(&engine, id).await, ["kind_not_in_edo", "no_file"]);
    let error = crate::desk::prepare(&engine, id, engine::Generator::Auto)
        .await
        .unwrap_err();
    assert_eq!(error.code(), Code::NoFileRule);
    bind(&engine, "work_order", EdoFileRule::PrintForm).await;
    let harbour = engine
        .save_firm(None, crate::world::quiet_harbour())
        .await
        .unwrap();
    change_kind(&engine, "work_order", |body| body.firms = vec![harbour]).await;
    assert_eq!(missing(&engine, id).await, ["kind_not_in_edo", "no_file"]);
    // A kind that goes by one operator does not go by another.
    change_kind(&engine, "work_order", |body| {
        body.firms = vec![];
        body.company_operator = Some(domain::OperatorKind("telegraph".into()));
    })
    .await;
    assert_eq!(missing(&engine, id).await, ["no_file", "no_connection"]);
}

#[tokio::test]
async fn a_person_has_a_history_a_twin_and_documents_that_move_with_a_merge() {
    let world = World::new();
    let (engine, _, _) = world.ready().await;
    let anna = |last: &str, phone: &str| IndividualBody {
        name: PersonName::from_full(&format!("{last} Анна Ильинична")),
        phone: Some(phone.parse().unwrap()),
        ..IndividualBody::default()
    };
    let first = engine
        .save_individual(None, anna("Снегирёва", "+7 916 123-45-67"))
        .await
        .unwrap();
    engine
        .save_individual(Some(first), anna("Зимина", "+7 916 123-45-67"))
        .await
        .unwrap();
    let second = engine
        .save_individual(None, anna("Зимина", "8 (916) 123-45-67"))
        .await
        .unwrap();
    let card = engine.individual(first).await.unwrap();
    assert_eq!(card.same_phone.len(), 1);
    assert!(
        card.history
            .iter()
            .any(|change| change.before.contains("Снегирёва")),
        "{:?}",
        card.history
    );

    let wish = NewRecord {
        kind: kind(&engine, "work_order").await,
        firm: Some(star(&engine).await),
        counterparty: None,
        individual: Some(second),
        based_on: None,
        copy_of: None,
    };
    let document = engine.create_record(wish).await.unwrap();
    assert_eq!(
        missing(&engine, document).await,
        ["no_operator_for_individual", "no_file"]
    );
    engine.merge_individuals(first, second).await.unwrap();
    assert_eq!(
        engine.individual(second).await.unwrap_err().code(),
        Code::IndividualNotFound
    );
    assert_eq!(
        engine.record(document).await.unwrap().record.individual,
        Some(first)
    );
    let same = engine.merge_individuals(first, first).await.unwrap_err();
    assert_eq!(same.code(), Code::MergeWithItself);
    let nobody = engine
        .save_individual(None, IndividualBody::default())
        .await
        .unwrap_err();
    assert_eq!(nobody.code(), Code::NameEmpty);
}

#[tokio::test]
async fn one_company_kept_twice_becomes_one_with_its_documents_and_boxes() {
    let world = World::new();
    let (engine, _, imported) = world.ready().await;
    let branch = Party {
        kpp: Some("964402002".parse().unwrap()),
        ..cedar_grove()
    };
    let twin = engine
        .save_counterparty(None, branch.clone(), None)
        .await
        .unwrap();
    let known = grove(&engine).await;
    let groups = engine.counterparty_duplicates().await.unwrap();
    assert_eq!(groups.len(), 1);
    assert_eq!(groups[0].len(), 2);
    let check = engine
        .check_tax_id(branch.inn.clone(), branch.kpp.clone())
        .await
        .unwrap();
    assert_eq!((check.existing.unwrap().id, check.same_inn.len()), (twin, 1));
    let clash = engine
        .save_counterparty(Some(twin), cedar_grove(), None)
        .await
        .unwrap_err();
    assert_eq!(clash.code(), Code::CounterpartyExists);
    engine.merge_counterparties(twin, known).await.unwrap();
    let card = engine.counterparty(twin).await.unwrap();
    assert_eq!(
        (card.documents, card.relations.len(), card.same_inn.len()),
        (1, 1, 0)
    );
    assert_eq!(
        engine.card(imported).await.unwrap().counterparty.unwrap().id,
        twin
    );
    let renamed = Party {
        name: "АО «Кедр»".into(),
        inn: inn("964411281"),
        ..branch
    };
    engine.save_counterparty(Some(twin), renamed, None).await.unwrap();
    let history = engine.counterparty(twin).await.unwrap().history;
    assert!(
        history
            .iter()
            .any(|change| change.before.contains("Кедровая роща")),
        "{history:?}"
    );
}

#[tokio::test]
async fn whoever_sits_at_the_computer_answers_for_new_records() {
    let world = World::new();
    let (engine, _, _) = world.ready().await;
    let boris = EmployeeBody {
        name: PersonName::from_full("Ветров Борис"),
        position: "Мастер".into(),
        ..EmployeeBody::default()
    };
    let id = engine.save_employee(None, boris.clone()).await.unwrap();
    engine.set_current_employee(Some(id)).await.unwrap();
    let document = record(&engine, "work_order").await;
    assert_eq!(engine.record(document).await.unwrap().record.assignee, Some(id));
    let former = EmployeeBody {
        is_former: true,
        ..boris
    };
    engine.save_employee(Some(id), former).await.unwrap();
    assert_eq!(engine.employees().await.unwrap().current, None);
}
