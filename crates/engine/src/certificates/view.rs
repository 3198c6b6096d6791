//! A certificate as a list shows it.

use jiff::Timestamp;
use signature::certificate::Certificate;
use store::{CertificateId, KeptCertificate, Reader, SeenCertificate, SigningChoice};

use super::fits::{CertificateFit, Office};
use super::warnings::EndStep;
use crate::Result;

const SECONDS_OF_A_DAY: i64 = 24 * 60 * 60;

/// A certificate with everything that a person chooses it by.
#[derive(Debug, Clone)]
pub struct CertificateView {
    /// What was seen.
    pub kept: KeptCertificate,
    /// Its number, hexadecimal, as the issuer gave it.
    pub serial: String,
    /// ОГРН or ОГРНИП; empty where it names none.
    pub ogrn: String,
    /// Whole days until its end; negative behind it.
    pub days_left: i64,
    /// What is to be said of its days.
    pub step: Option<EndStep>,
    /// It says to be qualified. Whether it is, only a check of its chain tells.
    pub is_qualified_claimed: bool,
    /// For which firms it is, and why.
    pub fits: Vec<CertificateFit>,
    /// For whom a person chose it.
    pub chosen_for: Vec<SigningChoice>,
}

impl CertificateView {
    /// Its number in the database.
    pub fn id(&self) -> CertificateId {
        self.kept.id
    }

    /// It fits the firm, or a person chose it for the firm.
    pub(crate) fn is_of(&self, firm: domain::FirmId) -> bool {
        self.fits.iter().any(|fit| fit.firm == firm)
            || self.chosen_for.iter().any(|choice| choice.firm == firm)
    }

    /// Something can be signed with it today.
    pub(crate) fn is_usable(&self) -> bool {
        self.kept.seen.key_state == "here" && !matches!(self.step, Some(EndStep::Expired | EndStep::NotYet))
    }

    /// «Воронцова Анна Павловна, ООО «Полярная звезда», до 01.11.2027».
    pub(crate) fn label(&self) -> String {
        let seen = &self.kept.seen;
        let until = crate::words::date(seen.valid_to.to_zoned(jiff::tz::TimeZone::system()).date());
        if seen.organisation.is_empty() || seen.organisation == seen.name {
            format!("{}, до {until}", seen.name)
        } else {
            format!("{}, {}, до {until}", seen.name, seen.organisation)
        }
    }
}

/// It says to be qualified. Whether it is, only a check of its chain tells.
pub(crate) fn is_qualified_claimed(seen: &SeenCertificate) -> bool {
    claims_class(seen, Certificate::from_der(&seen.der).ok().as_ref())
}

fn claims_class(seen: &SeenCertificate, read: Option<&Certificate>) -> bool {
    seen.store != "software" && read.is_some_and(|read| !read.protection_classes().is_empty())
}

/// Every certificate, the longest valid first.
pub(crate) fn all(r: &Reader<'_>, now: Timestamp) -> Result<Vec<CertificateView>> {
    let office = Office::read(r)?;
    let choices = r.signing_choices()?;
    let kept = r.certificates()?;
    Ok(kept
        .into_iter()
        .map(|kept| view(kept, &office, &choices, now))
        .collect())
}

fn view(
    kept: KeptCertificate,
    office: &Office,
    choices: &[SigningChoice],
    now: Timestamp,
) -> CertificateView {
    let read = Certificate::from_der(&kept.seen.der).ok();
    let owner = read.as_ref().map(|read| read.owner().clone()).unwrap_or_default();
    let left_s = kept.seen.valid_to.as_second().saturating_sub(now.as_second());
    let days_left = left_s.div_euclid(SECONDS_OF_A_DAY);
    CertificateView {
        serial: read.as_ref().map(Certificate::serial_hex).unwrap_or_default(),
        ogrn: owner.ogrn.or(owner.ogrnip).unwrap_or_default(),
        days_left,
        step: EndStep::of(kept.seen.valid_from, kept.seen.valid_to, now),
        is_qualified_claimed: claims_class(&kept.seen, read.as_ref()),
        fits: office.fits(&kept.seen),
        chosen_for: choices
            .iter()
            .filter(|choice| choice.certificate == kept.id)
            .copied()
            .collect(),
        kept,
    }
}
