//! Who signs for each firm, and how long their certificate lasts.

use super::{Check, CheckState, FixKind};
use crate::certificates::{CertificateView, EndStep, SigningPick, certificate_advice};

pub(super) fn look(picks: &[SigningPick], all: &[CertificateView]) -> Vec<Check> {
    picks.iter().map(|pick| of_firm(pick, all)).collect()
}

fn of_firm(pick: &SigningPick, all: &[CertificateView]) -> Check {
    let check = |state, text: String| {
        let label = format!("Сертификат подписи: {}", pick.firm.party.name);
        Check::new(format!("certificate:{}", pick.firm.id), label, state, text)
    };
    let Some(view) = &pick.certificate else {
        let is_known = all
            .iter()
            .any(|view| view.is_of(pick.firm.id) && !view.kept.is_hidden);
        return if is_known {
            check(CheckState::Problem, pick.why.clone())
                .advising("Вставьте токен с ключом и обновите список.")
                .mended(FixKind::RefreshCertificates)
        } else {
            check(CheckState::NotHere, pick.why.clone())
                .advising("Он нужен, только если вы подписываете документы в программе.")
                .mended(FixKind::OpenCertificates)
        };
    };
    match view.step {
        Some(step @ (EndStep::Within(_) | EndStep::Expired | EndStep::NotYet)) => {
            let title = step.title("Сертификат подписи", "закончился");
            check(CheckState::Warning, format!("{title}: {}.", view.label()))
                .advising(certificate_advice(step))
                .mended(FixKind::OpenCertificates)
        }
        None => check(CheckState::Ok, format!("Подписывает {}.", view.label())),
    }
}
