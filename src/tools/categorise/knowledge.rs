//! What ships with the binary: brands of the world and what ordinary words say.
//!
//! **Invariant:** the tables are read-only and hold nothing that a user taught.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Bound;
use std::sync::LazyLock;

use crate::domain::{CategoryId, Currency};

use super::fold::fold_words;
use super::phrases::Phrases;

/// A merchant that many people know.
pub(super) struct Brand {
    /// What people see.
    pub name: &'static str,
    pub category: CategoryId,
    /// Where it trades; empty when world-wide.
    pub currencies: Vec<Currency>,
    /// Its name is also an ordinary word: it says little unless it is the whole text.
    pub ordinary: bool,
    /// Written by hand: it outranks a namesake of the generated list.
    pub by_hand: bool,
}

/// What a word or phrase says about a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Keyword {
    pub category: CategoryId,
    pub confidence: f32,
    pub sign: Sign,
}

/// Which amounts a keyword speaks about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    In,
    Out,
    Any,
}

/// Brands by their spellings, and keywords by phrase, by beginning and by end of a word.
pub(super) struct Knowledge {
    brands: Vec<Brand>,
    spellings: Phrases<usize>,
    keywords: Phrases<Keyword>,
    beginnings: HashMap<Box<str>, Vec<Keyword>>,
    endings: HashMap<Box<str>, Vec<Keyword>>,
    /// Keywords of one word, in order, to complete a word that was cut off.
    single: BTreeMap<Box<str>, Keyword>,
    vocabulary: HashSet<Box<str>>,
}

/// Loaded at first use, a few tens of milliseconds.
pub(super) static KNOWLEDGE: LazyLock<Knowledge> = LazyLock::new(Knowledge::load);

/// A spelling written as one word (`burgerking`) is looked for from this length on: shorter ones meet other words.
const MIN_JOINED_LETTERS: usize = 7;

/// A cut-off word is completed from this length on.
const MIN_CUT_LETTERS: usize = 5;

/// How often a phrase of this kind is right: set by judgement, then checked on labelled rows.
const STRONG: f32 = 0.85;
const LIKELY: f32 = 0.65;
const WEAK: f32 = 0.4;

impl Knowledge {
    fn load() -> Self {
        let mut knowledge = Self {
            brands: Vec::new(),
            spellings: Phrases::default(),
            keywords: Phrases::default(),
            beginnings: HashMap::new(),
            endings: HashMap::new(),
            single: BTreeMap::new(),
            vocabulary: HashSet::new(),
        };
        for (category, name) in rows(include_str!("data/brands.tsv")) {
            let ordinary = name.contains('~');
            knowledge.add_brand(name, Brand { name, category, currencies: Vec::new(), ordinary, by_hand: true });
        }
        for line in include_str!("data/merchants.tsv").lines() {
            let mut fields = line.split('\t');
            let (Some(names), Some(Ok(category))) = (fields.next(), fields.next().map(str::parse)) else { continue };
            let currencies =
                fields.next().unwrap_or_default().split(',').filter_map(|code| code.parse().ok()).collect();
            let (category, ordinary) = (CategoryId(category), fields.next() == Some("~"));
            knowledge.add_brand(names, Brand { name: names, category, currencies, ordinary, by_hand: false });
        }
        for line in include_str!("data/keywords.tsv").lines() {
            knowledge.add_keywords(line);
        }
        knowledge
    }

    /// Adds a brand under all its spellings, of which the first is its name.
    fn add_brand(&mut self, names: &'static str, brand: Brand) {
        let place = self.brands.len();
        let name = names.split('|').next().unwrap_or(names).trim_end_matches('~');
        for spelling in names.split('|') {
            for mut words in spellings(spelling) {
                words.retain(|word| word != "and");
                if let [first, rest @ ..] = words.as_slice()
                    && first == "the"
                    && rest.len() > 1
                {
                    self.spellings.insert(rest, place);
                }
                let joined = words.concat();
                if words.len() > 1 && joined.chars().count() >= MIN_JOINED_LETTERS {
                    self.spellings.insert(&[joined], place);
                }
                self.spellings.insert(&words, place);
            }
        }
        self.brands.push(Brand { name, ..brand });
    }

    fn add_keywords(&mut self, line: &str) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [category, how_sure, sign, phrases] = fields.as_slice() else { return };
        let Ok(category) = category.parse().map(CategoryId) else { return };
        let confidence = match *how_sure {
            "strong" => STRONG,
            "likely" => LIKELY,
            _ => WEAK,
        };
        let sign = match *sign {
            "+" => Sign::In,
            "-" => Sign::Out,
            _ => Sign::Any,
        };
        let keyword = Keyword { category, confidence, sign };
        for phrase in phrases.split(',').map(str::trim) {
            for mut words in spellings(phrase) {
                words.retain(|word| word != "and");
                self.vocabulary.extend(words.iter().map(|word| Box::from(word.as_str())));
                let whole = words.concat();
                if phrase.ends_with('*') && words.len() == 1 {
                    self.beginnings.entry(whole.into()).or_default().push(keyword);
                } else if phrase.starts_with('*') && words.len() == 1 {
                    self.endings.entry(whole.into()).or_default().push(keyword);
                } else {
                    if words.len() == 1 {
                        self.single.insert(whole.into(), keyword);
                    }
                    self.keywords.insert(&words, keyword);
                }
            }
        }
    }

    /// Brands whose spelling begins here, longest first, with its length in words. `words` hold no "and".
    pub(super) fn brands_at<'a, S: AsRef<str>>(&'a self, words: &'a [S]) -> impl Iterator<Item = (usize, &'a Brand)> {
        self.spellings.at(words).filter_map(|(length, place)| self.brands.get(*place).map(|brand| (length, brand)))
    }

    /// Keywords that begin here, longest first, with their length in words. `words` hold no "and".
    pub(super) fn keywords_at<S: AsRef<str>>(&self, words: &[S]) -> Vec<(usize, Keyword)> {
        let mut found: Vec<_> = self.keywords.at(words).map(|(length, keyword)| (length, *keyword)).collect();
        if let Some(first) = words.first().filter(|_| found.iter().all(|(length, _)| *length > 1)) {
            found.extend(self.parts_of(first.as_ref()).iter().map(|keyword| (1, *keyword)));
        }
        found
    }

    /// By the longest known beginning of a word, else by its longest known end.
    fn parts_of(&self, word: &str) -> &[Keyword] {
        let cuts = || word.char_indices().map(|(at, _)| at).filter(|at| *at > 0);
        let whole = self.beginnings.get(word).or_else(|| self.endings.get(word));
        let begins = || cuts().rev().find_map(|at| self.beginnings.get(word.get(..at)?));
        let ends = || cuts().find_map(|at| self.endings.get(word.get(at..)?));
        whole.or_else(begins).or_else(ends).map_or(&[], Vec::as_slice)
    }

    /// The keyword that a cut-off word began, when all words it could be agree on the category.
    pub(super) fn completed(&self, word: &str) -> Option<Keyword> {
        if word.chars().count() < MIN_CUT_LETTERS {
            return None;
        }
        let mut whole = self
            .single
            .range::<str, _>((Bound::Included(word), Bound::Unbounded))
            .take_while(|(other, _)| other.starts_with(word));
        let (_, first) = whole.next()?;
        whole.all(|(_, other)| other.category == first.category).then_some(*first)
    }

    /// Whether the word says something about a category by itself or within a phrase.
    pub(super) fn is_telling(&self, word: &str) -> bool {
        self.vocabulary.contains(word) || !self.parts_of(word).is_empty()
    }
}

/// The rows of a hand-written list: a category and each of its comma-separated entries.
pub(super) fn rows(text: &'static str) -> impl Iterator<Item = (CategoryId, &'static str)> {
    text.lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .filter_map(|(category, entries)| Some((CategoryId(category.parse().ok()?), entries)))
        .flat_map(|(category, entries)| entries.split(',').map(move |entry| (category, entry.trim())))
        .filter(|(_, entry)| !entry.is_empty())
}

/// Folded; an umlaut also as banks without one print it: `müller` is `muller` and `mueller`.
fn spellings(text: &str) -> Vec<Vec<String>> {
    let mut found = vec![fold_words(text)];
    if text.contains(['ä', 'ö', 'ü', 'Ä', 'Ö', 'Ü', 'ø', 'å']) {
        let written =
            text.to_lowercase().replace('ä', "ae").replace(['ö', 'ø'], "oe").replace('ü', "ue").replace('å', "aa");
        found.push(fold_words(&written));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Category;

    #[test]
    fn every_line_of_the_tables_is_understood() {
        let known: Vec<CategoryId> = Category::ALL.into_iter().flat_map(Category::ids).collect();
        assert!(KNOWLEDGE.brands.len() > 15_000, "{}", KNOWLEDGE.brands.len());
        for brand in &KNOWLEDGE.brands {
            assert!(known.contains(&brand.category), "{}: {:?}", brand.name, brand.category);
        }
        for line in include_str!("data/keywords.tsv").lines().filter(|line| !line.starts_with('#')) {
            let fields: Vec<&str> = line.split('\t').collect();
            assert_eq!(fields.len(), 4, "{line}");
            assert!(known.contains(&CategoryId(fields[0].parse().unwrap())), "{line}");
            assert!(
                ["strong", "likely", "weak"].contains(&fields[1]) && ["+", "-", "*"].contains(&fields[2]),
                "{line}"
            );
        }
    }

    #[test]
    fn finds_brands_and_keywords() {
        let brand = |text: &str| {
            let words = fold_words(text);
            KNOWLEDGE.brands_at(&words).next().map(|(length, brand)| (length, brand.name))
        };
        assert_eq!(brand("tesco stores"), Some((1, "Tesco")));
        assert_eq!(brand("burgerking 12"), Some((1, "Burger King")));
        assert_eq!(brand("mueller drogerie"), Some((2, "Müller Drogerie")));
        assert_eq!(brand("qqzz"), None);
        let keyword =
            |text: &str| KNOWLEDGE.keywords_at(&fold_words(text)).first().map(|(_, keyword)| keyword.category.0);
        for (text, category) in [
            ("Stadtapotheke", Some(902)),
            ("Restaurante", Some(501)),
            ("council tax", Some(1701)),
            ("city council", Some(1702)),
            ("KFZ-Versicherung", Some(1501)),
            ("qqzz", None),
        ] {
            assert_eq!(keyword(text), category, "{text}");
        }
    }
}
