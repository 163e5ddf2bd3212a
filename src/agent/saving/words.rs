//! What is said of goals.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::question::GoalAsk;
use crate::agent::{Figure, Reply, format};
use crate::text;
use crate::texts::Texts;
use crate::tools::goals::{GoalNews, GoalNow, GoalRemoved, GoalSet, GoalsNow, News, Plan, PutAside};

/// What is known of an account this many days ago is said with its day.
const STALE_DAYS: i64 = 3;
/// Up to these days a delay is told in days, weeks and months, then in years.
const DAYS_TOLD_MAX: i64 = 13;
const WEEKS_TOLD_MAX_DAYS: u64 = 55;
const MONTHS_TOLD_MAX_DAYS: u64 = 716;
const DAYS_A_YEAR: u64 = 365;
/// Days of a month on average.
const DAYS_A_MONTH: Decimal = Decimal::from_parts(3_044, 0, 0, false, 2);
/// Amounts of the examples.
const EXAMPLE: &str = "3000";
const EXAMPLE_PUT: &str = "50";

/// Writes figures and keeps them.
struct Teller<'a> {
    texts: &'a Texts,
    figures: Vec<Figure>,
}

impl<'a> Teller<'a> {
    fn new(texts: &'a Texts) -> Self {
        Self { texts, figures: Vec::new() }
    }

    fn money(&mut self, value: Decimal, goal: &GoalNow) -> String {
        self.figures.push(Figure { value, currency: Some(goal.currency), rows: 0, tool: 0 });
        format::money(value, goal.currency)
    }

    fn reply(self, text: String) -> Reply {
        Reply { text, figures: self.figures, ..Reply::default() }
    }
}

/// What a set goal is answered with.
pub fn set(set: &GoalSet, today: NaiveDate, texts: &Texts) -> Reply {
    let goal = &set.goal;
    let mut teller = Teller::new(texts);
    let amount = teller.money(goal.amount, goal);
    let held = goal.account.as_ref().map(|account| text!(texts, "goal-held", account = account)).unwrap_or_default();
    let done = text!(texts, "goal-set", amount = amount, name = goal.name, by = by(texts, goal), held = held);
    let mut so_far = String::new();
    if goal.saved > Decimal::ZERO && !goal.is_reached() {
        let (saved, left) = (teller.money(goal.saved, goal), teller.money(goal.left, goal));
        so_far = text!(texts, "goal-saved-so-far", saved = saved, left = left);
    }
    let towards = towards(&mut teller, goal, today);
    let mut tell_me = String::new();
    if set.is_new && goal.account.is_none() && !goal.is_reached() {
        tell_me = text!(texts, "goal-tell-me", amount = EXAMPLE_PUT, name = lowered(&goal.name));
    }
    teller.reply(format::sentences([done, so_far, towards, tell_me]))
}

/// What is answered when something was put aside, or taken out.
pub fn put(done: &PutAside, today: NaiveDate, texts: &Texts) -> Reply {
    let goal = &done.goal;
    let mut teller = Teller::new(texts);
    let amount = teller.money(done.amount.abs(), goal);
    let standing = standing(&mut teller, goal, today);
    teller.reply(match done.amount > Decimal::ZERO {
        true => text!(texts, "goal-put-aside", amount = amount, standing = standing),
        false => text!(texts, "goal-taken-out", amount = amount, standing = standing),
    })
}

/// What a removed goal is answered with.
pub fn removed(removed: &GoalRemoved, texts: &Texts) -> String {
    let amount = format::money(removed.amount, removed.currency);
    text!(texts, "goal-removed", amount = amount, name = removed.name)
}

/// The answer to a question about goals.
pub fn answer(now: &GoalsNow, ask: GoalAsk, today: NaiveDate, texts: &Texts) -> Reply {
    let mut teller = Teller::new(texts);
    let text = match now.goals.as_slice() {
        [] => text!(texts, "goal-none", amount = EXAMPLE),
        [only] => one(&mut teller, only, ask, today),
        several => {
            let lines = several.iter().map(|goal| format!("• {}", line_of(&mut teller, goal, today)));
            std::iter::once(text!(texts, "goal-all")).chain(lines).collect::<Vec<_>>().join("\n")
        }
    };
    teller.reply(text)
}

fn one(teller: &mut Teller, goal: &GoalNow, ask: GoalAsk, today: NaiveDate) -> String {
    let (name, texts) = (&goal.name, teller.texts);
    if goal.is_reached() {
        return standing(teller, goal, today);
    }
    let whole = standing(teller, goal, today);
    let lead = match ask {
        _ if goal.known_until.is_none() => return whole,
        GoalAsk::Standing => return whole,
        GoalAsk::Left => {
            let left = teller.money(goal.left, goal);
            text!(texts, "goal-left", left = left, name = name)
        }
        GoalAsk::Monthly => return monthly(teller, goal, today),
        GoalAsk::When => match &goal.present {
            Some(plan) => text!(texts, "goal-when", month = format::month(plan.reached_on)),
            None => text!(texts, "goal-when-unknown", name = name),
        },
        GoalAsk::InTime => match (goal.by, goal.present) {
            (None, _) => text!(texts, "goal-no-hurry", name = name),
            (Some(_), Some(Plan { days_late: Some(..=0), .. })) => text!(texts, "goal-in-time"),
            (Some(_), Some(_)) => text!(texts, "goal-not-in-time"),
            (Some(_), None) if goal.a_month.is_some() => text!(texts, "goal-not-in-time"),
            (Some(_), None) => text!(texts, "goal-too-early"),
        },
        GoalAsk::Instead => match &goal.asked {
            Some(plan) => {
                let (amount, month, late) = there(teller, goal, plan);
                let would = would_make_it(teller, goal, plan);
                return text!(texts, "goal-there-with", amount = amount, month = month, late = late, would = would);
            }
            None => text!(texts, "goal-never", name = name),
        },
    };
    format::sentences([lead, whole])
}

/// "£190.00 a month gets Holiday there by 1 July 2026: £1,800.00 to go. …"
fn monthly(teller: &mut Teller, goal: &GoalNow, today: NaiveDate) -> String {
    let (name, texts) = (&goal.name, teller.texts);
    let left = teller.money(goal.left, goal);
    let Some((needed, by)) = goal.needed.zip(goal.by) else {
        let lower = lowered(name);
        let lead = match goal.by {
            None => text!(texts, "goal-no-date", name = name, left = left, lower = lower),
            Some(_) => text!(texts, "goal-day-passed", name = name, left = left, lower = lower),
        };
        return format::sentences([lead, at_present(teller, goal, false)]);
    };
    let needed = teller.money(needed, goal);
    let lead = text!(texts, "goal-monthly", needed = needed, name = name, day = format::date(by), left = left);
    let later = goal.needed_after_a_month.map(|later| {
        let later = teller.money(later, goal);
        text!(texts, "goal-monthly-later", later = later)
    });
    let present = at_present(teller, goal, false);
    format::sentences([lead, later.unwrap_or_default(), present, unknown(texts, goal, today)])
}

/// "by 1 July 2026", or nothing.
fn by(texts: &Texts, goal: &GoalNow) -> String {
    goal.by.map(|day| text!(texts, "goal-by", day = format::date(day))).unwrap_or_default()
}

/// "Holiday: £1,200.00 of £3,000.00 saved, 40%, £1,800.00 to go by 1 July 2026. At £150.00 a month …"
fn standing(teller: &mut Teller, goal: &GoalNow, today: NaiveDate) -> String {
    let (name, texts) = (&goal.name, teller.texts);
    let unknown = unknown(texts, goal, today);
    if goal.known_until.is_none() {
        let amount = teller.money(goal.amount, goal);
        let lead = text!(texts, "goal-standing-unknown", name = name, amount = amount, by = by(texts, goal));
        return format::sentences([lead, unknown]);
    }
    let (saved, amount) = (teller.money(goal.saved, goal), teller.money(goal.amount, goal));
    if goal.is_reached() {
        let lead = text!(texts, "goal-reached", name = name, saved = saved, amount = amount);
        return format::sentences([lead, unknown]);
    }
    let left = teller.money(goal.left, goal);
    let lead = text!(
        texts,
        "goal-standing",
        name = name,
        saved = saved,
        amount = amount,
        percent = format::percent(goal.percent),
        left = left,
        by = by(texts, goal)
    );
    format::sentences([lead, towards(teller, goal, today)])
}

/// Where it goes, what it takes, and what is not known.
fn towards(teller: &mut Teller, goal: &GoalNow, today: NaiveDate) -> String {
    let texts = teller.texts;
    let unknown = unknown(texts, goal, today);
    if goal.known_until.is_none() {
        return unknown;
    }
    if goal.is_reached() {
        return format::sentences([text!(texts, "goal-is-reached"), unknown]);
    }
    if goal.present.is_some() {
        return format::sentences([at_present(teller, goal, true), unknown]);
    }
    let late = goal.by.filter(|by| *by <= today).map(|_| text!(texts, "goal-its-day-passed"));
    let idle = goal.a_month.filter(|rate| *rate <= Decimal::ZERO).map(|_| text!(texts, "goal-idle"));
    let needed = goal.needed.map(|needed| {
        let needed = teller.money(needed, goal);
        text!(texts, "goal-needs", amount = needed)
    });
    format::sentences([late.or(idle).unwrap_or_default(), needed.unwrap_or_default(), unknown])
}

/// "At £150.00 a month you get there in March 2027, two months late", and where it `says_more`: "; £190.00 a month would make it."
fn at_present(teller: &mut Teller, goal: &GoalNow, says_more: bool) -> String {
    let Some(plan) = &goal.present else { return String::new() };
    let (amount, month, late) = there(teller, goal, plan);
    let would = if says_more { would_make_it(teller, goal, plan) } else { String::new() };
    text!(teller.texts, "goal-there-at", amount = amount, month = month, late = late, would = would)
}

/// The parts of that sentence: how much a month, when, and how late.
fn there(teller: &mut Teller, goal: &GoalNow, plan: &Plan) -> (String, String, String) {
    let a_month = teller.money(plan.a_month, goal);
    (a_month, format::month(plan.reached_on), late(teller.texts, plan.days_late))
}

/// Its end, where the day is missed.
fn would_make_it(teller: &mut Teller, goal: &GoalNow, plan: &Plan) -> String {
    let is_late = plan.days_late.is_some_and(|days| days > 0);
    let would = goal.needed.filter(|_| is_late).map(|needed| {
        let needed = teller.money(needed, goal);
        text!(teller.texts, "goal-would-make-it", amount = needed)
    });
    would.unwrap_or_default()
}

/// ", two months late", ", in time".
fn late(texts: &Texts, days: Option<i64>) -> String {
    let Some(days) = days else { return String::new() };
    if (-DAYS_TOLD_MAX..=0).contains(&days) {
        return text!(texts, "goal-late-in-time");
    }
    let length = length(texts, days.unsigned_abs());
    match days > 0 {
        true => text!(texts, "goal-late", length = length),
        false => text!(texts, "goal-early", length = length),
    }
}

/// `three days`, `five weeks`, `two months`, `14 months`, `two years`.
fn length(texts: &Texts, days: u64) -> String {
    if days <= DAYS_TOLD_MAX.unsigned_abs() {
        text!(texts, "goal-days", count = days, number = number(texts, days))
    } else if days <= WEEKS_TOLD_MAX_DAYS {
        let weeks = days / 7;
        text!(texts, "goal-weeks", count = weeks, number = number(texts, weeks))
    } else if days <= MONTHS_TOLD_MAX_DAYS {
        let months = u64::try_from((Decimal::from(days) / DAYS_A_MONTH).round()).unwrap_or(1);
        text!(texts, "goal-months", count = months, number = number(texts, months))
    } else {
        let years = (days + DAYS_A_YEAR / 2) / DAYS_A_YEAR;
        text!(texts, "goal-years", count = years, number = number(texts, years))
    }
}

/// A small number as a word.
fn number(texts: &Texts, count: u64) -> String {
    match count {
        1 => text!(texts, "number-one"),
        2 => text!(texts, "number-two"),
        3 => text!(texts, "number-three"),
        4 => text!(texts, "number-four"),
        5 => text!(texts, "number-five"),
        6 => text!(texts, "number-six"),
        7 => text!(texts, "number-seven"),
        8 => text!(texts, "number-eight"),
        9 => text!(texts, "number-nine"),
        10 => text!(texts, "number-ten"),
        11 => text!(texts, "number-eleven"),
        12 => text!(texts, "number-twelve"),
        more => more.to_string(),
    }
}

/// What is not known of the account behind it.
fn unknown(texts: &Texts, goal: &GoalNow, today: NaiveDate) -> String {
    let Some(account) = &goal.account else { return String::new() };
    match goal.known_until {
        None => text!(texts, "goal-balance-unknown", account = account),
        Some(day) if (today - day).num_days() > STALE_DAYS => {
            text!(texts, "goal-account-up-to", account = account, day = format::short_date(day, today))
        }
        Some(_) => String::new(),
    }
}

/// One goal in one line.
pub fn line(goal: &GoalNow, today: NaiveDate, texts: &Texts) -> String {
    line_of(&mut Teller::new(texts), goal, today)
}

fn line_of(teller: &mut Teller, goal: &GoalNow, today: NaiveDate) -> String {
    let texts = teller.texts;
    let amount = teller.money(goal.amount, goal);
    let saved = match goal.known_until {
        Some(_) => teller.money(goal.saved, goal),
        None => text!(texts, "goal-part-unknown"),
    };
    let by = goal.by.map(|day| text!(texts, "goal-by", day = format::short_date(day, today))).unwrap_or_default();
    let outlook = outlook(goal, texts);
    let outlook = match outlook.is_empty() {
        true => outlook,
        false => text!(texts, "goal-line-outlook", outlook = outlook),
    };
    text!(texts, "goal-line", name = goal.name, saved = saved, amount = amount, by = by, outlook = outlook)
}

/// Where a goal goes, in a few words: `at £150.00 a month: Mar 2027, two months late`.
pub fn outlook(goal: &GoalNow, texts: &Texts) -> String {
    let money = |amount: Decimal| format::money(amount, goal.currency);
    if goal.is_reached() {
        return text!(texts, "goal-outlook-reached");
    }
    if goal.known_until.is_none() {
        return String::new();
    }
    match (&goal.present, goal.needed) {
        (Some(plan), _) => {
            let month = plan.reached_on.format("%b %Y").to_string();
            let (amount, late) = (money(plan.a_month), late(texts, plan.days_late));
            text!(texts, "goal-outlook-at", amount = amount, month = month, late = late)
        }
        (None, Some(needed)) => text!(texts, "goal-outlook-needs", amount = money(needed)),
        (None, None) => String::new(),
    }
}

/// The alert of a goal: why, in one line.
pub fn news(news: &GoalNews, today: NaiveDate, texts: &Texts) -> String {
    let mut teller = Teller::new(texts);
    let goal = &news.goal;
    match news.news {
        News::Reached => standing(&mut teller, goal, today),
        News::Behind => {
            let towards = towards(&mut teller, goal, today);
            text!(texts, "goal-behind", name = goal.name, towards = towards)
        }
    }
}

fn lowered(name: &str) -> String {
    // A name of its own keeps its capitals: "NASA trip", "Japan 2027".
    let mut letters = name.chars();
    let first = letters.next().unwrap_or_default();
    match letters.clone().next().is_some_and(char::is_uppercase) || first.is_ascii_digit() {
        true => name.to_owned(),
        false => first.to_lowercase().chain(letters).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::Language;

    #[test]
    fn a_delay_is_told_in_fitting_units() {
        for (days, expected) in [
            (-400, ", 13 months early"),
            (-60, ", two months early"),
            (-10, ", in time"),
            (0, ", in time"),
            (1, ", one day late"),
            (13, ", 13 days late"),
            (14, ", two weeks late"),
            (55, ", seven weeks late"),
            (56, ", two months late"),
            (365, ", twelve months late"),
            (716, ", 24 months late"),
            (717, ", two years late"),
            (3_200, ", nine years late"),
        ] {
            assert_eq!(late(Language::default().texts(), Some(days)), expected, "{days}");
        }
        assert_eq!(late(Language::default().texts(), None), "");
    }
}
