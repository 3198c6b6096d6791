//! Stored documents for the window, by id, as bytes: `content://localhost/<address of the bytes>`.
//!
//! Answers only the main window, only by address (never by path), and never lets the page run what it shows.

use domain::BlobId;
use tauri::http::{Request, Response, StatusCode, header};
use tauri::{Manager, UriSchemeContext, UriSchemeResponder, Wry};

use crate::{Shell, window};

/// Answers one request. The bytes are read away from the window's thread.
pub fn serve(context: UriSchemeContext<'_, Wry>, request: Request<Vec<u8>>, responder: UriSchemeResponder) {
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
    match shell.workplace.content(blob).await {
        Ok(Some(bytes)) => {
            let media_type = if bytes.starts_with(b"%PDF-") { "application/pdf" } else { "application/octet-stream" };
            let answer = Response::builder()
                .header(header::CONTENT_TYPE, media_type)
                .header(header::X_CONTENT_TYPE_OPTIONS, "nosniff")
                .header(header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'")
                .header(header::CACHE_CONTROL, "private, max-age=31536000, immutable")
                .header(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*")
                .body(bytes);
            answer.unwrap_or_else(|_| refusal(StatusCode::INTERNAL_SERVER_ERROR))
        }
        Ok(None) => refusal(StatusCode::NOT_FOUND),
        Err(_) => refusal(StatusCode::SERVICE_UNAVAILABLE),
    }
}

fn refusal(status: StatusCode) -> Response<Vec<u8>> {
    let mut answer = Response::new(Vec::new());
    *answer.status_mut() = status;
    answer
}
