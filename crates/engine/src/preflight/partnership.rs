//! What the relation with the counterparty's box means for a sending, and what a person does about it.
//!
//! Documents go to established relations only, as clerks expect: an operator that would take them from strangers, too, is
//! not asked to. What a relation does not tell stops nobody.

use connect::edo::relations::code;
use domain::{Counterparty, OutboxState};
use store::Reader;

use super::Missing;
use super::way::{OPEN, Way};
use crate::Result;
use crate::counterparties::partnership_words;

/// Why nothing can be sent over this relation; `None` where it can.
pub(super) fn obstacle(r: &Reader<'_>, counterparty: &Counterparty, way: &Way) -> Result<Option<Missing>> {
    if way.told.is_closed {
        let name = &counterparty.party.name;
        return Ok(Some(closed(&format!("Ящик контрагента {name} закрыт"))));
    }
    if way.to.partnership == OPEN {
        return Ok(None);
    }
    let state = way.to.partnership.as_str();
    let is_ours_to_begin = !matches!(state, "incoming" | "outgoing");
    Ok(Some(
        if way.to.is_roaming && wants_request(r, counterparty, way)? {
            roaming_request(counterparty)
        } else if way.to.is_roaming && is_ours_to_begin {
            roaming(counterparty)
        } else if way.told.accepts_from == "partners" && is_ours_to_begin {
            partners_only(counterparty)
        } else {
            not_partner(counterparty, state)
        },
    ))
}

/// Nothing arrives there any more.
pub(super) fn closed(what: &str) -> Missing {
    Missing {
        code: "counterparty_closed",
        sentence: format!(
            "{what}: оператор документ не примет. Документ сохранён. Проверьте, кому он должен уйти, и выберите другого \
             контрагента."
        ),
    }
}

/// The last invitation was refused because the exchange with the other operator has to be applied for.
fn wants_request(r: &Reader<'_>, counterparty: &Counterparty, way: &Way) -> Result<bool> {
    let last = r.last_relation_act_on(way.connection.id, counterparty.id)?;
    Ok(last.is_some_and(|act| {
        act.state == OutboxState::Failed && act.failure.is_some_and(|why| why.code == code::ROAMING_REQUEST)
    }))
}

fn roaming_request(counterparty: &Counterparty) -> Missing {
    Missing {
        code: "roaming_request_needed",
        sentence: format!(
            "Контрагент {} работает у другого оператора, и обмен с тем оператором ещё не настроен. Документ сохранён. \
             Подайте заявку на роуминг в кабинете оператора, а после ответа пригласите контрагента снова в окне «Обмен с \
             ЭДО».",
            counterparty.party.name
        ),
    }
}

fn roaming(counterparty: &Counterparty) -> Missing {
    Missing {
        code: "roaming_not_agreed",
        sentence: format!(
            "Контрагент {} работает у другого оператора, и обмен с ним не установлен. Документ сохранён. Пригласите его в \
             окне «Обмен с ЭДО»: ответ придёт через роуминг.",
            counterparty.party.name
        ),
    }
}

fn partners_only(counterparty: &Counterparty) -> Missing {
    Missing {
        code: "partners_only",
        sentence: format!(
            "Контрагент {} принимает документы только от тех, с кем установил обмен, а с вами он не установлен. Документ \
             сохранён. Пригласите его в окне «Обмен с ЭДО» и отправьте документ, когда он согласится.",
            counterparty.party.name
        ),
    }
}

fn not_partner(counterparty: &Counterparty, state: &str) -> Missing {
    let name = &counterparty.party.name;
    let sentence = match state {
        "incoming" => format!(
            "Контрагент {name} приглашает вас к обмену, и приглашение ещё не принято. Документ сохранён. Примите его в окне \
             «Обмен с ЭДО»."
        ),
        "outgoing" => format!(
            "Контрагент {name} приглашён вами к обмену и ещё не ответил. Документ сохранён. Отправьте его после согласия: \
             ответ виден в окне «Обмен с ЭДО»."
        ),
        "rejected_by_them" => format!(
            "Контрагент {name} отклонил приглашение или прекратил обмен. Документ сохранён. Договоритесь с ним и пригласите \
             его снова в окне «Обмен с ЭДО»."
        ),
        "rejected_by_us" => format!(
            "Вы отклонили приглашение контрагента {name} или прекратили с ним обмен. Документ сохранён. Чтобы возобновить \
             обмен, пригласите его в окне «Обмен с ЭДО»."
        ),
        "none" => format!(
            "Обмен с контрагентом {name} не установлен. Документ сохранён. Пригласите его в окне «Обмен с ЭДО»."
        ),
        other => format!(
            "Обмен с контрагентом {name} не установлен. Состояние связи: «{}». Документ сохранён. Посмотрите связь в окне \
             «Обмен с ЭДО».",
            partnership_words(other)
        ),
    };
    Missing {
        code: "not_partner",
        sentence,
    }
}
