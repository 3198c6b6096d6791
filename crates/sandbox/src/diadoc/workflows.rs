//! `GetWorkflowsSettings`: the operator's table of workflows, one line each. Data of its documentation; what this sandbox
//! itself plays stands in `types`.

use serde_json::{Value, json};

use super::call::Call;
use super::refusal::Refusal;
use super::{Reply, auth};
use crate::hub::Hub;

/// What a participant gives, and whether a receipt notice comes on it.
type Part = (&'static str, &'static str);

const TITLE: Part = ("Title", "DefineByUser");
const TITLE_RECEIPT: Part = ("Title", "Always");
const BARE_TITLE: Part = ("Title", "Never");
const SIGNATURE: Part = ("Signature", "Never");
const OPTIONAL: Part = ("OptionalSignature", "Never");

/// How the operator confirms.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Confirms {
    /// Nothing beside the titles.
    Nothing,
    /// By the order of before: confirmations are confirmed themselves.
    Formerly,
    /// Receipts, to both sides.
    Receipts,
}

struct Row {
    id: u8,
    sender: Part,
    proxy: Option<Part>,
    recipient: Option<Part>,
    confirms: Confirms,
    /// `AmendmentRequestResponseBehavior`; empty for the usual.
    amendment: &'static str,
    /// `InvitationBehavior`; empty for the usual.
    invitation: &'static str,
}

const fn row(id: u8, sender: Part, proxy: Option<Part>, recipient: Option<Part>, confirms: Confirms) -> Row {
    Row {
        id,
        sender,
        proxy,
        recipient,
        confirms,
        amendment: "",
        invitation: "",
    }
}

use Confirms::{Formerly, Nothing, Receipts};

const ROWS: [Row; 19] = [
    row(1, TITLE, Some(SIGNATURE), Some(OPTIONAL), Nothing),
    row(2, TITLE, Some(SIGNATURE), Some(SIGNATURE), Nothing),
    row(3, TITLE, Some(SIGNATURE), Some(TITLE), Nothing),
    row(4, TITLE_RECEIPT, None, None, Formerly),
    row(5, TITLE_RECEIPT, None, Some(BARE_TITLE), Formerly),
    row(6, TITLE, Some(SIGNATURE), None, Nothing),
    Row {
        amendment: "None",
        invitation: "Always",
        ..row(7, TITLE, None, Some(OPTIONAL), Nothing)
    },
    Row {
        invitation: "DefineByUser",
        ..row(8, BARE_TITLE, None, Some(BARE_TITLE), Nothing)
    },
    row(9, TITLE, Some(SIGNATURE), None, Nothing),
    row(10, TITLE_RECEIPT, None, None, Formerly),
    row(11, TITLE, Some(SIGNATURE), Some(TITLE), Nothing),
    row(12, TITLE_RECEIPT, None, Some(BARE_TITLE), Formerly),
    row(13, TITLE, Some(BARE_TITLE), Some(BARE_TITLE), Nothing),
    Row {
        amendment: "Receipt",
        ..row(14, TITLE_RECEIPT, None, Some(SIGNATURE), Nothing)
    },
    row(15, TITLE_RECEIPT, None, None, Receipts),
    row(16, TITLE_RECEIPT, None, Some(TITLE), Receipts),
    row(17, TITLE_RECEIPT, None, None, Receipts),
    row(18, TITLE_RECEIPT, None, Some(TITLE), Receipts),
    row(19, TITLE, Some(SIGNATURE), Some(TITLE), Nothing),
];

fn told(row: &Row) -> Value {
    let part = |who: &str, (action, receipt): Part| json!({"Participant": who, "ParticipantAction": action, "TitleReceiptBehavior": receipt});
    let others = [("Proxy", row.proxy), ("Recipient", row.recipient)];
    let others = others
        .into_iter()
        .filter_map(|(who, given)| Some(part(who, given?)));
    let participants: Vec<Value> = std::iter::once(part("Sender", row.sender))
        .chain(others)
        .collect();
    let formerly = if row.confirms == Formerly {
        "Always"
    } else {
        "Never"
    };
    let (confirmation, amendment, roaming) = match row.confirms {
        Nothing => ("Never", "OperatorConfirmationOrReceipt", "Never"),
        Formerly => ("Initiator", "OperatorConfirmationOrReceipt", "Never"),
        Receipts => ("InitiatorCounterpart", "OperatorConfirmation", "Always"),
    };
    let or = |given: &'static str, usual| if given.is_empty() { usual } else { given };
    json!({
        "Id": row.id,
        "Participants": participants,
        "OperatorConfirmationReceiptBehavior": formerly,
        "ReceiptOperatorConfirmationReceiptBehavior": formerly,
        "ReceiptOperatorConfirmationBehavior": confirmation,
        "AmendmentRequestResponseBehavior": or(row.amendment, amendment),
        "ReceiptRoamingConfirmationBehavior": roaming,
        "InvitationBehavior": or(row.invitation, "Never"),
    })
}

/// `GET /V2/GetWorkflowsSettings`
pub fn get_workflows_settings(hub: &Hub, call: &Call) -> Result<Reply, Refusal> {
    hub.with(|books| {
        auth::caller_in(&books.state, call, "boxid")?;
        let rows: Vec<Value> = ROWS.iter().map(told).collect();
        Reply::structure(&json!({"DocumentWorkflowSettings": rows}))
    })
}
