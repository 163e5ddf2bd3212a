//! What is said of budgets.

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

use crate::agent::{Figure, Reply, format};
use crate::domain::Currency;
use crate::text;
use crate::texts::Texts;
use crate::tools::budget::{BudgetRemoved, BudgetSet, BudgetsNow, Every, Reached, Standing, Suggestion};

/// Statements this many days old are no news any more.
const STALE_DAYS: i64 = 3;
/// The budget of the example.
const EXAMPLE: &str = "200";

/// Writes figures and keeps them.
struct Teller<'a> {
    texts: &'a Texts,
    figures: Vec<Figure>,
}

impl<'a> Teller<'a> {
    fn new(texts: &'a Texts) -> Self {
        Self { texts, figures: Vec::new() }
    }

    fn money(&mut self, value: Decimal, currency: Currency, rows: u64) -> String {
        self.figures.push(Figure { value, currency: Some(currency), rows, tool: 0 });
        format::money(value.abs(), currency)
    }

    fn reply(self, text: String) -> Reply {
        Reply { text, figures: self.figures, ..Reply::default() }
    }
}

/// `a week`, `from payday to payday`.
pub fn every_words(texts: &Texts, every: Every) -> String {
    match every {
        Every::Week => text!(texts, "budget-every-week"),
        Every::Month => text!(texts, "budget-every-month"),
        Every::Year => text!(texts, "budget-every-year"),
        Every::Payday => text!(texts, "budget-every-payday"),
    }
}

/// `this month`, `until payday`.
pub fn this(texts: &Texts, every: Every) -> String {
    match every {
        Every::Week => text!(texts, "budget-this-week"),
        Every::Month => text!(texts, "budget-this-month"),
        Every::Year => text!(texts, "budget-this-year"),
        Every::Payday => text!(texts, "budget-until-payday"),
    }
}

/// `the 31st`, `31 December`.
fn end(texts: &Texts, day: NaiveDate, every: Every) -> String {
    match every {
        Every::Year => day.format("%-d %B").to_string(),
        Every::Week => day.format("%A").to_string(),
        Every::Month | Every::Payday => text!(texts, "budget-day-of-month", day = format::ordinal(day.day())),
    }
}

/// What a set budget is answered with.
pub fn set(set: &BudgetSet, today: NaiveDate, texts: &Texts) -> Reply {
    let budget = &set.budget;
    let mut teller = Teller::new(texts);
    let amount = teller.money(budget.amount, budget.currency, 0);
    let instead = set.before.map(|before| {
        let before = teller.money(before, budget.currency, 0);
        text!(texts, "budget-set-instead", amount = before)
    });
    let every = every_words(texts, budget.every);
    let instead = instead.unwrap_or_default();
    let done = text!(texts, "budget-set", amount = amount, every = every, name = budget.name, instead = instead);
    let goes_on = if budget.rolls_over { text!(texts, "budget-goes-on") } else { String::new() };
    let standing = sentence(&mut teller, budget, today);
    teller.reply(format::sentences([done, goes_on, standing]))
}

/// What a removed budget is answered with.
pub fn removed(removed: &BudgetRemoved, texts: &Texts) -> String {
    let (amount, every) = (format::money(removed.amount, removed.currency), every_words(texts, removed.every));
    text!(texts, "budget-removed", amount = amount, every = every, name = removed.name)
}

/// "£86.17 left for Dining this month: £113.83 of £200.00 is spent." With where it goes, and what is not known.
fn sentence(teller: &mut Teller, budget: &Standing, today: NaiveDate) -> String {
    let standing = how_it_is(teller, budget);
    let outlook = outlook(teller, budget);
    format::sentences([standing, outlook, unknown(teller.texts, budget, today)])
}

fn how_it_is(teller: &mut Teller, budget: &Standing) -> String {
    let Standing { name, currency, rows, .. } = budget;
    let texts = teller.texts;
    let when = this(texts, budget.every);
    let left = teller.money(budget.left, *currency, *rows);
    let spent = teller.money(budget.spent, *currency, *rows);
    let allowed = teller.money(budget.allowed, *currency, 0);
    let spent = if budget.spent < Decimal::ZERO { format!("-{spent}") } else { spent };
    let carried = match budget.carried {
        none if none.is_zero() => String::new(),
        carried => {
            let amount = teller.money(carried, *currency, 0);
            match carried > Decimal::ZERO {
                true => text!(texts, "budget-carried-left", amount = amount),
                false => text!(texts, "budget-carried-over", amount = amount),
            }
        }
    };
    match budget.left < Decimal::ZERO {
        true => text!(
            texts,
            "budget-over",
            name = name,
            when = when,
            left = left,
            spent = spent,
            allowed = allowed,
            carried = carried
        ),
        false => text!(
            texts,
            "budget-left",
            name = name,
            when = when,
            left = left,
            spent = spent,
            allowed = allowed,
            carried = carried
        ),
    }
}

fn outlook(teller: &mut Teller, budget: &Standing) -> String {
    let texts = teller.texts;
    let Some(pace) = budget.pace.as_ref().filter(|_| budget.left >= Decimal::ZERO) else { return String::new() };
    match pace.over > Decimal::ZERO {
        true => {
            let over = teller.money(pace.over, budget.currency, budget.rows);
            text!(texts, "budget-soon-over", over = over, end = end(texts, pace.by, budget.every))
        }
        false => text!(texts, "budget-enough"),
    }
}

fn unknown(texts: &Texts, budget: &Standing, today: NaiveDate) -> String {
    match budget.known_until {
        None => text!(texts, "budget-no-payment-yet", when = this_or_since(texts, budget)),
        Some(day) if (today - day).num_days() > STALE_DAYS => {
            text!(texts, "budget-known-up-to", day = format::short_date(day, today))
        }
        Some(_) => String::new(),
    }
}

fn this_or_since(texts: &Texts, budget: &Standing) -> String {
    match budget.every {
        Every::Payday => text!(texts, "budget-since-payday"),
        other => this(texts, other),
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
pub fn answer(now: &BudgetsNow, asked: Asked, today: NaiveDate, texts: &Texts) -> Reply {
    let mut teller = Teller::new(texts);
    let text = match now.budgets.as_slice() {
        [] => none(&mut teller, &now.suggestions, asked.all),
        [only] => one(&mut teller, only, asked, today),
        several => all(&mut teller, several, asked.overspent),
    };
    teller.reply(text)
}

fn none(teller: &mut Teller, suggestions: &[Suggestion], all: bool) -> String {
    let texts = teller.texts;
    let Some(suggestion) = suggestions.first() else {
        return match all {
            true => text!(texts, "budget-none", amount = EXAMPLE),
            false => text!(texts, "budget-none-here", amount = EXAMPLE),
        };
    };
    let average = teller.money(suggestion.average, suggestion.currency, 0);
    let (name, sentence) = (&suggestion.name, suggestion_sentence(texts, suggestion));
    match all {
        true => text!(texts, "budget-none-suggested", average = average, name = name, sentence = sentence),
        false => text!(texts, "budget-none-here-suggested", average = average, name = name, sentence = sentence),
    }
}

/// "230 GBP a month for Dining": setting it in a sentence.
fn suggestion_sentence(texts: &Texts, suggestion: &Suggestion) -> String {
    let (amount, currency) = (suggestion.amount.to_string(), suggestion.currency.to_string());
    text!(texts, "budget-sentence", amount = amount, currency = currency, name = suggestion.name)
}

fn one(teller: &mut Teller, budget: &Standing, asked: Asked, today: NaiveDate) -> String {
    let texts = teller.texts;
    if let (Some(price), Some(after)) = (asked.price, budget.after_price) {
        return priced(teller, budget, price, after);
    }
    if budget.share.is_some() {
        return shared(teller, budget, today);
    }
    let standing = sentence(teller, budget, today);
    match (asked.overspent, budget.left < Decimal::ZERO) {
        (false, _) => standing,
        (true, true) => text!(texts, "budget-yes-over", standing = standing),
        (true, false) => text!(texts, "budget-not-over", standing = standing),
    }
}

/// Whether it can be paid.
fn priced(teller: &mut Teller, budget: &Standing, price: Decimal, after: Decimal) -> String {
    let Standing { name, currency, rows, .. } = budget;
    let texts = teller.texts;
    let when = this(texts, budget.every);
    let left = teller.money(budget.left, *currency, *rows);
    let price = teller.money(price, *currency, 0);
    let gap = teller.money(after, *currency, *rows);
    match (budget.left < Decimal::ZERO, after < Decimal::ZERO) {
        (true, _) => text!(texts, "budget-price-over", left = left, name = name, when = when),
        (_, true) => {
            text!(texts, "budget-price-too-much", left = left, name = name, when = when, gap = gap, price = price)
        }
        _ => text!(texts, "budget-price-fits", left = left, name = name, when = when, price = price, gap = gap),
    }
}

/// How some of its days stand.
fn shared(teller: &mut Teller, budget: &Standing, today: NaiveDate) -> String {
    let Standing { name, currency, .. } = budget;
    let Some(share) = &budget.share else { return String::new() };
    let texts = teller.texts;
    let when = this(texts, budget.every);
    let left = teller.money(share.left, *currency, share.rows);
    let spent = teller.money(share.spent, *currency, share.rows);
    let part = teller.money(share.allowed, *currency, 0);
    let amount = teller.money(budget.allowed, *currency, 0);
    let days = days(texts, share.period.from, share.period.to, today);
    let whole = how_it_is(teller, budget);
    match share.left < Decimal::ZERO {
        true => text!(
            texts,
            "budget-share-over",
            name = name,
            days = days,
            left = left,
            spent = spent,
            part = part,
            amount = amount,
            when = when,
            whole = whole
        ),
        false => text!(
            texts,
            "budget-share-left",
            name = name,
            days = days,
            left = left,
            spent = spent,
            part = part,
            amount = amount,
            when = when,
            whole = whole
        ),
    }
}

/// "this week", or the days by name.
fn days(texts: &Texts, from: NaiveDate, to: NaiveDate, today: NaiveDate) -> String {
    let week = today.week(chrono::Weekday::Mon);
    if from == to && to == today {
        return text!(texts, "budget-days-today");
    }
    match from >= week.first_day() && to <= week.last_day() && (from..=to).contains(&today) {
        true => text!(texts, "budget-this-week"),
        false => {
            text!(texts, "budget-days", from = format::short_date(from, today), to = format::short_date(to, today))
        }
    }
}

fn all(teller: &mut Teller, budgets: &[Standing], overspent: bool) -> String {
    let texts = teller.texts;
    let over = budgets.iter().filter(|budget| budget.left < Decimal::ZERO).count();
    let lead = match (overspent, over) {
        (false, _) => text!(texts, "budget-all"),
        (true, 0) => text!(texts, "budget-all-none-over"),
        (true, _) => text!(texts, "budget-all-over", count = over as u64),
    };
    let lines = budgets.iter().map(|budget| format!("• {}", line(teller, budget)));
    std::iter::once(lead).chain(lines).collect::<Vec<_>>().join("\n")
}

/// "Dining: £86.17 left of £200.00 this month".
fn line(teller: &mut Teller, budget: &Standing) -> String {
    let texts = teller.texts;
    let left = teller.money(budget.left, budget.currency, budget.rows);
    let allowed = teller.money(budget.allowed, budget.currency, 0);
    let soon = budget.pace.as_ref().filter(|pace| pace.over > Decimal::ZERO && budget.left >= Decimal::ZERO);
    let soon = soon.map(|pace| {
        let over = teller.money(pace.over, budget.currency, budget.rows);
        text!(texts, "budget-line-soon", over = over, end = end(texts, pace.by, budget.every))
    });
    let (name, when, soon) = (&budget.name, this(texts, budget.every), soon.unwrap_or_default());
    match budget.left < Decimal::ZERO {
        true => text!(texts, "budget-line-over", name = name, left = left, allowed = allowed, when = when, soon = soon),
        false => {
            text!(texts, "budget-line-left", name = name, left = left, allowed = allowed, when = when, soon = soon)
        }
    }
}

/// Each budget in one line.
pub fn standing_lines(budgets: &[Standing], texts: &Texts) -> Vec<String> {
    let mut teller = Teller::new(texts);
    budgets.iter().map(|budget| line(&mut teller, budget)).collect()
}

/// The alert of a budget that has come to a threshold: why, in one line.
pub fn reached(reached: &Reached, texts: &Texts) -> String {
    let budget = &reached.budget;
    let mut teller = Teller::new(texts);
    let Standing { name, currency, .. } = budget;
    let when = this(texts, budget.every);
    let spent = teller.money(budget.spent, *currency, budget.rows);
    let allowed = teller.money(budget.allowed, *currency, 0);
    let left = teller.money(budget.left, *currency, budget.rows);
    let rest = match u64::try_from(budget.days_left) {
        Ok(0) | Err(_) => String::new(),
        Ok(days) => text!(texts, "budget-days-to-go", count = days),
    };
    if budget.left < Decimal::ZERO {
        return text!(
            texts,
            "budget-reached-over",
            name = name,
            left = left,
            when = when,
            spent = spent,
            allowed = allowed,
            rest = rest
        );
    }
    let pace = outlook(&mut teller, budget);
    match budget.percent {
        Some(percent) => text!(
            texts,
            "budget-reached",
            name = name,
            percent = format::percent(percent),
            when = when,
            spent = spent,
            allowed = allowed,
            rest = rest,
            left = left,
            pace = pace
        ),
        None => text!(
            texts,
            "budget-reached-all",
            name = name,
            when = when,
            spent = spent,
            allowed = allowed,
            rest = rest,
            left = left,
            pace = pace
        ),
    }
}
