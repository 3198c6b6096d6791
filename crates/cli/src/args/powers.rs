//! Powers of attorney, and who signs by them.

use std::path::PathBuf;

use clap::{ArgGroup, Args as ClapArgs, Subcommand, ValueEnum};

#[derive(Debug, ClapArgs)]
pub(crate) struct Powers {
    #[command(subcommand)]
    pub action: Option<PowersAction>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum PowersAction {
    /// Показать доверенности
    List,
    /// Записать доверенность: из реестра ФНС, электронную вручную, бумажную или основную из кабинета оператора
    Add(Box<NewPower>),
    /// Удалить доверенность из программы; то, что по ней подписано, остаётся как есть
    Remove {
        /// Номер доверенности или номер строки в списке
        #[arg(value_name = "НОМЕР")]
        number: String,
        /// ИНН нашей фирмы, если их несколько
        #[arg(long, value_name = "ИНН")]
        firm: Option<String>,
    },
    /// Запомнить, в какой должности и по какой доверенности человек подписывает за фирму
    Signer(SignerWish),
}

/// Вид доверенности.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PowerKind {
    /// Машиночитаемая в реестре ФНС
    Registered,
    /// Электронная, данные вводятся здесь
    Manual,
    /// Бумажная
    Paper,
    /// Та, что в кабинете оператора выбрана сотруднику по умолчанию
    Operator,
}

impl PowerKind {
    /// Its name in the contract.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Registered => "registered",
            Self::Manual => "manual",
            Self::Paper => "paper",
            Self::Operator => "operator_default",
        }
    }
}

#[derive(Debug, ClapArgs)]
pub(crate) struct NewPower {
    /// Вид: registered — в реестре ФНС, manual — электронная, данные вводятся здесь, paper — бумажная, operator —
    /// основная в кабинете оператора
    #[arg(
        long,
        value_name = "ВИД",
        value_enum,
        hide_possible_values = true,
        default_value = "registered",
        hide_default_value = true
    )]
    pub kind: PowerKind,
    /// Номер: 36 знаков, у бумажной — номер, под которым она записана у доверителя
    #[arg(long, value_name = "НОМЕР", default_value = "", hide_default_value = true)]
    pub number: String,
    /// День выдачи, ГГГГ-ММ-ДД; нужен бумажной и введённой вручную
    #[arg(long, value_name = "ДАТА")]
    pub issued: Option<String>,
    /// Внутренний номер у доверителя
    #[arg(long, value_name = "НОМЕР")]
    pub internal_number: Option<String>,
    /// День внутренней регистрации, ГГГГ-ММ-ДД
    #[arg(long, value_name = "ДАТА")]
    pub internal_date: Option<String>,
    /// Информационная система, в которой хранится доверенность
    #[arg(long, value_name = "СИСТЕМА")]
    pub system: Option<String>,
    /// Кто подписал бумажную доверенность: фамилия, имя, отчество
    #[arg(long, value_name = "ФИО")]
    pub issued_by: Option<String>,
    /// Сведения о доверителе для бумажной доверенности
    #[arg(long, value_name = "ТЕКСТ")]
    pub issuer: Option<String>,
    /// Кому выдана
    #[arg(long, value_name = "ФИО")]
    pub representative: Option<String>,
    /// ИНН того, кому выдана
    #[arg(long, value_name = "ИНН")]
    pub representative_inn: Option<String>,
    /// Сертификат того, кому выдана: его номер или отпечаток
    #[arg(long, value_name = "СЕРТИФИКАТ")]
    pub certificate: Option<String>,
    /// Первый день, ГГГГ-ММ-ДД
    #[arg(long, value_name = "ДАТА")]
    pub from: Option<String>,
    /// Последний день, ГГГГ-ММ-ДД
    #[arg(long, value_name = "ДАТА")]
    pub to: Option<String>,
    /// Файл электронной доверенности, XML
    #[arg(long, value_name = "ФАЙЛ")]
    pub file: Option<PathBuf>,
    /// Подпись файла доверенности
    #[arg(long, value_name = "ФАЙЛ")]
    pub signature: Option<PathBuf>,
    /// Отправлять файл доверенности вместе с документами
    #[arg(long)]
    pub send_file: bool,
    /// ИНН доверителя, если это не сама фирма
    #[arg(long, value_name = "ИНН", default_value = "", hide_default_value = true)]
    pub principal_inn: String,
    /// ИНН нашей фирмы, если их несколько
    #[arg(long, value_name = "ИНН")]
    pub firm: Option<String>,
}

/// Откуда брать должность.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PositionFrom {
    /// Из сертификата
    Certificate,
    /// Из карточки сотрудника в программе
    Employee,
    /// Из кабинета оператора
    Operator,
}

impl PositionFrom {
    /// Its name in the contract.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Certificate => "certificate",
            Self::Employee => "employee",
            Self::Operator => "operator",
        }
    }
}

#[derive(Debug, ClapArgs)]
#[command(group = ArgGroup::new("place").required(true).args(["position", "position_from"]))]
pub(crate) struct SignerWish {
    /// Кто подписывает: номер сертификата или отпечаток
    #[arg(long, value_name = "СЕРТИФИКАТ")]
    pub certificate: String,
    /// Должность, которая пойдёт в документы
    #[arg(long, value_name = "ДОЛЖНОСТЬ")]
    pub position: Option<String>,
    /// Откуда брать должность: certificate — из сертификата, employee — из карточки сотрудника, operator — из кабинета оператора
    #[arg(long, value_name = "ОТКУДА", value_enum, hide_possible_values = true)]
    pub position_from: Option<PositionFrom>,
    /// Номер доверенности; без этого ключа программа выбирает сама
    #[arg(long, value_name = "НОМЕР")]
    pub power: Option<String>,
    /// ИНН нашей фирмы, если их несколько
    #[arg(long, value_name = "ИНН")]
    pub firm: Option<String>,
}
