//! `counterparties`.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Subcommand};

#[derive(Debug, ClapArgs)]
pub(crate) struct Counterparties {
    #[command(subcommand)]
    pub action: Option<CounterpartiesAction>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum CounterpartiesAction {
    /// Показать контрагентов, «Есть ЭДО» и «Статус ЭДО»
    List {
        /// Слова из названия или начало ИНН
        #[arg(value_name = "СЛОВА")]
        words: Vec<String>,
        /// Только с таким ответом на «Есть ЭДО»: yes, no или unknown
        #[arg(long, value_name = "ОТВЕТ")]
        edo: Option<String>,
    },
    /// Обменяться с операторами: состояния связи, приглашения, поиск ящиков по ИНН
    Exchange,
    /// Показать приглашения, которые ждут ответа
    Invitations,
    /// Пригласить контрагента к обмену
    Invite {
        #[command(flatten)]
        whom: Whom,
        /// Файл к приглашению
        #[arg(long, value_name = "ФАЙЛ")]
        file: Option<PathBuf>,
        /// Подпись этого файла; между тестовыми ящиками не нужна
        #[arg(long, value_name = "ПОДПИСЬ", requires = "file")]
        signature: Option<PathBuf>,
    },
    /// Принять приглашение
    Accept(Whom),
    /// Отклонить приглашение
    Refuse(Whom),
    /// Отозвать своё приглашение
    Withdraw(Whom),
    /// Прекратить обмен
    Break(Whom),
    /// Показать или выбрать промежуточного получателя: он подписывает документы для контрагента раньше него
    Via {
        #[command(flatten)]
        whom: Whom,
        /// ИНН промежуточного получателя
        #[arg(long, value_name = "ИНН")]
        through: Option<String>,
        /// КПП промежуточного получателя
        #[arg(long, value_name = "КПП", requires = "through")]
        through_kpp: Option<String>,
        /// Отправлять напрямую
        #[arg(long, conflicts_with = "through")]
        straight: bool,
    },
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Whom {
    /// ИНН контрагента
    #[arg(value_name = "ИНН")]
    pub inn: String,
    /// КПП, если у компании несколько карточек
    #[arg(long, value_name = "КПП")]
    pub kpp: Option<String>,
    /// Номер подключения, если их несколько
    #[arg(long, value_name = "№")]
    pub connection: Option<i64>,
    /// Текст для контрагента
    #[arg(long, value_name = "ТЕКСТ", default_value = "", hide_default_value = true)]
    pub text: String,
}
