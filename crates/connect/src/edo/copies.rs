//! What operators make of documents for people, by name.

/// Something that an operator makes of a document for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CopyKind {
    /// «Печатная форма»: a picture of the document.
    PrintForm,
    /// «Архив»: the document with everything that was signed about it.
    Archive,
    /// «Протокол передачи»: who sent, got and signed it and when, with the operator's signature.
    Protocol,
}

impl CopyKind {
    /// Each of them.
    pub const ALL: [Self; 3] = [Self::PrintForm, Self::Archive, Self::Protocol];

    /// The stable name.
    pub fn code(self) -> &'static str {
        match self {
            Self::PrintForm => "print_form",
            Self::Archive => "archive",
            Self::Protocol => "protocol",
        }
    }
}
