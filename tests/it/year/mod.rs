//! A year of many people at once: what they note, import and pay, in many time zones, over changes of clocks and of zones, through
//! a stop of days, storms of refusals and blocked chats. Every message is held against a small model of each person.
//!
//! The model (`life.rs`, `alerts.rs`) knows rows and calendars and nothing of the database; only what is expected to be paid is
//! read from there. Its words are the product's own: what is said, when, and to whom is what it checks.

mod alerts;
mod life;

use std::collections::{BTreeMap, BTreeSet};
use std::pin::Pin;

use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Timelike, Utc, Weekday};
use farthing::bot::outgoing::stored;
use farthing::domain::ledger::Key;
use farthing::domain::{AlertKind, Attention, BotId, Category, ChatId, MinuteOfDay, TelegramUserId, WorkerId, Zone};
use farthing::jobs::{Said, run_due};
use farthing::store::outbox::Urgency;
use farthing::store::summaries::Payment;
use farthing::store::wallet::ByAdmin;
use farthing::tools::import::Import;
use farthing::tools::record::{Record, ToRecord};
use farthing::tools::wallet::{Order, fund, pay};
use farthing::tools::{Context, Tool, Upload};
use futures_util::{StreamExt as _, stream};
use rust_decimal::Decimal;
use sqlx::PgConnection;

use crate::harness::Farthing;
use alerts::{ACCOUNT, Alerts};
use life::{Life, Row, gbp};

const BOT: BotId = BotId(42);
const PEOPLE: usize = 1_000;
const SEED: u64 = 20_260_105;
/// Things that people do in the year.
const EVENTS_A_DAY: u64 = 5;
const FIRST_ID: i64 = 10_000;

const ZONES: [&str; 9] = [
    "UTC",
    "Europe/London",
    "Europe/Berlin",
    "America/New_York",
    "America/Sao_Paulo",
    "Asia/Kathmandu",
    "Australia/Sydney",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
];

/// The same numbers on every machine: Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (SplitMix64).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % bound
    }

    fn index(&mut self, bound: usize) -> usize {
        usize::try_from(self.below(bound as u64)).unwrap()
    }

    fn one_of<T: Copy>(&mut self, things: &[T]) -> T {
        things[self.index(things.len())]
    }

    /// A word that nobody was ever called.
    fn name(&mut self) -> String {
        let mut letters: Vec<char> = (0..4)
            .flat_map(|_| {
                [
                    self.one_of(&['b', 'd', 'f', 'g', 'k', 'l', 'm', 'n', 'r', 't', 'v', 'z']),
                    self.one_of(&['a', 'e', 'i', 'o', 'u']),
                ]
            })
            .collect();
        letters[0] = letters[0].to_ascii_uppercase();
        letters.into_iter().collect()
    }

    fn pence(&mut self) -> Decimal {
        Decimal::new(i64::try_from(100 + self.below(9_900)).unwrap(), 2)
    }
}

fn moment(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// A chat's summaries or its alerts, which may overtake those.
type Lane = (i64, bool);

fn lane(chat: i64, html: &str) -> Lane {
    (chat, html.starts_with("<b>"))
}

/// The year, its people, and what the model expects.
struct Year<'a> {
    farthing: &'a Farthing,
    /// Sees all books.
    owner: PgConnection,
    random: Random,
    lives: Vec<Life>,
    /// What was to be told, in order, to each.
    expected: BTreeMap<Lane, Vec<String>>,
    delivered: BTreeMap<Lane, Vec<String>>,
    undeliverable: usize,
    payments: u64,
    /// Who was paid since the last look at them: the ledger's clock is a moment ahead, so they are looked at the next time.
    paid: Vec<usize>,
    paid_before: Vec<usize>,
}

/// What an event does to the database, once the model knows of it.
type Deed<'a> = Pin<Box<dyn Future<Output = ()> + 'a>>;

/// Somebody's request at a moment.
async fn context(farthing: &Farthing, (id, today): (TelegramUserId, NaiveDate), now: DateTime<Utc>) -> Context {
    farthing.app.context(id, now, Some(today)).await.unwrap()
}

impl<'a> Year<'a> {
    fn who(&self, life: usize, now: DateTime<Utc>) -> (TelegramUserId, NaiveDate) {
        (self.lives[life].id, self.lives[life].today(now))
    }

    fn note(&mut self, life: usize, now: DateTime<Utc>) -> Deed<'a> {
        let (what, sign, category) = self.random.one_of(&[
            ("groceries", -1, Category::Groceries),
            ("coffee", -1, Category::Dining),
            ("taxi", -1, Category::Transport),
            ("salary", 1, Category::Income),
        ]);
        let amount = self.random.pence() * Decimal::from(sign);
        let (farthing, who) = (self.farthing, self.who(life, now));
        let (_, day) = who;
        let row = ToRecord {
            what: what.to_owned(),
            payee: None,
            amount,
            currency: Some(gbp()),
            day,
            account: None,
            tags: Vec::new(),
        };
        let mut letters = what.chars();
        let name = letters.next().unwrap().to_uppercase().chain(letters).collect();
        self.lives[life].rows.push(Row { day, amount, category, name });
        Box::pin(async move {
            let mut context = context(farthing, who, now).await;
            let kept = Record { rows: vec![row] }.call(&mut context).await.unwrap();
            context.commit().await.unwrap();
            assert_eq!(kept.rows[0].category, category.name());
        })
    }

    fn import(&mut self, life: usize, now: DateTime<Utc>) -> Option<Deed<'a>> {
        if !self.lives[life].alerts.news.is_empty() {
            // One a day.
            return None;
        }
        let today = self.lives[life].today(now);
        let mut rows = Vec::new();
        for back in (1..=4).rev() {
            let (name, category) = self.random.one_of(&[
                ("Tesco", Category::Groceries),
                ("Shell", Category::Transport),
                ("Greggs", Category::Dining),
                ("IKEA", Category::Shopping),
            ]);
            let (day, amount) = (today - Days::new(back * 3), -self.random.pence());
            rows.push(Row { day, amount, category, name: name.to_owned() });
        }
        if self.random.below(3) == 0 {
            // A payee of its own, so that it is never as ever.
            let large = rows.last_mut().unwrap();
            (large.name, large.category) = (self.random.name(), Category::Shopping);
            large.amount -= Decimal::from(500);
        }
        let closing = Decimal::new(self.random.one_of(&[-3_000, 4_000, 7_050, 25_000, 150_000]), 2);
        let mut balance = closing - rows.iter().map(|row| row.amount).sum::<Decimal>();
        let mut file = "date,description,amount,balance,currency,account,category\n".to_owned();
        for Row { day, amount, category, name } in &rows {
            balance += amount;
            file += &format!("{day},{name},{amount},{balance},GBP,{ACCOUNT},{category}\n");
        }
        let (farthing, who) = (self.farthing, self.who(life, now));
        let life = &mut self.lives[life];
        life.known_until = life.known_until.max(rows.last().map(|row| row.day));
        life.alerts.printed.extend(rows.last().map(|row| (row.day, closing)));
        life.alerts.news.clone_from(&rows);
        life.rows.extend(rows);
        Some(Box::pin(async move {
            let mut context = context(farthing, who, now).await;
            context.upload = Some(Upload { file_name: None, bytes: file.into_bytes().into() });
            let imported = Import::default().call(&mut context).await.unwrap();
            context.commit().await.unwrap();
            assert_eq!(imported.imported, 4);
        }))
    }

    /// Pays somebody for lunch, after a top-up of as much.
    fn pay(&mut self, life: usize, other: usize, now: DateTime<Utc>) -> Deed<'a> {
        let (amount, to) = (self.random.pence(), self.lives[other].id);
        self.payments += 1;
        let number = self.payments;
        let order = move |key: &str, to: TelegramUserId| Order {
            key: Key::new("story", &format!("{key} {number}")).unwrap(),
            to,
            to_name: "Ben Okri".to_owned(),
            amount,
            currency: gbp(),
            note: "lunch".to_owned(),
        };
        let (farthing, who) = (self.farthing, self.who(life, now));
        let payer = &mut self.lives[life];
        let day = payer.today(now);
        payer.rows.push(Row { day, amount: -amount, category: Category::Dining, name: "Ben Okri".to_owned() });
        let payee = &mut self.lives[other];
        let day = payee.today(now);
        payee.rows.push(Row { day, amount, category: Category::Dining, name: String::new() });
        self.paid.push(other);
        Box::pin(async move {
            let by = ByAdmin { admin: TelegramUserId(1), what: "the year", bot: BOT, messages: &[] };
            let mut context = context(farthing, who, now).await;
            fund(&order("top-up", who.0), false, &by, &context).await.unwrap();
            let paid = pay(&order("payment", to), &mut context).await.unwrap();
            assert!(paid.is_ok(), "{paid:?}");
            context.commit().await.unwrap();
        })
    }

    fn move_to(&mut self, life: usize, zone: Zone, now: DateTime<Utc>) -> Option<Deed<'a>> {
        let moved = &mut self.lives[life];
        if moved.alerts.are_waiting() {
            // They wait for the morning of where they were found.
            return None;
        }
        moved.zone = zone;
        let next = moved.next_hour(now);
        moved.due = moved.due.map(|_| next);
        let (farthing, id) = (self.farthing, moved.book);
        Some(Box::pin(async move {
            let mut book = farthing.app.store.book(id).await.unwrap();
            book.set_time_zone(zone).await.unwrap();
            book.move_summaries(next).await.unwrap();
            book.commit().await.unwrap();
        }))
    }

    fn mute(&mut self, life: usize, until: DateTime<Utc>) -> Deed<'a> {
        let muted = &mut self.lives[life];
        muted.attention.muted_until = Some(until);
        let (farthing, id, attention) = (self.farthing, muted.book, muted.attention.clone());
        Box::pin(async move {
            let mut book = farthing.app.store.book(id).await.unwrap();
            book.set_attention(&attention).await.unwrap();
            book.commit().await.unwrap();
        })
    }

    /// Writes again after having stopped the bot.
    fn come_back(&mut self, life: usize) -> Deed<'a> {
        let back = &mut self.lives[life];
        (back.has_stopped, back.unreachable) = (false, false);
        let (farthing, id) = (self.farthing, back.id.0);
        Box::pin(async move {
            farthing.execute(&format!("update chat set unreachable_at = null where chat_id = {id}")).await;
        })
    }

    /// What some people do on a day, each of them once: the model knows it at once, and the database while others do theirs.
    async fn events(&mut self, now: DateTime<Utc>) {
        let mut busy = BTreeSet::new();
        let mut deeds = Vec::new();
        for _ in 0..EVENTS_A_DAY {
            let (life, other) = (self.random.index(PEOPLE), self.random.index(PEOPLE));
            if busy.insert(life) && busy.insert(other) {
                deeds.extend(self.event(life, other, now));
            }
        }
        stream::iter(deeds).for_each_concurrent(None, |deed| deed).await;
    }

    fn event(&mut self, life: usize, other: usize, now: DateTime<Utc>) -> Option<Deed<'a>> {
        let deed = match self.random.below(100) {
            0..50 => Some(self.note(life, now)),
            50..65 => self.import(life, now),
            65..82 => Some(self.pay(life, other, now)),
            82..88 => {
                let zone = self.random.one_of(&ZONES).parse().unwrap();
                return self.move_to(life, zone, now);
            }
            88..92 => return Some(self.mute(life, now + TimeDelta::days(3))),
            92..97 => {
                self.lives[life].has_stopped = true;
                return None;
            }
            _ => {
                let stopped = self.lives.iter().position(|life| life.has_stopped);
                return Some(self.come_back(stopped.unwrap_or(life)));
            }
        };
        self.lives[life].begin(now);
        deed
    }

    /// What is due, by two workers at once, against what the model expects.
    async fn tick(&mut self, now: DateTime<Utc>) {
        for life in std::mem::replace(&mut self.paid_before, std::mem::take(&mut self.paid)) {
            self.lives[life].begin(now);
        }
        let expected_payments = self.expected_payments(now).await;
        let app = &self.farthing.app;
        let (one, other) = (run_due(app, BOT, WorkerId(1), now), run_due(app, BOT, WorkerId(2), now));
        // Whether an alert is said a moment before its summary or goes with it is a matter of who is first.
        let (one, other) = match self.lives.iter().any(|life| life.alerts.are_due(now)) {
            true => (one.await, other.await),
            false => tokio::join!(one, other),
        };
        let said: Vec<Said> = one.unwrap().into_iter().chain(other.unwrap()).collect();
        let is_summary = |kind: &str| kind.ends_with("_summary");
        // A look comes when there is something to look at; a summary at its hour.
        let due = |said: &Said| is_summary(said.kind).then_some(said.due_at);
        let line = |user: TelegramUserId, due: Option<DateTime<Utc>>, kind: &str, text: &str| {
            format!("{} {due:?} {kind} {text}", user.0)
        };
        let mut said: Vec<String> = said.iter().map(|said| line(said.user, due(said), said.kind, &said.text)).collect();
        said.sort();
        let mut expected = Vec::new();
        for life in &mut self.lives {
            let none = Vec::new();
            let payments = expected_payments.get(&life.id.0).unwrap_or(&none);
            // An alert that nobody hears was said all the same.
            let alerts = life.look(now).into_iter().filter(|_| !life.unreachable).map(|words| (None, words));
            let alerts: Vec<_> = alerts.collect();
            let summary = life.told(now, payments).map(|(due, words)| (Some(due), words));
            for (due, words) in alerts.into_iter().chain(summary) {
                expected.push(line(life.id, due, words.kind, &words.text));
                self.expected.entry(lane(life.id.0, &words.html)).or_default().push(words.html);
            }
        }
        expected.sort();
        assert_eq!(said, expected, "at {now}");
    }

    async fn expected_payments(&mut self, now: DateTime<Utc>) -> BTreeMap<i64, Vec<Payment>> {
        let day = now.date_naive();
        let rows: Vec<(i64, String, Decimal, NaiveDate)> = sqlx::query_as(
            "select telegram_user_id, name, amount, expected_on
             from expected_payment join membership using (book_id) join telegram_identity using (person_id)
             where amount < 0 and expected_on between $1 and $2
             order by expected_on, amount, name",
        )
        .bind(day - Days::new(2))
        .bind(day + Days::new(9))
        .fetch_all(&mut self.owner)
        .await
        .unwrap();
        let mut payments: BTreeMap<i64, Vec<Payment>> = BTreeMap::new();
        for (id, name, amount, on) in rows {
            payments.entry(id).or_default().push(Payment { name, amount, currency: gbp(), on });
        }
        payments
    }

    /// Telegram takes what waits, or refuses it for a while, or says that the person stopped the bot.
    async fn deliver(&mut self, now: DateTime<Utc>, storm: bool) {
        let store = &self.farthing.app.store;
        loop {
            let waiting = store.claim_messages(BOT, WorkerId(3), Urgency::Other, 1_000, now).await.unwrap();
            if waiting.is_empty() {
                return;
            }
            let mut sent = Vec::new();
            for message in waiting {
                let ChatId(chat) = message.chat_id;
                let life = usize::try_from(chat - FIRST_ID).unwrap();
                if storm && self.random.below(3) == 0 {
                    let wait = i64::try_from(1 + self.random.below(20_000)).unwrap();
                    store.retry_message(message.message_id, now + TimeDelta::seconds(wait), false).await.unwrap();
                } else if self.lives[life].has_stopped {
                    store
                        .bury_message(message.message_id, "Forbidden: bot was blocked by the user", true, now)
                        .await
                        .unwrap();
                    self.lives[life].unreachable = true;
                    self.undeliverable += 1;
                    // It is not among those that arrive.
                    let html = stored(&message.message).unwrap().html;
                    let waiting = self.expected.get_mut(&lane(chat, &html)).unwrap();
                    let place = waiting.iter().rposition(|expected| *expected == html).unwrap();
                    waiting.remove(place);
                } else {
                    let html = stored(&message.message).unwrap().html;
                    self.delivered.entry(lane(chat, &html)).or_default().push(html);
                    sent.push(message.message_id);
                }
            }
            store.remove_sent(&sent).await.unwrap();
        }
    }
}

/// The moments at which somebody looks: every twelve hours, every three around changes of clocks, and not at all in a stop of nine
/// days.
fn moments() -> Vec<DateTime<Utc>> {
    let clocks = ["2026-03-08", "2026-03-29", "2026-04-05", "2026-10-04", "2026-10-25", "2026-11-01"];
    let near_a_change =
        |day: NaiveDate| clocks.iter().any(|change| (day - change.parse::<NaiveDate>().unwrap()).num_days().abs() <= 1);
    let stop = moment("2026-06-10T05:00:00Z")..moment("2026-06-19T15:00:00Z");
    (0..365 * 24)
        .map(|hour| moment("2026-01-05T00:00:00Z") + TimeDelta::hours(hour))
        .filter(|now| now.hour() % 12 == 0 || (now.hour() % 3 == 0 && near_a_change(now.date_naive())))
        .filter(|now| !stop.contains(now))
        .collect()
}

async fn people(farthing: &Farthing, random: &mut Random) -> Vec<Life> {
    let began = moment("2026-01-01T00:00:00Z");
    let drafts: Vec<(i64, Zone, Attention)> = (FIRST_ID..)
        .take(PEOPLE)
        .map(|id| {
            let attention = Attention {
                summary_at: MinuteOfDay::new(random.one_of(&[390, 540, 1_215])).unwrap(),
                daily: random.below(4) > 0,
                weekly: random.below(3) > 0,
                weekly_on: random.one_of(&[Weekday::Mon, Weekday::Sat]),
                monthly: random.below(3) > 0,
                alerts_a_day: random.one_of(&[0, 1, 5]),
                off: AlertKind::ALL
                    .into_iter()
                    .filter(|kind| !matches!(kind, AlertKind::Large | AlertKind::LowBalance))
                    .collect(),
                ..Attention::default()
            };
            (id, random.one_of(&ZONES).parse().unwrap(), attention)
        })
        .collect();
    farthing
        .execute(&format!(
            "insert into chat (chat_id, name, first_seen_at, last_seen_at)
             select n, 'somebody', '{began}', '{began}' from generate_series({FIRST_ID}, {FIRST_ID} + {PEOPLE} - 1) as n"
        ))
        .await;
    let enter = async |(id, zone, attention): (i64, Zone, Attention)| {
        let mut book = farthing.app.store.enter(TelegramUserId(id), began).await.unwrap();
        book.set_time_zone(zone).await.unwrap();
        book.set_home_currency(gbp()).await.unwrap();
        book.set_attention(&attention).await.unwrap();
        let told = began.date_naive();
        let life = Life {
            id: TelegramUserId(id),
            book: book.id(),
            zone,
            attention,
            rows: Vec::new(),
            due: None,
            day_told: told,
            week_told: told,
            month_told: told,
            known_until: None,
            has_stopped: false,
            unreachable: false,
            alerts: Alerts::default(),
        };
        book.commit().await.unwrap();
        life
    };
    stream::iter(drafts).map(enter).buffered(4).collect().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_year_of_a_thousand_people_is_told_as_the_model_has_it() {
    let farthing = Farthing::start_hurried().await;
    let mut random = Random(SEED);
    let lives = people(&farthing, &mut random).await;
    let (expected, delivered) = (BTreeMap::new(), BTreeMap::new());
    let mut year = Year {
        farthing: &farthing,
        owner: farthing.owner().await,
        random,
        lives,
        expected,
        delivered,
        undeliverable: 0,
        payments: 0,
        paid: Vec::new(),
        paid_before: Vec::new(),
    };
    let mut last = None;
    for now in moments() {
        if last != Some(now.date_naive()) {
            year.events(now).await;
            // A database tidies itself every minute; this one has a year in one.
            if now.day() % 5 == 1 {
                farthing.execute("vacuum analyze summary_schedule, job, outbox").await;
            }
        }
        last = Some(now.date_naive());
        year.tick(now).await;
        let storm = now.day() % 9 == 0;
        year.deliver(now, storm).await;
    }
    year.deliver(moment("2027-01-06T00:00:00Z"), false).await;
    assert_eq!(farthing.value("select count(*) from outbox").await, "0", "nothing is left behind");
    year.expected.retain(|_, messages| !messages.is_empty());
    assert_eq!(year.delivered, year.expected, "each once, in order");
    assert_eq!(farthing.value("select count(*) from dead_letter").await, year.undeliverable.to_string());
    let of = |summaries: bool| -> usize {
        year.delivered.iter().filter(|((_, of), _)| *of == summaries).map(|(_, messages)| messages.len()).sum()
    };
    let (summaries, alerts, undeliverable) = (of(true), of(false), year.undeliverable);
    let taken_along: usize = year.lives.iter().map(|life| life.alerts.with_summaries).sum();
    assert!(summaries > 2_500 && undeliverable > 10, "{summaries} summaries arrived, {undeliverable} messages did not");
    assert!(alerts > 60 && taken_along > 30, "{alerts} alerts arrived, {taken_along} with summaries");
    farthing.finish().await;
}
