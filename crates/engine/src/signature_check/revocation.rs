//! Was the certificate, or one above it, revoked?

use jiff::Timestamp;
use signature::certificate::Certificate;
use signature::certificate::crl::{self, NotChecked, Revocation, RevocationList, RevocationReason};
use signature::certificate::ocsp::{self, RevocationAnswer};
use signature::cms::{Signed, UnsignedAttributes};

use super::facts::{RevocationFact, TimeKind, TimeUsed};
use crate::engine::Inner;
use crate::trust::TrustAtHand;
use crate::{Result, words};

/// What came along with a signature. Each part proves itself by its own signature, whoever gathered it.
pub(super) struct Gathered {
    lists: Vec<RevocationList>,
    answers: Vec<RevocationAnswer>,
}

impl Gathered {
    pub(super) fn of(signed: &Signed, unsigned: &UnsignedAttributes) -> Self {
        let in_message = signed.revocation_lists();
        let lists = in_message.iter().chain(&unsigned.revocation_lists);
        Self {
            lists: lists.filter_map(|list| crl::parse(list).ok()).collect(),
            answers: unsigned
                .revocation_answers
                .iter()
                .filter_map(|answer| ocsp::read(answer).ok())
                .collect(),
        }
    }
}

/// Where an answer comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Source {
    /// A list that was brought in, or came along.
    List,
    /// An answer about the one certificate, gathered with the signature.
    Answer,
}

/// What lists and answers say of every certificate of a trusted chain but its root.
pub(super) fn of(
    inner: &Inner,
    trust: &TrustAtHand,
    gathered: &Gathered,
    path: &[Certificate],
    time: TimeUsed,
) -> Result<(RevocationFact, String)> {
    if path.is_empty() {
        return Ok((
            RevocationFact::NotChecked,
            "Отзыв не проверен: пока за сертификат никто не отвечает, спросить не у кого.".to_owned(),
        ));
    }
    let mut oldest: Option<Timestamp> = None;
    let mut source = Source::List;
    let mut unknown = None;
    let pairs = path.iter().zip(path.iter().skip(1));
    for (certificate, issuer) in pairs {
        let kept = trust.lists_of(inner, issuer)?;
        let by_lists = newest(
            crl::is_revoked(certificate, issuer, &kept, time.at),
            crl::is_revoked(certificate, issuer, &gathered.lists, time.at),
        );
        let by_answers = ocsp::is_revoked(certificate, issuer, &gathered.answers, time.at);
        let is_by_answer = matches!(by_lists, Revocation::NotChecked(_))
            && matches!(by_answers, Revocation::NotRevoked { .. });
        if is_by_answer {
            source = Source::Answer;
        }
        match newest(by_lists, by_answers) {
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
        (None, Some(as_of)) => (RevocationFact::Good, good(source, as_of)),
        (None, None) => (
            RevocationFact::NotChecked,
            "Отзыв не проверен: сертификат сам себе корень, списков отозванных для него не бывает."
                .to_owned(),
        ),
    })
}

fn good(source: Source, as_of: Timestamp) -> String {
    let at = words::moment(as_of);
    match source {
        Source::List => format!("Сертификат не отозван по списку издателя, составленному {at}."),
        Source::Answer => format!(
            "Сертификат не отозван: это говорит вложенный в подпись ответ службы издателя (OCSP), данный {at}."
        ),
    }
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
    if time.kind.is_proven() {
        let by = match time.kind {
            TimeKind::Timestamp => "которое подтверждает штамп времени",
            TimeKind::Operator | TimeKind::Claimed | TimeKind::Checked => "которое назвал оператор",
        };
        return Ok(format!(
            "Сертификат «{whose}» отозван {day}{why}, позже подписания: на время, {by}, он действовал."
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
