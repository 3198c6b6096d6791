//! `sign`.

use clap::Args as ClapArgs;

#[derive(Debug, ClapArgs)]
pub(crate) struct Sign {
    /// Номера документов в реестре (первая колонка команды list)
    #[arg(value_name = "№", required = true)]
    pub ids: Vec<i64>,
    /// Подписать и отправить: для документов, которые ещё не отправлялись
    #[arg(long)]
    pub send: bool,
    /// Чьим сертификатом: его номер (первая колонка команды certificates) или отпечаток; без этого ключа программа
    /// выбирает сама
    #[arg(long, value_name = "СЕРТИФИКАТ")]
    pub certificate: Option<String>,
    /// Номер доверенности (МЧД); без этого ключа берётся действующая доверенность того, кто подписывает
    #[arg(long = "power", value_name = "НОМЕР")]
    pub power: Option<String>,
    /// Номер подключения, если у фирмы их несколько
    #[arg(long, value_name = "№", requires = "send")]
    pub connection: Option<i64>,
    /// Сообщение контрагенту
    #[arg(long, value_name = "ТЕКСТ", requires = "send")]
    pub comment: Option<String>,
    /// Только показать, что и кем будет подписано и что мешает; ПИН-код не спрашивается
    #[arg(long)]
    pub check: bool,
    /// Только подписать и поставить в очередь: отправит следующая команда sync или открытое окно
    #[arg(long)]
    pub queue_only: bool,
}
