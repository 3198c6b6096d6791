//! What a person looks over before it is taken in: files that were recognised, tables that were read.
//!
//! In memory and bounded: what was laid out is gone with the program, and the oldest makes room. Bytes of files lie
//! in the store already, where what nobody took is swept away after a day.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use uuid::Uuid;

use crate::Result;
use crate::error::{Code, Error};
use crate::intake::StagedFile;
use crate::tables::Sheet;

/// Lists laid out at once: a window lays a heap of files out in batches of some twenty, and a few lists are forgotten
/// open. A list holds what was recognised, not the bytes.
const AT_MOST: usize = 100;

/// The name of what was laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StagingToken(String);

impl StagingToken {
    /// A token that came back from outside.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The token as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[derive(Clone)]
enum Staged {
    Files(Arc<Vec<StagedFile>>),
    Table(Arc<Sheet>),
}

/// All that is laid out, oldest first.
#[derive(Default)]
pub(crate) struct Staging {
    lists: Mutex<VecDeque<(String, Staged)>>,
}

impl Staging {
    pub(crate) fn put_files(&self, token: Uuid, files: Vec<StagedFile>) -> StagingToken {
        self.put(token, Staged::Files(Arc::new(files)))
    }

    pub(crate) fn put_table(&self, token: Uuid, table: Sheet) -> StagingToken {
        self.put(token, Staged::Table(Arc::new(table)))
    }

    fn put(&self, token: Uuid, staged: Staged) -> StagingToken {
        let mut lists = self.lists.lock().unwrap_or_else(PoisonError::into_inner);
        while lists.len() >= AT_MOST {
            lists.pop_front();
        }
        let token = token.simple().to_string();
        lists.push_back((token.clone(), staged));
        StagingToken(token)
    }

    pub(crate) fn files(&self, token: &StagingToken) -> Result<Arc<Vec<StagedFile>>> {
        match self.get(token) {
            Some(Staged::Files(files)) => Ok(files),
            _ => Err(gone()),
        }
    }

    pub(crate) fn table(&self, token: &StagingToken) -> Result<Arc<Sheet>> {
        match self.get(token) {
            Some(Staged::Table(table)) => Ok(table),
            _ => Err(gone()),
        }
    }

    fn get(&self, token: &StagingToken) -> Option<Staged> {
        let lists = self.lists.lock().unwrap_or_else(PoisonError::into_inner);
        let found = lists.iter().find(|(known, _)| *known == token.0)?;
        Some(found.1.clone())
    }

    /// Forgets the list; no error when it is gone already.
    pub(crate) fn forget(&self, token: &StagingToken) {
        let mut lists = self.lists.lock().unwrap_or_else(PoisonError::into_inner);
        lists.retain(|(known, _)| *known != token.0);
    }
}

pub(crate) fn gone() -> Error {
    Error::new(
        Code::StagingGone,
        "Список для загрузки уже закрыт или программа перезапускалась. В реестр ничего не добавлено. Выберите файлы \
         ещё раз.",
    )
}
