//! What a template sees of the world: itself, `surguch.typ`, the record, the picture of the payment code. Nothing else:
//! no files of the computer, no packages, no clock.

use std::sync::LazyLock;

use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use crate::fonts::FONTS;

/// The template.
pub const MAIN: &str = "form.typ";
/// What every template begins with.
pub const SHARED: &str = "surguch.typ";
/// The record.
pub const RECORD: &str = "data.json";
/// The code of the payment.
pub const PAYMENT_CODE: &str = "payment.svg";

/// Language and standard functions, made once: making them costs more than a form.
static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));

/// Typst keeps ids of paths for ever and has room for 65,535 of them: the paths of forms are always the same.
fn file_id(name: &str) -> Option<FileId> {
    let path = VirtualPath::new(name).ok()?;
    Some(RootedPath::new(VirtualRoot::Project, path).intern())
}

/// A template with the files it may read.
pub struct Desk {
    main: Source,
    modules: Vec<Source>,
    files: Vec<(FileId, Bytes)>,
    today: Option<Datetime>,
}

impl Desk {
    /// A template without any files. `None` does not happen: the name is a fixed one.
    pub fn new(source: &str) -> Option<Self> {
        Some(Self {
            main: Source::new(file_id(MAIN)?, source.to_owned()),
            modules: Vec::new(),
            files: Vec::new(),
            today: None,
        })
    }

    /// With a module that it may import.
    pub fn with_module(mut self, name: &str, source: &str) -> Self {
        let module = file_id(name).map(|id| Source::new(id, source.to_owned()));
        self.modules.extend(module);
        self
    }

    /// With a file that it may read.
    pub fn with_file(mut self, name: &str, bytes: Vec<u8>) -> Self {
        self.files.extend(file_id(name).map(|id| (id, Bytes::new(bytes))));
        self
    }

    /// With this day as `datetime.today()`.
    pub fn on(mut self, day: Option<Datetime>) -> Self {
        self.today = day;
        self
    }
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &FONTS.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        std::iter::once(&self.main)
            .chain(&self.modules)
            .find(|source| source.id() == id)
            .cloned()
            .ok_or_else(|| not_there(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let file = self.files.iter().find(|(file, _)| *file == id);
        file.map(|(_, bytes)| bytes.clone()).ok_or_else(|| not_there(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.list.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        self.today
    }
}

fn not_there(id: FileId) -> FileError {
    match id.get().root() {
        VirtualRoot::Package(package) => {
            FileError::Package(typst::diag::PackageError::NotFound(package.clone()))
        }
        VirtualRoot::Project => FileError::NotFound(id.get().vpath().get_without_slash().into()),
    }
}
