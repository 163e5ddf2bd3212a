//! The words of alerts, as data. Longer phrases first, because the first that fits is taken.

use crate::tools::budget::Every;

/// Ask for an alert whatever follows.
pub(super) const STRONG_OPENINGS: &[&str] = &[
    "give me a heads up",
    "send me an alert",
    "send me a message",
    "i want an alert",
    "set an alert",
    "set up an alert",
    "create an alert",
    "add an alert",
    "make an alert",
    "new alert",
    "alert me",
    "alert",
    "warn me",
    "notify me",
    "ping me",
];

/// Ask for an alert where a condition follows; else for an answer.
pub(super) const OPENINGS: &[&str] = &[
    "i would like to know",
    "i want to know",
    "i want to hear",
    "let me know",
    "tell me",
    "message me",
    "text me",
    "speak up",
    "shout",
];

pub(super) const POLITE: &[&str] =
    &["can you please", "could you please", "can you", "could you", "would you", "please", "and", "also", "hey"];

/// Between the opening and the condition.
pub(super) const CONNECTORS: &[&str] =
    &["every time that", "every time", "each time", "as soon as", "whenever", "in case", "when", "once", "if"];

/// As well, after a strong opening: "alert me about payments over 100".
pub(super) const WEAK_CONNECTORS: &[&str] = &["about", "of", "on", "for"];

/// What is passed upwards, before the amount.
pub(super) const OVER: &[&str] = &[
    "of more than",
    "for more than",
    "in excess of",
    "more than",
    "larger than",
    "bigger than",
    "greater than",
    "higher than",
    "upwards of",
    "at least",
    "exceeding",
    "exceeds",
    "exceed",
    "beyond",
    "reaches",
    "reach",
    "above",
    "over",
    "past",
    "hits",
    "hit",
];

pub(super) const UNDER: &[&str] = &["less than", "lower than", "down to", "underneath", "beneath", "below", "under"];

/// Whole stretches of time.
pub(super) const EVERY: &[(&str, Every)] = &[
    ("in a month", Every::Month),
    ("each month", Every::Month),
    ("every month", Every::Month),
    ("per month", Every::Month),
    ("this month", Every::Month),
    ("a month", Every::Month),
    ("monthly", Every::Month),
    ("in a week", Every::Week),
    ("each week", Every::Week),
    ("every week", Every::Week),
    ("per week", Every::Week),
    ("this week", Every::Week),
    ("a week", Every::Week),
    ("weekly", Every::Week),
    ("in a year", Every::Year),
    ("each year", Every::Year),
    ("every year", Every::Year),
    ("per year", Every::Year),
    ("this year", Every::Year),
    ("a year", Every::Year),
    ("yearly", Every::Year),
];

/// A price rises.
pub(super) const RISES: &[&str] = &[
    "becomes more expensive",
    "gets more expensive",
    "gets pricier",
    "gets dearer",
    "raises its prices",
    "raises its price",
    "raises their prices",
    "raises the price",
    "raises prices",
    "puts its price up",
    "puts up its price",
    "puts up the price",
    "increases its price",
    "increases the price",
    "increases",
    "charges me more",
    "charges more",
    "costs me more",
    "costs more",
    "goes up in price",
    "goes up",
    "go up",
    "rises",
];

/// One payment, not a sum of them.
pub(super) const SINGLE: &[&str] = &[
    "anything",
    "something",
    "payments",
    "payment",
    "purchases",
    "purchase",
    "transactions",
    "transaction",
    "charges",
    "charge",
    "charged",
    "debits",
    "debit",
    "withdrawals",
    "withdrawal",
    "expenses",
    "expense",
    "single",
    "money",
    "i pay",
];

/// Money in. Taken whole.
pub(super) const INCOMING: &[&str] = &[
    "comes into",
    "come into",
    "comes in",
    "come in",
    "is paid in",
    "gets paid in",
    "paid in",
    "arrives",
    "arrive",
    "i receive",
    "i get paid",
    "i am paid",
    "receive",
    "incoming",
    "lands",
];

/// Money out, where nothing else says so. Taken whole.
pub(super) const OUTGOING: &[&str] = &[
    "comes out of",
    "comes off",
    "comes out",
    "goes out of",
    "goes out",
    "is taken from",
    "is taken out of",
    "is paid from",
    "leaves",
    "leave",
    "takes",
    "is spent",
    "i spend",
    "i pay",
];

/// Little words around the pieces.
pub(super) const FILLERS: &[&str] = &[
    "a",
    "an",
    "the",
    "my",
    "our",
    "any",
    "all",
    "i",
    "we",
    "me",
    "is",
    "are",
    "am",
    "be",
    "of",
    "to",
    "at",
    "on",
    "for",
    "in",
    "into",
    "from",
    "by",
    "with",
    "out",
    "it",
    "its",
    "there",
    "theres",
    "s",
    "has",
    "have",
    "ever",
    "again",
    "more",
    "or",
    "gets",
    "get",
    "goes",
    "go",
    "going",
    "spend",
    "spent",
    "spending",
    "total",
    "made",
    "than",
    "that",
    "than",
    "left",
    "then",
    "price",
    "prices",
    "subscription",
    "bill",
    "balance",
    "balances",
    "drops",
    "drop",
    "falls",
    "fall",
    "dips",
    "dip",
    "sinks",
    "was",
    "do",
    "does",
    "happens",
    "please",
    "this",
    "single",
    "one",
    "new",
    "comes",
    "come",
    "back",
];

/// What was, not what is to come.
pub(super) const PAST: &[&str] =
    &["last", "latest", "first", "previous", "was", "were", "did", "had", "ago", "yesterday", "already"];

/// Behind an account's name.
pub(super) const ACCOUNT_WORDS: &[&str] = &["account", "accounts", "card", "pot"];

/// End an alert, where they open the sentence.
pub(super) const ENDINGS: &[&str] = &[
    "stop telling me",
    "stop alerting me",
    "stop warning me",
    "stop notifying me",
    "dont tell me",
    "dont alert me",
    "no more alerts",
];

/// With one of [`ALERT_WORDS`], as well.
pub(super) const REMOVING: &[&str] =
    &["get rid of", "switch off", "turn off", "remove", "delete", "drop", "cancel", "scrap", "stop", "end"];

pub(super) const ALERT_WORDS: &[&str] = &["alerts", "alert", "warning", "notification", "notifications"];
