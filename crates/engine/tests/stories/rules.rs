//! «Значимые события»: what is saved goes by itself, once, and never against the clerk's will.

use domain::{
    AutoRuleBody, AutoRuleId, Comparison, Condition, ConditionGroup, DocumentId, EdoStatus, Frequency,
    SendToEdo,
};
use engine::{Code, Engine, RuleTaskState, RuleTaskView, RuleTaskWish, SaveAutoRule};
use jiff::SignedDuration;

use crate::desk::{change, kind, line, record};
use crate::operator::Delivery;
use crate::world::{World, import, send};

const QUIET_S: u32 = 300;

fn usual() -> SendToEdo {
    SendToEdo {
        quiet_s: QUIET_S,
        ..SendToEdo::default()
    }
}

fn from_a_thousand() -> ConditionGroup {
    ConditionGroup {
        conditions: vec![Condition {
            field: "total".into(),
            comparison: Comparison::AtLeast,
            value: "1000".into(),
        }],
        ..ConditionGroup::default()
    }
}

/// A rule of work orders, rehearsed and switched on.
async fn rule(engine: &Engine, conditions: ConditionGroup, action: SendToEdo) -> AutoRuleId {
    let body = AutoRuleBody {
        kind: kind(engine, "work_order").await,
        conditions,
        action,
    };
    let name = "Заказ-наряды".to_owned();
    let saved = engine.save_auto_rule(SaveAutoRule { id: None, name, body });
    let id = saved.await.unwrap().id;
    engine.rehearse_auto_rule(id).await.unwrap();
    engine.switch_auto_rule_on(id).await.unwrap();
    id
}

async fn tasks(engine: &Engine) -> Vec<RuleTaskView> {
    engine.rule_tasks(Vec::new(), None, 50).await.unwrap()
}

async fn states(engine: &Engine) -> Vec<RuleTaskState> {
    tasks(engine).await.iter().map(|view| view.task.state).collect()
}

async fn code(engine: &Engine, place: usize) -> String {
    tasks(engine).await[place].task.fault.clone().unwrap().code
}

async fn status(engine: &Engine, id: DocumentId) -> EdoStatus {
    engine.card(id).await.unwrap().status
}

/// The document rests for as long as the rule says, and the rules work.
async fn rests(world: &World, engine: &Engine) {
    world.pass(SignedDuration::from_secs(i64::from(QUIET_S) + 1));
    engine.sync_once(None).await.unwrap();
}

async fn costs(engine: &Engine, id: DocumentId, price: &str) {
    change(engine, id, |record| {
        record.lines = vec![line("Ремонт", "1", price)]
    })
    .await;
}

#[tokio::test]
async fn presets_are_there_off_and_come_back_neither_on_nor_after_a_removal() {
    let world = World::new();
    let (engine, _, _) = world.ready().await;
    let rules = engine.auto_rules().await.unwrap();
    let names: Vec<_> = rules.iter().map(|view| view.rule.name.as_str()).collect();
    assert_eq!(
        names,
        [
            "Отправить «Заказ-наряд» в ЭДО",
            "Отправить «Реализация товаров» в ЭДО",
            "Отправить «Заказ покупателя» в ЭДО",
            "Отправить «Заявка на ремонт» в ЭДО",
        ]
    );
    assert!(
        rules
            .iter()
            .all(|view| !view.rule.is_active && view.problems.is_empty())
    );
    let first = rules[0].rule.id;
    let refused = engine.switch_auto_rule_on(first).await.unwrap_err();
    assert_eq!(refused.code(), Code::RuleNotRehearsed);
    record(&engine, "work_order").await;
    rests(&world, &engine).await;
    assert!(tasks(&engine).await.is_empty() && world.office.taken().is_empty());
    engine.remove_auto_rule(first).await.unwrap();
    drop(engine);
    assert_eq!(world.open().auto_rules().await.unwrap().len(), 3);
}

#[tokio::test]
async fn a_rehearsal_tells_what_would_have_gone_and_sends_nothing() {
    let world = World::new();
    let (engine, _, _) = world.ready().await;
    let (cheap, dear) = (
        record(&engine, "work_order").await,
        record(&engine, "work_order").await,
    );
    costs(&engine, dear, "5000").await;
    let gone = record(&engine, "work_order").await;
    costs(&engine, gone, "7000").await;
    crate::desk::prepare(&engine, gone, engine::Generator::Auto)
        .await
        .unwrap();
    send(&engine, gone).await.unwrap();
    let body = AutoRuleBody {
        kind: kind(&engine, "work_order").await,
        conditions: from_a_thousand(),
        action: usual(),
    };
    let wish = SaveAutoRule {
        id: None,
        name: "Дорогие заказ-наряды".into(),
        body: body.clone(),
    };
    let id = engine.save_auto_rule(wish).await.unwrap().id;
    let found = engine.rehearse_auto_rule(id).await.unwrap();
    assert_eq!(
        (
            found.examined,
            found.documents,
            found.already_sent,
            found.messages
        ),
        (3, 1, 1, 1)
    );
    assert_eq!(
        (found.told[0].document, found.told[0].status),
        (dear, EdoStatus::NotInEdo)
    );
    assert_eq!(found.told[0].other_side, "ООО «Кедровая роща»");
    assert!(tasks(&engine).await.is_empty());
    engine.switch_auto_rule_on(id).await.unwrap();
    // Another condition is another rule: off until it was looked at again.
    let changed = AutoRuleBody {
        conditions: ConditionGroup::default(),
        ..body.clone()
    };
    let save = |body| SaveAutoRule {
        id: Some(id),
        name: "Все заказ-наряды".into(),
        body,
    };
    assert!(
        engine
            .save_auto_rule(save(changed))
            .await
            .unwrap()
            .is_switched_off
    );
    assert_eq!(
        engine.switch_auto_rule_on(id).await.unwrap_err().code(),
        Code::RuleNotRehearsed
    );
    let back = engine.save_auto_rule(save(body)).await.unwrap();
    assert!(!back.is_switched_off, "it was off already");
    engine.switch_auto_rule_on(id).await.unwrap();
    assert_eq!(status(&engine, cheap).await, EdoStatus::NotInEdo);
}

#[tokio::test]
async fn a_document_goes_once_after_it_rested_and_only_if_the_conditions_hold() {
    let world = World::new();
    let (engine, _, _) = world.ready().await;
    rule(&engine, from_a_thousand(), usual()).await;
    let id = record(&engine, "work_order").await;
    assert!(tasks(&engine).await.is_empty(), "244 roubles are no thousand");
    costs(&engine, id, "5000").await;
    world.pass(SignedDuration::from_secs(200));
    // The clerk is still typing: the newer version waits its own time.
    costs(&engine, id, "6000").await;
    assert_eq!(
        states(&engine).await,
        [RuleTaskState::Waiting, RuleTaskState::Skipped]
    );
    world.pass(SignedDuration::from_secs(200));
    engine.sync_once(None).await.unwrap();
    assert!(world.office.taken().is_empty());
    rests(&world, &engine).await;
    assert_eq!(states(&engine).await[0], RuleTaskState::Done);
    assert_eq!(world.office.taken().len(), 1);
    assert!(tasks(&engine).await[0].task.sending.is_some());
    costs(&engine, id, "7000").await;
    rests(&world, &engine).await;
    assert_eq!(world.office.taken().len(), 1, "«Один раз по документу»");
    let view = &engine.auto_rules().await.unwrap()[4];
    assert_eq!((view.sent, view.waiting, view.failed), (1, 0, 0));
}

#[tokio::test]
async fn what_was_intended_survives_a_restart_and_goes_once() {
    let world = World::new();
    let (engine, _, _) = world.ready().await;
    rule(&engine, ConditionGroup::default(), usual()).await;
    let id = record(&engine, "work_order").await;
    drop(engine);
    let engine = world.open();
    rests(&world, &engine).await;
    drop(engine);
    let engine = world.open();
    rests(&world, &engine).await;
    assert_eq!(world.office.taken().len(), 1);
    assert_eq!(engine.card(id).await.unwrap().sendings.len(), 1);
}

#[tokio::test]
async fn every_saving_sends_a_version_after_the_one_before_has_ended() {
    let world = World::new();
    let (engine, _, _) = world.ready().await;
    let action = SendToEdo {
        frequency: Frequency::EverySave,
        ..usual()
    };
    rule(&engine, ConditionGroup::default(), action).await;
    world.office.plan(Delivery::Not(connect::Error::Refused {
        code: "400".into(),
        text: "Нет такого подразделения".into(),
    }));
    let id = record(&engine, "work_order").await;
    rests(&world, &engine).await;
    assert_eq!(status(&engine, id).await, EdoStatus::SendFailed);
    costs(&engine, id, "300").await;
    rests(&world, &engine).await;
    assert_eq!(world.office.taken().len(), 1, "the refused one was not there");
    // Saved without a change, it is the same version.
    change(&engine, id, |_| ()).await;
    rests(&world, &engine).await;
    assert_eq!(world.office.taken().len(), 1);
    costs(&engine, id, "400").await;
    rests(&world, &engine).await;
    assert_eq!(world.office.taken().len(), 1, "the one before is on its way");
    assert_eq!(
        (states(&engine).await[0], code(&engine, 0).await.as_str()),
        (RuleTaskState::Failed, "already_sent")
    );
}

#[tokio::test]
async fn each_print_form_is_a_message_of_its_own_and_leaves_the_own_file_alone() {
    let world = World::new();
    let (engine, _, _) = world.ready().await;
    let forms = engine.print_forms().await.unwrap();
    let own = engine.kinds().await.unwrap()[0].kind.body.print_forms[0].clone();
    let other = forms.iter().find(|form| form.name != own).unwrap();
    let action = SendToEdo {
        print_forms: vec![own, other.name.clone()],
        ..usual()
    };
    rule(&engine, ConditionGroup::default(), action).await;
    let id = record(&engine, "work_order").await;
    rests(&world, &engine).await;
    let seen = tasks(&engine).await;
    assert_eq!(
        states(&engine).await,
        [RuleTaskState::Done, RuleTaskState::Done],
        "{seen:#?}"
    );
    let titles: Vec<_> = seen.iter().map(|view| view.form_title.clone()).collect();
    assert_eq!(titles, [other.title.clone(), String::new()]);
    assert_eq!(world.office.taken().len(), 2);
    let card = engine.card(id).await.unwrap();
    let current: Vec<_> = card.files.iter().filter(|file| file.is_current).collect();
    assert_eq!((card.files.len(), current.len()), (2, 1));
    assert_eq!(current[0].file.print_form, "");
    assert!(current[0].file.file.name.starts_with("Заказ-наряд"));
    rests(&world, &engine).await;
    assert_eq!(world.office.taken().len(), 2);
}

#[tokio::test]
async fn a_document_that_cannot_go_is_saved_and_waits_for_a_person() {
    let world = World::new();
    let (engine, _, _) = world.ready().await;
    rule(&engine, ConditionGroup::default(), usual()).await;
    let id = record(&engine, "work_order").await;
    change(&engine, id, |record| record.counterparty = None).await;
    rests(&world, &engine).await;
    assert_eq!(
        (states(&engine).await[0], code(&engine, 0).await.as_str()),
        (RuleTaskState::Failed, "no_counterparty")
    );
    let told = world.desktop.0.lock().unwrap().clone();
    assert_eq!(told.len(), 1, "nobody pressed anything, so somebody is told");
    assert_eq!(told[0].title, "Значимое событие не отправило документ");
    assert_eq!(told[0].opens, engine::ports::Opens::Document(id));
    let task = tasks(&engine).await[0].task.id;
    engine.change_rule_task(task, RuleTaskWish::Now).await.unwrap();
    engine.sync_once(None).await.unwrap();
    assert_eq!(
        states(&engine).await[0],
        RuleTaskState::Failed,
        "nothing was mended"
    );
    let grove = crate::desk::grove(&engine).await;
    change(&engine, id, |record| record.counterparty = Some(grove)).await;
    rests(&world, &engine).await;
    assert_eq!(states(&engine).await[0], RuleTaskState::Done);
    assert_eq!(world.office.taken().len(), 1);
    let over = engine
        .change_rule_task(task, RuleTaskWish::Now)
        .await
        .unwrap_err();
    assert_eq!(over.code(), Code::RuleTaskOver);
}

#[tokio::test]
async fn what_a_person_refused_never_goes_and_what_they_hurry_goes_at_once() {
    let world = World::new();
    let (engine, _, _) = world.ready().await;
    rule(&engine, ConditionGroup::default(), usual()).await;
    let refused = record(&engine, "work_order").await;
    let task = tasks(&engine).await[0].task.id;
    engine.change_rule_task(task, RuleTaskWish::Never).await.unwrap();
    costs(&engine, refused, "900").await;
    rests(&world, &engine).await;
    assert!(world.office.taken().is_empty());
    record(&engine, "work_order").await;
    let task = tasks(&engine).await[0].task.id;
    engine.change_rule_task(task, RuleTaskWish::Now).await.unwrap();
    engine.sync_once(None).await.unwrap();
    assert_eq!(world.office.taken().len(), 1);
}

#[tokio::test]
async fn what_a_person_sent_meanwhile_does_not_go_again() {
    let world = World::new();
    let (engine, _, _) = world.ready().await;
    rule(&engine, ConditionGroup::default(), usual()).await;
    let id = record(&engine, "work_order").await;
    crate::desk::prepare(&engine, id, engine::Generator::Auto)
        .await
        .unwrap();
    send(&engine, id).await.unwrap();
    rests(&world, &engine).await;
    assert_eq!(
        (states(&engine).await[0], code(&engine, 0).await.as_str()),
        (RuleTaskState::Skipped, "version_sent")
    );
    assert_eq!(world.office.taken().len(), 1);
}

#[tokio::test]
async fn a_rule_that_was_switched_off_sends_nothing_more_and_a_removed_document_is_no_trouble() {
    let world = World::new();
    let (engine, _, _) = world.ready().await;
    let id = rule(&engine, ConditionGroup::default(), usual()).await;
    let gone = record(&engine, "work_order").await;
    engine
        .remove_documents(vec![gone])
        .await
        .pop()
        .unwrap()
        .result
        .unwrap();
    rests(&world, &engine).await;
    assert_eq!(code(&engine, 0).await, "document_gone");
    record(&engine, "work_order").await;
    engine.switch_auto_rule_off(id).await.unwrap();
    rests(&world, &engine).await;
    assert_eq!(
        (states(&engine).await[0], code(&engine, 0).await.as_str()),
        (RuleTaskState::Skipped, "rule_off")
    );
    assert!(world.office.taken().is_empty());
}

#[tokio::test]
async fn a_circle_of_savings_is_broken_before_it_floods_the_other_side() {
    let world = World::new();
    let (engine, _, _) = world.ready().await;
    let action = SendToEdo {
        frequency: Frequency::EverySave,
        quiet_s: 0,
        ..usual()
    };
    rule(&engine, ConditionGroup::default(), action).await;
    let id = record(&engine, "work_order").await;
    for price in 0..8 {
        world.office.plan(Delivery::Not(connect::Error::Refused {
            code: "400".into(),
            text: "Нет".into(),
        }));
        costs(&engine, id, &format!("{}", 500 + price)).await;
        engine.sync_once(None).await.unwrap();
    }
    assert_eq!(
        (states(&engine).await[0], code(&engine, 0).await.as_str()),
        (RuleTaskState::Failed, "rule_too_often")
    );
    assert_eq!(engine.card(id).await.unwrap().sendings.len(), 5);
}

#[tokio::test]
async fn files_that_come_in_are_savings_too() {
    let world = World::new();
    let (engine, _, _) = world.ready().await;
    let body = AutoRuleBody {
        kind: kind(&engine, "utd").await,
        conditions: ConditionGroup::default(),
        action: usual(),
    };
    let name = "УПД сразу".to_owned();
    let id = engine
        .save_auto_rule(SaveAutoRule { id: None, name, body })
        .await
        .unwrap()
        .id;
    assert_eq!(engine.rehearse_auto_rule(id).await.unwrap().documents, 1);
    engine.switch_auto_rule_on(id).await.unwrap();
    import(&engine, "16").await;
    rests(&world, &engine).await;
    assert_eq!(states(&engine).await, [RuleTaskState::Done]);
    assert_eq!(
        world.office.taken().len(),
        1,
        "what was there before the rule stays"
    );
}

#[tokio::test]
async fn a_rule_that_cannot_work_is_refused_with_its_reasons() {
    let world = World::new();
    let (engine, _, _) = world.ready().await;
    let body = AutoRuleBody {
        kind: kind(&engine, "work_order").await,
        conditions: ConditionGroup {
            conditions: vec![Condition {
                field: "colour".into(),
                comparison: Comparison::Equals,
                value: "синий".into(),
            }],
            ..ConditionGroup::default()
        },
        action: SendToEdo {
            print_forms: vec!["нет такой".into()],
            ..usual()
        },
    };
    let wish = |name: &str| SaveAutoRule {
        id: None,
        name: name.into(),
        body: body.clone(),
    };
    let refused = engine.save_auto_rule(wish("Синие")).await.unwrap_err();
    assert_eq!(refused.code(), Code::BadRule);
    assert!(refused.sentence().contains("Условие 1") && refused.sentence().contains("«нет такой»"));
    assert_eq!(
        engine.save_auto_rule(wish(" ")).await.unwrap_err().code(),
        Code::NameEmpty
    );
    let missing = engine.rehearse_auto_rule(AutoRuleId(77)).await.unwrap_err();
    assert_eq!(missing.code(), Code::RuleNotFound);
}
