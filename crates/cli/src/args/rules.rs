//! «Значимые события».

use clap::{Args as ClapArgs, Subcommand};

#[derive(Debug, ClapArgs)]
pub(crate) struct Rules {
    #[command(subcommand)]
    pub action: Option<RulesAction>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum RulesAction {
    /// Показать значимые события
    List,
    /// Проверить на прошлых документах: что событие отправило бы; ничего не уходит
    Rehearse {
        /// Номер значимого события
        #[arg(value_name = "№")]
        id: i64,
    },
    /// Включить: отправлять документы, которые будут записаны с этой минуты
    On {
        /// Номер значимого события
        #[arg(value_name = "№")]
        id: i64,
    },
    /// Выключить: то, что ещё не отправлено, не уйдёт
    Off {
        /// Номер значимого события
        #[arg(value_name = "№")]
        id: i64,
    },
    /// Показать очередь: что ждёт, что не ушло и почему
    Queue {
        /// Показать и то, что уже отправлено или больше не нужно
        #[arg(long)]
        all: bool,
    },
    /// Повторить то, что не ушло, или отправить сейчас то, что ждёт
    Retry {
        /// Номер строки очереди
        #[arg(value_name = "№")]
        id: i64,
    },
    /// Не отправлять
    Dismiss {
        /// Номер строки очереди
        #[arg(value_name = "№")]
        id: i64,
    },
}
