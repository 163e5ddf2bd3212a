//! Summaries by email, against a real SMTP server: an address and its code, and what becomes of mails.

mod server;

use chrono::{DateTime, TimeDelta, Utc};
use farthing::config::{Access, Encryption, Login, MailServer, Secret};
use farthing::domain::WorkerId;
use farthing::jobs::mail::{Step, send_next};
use farthing::jobs::run_due;
use lettre::transport::smtp::client::Certificate;

use crate::harness::Farthing;
use crate::story::{ADMIN, ANA, BEN, BOT, Story};
use server::{MailProcess, settings};

const WORKER: WorkerId = WorkerId(1);

const MARCH: &str = "\
date,description,amount,currency,account,category
2026-03-29,Current 12345678 to Zoë,-20.00,GBP,Current …4321,Family
2026-03-30,Müller & Söhne <b>日本</b>,-42.10,GBP,Current …4321,Groceries
2026-03-31,Müller & Söhne <b>日本</b>,-55.00,GBP,Current …4321,Groceries
";

fn moment(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// Somebody with a statement whose summaries also go to this address.
async fn reader(farthing: &Farthing, person: i64, address: &str) {
    farthing.person(person).import("march.csv", MARCH.as_bytes()).await.unwrap();
    let confirmed = format!(
        "insert into mail_address (book_id, of_user, address, codes_since) values (book_of({person}), {person}, '{}', '2026-03-01')",
        address.replace('\'', "''")
    );
    farthing.execute(&confirmed).await;
    run_due(&farthing.app, BOT, WORKER, moment("2026-03-31T12:00:00Z")).await.unwrap();
}

async fn summaries(farthing: &Farthing, at: &str) -> usize {
    run_due(&farthing.app, BOT, WORKER, moment(at)).await.unwrap().len()
}

async fn step(farthing: &Farthing, at: DateTime<Utc>) -> Step {
    let server = farthing.app.mail.clone().unwrap();
    send_next(&farthing.app.store, &server, BOT, WORKER, at).await.unwrap()
}

#[tokio::test]
async fn a_summary_arrives_once_with_letters_of_every_kind() {
    let Some(server) = MailProcess::start_or_skip() else { return };
    let mut farthing = Farthing::start().await;
    farthing.app.mail = Some(server.settings());
    farthing.person(7002).import("march.csv", MARCH.as_bytes()).await.unwrap();
    reader(&farthing, 7001, "ana.o'neil+money@example.org").await;
    assert_eq!(summaries(&farthing, "2026-04-01T09:00:00Z").await, 2);
    assert_eq!(summaries(&farthing, "2026-04-01T09:00:00Z").await, 0);
    let at = moment("2026-04-01T09:00:05Z");
    assert_eq!(step(&farthing, at).await, Step::Handled);
    let mail = server.took();
    assert_eq!((mail.to, mail.kind.as_str()), (vec!["ana.o'neil+money@example.org".to_owned()], "text/plain"));
    assert_eq!((mail.from.as_str(), mail.auto.as_str()), ("farthing <farthing@money.example>", "auto-generated"));
    assert!(mail.id.ends_with("@money.example>"), "{}", mail.id);
    insta::assert_snapshot!(format!("{}\n\n{}", mail.subject, mail.body));
    assert_eq!(step(&farthing, at).await, Step::Nothing, "once, and to who asked for it");
    // A payee with letters of every kind, told as the largest of a day.
    let ana = farthing.person(7001);
    ana.ask_on("2026-04-02", "paid 12.50 at Café Zoë 日本").await;
    ana.ask_on("2026-04-02", "coffee 3.20").await;
    assert!(summaries(&farthing, "2026-04-03T09:00:00Z").await >= 1);
    while step(&farthing, moment("2026-04-03T09:00:05Z")).await != Step::Nothing {}
    let mail = server.took();
    assert!(mail.body.contains("The largest: Café Zoë 日本, £12.50."), "{}", mail.body);
    server.took_nothing();
    farthing.finish().await;
}

#[tokio::test]
async fn a_server_that_wants_it_later_gets_it_later() {
    let Some(server) = MailProcess::start_or_skip() else { return };
    let mut farthing = Farthing::start().await;
    farthing.app.mail = Some(server.settings());
    reader(&farthing, 7001, "grey@example.org").await;
    assert_eq!(summaries(&farthing, "2026-04-01T09:00:00Z").await, 1);
    let at = moment("2026-04-01T09:00:05Z");
    assert_eq!(step(&farthing, at).await, Step::Handled);
    server.took_nothing();
    assert_eq!(farthing.value("select attempts from mail").await, "1");
    assert_eq!(step(&farthing, at + TimeDelta::seconds(10)).await, Step::Nothing, "not at once");
    assert_eq!(step(&farthing, at + TimeDelta::seconds(60)).await, Step::Handled);
    assert!(server.took().subject.contains("March 2026"));
    assert_eq!(farthing.value("select count(*) from mail").await, "0");
    farthing.finish().await;
}

#[tokio::test]
async fn an_address_that_does_not_exist_is_paused_and_told_once() {
    let Some(server) = MailProcess::start_or_skip() else { return };
    let mut story = Story::start(Access::Open).await;
    story.farthing.app.mail = Some(server.settings());
    let farthing = &story.farthing;
    reader(farthing, ANA, "nobody@example.org").await;
    assert_eq!(summaries(farthing, "2026-04-01T09:00:00Z").await, 1);
    farthing.person(ANA).ask_on("2026-04-01", "coffee 3.20").await;
    assert_eq!(summaries(farthing, "2026-04-02T09:00:00Z").await, 1);
    assert_eq!(farthing.value("select count(*) from mail").await, "2");
    let at = moment("2026-04-02T09:00:05Z");
    assert_eq!((step(farthing, at).await, step(farthing, at).await), (Step::Handled, Step::Nothing));
    server.took_nothing();
    let told = "select string_agg(message ->> 'html', '|') from outbox where priority = 1";
    let told = farthing.value(told).await;
    assert_eq!(
        told,
        "The mail server says that nobody@example.org takes no mails, so I stopped sending summaries there. They still come here."
    );
    farthing.person(ANA).ask_on("2026-04-02", "coffee 3.20").await;
    assert_eq!(summaries(farthing, "2026-04-03T09:00:00Z").await, 1, "the chat goes on");
    assert_eq!(farthing.value("select count(*) from mail").await, "0");
    assert!(story.types(ANA, "/notifications").await.contains("<b>Summaries by email</b>"));
    assert!(story.presses(ANA, "mail:open").await.contains("are paused"));
    story.finish().await;
}

#[tokio::test]
async fn a_server_that_is_away_gets_everything_when_it_is_back() {
    let Some(server) = MailProcess::start_or_skip() else { return };
    let port = server.port;
    drop(server);
    let mut farthing = Farthing::start().await;
    farthing.app.mail = Some(settings(port));
    reader(&farthing, 7001, "ana@example.org").await;
    reader(&farthing, 7002, "ben@example.org").await;
    assert_eq!(summaries(&farthing, "2026-04-01T09:00:00Z").await, 2);
    let at = moment("2026-04-01T09:00:05Z");
    assert_eq!((step(&farthing, at).await, step(&farthing, at).await), (Step::ServerAway, Step::ServerAway));
    // A code of half an hour ago is no good, so it is not sent any more.
    farthing
        .execute(
            "insert into mail (book_id, mail_id, of_user, address, kind, priority, subject, body, created_at, due_at)
             select book_id, gen_random_uuid(), of_user, address, 'code', 0, 's', 'b', '2026-04-01T08:30:00Z', created_at
             from mail limit 1",
        )
        .await;
    // A worker that ended with a mail in its hands loses none.
    farthing.execute("update mail set claimed_by = 999, due_at = created_at where of_user = 7002").await;
    farthing.app.store.release_dead_claims().await.unwrap();
    let server = MailProcess::start(port).unwrap();
    let later = at + TimeDelta::minutes(5);
    while step(&farthing, later).await != Step::Nothing {}
    let mut to = [server.took().to, server.took().to].concat();
    to.sort();
    assert_eq!(to, ["ana@example.org", "ben@example.org"]);
    server.took_nothing();
    farthing.finish().await;
}

#[tokio::test]
async fn what_is_refused_as_a_mail_waits_for_an_admin() {
    let Some(server) = MailProcess::start_or_skip() else { return };
    let mut story = Story::start(Access::Open).await;
    story.farthing.app.mail = Some(server.settings());
    let farthing = &story.farthing;
    reader(farthing, ANA, "relay@example.org").await;
    reader(farthing, BEN, "full@example.org").await;
    assert_eq!(summaries(farthing, "2026-04-01T09:00:00Z").await, 2);
    let at = moment("2026-04-01T09:00:05Z");
    while step(farthing, at).await != Step::Nothing {}
    assert_eq!(
        farthing.value("select count(*) from mail_address where paused_at is null").await,
        "2",
        "nobody's fault"
    );
    let shown = story.hears(ADMIN, "/admin jobs").await;
    assert!(shown.text.contains("Mails waiting: 0, given up: 2"), "{}", shown.text);
    assert!(
        shown.text.contains("5.7.1 Relaying denied") && shown.text.contains("5.2.2 Mailbox full"),
        "{}",
        shown.text
    );
    assert!(!shown.text.contains("example.org") && !shown.text.contains("You spent"), "{}", shown.text);
    assert!(story.presses(ANA, "admin:retry:").await.starts_with("Only the person who runs"));
    let retry = shown.buttons.iter().find(|button| button.text == "Try all again").unwrap();
    assert_eq!(story.presses(ADMIN, &retry.data).await, "0 jobs and 2 mails on the way again.\n");
    assert_eq!(story.presses(ADMIN, &retry.data).await, "There is nothing left to try again.\n");
    story.farthing.execute("update mail_address set address = 'ana@example.org' where of_user = 7001").await;
    story.farthing.execute("update mail set address = 'ana@example.org' where of_user = 7001").await;
    let now = story.now() + TimeDelta::seconds(1);
    while step(&story.farthing, now).await != Step::Nothing {}
    assert_eq!(server.took().to, ["ana@example.org"]);
    story.finish().await;
}

/// The login that the encrypted servers want.
const USER: &str = "farthing";
const PASSWORD: &str = "p/w: ä";

fn encrypted(server: &MailProcess, encryption: Encryption, password: &str) -> MailServer {
    let pem = include_bytes!("tls/authority.pem");
    MailServer {
        host: "localhost".to_owned(),
        encryption,
        login: Some(Login { user: USER.to_owned(), password: Secret::new(password.to_owned()) }),
        authority: Some(Certificate::from_pem(pem).unwrap()),
        ..server.settings()
    }
}

#[tokio::test]
async fn encryption_and_a_login_carry_a_summary() {
    for (mode, encryption) in [("starttls", Encryption::StartTls), ("tls", Encryption::Always)] {
        let Some(server) = MailProcess::start_as(mode, 0) else { return };
        let mut farthing = Farthing::start().await;
        farthing.app.mail = Some(encrypted(&server, encryption, PASSWORD));
        reader(&farthing, 7001, "ana@example.org").await;
        assert_eq!(summaries(&farthing, "2026-04-01T09:00:00Z").await, 1);
        assert_eq!(step(&farthing, moment("2026-04-01T09:00:05Z")).await, Step::Handled, "{mode}");
        assert_eq!(server.took().to, ["ana@example.org"], "{mode}");
        farthing.finish().await;
    }
}

#[tokio::test]
async fn without_trust_encryption_or_the_right_login_nothing_is_said_and_the_mail_waits() {
    let Some(starttls) = MailProcess::start_as("starttls", 0) else { return };
    let Some(tls) = MailProcess::start_as("tls", 0) else { return };
    let Some(plain) = MailProcess::start(0) else { return };
    let mut farthing = Farthing::start().await;
    reader(&farthing, 7001, "ana@example.org").await;
    farthing.app.mail = Some(encrypted(&tls, Encryption::Always, PASSWORD));
    assert_eq!(summaries(&farthing, "2026-04-01T09:00:00Z").await, 1);
    let strange = |server: MailServer| MailServer { authority: None, ..server };
    let other_name = |server: MailServer| MailServer { host: "127.0.0.1".to_owned(), ..server };
    let servers = [
        strange(encrypted(&starttls, Encryption::StartTls, PASSWORD)),
        strange(encrypted(&tls, Encryption::Always, PASSWORD)),
        // The certificate is for another name.
        other_name(encrypted(&tls, Encryption::Always, PASSWORD)),
        encrypted(&starttls, Encryption::StartTls, "wrong"),
        encrypted(&tls, Encryption::Always, "wrong"),
        // A server that offers no encryption, or somebody on the way who takes the offer out.
        encrypted(&plain, Encryption::StartTls, PASSWORD),
        encrypted(&plain, Encryption::Always, PASSWORD),
    ];
    let mut at = moment("2026-04-01T09:00:05Z");
    for (place, server) in servers.into_iter().enumerate() {
        farthing.app.mail = Some(server);
        assert_eq!(step(&farthing, at).await, Step::ServerAway, "{place}");
        at += TimeDelta::hours(2);
    }
    for server in [&starttls, &tls, &plain] {
        server.took_nothing();
    }
    assert_eq!(farthing.value("select count(*) || ' ' || max(attempts) from mail").await, "1 7");
    farthing.app.mail = Some(encrypted(&tls, Encryption::Always, PASSWORD));
    assert_eq!(step(&farthing, at).await, Step::Handled);
    assert_eq!(tls.took().to, ["ana@example.org"]);
    farthing.finish().await;
}

#[tokio::test]
async fn an_address_is_somebodys_after_its_code() {
    let Some(server) = MailProcess::start_or_skip() else { return };
    let mut story = Story::start(Access::Open).await;
    story.farthing.app.mail = Some(server.settings());
    assert!(story.types(ANA, "/settings").await.contains("[Summaries by email]"));
    assert!(story.presses(ANA, "mail:open").await.contains("are off"));
    assert!(story.presses(ANA, "mail:type").await.contains("Which address?"));
    assert!(story.types(ANA, "ana at home@").await.contains("can't read that as an address"));
    assert!(story.types(ANA, " Ana@Example.org ").await.contains("code of six digits to Ana@Example.org"));
    let code = sent_code(&story, &server).await;
    assert!(story.presses(ANA, "mail:open").await.contains("A code is on its way to Ana@Example.org"));
    let wrong = if code == "000000" { "000001" } else { "000000" };
    assert!(story.types(ANA, wrong).await.contains("4 tries are left"));
    let spaced = format!("{} {}", &code[..3], &code[3..]);
    assert_eq!(story.types(ANA, &spaced).await, "Done: your summaries also go to Ana@Example.org from now on.\n");
    assert!(story.presses(ANA, "mail:open").await.contains("also goes to Ana@Example.org"));
    // Another address leaves the first until it is confirmed; five wrong codes, or half an hour, end it.
    story.presses(ANA, "mail:type").await;
    story.types(ANA, "other@example.org").await;
    let code = sent_code(&story, &server).await;
    let wrong = if code == "000000" { "000001" } else { "000000" };
    for left in ["4 tries", "3 tries", "2 tries", "One try"] {
        assert!(story.types(ANA, wrong).await.contains(left), "{left}");
    }
    assert!(story.types(ANA, wrong).await.contains("not good any more"));
    story.presses(ANA, "mail:open").await;
    assert!(story.types(ANA, &code).await.contains("not good any more"), "also the right one");
    story.presses(ANA, "mail:type").await;
    story.types(ANA, "other@example.org").await;
    let code = sent_code(&story, &server).await;
    story.offset = TimeDelta::minutes(31);
    assert!(story.types(ANA, &code).await.contains("not good any more"));
    assert_eq!(address(&story).await, "Ana@Example.org");
    // A typed address that takes nothing is told; nothing changes.
    story.presses(ANA, "mail:type").await;
    story.types(ANA, "nobody@example.org").await;
    assert_eq!(step(&story.farthing, story.now()).await, Step::Handled);
    assert!(story.unasked().await.contains("no code went there"));
    assert_eq!(address(&story).await, "Ana@Example.org");
    // Nobody has codes sent all day.
    story.presses(ANA, "mail:type").await;
    assert!(story.types(ANA, "a@example.org").await.contains("code of six digits"));
    story.presses(ANA, "mail:type").await;
    assert!(story.types(ANA, "b@example.org").await.contains("enough codes for one day"));
    assert!(story.presses(ANA, "mail:off").await.contains("Off."));
    assert!(story.presses(ANA, "mail:open").await.contains("are off"));
    assert_eq!(story.farthing.value("select count(*) from mail").await, "0", "what waited is gone");
    story.presses(ANA, "mail:type").await;
    assert!(story.types(ANA, "c@example.org").await.contains("enough codes"), "off and on again does not help");
    story.offset = TimeDelta::days(2);
    story.presses(ANA, "mail:type").await;
    assert!(story.types(ANA, "c@example.org").await.contains("code of six digits"));
    story.finish().await;
}

#[tokio::test]
async fn without_a_mail_server_the_setting_says_so_and_nothing_piles_up() {
    let mut story = Story::start(Access::Open).await;
    for action in ["mail:open", "mail:type"] {
        assert!(story.presses(ANA, action).await.contains("has no mail server"), "{action}");
    }
    reader(&story.farthing, ANA, "ana@example.org").await;
    assert_eq!(summaries(&story.farthing, "2026-04-01T09:00:00Z").await, 1);
    assert_eq!(story.farthing.value("select count(*) from mail").await, "0");
    assert!(story.presses(ANA, "mail:open").await.contains("[Turn off]"));
    story.finish().await;
}

async fn address(story: &Story) -> String {
    story.farthing.value("select address from mail_address").await
}

async fn sent_code(story: &Story, server: &MailProcess) -> String {
    assert_eq!(step(&story.farthing, story.now()).await, Step::Handled);
    let mail = server.took();
    let code = mail.subject.split_whitespace().next().unwrap().to_owned();
    assert!(mail.body.contains(&format!("Your code is {code}.")), "{}", mail.body);
    code
}
