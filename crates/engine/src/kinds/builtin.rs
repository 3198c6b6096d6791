//! The kinds that come with the program are there after every opening; what a clerk made of them stays.

use domain::{EdoFormat, KindBody, KindId, UtdFunction, builtin_kinds, kind::builtin};
use store::{Reader, Writer};

use crate::Result;
use crate::engine::Inner;
use crate::error::Error;

/// Adds the kinds that are missing, and gives documents older than the directory the kind of their format.
pub(crate) fn ensure(inner: &Inner) -> Result<()> {
    inner.write(|w| {
        for kind in builtin_kinds() {
            if w.kind_by_code(&kind.code)?.is_none() {
                w.save_kind(None, &free_name(w, kind)?)?;
            }
        }
        adopt(w)
    })
}

/// A later version may bring a kind whose name the clerk has given away already.
fn free_name(w: &Writer<'_>, mut kind: KindBody) -> Result<KindBody> {
    let taken: Vec<String> = w.kinds()?.into_iter().map(|known| known.body.name).collect();
    while taken.contains(&kind.name) {
        kind.name.push_str(" (из программы)");
    }
    Ok(kind)
}

fn adopt(w: &Writer<'_>) -> Result<()> {
    let functions = [
        UtdFunction::Invoice,
        UtdFunction::Transfer,
        UtdFunction::InvoiceAndTransfer,
    ];
    let formats = functions
        .into_iter()
        .map(EdoFormat::Utd)
        .chain([EdoFormat::Nonformalized]);
    for format in formats {
        let kind = of_format(w, format)?;
        w.adopt_documents_without_kind(format, kind)?;
    }
    Ok(())
}

/// The kind of a file whose content says no more than its format.
pub(crate) fn of_format(r: &Reader<'_>, format: EdoFormat) -> Result<KindId> {
    let code = match format {
        EdoFormat::Utd(_) => builtin::UTD,
        EdoFormat::Nonformalized => builtin::FREE_FORM,
    };
    let kind = r.kind_by_code(code)?;
    kind.map(|kind| kind.id)
        .ok_or_else(|| Error::internal(format!("the kind {code} is not in the directory")))
}
