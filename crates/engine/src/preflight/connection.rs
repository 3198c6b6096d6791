//! A connection that cannot send just now.

use store::{Connection, Reader};

use super::Missing;
use crate::Result;
use crate::sync::health_trouble;

/// Nothing is lost by it: documents wait in the outbox until a person helps.
pub(super) fn warning(r: &Reader<'_>, connection: &Connection) -> Result<Option<Missing>> {
    let Some(health) = r.health(connection.id)?.filter(health_trouble) else {
        return Ok(None);
    };
    Ok(Some(Missing {
        code: "connection_waits",
        sentence: format!(
            "Подключение «{}» сейчас не отправляет. {} Документ встанет в очередь и уйдёт, когда причина будет устранена.",
            connection.edo_box.name, health.text
        ),
    }))
}
