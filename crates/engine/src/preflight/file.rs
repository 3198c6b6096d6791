//! What the file that would leave says itself, held against its card.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use domain::{BlobId, Counterparty, Document, EdoFormat, Firm, Inn, VatRate, vat};
use formats::Facts;

use super::Missing;
use crate::Result;
use crate::engine::Inner;

/// So many files are remembered: those of a chunk that is looked over, and of the look after it.
const REMEMBERED_FILES: usize = 1_024;

/// What files say, by their addresses: the bytes behind an address never change.
#[derive(Default)]
pub(crate) struct ReadFiles(Mutex<HashMap<BlobId, Option<Arc<Facts>>>>);

impl ReadFiles {
    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<BlobId, Option<Arc<Facts>>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The facts of the file of an УПД; `None` for other files, and for one that is not there or not readable: that is told
/// elsewhere.
pub(super) fn facts(inner: &Inner, document: &Document) -> Result<Option<Arc<Facts>>> {
    let Some(file) = document
        .body
        .file
        .as_ref()
        .filter(|_| matches!(document.body.format, EdoFormat::Utd(_)))
    else {
        return Ok(None);
    };
    if let Some(known) = inner.read_files.lock().get(&file.blob) {
        return Ok(known.clone());
    }
    let Some(bytes) = inner.store.blob(file.blob)? else {
        return Ok(None);
    };
    let facts = formats::read(&file.name, &bytes).ok().map(Arc::new);
    let mut known = inner.read_files.lock();
    if known.len() >= REMEMBERED_FILES {
        known.clear();
    }
    known.insert(file.blob, facts.clone());
    Ok(facts)
}

/// Sides and rates of the file that do not fit.
pub(super) fn warnings(
    inner: &Inner,
    document: &Document,
    firm: Option<&Firm>,
    counterparty: Option<&Counterparty>,
) -> Result<Vec<Missing>> {
    let Some(facts) = facts(inner, document)? else {
        return Ok(Vec::new());
    };
    let differs = |written: Option<&domain::Party>, card: Option<&Inn>| match (written, card) {
        (Some(written), Some(card)) if written.inn != *card => Some(written.inn.to_string()),
        _ => None,
    };
    let mut found = Vec::new();
    if let Some(inn) = differs(facts.seller.as_ref(), firm.map(|firm| &firm.party.inn)) {
        found.push(Missing {
            code: "file_for_another_firm",
            sentence: format!(
                "В файле продавец с ИНН {inn}, а в карточке указана другая наша фирма. Проверьте фирму в карточке."
            ),
        });
    }
    if let Some(inn) = differs(facts.buyer.as_ref(), counterparty.map(|one| &one.party.inn)) {
        found.push(Missing {
            code: "file_for_another_party",
            sentence: format!(
                "В файле покупатель с ИНН {inn}, а в карточке указан другой контрагент. Проверьте, кому уйдёт документ."
            ),
        });
    }
    found.extend(rate_of_another_day(&facts));
    Ok(found)
}

fn rate_of_another_day(facts: &Facts) -> Option<Missing> {
    let day = facts.issued_on?;
    let rates = vat::rates_on(day);
    let rates_of_the_day = |rate: &VatRate| rates.contains(rate) || !matches!(rate, VatRate::Percent(_));
    let odd = facts
        .lines
        .iter()
        .find(|line| !rates_of_the_day(&line.vat_rate))?;
    Some(Missing {
        code: "vat_rate_doubtful",
        sentence: format!(
            "В строке «{}» ставка НДС {}, а на {} такой ставки нет. Проверьте ставку.",
            odd.name,
            crate::words::rate(&odd.vat_rate),
            crate::words::date(day)
        ),
    })
}
