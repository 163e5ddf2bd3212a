//! One item as a payment: direction, amount, what for, payee, day, account.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::Shared;
use super::amounts::Sign;
use super::lexicon::{self, CAME_IN, COPULAS, FILLERS, GIVERS, INCOME, VERBS, Verb, is_empty, listed};
use super::tokens::{Kind, Token};
use crate::tools::record::{ToRecord, means_category};

/// More words are a sentence about something else.
const WHAT_WORDS_MAX: usize = 7;

/// More words are no name.
const PAYEE_WORDS_MAX: usize = 4;

/// What the sentence says money did, and its default purpose.
pub(super) type HeardVerb = Option<(Verb, &'static str)>;

/// Reads one item. `carried` is the verb of the item before: "paid 40 for fuel and 12 for parking". Returns the payment and the
/// verb for the next item; `None` when it is no payment.
pub(super) fn read(
    tokens: &[Token],
    carried: HeardVerb,
    shared: &Shared,
    today: NaiveDate,
) -> Option<(ToRecord, HeardVerb)> {
    let own_day = tokens.iter().find_map(|token| if let Kind::Day(day) = token.kind { Some(day) } else { None });
    let own_account =
        tokens.iter().find_map(|token| if let Kind::Account(name) = &token.kind { Some(name.clone()) } else { None });
    let tags =
        tokens.iter().filter_map(|token| if let Kind::Tag(tag) = &token.kind { Some(tag.clone()) } else { None });
    let said: Vec<Token> = tokens
        .iter()
        .filter(|token| !matches!(token.kind, Kind::Day(_) | Kind::Account(_) | Kind::Tag(_)))
        .skip_while(|token| listed(FILLERS, token.word()))
        .cloned()
        .collect();
    let at = chosen(&said)?;
    let amount = *said.get(at)?.amount()?;
    let (left, right) = (said.get(..at)?, said.get(at + 1..)?);
    let mut heard = Heard::of(left, right)?;
    if amount.sign.is_none() && lexicon::counts(&said, at) {
        return None;
    }
    let carried = carried.filter(|_| heard.verb.is_none() && left.is_empty());
    heard.verb_first |= carried.is_some();
    let verb = heard.verb.or(carried);
    // "20 to ben" may be an order to pay.
    let addressed = left.is_empty() && right.first().is_some_and(|token| token.word() == "to");
    if verb.is_none() && amount.sign.is_none() && addressed {
        return None;
    }
    let parts = Parts::of(&heard, verb.map(|(verb, _)| verb));
    let default = verb.map(|(_, what)| what).filter(|_| parts.what.is_empty() && heard.verb.is_some());
    let what = default.filter(|what| !what.is_empty()).map_or(parts.what, str::to_owned);
    if what.is_empty() && parts.payee.is_none() {
        return None;
    }
    let incoming = match amount.sign {
        Some(sign) => sign == Sign::In,
        None => is_incoming(&heard, verb.map(|(verb, _)| verb), &what, parts.payee.is_some(), parts.from),
    };
    if heard.verb.is_none() && what.is_empty() && !incoming && amount.sign.is_none() {
        return None;
    }
    let value = if incoming { amount.value } else { Decimal::ZERO - amount.value };
    let row = ToRecord {
        what,
        payee: parts.payee,
        amount: value,
        currency: amount.currency,
        day: own_day.or(shared.day).unwrap_or(today),
        account: own_account.or_else(|| shared.account.clone()),
        tags: tags.collect(),
    };
    Some((row, verb))
}

/// The number that is the amount. Of several, the one that is surely money; else the one behind the verb, or the last where the
/// first counts things.
fn chosen(said: &[Token]) -> Option<usize> {
    let mut numbers: Vec<usize> = (0..said.len()).filter(|index| lexicon::may_be_money(said, *index)).collect();
    if numbers.len() > 1 {
        numbers.retain(|index| !lexicon::counts(said, *index));
    }
    let certain = |index: &&usize| said.get(**index).and_then(Token::amount).is_some_and(|amount| amount.certain);
    let mut sure = numbers.iter().filter(certain);
    match (sure.next(), sure.next()) {
        (Some(only), None) => return Some(*only),
        (Some(_), Some(_)) => return None,
        _ => {}
    }
    let verb_before = |index: &&usize| lexicon::verb_before(said, **index);
    match numbers.as_slice() {
        [only] => Some(*only),
        several => {
            if let Some(behind_verb) = several.iter().find(verb_before) {
                return Some(*behind_verb);
            }
            let (first, last) = (several.first()?, several.last()?);
            (*first == 0 && last + 1 == said.len() && several.len() == 2).then_some(*last)
        }
    }
}

/// What stands around the amount.
struct Heard {
    verb: HeardVerb,
    /// Who did it, where it was not the person: "ben paid me 20".
    giver: Vec<Token>,
    /// Between the verb and the amount.
    head: Vec<Token>,
    /// Behind the amount.
    tail: Vec<Token>,
    /// The amount stands directly behind the verb.
    verb_first: bool,
    back: bool,
    came_in: bool,
}

impl Heard {
    /// `None` when somebody else did it, or when words before the amount make another sentence.
    fn of(left: &[Token], right: &[Token]) -> Option<Self> {
        let words = |tokens: &[Token]| tokens.iter().map(|token| token.word().to_owned()).collect::<Vec<_>>();
        let opening = verb_at(&words(left), 0);
        let mut heard = Self {
            verb: opening.map(|(_, verb)| verb),
            giver: Vec::new(),
            head: left.get(opening.map_or(0, |(length, _)| length)..)?.to_vec(),
            tail: right.to_vec(),
            verb_first: false,
            back: false,
            came_in: false,
        };
        if opening.is_none() {
            heard.read_giver();
            heard.read_tail_verb();
        }
        heard.drop_copulas();
        if heard.verb.is_none() && heard.verb_inside() {
            return None;
        }
        heard.verb_first = heard.verb.is_some() && heard.head.iter().all(|token| listed(SOFT, token.word()));
        heard.drop_back();
        heard.drop_copulas();
        heard.drop_came_in();
        Some(heard)
    }

    /// "ben paid me (back) 20", "zara refunded 15".
    fn read_giver(&mut self) {
        let position = self.head.iter().position(|token| GIVERS.contains(&token.word()));
        let Some(position) = position.filter(|position| (1..=PAYEE_WORDS_MAX).contains(position)) else { return };
        let behind: Vec<&str> = self.head.iter().skip(position + 1).map(Token::word).collect();
        let to_me = behind.first().is_some_and(|word| matches!(*word, "me" | "us"));
        let gives_back =
            self.head.get(position).is_some_and(|token| matches!(token.word(), "refunded" | "reimbursed" | "returned"));
        let told = to_me || (gives_back && behind.is_empty());
        if !told {
            return;
        }
        let rest = self.head.split_off(position + 1);
        self.head.truncate(position);
        self.giver = std::mem::replace(&mut self.head, rest.into_iter().skip(usize::from(to_me)).collect());
        self.verb = Some((Verb::In, if gives_back { "refund" } else { "" }));
    }

    /// "40 spent on fuel", "20 received from ana".
    fn read_tail_verb(&mut self) {
        if self.verb.is_some() || !self.head.is_empty() {
            return;
        }
        let words: Vec<String> = self.tail.iter().map(|token| token.word().to_owned()).collect();
        if let Some((length, verb)) = verb_at(&words, 0).filter(|(_, (verb, _))| *verb != Verb::Got) {
            self.verb = Some(verb);
            self.tail.drain(..length.min(self.tail.len()));
        }
    }

    /// A verb further on, or behind another subject: "lunch with ben who paid 20".
    fn verb_inside(&self) -> bool {
        let words = self.head.iter().chain(&self.tail).map(Token::word);
        let came = self.tail.iter().map(Token::word).collect::<Vec<_>>().join(" ");
        let came_in = CAME_IN.iter().any(|phrase| came.starts_with(phrase));
        let verbs = |word: &str| {
            VERBS.iter().any(|(verb, ..)| *verb == word) || matches!(word, "me" | "he" | "she" | "they" | "you" | "it")
        };
        !came_in && words.into_iter().any(verbs)
    }

    /// "back" belongs to the verb: "got 20 back from ben", "paid ben back 20".
    fn drop_back(&mut self) {
        let known = self.verb.is_some();
        for tokens in [&mut self.head, &mut self.tail] {
            let before = tokens.len();
            if known || tokens.first().is_some_and(|token| token.word() == "back") {
                tokens.retain(|token| token.word() != "back");
            }
            self.back |= tokens.len() < before;
        }
    }

    /// "lunch was 12", "bought coffee for 5".
    fn drop_copulas(&mut self) {
        let ends = |tokens: &[Token], phrase: &str| {
            let words: Vec<&str> = tokens.iter().map(Token::word).collect();
            words.join(" ") == phrase || words.join(" ").ends_with(&format!(" {phrase}"))
        };
        while let Some(phrase) = COPULAS.iter().find(|phrase| ends(&self.head, phrase)) {
            let length = phrase.split(' ').count();
            self.head.truncate(self.head.len().saturating_sub(length));
        }
    }

    /// "salary 2500 came in".
    fn drop_came_in(&mut self) {
        let words: Vec<&str> = self.tail.iter().map(Token::word).collect();
        let joined = words.join(" ");
        let said = |phrase: &&&str| joined == **phrase || joined.starts_with(&format!("{phrase} "));
        if let Some(phrase) = CAME_IN.iter().find(said) {
            self.tail.drain(..phrase.split(' ').count().min(self.tail.len()));
            self.came_in = true;
        }
    }
}

/// Words that may stand between the verb and its amount.
const SOFT: &str = "about around only just a over back me us almost nearly roughly some another exactly";

/// The verb at a place, and its length in words.
pub(super) fn verb_at(words: &[String], index: usize) -> Option<(usize, (Verb, &'static str))> {
    VERBS.iter().find_map(|(phrase, verb, what)| {
        let length = phrase.split(' ').count();
        let same = phrase
            .split(' ')
            .enumerate()
            .all(|(offset, wanted)| words.get(index + offset).is_some_and(|word| word == wanted));
        same.then_some((length, (*verb, *what)))
    })
}

/// What it was for, and who was paid or paid.
struct Parts {
    what: String,
    payee: Option<String>,
    /// The payee stands behind "from".
    from: bool,
}

impl Parts {
    fn of(heard: &Heard, verb: Option<Verb>) -> Self {
        let mut what: Vec<String> = Vec::new();
        let mut payee: Vec<String> = heard.giver.iter().map(|token| token.text.clone()).collect();
        let mut from = false;
        let gave = verb == Some(Verb::Gave);
        let head: Vec<&Token> = heard.head.iter().collect();
        let (named, rest) = segments(&head);
        // "paid ben 20" names somebody, "paid rent 950" something.
        if gave && payee.is_empty() && !named.is_empty() && !means_category(&named.join(" ")) {
            payee = named;
        } else {
            what.extend(named);
        }
        let tail: Vec<&Token> = heard.tail.iter().collect();
        let (first, behind) = segments(&tail);
        what.extend(first);
        for (preposition, words) in rest.into_iter().chain(behind) {
            let names = match preposition {
                "from" => true,
                "at" => verb != Some(Verb::In) || what.is_empty(),
                "to" => gave,
                "by" => true,
                _ => false,
            };
            if names && payee.is_empty() {
                from |= preposition == "from";
                payee = words;
            } else {
                if !what.is_empty() {
                    what.push(preposition.to_owned());
                }
                what.extend(words);
            }
        }
        let what = cleaned(&what, WHAT_WORDS_MAX);
        let payee = cleaned(&payee, PAYEE_WORDS_MAX);
        let payee = payee.filter(|name| !name.is_empty()).map(|name| capitalised(&name));
        Self { what: what.unwrap_or_default(), payee, from }
    }
}

/// A preposition and the words behind it.
type Segment<'a> = (&'a str, Vec<String>);

/// The words before the first preposition, and those behind each.
fn segments<'a>(tokens: &[&'a Token]) -> (Vec<String>, Vec<Segment<'a>>) {
    let mut first: Vec<String> = Vec::new();
    let mut rest: Vec<Segment<'a>> = Vec::new();
    for token in tokens {
        match (token.word(), rest.last_mut()) {
            (preposition @ ("for" | "on" | "at" | "from" | "to" | "by"), _) => rest.push((preposition, Vec::new())),
            (_, Some((_, words))) => words.push(token.text.clone()),
            (_, None) => first.push(token.text.clone()),
        }
    }
    rest.retain(|(_, words)| !words.is_empty());
    (first, rest)
}

/// Without articles around it; `None` when it names nothing or is too long.
fn cleaned(words: &[String], words_max: usize) -> Option<String> {
    let edge = |word: &&String| {
        listed("a an the my our some in on at to for from with and of as by", &word.to_lowercase())
            || !word.chars().any(char::is_alphanumeric)
    };
    let start = words.iter().take_while(edge).count();
    let end = words.len() - words.iter().rev().take_while(edge).count();
    let words = words.get(start..end)?;
    let named = words.iter().any(|word| !is_empty(&word.to_lowercase()));
    let one_currency = words.iter().any(|word| super::amounts::currency_named(word, None).is_some());
    (named && words.len() <= words_max && !one_currency).then(|| words.join(" "))
}

/// `ben` → `Ben`; what was typed with capitals stays.
fn capitalised(name: &str) -> String {
    if name.chars().any(char::is_uppercase) {
        return name.to_owned();
    }
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect::<String>())
    };
    name.split(' ').map(capital).collect::<Vec<_>>().join(" ")
}

/// Whether the money came in.
fn is_incoming(heard: &Heard, verb: Option<Verb>, what: &str, payee: bool, from: bool) -> bool {
    let income = || what.split(' ').any(|word| listed(INCOME, &word.to_lowercase()));
    match verb {
        _ if heard.came_in => true,
        Some(Verb::In) => true,
        Some(Verb::Out | Verb::Gave) => false,
        // "got 20 back from ben", "got 80 for the bike"; "got lunch for 12".
        Some(Verb::Got) => {
            let tail = heard.tail.first().map_or("", Token::word);
            income() || heard.back || (heard.verb_first && (from || matches!(tail, "for" | "from")))
        }
        None => income() || (what.is_empty() && payee && from) || (heard.back && from),
    }
}
