//! Sellers and buyers of the user contract.

use domain::{Address, PaperSide};

use super::Xml;
use crate::edo::diadoc::ids::box_id;

/// A side by its own requisites; by its box, from which the operator fills them in, while the record has no address with
/// a region: the format asks for one.
pub(super) fn organization(xml: &mut Xml, element: &str, side: &PaperSide, its_box: &str) {
    let requisites = &side.requisites;
    let bank = &requisites.bank;
    let shared = [
        ("Okpo", requisites.okpo.as_str()),
        ("CorrespondentAccount", &bank.correspondent_account),
        ("BankAccountNumber", &bank.account),
        ("BankName", &bank.bank),
        ("BankId", &bank.bic),
    ];
    xml.element(element, &[], |xml| {
        if requisites.address.region_code.trim().is_empty() {
            let its_box = box_id(its_box);
            let attributes = [&shared[..], &[("BoxId", its_box.as_str())]].concat();
            xml.element("OrganizationReference", &attributes, |xml| contacts(xml, side));
            return;
        }
        let party = &side.party;
        let is_person = party.inn.is_personal();
        let name = if is_person {
            person_name(&party.name)
        } else {
            full_name(side)
        };
        let kpp = party.kpp.as_ref().map(ToString::to_string).unwrap_or_default();
        let ogrn = requisites
            .ogrn
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default();
        let own = [
            ("OrgType", if is_person { "1" } else { "2" }),
            ("OrgName", name),
            ("Inn", party.inn.as_str()),
            ("Kpp", kpp.as_str()),
            // The schema keeps ОГРН for entrepreneurs.
            ("Ogrn", if is_person { ogrn.as_str() } else { "" }),
        ];
        xml.element("OrganizationDetails", &[&shared[..], &own].concat(), |xml| {
            contacts(xml, side);
            xml.element("Address", &[], |xml| address(xml, &requisites.address));
        });
    });
}

fn full_name(side: &PaperSide) -> &str {
    match side.requisites.full_name.trim() {
        "" => &side.party.name,
        full => full,
    }
}

/// An entrepreneur is named «Фамилия Имя Отчество», without «ИП» (QUIRKS 34).
fn person_name(name: &str) -> &str {
    let name = name.trim();
    let prefixes = ["Индивидуальный предприниматель ", "ИП "];
    prefixes
        .into_iter()
        .find_map(|prefix| name.strip_prefix(prefix))
        .unwrap_or(name)
        .trim()
}

fn contacts(xml: &mut Xml, side: &PaperSide) {
    let requisites = &side.requisites;
    let groups = [
        ("Phones", "Phone", requisites.phone.trim()),
        ("Emails", "Email", requisites.email.trim()),
    ];
    for (group, element, value) in groups.into_iter().filter(|(_, _, value)| !value.is_empty()) {
        xml.element(group, &[], |xml| xml.text(element, &[], value));
    }
}

fn address(xml: &mut Xml, address: &Address) {
    let attributes = [
        ("ZipCode", address.postcode.as_str()),
        ("Region", &address.region_code),
        ("Territory", &address.district),
        ("City", &address.city),
        ("Locality", &address.settlement),
        ("Street", &address.street),
        ("Building", &address.house),
        ("Block", &address.building),
        ("Apartment", &address.apartment),
        ("OtherInfo", &address.other),
    ];
    xml.empty("RussianAddress", &attributes);
}
