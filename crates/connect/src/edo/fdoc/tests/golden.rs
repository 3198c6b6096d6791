// A run without the samples says so on its output.
#![allow(clippy::print_stdout)]

use std::path::PathBuf;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::edo::fdoc::map::Statuses;
use crate::edo::fdoc::wire::{
    ABILITIES, API_KEY_HEADER, ApplicationAnswer, BrowserLink, Changes, Document, DocumentStatus, Failure,
    List, OrganizationAnswer, STATUSES, Session, action, decode, path,
};

/// Answers of the training world alone, and a hint that is never trusted.
const NOT_READ: [&str; 2] = ["27-emu-sms", "28-webhook"];

fn folder() -> Option<PathBuf> {
    let found = std::env::var_os("SURGUCH_GOLDEN").map(|root| PathBuf::from(root).join("fdoc"));
    if found.is_none() {
        println!("samples of F.Doc: a test did not run, SURGUCH_GOLDEN is not set");
    }
    found
}

fn sample(folder: &std::path::Path, name: &str) -> Value {
    serde_json::from_slice(&std::fs::read(folder.join(name)).unwrap()).unwrap()
}

fn again<T: DeserializeOwned + Serialize>(sample: &Value) -> Value {
    serde_json::to_value(decode::<T>("sample", sample.to_string().as_bytes()).unwrap()).unwrap()
}

/// Every value of the sample is in what was read; `null` is «absent».
fn lost(sample: &Value, read: &Value, place: &str, found: &mut Vec<String>) {
    match sample {
        Value::Null => {}
        Value::Object(fields) => {
            for (name, value) in fields {
                lost(value, &read[name], &format!("{place}/{name}"), found);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                lost(value, &read[index], &format!("{place}/{index}"), found);
            }
        }
        other if other == read => {}
        _ => found.push(place.to_owned()),
    }
}

#[test]
fn every_answer_of_the_samples_is_read_with_no_field_lost() {
    let Some(folder) = folder() else { return };
    let mut count = 0;
    let mut names: Vec<String> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    for name in names.iter().filter(|name| name.ends_with(".response.json")) {
        if NOT_READ.iter().any(|known| name.starts_with(known)) {
            continue;
        }
        let sample = sample(&folder, name);
        let read = match name.as_str() {
            _ if sample.get("error").is_some() => again::<Failure>(&sample),
            "01-connection-request.response.json" => again::<ApplicationAnswer>(&sample),
            "04-organization.response.json" => again::<OrganizationAnswer>(&sample),
            "06-login.response.json" => again::<Session>(&sample),
            "14-browser-link.response.json" => again::<BrowserLink>(&sample),
            "23-list.response.json" => again::<List>(&sample),
            "24-changes.response.json" => again::<Changes>(&sample),
            _ => again::<Document>(&sample),
        };
        let mut found = Vec::new();
        lost(&sample, &read, "", &mut found);
        assert!(found.is_empty(), "{name}: {found:?}");
        count += 1;
    }
    assert!(count >= 22, "{count}");
}

#[test]
fn the_profile_and_the_wire_module_say_the_same() {
    let Some(folder) = folder() else { return };
    let profile = sample(&folder, "profile.v1.json");
    assert_eq!(profile["auth"]["api_key"]["name"], API_KEY_HEADER);
    let of = |name: &str| profile["operations"][name]["path"].as_str().unwrap().to_owned();
    let here = |path: &str| format!("/{path}");
    assert_eq!(of("connection_request"), here(path::CONNECTION_REQUESTS));
    assert_eq!(of("connection_test"), here(path::ORGANIZATION));
    assert_eq!(of("login"), here(path::SESSIONS));
    assert_eq!(of("create"), here(path::DOCUMENTS));
    assert_eq!(of("changes"), here(path::CHANGES));
    for (name, last) in [
        ("browser_link", action::BROWSER_LINK),
        ("consent", action::CONSENT),
        ("confirm", action::CONFIRM),
        ("resend", action::RESEND),
        ("annul", action::ANNUL),
    ] {
        assert_eq!(of(name), format!("/{}/{{id}}/{last}", path::DOCUMENTS));
    }
    let synonyms = profile["status_synonyms"].as_object().unwrap();
    assert_eq!(synonyms.len(), STATUSES.len());
    let statuses = Statuses::default();
    for (code, names) in synonyms {
        let meaning = |name: &str| {
            statuses
                .meaning(&DocumentStatus {
                    name: name.to_owned(),
                    ..DocumentStatus::default()
                })
                .unwrap_or_else(|| panic!("{name}"))
        };
        for name in names.as_array().unwrap() {
            assert_eq!(meaning(name.as_str().unwrap()), meaning(code));
        }
    }
    const { assert!(ABILITIES.changes_feed) };
}
