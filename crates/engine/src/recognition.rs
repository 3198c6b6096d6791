//! Papers that came before their firm: when a firm is made, the files are asked once more whose they are.

use domain::{DocumentId, EdoFormat, EdoStatus, Origin};
use store::DocumentQuery;

use crate::Result;
use crate::changes::Change;
use crate::engine::Inner;
use crate::import::sides;

/// Documents looked at, newest first: a first import before the first connection, not a whole archive.
const AT_MOST: usize = 2_000;
const PAGE: u32 = 200;

impl Inner {
    /// Settles the parties of documents that have no firm yet. One that cannot be read stays as it is.
    pub(crate) fn recognise_again(&self) -> Result<()> {
        let mut change = Change::default();
        for document in self.without_firm()? {
            match self.recognise(document) {
                Ok(true) => drop(change.documents.insert(document)),
                Ok(false) => {}
                Err(error) => tracing::warn!(document = document.0, %error, "the parties stay unknown"),
            }
        }
        self.changes.tell(&change);
        Ok(())
    }

    fn without_firm(&self) -> Result<Vec<DocumentId>> {
        let mut query = DocumentQuery {
            statuses: vec![EdoStatus::NotInEdo],
            limit: PAGE,
            ..DocumentQuery::default()
        };
        let (mut found, mut looked_at) = (Vec::new(), 0);
        while looked_at < AT_MOST {
            let page = self.read(|r| Ok(r.documents(&query)?))?;
            looked_at += page.rows.len();
            let strays = page
                .rows
                .iter()
                .filter(|row| row.firm_name.is_none() && matches!(row.format, EdoFormat::Utd(_)));
            found.extend(strays.map(|row| row.id));
            query.after = page.next;
            if query.after.is_none() {
                break;
            }
        }
        Ok(found)
    }

    fn recognise(&self, id: DocumentId) -> Result<bool> {
        let Some(document) = self.read(|r| Ok(r.document(id)?))? else {
            return Ok(false);
        };
        let Some(file) = document
            .body
            .file
            .as_ref()
            .filter(|_| document.body.origin == Origin::Imported)
        else {
            return Ok(false);
        };
        let Some(bytes) = self.store.blob(file.blob)? else {
            return Ok(false);
        };
        let Ok(facts) = formats::read(&file.name, &bytes) else {
            return Ok(false);
        };
        self.write(|w| {
            // A person may have been faster.
            let is_open = w
                .document(id)?
                .is_some_and(|document| document.body.firm.is_none());
            let sides = sides(w, &facts)?;
            if !is_open || sides.firm.is_none() {
                return Ok(false);
            }
            let body = &document.body;
            let counterparty = sides.counterparty.or(body.counterparty);
            w.set_parties(
                id,
                sides.firm,
                counterparty,
                body.individual.filter(|_| counterparty.is_none()),
            )?;
            w.set_direction(id, sides.direction)?;
            Ok(true)
        })
    }
}
