//! By which connection and to which box a document goes: where a relation is established, and it is not closed.

use domain::{ConnectionId, Counterparty, CounterpartyId, Departments, Firm, OperatorKind};
use store::{Connection, CounterpartyBox, Reader, RelationFacts};

use super::{Missing, binding, partnership, sentences};
use crate::Result;
use crate::engine::Inner;

/// The state of a relation in which documents go.
pub(super) const OPEN: &str = "established";

/// What narrows the choice of a connection.
pub(super) struct Wish {
    /// A person chose this one.
    pub(super) chosen: Option<ConnectionId>,
    /// The kind goes by this operator only.
    pub(super) operator: Option<OperatorKind>,
}

pub(super) struct Way {
    pub(super) connection: Connection,
    pub(super) to: CounterpartyBox,
    /// What the operator tells of the relation with that box.
    pub(super) told: RelationFacts,
    pub(super) departments: Departments,
    /// The counterparty has several boxes that could take it, and nobody chose one.
    pub(super) is_one_of_many: bool,
    is_chosen: bool,
}

impl Inner {
    /// A connection of the firm from which the counterparty can be reached. Where there are several, the box that a person
    /// chose goes first, then one without roaming.
    pub(super) fn way(
        &self,
        r: &Reader<'_>,
        firm: &Firm,
        counterparty: Option<&Counterparty>,
        wish: &Wish,
    ) -> Result<Result<Option<Way>, Missing>> {
        let connections = match self.connections_of(r, firm, wish)? {
            Ok(connections) => connections,
            Err(problem) => return Ok(Err(problem)),
        };
        let Some(counterparty) = counterparty else {
            return Ok(Ok(None));
        };
        let mut open = 0;
        let mut ways = Vec::new();
        for connection in connections {
            let boxes = r.counterparty_boxes(connection.id, counterparty.id)?;
            open += boxes.iter().filter(|one| one.partnership == OPEN).count();
            ways.extend(nearest(r, connection, counterparty.id)?);
        }
        ways.sort_by_key(|way| {
            let is_closed = way.told.is_closed;
            (
                way.to.partnership != OPEN,
                is_closed,
                !way.is_chosen,
                way.to.is_roaming,
            )
        });
        let Some(way) = ways.into_iter().next() else {
            return Ok(Err(sentences::no_box(counterparty)));
        };
        if let Some(problem) = partnership::obstacle(r, counterparty, &way)? {
            return Ok(Err(problem));
        }
        Ok(Ok(Some(Way {
            is_one_of_many: open > 1 && !way.is_chosen && wish.chosen.is_none(),
            ..way
        })))
    }

    fn connections_of(
        &self,
        r: &Reader<'_>,
        firm: &Firm,
        wish: &Wish,
    ) -> Result<Result<Vec<Connection>, Missing>> {
        let mut connections = r.connections()?;
        let is_for_companies = |connection: &Connection| {
            let operator = self.operator(&connection.operator);
            operator.is_none_or(|operator| operator.capabilities.persons.is_none())
        };
        connections.retain(|connection| connection.firm == firm.id && is_for_companies(connection));
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
            return Ok(Err(sentences::no_connection(firm)));
        }
        Ok(Ok(connections))
    }
}

/// The box of the counterparty that this connection would send to; `None` where it sees none.
fn nearest(r: &Reader<'_>, connection: Connection, counterparty: CounterpartyId) -> Result<Option<Way>> {
    let Some(relation) = r.relation_for_sending(connection.id, counterparty)? else {
        return Ok(None);
    };
    let route = r.sending_route(connection.id, counterparty)?;
    Ok(Some(Way {
        connection,
        to: relation.seen,
        told: relation.told,
        departments: route.departments,
        is_one_of_many: false,
        is_chosen: relation.is_chosen,
    }))
}

pub(super) fn several_boxes(counterparty: Option<&Counterparty>) -> Missing {
    let name = counterparty.map_or("контрагента", |one| one.party.name.as_str());
    Missing {
        code: "several_boxes",
        sentence: format!(
            "У {name} несколько ящиков, и не выбрано, в какой отправлять. Документ уйдёт в первый из них. Выберите ящик, чтобы \
             дальше он подставлялся сам."
        ),
    }
}
