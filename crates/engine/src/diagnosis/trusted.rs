//! Whom the program trusts: roots, lists of revoked certificates, and whether our own certificates hold against them.

use signature::certificate::Certificate;

use super::{Check, CheckState, FixKind};
use crate::certificates::{CertificateView, SigningPick};
use crate::signature_check::{ChainFact, chain_of};
use crate::trust::{TrustAtHand, TrustKind, TrustView};
use crate::{Engine, Result};

pub(super) async fn look(engine: &Engine, picks: Vec<SigningPick>) -> Result<Vec<Check>> {
    let trust = engine.trust().await?;
    let mut checks = vec![roots(&trust)];
    checks.extend(lists(&trust));
    if trust.certificates.iter().any(|one| one.kind == TrustKind::Root) {
        checks.extend(engine.blocking(move |inner| chains(inner, picks)).await?);
    }
    Ok(checks)
}

fn roots(trust: &TrustView) -> Check {
    let check = |state, text: String| {
        Check::new("trust", "Доверенные удостоверяющие центры", state, text).mended(FixKind::OpenTrust)
    };
    let roots = trust
        .certificates
        .iter()
        .filter(|one| one.kind == TrustKind::Root);
    let ended = trust.certificates.iter().find(|one| !one.is_valid_now);
    match (roots.count(), ended) {
        (0, _) => check(
            CheckState::Warning,
            "Корневых сертификатов в программе нет, поэтому чужие подписи она проверяет не до конца. Подписывать и \
             отправлять это не мешает."
                .to_owned(),
        )
        .advising("Добавьте корневой сертификат и сверьте его отпечаток с двумя независимыми источниками."),
        (_, Some(ended)) => check(
            CheckState::Warning,
            format!("Сертификат «{}» сейчас не действует.", ended.name),
        )
        .advising("Загрузите новый сертификат этого центра."),
        (count, None) => Check {
            fix: None,
            ..check(CheckState::Ok, format!("Доверенных корней: {count}."))
        },
    }
}

fn lists(trust: &TrustView) -> Option<Check> {
    if trust.certificates.is_empty() {
        return None;
    }
    let check =
        |state, text: String| Check::new("revocation_lists", "Списки отозванных сертификатов", state, text);
    let overdue: Vec<&str> = trust
        .lists
        .iter()
        .filter(|list| list.is_overdue)
        .map(|list| list.issuer.as_str())
        .collect();
    Some(if trust.lists.is_empty() {
        check(
            CheckState::Warning,
            "Списков отозванных сертификатов нет, поэтому отзыв программа не проверяет.".to_owned(),
        )
        .advising("Загрузите список издателя (файл .crl).")
        .mended(FixKind::OpenTrust)
    } else if overdue.is_empty() {
        check(CheckState::Ok, format!("Свежих списков: {}.", trust.lists.len()))
    } else {
        check(
            CheckState::Warning,
            format!("Устарели списки издателей: «{}».", overdue.join("», «")),
        )
        .advising("Загрузите новые списки (файлы .crl).")
        .mended(FixKind::OpenTrust)
    })
}

fn chains(inner: &crate::engine::Inner, picks: Vec<SigningPick>) -> Result<Vec<Check>> {
    let trust = TrustAtHand::load(inner)?;
    let mut ours: Vec<CertificateView> = picks.into_iter().filter_map(|pick| pick.certificate).collect();
    ours.sort_by_key(CertificateView::id);
    ours.dedup_by_key(|view| view.id());
    let checks = ours.iter().filter_map(|view| {
        let certificate = Certificate::from_der(&view.kept.seen.der).ok()?;
        let (fact, text) = chain_of(&trust, &certificate, inner.now());
        let label = format!("Доверие к сертификату: {}", view.kept.seen.name);
        let id = format!("chain:{}", view.id().0);
        Some(match fact {
            ChainFact::Trusted => Check::new(id, label, CheckState::Ok, text),
            _ => Check::new(id, label, CheckState::Warning, text)
                .advising("Добавьте сертификаты удостоверяющего центра, который его выдал.")
                .mended(FixKind::OpenTrust),
        })
    });
    Ok(checks.collect())
}
