//! A template and a record become pages; what keeps them from it in words for whoever wanted a document.
//!
//! Bounds of time, memory and pages are `forms`' part: a template that never ends is given up there.

use domain::Paper;
use forms::{Output, Printed, TemplateFault, TemplateProblem};

use crate::error::{Code, Error};

/// Why there are no pages: the mistakes of the template.
#[derive(Debug, Clone)]
pub(crate) struct Unprinted(pub(crate) TemplateFault);

/// The pages of a record by a template. Blocks.
#[expect(
    clippy::needless_pass_by_value,
    reason = "callers have no use for either afterwards"
)]
pub(crate) fn render(source: String, paper: Paper, output: Output) -> Result<Printed, Unprinted> {
    forms::print(&source, &paper, output).map_err(Unprinted)
}

impl Unprinted {
    /// The error for whoever wanted the pages of a document; `form` is the title of the form.
    pub(crate) fn told(self, form: &str) -> Error {
        let first = self.0.problems.first().map_or_else(String::new, said);
        Error::new(
            Code::PrintFormBroken,
            format!(
                "Печатная форма «{form}» не построилась.{first} Документ цел. Исправьте форму в настройках или верните \
                 исходную."
            ),
        )
    }
}

fn said(problem: &TemplateProblem) -> String {
    let message = problem.message_ru.trim_end_matches('.');
    match problem.line {
        0 => format!(" {message}."),
        line => format!(" Строка {line}: {message}."),
    }
}

#[cfg(test)]
mod tests {
    use forms::{TemplateFault, TemplateProblem};

    use super::Unprinted;

    #[test]
    fn the_first_mistake_is_told_with_its_line() {
        let problem = |line| TemplateProblem {
            line,
            column: 1,
            message_ru: "Нет такого имени.".into(),
            original: String::new(),
            hint: String::new(),
        };
        let told = |line| {
            let fault = TemplateFault {
                problems: vec![problem(line)],
            };
            Unprinted(fault).told("Счёт").sentence().to_owned()
        };
        assert!(
            told(7).contains("«Счёт» не построилась. Строка 7: Нет такого имени. Документ цел."),
            "{}",
            told(7)
        );
        assert!(told(0).contains("не построилась. Нет такого имени. Документ"));
    }
}
