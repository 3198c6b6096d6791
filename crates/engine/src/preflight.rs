//! What keeps a document from being sent, told before anything is tried («проверить перед отправкой»).

use connect::edo::{Operator, Signing};
use domain::{ConnectionId, Counterparty, Direction, Document, EdoStatus, Firm, OperatorKind};
use store::{Connection, CounterpartyBox, Reader};

use crate::Result;
use crate::counterparties::partnership_words;
use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::print_check;
use crate::send::SignedBy;

mod binding;

/// One reason why a document cannot be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// Stable name: `no_firm`, `no_connection`, `no_counterparty`, `no_box`, `not_partner`, `not_outbound`,
    /// `kind_not_in_edo`, `no_operator_for_individual`, `no_file`, `file_outdated`, `unknown_operator`,
    /// `file_too_large_for_operator`, `no_signature`, `already_sent`.
    pub code: &'static str,
    /// Complete Russian sentences: what is missing and what to do.
    pub sentence: String,
}

impl From<Missing> for Error {
    fn from(missing: Missing) -> Self {
        Self::new(Code::Preflight(missing.code), missing.sentence)
    }
}

/// How a document can go: chosen once, before anything is made.
pub(crate) struct Route {
    pub(crate) connection: Connection,
    pub(crate) to_box: String,
    pub(crate) signing: Signing,
}

impl Inner {
    /// The way of this document, or everything that is in the way.
    pub(crate) fn route(
        &self,
        r: &Reader<'_>,
        document: &Document,
        chosen: Option<ConnectionId>,
        by: SignedBy,
    ) -> Result<Result<Route, Vec<Missing>>> {
        let mut missing = Vec::new();
        if document.body.direction != Direction::Outbound {
            missing.push(not_outbound());
        }
        let kind = match document.body.kind {
            Some(id) => r.kind(id)?.map(|kind| kind.body),
            None => None,
        };
        let firm = match document.body.firm {
            Some(id) => r.firm(id)?,
            None => None,
        };
        let counterparty = match document.body.counterparty {
            Some(id) => r.counterparty(id)?,
            None => None,
        };
        if firm.is_none() {
            missing.push(no_firm());
        }
        if let Some(kind) = &kind {
            missing.extend(binding::guard(kind, firm.as_ref()));
        }
        let to_individual = document.body.individual.is_some();
        if to_individual {
            missing.push(binding::no_operator_for_individual());
        } else if counterparty.is_none() {
            missing.push(no_counterparty());
        }
        missing.extend(binding::file(document));
        missing.extend(print_check::forbidden(self, r, document)?);
        let mut way = None;
        if let Some(firm) = &firm
            && !to_individual
        {
            let wish = Wish {
                chosen,
                operator: kind.and_then(|kind| kind.company_operator),
            };
            match self.way(r, firm, counterparty.as_ref(), &wish)? {
                Ok(found) => way = found,
                Err(problem) => missing.push(problem),
            }
        }
        let route = way.and_then(|way| self.signed_route(document, way, by, &mut missing));
        Ok(match route {
            Some(route) if missing.is_empty() => Ok(route),
            _ => Err(missing),
        })
    }

    /// A connection of the firm from which the counterparty can be reached. Where there are several, one with an
    /// established partnership and without roaming goes first.
    fn way(
        &self,
        r: &Reader<'_>,
        firm: &Firm,
        counterparty: Option<&Counterparty>,
        wish: &Wish,
    ) -> Result<Result<Option<Way>, Missing>> {
        let mut connections = r.connections()?;
        connections.retain(|connection| connection.firm == firm.id);
        if let Some(chosen) = wish.chosen {
            connections.retain(|connection| connection.id == chosen);
        }
        if let Some(operator) = &wish.operator
            && !connections.is_empty()
        {
            connections.retain(|connection| connection.operator == *operator);
            if connections.is_empty() {
                return Ok(Err(binding::no_connection_of_kind(
                    firm,
                    &self.operator_title(operator),
                )));
            }
        }
        if connections.is_empty() {
            return Ok(Err(no_connection(firm)));
        }
        let Some(counterparty) = counterparty else {
            return Ok(Ok(None));
        };
        let mut ways = Vec::new();
        for connection in connections {
            for to in r.counterparty_boxes(connection.id, counterparty.id)? {
                ways.push(Way {
                    connection: connection.clone(),
                    to,
                });
            }
        }
        ways.sort_by_key(|way| (way.to.partnership != "established", way.to.is_roaming));
        Ok(match ways.into_iter().next() {
            None => Err(no_box(counterparty)),
            Some(way) if way.to.partnership != "established" => {
                Err(not_partner(counterparty, &way.to.partnership))
            }
            Some(way) => Ok(Some(way)),
        })
    }

    fn signed_route(
        &self,
        document: &Document,
        way: Way,
        by: SignedBy,
        missing: &mut Vec<Missing>,
    ) -> Option<Route> {
        let Some(operator) = self.operator(&way.connection.operator) else {
            missing.push(unknown_operator(&way.connection));
            return None;
        };
        let size = document.body.file.as_ref().map_or(0, |file| file.size);
        if size > operator.capabilities.max_document_bytes {
            missing.push(too_large(operator));
        }
        let Some(signing) = signing(operator, &way, by) else {
            missing.push(no_signature(operator));
            return None;
        };
        Some(Route {
            connection: way.connection,
            to_box: way.to.box_id,
            signing,
        })
    }
}

/// What narrows the choice of a connection.
struct Wish {
    /// A person chose this one.
    chosen: Option<ConnectionId>,
    /// The kind goes by this operator only.
    operator: Option<OperatorKind>,
}

struct Way {
    connection: Connection,
    to: CounterpartyBox,
}

/// Between test boxes the operator's test signature; otherwise a person signs in the operator's cabinet. Where we sign
/// ourselves, the signature takes this place later.
fn signing(operator: &Operator, way: &Way, by: SignedBy) -> Option<Signing> {
    let abilities = operator.capabilities;
    if by == SignedBy::Us {
        return abilities.own_signature.then_some(Signing::Deferred);
    }
    if abilities.test_signature && way.connection.edo_box.is_test && way.to.is_test {
        Some(Signing::Test)
    } else if abilities.deferred_signature {
        Some(Signing::Deferred)
    } else {
        None
    }
}

fn not_outbound() -> Missing {
    Missing {
        code: "not_outbound",
        sentence: "Документ входящий: его отправляет другая сторона. Отправлять его не нужно.".to_owned(),
    }
}

fn no_firm() -> Missing {
    Missing {
        code: "no_firm",
        sentence: "Не указана наша фирма. Выберите фирму в карточке документа.".to_owned(),
    }
}

fn no_counterparty() -> Missing {
    Missing {
        code: "no_counterparty",
        sentence: "Не указан контрагент. Выберите контрагента в карточке документа.".to_owned(),
    }
}

fn no_connection(firm: &Firm) -> Missing {
    Missing {
        code: "no_connection",
        sentence: format!(
            "Фирма {} не подключена к оператору ЭДО. Добавьте подключение в настройках, раздел «Интеграции».",
            firm.party.name
        ),
    }
}

fn no_box(counterparty: &Counterparty) -> Missing {
    Missing {
        code: "no_box",
        sentence: format!(
            "У контрагента {} (ИНН {}) не найден ящик у оператора. Обновите список контрагентов. Если ящика нет и \
             после этого, пригласите контрагента к обмену в кабинете оператора.",
            counterparty.party.name, counterparty.party.inn
        ),
    }
}

fn not_partner(counterparty: &Counterparty, partnership: &str) -> Missing {
    Missing {
        code: "not_partner",
        sentence: format!(
            "Обмен с контрагентом {} не установлен. Состояние связи: «{}». Установите обмен в кабинете оператора и \
             обновите список контрагентов.",
            counterparty.party.name,
            partnership_words(partnership)
        ),
    }
}

fn unknown_operator(connection: &Connection) -> Missing {
    Missing {
        code: "unknown_operator",
        sentence: format!(
            "Программа не знает оператора «{}». Документ сохранён. Обновите программу.",
            connection.operator
        ),
    }
}

fn too_large(operator: &Operator) -> Missing {
    Missing {
        code: "file_too_large_for_operator",
        sentence: format!(
            "Файл больше, чем принимает {}: не более {} МБ. Документ сохранён. Уменьшите файл и добавьте его снова.",
            operator.title,
            operator.capabilities.max_document_bytes / (1024 * 1024)
        ),
    }
}

fn no_signature(operator: &Operator) -> Missing {
    Missing {
        code: "no_signature",
        sentence: format!(
            "Подписать документ для {} из программы пока нельзя. Документ сохранён. Подпишите и отправьте его в \
             кабинете оператора.",
            operator.title
        ),
    }
}

/// The document is on its way or signed, and sending it once more would make a second one.
pub(crate) fn already_sent(sentence: String) -> Missing {
    Missing {
        code: "already_sent",
        sentence,
    }
}

/// Everything in the way of this document, the guard against a second sending included.
pub(crate) fn missing(inner: &Inner, r: &Reader<'_>, document: &Document) -> Result<Vec<Missing>> {
    missing_by(inner, r, document, None, SignedBy::Operator)
}

/// The same by one connection only, and with this one's signature.
pub(crate) fn missing_by(
    inner: &Inner,
    r: &Reader<'_>,
    document: &Document,
    chosen: Option<ConnectionId>,
    by: SignedBy,
) -> Result<Vec<Missing>> {
    let mut missing = match inner.route(r, document, chosen, by)? {
        Ok(_) => Vec::new(),
        Err(missing) => missing,
    };
    if document.body.direction != Direction::Outbound {
        return Ok(missing);
    }
    if let Err(error) = crate::send::refuse_second_sending(r, document.id, crate::Repeat::AfterRefusal) {
        match error.code() {
            Code::AlreadySent => missing.push(already_sent(error.sentence().to_owned())),
            _ => return Err(error),
        }
    }
    Ok(missing)
}

/// What a person should know before a document leaves that nothing stands in the way of.
pub(crate) fn warning(inner: &Inner, r: &Reader<'_>, document: &Document) -> Result<Option<Missing>> {
    if let Some((stands, _)) = crate::status::of_document(r, document.id)? {
        return Ok(Some(sent_before(stands)));
    }
    Ok(
        print_check::doubtful(inner, r, document)?.map(|sentence| Missing {
            code: "print_form_doubtful",
            sentence,
        }),
    )
}

fn sent_before(stands: EdoStatus) -> Missing {
    Missing {
        code: "sent_before",
        sentence: format!(
            "Документ уже отправлялся, и та отправка ничем не кончилась: {}. Он уйдёт ещё раз новым документом. Убедитесь, \
             что причина исправлена.",
            crate::words::status(stands)
        ),
    }
}
