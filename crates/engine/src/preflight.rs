//! What keeps a document from being sent, told before anything is tried («проверить перед отправкой»).
//!
//! Reads the database only: what operators say was asked before (`ahead`) and is one of the facts here. What nobody told
//! stops nobody.

use connect::edo::{Operator, Signing};
use domain::{
    ConnectionId, Counterparty, Departments, Departure, Direction, Document, EdoStatus, Firm, OperatorKind,
};
use store::{BulkFault, Connection, CounterpartyBox, Reader};

use crate::Result;
use crate::bulk::{BulkFix, fix_of};
use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::print_check;
use crate::send::{KeptSignature, SignedBy};

mod between;
mod binding;
mod connection;
mod file;
mod partnership;
pub(crate) mod person;
mod sentences;
mod told;
mod twins;
mod view;
mod way;

pub(crate) use binding::file as missing_file;
pub(crate) use file::ReadFiles;
pub(crate) use told::questions;
pub use view::PreflightReport;
use way::{Way, Wish};

/// One reason why a document cannot be sent, or a word of warning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// Stable name. In the way stand `no_firm`, `no_connection`, `no_counterparty`, `no_box`, `not_partner`,
    /// `partners_only`, `roaming_not_agreed`, `roaming_request_needed`, `not_outbound`, `kind_not_in_edo`, `no_operator_for_individual`, `no_phone`,
    /// `person_name_incomplete`, `no_access`, `access_refused`, `no_file`, `file_outdated`,
    /// `unknown_operator`, `file_too_large_for_operator`, `no_signature`, `no_drafts`, `already_sent`,
    /// `test_box_mismatch`, `counterparty_closed`, `department_missing`, `format_not_accepted`,
    /// `version_switched_off`, `operator_objects`, `kept_signature_expired`, `intermediary_not_for_format`, `intermediary_not_partner`. Warnings are `sent_before`, `print_form_doubtful`, `several_boxes`,
    /// `counterparty_cannot_sign`, `operator_warns`, `same_file_sent`, `same_number_sent`, `file_for_another_firm`,
    /// `file_for_another_party`, `vat_rate_doubtful`, `connection_waits`, `consent_refused`.
    pub code: &'static str,
    /// Complete Russian sentences: what is missing and what to do.
    pub sentence: String,
}

impl Missing {
    /// Where a person can mend it.
    pub fn fix(&self) -> Option<BulkFix> {
        fix_of(self.code)
    }
}

impl From<Missing> for Error {
    fn from(missing: Missing) -> Self {
        Self::new(Code::Preflight(missing.code), missing.sentence)
    }
}

/// By which connection a document shall go, with whose signature and whether at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct How {
    /// By this one only; `None` chooses one of the firm's.
    pub(crate) connection: Option<ConnectionId>,
    /// Whose signature.
    pub(crate) by: SignedBy,
    /// Without a signature of ours: as a person chose for this sending; `None` leaves it to the connection.
    pub(crate) departure: Option<Departure>,
}

impl How {
    /// As the program chooses, with the operator's signature.
    pub(crate) fn usual() -> Self {
        Self {
            connection: None,
            by: SignedBy::Operator,
            departure: None,
        }
    }
}

/// How a document can go: chosen once, before anything is made.
pub(crate) struct Route {
    pub(crate) connection: Connection,
    pub(crate) to_box: String,
    pub(crate) departments: Departments,
    pub(crate) departure: Departure,
    pub(crate) signing: Signing,
    /// Our signature that was made before and leaves with it.
    pub(crate) kept: Option<KeptSignature>,
    /// To whom and in whose access, where the other side is a person.
    pub(crate) person: Option<person::PersonWay>,
}

/// Whose document it is and whom it is for.
struct Sides {
    firm: Option<Firm>,
    counterparty: Option<Counterparty>,
    operator: Option<OperatorKind>,
}

impl Inner {
    /// The way of this document, or everything that is in the way.
    pub(crate) fn route(
        &self,
        r: &Reader<'_>,
        document: &Document,
        how: How,
    ) -> Result<Result<Route, Vec<Missing>>> {
        let mut missing = Vec::new();
        let sides = sides(r, document, &mut missing)?;
        let mut route = match (&sides.firm, document.body.individual) {
            (Some(firm), Some(_)) => person::route(self, r, document, firm, how, &mut missing)?,
            _ => None,
        };
        missing.extend(binding::file(document));
        missing.extend(print_check::forbidden(self, r, document)?);
        match self.way_of(r, document, &sides, how)? {
            Ok(Some(way)) => {
                missing.extend(told::obstacles(self, r, document, &way)?);
                route = self.signed_route(r, document, way, how, &mut missing)?;
            }
            Ok(None) => {}
            Err(problem) => missing.push(problem),
        }
        Ok(match route {
            Some(route) if missing.is_empty() => Ok(route),
            _ => Err(missing),
        })
    }

    /// The way between these sides; none where a side is missing, and that is told elsewhere.
    fn way_of(
        &self,
        r: &Reader<'_>,
        document: &Document,
        sides: &Sides,
        how: How,
    ) -> Result<Result<Option<Way>, Missing>> {
        let Some(firm) = sides.firm.as_ref().filter(|_| document.body.individual.is_none()) else {
            return Ok(Ok(None));
        };
        let wish = Wish {
            chosen: how.connection,
            operator: sides.operator.clone(),
        };
        self.way(r, firm, sides.counterparty.as_ref(), &wish)
    }

    fn signed_route(
        &self,
        r: &Reader<'_>,
        document: &Document,
        way: Way,
        how: How,
        missing: &mut Vec<Missing>,
    ) -> Result<Option<Route>> {
        let Some(operator) = self.operator(&way.connection.operator) else {
            missing.push(sentences::unknown_operator(&way.connection));
            return Ok(None);
        };
        let size = document.body.file.as_ref().map_or(0, |file| file.size);
        if size > operator.capabilities.max_document_bytes {
            missing.push(sentences::too_large(operator));
        }
        let departure = how.departure.unwrap_or_default();
        let leaves_as_possible = how.by == SignedBy::Operator && departure == Departure::AsPossible;
        let kept = if leaves_as_possible && operator.capabilities.own_signature {
            KeptSignature::of(self, r, document)?
        } else {
            None
        };
        let by = match &kept {
            Some(kept) => {
                missing.extend(kept.obstacle(self.now()));
                SignedBy::Us
            }
            None => how.by,
        };
        Ok(
            match signing(operator, &way.connection, &way.to, (by, departure)) {
                Ok(signing) => Some(Route {
                    connection: way.connection,
                    to_box: way.to.box_id,
                    departments: way.departments,
                    departure,
                    signing,
                    kept,
                    person: None,
                }),
                Err(problem) => {
                    missing.push(problem);
                    None
                }
            },
        )
    }
}

fn sides(r: &Reader<'_>, document: &Document, missing: &mut Vec<Missing>) -> Result<Sides> {
    if document.body.direction != Direction::Outbound {
        missing.push(sentences::not_outbound());
    }
    let kind = match document.body.kind {
        Some(id) => r.kind(id)?.map(|kind| kind.body),
        None => None,
    };
    let firm = match document.body.firm {
        Some(id) => r.firm(id)?,
        None => None,
    };
    let counterparty = match document.body.counterparty {
        Some(id) => r.counterparty(id)?,
        None => None,
    };
    if firm.is_none() {
        missing.push(sentences::no_firm());
    }
    if let Some(kind) = &kind {
        missing.extend(binding::guard(kind, firm.as_ref()));
    }
    if document.body.individual.is_none() && counterparty.is_none() {
        missing.push(sentences::no_counterparty());
    }
    Ok(Sides {
        firm,
        counterparty,
        operator: kind.and_then(|kind| kind.company_operator),
    })
}

/// Between test boxes the operator's test signature; otherwise a person signs in the operator's cabinet. Where we sign
/// ourselves, the signature takes this place later.
fn signing(
    operator: &Operator,
    ours: &Connection,
    to: &CounterpartyBox,
    (by, departure): (SignedBy, Departure),
) -> Result<Signing, Missing> {
    let abilities = operator.capabilities;
    let deferred = abilities.deferred_signature.then_some(Signing::Deferred);
    let found = match (by, departure) {
        (SignedBy::Us, _) => abilities.own_signature.then_some(Signing::Deferred),
        (SignedBy::Operator, Departure::Draft) => {
            let draft = abilities.drafts.then_some(Signing::Draft);
            return draft.ok_or_else(|| sentences::no_drafts(operator));
        }
        (SignedBy::Operator, Departure::Deferred) => deferred,
        (SignedBy::Operator, Departure::AsPossible) => {
            if abilities.test_signature && ours.edo_box.is_test && to.is_test {
                Some(Signing::Test)
            } else {
                deferred
            }
        }
    };
    found.ok_or_else(|| sentences::no_signature(operator))
}

/// The document is on its way or signed, and sending it once more would make a second one.
pub(crate) fn already_sent(sentence: String) -> Missing {
    Missing {
        code: "already_sent",
        sentence,
    }
}

/// Everything in the way of this document, the guard against a second sending included.
pub(crate) fn missing(inner: &Inner, r: &Reader<'_>, document: &Document) -> Result<Vec<Missing>> {
    missing_by(inner, r, document, How::usual())
}

/// The same for a sending of this manner.
pub(crate) fn missing_by(
    inner: &Inner,
    r: &Reader<'_>,
    document: &Document,
    how: How,
) -> Result<Vec<Missing>> {
    let mut missing = match inner.route(r, document, how)? {
        Ok(_) => Vec::new(),
        Err(missing) => missing,
    };
    if document.body.direction != Direction::Outbound {
        return Ok(missing);
    }
    if let Err(error) = crate::send::refuse_second_sending(r, document.id, crate::Repeat::AfterRefusal) {
        match error.code() {
            Code::AlreadySent => missing.push(already_sent(error.sentence().to_owned())),
            _ => return Err(error),
        }
    }
    Ok(missing)
}

/// What a person should know before a document leaves that nothing stands in the way of; the weightiest first.
pub(crate) fn warnings(inner: &Inner, r: &Reader<'_>, document: &Document, how: How) -> Result<Vec<Missing>> {
    let mut warnings = Vec::new();
    if let Some((stands, _)) = crate::status::of_its_own(r, document.id)? {
        warnings.push(sent_before(stands));
    }
    warnings.extend(twins::warning(r, document)?);
    let sides = sides(r, document, &mut Vec::new())?;
    if let Ok(Some(way)) = inner.way_of(r, document, &sides, how)? {
        warnings.extend(
            way.is_one_of_many
                .then(|| way::several_boxes(sides.counterparty.as_ref())),
        );
        warnings.extend(told::warnings(inner, r, document, &way)?);
        warnings.extend(connection::warning(r, &way.connection)?);
    }
    if let Some(firm) = sides.firm.as_ref() {
        warnings.extend(person::warning(inner, r, document, firm, how)?);
    }
    warnings.extend(file::warnings(
        inner,
        document,
        sides.firm.as_ref(),
        sides.counterparty.as_ref(),
    )?);
    if let Some(sentence) = print_check::doubtful(inner, r, document)? {
        warnings.push(Missing {
            code: "print_form_doubtful",
            sentence,
        });
    }
    Ok(warnings)
}

/// All of these as one cause; the code is that of the first. `None` where there are none.
pub(crate) fn fault(found: &[Missing]) -> Option<BulkFault> {
    let first = found.first()?;
    let sentences: Vec<&str> = found.iter().map(|one| one.sentence.as_str()).collect();
    Some(BulkFault {
        code: first.code.to_owned(),
        text: sentences.join(" "),
    })
}

fn sent_before(stands: EdoStatus) -> Missing {
    Missing {
        code: "sent_before",
        sentence: format!(
            "Документ уже отправлялся, и та отправка ничем не кончилась: {}. Он уйдёт ещё раз новым документом. Убедитесь, \
             что причина исправлена.",
            crate::words::status(stands)
        ),
    }
}
