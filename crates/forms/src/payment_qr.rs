//! The code with which a bank fills in a payment (ГОСТ Р 56042-2014 «Двухмерные символы штрихового кода для
//! осуществления платежей физических лиц»).
//!
//! Format `ST00012`: version 0001, UTF-8, fields `Name=Value` parted by `|`. Deliberately no fields of taxes and housing.

use domain::{Inn, Kpp, Money, OtherParty, Paper};
use qrcode::{Color, EcLevel, QrCode};

use crate::words;

/// What the code says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentOrder {
    /// Who is paid («Name»), up to 160 letters.
    pub name: String,
    /// Account, twenty digits («PersonalAcc»).
    pub account: String,
    /// Bank («BankName»), up to 45 letters.
    pub bank: String,
    /// БИК («BIC»).
    pub bic: String,
    /// Correspondent account («CorrespAcc»); «0» is written for treasuries, which have none.
    pub correspondent_account: String,
    /// ИНН of who is paid («PayeeINN»).
    pub inn: Inn,
    /// КПП («KPP»).
    pub kpp: Option<Kpp>,
    /// Sum, written in kopecks («Sum»).
    pub sum: Option<Money>,
    /// What is paid for («Purpose»), up to 210 letters.
    pub purpose: String,
}

/// Why there is no code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoCode {
    /// No firm of ours is named.
    #[error("В документе не выбрана фирма.")]
    NoFirm,
    /// The account of the firm is not there or wrong.
    #[error("{0}")]
    BadAccount(String),
    /// The code is for payments in roubles only.
    #[error("Код для оплаты печатается только для счетов в рублях.")]
    NotRoubles,
}

/// The payment that a paper asks for.
///
/// # Errors
/// What is missing for a code that a bank can read.
pub fn of_paper(paper: &Paper) -> Result<PaymentOrder, NoCode> {
    if paper.currency != "643" {
        return Err(NoCode::NotRoubles);
    }
    let firm = paper.firm.as_ref().ok_or(NoCode::NoFirm)?;
    let bank = &firm.requisites.bank;
    if bank.account.is_empty() || bank.bic.is_empty() || bank.bank.trim().is_empty() {
        let sentence = "У фирмы не указан расчётный счёт, БИК или банк.";
        return Err(NoCode::BadAccount(sentence.to_owned()));
    }
    if let Some(problem) = bank.problems().into_iter().next() {
        return Err(NoCode::BadAccount(problem));
    }
    Ok(PaymentOrder {
        name: firm.party.name.clone(),
        account: bank.account.clone(),
        bank: bank.bank.clone(),
        bic: bank.bic.clone(),
        correspondent_account: bank.correspondent_account.clone(),
        inn: firm.party.inn.clone(),
        kpp: firm.party.kpp.clone(),
        sum: paper.totals.total.filter(|sum| *sum > Money::ZERO),
        purpose: purpose(paper),
    })
}

/// «Оплата по счёту № 15 от 21.11.2026. В том числе НДС 22 000,00».
fn purpose(paper: &Paper) -> String {
    let mut purpose = String::from("Оплата по счёту");
    if let OtherParty::Individual(person) = &paper.other
        && !person.name.is_empty()
    {
        purpose = format!("{}. Оплата по счёту", person.name.full());
    }
    if !paper.number.is_empty() {
        purpose.push_str(&format!(" № {}", paper.number));
    }
    if let Some(date) = paper.issued_on {
        purpose.push_str(&format!(" от {}", words::date_in_figures(date)));
    }
    match paper.totals.vat {
        Some(vat) => purpose.push_str(&format!(". В том числе НДС {vat}")),
        None => purpose.push_str(". Без НДС"),
    }
    purpose
}

impl PaymentOrder {
    /// The text of the code. `|` parts the fields, so in a value it becomes `/`; line breaks become blanks.
    pub fn text(&self) -> String {
        let correspondent = match self.correspondent_account.as_str() {
            "" => "0",
            account => account,
        };
        let mut fields = vec![
            ("Name", shortened(&self.name, 160)),
            ("PersonalAcc", self.account.clone()),
            ("BankName", shortened(&self.bank, 45)),
            ("BIC", self.bic.clone()),
            ("CorrespAcc", correspondent.to_owned()),
            ("PayeeINN", self.inn.as_str().to_owned()),
        ];
        fields.extend(self.kpp.iter().map(|kpp| ("KPP", kpp.as_str().to_owned())));
        fields.extend(self.sum.iter().map(|sum| ("Sum", sum.kopecks().to_string())));
        fields.push(("Purpose", shortened(&self.purpose, 210)));
        let mut text = String::from("ST00012");
        for (name, value) in fields {
            text.push('|');
            text.push_str(name);
            text.push('=');
            text.push_str(&value);
        }
        text
    }

    /// The code as a picture of one path, without the quiet zone; `None` when it says more than a code can hold.
    pub fn svg(&self) -> Option<String> {
        let code = QrCode::with_error_correction_level(self.text(), EcLevel::M).ok()?;
        let width = code.width();
        let mut path = String::new();
        for (place, colour) in code.to_colors().into_iter().enumerate() {
            if colour == Color::Dark {
                path.push_str(&format!("M{} {}h1v1h-1z", place % width, place / width));
            }
        }
        Some(format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {width}\" shape-rendering=\"crispEdges\"><path d=\"{path}\"/></svg>"
        ))
    }
}

fn shortened(value: &str, letters: usize) -> String {
    let plain: String = value.chars().take(letters).collect();
    plain
        .replace('|', "/")
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

#[cfg(test)]
mod tests {
    use domain::Money;

    use super::PaymentOrder;

    fn order() -> PaymentOrder {
        PaymentOrder {
            name: "ООО \"Ромашка|Плюс\"".into(),
            account: "40702810438000000001".into(),
            bank: "ПАО Сбербанк".into(),
            bic: "044525225".into(),
            correspondent_account: "30101810400000000225".into(),
            inn: "7707083893".parse().unwrap(),
            kpp: Some("770701001".parse().unwrap()),
            sum: Some(Money::from_kopecks(1_234_567)),
            purpose: "Оплата по счёту № 15\nот 21.11.2026".into(),
        }
    }

    #[test]
    fn fields_stand_in_the_order_of_the_standard_and_the_sum_is_in_kopecks() {
        assert_eq!(
            order().text(),
            "ST00012|Name=ООО \"Ромашка/Плюс\"|PersonalAcc=40702810438000000001|BankName=ПАО Сбербанк|BIC=044525225\
             |CorrespAcc=30101810400000000225|PayeeINN=7707083893|KPP=770701001|Sum=1234567\
             |Purpose=Оплата по счёту № 15 от 21.11.2026"
        );
    }

    #[test]
    fn a_treasury_has_a_zero_for_its_correspondent_account_and_long_values_are_cut() {
        let order = PaymentOrder {
            correspondent_account: String::new(),
            purpose: "Ы".repeat(500),
            sum: None,
            ..order()
        };
        assert!(order.text().contains("|CorrespAcc=0|"));
        assert!(!order.text().contains("Sum="));
        assert!(order.text().ends_with(&format!("Purpose={}", "Ы".repeat(210))));
    }

    #[test]
    fn the_picture_is_a_square_of_whole_modules() {
        let svg = order().svg().unwrap();
        assert!(svg.starts_with("<svg "));
        assert!(svg.contains("M0 0h1v1h-1z"), "the corner of the finder is dark");
    }
}
