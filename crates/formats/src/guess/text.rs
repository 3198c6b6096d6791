//! Lines of a page made easy to search.

use crate::pdf_text::{PageText, Word};

/// A line of a page.
#[derive(Debug, Clone)]
pub struct TextLine {
    /// As printed; a tabulator parts columns.
    pub shown: String,
    /// The same, letter for letter, small and with «е» for «ё».
    pub plain: String,
    /// Height of its tallest letters.
    pub height: f32,
    /// Number of the page.
    pub page: u32,
}

impl TextLine {
    /// The lines of a page.
    pub fn of_page(page: &PageText) -> Vec<Self> {
        let lines = page.lines().into_iter();
        lines
            .map(|words| Self::new(&joined(words), height(words), page.page))
            .collect()
    }

    /// A line of this text.
    pub fn new(shown: &str, height: f32, page: u32) -> Self {
        Self {
            plain: shown.chars().map(plain).collect(),
            shown: shown.to_owned(),
            height,
            page,
        }
    }

    /// The letter at which these small letters begin.
    pub fn find(&self, what: &str) -> Option<usize> {
        let at = self.plain.find(what)?;
        Some(self.plain.get(..at)?.chars().count())
    }

    /// What was printed from this letter on.
    pub fn from(&self, letter: usize) -> &str {
        let start = self
            .shown
            .char_indices()
            .nth(letter)
            .map_or(self.shown.len(), |(at, _)| at);
        self.shown.get(start..).unwrap_or_default()
    }
}

/// One small letter for each letter.
pub fn plain(letter: char) -> char {
    match letter {
        'ё' | 'Ё' => 'е',
        '\u{a0}' | '\u{202f}' | '\u{2009}' => ' ',
        _ => letter.to_lowercase().next().unwrap_or(letter),
    }
}

/// Words with a blank between them, or a tabulator where the gap is that of columns.
fn joined(words: &[Word]) -> String {
    let mut text = String::new();
    let mut end: Option<f32> = None;
    for word in words {
        if let Some(end) = end {
            let is_column = word.x - end > word.height * 0.9;
            text.push(if is_column { '\t' } else { ' ' });
        }
        text.push_str(&word.text);
        end = Some(word.x + word.width);
    }
    text
}

fn height(words: &[Word]) -> f32 {
    words.iter().map(|word| word.height).fold(0.0, f32::max)
}
