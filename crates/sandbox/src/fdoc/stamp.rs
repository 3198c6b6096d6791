//! The blue stamp of a simple signature, and the protocol of a signing.
//!
//! The stamp is added to the PDF as an update behind its end (ISO 32000-1, 7.5.6): the bytes that were signed stay the
//! beginning of the file. It stands at the foot of the last page, where a print form leaves room for it. A file that
//! begins like a PDF and cannot be read as one gets a page of its own instead.

mod face;
mod paper;
mod source;

use face::Ink;
use paper::{Ending, Paper};

use super::model::{Document, Organization, Side, Signature};
use crate::clock::Ticks;

/// Points between the stamp and the edges of the page.
const MARGIN: f32 = 28.0;
const HEIGHT: f32 = 84.0;
const WIDEST: f32 = 540.0;
const PADDING: f32 = 8.0;
const SMALL: f32 = 7.0;
const LEADING: f32 = 10.5;
/// `#2347a5`
const BLUE: &str = "0.137 0.278 0.647";
const PAGE: (f32, f32) = (595.0, 842.0);
const TITLE: &str = "ДОКУМЕНТ ПОДПИСАН ПРОСТОЙ ЭЛЕКТРОННОЙ ПОДПИСЬЮ";
const NOTE: &str = "Учебный F.Doc. Юридической силы не имеет";

/// The source with the stamp on its last page. The source's bytes are the beginning of the result.
pub fn stamped(source: &[u8], document: &Document, organization: &Organization) -> Vec<u8> {
    let words = Words::of(document, organization);
    let on_last_page = || {
        let page = source::last_page(source)?;
        let width = (page.size.0 - 2.0 * MARGIN).min(WIDEST);
        let mut paper = Paper::upon(source, page.first_free);
        let form = words.draw(&mut paper, width)?;
        Some(page.with_form(paper, &form, (MARGIN, MARGIN)))
    };
    let on_a_page_of_its_own = || alone(Paper::upon(source, 1), &words);
    on_last_page()
        .or_else(on_a_page_of_its_own)
        .unwrap_or_else(|| source.to_vec())
}

/// A PDF of one page with nothing but the stamp.
fn alone(mut paper: Paper, words: &Words) -> Option<Vec<u8>> {
    let form = words.draw(&mut paper, WIDEST)?;
    let top = PAGE.1 - MARGIN - HEIGHT;
    Some(one_page(paper, &form, (MARGIN, top)))
}

fn one_page(mut paper: Paper, form: &str, at: (f32, f32)) -> Vec<u8> {
    let content = format!("q 1 0 0 1 {} {} cm /Stamp Do Q", at.0, at.1);
    let content = paper.stream("", content.as_bytes());
    let pages = paper.place();
    let page = paper.add(&format!(
        "<< /Type /Page /Parent {pages} 0 R /MediaBox [0 0 {} {}] /Contents {content} 0 R /Resources << /XObject << /Stamp {form} >> >> >>",
        PAGE.0, PAGE.1
    ));
    paper.put(
        pages,
        0,
        &format!("<< /Type /Pages /Kids [{page} 0 R] /Count 1 >>"),
    );
    let root = paper.add(&format!("<< /Type /Catalog /Pages {pages} 0 R >>"));
    paper.end(&format!("{root} 0 R"), Ending::Table { previous: None })
}

/// The protocol of the signing as a PDF of one page.
pub fn protocol(document: &Document, organization: &Organization) -> Option<Vec<u8>> {
    let words = Words::of(document, organization);
    let mut paper = Paper::new();
    let mut lines = vec![
        "ПРОТОКОЛ ПОДПИСАНИЯ".to_owned(),
        NOTE.to_owned(),
        String::new(),
        document.title.clone(),
        format!("Файл: {}", document.file.name),
        format!("Создан: {}", moment(document.created_at)),
    ];
    if let Some(at) = document.consent.granted_at {
        lines.push(format!("Согласие клиента: {}", moment(at)));
    }
    lines.push(String::new());
    for column in [&words.company, &words.client] {
        lines.extend(column.iter().cloned());
        lines.push(String::new());
    }
    lines.extend(words.foot.iter().cloned());
    let width = PAGE.0 - 4.0 * MARGIN;
    let mut ink = Ink::new(lines.iter().map(String::as_str))?;
    let mut y = PAGE.1 - 4.0 * MARGIN;
    for line in &lines {
        ink.text((0.0, y), 10.0, width, line);
        y -= 15.0;
    }
    let form = ink.form(&mut paper, (width, PAGE.1));
    Some(one_page(paper, &form, (2.0 * MARGIN, 0.0)))
}

/// What the stamp says.
struct Words {
    company: Vec<String>,
    client: Vec<String>,
    foot: Vec<String>,
}

impl Words {
    fn of(document: &Document, organization: &Organization) -> Self {
        let at = |side| {
            let signature = document.signature_of(side);
            signature.map_or_else(String::new, |one: &Signature| {
                format!("Подписано: {}", moment(one.signed_at))
            })
        };
        let employee = document.signature_of(Side::Company);
        let numbers = match &organization.kpp {
            Some(kpp) => format!("ИНН {}, КПП {kpp}", organization.inn),
            None => format!("ИНН {}", organization.inn),
        };
        Self {
            company: vec![
                organization.name.clone(),
                numbers,
                employee.map(|one| one.full_name.clone()).unwrap_or_default(),
                at(Side::Company),
            ],
            client: vec![
                "Клиент".to_owned(),
                document.client.full_name(),
                format!("Телефон {}", document.client.phone),
                at(Side::Client),
            ],
            foot: vec![
                format!("Документ {} в F.Doc", document.id),
                format!("SHA-256 исходного файла: {}", document.file.sha256),
            ],
        }
    }

    fn lines(&self) -> impl Iterator<Item = &str> {
        let all = self.company.iter().chain(&self.client).chain(&self.foot);
        all.map(String::as_str).chain([TITLE, NOTE])
    }

    /// Draws the stamp; a reference to the form.
    fn draw(&self, paper: &mut Paper, width: f32) -> Option<String> {
        let mut ink = Ink::new(self.lines())?;
        let inner = width - 2.0 * PADDING;
        ink.raw(&format!(
            "1 g {BLUE} RG 1.2 w 0.6 0.6 {} {} re B",
            width - 1.2,
            HEIGHT - 1.2
        ));
        ink.raw(&format!("{BLUE} rg"));
        let top = HEIGHT - PADDING - SMALL;
        ink.text((PADDING, top), 8.0, inner * 0.68, TITLE);
        ink.text((PADDING + inner * 0.7, top), 6.0, inner * 0.3, NOTE);
        let half = inner / 2.0 - 4.0;
        for (x, column) in [
            (PADDING, &self.company),
            (PADDING + inner / 2.0 + 4.0, &self.client),
        ] {
            let mut y = top - LEADING - 2.0;
            for line in column {
                ink.text((x, y), SMALL, half, line);
                y -= LEADING - 1.0;
            }
        }
        let [first, second] = self.foot.as_slice() else {
            return None;
        };
        let foot = format!("{first}. {second}");
        ink.text((PADDING, PADDING), 6.5, inner, &foot);
        Some(ink.form(paper, (width, HEIGHT)))
    }
}

/// `21.11.2026 19:45:03 (МСК)`
fn moment(at: Ticks) -> String {
    format!("{} (МСК)", at.in_moscow())
}

#[cfg(test)]
mod tests;
