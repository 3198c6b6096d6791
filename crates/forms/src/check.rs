//! The check of print forms before they are signed electronically: words that belong to signatures on paper, room for the
//! stamp, words about the simple signature. Works on templates and on the text of finished pages.
//!
//! Deliberately finds and points, never changes anything; whether a finding stops the sending is the caller's rule.

mod phrase;
mod room;

use formats::pdf_text::{Area, PageText};

use phrase::Letters;
pub use room::free_room;

/// Smallest room for a stamp: 80 × 30 mm.
pub const STAMP_WIDTH_PT: f32 = 226.77;
/// Its height.
pub const STAMP_HEIGHT_PT: f32 = 85.04;

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckRules {
    /// Phrases that must not stand in an electronic document.
    pub forbidden: Vec<String>,
    /// The last page must keep room for the stamp.
    pub wants_stamp_room: bool,
    /// The paper must say that it is signed with a simple electronic signature.
    pub wants_simple_signature_words: bool,
}

impl Default for CheckRules {
    /// Phrases that say that a paper was signed by hand or exists in copies: an electronic document with them
    /// contradicts itself.
    fn default() -> Self {
        let forbidden = [
            "подписано собственноручно",
            "собственноручная подпись",
            "собственноручно подписан",
            "в двух экземплярах",
            "в 2 экземплярах",
            "в 2-х экземплярах",
            "в 2 (двух) экземплярах",
            "в двух подлинных экземплярах",
            "в двух оригинальных экземплярах",
            "в трёх экземплярах",
            "по одному экземпляру для каждой",
            "по одному для каждой из сторон",
            "подписи и печати сторон",
            "скреплён печатью",
            "скреплено подписями и печатями",
        ];
        Self {
            forbidden: forbidden.map(str::to_owned).to_vec(),
            wants_stamp_room: true,
            wants_simple_signature_words: false,
        }
    }
}

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Better mended.
    Warning,
    /// Must not be sent so.
    Blocker,
}

/// Where on the paper, or in the text of a template.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// Page from 1; for a template its line.
    pub page: u32,
    /// The rectangle in points from the upper left corner; for a template `x` is the column, the rest is zero.
    pub area: Area,
    /// The words as they stand there.
    pub text: String,
}

/// Something that the check found.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Stable code: `forbidden_phrase`, `no_stamp_room`, `no_simple_signature_words`, `seal_place`, `no_text`.
    pub code: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// A Russian sentence for the clerk.
    pub sentence: String,
    /// Where; absent when something is missing.
    pub place: Option<Place>,
}

/// Words that make it plain that a simple signature was used (63-ФЗ ст. 9).
const SIMPLE_SIGNATURE: [&str; 3] = [
    "подписан при помощи ПЭП",
    "подписан простой электронной подписью",
    "подписано простой электронной подписью",
];

/// Checks the text of a template: phrases with line and column, and whether it calls `stamp-room()`.
pub fn check_source(source: &str, rules: &CheckRules) -> Vec<Finding> {
    let letters = Letters::of_source(source);
    let mut findings = phrases(&[letters], rules);
    let keeps_room = source.lines().any(|line| {
        let code = line.split("//").next().unwrap_or_default();
        code.contains("stamp-room(")
    });
    if rules.wants_stamp_room && !keeps_room {
        findings.push(Finding {
            code: "no_stamp_room",
            severity: Severity::Warning,
            sentence: "Форма не оставляет место для штампа электронной подписи. Добавьте в конец формы #stamp-room()."
                .to_owned(),
            place: None,
        });
    }
    findings
}

/// Checks finished pages: those of a printed form, or of an imported PDF.
pub fn check_pages(pages: &[PageText], rules: &CheckRules) -> Vec<Finding> {
    let has_text = pages.iter().any(|page| !page.words.is_empty());
    let mut findings = if has_text {
        let letters: Vec<Letters> = pages.iter().map(Letters::of_page).collect();
        phrases(&letters, rules)
    } else {
        vec![Finding {
            code: "no_text",
            severity: Severity::Note,
            sentence: "В файле нет текста, это изображение. Слова в нём не проверены: посмотрите его сами."
                .to_owned(),
            place: None,
        }]
    };
    if rules.wants_stamp_room {
        findings.extend(missing_room(pages));
    }
    findings
}

fn missing_room(pages: &[PageText]) -> Option<Finding> {
    let last = pages.last()?;
    if free_room(last, STAMP_WIDTH_PT, STAMP_HEIGHT_PT).is_some() {
        return None;
    }
    Some(Finding {
        code: "no_stamp_room",
        severity: Severity::Warning,
        sentence: "На последней странице нет свободного места 80 × 30 мм для штампа электронной подписи. Штамп в копии \
                   для просмотра встанет на отдельную страницу."
            .to_owned(),
        place: None,
    })
}

fn phrases(texts: &[Letters], rules: &CheckRules) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    let forbidden = rules.forbidden.iter().filter(|phrase| !phrase.trim().is_empty());
    for phrase in forbidden {
        findings.extend(found(texts, phrase).into_iter().map(|place| Finding {
            code: "forbidden_phrase",
            severity: Severity::Blocker,
            sentence: format!(
                "В тексте есть «{}»: так пишут в бумажных документах. Уберите эти слова перед отправкой.",
                place.text
            ),
            place: Some(place),
        }));
    }
    // The place for a seal of ink: law asks for none, people are used to it, so it stops nothing.
    let seals = texts.iter().flat_map(Letters::seals);
    findings.extend(seals.map(|place| Finding {
        code: "seal_place",
        severity: Severity::Note,
        sentence: "Место для печати «М. П.» электронному документу не нужно.".to_owned(),
        place: Some(place),
    }));
    let calls_it = texts.iter().any(Letters::calls_simple_signature);
    let says_simple = calls_it
        || SIMPLE_SIGNATURE
            .iter()
            .any(|phrase| !found(texts, phrase).is_empty());
    if rules.wants_simple_signature_words && !says_simple {
        findings.push(Finding {
            code: "no_simple_signature_words",
            severity: Severity::Warning,
            sentence: "В тексте нет слов «Документ подписан при помощи ПЭП». Добавьте их, если документ подписывают \
                       простой электронной подписью; в форме это #simple-signature()."
                .to_owned(),
            place: None,
        });
    }
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    findings
}

fn found(texts: &[Letters], phrase: &str) -> Vec<Place> {
    texts.iter().flat_map(|letters| letters.find(phrase)).collect()
}

#[cfg(test)]
mod tests;
