//! The frame of every page and the escaping of everything that came from outside.

use std::fmt::Write as _;

use quick_xml::escape::escape;

/// Text made harmless for an element or a quoted attribute. Signs that turn the direction of writing are made visible,
/// so that a file name cannot pretend to another ending.
pub fn text(outside: &str) -> String {
    let is_turning = |sign: char| matches!(sign, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let mut shown = String::with_capacity(outside.len());
    for sign in outside.chars() {
        if sign.is_control() || is_turning(sign) {
            // Writing into a String cannot fail.
            let _ = write!(shown, "[U+{:04X}]", u32::from(sign));
        } else {
            shown.push(sign);
        }
    }
    escape(&shown).into_owned()
}

/// What all pages of one service have in common.
#[derive(Debug, Clone, Copy)]
pub struct Frame<'a> {
    /// Name of the service.
    pub brand: &'a str,
    /// The same after the title of a page.
    pub tab: &'a str,
    /// Where the name leads.
    pub home: &'a str,
    /// Its mark.
    pub mark: &'a str,
    /// A word beside the name.
    pub note: &'a str,
    /// A style sheet of its own, after the common one.
    pub sheet: Option<&'a str>,
}

const FRAME: Frame<'_> = Frame {
    brand: "Учебный Диадок",
    tab: "учебный Диадок",
    home: "/cabinet",
    mark: "/cabinet/mark.svg",
    note: "Документы здесь не имеют юридической силы",
    sheet: None,
};

/// A whole page. `body` is HTML already.
pub fn page(title: &str, crumbs: &[(&str, String)], body: &str) -> String {
    framed(&FRAME, title, crumbs, body)
}

/// The same in the frame of another service.
pub fn framed(frame: &Frame<'_>, title: &str, crumbs: &[(&str, String)], body: &str) -> String {
    let mut trail = String::new();
    for (place, (name, address)) in crumbs.iter().enumerate() {
        let _ = write!(
            trail,
            "{}<a href=\"{}\">{}</a>",
            if place == 0 {
                ""
            } else {
                "<span aria-hidden=\"true\">›</span>"
            },
            text(address),
            text(name)
        );
    }
    let sheet = frame
        .sheet
        .map(|path| format!("<link rel=\"stylesheet\" href=\"{path}\">\n"));
    let sheet = sheet.unwrap_or_default();
    format!(
        "<!DOCTYPE html>\n<html lang=\"ru\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<title>{title} — {tab}</title>\n<link rel=\"icon\" type=\"image/svg+xml\" href=\"{mark}\">\n<link rel=\"stylesheet\" href=\"/cabinet/style.css\">\n{sheet}</head>\n<body>\n<header><a class=\"brand\" href=\"{home}\">{brand}</a><span class=\"note\">{note}</span></header>\n<nav aria-label=\"Путь\">{trail}</nav>\n<main>\n<h1>{title}</h1>\n{body}\n</main>\n</body>\n</html>\n",
        title = text(title),
        tab = frame.tab,
        mark = frame.mark,
        home = text(frame.home),
        brand = frame.brand,
        note = frame.note,
    )
}

/// A page that says what went wrong.
pub fn error_page(words: &str) -> String {
    let body = format!(
        "<p class=\"badge error\">{}</p>\n<p><a href=\"/cabinet\">К списку кабинетов</a></p>",
        text(words)
    );
    page("Не получилось", &[], &body)
}

/// `8300.00` as people write it: `8 300,00 ₽`. Anything that is no sum stays as it is.
pub fn money(sum: &str) -> String {
    let (whole, part) = sum.split_once('.').unwrap_or((sum, "00"));
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_digits(whole) || !is_digits(part) {
        return sum.to_owned();
    }
    let mut shown = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            shown.push('\u{202f}');
        }
        shown.push(digit);
    }
    format!("{shown},{part:0<2}\u{a0}₽")
}

/// A size of a file in the unit that fits it.
pub fn size(bytes: u64) -> String {
    let (unit, name) = if bytes < 1024 {
        return format!("{bytes} Б");
    } else if bytes < 1024 * 1024 {
        (1024, "КБ")
    } else {
        (1024 * 1024, "МБ")
    };
    let tenths = bytes.saturating_mul(10) / unit;
    format!("{},{} {name}", tenths / 10, tenths % 10)
}

/// The operator's words about a document, in their colour.
pub fn badge(severity: &str, words: &str) -> String {
    let class = match severity {
        "Success" => "success",
        "Warning" => "warning",
        "Error" => "error",
        _ => "info",
    };
    format!("<span class=\"badge {class}\">{}</span>", text(words))
}

#[cfg(test)]
mod tests {
    use super::{money, size, text};

    #[test]
    fn sums_and_sizes_are_written_as_people_write_them() {
        assert_eq!(money("1234567.5"), "1\u{202f}234\u{202f}567,50\u{a0}₽");
        assert_eq!(money("300"), "300,00\u{a0}₽");
        assert_eq!(money("по договору"), "по договору");
        assert_eq!(size(812), "812 Б");
        assert_eq!(size(3306), "3,2 КБ");
        assert_eq!(size(5 * 1024 * 1024), "5,0 МБ");
    }

    #[test]
    fn markup_quotes_and_turning_signs_of_a_file_name_become_harmless() {
        assert_eq!(text("<b>\"'&"), "&lt;b&gt;&quot;&apos;&amp;");
        assert_eq!(text("счёт\u{202e}fdp.exe"), "счёт[U+202E]fdp.exe");
        assert_eq!(text("a\r\nb"), "a[U+000D][U+000A]b");
    }
}
