//! `certificates`.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Subcommand};

#[derive(Debug, ClapArgs)]
pub(crate) struct Certificates {
    #[command(subcommand)]
    pub action: Option<CertificatesAction>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum DriverAction {
    /// Показать добавленные драйверы
    List,
    /// Спрашивать и этот драйвер: библиотеку PKCS#11 производителя токена
    Add {
        /// Файл библиотеки
        #[arg(value_name = "ФАЙЛ")]
        file: PathBuf,
    },
    /// Больше не спрашивать драйвер
    Forget {
        /// Номер драйвера в списке
        #[arg(value_name = "№")]
        number: usize,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum CertificatesAction {
    /// Показать известные сертификаты
    List,
    /// Спросить токены и криптопровайдер, какие сертификаты есть сейчас
    Refresh,
    /// Выбрать, чьим сертификатом подписывает фирма
    Choose {
        /// Номер сертификата; без него программа снова выбирает сама
        #[arg(value_name = "№")]
        id: Option<i64>,
        /// ИНН нашей фирмы, если их несколько
        #[arg(long, value_name = "ИНН")]
        firm: Option<String>,
    },
    /// Убрать сертификат из списков
    Hide {
        /// Номер сертификата
        #[arg(value_name = "№")]
        id: i64,
    },
    /// Вернуть сертификат в списки
    Unhide {
        /// Номер сертификата
        #[arg(value_name = "№")]
        id: i64,
    },
    /// Драйверы токенов, которые лежат не в обычном месте
    Driver {
        #[command(subcommand)]
        action: Option<DriverAction>,
    },
    /// Добавить сертификат и ключ из файлов, для тестовых и неквалифицированных подписей. Пароль программа спросит
    Add {
        /// Файлы сертификата и ключа
        #[arg(value_name = "ФАЙЛ", required = true)]
        files: Vec<PathBuf>,
    },
}
