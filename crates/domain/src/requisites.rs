//! What papers print about a company beside its name and numbers («реквизиты»).

use serde::{Deserialize, Serialize};

use crate::person::PersonName;
use crate::tax_id::Ogrn;

/// A Russian address in parts, as formats of the ФНС want it (тип `АдрРФ`). Empty parts are unknown.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Address {
    /// Индекс, six digits.
    pub postcode: String,
    /// Код региона, two digits («77»).
    pub region_code: String,
    /// Наименование региона.
    pub region: String,
    /// Район.
    pub district: String,
    /// Город.
    pub city: String,
    /// Населённый пункт.
    pub settlement: String,
    /// Улица.
    pub street: String,
    /// Дом.
    pub house: String,
    /// Корпус, строение.
    pub building: String,
    /// Квартира, офис.
    pub apartment: String,
    /// Everything that has no field of its own.
    pub other: String,
}

impl Address {
    /// One line for people: the parts that are known, joined by commas.
    pub fn line(&self) -> String {
        let house = prefixed("д. ", &self.house);
        let building = prefixed("корп. ", &self.building);
        let apartment = prefixed("кв. (оф.) ", &self.apartment);
        let region = if self.region == self.city {
            ""
        } else {
            self.region.as_str()
        };
        let parts = [
            self.postcode.as_str(),
            region,
            &self.district,
            &self.city,
            &self.settlement,
            &self.street,
            &house,
            &building,
            &apartment,
            &self.other,
        ];
        let known: Vec<&str> = parts
            .into_iter()
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .collect();
        known.join(", ")
    }
}

fn prefixed(prefix: &str, part: &str) -> String {
    let part = part.trim();
    if part.is_empty() || part.starts_with(|first: char| first.is_alphabetic() && first.is_lowercase()) {
        part.to_owned()
    } else {
        format!("{prefix}{part}")
    }
}

/// A bank account («банковские реквизиты»).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct BankAccount {
    /// Name of the bank.
    pub bank: String,
    /// БИК, nine digits.
    pub bic: String,
    /// Расчётный счёт, twenty digits.
    pub account: String,
    /// Корреспондентский счёт, twenty digits; treasuries have none.
    pub correspondent_account: String,
}

impl BankAccount {
    /// What is wrong with the numbers, in Russian sentences; empty when nothing is. An empty account is right.
    ///
    /// The key of an account is checked together with the БИК (порядок расчёта контрольного ключа, Банк России,
    /// 08.09.1997 № 515): the weights 7, 1, 3 over three digits of the БИК and the twenty digits give a sum that
    /// ends in zero.
    pub fn problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        if self.bic.is_empty() && self.account.is_empty() && self.correspondent_account.is_empty() {
            return problems;
        }
        if !is_digits(&self.bic, 9) {
            problems.push(format!("БИК «{}» указан неверно: нужно 9 цифр.", self.bic));
            return problems;
        }
        for (name, number) in [
            ("Расчётный счёт", &self.account),
            ("Корреспондентский счёт", &self.correspondent_account),
        ] {
            if number.is_empty() {
                continue;
            }
            if !is_digits(number, 20) {
                problems.push(format!("{name} «{number}» указан неверно: нужно 20 цифр."));
            } else if !self.fits_bic(number) {
                problems.push(format!(
                    "{name} «{number}» не подходит к БИК {}: не сходится контрольный ключ. Проверьте цифры.",
                    self.bic
                ));
            }
        }
        problems
    }

    fn fits_bic(&self, number: &str) -> bool {
        let of_bank: String = match number.starts_with("301") {
            true => format!("0{}", self.bic.chars().skip(4).take(2).collect::<String>()),
            false => self.bic.chars().skip(6).collect(),
        };
        // Divisions of the Bank of Russia have БИК ending in 000–002 and are counted as correspondent accounts are.
        let of_bank = match of_bank.as_str() {
            "000" | "001" | "002" => format!("0{}", self.bic.chars().skip(4).take(2).collect::<String>()),
            _ => of_bank,
        };
        let digits = of_bank
            .chars()
            .chain(number.chars())
            .filter_map(|digit| digit.to_digit(10));
        let sum: u32 = digits
            .zip([7, 1, 3].into_iter().cycle())
            .map(|(digit, weight)| digit * weight)
            .sum();
        sum.is_multiple_of(10)
    }
}

fn is_digits(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Somebody who signs papers for a company.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Signatory {
    /// Должность: «Генеральный директор».
    pub position: String,
    /// Full name.
    pub name: PersonName,
    /// On what grounds they act: «Устава», «доверенности № 5 от 01.02.2026»; genitive, as it stands in a contract.
    pub grounds: String,
}

/// Everything printed about a company beside its name, ИНН and КПП. All of it may be unknown.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Requisites {
    /// Name in full («Общество с ограниченной ответственностью "Ромашка"»); empty when the short one serves.
    pub full_name: String,
    /// ОГРН or ОГРНИП.
    pub ogrn: Option<Ogrn>,
    /// ОКПО, digits; empty when unknown.
    pub okpo: String,
    /// Legal address.
    pub address: Address,
    /// Telephone as printed.
    pub phone: String,
    /// E-mail.
    pub email: String,
    /// Main account.
    pub bank: BankAccount,
    /// Руководитель.
    pub head: Signatory,
    /// Главный бухгалтер; empty where there is none.
    pub accountant: PersonName,
}

#[cfg(test)]
mod tests {
    use super::{Address, BankAccount};

    #[test]
    fn an_address_is_one_line_of_what_is_known() {
        let address = Address {
            postcode: "115035".into(),
            region_code: "77".into(),
            region: "Москва".into(),
            city: "Москва".into(),
            street: "ул. Садовническая".into(),
            house: "12".into(),
            apartment: "оф. 5".into(),
            ..Address::default()
        };
        assert_eq!(address.line(), "115035, Москва, ул. Садовническая, д. 12, оф. 5");
        assert_eq!(Address::default().line(), "");
    }

    #[test]
    fn a_slip_of_the_pen_in_an_account_is_found_by_its_key() {
        let mut account = BankAccount {
            bank: "ПАО Сбербанк".into(),
            bic: "044525225".into(),
            account: "40702810438000000001".into(),
            correspondent_account: "30101810400000000225".into(),
        };
        let keys: Vec<String> = (0..10)
            .map(|key| {
                account.account = format!("40702810{key}38000000001");
                account.problems().join(" ")
            })
            .collect();
        assert_eq!(
            keys.iter().filter(|problems| problems.is_empty()).count(),
            1,
            "{keys:?}"
        );
        account.account.clear();
        assert_eq!(account.problems(), Vec::<String>::new());
        account.correspondent_account = "30101810400000000226".into();
        assert!(account.problems().join(" ").contains("контрольный ключ"));
        account.bic = "12".into();
        assert!(account.problems().join(" ").contains("БИК"));
    }
}
