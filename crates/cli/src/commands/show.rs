//! `show`: the card of a document.

use serde::Deserialize;
use serde_json::json;

use super::list::{Row, Status};
use crate::args::Show;
use crate::fault::{Done, Fault};
use crate::session::{Session, read};
use crate::table::one_line;
use crate::words;

/// What is shown of a card.
#[derive(Deserialize)]
pub(crate) struct Card {
    pub document: Body,
    sendings: Vec<Sending>,
    timeline: Vec<Entry>,
    missing: Vec<Missing>,
    files: Vec<EdoFile>,
    changed_since_sent: bool,
    based_on: Vec<Link>,
    basis_for: Vec<Link>,
    pair: Option<Paired>,
}

#[derive(Deserialize)]
pub(crate) struct Body {
    #[serde(flatten)]
    pub row: Row,
    pub direction: String,
    pub firm: Option<Side>,
    pub counterparty: Option<Side>,
    vat_amount: Option<String>,
    operator_status_text: String,
    status_since: String,
    lines: Vec<serde_json::Value>,
    file: Option<File>,
    individual_name: Option<String>,
    assignee_name: Option<String>,
}

#[derive(Deserialize)]
pub(crate) struct Side {
    name: String,
    inn: String,
    kpp: Option<String>,
}

#[derive(Deserialize)]
struct File {
    name: String,
    size: u64,
}

/// A file that was taken in or made to be signed.
#[derive(Deserialize)]
struct EdoFile {
    name: String,
    size: u64,
    made_at: String,
    is_current: bool,
    is_outdated: bool,
    sending_ids: Vec<i64>,
    title_of: Option<String>,
    signed_by: Vec<String>,
}

/// A document named by this one.
#[derive(Deserialize)]
struct Link {
    id: i64,
    label: String,
}

/// The same paper on the other road.
#[derive(Deserialize)]
struct Paired {
    id: i64,
    label: String,
    status: Status,
    is_arrival: bool,
}

#[derive(Deserialize)]
struct Sending {
    id: i64,
    operator_title: String,
    status: Status,
    created_at: String,
    operation: Option<Operation>,
    via: Option<String>,
    facets: Option<Facets>,
    obligations: Vec<Owed>,
}

/// What is still owed about a sending.
#[derive(Deserialize)]
struct Owed {
    kind: String,
    by: String,
    since: Option<String>,
    due_on: Option<String>,
    is_due_firm: bool,
}

#[derive(Deserialize)]
struct Facets {
    #[serde(default)]
    intermediate: String,
}

#[derive(Deserialize)]
struct Operation {
    id: i64,
    failure: Option<Failure>,
}

#[derive(Deserialize)]
struct Failure {
    text: String,
}

#[derive(Deserialize)]
struct Entry {
    at: String,
    actor: String,
    fact: String,
    text: String,
}

#[derive(Deserialize)]
struct Missing {
    sentence: String,
}

pub(crate) async fn run(session: &Session, wanted: &Show) -> Result<Done, Fault> {
    let answer = session.call("documents.get", json!({ "id": wanted.id })).await?;
    if session.output.is_for_program() {
        session.output.json(&answer);
        return Ok(Done::Whole);
    }
    let card: Card = read(answer)?;
    for line in lines(&card) {
        session.output.line(&line);
    }
    Ok(Done::Whole)
}

/// The card in the words of a clerk.
fn lines(card: &Card) -> Vec<String> {
    let mut lines = heading(&card.document);
    if card.changed_since_sent {
        lines.push("  Изменён после отправки: отправьте его заново целиком.".to_owned());
    }
    if let Some(pair) = &card.pair {
        let title = if pair.is_arrival {
            "Подписывается входящим документом"
        } else {
            "Наш документ"
        };
        let label = one_line(&pair.label);
        lines.extend([
            String::new(),
            title.to_owned(),
            format!("  {}: {label}, {}", pair.id, pair.status.label),
        ]);
    }
    let links = [
        ("На основании", &card.based_on),
        ("Основание для", &card.basis_for),
    ];
    for (title, links) in links.into_iter().filter(|(_, links)| !links.is_empty()) {
        lines.extend([String::new(), title.to_owned()]);
        lines.extend(
            links
                .iter()
                .map(|link| format!("  {}: {}", link.id, one_line(&link.label))),
        );
    }
    if !card.files.is_empty() {
        lines.extend([String::new(), "Документы ЭДО".to_owned()]);
        lines.extend(card.files.iter().map(file_line));
    }
    if !card.sendings.is_empty() {
        lines.extend([String::new(), "Отправки".to_owned()]);
        lines.extend(card.sendings.iter().flat_map(sending_lines));
    }
    if !card.timeline.is_empty() {
        lines.extend([String::new(), "История".to_owned()]);
        lines.extend(card.timeline.iter().map(entry_line));
    }
    if !card.missing.is_empty() && card.sendings.is_empty() {
        lines.extend([String::new(), "Чтобы отправить".to_owned()]);
        let wants = card.missing.iter();
        lines.extend(wants.map(|missing| format!("  {}", missing.sentence)));
    }
    lines
}

fn heading(body: &Body) -> Vec<String> {
    let row = &body.row;
    let mut title = format!("Документ {}: {}", row.id, one_line(&row.name()));
    if row.issued_on.is_some() {
        title = format!("{title} от {}", words::day(row.issued_on.as_deref()));
    }
    let (ours, theirs) = if body.direction == "inbound" {
        ("Получатель", "Отправитель")
    } else {
        ("Отправитель", "Получатель")
    };
    let mut fields = vec![
        (ours, side(body.firm.as_ref())),
        (
            theirs,
            match &body.individual_name {
                Some(name) => one_line(name),
                None => side(body.counterparty.as_ref()),
            },
        ),
    ];
    if let Some(name) = &body.assignee_name {
        fields.push(("Ответственный", one_line(name)));
    }
    if row.total.is_some() {
        fields.push(("Сумма с НДС, ₽", words::sum(row.total.as_deref(), &row.currency)));
    }
    if body.vat_amount.is_some() {
        fields.push(("в том числе НДС", words::sum(body.vat_amount.as_deref(), "")));
    }
    if !body.lines.is_empty() {
        fields.push(("Строк", body.lines.len().to_string()));
    }
    let file = body.file.as_ref().map_or_else(
        || "ещё не создан".to_owned(),
        |file| format!("{} ({})", one_line(&file.name), size(file.size)),
    );
    fields.push(("Файл", file));
    fields.push((
        "Статус ЭДО",
        format!("{}, с {}", row.status.label, words::moment(&body.status_since)),
    ));
    if !body.operator_status_text.is_empty() {
        fields.push(("Слова оператора", one_line(&body.operator_status_text)));
    }
    let mut lines = vec![title];
    lines.extend(fields.into_iter().map(|(name, value)| field(name, &value)));
    lines
}

fn field(name: &str, value: &str) -> String {
    const WIDTH: usize = 16;
    let gap = " ".repeat(WIDTH.saturating_sub(name.chars().count()));
    format!("  {name}{gap}  {value}")
}

fn side(side: Option<&Side>) -> String {
    match side {
        None => "не указан".to_owned(),
        Some(side) => {
            let kpp = side
                .kpp
                .as_deref()
                .map(|kpp| format!(", КПП {kpp}"))
                .unwrap_or_default();
            format!("{} (ИНН {}{kpp})", one_line(&side.name), side.inn)
        }
    }
}

fn size(bytes: u64) -> String {
    const KIB: u64 = 1_024;
    match bytes {
        0..KIB => format!("{bytes} Б"),
        _ if bytes < KIB * KIB => format!("{} КБ", bytes.div_ceil(KIB)),
        _ => format!("{} МБ", bytes.div_ceil(KIB * KIB)),
    }
}

fn file_line(file: &EdoFile) -> String {
    let state = match (file.title_of.as_deref(), file.is_current, file.is_outdated) {
        (Some("us"), ..) => "наш ответный титул",
        (Some("them"), ..) => "ответный титул контрагента",
        (Some(_), ..) => "титул промежуточного получателя",
        (None, true, false) => "действующий",
        (None, _, true) => "устарел",
        (None, false, false) => "прежний",
    };
    let signed: Vec<&str> = file.signed_by.iter().map(|party| whose(party)).collect();
    let signed = if signed.is_empty() {
        String::new()
    } else {
        format!(", подписи: {}", signed.join(", "))
    };
    let sent: Vec<String> = file.sending_ids.iter().map(|id| format!("№ {id}")).collect();
    let sent = if sent.is_empty() {
        String::new()
    } else {
        format!(", отправки {}", sent.join(", "))
    };
    format!(
        "  {} от {} ({}): {state}{sent}{signed}",
        one_line(&file.name),
        words::moment(&file.made_at),
        size(file.size)
    )
}

/// Whose signature.
fn whose(party: &str) -> &str {
    match party {
        "us" => "наша",
        "them" => "контрагента",
        _ => "промежуточного получателя",
    }
}

fn sending_lines(sending: &Sending) -> Vec<String> {
    let at = words::moment(&sending.created_at);
    let mut lines = vec![format!(
        "  № {} от {at}, {}: {}",
        sending.id, sending.operator_title, sending.status.label
    )];
    if let Some(via) = &sending.via {
        let state = sending
            .facets
            .as_ref()
            .map_or("", |told| told.intermediate.as_str());
        lines.push(format!(
            "    Промежуточный получатель: {}{}",
            one_line(via),
            between(state)
        ));
    }
    lines.extend(
        sending
            .obligations
            .iter()
            .map(|owed| owed_line(owed, sending.via.as_deref())),
    );
    if let Some(operation) = &sending.operation
        && let Some(failure) = &operation.failure
    {
        lines.push(format!(
            "    Отправка {} в очереди: {}",
            operation.id,
            one_line(&failure.text)
        ));
    }
    lines
}

/// «До завершения: подпись за контрагентом, с …»
fn owed_line(owed: &Owed, via: Option<&str>) -> String {
    let what = match owed.kind.as_str() {
        "delivery" => "доставка",
        "revocation_answer" => "ответ на предложение об аннулировании",
        "amendment" => "исправленный документ",
        "signature" => "подпись",
        "receipt_notice" => "извещение о получении",
        "marking" => "ответ «Честного знака»",
        "consent" => "согласие на обмен",
        "approval" => "согласование",
        _ => "неизвестное действие",
    };
    let whose = match (owed.by.as_str(), via) {
        ("us", _) => "за нами".to_owned(),
        ("them", _) => "за контрагентом".to_owned(),
        ("intermediate", Some(via)) => format!("за промежуточным получателем {}", one_line(via)),
        ("intermediate", None) => "за промежуточным получателем".to_owned(),
        _ => "за оператором".to_owned(),
    };
    let since = owed
        .since
        .as_deref()
        .map(|since| format!(", с {}", words::moment(since)));
    let due = owed.due_on.as_deref().map(|day| {
        let about = if owed.is_due_firm {
            ""
        } else {
            "ориентировочно "
        };
        format!(", срок {about}{}", words::day(Some(day)))
    });
    format!(
        "    До завершения: {what} {whose}{}{}",
        since.unwrap_or_default(),
        due.unwrap_or_default()
    )
}

/// Whether who stands between has signed.
fn between(state: &str) -> &str {
    match state {
        "" | "not_required" => "",
        "awaited" => ", ждём его подпись",
        "signed" => ", подписал",
        "rejected" => ", отказал в подписи",
        "invalid" => ", его подпись недействительна",
        _ => ", неизвестное состояние подписи",
    }
}

fn entry_line(entry: &Entry) -> String {
    let actor = match entry.actor.as_str() {
        "us" => "мы",
        "them" => "контрагент",
        _ => "оператор",
    };
    let text = match entry.text.trim() {
        "" => String::new(),
        text => format!(": «{}»", one_line(text)),
    };
    format!(
        "  {}  {actor}: {}{text}",
        words::moment(&entry.at),
        fact(&entry.fact)
    )
}

fn fact(code: &str) -> &str {
    match code {
        "posted" => "документ принят оператором",
        "signed" => "документ подписан",
        "titled" => "подписан ответный титул",
        "delivered" => "документ доставлен",
        "not_delivered" => "документ не доставлен",
        "rejected" => "в подписи отказано",
        "intermediate_signed" => "промежуточный получатель подписал",
        "intermediate_rejected" => "промежуточный получатель отказал в подписи",
        "receipt_notice" => "извещение о получении",
        "amendment_requested" => "запрошено уточнение",
        "revocation_requested" => "предложено аннулировать",
        "revocation_accepted" => "аннулирование согласовано",
        "revocation_rejected" => "в аннулировании отказано",
        "operator_confirmation" => "подтверждение оператора",
        "signature_checked" => "подпись проверена",
        "message" => "сообщение",
        "authority_asked" => "запрошено подтверждение полномочий подписанта",
        "shipment_fixation_cancelled" => "отменены сведения об отгрузке",
        "remade_as_message" => "служебный документ составлен заново универсальным сообщением",
        "comment" => "комментарий",
        "deleted" => "документ удалён из ящика",
        "restored" => "документ восстановлен в ящике",
        "moved" => "документ перемещён в другое подразделение",
        "roaming" => "ответ другого оператора",
        "outer" => "ответ внешней системы",
        _ => "событие",
    }
}
