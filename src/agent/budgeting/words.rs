//! What is said of budgets.

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

use crate::agent::{Figure, Reply, format};
use crate::domain::Currency;
use crate::tools::budget::{BudgetRemoved, BudgetSet, BudgetsNow, Every, Reached, Standing, Suggestion};

/// Statements this many days old are no news any more.
const STALE_DAYS: i64 = 3;

/// Writes figures and keeps them.
#[derive(Default)]
struct Teller {
    figures: Vec<Figure>,
}

impl Teller {
    fn money(&mut self, value: Decimal, currency: Currency, rows: u64) -> String {
        self.figures.push(Figure { value, currency: Some(currency), rows, tool: 0 });
        format::money(value.abs(), currency)
    }

    fn reply(self, text: String) -> Reply {
        Reply { text, figures: self.figures, ..Reply::default() }
    }
}

/// `a week`, `from payday to payday`.
pub fn every_words(every: Every) -> &'static str {
    match every {
        Every::Week => "a week",
        Every::Month => "a month",
        Every::Year => "a year",
        Every::Payday => "from payday to payday",
    }
}

/// `this month`, `until payday`.
pub fn this(every: Every) -> &'static str {
    match every {
        Every::Week => "this week",
        Every::Month => "this month",
        Every::Year => "this year",
        Every::Payday => "until payday",
    }
}

/// `the 31st`, `31 December`.
fn end(day: NaiveDate, every: Every) -> String {
    let number = day.day();
    let suffix = match (number % 10, number) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    match every {
        Every::Year => day.format("%-d %B").to_string(),
        Every::Week => day.format("%A").to_string(),
        Every::Month | Every::Payday => format!("the {number}{suffix}"),
    }
}

/// What a set budget is answered with.
pub fn set(set: &BudgetSet, today: NaiveDate) -> Reply {
    let budget = &set.budget;
    let mut teller = Teller::default();
    let amount = teller.money(budget.amount, budget.currency, 0);
    let before = set.before.map(|before| format!(", instead of {}", teller.money(before, budget.currency, 0)));
    let mut text =
        format!("Set: {amount} {} for {}{}.", every_words(budget.every), budget.name, before.unwrap_or_default());
    if budget.rolls_over {
        text.push_str(" What is left over goes on into the next one.");
    }
    text.push(' ');
    text.push_str(&sentence(&mut teller, budget, today));
    teller.reply(text)
}

/// What a removed budget is answered with.
pub fn removed(removed: &BudgetRemoved) -> String {
    let amount = format::money(removed.amount, removed.currency);
    format!("Removed: {amount} {} for {}.", every_words(removed.every), removed.name)
}

/// "£86.17 left for Dining this month: £113.83 of £200.00 is spent." With where it goes, and what is not known.
fn sentence(teller: &mut Teller, budget: &Standing, today: NaiveDate) -> String {
    let mut text = how_it_is(teller, budget);
    text.push_str(&outlook(teller, budget));
    text.push_str(&unknown(budget, today));
    text
}

fn how_it_is(teller: &mut Teller, budget: &Standing) -> String {
    let Standing { name, currency, rows, .. } = budget;
    let when = this(budget.every);
    let left = teller.money(budget.left, *currency, *rows);
    let spent = teller.money(budget.spent, *currency, *rows);
    let allowed = teller.money(budget.allowed, *currency, 0);
    let minus = if budget.spent < Decimal::ZERO { "-" } else { "" };
    let carried = match budget.carried {
        none if none.is_zero() => String::new(),
        carried if carried > Decimal::ZERO => {
            format!(", {} of it left from before", teller.money(carried, *currency, 0))
        }
        carried => format!(", after {} overspent before", teller.money(carried, *currency, 0)),
    };
    match budget.left < Decimal::ZERO {
        true => {
            format!("Nothing is left for {name} {when}: you are {left} over, {minus}{spent} of {allowed}{carried}.")
        }
        false => format!("{left} left for {name} {when}: you spent {minus}{spent} of {allowed}{carried}."),
    }
}

fn outlook(teller: &mut Teller, budget: &Standing) -> String {
    let Some(pace) = budget.pace.as_ref().filter(|_| budget.left >= Decimal::ZERO) else { return String::new() };
    match pace.over > Decimal::ZERO {
        true => {
            let over = teller.money(pace.over, budget.currency, budget.rows);
            format!(" At this rate you are {over} over by {}.", end(pace.by, budget.every))
        }
        false => " At this rate it is enough.".to_owned(),
    }
}

fn unknown(budget: &Standing, today: NaiveDate) -> String {
    match budget.known_until {
        None => format!(" I know of no payment {} yet.", this_or_since(budget)),
        Some(day) if (today - day).num_days() > STALE_DAYS => {
            format!(" I know payments up to {}.", format::short_date(day, today))
        }
        Some(_) => String::new(),
    }
}

fn this_or_since(budget: &Standing) -> &'static str {
    match budget.every {
        Every::Payday => "since payday",
        other => this(other),
    }
}

/// What was asked about budgets.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked {
    /// About every budget there is.
    pub all: bool,
    /// Whether this can be paid.
    pub price: Option<Decimal>,
    /// Whether one is over.
    pub overspent: bool,
}

/// The answer to a question about budgets.
pub fn answer(now: &BudgetsNow, asked: Asked, today: NaiveDate) -> Reply {
    let mut teller = Teller::default();
    let text = match now.budgets.as_slice() {
        [] => none(&mut teller, &now.suggestions, asked.all),
        [only] => one(&mut teller, only, asked.price, asked.overspent, today),
        several => all(&mut teller, several, asked.overspent),
    };
    teller.reply(text)
}

fn none(teller: &mut Teller, suggestions: &[Suggestion], all: bool) -> String {
    let Some(suggestion) = suggestions.first() else {
        let lead = if all { "You have no budgets yet." } else { "You have no budget for that." };
        return format!("{lead} Say, for example: 200 a month for eating out.");
    };
    let average = teller.money(suggestion.average, suggestion.currency, 0);
    let (name, sentence) = (&suggestion.name, suggestion_sentence(suggestion));
    match all {
        true => format!(
            "You have no budgets yet. You spent {average} a month on {name} of late. To set one, say: {sentence}."
        ),
        false => format!(
            "You have no budget for {name}. You spent {average} a month on it of late. To set one, say: {sentence}."
        ),
    }
}

/// "230 GBP a month for Dining": setting it in a sentence.
pub fn suggestion_sentence(suggestion: &Suggestion) -> String {
    format!("{} {} a month for {}", suggestion.amount, suggestion.currency, suggestion.name)
}

fn one(teller: &mut Teller, budget: &Standing, price: Option<Decimal>, overspent: bool, today: NaiveDate) -> String {
    let Standing { name, currency, rows, .. } = budget;
    let when = this(budget.every);
    if let (Some(price), Some(after)) = (price, budget.after_price) {
        let left = teller.money(budget.left, *currency, *rows);
        let price = teller.money(price, *currency, 0);
        let gap = teller.money(after, *currency, *rows);
        return match (budget.left < Decimal::ZERO, after < Decimal::ZERO) {
            (true, _) => format!("No: you are {left} over for {name} {when} already."),
            (_, true) => format!("No: {left} is left for {name} {when}, which is {gap} too little for {price}."),
            _ => format!("Yes: {left} is left for {name} {when}, so {price} leaves {gap}."),
        };
    }
    if let Some(share) = &budget.share {
        let left = teller.money(share.left, *currency, share.rows);
        let spent = teller.money(share.spent, *currency, share.rows);
        let part = teller.money(share.allowed, *currency, 0);
        let amount = teller.money(budget.allowed, *currency, 0);
        let days = days(share.period.from, share.period.to, today);
        let whole = how_it_is(teller, budget);
        let lead = match share.left < Decimal::ZERO {
            true => format!("Nothing is left for {name} {days}: you are {left} over"),
            false => format!("{left} left for {name} {days}"),
        };
        return format!("{lead}; you spent {spent} of {part}, the days' share of {amount} {when}. {whole}");
    }
    let yes = match (overspent, budget.left < Decimal::ZERO) {
        (false, _) => "",
        (true, true) => "Yes. ",
        (true, false) => "No. ",
    };
    format!("{yes}{}", sentence(teller, budget, today))
}

/// "this week", or the days by name.
fn days(from: NaiveDate, to: NaiveDate, today: NaiveDate) -> String {
    let week = today.week(chrono::Weekday::Mon);
    if from == to && to == today {
        return "today".to_owned();
    }
    match from >= week.first_day() && to <= week.last_day() && (from..=to).contains(&today) {
        true => "this week".to_owned(),
        false => format!("from {} to {}", format::short_date(from, today), format::short_date(to, today)),
    }
}

fn all(teller: &mut Teller, budgets: &[Standing], overspent: bool) -> String {
    let over = budgets.iter().filter(|budget| budget.left < Decimal::ZERO).count();
    let lead = match (overspent, over) {
        (false, _) => "Your budgets:".to_owned(),
        (true, 0) => "No, none of your budgets is over:".to_owned(),
        (true, _) => format!("Yes, {} over:", format_over(over)),
    };
    let lines = budgets.iter().map(|budget| format!("• {}", line(teller, budget)));
    std::iter::once(lead).chain(lines).collect::<Vec<_>>().join("\n")
}

fn format_over(over: usize) -> String {
    if over == 1 { "one is".to_owned() } else { format!("{over} are") }
}

/// "Dining: £86.17 left of £200.00 this month".
fn line(teller: &mut Teller, budget: &Standing) -> String {
    let left = teller.money(budget.left, budget.currency, budget.rows);
    let allowed = teller.money(budget.allowed, budget.currency, 0);
    let side = if budget.left < Decimal::ZERO { "over the" } else { "left of" };
    let soon = budget.pace.as_ref().filter(|pace| pace.over > Decimal::ZERO && budget.left >= Decimal::ZERO);
    let soon = soon.map(|pace| {
        let over = teller.money(pace.over, budget.currency, budget.rows);
        format!(", at this rate {over} over by {}", end(pace.by, budget.every))
    });
    format!("{}: {left} {side} {allowed} {}{}", budget.name, this(budget.every), soon.unwrap_or_default())
}

/// Each budget in one line.
pub fn standing_lines(budgets: &[Standing]) -> Vec<String> {
    let mut teller = Teller::default();
    budgets.iter().map(|budget| line(&mut teller, budget)).collect()
}

/// The alert of a budget that has come to a threshold: why, in one line.
pub fn reached(reached: &Reached) -> String {
    let budget = &reached.budget;
    let mut teller = Teller::default();
    let Standing { name, currency, .. } = budget;
    let when = this(budget.every);
    let spent = teller.money(budget.spent, *currency, budget.rows);
    let allowed = teller.money(budget.allowed, *currency, 0);
    let left = teller.money(budget.left, *currency, budget.rows);
    let rest = match budget.days_left {
        0 => String::new(),
        1 => ", with one day to go".to_owned(),
        days => format!(", with {days} days to go"),
    };
    if budget.left < Decimal::ZERO {
        return format!("{name}: you are {left} over {when}, {spent} of {allowed}{rest}.");
    }
    let used = match budget.percent {
        Some(percent) => format!("{} of your budget is used {when}", format::percent(percent)),
        None => format!("your budget is used up {when}"),
    };
    let pace = outlook(&mut teller, budget);
    format!("{name}: {used}, {spent} of {allowed}{rest}. {left} is left.{pace}")
}
