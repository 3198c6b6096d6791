use domain::{Direction, DocumentDetails, EdoFormat, Inn, Money, NewDocument, Origin};
use jiff::civil::date;

use super::{Agreement, compare};

fn paper(number: &str, day: i8, kopecks: i64) -> NewDocument {
    NewDocument {
        firm: None,
        counterparty: None,
        individual: None,
        assignee: None,
        direction: Direction::Outbound,
        kind: None,
        format: EdoFormat::Nonformalized,
        number: number.to_owned(),
        issued_on: Some(date(2026, 11, day)),
        total: Some(Money::from_kopecks(kopecks)),
        vat_amount: None,
        currency: "643".to_owned(),
        title: String::new(),
        file: None,
        origin: Origin::Composed,
        lines: Vec::new(),
        details: DocumentDetails::default(),
    }
}

fn grove() -> Option<Inn> {
    Some("9644112800".parse().unwrap())
}

fn stranger() -> Option<Inn> {
    Some("7707083893".parse().unwrap())
}

#[test]
fn papers_of_somebody_else_and_papers_that_share_one_sign_are_not_alike() {
    let came = paper("15", 20, 9_900);
    let is_alike = |ours: &NewDocument, inn| compare((&came, grove()), (ours, inn)).is_some();
    assert!(!is_alike(&paper("15", 20, 9_900), stranger()));
    assert!(!is_alike(&paper("15", 19, 9_800), grove()));
    assert!(!is_alike(&paper("15", 20, 9_800), None));
    assert!(is_alike(&paper("15", 20, 9_800), grove()));
    assert!(is_alike(&paper("77", 20, 9_900), grove()));
    assert!(is_alike(&paper("15", 20, 9_900), None));
}

#[test]
fn a_number_is_one_number_however_it_is_written() {
    for number in ["№ 015", "15", " 15 ", "00-15"] {
        let found = compare(
            (&paper(number, 20, 9_900), grove()),
            (&paper("15", 20, 9_900), grove()),
        )
        .unwrap();
        assert!(found.is_sure(), "{number}");
    }
}

#[test]
fn what_is_not_told_weighs_less_against_a_pair_than_what_differs() {
    let came = paper("15", 20, 9_900);
    let silent = NewDocument {
        issued_on: None,
        ..paper("15", 20, 9_900)
    };
    let silent = compare((&came, grove()), (&silent, grove())).unwrap();
    let other_day = compare((&came, grove()), (&paper("15", 19, 9_900), grove())).unwrap();
    assert_eq!(silent.agrees, [Agreement::Number, Agreement::Sum, Agreement::Inn]);
    assert!(silent.weight() > other_day.weight());
}
