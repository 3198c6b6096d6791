//! «Печатные формы»: templates that came with the program, and those that the clerk wrote or changed.
//!
//! The clerk's are files in the data folder, so that any editor opens them and a copy on a stick is a copy. A file
//! named as a built-in form stands in its place until it is removed. What a template may do is settled in `forms`:
//! no files, no network, no clock.

pub(crate) mod files;
mod preview;
mod sample;

use std::sync::LazyLock;

use domain::Kind;
use forms::Template;

use crate::changes::{Change, Directory};
use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::{Engine, Result};

pub use preview::{FormPreview, PreviewRequest};

/// A print form as the directory shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintFormView {
    /// Its name, by which kinds know it.
    pub name: String,
    /// For people.
    pub title: String,
    /// It came with the program.
    pub is_builtin: bool,
    /// A file of the clerk's stands in the place of the built-in one.
    pub is_changed: bool,
    /// Names of the kinds that are printed with it.
    pub kinds: Vec<String>,
}

/// A print form with its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintForm {
    /// Its name, by which kinds know it.
    pub name: String,
    /// For people.
    pub title: String,
    /// The text of the template.
    pub source: String,
    /// It came with the program.
    pub is_builtin: bool,
}

impl Engine {
    /// Every print form: the built-in ones first, then the clerk's own by name.
    pub async fn print_forms(&self) -> Result<Vec<PrintFormView>> {
        self.blocking(|inner| {
            let kinds = inner.read(|r| Ok(r.kinds()?))?;
            let own = files::names(&inner.folder);
            let new_ones = own.iter().filter(|name| builtin(name).is_none());
            let names = builtins().map(|template| &template.name).chain(new_ones);
            Ok(names.map(|name| view(inner, name, &own, &kinds)).collect())
        })
        .await
    }

    /// A print form with its text. `print_form_missing` when there is none.
    pub async fn print_form(&self, name: String) -> Result<PrintForm> {
        self.blocking(move |inner| {
            let source = source(inner, &name)?;
            Ok(PrintForm {
                title: title(&name, &source),
                is_builtin: builtin(&name).is_some(),
                name,
                source,
            })
        })
        .await
    }

    /// Writes the clerk's text of a form; for a built-in one it stands in its place from now on.
    ///
    /// Errors: `form_name_not_allowed`, `form_too_large`, `folder_unavailable`.
    pub async fn save_print_form(&self, name: String, title: Option<String>, source: String) -> Result<()> {
        self.blocking(move |inner| {
            let title = title.filter(|title| !title.trim().is_empty());
            let text = match title {
                Some(title) => files::titled(&source, &title),
                None => source,
            };
            files::write(&inner.folder, &name, &text)
        })
        .await?;
        self.tell_forms();
        Ok(())
    }

    /// A copy of a form under a new title; gives its name.
    ///
    /// Errors: `print_form_missing`, `name_empty`, those of [`Engine::save_print_form`].
    pub async fn copy_print_form(&self, name: String, title: String) -> Result<String> {
        let copy = self
            .blocking(move |inner| {
                let source = source(inner, &name)?;
                let copy = free_name(inner, &title)?;
                files::write(&inner.folder, &copy, &files::titled(&source, &title))?;
                Ok(copy)
            })
            .await?;
        self.tell_forms();
        Ok(copy)
    }

    /// Brings the built-in form back. `print_form_missing` when it did not come with the program.
    pub async fn reset_print_form(&self, name: String) -> Result<()> {
        self.blocking(move |inner| {
            builtin(&name).ok_or_else(|| missing(&name))?;
            files::remove(&inner.folder, &name)
        })
        .await?;
        self.tell_forms();
        Ok(())
    }

    /// Removes a form of the clerk's own.
    ///
    /// Errors: `form_builtin`, `form_in_use` (a kind is printed with it), `print_form_missing`.
    pub async fn remove_print_form(&self, name: String) -> Result<()> {
        self.blocking(move |inner| remove(inner, &name)).await?;
        self.tell_forms();
        Ok(())
    }

    fn tell_forms(&self) {
        self.inner.changes.tell(&Change::directory(Directory::Forms));
    }
}

/// True when there is a form of this name.
pub(crate) fn exists(inner: &Inner, name: &str) -> bool {
    builtin(name).is_some() || matches!(files::read(&inner.folder, name), Ok(Some(_)))
}

/// The text of a form: the clerk's where there is one, else the built-in one. Read anew at each call.
///
/// Errors: `print_form_missing`, `form_unreadable`, `form_too_large`.
pub(crate) fn source(inner: &Inner, name: &str) -> Result<String> {
    let is_allowed = files::is_allowed(name);
    let own = if is_allowed {
        files::read(&inner.folder, name)?
    } else {
        None
    };
    let builtin = || builtin(name).map(|template| template.source.clone());
    own.or_else(builtin).ok_or_else(|| missing(name))
}

/// The title of a form for people.
pub(crate) fn title_of(inner: &Inner, name: &str) -> String {
    source(inner, name).map_or_else(|_| name.to_owned(), |source| title(name, &source))
}

fn builtins() -> impl Iterator<Item = &'static Template> {
    static BUILTIN: LazyLock<Vec<Template>> = LazyLock::new(forms::builtin);
    BUILTIN.iter()
}

fn builtin(name: &str) -> Option<&'static Template> {
    builtins().find(|template| template.name == name)
}

fn title(name: &str, source: &str) -> String {
    let builtin = || builtin(name).map(|template| template.title.as_str());
    files::title(source).or_else(builtin).unwrap_or(name).to_owned()
}

fn view(inner: &Inner, name: &str, own: &[String], kinds: &[Kind]) -> PrintFormView {
    let is_builtin = builtin(name).is_some();
    PrintFormView {
        title: title_of(inner, name),
        is_builtin,
        is_changed: is_builtin && own.iter().any(|own| own == name),
        kinds: users(kinds, name),
        name: name.to_owned(),
    }
}

fn users(kinds: &[Kind], name: &str) -> Vec<String> {
    let prints = |kind: &&Kind| kind.body.print_forms.iter().any(|form| form == name);
    kinds
        .iter()
        .filter(prints)
        .map(|kind| kind.body.name.clone())
        .collect()
}

fn remove(inner: &Inner, name: &str) -> Result<()> {
    if builtin(name).is_some() {
        return Err(Error::new(
            Code::FormBuiltin,
            format!(
                "Форма «{}» входит в программу и не удаляется. Ничего не изменено. Если вы её меняли, верните исходную.",
                title_of(inner, name)
            ),
        ));
    }
    let users = inner.read(|r| Ok(users(&r.kinds()?, name)))?;
    if !users.is_empty() {
        return Err(Error::new(
            Code::FormInUse,
            format!(
                "Форма «{}» указана в видах документов: {}. Она не удалена. Сначала выберите в этих видах другую форму.",
                title_of(inner, name),
                users.join(", ")
            ),
        ));
    }
    match files::remove(&inner.folder, name)? {
        true => Ok(()),
        false => Err(missing(name)),
    }
}

/// The title as a name, with a number where it is taken. Names differ in more than their capitals: some systems keep
/// one file for both.
fn free_name(inner: &Inner, title: &str) -> Result<String> {
    let letters: String = title
        .trim()
        .chars()
        .map(|letter| match letter {
            letter if letter.is_alphanumeric() || matches!(letter, '-' | '_') => letter,
            _ => ' ',
        })
        .take(60)
        .collect();
    let stem = letters.split_whitespace().collect::<Vec<_>>().join(" ");
    if stem.is_empty() {
        return Err(Error::new(
            Code::NameEmpty,
            "Название печатной формы не заполнено. Ничего не изменено. Впишите название.",
        ));
    }
    let taken: Vec<String> = builtins()
        .map(|template| template.name.to_lowercase())
        .chain(files::names(&inner.folder).iter().map(|name| name.to_lowercase()))
        .collect();
    let free = |name: &String| files::is_allowed(name) && !taken.contains(&name.to_lowercase());
    let numbered = (2..10_000_u32).map(|number| format!("{stem} {number}"));
    std::iter::once(stem.clone())
        .chain(numbered)
        .find(free)
        .ok_or_else(|| Error::internal("no free name for a print form"))
}

pub(crate) fn missing(name: &str) -> Error {
    let shown: String = name
        .chars()
        .filter(|letter| !letter.is_control())
        .take(60)
        .collect();
    Error::new(
        Code::PrintFormMissing,
        format!(
            "Печатной формы «{shown}» нет. Документы не изменены. Выберите другую форму или создайте её заново."
        ),
    )
}
