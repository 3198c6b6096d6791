//! What operators tell before anything is sent: formats of a box, its owner, objections to a sending.
//!
//! Asked where a person looks a sending over, and kept for a while, so that the check itself reads the database and never
//! waits for a line. What could not be asked is not known, and what is not known stops nobody: the sending itself
//! tells. Deliberately decides nothing; that is the business of `preflight`.

use std::collections::BTreeSet;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use connect::edo::EdoProvider;
use domain::{AcceptedFormat, BoxFacts, ConnectionId, Objection, SendingSketch, UniversalMessagesStart};
use futures_util::stream::{FuturesUnordered, StreamExt};
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use store::{Connection, Reader};

use crate::engine::Inner;
use crate::{Engine, Result};

/// Questions to one operator at once: what operators recommend at most; see the `QUIRKS.md` of each.
const AT_ONCE: usize = 4;
/// Longer nobody waits for the answers of one look.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);
/// After that, what an operator told is forgotten.
const KEPT_FOR: SignedDuration = SignedDuration::from_hours(24 * 30);

/// What an operator is asked.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Ask {
    /// Formats that may be sent from this box of ours.
    Formats(String),
    /// Who owns a box.
    Owner(String),
    /// What it has against a sending.
    Objections(SendingSketch),
    /// Since when documents of a box of ours are answered with universal messages alone.
    UniversalMessages(String),
}

/// A question to the operator of a connection.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Question {
    pub(crate) connection: ConnectionId,
    pub(crate) ask: Ask,
}

/// What an operator told.
pub(crate) enum Told {
    Formats(Vec<AcceptedFormat>),
    Owner(Option<BoxFacts>),
    Objections(Vec<Objection>),
    UniversalMessages(Vec<UniversalMessagesStart>),
}

/// An answer with its question.
pub(crate) type Answered = (Question, Told);

impl Ask {
    /// Under which name the answer is kept.
    pub(crate) fn subject(&self) -> String {
        match self {
            Self::Formats(box_id) => format!("formats {box_id}"),
            Self::Owner(box_id) => format!("owner {box_id}"),
            Self::UniversalMessages(box_id) => format!("universal_messages {box_id}"),
            Self::Objections(sketch) => format!(
                "objections {} {} {} {} {} {} {} {}",
                sketch.from_box,
                sketch.from_department,
                sketch.to_box,
                sketch.to_department,
                sketch.via_box,
                sketch.via_department,
                sketch.format,
                sketch.format_version
            ),
        }
    }

    /// For so long an answer is good.
    fn lasts(&self) -> SignedDuration {
        match self {
            Self::Formats(_) | Self::UniversalMessages(_) => SignedDuration::from_hours(24),
            Self::Owner(_) => SignedDuration::from_hours(6),
            Self::Objections(_) => SignedDuration::from_mins(10),
        }
    }
}

/// Questions whose answers are not there or too old.
pub(crate) fn open(r: &Reader<'_>, questions: BTreeSet<Question>, now: Timestamp) -> Result<Vec<Question>> {
    let mut open = Vec::new();
    for question in questions {
        let told_at = r.operator_fact_told_at(question.connection, &question.ask.subject())?;
        if !told_at.is_some_and(|at| is_good(at, question.ask.lasts(), now)) {
            open.push(question);
        }
    }
    Ok(open)
}

fn is_good(told_at: Timestamp, lasts: SignedDuration, now: Timestamp) -> bool {
    told_at <= now && now.duration_since(told_at) < lasts
}

/// What was told and may still be believed.
pub(crate) struct Known<'r, 'c> {
    r: &'r Reader<'c>,
    connection: ConnectionId,
    now: Timestamp,
}

impl<'r, 'c> Known<'r, 'c> {
    pub(crate) fn of(r: &'r Reader<'c>, connection: ConnectionId, now: Timestamp) -> Self {
        Self { r, connection, now }
    }

    /// Formats of a box of ours; `None` where nobody told.
    pub(crate) fn formats(&self, box_id: &str) -> Result<Option<Vec<AcceptedFormat>>> {
        self.told(&Ask::Formats(box_id.to_owned()))
    }

    /// Since when documents of a box of ours are answered with universal messages alone; `None` where nobody told.
    pub(crate) fn universal_messages(&self, box_id: &str) -> Result<Option<Vec<UniversalMessagesStart>>> {
        self.told(&Ask::UniversalMessages(box_id.to_owned()))
    }

    /// The owner of a box; `None` where nobody told.
    pub(crate) fn owner(&self, box_id: &str) -> Result<Option<BoxFacts>> {
        Ok(self
            .told::<Option<BoxFacts>>(&Ask::Owner(box_id.to_owned()))?
            .flatten())
    }

    /// What the operator has against a sending; nothing where nobody told.
    pub(crate) fn objections(&self, sketch: &SendingSketch) -> Result<Vec<Objection>> {
        Ok(self.told(&Ask::Objections(sketch.clone()))?.unwrap_or_default())
    }

    fn told<T: serde::de::DeserializeOwned>(&self, ask: &Ask) -> Result<Option<T>> {
        let found = self.r.operator_fact::<T>(self.connection, &ask.subject())?;
        let found = found.filter(|fact| is_good(fact.told_at, ask.lasts(), self.now));
        Ok(found.map(|fact| fact.body))
    }
}

/// Clients of the connections that are asked.
pub(crate) type Asked = Vec<(Question, Arc<dyn EdoProvider>)>;

impl Inner {
    /// The questions with the clients that ask them; those of operators that do not answer ahead are left out.
    pub(crate) fn with_clients(&self, questions: Vec<Question>) -> Result<Asked> {
        let mut connections: Vec<(Connection, Arc<dyn EdoProvider>)> = Vec::new();
        let mut asked = Vec::new();
        for question in questions {
            let known = connections.iter().find(|(one, _)| one.id == question.connection);
            let client = match known {
                Some((_, client)) => Arc::clone(client),
                None => {
                    let Some(connection) = self.read(|r| Ok(r.connection(question.connection)?))? else {
                        continue;
                    };
                    let answers = self
                        .operator(&connection.operator)
                        .is_some_and(|operator| operator.capabilities.answers_ahead);
                    // A client that cannot be made is told where something is sent by it.
                    let Some(client) = answers.then(|| self.provider(&connection).ok()).flatten() else {
                        continue;
                    };
                    connections.push((connection, Arc::clone(&client)));
                    client
                }
            };
            asked.push((question, client));
        }
        Ok(asked)
    }

    /// Keeps what operators told.
    pub(crate) fn keep_told(&self, answers: &[Answered]) -> Result<()> {
        if answers.is_empty() {
            return Ok(());
        }
        let now = self.now();
        self.write(|w| {
            for (Question { connection, ask }, told) in answers {
                // A connection that was removed meanwhile has nobody to be told of.
                if w.connection(*connection)?.is_none() {
                    continue;
                }
                let subject = ask.subject();
                match told {
                    Told::Formats(body) => keep(w, *connection, &subject, body, now)?,
                    Told::Owner(body) => keep(w, *connection, &subject, body, now)?,
                    Told::Objections(body) => keep(w, *connection, &subject, body, now)?,
                    Told::UniversalMessages(body) => keep(w, *connection, &subject, body, now)?,
                }
            }
            let long_ago = now.checked_sub(KEPT_FOR).unwrap_or(now);
            w.forget_operator_facts(long_ago)?;
            Ok(())
        })
    }
}

fn keep<T: Serialize>(
    w: &store::Writer<'_>,
    connection: ConnectionId,
    subject: &str,
    body: &T,
    now: Timestamp,
) -> Result<()> {
    Ok(w.save_operator_fact(connection, subject, body, now)?)
}

type Flight = Pin<Box<dyn Future<Output = Option<Answered>> + Send>>;

/// Asks all of it within the patience; what is not answered by then is left out.
pub(crate) async fn ask(asked: Asked) -> Vec<Answered> {
    let mut answers = Vec::new();
    let mut waiting = asked.into_iter();
    let mut flying: FuturesUnordered<Flight> = FuturesUnordered::new();
    let end = tokio::time::Instant::now() + PATIENCE;
    loop {
        while flying.len() < AT_ONCE {
            let Some((question, client)) = waiting.next() else {
                break;
            };
            flying.push(Box::pin(one(client, question)));
        }
        match tokio::time::timeout_at(end, flying.next()).await {
            Ok(Some(answer)) => answers.extend(answer),
            Ok(None) => return answers,
            Err(_) => {
                tracing::info!("operators did not answer all questions about sendings in time");
                return answers;
            }
        }
    }
}

async fn one(client: Arc<dyn EdoProvider>, question: Question) -> Option<Answered> {
    let told = match &question.ask {
        Ask::Formats(box_id) => client.accepted_formats(box_id).await.map(Told::Formats),
        Ask::Owner(box_id) => client.box_facts(box_id).await.map(Told::Owner),
        Ask::Objections(sketch) => client.objections(sketch).await.map(Told::Objections),
        Ask::UniversalMessages(box_id) => {
            let told = client.universal_messages(box_id).await;
            told.map(Told::UniversalMessages)
        }
    };
    match told {
        Ok(told) => Some((question, told)),
        Err(error) => {
            tracing::info!(%error, subject = question.ask.subject(), "an operator did not answer ahead");
            None
        }
    }
}

impl Engine {
    /// «Проверить ещё раз»: what operators told is asked anew at the next look.
    pub async fn forget_told(&self) -> Result<()> {
        self.write(|w| Ok(w.forget_all_operator_facts()?)).await
    }

    /// Asks what is open and keeps the answers. Trouble with a line is no error: then nothing new is known.
    pub(crate) async fn ask_ahead(&self, questions: BTreeSet<Question>) -> Result<()> {
        let asked = self
            .blocking(move |inner| {
                let now = inner.now();
                let open = inner.read(|r| open(r, questions, now))?;
                inner.with_clients(open)
            })
            .await?;
        if asked.is_empty() {
            return Ok(());
        }
        let answers = ask(asked).await;
        self.blocking(move |inner| inner.keep_told(&answers)).await
    }
}
