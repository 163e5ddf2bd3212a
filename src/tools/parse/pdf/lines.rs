//! From glyphs to lines of words, as they stand on the page.
//!
//! **Invariant:** order comes from positions alone, never from the order in which the file draws.

use super::super::amount::NumberStyle;
use super::super::words::normalise;
use super::cells::{MoneyCell, money};
use super::interpret::Glyph;
use super::overprint::{both, over_text};

/// Baselines closer than this part of the font size are one line.
const SAME_LINE: f32 = 0.45;

/// A gap wider than this part of the font size parts words.
const WORD_GAP: f32 = 0.2;

/// The same character drawn again within this part of its size is fake bold.
const OVERPRINT: f32 = 0.25;

/// A word and the box it stands in. x runs to the right, y down; the zero point is arbitrary but fixed for a page.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Word {
    pub(crate) text: String,
    pub(crate) left: f32,
    pub(crate) right: f32,
}

/// Words on one baseline, from left to right.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Baseline {
    pub(crate) words: Vec<Word>,
    pub(crate) y: f32,
    /// The largest font size on it.
    pub(crate) size: f32,
}

/// A line as it is read: its text and its amounts are found once, and its words do not change afterwards.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) words: Vec<Word>,
    /// The baseline.
    pub(crate) y: f32,
    /// The largest font size on it.
    pub(crate) size: f32,
    text: String,
    normal: String,
    money: Vec<MoneyCell>,
    style: NumberStyle,
}

impl Line {
    /// `style` is how the whole document writes its numbers.
    pub(crate) fn read(Baseline { words, y, size }: Baseline, style: NumberStyle) -> Self {
        let text = join(&words);
        let normal = normalise(&text);
        let money = money(&words, size, style);
        Self { words, y, size, text, normal, money, style }
    }

    /// Some of its words as a line of their own.
    pub(crate) fn part(&self, words: Vec<Word>) -> Self {
        Self::read(Baseline { words, y: self.y, size: self.size }, self.style)
    }

    /// All its words, single-spaced.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Its text as [`normalise`] makes it.
    pub(crate) fn normal(&self) -> &str {
        &self.normal
    }

    /// The amounts on it that look like money, from left to right.
    pub(crate) fn money(&self) -> &[MoneyCell] {
        &self.money
    }

    /// How the document writes its numbers.
    pub(crate) fn style(&self) -> NumberStyle {
        self.style
    }
}

/// Words joined with single spaces.
pub(crate) fn join(words: &[Word]) -> String {
    let length = words.iter().map(|word| word.text.len() + 1).sum();
    let mut out = String::with_capacity(length);
    for word in words {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&word.text);
    }
    out
}

/// The lines of a page from top to bottom. Text across the main direction (margins) is left out.
pub(crate) fn lines(glyphs: &[Glyph]) -> Vec<Baseline> {
    let mut upright = upright(glyphs);
    upright.sort_by(|a, b| a.y.total_cmp(&b.y));
    let mut lines = Vec::new();
    let mut start = 0;
    while let Some(first) = upright.get(start) {
        let mut reach = first.size * SAME_LINE;
        let base = first.y;
        let mut end = start + 1;
        while let Some(next) = upright.get(end) {
            if next.y - base > reach.min(next.size * SAME_LINE).max(0.5) {
                break;
            }
            reach = reach.max(next.size * SAME_LINE);
            end += 1;
        }
        if let Some(group) = upright.get_mut(start..end) {
            group.sort_by(|a, b| a.x.total_cmp(&b.x));
            lines.extend(match over_text(group) {
                Some((amount, text)) => both(line(&text), line(&amount)),
                None => line(group),
            });
        }
        start = end;
    }
    lines
}

/// Glyphs in the direction most of the page is written in, turned upright, y downwards.
fn upright(glyphs: &[Glyph]) -> Vec<Glyph> {
    let mut counts = [0_usize; 4];
    for glyph in glyphs {
        if let Some(count) = counts.get_mut(usize::from(glyph.quarter)) {
            *count += 1;
        }
    }
    let main = (0_u8..4).zip(counts).max_by_key(|(quarter, count)| (*count, std::cmp::Reverse(*quarter)));
    let main = main.map_or(0, |(quarter, _)| quarter);
    let turn = |glyph: &Glyph| {
        let (x, y) = match main {
            0 => (glyph.x, -glyph.y),
            1 => (glyph.y, glyph.x),
            2 => (-glyph.x, glyph.y),
            _ => (-glyph.y, -glyph.x),
        };
        // A soft hyphen that is drawn is a hyphen; so is one that does not break.
        let character = if matches!(glyph.character, '\u{ad}' | '\u{2011}') { '-' } else { glyph.character };
        Glyph { x, y, character, ..*glyph }
    };
    glyphs.iter().filter(|glyph| glyph.quarter == main && glyph.size > 0.0).map(turn).collect()
}

fn line(glyphs: &[Glyph]) -> Option<Baseline> {
    let mut words: Vec<Word> = Vec::new();
    let mut open = false;
    let mut last: Option<Glyph> = None;
    let mut size = 0.0_f32;
    let mut y = None;
    let mut rest = glyphs.iter().peekable();
    while let Some(glyph) = rest.next() {
        let unknown = glyph.character == char::REPLACEMENT_CHARACTER;
        let next = rest.peek().copied();
        if glyph.character.is_whitespace()
            || unknown && !hides_digit(last.as_ref(), glyph) && !next.is_some_and(|next| hides_digit(Some(glyph), next))
        {
            // A space inside a drawn word counts only if it takes room.
            open &= last.is_some_and(|last| glyph.x + glyph.width <= last.x + last.width);
            continue;
        }
        if let Some(last) = last
            && last.character == glyph.character
            && glyph.x - last.x < last.size * OVERPRINT.min(0.5 * last.width / last.size.max(0.1))
        {
            continue;
        }
        size = size.max(glyph.size);
        y.get_or_insert(glyph.y);
        let gap = last.map_or(0.0, |last| glyph.x - (last.x + last.width));
        let right = glyph.x + glyph.width;
        match words.last_mut().filter(|_| open && gap <= glyph.size * WORD_GAP) {
            Some(word) => {
                word.text.push(glyph.character);
                word.right = word.right.max(right);
            }
            None => words.push(Word { text: glyph.character.to_string(), left: glyph.x, right }),
        }
        open = true;
        last = Some(*glyph);
    }
    Some(Baseline { words: words.into_iter().flat_map(without_leader).collect(), y: y?, size })
}

/// Whether two neighbours, one of them unknown, look like digits of one number: as wide, and touching. The unknown one
/// then stays in the word, so that the rest is not taken for the whole number.
fn hides_digit(left: Option<&Glyph>, right: &Glyph) -> bool {
    left.is_some_and(|left| {
        let touches = (right.x - (left.x + left.width)).abs() < right.size * 0.1;
        let as_wide = (right.width - left.width).abs() < left.width * 0.1;
        let known = if right.character == char::REPLACEMENT_CHARACTER { left.character } else { right.character };
        touches && as_wide && (known.is_ascii_digit() || known == char::REPLACEMENT_CHARACTER)
    })
}

/// Dots that lead from a text to its amount part words and say nothing.
const LEADER: &str = "....";

/// The word on either side of a leader; the word itself where there is none.
fn without_leader(word: Word) -> Vec<Word> {
    if !word.text.contains(LEADER) {
        return vec![word];
    }
    let width = (word.right - word.left) / word.text.chars().count().max(1) as f32;
    let mut out = Vec::new();
    let trim = |text: &str| text.trim_matches('.').to_owned();
    if let Some((before, after)) = word.text.split_once(LEADER) {
        let (before, after) = (trim(before), trim(after.rsplit(LEADER).next().unwrap_or(after)));
        let room = |text: &str| text.chars().count() as f32 * width;
        if !before.is_empty() {
            out.push(Word { right: word.left + room(&before), left: word.left, text: before });
        }
        if !after.is_empty() {
            out.push(Word { left: word.right - room(&after), right: word.right, text: after });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glyphs(text: &str, x: f32, y: f32, quarter: u8) -> Vec<Glyph> {
        let place = |(index, character): (usize, char)| {
            let along = index as f32 * 5.0;
            let (x, y) = if quarter == 0 { (x + along, y) } else { (x, y + along) };
            Glyph { x, y, width: 5.0, size: 10.0, character, quarter }
        };
        text.chars().enumerate().map(place).collect()
    }

    fn texts(glyphs: &[Glyph]) -> Vec<String> {
        lines(glyphs)
            .iter()
            .map(|line| line.words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join("|"))
            .collect()
    }

    #[test]
    fn puts_words_in_order() {
        let mut all = glyphs("12.50", 200.0, 700.0, 0);
        all.extend(glyphs("Coffee shop", 50.0, 700.5, 0));
        all.extend(glyphs("Title", 50.0, 750.0, 0));
        // Fake bold: the same word again, a little to the right.
        all.extend(glyphs("Title", 50.4, 750.0, 0));
        // Along the margin.
        all.extend(glyphs("form 7", 10.0, 300.0, 1));
        assert_eq!(texts(&all), ["Title", "Coffee|shop|12.50"]);
    }

    #[test]
    fn an_amount_over_the_end_of_a_text_is_a_word() {
        let check = |text: &str, amount: (&str, f32), expected: &str| {
            let mut all = glyphs(text, 0.0, 0.0, 0);
            all.extend(glyphs(amount.0, amount.1, 0.0, 0));
            all.extend(glyphs("9.00", 150.0, 0.0, 0));
            assert_eq!(texts(&all), [expected], "{text} {amount:?}");
        };
        check("SHOP CONTACTLESS", ("41.38", 62.0), "SHOP|CONTACTLESS|41.38|9.00");
        check("SHOP CONTACTLESS 24", ("41.38", 68.0), "SHOP|CONTACTLESS|41.38|24|9.00");
        check("SHOP CONTACTLESS", ("1,041.38", 79.5), "SHOP|CONTACTLESS|1,041.38|9.00");
        // Without a fraction it may be a number of the text; two at once say nothing.
        check("SHOP 22A", ("41", 37.0), "SHOP|22A41|9.00");
    }

    #[test]
    fn turns_a_sideways_page() {
        let mut all = glyphs("below", 120.0, 100.0, 1);
        all.extend(glyphs("above", 100.0, 100.0, 1));
        assert_eq!(texts(&all), ["above", "below"]);
    }

    #[test]
    fn an_unknown_digit_spoils_its_number() {
        assert_eq!(texts(&glyphs("\u{fffd}2.50", 0.0, 0.0, 0)), ["\u{fffd}2.50"]);
        assert_eq!(texts(&glyphs("2.5\u{fffd} Shop", 0.0, 0.0, 0)), ["2.5\u{fffd}|Shop"]);
        assert_eq!(texts(&glyphs("Shop\u{fffd}now", 0.0, 0.0, 0)), ["Shop|now"]);
    }

    #[test]
    fn leaders_part_words() {
        assert_eq!(texts(&glyphs("Rent........50.00", 0.0, 0.0, 0)), ["Rent|50.00"]);
        assert_eq!(texts(&glyphs("....... 7.00", 0.0, 0.0, 0)), ["7.00"]);
    }

    #[test]
    fn double_letters_stay() {
        assert_eq!(texts(&glyphs("11.00 coffee", 0.0, 0.0, 0)), ["11.00|coffee"]);
    }
}
