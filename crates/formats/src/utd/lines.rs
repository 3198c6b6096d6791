//! The table of the invoice and whether its lines add up.

use domain::{Line, LineDetails, Money, VatRate};
use rust_decimal::Decimal;

use super::node::Node;
use crate::error::Error;

/// What the table says.
#[derive(Default)]
pub struct Table {
    /// Lines in the order of the file.
    pub lines: Vec<Line>,
    /// «Всего к оплате» with VAT.
    pub total: Option<Money>,
    /// VAT in it.
    pub vat_amount: Option<Money>,
}

/// Reads the table; a ДОП may come without one.
pub fn read(document: &Node<'_>, warnings: &mut Vec<String>) -> Result<Table, Error> {
    let Some(table) = document.child("ТаблСчФакт") else {
        warnings.push("В документе нет таблицы товаров и услуг.".to_owned());
        return Ok(Table::default());
    };
    let lines: Vec<Line> = table
        .children("СведТов")
        .map(|node| line(&node))
        .collect::<Result<_, _>>()?;
    let sum = table.need("ВсегоОпл")?;
    let read = Table {
        total: sum.money("СтТовУчНалВсего")?,
        vat_amount: vat(sum.child("СумНалВсего").as_ref())?,
        lines,
    };
    check_sums(&read, warnings);
    Ok(read)
}

fn line(node: &Node<'_>) -> Result<Line, Error> {
    let unit = match node.text("НаимЕдИзм", 255)? {
        name if name.is_empty() => node.text("ОКЕИ_Тов", 4)?,
        name => name,
    };
    Ok(Line {
        name: node.text("НаимТов", 2000)?,
        unit,
        quantity: node.decimal("КолТов")?,
        price: node.decimal("ЦенаТов")?,
        vat_rate: vat_rate(&node.need_text("НалСт", 35)?),
        vat_amount: vat(node.child("СумНал").as_ref())?,
        total: node.money("СтТовУчНал")?,
        details: details(node)?,
    })
}

/// The columns that most lines leave empty.
fn details(node: &Node<'_>) -> Result<LineDetails, Error> {
    let mut details = LineDetails {
        unit_code: node.text("ОКЕИ_Тов", 4)?,
        ..LineDetails::default()
    };
    if let Some(excise) = node.child("Акциз").and_then(|excise| excise.child("СумАкциз")) {
        details.excise = Some(excise.money_text()?);
    }
    let mut declarations = Vec::new();
    for declaration in node.children("СвДТ") {
        if details.country_code.is_empty() {
            details.country_code = unless_dash(declaration.text("КодПроисх", 3)?);
        }
        declarations.push(unless_dash(declaration.text("НомерДТ", 1000)?));
    }
    declarations.retain(|declaration| !declaration.is_empty());
    details.customs_declaration = declarations.join(", ");
    if let Some(more) = node.child("ДопСведТов") {
        details.item_code = unless_dash(more.text("КодТов", 100)?);
        details.product_kind_code = unless_dash(more.text("КодВидТов", 10)?);
        // An element in 5.03, an attribute in 5.02.
        let country = more
            .child("КрНаимСтрПр")
            .map(|country| country.element().text.trim().to_owned());
        details.country = unless_dash(country.map_or_else(|| more.text("КрНаимСтрПр", 255), Ok)?);
        details.is_service = matches!(more.attribute("ПрТовРаб"), Some(WORK | SERVICE));
    }
    Ok(details)
}

/// Values of `ПрТовРаб` that are no goods.
pub const WORK: &str = "2";
/// The same of a service.
pub const SERVICE: &str = "3";

/// A dash stands where there is nothing to tell.
fn unless_dash(text: String) -> String {
    if text == "-" { String::new() } else { text }
}

/// `СумНал` or «без НДС» inside an element of the type СумНДСТип.
fn vat(amount: Option<&Node<'_>>) -> Result<Option<Money>, Error> {
    let inner = amount.and_then(|amount| amount.child("СумНал"));
    inner.map(|inner| inner.money_text()).transpose()
}

/// The rate as the format writes it: «22%», «22/122», «без НДС»; «9,09%» and its like stay as written.
fn vat_rate(text: &str) -> VatRate {
    match text {
        "без НДС" => return VatRate::NoVat,
        "НДС исчисляется налоговым агентом" => return VatRate::TaxAgent,
        _ => {}
    }
    let plain = |text: &str| {
        let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if is_number { text.parse::<u8>().ok() } else { None }
    };
    if let Some(percent) = text
        .strip_suffix('%')
        .and_then(plain)
        .filter(|percent| *percent <= 100)
    {
        return VatRate::Percent(percent);
    }
    let fraction = text
        .split_once('/')
        .and_then(|(over, under)| Some((plain(over)?, plain(under)?)));
    match fraction {
        Some((over, under)) if u16::from(under) == u16::from(over) + 100 => VatRate::Fraction(over),
        _ => VatRate::Other(text.to_owned()),
    }
}

/// Sums that do not agree are for a person to look at: the operator takes them, the bookkeeping may not.
fn check_sums(table: &Table, warnings: &mut Vec<String>) {
    let totals = table.lines.iter().map(|line| line.total);
    if let (Some(total), Some(sum)) = (table.total, sum_of(totals))
        && total.decimal() != sum
    {
        warnings.push(format!(
            "Сумма документа {total} не равна сумме его строк {sum:.2}. Проверьте документ."
        ));
    }
    let with_vat = table.lines.iter().filter(|line| line.vat_rate != VatRate::NoVat);
    let vat = sum_of(with_vat.map(|line| line.vat_amount));
    if let (Some(total), Some(sum)) = (table.vat_amount, vat)
        && total.decimal() != sum
    {
        warnings.push(format!(
            "НДС документа {total} не равен сумме НДС его строк {sum:.2}. Проверьте документ."
        ));
    }
    if table.total.is_none() {
        warnings.push("В документе не указана общая сумма с НДС.".to_owned());
    }
}

/// The sum; none when a line does not tell its part or there are no lines.
fn sum_of(amounts: impl Iterator<Item = Option<Money>>) -> Option<Decimal> {
    let mut sum = None;
    for amount in amounts {
        sum = Some(sum.unwrap_or_default() + amount?.decimal());
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::vat_rate;
    use domain::VatRate;

    #[test]
    fn every_rate_of_the_format_is_known() {
        for percent in [0, 5, 7, 10, 18, 20, 22] {
            assert_eq!(vat_rate(&format!("{percent}%")), VatRate::Percent(percent));
        }
        for over in [5_u8, 7, 10, 18, 20, 22] {
            assert_eq!(
                vat_rate(&format!("{over}/{}", over + 100)),
                VatRate::Fraction(over)
            );
        }
        assert_eq!(vat_rate("без НДС"), VatRate::NoVat);
        assert_eq!(vat_rate("НДС исчисляется налоговым агентом"), VatRate::TaxAgent);
    }

    #[test]
    fn an_unknown_rate_is_kept_as_written() {
        for text in [
            "9,09%", "18,03%", "22/120", "%", "/", "300%", "250%", "+5%", "200/300",
        ] {
            assert_eq!(vat_rate(text), VatRate::Other(text.to_owned()), "{text}");
        }
    }
}
