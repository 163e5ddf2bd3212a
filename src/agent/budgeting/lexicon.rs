//! The words of budgets, as data.

use crate::tools::budget::Every;

/// How often, in words. Longer phrases first, because the first that fits is taken.
pub(super) const CADENCES: &[(&str, Every)] = &[
    ("from payday to payday", Every::Payday),
    ("payday to payday", Every::Payday),
    ("until payday", Every::Payday),
    ("every payday", Every::Payday),
    ("each payday", Every::Payday),
    ("per payday", Every::Payday),
    ("by payday", Every::Payday),
    ("every week", Every::Week),
    ("each week", Every::Week),
    ("a week", Every::Week),
    ("per week", Every::Week),
    ("weekly", Every::Week),
    ("every month", Every::Month),
    ("each month", Every::Month),
    ("a month", Every::Month),
    ("per month", Every::Month),
    ("monthly", Every::Month),
    ("every year", Every::Year),
    ("each year", Every::Year),
    ("a year", Every::Year),
    ("per year", Every::Year),
    ("yearly", Every::Year),
    ("annually", Every::Year),
    ("annual", Every::Year),
];

/// Words that make it a budget wherever they stand.
pub(super) const MARKERS: &[&str] = &[
    "dont want to spend more than",
    "dont let me spend more than",
    "not spend more than",
    "want to spend at most",
    "want to spend no more than",
    "want to spend up to",
    "want to spend only",
    "want to only spend",
    "spend no more than",
    "spend at most",
    "spend up to",
    "no more than",
    "not more than",
    "at most",
    "budgets",
    "budget",
    "limit",
    "cap",
    "maximum",
    "max",
    "allow me",
    "allow",
];

pub(super) const ROLLING: &[&str] = &[
    "and carry over what is left",
    "and carry over the rest",
    "with rollover",
    "and roll it over",
    "and roll over",
    "rolling over",
    "rollover",
];

/// What stands around it and means nothing more.
pub(super) const OPENINGS: &[&str] = &[
    "can you please",
    "can you",
    "could you",
    "please",
    "i would like to",
    "id like to",
    "i want to",
    "i want",
    "let us",
    "lets",
    "set up",
    "create",
    "add",
    "give me",
    "start",
    "i",
];

/// Openings that change what there is: with them, the thing's name is enough where it has a budget.
pub(super) const CHANGES: &[&str] = &[
    "set", "make", "change", "update", "adjust", "raise", "increase", "lift", "bump", "lower", "reduce", "decrease",
    "cut",
];

/// "keep groceries under 400": with one of [`UPPER_BOUNDS`] behind the thing, it is a budget.
pub(super) const KEEPING: &[&str] = &["keep", "stay", "hold", "bring", "get"];

/// What stands before the amount. Longer phrases first.
pub(super) const UPPER_BOUNDS: &[&str] =
    &["down to", "up to", "less than", "under", "below", "beneath", "within", "to", "at"];

/// Between the amount and the thing.
pub(super) const LEADS: &[&str] = &["for", "on", "at"];

/// Short forms of how often, longer ones first.
pub(super) const SLASHED: &[(&str, &str)] = &[
    ("/month", " a month"),
    ("/week", " a week"),
    ("/year", " a year"),
    ("/mo", " a month"),
    ("/wk", " a week"),
    ("/yr", " a year"),
];

/// Verbs that take a budget away, where they open the sentence.
pub(super) const REMOVING: &[&str] =
    &["get rid of", "take away", "remove", "delete", "drop", "cancel", "scrap", "clear", "stop", "end"];

pub(super) const BUDGET_WORDS: &[&str] = &["budget"];

/// They are the wallet's as well.
pub(super) const LIMIT_WORDS: &[&str] = &["limit", "cap"];

/// Little words between the pieces.
pub(super) const FILLERS: &[&str] = &[
    "a", "an", "my", "me", "us", "our", "the", "of", "to", "for", "on", "at", "is", "be", "in", "it", "with", "new",
    "should", "please", "thanks",
];

/// Names of everything together.
pub(super) const OVERALL: &[&str] = &[
    "everything",
    "all",
    "all spending",
    "all my spending",
    "all of it",
    "total",
    "total spending",
    "spending",
    "overall",
    "overall spending",
    "my spending",
    "all together",
];
