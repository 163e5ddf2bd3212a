//! The server's addresses: the Bot API, downloads, and the page beside them.

use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Path, Request, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{any, get};

use super::answer::{ApiError, response};
use super::arguments::{Arguments, BODY_BYTES_MAX};
use super::calls::Answered;
use super::files::DOWNLOAD_BYTES_MAX;
use super::{Sandbox, guard, page};

/// Everything the sandbox serves; may be merged into another server's routes.
pub fn router(sandbox: Sandbox) -> Router {
    Router::new()
        .route("/bot{token}/{method}", any(call))
        .route("/file/bot{token}/{*path}", get(download))
        .merge(page::routes())
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(axum::middleware::from_fn(guard::same_origin))
        .with_state(sandbox)
}

/// A call of a method.
async fn call(
    State(sandbox): State<Sandbox>,
    Path((token, method)): Path<(String, String)>,
    request: Request<Body>,
) -> Response {
    let bot = match sandbox.authorise(&token) {
        Ok(bot) => bot,
        Err(error) => return response(&Err(error)),
    };
    let arguments = match Arguments::read(request).await {
        Ok(arguments) => arguments,
        Err(error) => return response(&Err(error)),
    };
    let fault = sandbox.lock().faults.strike(&method);
    let Some(fault) = fault else { return response(&sandbox.answer(bot, &method, arguments).await) };
    match fault.instead().await {
        Some(instead) => {
            sandbox.note_call(bot, &method, arguments, Answered::Fault);
            instead
        }
        None => fault.afterwards(&sandbox.answer(bot, &method, arguments).await),
    }
}

/// The bytes of a file, at the path that `getFile` gave.
async fn download(State(sandbox): State<Sandbox>, Path((token, path)): Path<(String, String)>) -> Response {
    if let Err(error) = sandbox.authorise(&token) {
        return response(&Err(error));
    }
    let bytes = sandbox.lock().files.by_path(&path).map(|file| file.bytes.clone());
    match bytes.filter(|bytes| bytes.len() <= DOWNLOAD_BYTES_MAX) {
        Some(bytes) => (StatusCode::OK, [(header::CONTENT_TYPE, "application/octet-stream")], bytes).into_response(),
        None => response(&Err(ApiError::not_found())),
    }
}
