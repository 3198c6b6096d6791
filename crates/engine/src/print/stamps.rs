//! «Копия для просмотра»: the pages with what the program knows of the sending and the signatures.
//!
//! Only what the operator reported is said. While it reported no signature of ours, the copy has its note and nothing
//! else. The pages are those of the file that was sent, never of a record that was changed since.

use domain::facets::{OurSignature, TheirSignature};
use domain::{Document, EdoDocument, EdoFile, StoredFile};
use forms::StampBlock;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use store::Reader;

use crate::Result;
use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::words;

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
    pub(super) fn file(&self) -> Option<&StoredFile> {
        self.file.as_ref().map(|file| &file.file)
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
pub(super) fn copy_for_viewing(sent: Option<&Sent>, pdf: &[u8]) -> Result<Vec<u8>> {
    let blocks = sent.map(blocks).unwrap_or_default();
    forms::stamped_copy(pdf, &blocks, NOTE).map_err(|fault| {
        tracing::warn!(%fault, "no copy for viewing");
        Error::new(
            Code::NotPrintable,
            format!("Копия для просмотра не получилась. {}", fault.sentence()),
        )
    })
}

fn blocks(sent: &Sent) -> Vec<StampBlock> {
    let Some(state) = &sent.sending.state else {
        return Vec::new();
    };
    let mut blocks = Vec::new();
    if matches!(
        state.facets.our_signature,
        OurSignature::Valid | OurSignature::Unchecked
    ) {
        blocks.push(StampBlock {
            phrase: format!(
                "Документ подписан и передан через оператора ЭДО {}{}",
                sent.operator_title,
                sent.number()
            ),
            owner: owner(sent.firm.as_deref()),
            signed_at: moment(sent.sending.created_at),
            ..StampBlock::default()
        });
    }
    let is_signed_by_them = matches!(
        state.facets.their_signature,
        TheirSignature::Signed | TheirSignature::SignedWithDiscrepancies | TheirSignature::Confirmed
    );
    if is_signed_by_them {
        blocks.push(StampBlock {
            phrase: match state.facets.their_signature {
                TheirSignature::SignedWithDiscrepancies => "Подписан контрагентом с расхождениями".to_owned(),
                _ => "Подписан контрагентом".to_owned(),
            },
            owner: owner(sent.other.as_deref()),
            signed_at: format!("по сведениям оператора на {}", moment(state.as_of)),
            ..StampBlock::default()
        });
    }
    blocks
}

fn owner(name: Option<&str>) -> String {
    name.unwrap_or_default().to_owned()
}

/// «21.11.2026 10:15 UTC»: the program's time zone is nobody's but the clerk's, and a copy travels.
fn moment(at: Timestamp) -> String {
    let at = at.to_zoned(TimeZone::UTC);
    format!(
        "{} {:02}:{:02} UTC",
        words::date(at.date()),
        at.hour(),
        at.minute()
    )
}
