//! Lines and totals of the user contract.

use domain::{Line, Money, Paper, VatRate};
use rust_decimal::Decimal;

use super::Xml;

/// The table of a УПД.
pub(super) fn write(xml: &mut Xml, paper: &Paper) {
    let totals = &paper.totals;
    let (net, vat, total) = (money(totals.net), money(totals.vat), money(totals.total));
    let attributes = [
        ("TotalWithVatExcluded", net.as_str()),
        ("Vat", &vat),
        ("WithoutVat", if totals.vat.is_none() { "true" } else { "" }),
        ("Total", &total),
    ];
    xml.element("Table", &attributes, |xml| {
        for line in &paper.lines {
            item(xml, paper, line);
        }
    });
}

fn item(xml: &mut Xml, paper: &Paper, line: &Line) {
    let details = &line.details;
    let (net, vat, total, excise) = (
        money(line.net()),
        money(line.vat_amount),
        money(line.total),
        money(details.excise),
    );
    let quantity = decimal(line.quantity);
    let price = decimal(line.net_price(paper.details.prices));
    let attributes = [
        ("Product", line.name.as_str()),
        ("Unit", &details.unit_code),
        ("UnitName", &line.unit),
        ("Quantity", &quantity),
        ("Price", &price),
        ("Excise", &excise),
        ("TaxRate", tax_rate(&line.vat_rate)),
        ("SubtotalWithVatExcluded", &net),
        ("Vat", &vat),
        ("WithoutVat", if line.vat_amount.is_none() { "true" } else { "" }),
        ("Subtotal", &total),
        ("ItemMark", if details.is_service { "3" } else { "1" }),
        ("ItemVendorCode", &details.item_code),
        ("ItemTypeCode", &details.product_kind_code),
    ];
    if details.country_code.is_empty() && details.customs_declaration.is_empty() {
        xml.empty("Item", &attributes);
        return;
    }
    xml.element("Item", &attributes, |xml| {
        xml.element("CustomsDeclarations", &[], |xml| {
            let declaration = [
                ("Country", details.country_code.as_str()),
                ("DeclarationNumber", &details.customs_declaration),
            ];
            xml.empty("CustomsDeclaration", &declaration);
        });
    });
}

fn money(amount: Option<Money>) -> String {
    amount.as_ref().map(ToString::to_string).unwrap_or_default()
}

fn decimal(number: Option<Decimal>) -> String {
    number
        .map(|number| number.normalize().to_string())
        .unwrap_or_default()
}

/// `TaxRateWithTwentyTwoPercent` of the schema. A rate it does not have goes as «НДС исчисляется налоговым агентом»
/// never, as «без НДС» never: it is left empty, and the operator refuses the contract by name.
fn tax_rate(rate: &VatRate) -> &'static str {
    match rate {
        VatRate::NoVat => "NoVat",
        VatRate::TaxAgent => "TaxedByAgent",
        VatRate::Percent(0) => "ZeroPercent",
        VatRate::Percent(5) => "FivePercent",
        VatRate::Percent(7) => "SevenPercent",
        VatRate::Percent(10) => "TenPercent",
        VatRate::Percent(18) => "EighteenPercent",
        VatRate::Percent(20) => "TwentyPercent",
        VatRate::Percent(22) => "TwentyTwoPercent",
        VatRate::Fraction(5) => "FiveFraction",
        VatRate::Fraction(7) => "SevenFraction",
        VatRate::Fraction(10) => "TenFraction",
        VatRate::Fraction(18) => "EighteenFraction",
        VatRate::Fraction(20) => "TwentyFraction",
        VatRate::Fraction(22) => "TwentyTwoFraction",
        VatRate::Percent(_) | VatRate::Fraction(_) | VatRate::Other(_) => "",
    }
}
