//! The newcomer's walk, in the browser, as the README tells it. Leaves pictures in `target/screenshots`.

use std::path::PathBuf;
use std::time::Duration;

use super::cdp::{Browser, Page};
use super::chromium_or_skip;
use crate::chat::Chat;

/// Longer than any answer takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);
const PHONE: (u32, u32) = (390, 844);
/// A whole statement on one screen, for the README.
const TALL: (u32, u32) = (1000, 1320);
const DESKTOP: (u32, u32) = (1280, 860);

fn pictures() -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).with_file_name("screenshots");
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Waits for words of the bot.
async fn reads(page: &Page<'_>, words: &str) {
    let shown = format!("[...document.querySelectorAll('.message.in')].some(m => m.textContent.includes({words:?}))");
    page.wait_for(&shown, PATIENCE).await;
}

/// Taps the latest button with this label.
async fn taps(page: &Page<'_>, label: &str) {
    let mark = format!(
        "(() => {{ document.querySelectorAll('[data-tapped]').forEach(k => delete k.dataset.tapped);
            const key = [...document.querySelectorAll('.key')].filter(k => k.textContent.includes({label:?})).pop();
            if (key) key.dataset.tapped = 'yes'; return Boolean(key) }})()"
    );
    page.wait_for(&mark, PATIENCE).await;
    page.click("[data-tapped]").await;
}

async fn picture(page: &Page<'_>, name: &str, (width, height): (u32, u32)) {
    page.evaluate("new Promise(done => setTimeout(done, 400))").await;
    page.screenshot(&pictures().join(name), width, height).await;
}

#[tokio::test]
async fn a_newcomer_walks_through_in_the_browser() {
    let Some(chromium) = chromium_or_skip() else { return };
    let chat = Chat::start().await;
    let browser = Browser::start(&chromium);
    let page = browser.page().await;
    page.show_as(PHONE.0, PHONE.1, false).await;
    page.goto(&format!("{}/?bot={}&person={}", chat.server.url, crate::chat::BOT, crate::chat::ANA)).await;
    page.wait_for("document.querySelector('#start') !== null", PATIENCE).await;
    picture(&page, "1-welcome.png", PHONE).await;

    page.click("#start").await;
    reads(&page, "I keep an eye on your money").await;
    taps(&page, "Try a demo statement").await;
    reads(&page, "Proven").await;
    page.wait_for("document.querySelector('.photo img')?.complete === true", PATIENCE).await;
    picture(&page, "2-statement.png", PHONE).await;
    page.show_as(TALL.0, TALL.1, false).await;
    picture(&page, "readme.png", TALL).await;
    page.show_as(PHONE.0, PHONE.1, false).await;
    taps(&page, "Yes, both are right").await;

    page.click("#composer-text").await;
    page.type_text("how much did I spend on groceries last month?").await;
    page.press_key("Enter").await;
    reads(&page, "on Groceries in February 2026").await;
    taps(&page, "Show the rows").await;
    reads(&page, " · Tesco · ").await;
    picture(&page, "3-answer.png", PHONE).await;
    page.show_as(DESKTOP.0, DESKTOP.1, false).await;
    picture(&page, "4-desktop.png", DESKTOP).await;
    page.show_as(DESKTOP.0, DESKTOP.1, true).await;
    picture(&page, "5-desktop-dark.png", DESKTOP).await;

    taps(&page, "Undo import").await;
    reads(&page, "Taken back").await;
    assert_eq!(chat.farthing.value("select count(*) from transaction").await, "0");
    assert_eq!(page.complaints().await, Vec::<String>::new());
    drop(page);
    drop(browser);
    chat.finish().await;
}
