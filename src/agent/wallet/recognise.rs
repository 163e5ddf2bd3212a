//! Whether words ask for money to be sent or asked for, and for what exactly.
//!
//! **Invariant:** every word of the sentence is accounted for; one that is not makes it something else.

use chrono::NaiveDate;

use super::when;
use crate::domain::wallet::ProposalKind;
use crate::tools::wallet::{Asked, Whom, Wish, read_amount};

/// What a sentence asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    pub wish: Wish,
    /// Whether the words leave no doubt that a person is meant.
    pub names_a_person: bool,
}

/// Politeness in front of the verb.
const OPENINGS: [&[&str]; 10] = [
    &["please"],
    &["pls"],
    &["can", "you"],
    &["could", "you"],
    &["can", "i"],
    &["i", "want", "to"],
    &["i", "would", "like", "to"],
    &["i'd", "like", "to"],
    &["let's"],
    &["hey"],
];

/// Between "ask ben" and the amount.
const ASKED_TO: [&[&str]; 6] =
    [&["to", "send", "me"], &["to", "pay", "me"], &["to", "give", "me"], &["to", "send"], &["to", "pay"], &["for"]];

/// Bare words that are no person's name.
const NO_NAMES: [&str; 26] = [
    "me",
    "us",
    "him",
    "her",
    "them",
    "it",
    "you",
    "everyone",
    "everybody",
    "someone",
    "somebody",
    "myself",
    "my",
    "the",
    "a",
    "an",
    "this",
    "that",
    "in",
    "by",
    "with",
    "and",
    "or",
    "money",
    "about",
    "off",
];

/// Words for whoever wrote the message that these stand below.
const THEM: [&str; 3] = ["him", "her", "them"];

/// How a sentence begins that may be about sending money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verb<'a> {
    kind: ProposalKind,
    /// "ask", behind which the person comes first.
    asks: bool,
    rest: Vec<&'a str>,
}

/// Whether a sentence begins as one about sending money.
pub fn verb(text: &str) -> Option<Verb<'_>> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut words = words.as_slice();
    while let Some(opening) = OPENINGS.iter().find(|opening| starts_with(words, opening)) {
        words = words.get(opening.len()..)?;
    }
    let (verb, rest) = words.split_first()?;
    let (kind, asks) = match verb.to_lowercase().as_str() {
        "send" | "pay" | "transfer" | "give" | "wire" => (ProposalKind::Send, false),
        "request" => (ProposalKind::Request, false),
        "ask" => (ProposalKind::Request, true),
        _ => return None,
    };
    Some(Verb { kind, asks, rest: rest.to_vec() })
}

/// A sentence of the chat.
pub fn sentence(text: &str, today: NaiveDate) -> Option<Heard> {
    let Verb { kind, asks, rest } = verb(text)?;
    parse(kind, Parts { asks, ..Parts::default() }, &rest, today, false)
}

/// Words below a message of `author`: what stands behind `/send` or `/request`, or without a kind a sentence. They are for the
/// author, unless they name somebody beyond doubt.
pub fn below(kind: Option<ProposalKind>, author: Whom, text: &str, today: NaiveDate) -> Option<Heard> {
    let typed = kind.is_some();
    let Verb { kind, asks, rest } = match kind {
        Some(kind) => Verb { kind, asks: false, rest: text.split_whitespace().collect() },
        None => verb(text)?,
    };
    let named = parse(kind, Parts { asks, ..Parts::default() }, &rest, today, typed);
    if let Some(named) =
        named.filter(|heard| !matches!(heard.wish.whom, Whom::Name(_)) || heard.names_a_person && !typed)
    {
        return Some(named);
    }
    let is_them = |word: &str| THEM.contains(&word.to_lowercase().as_str());
    let end = rest.iter().position(|word| word.eq_ignore_ascii_case("for")).unwrap_or(rest.len());
    let mut words = Vec::with_capacity(rest.len());
    for (at, word) in rest.iter().enumerate() {
        let next_is_them = rest.get(at + 1).is_some_and(|next| is_them(next));
        let says_them = is_them(word) || matches!(word.to_lowercase().as_str(), "to" | "from") && next_is_them;
        if at >= end || !says_them {
            words.push(*word);
        }
    }
    parse(kind, Parts { asks, whom: Some(author), ..Parts::default() }, &words, today, typed)
}

/// What stands behind `/send` or `/request`: there, words that are left over say what it is for.
pub fn command(kind: ProposalKind, argument: &str, today: NaiveDate) -> Option<Heard> {
    let words: Vec<&str> = argument.split_whitespace().collect();
    parse(kind, Parts::default(), &words, today, true)
}

/// An amount and what it is for, where the person is known: `20 for lunch`.
pub fn amount_and_note(kind: ProposalKind, whom: Whom, text: &str, today: NaiveDate) -> Option<Heard> {
    let words: Vec<&str> = text.split_whitespace().collect();
    parse(kind, Parts { whom: Some(whom), ..Parts::default() }, &words, today, true)
}

fn parse(kind: ProposalKind, mut parts: Parts, words: &[&str], today: NaiveDate, typed: bool) -> Option<Heard> {
    let mut words = words.to_vec();
    let schedule = match kind {
        ProposalKind::Send => when::take(&mut words, today),
        _ => None,
    };
    let kind = if schedule.is_some() { ProposalKind::Schedule } else { kind };
    let mut rest = words.as_slice();
    while !rest.is_empty() {
        let taken = match parts.take(rest) {
            Some(taken) => taken,
            // What it is for, without saying "for".
            None if typed && parts.amount.is_some() && parts.whom.is_some() => {
                parts.note = rest.join(" ");
                break;
            }
            None => return None,
        };
        rest = rest.get(taken..)?;
        if let Some(note) = parts.note_begins.then_some(rest) {
            parts.note = note.join(" ");
            break;
        }
    }
    let note = parts.note.trim_end_matches(['.', '!', '?']).to_owned();
    let wish = Wish { kind, amount: parts.amount?, whom: parts.whom?, note, request: None, schedule };
    let certain = !matches!(wish.whom, Whom::Name(_));
    Some(Heard { wish, names_a_person: typed || certain || parts.asks || parts.led_to })
}

#[derive(Default)]
struct Parts {
    asks: bool,
    amount: Option<Asked>,
    whom: Option<Whom>,
    note: String,
    note_begins: bool,
    /// "to ana", "from ben".
    led_to: bool,
}

impl Parts {
    /// Understands the next words; how many, or `None` for what fits nowhere.
    fn take(&mut self, words: &[&str]) -> Option<usize> {
        let first = words.first()?.to_lowercase();
        if self.amount.is_none()
            && self.asks
            && self.whom.is_some()
            && let Some(opening) = ASKED_TO.iter().find(|opening| starts_with(words, opening))
        {
            return Some(opening.len());
        }
        if self.amount.is_none()
            && let Some((amount, taken)) = read_amount(words)
        {
            self.amount = Some(amount);
            return Some(taken);
        }
        if first == "for" && self.amount.is_some() && self.whom.is_some() {
            self.note_begins = true;
            return Some(1);
        }
        if self.whom.is_none() {
            let led = matches!(first.as_str(), "to" | "from");
            let word = if led { words.get(1)? } else { words.first()? };
            let is_name = !NO_NAMES.contains(&word.to_lowercase().as_str());
            self.whom = Some(Whom::read(word).filter(|_| is_name)?);
            self.led_to |= led;
            return Some(1 + usize::from(led));
        }
        None
    }
}

fn starts_with(words: &[&str], opening: &[&str]) -> bool {
    words.len() >= opening.len() && words.iter().zip(opening).all(|(word, known)| word.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::TelegramUserId;

    fn shown(heard: Option<Heard>) -> Option<String> {
        heard.map(|Heard { wish, names_a_person }| {
            let currency = wish.amount.currency.map_or(String::new(), |currency| format!(" {currency}"));
            let whom = match &wish.whom {
                Whom::Username(name) => format!("@{name}"),
                Whom::Name(name) => name.clone(),
                Whom::Id(id) => id.to_string(),
                Whom::User(user) => user.0.to_string(),
            };
            let schedule = wish.schedule.map_or(String::new(), |(repeats, day)| format!(" {} {day}", repeats.word()));
            let sure = if names_a_person { "" } else { " ?" };
            format!("{} {}{currency} {whom}{schedule} [{}]{sure}", wish.kind.word(), wish.amount.digits, wish.note)
        })
    }

    #[test]
    fn sentences_about_money_are_told_from_others() {
        let check = |text: &str, expected: Option<&str>| {
            let heard = sentence(text, "2026-03-31".parse().unwrap());
            assert_eq!(shown(heard).as_deref(), expected, "{text}");
        };
        check("send 20 to @ana for lunch", Some("send 20 @ana [lunch]"));
        check("Send @Ana 20 for lunch.", Some("send 20 @ana [lunch]"));
        check("please send €12,50 to ana", Some("send 12.50 EUR ana []"));
        check("pay @ana 5 €", Some("send 5 EUR @ana []"));
        check("can you transfer 20 gbp to ben for the tickets?", Some("send 20 GBP ben [the tickets]"));
        check("ask ben for 12.50", Some("request 12.50 ben []"));
        check("ask @ben for 12.50 for cinema", Some("request 12.50 @ben [cinema]"));
        check("ask ben to send me 20 for pizza", Some("request 20 ben [pizza]"));
        check("request 20 from @ben for cinema", Some("request 20 @ben [cinema]"));
        check("send 50 to @ana every month on the 1st for rent", Some("schedule 50 @ana monthly 2026-04-01 [rent]"));
        check("send 5 to ana tomorrow", Some("schedule 5 ana once 2026-04-01 []"));
        check("give ana 20", Some("send 20 ana [] ?"));
        check("pay rent 500", Some("send 500 rent [] ?"));
        for other in [
            "how much did I send to @ana",
            "send 20",
            "send money to ana",
            "send 20 to",
            "sent 20 to @ana",
            "paid 20 for lunch",
            "yes",
            "confirm",
            "pay 20 to the landlord now",
            "send me 20",
            "send 20 to @ana and 30 to @ben",
            "ask ben",
            "ask me anything",
            "what should I pay @ana 20 for",
            "",
        ] {
            check(other, None);
        }
    }

    #[test]
    fn words_below_a_message_are_for_its_author() {
        let check = |kind: Option<ProposalKind>, text: &str, expected: Option<&str>| {
            let heard = below(kind, Whom::User(TelegramUserId(7)), text, "2026-03-31".parse().unwrap());
            assert_eq!(shown(heard).as_deref(), expected, "{text}");
        };
        let send = Some(ProposalKind::Send);
        check(send, "20 lunch", Some("send 20 7 [lunch]"));
        check(send, "20", Some("send 20 7 []"));
        check(send, "€20 for two tickets", Some("send 20 EUR 7 [two tickets]"));
        check(send, "20 tomorrow for her birthday", Some("schedule 20 7 once 2026-04-01 [her birthday]"));
        check(send, "20 @ben lunch at noon", Some("send 20 @ben [lunch at noon]"));
        check(send, "lunch", None);
        check(send, "", None);
        check(Some(ProposalKind::Request), "12.50 cinema", Some("request 12.50 7 [cinema]"));
        check(None, "send 20 for lunch", Some("send 20 7 [lunch]"));
        check(None, "please send them 20", Some("send 20 7 []"));
        check(None, "send 20 to him for lunch", Some("send 20 7 [lunch]"));
        check(None, "send 20 to ben for lunch", Some("send 20 ben [lunch]"));
        check(None, "ask them for 12.50 for cinema", Some("request 12.50 7 [cinema]"));
        check(None, "send 20 lunch", None);
        check(None, "how much did I send?", None);
        check(None, "send it again", None);
    }

    #[test]
    fn commands_need_fewer_words() {
        let check = |kind: ProposalKind, text: &str, expected: Option<&str>| {
            let heard = command(kind, text, "2026-03-31".parse().unwrap());
            assert_eq!(shown(heard).as_deref(), expected, "{text}");
        };
        check(ProposalKind::Send, "20 @ana for lunch", Some("send 20 @ana [lunch]"));
        check(ProposalKind::Send, "20 @ana lunch at noon", Some("send 20 @ana [lunch at noon]"));
        check(ProposalKind::Send, "@ana £20", Some("send 20 GBP @ana []"));
        check(ProposalKind::Send, "20 ana", Some("send 20 ana []"));
        check(ProposalKind::Request, "20 @ben for cinema", Some("request 20 @ben [cinema]"));
        check(ProposalKind::Send, "", None);
        check(ProposalKind::Send, "@ana", None);
        check(ProposalKind::Send, "lots @ana", None);
    }
}
