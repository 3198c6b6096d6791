//! By which connection and to which box a document goes.

use domain::{ConnectionId, Counterparty, Departments, Firm, OperatorKind};
use store::{Connection, CounterpartyBox, Reader};

use super::{Missing, binding, sentences};
use crate::Result;
use crate::engine::Inner;

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
    pub(super) departments: Departments,
    /// The counterparty has several boxes that could take it, and nobody chose one.
    pub(super) is_one_of_many: bool,
    is_chosen: bool,
}

impl Inner {
    /// A connection of the firm from which the counterparty can be reached. Where there are several, the box that a person
    /// chose goes first, then one with an established partnership and without roaming.
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
        let mut ways = Vec::new();
        for connection in connections {
            let route = r.sending_route(connection.id, counterparty.id)?;
            for to in r.counterparty_boxes(connection.id, counterparty.id)? {
                ways.push(Way {
                    connection: connection.clone(),
                    is_chosen: to.box_id == route.box_id,
                    is_one_of_many: false,
                    departments: route.departments.clone(),
                    to,
                });
            }
        }
        let is_open = |way: &Way| way.to.partnership == "established";
        ways.sort_by_key(|way| (!is_open(way), !way.is_chosen, way.to.is_roaming));
        let open = ways.iter().filter(|way| is_open(way)).count();
        Ok(match ways.into_iter().next() {
            None => Err(sentences::no_box(counterparty)),
            Some(way) if !is_open(&way) => Err(sentences::not_partner(counterparty, &way.to.partnership)),
            Some(way) => Ok(Some(Way {
                is_one_of_many: open > 1 && !way.is_chosen && wish.chosen.is_none(),
                ..way
            })),
        })
    }

    fn connections_of(
        &self,
        r: &Reader<'_>,
        firm: &Firm,
        wish: &Wish,
    ) -> Result<Result<Vec<Connection>, Missing>> {
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
            return Ok(Err(sentences::no_connection(firm)));
        }
        Ok(Ok(connections))
    }
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
