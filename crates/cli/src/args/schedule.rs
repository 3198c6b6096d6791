//! «Расписание».

use clap::{Args as ClapArgs, Subcommand};

#[derive(Debug, ClapArgs)]
pub(crate) struct Schedule {
    #[command(subcommand)]
    pub action: Option<ScheduleAction>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ScheduleAction {
    /// Показать, что программа делает сама: когда было, чем кончилось, когда снова
    List,
    /// Узнавать новости раз в столько секунд: от 10 до 7200
    Every {
        /// Секунды; без них подключение обменивается как все
        #[arg(value_name = "СЕКУНДЫ", required_unless_present = "connection")]
        seconds: Option<u32>,
        /// Номер подключения; без этого ключа — все, для которых не выбрано другое
        #[arg(long, value_name = "№")]
        connection: Option<i64>,
    },
    /// Приостановить обмен по подключению: документы останутся в очереди
    Stop {
        /// Номер подключения
        #[arg(value_name = "№")]
        id: i64,
    },
    /// Продолжить обмен по подключению
    Resume {
        /// Номер подключения
        #[arg(value_name = "№")]
        id: i64,
    },
}
