//! «Протокол проверки»: what was found out of every signature of a document, for people and for programs.

use std::fmt::Write as _;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::collect::{Collected, Original, side};
use crate::document_signatures::KnownSignature;
use crate::signature_check::SignatureCheck;
use crate::words;

/// The text and the JSON.
pub(super) fn of(
    now: Timestamp,
    collected: &Collected,
    originals: &[Original],
    signatures: &[KnownSignature],
) -> (Vec<u8>, Vec<u8>) {
    let data = json!({
        "document": collected.about.label,
        "checked_at": now.to_string(),
        "files": originals.iter().map(|original| file_data(original, signatures)).collect::<Vec<_>>(),
        "gaps": collected.gaps,
    });
    // A Value is always written.
    let data = serde_json::to_vec_pretty(&data).unwrap_or_default();
    (text(now, collected, originals, signatures).into_bytes(), data)
}

fn of_file<'a>(
    original: &'a Original,
    signatures: &'a [KnownSignature],
) -> impl Iterator<Item = &'a KnownSignature> {
    signatures
        .iter()
        .filter(|known| known.file.id == original.file.id)
}

fn text(
    now: Timestamp,
    collected: &Collected,
    originals: &[Original],
    signatures: &[KnownSignature],
) -> String {
    let mut text = String::from("ПРОТОКОЛ ПРОВЕРКИ ПОДПИСЕЙ\n\n");
    // Writing into a String cannot fail.
    _ = writeln!(text, "Документ: {}.", collected.about.label);
    _ = writeln!(
        text,
        "Проверено программой «Сургуч» {} без обращения к сети. Доверенные корни и списки отозванных сертификатов взяты \
         из программы.",
        words::moment(now)
    );
    for original in originals {
        _ = writeln!(
            text,
            "\nФайл «{}»\nSHA-256 {}",
            original.file.file.name, original.sha256
        );
        let mut number = 0;
        for known in of_file(original, signatures) {
            for check in &known.checks {
                number += 1;
                _ = writeln!(text, "\nПодпись {number}, {}", side(known.kept.body.party));
                for sentence in check.texts() {
                    _ = writeln!(text, "  {sentence}");
                }
                if let Some(verdict) = &known.operator_verdict {
                    _ = writeln!(text, "  {}", verdict.text);
                }
            }
            if known.checks.is_empty() {
                _ = writeln!(
                    text,
                    "\nПодпись, {}: файл подписи не найден или не читается.",
                    side(known.kept.body.party)
                );
            }
        }
        if number == 0 {
            _ = writeln!(text, "Подписей под этим файлом в программе нет.");
        }
    }
    if !collected.gaps.is_empty() {
        _ = writeln!(text, "\nЧего не хватает");
        for gap in &collected.gaps {
            _ = writeln!(text, "  {}", gap.text);
        }
    }
    text
}

fn file_data(original: &Original, signatures: &[KnownSignature]) -> Value {
    let signatures: Vec<Value> = of_file(original, signatures)
        .flat_map(|known| {
            known.checks.iter().map(|check| {
                let verdict = known.operator_verdict.as_ref();
                json!({
                    "party": known.kept.body.party.code(),
                    "check": check_data(check),
                    "operator_verdict": verdict.map(|verdict| json!({
                        "is_valid": verdict.is_valid,
                        "text": verdict.text,
                    })),
                })
            })
        })
        .collect();
    json!({
        "name": original.file.file.name,
        "sha256": original.sha256.to_string(),
        "signatures": signatures,
    })
}

fn check_data(check: &SignatureCheck) -> Value {
    let signer = &check.signer;
    json!({
        "document": check.document.code(),
        "signature": check.signature.code(),
        "chain": check.chain.code(),
        "revocation": check.revocation.code(),
        "time": { "at": check.time.at.to_string(), "kind": check.time.kind.code() },
        "kind": check.kind.code(),
        "signer": {
            "name": signer.name,
            "organisation": signer.organisation,
            "position": signer.position,
            "inn": signer.inn,
            "organisation_inn": signer.organisation_inn,
            "ogrn": signer.ogrn,
            "issuer": signer.issuer,
            "serial": signer.serial,
            "thumbprint": signer.thumbprint,
        },
        "texts": check.texts(),
    })
}
