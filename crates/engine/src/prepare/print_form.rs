//! The file of a kind whose print form is signed: the form as PDF/A.

use domain::{EdoFormat, Paper};
use forms::Output;

use super::{Made, Subject};
use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::{Engine, Result, print, print_check, print_forms, words};

/// File systems of three kinds and both operators take names of this length.
const NAME_CHARS_AT_MOST: usize = 120;

impl Engine {
    /// The print form of the subject, checked. Errors: `print_form_missing`, `print_form_broken`.
    pub(super) async fn print_form_file(&self, subject: &Subject) -> Result<Made> {
        let paper = subject.paper.clone();
        self.blocking(move |inner| {
            let form = paper.kind.print_forms.first().ok_or_else(|| no_form(&paper))?;
            printed(inner, form, &paper, &paper.kind.name)
        })
        .await
    }
}

/// This print form of a paper, checked; `what` stands in the name of the file.
pub(super) fn printed(inner: &Inner, form: &str, paper: &Paper, what: &str) -> Result<Made> {
    let source = print_forms::source(inner, form)?;
    let title = print_forms::title_of(inner, form);
    let rules = print_check::rules(inner)?;
    let printed = print::render(source, paper.clone(), Output::PdfA).map_err(|fault| fault.told(&title))?;
    Ok(Made {
        name: name(paper, what),
        findings: print_check::of_pages(&printed, &rules),
        bytes: printed.pdf,
        format: EdoFormat::Nonformalized,
    })
}

fn no_form(paper: &Paper) -> Error {
    Error::new(
        Code::PrintFormMissing,
        format!(
            "У вида «{}» нет печатной формы, поэтому файл не из чего сделать. Документ сохранён. Добавьте форму в \
             настройках, раздел «Виды документов».",
            paper.kind.name
        ),
    )
}

/// «Заказ-наряд № ЗН-00042 от 21.11.2026.pdf», without letters that some system does not take in a name.
fn name(paper: &Paper, what: &str) -> String {
    let mut name = what.to_owned();
    if !paper.number.is_empty() {
        name.push_str(&format!(" № {}", paper.number));
    }
    let day = paper
        .issued_on
        .map(|day| format!(" от {}", words::date(day)))
        .unwrap_or_default();
    let room = NAME_CHARS_AT_MOST.saturating_sub(day.chars().count());
    let stem: String = name.chars().map(safe).take(room).collect();
    format!("{}{day}.pdf", stem.trim())
}

fn safe(letter: char) -> char {
    match letter {
        '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => '-',
        letter if letter.is_control() => ' ',
        letter => letter,
    }
}

#[cfg(test)]
mod tests {
    use super::safe;

    #[test]
    fn letters_that_no_file_system_takes_are_replaced() {
        let name: String = "Акт № 5/7 «ремонт»: <ТО>\n🔧".chars().map(safe).collect();
        assert_eq!(name, "Акт № 5-7 «ремонт»- -ТО- 🔧");
    }
}
