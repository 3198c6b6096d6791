//! What papers print about a company beside its name and numbers, as it travels both ways.

use domain::{Ogrn, PersonName, Signatory};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::Failure;
use crate::views::text;

/// Requisites. All of it may be empty.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Requisites {
    /// Name in full; empty when the short one serves.
    pub full_name: String,
    /// ОГРН or ОГРНИП; empty when unknown.
    pub ogrn: String,
    pub okpo: String,
    pub address: Address,
    pub phone: String,
    pub email: String,
    pub bank: BankAccount,
    /// Руководитель.
    pub head: Head,
    /// Главный бухгалтер.
    pub accountant: Person,
}

/// A Russian address in parts.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Address {
    pub postcode: String,
    /// Two digits: «77».
    pub region_code: String,
    pub region: String,
    pub district: String,
    pub city: String,
    pub settlement: String,
    pub street: String,
    pub house: String,
    pub building: String,
    pub apartment: String,
    pub other: String,
}

/// A bank account.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct BankAccount {
    pub bank: String,
    /// БИК.
    pub bic: String,
    pub account: String,
    pub correspondent_account: String,
}

/// Who signs papers for a company.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Head {
    pub position: String,
    pub last_name: String,
    pub first_name: String,
    pub middle_name: String,
    /// On what grounds, genitive: «Устава».
    pub grounds: String,
}

/// A name in its three parts.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Person {
    pub last_name: String,
    pub first_name: String,
    pub middle_name: String,
}

impl From<domain::Requisites> for Requisites {
    fn from(requisites: domain::Requisites) -> Self {
        let domain::Requisites {
            address,
            bank,
            head,
            accountant,
            ..
        } = requisites;
        Self {
            full_name: requisites.full_name,
            ogrn: text(requisites.ogrn.as_ref()).unwrap_or_default(),
            okpo: requisites.okpo,
            address: Address {
                postcode: address.postcode,
                region_code: address.region_code,
                region: address.region,
                district: address.district,
                city: address.city,
                settlement: address.settlement,
                street: address.street,
                house: address.house,
                building: address.building,
                apartment: address.apartment,
                other: address.other,
            },
            phone: requisites.phone,
            email: requisites.email,
            bank: BankAccount {
                bank: bank.bank,
                bic: bank.bic,
                account: bank.account,
                correspondent_account: bank.correspondent_account,
            },
            head: Head {
                position: head.position,
                last_name: head.name.last,
                first_name: head.name.first,
                middle_name: head.name.middle,
                grounds: head.grounds,
            },
            accountant: Person {
                last_name: accountant.last,
                first_name: accountant.first,
                middle_name: accountant.middle,
            },
        }
    }
}

impl Requisites {
    /// The requisites with their numbers checked; spaces at the ends are dropped.
    pub(crate) fn checked(self) -> Result<domain::Requisites, Failure> {
        let ogrn: Option<Ogrn> = match self.ogrn.trim() {
            "" => None,
            ogrn => Some(ogrn.parse()?),
        };
        Ok(domain::Requisites {
            full_name: trimmed(self.full_name),
            ogrn,
            okpo: trimmed(self.okpo),
            address: self.address.into(),
            phone: trimmed(self.phone),
            email: trimmed(self.email),
            bank: domain::BankAccount {
                bank: trimmed(self.bank.bank),
                bic: trimmed(self.bank.bic),
                account: trimmed(self.bank.account),
                correspondent_account: trimmed(self.bank.correspondent_account),
            },
            head: Signatory {
                position: trimmed(self.head.position),
                name: PersonName {
                    last: trimmed(self.head.last_name),
                    first: trimmed(self.head.first_name),
                    middle: trimmed(self.head.middle_name),
                },
                grounds: trimmed(self.head.grounds),
            },
            accountant: PersonName {
                last: trimmed(self.accountant.last_name),
                first: trimmed(self.accountant.first_name),
                middle: trimmed(self.accountant.middle_name),
            },
        })
    }
}

impl From<Address> for domain::Address {
    fn from(address: Address) -> Self {
        Self {
            postcode: trimmed(address.postcode),
            region_code: trimmed(address.region_code),
            region: trimmed(address.region),
            district: trimmed(address.district),
            city: trimmed(address.city),
            settlement: trimmed(address.settlement),
            street: trimmed(address.street),
            house: trimmed(address.house),
            building: trimmed(address.building),
            apartment: trimmed(address.apartment),
            other: trimmed(address.other),
        }
    }
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "fields are taken out of a request one by one"
)]
fn trimmed(typed: String) -> String {
    typed.trim().to_owned()
}
