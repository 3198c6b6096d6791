//! What is on its way.

use clap::{Args as ClapArgs, Subcommand};

#[derive(Debug, ClapArgs)]
pub(crate) struct Outbox {
    #[command(subcommand)]
    pub action: Option<OutboxAction>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum OutboxAction {
    /// Показать очередь
    List {
        /// Показать и завершённые отправки
        #[arg(long)]
        all: bool,
    },
    /// Повторить отправку: те же данные под тем же номером операции
    Retry {
        /// Номер отправки в очереди
        #[arg(value_name = "№")]
        id: i64,
    },
    /// Отменить отправку, которая ещё не ушла
    Cancel {
        /// Номер отправки в очереди
        #[arg(value_name = "№")]
        id: i64,
    },
}
