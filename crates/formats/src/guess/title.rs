//! The title of a paper: what it is, its number and its date.

use jiff::civil::Date;

use super::dates;
use super::text::TextLine;

/// A title.
#[derive(Debug, PartialEq, Eq)]
pub struct Title {
    /// Code of a built-in kind.
    pub kind_code: &'static str,
    /// Number as printed.
    pub number: Option<String>,
    /// Date of the document.
    pub issued_on: Option<Date>,
}

/// How titles begin, longer ones first; an empty code is a paper of which the directory has no kind.
const BEGINNINGS: [(&str, &str); 27] = [
    ("счет-фактура", ""),
    ("счет - фактура", ""),
    ("счет-договор", ""),
    ("счет на оплату", "payment_invoice"),
    ("счет №", "payment_invoice"),
    ("счет n", "payment_invoice"),
    ("договор-заказ-наряд", "work_order"),
    ("договор заказ-наряд", "work_order"),
    ("предварительный заказ-наряд", "work_order"),
    ("заказ-наряд", "work_order"),
    ("заказ наряд", "work_order"),
    ("реализация товаров", "goods_sale"),
    ("заказ покупателя", "sales_order"),
    ("заказ клиента", "sales_order"),
    ("заявка на ремонт", "repair_request"),
    ("акт сверки", ""),
    ("акт приема-передачи денежных средств", "money_transfer_act"),
    ("акт передачи денежных средств", "money_transfer_act"),
    ("апд №", "money_transfer_act"),
    ("акт приема-передачи корреспонденции", "parcel_transfer_act"),
    ("акт приема-передачи отправлений", "parcel_transfer_act"),
    ("апк №", "parcel_transfer_act"),
    ("акт приема-передачи", ""),
    ("акт", "acceptance_certificate"),
    ("договор займа", ""),
    ("договор", "contract"),
    ("универсальный передаточный документ", ""),
];

/// A title stands at the beginning of the first page; above it are a letterhead, bank details and warnings.
const SEARCHED_LINES: usize = 40;

/// Letters of a line that may be a title.
const LONGEST: usize = 160;

/// The title, if there is exactly one of the largest letters.
pub fn find(lines: &[TextLine]) -> Option<Title> {
    let searched = lines
        .iter()
        .take_while(|line| line.page == 1)
        .take(SEARCHED_LINES);
    let candidates: Vec<(usize, &TextLine, &'static str)> = searched
        .enumerate()
        .filter_map(|(at, line)| Some((at, line, beginning(line)?)))
        .collect();
    let tallest = candidates
        .iter()
        .map(|(_, line, _)| line.height)
        .fold(0.0, f32::max);
    let mut titles = candidates
        .iter()
        .filter(|(_, line, _)| line.height > tallest * 0.93);
    let (at, line, kind_code) = *titles.next()?;
    // A second title of another kind and as large: unclear which is which.
    if kind_code.is_empty() || titles.any(|(_, _, other)| *other != kind_code) {
        return None;
    }
    let next = lines.get(at + 1).filter(|next| continues(line, next));
    let whole = match next {
        Some(next) => format!("{} {}", line.shown, next.shown),
        None => line.shown.clone(),
    }
    .replace('\t', " ");
    let issued_on =
        after_from(&whole).or_else(|| of_contract(kind_code, lines.get(at + 1..).unwrap_or_default()));
    Some(Title {
        kind_code,
        number: number(&whole),
        issued_on,
    })
}

/// The kind that a line names when it begins like a title.
fn beginning(line: &TextLine) -> Option<&'static str> {
    let text = line.plain.trim_start();
    if text.chars().count() > LONGEST {
        return None;
    }
    let (begins, code) = BEGINNINGS.iter().find(|(begins, _)| text.starts_with(begins))?;
    let rest = text.get(begins.len()..)?;
    // «Актив», «Договоримся», «Договор:» and «Акт подписан» are no titles.
    let is_whole_word =
        begins.ends_with(['№', 'n']) || !rest.starts_with(|next: char| next.is_alphanumeric());
    let names_only = rest.trim_start().starts_with(':');
    let words = rest.split_whitespace().count();
    let is_titled = rest.contains(['№', '#']) || rest.contains(" n ") || rest.contains(" от ") || words <= 4;
    (is_whole_word && !names_only && is_titled && !rest.trim_end().ends_with('.')
        || is_whole_word && !names_only && rest.contains('№'))
    .then_some(*code)
}

/// A title is written on over the next line when that is as tall and the number or the date is still to come.
fn continues(line: &TextLine, next: &TextLine) -> bool {
    let is_alike = (next.height - line.height).abs() < line.height * 0.07 && next.page == line.page;
    let has_all = line.plain.contains('№') && !dates::all(&line.shown).is_empty();
    is_alike && !has_all && (next.plain.contains('№') || next.plain.trim_start().starts_with("от "))
}

/// What stands between «№» and «от».
fn number(title: &str) -> Option<String> {
    let (_, after) = title.split_once('№').or_else(|| title.split_once(" N "))?;
    let after = after.trim_start();
    let plain: String = after.chars().map(super::text::plain).collect();
    let end = plain.find(" от ").or_else(|| plain.find(" к договору"));
    let number = match end {
        // One letter for each, so the same count of letters.
        Some(end) => after
            .chars()
            .take(plain.get(..end)?.chars().count())
            .collect::<String>(),
        None => after.split_whitespace().next().unwrap_or_default().to_owned(),
    };
    let number = number.trim().trim_end_matches([',', '.', ';', ':']).trim();
    let has_digit = number.chars().any(|letter| letter.is_ascii_digit());
    let is_short = (1..=40).contains(&number.chars().count()) && number.split_whitespace().count() <= 2;
    (has_digit && is_short && !number.contains('_')).then(|| number.to_owned())
}

/// The one date behind «от».
fn after_from(title: &str) -> Option<Date> {
    let plain: String = title.chars().map(super::text::plain).collect();
    let from = plain.find(" от ")?;
    // The first of them: «Акт № 5 от 19.11.2026 к договору № 14 от 12.01.2026».
    dates::all(plain.get(from..)?).into_iter().next()
}

/// Contracts have their date beside the city, in a line of its own right below the title.
fn of_contract(kind_code: &str, below: &[TextLine]) -> Option<Date> {
    if kind_code != "contract" {
        return None;
    }
    let mut found = below.iter().take(2).flat_map(|line| dates::all(&line.shown));
    let first = found.next()?;
    found.all(|other| other == first).then_some(first)
}
