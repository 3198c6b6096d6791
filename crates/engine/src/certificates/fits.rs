//! For which firms a certificate is: by the numbers and names that it carries, each with the reason as a sentence.

use domain::{Employee, Firm, FirmId};
use store::{Reader, SeenCertificate};

use crate::Result;

/// A firm for which a certificate can sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateFit {
    /// The firm.
    pub firm: FirmId,
    /// Why, as a sentence.
    pub why: String,
    /// It is a person's own certificate: the firm's leave («МЧД») belongs to the signature.
    pub needs_power_of_attorney: bool,
}

/// Our firms and people, as certificates are held against them.
pub(super) struct Office {
    firms: Vec<Firm>,
    employees: Vec<Employee>,
}

impl Office {
    pub(super) fn read(r: &Reader<'_>) -> Result<Self> {
        let employees = r.employees()?;
        Ok(Self {
            firms: r.firms()?,
            employees: employees
                .into_iter()
                .filter(|employee| !employee.body.is_former)
                .collect(),
        })
    }

    pub(super) fn fits(&self, seen: &SeenCertificate) -> Vec<CertificateFit> {
        self.firms
            .iter()
            .filter_map(|firm| self.fit(firm, seen))
            .collect()
    }

    fn fit(&self, firm: &Firm, seen: &SeenCertificate) -> Option<CertificateFit> {
        let inn = firm.party.inn.as_str();
        let fit = |why, needs_power_of_attorney| CertificateFit {
            firm: firm.id,
            why,
            needs_power_of_attorney,
        };
        if seen.organisation_inn == inn {
            let why = format!(
                "У фирмы {} тот же ИНН, что у организации в сертификате.",
                firm.party.name
            );
            return Some(fit(why, false));
        }
        if seen.inn == inn && seen.organisation_inn.is_empty() {
            let why = format!(
                "У предпринимателя {} тот же ИНН, что у владельца сертификата.",
                firm.party.name
            );
            return Some(fit(why, false));
        }
        let employee = self.employee(firm.id, seen)?;
        let why = format!(
            "Владелец сертификата — сотрудник фирмы {}: {}. К его подписи нужна доверенность (МЧД).",
            firm.party.name,
            employee.body.name.full()
        );
        Some(fit(why, true))
    }

    /// The employee of the firm who has the name of the certificate, where it is a person's own.
    fn employee(&self, firm: FirmId, seen: &SeenCertificate) -> Option<&Employee> {
        if !seen.organisation_inn.is_empty() {
            return None;
        }
        let name = key(&seen.name);
        self.employees.iter().find(|employee| {
            let works_here = employee.body.firms.is_empty() || employee.body.firms.contains(&firm);
            works_here && key(&employee.body.name.full()) == name
        })
    }
}

/// Are these names of one person, or texts that a person takes for the same?
pub(crate) fn same_person(one: &str, other: &str) -> bool {
    key(one) == key(other)
}

/// The same for names that a person takes for the same.
pub(crate) fn key(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    words.join(" ").to_lowercase().replace('ё', "е")
}
