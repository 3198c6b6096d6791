//! Where documents for a counterparty go: the box, the departments and who stands between, remembered as its default.

use domain::{ConnectionId, CounterpartyId, Department, Departments, FirmId};
use store::{Connection, CounterpartyBox, Reader, SendingRoute};

use crate::ahead::{Ask, Known, Question};
use crate::changes::{Change, Directory};
use crate::counterparties::{not_found, partnership_words};
use crate::engine::Inner;
use crate::{Engine, Result, connections};

/// One connection by which a counterparty can be reached.
#[derive(Debug, Clone)]
pub struct SendingWay {
    /// The connection.
    pub connection: ConnectionId,
    /// The operator's name for people.
    pub operator_title: String,
    /// Our box.
    pub box_name: String,
    /// Our departments.
    pub our_departments: Vec<Department>,
    /// Boxes of the counterparty.
    pub boxes: Vec<WayBox>,
    /// What is chosen.
    pub chosen: RouteChoice,
    /// The operator delivers to departments.
    pub has_departments: bool,
    /// The operator lets somebody else sign before the recipient does.
    pub has_intermediaries: bool,
}

/// A box of the counterparty.
#[derive(Debug, Clone)]
pub struct WayBox {
    /// The operator's name for it.
    pub box_id: String,
    /// Идентификатор участника ЭДО; empty when not told.
    pub participant_id: String,
    /// «ваш контрагент».
    pub partnership_label: String,
    /// The partnership is established.
    pub is_open: bool,
    /// At another operator.
    pub is_roaming: bool,
    /// Departments of its owner.
    pub departments: Vec<Department>,
}

/// A chosen way.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RouteChoice {
    /// The counterparty's box; empty where the program chooses.
    pub box_id: String,
    /// From where, to where and by whom.
    pub departments: Departments,
}

impl Engine {
    /// The ways to a counterparty, by all connections or those of one firm. Asks the operators for departments, ten seconds
    /// at most; those of which nothing is known are left out. `counterparty_not_found`.
    pub async fn sending_ways(
        &self,
        counterparty: CounterpartyId,
        firm: Option<FirmId>,
    ) -> Result<Vec<SendingWay>> {
        let questions = self
            .read(move |r| {
                r.counterparty(counterparty)?.ok_or_else(not_found)?;
                let mut questions = std::collections::BTreeSet::new();
                for (connection, boxes) in reached(r, counterparty, firm)? {
                    let theirs = boxes.into_iter().map(|one| one.box_id);
                    for box_id in theirs.chain([connection.edo_box.box_id]) {
                        questions.insert(Question {
                            connection: connection.id,
                            ask: Ask::Owner(box_id),
                        });
                    }
                }
                Ok(questions)
            })
            .await?;
        self.ask_ahead(questions).await?;
        self.blocking(move |inner| {
            inner.read(|r| {
                let reached = reached(r, counterparty, firm)?;
                let ways = reached
                    .into_iter()
                    .map(|(connection, boxes)| inner.sending_way(r, counterparty, &connection, boxes));
                ways.collect()
            })
        })
        .await
    }

    /// Remembers the way to a counterparty; nothing chosen forgets it. `counterparty_not_found`, `connection_not_found`.
    pub async fn choose_sending_route(
        &self,
        connection: ConnectionId,
        counterparty: CounterpartyId,
        choice: RouteChoice,
    ) -> Result<()> {
        self.write(move |w| {
            w.connection(connection)?.ok_or_else(connections::not_found)?;
            w.counterparty(counterparty)?.ok_or_else(not_found)?;
            if let Some(via) = &choice.departments.via {
                // Who stands between is one of those whom this connection sees, and not the recipient itself.
                let owner = w.counterparty_of_box(connection, &via.box_id)?;
                owner
                    .filter(|owner| *owner != counterparty)
                    .ok_or_else(not_found)?;
            }
            let route = SendingRoute {
                box_id: choice.box_id,
                departments: choice.departments,
            };
            Ok(w.save_sending_route(connection, counterparty, &route)?)
        })
        .await?;
        self.inner
            .changes
            .tell(&Change::directory(Directory::Counterparties));
        Ok(())
    }
}

/// Connections that see boxes of the counterparty.
fn reached(
    r: &Reader<'_>,
    counterparty: CounterpartyId,
    firm: Option<FirmId>,
) -> Result<Vec<(Connection, Vec<CounterpartyBox>)>> {
    let mut found = Vec::new();
    for connection in r.connections()? {
        if firm.is_some_and(|firm| firm != connection.firm) {
            continue;
        }
        let boxes = r.counterparty_boxes(connection.id, counterparty)?;
        if !boxes.is_empty() {
            found.push((connection, boxes));
        }
    }
    Ok(found)
}

impl Inner {
    fn sending_way(
        &self,
        r: &Reader<'_>,
        counterparty: CounterpartyId,
        connection: &Connection,
        boxes: Vec<CounterpartyBox>,
    ) -> Result<SendingWay> {
        let known = Known::of(r, connection.id, self.now());
        let departments = |box_id: &str| -> Result<Vec<Department>> {
            Ok(known.owner(box_id)?.unwrap_or_default().departments)
        };
        let boxes = boxes.into_iter().map(|seen| {
            Ok(WayBox {
                departments: departments(&seen.box_id)?,
                partnership_label: partnership_words(&seen.partnership),
                is_open: seen.partnership == "established",
                is_roaming: seen.is_roaming,
                participant_id: seen.participant_id,
                box_id: seen.box_id,
            })
        });
        let route = r.sending_route(connection.id, counterparty)?;
        let capabilities = self
            .operator(&connection.operator)
            .map(|operator| operator.capabilities);
        Ok(SendingWay {
            connection: connection.id,
            operator_title: self.operator_title(&connection.operator),
            box_name: connection.edo_box.name.clone(),
            our_departments: departments(&connection.edo_box.box_id)?,
            boxes: boxes.collect::<Result<_>>()?,
            chosen: RouteChoice {
                box_id: route.box_id,
                departments: route.departments,
            },
            has_departments: capabilities.is_some_and(|able| able.departments),
            has_intermediaries: capabilities.is_some_and(|able| !able.intermediaries.is_empty()),
        })
    }
}
