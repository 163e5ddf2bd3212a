//! Questions about how balances went over time: "how is my balance over time?", "balance chart".

use super::Asking;
use super::entities::Kind;
use super::heard::Heard;
use super::lexicon::Cue;
use super::phrases::Writer;
use super::question::{Intent, Question, Scope};
use super::render::{Page, Worded};
use super::time;
use crate::agent::format;
use crate::agent::saving::GoalAsk;
use crate::text;
use crate::tools::balances::{AccountBalances, Balances, BalancesOverTime};
use crate::tools::goals::Goals;
use crate::tools::summarise::Measure;

/// Words that ask how something went.
const TREND: &[&str] = &[
    "over time",
    "over the",
    "trend",
    "trends",
    "chart",
    "graph",
    "plot",
    "picture",
    "history",
    "changed",
    "change",
    "developed",
    "develop",
    "development",
    "evolved",
    "evolve",
    "gone",
    "curve",
    "month by month",
];
/// With one of these it is a question about payments.
const OTHERWISE: &[Cue] = &[Cue::Spend, Cue::Earn, Cue::Afford, Cue::Left, Cue::Budget, Cue::NotYet];

/// The question, when it is about balances over time.
pub(super) fn question(heard: &Heard, asking: &Asking<'_>) -> Option<Question> {
    let stands = |phrase: &str| {
        let parts: Vec<&str> = phrase.split(' ').collect();
        (0..heard.words.len()).any(|at| (0..).zip(&parts).all(|(step, part)| heard.words.text(at + step) == *part))
    };
    let balance = heard.has(Cue::Balance) || (0..heard.words.len()).any(|at| heard.words.text(at) == "balances");
    if !balance || heard.any(OTHERWISE) || !TREND.iter().any(|phrase| stands(phrase)) {
        return None;
    }
    let accounts = heard.entities.iter().filter_map(|entity| match &entity.kind {
        Kind::Account { words, .. } => Some(words.clone()),
        _ => None,
    });
    let spans = &heard.times.spans;
    let period = time::joined(spans).or_else(|| spans.first().map(|span| span.period));
    let period = period.filter(|period| period.from <= asking.today);
    let asked = Balances { accounts: accounts.collect(), period, daily: false };
    Some(asking_for(Intent::Balances { asked }))
}

/// A question about goals.
pub(super) fn of_goals(asked: Goals, ask: GoalAsk) -> Question {
    asking_for(Intent::Goals { asked, ask })
}

fn asking_for(intent: Intent) -> Question {
    Question { intent, measure: Measure::Spending, per: None, scope: Scope::default(), yes_no: false }
}

/// How each account's balance went.
pub(super) fn words(page: &Page<'_>, writer: &mut Writer) -> Option<Worded> {
    let found: BalancesOverTime = page.outcomes.first()?.get()?;
    let lines: Vec<String> = found.accounts.iter().map(|account| line(account, page, writer)).collect();
    let text = match lines.as_slice() {
        [] => text!(page.texts, "balances-none", when = format::within(found.period, page.today)),
        [only] => only.clone(),
        several => several.iter().map(|line| format!("• {line}")).collect::<Vec<_>>().join("\n"),
    };
    Some(text.into())
}

/// "Current: £1,200.00 on 31 Mar, £300.00 more than on 1 Apr 2025. Lowest £12.00 on 3 Jan, highest £1,900.00 on 25 Feb."
fn line(account: &AccountBalances, page: &Page<'_>, writer: &mut Writer) -> String {
    let day = |on| format::short_date(on, page.today);
    let AccountBalances { name, currency, first, last, lowest, highest, .. } = account;
    let mut money = |amount| writer.money(amount, *currency, 0, 0);
    let texts = page.texts;
    let at = |amount: String, on| text!(texts, "balances-at", amount = amount, day = day(on));
    let last_words = at(money(last.amount), last.on);
    let mut change = String::new();
    if first.on < last.on {
        let amount = money(account.change);
        let (amount, since) = (amount.trim_start_matches('-'), day(first.on));
        change = match account.change {
            none if none.is_zero() => text!(texts, "balances-same", day = since),
            more if more.is_sign_positive() => text!(texts, "balances-more", amount = amount, day = since),
            _ => text!(texts, "balances-less", amount = amount, day = since),
        };
    }
    let mut range = String::new();
    if lowest.amount != highest.amount {
        let (low, high) = (money(lowest.amount), money(highest.amount));
        range = text!(texts, "balances-range", lowest = at(low, lowest.on), highest = at(high, highest.on));
    }
    let mut known = String::new();
    if account.known.len() > 1 {
        let days: Vec<String> = account.known.iter().map(|days| format::period(*days)).collect();
        known = text!(texts, "balances-known", days = days.join(", "));
    }
    text!(texts, "balances-line", name = name, last = last_words, change = change, range = range, known = known)
}
