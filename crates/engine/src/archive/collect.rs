//! Everything of one document that goes into an archive, and what is missing.

use std::collections::HashSet;

use domain::facets::{Intermediate, OurSignature, TheirSignature};
use domain::{BlobId, DocumentId, EdoDocument, EdoFile, EdoFileId, SigningParty};
use store::Reader;

use super::inventory::{Gap, Role};
use super::protocol;
use crate::document_signatures::{self, KnownSignature};
use crate::engine::Inner;
use crate::print::{self, PrintPurpose};
use crate::trust::TrustAtHand;
use crate::{Result, card, documents, records, status};

/// A document, ready to be packed. Names are bare; the writer makes them safe and different.
pub(crate) struct Collected {
    pub(super) about: About,
    pub(super) files: Vec<CollectedFile>,
    pub(super) gaps: Vec<Gap>,
}

/// What the inventory says of a document.
#[derive(Clone)]
pub(super) struct About {
    pub(super) label: String,
    pub(super) number: String,
    pub(super) issued_on: Option<String>,
    pub(super) firm: Option<String>,
    pub(super) other_side: Option<String>,
    pub(super) total: Option<String>,
    pub(super) currency: String,
    pub(super) status: String,
}

/// A file to be packed.
pub(super) struct CollectedFile {
    pub(super) name: String,
    pub(super) role: Role,
    pub(super) bytes: Vec<u8>,
    /// Of a signature: the place in the list of the file that it signs, and whose it is.
    pub(super) signs: Option<(usize, SigningParty)>,
}

impl CollectedFile {
    fn new(name: impl Into<String>, role: Role, bytes: Vec<u8>) -> Self {
        Self {
            name: name.into(),
            role,
            bytes,
            signs: None,
        }
    }
}

impl Collected {
    /// Bytes before they are packed.
    pub(super) fn size(&self) -> u64 {
        let bytes: usize = self.files.iter().map(|file| file.bytes.len()).sum();
        u64::try_from(bytes).unwrap_or(u64::MAX)
    }
}

/// Gathers a document. The error is one of the document: it does not come in.
pub(crate) fn collect(inner: &Inner, trust: &TrustAtHand, id: DocumentId) -> Result<Collected> {
    let seen = inner.read(|r| Seen::of(inner, r, id))?;
    let signatures = document_signatures::known(inner, trust, id)?;
    let mut collected = Collected {
        files: Vec::new(),
        gaps: Vec::new(),
        about: seen.about.clone(),
    };
    let originals = originals(inner, &mut collected, &seen, &signatures)?;
    signed(&mut collected, &originals, &signatures);
    told_gaps(&mut collected, &seen, &signatures);
    copy_for_viewing(inner, &mut collected, id);
    let (text, data) = protocol::of(inner.now(), &collected, &originals, &signatures);
    let [text_file, data_file] = [
        CollectedFile::new("Протокол проверки.txt", Role::Protocol, text),
        CollectedFile::new("Протокол проверки.json", Role::ProtocolData, data),
    ];
    collected.files.extend([text_file, data_file]);
    Ok(collected)
}

/// What the registry says of a document.
struct Seen {
    about: About,
    files: Vec<card::FileView>,
    sending: Option<EdoDocument>,
    operator: String,
}

impl Seen {
    fn of(inner: &Inner, r: &Reader<'_>, id: DocumentId) -> Result<Self> {
        let document = r.document(id)?.ok_or_else(documents::not_found)?;
        let body = &document.body;
        let firm = body.firm.map(|id| r.firm(id)).transpose()?.flatten();
        let company = body
            .counterparty
            .map(|id| r.counterparty(id))
            .transpose()?
            .flatten();
        let person = body.individual.map(|id| r.individual(id)).transpose()?.flatten();
        let status =
            status::of_document(r, id)?.map_or_else(|| status::before_sending(&document), |one| one.0);
        let sending = r
            .edo_documents_of(id)?
            .into_iter()
            .find(|sending| sending.remote.is_some());
        let connection = match &sending {
            Some(sending) => r.past_connection(sending.connection)?,
            None => None,
        };
        Ok(Self {
            about: About {
                label: records::reference(r, &document)?.label,
                number: body.number.clone(),
                issued_on: body.issued_on.map(|day| day.to_string()),
                firm: firm.map(|firm| format!("{}, ИНН {}", firm.party.name, firm.party.inn)),
                other_side: company
                    .map(|company| format!("{}, ИНН {}", company.party.name, company.party.inn))
                    .or(person.map(|person| person.body.name.full())),
                total: body.total.map(|total| total.to_string()),
                currency: body.currency.clone(),
                status: status.label_of(body.direction).to_owned(),
            },
            files: card::files(r, &document)?,
            operator: connection.map_or_else(
                || "ЭДО".to_owned(),
                |connection| inner.operator_title(&connection.operator),
            ),
            sending,
        })
    }
}

/// A file that was put in, with its place in the list.
pub(super) struct Original {
    pub(super) file: EdoFile,
    pub(super) place: usize,
    pub(super) sha256: BlobId,
}

/// Every file that was sent, signed, or would be sent now, oldest first.
fn originals(
    inner: &Inner,
    collected: &mut Collected,
    seen: &Seen,
    signatures: &[KnownSignature],
) -> Result<Vec<Original>> {
    let signed: HashSet<EdoFileId> = signatures.iter().map(|known| known.file.id).collect();
    let wanted = seen
        .files
        .iter()
        .rev()
        .filter(|view| view.is_current || !view.sendings.is_empty() || signed.contains(&view.file.id));
    let mut originals = Vec::new();
    for view in wanted {
        let stored = &view.file.file;
        let Some(bytes) = inner.store.blob(stored.blob)? else {
            let text = format!(
                "Файл «{}» не найден в хранилище программы. Восстановите папку из резервной копии или скачайте документ у \
                 оператора.",
                stored.name
            );
            collected.gaps.push(Gap::new("content_missing", text));
            continue;
        };
        if view.is_current && view.is_outdated {
            let text = format!(
                "Файл «{}» составлен до последних изменений записи: в архиве то, что было подписано, а не новая редакция.",
                stored.name
            );
            collected.gaps.push(Gap::new("file_outdated", text));
        }
        originals.push(Original {
            file: view.file.clone(),
            place: collected.files.len(),
            sha256: stored.blob,
        });
        collected
            .files
            .push(CollectedFile::new(stored.name.clone(), Role::Original, bytes));
    }
    if originals.is_empty() && collected.gaps.is_empty() {
        collected.gaps.push(Gap::new(
            "no_file",
            "Подлинника нет: файл для подписи у этого документа не создавали.",
        ));
    }
    Ok(originals)
}

fn signed(collected: &mut Collected, originals: &[Original], signatures: &[KnownSignature]) {
    for known in signatures {
        let original = originals
            .iter()
            .find(|original| original.file.id == known.file.id);
        match (&known.message, original) {
            (Some(message), Some(original)) => {
                let name = format!("{}.sig", known.file.file.name);
                let mut file = CollectedFile::new(name, Role::Signature, message.clone());
                file.signs = Some((original.place, known.kept.body.party));
                collected.files.push(file);
            }
            (None, _) => collected.gaps.push(Gap::new(
                "signature_missing",
                format!(
                    "Подпись ({}) под файлом «{}» не найдена в хранилище программы.",
                    side(known.kept.body.party),
                    known.file.file.name
                ),
            )),
            // The file itself is told as missing.
            (Some(_), None) => {}
        }
    }
}

pub(super) fn side(party: SigningParty) -> &'static str {
    match party {
        SigningParty::Us => "наша сторона",
        SigningParty::Them => "контрагент",
        SigningParty::Intermediate => "промежуточный получатель",
    }
}

/// What the operator has and the program has not, and what nobody has.
fn told_gaps(collected: &mut Collected, seen: &Seen, signatures: &[KnownSignature]) {
    let gaps = &mut collected.gaps;
    let is_kept = |party| signatures.iter().any(|known| known.kept.body.party == party);
    let Some(sending) = &seen.sending else {
        if !is_kept(SigningParty::Us) {
            gaps.push(Gap::new(
                "not_signed",
                "Подписей нет: документ не подписывали и через ЭДО не отправляли.",
            ));
        }
        return;
    };
    let operator = &seen.operator;
    if !is_kept(SigningParty::Us) {
        let facet = sending.state.as_ref().map(|state| &state.facets.our_signature);
        let text = if matches!(
            facet,
            Some(OurSignature::Valid | OurSignature::Unchecked | OurSignature::Confirmed)
        ) {
            format!("Нашей подписи в программе нет: она хранится у оператора {operator}.")
        } else {
            format!("Нашей подписи нет: оператор {operator} о ней не сообщал.")
        };
        gaps.push(Gap::new("our_signature_missing", text));
    }
    if !is_kept(SigningParty::Them) {
        gaps.extend(their_gap(sending, seen));
    }
    let between = sending.state.as_ref().map(|state| &state.facets.intermediate);
    if !is_kept(SigningParty::Intermediate) && between == Some(&Intermediate::Signed) {
        gaps.push(Gap::new(
            "intermediate_signature_missing",
            format!(
                "Подписи промежуточного получателя в программе нет: она хранится у оператора {operator}."
            ),
        ));
    }
    gaps.push(Gap::new(
        "service_documents_missing",
        format!(
            "Подтверждений и извещений оператора {operator} в архиве нет: программа их пока не скачивает, они хранятся у \
             оператора."
        ),
    ));
}

fn their_gap(sending: &EdoDocument, seen: &Seen) -> Option<Gap> {
    let operator = &seen.operator;
    let facet = sending.state.as_ref().map(|state| &state.facets.their_signature);
    let (code, text) = match facet {
        Some(TheirSignature::NotRequired) => return None,
        Some(
            TheirSignature::Signed | TheirSignature::SignedWithDiscrepancies | TheirSignature::Confirmed,
        ) => (
            "their_signature_missing",
            format!("Подписи контрагента в программе нет: она хранится у оператора {operator}."),
        ),
        Some(TheirSignature::Rejected) => ("rejected", "Контрагент отказал в подписи.".to_owned()),
        _ => (
            "not_signed_by_them",
            format!("Подписи контрагента нет. Статус ЭДО: «{}».", seen.about.status),
        ),
    };
    Some(Gap::new(code, text))
}

fn copy_for_viewing(inner: &Inner, collected: &mut Collected, id: DocumentId) {
    match print::print_one(inner, id, None, PrintPurpose::CopyForViewing) {
        Ok(sheet) => collected.files.push(CollectedFile::new(
            "Копия для просмотра.pdf",
            Role::PrintForm,
            sheet.pdf,
        )),
        Err(error) => collected.gaps.push(Gap::new(
            "print_form_missing",
            format!("Копии для просмотра нет. {}", error.sentence()),
        )),
    }
}
