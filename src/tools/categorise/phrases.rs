//! A table of phrases, found at a place in a list of words.
//!
//! **Invariant:** a phrase matches whole words only.

use std::collections::HashMap;

/// The words of a phrase after its first, and what it stands for.
type Rest<T> = (Box<[Box<str>]>, T);

/// Phrases by their first word; those with the same first word stand longest first.
pub(super) struct Phrases<T> {
    by_first: HashMap<Box<str>, Vec<Rest<T>>>,
}

impl<T> Default for Phrases<T> {
    fn default() -> Self {
        Self { by_first: HashMap::new() }
    }
}

impl<T> Phrases<T> {
    /// Adds a phrase; one without words is left out.
    pub(super) fn insert<S: AsRef<str>>(&mut self, words: &[S], value: T) {
        let Some((first, rest)) = words.split_first() else { return };
        let rest: Box<[Box<str>]> = rest.iter().map(|word| Box::from(word.as_ref())).collect();
        let bucket = self.by_first.entry(Box::from(first.as_ref())).or_default();
        let place = bucket.partition_point(|(other, _)| other.len() >= rest.len());
        bucket.insert(place, (rest, value));
    }

    /// The phrases that begin here, longest first, with their length in words.
    pub(super) fn at<'a, S: AsRef<str>>(&'a self, words: &'a [S]) -> impl Iterator<Item = (usize, &'a T)> {
        let (bucket, rest) = match words.split_first() {
            Some((first, rest)) => (self.by_first.get(first.as_ref()).map_or(&[][..], Vec::as_slice), rest),
            None => (&[][..], &[][..]),
        };
        bucket
            .iter()
            .filter(move |(phrase, _)| starts_with(rest, phrase))
            .map(|(phrase, value)| (phrase.len() + 1, value))
    }
}

fn starts_with<S: AsRef<str>>(words: &[S], phrase: &[Box<str>]) -> bool {
    words.len() >= phrase.len() && phrase.iter().zip(words).all(|(left, right)| **left == *right.as_ref())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_comes_first() {
        let mut phrases = Phrases::default();
        phrases.insert(&["tesco"], 1);
        phrases.insert(&["tesco", "petrol"], 2);
        phrases.insert::<&str>(&[], 3);
        let found = |words: &[&str]| phrases.at(words).map(|(length, value)| (length, *value)).collect::<Vec<_>>();
        assert_eq!(found(&["tesco", "petrol", "x"]), [(2, 2), (1, 1)]);
        assert_eq!(found(&["tesco"]), [(1, 1)]);
        assert_eq!(found(&["petrol"]), []);
        assert_eq!(found(&[]), []);
    }
}
