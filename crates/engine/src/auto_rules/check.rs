//! What is wrong with a rule, in words.

use domain::{AutoRuleBody, RuleFault, RuleFaultKind, RuleField};
use store::Reader;

use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::{Result, print_forms};

/// Everything that keeps a rule from working, in complete Russian sentences.
pub(super) fn problems(inner: &Inner, r: &Reader<'_>, body: &AutoRuleBody) -> Result<Vec<String>> {
    let Some(kind) = r.kind(body.kind)? else {
        return Ok(vec![
            "Вида документов, за которым следит правило, больше нет. Выберите другой вид.".to_owned(),
        ]);
    };
    let fields = RuleField::of_kind(&kind.body.fields);
    let mut problems: Vec<String> = body.faults(&fields).iter().map(sentence).collect();
    for form in &body.action.print_forms {
        if !print_forms::exists(inner, form) {
            problems.push(format!(
                "Печатной формы «{form}» больше нет. Выберите другую печатную форму."
            ));
        }
    }
    if let Some(connection) = body.action.connection
        && r.connection(connection)?.is_none()
    {
        problems
            .push("Подключения, через которое отправляет правило, больше нет. Выберите другое.".to_owned());
    }
    Ok(problems)
}

/// `bad_rule` with everything that is wrong.
pub(super) fn refuse_broken(inner: &Inner, r: &Reader<'_>, body: &AutoRuleBody) -> Result<()> {
    let problems = problems(inner, r, body)?;
    if problems.is_empty() {
        return Ok(());
    }
    Err(Error::new(
        Code::BadRule,
        format!("{} Правило не изменено.", problems.join(" ")),
    ))
}

fn sentence(fault: &RuleFault) -> String {
    let place = place(&fault.place);
    match fault.what {
        RuleFaultKind::UnknownField => {
            format!("{place}: у этого вида документов нет такого поля. Выберите поле из списка.")
        }
        RuleFaultKind::WrongComparison => {
            format!("{place}: это поле так не сравнивают. Выберите сравнение из списка.")
        }
        RuleFaultKind::WrongValue => {
            format!("{place}: значение не заполнено или не подходит к полю. Исправьте значение.")
        }
        RuleFaultKind::TooDeep => {
            "Условия вложены слишком глубоко: группа в группе бывает, глубже — нет. Упростите условия."
                .to_owned()
        }
        RuleFaultKind::TooMany => {
            format!(
                "Условий слишком много: можно не больше {}. Упростите условия.",
                domain::auto_rule::MOST_CONDITIONS
            )
        }
        RuleFaultKind::TooLongQuiet => {
            "Ждать после записи можно не дольше суток. Уменьшите ожидание.".to_owned()
        }
        RuleFaultKind::FormTwice => "Одна печатная форма выбрана дважды. Оставьте её один раз.".to_owned(),
    }
}

/// «Группа 1, условие 2» of `groups.0.conditions.1`.
fn place(path: &str) -> String {
    let mut words = Vec::new();
    let mut parts = path.split('.');
    while let (Some(name), Some(at)) = (parts.next(), parts.next()) {
        let number = at.parse::<usize>().map_or(0, |at| at.saturating_add(1));
        let word = if name == "groups" {
            "группа"
        } else {
            "условие"
        };
        words.push(format!("{word} {number}"));
    }
    let text = words.join(", ");
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn a_place_is_told_as_a_person_counts() {
        assert_eq!(place("conditions.1"), "Условие 2");
        assert_eq!(place("groups.0.conditions.2"), "Группа 1, условие 3");
    }
}
