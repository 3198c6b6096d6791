//! `recovery-key`: the key of the database on paper, and back.
//!
//! The key goes to the terminal and comes from it, or from the standard input; never from an argument.

use engine::Engine;
use engine::ports::Secret;
use host::Purpose;
use serde_json::json;

use super::rpc::standard_input;
use crate::args::{Args, RecoveryKey, RecoveryKeyAction};
use crate::fault::{Done, Fault};
use crate::output::Output;
use crate::session::{Session, folders, secrets};
use crate::terminal::{ask_secret, has_person};

pub(crate) async fn run(wanted: &RecoveryKey, args: &Args, output: &Output) -> Result<Done, Fault> {
    match wanted.action {
        Some(RecoveryKeyAction::Restore) => restore(args, output),
        Some(RecoveryKeyAction::Show) | None => show(&Session::open(args, output)?).await,
    }
}

async fn show(session: &Session) -> Result<Done, Fault> {
    let key = session.engine.recovery_key().await?;
    if session.output.is_for_program() {
        session.output.json(&json!({ "recovery_key": key.expose() }));
        return Ok(Done::Whole);
    }
    session.output.line(key.expose());
    session.output.note(
        "Перепишите ключ на бумагу и храните отдельно от компьютера. Кто знает ключ и имеет папку данных, тот \
         прочтёт все документы. Если компьютер сломается, без ключа их не прочтёт никто.",
    );
    Ok(Done::Whole)
}

/// The recovery key from the terminal or the standard input.
pub(crate) fn typed_key() -> Result<Secret, Fault> {
    if has_person() {
        return ask_secret("Ключ восстановления (при вводе не виден): ");
    }
    Ok(Secret::new(standard_input()?.trim()))
}

fn restore(args: &Args, output: &Output) -> Result<Done, Fault> {
    let key = typed_key()?;
    let folders = folders(args)?;
    let secrets = secrets(&folders, output, Purpose::Restore)?;
    Engine::restore_key(&folders.data, secrets.as_ref(), key.expose())?;
    if output.is_for_program() {
        output.json(&json!({}));
    } else {
        output.line("Ключ подошёл и сохранён. Документы снова доступны.");
        output.note(&secrets.place());
    }
    Ok(Done::Whole)
}
