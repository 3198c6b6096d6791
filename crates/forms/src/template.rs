//! The templates that come with the program, one for each built-in kind of documents.

/// A print form as a text that a clerk may copy and change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// Stable name, the code of the kind: `payment_invoice`.
    pub name: String,
    /// For people: «Счёт на оплату».
    pub title: String,
    /// The text in the language of Typst.
    pub source: String,
}

/// What every template begins with (`#import "surguch.typ": *`): the record as `paper`, and functions for tables,
/// sides, signatures and the room for the stamp.
pub const SHARED_MODULE: &str = include_str!("../templates/surguch.typ");

macro_rules! builtin_templates {
    ($($name:literal: $title:literal),* $(,)?) => {
        &[$(($name, $title, include_str!(concat!("../templates/", $name, ".typ")))),*]
    };
}

const BUILTIN: &[(&str, &str, &str)] = builtin_templates! {
    "work_order": "Заказ-наряд",
    "goods_sale": "Реализация товаров",
    "sales_order": "Заказ покупателя",
    "repair_request": "Заявка на ремонт",
    "payment_invoice": "Счёт на оплату",
    "acceptance_certificate": "Акт об оказании услуг",
    "money_transfer_act": "Акт приёма-передачи денежных средств",
    "parcel_transfer_act": "Акт приёма-передачи корреспонденции",
    "utd": "Универсальный передаточный документ",
    "contract": "Договор",
    "free_form": "Документ",
};

/// The templates that come with the program, in the order of the kinds.
pub fn builtin() -> Vec<Template> {
    let template = |(name, title, source): &(&str, &str, &str)| Template {
        name: (*name).to_owned(),
        title: (*title).to_owned(),
        source: (*source).to_owned(),
    };
    BUILTIN.iter().map(template).collect()
}
