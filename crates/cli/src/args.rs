//! What may be typed after `surguch-cli`.

mod certificates;
mod checking;
mod connect;
mod counterparties;
mod notices;
mod outbox;
mod powers;
mod receipts;
mod receiving;
mod rules;
mod schedule;
mod sending;
mod signing;
mod telling;

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand};

pub(crate) use certificates::{Certificates, CertificatesAction, DriverAction};
pub(crate) use checking::{Archive, CheckArchive, CheckSignature};
pub(crate) use connect::Connect;
pub(crate) use counterparties::{Counterparties, CounterpartiesAction, Whom};
pub(crate) use notices::{Notices, NoticesAction, NoticesWish};
pub(crate) use outbox::{Outbox, OutboxAction};
pub(crate) use powers::{NewPower, PositionFrom, Powers, PowersAction, SignerWish};
pub(crate) use receipts::{Receipts, ReceiptsAction};
pub(crate) use receiving::{Download, Pair, Replay};
pub(crate) use rules::{Rules, RulesAction};
pub(crate) use schedule::{Schedule, ScheduleAction};
pub(crate) use sending::Send;
pub(crate) use signing::Sign;
pub(crate) use telling::Tell;

const EXIT_CODES: &str = "\
Коды завершения:
  0    сделано
  1    отказано или не получилось; причина названа
  2    ошибка в командной строке
  3    база открыта другой программой
  4    недоступны ключи: хранилище закрыто, фраза или ключ не подходят
  5    нет связи с оператором
  6    сделано частично: у части файлов или документов есть ошибки
  130  прервано с клавиатуры

Переменные окружения:
  SURGUCH_DATA             папка данных, если не указан ключ --data
  SURGUCH_PASSPHRASE       парольная фраза хранилища ключей
  SURGUCH_PASSPHRASE_FILE  файл, в первой строке которого эта фраза
  SURGUCH_PKCS11           библиотеки токенов вместо обычных мест, через двоеточие (в Windows — через точку с запятой)
  SURGUCH_CAPI             библиотека КриптоПро CSP вместо обычного места
  SURGUCH_LOG              подробность журнала: error, warn, info, debug (по умолчанию warn)";

/// The frame of every help text; clap's own is English.
pub(crate) const HELP: &str = "{about}\n\nИспользование: {usage}\n\n{all-args}{after-help}";

/// Сургуч без окна: документы, отправка в ЭДО и обмен с операторами.
#[derive(Debug, Parser)]
#[command(
    name = "surguch-cli",
    version,
    about = "Сургуч без окна: документы, отправка в ЭДО и обмен с операторами.",
    after_help = EXIT_CODES,
    disable_help_subcommand = true,
    help_template = HELP,
    subcommand_help_heading = "Команды",
    next_help_heading = "Параметры",
    subcommand_value_name = "КОМАНДА",
    override_usage = "surguch-cli [ПАРАМЕТРЫ] КОМАНДА",
    disable_help_flag = true,
    disable_version_flag = true
)]
pub(crate) struct Args {
    /// Папка данных вместо обычной
    #[arg(long, global = true, value_name = "ПАПКА", display_order = 101)]
    pub data: Option<PathBuf>,
    /// Ответ и ошибки в виде JSON
    #[arg(long, global = true, display_order = 102)]
    pub json: bool,
    /// Работать в копии папки, хотя исходная папка тоже на месте
    #[arg(long, global = true, display_order = 103)]
    pub accept_copy: bool,
    /// Показать справку
    #[arg(short = 'h', long, global = true, display_order = 104, action = clap::ArgAction::Help)]
    help: Option<bool>,
    /// Показать версию
    #[arg(short = 'V', long, display_order = 105, action = clap::ArgAction::Version)]
    version: Option<bool>,
    #[command(subcommand)]
    pub command: Command,
}

impl Args {
    /// True when a program reads the answer.
    pub(crate) fn wants_json(&self) -> bool {
        self.json || matches!(self.command, Command::Rpc(_))
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Запустить учебный режим: эмулятор оператора на этом компьютере
    Sandbox(Sandbox),
    /// Подключить фирму к оператору ЭДО
    Connect(Connect),
    /// Показать контрагентов, обменяться с операторами, пригласить, принять, отклонить
    Counterparties(Counterparties),
    /// Добавить файлы в реестр документов
    Import(Import),
    /// Добавить документы, контрагентов или физлиц из таблицы CSV или XLSX
    ImportTable(ImportTable),
    /// Показать, выбрать или убрать папки, из которых документы берутся сами
    Folders(Folders),
    /// Записать печатные формы документов в один файл PDF
    Print(Print),
    /// Проверить электронную подпись под файлом, без обращения к сети
    CheckSignature(CheckSignature),
    /// Собрать архив документов: подлинники, подписи, протоколы проверки и опись с тем, чего не хватает
    Archive(Archive),
    /// Проверить архив документов: файлы, подписи и чего не хватает, без обращения к сети
    CheckArchive(CheckArchive),
    /// Показать сертификаты этого компьютера и выбрать, чей подписывает
    Certificates(Certificates),
    /// Проверить, готов ли этот компьютер подписывать и обмениваться документами
    Diagnose,
    /// Отправить документы в ЭДО
    Send(Send),
    /// Подписать документы; с ключом --send — подписать и отправить
    Sign(Sign),
    /// Подтвердить получение, отказать в подписи, запросить уточнение, аннулировать, написать контрагенту
    Tell(Tell),
    /// Обменяться с операторами: отправить очередь и получить новости
    Sync(Sync),
    /// Показать реестр документов
    List(List),
    /// Экспорт реестра документов в таблицу XLSX или CSV
    Export(Export),
    /// Показать карточку документа
    Show(Show),
    /// Скачать у оператора архив, печатную форму или протокол передачи
    Download(Download),
    /// Связать документ, который пришёл через ЭДО, с нашим документом
    Pair(Pair),
    /// Сверить статусы документов с записанными событиями операторов
    Replay(Replay),
    /// Показать очередь отправки, повторить или отменить отправку
    Outbox(Outbox),
    /// Показать значимые события, проверить, включить или выключить их, показать их очередь
    Rules(Rules),
    /// Показать, записать или удалить доверенности; запомнить, в какой должности и по какой доверенности подписывают
    Powers(Powers),
    /// Показать, включить или выключить извещения о получении, которые отправляются сами
    Receipts(Receipts),
    /// Показать расписание: что программа делает сама; как часто обмениваться, приостановить, продолжить
    Schedule(Schedule),
    /// Показать уведомления, выбрать, о чём сообщать и когда молчать
    Notices(Notices),
    /// Показать состояние программы, подключений и ключей
    Status,
    /// Записать ключ восстановления или вернуть по нему доступ к базе
    RecoveryKey(RecoveryKey),
    /// Записать резервную копию или восстановить базу из неё
    Backup(Backup),
    /// Выполнить команду программного интерфейса и напечатать ответ
    Rpc(Rpc),
    /// Открыть окно программы в браузере этого компьютера
    Serve(Serve),
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Sandbox {
    /// Порт; без этого ключа выбирается свободный
    #[arg(long, value_name = "ПОРТ")]
    pub port: Option<u16>,
    /// Папка, в которой учебный мир сохраняется между запусками; без этого ключа он живёт до остановки
    #[arg(long, value_name = "ПАПКА")]
    pub state: Option<PathBuf>,
    /// Корневой сертификат, подписям по которому учебный оператор верит; можно указать несколько
    #[arg(long = "root", value_name = "ФАЙЛ")]
    pub roots: Vec<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Import {
    /// Файлы PDF и XML
    #[arg(value_name = "ФАЙЛ", required = true)]
    pub files: Vec<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct ImportTable {
    /// Таблица; в первой строке названия колонок
    #[arg(value_name = "ФАЙЛ")]
    pub file: PathBuf,
    /// Что в таблице: documents, counterparties или individuals
    #[arg(
        long,
        value_name = "ЧТО",
        default_value = "documents",
        hide_default_value = true
    )]
    pub target: String,
    /// Вид документов, если в таблице нет такой колонки: название или код
    #[arg(long, value_name = "ВИД")]
    pub kind: Option<String>,
    /// ИНН нашей фирмы, если их несколько
    #[arg(long, value_name = "ИНН")]
    pub firm: Option<String>,
    /// Только проверить строки и ничего не добавлять
    #[arg(long)]
    pub dry_run: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Folders {
    #[command(subcommand)]
    pub action: Option<FoldersAction>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum FoldersAction {
    /// Показать папки всех фирм
    List,
    /// Брать документы из этой папки
    Add {
        /// Папка
        #[arg(value_name = "ПАПКА")]
        folder: PathBuf,
        /// ИНН нашей фирмы, если их несколько
        #[arg(long, value_name = "ИНН")]
        firm: Option<String>,
    },
    /// Больше не брать документы из папки фирмы
    Remove {
        /// ИНН нашей фирмы, если их несколько
        #[arg(long, value_name = "ИНН")]
        firm: Option<String>,
    },
    /// Взять новые файлы сейчас, не дожидаясь команды sync или окна
    Take,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Print {
    /// Номера документов в реестре (первая колонка команды list)
    #[arg(value_name = "№", required = true)]
    pub ids: Vec<i64>,
    /// Куда записать PDF
    #[arg(long, short, value_name = "ФАЙЛ")]
    pub out: PathBuf,
    /// Имя печатной формы вместо обычной для вида
    #[arg(long, value_name = "ФОРМА")]
    pub form: Option<String>,
    /// Копия для просмотра: со сведениями о подписании
    #[arg(long)]
    pub copy: bool,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Sync {
    /// Один раз; без этого ключа обмен идёт до нажатия Ctrl-C
    #[arg(long)]
    pub once: bool,
    /// Номер подключения; без этого ключа обмен идёт по всем
    #[arg(long, value_name = "№", requires = "once")]
    pub connection: Option<i64>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct List {
    /// Что искать: номер, название, контрагент, ИНН, сумма или дата
    #[arg(value_name = "ЗАПРОС")]
    pub query: Vec<String>,
    /// Только с этим статусом (код, например signed_by_them); можно указать несколько раз
    #[arg(long = "status", value_name = "КОД")]
    pub statuses: Vec<String>,
    #[command(flatten)]
    pub happened: HappenedStep,
    /// Сколько строк показать
    #[arg(long, value_name = "ЧИСЛО", default_value_t = 50, hide_default_value = true)]
    pub limit: u32,
}

/// A step that a sending took, in some days.
#[derive(Debug, ClapArgs)]
pub(crate) struct HappenedStep {
    /// Только документы, с которыми это произошло: sent (отправлен), signed (подписан контрагентом), refused (отказано)
    #[arg(
        long = "happened",
        value_name = "ЧТО",
        value_parser = ["sent", "signed", "refused"],
        hide_possible_values = true
    )]
    pub step: Option<String>,
    /// Это произошло с этого дня, ГГГГ-ММ-ДД
    #[arg(long = "happened-from", value_name = "ДЕНЬ", requires = "step")]
    pub since: Option<String>,
    /// Это произошло по этот день, ГГГГ-ММ-ДД
    #[arg(long = "happened-to", value_name = "ДЕНЬ", requires = "step")]
    pub until: Option<String>,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Export {
    /// Что искать: номер, название, контрагент, ИНН, сумма или дата; без запроса — все
    #[arg(value_name = "ЗАПРОС")]
    pub query: Vec<String>,
    /// Только с этим статусом (код, например signed_by_them); можно указать несколько раз
    #[arg(long = "status", value_name = "КОД")]
    pub statuses: Vec<String>,
    /// Только с этого дня, ГГГГ-ММ-ДД
    #[arg(long, value_name = "ДЕНЬ")]
    pub from: Option<String>,
    /// Только по этот день, ГГГГ-ММ-ДД
    #[arg(long, value_name = "ДЕНЬ")]
    pub to: Option<String>,
    #[command(flatten)]
    pub happened: HappenedStep,
    /// Другие условия, как у команды documents.list: JSON, например {"direction":"outbound"}
    #[arg(long, value_name = "JSON")]
    pub filter: Option<String>,
    /// Порядок: date, number, counterparty, kind, firm, total, status, waiting; знак «-» впереди — по убыванию; до трёх
    /// через запятую
    #[arg(
        long,
        value_name = "СТОЛБЦЫ",
        value_delimiter = ',',
        allow_hyphen_values = true
    )]
    pub sort: Vec<String>,
    /// Столбцы через запятую; без этого ключа — все
    #[arg(long, value_name = "СТОЛБЦЫ", value_delimiter = ',')]
    pub columns: Vec<String>,
    /// Таблица: xlsx или csv
    #[arg(
        long,
        value_name = "ВИД",
        default_value = "xlsx",
        hide_default_value = true,
        value_parser = ["xlsx", "csv"],
        hide_possible_values = true
    )]
    pub format: String,
    /// Кодировка CSV: utf-8 или windows-1251
    #[arg(
        long,
        value_name = "КОДИРОВКА",
        default_value = "utf-8",
        hide_default_value = true,
        value_parser = ["utf-8", "windows-1251"],
        hide_possible_values = true
    )]
    pub encoding: String,
    /// Куда записать таблицу
    #[arg(long, short, value_name = "ФАЙЛ")]
    pub out: PathBuf,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Show {
    /// Номер документа в реестре
    #[arg(value_name = "№")]
    pub id: i64,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct RecoveryKey {
    #[command(subcommand)]
    pub action: Option<RecoveryKeyAction>,
}

#[derive(Debug, Clone, Copy, Subcommand)]
pub(crate) enum RecoveryKeyAction {
    /// Напечатать ключ, чтобы записать его на бумагу
    Show,
    /// Ввести записанный ключ и вернуть доступ к базе
    Restore,
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Backup {
    #[command(subcommand)]
    pub action: BackupAction,
}

#[derive(Debug, Subcommand)]
pub(crate) enum BackupAction {
    /// Записать копию в новую или пустую папку
    Create {
        /// Папка копии
        #[arg(value_name = "ПАПКА")]
        folder: PathBuf,
    },
    /// Вернуть базу из копии; нужен ключ восстановления. Прежняя база откладывается рядом, а не удаляется
    Restore {
        /// Папка копии
        #[arg(value_name = "ПАПКА")]
        folder: PathBuf,
    },
}

#[derive(Debug, ClapArgs)]
pub(crate) struct Rpc {
    /// Команда, например documents.list
    #[arg(value_name = "КОМАНДА", required_unless_present = "list")]
    pub command: Option<String>,
    /// Запрос в виде JSON; знак «-» означает стандартный ввод. Пароли передавайте только так
    #[arg(value_name = "JSON")]
    pub request: Option<String>,
    /// Напечатать названия всех команд
    #[arg(long)]
    pub list: bool,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::Args;

    #[test]
    fn the_command_line_is_well_formed() {
        Args::command().debug_assert();
    }

    #[test]
    fn no_argument_takes_a_password_or_a_key() {
        fn names(command: &clap::Command, found: &mut Vec<String>) {
            found.extend(
                command
                    .get_arguments()
                    .map(|argument| argument.get_id().to_string()),
            );
            command.get_subcommands().for_each(|inner| names(inner, found));
        }
        let mut found = Vec::new();
        names(&Args::command(), &mut found);
        assert!(found.len() > 15, "{found:?}");
        for name in found {
            let telling = ["password", "secret", "passphrase", "api_key", "token"];
            assert!(!telling.iter().any(|word| name.contains(word)), "{name}");
        }
    }
}

#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Параметры")]
pub(crate) struct Serve {
    /// Порт; без этого ключа выбирается свободный
    #[arg(long, value_name = "ПОРТ")]
    pub port: Option<u16>,
    /// Открыть учебный режим
    #[arg(long)]
    pub training: bool,
    /// Папка с файлами окна, если она не рядом с программой
    #[arg(long, value_name = "ПАПКА")]
    pub ui: Option<PathBuf>,
}
