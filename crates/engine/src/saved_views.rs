//! Saved views of the registry, and how many documents each shows.
//!
//! A count is remembered together with the version of the registry in which it was made, and made anew only after a
//! change. Where that takes long, the answer does not wait: it gives the last known count, and whoever listens is told
//! when the new one is there. What a view means stands in its state, which only the contract with the window reads.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use store::{DocumentQuery, Reader, SavedView, SavedViewBody, SavedViewId, Writer};

use crate::changes::{Change, Directory};
use crate::error::{Code, Error};
use crate::{Engine, Result};

/// Documents of a view are counted so far.
const COUNTED: u32 = 10_000;
/// So long an answer waits for counts.
const PATIENCE: Duration = Duration::from_millis(120);
/// A condition «so many days» lets through more documents as time goes by.
const STILL_TRUE: SignedDuration = SignedDuration::from_secs(60);
/// More views than this are no list that a person finds anything in.
const MOST_VIEWS: usize = 200;
const LONGEST_NAME: usize = 80;

/// How many documents a view shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ViewCount {
    /// So many, 10,000 at most.
    pub count: u32,
    /// There are more than that.
    pub is_more: bool,
    /// The count is from before the last change, or 0 when there is none yet: it is being made, and a change tells
    /// when it is there.
    pub is_counting: bool,
}

/// The last count of a view.
struct Kept {
    query: DocumentQuery,
    version: u64,
    at: Timestamp,
    count: u32,
    is_more: bool,
}

/// The last counts of all views.
#[derive(Default)]
pub(crate) struct ViewCounts {
    kept: Mutex<HashMap<SavedViewId, Kept>>,
    /// Held while somebody counts: two answers that miss the same count must not make it twice.
    counting: tokio::sync::Mutex<()>,
}

/// The query without what grows with the time by itself.
fn lasting(query: &DocumentQuery) -> DocumentQuery {
    DocumentQuery {
        waiting_since: None,
        waiting_after: None,
        ..query.clone()
    }
}

impl Kept {
    fn is_of(&self, query: &DocumentQuery) -> bool {
        self.query.waiting_since.is_some() == query.waiting_since.is_some()
            && self.query.waiting_after.is_some() == query.waiting_after.is_some()
            && lasting(&self.query) == lasting(query)
    }

    fn is_fresh(&self, query: &DocumentQuery, version: u64, now: Timestamp) -> bool {
        let grows = query.waiting_since.or(query.waiting_after).is_some();
        let has_time_passed = grows && now.duration_since(self.at).abs() > STILL_TRUE;
        self.is_of(query) && self.version == version && !has_time_passed
    }
}

impl ViewCounts {
    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<SavedViewId, Kept>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Engine {
    /// Every view, in the order that a person gave them.
    pub async fn saved_views(&self) -> Result<Vec<SavedView>> {
        self.read(|r| Ok(r.saved_views()?)).await
    }

    /// Keeps a view under a name that no other has. `name_empty`, `view_name_too_long`, `view_exists`,
    /// `view_not_found`, `too_many_views`.
    pub async fn save_view(&self, id: Option<SavedViewId>, body: SavedViewBody) -> Result<SavedViewId> {
        let name = checked_name(&body.name)?;
        let saved = self
            .write(move |w| {
                let views = w.saved_views()?;
                match id {
                    Some(id) if !views.iter().any(|view| view.id == id) => return Err(not_found()),
                    None if views.len() >= MOST_VIEWS => return Err(too_many()),
                    _ => {}
                }
                let known = w.saved_view_of_name(&name)?;
                if known.is_some_and(|known| Some(known.id) != id) {
                    return Err(exists(&name));
                }
                Ok(w.save_view(id, &SavedViewBody { name, ..body })?)
            })
            .await?;
        self.tell_views();
        Ok(saved)
    }

    /// Forgets a view; documents stay as they are. `view_not_found`.
    pub async fn remove_view(&self, id: SavedViewId) -> Result<()> {
        self.write(move |w| match w.remove_view(id) {
            Err(store::Error::Missing(_)) => Err(not_found()),
            done => Ok(done?),
        })
        .await?;
        self.tell_views();
        Ok(())
    }

    /// Puts these in front in this order; the others follow as they stood.
    pub async fn order_views(&self, ids: Vec<SavedViewId>) -> Result<()> {
        self.write(move |w| Ok(w.order_views(&ids)?)).await?;
        self.tell_views();
        Ok(())
    }

    /// Adds views that somebody else made, all or none. A view that is there already is not added again; one whose name
    /// is taken gets a number behind it. The names under which they were kept, none for those that were there.
    /// `too_many_views` and the troubles of a name.
    pub async fn take_views(&self, bodies: Vec<SavedViewBody>) -> Result<Vec<Option<String>>> {
        let taken = self
            .write(move |w| {
                bodies
                    .into_iter()
                    .map(|body| take(w, body))
                    .collect::<Result<Vec<_>>>()
            })
            .await?;
        self.tell_views();
        Ok(taken)
    }

    /// How many documents each of these shows, in the same order.
    pub async fn view_counts(&self, views: Vec<(SavedViewId, DocumentQuery)>) -> Result<Vec<ViewCount>> {
        if !self.stale_views(&views).is_empty() {
            let (engine, wanted) = (self.clone(), views.clone());
            let mut work = tokio::spawn(async move { engine.count_views(wanted).await });
            match tokio::time::timeout(PATIENCE, &mut work).await {
                Ok(done) => done.unwrap_or_else(|cut_off| Err(Error::internal(cut_off)))?,
                Err(_) => self.tell_views_after(work),
            }
        }
        let (now, version) = (self.inner.now(), self.inner.changes.registry_version());
        let mut kept = self.inner.view_counts.lock();
        kept.retain(|id, _| views.iter().any(|(view, _)| view == id));
        let told = |(id, query): &(SavedViewId, DocumentQuery)| {
            let known = kept.get(id).filter(|known| known.is_of(query));
            ViewCount {
                count: known.map_or(0, |known| known.count),
                is_more: known.is_some_and(|known| known.is_more),
                is_counting: !known.is_some_and(|known| known.is_fresh(query, version, now)),
            }
        };
        Ok(views.iter().map(told).collect())
    }

    fn stale_views(&self, views: &[(SavedViewId, DocumentQuery)]) -> Vec<(SavedViewId, DocumentQuery)> {
        let (now, version) = (self.inner.now(), self.inner.changes.registry_version());
        let kept = self.inner.view_counts.lock();
        let is_stale = |(id, query): &&(SavedViewId, DocumentQuery)| {
            !kept
                .get(id)
                .is_some_and(|known| known.is_fresh(query, version, now))
        };
        views.iter().filter(is_stale).cloned().collect()
    }

    async fn count_views(&self, views: Vec<(SavedViewId, DocumentQuery)>) -> Result<()> {
        let _alone = self.inner.view_counts.counting.lock().await;
        // Whoever counted before may have counted these too.
        for (id, query) in self.stale_views(&views) {
            // Looked at before reading: a change in between makes the count stale rather than wrong.
            let (at, version) = (self.inner.now(), self.inner.changes.registry_version());
            let asked = query.clone();
            let (count, is_more) = self.read(move |r| counted(r, &asked)).await?;
            let kept = Kept {
                query,
                version,
                at,
                count,
                is_more,
            };
            self.inner.view_counts.lock().insert(id, kept);
        }
        Ok(())
    }

    fn tell_views_after(&self, work: tokio::task::JoinHandle<Result<()>>) {
        let engine = self.clone();
        tokio::spawn(async move {
            match work.await {
                Ok(Ok(())) => engine.tell_views(),
                Ok(Err(error)) => tracing::warn!(%error, "views could not be counted"),
                Err(cut_off) => tracing::warn!(%cut_off, "views could not be counted"),
            }
        });
    }

    pub(crate) fn tell_views(&self) {
        self.inner.changes.tell(&Change::directory(Directory::Views));
    }
}

fn counted(r: &Reader<'_>, query: &DocumentQuery) -> Result<(u32, bool)> {
    let (ids, is_more) = r.document_ids(query, COUNTED)?;
    Ok((u32::try_from(ids.len()).unwrap_or(u32::MAX), is_more))
}

fn take(w: &Writer<'_>, body: SavedViewBody) -> Result<Option<String>> {
    let name = checked_name(&body.name)?;
    let mut free = name.clone();
    for number in 2.. {
        match w.saved_view_of_name(&free)? {
            None => break,
            Some(known) if known.body.state == body.state => return Ok(None),
            Some(_) => free = format!("{name} ({number})"),
        }
    }
    if w.saved_views()?.len() >= MOST_VIEWS {
        return Err(too_many());
    }
    let body = SavedViewBody { name: free, ..body };
    w.save_view(None, &body)?;
    Ok(Some(body.name))
}

/// The name in one line, without blanks around it.
fn checked_name(name: &str) -> Result<String> {
    let words: Vec<&str> = name
        .split(|letter: char| letter.is_whitespace() || letter.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    let name = words.join(" ");
    if name.is_empty() {
        return Err(Error::new(
            Code::NameEmpty,
            "Название вида не заполнено. Ничего не изменено. Впишите название.",
        ));
    }
    if name.chars().count() > LONGEST_NAME {
        return Err(Error::new(
            Code::ViewNameTooLong,
            "Название вида длиннее 80 знаков. Ничего не изменено. Сократите название.",
        ));
    }
    Ok(name)
}

fn exists(name: &str) -> Error {
    Error::new(
        Code::ViewExists,
        format!("Вид «{name}» уже есть. Ничего не изменено. Выберите другое название или измените тот вид."),
    )
}

fn not_found() -> Error {
    Error::new(
        Code::ViewNotFound,
        "Такого вида в программе нет: возможно, список изменился. Ничего не изменено. Обновите список и повторите.",
    )
}

fn too_many() -> Error {
    Error::new(
        Code::TooManyViews,
        "В программе уже 200 видов, больше она не хранит. Ничего не изменено. Удалите ненужные виды и повторите.",
    )
}
