//! The words that tell payments from questions, orders and plans, as data.
//!
//! **Invariant:** general English only. Where a word may open a question, it stops: a payment that was not noted is typed again,
//! one that was noted by mistake spoils a sum.

use super::amounts::currency_named;
use super::item::verb_at;
use super::tokens::Token;

/// Words of questions, orders, plans, corrections and settings: with one of them, nothing is noted.
const STOPS: &str = "how what when where which who whose whom why whats wheres whens hows whos wat waht wht hw hwo howmuch \
    total totals sum average averages avg mean median spend spends spending spendings spnd expense expenses compare compared \
    comparison versus vs than over under above below between since until till before after during per each every most least \
    biggest largest highest lowest smallest cheapest latest newest oldest recent top bottom last next previous past first \
    budget budgets budgeted limit limits cap goal goals target targets afford save saves saved saving left remaining remain \
    balance balances overdraft list show shows find search count chart graph plot export download category categories rename \
    move delete remove undo redo cancel change correct fix edit merge split import upload should would could can will shall \
    might must if whether or not no nope never dont didnt cant couldnt wont isnt wasnt havent want wants need needs plan plans \
    planning planned going gonna remind reminder tell say help owe owes owed owing send sends transfer transfers pay pays \
    lend lends give gives wire wires withdraw request ask invoice convert conversion exchange rate rates percent price prices \
    worth meant mean actually instead wrong mistake does do did is are am any ever far much many often more less fewer \
    payments payment transactions transaction purchases rows row subscription subscriptions recurring monthly weekly daily \
    yearly annually annual fortnightly q1 q2 q3 q4 h1 h2 alert alerts warn notify notification pin password passcode code otp \
    version chapter degrees temperature born weigh weighs weight tall height score scored divided times minus \
    multiplied equals hi hello hey thanks thank ignore forget rule rules always set make settings \
    schedule due expires expire upcoming soon later maybe perhaps probably might another same between";

/// Words that open a question or a wish where they stand first.
const OPENERS: &str = "was were has may let lets please could id ill whatever";

/// What a number counts instead of money, standing behind it.
const UNITS: &str = "day days week weeks month months year years hour hours hr hrs hours minute minutes min mins second seconds \
    am pm oclock people persons guests friends km kms mile miles metre metres meter meters cm mm m2 sqm feet ft kg kgs kilo kilos \
    g grams gram lb lbs oz litre litres liter liters ml l steps pages degrees celsius percent payments transactions rows \
    purchases items times x nights";

/// What a number names instead of counting, standing before it.
const NUMBERED: &str = "card account ending number no nr room table line platform gate exit terminal route flight \
    chapter version level iphone windows galaxy model size page floor street zone area apartment flat unit seat row week day";

/// A time of day, where a number without cents closes the sentence behind one of these.
const TIMES: &str = "at by around about until till";

/// Words that name nothing, so that nothing is left to note.
const EMPTY: &str = "a an the this that these those there here it its i we you he she they me him her us them my your our his \
    their of in on at to for from with and by as was were some something anything one ones more again so just also then";

/// Things that are told in the plural although they were bought once: "5 groceries" is no count.
const PLURALS: &str = "groceries sweets drinks chips fries clothes shoes trousers jeans glasses stamps tickets flowers fees tips \
    cigarettes toiletries books meds vitamins snacks supplies vegetables";

/// A number without cents up to this many counts things when it stands before a plural: "3 beers".
const COUNTED_MAX: u32 = 12;

/// Whole numbers between these are years, unless a verb says that they were paid. Statements from before are on paper.
const YEARS: std::ops::RangeInclusive<u32> = 1990..=2040;

/// What a verb says about the direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verb {
    /// Money went out for something.
    Out,
    /// Money went to somebody: a name behind it is the payee.
    Gave,
    In,
    /// "got 20 back from Ben" is money in, "got lunch for 12" is not.
    Got,
}

/// Verbs of payments that have been made, longest first where one begins another, and what they are for when nothing else is said.
pub(super) const VERBS: &[(&str, Verb, &str)] = &[
    ("was paid back", Verb::In, ""),
    ("got paid back", Verb::In, ""),
    ("was paid", Verb::In, "pay"),
    ("were paid", Verb::In, "pay"),
    ("got paid", Verb::In, "pay"),
    ("been paid", Verb::In, "pay"),
    ("was refunded", Verb::In, "refund"),
    ("got refunded", Verb::In, "refund"),
    ("got reimbursed", Verb::In, "reimbursement"),
    ("was reimbursed", Verb::In, "reimbursement"),
    ("was given", Verb::In, ""),
    ("was charged", Verb::Out, "charge"),
    ("got charged", Verb::Out, "charge"),
    ("charged", Verb::Out, "charge"),
    ("shelled out", Verb::Out, ""),
    ("forked out", Verb::Out, ""),
    ("took out", Verb::Out, "cash withdrawal"),
    ("topped up", Verb::Out, ""),
    ("filled up", Verb::Out, "fuel"),
    ("paid off", Verb::Out, ""),
    ("paid back", Verb::Gave, ""),
    ("paid", Verb::Gave, ""),
    ("payed", Verb::Gave, ""),
    ("spent", Verb::Out, ""),
    ("bought", Verb::Out, ""),
    ("ordered", Verb::Out, ""),
    ("blew", Verb::Out, ""),
    ("dropped", Verb::Out, ""),
    ("splashed", Verb::Out, ""),
    ("grabbed", Verb::Out, ""),
    ("had", Verb::Out, ""),
    ("lost", Verb::Out, ""),
    ("withdrew", Verb::Out, "cash withdrawal"),
    ("refuelled", Verb::Out, "fuel"),
    ("refueled", Verb::Out, "fuel"),
    ("gave", Verb::Gave, ""),
    ("lent", Verb::Gave, ""),
    ("tipped", Verb::Gave, "tip"),
    ("donated", Verb::Gave, "donation"),
    ("sent", Verb::Gave, ""),
    ("transferred", Verb::Gave, ""),
    ("repaid", Verb::Gave, ""),
    ("received", Verb::In, ""),
    ("earned", Verb::In, ""),
    ("made", Verb::In, ""),
    ("won", Verb::In, "winnings"),
    ("sold", Verb::In, ""),
    ("collected", Verb::In, ""),
    ("found", Verb::In, ""),
    ("got", Verb::Got, ""),
];

/// What others do, before "me" and the amount: "ben paid me back 20".
pub(super) const GIVERS: &[&str] =
    &["paid", "gave", "sent", "transferred", "returned", "lent", "repaid", "refunded", "reimbursed"];

/// Nouns that are money in where no verb says otherwise.
pub(super) const INCOME: &str = "salary wages wage paycheck paycheque payslip payday bonus refund refunds refunded cashback dividend \
    dividends interest pension reimbursement reimbursed income allowance rebate royalties winnings stipend payout";

/// Behind the amount: it came in.
pub(super) const CAME_IN: &[&str] = &[
    "came in",
    "came through",
    "arrived",
    "landed",
    "credited",
    "was credited",
    "received",
    "hit my account",
    "back in",
];

/// Between the thing and its amount: "lunch was 12.80".
pub(super) const COPULAS: &[&str] = &[
    "was",
    "were",
    "cost me",
    "cost us",
    "cost",
    "costs",
    "came to",
    "set me back",
    "for",
    "of",
    "at",
    "to",
    "on",
    "a",
    "the",
    "about",
    "around",
    "only",
    "just",
];

/// Where a sentence begins without saying anything.
pub(super) const FILLERS: &str =
    "i we just also then so ok okay have note noted record log add and today new entry please eh well oh";

/// Whether one of the words stands in a list.
pub(super) fn listed(list: &str, word: &str) -> bool {
    !word.is_empty() && list.split_whitespace().any(|known| known == word)
}

/// Whether any word says that this is no payment.
pub(super) fn stops(tokens: &[Token]) -> bool {
    let first = tokens.first().map_or("", Token::word);
    let words: Vec<String> = tokens.iter().map(|token| token.word().to_owned()).collect();
    // "was paid 300" tells of it, "was my rent 950" asks.
    let opens = listed(OPENERS, first) && verb_at(&words, 0).is_none();
    opens || tokens.iter().any(|token| listed(STOPS, token.word()))
}

/// Whether a word names nothing.
pub(super) fn is_empty(word: &str) -> bool {
    listed(EMPTY, word) || !word.chars().any(char::is_alphabetic) || currency_named(word, None).is_some()
}

/// Whether the number at a place may be an amount of money.
pub(super) fn may_be_money(tokens: &[Token], index: usize) -> bool {
    let Some(amount) = tokens.get(index).and_then(Token::amount) else { return false };
    let word = |at: usize| tokens.get(at).map_or("", Token::word);
    let (before, behind) = (word(index.wrapping_sub(1)), word(index + 1));
    if listed(UNITS, behind) {
        return false;
    }
    if amount.certain {
        return true;
    }
    let year = YEARS.contains(&u32::try_from(amount.value).unwrap_or_default()) && !verb_before(tokens, index);
    let closes = tokens.iter().skip(index + 1).all(|token| token.word().is_empty());
    let time = closes && listed(TIMES, before);
    !(year || time || listed(NUMBERED, before))
}

/// Whether a verb stands directly before a place.
pub(super) fn verb_before(tokens: &[Token], index: usize) -> bool {
    let before = tokens.get(index.wrapping_sub(1)).map_or("", Token::word);
    VERBS.iter().any(|(verb, ..)| verb.rsplit(' ').next() == Some(before))
}

/// "3 beers", "bought 2 pizzas": a count of things, and no price.
pub(super) fn counts(tokens: &[Token], index: usize) -> bool {
    let small = tokens
        .get(index)
        .and_then(Token::amount)
        .is_some_and(|amount| !amount.certain && amount.value <= COUNTED_MAX.into());
    let behind = tokens.get(index + 1).map_or("", Token::word);
    let opens = index == 0 || verb_before(tokens, index);
    small && opens && behind.ends_with('s') && !behind.ends_with("ss") && !listed(PLURALS, behind)
}
