//! «Драйверы токенов»: modules that lie elsewhere than their makers usually put them, named by a person.
//!
//! A module is foreign code, so no page names one: the shell or the command line asks the person for the file. What the
//! window learns is its name, never the way to it.

use std::path::{Path, PathBuf};

use store::Reader;

use super::trouble;
use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::{Engine, Result};

/// The setting: a JSON list of paths.
const SETTING: &str = "token_modules";

/// A module that a person named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenModule {
    /// Its place in the list, from 0.
    pub place: usize,
    /// Name of its file.
    pub name: String,
    /// The file is still there.
    pub is_there: bool,
}

impl Engine {
    /// The modules that a person named.
    pub async fn token_modules(&self) -> Result<Vec<TokenModule>> {
        let paths = self.read(kept).await?;
        Ok(paths.iter().enumerate().map(view).collect())
    }

    /// Asks this module too from now on, once it has shown that it is one. Naming it again changes nothing.
    ///
    /// Errors: `token_module_refused`.
    pub async fn add_token_module(&self, path: PathBuf) -> Result<()> {
        self.blocking(move |inner| {
            let path = std::path::absolute(&path).unwrap_or(path);
            if !path.is_file() {
                return Err(refused(&path, "Такого файла нет, или это не файл."));
            }
            if let Err(cause) = inner.ports.keys.try_module(&path) {
                tracing::info!(%cause, "a module of tokens was not taken");
                return Err(match cause {
                    signature::Error::NoModule => refused(&path, "Он не загружается как библиотека PKCS#11."),
                    other => refused(&path, &trouble::words(&other).0),
                });
            }
            change(inner, |paths| {
                if !paths.iter().any(|known| is_same(known, &path)) {
                    paths.push(path);
                }
            })
        })
        .await?;
        self.tell_certificates();
        Ok(())
    }

    /// Asks the module at this place of the list no more; no error when it is gone already.
    pub async fn forget_token_module(&self, place: usize) -> Result<()> {
        self.blocking(move |inner| {
            change(inner, |paths| {
                if place < paths.len() {
                    paths.remove(place);
                }
            })
        })
        .await?;
        self.tell_certificates();
        Ok(())
    }
}

/// Tells the stores of keys which modules a person named.
pub(crate) fn use_named_modules(inner: &Inner) -> Result<()> {
    inner.ports.keys.use_modules(&inner.read(kept)?);
    Ok(())
}

fn change(inner: &Inner, change: impl FnOnce(&mut Vec<PathBuf>)) -> Result<()> {
    let paths = inner.write(|w| {
        let mut paths = kept(w)?;
        change(&mut paths);
        let text = serde_json::to_string(&paths).map_err(Error::internal)?;
        w.set_setting(SETTING, &text)?;
        Ok(paths)
    })?;
    inner.ports.keys.use_modules(&paths);
    Ok(())
}

fn kept(r: &Reader<'_>) -> Result<Vec<PathBuf>> {
    let text = r.setting(SETTING)?;
    // A list that another hand spoilt is an empty one: a person names the module again.
    Ok(text
        .and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_default())
}

/// Whether both lead to one file: a module that is asked twice would show every certificate twice.
fn is_same(known: &Path, named: &Path) -> bool {
    let file = |path: &Path| std::fs::canonicalize(path).ok();
    known == named || file(known).is_some_and(|known| file(named) == Some(known))
}

fn view((place, path): (usize, &PathBuf)) -> TokenModule {
    TokenModule {
        place,
        name: name(path),
        is_there: path.is_file(),
    }
}

fn name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

fn refused(path: &Path, why: &str) -> Error {
    Error::new(
        Code::Signing("token_module_refused"),
        format!(
            "Файл «{}» не добавлен. {why} Прежние драйверы работают как раньше. Выберите библиотеку PKCS#11 из папки, куда её \
             поставил производитель токена.",
            name(path)
        ),
    )
}
