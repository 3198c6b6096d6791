//! Answers with no more than the documentation promises: computed extras and optional fields are left out, and there are
//! fields, values and entities that no client of today knows. A client that passes in this style leans on nothing that
//! the service may take away or add tomorrow.
//!
//! In JSON only: of protobuf, required fields and unknown numbers are the business of `protobuf`.

use std::sync::atomic::{AtomicBool, Ordering};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::protobuf::schema::{Kind, Message, Rule};

/// How much an answer says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Style {
    /// As the real service is known to answer.
    #[default]
    Full,
    /// As little as it promises, and what it may add.
    Lean,
}

/// The style in which a sandbox answers now.
#[derive(Debug, Default)]
pub struct Manners(AtomicBool);

impl Manners {
    /// The style.
    pub fn style(&self) -> Style {
        if self.0.load(Ordering::Relaxed) {
            Style::Lean
        } else {
            Style::Full
        }
    }

    /// Answers in this style from now on.
    pub fn choose(&self, style: Style) {
        self.0.store(style == Style::Lean, Ordering::Relaxed);
    }
}

/// Optional fields that clients are tempted to lean on: the structure, the field.
const LEFT_OUT: [(&str, &str); 40] = [
    ("Organization", "ShortName"),
    ("Organization", "Address"),
    ("Organization", "IfnsCode"),
    ("Organization", "FnsRegistrationDate"),
    ("Organization", "IsActive"),
    ("Organization", "IsPilot"),
    ("Organization", "Ogrn"),
    ("Organization", "InvitationCount"),
    ("Organization", "SearchCount"),
    ("Box", "InvoiceFormatVersion"),
    ("UserV2", "Login"),
    ("BoxEventList", "TotalCount"),
    ("BoxCounteragentEventList", "TotalCount"),
    ("Message", "ToTitle"),
    ("Entity", "FileName"),
    ("Entity", "SignerDepartmentId"),
    ("Entity", "RawCreationDate"),
    ("Entity", "ContentTypeId"),
    ("Entity", "Version"),
    ("Entity", "PacketId"),
    ("Document", "IndexKey"),
    ("Document", "DocumentType"),
    ("Document", "DocumentDate"),
    ("Document", "DocumentNumber"),
    ("Document", "FileName"),
    ("Document", "Content"),
    ("Document", "NonformalizedDocumentMetadata"),
    ("Document", "UniversalTransferDocumentMetadata"),
    ("Document", "LastModificationTimestampTicks"),
    ("Document", "RevocationStatus"),
    ("Document", "RoamingNotificationStatus"),
    ("Document", "ProxySignatureStatus"),
    ("SenderTitleDocflow", "SentAt"),
    ("SignatureV3", "CadesT"),
    ("Attachment", "DisplayFilename"),
    ("PacketInfo", "AddedAt"),
    ("DocumentInfoV3", "LetterInfo"),
    ("DocumentParticipant", "DepartmentId"),
    ("ConfirmationDocflowV4", "ConfirmedAt"),
    ("ReceiptDocflowV4", "SentAt"),
];

/// Values that nobody knows yet: the structure, the field, the value. None of them decides anything.
const NEW_VALUES: [(&str, &str, &str); 3] = [
    ("Organization", "OrganizationType", "Cooperative"),
    ("Organization", "ReadyForEpdStatus", "AlmostReady"),
    ("DocflowStatusModelV3", "Severity", "Hopeful"),
];

/// Makes an answer lean. Of a method that is not described only fields are added.
pub fn lean(message: Option<&Message>, answer: &mut Value) {
    match (message, answer) {
        (Some(message), Value::Object(fields)) => structure(message, fields),
        (None, Value::Object(fields)) => add_field(fields),
        _ => {}
    }
}

fn add_field(fields: &mut Map<String, Value>) {
    fields.insert("FieldOfTomorrow".into(), json!({"Value": 1, "Notes": []}));
}

fn structure(message: &Message, fields: &mut Map<String, Value>) {
    fields.retain(|name, value| {
        let field = message.fields.iter().find(|field| field.name == name);
        let is_left_out = LEFT_OUT.contains(&(message.name, name.as_str()));
        field.is_some_and(|field| field.rule == Rule::Required || !(is_left_out || says_nothing(value)))
    });
    for field in message.fields {
        let new = NEW_VALUES
            .iter()
            .find(|(structure, name, _)| *structure == message.name && *name == field.name);
        match (fields.get_mut(field.name), field.kind, new) {
            (Some(value), _, Some((_, _, new))) => *value = json!(new),
            (Some(Value::Array(items)), Kind::Message(inner), _) => {
                let items = items.iter_mut().filter_map(Value::as_object_mut);
                items.for_each(|item| structure(inner, item));
            }
            (Some(Value::Object(inner_fields)), Kind::Message(inner), _) => structure(inner, inner_fields),
            _ => {}
        }
    }
    if message.name == "MessagePatch" {
        add_entity(fields);
    }
    add_field(fields);
}

/// What an optional field says by being absent.
fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        _ => false,
    }
}

/// Something that hangs at a document and that no client has heard of.
fn add_entity(patch: &mut Map<String, Value>) {
    let Some(Value::Array(entities)) = patch.get_mut("Entities") else {
        return;
    };
    let parent = entities
        .first()
        .and_then(|first| first.get("ParentEntityId"))
        .and_then(Value::as_str);
    let Some(parent) = parent.map(str::to_owned) else {
        return;
    };
    entities.push(json!({
        "EntityType": "Hologram",
        "EntityId": Uuid::new_v4(),
        "ParentEntityId": parent,
        "AttachmentType": "HologramSeal",
    }));
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{LEFT_OUT, NEW_VALUES, lean};
    use crate::diadoc::protobuf::schema::{self, Kind, Message, Rule};

    fn reachable(from: &'static Message, seen: &mut Vec<&'static Message>) {
        if seen.iter().any(|one| std::ptr::eq(*one, from)) {
            return;
        }
        seen.push(from);
        for field in from.fields {
            if let Kind::Message(inner) = field.kind {
                reachable(inner, seen);
            }
        }
    }

    #[test]
    fn what_is_left_out_exists_and_is_optional() {
        let mut all = Vec::new();
        for root in [
            &schema::ORGANIZATION_LIST,
            &schema::USER_V2,
            &schema::BOX_EVENT_LIST,
            &schema::BOX_COUNTERAGENT_EVENT_LIST,
            &schema::GET_DOCFLOW_BATCH_RESPONSE_V4,
        ] {
            reachable(root, &mut all);
        }
        let rule = |structure: &str, name: &str| {
            let of_name = all.iter().filter(|one| one.name == structure);
            let mut fields = of_name.flat_map(|one| one.fields);
            fields.find(|field| field.name == name).map(|field| field.rule)
        };
        for (structure, field) in LEFT_OUT {
            assert_eq!(
                rule(structure, field),
                Some(Rule::Optional),
                "{structure}.{field}"
            );
        }
        for (structure, field, _) in NEW_VALUES {
            assert!(rule(structure, field).is_some(), "{structure}.{field}");
        }
    }

    #[test]
    fn required_fields_stay_and_everything_else_may_go_or_come() {
        let mut answer = json!({"Organizations": [{
            "OrgId": "1", "OrgIdGuid": "1", "Inn": "9612045075", "Kpp": "", "FullName": "ООО", "ShortName": "ООО",
            "IsTest": false, "IsRoaming": true, "Sociability": "AllOrganizations", "OrganizationType": "Juridical",
            "ReadyForEpdStatus": "Ready", "Boxes": [], "Departments": [],
        }]});
        lean(Some(&schema::ORGANIZATION_LIST), &mut answer);
        let one = answer["Organizations"][0].as_object().unwrap();
        let mut names: Vec<&str> = one.keys().map(String::as_str).collect();
        names.sort_unstable();
        assert_eq!(
            names,
            [
                "FieldOfTomorrow",
                "FullName",
                "Inn",
                "IsRoaming",
                "OrgId",
                "OrganizationType",
                "ReadyForEpdStatus",
                "Sociability"
            ]
        );
        assert_eq!(one["OrganizationType"], "Cooperative");
        assert!(answer["FieldOfTomorrow"].is_object());
    }

    #[test]
    fn a_patch_brings_something_that_nobody_knows() {
        let mut answer = json!({"Events": [{"EventId": "e", "Patch": {
            "MessageId": "m", "TimestampTicks": 1, "PatchId": "p", "MessageType": "Letter",
            "Entities": [{"EntityType": "Signature", "EntityId": "s", "ParentEntityId": "d"}],
        }}], "TotalCount": 1, "TotalCountType": "Equal"});
        lean(Some(&schema::BOX_EVENT_LIST), &mut answer);
        let entities = answer["Events"][0]["Patch"]["Entities"].as_array().unwrap();
        assert_eq!((entities.len(), &entities[1]["ParentEntityId"]), (2, &json!("d")));
        assert_eq!(entities[1]["AttachmentType"], "HologramSeal");
        assert!(answer.get("TotalCount").is_none());
    }
}
