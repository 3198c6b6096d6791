//! The clerk's own templates on the disk: `<data folder>/print-forms/<name>.typ`, plain text that any editor opens.
//! Read again at every use, so a change is seen at once.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::error::{Code, Error};
use crate::{Result, whole_file};

/// The folder beside the database.
pub(crate) const FOLDER: &str = "print-forms";
const ENDING: &str = ".typ";
/// A template is some pages of text; the largest built-in one has 20 KB.
const LARGEST_BYTES: u64 = 512 * 1024;
const LONGEST_NAME_CHARS: usize = 80;
const TITLE_MARK: &str = "// Название:";

/// The source of a template of the clerk's own, if there is one of this name.
///
/// Errors: `form_name_not_allowed`, `form_too_large`, `form_unreadable`.
pub(super) fn read(data: &Path, name: &str) -> Result<Option<String>> {
    let path = path(data, name)?;
    let length = match fs::metadata(&path) {
        Ok(found) => found.len(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unreadable(name, &whole_file::reason(&error))),
    };
    check_length(name, length)?;
    let bytes = fs::read(&path).map_err(|error| unreadable(name, &whole_file::reason(&error)))?;
    let text = String::from_utf8(bytes).map_err(|_| unreadable(name, "это не текст в кодировке UTF-8"))?;
    Ok(Some(text.trim_start_matches('\u{feff}').to_owned()))
}

/// Writes a template of the clerk's own.
///
/// Errors: `form_name_not_allowed`, `form_too_large`, `folder_unavailable`.
pub(super) fn write(data: &Path, name: &str, source: &str) -> Result<()> {
    let path = path(data, name)?;
    check_length(name, source.len() as u64)?;
    fs::create_dir_all(data.join(FOLDER))
        .and_then(|()| whole_file::replace(&path, source.as_bytes()))
        .map_err(|error| not_written(name, &error))
}

/// Removes a template of the clerk's own; false when there was none.
pub(super) fn remove(data: &Path, name: &str) -> Result<bool> {
    match fs::remove_file(path(data, name)?) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(not_written(name, &error)),
    }
}

/// The names of the clerk's own templates, in order. A folder that is not there holds none; a file whose name the
/// program cannot use is passed over.
pub(super) fn names(data: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(data.join(FOLDER)) else {
        return Vec::new();
    };
    let mut names: Vec<String> = entries
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter_map(|file| file.strip_suffix(ENDING).map(str::to_owned))
        .filter(|name| is_name(name))
        .collect();
    names.sort();
    names
}

/// Copies the clerk's own templates from one data folder into another.
pub(crate) fn copy(from: &Path, to: &Path) -> io::Result<()> {
    for name in names(from) {
        fs::create_dir_all(to.join(FOLDER))?;
        let file = format!("{name}{ENDING}");
        fs::copy(from.join(FOLDER).join(&file), to.join(FOLDER).join(&file))?;
    }
    Ok(())
}

/// Puts the templates of a backup in the place of those that are there, which go aside with their database.
pub(crate) fn restore(from: &Path, into: &Path, aside: Option<&Path>) -> io::Result<()> {
    let present = into.join(FOLDER);
    if let Some(aside) = aside
        && present.exists()
    {
        fs::rename(&present, aside.join(FOLDER))?;
    }
    copy(from, into)
}

/// The title in the first line of a template.
pub(super) fn title(source: &str) -> Option<&str> {
    let title = source.lines().next()?.trim().strip_prefix(TITLE_MARK)?.trim();
    (!title.is_empty()).then_some(title)
}

/// The source with this title in its first line.
pub(super) fn titled(source: &str, title: &str) -> String {
    let title: String = title
        .chars()
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .take(200)
        .collect();
    let body = match source.split_once('\n') {
        Some((first, rest)) if first.trim().starts_with(TITLE_MARK) => rest,
        None if source.trim().starts_with(TITLE_MARK) => "",
        _ => source,
    };
    format!("{TITLE_MARK} {}\n{body}", title.trim())
}

/// A name of letters, digits, blanks, hyphens and underscores that every system can keep as a file: nothing that
/// leads to another folder, no names of devices.
fn is_name(name: &str) -> bool {
    const DEVICES: [&str; 4] = ["con", "prn", "aux", "nul"];
    let lower = name.to_lowercase();
    let port = |prefix| {
        lower
            .strip_prefix(prefix)
            .is_some_and(|rest: &str| rest.len() == 1 && rest.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let fits = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_' | ' ');
    !name.is_empty()
        && name == name.trim()
        && name.chars().count() <= LONGEST_NAME_CHARS
        && name.chars().all(fits)
        && !DEVICES.contains(&lower.as_str())
        && !port("com")
        && !port("lpt")
}

fn path(data: &Path, name: &str) -> Result<PathBuf> {
    if is_name(name) {
        return Ok(data.join(FOLDER).join(format!("{name}{ENDING}")));
    }
    let shown: String = name
        .chars()
        .filter(|letter| !letter.is_control())
        .take(60)
        .collect();
    Err(Error::new(
        Code::FormNameNotAllowed,
        format!(
            "Имя печатной формы «{shown}» не подходит. Ничего не изменено. Назовите форму буквами, цифрами, дефисами \
             и пробелами, не длиннее {LONGEST_NAME_CHARS} знаков."
        ),
    ))
}

/// True for a name under which a template can be kept.
pub(super) fn is_allowed(name: &str) -> bool {
    is_name(name)
}

fn check_length(name: &str, bytes: u64) -> Result<()> {
    if bytes <= LARGEST_BYTES {
        return Ok(());
    }
    Err(Error::new(
        Code::FormTooLarge,
        format!(
            "Печатная форма «{name}» больше {} КБ, программа такие не читает. Документы и другие формы это не \
             затронуло. Сократите текст формы.",
            LARGEST_BYTES / 1024
        ),
    ))
}

fn unreadable(name: &str, why: &str) -> Error {
    Error::new(
        Code::FormUnreadable,
        format!(
            "Файл печатной формы «{name}» не читается: {why}. Документы это не затронуло. Исправьте файл в папке \
             «{FOLDER}» или верните исходную форму."
        ),
    )
}

fn not_written(name: &str, error: &io::Error) -> Error {
    Error::new(
        Code::FolderUnavailable,
        format!(
            "Печатная форма «{name}» не записана: {}. Прежняя форма и документы целы. Проверьте папку данных и \
             повторите.",
            whole_file::reason(error)
        ),
    )
    .worth_retrying()
}

#[cfg(test)]
mod tests {
    use super::{FOLDER, is_name, names, read, title, titled, write};

    #[test]
    fn a_name_that_leads_elsewhere_or_that_a_system_cannot_keep_is_refused() {
        let room = tempfile::tempdir().unwrap();
        for name in [
            "../keys", "a/b", "a\\b", "", " a", "con", "LPT1", ".typ", "a.b", "c:x", "a\nb",
        ] {
            assert!(!is_name(name), "{name:?}");
            assert_eq!(
                write(room.path(), name, "x").unwrap_err().code().as_str(),
                "form_name_not_allowed"
            );
            assert!(read(room.path(), name).is_err());
        }
        for name in ["work_order", "Мой акт 2", "счёт-с-логотипом", "console"] {
            assert!(is_name(name), "{name}");
        }
    }

    #[test]
    fn a_template_is_read_as_it_lies_on_the_disk() {
        let room = tempfile::tempdir().unwrap();
        assert_eq!(read(room.path(), "акт").unwrap(), None);
        write(room.path(), "акт", "Привет").unwrap();
        let file = room.path().join(FOLDER).join("акт.typ");
        std::fs::write(&file, "\u{feff}Иначе").unwrap();
        std::fs::write(room.path().join(FOLDER).join("заметки.txt"), "-").unwrap();
        assert_eq!(read(room.path(), "акт").unwrap().unwrap(), "Иначе");
        assert_eq!(names(room.path()), ["акт"]);
        std::fs::write(&file, [0xff, 0xfe]).unwrap();
        assert_eq!(
            read(room.path(), "акт").unwrap_err().code().as_str(),
            "form_unreadable"
        );
        std::fs::write(&file, vec![b' '; 600 * 1024]).unwrap();
        assert_eq!(
            read(room.path(), "акт").unwrap_err().code().as_str(),
            "form_too_large"
        );
    }

    #[test]
    fn a_backup_brings_its_templates_back_and_sets_the_present_ones_aside() {
        let room = tempfile::tempdir().unwrap();
        let [data, backup, aside] = ["data", "backup", "aside"].map(|name| room.path().join(name));
        write(&data, "акт", "до копии").unwrap();
        super::copy(&data, &backup).unwrap();
        write(&data, "акт", "после копии").unwrap();
        write(&data, "новая", "после копии").unwrap();
        std::fs::create_dir_all(&aside).unwrap();
        super::restore(&backup, &data, Some(&aside)).unwrap();
        assert_eq!(read(&data, "акт").unwrap().unwrap(), "до копии");
        assert_eq!(names(&data), ["акт"]);
        assert_eq!(names(&aside), ["акт", "новая"]);
    }

    #[test]
    fn the_title_stands_in_the_first_line_and_is_replaced_there() {
        assert_eq!(title("#let x = 1"), None);
        let named = titled("#let x = 1\n", "Счёт с логотипом");
        assert_eq!(title(&named), Some("Счёт с логотипом"));
        let again = titled(&named, "Счёт\nиной");
        assert_eq!(title(&again), Some("Счёт иной"));
        assert!(again.ends_with("#let x = 1\n") && again.lines().count() == 2);
    }
}
