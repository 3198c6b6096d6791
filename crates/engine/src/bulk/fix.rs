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
    /// In the settings of the exchange, by connecting an operator whose other side are people.
    ConnectPersons,
    /// In the list of employees whom the operator lets in.
    Access,
    /// In telephone and name of the person, as they leave with this document.
    Person,
    /// By choosing the other side of the document.
    Counterparty,
    /// By making the file that is signed: one press.
    Prepare,
    /// By choosing the box, the departments and the intermediate recipient for the other side.
    Route,
    /// By inviting the other side to the exchange, in its card.
    Invite,
    /// In the list of certificates and powers of attorney.
    Certificates,
}

/// By the stable name of the cause; none where there is nothing to be mended in the program.
pub(crate) fn of(code: &str) -> Option<BulkFix> {
    match code {
        "no_firm"
        | "no_counterparty"
        | "kind_not_in_edo"
        | "file_gaps"
        | "vat_rate_doubtful"
        | "file_for_another_firm" => Some(BulkFix::Edit),
        "file_for_another_party" | "counterparty_closed" => Some(BulkFix::Counterparty),
        "no_connection"
        | "unknown_operator"
        | "unauthorized"
        | "log_in_needed"
        | "client_refused"
        | "subscription_ended"
        | "connection_waits"
        | "connection_not_found" => Some(BulkFix::Connect),
        "no_operator_for_individual" => Some(BulkFix::ConnectPersons),
        "no_access" | "access_refused" => Some(BulkFix::Access),
        "no_phone" | "person_name_incomplete" | "consent_refused" => Some(BulkFix::Person),
        "no_file" | "file_outdated" | "version_switched_off" => Some(BulkFix::Prepare),
        "no_box" | "not_partner" | "partners_only" | "roaming_not_agreed" | "roaming_request_needed" => {
            Some(BulkFix::Invite)
        }
        "several_boxes"
        | "department_missing"
        | "test_box_mismatch"
        | "intermediary_not_for_format"
        | "intermediary_not_partner" => Some(BulkFix::Route),
        "no_certificate"
        | "certificate_not_valid"
        | "certificate_of_another_firm"
        | "no_power_of_attorney" => Some(BulkFix::Certificates),
        "document_not_found" | "employee_not_found" | "not_in_trash" | "offline" | "timeout" => None,
        _ => Some(BulkFix::OpenCard),
    }
}
