//! `connect`: to which operator, and how to get in.

use std::path::PathBuf;

use clap::Args as ClapArgs;

#[derive(Debug, ClapArgs)]
pub(crate) struct Connect {
    /// Оператор, например diadoc
    #[arg(value_name = "ОПЕРАТОР", required_unless_present_any = ["sandbox", "log_out"])]
    pub operator: Option<String>,
    /// Адрес службы оператора, если он не обычный
    #[arg(long, value_name = "АДРЕС")]
    pub address: Option<String>,
    /// Файл JSON с данными доступа; знак «-» означает стандартный ввод. Чего не хватает, программа спросит
    #[arg(long, value_name = "ФАЙЛ")]
    pub credentials: Option<PathBuf>,
    /// Ящик, если доступ открывает несколько
    #[arg(long = "box", value_name = "ЯЩИК")]
    pub box_id: Option<String>,
    /// Как входить: password, certificate, browser или device (по коду); без этого ключа — password
    #[arg(long, value_name = "СПОСОБ")]
    pub log_in: Option<String>,
    /// Сертификат для входа: его номер (первая колонка команды certificates) или отпечаток
    #[arg(long, value_name = "СЕРТИФИКАТ")]
    pub certificate: Option<String>,
    /// Порт, на который возвращается браузер
    #[arg(long, value_name = "ПОРТ")]
    pub port: Option<u16>,
    /// Войти снова по этому подключению (номер показывает команда status)
    #[arg(long, value_name = "№")]
    pub again: Option<i64>,
    /// Выйти: вход по этому подключению отзывается у оператора и забывается здесь; документы остаются
    #[arg(
        long,
        value_name = "№",
        conflicts_with_all = ["operator", "address", "credentials", "box_id", "log_in", "certificate", "port", "again", "sandbox"]
    )]
    pub log_out: Option<i64>,
    /// С какого дня взять документы, которые уже есть в ящике: ГГГГ-ММ-ДД или all (вся история); без этого ключа — за 30
    /// дней
    #[arg(long, value_name = "ДЕНЬ")]
    pub history: Option<String>,
    /// Подключить фирму учебного режима: адрес, который напечатала команда sandbox
    #[arg(
        long,
        value_name = "АДРЕС",
        conflicts_with_all = ["operator", "address", "credentials", "box_id", "log_in", "certificate", "port", "again"]
    )]
    pub sandbox: Option<String>,
    /// ИНН фирмы учебного режима; без этого ключа берётся первая
    #[arg(long, value_name = "ИНН", requires = "sandbox")]
    pub inn: Option<String>,
}
