//! What is not answered from the user's statements: small talk, other topics, orders, other people's money, the future.
//!
//! **Invariant:** a sentence is declined in words alone; no figure is looked up for it or said.

use chrono::NaiveDate;

use super::entities::Kind;
use super::heard::Heard;
use super::lexicon::{self, Cue};
use super::{Asking, examples, follow};
use crate::agent::format;
use crate::text;
use crate::texts::Texts;

/// How a date may be written, where one could not be read.
const EXAMPLE_DATE: Option<NaiveDate> = NaiveDate::from_ymd_opt(2025, 4, 3);

/// More unknown words than this are no payee's name but another topic.
const STRANGERS_MAX: usize = 3;

/// People other than the one who asks, as subjects of what is spent or earned.
const PEOPLE: &str = "wife husband partner neighbour neighbours neighbor neighbors friend friends boss colleague colleagues mum mom \
    dad mother father brother sister son daughter girlfriend boyfriend people person everyone everybody someone somebody user users \
    he she they others anyone customers families americans britons households flatmate roommate landlord";

/// Words that an order begins with.
const ORDERS: &str = "cancel book call remind delete remove translate play write draw sing ignore forget reset upgrade apply marry \
    hack email create erase wipe";

/// The same, unless a sum is asked for as well: "order total at amazon".
const SOFT_ORDERS: &str =
    "send block close open order wire lend withdraw deposit set schedule sell print text message phone";

/// Words that an order begins with only when an amount or a name of one's own follows.
const MONEY_ORDERS: &str = "pay transfer give move put invest";

/// Orders to move money.
const PAYING: &str = "send wire lend";

/// What may stand before an order.
const POLITE: &str = "please can could would will you i want need to kindly pls hey hi hello ok just now go and";

/// Greetings, thanks, and "what can you do".
pub(super) fn small_talk(heard: &Heard, texts: &Texts) -> Option<String> {
    let words: Vec<&str> = heard.words.0.iter().map(|word| word.typed.as_str()).collect();
    let sentence = words.join(" ");
    const HELP: &[&str] = &[
        "help",
        "start",
        "menu",
        "what can you do",
        "what can i ask",
        "who are you",
        "what are you",
        "help me",
        "how does this work",
        "what do you do",
        "what can i ask you",
        "what else can you do",
        "are you human",
        "are you a bot",
        "are you real",
        "how do you work",
        "how are you",
        "commands",
        "options",
    ];
    let help = HELP.contains(&sentence.as_str());
    let greeting = words.iter().all(|word| lexicon::listed(lexicon::GREETINGS, word));
    (help || greeting).then(|| text!(texts, "hello", examples = examples(texts)))
}

/// A reason not to look anything up.
pub(super) fn declined(heard: &Heard, asking: &Asking<'_>) -> Option<String> {
    let texts = asking.texts;
    unreadable(heard, texts)
        .or_else(|| cannot_do(heard, texts))
        .or_else(|| other_topic(heard, texts))
        .or_else(|| not_yet(heard, asking))
}

/// A date that is none, or that is not the same for everybody.
fn unreadable(heard: &Heard, texts: &Texts) -> Option<String> {
    let names = strangers(heard);
    let dated = |word: &&&str| word.contains(['/', '.', '-']) && word.chars().any(|c| c.is_ascii_digit());
    if let Some(date) = names.iter().find(dated) {
        let example = EXAMPLE_DATE.map(format::date).unwrap_or_default();
        return Some(text!(texts, "unreadable-date", date = date, example = example));
    }
    let unclear = heard.times.unclear.as_ref()?;
    Some(text!(texts, "unclear-days", words = unclear))
}

fn strangers(heard: &Heard) -> Vec<&str> {
    let words = heard.strangers.iter().flat_map(|entity| match &entity.kind {
        Kind::Payee { words, .. } => words.split(' ').collect(),
        _ => Vec::new(),
    });
    words.collect()
}

/// Orders: only buttons move money or change something.
fn cannot_do(heard: &Heard, texts: &Texts) -> Option<String> {
    let words = &heard.words;
    let first = (0..words.len()).find(|index| !lexicon::listed(POLITE, words.text(*index)))?;
    let word = words.text(first);
    let next = words.text(first + 1);
    let asks = heard.any(&[Cue::HowMuch, Cue::Count, Cue::When, Cue::Which, Cue::Average, Cue::Versus, Cue::Share]);
    // "send total february" names what was sent; "tell me what …" asks.
    let me_first = matches!(words.text(first.wrapping_sub(1)), "i" | "we" | "my" | "our");
    let defies = word == "ignore" || word == "forget";
    let order = lexicon::listed(ORDERS, word) && first + 1 < words.len() && (!asks || defies) && !me_first;
    let amount =
        heard.numbers.amount.is_some() || heard.numbers.count.is_some() || heard.words.0.iter().any(|word| word.money);
    let own = matches!(next, "my" | "me" | "the") && !asks;
    let money_order = lexicon::listed(MONEY_ORDERS, word) && (amount || own) && !asks && next != "me";
    let sums = heard.any(&[Cue::List, Cue::HowMuch, Cue::Spend]) && !heard.has(Cue::Budget);
    let soft = lexicon::listed(SOFT_ORDERS, word) && first + 1 < words.len() && !asks && !me_first && !sums;
    let pays = lexicon::listed(PAYING, word) && amount && !asks;
    if money_order || pays {
        return Some(text!(texts, "cannot-move-money", examples = examples(texts)));
    }
    // "write me a poem" is another topic.
    let ordered = (order || soft) && !lexicon::listed(lexicon::ELSEWHERE, word);
    ordered.then(|| text!(texts, "cannot-do", examples = examples(texts)))
}

/// Other topics, other people's money, prices and advice in general.
fn other_topic(heard: &Heard, texts: &Texts) -> Option<String> {
    let names = strangers(heard);
    let unknown = names.len() + heard.odd.len();
    let elsewhere = names.iter().copied().chain(heard.odd.iter().map(String::as_str));
    let elsewhere = elsewhere.chain((0..heard.words.len()).map(|index| heard.words.text(index)));
    let elsewhere = elsewhere.into_iter().any(|word| lexicon::listed(lexicon::ELSEWHERE, word));
    let money = heard.any(&[Cue::Spend, Cue::Count, Cue::Refund, Cue::Earn]) && heard.any(&[Cue::Me, Cue::HowMuch]);
    // A name alone ("harrods last month?") is asked about payments; a sentence about unknown things is not.
    let small = |(cue, _): &(Cue, usize)| matches!(cue, Cue::Follow | Cue::Money);
    let filler = |word: &super::words::Word| {
        word.used || lexicon::listed("the a an my at in on for to from of please", &word.text)
    };
    let name_alone = names.len() < STRANGERS_MAX
        && heard.odd.is_empty()
        && heard.cues.iter().all(small)
        && heard.words.0.iter().all(filler);
    let named = heard.wanted().any(|entity| entity.known) && heard.any(&[Cue::Me, Cue::Average]);
    // "how much does a ticket cost" asks for a price in general, "what does my neighbour spend" for somebody else's money.
    let any_name = heard.wanted().next().is_some_and(|entity| entity.known);
    let does = (0..heard.words.len()).any(|index| matches!(heard.words.text(index), "does" | "do" | "is" | "are"));
    let general = does && !heard.has(Cue::Me) && !any_name && unknown > 0 && heard.times.spans.is_empty();
    let unrelated = unknown > 0 && !name_alone && (general || !(named || heard.about_money()));
    let today = ["what day is it", "what date is it", "what time is it", "what is the date", "what is the time"]
        .iter()
        .any(|phrase| (0..heard.words.len()).any(|index| said(heard, index, phrase)));
    let phone =
        (0..heard.words.len()).any(|index| said(heard, index, "phone number") || said(heard, index, "opening hours"));
    let asks_me =
        [said(heard, 0, "do you like"), said(heard, 0, "do you think"), said(heard, 0, "do you love")].contains(&true);
    // "when is easter", "when does tesco open".
    let when = heard.has(Cue::When)
        && !heard.any(&[
            Cue::Me,
            Cue::Spend,
            Cue::Earn,
            Cue::Refund,
            Cue::PaymentNoun,
            Cue::OutNoun,
            Cue::First,
            Cue::Last,
            Cue::Next,
        ])
        && !heard.any(&[
            Cue::Most,
            Cue::Least,
            Cue::Largest,
            Cue::Smallest,
            Cue::Price,
            Cue::Still,
            Cue::Money,
            Cue::Pronoun,
        ])
        && (heard.wanted().next().is_none() || said(heard, 0, "when does"))
        && heard.words.len() > 2;
    if today
        || phone
        || asks_me
        || when
        || (elsewhere && !money)
        || unrelated
        || names.len() > STRANGERS_MAX * 2
        || somebody_else(heard)
        || advice(heard)
    {
        return Some(text!(texts, "other-topic", examples = examples(texts)));
    }
    None
}

/// Whether the phrase stands at `index`, whoever has read its words.
fn said(heard: &Heard, index: usize, phrase: &str) -> bool {
    phrase.split(' ').enumerate().all(|(offset, part)| heard.words.text(index + offset) == part)
}

/// "how much did my wife spend", "what do people spend on food", "show me everyone's transactions".
fn somebody_else(heard: &Heard) -> bool {
    let words = &heard.words;
    (0..words.len()).any(|index| {
        let word = words.text(index);
        let somebody = lexicon::listed(PEOPLE, word) || lexicon::listed(PEOPLE, word.trim_end_matches('s'));
        let before = words.text(index.wrapping_sub(1));
        let led = |word: &str| matches!(word, "did" | "does" | "do" | "has" | "have" | "other" | "average" | "most");
        let subject = led(before)
            || (matches!(before, "my" | "the" | "our" | "most" | "other") && led(words.text(index.wrapping_sub(2))));
        // "did someone refund me" is about the asker's money.
        let mine = (index..words.len()).any(|at| matches!(words.text(at), "me" | "us"));
        let theirs = matches!(word, "everyone" | "everybody" | "users" | "user" | "everyones" | "others") && !mine;
        let verb = matches!(words.text(index + 1), "earns" | "earn" | "earned" | "spends" | "makes" | "gets" | "owes");
        somebody && !mine && (subject || theirs || verb)
    })
}

/// "should i buy …", "how do i save money", "give me advice".
fn advice(heard: &Heard) -> bool {
    let words = &heard.words;
    let opens = |phrase: &str| said(heard, 0, phrase);
    let how_to = [
        "how do i",
        "how can i",
        "how to",
        "how could i",
        "how should i",
        "should i",
        "what should i",
        "where should i",
    ];
    let measured =
        heard.any(&[Cue::HowMuch, Cue::Spend, Cue::Versus, Cue::Budget, Cue::Afford]) && !heard.times.spans.is_empty();
    let advice = (0..words.len()).any(|index| matches!(words.text(index), "advice" | "advise" | "tips" | "invest"))
        && !heard.any(&[Cue::HowMuch, Cue::Count, Cue::List]);
    (how_to.iter().any(|phrase| opens(phrase)) && !measured) || advice
}

/// Not possible yet, or not understood.
fn not_yet(heard: &Heard, asking: &Asking<'_>) -> Option<String> {
    let texts = asking.texts;
    let balance = heard.has(Cue::Balance) && !heard.has(Cue::NotYet);
    if balance && !heard.times.spans.is_empty() && !heard.any(&[Cue::Spend, Cue::Earn]) {
        return Some(text!(texts, "past-balance-not-yet", examples = examples(texts)));
    }
    let price = heard.any(&[Cue::Buy, Cue::Afford]) && heard.numbers.amount.is_some();
    // Days to come are said to be that, further on.
    let ahead = heard.times.spans.iter().any(|span| span.period.from > asking.today);
    if heard.has(Cue::NotYet) && !price && !ahead {
        return Some(text!(texts, "not-yet", examples = examples(texts)));
    }
    let says_little = |cue: &Cue| {
        matches!(
            cue,
            Cue::Me
                | Cue::Which
                | Cue::Follow
                | Cue::Pronoun
                | Cue::Who
                | Cue::Where
                | Cue::Any
                | Cue::Next
                | Cue::Money
                | Cue::Still
        )
    };
    let nothing = heard.cues.iter().all(|(cue, _)| says_little(cue)) && heard.wanted().next().is_none();
    let bare = heard.cues.iter().all(|(cue, _)| matches!(cue, Cue::HowMuch | Cue::Count)) && heard.words.len() <= 2;
    let nothing = nothing || bare && heard.wanted().next().is_none();
    let alone = heard.times.spans.is_empty() && (asking.previous.is_none() || !follow::leans(heard));
    (nothing && alone).then(|| text!(texts, "not-caught", examples = examples(texts)))
}
