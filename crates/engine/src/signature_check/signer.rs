//! Who signed, and what kind of certificate he has.

use signature::certificate::{Certificate, Reference};
use signature::cms::{Mathematics, NotChecked, SignedBy, SignerVerdict};

use super::facts::{SignatureKind, SignerView};

pub(super) fn signer(signed_by: &SignedBy) -> (SignerView, String) {
    match signed_by {
        SignedBy::Certificate { certificate, .. } => {
            let view = signer_view(certificate);
            let text = signer_text(&view);
            (view, text)
        }
        SignedBy::Unknown(reference) => unknown_signer(reference),
    }
}

fn signer_view(certificate: &Certificate) -> SignerView {
    let owner = certificate.owner();
    let validity = certificate.validity();
    SignerView {
        name: owner.person().unwrap_or_else(|| owner.display_name().to_owned()),
        organisation: owner.organisation.clone(),
        position: owner.position.clone(),
        inn: owner.personal_inn().map(str::to_owned),
        organisation_inn: owner.company_inn().map(str::to_owned),
        ogrn: owner.ogrn.clone().or_else(|| owner.ogrnip.clone()),
        issuer: certificate.issuer_name().to_owned(),
        serial: certificate.serial_hex(),
        thumbprint: certificate.thumbprint().to_string(),
        valid_from: Some(validity.from),
        valid_to: Some(validity.to),
    }
}

fn signer_text(view: &SignerView) -> String {
    let organisation = view.organisation.as_ref().filter(|name| **name != view.name);
    let inn = view.organisation_inn.as_ref().or(view.inn.as_ref());
    let parts = [
        Some(view.name.clone()),
        view.position.clone(),
        organisation.cloned(),
        inn.map(|inn| format!("ИНН {inn}")),
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect();
    let who = match parts.as_slice() {
        [] => "имя в сертификате не названо".to_owned(),
        parts => parts.join(", "),
    };
    format!(
        "По сертификату подписал: {who}. Сертификат № {} выдал «{}».",
        view.serial, view.issuer
    )
}

fn unknown_signer(reference: &Reference) -> (SignerView, String) {
    let serial = reference.digits();
    let text =
        format!("Кто подписал, неизвестно: сертификата в файле нет, назван только его номер {serial}.");
    let view = SignerView {
        serial,
        ..SignerView::default()
    };
    (view, text)
}

pub(super) fn kind(verdict: &SignerVerdict) -> (SignatureKind, String) {
    let is_foreign = matches!(
        verdict.mathematics,
        Mathematics::NotChecked(NotChecked::Algorithm(_))
    );
    if is_foreign {
        return (
            SignatureKind::ForeignAlgorithm,
            "Квалифицированной по российскому закону такая подпись быть не может: алгоритм не по ГОСТ."
                .to_owned(),
        );
    }
    let classes = verdict.certificate().map(Certificate::protection_classes);
    match classes.as_deref().and_then(<[_]>::last) {
        Some(class) => (
            SignatureKind::QualifiedClaimed,
            format!(
                "Сертификат составлен как квалифицированный (класс средства подписи {class}). Аккредитацию выдавшего его \
                 центра программа не проверяет."
            ),
        ),
        None => (
            SignatureKind::Other,
            "Признаков квалифицированного сертификата нет: подпись неквалифицированная или учебная."
                .to_owned(),
        ),
    }
}
