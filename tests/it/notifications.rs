//! `/notifications`: what was said unasked, a page at a time, and what of it is new.

use chrono::{DateTime, Utc};
use farthing::config::Access;
use farthing::domain::{NoticeId, WorkerId};
use farthing::jobs::run_due;
use farthing::store::notices::{NewNotice, Saying};

use crate::story::{ANA, BEN, BOT, Story};

fn said(at: DateTime<Utc>) -> Saying<'static> {
    Saying { id: NoticeId::new(), message: None, about: None, row: None, said_at: Some(at), say_at: None }
}

/// Notices told an hour apart, the last one just now; two that were known without saying and one that waits.
async fn told(story: &Story, person: i64, count: i64) {
    let store = &story.farthing.app.store;
    let id = store.find_book(farthing::domain::TelegramUserId(person)).await.unwrap().unwrap();
    let mut book = store.book(id).await.unwrap();
    for number in 0..count {
        let (key, text) = (format!("k{number:03}"), format!("<{number}> of 100 is used.\n\nShow it."));
        let kind = ["budget", "daily_summary", "from_the_future"][number as usize % 3];
        let at = story.now() - chrono::TimeDelta::hours(count - number);
        assert!(
            book.note_notice(NewNotice { key: &key, kind, text: &text, saying: Some(said(at)) }, at).await.unwrap()
        );
    }
    let silent = NewNotice { key: "silent", kind: "budget", text: "", saying: None };
    book.note_notice(silent, story.now()).await.unwrap();
    // A second one about the same payee is noted as known.
    let unsaid = Saying { said_at: None, ..said(story.now()) };
    let unsaid = NewNotice { key: "unsaid", kind: "fee", text: "never said", saying: Some(unsaid) };
    book.note_notice(unsaid, story.now()).await.unwrap();
    book.commit().await.unwrap();
    let waits = "insert into notice (book_id, notice_key, kind, text, created_at, message)
        select book_id, 'waits', 'fee', 'not yet', '2026-03-01', '{}' from notice limit 1";
    story.farthing.execute(waits).await;
}

/// Without the moments, which are those of the day of the test.
fn timeless(text: &str) -> String {
    regex::Regex::new(r"· \d+ \w+( \d{4})?, \d\d:\d\d").unwrap().replace_all(text, "· then").into_owned()
}

#[tokio::test]
async fn a_page_is_read_when_it_is_shown() {
    let mut story = Story::start(Access::Open).await;
    let nothing = story.types(ANA, "/notifications").await;
    assert_eq!(nothing, "I have not said anything by myself yet. When I do, it is kept here.\n");
    story.types(BEN, "hello").await;
    told(&story, ANA, 23).await;
    let first = story.hears(ANA, "/notifications").await;
    insta::assert_snapshot!(timeless(&first.text));
    let again = story.types(ANA, "/notifications").await;
    assert!(again.contains("13 new") && !again.contains("🔵"), "what was shown is read: {again}");
    let older = first.buttons.iter().find(|button| button.text == "Older ▶").unwrap();
    let second = story.presses(ANA, &older.data).await;
    assert!(second.contains("13 new") && second.matches("🔵").count() == 10, "{second}");
    assert!(second.contains("[◀ Newer] [Older ▶]\n[All read]"), "{second}");
    assert_eq!(story.presses(ANA, "told:read").await, "All read.\n");
    assert_eq!(story.presses(ANA, "told:read").await, "There was nothing new.\n");
    let last = story.presses(ANA, "told:page:20").await;
    assert!(last.contains("all read") && last.contains("[◀ Newer]\n") && !last.contains("[All read]"), "{last}");
    assert_eq!(last.matches("of 100 is used").count(), 3);
    assert!(story.types(BEN, "/notifications").await.contains("not said anything"), "nobody else's");
    story.finish().await;
}

#[tokio::test]
async fn alerts_and_summaries_stand_there() {
    let mut story = Story::start(Access::Open).await;
    let set = story.types(ANA, "100 GBP a month for groceries").await;
    let noted = story.types(ANA, "groceries 85 GBP").await;
    let said = run_due(&story.farthing.app, BOT, WorkerId(1), story.now()).await.unwrap();
    assert_eq!(said.len(), 1, "{set} {noted}");
    let shown = story.types(ANA, "/notifications").await;
    assert!(shown.contains("1 new") && shown.contains("<b>Budget</b>") && shown.contains("85% of your"), "{shown}");
    story.offset = chrono::TimeDelta::days(2);
    let said = run_due(&story.farthing.app, BOT, WorkerId(1), story.now()).await.unwrap();
    assert_eq!(said.len(), 1, "{said:?}");
    let shown = story.types(ANA, "/notifications").await;
    assert!(shown.contains("1 new") && shown.contains("<b>Summary of the"), "{shown}");
    story.finish().await;
}
