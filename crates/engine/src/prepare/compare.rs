//! What a generator gave back is read again and held against the record: what a person saw is what is signed.

use domain::{Money, OtherParty, Paper, PaperSide, UtdFunction};
use formats::Facts;

use crate::print_check::{Finding, Severity};

/// Everything in which the file differs from the record; nothing of it may be kept.
pub(super) fn differences(paper: &Paper, function: UtdFunction, name: &str, bytes: &[u8]) -> Vec<Finding> {
    let facts = match formats::read(name, bytes) {
        Ok(facts) => facts,
        Err(error) => {
            return vec![finding(
                "generated_file_unreadable",
                format!("Созданный файл не читается: {}", error.sentence()),
            )];
        }
    };
    let mut found = Vec::new();
    let mut differs = |what: &str, in_record: String, in_file: String| {
        if in_record != in_file {
            found.push(finding(
                "generated_file_differs",
                format!("В созданном файле {what}: «{in_file}», а в документе «{in_record}»."),
            ));
        }
    };
    let sum = |money: Option<Money>| money.unwrap_or(Money::ZERO).to_string();
    let day = |day: Option<jiff::civil::Date>| day.map(crate::words::date).unwrap_or_default();
    differs(
        "другая функция",
        function.as_format_value().to_owned(),
        function_of(&facts),
    );
    differs("другой номер", paper.number.clone(), facts.number.clone());
    differs("другая дата", day(paper.issued_on), day(facts.issued_on));
    differs("другая сумма с НДС", sum(paper.totals.total), sum(facts.total));
    differs("другая сумма НДС", sum(paper.totals.vat), sum(facts.vat_amount));
    differs(
        "другой ИНН продавца",
        inn(paper.firm.as_ref()),
        party_inn(facts.seller.as_ref()),
    );
    let buyer = match &paper.other {
        OtherParty::Company(side) => inn(Some(side)),
        OtherParty::Individual(_) | OtherParty::Unknown => String::new(),
    };
    differs("другой ИНН покупателя", buyer, party_inn(facts.buyer.as_ref()));
    differs(
        "другое число строк",
        paper.lines.len().to_string(),
        facts.lines.len().to_string(),
    );
    let other_lines = paper
        .lines
        .iter()
        .zip(&facts.lines)
        .position(|(ours, theirs)| sum(ours.total) != sum(theirs.total));
    if let Some(index) = other_lines {
        found.push(finding(
            "generated_file_differs",
            format!("В созданном файле другая сумма в строке {}.", index + 1),
        ));
    }
    found
}

fn function_of(facts: &Facts) -> String {
    match facts.format {
        domain::EdoFormat::Utd(function) => function.as_format_value().to_owned(),
        domain::EdoFormat::Nonformalized => String::new(),
    }
}

fn inn(side: Option<&PaperSide>) -> String {
    side.map(|side| side.party.inn.to_string()).unwrap_or_default()
}

fn party_inn(party: Option<&domain::Party>) -> String {
    party.map(|party| party.inn.to_string()).unwrap_or_default()
}

fn finding(code: &'static str, sentence: String) -> Finding {
    Finding {
        code,
        severity: Severity::Blocker,
        sentence,
        place: None,
    }
}
