//! `views.*`: saved views of the registry, and the file by which one person gives them to another.

use domain::{FirmId, KindId};
use engine::{DocumentQuery, Engine, SavedView, SavedViewBody, SavedViewId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::Failure;
use crate::views::{Empty, Id};

mod file;
mod state;

use file::TakenView;
use state::Understood;
pub(crate) use state::ViewState;

/// A saved view.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct View {
    pub id: i64,
    pub name: String,
    /// It stands beside the registry and not only in the list of views.
    pub is_pinned: bool,
    pub state: ViewState,
    /// How many documents it shows, 10 000 at most.
    pub count: u32,
    /// There are more than that.
    pub is_more: bool,
    /// The count is from before the last change, or 0 when there is none yet; news of `views` come when it is there.
    pub is_counting: bool,
    /// Conditions that this version of the program does not know and so does not ask.
    pub left_out: Vec<String>,
}

/// For which of our firms views are counted.
#[derive(Debug, Clone, Copy, Default, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct ListViews {
    /// Documents of this firm alone are counted, as the registry shows them; of the view's own firm, or of all, when absent.
    pub firm_id: Option<i64>,
}

/// Every view, in the order that the person gave them.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct Views {
    pub views: Vec<View>,
}

/// A view to be kept.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
#[ts(optional_fields = nullable)]
pub(crate) struct SaveView {
    /// The one to be changed; a new one when absent.
    pub id: Option<i64>,
    /// No other view is called so, whatever the case of the letters.
    pub name: String,
    pub is_pinned: bool,
    pub state: ViewState,
}

/// Views, by their numbers.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChosenViews {
    pub ids: Vec<i64>,
}

/// A file for another person.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct SharedViews {
    pub text: String,
    /// The name under which it should be kept.
    pub name: String,
    /// Conditions that mean something only here, and so are not in the file.
    pub left_out: Vec<String>,
}

/// The text of such a file.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct TakeViews {
    pub text: String,
}

/// What was taken from it.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct TakenViews {
    pub added: usize,
    /// What was not, in complete sentences.
    pub left_out: Vec<String>,
}

pub(crate) async fn list(engine: &Engine, request: ListViews) -> Result<Views, Failure> {
    let views = engine.saved_views().await?;
    let understood: Vec<Understood> = views
        .iter()
        .map(|view| state::read(engine, &view.body.state))
        .collect();
    let queries = views
        .iter()
        .zip(&understood)
        .map(|(view, state)| (view.id, of_firm(&state.query, request.firm_id)));
    let counts = engine.view_counts(queries.collect()).await?;
    let told = views
        .into_iter()
        .zip(understood)
        .zip(counts)
        .map(|((view, understood), count)| View {
            id: view.id.0,
            name: view.body.name,
            is_pinned: view.body.is_pinned,
            state: understood.state,
            count: count.count,
            is_more: count.is_more,
            is_counting: count.is_counting,
            left_out: understood.left_out,
        });
    Ok(Views {
        views: told.collect(),
    })
}

/// What the registry asks where this firm is chosen for the whole window.
fn of_firm(query: &DocumentQuery, firm: Option<i64>) -> DocumentQuery {
    DocumentQuery {
        firm: firm.map(FirmId).or(query.firm),
        ..query.clone()
    }
}

pub(crate) async fn save(engine: &Engine, request: SaveView) -> Result<Id, Failure> {
    let body = SavedViewBody {
        name: request.name,
        is_pinned: request.is_pinned,
        state: state::checked(engine, &request.state)?,
    };
    let saved = engine.save_view(request.id.map(SavedViewId), body).await?;
    Ok(Id { id: saved.0 })
}

pub(crate) async fn remove(engine: &Engine, request: Id) -> Result<Empty, Failure> {
    engine.remove_view(SavedViewId(request.id)).await?;
    Ok(Empty {})
}

pub(crate) async fn order(engine: &Engine, request: ChosenViews) -> Result<Empty, Failure> {
    let ids = request.ids.into_iter().map(SavedViewId).collect();
    engine.order_views(ids).await?;
    Ok(Empty {})
}

pub(crate) async fn share(engine: &Engine, request: ChosenViews) -> Result<SharedViews, Failure> {
    let known = engine.saved_views().await?;
    let chosen: Vec<&SavedView> = request
        .ids
        .iter()
        .map(|id| known.iter().find(|view| view.id.0 == *id).ok_or_else(gone))
        .collect::<Result<_, _>>()?;
    if chosen.is_empty() {
        return Err(Failure::bad_request(
            "views.share",
            "ids",
            "не выбран ни один вид",
        ));
    }
    let kinds = engine.kinds().await?;
    let code_of = |id: i64| {
        let kind = kinds.iter().find(|view| view.kind.id.0 == id)?;
        Some(kind.kind.body.code.clone()).filter(|code| !code.is_empty())
    };
    Ok(file::write(engine, &chosen, code_of))
}

pub(crate) async fn take(engine: &Engine, request: TakeViews) -> Result<TakenViews, Failure> {
    let kinds = engine.kinds().await?;
    let kind_of = |code: &str| -> Option<KindId> {
        let kind = kinds.iter().find(|view| view.kind.body.code == code)?;
        Some(kind.kind.id)
    };
    let file::Read { views, mut left_out } = file::read(engine, &request.text, kind_of)?;
    let names: Vec<String> = views
        .iter()
        .map(|view: &TakenView| view.body.name.clone())
        .collect();
    let (bodies, words): (Vec<_>, Vec<_>) = views.into_iter().map(|view| (view.body, view.left_out)).unzip();
    let taken = engine.take_views(bodies).await?;
    let added = taken.iter().flatten().count();
    for ((name, words), kept) in names.into_iter().zip(words).zip(taken) {
        match kept {
            Some(_) => left_out.extend(words),
            None => left_out.push(format!("Вид «{name}» уже есть, второй раз он не добавлен.")),
        }
    }
    Ok(TakenViews { added, left_out })
}

fn gone() -> Failure {
    Failure::new(
        "view_not_found",
        "Такого вида в программе нет: возможно, список изменился. Ничего не изменено. Обновите список и повторите."
            .to_owned(),
    )
}
