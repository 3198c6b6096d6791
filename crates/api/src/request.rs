//! Reading a request: every field that is wrong, missing or unknown is named, and no value is ever repeated, because
//! it may be a password that slipped into the wrong place.

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::error::Failure;

/// The request in its type. An absent request counts as an empty one.
pub(crate) fn parse<T: DeserializeOwned>(command: &str, request: Value) -> Result<T, Failure> {
    let request = if request.is_null() {
        Value::Object(serde_json::Map::new())
    } else {
        request
    };
    serde_path_to_error::deserialize(request).map_err(|error| {
        let place = error.path().to_string();
        Failure::bad_request(command, &place, &reason(&error.inner().to_string()))
    })
}

/// What serde says, without the value it says it about.
fn reason(words: &str) -> String {
    if let Some(field) = words.strip_prefix("missing field ").and_then(named) {
        return format!("нет поля «{field}»");
    }
    if let Some(field) = words.strip_prefix("unknown field ").and_then(named) {
        return format!("лишнее поле «{field}»");
    }
    if let Some(field) = words.strip_prefix("duplicate field ").and_then(named) {
        return format!("поле «{field}» стоит дважды");
    }
    match words.rsplit_once(", expected ") {
        Some((_, expected)) => format!("ожидается {}", russian(expected)),
        None => "значение не подходит".to_owned(),
    }
}

/// The name between the back-ticks.
fn named(words: &str) -> Option<&str> {
    words.strip_prefix('`')?.split('`').next()
}

fn russian(expected: &str) -> &str {
    match expected {
        "a string" => "строка",
        "a boolean" => "true или false",
        "i64" | "u64" | "u32" => "целое число",
        "a sequence" => "список",
        "a map" => "объект",
        object if object.starts_with("struct ") => "объект",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Deserialize;
    use serde_json::json;

    use super::parse;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code, reason = "only the reading is tested")]
    struct Order {
        items: Vec<Item>,
        #[serde(default)]
        credentials: BTreeMap<String, String>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code, reason = "only the reading is tested")]
    struct Item {
        name: String,
        count: u32,
    }

    fn message(request: serde_json::Value) -> String {
        let error = parse::<Order>("orders.save", request).unwrap_err();
        assert_eq!(error.code(), "bad_request");
        error.traced(String::new()).message
    }

    #[test]
    fn the_wrong_place_is_named_to_the_field() {
        let item = |fields| json!({ "items": [{ "name": "а", "count": 1 }, fields] });
        let text = message(item(json!({ "name": 5, "count": 1 })));
        assert!(
            text.contains("orders.save") && text.contains("«items[1].name»"),
            "{text}"
        );
        assert!(text.contains("ожидается строка"), "{text}");
        let text = message(item(json!({ "name": "б", "count": -1 })));
        assert!(text.contains("«items[1].count»: ожидается целое число"), "{text}");
        assert!(message(item(json!({ "name": "б" }))).contains("нет поля «count»"));
        let text = message(item(json!({ "name": "б", "count": 1, "colour": "red" })));
        assert!(text.contains("лишнее поле «colour»"), "{text}");
        assert!(message(json!(null)).contains("нет поля «items»"));
        assert!(message(json!([])).contains("нет поля") || message(json!([])).contains("ожидается"));
    }

    #[test]
    fn a_password_in_the_wrong_place_is_not_repeated() {
        for request in [
            json!({ "items": [], "credentials": "Тайна-42" }),
            json!({ "items": "Тайна-42" }),
            json!("Тайна-42"),
        ] {
            let text = message(request);
            assert!(!text.contains("Тайна-42"), "{text}");
        }
    }
}
