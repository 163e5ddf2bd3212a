//! What the chat page asks for: its assets, the state, and what people do, as JSON.
//!
//! **Invariant:** the page may load nothing but what is served here; a file that somebody sent is never run.

use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderName, StatusCode, header};
use axum::response::sse::{KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use serde::Deserialize;
use serde_json::{Value, json};

use super::answer::json_response;
use super::arguments::Arguments;
use super::bot::Label;
use super::faults::Fault;
use super::people::{PersonError, SentFile};
use super::types::ForPerson;
use super::{Sandbox, Subscription};

/// A comment goes out so often, so that nothing between takes the stream for dead.
const KEEP_ALIVE: Duration = Duration::from_secs(15);
const PAGE_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; \
                           connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const FILE_POLICY: &str = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:";

/// Names and contents of files in the folder `page`.
macro_rules! assets {
    ($($name:literal),* $(,)?) => { &[$(($name, include_str!(concat!("page/", $name)))),*] };
}

/// The page's own files besides `index.html`.
const ASSETS: &[(&str, &str)] = assets![
    "api.js",
    "chat.js",
    "commands.js",
    "composer.js",
    "dialogs.css",
    "dialogs.js",
    "dom.js",
    "entities.js",
    "files.js",
    "foot.css",
    "format.js",
    "frame.css",
    "history.js",
    "keyboards.js",
    "keys.css",
    "mark.svg",
    "media.css",
    "media.js",
    "menus.js",
    "message.css",
    "message.js",
    "outgoing.js",
    "people.js",
    "presses.js",
    "reply_keyboard.js",
    "status.js",
    "style.css",
    "theme.js",
    "wallpaper.svg",
    "words.css"
];

/// The page and what it asks for.
pub(super) fn routes() -> Router<Sandbox> {
    Router::new()
        .route("/", get(index))
        .route("/page/{name}", get(asset))
        .route("/sandbox/state", get(state))
        .route("/sandbox/people", post(add_person))
        .route("/sandbox/history", get(history))
        .route("/sandbox/events", get(events))
        .route("/sandbox/send", post(send))
        .route("/sandbox/upload", post(upload))
        .route("/sandbox/press", post(press))
        .route("/sandbox/pay", post(pay))
        .route("/sandbox/edit", post(edit))
        .route("/sandbox/block", post(block))
        .route("/sandbox/clear", post(clear))
        .route("/sandbox/file", get(file))
        .route("/sandbox/faults", post(add_fault).delete(clear_faults))
        .route("/sandbox/calls", get(calls))
}

/// An error for the page: one line.
struct PageError(StatusCode, String);

impl axum::response::IntoResponse for PageError {
    fn into_response(self) -> Response {
        json_response(self.0, json!({"error": self.1}).to_string())
    }
}

impl From<PersonError> for PageError {
    fn from(error: PersonError) -> Self {
        let status = match error {
            PersonError::UnknownBot
            | PersonError::UnknownPerson
            | PersonError::UnknownGroup
            | PersonError::UnknownMessage => StatusCode::NOT_FOUND,
            PersonError::TooMany => StatusCode::INSUFFICIENT_STORAGE,
            _ => StatusCode::BAD_REQUEST,
        };
        Self(status, error.to_string())
    }
}

type PageAnswer = Result<Response, PageError>;

fn json_ok(body: &impl serde::Serialize) -> PageAnswer {
    match serde_json::to_string(body) {
        Ok(body) => Ok(json_response(StatusCode::OK, body)),
        Err(error) => Err(PageError(StatusCode::INTERNAL_SERVER_ERROR, error.to_string())),
    }
}

const NO_SNIFFING: (HeaderName, &str) = (header::X_CONTENT_TYPE_OPTIONS, "nosniff");

async fn index() -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "no-cache"),
        (header::CONTENT_SECURITY_POLICY, PAGE_POLICY),
        (header::REFERRER_POLICY, "no-referrer"),
        NO_SNIFFING,
    ];
    (headers, include_str!("page/index.html")).into_response()
}

async fn asset(Path(name): Path<String>) -> Response {
    let kind = match name.rsplit_once('.') {
        Some((_, "js")) => "text/javascript; charset=utf-8",
        Some((_, "css")) => "text/css; charset=utf-8",
        Some((_, "svg")) => "image/svg+xml",
        _ => "text/plain; charset=utf-8",
    };
    match ASSETS.iter().find(|(asset, _)| *asset == name) {
        Some((_, content)) => {
            ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-cache"), NO_SNIFFING], *content).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn state(State(sandbox): State<Sandbox>) -> PageAnswer {
    let people = sandbox.people();
    let state = sandbox.lock();
    let mut bots: Vec<Value> = state
        .bots
        .values()
        .map(|bot| {
            json!({
                "id": bot.user.id,
                "username": bot.user.username,
                "first_name": bot.user.first_name,
                "description": bot.label(Label::Description, "").unwrap_or_default(),
                "commands": bot.menu_for(0, 0, None),
            })
        })
        .collect();
    drop(state);
    bots.sort_by_key(|bot| bot.get("id").and_then(Value::as_i64));
    json_ok(&json!({"bots": bots, "people": people}))
}

/// Which chat a request is about.
#[derive(Clone, Copy, Debug, Deserialize)]
struct Pair {
    bot: i64,
    person: i64,
}

#[derive(Debug, Deserialize)]
struct HistoryQuery {
    bot: i64,
    person: i64,
    /// The latest so many messages; all of them without it.
    limit: Option<usize>,
}

async fn history(State(sandbox): State<Sandbox>, Query(query): Query<HistoryQuery>) -> PageAnswer {
    let HistoryQuery { bot, person, limit } = query;
    let messages = sandbox.history(bot, person);
    let passed_over = messages.len().saturating_sub(limit.unwrap_or(usize::MAX));
    let messages: Vec<ForPerson> = messages.into_iter().skip(passed_over).map(ForPerson).collect();
    let (blocked, commands) = (sandbox.is_blocked(bot, person), sandbox.menu(bot, person));
    json_ok(&json!({"messages": messages, "blocked": blocked, "commands": commands}))
}

async fn events(State(sandbox): State<Sandbox>, Query(Pair { bot, person }): Query<Pair>) -> PageAnswer {
    let subscription = sandbox.subscribe(bot, person)?;
    // A reader that fell behind is disconnected; it comes back and reads the history.
    let stream = futures_util::stream::unfold(subscription, |mut subscription: Subscription| async {
        let event = subscription.next().await?;
        let data = serde_json::to_string(&event).unwrap_or_default();
        Some((Ok::<_, std::convert::Infallible>(axum::response::sse::Event::default().data(data)), subscription))
    });
    let keep_alive = KeepAlive::new().interval(KEEP_ALIVE).text("still here");
    Ok(Sse::new(stream).keep_alive(keep_alive).into_response())
}

/// The fields of a request, wherever they stand.
struct Fields(Arguments);

impl Fields {
    async fn read(request: Request<Body>) -> Result<Self, PageError> {
        let status = |code: u16| StatusCode::from_u16(code).unwrap_or(StatusCode::BAD_REQUEST);
        Arguments::read(request).await.map(Self).map_err(|error| PageError(status(error.code), error.description))
    }

    fn number(&self, name: &str) -> Result<i64, PageError> {
        let missing = || PageError(StatusCode::BAD_REQUEST, format!("the field {name} is missing"));
        self.0.integer(name).ok_or_else(missing)
    }

    fn word(&self, name: &str) -> String {
        self.0.text(name).unwrap_or_default().into_owned()
    }

    fn pair(&self) -> Result<(i64, i64), PageError> {
        Ok((self.number("bot")?, self.number("person")?))
    }
}

async fn add_person(State(sandbox): State<Sandbox>, request: Request<Body>) -> PageAnswer {
    let fields = Fields::read(request).await?;
    let (last_name, language) = (fields.word("last_name"), fields.word("language_code"));
    json_ok(&sandbox.add_person(&fields.word("first_name"), Some(&last_name), Some(&language))?)
}

async fn send(State(sandbox): State<Sandbox>, request: Request<Body>) -> PageAnswer {
    let fields = Fields::read(request).await?;
    let (bot, person) = fields.pair()?;
    let reply_to = fields.0.integer("reply_to_message_id");
    json_ok(&ForPerson(sandbox.send_reply(bot, person, &fields.word("text"), reply_to)?))
}

async fn upload(State(sandbox): State<Sandbox>, request: Request<Body>) -> PageAnswer {
    let mut fields = Fields::read(request).await?;
    let (bot, person) = fields.pair()?;
    let Some(file) = fields.0.files.remove("file") else {
        return Err(PageError(StatusCode::BAD_REQUEST, "the field file is missing".to_owned()));
    };
    let file = SentFile {
        file_name: file.file_name,
        bytes: file.bytes,
        content_type: file.content_type,
        caption: Some(fields.word("caption")),
        as_photo: fields.word("as") == "photo",
    };
    json_ok(&ForPerson(sandbox.upload(bot, person, file)?))
}

async fn press(State(sandbox): State<Sandbox>, request: Request<Body>) -> PageAnswer {
    let fields = Fields::read(request).await?;
    let (bot, person) = fields.pair()?;
    let query_id = sandbox.press(bot, person, fields.number("message_id")?, &fields.word("data"))?;
    json_ok(&json!({"callback_query_id": query_id}))
}

async fn pay(State(sandbox): State<Sandbox>, request: Request<Body>) -> PageAnswer {
    let fields = Fields::read(request).await?;
    let (bot, person) = fields.pair()?;
    let query_id = sandbox.pay(bot, person, fields.number("message_id")?)?;
    json_ok(&json!({"pre_checkout_query_id": query_id}))
}

async fn edit(State(sandbox): State<Sandbox>, request: Request<Body>) -> PageAnswer {
    let fields = Fields::read(request).await?;
    let (bot, person) = fields.pair()?;
    json_ok(&ForPerson(sandbox.edit(bot, person, fields.number("message_id")?, &fields.word("text"))?))
}

async fn block(State(sandbox): State<Sandbox>, request: Request<Body>) -> PageAnswer {
    let fields = Fields::read(request).await?;
    let (bot, person) = fields.pair()?;
    sandbox.block(bot, person, fields.0.flag("blocked"))?;
    json_ok(&json!({}))
}

async fn clear(State(sandbox): State<Sandbox>, request: Request<Body>) -> PageAnswer {
    let fields = Fields::read(request).await?;
    let (bot, person) = fields.pair()?;
    sandbox.clear(bot, person)?;
    json_ok(&json!({}))
}

#[derive(Debug, Deserialize)]
struct FileQuery {
    file_id: String,
}

/// A file's bytes, to look at: whatever it is, it cannot run as part of the page.
async fn file(State(sandbox): State<Sandbox>, Query(FileQuery { file_id }): Query<FileQuery>) -> PageAnswer {
    let file = sandbox.lock().files.by_id(&file_id).cloned();
    let gone = || PageError(StatusCode::NOT_FOUND, "the file is not kept any more".to_owned());
    let file = file.ok_or_else(gone)?;
    let headers = [
        (header::CONTENT_TYPE, file.info.mime_type.clone()),
        (header::CONTENT_DISPOSITION, disposition(&file.info.name)),
        (header::CONTENT_SECURITY_POLICY, FILE_POLICY.to_owned()),
        (header::CACHE_CONTROL, "private, max-age=3600".to_owned()),
        (NO_SNIFFING.0, NO_SNIFFING.1.to_owned()),
    ];
    Ok((headers, file.bytes).into_response())
}

/// `inline` with the file's name, encoded as RFC 5987 has it.
fn disposition(name: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b".-_".contains(&byte);
    let encoded: String = name
        .bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect();
    format!("inline; filename*=UTF-8''{encoded}")
}

async fn add_fault(State(sandbox): State<Sandbox>, axum::Json(fault): axum::Json<Fault>) -> PageAnswer {
    sandbox.inject(fault);
    json_ok(&json!({}))
}

async fn clear_faults(State(sandbox): State<Sandbox>) -> PageAnswer {
    sandbox.clear_faults();
    json_ok(&json!({}))
}

#[derive(Debug, Deserialize)]
struct CallsQuery {
    bot: i64,
    #[serde(default)]
    since: u64,
}

async fn calls(State(sandbox): State<Sandbox>, Query(CallsQuery { bot, since }): Query<CallsQuery>) -> PageAnswer {
    json_ok(&json!({"calls": sandbox.calls(bot, since)}))
}
