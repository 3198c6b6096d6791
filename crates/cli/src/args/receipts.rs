//! Receipt notices that go by themselves.

use clap::{Args as ClapArgs, Subcommand};

#[derive(Debug, ClapArgs)]
pub(crate) struct Receipts {
    #[command(subcommand)]
    pub action: Option<ReceiptsAction>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum ReceiptsAction {
    /// Показать, у каких фирм извещения о получении отправляются сами, кто их подписывает и чем кончилось
    List,
    /// Включить: извещения фирмы подписываются и отправляются сами при каждом обмене
    On {
        /// Чьим сертификатом: его номер (первая колонка команды certificates) или отпечаток; ключ должен открываться без
        /// ПИН-кода
        #[arg(long, value_name = "СЕРТИФИКАТ")]
        certificate: String,
        /// Номер доверенности (МЧД), если сертификата недостаточно
        #[arg(long, value_name = "НОМЕР")]
        power: Option<String>,
        /// ИНН нашей фирмы, если их несколько
        #[arg(long, value_name = "ИНН")]
        firm: Option<String>,
    },
    /// Выключить: извещения подтверждает человек
    Off {
        /// ИНН нашей фирмы, если их несколько
        #[arg(long, value_name = "ИНН")]
        firm: Option<String>,
    },
}
