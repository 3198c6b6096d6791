//! Reading what operators say of relations: everything once a day, and in between only what changed.

use std::time::Duration;

use connect::edo::relations::{AcceptsFrom, RelationPage, RemoteRelation};
use domain::{ConnectionId, CounterpartyId, FirmId, NoticeKind, Party};
use jiff::Timestamp;
use store::{Connection, CounterpartyBox, NewProgramNotice, ProgramNotice, RelationFacts, Writer};

use super::of;
use crate::changes::{Change, Directory};
use crate::counterparties::partnership_code;
use crate::notices::{self, Subject};
use crate::sync::backoff;
use crate::{Engine, Result};

/// Pages after which an operator that never comes to an end is no longer believed.
const PAGES_AT_MOST: u32 = 10_000;
/// The log of relations is read once in so many looks at the feed.
const LOOKS: u32 = 20;

/// Where to begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Begin {
    /// With all relations there are: also what no event tells changes, such as certificates.
    Anew,
    /// Where the last reading ended.
    WhereLeft,
}

impl Engine {
    /// Part of the round: reads what changed, when it is time for it.
    pub(crate) async fn follow_relations_due(&self, connection: &Connection) -> Result<()> {
        let id = connection.id;
        let is_due = self
            .blocking(move |inner| {
                let pause = inner.pause_of(id)?.saturating_mul(LOOKS);
                let place = inner.read(|r| Ok(r.relation_place(id)?))?;
                Ok(place.is_some_and(|(_, at)| backoff::later(at, pause) <= inner.now()))
            })
            .await?;
        if is_due {
            self.follow_relations(connection, Begin::WhereLeft, &|| false)
                .await?;
        }
        Ok(())
    }

    /// Reads relations and gives how many were told. `stop` is looked at between pages; what was read stays.
    pub(crate) async fn follow_relations(
        &self,
        connection: &Connection,
        begin: Begin,
        stop: &(dyn Fn() -> bool + Send + Sync),
    ) -> Result<u64> {
        let lane = self.inner.lanes.of(connection.id);
        let _held = lane.relations.lock().await;
        let chosen = connection.clone();
        let provider = self.blocking(move |inner| inner.provider(&chosen)).await?;
        let relations = of(&*provider, connection)?;
        let id = connection.id;
        let kept = self.read(move |r| Ok(r.relation_place(id)?)).await?;
        let is_first = kept.is_none();
        let mut place = match begin {
            Begin::Anew => None,
            Begin::WhereLeft => kept.map(|(place, _)| place),
        };
        if place.is_none() {
            let groups = relations.groups(&connection.edo_box.box_id).await?;
            let groups: Vec<_> = groups.into_iter().map(|group| (group.id, group.name)).collect();
            self.write(move |w| Ok(w.save_counterparty_groups(id, &groups)?))
                .await?;
        }
        let reading = Reading {
            connection: id,
            firm: connection.firm,
            is_first,
        };
        let mut told = 0;
        for _ in 0..PAGES_AT_MOST {
            if stop() {
                break;
            }
            let page = relations
                .changes(&connection.edo_box.box_id, place.as_deref())
                .await?;
            let has_more = page.has_more && page.after != place;
            place.clone_from(&page.after);
            told += page.relations.len() as u64;
            self.take_page(reading, page).await?;
            if !has_more {
                break;
            }
        }
        if told > 0 {
            self.inner
                .changes
                .tell(&Change::directory(Directory::Counterparties));
        }
        self.show_notices().await?;
        Ok(told)
    }

    /// Keeps a page, its place and the news of those who invite us since together.
    async fn take_page(&self, reading: Reading, page: RelationPage) -> Result<()> {
        let connection = reading.connection;
        self.blocking(move |inner| {
            let now = inner.now();
            inner.write(|w| {
                for remote in &page.relations {
                    let before = w.relation(connection, &remote.counterparty.box_id)?;
                    let was_inviting = before.is_some_and(|before| before.seen.partnership == "incoming");
                    save_told(w, connection, remote)?;
                    if !was_inviting
                        && remote.counterparty.partnership == connect::edo::PartnershipState::Incoming
                    {
                        reading.call_a_person(w, remote, now)?;
                    }
                }
                for box_id in &page.gone {
                    w.forget_relation(connection, box_id)?;
                }
                if let Some(place) = &page.after {
                    w.set_relation_place(connection, place, now)?;
                }
                Ok(())
            })
        })
        .await
    }
}

/// One reading of the relations of a connection.
#[derive(Clone, Copy)]
struct Reading {
    connection: ConnectionId,
    firm: FirmId,
    /// Everything is new, and nothing is news.
    is_first: bool,
}

impl Reading {
    fn call_a_person(self, w: &Writer<'_>, remote: &RemoteRelation, now: Timestamp) -> Result<()> {
        if self.is_first {
            return Ok(());
        }
        let look = "Посмотрите приглашение в окне «Обмен с ЭДО».";
        let told = &remote.counterparty;
        let new = NewProgramNotice {
            key: format!("invitation/{}/{}/{now}", self.connection, told.box_id),
            notice: ProgramNotice {
                kind: NoticeKind::Invitation,
                document: None,
                title: "Приглашение к обмену".to_owned(),
                body: format!("{} предлагает обмениваться документами. {look}", told.name),
                bare_body: look.to_owned(),
            },
            at: now,
        };
        notices::add_program(w, Subject::Firm(self.firm), &new)?;
        Ok(())
    }
}

/// Keeps what an operator tells of a relation. A box that is known stays with its card, which a person may have merged or
/// renumbered; another one belongs to the company with these numbers.
pub(crate) fn save_told(
    w: &Writer<'_>,
    connection: ConnectionId,
    remote: &RemoteRelation,
) -> Result<CounterpartyId> {
    let told = &remote.counterparty;
    let known = match w.counterparty_of_box(connection, &told.box_id)? {
        Some(id) => w.counterparty(id)?.filter(|card| card.party.inn == told.inn),
        None => None,
    };
    let counterparty = match known {
        Some(card) => card.id,
        None => w.save_counterparty(&Party {
            name: told.name.clone(),
            inn: told.inn.clone(),
            kpp: told.kpp.clone(),
        })?,
    };
    save_under(w, connection, counterparty, remote)?;
    Ok(counterparty)
}

/// The same for a company that was looked for.
pub(super) fn save_under(
    w: &Writer<'_>,
    connection: ConnectionId,
    counterparty: CounterpartyId,
    remote: &RemoteRelation,
) -> Result<()> {
    let told = &remote.counterparty;
    let seen = CounterpartyBox {
        counterparty,
        connection,
        box_id: told.box_id.clone(),
        partnership: partnership_code(&told.partnership),
        participant_id: told.participant_id.clone(),
        is_roaming: told.is_roaming,
        is_test: told.is_test,
    };
    Ok(w.save_relation(&seen, &facts(remote))?)
}

fn facts(remote: &RemoteRelation) -> RelationFacts {
    RelationFacts {
        since: remote.since,
        words_from_them: remote.words_from_them.clone(),
        words_from_us: remote.words_from_us.clone(),
        invitation: remote.invitation.clone(),
        group_id: remote.group_id.clone(),
        accepts_from: match remote.accepts_from {
            Some(AcceptsFrom::All) => "all".to_owned(),
            Some(AcceptsFrom::Partners) => "partners".to_owned(),
            None => String::new(),
        },
        can_sign: remote.can_sign,
        is_closed: remote.is_closed,
    }
}

/// A day before now: who was looked for since is not looked for again.
pub(super) fn search_is_fresh_since(now: Timestamp) -> Timestamp {
    let day = jiff::SignedDuration::try_from(Duration::from_secs(24 * 60 * 60)).unwrap_or_default();
    now.checked_sub(day).unwrap_or(now)
}
