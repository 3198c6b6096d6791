//! «Есть ЭДО» with its reason: one sentence that says how things stand and what to do.

use domain::EdoAvailability;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use store::{ListedCounterparty, Relation};

/// Why the answer is what it is.
pub(crate) fn why(listed: &ListedCounterparty, has_connections: bool, zone: &TimeZone) -> String {
    match listed.availability {
        EdoAvailability::Yes => established(listed, zone),
        EdoAvailability::No => closest(&listed.relations).map_or_else(
            || {
                "У операторов, к которым вы подключены, ящика с этим ИНН нет. Пригласите контрагента по ИНН или попросите \
                 его подключиться к ЭДО."
                    .to_owned()
            },
            |relation| not_yet(relation, zone),
        ),
        EdoAvailability::Unknown if !has_connections => {
            "Ни одна фирма не подключена к оператору ЭДО, спросить не у кого. Добавьте подключение в настройках.".to_owned()
        }
        EdoAvailability::Unknown if listed.relations.is_empty() => {
            "Операторов об этом контрагенте ещё не спрашивали. Нажмите «Обмен».".to_owned()
        }
        EdoAvailability::Unknown => {
            "Оператор назвал состояние связи, которого программа не знает. Посмотрите его в кабинете оператора или обновите \
             программу."
                .to_owned()
        }
    }
}

fn established(listed: &ListedCounterparty, zone: &TimeZone) -> String {
    let relation = listed
        .relations
        .iter()
        .filter(|one| one.seen.partnership == "established" && !one.told.is_closed)
        .max_by_key(|one| (one.is_chosen, !one.seen.is_roaming));
    let Some(relation) = relation else {
        return "Обмен установлен.".to_owned();
    };
    let mut sentence = match relation.told.since {
        Some(since) => format!("Обмен установлен с {}", day(since, zone)),
        None => "Обмен установлен".to_owned(),
    };
    if relation.seen.is_roaming {
        sentence += ", документы идут через роуминг";
    }
    sentence.push('.');
    if relation.told.can_sign == Some(false) {
        sentence += " У контрагента нет сертификата: подписать ответ ему пока нечем.";
    }
    sentence
}

/// The relation nearest to an exchange.
fn closest(relations: &[Relation]) -> Option<&Relation> {
    let rank = |one: &&Relation| match one.seen.partnership.as_str() {
        "incoming" => 0,
        "outgoing" => 1,
        "rejected_by_them" => 2,
        "rejected_by_us" => 3,
        _ => 4,
    };
    relations.iter().min_by_key(rank)
}

fn not_yet(relation: &Relation, zone: &TimeZone) -> String {
    let since = relation
        .told
        .since
        .map(|since| format!(" {}", day(since, zone)))
        .unwrap_or_default();
    if relation.told.is_closed {
        return "Организация ликвидирована или её ящик закрыт. Документы в него не отправить.".to_owned();
    }
    match relation.seen.partnership.as_str() {
        "incoming" => format!("Контрагент пригласил вас{since}. Примите приглашение в окне «Обмен с ЭДО»."),
        "outgoing" => format!("Приглашение отправлено{since}, контрагент ещё не ответил."),
        "rejected_by_them" => {
            format!("Контрагент отклонил приглашение или прекратил обмен{since}. Договоритесь с ним и пригласите снова.")
        }
        "rejected_by_us" => {
            format!("Вы отклонили приглашение или прекратили обмен{since}. Чтобы возобновить обмен, пригласите контрагента.")
        }
        _ if relation.seen.is_roaming => {
            "У контрагента есть ящик у другого оператора, обмен не установлен. Пригласите его: ответ придёт через роуминг."
                .to_owned()
        }
        _ => "У контрагента есть ящик, обмен не установлен. Пригласите его в окне «Обмен с ЭДО».".to_owned(),
    }
}

/// «12.01.2026».
fn day(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone()).strftime("%d.%m.%Y").to_string()
}
