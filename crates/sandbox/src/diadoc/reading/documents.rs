//! Lists of documents: `GetDocuments` by its filter, and all documents of a message.

use jiff::civil::Date;
use uuid::Uuid;

use crate::clock::Ticks;
use crate::diadoc::answers::{Document, DocumentList};
use crate::diadoc::books::State;
use crate::diadoc::call::Call;
use crate::diadoc::refusal::Refusal;
use crate::diadoc::view::View;
use crate::diadoc::{Reply, auth};
use crate::hub::Hub;
use crate::world::BoxId;

const LARGEST_PAGE: usize = 100;

/// Of `AmendmentFlags`.
const AMENDMENT_REQUESTED: i32 = 1;
/// Statuses of the filter that nothing in this sandbox ever has.
const NEVER: [&str; 8] = [
    "approved",
    "disapproved",
    "waitingforresolution",
    "signaturerequestrejected",
    "revocationapproved",
    "revocationdisapproved",
    "waitingforrevocationapprovement",
    "requestsmysignature",
];
/// Statuses of the filter that documents of this sandbox may have.
const KNOWN: [&str; 28] = [
    "",
    "notread",
    "norecipientsignaturerequest",
    "waitingforrecipientsignature",
    "withrecipientsignature",
    "withrecipientpartiallysignature",
    "recipientsignaturerequestrejected",
    "invalidrecipientsignature",
    "waitingforsendersignature",
    "invalidsendersignature",
    "withsendersignature",
    "havetocreatereceipt",
    "waitingforreceipt",
    "waitingforinvoicereceipt",
    "notfinished",
    "finished",
    "invoiceamendmentrequested",
    "notrevoked",
    "revocationisrequestedbyme",
    "requestsmyrevocation",
    "revocationaccepted",
    "revocationrejected",
    "roamingnotificationerror",
    "waitingforproxysignature",
    "withproxysignature",
    "invalidproxysignature",
    "proxysignaturerejected",
    "deleted",
];

/// What the caller wants to see.
struct Filter {
    viewer: BoxId,
    type_named_id: String,
    direction: String,
    status: String,
    counteragent: Option<BoxId>,
    number: Option<String>,
    ticks: (Option<Ticks>, Option<Ticks>),
    dates: (Option<Date>, Option<Date>),
}

impl Filter {
    fn of(call: &Call, viewer: BoxId) -> Result<Self, Refusal> {
        let category = call.required("filtercategory")?.to_lowercase();
        let garbled = || Refusal::bad(format!("Could not parse filterCategory query param: {category}"));
        let (type_named_id, rest) = category.split_once('.').ok_or_else(garbled)?;
        let directions = ["inbound", "outbound", "internal", "proxy"];
        let direction = directions
            .iter()
            .find(|one| rest.starts_with(**one))
            .ok_or_else(garbled)?;
        let status = rest.strip_prefix(direction).unwrap_or_default().to_owned();
        if !KNOWN.contains(&status.as_str()) && !NEVER.contains(&status.as_str()) {
            return Err(garbled());
        }
        let counteragent = call
            .text("counteragentboxid")
            .map(|_| call.box_id("counteragentboxid"));
        let filter = Self {
            viewer,
            type_named_id: type_named_id.to_owned(),
            direction: (*direction).to_owned(),
            status,
            counteragent: counteragent.transpose()?,
            number: call.text("documentnumber").map(str::to_owned),
            ticks: (call.ticks("timestampfromticks")?, call.ticks("timestamptoticks")?),
            dates: (date(call, "fromdocumentdate")?, date(call, "todocumentdate")?),
        };
        let has_ticks = filter.ticks != (None, None);
        if has_ticks && (filter.dates != (None, None) || filter.number.is_some()) {
            return Err(Refusal::bad(
                "Ticks can not be used together with documentNumber or document dates",
            ));
        }
        Ok(filter)
    }

    fn fits(&self, document: &Document, at: Ticks) -> bool {
        let day = Date::strptime("%d.%m.%Y", &document.document_date).ok();
        let (from, to) = self.dates;
        let is_in_dates = (from.is_none() && to.is_none())
            || day.is_some_and(|day| from.is_none_or(|from| day >= from) && to.is_none_or(|to| day <= to));
        let is_of_type =
            self.type_named_id == "any" || document.type_named_id.to_lowercase() == self.type_named_id;
        let other = BoxId::parse(&document.counteragent_box_id);
        // The bin is looked into by name only.
        let is_wanted = document.is_deleted == (self.status == "deleted");
        is_of_type
            && is_wanted
            && is_in_dates
            && self.class(document).eq_ignore_ascii_case(&self.direction)
            && self.ticks.0.is_none_or(|from| at >= from)
            && self.ticks.1.is_none_or(|to| at <= to)
            && self.counteragent.is_none_or(|wanted| other == Some(wanted))
            && self
                .number
                .as_ref()
                .is_none_or(|number| *number == document.document_number)
            && has_status(document, &self.status)
    }

    /// Who stands between has a class of documents of its own.
    fn class(&self, document: &Document) -> &'static str {
        match BoxId::parse(&document.proxy_box_id) {
            Some(proxy) if proxy == self.viewer => "Proxy",
            _ => document.document_direction,
        }
    }
}

fn date(call: &Call, name: &str) -> Result<Option<Date>, Refusal> {
    let parse = |text: &str| {
        Date::strptime("%d.%m.%Y", text)
            .map_err(|_| Refusal::bad(format!("Could not parse {name} query param: {text}")))
    };
    call.text(name).map(parse).transpose()
}

/// Does the document have this status, in lower case?
fn has_status(document: &Document, status: &str) -> bool {
    let answer = document.recipient_response_status;
    let sender = document.sender_signature_status;
    let receipt = document.recipient_receipt_metadata.receipt_status;
    let is_open = answer == "WaitingForRecipientSignature"
        || matches!(receipt, "HaveToCreateReceipt" | "WaitingForReceipt")
        || matches!(sender, "WaitingForSenderSignature" | "SenderSignatureUnchecked");
    match status {
        "" | "deleted" => true,
        "roamingnotificationerror" => {
            document.roaming_notification_status == "RoamingNotificationStatusError"
        }
        "waitingforproxysignature"
        | "withproxysignature"
        | "invalidproxysignature"
        | "proxysignaturerejected" => document.proxy_signature_status.eq_ignore_ascii_case(status),
        "notread" => !document.is_read,
        "norecipientsignaturerequest" => answer == "RecipientResponseStatusNotAcceptable",
        "waitingforrecipientsignature"
        | "withrecipientsignature"
        | "withrecipientpartiallysignature"
        | "recipientsignaturerequestrejected"
        | "invalidrecipientsignature" => answer.eq_ignore_ascii_case(status),
        "waitingforsendersignature" => sender == "WaitingForSenderSignature",
        "invalidsendersignature" => sender == "SenderSignatureCheckedAndInvalid",
        "withsendersignature" => sender != "WaitingForSenderSignature",
        "havetocreatereceipt" => receipt == "HaveToCreateReceipt",
        "waitingforreceipt" | "waitingforinvoicereceipt" => receipt == "WaitingForReceipt",
        "notfinished" => is_open,
        "finished" => !is_open,
        "invoiceamendmentrequested" => {
            document.amendment_request_metadata.amendment_flags & AMENDMENT_REQUESTED != 0
        }
        "notrevoked" => document.revocation_status != "RevocationAccepted",
        "revocationisrequestedbyme"
        | "requestsmyrevocation"
        | "revocationaccepted"
        | "revocationrejected" => document.revocation_status.eq_ignore_ascii_case(status),
        _ => false,
    }
}

/// Every document that this box sees, with the instant by which lists are ordered: sent, or come in.
fn documents(state: &State, box_id: BoxId) -> Vec<(Ticks, Document)> {
    let log = state.log(box_id);
    let messages = log.into_iter().flat_map(|log| log.by_message.keys());
    messages.flat_map(|id| of_message(state, box_id, *id)).collect()
}

fn of_message(state: &State, box_id: BoxId, id: Uuid) -> Vec<(Ticks, Document)> {
    let Some(view) = View::of(state, box_id, id) else {
        return Vec::new();
    };
    let show = |entity: Uuid| {
        let mut document = view.exchange(entity)?.document();
        let come = if view.is_sender() {
            document.send_timestamp_ticks
        } else {
            document.delivery_timestamp_ticks
        };
        let at = come.unwrap_or(document.creation_timestamp_ticks);
        document.index_key = format!("{:016X}{}", at.0, entity.simple());
        Some((at, document))
    };
    view.message
        .documents
        .iter()
        .filter_map(|card| show(card.entity))
        .collect()
}

/// `GET /V3/GetDocuments`
pub fn get_documents(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    hub.with(|books| {
        let (_, box_id) = auth::caller_in(&books.state, call, "boxid")?;
        let filter = Filter::of(call, box_id)?;
        let count = call.number("count", 0, LARGEST_PAGE, LARGEST_PAGE)?;
        let is_descending = call
            .text("sortdirection")
            .is_some_and(|order| order.eq_ignore_ascii_case("descending"));
        let mut found = documents(&books.state, box_id);
        found.retain(|(at, document)| filter.fits(document, *at));
        found.sort_by(|(_, one), (_, other)| one.index_key.cmp(&other.index_key));
        if is_descending {
            found.reverse();
        }
        let total_count = found.len();
        let is_after = |key: &str| match call.text("afterindexkey") {
            Some(after) if is_descending => key < after,
            Some(after) => key > after,
            None => true,
        };
        let mut rest = found
            .into_iter()
            .map(|(_, document)| document)
            .filter(|document| is_after(&document.index_key));
        let documents: Vec<_> = rest.by_ref().take(count).collect();
        Reply::structure(&DocumentList {
            total_count,
            documents,
            has_more_results: rest.next().is_some(),
        })
    })
}

/// `GET /GetDocumentsByMessageId`
pub fn get_documents_by_message_id(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    hub.with(|books| {
        let (_, box_id) = auth::caller_in(&books.state, call, "boxid")?;
        let id = call.id("messageid")?;
        let found = of_message(&books.state, box_id, id);
        if found.is_empty() {
            return Err(Refusal::not_found(format!("Message {id} is not found")));
        }
        let documents: Vec<_> = found.into_iter().map(|(_, document)| document).collect();
        Reply::structure(&DocumentList {
            total_count: documents.len(),
            documents,
            has_more_results: false,
        })
    })
}
