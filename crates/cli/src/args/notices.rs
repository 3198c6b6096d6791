//! «Уведомления».

use clap::{Args as ClapArgs, Subcommand};

#[derive(Debug, ClapArgs)]
pub(crate) struct Notices {
    #[command(subcommand)]
    pub action: Option<NoticesAction>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum NoticesAction {
    /// Показать последние уведомления
    List,
    /// Показать, о чём сообщается и когда, или выбрать другое
    Settings(NoticesWish),
    /// Показать проверочное уведомление на рабочем столе
    Test,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct NoticesWish {
    /// Тихие часы, например 22:00-08:00
    #[arg(long, value_name = "ЧАСЫ")]
    pub quiet: Option<String>,
    /// Дни, в которые начинаются тихие часы, через запятую: 1 — понедельник, 7 — воскресенье; без этого ключа каждый день
    #[arg(long, value_name = "ДНИ", value_delimiter = ',', requires = "quiet", value_parser = clap::value_parser!(u8).range(1..=7))]
    pub days: Vec<u8>,
    /// Без тихих часов
    #[arg(long, conflicts_with = "quiet")]
    pub no_quiet: bool,
    /// Показывать имена и суммы на рабочем столе: yes или no
    #[arg(long, value_name = "ДА_НЕТ", value_parser = ["yes", "no"], hide_possible_values = true)]
    pub names: Option<String>,
    /// Не сообщать об этом (код); можно указать несколько раз
    #[arg(long = "off", value_name = "КОД")]
    pub off: Vec<String>,
    /// Снова сообщать об этом (код); можно указать несколько раз
    #[arg(long = "on", value_name = "КОД")]
    pub on: Vec<String>,
}

impl NoticesWish {
    /// True when something is to be changed.
    pub(crate) fn is_any(&self) -> bool {
        self.quiet.is_some()
            || self.no_quiet
            || self.names.is_some()
            || !self.off.is_empty()
            || !self.on.is_empty()
    }
}
