//! Archives, and what a signature is worth.

use std::path::PathBuf;

use clap::Args as ClapArgs;

#[derive(Debug, ClapArgs)]
pub(crate) struct Archive {
    /// Номера документов в реестре (первая колонка команды list)
    #[arg(
        value_name = "№",
        required_unless_present = "filter",
        conflicts_with = "filter"
    )]
    pub ids: Vec<i64>,
    /// Вместо номеров — условия, как у команды documents.list: JSON, например {"direction":"outbound"}
    #[arg(long, value_name = "JSON")]
    pub filter: Option<String>,
    /// Куда записать архив ZIP
    #[arg(long, short, value_name = "ФАЙЛ")]
    pub out: PathBuf,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct CheckSignature {
    /// Документ; если документ лежит внутри подписи, только сама подпись
    #[arg(value_name = "ФАЙЛ")]
    pub file: PathBuf,
    /// Файл подписи: .sig, .p7s или .sgn
    #[arg(value_name = "ПОДПИСЬ")]
    pub signature: Option<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct CheckArchive {
    /// Архив ZIP, который собрала программа
    #[arg(value_name = "ФАЙЛ")]
    pub file: PathBuf,
}
