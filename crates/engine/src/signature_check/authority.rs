//! Does a trusted root stand behind the certificate?

use jiff::Timestamp;
use signature::certificate::Certificate;
use signature::certificate::chain::{self, ChainProblem};

use super::facts::{ChainFact, Standing, TimeKind, TimeUsed};
use crate::trust::TrustAtHand;
use crate::words;

/// What is found out of the chain.
pub(super) struct Authority {
    pub(super) fact: ChainFact,
    pub(super) text: String,
    /// The chain where it ends at a trusted root, the certificate first; empty else: nobody vouches for its authorities.
    pub(super) path: Vec<Certificate>,
    pub(super) standing: Standing,
}

pub(super) fn of(
    trust: &TrustAtHand,
    others: &[Certificate],
    certificate: Option<&Certificate>,
    time: TimeUsed,
    now: Timestamp,
) -> Authority {
    let Some(certificate) = certificate else {
        return without_path(
            ChainFact::NotChecked,
            "Доверие к сертификату не проверено: самого сертификата нет.".to_owned(),
            Standing::Unproven,
        );
    };
    climbed(trust, certificate, others, time, now)
}

/// Does a trusted root stand behind a certificate today? The fact and a sentence.
pub(crate) fn chain_of(
    trust: &TrustAtHand,
    certificate: &Certificate,
    now: Timestamp,
) -> (ChainFact, String) {
    let time = TimeUsed {
        at: now,
        kind: TimeKind::Checked,
    };
    let found = climbed(trust, certificate, &trust.helpers, time, now);
    (found.fact, found.text)
}

fn climbed(
    trust: &TrustAtHand,
    certificate: &Certificate,
    others: &[Certificate],
    time: TimeUsed,
    now: Timestamp,
) -> Authority {
    let verdict = chain::check(certificate, others, &trust.roots, time.at);
    let place = |place: usize| name(&verdict.path, place);
    let first = verdict.problems.iter().max_by_key(|problem| weight(problem));
    match first {
        None => trusted(verdict.path, time, now),
        Some(problem) => {
            let (fact, text, standing) = told(problem, &place, time);
            let is_rooted = !verdict.problems.iter().any(is_about_the_end);
            Authority {
                fact,
                text,
                path: if is_rooted { verdict.path } else { Vec::new() },
                standing,
            }
        }
    }
}

fn without_path(fact: ChainFact, text: String, standing: Standing) -> Authority {
    Authority {
        fact,
        text,
        path: Vec::new(),
        standing,
    }
}

fn trusted(path: Vec<Certificate>, time: TimeUsed, now: Timestamp) -> Authority {
    let root = path.last().map_or("", |root| root.owner().display_name());
    let mut text =
        format!("Сертификат действовал на это время, и за него отвечает доверенный корень «{root}».");
    let has_ended = path
        .iter()
        .any(|certificate| !certificate.validity().contains(now));
    // Art. 11 of 63-ФЗ: the moment of signing counts only where it is known reliably, else the day of the check.
    let is_open = has_ended && time.kind == TimeKind::Claimed;
    if is_open {
        text.push_str(
            " Сейчас его срок вышел, а время подписания названо только самим подписавшим, поэтому действие сертификата \
             на момент подписания этим не доказано.",
        );
    }
    Authority {
        fact: ChainFact::Trusted,
        text,
        path,
        standing: if is_open {
            Standing::Unproven
        } else {
            Standing::Holds
        },
    }
}

/// The chain does not end at a trusted root.
fn is_about_the_end(problem: &ChainProblem) -> bool {
    matches!(
        problem,
        ChainProblem::NoIssuer { .. }
            | ChainProblem::UntrustedRoot
            | ChainProblem::BadSignature { .. }
            | ChainProblem::NotChecked { .. }
    )
}

/// Which of several problems is told: the graver first.
fn weight(problem: &ChainProblem) -> u8 {
    match problem {
        ChainProblem::BadSignature { .. } => 9,
        ChainProblem::NotAnAuthority { .. } | ChainProblem::TooLong { .. } => 8,
        ChainProblem::MayNotSign => 7,
        ChainProblem::UnknownExtension { .. } => 6,
        ChainProblem::Expired { .. } | ChainProblem::NotYetValid { .. } => 5,
        ChainProblem::UntrustedRoot => 4,
        ChainProblem::NoIssuer { .. } => 3,
        ChainProblem::NotChecked { .. } => 2,
    }
}

fn told(
    problem: &ChainProblem,
    name: &dyn Fn(usize) -> String,
    time: TimeUsed,
) -> (ChainFact, String, Standing) {
    let untrusted = |text: String| (ChainFact::Untrusted, text, Standing::Broken);
    let ended = |text: String| (ChainFact::ExpiredAtSigning, text, Standing::Broken);
    let at = words::moment(time.at);
    match problem {
        ChainProblem::BadSignature { place } => untrusted(format!(
            "{} подделан или повреждён: подпись издателя под ним неверна.",
            name(*place)
        )),
        ChainProblem::NotAnAuthority { place } => untrusted(format!(
            "{} не даёт права выдавать сертификаты, поэтому выданному по нему доверять нельзя.",
            name(*place)
        )),
        ChainProblem::TooLong { place } => untrusted(format!(
            "{} не разрешает столько промежуточных центров под собой.",
            name(*place)
        )),
        ChainProblem::MayNotSign => {
            untrusted("Ключ этого сертификата выдан не для подписания документов.".to_owned())
        }
        ChainProblem::UnknownExtension { place, extension } => (
            ChainFact::Untrusted,
            format!(
                "{} содержит обязательное условие ({extension}), которого программа не понимает.",
                name(*place)
            ),
            Standing::Unproven,
        ),
        ChainProblem::Expired { place } => ended(format!(
            "{} на {at} уже не действовал: его срок вышел.",
            name(*place)
        )),
        ChainProblem::NotYetValid { place } => ended(format!(
            "{} на {at} ещё не действовал: его срок не начался.",
            name(*place)
        )),
        ChainProblem::UntrustedRoot => (
            ChainFact::Untrusted,
            "Доверие не подтверждено: цепочка ведёт к корню, которого нет среди доверенных. Если вы доверяете этому \
             центру, администратор может добавить его корневой сертификат."
                .to_owned(),
            Standing::Unproven,
        ),
        ChainProblem::NoIssuer { place } => (
            ChainFact::Incomplete,
            format!(
                "Доверие не подтверждено: {} некем проверить, сертификата его издателя в программе нет. Администратор \
                 может добавить его.",
                lowered(&name(*place))
            ),
            Standing::Unproven,
        ),
        ChainProblem::NotChecked { place } => (
            ChainFact::NotChecked,
            format!(
                "Доверие не проверено: {} подписан алгоритмом, который программа здесь не проверяет.",
                lowered(&name(*place))
            ),
            Standing::Unproven,
        ),
    }
}

fn name(path: &[Certificate], place: usize) -> String {
    match path.get(place) {
        Some(certificate) if place > 0 => {
            format!(
                "Сертификат удостоверяющего центра «{}»",
                certificate.owner().display_name()
            )
        }
        _ => "Сертификат подписавшего".to_owned(),
    }
}

fn lowered(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
