//! «Копия для просмотра»: the pages with what the program knows of the sending and the signatures.
//!
//! Each kept signature that holds has a stamp with its certificate (ГОСТ Р 7.0.97-2016, 5.23). Of a side of which no
//! signature is kept, only what the operator reported is said. Where there is neither, the copy has its note and nothing
//! else. The pages are those of the file that was sent, never of a record that was changed since.

use domain::facets::{OurSignature, TheirSignature};
use domain::{Document, EdoDocument, EdoFile, SigningParty};
use forms::StampBlock;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use store::Reader;

use crate::document_signatures::KnownSignature;
use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::signature_check::{DocumentFact, MathematicsFact, SignatureCheck};
use crate::{Result, words};

const NOTE: &str = "Копия для просмотра";

/// The last sending of a document, as far as copies tell of it.
pub(super) struct Sent {
    sending: EdoDocument,
    operator_title: String,
    firm: Option<String>,
    other: Option<String>,
    file: Option<EdoFile>,
}

impl Sent {
    /// The operator's number for the document.
    fn number(&self) -> String {
        let remote = self.sending.remote.as_ref();
        remote.map_or_else(String::new, |remote| format!(", № {}", remote.entity_id))
    }

    /// The file that was sent.
    pub(super) fn file(&self) -> Option<&EdoFile> {
        self.file.as_ref()
    }
}

/// The last sending that reached the operator.
pub(super) fn last_sending(inner: &Inner, r: &Reader<'_>, document: &Document) -> Result<Option<Sent>> {
    let mut sendings = r.edo_documents_of(document.id)?.into_iter();
    let Some(sending) = sendings.find(|sending| sending.remote.is_some()) else {
        return Ok(None);
    };
    let connection = r.past_connection(sending.connection)?;
    let firm = document.body.firm.map(|id| r.firm(id)).transpose()?.flatten();
    let company = document
        .body
        .counterparty
        .map(|id| r.counterparty(id))
        .transpose()?
        .flatten();
    let person = document
        .body
        .individual
        .map(|id| r.individual(id))
        .transpose()?
        .flatten();
    Ok(Some(Sent {
        operator_title: connection.map_or_else(
            || "оператор неизвестен".to_owned(),
            |connection| inner.operator_title(&connection.operator),
        ),
        file: sending.file.map(|id| r.edo_file(id)).transpose()?.flatten(),
        firm: firm.map(|firm| firm.party.name),
        other: company
            .map(|company| company.party.name)
            .or(person.map(|person| person.body.name.full())),
        sending,
    }))
}

/// The pages with the note and the blocks that are known now.
pub(super) fn copy_for_viewing(
    sent: Option<&Sent>,
    signatures: &[KnownSignature],
    pdf: &[u8],
) -> Result<Vec<u8>> {
    let ours = stamps_of(signatures, SigningParty::Us);
    let theirs = stamps_of(signatures, SigningParty::Them);
    let (our_report, their_report) = sent.map(reports).unwrap_or_default();
    let mut blocks = if ours.is_empty() {
        Vec::from_iter(our_report)
    } else {
        ours
    };
    blocks.extend(stamps_of(signatures, SigningParty::Intermediate));
    blocks.extend(if theirs.is_empty() {
        Vec::from_iter(their_report)
    } else {
        theirs
    });
    forms::stamped_copy(pdf, &blocks, NOTE).map_err(|fault| {
        tracing::warn!(%fault, "no copy for viewing");
        Error::new(
            Code::NotPrintable,
            format!("Копия для просмотра не получилась. {}", fault.sentence()),
        )
    })
}

/// A stamp for each signature that holds. One that does not is told where signatures are checked, and stamps nothing.
fn stamps_of(signatures: &[KnownSignature], party: SigningParty) -> Vec<StampBlock> {
    let of_party = signatures.iter().filter(|known| known.kept.body.party == party);
    of_party
        .flat_map(|known| &known.checks)
        .filter(|check| {
            check.document == DocumentFact::Unchanged && check.signature == MathematicsFact::Valid
        })
        .map(stamp)
        .collect()
}

fn stamp(check: &SignatureCheck) -> StampBlock {
    let signer = &check.signer;
    let day = |at: Option<Timestamp>| {
        at.map_or_else(String::new, |at| words::date(at.to_zoned(TimeZone::UTC).date()))
    };
    let organisation = signer.organisation.as_ref().filter(|name| **name != signer.name);
    let owner = organisation.map_or_else(
        || signer.name.clone(),
        |organisation| format!("{}, {organisation}", signer.name),
    );
    StampBlock {
        certificate: signer.serial.clone(),
        owner,
        valid_from: day(signer.valid_from),
        valid_until: day(signer.valid_to),
        signed_at: words::moment(check.time.at),
        ..StampBlock::default()
    }
}

/// What the operator reported: of our signature and of theirs.
fn reports(sent: &Sent) -> (Option<StampBlock>, Option<StampBlock>) {
    let Some(state) = &sent.sending.state else {
        return (None, None);
    };
    let is_signed_by_us = matches!(
        state.facets.our_signature,
        OurSignature::Valid | OurSignature::Unchecked | OurSignature::Confirmed
    );
    let ours = is_signed_by_us.then(|| StampBlock {
        phrase: format!(
            "Документ подписан и передан через оператора ЭДО {}{}",
            sent.operator_title,
            sent.number()
        ),
        owner: owner(sent.firm.as_deref()),
        // When an inbound document was answered is not known here; when it came is another matter.
        signed_at: if state.facets.inbound {
            String::new()
        } else {
            words::moment(sent.sending.created_at)
        },
        ..StampBlock::default()
    });
    let is_signed_by_them = matches!(
        state.facets.their_signature,
        TheirSignature::Signed | TheirSignature::SignedWithDiscrepancies | TheirSignature::Confirmed
    );
    let theirs = is_signed_by_them.then(|| StampBlock {
        phrase: match state.facets.their_signature {
            TheirSignature::SignedWithDiscrepancies => "Подписан контрагентом с расхождениями".to_owned(),
            _ => "Подписан контрагентом".to_owned(),
        },
        owner: owner(sent.other.as_deref()),
        signed_at: format!("по сведениям оператора на {}", words::moment(state.as_of)),
        ..StampBlock::default()
    });
    (ours, theirs)
}

fn owner(name: Option<&str>) -> String {
    name.unwrap_or_default().to_owned()
}
