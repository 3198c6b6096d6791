//! `tokens.*`: drivers of tokens that a person named. Choosing one is up to whoever can ask the person for a file; see
//! `world`. No path ever stands in an answer.

use engine::Engine;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::Failure;
use crate::views::Empty;

/// The drivers beside those in their usual places.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct TokenModules {
    pub modules: Vec<TokenModule>,
}

/// A driver that a person named.
#[derive(Debug, Clone, Serialize, TS)]
pub(crate) struct TokenModule {
    /// Its place in the list, from 0.
    pub place: usize,
    /// Name of its file.
    pub name: String,
    /// The file is still there.
    pub is_there: bool,
}

/// A driver of the list.
#[derive(Debug, Clone, Copy, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub(crate) struct PlaceOfModule {
    pub place: usize,
}

pub(crate) async fn list(engine: &Engine, _: Empty) -> Result<TokenModules, Failure> {
    let modules = engine.token_modules().await?.into_iter();
    Ok(TokenModules {
        modules: modules
            .map(|module| TokenModule {
                place: module.place,
                name: module.name,
                is_there: module.is_there,
            })
            .collect(),
    })
}

pub(crate) async fn forget(engine: &Engine, request: PlaceOfModule) -> Result<Empty, Failure> {
    engine.forget_token_module(request.place).await?;
    Ok(Empty {})
}
