//! The words of what stands in the way of a sending, where they need no looking.

use connect::edo::Operator;
use domain::{Counterparty, Firm};
use store::Connection;

use super::Missing;

pub(super) fn not_outbound() -> Missing {
    Missing {
        code: "not_outbound",
        sentence: "Документ входящий: его отправляет другая сторона. Отправлять его не нужно.".to_owned(),
    }
}

pub(super) fn no_firm() -> Missing {
    Missing {
        code: "no_firm",
        sentence: "Не указана наша фирма. Выберите фирму в карточке документа.".to_owned(),
    }
}

pub(super) fn no_counterparty() -> Missing {
    Missing {
        code: "no_counterparty",
        sentence: "Не указан контрагент. Выберите контрагента в карточке документа.".to_owned(),
    }
}

pub(super) fn no_connection(firm: &Firm) -> Missing {
    Missing {
        code: "no_connection",
        sentence: format!(
            "Фирма {} не подключена к оператору ЭДО. Добавьте подключение в настройках, раздел «Интеграции».",
            firm.party.name
        ),
    }
}

pub(super) fn no_box(counterparty: &Counterparty) -> Missing {
    Missing {
        code: "no_box",
        sentence: format!(
            "У контрагента {} (ИНН {}) не найден ящик у оператора. Документ сохранён. Найдите его ящик в окне «Обмен с \
             ЭДО». Если ящика нет, пригласите контрагента по ИНН.",
            counterparty.party.name, counterparty.party.inn
        ),
    }
}

pub(super) fn unknown_operator(connection: &Connection) -> Missing {
    Missing {
        code: "unknown_operator",
        sentence: format!(
            "Программа не знает оператора «{}». Документ сохранён. Обновите программу.",
            connection.operator
        ),
    }
}

pub(super) fn too_large(operator: &Operator) -> Missing {
    Missing {
        code: "file_too_large_for_operator",
        sentence: format!(
            "Файл больше, чем принимает {}: не более {} МБ. Документ сохранён. Уменьшите файл и добавьте его снова.",
            operator.title,
            operator.capabilities.max_document_bytes / (1024 * 1024)
        ),
    }
}

pub(super) fn no_signature(operator: &Operator) -> Missing {
    Missing {
        code: "no_signature",
        sentence: format!(
            "Подписать документ для {} из программы пока нельзя. Документ сохранён. Подпишите и отправьте его в \
             кабинете оператора.",
            operator.title
        ),
    }
}

pub(super) fn no_drafts(operator: &Operator) -> Missing {
    Missing {
        code: "no_drafts",
        sentence: format!(
            "{} не хранит черновики. Документ сохранён. Отправьте его обычным способом.",
            operator.title
        ),
    }
}
