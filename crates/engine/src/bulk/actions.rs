//! Every action there is, one declaration each. A new one is a file here and a line in the list.

mod archive;
mod assign;
mod delete;
mod download;
mod export;
mod pair;
mod print;
mod remind;
mod restore;
mod send;
mod send_package;
mod sending_params;
mod service_documents;
mod sign;
mod sign_and_send;
mod signers;

pub(crate) use service_documents::{UnattendedReceipts, told_by};

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::BulkAction;
use crate::Result;
use crate::error::{Code, Error};

/// What a person can choose.
const OFFERED: &[&BulkAction] = &[
    &send::ACTION,
    &send_package::ACTION,
    &sign_and_send::ACTION,
    &sign::ACTION,
    &service_documents::CONFIRM_RECEIPT,
    &service_documents::REJECT,
    &service_documents::REQUEST_AMENDMENT,
    &service_documents::REQUEST_REVOCATION,
    &service_documents::ACCEPT_REVOCATION,
    &service_documents::REJECT_REVOCATION,
    &service_documents::SEND_MESSAGE,
    &service_documents::CANCEL_FIXATION,
    &remind::ACTION,
    &print::ACTION,
    &assign::ACTION,
    &export::ACTION,
    &archive::ACTION,
    &download::ACTION,
    &pair::ACTION,
    &delete::ACTION,
];

/// What follows from another action only.
const FOLLOWING: &[&BulkAction] = &[&restore::ACTION];

/// The action that a person chose. `bulk_action_unknown`.
pub(super) fn offered(code: &str) -> Result<&'static BulkAction> {
    let found = OFFERED.iter().copied().find(|action| action.code == code);
    found.ok_or_else(unknown)
}

/// The action of a job. `bulk_action_unknown` for one of a newer version of the program.
pub(super) fn of(code: &str) -> Result<&'static BulkAction> {
    let mut all = OFFERED.iter().chain(FOLLOWING).copied();
    all.find(|action| action.code == code).ok_or_else(unknown)
}

#[cfg(test)]
pub(super) fn all() -> Vec<&'static BulkAction> {
    OFFERED.iter().chain(FOLLOWING).copied().collect()
}

/// The action for people.
pub(super) fn label(code: &str) -> &'static str {
    of(code).map_or("Действие новой версии программы", |action| action.label)
}

/// What an action was asked for, in its type. Nothing is the same as an empty object.
fn asked<T: DeserializeOwned>(params: &Value) -> Result<T> {
    let params = match params {
        Value::Null => Value::Object(Map::new()),
        given => given.clone(),
    };
    serde_json::from_value(params).map_err(|error| {
        tracing::debug!(%error, "parameters of an action on many documents");
        Error::new(
            Code::BulkParams,
            "Параметры действия составлены неверно. Ничего не изменено. Исправьте запрос или обновите программу.",
        )
    })
}

fn unknown() -> Error {
    Error::new(
        Code::BulkActionUnknown,
        "Такого действия над документами программа не знает. Ничего не изменено. Обновите программу.",
    )
}
