//! Which categories, payees and accounts a sentence names, and which of them it leaves out.
//!
//! **Invariant:** a name that the book does not know is carried along as typed, never dropped.

use std::sync::LazyLock;

use super::lexicon::{self, Named};
use super::payees::{Hit, Payees, capitalised};
use super::words::{Phrases, Words};
use crate::domain::{Tag, Vocabulary, plain_words};
use crate::tools::ordinary;

/// What a name stands for.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    /// A category's, subcategory's or own category's name.
    Category(String),
    Payee {
        words: String,
        label: String,
    },
    Account {
        words: String,
        label: String,
    },
    Tag(Tag),
}

/// A name in the sentence.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Entity {
    pub kind: Kind,
    /// Its words in the sentence.
    pub at: usize,
    pub end: usize,
    /// It is to be left out.
    pub except: bool,
    /// It names money in, such as a salary.
    pub pay: bool,
    /// The book has such a payee or category.
    pub known: bool,
}

static CATEGORY_PHRASES: LazyLock<Phrases<(&'static str, Named)>> = LazyLock::new(|| {
    let all = lexicon::CATEGORIES.iter();
    Phrases::new(all.flat_map(|(name, named, phrases)| phrases.split('|').map(|phrase| (phrase, (*name, *named)))))
});

static EXCEPT_PHRASES: LazyLock<Phrases<()>> =
    LazyLock::new(|| Phrases::new(lexicon::EXCEPT_BEFORE.split('|').map(|phrase| (phrase, ()))));

static SKIPPED_PHRASES: LazyLock<Phrases<()>> =
    LazyLock::new(|| Phrases::new(lexicon::SKIPPED.split('|').map(|phrase| (phrase, ()))));

/// Everything the sentence names, in its order.
pub(super) fn find(
    words: &mut Words,
    vocabulary: &Vocabulary,
    payees: &Payees<'_>,
    mut found: Vec<Entity>,
) -> Vec<Entity> {
    for index in 0..words.len() {
        if let Some(((), count)) = SKIPPED_PHRASES.longest(words, index) {
            words.take(index..index + count);
        }
    }
    find_tags(words, vocabulary, &mut found);
    find_accounts(words, vocabulary, &mut found);
    find_own_categories(words, vocabulary, &mut found);
    find_payees(words, payees, &mut found);
    find_categories(words, payees, &mut found);
    find_after_at(words, payees, &mut found);
    found.sort_by_key(|entity| entity.at);
    narrow(words, payees, &mut found);
    mark_exceptions(words, &mut found);
    found
}

fn push(found: &mut Vec<Entity>, kind: Kind, range: std::ops::Range<usize>) {
    found.push(Entity { kind, at: range.start, end: range.end, except: false, pay: false, known: true });
}

/// Whole names of the book's payees, read before anything else: "cafe 1601" is no year, "just eat" no request.
pub(super) fn whole_names(words: &mut Words, vocabulary: &Vocabulary, payees: &Payees<'_>) -> Vec<Entity> {
    let mut found = Vec::new();
    for index in 0..words.len() {
        if let Some((word, range)) = numbered_name(words, payees, index) {
            let label = format!("{} {}", words.text(range.start), words.text(range.end - 1));
            push(&mut found, Kind::Payee { words: word, label: capitalised(&label) }, range.clone());
            words.take(range);
        } else if let Some(hit) =
            payees.whole_name(words, index).filter(|hit| !is_account(words, vocabulary, &hit.range))
        {
            push(&mut found, Kind::Payee { words: hit.words, label: hit.label }, hit.range.clone());
            words.take(hit.range);
        }
    }
    found
}

/// "the joint account" is the account, also where payments to it are a payee's.
fn is_account(words: &Words, vocabulary: &Vocabulary, range: &std::ops::Range<usize>) -> bool {
    let named = words.text(range.start);
    is_account_noun(words.text(range.end - 1))
        && vocabulary
            .accounts
            .iter()
            .any(|account| plain_words(&account.name).first().is_some_and(|first| first == named))
}

/// "cafe 1601", "48 mobile": banks' texts are kept without such numbers, as if they were a store's.
fn numbered_name(words: &Words, payees: &Payees<'_>, index: usize) -> Option<(String, std::ops::Range<usize>)> {
    let number = |at: usize| {
        words.0.get(at).is_some_and(|word| {
            !word.used && !word.money && word.text.len() > 1 && word.text.chars().all(|c| c.is_ascii_digit())
        })
    };
    let name = match (number(index), number(index + 1)) {
        (true, false) => words.free(index + 1),
        (false, true) => words.free(index),
        _ => return None,
    };
    let year = |at: usize| words.free(at).starts_with("20") && words.free(at).len() == 4;
    let known = name.len() > 2 && payees.is_name(name) && !year(index) && !year(index + 1);
    known.then(|| (name.to_owned(), index..index + 2))
}

/// "Hotel Otto in Berlin": the second name only says more about the first, where one payee has both.
fn narrow(words: &Words, payees: &Payees<'_>, found: &mut Vec<Entity>) {
    let says_more = |first: &Entity, second: &Entity| match (&first.kind, &second.kind) {
        (Kind::Payee { words: first_words, .. }, Kind::Payee { words: second_words, .. }) => {
            let mut between = first.end..second.at;
            let joining = between.clone().all(|at| matches!(words.text(at), "in" | "of" | "at" | "on" | "the"));
            // A place behind "in" says which one, even where statements leave it out.
            let place = between.any(|at| words.text(at) == "in");
            joining && (place || payees.same_payee(first_words, second_words))
        }
        _ => false,
    };
    let pairs: Vec<bool> = found.windows(2).map(|pair| matches!(pair, [a, b] if says_more(a, b))).collect();
    let mut index = 0;
    found.retain(|_| {
        index += 1;
        index < 2 || !pairs.get(index - 2).copied().unwrap_or(false)
    });
}

/// "#holiday", "tagged #holiday"; without the sign only where the word says that it is one: "tagged holiday".
fn find_tags(words: &mut Words, vocabulary: &Vocabulary, found: &mut Vec<Entity>) {
    for index in 0..words.len() {
        let says_so = |at: usize| lexicon::listed(SAYS_TAG, words.text(at));
        let before = (0..index).rev().take_while(|at| says_so(*at)).last().unwrap_or(index);
        let word = words.free(index);
        let tag = match word.starts_with('#') {
            true => Tag::shown_in(word),
            false if before < index && !says_so(index) => word.parse().ok().filter(|tag| vocabulary.tags.contains(tag)),
            false => None,
        };
        if let Some(tag) = tag {
            push(found, Kind::Tag(tag), index..index + 1);
            words.take(before..index + 1);
        }
    }
}

/// Words that say that a tag comes next.
const SAYS_TAG: &str = "tagged tag tags labelled labeled label labels";

/// "savings account", "my monzo", "card ending 1234".
fn find_accounts(words: &mut Words, vocabulary: &Vocabulary, found: &mut Vec<Entity>) {
    for account in &vocabulary.accounts {
        let name = plain_words(&account.name);
        let bare: Vec<&String> = name.iter().filter(|word| !is_account_noun(word)).collect();
        let number =
            account.number_masked.as_deref().map(|number| number.trim_start_matches(|c: char| !c.is_alphanumeric()));
        for index in 0..words.len() {
            let run_matches =
                !bare.is_empty() && bare.iter().enumerate().all(|(offset, word)| words.free(index + offset) == **word);
            let end = index + bare.len();
            let noun = is_account_noun(words.free(end));
            let ordinary = bare.iter().all(|word| lexicon::is_common(word));
            let digits = words.free(index);
            let by_number = digits.len() >= 4
                && number.is_some_and(|number| number.ends_with(digits))
                && digits.chars().all(|c| c.is_ascii_digit())
                && mentions_account(words, index);
            let kind = Kind::Account { words: account.name.clone(), label: account.name.clone() };
            if run_matches && (noun || !ordinary) {
                push(found, kind, index..end + usize::from(noun));
                words.take(index..end + usize::from(noun));
            } else if by_number {
                push(found, Kind::Account { words: digits.to_owned(), label: account.name.clone() }, index..index + 1);
                words.take(index..index + 1);
            }
        }
    }
    // An account of a kind that the book does not name: the tool says that it is unknown.
    for index in 0..words.len() {
        let kind = words.free(index);
        if matches!(kind, "savings" | "current" | "checking" | "joint" | "credit")
            && is_account_noun(words.free(index + 1))
        {
            let label = capitalised(kind);
            push(found, Kind::Account { words: kind.to_owned(), label }, index..index + 2);
            words.take(index..index + 2);
        }
    }
}

fn is_account_noun(word: &str) -> bool {
    matches!(word, "account" | "accounts" | "card" | "pot" | "acc" | "acct")
}

fn mentions_account(words: &Words, index: usize) -> bool {
    (1..=3).any(|back| matches!(words.text(index.wrapping_sub(back)), "account" | "card" | "ending" | "acc" | "acct"))
}

fn find_own_categories(words: &mut Words, vocabulary: &Vocabulary, found: &mut Vec<Entity>) {
    for own in &vocabulary.own_categories {
        let name = plain_words(&own.name);
        for index in 0..words.len() {
            if !name.is_empty() && name.iter().enumerate().all(|(offset, word)| words.free(index + offset) == word) {
                push(found, Kind::Category(own.name.clone()), index..index + name.len());
                words.take(index..index + name.len());
            }
        }
    }
}

fn find_payees(words: &mut Words, payees: &Payees<'_>, found: &mut Vec<Entity>) {
    for index in 0..words.len() {
        let word = words.free(index);
        let number = words.number(index).is_some();
        // "at Three": an ordinary word in capitals that a payee's name begins with.
        let written = words.0.get(index).is_some_and(|word| word.capital) && payees.begins_name(word);
        if word.is_empty()
            || (lexicon::is_common(word) && !written)
            || number
            || (word.len() < 3 && !joins(words, index))
        {
            continue;
        }
        // "freenow" for FREE NOW.
        let together = || {
            let name = payees.spaced(word)?;
            let label: Vec<String> = name.split(' ').map(capitalised).collect();
            Some(Hit { range: index..index + 1, words: name.to_owned(), label: label.join(" ") })
        };
        let Some(hit) = payees.around(words, index).or_else(together) else { continue };
        let covered = (index.saturating_sub(2)..=index).any(|start| {
            CATEGORY_PHRASES
                .longest(words, start)
                .is_some_and(|(_, count)| start + count > index && count >= hit.range.len())
        });
        if !covered {
            push(found, Kind::Payee { words: hit.words, label: hit.label }, hit.range.clone());
            words.take(hit.range);
        }
    }
}

/// A short word is a name only beside another word that is no ordinary one: "b q", "co op", "o2".
fn joins(words: &Words, index: usize) -> bool {
    let strange = |at: usize| !words.free(at).is_empty() && !lexicon::is_common(words.free(at));
    words.free(index).len() == 2 || strange(index + 1) || strange(index.wrapping_sub(1))
}

fn find_categories(words: &mut Words, payees: &Payees<'_>, found: &mut Vec<Entity>) {
    for index in 0..words.len() {
        let Some(((name, named), count)) = CATEGORY_PHRASES.longest(words, index) else { continue };
        if is_other_use(words, index, name) {
            continue;
        }
        let phrase: Vec<&str> = (index..index + count).map(|at| words.free(at)).collect();
        let phrase = phrase.join(" ");
        let in_text = named != Named::Category && payees.any_with(&phrase);
        let pay = named == Named::Pay;
        // "food" is more than one category.
        let names: Vec<&str> = if in_text { vec![name] } else { name.split('+').collect() };
        for name in names {
            let kind = if in_text {
                Kind::Payee { label: capitalised(&phrase), words: phrase.clone() }
            } else {
                Kind::Category(name.to_owned())
            };
            found.push(Entity { kind, at: index, end: index + count, except: false, pay, known: true });
        }
        words.take(index..index + count);
    }
}

/// Category words in another sense: "my savings" without putting anything in are what was left over, "tax refund" is a
/// refund, "cash flow" and "savings rate" are measures.
fn is_other_use(words: &Words, index: usize, category: &str) -> bool {
    match category {
        "Savings" if words.free(index) == "savings" => {
            let into = [
                "into",
                "in",
                "to",
                "transfers",
                "or",
                "and",
                "contributions",
                "excluding",
                "category",
                "counting",
                "put",
            ];
            let before = words.text(index.wrapping_sub(1));
            words.free(index + 1) == "rate"
                || !(into.contains(&before)
                    || words.free(index + 1) == "contributions"
                    || words.text(index.wrapping_sub(2)) == "into"
                    || words.free(index + 1) == "aside"
                    || words.free(index + 1) == "excluded")
        }
        "Cash" => words.free(index + 1) == "flow",
        // "how much did i transfer to savings": the verb.
        "Transfer" if words.free(index) == "transfers" => {
            matches!(words.free(index + 1), "to" | "into") && matches!(words.free(index + 2), "savings" | "my")
        }
        "Transfer" if words.free(index) == "transfer" => {
            matches!(words.text(index.wrapping_sub(1)), "i" | "we" | "to" | "you")
        }
        "Dining" | "Groceries" if matches!(words.free(index), "restaurant" | "supermarket") => {
            matches!(words.text(index.wrapping_sub(1)), "by" | "per" | "each")
        }
        _ => false,
    }
}

/// Behind "at" there is a payee, also when its name is made of ordinary words or the book does not know it.
fn find_after_at(words: &mut Words, payees: &Payees<'_>, found: &mut Vec<Entity>) {
    /// Behind "at", these begin no name.
    const NO_NAME: &str = "which what all least most that there it this these those moment shops places each any my once work \
        home night a an the them first last present time times stores merchants where one some other others places best";
    for index in 0..words.len() {
        if words.free(index) != "at" {
            continue;
        }
        let start = index + 1 + usize::from(words.free(index + 1) == "the");
        if lexicon::listed(NO_NAME, words.free(start)) && !payees.any_with(words.free(start)) {
            let two_words = words.free(start) == "best" && !lexicon::is_common(words.free(start + 1));
            if !two_words {
                continue;
            }
        }
        let name: Vec<String> = (start..start + NAME_WORDS_MAX)
            .map(|at| words.free(at).to_owned())
            .take_while(|word| !word.is_empty() && !lexicon::listed(NAME_ENDS, word))
            .collect();
        if name.is_empty() || name.iter().all(|word| lexicon::listed(NO_NAME, word)) {
            continue;
        }
        words.take(start..start + name.len());
        let known = payees.any_with(&name.join(" "));
        let label: Vec<String> = name.iter().map(|word| capitalised(word)).collect();
        let kind = Kind::Payee { words: name.join(" "), label: label.join(" ") };
        found.push(Entity { kind, at: start, end: start + name.len(), except: false, pay: false, known });
    }
}

/// Words of a payee's name at most, as people type it.
const NAME_WORDS_MAX: usize = 4;

/// Words that end a name.
const NAME_ENDS: &str = "in on for from to during over since last this and or vs versus than with - how what which when total \
    so far altogether please combined together compared more less per a by i did was were is";

/// Leftover words that nothing explains.
#[derive(Clone, Debug, Default)]
pub(super) struct Leftovers {
    /// Names that the book does not know.
    pub names: Vec<Entity>,
    /// Ordinary words that stand where no name stands: they say that another topic may be meant, no more.
    pub odd: Vec<String>,
}

/// Words behind which a name is due.
const BEFORE_NAME: &str = "at from to on for";

/// Small words between those and a name.
const DETERMINERS: &str = "the my a an our some any";

/// Words that what costs something stands before: "did boots cost me".
const BEFORE_SUBJECT: &str = "did has does have";

/// Sorts the leftovers. A word that is no English is a name; an ordinary one only where a name is due.
pub(super) fn leftovers(words: &mut Words, terse: bool) -> Leftovers {
    let mut left = Leftovers::default();
    let mut start = 0;
    while start < words.len() {
        if !strange(words, start) {
            start += 1;
            continue;
        }
        let end = (start..words.len()).find(|at| !strange(words, *at)).unwrap_or(words.len());
        let named = |at: usize| words.0.get(at).is_some_and(|word| word.capital || !ordinary::is_ordinary(&word.text));
        let first = (start..end).find(|at| named(*at));
        let due = terse || name_is_due(words, start);
        let typed = |from: usize| -> Vec<String> {
            words.0.iter().take(end).skip(from).map(|word| word.typed.clone()).collect()
        };
        match first.map(|first| if due { start } else { first }).or(due.then_some(start)) {
            Some(from) => {
                left.odd.extend(typed(start).into_iter().take(from - start));
                let name = typed(from);
                let label: Vec<String> = name.iter().map(|word| capitalised(word)).collect();
                let kind = Kind::Payee { words: name.join(" "), label: label.join(" ") };
                left.names.push(Entity { kind, at: from, end, except: false, pay: false, known: false });
            }
            None => left.odd.extend(typed(start)),
        }
        words.take(start..end);
        start = end;
    }
    left
}

fn strange(words: &Words, index: usize) -> bool {
    let word = words.free(index);
    word.chars().count() > 1 && words.number(index).is_none() && !lexicon::is_common(word)
}

fn name_is_due(words: &Words, start: usize) -> bool {
    let mut before = start;
    while before > 0 && lexicon::listed(DETERMINERS, words.text(before - 1)) {
        before -= 1;
    }
    let slot = before > 0 && lexicon::listed(BEFORE_NAME, words.text(before - 1));
    let subject = before > 0 && lexicon::listed(BEFORE_SUBJECT, words.text(before - 1));
    slot || subject
}

/// What follows "excluding" or precedes "aside", over determiners and "and", is left out.
fn mark_exceptions(words: &mut Words, found: &mut [Entity]) {
    for index in 0..words.len() {
        if let Some(((), count)) = EXCEPT_PHRASES.longest(words, index).filter(|_| index > 0 || words.free(0) != "no") {
            let mut at = index + count;
            let mut any = false;
            while at < words.len() {
                let filler = matches!(
                    words.text(at),
                    "my" | "the" | "and" | "or" | "any" | "all" | "for" | "on" | "to" | "into" | "payments"
                );
                let inside_name = any && words.0.get(at).is_some_and(|word| word.used);
                match found.iter_mut().find(|entity| entity.at == at) {
                    Some(entity) => {
                        entity.except = true;
                        any = true;
                    }
                    None if filler || inside_name => {}
                    None => break,
                }
                at += 1;
            }
            if any {
                words.take(index..index + count);
            }
        }
        let after = lexicon::EXCEPT_AFTER.split('|').find_map(|phrase| words.phrase_at(index, phrase));
        if let Some(count) = after
            && let Some(entity) = found.iter_mut().rev().find(|entity| entity.at < index && index - entity.at <= 3)
        {
            entity.except = true;
            words.take(index..index + count);
        }
    }
}
