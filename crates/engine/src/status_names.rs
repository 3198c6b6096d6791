//! «Соответствия»: names by which an operator calls its statuses, what a person taught the program, and names that it met and
//! does not know.
//!
//! A name means something only to the operator's client; here it is kept and handed over. What was heard under a new name
//! before it was taught is asked about anew by «Заполнить статусы».

use std::collections::BTreeMap;

use connect::edo::Operator;
use connect::edo::statuses::{OperatorStatus, folded};
use domain::{OperatorKind, RemoteDocument};
use store::{Connection, Reader, StatusName};

use crate::changes::Change;
use crate::engine::Inner;
use crate::error::{Code, Error};
use crate::{Engine, Result};

/// Names that nobody knows are looked for in so many sendings.
const LOOKED_AT: u32 = 1_000;
/// So many documents are asked about at once.
const ASKED_AT_ONCE: usize = 100;
/// No operator calls a status by more.
const LONGEST_NAME_CHARS: usize = 200;

/// What an operator calls its statuses.
#[derive(Debug, Clone)]
pub struct StatusDirectory {
    /// Each status of the operator.
    pub statuses: Vec<StatusMapping>,
    /// Names that the program met and does not know, the most frequent first.
    pub unknown: Vec<UnknownName>,
}

/// A status of an operator with its names.
#[derive(Debug, Clone)]
pub struct StatusMapping {
    /// The status with the names that the program knows by itself.
    pub status: &'static OperatorStatus,
    /// The names that a person taught.
    pub taught: Vec<String>,
}

/// A name that the program does not know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownName {
    /// The operator's own words.
    pub name: String,
    /// Documents that stand under it.
    pub documents: u32,
}

impl Engine {
    /// The statuses of an operator. `unknown_operator`.
    pub async fn status_directory(&self, operator: OperatorKind) -> Result<StatusDirectory> {
        self.blocking(move |inner| {
            let known = inner.known_operator(&operator)?;
            inner.read(|r| directory(r, known, &operator))
        })
        .await
    }

    /// Teaches the program a name; one that was taught before gets the new meaning. `means` is the id of a status of the
    /// operator.
    ///
    /// Errors: `unknown_operator`, `status_name_empty`, `status_name_known`, `status_not_known`.
    pub async fn teach_status_name(&self, operator: OperatorKind, name: &str, means: String) -> Result<()> {
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        let taken = operator.clone();
        self.blocking(move |inner| {
            let known = inner.known_operator(&operator)?;
            refuse(known, &name, &means)?;
            inner.write(|w| {
                let twin = folded(&name);
                for before in w.status_names(&operator)? {
                    if folded(&before.name) == twin {
                        w.remove_status_name(&operator, &before.name)?;
                    }
                }
                Ok(w.save_status_name(&operator, &StatusName { name, means })?)
            })
        })
        .await?;
        self.use_status_names(taken).await
    }

    /// Forgets a name that was taught. `unknown_operator`, `status_not_known`.
    pub async fn forget_status_name(&self, operator: OperatorKind, name: String) -> Result<()> {
        let taken = operator.clone();
        self.blocking(move |inner| {
            inner.known_operator(&operator)?;
            inner.write(|w| {
                if w.remove_status_name(&operator, &name)? {
                    Ok(())
                } else {
                    Err(not_known())
                }
            })
        })
        .await?;
        self.use_status_names(taken).await
    }

    /// «Заполнить статусы»: asks the operator anew about documents of which it told a status that was unknown then. Gives how
    /// many were asked about. `unknown_operator`, and what the operator answers.
    pub async fn fill_statuses(&self, operator: OperatorKind) -> Result<usize> {
        let wanted = self
            .blocking(move |inner| {
                inner.known_operator(&operator)?;
                inner.read(|r| unknown_documents(r, &operator))
            })
            .await?;
        let mut asked = 0;
        for (connection, documents) in wanted {
            for some in documents.chunks(ASKED_AT_ONCE) {
                self.ask_about(&connection, some.to_vec()).await?;
                asked += some.len();
            }
        }
        Ok(asked)
    }

    /// Clients hold the names that they were opened with: they are opened anew.
    async fn use_status_names(&self, operator: OperatorKind) -> Result<()> {
        let connections = self
            .blocking(move |inner| {
                let mut connections = inner.read(|r| Ok(r.connections()?))?;
                connections.retain(|connection| connection.operator == operator);
                for connection in &connections {
                    inner.note_exchanges(connection.id)?;
                    inner.providers.forget(connection.id);
                }
                Ok(connections)
            })
            .await?;
        for connection in connections {
            self.inner.changes.tell(&Change::connection(connection.id));
        }
        Ok(())
    }
}

impl Inner {
    /// What a person taught about the statuses of an operator, for its client.
    pub(crate) fn add_status_names(
        &self,
        operator: &Operator,
        credentials: &mut connect::edo::Credentials,
    ) -> Result<()> {
        if operator.statuses.is_empty() {
            return Ok(());
        }
        let kind = OperatorKind(operator.kind.to_owned());
        let taught = self.read(|r| Ok(r.status_names(&kind)?))?;
        let pairs = taught.iter().map(|one| (one.name.as_str(), one.means.as_str()));
        connect::edo::statuses::teach(credentials, pairs);
        Ok(())
    }
}

fn directory(r: &Reader<'_>, operator: &Operator, kind: &OperatorKind) -> Result<StatusDirectory> {
    let taught = r.status_names(kind)?;
    let statuses = operator.statuses.iter().map(|status| StatusMapping {
        status,
        taught: taught
            .iter()
            .filter(|one| one.means == status.id)
            .map(|one| one.name.clone())
            .collect(),
    });
    let statuses = statuses.collect();
    if operator.statuses.is_empty() {
        return Ok(StatusDirectory {
            statuses,
            unknown: Vec::new(),
        });
    }
    let mut met: BTreeMap<String, u32> = BTreeMap::new();
    for id in r.unknown_edo_documents(kind, LOOKED_AT)? {
        let Some(state) = r.edo_document(id)?.and_then(|sending| sending.state) else {
            continue;
        };
        // Words of an earlier report may stand beside the facets of a later one; the facet holds the very word.
        let Some(name) = state.facets.their_signature.unknown() else {
            continue;
        };
        let is_known =
            is_built_in(operator, name) || taught.iter().any(|known| folded(&known.name) == folded(name));
        if !is_known {
            *met.entry(name.to_owned()).or_default() += 1;
        }
    }
    let mut unknown: Vec<UnknownName> = met
        .into_iter()
        .map(|(name, documents)| UnknownName { name, documents })
        .collect();
    unknown.sort_by_key(|one| std::cmp::Reverse(one.documents));
    Ok(StatusDirectory { statuses, unknown })
}

fn is_built_in(operator: &Operator, name: &str) -> bool {
    let name = folded(name);
    let mut names = operator.statuses.iter().flat_map(|status| status.names);
    names.any(|known| folded(known) == name)
}

fn unknown_documents(
    r: &Reader<'_>,
    operator: &OperatorKind,
) -> Result<Vec<(Connection, Vec<RemoteDocument>)>> {
    let mut found: Vec<(Connection, Vec<RemoteDocument>)> = Vec::new();
    for id in r.unknown_edo_documents(operator, LOOKED_AT)? {
        let Some(sending) = r.edo_document(id)? else {
            continue;
        };
        let (Some(remote), Some(connection)) = (sending.remote, r.connection(sending.connection)?) else {
            continue;
        };
        match found.iter_mut().find(|(known, _)| known.id == connection.id) {
            Some((_, documents)) => documents.push(remote),
            None => found.push((connection, vec![remote])),
        }
    }
    Ok(found)
}

fn refuse(operator: &Operator, name: &str, means: &str) -> Result<()> {
    if name.is_empty() || name.chars().count() > LONGEST_NAME_CHARS {
        return Err(Error::new(
            Code::Preflight("status_name_empty"),
            "Впишите название статуса так, как его пишет оператор, до 200 знаков. Соответствия не изменены.",
        ));
    }
    if is_built_in(operator, name) {
        return Err(Error::new(
            Code::Preflight("status_name_known"),
            format!(
                "Название «{name}» программа знает сама. Соответствия не изменены. Впишите название, которого в списке нет."
            ),
        ));
    }
    if operator.statuses.iter().any(|status| status.id == means) {
        Ok(())
    } else {
        Err(not_known())
    }
}

fn not_known() -> Error {
    Error::new(
        Code::Preflight("status_not_known"),
        "Такого статуса или названия у этого оператора нет: возможно, список изменился. Соответствия не изменены. Обновите \
         список.",
    )
}
