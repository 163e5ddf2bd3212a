//! A small client of the Chrome DevTools protocol: drives a headless Chromium over two pipes, without a port or a library.
//!
//! **Invariant:** every wait has an end, and the browser, with all of its processes, is gone when [`Browser`] is dropped.

use std::collections::VecDeque;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process_group};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::sync::Mutex;
use tokio::time::{Instant, sleep, timeout};

/// Longest wait for the answer to one command; the first one waits for the browser's start, which is slow on a busy machine.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(60);
/// Longest wait for an element to stand where it can be clicked.
const ELEMENT_TIMEOUT: Duration = Duration::from_secs(10);
/// Longest wait for a killed browser to be gone, so that its profile can be removed.
const END_TIMEOUT: Duration = Duration::from_secs(2);
/// How often a condition is looked at.
const LOOK_INTERVAL: Duration = Duration::from_millis(40);
/// Complaints of pages that are kept; a page that floods its console must not eat the memory.
const MOST_COMPLAINTS: usize = 200;
/// Names of the browser, in the order in which they are tried.
const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "chrome"];
/// Nothing of these may run beside a test: no sandbox as root, no calls home, no port.
const SWITCHES: [&str; 12] = [
    "--headless",
    "--remote-debugging-pipe",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--hide-scrollbars",
];

/// A running browser with a profile of its own.
pub(crate) struct Browser {
    child: Child,
    connection: Mutex<Connection>,
    /// Removed when the browser is gone.
    _profile: TempDir,
}

/// One tab.
pub(crate) struct Page<'a> {
    browser: &'a Browser,
    session: String,
}

struct Connection {
    to_browser: ChildStdin,
    from_browser: BufReader<ChildStdout>,
    last_id: u64,
    /// The session and the words of what pages complained about.
    complaints: VecDeque<(String, String)>,
}

/// The browser of this machine, from `PATH`.
pub(crate) fn find_chromium() -> Option<PathBuf> {
    let folders: Vec<PathBuf> = std::env::split_paths(&std::env::var_os("PATH")?).collect();
    NAMES.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name))).find(|path| path.is_file())
}

impl Browser {
    /// Starts a browser without a window.
    pub(crate) fn start(chromium: &Path) -> Self {
        let profile = tempfile::Builder::new().prefix("farthing-browser-").tempdir().expect("a folder for a profile");
        // The browser reads commands from descriptor 3 and answers on 4: the shell turns stdin and stdout into them.
        let mut child = Command::new("sh")
            .args(["-c", r#"exec "$0" "$@" 3<&0 4>&1 </dev/null >/dev/null 2>&1"#])
            .arg(chromium)
            .args(SWITCHES)
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .arg("about:blank")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .process_group(0)
            .kill_on_drop(true)
            .spawn()
            .expect("a shell starts");
        let to_browser = child.stdin.take().expect("a pipe to the browser");
        let from_browser = BufReader::new(child.stdout.take().expect("a pipe from the browser"));
        let connection = Connection { to_browser, from_browser, last_id: 0, complaints: VecDeque::new() };
        Self { child, connection: Mutex::new(connection), _profile: profile }
    }

    /// Opens a tab.
    pub(crate) async fn page(&self) -> Page<'_> {
        let target = self.call(None, "Target.createTarget", json!({"url": "about:blank"})).await;
        let attach = json!({"targetId": target["targetId"], "flatten": true});
        let attached = self.call(None, "Target.attachToTarget", attach).await;
        let session = attached["sessionId"].as_str().expect("a session").to_owned();
        let page = Page { browser: self, session };
        for domain in ["Page.enable", "Runtime.enable", "Log.enable"] {
            page.call(domain, json!({})).await;
        }
        page
    }

    async fn call(&self, session: Option<&str>, method: &str, parameters: Value) -> Value {
        let mut connection = self.connection.lock().await;
        match timeout(ANSWER_TIMEOUT, connection.call(session, method, parameters)).await {
            Ok(Ok(result)) => result,
            Ok(Err(error)) => panic!("{method}: {error}"),
            Err(_) => panic!("{method}: no answer within {} s", ANSWER_TIMEOUT.as_secs()),
        }
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // The whole group: a killed browser leaves helpers that still write into the profile.
        let group = self.child.id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw);
        if let Some(group) = group {
            let _ = kill_process_group(group, Signal::KILL);
        }
        let end = std::time::Instant::now() + END_TIMEOUT;
        while matches!(self.child.try_wait(), Ok(None)) && std::time::Instant::now() < end {
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Connection {
    /// Sends a command and reads until its answer; what pages complain about on the way is kept.
    async fn call(&mut self, session: Option<&str>, method: &str, parameters: Value) -> Result<Value, String> {
        self.last_id += 1;
        let mut command = json!({"id": self.last_id, "method": method, "params": parameters});
        if let Some(session) = session {
            command["sessionId"] = session.into();
        }
        let mut bytes = command.to_string().into_bytes();
        bytes.push(0);
        self.to_browser.write_all(&bytes).await.map_err(|error| format!("the browser is gone: {error}"))?;
        loop {
            let mut message = self.receive().await?;
            if message["id"] != self.last_id {
                self.keep_complaint(&message);
            } else if let Some(error) = message.get("error") {
                return Err(error.to_string());
            } else {
                return Ok(message["result"].take());
            }
        }
    }

    async fn receive(&mut self) -> Result<Value, String> {
        let mut bytes = Vec::new();
        let read = self.from_browser.read_until(0, &mut bytes).await.map_err(|error| error.to_string())?;
        if read == 0 {
            return Err("the browser ended".to_owned());
        }
        bytes.pop();
        serde_json::from_slice(&bytes).map_err(|error| error.to_string())
    }

    fn keep_complaint(&mut self, message: &Value) {
        let details = &message["params"]["exceptionDetails"];
        let entry = &message["params"]["entry"];
        let words = match message["method"].as_str() {
            Some("Runtime.exceptionThrown") => format!("{} {}", details["text"], details["exception"]["description"]),
            Some("Log.entryAdded") if entry["level"] == "error" => format!("{} {}", entry["text"], entry["url"]),
            _ => return,
        };
        let session = message["sessionId"].as_str().unwrap_or_default().to_owned();
        self.complaints.push_back((session, words));
        if self.complaints.len() > MOST_COMPLAINTS {
            self.complaints.pop_front();
        }
    }
}

impl Page<'_> {
    async fn call(&self, method: &str, parameters: Value) -> Value {
        self.browser.call(Some(&self.session), method, parameters).await
    }

    /// Opens an address and waits until the page and its scripts are loaded.
    pub(crate) async fn goto(&self, url: &str) {
        let answer = self.call("Page.navigate", json!({"url": url})).await;
        assert!(answer.get("errorText").is_none(), "{url}: {}", answer["errorText"]);
        self.wait_for("document.readyState === 'complete'", ELEMENT_TIMEOUT).await;
    }

    /// The value of a JavaScript expression; a promise is waited for.
    pub(crate) async fn evaluate(&self, expression: &str) -> Value {
        let parameters =
            json!({"expression": expression, "returnByValue": true, "awaitPromise": true, "userGesture": true});
        let mut answer = self.call("Runtime.evaluate", parameters).await;
        let thrown = answer.get("exceptionDetails");
        assert!(thrown.is_none(), "{expression}\nthrew {}", thrown.unwrap_or(&Value::Null));
        answer["result"]["value"].take()
    }

    /// Waits until an expression is true; fails with the page's text when the time is over.
    pub(crate) async fn wait_for(&self, expression: &str, patience: Duration) {
        let end = Instant::now() + patience;
        while self.evaluate(&format!("Boolean({expression})")).await != true {
            if Instant::now() > end {
                let text = self.evaluate("document.body.innerText").await;
                panic!("not within {} ms: {expression}\n{}", patience.as_millis(), text.as_str().unwrap_or_default());
            }
            sleep(LOOK_INTERVAL).await;
        }
    }

    /// The middle of an element once it can be hit there: shown, at rest and not covered by another.
    async fn point_of(&self, selector: &str) -> (f64, f64) {
        let quoted = json!(selector);
        self.wait_for(
            &format!(
                "(() => {{
                    const node = document.querySelector({quoted});
                    if (!node || node.disabled) return false;
                    node.scrollIntoView({{ block: 'nearest', behavior: 'instant' }});
                    const box = node.getBoundingClientRect();
                    const point = [box.x + box.width / 2, box.y + box.height / 2];
                    const rests = String(window.lastPoint) === String(point);
                    window.lastPoint = point;
                    return rests && box.width > 0 && node.contains(document.elementFromPoint(...point));
                }})()"
            ),
            ELEMENT_TIMEOUT,
        )
        .await;
        let point = self.evaluate("window.lastPoint").await;
        (point[0].as_f64().expect("x"), point[1].as_f64().expect("y"))
    }

    /// Clicks the middle of the first element that fits, as a mouse does.
    pub(crate) async fn click(&self, selector: &str) {
        let (x, y) = self.point_of(selector).await;
        for kind in ["mousePressed", "mouseReleased"] {
            let event = json!({"type": kind, "x": x, "y": y, "button": "left", "clickCount": 1});
            self.call("Input.dispatchMouseEvent", event).await;
        }
    }

    /// Writes into whatever has the focus.
    pub(crate) async fn type_text(&self, text: &str) {
        self.call("Input.insertText", json!({"text": text})).await;
    }

    /// Presses a key by its name (`Enter`, `Escape`, `Tab`, `ArrowUp`, …).
    pub(crate) async fn press_key(&self, key: &str) {
        let (code, text) = match key {
            "Tab" => (9, ""),
            "Enter" => (13, "\r"),
            "Escape" => (27, ""),
            " " => (32, " "),
            "End" => (35, ""),
            "Home" => (36, ""),
            "ArrowUp" => (38, ""),
            "ArrowDown" => (40, ""),
            other => panic!("no code for the key {other}"),
        };
        let mut event =
            json!({"type": "keyDown", "key": key, "code": key, "windowsVirtualKeyCode": code, "text": text});
        self.call("Input.dispatchKeyEvent", event.clone()).await;
        event["type"] = "keyUp".into();
        self.call("Input.dispatchKeyEvent", event).await;
    }

    /// Chooses a file in a file field.
    pub(crate) async fn set_file(&self, selector: &str, path: &Path) {
        let expression = format!("document.querySelector({})", json!(selector));
        let answer = self.call("Runtime.evaluate", json!({"expression": expression})).await;
        let field = &answer["result"]["objectId"];
        assert!(field.is_string(), "no element {selector}");
        self.call("DOM.setFileInputFiles", json!({"files": [path], "objectId": field})).await;
    }

    /// Drags a file from the desktop onto an element.
    pub(crate) async fn drop_file(&self, selector: &str, path: &Path) {
        let (x, y) = self.point_of(selector).await;
        let data = json!({"items": [], "files": [path], "dragOperationsMask": 1});
        for kind in ["dragEnter", "dragOver", "drop"] {
            self.call("Input.dispatchDragEvent", json!({"type": kind, "x": x, "y": y, "data": data})).await;
        }
    }

    /// Sets the window's size in CSS pixels, and the theme that the system asks for.
    pub(crate) async fn show_as(&self, width: u32, height: u32, dark: bool) {
        let size = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        self.call("Emulation.setDeviceMetricsOverride", size).await;
        let features = json!([
            {"name": "prefers-color-scheme", "value": if dark { "dark" } else { "light" }},
            {"name": "prefers-reduced-motion", "value": "reduce"},
        ]);
        self.call("Emulation.setEmulatedMedia", json!({"features": features})).await;
    }

    /// Writes what is seen in a window of this size as a PNG; the window keeps the size.
    pub(crate) async fn screenshot(&self, path: &Path, width: u32, height: u32) {
        let size = json!({"width": width, "height": height, "deviceScaleFactor": 1, "mobile": false});
        self.call("Emulation.setDeviceMetricsOverride", size).await;
        // Two frames: one that lays out anew, one that shows it. Pictures that are in sight are loaded before.
        let drawn = "Promise.all([...document.images].map((picture) => picture.decode().catch(() => null)))
            .then(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
            .then(() => null)";
        self.evaluate(drawn).await;
        let answer = self.call("Page.captureScreenshot", json!({"format": "png"})).await;
        let png = from_base64(answer["data"].as_str().expect("a picture"));
        fs::write(path, png).expect("the picture is written");
    }

    /// Errors on the page's console so far: exceptions, and what its security policy refused.
    pub(crate) async fn complaints(&self) -> Vec<String> {
        self.evaluate("null").await;
        let connection = self.browser.connection.lock().await;
        let own = connection.complaints.iter().filter(|(session, _)| *session == self.session);
        own.map(|(_, words)| words.clone()).collect()
    }
}

/// Decodes base64 with its usual alphabet (RFC 4648, section 4).
fn from_base64(text: &str) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0_u32);
    for letter in text.bytes().take_while(|&letter| letter != b'=') {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            other => panic!("not base64: {other}"),
        };
        bits = (bits << 6 | u32::from(value)) & 0xff_ffff;
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count & 0xff) as u8);
        }
    }
    bytes
}

#[test]
fn base64_is_decoded() {
    for (text, expected) in [("", ""), ("Zg==", "f"), ("Zm8=", "fo"), ("Zm9v", "foo"), ("Zm9vYmFyPz4/", "foobar?>?")] {
        assert_eq!(from_base64(text), expected.as_bytes(), "{text}");
    }
}
