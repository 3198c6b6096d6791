//! Who signs for each firm, and by whose leave: what the program picked, or what the person named.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};

use super::Order;
use crate::args::Sign;
use crate::commands::certificates;
use crate::fault::Fault;
use crate::session::Session;
use crate::words;

const NOTHING_SIGNED: &str = "Ничего не подписано.";

#[derive(Deserialize)]
struct Choice {
    firms: Vec<Firm>,
}

#[derive(Deserialize)]
struct Firm {
    firm_id: i64,
    firm_name: String,
    certificate: Option<Certificate>,
    why: String,
    needs_power_of_attorney: bool,
    others: Vec<Certificate>,
    signers: Vec<Details>,
}

/// What was settled of the owner of a certificate.
#[derive(Deserialize)]
struct Details {
    certificate_id: i64,
    power_of_attorney_id: Option<i64>,
}

#[derive(Deserialize, Clone)]
struct Certificate {
    id: i64,
    owner: String,
    inn: String,
    organisation_inn: String,
    valid_to: String,
    store: String,
    store_label: String,
    fits: Vec<Fit>,
}

#[derive(Deserialize, Clone)]
struct Fit {
    firm_id: i64,
    needs_power_of_attorney: bool,
}

#[derive(Deserialize)]
struct Powers {
    powers: Vec<Power>,
}

#[derive(Deserialize, Clone)]
struct Power {
    id: i64,
    firm_id: i64,
    number: String,
    label: String,
    representative_inn: String,
    certificate_id: Option<i64>,
    state: String,
}

impl Power {
    /// Whether it names nobody else than the owner of this certificate.
    fn suits(&self, certificate: &Certificate) -> bool {
        match self.certificate_id {
            Some(id) => id == certificate.id,
            None => self.representative_inn.is_empty() || self.representative_inn == certificate.inn,
        }
    }
}

/// Who signs for a firm.
struct Signer {
    firm_id: i64,
    firm_name: String,
    certificate: Option<Certificate>,
    /// Why this one, or why none.
    why: String,
    needs_power: bool,
    settled: Vec<Details>,
    power: Option<Power>,
}

/// Who signs for the firms of the documents.
pub(in crate::commands) struct Signers(Vec<Signer>);

/// The program's picks for this action over these documents, with what the person named in their place. Nobody for firms of
/// whose documents nothing is signed.
pub(in crate::commands) async fn chosen(
    session: &Session,
    wanted: &Sign,
    action: &str,
) -> Result<Signers, Fault> {
    let named = match &wanted.certificate {
        Some(typed) => Some(certificates::named(session, typed, NOTHING_SIGNED).await?),
        None => None,
    };
    let mut choice = picks(session, wanted, action).await?;
    if let Some(id) = named {
        choice.name(id)?;
    }
    // A token that was never seen here may just have been put in.
    if named.is_none() && choice.firms.iter().any(|firm| firm.certificate.is_none()) {
        session.call("certificates.refresh", json!({})).await?;
        choice = picks(session, wanted, action).await?;
    }
    let known: Powers = session.read("powers.list", json!({})).await?;
    let mut signers: Vec<Signer> = Vec::with_capacity(choice.firms.len());
    for firm in choice.firms {
        let mut signer = Signer::from(firm);
        signer.power = power(&signer, &known.powers, wanted.power.as_deref())?;
        signers.push(signer);
    }
    Ok(Signers(signers))
}

async fn picks(session: &Session, wanted: &Sign, action: &str) -> Result<Choice, Fault> {
    let request = json!({ "document_ids": wanted.ids, "action": action });
    session.read("signing.choice", request).await
}

impl Choice {
    /// Takes the certificate that the person named for the firms that it fits, for all of them where it fits none: then
    /// the look at the documents says what is the matter.
    fn name(&mut self, id: i64) -> Result<(), Fault> {
        // The look at the documents says that they belong to no firm.
        if self.firms.is_empty() {
            return Ok(());
        }
        let offered = |firm: &Firm| {
            let mut all = firm.certificate.iter().chain(&firm.others);
            all.find(|one| one.id == id).cloned()
        };
        let Some(named) = self.firms.iter().find_map(offered) else {
            return Err(Fault::new(
                "certificate_not_usable",
                format!(
                    "Сертификат № {id} сейчас не подписывает: его срок не идёт, он убран из списков, или его ключа на этом \
                     компьютере нет. {NOTHING_SIGNED} Вставьте токен с ключом или назовите другой сертификат."
                ),
            ));
        };
        let fits = |firm: &Firm| named.fits.iter().any(|fit| fit.firm_id == firm.firm_id);
        let fits_any = self.firms.iter().any(fits);
        for firm in self.firms.iter_mut().filter(|firm| fits(firm) || !fits_any) {
            if firm.certificate.as_ref().map(|one| one.id) != Some(id) {
                firm.needs_power_of_attorney = needs_power(&named, firm.firm_id);
                firm.certificate = Some(named.clone());
                "Сертификат назван в команде.".clone_into(&mut firm.why);
            }
        }
        Ok(())
    }
}

impl From<Firm> for Signer {
    fn from(firm: Firm) -> Self {
        Self {
            firm_id: firm.firm_id,
            firm_name: firm.firm_name,
            certificate: firm.certificate,
            why: firm.why,
            needs_power: firm.needs_power_of_attorney,
            settled: firm.signers,
            power: None,
        }
    }
}

/// A certificate of a person's own does not say that they may sign for the firm.
fn needs_power(certificate: &Certificate, firm: i64) -> bool {
    let fit = certificate.fits.iter().find(|fit| fit.firm_id == firm);
    fit.map_or(certificate.organisation_inn.is_empty(), |fit| {
        fit.needs_power_of_attorney
    })
}

/// The power of this number, else the one that was settled for the signer, else the one that holds now and suits, where one is
/// needed.
fn power(signer: &Signer, known: &[Power], number: Option<&str>) -> Result<Option<Power>, Fault> {
    let Some(certificate) = &signer.certificate else {
        return Ok(None);
    };
    let mut of_firm = known.iter().filter(|power| power.firm_id == signer.firm_id);
    let Some(number) = number else {
        let mut settled = signer.settled.iter();
        let settled = settled.find(|one| one.certificate_id == certificate.id);
        let settled = settled.and_then(|one| one.power_of_attorney_id);
        if let Some(power) = of_firm.clone().find(|power| Some(power.id) == settled) {
            return Ok(Some(power.clone()));
        }
        let found = of_firm.find(|power| power.state == "valid" && power.suits(certificate));
        return Ok(found.filter(|_| signer.needs_power).cloned());
    };
    let wanted = number.trim().trim_matches(['{', '}']).to_lowercase();
    let found = of_firm
        .find(|power| power.number.to_lowercase() == wanted)
        .cloned();
    found.map(Some).ok_or_else(|| {
        Fault::new(
            "power_of_attorney_not_found",
            format!(
                "Доверенности № {wanted} у фирмы {} в программе нет. {NOTHING_SIGNED} Добавьте её в окне, в настройках \
                 сертификатов, или назовите другую.",
                signer.firm_name
            ),
        )
    })
}

impl Signers {
    /// For what is not signed.
    pub(in crate::commands) fn nobody() -> Self {
        Self(Vec::new())
    }

    /// What the action is told.
    pub(super) fn params(&self, wanted: &Sign, order: &Order) -> Value {
        let mut certificates: BTreeMap<String, i64> = BTreeMap::new();
        let mut powers: BTreeMap<String, i64> = BTreeMap::new();
        for signer in &self.0 {
            let firm = signer.firm_id.to_string();
            if let Some(power) = &signer.power {
                powers.insert(firm.clone(), power.id);
            }
            if let Some(certificate) = &signer.certificate {
                certificates.insert(firm, certificate.id);
            }
        }
        let mut params = if order.is_signed {
            json!({ "certificates": certificates, "powers_of_attorney": powers })
        } else {
            json!({})
        };
        if let (true, Some(fields)) = (wanted.send, params.as_object_mut()) {
            fields.insert("connection_id".to_owned(), json!(wanted.connection));
            fields.insert("comment".to_owned(), json!(wanted.comment));
        }
        if let (Some(text), Some(fields)) = (&order.text, params.as_object_mut()) {
            fields.insert("text".to_owned(), json!(text));
        }
        params
    }

    /// For a program.
    pub(super) fn told(&self) -> Vec<Value> {
        let told = |signer: &Signer| {
            json!({
                "firm_id": signer.firm_id,
                "certificate_id": signer.certificate.as_ref().map(|one| one.id),
                "power_of_attorney_id": signer.power.as_ref().map(|power| power.id),
                "why": signer.why,
            })
        };
        self.0.iter().map(told).collect()
    }

    /// Sentences for a person.
    pub(super) fn lines(&self) -> Vec<String> {
        self.0.iter().flat_map(Signer::lines).collect()
    }
}

impl Signer {
    fn lines(&self) -> Vec<String> {
        let Some(certificate) = &self.certificate else {
            return vec![self.why.clone()];
        };
        let mut lines = vec![format!(
            "За фирму {} подписывает {}: сертификат № {}, действует до {}, {}.",
            self.firm_name,
            certificate.owner,
            certificate.id,
            words::moment(&certificate.valid_to),
            certificate.store_label
        )];
        lines.push(self.why.clone());
        if let Some(power) = &self.power {
            lines.push(format!("По доверенности: {}.", power.label));
        }
        if certificate.store == "cloud" {
            lines.push("Ключ хранит оператор: подпись надо будет подтвердить на телефоне.".to_owned());
        }
        lines
    }
}
