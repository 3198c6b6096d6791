//! `backup`: a copy of the database, and its return.

use std::path::Path;

use engine::Engine;
use host::{Purpose, SystemClock};
use serde_json::json;

use super::recovery_key::typed_key;
use crate::args::{Args, Backup, BackupAction};
use crate::fault::{Done, Fault};
use crate::output::Output;
use crate::session::{Session, folders, secrets};

pub(crate) async fn run(wanted: &Backup, args: &Args, output: &Output) -> Result<Done, Fault> {
    match &wanted.action {
        BackupAction::Create { folder } => create(&Session::open(args, output)?, folder).await,
        BackupAction::Restore { folder } => restore(folder, args, output),
    }
}

async fn create(session: &Session, folder: &Path) -> Result<Done, Fault> {
    session.engine.back_up(folder.to_path_buf()).await?;
    let output = session.output;
    if output.is_for_program() {
        output.json(&json!({ "folder": folder }));
        return Ok(Done::Whole);
    }
    output.line(&format!("Резервная копия записана в папку {}.", folder.display()));
    if session
        .engine
        .security()
        .await?
        .recovery_key_exported_at
        .is_none()
    {
        output.note(
            "Копия зашифрована, и без ключа восстановления её не открыть. Запишите его: surguch-cli recovery-key show.",
        );
    }
    Ok(Done::Whole)
}

fn restore(folder: &Path, args: &Args, output: &Output) -> Result<Done, Fault> {
    let key = typed_key()?;
    let folders = folders(args)?;
    let secrets = secrets(&folders, output, Purpose::Restore)?;
    let aside = Engine::restore_backup(
        folder,
        &folders.data,
        secrets.as_ref(),
        &SystemClock,
        key.expose(),
    )?;
    if output.is_for_program() {
        output.json(&json!({ "set_aside": aside }));
        return Ok(Done::Whole);
    }
    output.line("База восстановлена из копии.");
    if let Some(aside) = aside {
        output.note(&format!("Прежняя база отложена в папку {}.", aside.display()));
    }
    output.note(
        "Что стояло в очереди, программа сначала проверит у оператора. Пароли операторов введите заново.",
    );
    Ok(Done::Whole)
}
