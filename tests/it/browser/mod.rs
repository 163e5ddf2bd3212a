//! The chat page in a real browser.

mod cdp;
mod walk;

use std::path::PathBuf;
use std::time::Duration;

use cdp::{Browser, find_chromium};

/// The browser, or `None` where a developer's machine has none; in CI it must be there.
#[expect(clippy::print_stderr, reason = "says why a test did nothing")]
pub(crate) fn chromium_or_skip() -> Option<PathBuf> {
    let found = find_chromium();
    if found.is_none() {
        assert!(std::env::var_os("CI").is_none(), "no chromium: install Debian's package `chromium`");
        eprintln!("skipped: there is no chromium on this machine (Debian's package `chromium`)");
    }
    found
}

/// A page that shows what is typed, clicked, handed in and dropped.
const PAGE: &str =
    "data:text/html,<form><input id=words><input id=file type=file><button>Go</button></form><p id=result></p>
    <script>
        const show = (file) => { result.textContent = words.value + ' ' + file.name + ' ' + file.size };
        onsubmit = (event) => { event.preventDefault(); show(document.querySelector('input[type=file]').files[0]) };
        ondragover = (event) => event.preventDefault();
        ondrop = (event) => { event.preventDefault(); show(event.dataTransfer.files[0]) };
    </script>";

const PATIENCE: Duration = Duration::from_secs(5);

#[tokio::test]
async fn the_browser_types_clicks_takes_files_and_makes_pictures() {
    let Some(chromium) = chromium_or_skip() else { return };
    let folder = tempfile::tempdir().unwrap();
    let statement = folder.path().join("statement.txt");
    std::fs::write(&statement, "12345").unwrap();
    let browser = Browser::start(&chromium);
    let page = browser.page().await;
    page.goto(PAGE).await;
    page.click("#words").await;
    page.type_text("clicked ö").await;
    page.set_file("#file", &statement).await;
    page.click("button").await;
    page.wait_for("result.textContent === 'clicked ö statement.txt 5'", PATIENCE).await;

    page.evaluate("result.textContent = ''; words.value = 'a key'; words.focus()").await;
    page.press_key("Enter").await;
    page.wait_for("result.textContent === 'a key statement.txt 5'", PATIENCE).await;

    page.evaluate("result.textContent = ''; words.value = 'dropped'").await;
    page.drop_file("#words", &statement).await;
    page.wait_for("result.textContent === 'dropped statement.txt 5'", PATIENCE).await;

    let dark = "matchMedia('(prefers-color-scheme: dark)').matches";
    page.show_as(1280, 800, true).await;
    assert_eq!((page.evaluate(dark).await, page.evaluate("innerWidth").await), (true.into(), 1280.into()));
    page.show_as(1280, 800, false).await;
    assert_eq!(page.evaluate(dark).await, false);
    let picture = folder.path().join("page.png");
    page.screenshot(&picture, 360, 740).await;
    let png = std::fs::read(&picture).unwrap();
    assert_eq!(&png[..8], b"\x89PNG\r\n\x1a\n");
    assert_eq!((&png[16..20], &png[20..24]), (&360_u32.to_be_bytes()[..], &740_u32.to_be_bytes()[..]));

    assert_eq!(page.complaints().await, Vec::<String>::new());
    page.evaluate("setTimeout(() => { throw new Error('on purpose') })").await;
    page.evaluate("new Promise((done) => setTimeout(done, 50))").await;
    assert!(page.complaints().await.join("\n").contains("on purpose"));
}
