//! Was the certificate, or one above it, revoked?

use jiff::Timestamp;
use signature::certificate::Certificate;
use signature::certificate::crl::{self, NotChecked, Revocation, RevocationList, RevocationReason};
use signature::cms::Signed;

use super::facts::{RevocationFact, TimeKind, TimeUsed};
use crate::engine::Inner;
use crate::trust::TrustAtHand;
use crate::{Result, words};

/// What lists say of every certificate of a trusted chain but its root.
pub(super) fn of(
    inner: &Inner,
    trust: &TrustAtHand,
    signed: &Signed,
    path: &[Certificate],
    time: TimeUsed,
) -> Result<(RevocationFact, String)> {
    if path.is_empty() {
        return Ok((
            RevocationFact::NotChecked,
            "Отзыв не проверен: пока за сертификат никто не отвечает, спросить не у кого.".to_owned(),
        ));
    }
    let came_along: Vec<RevocationList> = signed
        .revocation_lists()
        .iter()
        .filter_map(|list| crl::parse(list).ok())
        .collect();
    let mut oldest: Option<Timestamp> = None;
    let mut unknown = None;
    let pairs = path.iter().zip(path.iter().skip(1));
    for (certificate, issuer) in pairs {
        let kept = trust.lists_of(inner, issuer)?;
        let answer = newest(
            crl::is_revoked(certificate, issuer, &kept, time.at),
            crl::is_revoked(certificate, issuer, &came_along, time.at),
        );
        match answer {
            Revocation::RevokedSince { since, reason } => match revoked(certificate, since, reason, time) {
                Ok(later) => return Ok((RevocationFact::Good, later)),
                Err(text) => return Ok((RevocationFact::Revoked, text)),
            },
            Revocation::NotRevoked { as_of } => {
                oldest = Some(oldest.map_or(as_of, |oldest: Timestamp| oldest.min(as_of)));
            }
            Revocation::NotChecked(why) => {
                unknown.get_or_insert_with(|| not_checked(why, issuer));
            }
        }
    }
    Ok(match (unknown, oldest) {
        (Some(text), _) => (RevocationFact::NotChecked, text),
        (None, Some(as_of)) => (
            RevocationFact::Good,
            format!(
                "Сертификат не отозван по списку издателя, составленному {}.",
                words::moment(as_of)
            ),
        ),
        (None, None) => (
            RevocationFact::NotChecked,
            "Отзыв не проверен: сертификат сам себе корень, списков отозванных для него не бывает."
                .to_owned(),
        ),
    })
}

/// «Revoked» outweighs everything; of two lists that do not say so, the newer counts.
fn newest(one: Revocation, other: Revocation) -> Revocation {
    match (&one, &other) {
        (Revocation::RevokedSince { .. }, _) => one,
        (_, Revocation::RevokedSince { .. }) => other,
        (Revocation::NotRevoked { as_of }, Revocation::NotRevoked { as_of: newer }) if newer > as_of => other,
        (Revocation::NotChecked(NotChecked::NoList), Revocation::NotChecked(_))
        | (Revocation::NotChecked(_), Revocation::NotRevoked { .. }) => other,
        _ => one,
    }
}

/// `Ok`: revoked, but after a moment that is not the signer's own word.
fn revoked(
    certificate: &Certificate,
    since: Timestamp,
    reason: Option<RevocationReason>,
    time: TimeUsed,
) -> std::result::Result<String, String> {
    let whose = certificate.owner().display_name();
    let why = reason
        .and_then(reason_text)
        .map_or_else(String::new, |why| format!(", причина: {why}"));
    let day = words::moment(since);
    if time.at >= since {
        return Err(format!(
            "Сертификат «{whose}» отозван {day}{why}. На время подписания он уже не действовал."
        ));
    }
    if time.kind == TimeKind::Operator {
        return Ok(format!(
            "Сертификат «{whose}» отозван {day}{why}, позже подписания: на время, которое назвал оператор, он действовал."
        ));
    }
    Err(format!(
        "Сертификат «{whose}» отозван {day}{why}. Подписавший указал более раннее время, но подтверждает его только он \
         сам."
    ))
}

fn reason_text(reason: RevocationReason) -> Option<&'static str> {
    Some(match reason {
        RevocationReason::KeyCompromise => "ключ стал известен посторонним",
        RevocationReason::AuthorityCompromise => "ключ удостоверяющего центра стал известен посторонним",
        RevocationReason::AffiliationChanged => "изменились сведения о владельце",
        RevocationReason::Superseded => "выдан новый сертификат",
        RevocationReason::Ceased => "деятельность прекращена",
        RevocationReason::OnHold => "действие приостановлено",
        RevocationReason::PrivilegeWithdrawn => "полномочия прекращены",
        RevocationReason::Unspecified | RevocationReason::Other(_) => return None,
    })
}

fn not_checked(why: NotChecked, issuer: &Certificate) -> String {
    let issuer = issuer.owner().display_name();
    match why {
        NotChecked::NoList => format!(
            "Отзыв не проверен: списка отозванных сертификатов издателя «{issuer}» в программе нет. Загрузите его файл \
             .crl."
        ),
        NotChecked::Outdated => format!(
            "Отзыв не проверен: список отозванных сертификатов издателя «{issuer}» старше этой подписи. Загрузите новый."
        ),
        NotChecked::BadSignature => {
            format!("Отзыв не проверен: список отозванных сертификатов подписан не издателем «{issuer}».")
        }
        NotChecked::OtherScope => format!(
            "Отзыв не проверен: список издателя «{issuer}» не о таких сертификатах или составлен в форме, которую \
             программа не читает."
        ),
        NotChecked::EndedBefore => format!(
            "Отзыв не проверен: список издателя «{issuer}» составлен после конца срока сертификата, а такие из списков \
             убирают."
        ),
    }
}
