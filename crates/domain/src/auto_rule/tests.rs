use jiff::civil::date;

use super::{
    AutoRuleBody, Comparison, Condition, ConditionGroup, Matching, RuleFacts, RuleFaultKind, RuleField,
    SendToEdo,
};
use crate::builtin_kinds;
use crate::ids::{FirmId, KindId};

fn condition(field: &str, comparison: Comparison, value: &str) -> Condition {
    Condition {
        field: field.to_owned(),
        comparison,
        value: value.to_owned(),
    }
}

/// A work order of the firm 7 for Семёнов, 12 500 roubles.
fn repair() -> RuleFacts {
    RuleFacts {
        firm: Some(FirmId(7)),
        is_company: Some(false),
        other_name: "Семёнов Пётр Ильич".to_owned(),
        other_phone: "+79991234567".to_owned(),
        total: "12500.00".parse().ok(),
        issued_on: Some(date(2026, 11, 20)),
        number: "ЗН-00042".to_owned(),
        fields: [
            ("plate".to_owned(), "А123ВС".to_owned()),
            ("ready_on".to_owned(), "2026-11-25".to_owned()),
        ]
        .into(),
        ..RuleFacts::default()
    }
}

fn holds(conditions: Vec<Condition>, matching: Matching) -> bool {
    let group = ConditionGroup {
        matching,
        conditions,
        groups: Vec::new(),
    };
    group.holds(&repair())
}

fn one(field: &str, comparison: Comparison, value: &str) -> bool {
    holds(vec![condition(field, comparison, value)], Matching::All)
}

#[test]
fn every_type_of_field_is_compared_in_its_own_way() {
    use Comparison::{
        AtLeast, AtMost, Contains, Empty, Equals, Filled, Greater, Less, NotContains, NotEquals, StartsWith,
    };
    assert!(
        one("total", AtLeast, "12500") && one("total", Greater, "900.00") && !one("total", Less, "12500")
    );
    assert!(one("total", AtMost, "12500.00") && one("total", NotEquals, "1") && !one("total", Equals, "1"));
    assert!(one("issued_on", Less, "2026-11-21") && !one("issued_on", Greater, "2026-11-20"));
    assert!(one("other_name", Contains, "семенов  петр") && one("other_name", NotContains, "иванов"));
    assert!(one("number", StartsWith, "зн-") && one("number", Equals, " зн-00042 "));
    assert!(one("firm", Equals, "7") && one("firm", NotEquals, "8") && !one("firm", Equals, "8"));
    assert!(one("other_side", Equals, "individual") && !one("other_side", Equals, "company"));
    assert!(one("assignee", Empty, "") && !one("assignee", Filled, "") && one("other_phone", Filled, ""));
    assert!(one("field.plate", Contains, "123") && one("field.ready_on", Greater, "2026-11-24"));
    assert!(one("field.vin", Empty, "") && !one("field.vin", Contains, "1"));
}

#[test]
fn a_condition_that_cannot_be_read_fits_no_document() {
    assert!(!one("total", Comparison::NotEquals, "много"));
    assert!(!one("issued_on", Comparison::NotEquals, "вчера"));
    assert!(!one("firm", Comparison::NotEquals, "ромашка"));
    assert!(!one("other_name", Comparison::NotContains, " "));
    assert!(!one("colour", Comparison::Empty, ""));
}

#[test]
fn all_or_any_of_a_group_has_to_hold_and_a_group_inside_counts_as_one() {
    let yes = || condition("total", Comparison::Greater, "1");
    let no = || condition("total", Comparison::Less, "1");
    assert!(holds(vec![], Matching::All) && holds(vec![], Matching::Any));
    assert!(!holds(vec![yes(), no()], Matching::All) && holds(vec![yes(), no()], Matching::Any));
    let inside = ConditionGroup {
        matching: Matching::Any,
        conditions: vec![no(), yes()],
        groups: Vec::new(),
    };
    let group = |conditions, matching| ConditionGroup {
        matching,
        conditions,
        groups: vec![inside.clone()],
    };
    assert!(group(vec![yes()], Matching::All).holds(&repair()));
    assert!(!group(vec![no()], Matching::All).holds(&repair()));
    assert!(group(vec![no()], Matching::Any).holds(&repair()));
}

fn body(conditions: ConditionGroup, action: SendToEdo) -> AutoRuleBody {
    AutoRuleBody {
        kind: KindId(1),
        conditions,
        action,
    }
}

#[test]
fn what_is_wrong_with_a_rule_is_told_with_its_place() {
    let fields = RuleField::of_kind(&builtin_kinds().remove(0).fields);
    let wrong = ConditionGroup {
        matching: Matching::All,
        conditions: vec![
            condition("total", Comparison::AtLeast, "1000"),
            condition("colour", Comparison::Equals, "red"),
            condition("total", Comparison::Contains, "1"),
        ],
        groups: vec![ConditionGroup {
            conditions: vec![
                condition("field.plate", Comparison::Contains, "А"),
                condition("issued_on", Comparison::Less, "31.12.2026"),
            ],
            ..ConditionGroup::default()
        }],
    };
    let action = SendToEdo {
        print_forms: vec!["work_order".to_owned(), "work_order".to_owned()],
        quiet_s: 90_000,
        ..SendToEdo::default()
    };
    let faults: Vec<_> = body(wrong, action)
        .faults(&fields)
        .into_iter()
        .map(|fault| (fault.place, fault.what))
        .collect();
    assert_eq!(
        faults,
        [
            ("conditions.1".to_owned(), RuleFaultKind::UnknownField),
            ("conditions.2".to_owned(), RuleFaultKind::WrongComparison),
            ("groups.0.conditions.1".to_owned(), RuleFaultKind::WrongValue),
            ("action.quiet_s".to_owned(), RuleFaultKind::TooLongQuiet),
            ("action.print_forms".to_owned(), RuleFaultKind::FormTwice),
        ]
    );
    assert!(
        body(ConditionGroup::default(), SendToEdo::default())
            .faults(&fields)
            .is_empty()
    );
}

#[test]
fn a_rule_that_nobody_can_look_over_is_refused() {
    let fields = RuleField::of_kind(&[]);
    let many = vec![condition("number", Comparison::Filled, ""); super::MOST_CONDITIONS + 1];
    let many = ConditionGroup {
        conditions: many,
        ..ConditionGroup::default()
    };
    let told = body(many, SendToEdo::default()).faults(&fields);
    assert_eq!(told.first().map(|fault| fault.what), Some(RuleFaultKind::TooMany));
    let mut deep = ConditionGroup::default();
    for _ in 0..super::DEEPEST_GROUP {
        deep = ConditionGroup {
            groups: vec![deep],
            ..ConditionGroup::default()
        };
    }
    let told = body(deep, SendToEdo::default()).faults(&fields);
    assert_eq!(told.first().map(|fault| fault.what), Some(RuleFaultKind::TooDeep));
}
