//! From the verdicts of `signature` to facts with sentences.

use jiff::{SignedDuration, Timestamp};
use signature::certificate::Certificate;
use signature::cms::{
    self, Binding, Document, Mathematics, NotChecked, Signed, SignedBy, SignerFacts, SignerVerdict,
};

use super::authority::{self, Authority};
use super::facts::{
    DocumentFact, MathematicsFact, RevocationFact, SignatureCheck, Standing, TimeKind, TimeUsed,
};
use super::revocation::{self, Gathered};
use super::signer::{kind, signer};
use super::stamps::{self, Stamps};
use crate::engine::Inner;
use crate::trust::TrustAtHand;
use crate::{Result, words};

/// Clocks of two computers may differ by so much.
const CLOCKS_DIFFER: SignedDuration = SignedDuration::from_mins(10);

/// Which moment is believed.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Moment {
    /// The one that each signer claims, else the present.
    Claimed,
    /// By the operator's clock.
    Operator(Timestamp),
}

/// Checks every signature of a message. `content` is the document where it stands beside.
pub(crate) fn check(
    inner: &Inner,
    trust: &TrustAtHand,
    signed: &Signed,
    content: Option<&[u8]>,
    moment: Moment,
) -> Result<Vec<SignatureCheck>> {
    let now = inner.now();
    let verdicts = cms::verify(signed, content, &trust.helpers);
    verdicts
        .iter()
        .zip(signed.signers())
        .map(|(verdict, signer)| one(inner, trust, (signed, signer), verdict, (moment, now)))
        .collect()
}

fn one(
    inner: &Inner,
    trust: &TrustAtHand,
    (signed, signer_facts): (&Signed, &SignerFacts),
    verdict: &SignerVerdict,
    (moment, now): (Moment, Timestamp),
) -> Result<SignatureCheck> {
    let (document, document_text) = document(&verdict.document);
    let (signature, signature_text) = mathematics(verdict);
    // Certificates that came along only help to climb: a chain ends at a root that a person brought in.
    let along = signed.certificates().iter();
    let others: Vec<Certificate> = along
        .chain(&signer_facts.unsigned.certificates)
        .chain(&trust.helpers)
        .cloned()
        .collect();
    let stamps = stamps::of(trust, verdict, &others);
    let (time, time_text) = time(verdict, &stamps, moment, now);
    let Authority {
        fact: chain,
        text: chain_text,
        path,
        standing,
    } = authority::of(trust, &others, verdict.certificate(), time, now);
    let gathered = Gathered::of(signed, &signer_facts.unsigned);
    let (revocation, revocation_text) = revocation::of(inner, trust, &gathered, &path, time)?;
    let (kind, kind_text) = kind(verdict);
    let standing = [
        standing,
        match document {
            DocumentFact::Unchanged => Standing::Holds,
            DocumentFact::Changed => Standing::Broken,
            DocumentFact::NotChecked => Standing::Unproven,
        },
        match signature {
            MathematicsFact::Valid => Standing::Holds,
            MathematicsFact::Invalid => Standing::Broken,
            MathematicsFact::NotChecked => Standing::Unproven,
        },
        match revocation {
            RevocationFact::Good => Standing::Holds,
            RevocationFact::Revoked => Standing::Broken,
            RevocationFact::NotChecked => Standing::Unproven,
        },
    ];
    let (signer, signer_text) = signer(&verdict.signed_by);
    Ok(SignatureCheck {
        document,
        document_text,
        signature,
        signature_text,
        signer,
        signer_text,
        chain,
        chain_text,
        revocation,
        revocation_text,
        time,
        time_text,
        kind,
        kind_text,
        standing: standing.into_iter().max().unwrap_or(Standing::Unproven),
    })
}

fn document(document: &Document) -> (DocumentFact, String) {
    let (fact, text) = match document {
        Document::Unchanged => (
            DocumentFact::Unchanged,
            "Документ не изменён после подписания.".to_owned(),
        ),
        Document::Changed => (
            DocumentFact::Changed,
            "Документ не тот, что был подписан: он изменён, или подпись от другого документа.".to_owned(),
        ),
        Document::NotGiven => (
            DocumentFact::NotChecked,
            "Документ не проверен: подпись лежит отдельно от него, а сам документ не выбран.".to_owned(),
        ),
        Document::CannotTell => (
            DocumentFact::NotChecked,
            "О документе судить нельзя: подпись под ним не сходится, и что из них изменено, по ней не видно."
                .to_owned(),
        ),
        Document::NotChecked(algorithm) => (
            DocumentFact::NotChecked,
            format!(
                "Документ не проверен: его отпечаток посчитан алгоритмом {}, программа здесь проверяет только «Стрибог» \
                 (ГОСТ Р 34.11-2012).",
                algorithm_name(&algorithm.to_string())
            ),
        ),
    };
    (fact, text)
}

fn mathematics(verdict: &SignerVerdict) -> (MathematicsFact, String) {
    let is_by_name = match &verdict.signed_by {
        SignedBy::Certificate {
            binding: Binding::OtherCertificate,
            ..
        } => {
            return (
                MathematicsFact::Invalid,
                "Сертификат в подписи подменён: подписавший закрепил в ней другой.".to_owned(),
            );
        }
        SignedBy::Certificate { binding, .. } => *binding == Binding::ByName,
        SignedBy::Unknown(_) => false,
    };
    match &verdict.mathematics {
        Mathematics::Holds if is_by_name => (
            MathematicsFact::Valid,
            "Подпись математически верна. Сертификат в ней не закреплён, он найден по издателю и номеру."
                .to_owned(),
        ),
        Mathematics::Holds => (MathematicsFact::Valid, "Подпись математически верна.".to_owned()),
        Mathematics::Broken => (
            MathematicsFact::Invalid,
            "Подпись неверна: она повреждена или сделана не ключом этого сертификата.".to_owned(),
        ),
        Mathematics::NotChecked(why) => (MathematicsFact::NotChecked, not_checked(why)),
    }
}

fn not_checked(why: &NotChecked) -> String {
    match why {
        NotChecked::Algorithm(algorithm) => format!(
            "Подпись не проверена: она сделана алгоритмом {}, программа здесь проверяет только ГОСТ Р 34.10-2012.",
            algorithm_name(&algorithm.to_string())
        ),
        NotChecked::NoCertificate => {
            "Подпись не проверена: в файле нет сертификата подписавшего. Попросите подпись вместе с сертификатом."
                .to_owned()
        }
        NotChecked::NoDocument => "Подпись не проверена: она поставлена прямо под документом, а сам документ не выбран."
            .to_owned(),
    }
}

fn time(verdict: &SignerVerdict, stamps: &Stamps, moment: Moment, now: Timestamp) -> (TimeUsed, String) {
    let stamp = &stamps.note;
    let used = |at, kind| TimeUsed { at, kind };
    let is_future = |at: Timestamp| at.duration_since(now) > CLOCKS_DIFFER;
    if let Some((at, whose)) = stamps.believed.as_ref().filter(|(at, _)| !is_future(*at)) {
        return (
            used(*at, TimeKind::Timestamp),
            format!(
                "Проверено на {}: это время из штампа, который поставил на подпись центр «{whose}».",
                words::moment(*at)
            ),
        );
    }
    match (moment, verdict.claimed_at) {
        (Moment::Operator(at), _) => (
            used(at, TimeKind::Operator),
            format!(
                "Проверено на {}: это время назвал оператор ЭДО.{stamp}",
                words::moment(at)
            ),
        ),
        (Moment::Claimed, Some(at)) if is_future(at) => (
            used(now, TimeKind::Checked),
            format!(
                "Подписавший указал время в будущем, {}, поэтому проверено на время проверки, {}.{stamp}",
                words::moment(at),
                words::moment(now)
            ),
        ),
        (Moment::Claimed, Some(at)) => (
            used(at, TimeKind::Claimed),
            format!(
                "Проверено на {}: это время указал сам подписавший, независимого подтверждения у него нет.{stamp}",
                words::moment(at)
            ),
        ),
        (Moment::Claimed, None) => (
            used(now, TimeKind::Checked),
            format!(
                "Время подписания в подписи не указано, поэтому проверено на время проверки, {}.{stamp}",
                words::moment(now)
            ),
        ),
    }
}

/// What people call an algorithm.
fn algorithm_name(oid: &str) -> String {
    let known = match oid {
        "1.2.840.113549.1.1.1"
        | "1.2.840.113549.1.1.4"
        | "1.2.840.113549.1.1.5"
        | "1.2.840.113549.1.1.10"
        | "1.2.840.113549.1.1.11"
        | "1.2.840.113549.1.1.12"
        | "1.2.840.113549.1.1.13" => "RSA",
        "1.2.840.10045.2.1"
        | "1.2.840.10045.4.1"
        | "1.2.840.10045.4.3.2"
        | "1.2.840.10045.4.3.3"
        | "1.2.840.10045.4.3.4" => "ECDSA",
        "1.3.101.112" => "Ed25519",
        "1.2.643.2.2.3" | "1.2.643.2.2.19" => "ГОСТ Р 34.10-2001",
        "1.2.643.2.2.9" => "ГОСТ Р 34.11-94",
        "1.3.14.3.2.26" => "SHA-1",
        "2.16.840.1.101.3.4.2.1" => "SHA-256",
        "2.16.840.1.101.3.4.2.2" => "SHA-384",
        "2.16.840.1.101.3.4.2.3" => "SHA-512",
        other => return format!("с номером {other}"),
    };
    known.to_owned()
}
