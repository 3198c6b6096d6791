//! `replay`: states of documents rebuilt from recorded events.

use engine::{ReplayMode, Replayed};
use serde_json::json;

use crate::args::Replay;
use crate::fault::{Done, Fault};
use crate::session::Session;
use crate::table::one_line;

pub(crate) async fn run(session: &Session, wanted: &Replay) -> Result<Done, Fault> {
    let mode = if wanted.repair {
        ReplayMode::Repair
    } else {
        ReplayMode::Compare
    };
    let replayed = session.engine.replay(mode).await?;
    if session.output.is_for_program() {
        session.output.json(&answer(&replayed));
    } else {
        for line in lines(&replayed, wanted.repair) {
            session.output.line(&line);
        }
    }
    if replayed.different == 0 || wanted.repair {
        Ok(Done::Whole)
    } else {
        Ok(Done::of_bulk(1, 1))
    }
}

fn answer(replayed: &Replayed) -> serde_json::Value {
    let shown = replayed.shown.iter().map(|one| {
        json!({
            "document_id": one.document.0, "label": one.label,
            "kept": one.kept.code(), "rebuilt": one.rebuilt.code(),
        })
    });
    json!({
        "lives": replayed.lives,
        "events": replayed.events,
        "different": replayed.different,
        "documents": shown.collect::<Vec<_>>(),
    })
}

fn lines(replayed: &Replayed, is_repaired: bool) -> Vec<String> {
    let mut lines = vec![format!(
        "Проверено документов в ЭДО: {}, событий: {}.",
        replayed.lives, replayed.events
    )];
    if replayed.different == 0 {
        lines.push("Все статусы совпадают с записанными событиями.".to_owned());
        return lines;
    }
    let end = if is_repaired {
        "Статусы исправлены по событиям."
    } else {
        "Ничего не изменено. Исправить: replay --repair."
    };
    lines.push(format!("Расходятся: {}. {end}", replayed.different));
    lines.extend(replayed.shown.iter().map(|one| {
        format!(
            "  {}: {}. Записано «{}», по событиям «{}».",
            one.document,
            one_line(&one.label),
            one.kept.label(),
            one.rebuilt.label()
        )
    }));
    lines
}
