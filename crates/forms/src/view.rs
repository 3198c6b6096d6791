//! The record as templates see it: everything as it is printed, absent things as empty text, so that a template may
//! name any field of any record. Beside the printed figures stand the plain ones, for counting.

mod line;
mod side;

use domain::document::{EdoFormat, Reference, UtdFunction};
use domain::kind::FieldInput;
use domain::vat::PriceKind;
use domain::{Money, Paper, PersonName};
use jiff::civil::Date;
use serde_json::{Map, Value, json};

use crate::{figures, fonts, words};

/// Whether there is a picture of the payment's code beside the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaymentCode {
    /// There is.
    Drawn,
    /// The form does not ask for it, or the bank account is not known.
    Absent,
}

/// The file `data.json` of a form.
pub fn record(paper: &Paper, code: PaymentCode) -> Value {
    let mut record = json!({
        "kind": {"code": paper.kind.code, "name": paper.kind.name},
        "title": paper.title,
        "number": paper.number,
        "date": day_in_words(paper.issued_on),
        "day": day(paper.issued_on),
        "currency": currency(&paper.currency),
        "firm": side::ours(paper),
        "other": side::theirs(paper),
        "assignee": assignee(paper),
        "lines": line::all(paper),
        "totals": totals(paper),
        "prices_have_vat": paper.details.prices == PriceKind::WithVat,
        "vat": line::vat_by_rates(paper),
        "function": function(paper.format),
        "payment_code": code == PaymentCode::Drawn,
    });
    if let (Some(record), Value::Object(details)) = (record.as_object_mut(), details(paper)) {
        record.extend(details);
    }
    cleaned(record)
}

fn details(paper: &Paper) -> Value {
    let details = &paper.details;
    let field = |field: &domain::kind::KindField| {
        let value = details.fields.get(&field.name).map_or("", String::as_str);
        json!({"name": field.name, "label": field.label, "value": shown(value, field.input)})
    };
    let mut fields = Map::new();
    for known in &paper.kind.fields {
        let value = details.fields.get(&known.name).map_or("", String::as_str);
        fields.insert(known.name.clone(), shown(value, known.input).into());
    }
    for (name, value) in &details.fields {
        fields.entry(name.clone()).or_insert_with(|| value.clone().into());
    }
    json!({
        "shipped": day_in_words(details.shipped_on.or(paper.issued_on)),
        "shipped_day": day(details.shipped_on.or(paper.issued_on)),
        "grounds": details.grounds.iter().map(reference).collect::<Vec<_>>(),
        "payments": details.payments.iter().map(reference).collect::<Vec<_>>(),
        "shipper": details.shipper,
        "consignee": details.consignee,
        "transport": details.transport,
        "state_contract": details.state_contract,
        "comment": details.comment,
        "fields": fields,
        "field_list": paper.kind.fields.iter().map(field).collect::<Vec<_>>(),
    })
}

fn shown(value: &str, input: FieldInput) -> String {
    match (input, value.parse::<Date>()) {
        (FieldInput::Date, Ok(date)) => words::date_in_words(date),
        _ => value.to_owned(),
    }
}

fn reference(reference: &Reference) -> Value {
    let number = match reference.number.trim() {
        "" => "б/н",
        number => number,
    };
    let mut text = format!("{} № {number}", reference.name.trim()).trim().to_owned();
    if let Some(date) = reference.issued_on {
        text.push_str(&format!(" от {}", words::date_in_figures(date)));
    }
    json!({"name": reference.name, "number": reference.number, "day": day(reference.issued_on), "text": text})
}

fn totals(paper: &Paper) -> Value {
    let totals = paper.totals;
    let spelt = |amount: Option<Money>| {
        amount
            .map(|amount| words::amount_in_words(amount, &paper.currency))
            .unwrap_or_default()
    };
    json!({
        "net": figures::money_or_blank(totals.net),
        "vat": figures::money_or_blank(totals.vat),
        "total": figures::money_or_blank(totals.total),
        "words": spelt(totals.total),
        "vat_words": spelt(totals.vat),
        "sum": figures::money_or_blank(match paper.details.prices {
            PriceKind::WithVat => totals.total,
            PriceKind::WithoutVat => totals.net,
        }),
    })
}

fn assignee(paper: &Paper) -> Value {
    let mut assignee = person(paper.assignee.as_ref().map(|person| &person.name));
    let body = paper.assignee.as_ref();
    let phone = body.and_then(|body| body.phone.as_ref());
    let text = |of: fn(&domain::EmployeeBody) -> &String| body.map(of).cloned().unwrap_or_default();
    if let Some(fields) = assignee.as_object_mut() {
        fields.insert("position".into(), text(|body| &body.position).into());
        fields.insert("email".into(), text(|body| &body.email).into());
        fields.insert(
            "phone".into(),
            phone.map(ToString::to_string).unwrap_or_default().into(),
        );
    }
    assignee
}

fn person(name: Option<&PersonName>) -> Value {
    json!({
        "name": name.map(PersonName::full).unwrap_or_default(),
        "short": name.map(PersonName::short).unwrap_or_default(),
    })
}

/// Наименование и код валюты, line 7 of the счёт-фактура (ОКВ).
fn currency(code: &str) -> Value {
    let (name, short) = match code {
        "643" => ("Российский рубль", "руб."),
        "840" => ("Доллар США", "долл. США"),
        "978" => ("Евро", "евро"),
        "156" => ("Юань", "юаней"),
        "933" => ("Белорусский рубль", "бел. руб."),
        "398" => ("Тенге", "тенге"),
        _ => ("", ""),
    };
    json!({"code": code, "name": name, "short": short})
}

/// «СЧФ», «ДОП» or «СЧФДОП»; a paper of another format counts as both.
fn function(format: EdoFormat) -> &'static str {
    match format {
        EdoFormat::Utd(function) => function.as_format_value(),
        EdoFormat::Nonformalized => UtdFunction::InvoiceAndTransfer.as_format_value(),
    }
}

fn day(date: Option<Date>) -> String {
    date.map(words::date_in_figures).unwrap_or_default()
}

fn day_in_words(date: Option<Date>) -> String {
    date.map(words::date_in_words).unwrap_or_default()
}

/// Every text of the record as fonts can print it.
fn cleaned(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(fonts::printable(&text)),
        Value::Array(list) => list.into_iter().map(cleaned).collect(),
        Value::Object(fields) => fields
            .into_iter()
            .map(|(name, value)| (name, cleaned(value)))
            .collect(),
        other => other,
    }
}
