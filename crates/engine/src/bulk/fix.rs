//! Where a person can mend the cause of a row.

/// Where a person can mend the cause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BulkFix {
    /// In the record.
    Edit,
    /// In the card of the document.
    OpenCard,
    /// In the settings of the exchange.
    Connect,
    /// In the card of the other side.
    Counterparty,
}

/// By the stable name of the cause; none where there is nothing to be mended in the program.
pub(super) fn of(code: &str) -> Option<BulkFix> {
    match code {
        "no_firm" | "no_counterparty" | "kind_not_in_edo" | "file_gaps" => Some(BulkFix::Edit),
        "no_connection"
        | "unknown_operator"
        | "unauthorized"
        | "log_in_needed"
        | "client_refused"
        | "connection_not_found" => Some(BulkFix::Connect),
        "no_box" | "not_partner" => Some(BulkFix::Counterparty),
        "document_not_found" | "employee_not_found" | "not_in_trash" | "offline" | "timeout" => None,
        _ => Some(BulkFix::OpenCard),
    }
}
