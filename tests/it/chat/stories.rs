//! What a newcomer does, and what goes wrong for people.

use farthing::demo::{Layout, pdf, pdf_with_password, year};
use insta::assert_snapshot;
use rust_decimal::Decimal;

use super::{ANA, BEN, BOT, Chat, transcript};

fn statement() -> farthing::demo::DemoStatement {
    let statements = year(7, "2026-02-28".parse().unwrap(), 1);
    statements.into_iter().find(|statement| statement.layout == Layout::UkCurrent).unwrap()
}

pub(super) fn printed() -> Vec<u8> {
    pdf(&statement(), Layout::UkCurrent).unwrap()
}

#[tokio::test]
async fn a_newcomer_walks_through() {
    let chat = Chat::start().await;
    assert_snapshot!("start", chat.say(ANA, "/start").await);
    assert_snapshot!("demo", chat.press(ANA, "📄 Try a demo statement").await);
    assert_snapshot!("groceries", chat.say(ANA, "how much did I spend on groceries last month?").await);
    assert_snapshot!("rows", chat.press(ANA, "Show the rows").await);
    chat.press(ANA, "Undo import").await;
    assert_eq!(chat.farthing.value("select count(*) from transaction").await, "0");
    chat.finish().await;
}

#[tokio::test]
async fn an_own_file_is_read_and_known_again() {
    let chat = Chat::start().await;
    let bytes = pdf(&statement(), Layout::UkCurrent).unwrap();
    assert_snapshot!("upload", chat.upload(ANA, "february.pdf", &bytes).await);
    assert_snapshot!("upload_again", chat.upload(ANA, "february.pdf", &bytes).await);
    let rows = statement().rows.len().to_string();
    assert_eq!(chat.farthing.value("select count(*) from transaction").await, rows);
    chat.finish().await;
}

#[tokio::test]
async fn a_password_is_asked_for_used_once_and_kept_nowhere() {
    let chat = Chat::start().await;
    let bytes = pdf_with_password(&statement(), Layout::UkCurrent, "correct horse").unwrap();
    assert_snapshot!("locked", chat.upload(ANA, "locked.pdf", &bytes).await);
    assert_snapshot!("wrong_password", chat.say(ANA, "battery staple").await);
    let opened = chat.say(ANA, "correct horse").await;
    assert!(opened.contains("Proven"), "{opened}");
    let words: Vec<String> = chat
        .server
        .messages(ANA)
        .await
        .iter()
        .filter_map(|message| message["text"].as_str().map(str::to_owned))
        .collect();
    assert!(
        !words.iter().any(|text| text.contains("horse") || text.contains("staple")),
        "taken out of the chat: {words:?}"
    );
    for table in ["inbox", "outbox", "chat", "dead_letter", "waiting_file", "conversation_turn", "statement"] {
        let found =
            chat.farthing.value(&format!("select count(*) from {table} where {table}::text like '%horse%'")).await;
        assert_eq!(found, "0", "{table}");
    }
    assert_eq!(chat.farthing.value("select count(*) from waiting_file").await, "0");
    chat.finish().await;
}

#[tokio::test]
async fn a_gap_is_shown_before_anything_is_kept() {
    let chat = Chat::start().await;
    let wrong = pdf(&statement().misprinted(3, Decimal::new(1000, 2)), Layout::UkCurrent).unwrap();
    assert_snapshot!("gap", chat.upload(ANA, "wrong.pdf", &wrong).await);
    assert_eq!(chat.farthing.value("select count(*) from transaction").await, "0");
    chat.press(ANA, "Leave it").await;
    assert_eq!(chat.farthing.value("select count(*) from waiting_file").await, "0");
    chat.upload(ANA, "wrong.pdf", &wrong).await;
    let kept = chat.press(ANA, "Keep it with the gap").await;
    assert!(kept.contains("Kept with a gap"), "{kept}");
    assert_eq!(chat.farthing.value("select reconciliation from statement").await, "gap");
    chat.finish().await;
}

#[tokio::test]
async fn a_misread_row_is_found_and_corrected_before_anything_is_kept() {
    let chat = Chat::start().await;
    let wrong = pdf(&statement().misprinted(3, Decimal::new(1000, 2)), Layout::UkCurrent).unwrap();
    chat.upload(ANA, "wrong.pdf", &wrong).await;
    assert_snapshot!("where_the_gap_opens", chat.press(ANA, "Show me where").await);
    assert_snapshot!("how_to_correct", chat.press(ANA, "Correct it").await);
    assert_snapshot!("not_a_correction", chat.say(ANA, "the fourth one is wrong").await);
    let right = statement().rows[3].amount;
    assert_snapshot!("corrected_wrongly", chat.say(ANA, &format!("4 {}", right + Decimal::ONE)).await);
    chat.press(ANA, "Take that back").await;
    assert_snapshot!("corrected", chat.say(ANA, &format!("4 {right}")).await);
    assert_eq!(chat.farthing.value("select count(*) from transaction").await, "0");
    let kept = chat.press(ANA, "Keep it").await;
    assert!(kept.contains("Corrected by you"), "{kept}");
    assert_eq!(chat.farthing.value("select reconciliation from statement").await, "unproven");
    let amount = "select amount from statement_line where line_number = 4";
    assert_eq!(chat.farthing.value(amount).await.trim_end_matches('0'), right.to_string().trim_end_matches('0'));
    assert_eq!(chat.farthing.value("select count(*) from waiting_file").await, "0");
    chat.finish().await;
}

#[tokio::test]
async fn a_locked_file_with_a_gap_asks_for_its_password_once() {
    let chat = Chat::start().await;
    let wrong = statement().misprinted(3, Decimal::new(1000, 2));
    let bytes = pdf_with_password(&wrong, Layout::UkCurrent, "correct horse").unwrap();
    chat.upload(ANA, "locked.pdf", &bytes).await;
    assert!(chat.say(ANA, "correct horse").await.contains("do not add up"));
    assert!(chat.press(ANA, "Show me where").await.contains("⚠️ 4 ·"));
    assert!(chat.press(ANA, "Keep it with the gap").await.contains("Kept with a gap"));
    let kept = "select count(*) from waiting_file where waiting_file::text like '%horse%'";
    assert_eq!(chat.farthing.value(kept).await, "0");
    chat.finish().await;
}

#[tokio::test]
async fn three_wrong_passwords_let_a_file_go() {
    let chat = Chat::start().await;
    let bytes = pdf_with_password(&statement(), Layout::UkCurrent, "correct horse").unwrap();
    chat.upload(ANA, "locked.pdf", &bytes).await;
    for guess in ["one", "two"] {
        assert!(chat.say(ANA, guess).await.contains("Type it once more"));
    }
    assert_snapshot!("third_wrong_password", chat.say(ANA, "three").await);
    assert_eq!(chat.farthing.value("select count(*) from waiting_file").await, "0");
    // A question is a question again.
    let answer = chat.say(ANA, "how much did I spend last month?").await;
    assert!(!answer.contains("password"), "{answer}");
    chat.finish().await;
}

#[tokio::test]
async fn what_is_no_statement_gets_a_kind_word() {
    let chat = Chat::start().await;
    for (name, bytes) in [
        ("notes.txt", b"milk, bread, call mum".as_slice()),
        ("broken.pdf", b"%PDF-1.7 and nothing else"),
        ("photo.docx", b"PK\x03\x04 not a statement"),
    ] {
        let words = chat.upload(ANA, name, bytes).await;
        assert!(words.contains("nothing was stored"), "{name}: {words}");
    }
    let photo = include_bytes!("../files/grey.png");
    assert_snapshot!("photo", chat.upload_as(ANA, "photo.png", photo, "photo").await);
    chat.finish().await;
}

#[tokio::test]
async fn people_do_not_see_each_other() {
    let chat = Chat::start().await;
    let bytes = pdf(&statement(), Layout::UkCurrent).unwrap();
    chat.upload(ANA, "february.pdf", &bytes).await;
    let ben = chat.say(BEN, "how much did I spend last month?").await;
    assert!(!ben.contains('£'), "{ben}");
    chat.finish().await;
}

#[tokio::test]
async fn a_question_that_was_mended_is_answered_again() {
    let chat = Chat::start().await;
    chat.upload(ANA, "february.pdf", &printed()).await;
    chat.say(ANA, "how much did I spend on groceries in january 2026?").await;
    let mended = chat.edit(ANA, "how much did I spend on groceries in february 2026?").await;
    assert!(mended.contains("Groceries in February 2026"), "{mended}");
    chat.finish().await;
}

#[tokio::test]
async fn a_group_is_refused_politely_and_only_when_somebody_speaks_to_the_bot() {
    let chat = Chat::start().await;
    let sandbox = &chat.server.sandbox;
    // Its being added is two updates: its membership and the message that says so.
    let group = sandbox.create_group(BOT, "Family", &[ANA, BEN]).unwrap();
    chat.count_update();
    chat.count_update();
    sandbox.send_text_in_group(BOT, group, BEN, "what's for dinner?", None).unwrap();
    sandbox.send_text_in_group(BOT, group, ANA, "/summary", None).unwrap();
    chat.count_update();
    chat.settled().await;
    assert_snapshot!("group", transcript(&chat.server.messages(group).await));
    chat.finish().await;
}

#[tokio::test]
async fn who_stopped_the_bot_is_left_alone_until_they_return() {
    let chat = Chat::start().await;
    chat.say(ANA, "/start").await;
    let unreachable = format!("select unreachable_at is not null from chat where chat_id = {ANA}");
    for (blocked, expected) in [(true, "true"), (false, "false")] {
        chat.server.sandbox.block(BOT, ANA, blocked).unwrap();
        chat.count_update();
        chat.settled().await;
        assert_eq!(chat.farthing.value(&unreachable).await, expected, "blocked: {blocked}");
    }
    assert!(chat.say(ANA, "/start").await.contains("Hello"));
    chat.finish().await;
}

#[tokio::test]
async fn a_text_with_a_nul_is_a_text() {
    let chat = Chat::start().await;
    let answer = chat.say(ANA, "how much did I\0 spend?").await;
    assert!(!answer.contains("went wrong"), "{answer}");
    chat.finish().await;
}

#[tokio::test]
async fn a_password_that_was_not_used_before_a_restart_is_asked_for_again() {
    let chat = Chat::start().await;
    let bytes = pdf_with_password(&statement(), Layout::UkCurrent, "correct horse").unwrap();
    chat.upload(ANA, "locked.pdf", &bytes).await;
    // Sealed by a process that is gone: no worker has this number any more.
    let sealed = "update inbox set raw = 'sealed', sealed_by = 99, done_at = null, claimed_by = null, attempts = 0 \
         where update_id = (select max(update_id) from inbox)";
    let before = chat.server.messages(ANA).await;
    chat.farthing.execute(sealed).await;
    chat.settled().await;
    let messages = chat.server.messages(ANA).await;
    let new: Vec<_> = messages.into_iter().filter(|message| !before.contains(message)).collect();
    assert_snapshot!("sealed_by_a_process_that_is_gone", transcript(&new));
    let opened = chat.say(ANA, "correct horse").await;
    assert!(opened.contains("Proven"), "{opened}");
    chat.finish().await;
}

#[tokio::test]
async fn an_answer_opens_to_a_picture_and_a_file() {
    let chat = Chat::start().await;
    chat.upload(ANA, "february.pdf", &printed()).await;
    chat.say(ANA, "how much did I spend on groceries in february 2026?").await;
    let file = chat.press(ANA, "Export these").await;
    assert_snapshot!("exported_rows", file);
    chat.say(ANA, "how much did I spend in february 2026?").await;
    let picture = chat.press(ANA, "Chart it").await;
    assert!(picture.contains("[picture] Where it went: February 2026"), "{picture}");
    chat.finish().await;
}
