//! «Опись»: what lies in an archive. Written as JSON for programs and as text for people.

use std::io::{self, Write};

use domain::BlobId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::words;

/// Name of the inventory inside an archive.
pub(super) const FILE: &str = "опись.json";
/// The same for people.
pub(super) const TEXT_FILE: &str = "опись.txt";
/// What the inventory calls itself.
pub(super) const FORMAT: &str = "surguch-archive";
pub(super) const VERSION: u32 = 1;

/// The inventory of an archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Inventory {
    pub(super) format: String,
    pub(super) version: u32,
    pub(super) made_at: Timestamp,
    pub(super) documents: Vec<Entry>,
    /// Documents that were asked for and did not come in.
    #[serde(default)]
    pub(super) left_out: Vec<LeftOut>,
}

/// A document of an archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Entry {
    pub(super) folder: String,
    pub(super) label: String,
    pub(super) number: String,
    pub(super) issued_on: Option<String>,
    pub(super) firm: Option<String>,
    pub(super) other_side: Option<String>,
    pub(super) total: Option<String>,
    pub(super) currency: String,
    pub(super) status: String,
    pub(super) files: Vec<FileEntry>,
    pub(super) gaps: Vec<Gap>,
}

/// A file of an archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct FileEntry {
    /// From the root of the archive, parted by `/`.
    pub(super) path: String,
    pub(super) role: Role,
    pub(super) sha256: BlobId,
    pub(super) size: u64,
    /// Of a signature: the path of the file that it signs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) signs: Option<String>,
    /// Of a signature: `us` or `them`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) party: Option<String>,
}

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Role {
    Original,
    Signature,
    PrintForm,
    Protocol,
    ProtocolData,
}

impl Role {
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Original => "original",
            Self::Signature => "signature",
            Self::PrintForm => "print_form",
            Self::Protocol => "protocol",
            Self::ProtocolData => "protocol_data",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Original => "подлинник",
            Self::Signature => "подпись",
            Self::PrintForm => "копия для просмотра",
            Self::Protocol => "протокол",
            Self::ProtocolData => "протокол для программ",
        }
    }
}

/// What is missing and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    /// Stable name.
    pub code: String,
    /// A sentence.
    pub text: String,
}

impl Gap {
    pub(super) fn new(code: &str, text: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            text: text.into(),
        }
    }
}

/// A document that did not come in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct LeftOut {
    pub(super) document_id: i64,
    pub(super) code: String,
    pub(super) text: String,
}

impl Inventory {
    /// Takes it out, leaving one without documents.
    pub(super) fn take(&mut self) -> Self {
        Self {
            format: self.format.clone(),
            version: self.version,
            made_at: self.made_at,
            documents: std::mem::take(&mut self.documents),
            left_out: std::mem::take(&mut self.left_out),
        }
    }

    /// The inventory for people.
    pub(super) fn tell(&self, text: &mut impl Write) -> io::Result<()> {
        writeln!(text, "ОПИСЬ АРХИВА ДОКУМЕНТОВ\n")?;
        writeln!(
            text,
            "Составлена программой «Сургуч» {}.",
            words::moment(self.made_at)
        )?;
        writeln!(text, "Документов: {}.", self.documents.len())?;
        let gaps: usize = self.documents.iter().map(|document| document.gaps.len()).sum();
        writeln!(
            text,
            "Чего не хватает: {gaps}. Не вошло документов: {}.",
            self.left_out.len()
        )?;
        for (number, document) in (1..).zip(&self.documents) {
            writeln!(text, "\n{number}. {}", document.label)?;
            let side = document.other_side.as_deref().unwrap_or("не указан");
            writeln!(text, "   Контрагент: {side}. Статус ЭДО: {}.", document.status)?;
            for file in &document.files {
                writeln!(
                    text,
                    "   {} ({}, байт: {})\n      SHA-256 {}",
                    file.path,
                    file.role.label(),
                    file.size,
                    file.sha256
                )?;
            }
            for gap in &document.gaps {
                writeln!(text, "   Нет: {}", gap.text)?;
            }
        }
        for left in &self.left_out {
            writeln!(
                text,
                "\nНе вошёл документ с внутренним номером {}. {}",
                left.document_id, left.text
            )?;
        }
        Ok(())
    }
}
