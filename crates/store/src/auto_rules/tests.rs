use domain::{AutoRuleBody, AutoRuleId, ConditionGroup, DocumentId, KindId, SendToEdo};

use super::{NewRuleTask, Rehearsal, RuleTaskChange, RuleTaskState};
use crate::bulk::BulkFault;
use crate::testing::{at, office};
use crate::{Error, Writer};

fn body(kind: i64, quiet_s: u32) -> AutoRuleBody {
    AutoRuleBody {
        kind: KindId(kind),
        conditions: ConditionGroup::default(),
        action: SendToEdo {
            quiet_s,
            ..SendToEdo::default()
        },
    }
}

fn intention(rule: AutoRuleId, document: i64, revision: u32) -> NewRuleTask {
    NewRuleTask {
        rule,
        document: DocumentId(document),
        revision,
        print_form: String::new(),
        due_at: at(60),
        created_at: at(0),
    }
}

fn change(state: RuleTaskState) -> RuleTaskChange {
    RuleTaskChange {
        state,
        attempts: 1,
        due_at: at(60),
        fault: None,
        sending: None,
    }
}

fn newer() -> BulkFault {
    BulkFault {
        code: "newer_version".to_owned(),
        text: "Документ изменён ещё раз.".to_owned(),
    }
}

#[test]
fn a_rule_is_off_at_first_and_its_rehearsal_counts_for_the_form_that_was_rehearsed() {
    let office = office();
    office
        .store
        .write(|w| {
            let rule = w.save_auto_rule(None, "Заказ-наряды сразу", &body(1, 0))?;
            assert!(!w.auto_rule(rule)?.unwrap().is_active);
            assert!(w.active_auto_rules(KindId(1))?.is_empty());
            w.save_rehearsal(
                rule,
                &Rehearsal {
                    body: body(1, 0),
                    at: at(5),
                    documents: 37,
                },
            )?;
            assert!(w.auto_rule(rule)?.unwrap().is_rehearsed());
            w.activate_auto_rule(rule)?;
            assert_eq!(w.active_auto_rules(KindId(1))?[0].name, "Заказ-наряды сразу");
            w.save_auto_rule(Some(rule), "Заказ-наряды", &body(2, 60))?;
            let changed = w.auto_rule(rule)?.unwrap();
            assert!(!changed.is_rehearsed() && changed.rehearsal.unwrap().documents == 37);
            assert!(w.active_auto_rules(KindId(1))?.is_empty());
            w.deactivate_auto_rule(rule)?;
            assert!(w.active_auto_rules(KindId(2))?.is_empty());
            assert!(matches!(
                w.save_auto_rule(Some(AutoRuleId(77)), "Ничьё", &body(1, 0)),
                Err(Error::Missing(_))
            ));
            Ok(())
        })
        .unwrap();
}

#[test]
fn a_version_of_a_document_is_intended_once_and_a_newer_one_takes_its_place() {
    let office = office();
    office
        .store
        .write(|w| {
            let rule = w.save_auto_rule(None, "Сразу", &body(1, 0))?;
            let first = w.add_rule_task(&intention(rule, 7, 2))?.unwrap();
            assert_eq!(
                w.add_rule_task(&intention(rule, 7, 2))?,
                Some(first),
                "it waits anew"
            );
            let beside = NewRuleTask {
                print_form: "акт".to_owned(),
                ..intention(rule, 7, 2)
            };
            assert!(w.add_rule_task(&beside)?.is_some());
            assert_eq!(w.outdate_rule_tasks(DocumentId(7), 3, &newer(), at(1))?, 2);
            assert_eq!(w.rule_task(first)?.unwrap().fault, Some(newer()));
            assert!(w.add_rule_task(&intention(rule, 7, 3))?.is_some());
            assert_eq!(w.rule_tasks(&[RuleTaskState::Waiting], None, 10)?.len(), 1);
            assert_eq!(w.rule_tasks(&[], None, 10)?.len(), 3);
            Ok(())
        })
        .unwrap();
}

fn sent(w: &Writer<'_>, rule: AutoRuleId, revision: u32) -> domain::RuleTaskId {
    let task = w.add_rule_task(&intention(rule, 7, revision)).unwrap().unwrap();
    w.set_rule_task(task, &change(RuleTaskState::Done), at(100))
        .unwrap();
    task
}

#[test]
fn what_went_is_remembered_and_what_waits_is_found_when_it_is_due() {
    let office = office();
    office
        .store
        .write(|w| {
            let rule = w.save_auto_rule(None, "Сразу", &body(1, 0))?;
            sent(w, rule, 1);
            assert_eq!(w.add_rule_task(&intention(rule, 7, 1))?, None, "it went already");
            assert!(w.went_by_rule(rule, DocumentId(7), "")? && !w.went_by_rule(rule, DocumentId(7), "акт")?);
            assert_eq!(w.sent_by_rule_since(&intention(rule, 7, 2), at(99))?, 1);
            assert_eq!(w.sent_by_rule_since(&intention(rule, 7, 2), at(100))?, 0);
            let waiting = w.add_rule_task(&intention(rule, 7, 2))?.unwrap();
            assert_eq!(w.due_rule_task(at(59))?, None);
            assert_eq!(w.next_rule_task_at()?, Some(at(60)));
            assert_eq!(w.due_rule_task(at(60))?.unwrap().id, waiting);
            w.set_rule_task(waiting, &change(RuleTaskState::Dismissed), at(61))?;
            assert_eq!(w.forget_rule_tasks(at(200))?, 0, "what was sent or refused stays");
            let newer_one = w.add_rule_task(&intention(rule, 7, 3))?.unwrap();
            w.set_rule_task(newer_one, &change(RuleTaskState::Skipped), at(63))?;
            assert_eq!(w.forget_rule_tasks(at(64))?, 1);
            assert_eq!(w.count_rule_tasks(rule, RuleTaskState::Done)?, 1);
            w.remove_auto_rule(rule)?;
            assert!(w.rule_tasks(&[], None, 10)?.is_empty());
            Ok(())
        })
        .unwrap();
}
