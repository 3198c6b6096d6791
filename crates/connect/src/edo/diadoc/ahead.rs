//! What Diadoc tells before anything is sent: formats of a box, its owner, objections (QUIRKS 50–53).

use domain::{
    AcceptedFormat, BoxFacts, Department, EdoFormat, Objection, SendingSketch, UniversalMessagesStart,
    UtdFunction,
};
use jiff::civil::Date;
use uuid::Uuid;

use super::client::Client;
use super::ids::box_id;
use super::letter::{TypeName, format_version_of, type_name, utd_version};
use super::wire::{
    DocumentPrototype, GetDocumentTypesResponseV3, MessageToPostPrototype, MessageValidationResult,
    OrganizationFacts,
};
use crate::Error;

/// The root of the tree of departments, which every organisation has (QUIRKS 51).
const HEAD_DEPARTMENT: &str = "00000000-0000-0000-0000-000000000000";

/// The formats among the types of a box that the program sends.
pub(super) async fn accepted_formats(client: &Client, its_box: &str) -> Result<Vec<AcceptedFormat>, Error> {
    let types = client.get_document_types(&box_id(its_box)).await?;
    Ok(formats(&types))
}

fn formats(told: &GetDocumentTypesResponseV3) -> Vec<AcceptedFormat> {
    let mut found = Vec::new();
    for kind in &told.document_types {
        for function in &kind.functions {
            let Some(format) = format_of(&kind.name, &function.name) else {
                continue;
            };
            found.extend(function.versions.iter().filter_map(|version| {
                Some(AcceptedFormat {
                    format,
                    version: format_version_of(format, &version.version)?.to_owned(),
                    is_in_force: version.is_actual.unwrap_or(true),
                })
            }));
        }
    }
    found
}

/// Since when documents are answered with universal messages alone (QUIRKS 101).
pub(super) async fn universal_messages(
    client: &Client,
    its_box: &str,
) -> Result<Vec<UniversalMessagesStart>, Error> {
    let types = client.get_document_types(&box_id(its_box)).await?;
    Ok(starts(&types))
}

fn starts(told: &GetDocumentTypesResponseV3) -> Vec<UniversalMessagesStart> {
    let mut found = Vec::new();
    for kind in &told.document_types {
        let Some(on) = day(&kind.universal_messages_start_date) else {
            continue;
        };
        let formats = kind.functions.iter();
        let formats = formats.filter_map(|function| format_of(&kind.name, &function.name));
        found.extend(formats.map(|format| UniversalMessagesStart { format, on }));
    }
    found
}

/// The spelling of the day is not documented: both usual ones are read, an instant by its day.
fn day(text: &str) -> Option<Date> {
    let text = text.trim();
    let iso = text.get(..10).unwrap_or(text);
    Date::strptime("%d.%m.%Y", text)
        .or_else(|_| Date::strptime("%Y-%m-%d", iso))
        .ok()
}

fn format_of(type_named_id: &str, function: &str) -> Option<EdoFormat> {
    if type_named_id.eq_ignore_ascii_case("Nonformalized") {
        return Some(EdoFormat::Nonformalized);
    }
    let all = [
        UtdFunction::Invoice,
        UtdFunction::Transfer,
        UtdFunction::InvoiceAndTransfer,
    ];
    let is_utd = type_named_id.eq_ignore_ascii_case("UniversalTransferDocument");
    let found = all.into_iter().find(|one| one.as_format_value() == function);
    found.filter(|_| is_utd).map(EdoFormat::Utd)
}

/// Who owns a box; `None` when Diadoc does not show it to us.
pub(super) async fn box_facts(client: &Client, its_box: &str) -> Result<Option<BoxFacts>, Error> {
    let found = client.get_organization_facts(&box_id(its_box)).await?;
    Ok(found.map(|told| facts(&told)))
}

fn facts(told: &OrganizationFacts) -> BoxFacts {
    let departments = told.departments.iter().filter(|one| {
        !one.is_disabled && !one.department_id.is_empty() && one.department_id != HEAD_DEPARTMENT
    });
    BoxFacts {
        departments: departments
            .map(|one| Department {
                id: one.department_id.clone(),
                name: one.name.clone(),
            })
            .collect(),
        closed_on: Date::strptime("%d.%m.%Y", told.liquidation_date.trim()).ok(),
        can_sign: told.has_certificate_to_sign,
        is_test: told.is_test,
    }
}

/// What Diadoc has against a letter that was not written yet.
pub(super) async fn objections(client: &Client, sketch: &SendingSketch) -> Result<Vec<Objection>, Error> {
    let Some(format) = EdoFormat::from_code(&sketch.format) else {
        return Ok(Vec::new());
    };
    let TypeName {
        type_named_id,
        function,
    } = type_name(format);
    let version = match (format, sketch.format_version.as_str()) {
        (EdoFormat::Nonformalized, _) | (_, "") => None,
        (EdoFormat::Utd(_), version) => Some(utd_version(version)?),
    };
    let prototype = MessageToPostPrototype {
        from_box_id: box_id(&sketch.from_box),
        from_department_id: &sketch.from_department,
        to_box_id: box_id(&sketch.to_box),
        to_department_id: &sketch.to_department,
        proxy_box_id: box_id(&sketch.via_box),
        proxy_department_id: &sketch.via_department,
        document_prototypes: [DocumentPrototype {
            // Must be a GUID, and says nothing: nothing is kept under it.
            custom_document_id: Uuid::nil().to_string(),
            type_named_id,
            function,
            version,
        }],
    };
    Ok(said(&client.can_post_message(&prototype).await?))
}

fn said(told: &MessageValidationResult) -> Vec<Objection> {
    let objections = told.errors.iter().map(|error| {
        let words = [error.user_message.trim(), error.api_message.trim()];
        Objection {
            // What the operator does not grade stops nobody: the sending itself will tell.
            is_fatal: error.severity == "Error",
            text: words
                .into_iter()
                .find(|words| !words.is_empty())
                .unwrap_or("причина не названа")
                .to_owned(),
        }
    });
    objections.collect()
}

#[cfg(test)]
mod tests;
