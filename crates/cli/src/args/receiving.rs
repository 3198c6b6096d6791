//! Documents that came: what is theirs and ours.

use std::path::PathBuf;

use clap::Args as ClapArgs;

#[derive(Debug, ClapArgs)]
pub(crate) struct Download {
    /// Номера документов в реестре (первая колонка команды list)
    #[arg(value_name = "№", required = true)]
    pub ids: Vec<i64>,
    /// Что скачать: archive (архив), print-form (печатная форма) или protocol (протокол передачи)
    #[arg(
        long,
        value_name = "ЧТО",
        default_value = "archive",
        hide_default_value = true,
        value_parser = ["archive", "print-form", "protocol"],
        hide_possible_values = true
    )]
    pub what: String,
    /// Куда записать файл: один документ — как его отдал оператор, несколько — архив ZIP
    #[arg(long, short, value_name = "ФАЙЛ")]
    pub out: PathBuf,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Pair {
    /// Номер документа, который пришёл через ЭДО
    #[arg(value_name = "№")]
    pub id: i64,
    /// Связать с нашим документом этого номера
    #[arg(long, value_name = "№", group = "decision")]
    pub with: Option<i64>,
    /// Это не наш документ этого номера: больше его не предлагать
    #[arg(long = "not", value_name = "№", group = "decision")]
    pub not_with: Option<i64>,
    /// Забыть, что решено о нашем документе этого номера
    #[arg(long, value_name = "№", group = "decision")]
    pub undo: Option<i64>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Replay {
    /// Исправить статусы, которые расходятся с записанными событиями
    #[arg(long)]
    pub repair: bool,
}
