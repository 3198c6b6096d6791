//! Where everything lies: the keystore, the recovery key, room on the disk.

use super::{Check, CheckFix, CheckState, FixKind};
use crate::engine::Inner;
use crate::{Result, open, security};

/// With less, the next documents may not fit.
const TIGHT_BYTES: u64 = 1024 * 1024 * 1024;
/// With less, the database itself may not be written.
const FULL_BYTES: u64 = 200 * 1024 * 1024;
const MEBIBYTE: u64 = 1024 * 1024;

pub(super) fn look(inner: &Inner) -> Result<Vec<Check>> {
    Ok(vec![keystore(inner)?, recovery_key(inner)?, disk(inner)])
}

fn keystore(inner: &Inner) -> Result<Check> {
    let secrets = inner.ports.secrets.as_ref();
    let check = |state, text| Check::new("keystore", "Хранилище ключей", state, text);
    let Some(id) = store::database_id(&inner.folder)? else {
        return Ok(check(CheckState::Problem, "Папка данных не узнаётся.".to_owned())
            .advising("Перезапустите программу."));
    };
    Ok(match open::kept_key(secrets, id) {
        Ok(Some(_)) => check(CheckState::Ok, secrets.place()),
        Ok(None) => check(
            CheckState::Problem,
            "Ключа базы в хранилище ключей больше нет: при следующем запуске документы не откроются."
                .to_owned(),
        )
        .advising("Не закрывая программу, запишите ключ восстановления и сделайте резервную копию.")
        .mended(FixKind::OpenSettings),
        Err(cause) => check(CheckState::Problem, cause.sentence().to_owned())
            .advising("Откройте хранилище ключей системы и повторите проверку.")
            .mended(FixKind::OpenSettings),
    })
}

fn recovery_key(inner: &Inner) -> Result<Check> {
    let check = |state, text| Check::new("recovery_key", "Ключ восстановления", state, text);
    Ok(match security::exported_at(inner)? {
        Some(at) => check(
            CheckState::Ok,
            format!("Ключ восстановления записан {}.", crate::words::moment(at)),
        ),
        None => Check {
            fix: Some(CheckFix {
                value: Some("surguch-cli recovery-key show".to_owned()),
                ..FixKind::Copy.fix()
            }),
            ..check(
                CheckState::Warning,
                "Ключ восстановления не записан. Если компьютер сломается, документы будет не открыть."
                    .to_owned(),
            )
            .advising("Закройте окно, выполните команду в терминале и перепишите ключ на бумагу.")
        },
    })
}

fn disk(inner: &Inner) -> Check {
    let check = |state, text| Check::new("disk", "Место на диске", state, text);
    let free = match inner.store.free_bytes() {
        Ok(free) => free,
        Err(cause) => {
            tracing::warn!(%cause, "the free room was not told");
            return check(
                CheckState::NotHere,
                "Не проверено: система не сообщила, сколько места свободно.".to_owned(),
            );
        }
    };
    let text = format!("На диске с документами свободно {}.", room(free));
    let advice = "Освободите место на этом диске: документы и очередь отправки хранятся на нём.";
    match free {
        0..FULL_BYTES => check(CheckState::Problem, text).advising(advice),
        FULL_BYTES..TIGHT_BYTES => check(CheckState::Warning, text).advising(advice),
        TIGHT_BYTES.. => check(CheckState::Ok, text),
    }
}

fn room(bytes: u64) -> String {
    match bytes / MEBIBYTE {
        megabytes @ 0..1024 => format!("{megabytes} МБ"),
        megabytes => format!("{} ГБ", megabytes / 1024),
    }
}

#[cfg(test)]
mod tests {
    use super::{MEBIBYTE, room};

    #[test]
    fn room_is_told_in_whole_units() {
        assert_eq!(room(300 * MEBIBYTE + 5), "300 МБ");
        assert_eq!(room(60 * 1024 * MEBIBYTE), "60 ГБ");
    }
}
