//! The table of the invoice: a `СведТов` for each line and the sums.

use domain::{Line, LineDetails, Money, Paper, UtdFunction, VatRate};
use rust_decimal::Decimal;

use super::super::lines::SERVICE;
use super::gap::Gaps;
use super::xml::Xml;
use super::{UtdFile, sums};

/// `НомСтр` has six digits.
const LINES: usize = 999_999;
const GOODS: &str = "1";

/// Writes the table.
pub fn write(xml: &mut Xml, file: &UtdFile<'_>, gaps: &mut Gaps) {
    let lines = &file.paper.lines;
    if lines.is_empty() {
        gaps.add("lines", "В документе нет ни одной строки.".to_owned());
        return;
    }
    if lines.len() > LINES {
        gaps.add(
            "lines",
            format!("В документе больше {LINES} строк. Разделите его на несколько."),
        );
        return;
    }
    xml.open("ТаблСчФакт", &[]);
    for (number, line) in (1..).zip(lines) {
        self::line(xml, line, number, file, gaps);
    }
    let totals = sums::totals(file, gaps);
    let net = if is_advance(file.paper) { None } else { totals.net };
    let (net, total) = (optional(net), optional(totals.total));
    xml.open(
        "ВсегоОпл",
        &[("СтТовБезНДСВсего", &net), ("СтТовУчНалВсего", &total)],
    );
    let all_without = lines.iter().all(|line| vat(line).is_none());
    let vat = if all_without {
        None
    } else {
        Some(totals.vat.unwrap_or(Money::ZERO))
    };
    tax(xml, "СумНалВсего", vat);
    xml.close("ВсегоОпл");
    xml.close("ТаблСчФакт");
}

/// An invoice for money received before the shipment: rates are fractions, and nothing is counted yet.
pub fn is_advance(paper: &Paper) -> bool {
    let is_prepayment = |line: &Line| {
        matches!(line.vat_rate, VatRate::Fraction(_)) && line.quantity.is_none() && line.price.is_none()
    };
    !paper.lines.is_empty() && paper.lines.iter().all(is_prepayment)
}

fn line(xml: &mut Xml, line: &Line, number: usize, file: &UtdFile<'_>, gaps: &mut Gaps) {
    let name = gaps.text(
        "line_name",
        &format!("Строка {number}: наименование"),
        &line.name,
        2000,
    );
    if name.is_empty() {
        gaps.add("line_name", format!("Строка {number}: не указано наименование."));
    }
    if line.total.is_none() {
        gaps.add("line_sum", format!("Строка {number}: не указана сумма."));
    }
    let (unit_code, unit) = unit(line, number, gaps);
    let (quantity, price) = measures(line, &unit_code, number, file, gaps);
    sums::check_line(line, number, file, gaps);
    let rate = rate(&line.vat_rate, number, gaps);
    let net = if is_advance(file.paper) { None } else { line.net() };
    xml.open(
        "СведТов",
        &[
            ("НомСтр", &number.to_string()),
            ("НаимТов", &name),
            ("ОКЕИ_Тов", &unit_code),
            ("НаимЕдИзм", &unit),
            ("КолТов", &quantity),
            ("ЦенаТов", &price),
            ("СтТовБезНДС", &optional(net)),
            ("НалСт", &rate),
            ("СтТовУчНал", &optional(line.total)),
        ],
    );
    origin(xml, &line.details, number, gaps);
    more(xml, &line.details, number, is_advance(file.paper), gaps);
    xml.open("Акциз", &[]);
    match line.details.excise {
        Some(excise) => xml.leaf("СумАкциз", &excise.to_string()),
        None => xml.leaf("БезАкциз", "без акциза"),
    }
    xml.close("Акциз");
    tax(xml, "СумНал", vat(line));
    xml.close("СведТов");
}

/// Columns 2 and 2а: code and name.
fn unit(line: &Line, number: usize, gaps: &mut Gaps) -> (String, String) {
    let name = gaps.text("line_unit", &format!("Строка {number}: единица"), &line.unit, 255);
    let written = line.details.unit_code.trim();
    let code = code(written, &[3, 4]);
    if code.is_none() && !written.is_empty() {
        gaps.add(
            "line_unit",
            format!("Строка {number}: код единицы по ОКЕИ «{written}» указан неверно: нужно 3 или 4 цифры."),
        );
    }
    if code.is_some() && name.is_empty() {
        gaps.add(
            "line_unit",
            format!("Строка {number}: не указано наименование единицы измерения."),
        );
    }
    (code.unwrap_or_default(), name)
}

/// Columns 3 and 4. An invoice that counts must count something and name its price.
fn measures(
    line: &Line,
    unit_code: &str,
    number: usize,
    file: &UtdFile<'_>,
    gaps: &mut Gaps,
) -> (String, String) {
    let is_invoice = file.function != UtdFunction::Transfer;
    let quantity = line.quantity.map(sums::at_most_digits);
    if quantity.is_some_and(|quantity| quantity.is_sign_negative() || quantity.is_zero()) {
        gaps.add(
            "line_quantity",
            format!("Строка {number}: количество должно быть больше нуля."),
        );
    }
    if is_invoice && quantity.is_none() && !unit_code.is_empty() {
        gaps.add(
            "line_quantity",
            format!("Строка {number}: не указано количество."),
        );
    }
    let price = sums::price_without_vat(line, file.paper.details.prices).map(sums::at_most_digits);
    let is_free = price.is_none_or(|price| price.is_zero() || price.is_sign_negative());
    if is_invoice && quantity.is_some() && is_free {
        gaps.add(
            "line_price",
            format!("Строка {number}: цена должна быть больше нуля."),
        );
    }
    let text = |number: Option<Decimal>| number.map(|number| number.to_string()).unwrap_or_default();
    (text(quantity), text(price))
}

/// Columns 10 and 11: several declarations are parted by commas or semicolons.
fn origin(xml: &mut Xml, details: &LineDetails, number: usize, gaps: &mut Gaps) {
    let country = code(&details.country_code, &[3]).unwrap_or_default();
    if country.is_empty() && !details.country_code.is_empty() {
        let value = &details.country_code;
        gaps.add(
            "line_country",
            format!("Строка {number}: код страны «{value}» указан неверно: нужно 3 цифры."),
        );
    }
    if !country.is_empty() && details.country.trim().is_empty() {
        gaps.add(
            "line_country",
            format!("Строка {number}: не указано название страны происхождения."),
        );
    }
    let declarations: Vec<&str> = details
        .customs_declaration
        .split([',', ';'])
        .map(str::trim)
        .filter(|declaration| !declaration.is_empty())
        .collect();
    if declarations.is_empty() && !country.is_empty() {
        xml.empty("СвДТ", &[("КодПроисх", &country)]);
    }
    for declaration in declarations {
        let what = format!("Строка {number}: номер декларации на товары");
        let declaration = gaps.text("line_customs", &what, declaration, 29);
        xml.empty("СвДТ", &[("КодПроисх", &country), ("НомерДТ", &declaration)]);
    }
}

fn more(xml: &mut Xml, details: &LineDetails, number: usize, is_advance: bool, gaps: &mut Gaps) {
    let item_code = gaps.text(
        "line_code",
        &format!("Строка {number}: код товара"),
        &details.item_code,
        100,
    );
    let kind = details.product_kind_code.trim();
    if !kind.is_empty() && kind.chars().count() != 10 {
        gaps.add(
            "line_kind",
            format!("Строка {number}: код вида товара по ТН ВЭД «{kind}» указан неверно: нужно 10 цифр."),
        );
    }
    let country = gaps.text(
        "line_country",
        &format!("Строка {number}: страна"),
        &details.country,
        255,
    );
    let what = match (details.is_service, is_advance) {
        (true, _) => SERVICE,
        (false, true) => "",
        (false, false) => GOODS,
    };
    let attributes = [
        ("ПрТовРаб", what),
        ("КодТов", item_code.as_str()),
        ("КодВидТов", kind),
    ];
    if country.is_empty() {
        if attributes.iter().any(|(_, value)| !value.is_empty()) {
            xml.empty("ДопСведТов", &attributes);
        }
        return;
    }
    xml.open("ДопСведТов", &attributes);
    xml.leaf("КрНаимСтрПр", &country);
    xml.close("ДопСведТов");
}

fn tax(xml: &mut Xml, name: &str, amount: Option<Money>) {
    xml.open(name, &[]);
    match amount {
        Some(amount) => xml.leaf("СумНал", &amount.to_string()),
        None => xml.leaf("БезНДС", "без НДС"),
    }
    xml.close(name);
}

/// The VAT that is written: none for «без НДС», zero for a rate of zero.
fn vat(line: &Line) -> Option<Money> {
    match line.vat_rate {
        VatRate::NoVat => None,
        VatRate::TaxAgent => line.vat_amount,
        VatRate::Percent(_) | VatRate::Fraction(_) | VatRate::Other(_) => {
            Some(line.vat_amount.unwrap_or(Money::ZERO))
        }
    }
}

/// As the format writes it, if the format has it.
fn rate(rate: &VatRate, number: usize, gaps: &mut Gaps) -> String {
    let text = rate_text(rate);
    let is_known = match rate {
        VatRate::NoVat | VatRate::TaxAgent => true,
        VatRate::Percent(percent) => [0, 5, 7, 10, 18, 20, 22].contains(percent),
        VatRate::Fraction(percent) => [5, 7, 10, 18, 20, 22].contains(percent),
        VatRate::Other(text) => ["9,09%", "16,67%", "18,03%"].contains(&text.as_str()),
    };
    if !is_known {
        gaps.add(
            "line_rate",
            format!("Строка {number}: ставки НДС «{text}» в формате УПД нет. Выберите другую."),
        );
    }
    text
}

/// As the format writes it.
pub fn rate_text(rate: &VatRate) -> String {
    match rate {
        VatRate::NoVat => "без НДС".to_owned(),
        VatRate::TaxAgent => "НДС исчисляется налоговым агентом".to_owned(),
        VatRate::Percent(percent) => format!("{percent}%"),
        VatRate::Fraction(percent) => format!("{percent}/{}", 100 + u16::from(*percent)),
        VatRate::Other(text) => text.clone(),
    }
}

fn optional(amount: Option<Money>) -> String {
    amount.map(|amount| amount.to_string()).unwrap_or_default()
}

/// Digits of one of these lengths.
fn code(text: &str, lengths: &[usize]) -> Option<String> {
    let text = text.trim();
    let fits = lengths.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    fits.then(|| text.to_owned())
}
