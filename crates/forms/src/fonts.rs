//! The fonts of the forms: PT Sans and PT Serif (ParaType, OFL 1.1), made for Russian papers, inside the program so that
//! the same record prints the same on every computer.

use std::sync::LazyLock;

use typst::foundations::Bytes;
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;

/// The fonts and the book in which Typst looks them up.
pub struct Fonts {
    /// What there is.
    pub book: LazyHash<FontBook>,
    /// In the order of the book.
    pub list: Vec<Font>,
}

/// The fonts, read once.
pub static FONTS: LazyLock<Fonts> = LazyLock::new(|| {
    let files: [&[u8]; 4] = [
        include_bytes!("../fonts/PTSans-Regular.ttf"),
        include_bytes!("../fonts/PTSans-Bold.ttf"),
        include_bytes!("../fonts/PTSerif-Regular.ttf"),
        include_bytes!("../fonts/PTSerif-Bold.ttf"),
    ];
    let list: Vec<Font> = files
        .into_iter()
        .flat_map(|file| Font::iter(Bytes::new(file)))
        .collect();
    Fonts {
        book: LazyHash::new(FontBook::from_fonts(&list)),
        list,
    }
});

/// Words longer than that may be broken anywhere: otherwise they would leave their column.
const LONGEST_WORD: usize = 26;
const BREAK_EVERY: usize = 6;

/// The text as it can be printed. A sign that no font has is told by its number, `[U+1F600]`: an empty box could be
/// anything, and PDF/A refuses it. Control signs go; very long words get places to break at.
pub fn printable(text: &str) -> String {
    let mut printable = String::with_capacity(text.len());
    let mut run = 0;
    for sign in text.chars() {
        match sign {
            '\n' => printable.push('\n'),
            '\t' => printable.push(' '),
            // Soft hyphens and joiners have no ink of their own.
            '\u{ad}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fe00}'..='\u{fe0f}' => continue,
            sign if sign.is_control() => continue,
            sign if sign.is_whitespace() || has_ink(sign) => printable.push(sign),
            sign => printable.push_str(&format!("[U+{:04X}]", u32::from(sign))),
        }
        run = if sign.is_whitespace() { 0 } else { run + 1 };
        if run >= LONGEST_WORD && run % BREAK_EVERY == 0 {
            printable.push('\u{200b}');
        }
    }
    printable
}

fn has_ink(sign: char) -> bool {
    if sign.is_ascii_graphic() || matches!(sign, 'А'..='я' | 'ё' | 'Ё' | '«' | '»' | '№' | '–' | '—')
    {
        return true;
    }
    let all_have = |family: usize| {
        FONTS
            .list
            .get(family)
            .is_some_and(|font| font.info().coverage.contains(u32::from(sign)))
    };
    // Either family serves: Typst falls back from one to the other.
    all_have(0) || all_have(2)
}
