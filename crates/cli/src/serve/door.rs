//! Commands, stored files, news.

use std::convert::Infallible;
use std::io::{self, Read};

use api::{ApiError, ChangeEvent, Topic};
use axum::Json;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use engine::StoredFile;
use futures_util::Stream;
use futures_util::stream;
use serde_json::Value;
use tokio::sync::broadcast::{Receiver, error::RecvError};

use crate::serve::Desk;

/// What of a stored file lies in memory.
const PART_BYTES: u64 = 1024 * 1024;

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
    match desk.workplace.open_file(blob).await {
        Ok(file) => {
            let length = file.size_bytes.to_string();
            let headers = [
                (header::CONTENT_TYPE, file.media_type),
                (header::CONTENT_LENGTH, &length),
                (header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'"),
                (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
                (header::CACHE_CONTROL, "private, no-store"),
            ];
            (headers, Body::from_stream(stream::unfold(Some(file), part))).into_response()
        }
        Err(error) => refused(StatusCode::NOT_FOUND, error),
    }
}

/// The next part of a stored file, read away from the runtime's threads.
async fn part(file: Option<StoredFile>) -> Option<(io::Result<Vec<u8>>, Option<StoredFile>)> {
    let mut file = file?;
    let read = tokio::task::spawn_blocking(move || {
        let mut part = Vec::new();
        let read = file.by_ref().take(PART_BYTES).read_to_end(&mut part);
        (read.map(|_| part), file)
    });
    match read.await {
        Ok((Ok(part), _)) if part.is_empty() => None,
        Ok((Ok(part), file)) => Some((Ok(part), Some(file))),
        Ok((Err(error), _)) => Some((Err(error), None)),
        Err(cut_off) => Some((Err(io::Error::other(cut_off)), None)),
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
