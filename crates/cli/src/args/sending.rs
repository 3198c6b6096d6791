//! `send`.

use clap::Args as ClapArgs;

#[derive(Debug, ClapArgs)]
pub(crate) struct Send {
    /// Номера документов в реестре (первая колонка команды list)
    #[arg(value_name = "№", required = true)]
    pub ids: Vec<i64>,
    /// Контрагент, которому отправить, если в документе он не указан
    #[arg(long, value_name = "ИНН[/КПП]")]
    pub to: Option<String>,
    /// Номер подключения, если у фирмы их несколько
    #[arg(long, value_name = "№")]
    pub connection: Option<i64>,
    /// Сообщение контрагенту
    #[arg(long, value_name = "ТЕКСТ")]
    pub comment: Option<String>,
    /// Как отправить: as_possible — сразу, deferred — оставить у оператора на подпись, draft — оставить там черновиком;
    /// если не указано, физлицам — как задано в подключении («Отправлять сразу»), остальным — сразу
    #[arg(
        long = "as",
        value_name = "КАК",
        value_parser = ["as_possible", "deferred", "draft"],
        hide_possible_values = true
    )]
    pub departure: Option<String>,
    /// Дополнительные данные, которые хранятся у оператора вместе с документом; ключ можно повторить
    #[arg(long = "tag", value_name = "ИМЯ=ЗНАЧЕНИЕ", value_parser = tag)]
    pub tags: Vec<(String, String)>,
    /// Только проверить: что мешает отправке и на что обратить внимание
    #[arg(long)]
    pub check: bool,
    /// Только поставить в очередь: отправит следующая команда sync или открытое окно
    #[arg(long)]
    pub queue_only: bool,
}

/// «Договор=12»
fn tag(text: &str) -> Result<(String, String), String> {
    let (key, value) = text
        .split_once('=')
        .filter(|(key, _)| !key.trim().is_empty())
        .ok_or("нужно ИМЯ=ЗНАЧЕНИЕ")?;
    Ok((key.trim().to_owned(), value.trim().to_owned()))
}
