//! What is trusted, for people.

use domain::BlobId;
use jiff::{SignedDuration, Timestamp};
use signature::certificate::Certificate;
use store::{KeptRevocationList, TrustKind, TrustedCertificate};

use super::key_id;
use crate::{Engine, Result, words};

/// Everything that was brought in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustView {
    /// Certificates of authorities, in the order in which they came.
    pub certificates: Vec<AuthorityView>,
    /// Lists of revoked certificates, newest first.
    pub lists: Vec<RevocationListView>,
    /// What a person should know: no root at all, a list overdue. Complete sentences.
    pub warnings: Vec<String>,
}

/// A certificate of an authority.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthorityView {
    /// SHA-1 of the certificate, 40 digits.
    pub thumbprint: String,
    /// SHA-256 of the certificate, 64 digits: what sources of today publish.
    pub sha256: String,
    /// What it is good for.
    pub kind: TrustKind,
    /// Whose it is.
    pub name: String,
    /// Who gave it.
    pub issuer: String,
    /// Its number.
    pub serial: String,
    /// The first moment of its validity.
    pub valid_from: Timestamp,
    /// The last one.
    pub valid_to: Timestamp,
    /// Valid today.
    pub is_valid_now: bool,
    /// Where it came from, in the words of who brought it in.
    pub source: String,
    /// When it was brought in.
    pub added_at: Timestamp,
}

/// A list of revoked certificates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevocationListView {
    /// Who made it.
    pub issuer: String,
    /// When it was made.
    pub this_update: Timestamp,
    /// When the next one is due.
    pub next_update: Option<Timestamp>,
    /// When it was brought in.
    pub added_at: Timestamp,
    /// The next one was due already.
    pub is_overdue: bool,
    /// How fresh it is, a sentence.
    pub text: String,
}

impl Engine {
    /// What is trusted.
    pub async fn trust(&self) -> Result<TrustView> {
        self.blocking(|inner| {
            let (certificates, lists) =
                inner.read(|r| Ok((r.trusted_certificates()?, r.revocation_lists()?)))?;
            Ok(view(&certificates, &lists, inner.now()))
        })
        .await
    }
}

fn view(certificates: &[TrustedCertificate], lists: &[KeptRevocationList], now: Timestamp) -> TrustView {
    let read: Vec<(&TrustedCertificate, Certificate)> = certificates
        .iter()
        .filter_map(|kept| Some((kept, Certificate::from_der(&kept.der).ok()?)))
        .collect();
    let lists: Vec<RevocationListView> = lists
        .iter()
        .map(|list| {
            let issuer = read
                .iter()
                .find(|(_, certificate)| key_id(certificate) == list.issuer_key);
            let issuer = issuer.map(|(_, certificate)| certificate.owner().display_name());
            list_view(list, issuer.unwrap_or("издатель неизвестен"), now)
        })
        .collect();
    let certificates: Vec<AuthorityView> = read
        .iter()
        .map(|(kept, certificate)| authority_view(kept, certificate, now))
        .collect();
    TrustView {
        warnings: warnings(&certificates, &lists),
        certificates,
        lists,
    }
}

pub(super) fn authority_view(
    kept: &TrustedCertificate,
    certificate: &Certificate,
    now: Timestamp,
) -> AuthorityView {
    let validity = certificate.validity();
    AuthorityView {
        thumbprint: certificate.thumbprint().to_string(),
        sha256: BlobId::of(&kept.der).to_string().to_uppercase(),
        kind: kept.kind,
        name: certificate.owner().display_name().to_owned(),
        issuer: certificate.issuer_name().to_owned(),
        serial: certificate.serial_hex(),
        valid_from: validity.from,
        valid_to: validity.to,
        is_valid_now: validity.contains(now),
        source: kept.source.clone(),
        added_at: kept.added_at,
    }
}

pub(super) fn list_view(list: &KeptRevocationList, issuer: &str, now: Timestamp) -> RevocationListView {
    let made = words::moment(list.this_update);
    let is_overdue = list.next_update.is_some_and(|next| next < now);
    let text = match list.next_update {
        None => format!("Список составлен {made}; срок следующего в нём не назван."),
        Some(next) if is_overdue => format!(
            "Список составлен {made} и устарел: следующий должен был выйти {}. Загрузите новый.",
            words::moment(next)
        ),
        Some(next) if next.duration_since(now) < SignedDuration::from_hours(24) => format!(
            "Список составлен {made}; следующий выйдет меньше чем через сутки, {}.",
            words::moment(next)
        ),
        Some(next) => format!(
            "Список составлен {made}; следующий выйдет {}.",
            words::moment(next)
        ),
    };
    RevocationListView {
        issuer: issuer.to_owned(),
        this_update: list.this_update,
        next_update: list.next_update,
        added_at: list.added_at,
        is_overdue,
        text,
    }
}

fn warnings(certificates: &[AuthorityView], lists: &[RevocationListView]) -> Vec<String> {
    let mut warnings = Vec::new();
    if certificates.iter().all(|one| one.kind != TrustKind::Root) {
        warnings.push(
            "Корневых сертификатов удостоверяющих центров в программе нет, поэтому доверие к сертификатам подписей она \
             не подтверждает. Добавьте корневой сертификат и сверьте его отпечаток с двумя независимыми источниками."
                .to_owned(),
        );
    }
    let ended = certificates.iter().filter(|one| !one.is_valid_now);
    warnings
        .extend(ended.map(|one| format!("Сертификат «{}» сейчас не действует: проверьте сроки.", one.name)));
    if lists.is_empty() && !certificates.is_empty() {
        warnings.push(
            "Списков отозванных сертификатов в программе нет, поэтому отзыв она не проверяет. Загрузите список \
             издателя (файл .crl)."
                .to_owned(),
        );
    }
    let overdue = lists.iter().filter(|list| list.is_overdue);
    warnings
        .extend(overdue.map(|list| format!("Список отозванных «{}» устарел: загрузите новый.", list.issuer)));
    warnings
}
