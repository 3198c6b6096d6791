//! Which certificate signs for a firm: a person's choice, else the one that fits best, always with the reason.

use std::collections::BTreeSet;

use domain::{DocumentId, EmployeeId, Firm, FirmId, ServiceDocumentKind};
use store::Reader;

use super::fits;
use super::view::{self, CertificateView};
use crate::engine::Inner;
use crate::firm_signers::{self, SignerDetails};
use crate::{Engine, Result, bulk, employees, service_documents};

/// The certificate that would sign for a firm.
#[derive(Debug, Clone)]
pub struct SigningPick {
    /// The firm.
    pub firm: Firm,
    /// The certificate; none where nothing fits.
    pub certificate: Option<CertificateView>,
    /// Why this one, or why none: a sentence.
    pub why: String,
    /// It is a person's own certificate: a power of attorney belongs to the signature.
    pub needs_power_of_attorney: bool,
    /// What a person may choose instead, the fitting ones first.
    pub others: Vec<CertificateView>,
    /// In what position each of them would sign, and by whose leave.
    pub signers: Vec<SignerDetails>,
}

/// So many documents are looked at for whether anybody has to sign them; of more, somebody has to.
const LOOKED_AT: usize = 2_000;

impl Engine {
    /// Who would sign what this action tells about these documents, firm by firm. Firms of whose documents nothing is signed,
    /// because universal messages alone go, are left out; every firm of the documents for an action that tells nothing.
    pub async fn signing_picks_for(
        &self,
        documents: Vec<DocumentId>,
        action: String,
    ) -> Result<Vec<SigningPick>> {
        self.blocking(move |inner| {
            inner.read(|r| match bulk::told_by(&action) {
                Some(kind) => picks_of(inner, r, &signed_firms(inner, r, kind, &documents)?),
                None => picks(inner, r, &documents),
            })
        })
        .await
    }

    /// Who would sign these documents, firm by firm; all firms of ours where no document is named.
    pub async fn signing_picks(&self, documents: Vec<DocumentId>) -> Result<Vec<SigningPick>> {
        self.blocking(move |inner| inner.read(|r| picks(inner, r, &documents)))
            .await
    }
}

/// The firms of documents about which something is to be signed; a firm is looked at no longer once one of its is.
fn signed_firms(
    inner: &Inner,
    r: &Reader<'_>,
    kind: ServiceDocumentKind,
    documents: &[DocumentId],
) -> Result<BTreeSet<FirmId>> {
    let mut wanted: BTreeSet<FirmId> = BTreeSet::new();
    for (place, &id) in documents.iter().enumerate() {
        let Some(firm) = r.document(id)?.and_then(|document| document.body.firm) else {
            continue;
        };
        if !wanted.contains(&firm)
            && (place >= LOOKED_AT || service_documents::is_signed(inner, r, kind, id)?)
        {
            wanted.insert(firm);
        }
    }
    Ok(wanted)
}

fn picks(inner: &Inner, r: &Reader<'_>, documents: &[DocumentId]) -> Result<Vec<SigningPick>> {
    let mut wanted: BTreeSet<FirmId> = BTreeSet::new();
    for &id in documents {
        wanted.extend(r.document(id)?.and_then(|document| document.body.firm));
    }
    if documents.is_empty() {
        wanted.extend(r.firms()?.into_iter().map(|firm| firm.id));
    }
    picks_of(inner, r, &wanted)
}

fn picks_of(inner: &Inner, r: &Reader<'_>, wanted: &BTreeSet<FirmId>) -> Result<Vec<SigningPick>> {
    let mut firms = r.firms()?;
    firms.retain(|firm| wanted.contains(&firm.id));
    let views = view::all(r, inner.now())?;
    let at_work = employees::current(r)?;
    firms
        .into_iter()
        .map(|firm| pick(r, firm, at_work, &views))
        .collect()
}

fn pick(
    r: &Reader<'_>,
    firm: Firm,
    at_work: Option<EmployeeId>,
    views: &[CertificateView],
) -> Result<SigningPick> {
    let (chosen, why) = match by_choice(&firm, at_work, views) {
        Some(found) => found,
        None => by_itself(r, &firm, at_work, views)?,
    };
    let id = chosen.map(CertificateView::id);
    let mut others: Vec<CertificateView> = views
        .iter()
        .filter(|view| Some(view.id()) != id && view.is_usable() && !view.kept.is_hidden)
        .cloned()
        .collect();
    others.sort_by_key(|view| !view.is_of(firm.id));
    let all = chosen.into_iter().chain(&others);
    let signers = all.map(|view| firm_signers::details(r, &firm, &view.kept));
    let signers = signers.collect::<Result<_>>()?;
    Ok(SigningPick {
        needs_power_of_attorney: chosen.is_some_and(|view| {
            let mut fits = view.fits.iter();
            fits.any(|fit| fit.firm == firm.id && fit.needs_power_of_attorney)
        }),
        firm,
        certificate: chosen.cloned(),
        why,
        others,
        signers,
    })
}

type Found<'v> = (Option<&'v CertificateView>, String);

/// A person said so; that of the employee at the computer goes before that of the firm.
fn by_choice<'v>(
    firm: &Firm,
    at_work: Option<EmployeeId>,
    views: &'v [CertificateView],
) -> Option<Found<'v>> {
    let chosen = |employee: Option<EmployeeId>| {
        views.iter().find(|view| {
            let mut choices = view.chosen_for.iter();
            choices.any(|choice| choice.firm == firm.id && choice.employee == employee)
        })
    };
    let (view, whose) = match at_work.and_then(|employee| chosen(Some(employee))) {
        Some(view) => (view, "для вас"),
        None => (chosen(None)?, "для всех"),
    };
    let label = view.label();
    Some(if view.is_usable() {
        (
            Some(view),
            format!(
                "Сертификат выбран вручную для фирмы {} {whose}: {label}.",
                firm.party.name
            ),
        )
    } else {
        (
            None,
            format!(
                "Сертификат, выбранный вручную для фирмы {}, сейчас не подписывает: {label}. Вставьте токен с ключом, \
                 обновите список или выберите другой.",
                firm.party.name
            ),
        )
    })
}

fn by_itself<'v>(
    r: &Reader<'_>,
    firm: &Firm,
    at_work: Option<EmployeeId>,
    views: &'v [CertificateView],
) -> Result<Found<'v>> {
    let fit_of = |view: &CertificateView| {
        let mut fits = view.fits.iter();
        fits.find(|fit| fit.firm == firm.id).cloned()
    };
    // The longest valid one stands first.
    let fitting: Vec<(&CertificateView, _)> = views
        .iter()
        .filter(|view| view.is_usable() && !view.kept.is_hidden)
        .filter_map(|view| Some((view, fit_of(view)?)))
        .collect();
    let name = match at_work.map(|id| r.employee(id)).transpose()?.flatten() {
        Some(employee) => fits::key(&employee.body.name.full()),
        None => String::new(),
    };
    let of_mine = fitting
        .iter()
        .find(|(view, _)| !name.is_empty() && fits::key(&view.kept.seen.name) == name);
    if let Some((view, fit)) = of_mine {
        let why = format!(
            "{} Владелец — сотрудник, который сейчас работает в программе.",
            fit.why
        );
        return Ok((Some(view), why));
    }
    let own: Vec<_> = fitting
        .iter()
        .filter(|(_, fit)| !fit.needs_power_of_attorney)
        .collect();
    Ok(match (own.as_slice(), fitting.first()) {
        ([(view, fit)], _) => (Some(view), fit.why.clone()),
        ([(view, fit), ..], _) => (
            Some(view),
            format!(
                "{} Таких сертификатов несколько, взят тот, что действует дольше.",
                fit.why
            ),
        ),
        ([], Some((view, fit))) => (Some(view), fit.why.clone()),
        ([], None) => (None, nothing_fits(firm, views)),
    })
}

fn nothing_fits(firm: &Firm, views: &[CertificateView]) -> String {
    let name = &firm.party.name;
    let without_key = views
        .iter()
        .find(|view| view.is_of(firm.id) && view.kept.seen.key_state != "here");
    if let Some(view) = without_key {
        return format!(
            "Сертификат фирмы {name} известен, но его ключа сейчас нет: {}. Вставьте токен и обновите список.",
            view.label()
        );
    }
    format!(
        "Действующего сертификата с ИНН фирмы {name} на этом компьютере нет. Вставьте токен с ключом или выберите \
         сертификат вручную."
    )
}
