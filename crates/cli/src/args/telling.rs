//! `tell`.

use clap::Args as ClapArgs;

#[derive(Debug, ClapArgs)]
pub(crate) struct Tell {
    /// Что сообщить: receipt (подтвердить получение), reject (отказать в подписи), amendment (запросить уточнение), revoke
    /// (предложить аннулировать), accept-revocation (согласиться на аннулирование), reject-revocation (отказать в
    /// аннулировании), message (сообщение), cancel-shipment (отменить сведения об отгрузке)
    #[arg(
        value_name = "ЧТО",
        value_parser = [
            "receipt", "reject", "amendment", "revoke", "accept-revocation", "reject-revocation", "message",
            "cancel-shipment",
        ],
        hide_possible_values = true
    )]
    pub what: String,
    /// Номера документов в реестре (первая колонка команды list)
    #[arg(value_name = "№", required = true)]
    pub ids: Vec<i64>,
    /// Что прочитает контрагент: причина или сообщение
    #[arg(long, value_name = "ТЕКСТ")]
    pub text: Option<String>,
    /// Чьим сертификатом: его номер (первая колонка команды certificates) или отпечаток; без этого ключа программа
    /// выбирает сама
    #[arg(long, value_name = "СЕРТИФИКАТ")]
    pub certificate: Option<String>,
    /// Номер доверенности (МЧД); без этого ключа берётся действующая доверенность того, кто подписывает
    #[arg(long = "power", value_name = "НОМЕР")]
    pub power: Option<String>,
    /// Только показать, о каких документах, кто подписывает и что мешает; ПИН-код не спрашивается
    #[arg(long)]
    pub check: bool,
    /// Только поставить в очередь: отправит следующая команда sync или открытое окно
    #[arg(long)]
    pub queue_only: bool,
}
