//! What is said of goals.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::question::GoalAsk;
use crate::agent::{Figure, Reply, format};
use crate::tools::goals::{GoalNews, GoalNow, GoalRemoved, GoalSet, GoalsNow, News, Plan, PutAside};

/// What is known of an account this many days ago is said with its day.
const STALE_DAYS: i64 = 3;
/// Up to these days a delay is told in days, weeks and months, then in years.
const DAYS_TOLD_MAX: i64 = 13;
const WEEKS_TOLD_MAX_DAYS: i64 = 55;
const MONTHS_TOLD_MAX_DAYS: i64 = 716;
const DAYS_A_YEAR: i64 = 365;
/// Days of a month on average.
const DAYS_A_MONTH: Decimal = Decimal::from_parts(3_044, 0, 0, false, 2);
const HOW: &str = "You have no goals yet. To set one, say for example: save 3000 for a holiday by July.";

/// Writes figures and keeps them.
#[derive(Default)]
struct Teller {
    figures: Vec<Figure>,
}

impl Teller {
    fn money(&mut self, value: Decimal, goal: &GoalNow) -> String {
        self.figures.push(Figure { value, currency: Some(goal.currency), rows: 0, tool: 0 });
        format::money(value, goal.currency)
    }

    fn reply(self, text: String) -> Reply {
        Reply { text, figures: self.figures, ..Reply::default() }
    }
}

/// What a set goal is answered with.
pub fn set(set: &GoalSet, today: NaiveDate) -> Reply {
    let goal = &set.goal;
    let mut teller = Teller::default();
    let amount = teller.money(goal.amount, goal);
    let by = goal.by.map(|day| format!(" by {}", format::date(day))).unwrap_or_default();
    let held = goal.account.as_ref().map(|account| format!(", held in {account}")).unwrap_or_default();
    let mut text = format!("Set: {amount} for {}{by}{held}.", goal.name);
    if goal.saved > Decimal::ZERO && !goal.is_reached() {
        let (saved, left) = (teller.money(goal.saved, goal), teller.money(goal.left, goal));
        text += &format!(" {saved} is saved, {left} to go.");
    }
    text += &towards(&mut teller, goal, today);
    if set.is_new && goal.account.is_none() && !goal.is_reached() {
        text += &format!(" When you put something aside, tell me: put 50 to {}.", lowered(&goal.name));
    }
    teller.reply(text)
}

/// What is answered when something was put aside, or taken out.
pub fn put(done: &PutAside, today: NaiveDate) -> Reply {
    let goal = &done.goal;
    let mut teller = Teller::default();
    let amount = teller.money(done.amount.abs(), goal);
    let lead = match done.amount > Decimal::ZERO {
        true => format!("Noted: {amount} put aside."),
        false => format!("Noted: {amount} taken out."),
    };
    let standing = standing(&mut teller, goal, today);
    teller.reply(format!("{lead} {standing}"))
}

/// What a removed goal is answered with.
pub fn removed(removed: &GoalRemoved) -> String {
    let amount = format::money(removed.amount, removed.currency);
    format!("Removed: the goal of {amount} for {}.", removed.name)
}

/// The answer to a question about goals.
pub fn answer(now: &GoalsNow, ask: GoalAsk, today: NaiveDate) -> Reply {
    let mut teller = Teller::default();
    let text = match now.goals.as_slice() {
        [] => HOW.to_owned(),
        [only] => one(&mut teller, only, ask, today),
        several => {
            let lines = several.iter().map(|goal| format!("• {}", line_of(&mut teller, goal, today)));
            std::iter::once("Your goals:".to_owned()).chain(lines).collect::<Vec<_>>().join("\n")
        }
    };
    teller.reply(text)
}

fn one(teller: &mut Teller, goal: &GoalNow, ask: GoalAsk, today: NaiveDate) -> String {
    let name = &goal.name;
    if goal.is_reached() {
        return standing(teller, goal, today);
    }
    let whole = standing(teller, goal, today);
    let lead = match ask {
        _ if goal.known_until.is_none() => return whole,
        GoalAsk::Standing => return whole,
        GoalAsk::Left => {
            let left = teller.money(goal.left, goal);
            format!("{left} to go for {name}.")
        }
        GoalAsk::Monthly => return monthly(teller, goal, today),
        GoalAsk::When => match &goal.present {
            Some(plan) => format!("In {}, at the present rate.", format::month(plan.reached_on)),
            None => format!("I can't tell yet when {name} is reached."),
        },
        GoalAsk::InTime => match (goal.by, goal.present) {
            (None, _) => format!("{name} has no date, so there is no hurry."),
            (Some(_), Some(Plan { days_late: Some(..=0), .. })) => "Yes.".to_owned(),
            (Some(_), Some(_)) => "No.".to_owned(),
            (Some(_), None) if goal.a_month.is_some() => "No.".to_owned(),
            (Some(_), None) => "It is too early to say.".to_owned(),
        },
        GoalAsk::Instead => match &goal.asked {
            Some(plan) => return format!("{}{}", there(teller, goal, plan, "With"), would_make_it(teller, goal, plan)),
            None => format!("That never gets {name} there."),
        },
    };
    format!("{lead} {whole}")
}

/// "£190.00 a month gets Holiday there by 1 July 2026: £1,800.00 to go. …"
fn monthly(teller: &mut Teller, goal: &GoalNow, today: NaiveDate) -> String {
    let left = teller.money(goal.left, goal);
    let Some((needed, by)) = goal.needed.zip(goal.by) else {
        let lead = match goal.by {
            None => format!("{} has no date, so there is no amount a month: {left} to go. ", goal.name),
            Some(_) => format!("{}'s day has passed, with {left} to go. ", goal.name),
        };
        return format!(
            "{lead}Give it one: {} goal by December.{}",
            lowered(&goal.name),
            towards_present(teller, goal)
        );
    };
    let needed = teller.money(needed, goal);
    let mut text = format!("{needed} a month gets {} there by {}: {left} to go.", goal.name, format::date(by));
    if let Some(later) = goal.needed_after_a_month {
        let later = teller.money(later, goal);
        text += &format!(" A month's wait makes it {later}.");
    }
    text + &towards_present(teller, goal) + &unknown(goal, today)
}

/// "Holiday: £1,200.00 of £3,000.00 saved, 40%, £1,800.00 to go by 1 July 2026. At £150.00 a month …"
fn standing(teller: &mut Teller, goal: &GoalNow, today: NaiveDate) -> String {
    if goal.known_until.is_none() {
        let by = goal.by.map(|day| format!(" by {}", format::date(day))).unwrap_or_default();
        return format!("{}: {}{by}.{}", goal.name, teller.money(goal.amount, goal), unknown(goal, today));
    }
    let (saved, amount) = (teller.money(goal.saved, goal), teller.money(goal.amount, goal));
    if goal.is_reached() {
        return format!("{} is reached: {saved} of {amount}.{}", goal.name, unknown(goal, today));
    }
    let left = teller.money(goal.left, goal);
    let by = goal.by.map(|day| format!(" by {}", format::date(day))).unwrap_or_default();
    let percent = format::percent(goal.percent);
    let text = format!("{}: {saved} of {amount} saved, {percent}, {left} to go{by}.", goal.name);
    text + &towards(teller, goal, today)
}

/// Where it goes, what it takes, and what is not known.
fn towards(teller: &mut Teller, goal: &GoalNow, today: NaiveDate) -> String {
    if goal.known_until.is_none() {
        return unknown(goal, today);
    }
    if goal.is_reached() {
        return format!(" It is reached.{}", unknown(goal, today));
    }
    let Some(plan) = &goal.present else {
        let late = goal.by.filter(|by| *by <= today).map(|_| " Its day has passed.".to_owned());
        let idle =
            goal.a_month.filter(|rate| *rate <= Decimal::ZERO).map(|_| " Nothing was put aside of late.".to_owned());
        let needed = goal.needed.map(|needed| format!(" {} a month gets you there.", teller.money(needed, goal)));
        let parts = late.or(idle).into_iter().chain(needed);
        return parts.chain([unknown(goal, today)]).collect();
    };
    let text = there(teller, goal, plan, "At");
    format!(" {text}{}{}", would_make_it(teller, goal, plan), unknown(goal, today))
}

fn towards_present(teller: &mut Teller, goal: &GoalNow) -> String {
    match &goal.present {
        Some(plan) => format!(" {}", there(teller, goal, plan, "At") + "."),
        None => String::new(),
    }
}

/// "At £150.00 a month you get there in March 2027, two months late".
fn there(teller: &mut Teller, goal: &GoalNow, plan: &Plan, lead: &str) -> String {
    let a_month = teller.money(plan.a_month, goal);
    let when = format::month(plan.reached_on);
    format!("{lead} {a_month} a month you get there in {when}{}", late(plan.days_late))
}

/// The end of that sentence: "; £190.00 a month would make it."
fn would_make_it(teller: &mut Teller, goal: &GoalNow, plan: &Plan) -> String {
    let is_late = plan.days_late.is_some_and(|days| days > 0);
    match goal.needed.filter(|_| is_late) {
        Some(needed) => format!("; {} a month would make it.", teller.money(needed, goal)),
        None => ".".to_owned(),
    }
}

/// ", two months late", ", in time".
fn late(days: Option<i64>) -> String {
    let Some(days) = days else { return String::new() };
    if (-DAYS_TOLD_MAX..=0).contains(&days) {
        return ", in time".to_owned();
    }
    let side = if days > 0 { "late" } else { "early" };
    format!(", {} {side}", length(days.abs()))
}

/// `three days`, `five weeks`, `two months`, `14 months`, `two years`.
fn length(days: i64) -> String {
    let (count, unit) = if days <= DAYS_TOLD_MAX {
        (days, "day")
    } else if days <= WEEKS_TOLD_MAX_DAYS {
        (days / 7, "week")
    } else if days <= MONTHS_TOLD_MAX_DAYS {
        (i64::try_from((Decimal::from(days) / DAYS_A_MONTH).round()).unwrap_or(1), "month")
    } else {
        ((days + DAYS_A_YEAR / 2) / DAYS_A_YEAR, "year")
    };
    const WORDS: [&str; 12] =
        ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    let word = usize::try_from(count - 1).ok().and_then(|at| WORDS.get(at));
    let count_words = word.map_or_else(|| count.to_string(), |word| (*word).to_owned());
    let plural = if count == 1 { "" } else { "s" };
    format!("{count_words} {unit}{plural}")
}

/// What is not known of the account behind it.
fn unknown(goal: &GoalNow, today: NaiveDate) -> String {
    let Some(account) = &goal.account else { return String::new() };
    match goal.known_until {
        None => format!(" I know no balance of {account} yet: a statement that prints one tells me."),
        Some(day) if (today - day).num_days() > STALE_DAYS => {
            format!(" I know {account} up to {}.", format::short_date(day, today))
        }
        Some(_) => String::new(),
    }
}

/// One goal in one line.
pub fn line(goal: &GoalNow, today: NaiveDate) -> String {
    line_of(&mut Teller::default(), goal, today)
}

fn line_of(teller: &mut Teller, goal: &GoalNow, today: NaiveDate) -> String {
    let amount = teller.money(goal.amount, goal);
    let saved = match goal.known_until {
        Some(_) => teller.money(goal.saved, goal),
        None => "an unknown part".to_owned(),
    };
    let by = goal.by.map(|day| format!(" by {}", format::short_date(day, today))).unwrap_or_default();
    let outlook = outlook(goal);
    let outlook = if outlook.is_empty() { outlook } else { format!("; {outlook}") };
    format!("{}: {saved} of {amount}{by}{outlook}", goal.name)
}

/// Where a goal goes, in a few words: `at £150.00 a month: Mar 2027, two months late`.
pub fn outlook(goal: &GoalNow) -> String {
    let money = |amount: Decimal| format::money(amount, goal.currency);
    if goal.is_reached() {
        return "reached".to_owned();
    }
    if goal.known_until.is_none() {
        return String::new();
    }
    match (&goal.present, goal.needed) {
        (Some(plan), _) => {
            let month = plan.reached_on.format("%b %Y");
            format!("at {} a month: {month}{}", money(plan.a_month), late(plan.days_late))
        }
        (None, Some(needed)) => format!("{} a month gets you there", money(needed)),
        (None, None) => String::new(),
    }
}

/// The alert of a goal: why, in one line.
pub fn news(news: &GoalNews, today: NaiveDate) -> String {
    let mut teller = Teller::default();
    let goal = &news.goal;
    match news.news {
        News::Reached => standing(&mut teller, goal, today),
        News::Behind => {
            let towards = towards(&mut teller, goal, today);
            format!("{} is behind.{towards}", goal.name)
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
            assert_eq!(late(Some(days)), expected, "{days}");
        }
        assert_eq!(late(None), "");
    }
}
