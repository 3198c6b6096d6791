//! Commands, stored files, news.

use std::convert::Infallible;

use api::{ApiError, ChangeEvent, Topic};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::Stream;
use futures_util::stream;
use serde_json::Value;
use tokio::sync::broadcast::{Receiver, error::RecvError};

use crate::serve::Desk;

/// Carries out a command; a refusal is a coded error with status 400.
pub(crate) async fn rpc(
    State(desk): State<Desk>,
    Path(command): Path<String>,
    Json(request): Json<Value>,
) -> Response {
    match desk.workplace.dispatch(&command, request).await {
        Ok(answer) => Json(answer).into_response(),
        Err(error) => refused(StatusCode::BAD_REQUEST, error),
    }
}

/// The bytes of a stored file, shown where a browser cannot run them.
pub(crate) async fn content(State(desk): State<Desk>, Path(blob): Path<String>) -> Response {
    let Ok(blob) = blob.parse() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    match desk.workplace.file(blob).await {
        Ok(file) => {
            let headers = [
                (header::CONTENT_TYPE, file.media_type),
                (header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'"),
                (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
                (header::CACHE_CONTROL, "private, no-store"),
            ];
            (headers, file.bytes).into_response()
        }
        Err(error) => refused(StatusCode::NOT_FOUND, error),
    }
}

/// What changed, as it happens.
pub(crate) async fn events(State(desk): State<Desk>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let news = stream::unfold(desk.workplace.news(), next);
    Sse::new(news).keep_alive(KeepAlive::default())
}

async fn next(mut news: Receiver<ChangeEvent>) -> Option<(Result<Event, Infallible>, Receiver<ChangeEvent>)> {
    let event = match news.recv().await {
        Ok(event) => event,
        // The browser was slow: it reads everything again.
        Err(RecvError::Lagged(_)) => ChangeEvent {
            topic: Topic::World,
            ids: Vec::new(),
        },
        Err(RecvError::Closed) => return None,
    };
    let told = Event::default().json_data(event).unwrap_or_default();
    Some((Ok(told), news))
}

fn refused(status: StatusCode, error: ApiError) -> Response {
    (status, Json(error)).into_response()
}
