//! What the binding of a kind and the file of a record have to say before anything is sent.

use connect::edo::Operator;
use domain::{Document, EdoFileRule, Firm, KindBody, Origin};

use super::Missing;

/// Documents of the kind, or those of this firm, are not exchanged electronically.
pub(super) fn guard(kind: &KindBody, firm: Option<&Firm>) -> Option<Missing> {
    let sentence = if kind.edo_file == EdoFileRule::Never {
        format!(
            "Документы вида «{}» через ЭДО не отправляются. Документ сохранён. Если это изменилось, исправьте правило в \
             настройках, раздел «Виды документов».",
            kind.name
        )
    } else {
        let firm = firm.filter(|firm| !kind.firms.is_empty() && !kind.firms.contains(&firm.id))?;
        format!(
            "Фирма {} не отправляет через ЭДО документы вида «{}». Документ сохранён. Если это изменилось, добавьте фирму \
             в настройках, раздел «Виды документов».",
            firm.party.name, kind.name
        )
    };
    Some(Missing {
        code: "kind_not_in_edo",
        sentence,
    })
}

/// Nothing but what the record says now may be signed.
pub(crate) fn file(document: &Document) -> Option<Missing> {
    if document.body.file.is_none() {
        return Some(Missing {
            code: "no_file",
            sentence: "Файл для подписи ещё не создан. Нажмите «Создать документ ЭДО».".to_owned(),
        });
    }
    let is_outdated = document.body.origin == Origin::Composed && !document.file_is_current();
    is_outdated.then(|| Missing {
        code: "file_outdated",
        sentence: "Документ изменён после того, как был создан файл для подписи. Нажмите «Создать документ ЭДО», чтобы \
                   ушло то, что написано сейчас."
            .to_owned(),
    })
}

pub(super) fn no_operator_for_individual(firm: &Firm, operators: &[Operator]) -> Missing {
    let for_persons = operators
        .iter()
        .filter(|operator| operator.capabilities.persons.is_some());
    let titles: Vec<&str> = for_persons.map(|operator| operator.title).collect();
    Missing {
        code: "no_operator_for_individual",
        sentence: format!(
            "Фирма {} не подключена к оператору, через которого подписывают физлица: {}. Документ сохранён. Подключите \
             оператора в настройках, раздел «Подключения»; оттуда же отправляется заявка на подключение.",
            firm.party.name,
            titles.join(", ")
        ),
    }
}

pub(super) fn no_connection_of_kind(firm: &Firm, operator_title: &str) -> Missing {
    Missing {
        code: "no_connection",
        sentence: format!(
            "Документы этого вида отправляются через «{operator_title}», а фирма {} к нему не подключена. Добавьте \
             подключение в настройках, раздел «Интеграции», или смените оператора вида.",
            firm.party.name
        ),
    }
}
