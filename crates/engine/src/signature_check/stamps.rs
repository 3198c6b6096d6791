//! Timestamps that hang on a signature (CAdES-T): which of them is believed, and what is to be said of the others.
//!
//! A timestamp proves that the signature was there at its moment, by the word of its authority; so the earliest one
//! whose authority ends at a trusted root is the moment used. One that proves nothing is told and changes nothing.

use jiff::Timestamp;
use signature::certificate::{Certificate, chain};
use signature::cms::{SignerVerdict, TimestampState, TimestampVerdict};

use crate::trust::TrustAtHand;
use crate::words;

/// What the timestamps of a signature come to.
#[derive(Debug, Default)]
pub(super) struct Stamps {
    /// The moment that is believed, and who vouches for it.
    pub(super) believed: Option<(Timestamp, String)>,
    /// Why one is not; a sentence with a blank before it, or nothing.
    pub(super) note: String,
}

pub(super) fn of(trust: &TrustAtHand, verdict: &SignerVerdict, others: &[Certificate]) -> Stamps {
    let mut stamps = Stamps::default();
    for stamp in &verdict.timestamps {
        match believed(trust, stamp, others) {
            Ok(found) => {
                let is_earlier = stamps.believed.as_ref().is_none_or(|known| found.0 < known.0);
                if is_earlier {
                    stamps.believed = Some(found);
                }
            }
            Err(text) if stamps.note.is_empty() => stamps.note = format!(" {text}"),
            Err(_) => {}
        }
    }
    if stamps.believed.is_some() {
        stamps.note.clear();
    }
    stamps
}

fn believed(
    trust: &TrustAtHand,
    stamp: &TimestampVerdict,
    others: &[Certificate],
) -> Result<(Timestamp, String), String> {
    let (TimestampState::Holds, Some(at), Some(maker)) = (stamp.state, stamp.at, stamp.authority.as_deref())
    else {
        return Err(not_held(stamp.state).to_owned());
    };
    let all: Vec<Certificate> = stamp.certificates.iter().chain(others).cloned().collect();
    let name = maker.owner().display_name();
    if chain::check(maker, &all, &trust.roots, at).is_good() {
        return Ok((at, name.to_owned()));
    }
    Err(format!(
        "В подписи есть штамп времени от {}, но за центр «{name}» не отвечает ни один доверенный корень, поэтому штамп не \
         учтён.",
        words::moment(at)
    ))
}

fn not_held(state: TimestampState) -> &'static str {
    match state {
        TimestampState::OfAnother => "Штамп времени в подписи от другой подписи, поэтому он не учтён.",
        TimestampState::Holds | TimestampState::Broken => {
            "Штамп времени в подписи неверен: он повреждён или подделан, поэтому не учтён."
        }
        TimestampState::NotChecked => {
            "Штамп времени в подписи сделан алгоритмом, который программа не проверяет, поэтому не учтён."
        }
        TimestampState::NoCertificate => {
            "Штамп времени в подписи не проверен и не учтён: сертификата его центра нет."
        }
        TimestampState::NotAnAuthority => {
            "Штамп времени в подписи сделан сертификатом, который для штампов не выдан, поэтому не учтён."
        }
        TimestampState::Unreadable => "Штамп времени в подписи не читается, поэтому не учтён.",
    }
}
