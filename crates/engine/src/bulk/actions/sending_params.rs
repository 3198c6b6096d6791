//! What every action that sends is asked for beside the documents.

use domain::{ConnectionId, Departure, Tag};
use serde::Deserialize;

use crate::Result;
use crate::error::{Code, Error};
use crate::preflight::How;
use crate::send::SignedBy;

/// A pair of words, as the window gives it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AskedTag {
    key: String,
    value: String,
}

/// How the documents leave, as the window gives it.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum AskedDeparture {
    AsPossible,
    Deferred,
    Draft,
}

impl From<AskedDeparture> for Departure {
    fn from(asked: AskedDeparture) -> Self {
        match asked {
            AskedDeparture::AsPossible => Self::AsPossible,
            AskedDeparture::Deferred => Self::Deferred,
            AskedDeparture::Draft => Self::Draft,
        }
    }
}

/// Pairs without a name say nothing. `bulk_params` for a name that comes twice.
pub(super) fn tags(asked: Option<Vec<AskedTag>>) -> Result<Vec<Tag>> {
    let mut tags: Vec<Tag> = Vec::new();
    for AskedTag { key, value } in asked.unwrap_or_default() {
        let key = key.trim().to_owned();
        if key.is_empty() {
            continue;
        }
        if tags.iter().any(|known| known.key == key) {
            return Err(Error::new(
                Code::BulkParams,
                format!(
                    "Имя «{key}» в дополнительных данных повторяется. Ничего не отправлено. Оставьте его один раз."
                ),
            ));
        }
        tags.push(Tag {
            key,
            value: value.trim().to_owned(),
        });
    }
    Ok(tags)
}

/// With the operator's signature, or left there to be signed; as the connection has it where nothing is asked.
pub(super) fn how(connection: Option<ConnectionId>, departure: Option<AskedDeparture>) -> How {
    How {
        connection,
        by: SignedBy::Operator,
        departure: departure.map(Departure::from),
    }
}
