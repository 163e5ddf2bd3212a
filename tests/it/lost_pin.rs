//! A forgotten PIN: a code of the app sets a new one; without an app, an admin takes it away, and a day is slower.

use farthing::tools::second_factor::code;

use crate::chat::{ANA, BEN, Chat, transcript};
use crate::second_factor::{PIN, bot_time, enter, farthing_id, fund, secret, sent_to, set_pin, told, type_code};

const NEW_PIN: &str = "27180";

/// What was taken away is said so.
const REFUSED: &str = "farthing: Your PIN was taken away on request, so until 1 April, 12:00 I send nothing above 100 and \
    nothing to people you never paid, and limits stay as they are. Nothing was sent or changed.";

/// Sets up an app; its secret, the latest step that was taken, and a recovery code.
async fn set_up_app(chat: &Chat, person: i64) -> (Vec<u8>, i64, String) {
    chat.say(person, "/security").await;
    chat.press(person, "Set up an authenticator app").await;
    enter(chat, person, PIN).await;
    let secret = secret(chat, person).await;
    let (shown, step) = type_code(chat, person, &secret, code::step_at(bot_time()) - 1).await;
    let recovery = shown.lines().map(str::trim).find(|line| line.len() == 11 && line.contains('-')).unwrap().to_owned();
    (secret, step, recovery)
}

/// The same but for the minute, which goes on while a story is told.
fn noon(words: &str) -> String {
    (0..10).fold(words.to_owned(), |words, minute| words.replace(&format!("12:0{minute}"), "12:00"))
}

#[tokio::test]
async fn a_code_of_the_app_sets_a_new_pin() {
    let chat = Chat::start().await;
    chat.say(BEN, "/balance").await;
    let ana = farthing_id(&chat, ANA).await;
    fund(&chat, BEN, "500").await;
    set_pin(&chat, BEN).await;
    let (_, _, recovery) = set_up_app(&chat, BEN).await;

    chat.say(BEN, &format!("/send 20 {ana} for lunch")).await;
    let keypad = chat.press(BEN, "✅ Confirm").await;
    assert!(keypad.ends_with("  (Forgot PIN?)  (Cancel)"), "{keypad}");
    let asked = "farthing: 🔑 For a new PIN, type the six digits that your authenticator app shows, or a recovery code. I take \
                 your message away. What you wanted to do is not done: ask for it again afterwards.";
    assert_eq!(chat.press(BEN, "Forgot PIN?").await, asked);
    // A wrong code counts, and nothing is chosen before a right one.
    told(&chat.say(BEN, "AAAAA-AAAAA").await, "4 tries left");
    let choose = chat.say(BEN, &recovery).await;
    assert!(choose.contains("🔑 Code accepted.") && choose.contains("Choose a PIN of 4 to 8 digits"), "{choose}");
    assert!(!choose.contains("Forgot PIN?"), "{choose}");
    enter(&chat, BEN, NEW_PIN).await;
    told(&enter(&chat, BEN, NEW_PIN).await, "Your PIN is set");
    assert_eq!(sent_to(&chat, ANA).await, "0", "the payment did not go on by itself");

    // The new one counts, the old one does not; there is no slower day, because the app is a factor of its own.
    told(&chat.press(BEN, "✅ Confirm").await, "Your PIN");
    told(&enter(&chat, BEN, PIN).await, "4 tries left");
    told(&enter(&chat, BEN, NEW_PIN).await, "Sent £20.00 to");
    // A recovery code opens once.
    chat.say(BEN, "/security").await;
    chat.press(BEN, "Remove PIN").await;
    chat.press(BEN, "Forgot PIN?").await;
    told(&chat.say(BEN, &recovery).await, "4 tries left");
    for left in ["3 tries left", "2 tries left", "1 try left", "locked until"] {
        told(&chat.say(BEN, "AAAAA-AAAAA").await, left);
    }
    assert_eq!(chat.farthing.value("select pin_hash is not null from second_factor").await, "true");
    chat.finish().await;
}

#[tokio::test]
async fn without_an_app_an_admin_takes_it_away_and_a_day_is_slower() {
    let chat = Chat::start().await;
    let (ana, ben) = (farthing_id(&chat, ANA).await, farthing_id(&chat, BEN).await);
    fund(&chat, ANA, "500").await;
    chat.say(ANA, &format!("/send 5 {ben}")).await;
    chat.press(ANA, "✅ Confirm").await;
    set_pin(&chat, ANA).await;
    chat.say(ANA, &format!("/send 150 {ben}")).await;
    chat.press(ANA, "✅ Confirm").await;
    let way = format!(
        "farthing: Only the person who runs this farthing can take a PIN away. Ask them in a way that shows them that it is you; \
         your number here is {ANA}.\n  For a day after that I send nothing above 100 and nothing to people you never paid, so \
         that nobody gains by asking in your name."
    );
    assert_eq!(chat.press(ANA, "Forgot PIN?").await, way);

    // Who is no admin, no reason, nobody, and somebody without a PIN.
    let how = "farthing: Write whose PIN and why: /admin resetpin @ana called me and knew her last payment. Their @username, \
               farthing id or number tells me who it is.";
    told(&chat.say(ANA, &format!("/admin resetpin {ANA} me")).await, "I don't know that command.");
    assert_eq!(chat.say(BEN, "/admin resetpin").await, how);
    assert_eq!(chat.say(BEN, &format!("/admin resetpin {ana}")).await, how);
    assert_eq!(chat.say(BEN, "/admin resetpin 4242 x").await, "farthing: I don't know anyone by that name here.");
    told(&chat.say(BEN, &format!("/admin resetpin {BEN} x")).await, "has no PIN. Nothing was changed.");
    assert_eq!(chat.farthing.value("select count(*) from admin_log").await, "0");
    assert_eq!(chat.farthing.value("select cools_until is null from second_factor").await, "true");

    let before = chat.server.messages(ANA).await;
    let name = chat.farthing.value(&format!("select name from chat where chat_id = {ANA}")).await;
    let done = format!(
        "farthing: ✅ {name} has no PIN now, and no authenticator app. They are told. For 24 hours they can send nothing above \
         their limit and nothing to new people."
    );
    assert_eq!(chat.say(BEN, &format!("/admin resetpin {ana} knew her last payment")).await, done);
    let news: Vec<_> =
        chat.server.messages(ANA).await.into_iter().filter(|message| !before.contains(message)).collect();
    let news = noon(&transcript(&news));
    let expected = "farthing: 🔑 Your PIN was taken away by the person who runs this farthing: knew her last payment. With it went \
                    your authenticator app, if you had one. /security sets both anew.\n  Until 1 April, 12:00 I send nothing above \
                    100 and nothing to people you never paid, and limits stay as they are.\n  If you did not ask for this, tell \
                    them now: they can pause your access.";
    assert_eq!(news, expected);
    let log = "select string_agg(concat_ws(' ', admin_user, about_user, what), ', ') from admin_log";
    assert_eq!(chat.farthing.value(log).await, format!("{BEN} {ANA} resetpin knew her last payment"));
    told(&chat.say(BEN, &format!("/admin resetpin {ana} again")).await, "has no PIN. Nothing was changed.");

    // Within a book, nobody's PIN is taken away: that is for whoever runs farthing.
    let mut inside = chat.farthing.application().await;
    let book = chat.farthing.value(&format!("select book_of({BEN})")).await;
    let scope = format!("select set_config('farthing.book_id', '{book}', false)");
    sqlx::raw_sql(sqlx::AssertSqlSafe(scope)).execute(&mut inside).await.unwrap();
    let done =
        sqlx::query_scalar::<_, bool>("select wallet_reset_pin(7001, '2026-04-01')").fetch_one(&mut inside).await;
    assert!(!done.unwrap());

    // The keypad of before is over, and what it was for is refused.
    told(&chat.press(ANA, "OK").await, "This keypad is over");
    assert_eq!(noon(&chat.press(ANA, "✅ Confirm").await), REFUSED);
    slower_day(&chat, &ben).await;

    // The day is over.
    chat.farthing.execute("update second_factor set cools_until = '2026-03-31 12:00+00'").await;
    told(&chat.say(ANA, "/limits day 300").await, "Your PIN");
    enter(&chat, ANA, NEW_PIN).await;
    chat.say(ANA, &format!("/send 150 {ben}")).await;
    told(&chat.press(ANA, "✅ Confirm").await, "Your PIN");
    told(&enter(&chat, ANA, NEW_PIN).await, "Sent £150.00 to");
    chat.finish().await;
}

/// What Ana can do in the day after, whatever PIN is chosen meanwhile; in the end there is a new one.
async fn slower_day(chat: &Chat, ben: &str) {
    chat.say(ANA, &format!("/send 5 {ben}")).await;
    told(&chat.press(ANA, "✅ Confirm").await, "Sent £5.00 to");
    for _ in 0..2 {
        chat.say(ANA, "/security").await;
        chat.press(ANA, "Set a PIN").await;
        enter(chat, ANA, NEW_PIN).await;
        told(&enter(chat, ANA, NEW_PIN).await, "Your PIN is set");
        assert_eq!(noon(&chat.say(ANA, "/security pin 1000").await), REFUSED);
        assert_eq!(noon(&chat.say(ANA, "/limits day 300").await), REFUSED);
        chat.say(ANA, &format!("/send 100.01 {ben}")).await;
        assert_eq!(noon(&chat.press(ANA, "✅ Confirm").await), REFUSED);
        // Removing the new one does not end the day either.
        chat.say(ANA, "/security").await;
        chat.press(ANA, "Remove PIN").await;
        told(&enter(chat, ANA, NEW_PIN).await, "Removed");
        assert_eq!(
            chat.farthing.value("select cools_until is not null and pin_hash is null from second_factor").await,
            "true"
        );
    }
    // Somebody never paid, for whatever amount.
    chat.server.say(7003, "/balance").await;
    chat.count_update();
    let cleo = farthing_id(chat, 7003).await;
    chat.say(ANA, &format!("/send 1 {cleo}")).await;
    assert_eq!(noon(&chat.press(ANA, "✅ Confirm").await), REFUSED);
    assert_eq!(sent_to(chat, BEN).await, "10.00");
    chat.say(ANA, "/security").await;
    chat.press(ANA, "Set a PIN").await;
    enter(chat, ANA, NEW_PIN).await;
    enter(chat, ANA, NEW_PIN).await;
}
