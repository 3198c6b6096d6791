//! What a record lacks to become a file.

use super::xml::clean;

/// One thing that is missing or wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// Stable name: `seller_address`, `line_name`.
    pub code: &'static str,
    /// The complete Russian sentence for the clerk: what is missing and where to fill it in.
    pub sentence: String,
}

/// All of them.
#[derive(Debug, Default)]
pub struct Gaps(Vec<Gap>);

impl Gaps {
    /// So many are told; a table of ten thousand bad lines needs no more.
    const TOLD: usize = 100;

    /// Notes one; the same sentence is noted once.
    pub fn add(&mut self, code: &'static str, sentence: String) {
        let is_new = !self.0.iter().any(|gap| gap.sentence == sentence);
        if is_new && self.0.len() < Self::TOLD {
            self.0.push(Gap { code, sentence });
        }
    }

    /// The text fit for an attribute, noted when it is longer than the format allows.
    pub fn text(&mut self, code: &'static str, what: &str, text: &str, limit_chars: usize) -> String {
        let text = clean(text);
        let length = text.chars().count();
        if length > limit_chars {
            let beginning: String = text.chars().take(40).collect();
            self.add(
                code,
                format!("{what} «{beginning}…» — {length} знаков, а формат позволяет {limit_chars}. Сократите текст."),
            );
        }
        text
    }

    /// Nothing, or all that was noted.
    pub fn none_or_all(self) -> Result<(), Vec<Gap>> {
        if self.0.is_empty() { Ok(()) } else { Err(self.0) }
    }
}
