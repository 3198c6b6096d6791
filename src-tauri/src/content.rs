//! Stored documents for the window, by id, as bytes: `content://localhost/<address of the bytes>`.
//!
//! Answers only the main window, only by address (never by path), and never lets the page run what it shows.

use domain::BlobId;
use tauri::http::{Request, Response, StatusCode, header};
use tauri::{Manager, Runtime, UriSchemeContext, UriSchemeResponder};

use crate::{Shell, window};

/// Answers one request. The bytes are read away from the window's thread.
#[expect(clippy::needless_pass_by_value, reason = "the signature is Tauri's")]
pub fn serve<R: Runtime>(
    context: UriSchemeContext<'_, R>,
    request: Request<Vec<u8>>,
    responder: UriSchemeResponder,
) {
    if context.webview_label() != window::MAIN {
        responder.respond(refusal(StatusCode::FORBIDDEN));
        return;
    }
    let app = context.app_handle().clone();
    let path = request.uri().path().trim_start_matches('/').to_owned();
    tauri::async_runtime::spawn(async move {
        let answer = match path.parse::<BlobId>() {
            Ok(blob) => read(&app.state::<Shell>(), blob).await,
            Err(_) => refusal(StatusCode::BAD_REQUEST),
        };
        responder.respond(answer);
    });
}

async fn read(shell: &Shell, blob: BlobId) -> Response<Vec<u8>> {
    match shell.workplace.file(blob).await {
        Ok(content) => answer(content),
        Err(error) if error.code == "document_not_found" || error.code == "content_missing" => {
            refusal(StatusCode::NOT_FOUND)
        }
        Err(_) => refusal(StatusCode::SERVICE_UNAVAILABLE),
    }
}

fn answer(content: engine::Content) -> Response<Vec<u8>> {
    Response::builder()
        .header(header::CONTENT_TYPE, content.media_type)
        .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
        .header(header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'")
        .header(header::CACHE_CONTROL, "private, max-age=31536000, immutable")
        .header(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")
        .body(content.bytes)
        .unwrap_or_else(|_| refusal(StatusCode::INTERNAL_SERVER_ERROR))
}

fn refusal(status: StatusCode) -> Response<Vec<u8>> {
    let mut answer = Response::new(Vec::new());
    *answer.status_mut() = status;
    answer
}
