//! Where a side is found: address, bank account, telephone and e-mail.

use domain::{Address, PaperSide, Requisites, UtdFunction};

use super::super::UtdFile;
use super::super::gap::Gaps;
use super::super::xml::{Xml, clean};
use super::{OURS, Whose};

/// An address in parts when its region is known, else one in words.
pub fn address(xml: &mut Xml, side: &PaperSide, whose: &Whose, file: &UtdFile<'_>, gaps: &mut Gaps) {
    let address = &side.requisites.address;
    let line = clean(&address.line());
    if line.is_empty() {
        if file.function != UtdFunction::Transfer {
            let code = if whose.code == OURS.code {
                "seller_address"
            } else {
                "buyer_address"
            };
            let name = clean(&side.party.name);
            gaps.add(
                code,
                format!(
                    "У {} «{name}» не указан адрес: заполните его {}.",
                    whose.owner, whose.place
                ),
            );
        }
        return;
    }
    xml.open("Адрес", &[]);
    if has_parts(address) {
        in_parts(xml, address, gaps);
    } else {
        in_words(xml, &line, gaps);
    }
    xml.close("Адрес");
}

fn has_parts(address: &Address) -> bool {
    let is_code =
        address.region_code.len() == 2 && address.region_code.bytes().all(|byte| byte.is_ascii_digit());
    let region = address.region.trim().chars().count();
    is_code && (1..=50).contains(&region)
}

fn in_parts(xml: &mut Xml, address: &Address, gaps: &mut Gaps) {
    let is_postcode =
        address.postcode.len() == 6 && address.postcode.bytes().all(|byte| byte.is_ascii_digit());
    if !is_postcode && !address.postcode.trim().is_empty() {
        let sentence = format!(
            "Почтовый индекс «{}» указан неверно: нужно 6 цифр.",
            clean(&address.postcode)
        );
        gaps.add("postcode", sentence);
    }
    let parts = [
        ("Индекс", &address.postcode, 6),
        ("КодРегион", &address.region_code, 2),
        ("НаимРегион", &address.region, 50),
        ("Район", &address.district, 255),
        ("Город", &address.city, 255),
        ("НаселПункт", &address.settlement, 255),
        ("Улица", &address.street, 255),
        ("Дом", &address.house, 50),
        ("Корпус", &address.building, 50),
        ("Кварт", &address.apartment, 50),
        ("ИныеСвед", &address.other, 1000),
    ];
    let parts = parts.map(|(name, value, limit)| (name, gaps.text("address", "Часть адреса", value, limit)));
    let attributes: Vec<(&str, &str)> = parts
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    xml.empty("АдрРФ", &attributes);
}

/// An address in one line.
pub fn in_words(xml: &mut Xml, line: &str, gaps: &mut Gaps) {
    let line = gaps.text("address", "Адрес", line, 1000);
    xml.empty(
        "АдрИнф",
        &[("КодСтр", "643"), ("НаимСтран", "Россия"), ("АдрТекст", &line)],
    );
}

/// The main account, if there is one.
pub fn bank(xml: &mut Xml, side: &PaperSide, whose: &Whose, gaps: &mut Gaps) {
    let bank = &side.requisites.bank;
    if bank.account.trim().is_empty() {
        return;
    }
    for problem in bank.problems() {
        gaps.add("bank", format!("В реквизитах {}: {problem}", whose.owner));
    }
    xml.open("БанкРекв", &[("НомерСчета", bank.account.trim())]);
    let name = gaps.text("bank", "Название банка", &bank.bank, 1000);
    let attributes = [
        ("НаимБанк", name.as_str()),
        ("БИК", bank.bic.trim()),
        ("КорСчет", bank.correspondent_account.trim()),
    ];
    xml.empty("СвБанк", &attributes);
    xml.close("БанкРекв");
}

/// Telephone and e-mail.
pub fn contacts(xml: &mut Xml, requisites: &Requisites, gaps: &mut Gaps) {
    let phone = gaps.text("phone", "Телефон", &requisites.phone, 255);
    let email = gaps.text("email", "Почта", &requisites.email, 255);
    if phone.is_empty() && email.is_empty() {
        return;
    }
    xml.open("Контакт", &[]);
    if !phone.is_empty() {
        xml.leaf("Тлф", &phone);
    }
    if !email.is_empty() {
        xml.leaf("ЭлПочта", &email);
    }
    xml.close("Контакт");
}
