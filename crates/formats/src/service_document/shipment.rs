//! The cancellation of shipment data of marked goods: a JSON of two fields, whose names are the operator's.

use serde_json::Value;

use super::{Participant, ServiceDocument, ServiceForm, line};

/// What `fixation_document_id` puts before the name of the file.
const BEFORE_THE_FILE: &str = "FIX_";

/// None for any other JSON and for what is none.
pub(super) fn read(bytes: &[u8]) -> Option<ServiceDocument> {
    let body: Value = serde_json::from_slice(bytes).ok()?;
    let text = |name: &str| body.get(name).and_then(Value::as_str).map(line);
    let about_file = text("fixation_document_id")?;
    Some(ServiceDocument {
        form: ServiceForm::ShipmentFixationCancellation,
        version: String::new(),
        is_known_version: true,
        file_id: String::new(),
        about_file: match about_file.strip_prefix(BEFORE_THE_FILE) {
            Some(file) => file.to_owned(),
            None => about_file,
        },
        made_at: None,
        author: Participant {
            inn: text("inn")?,
            ..Participant::default()
        },
        addressee: Participant::default(),
        text: String::new(),
        events: Vec::new(),
    })
}
