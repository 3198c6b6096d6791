//! How domain values lie in columns, so that every table writes the same value the same way.
//!
//! Instants are whole nanoseconds since 1970 UTC, money whole kopecks, dates `YYYY-MM-DD`, enums their stable
//! names. A value that cannot be read back is an error of that row, never a guess.

use std::error::Error as StdError;

use domain::{
    BlobId, Direction, EdoAvailability, EdoFormat, EdoStatus, EventActor, ExpectedAnswer, Inn, Kpp, Money,
    NoticeKind, OperationKind, Origin, OutboxState, Party, PositionSource, PowerKind, RelationActKind,
    Severity, SigningParty,
};
use jiff::Timestamp;
use jiff::civil::Date;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, Value, ValueRef};
use rusqlite::{OptionalExtension, Row};
use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use crate::Result;
use crate::arrivals::ContentState;
use crate::auto_rules::RuleTaskState;
use crate::bulk::{BulkRowState, BulkState};
use crate::employee_access::AccessState;
use crate::persons::CopyState;
use crate::trust::TrustKind;

mod people;
mod told;

pub(crate) use people::{joined_name, person_name, phone};
pub(crate) use told::{Facets, KeptPayload, Payload};

fn unreadable(cause: impl Into<Box<dyn StdError + Send + Sync>>) -> FromSqlError {
    FromSqlError::Other(cause.into())
}

fn text<'a>(value: ValueRef<'a>) -> FromSqlResult<&'a str> {
    value.as_str()
}

/// An instant.
#[derive(Clone, Copy)]
pub(crate) struct At(pub(crate) Timestamp);

impl ToSql for At {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let ns = i64::try_from(self.0.as_nanosecond())
            .map_err(|cause| rusqlite::Error::ToSqlConversionFailure(cause.into()))?;
        Ok(ns.into())
    }
}

impl FromSql for At {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let ns = i128::from(value.as_i64()?);
        Timestamp::from_nanosecond(ns).map(Self).map_err(unreadable)
    }
}

/// A calendar date.
pub(crate) struct Day(pub(crate) Date);

impl ToSql for Day {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.0.to_string().into())
    }
}

impl FromSql for Day {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        text(value)?.parse().map(Self).map_err(unreadable)
    }
}

/// An amount of money.
pub(crate) struct Kopecks(pub(crate) Money);

impl ToSql for Kopecks {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.0.kopecks().into())
    }
}

impl FromSql for Kopecks {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        Ok(Self(Money::from_kopecks(value.as_i64()?)))
    }
}

/// A length in bytes.
pub(crate) struct Bytes(pub(crate) u64);

impl ToSql for Bytes {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let bytes =
            i64::try_from(self.0).map_err(|cause| rusqlite::Error::ToSqlConversionFailure(cause.into()))?;
        Ok(bytes.into())
    }
}

impl FromSql for Bytes {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        u64::try_from(value.as_i64()?).map(Self).map_err(unreadable)
    }
}

/// A UUID as its 16 bytes.
pub(crate) struct Id16(pub(crate) Uuid);

impl ToSql for Id16 {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(ValueRef::Blob(self.0.as_bytes())))
    }
}

impl FromSql for Id16 {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        <[u8; 16]>::column_result(value).map(|bytes| Self(Uuid::from_bytes(bytes)))
    }
}

/// The address of a blob as its 32 bytes.
pub(crate) struct Address(pub(crate) BlobId);

impl ToSql for Address {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(ValueRef::Blob(&self.0.0)))
    }
}

impl FromSql for Address {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        <[u8; 32]>::column_result(value).map(|bytes| Self(BlobId(bytes)))
    }
}

/// A value kept as JSON.
pub(crate) struct Json<T>(pub(crate) T);

impl<T: Serialize> ToSql for Json<T> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        json_text(&self.0)
    }
}

fn json_text(value: &impl Serialize) -> rusqlite::Result<ToSqlOutput<'static>> {
    let json = serde_json::to_string(value)
        .map_err(|cause| rusqlite::Error::ToSqlConversionFailure(cause.into()))?;
    Ok(ToSqlOutput::Owned(Value::Text(json)))
}

impl<T: DeserializeOwned> FromSql for Json<T> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        serde_json::from_str(text(value)?).map(Self).map_err(unreadable)
    }
}

/// A value kept as JSON, of which most rows have nothing to tell: those are `{}`.
pub(crate) struct Sparse<'a, T>(pub(crate) &'a T);

impl<T: Serialize + Default + PartialEq> ToSql for Sparse<'_, T> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        if *self.0 == T::default() {
            Ok("{}".into())
        } else {
            json_text(self.0)
        }
    }
}

/// A domain enum with a stable name.
pub(crate) trait Named: Sized + Copy {
    /// The stable name.
    fn name(self) -> &'static str;
    /// The value of that name.
    fn of_name(name: &str) -> Option<Self>;
}

/// An enum as its stable name.
pub(crate) struct Name<T>(pub(crate) T);

impl<T: Named> ToSql for Name<T> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.0.name().into())
    }
}

impl<T: Named> FromSql for Name<T> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        let name = text(value)?;
        T::of_name(name)
            .map(Self)
            .ok_or_else(|| unreadable(format!("«{name}» is not a name known to this version")))
    }
}

macro_rules! named_by_code {
    ($($kind:ty),+) => {$(
        impl Named for $kind {
            fn name(self) -> &'static str {
                self.code()
            }
            fn of_name(name: &str) -> Option<Self> {
                Self::from_code(name)
            }
        }
    )+};
}

named_by_code!(
    EdoAvailability,
    RelationActKind,
    EdoFormat,
    EdoStatus,
    ExpectedAnswer,
    NoticeKind,
    OperationKind,
    Origin,
    OutboxState,
    PositionSource,
    PowerKind,
    SigningParty,
    BulkState,
    BulkRowState,
    RuleTaskState
);

macro_rules! named_here {
    ($($kind:ident { $($variant:ident = $name:literal),+ })+) => {$(
        impl Named for $kind {
            fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }
            fn of_name(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)+ _ => None }
            }
        }
    )+};
}

named_here! {
    Direction { Outbound = "outbound", Inbound = "inbound" }
    Severity { Info = "info", Success = "success", Warning = "warning", Error = "error" }
    EventActor { Us = "us", Them = "them", Operator = "operator" }
    TrustKind { Root = "root", Intermediate = "intermediate" }
    AccessState { NotTried = "not_tried", LoggedIn = "logged_in", Refused = "refused" }
    CopyState { NotDue = "not_due", Due = "due", Here = "here", Differs = "differs", Lost = "lost" }
    ContentState { Awaited = "awaited", Here = "here", Lost = "lost" }
}

/// КПП in a column: an empty text stands for «none», because NULLs would not be equal in a unique index.
pub(crate) fn kpp_column(kpp: Option<&Kpp>) -> &str {
    kpp.map_or("", Kpp::as_str)
}

/// Parses what an earlier write put into a text column.
pub(crate) fn parsed<T>(row: &Row<'_>, column: &str) -> rusqlite::Result<T>
where
    T: std::str::FromStr,
    T::Err: StdError + Send + Sync + 'static,
{
    let index = row.as_ref().column_index(column)?;
    parsed_at(row, index)
}

/// The same by the place of the column.
pub(crate) fn parsed_at<T>(row: &Row<'_>, index: usize) -> rusqlite::Result<T>
where
    T: std::str::FromStr,
    T::Err: StdError + Send + Sync + 'static,
{
    let value = row.get_ref(index)?;
    text(value)
        .and_then(|value| value.parse().map_err(unreadable))
        .map_err(|cause| {
            rusqlite::Error::FromSqlConversionFailure(index, rusqlite::types::Type::Text, cause.into())
        })
}

/// КПП of a row.
pub(crate) fn kpp(row: &Row<'_>, column: &str) -> rusqlite::Result<Option<Kpp>> {
    let index = row.as_ref().column_index(column)?;
    let is_empty = row.get_ref(index)?.as_str().is_ok_and(str::is_empty);
    if is_empty {
        Ok(None)
    } else {
        parsed_at(row, index).map(Some)
    }
}

/// Name, ИНН and КПП of a row that has them under these names.
pub(crate) fn party(row: &Row<'_>) -> rusqlite::Result<Party> {
    Ok(Party {
        name: row.get("name")?,
        inn: parsed::<Inn>(row, "inn")?,
        kpp: kpp(row, "kpp")?,
    })
}

/// One row or none.
pub(crate) fn optional<T>(answer: rusqlite::Result<T>) -> Result<Option<T>> {
    Ok(answer.optional()?)
}

/// Every row.
pub(crate) fn collected<T>(rows: impl Iterator<Item = rusqlite::Result<T>>) -> Result<Vec<T>> {
    Ok(rows.collect::<rusqlite::Result<Vec<T>>>()?)
}

#[cfg(test)]
mod tests;
