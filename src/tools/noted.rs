//! Which lines of a file are payments that the person had typed before.
//!
//! A typed row and a bank's line are one payment when currency and amount are the same, the line's day fits, and words, payee
//! or category agree; where nothing is known of either, when there is no other line and no other typed row that it could be.
//!
//! **Invariant:** one to one: a typed row is never two lines, and a line is never two typed rows.

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;

use super::matching::Matched;
use super::record::{DEFAULT_ACCOUNT, everyday_category};
use crate::domain::{AccountId, Category, CategoryId, Period, plain_words};
use crate::store::noted::NotedRow;

/// A bank books a card payment up to so many days after it was made.
const DAYS_AFTER_MAX: u64 = 4;

/// A person notes a payment up to so many days after it was made.
const DAYS_BEFORE_MAX: u64 = 1;

/// Words shorter than this are shared by chance.
const WORD_LETTERS_MIN: usize = 3;

/// What one shop sells: lunch comes from a supermarket, toothpaste from a chemist.
const SOLD_TOGETHER: &[(Category, Category)] = &[
    (Category::Dining, Category::Groceries),
    (Category::Groceries, Category::Shopping),
    (Category::Groceries, Category::PersonalCare),
    (Category::Groceries, Category::Transport),
    (Category::Health, Category::PersonalCare),
    (Category::Health, Category::Shopping),
    (Category::PersonalCare, Category::Shopping),
    (Category::Entertainment, Category::Shopping),
    (Category::Family, Category::Shopping),
    (Category::Housing, Category::Shopping),
    (Category::Transport, Category::Travel),
    (Category::Fees, Category::Taxes),
];

/// A line of the file that is no row of the book yet.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct NewLine {
    /// Which statement of the file, and which of its lines.
    pub place: (usize, usize),
    pub account: AccountId,
    pub currency: String,
    pub day: NaiveDate,
    pub amount: Decimal,
    /// The line's text, and the payee's name.
    pub words: String,
    /// What the line was sorted as; `None` when nobody knew.
    pub category: Option<Category>,
}

/// The days on which typed rows may stand that lines of these days are.
pub(super) fn reach(lines: Period) -> Period {
    let from = lines.from.checked_sub_days(Days::new(DAYS_AFTER_MAX)).unwrap_or(lines.from);
    let to = lines.to.checked_add_days(Days::new(DAYS_BEFORE_MAX)).unwrap_or(lines.to);
    Period { from, to }
}

/// How well a line and a typed row go together; the better the larger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// Nothing speaks against it.
    Possible,
    /// The same kind of thing.
    Category,
    /// A word in common.
    Words,
}

/// The lines that are typed rows: the line's place and the row.
pub(super) fn pair<'a>(rows: &'a [NotedRow], lines: &[NewLine]) -> Vec<((usize, usize), &'a NotedRow)> {
    let mut fits: Vec<(Fit, i64, usize, usize)> = Vec::new();
    for (row_index, row) in rows.iter().enumerate() {
        for (line_index, line) in lines.iter().enumerate() {
            if let Some(fit) = fit(row, line) {
                fits.push((fit, (line.day - row.booked_on).num_days().abs(), row_index, line_index));
            }
        }
    }
    // The best and nearest first; equal ones in the order of their days and of the file.
    fits.sort_by_key(|(fit, days, row, line)| (std::cmp::Reverse(*fit), *days, *row, *line));
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (fit, _, row, line) in &fits {
        let free = !pairs.iter().any(|(paired_row, paired_line)| paired_row == row || paired_line == line);
        if free && (*fit > Fit::Possible || only_choice(*line, rows, &fits, &pairs)) {
            pairs.push((*row, *line));
        }
    }
    pairs.into_iter().filter_map(|(row, line)| Some((lines.get(line)?.place, rows.get(row)?))).collect()
}

/// Whether a line that nothing speaks for can be no other typed row, and those no other line: then equal typed rows may be
/// taken in any order.
fn only_choice(line: usize, rows: &[NotedRow], fits: &[(Fit, i64, usize, usize)], pairs: &[(usize, usize)]) -> bool {
    // A pair that was made by this very rule counts among the equals.
    let settled = |row: usize, line: usize| {
        fits.iter().any(|(fit, _, of_row, of_line)| {
            *fit > Fit::Possible
                && ((*of_row == row && pairs.contains(&(row, *of_line)))
                    || (*of_line == line && pairs.contains(&(*of_row, line))))
        })
    };
    let open: Vec<(usize, usize)> = fits
        .iter()
        .map(|(_, _, row, line)| (*row, *line))
        .filter(|(row, line)| pairs.contains(&(*row, *line)) || !settled(*row, *line))
        .collect();
    let mut candidates: Vec<usize> = open.iter().filter(|(_, of)| *of == line).map(|(row, _)| *row).collect();
    candidates.dedup();
    let mut rivals: Vec<usize> =
        open.iter().filter(|(row, _)| candidates.contains(row)).map(|(_, line)| *line).collect();
    rivals.sort_unstable();
    rivals.dedup();
    let mut texts = candidates.iter().filter_map(|row| rows.get(*row)).map(|row| plain_words(&row.description));
    let first = texts.next();
    let alike = texts.all(|text| Some(text) == first);
    alike && rivals.len() <= candidates.len()
}

/// How well they go together; `None` when they are two payments.
fn fit(row: &NotedRow, line: &NewLine) -> Option<Fit> {
    let same_money = row.currency == line.currency && row.amount == line.amount;
    // A payment that was put into an account by name is looked for there alone: what was paid in cash is on no statement.
    let same_account = row.account == line.account || row.account_name == DEFAULT_ACCOUNT;
    if !same_money || !same_account || !reach(Period::day(line.day)).contains(row.booked_on) {
        return None;
    }
    if share_a_word(&row.description, &line.words) {
        return Some(Fit::Words);
    }
    let Some(printed) = line.category.filter(|category| says_something(*category)) else { return Some(Fit::Possible) };
    // The person may have put lunch under gifts: then the words still say what kind of shop it was.
    let categories = [Some(row.category), everyday_category(&row.description)];
    let typed: Vec<Category> = categories.into_iter().flatten().filter_map(known).collect();
    let sold_together =
        |typed: &Category| SOLD_TOGETHER.contains(&(*typed, printed)) || SOLD_TOGETHER.contains(&(printed, *typed));
    match typed.is_empty() || typed.iter().any(sold_together) {
        _ if typed.contains(&printed) => Some(Fit::Category),
        possible => possible.then_some(Fit::Possible),
    }
}

fn known(category: CategoryId) -> Option<Category> {
    // One of the user's own says nothing about what a bank's line is sorted as.
    Category::of(category).filter(|category| says_something(*category))
}

/// Whatever is paid may be paid by transfer.
fn says_something(category: Category) -> bool {
    !matches!(category, Category::Other | Category::Transfer)
}

fn share_a_word(typed: &str, printed: &str) -> bool {
    let printed = plain_words(printed);
    let telling = |word: &&String| word.chars().count() >= WORD_LETTERS_MIN && !FILLERS.contains(&word.as_str());
    plain_words(typed).iter().filter(telling).any(|word| {
        let stem = word.strip_suffix('s').filter(|stem| stem.chars().count() >= WORD_LETTERS_MIN).unwrap_or(word);
        printed.iter().any(|other| other == word || other == stem || other.strip_suffix('s') == Some(stem))
    })
}

/// Words that say nothing about a payment.
const FILLERS: &[&str] = &[
    "the", "and", "for", "with", "from", "card", "payment", "paid", "cash", "ltd", "new", "old", "some", "our", "his",
    "her",
];

/// Puts what was paired into what the lines are.
pub(super) fn mark(matched: &mut [Vec<Matched>], pairs: &[((usize, usize), &NotedRow)]) {
    for ((statement, line), row) in pairs {
        if let Some(place) = matched.get_mut(*statement).and_then(|lines| lines.get_mut(*line)) {
            *place = Matched::Noted(row.id);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::TransactionId;

    fn row(day: u32, amount: &str, what: &str, category: i32) -> NotedRow {
        NotedRow {
            id: TransactionId::new(),
            booked_on: NaiveDate::from_ymd_opt(2026, 3, day).unwrap(),
            amount: amount.parse().unwrap(),
            currency: "GBP".into(),
            description: what.into(),
            account: AccountId(uuid::Uuid::from_u128(1)),
            account_name: DEFAULT_ACCOUNT.into(),
            category: CategoryId(category),
        }
    }

    fn line(place: usize, day: u32, amount: &str, words: &str, category: Option<Category>) -> NewLine {
        NewLine {
            place: (0, place),
            account: AccountId(uuid::Uuid::from_u128(2)),
            currency: "GBP".into(),
            day: NaiveDate::from_ymd_opt(2026, 3, day).unwrap(),
            amount: amount.parse().unwrap(),
            words: words.into(),
            category,
        }
    }

    /// The row that each line is, by its index.
    fn paired(rows: &[NotedRow], lines: &[NewLine]) -> Vec<Option<usize>> {
        let pairs = pair(rows, lines);
        let of = |line: &NewLine| pairs.iter().find(|(place, _)| *place == line.place).map(|(_, row)| row.id);
        lines.iter().map(|line| rows.iter().position(|row| Some(row.id) == of(line))).collect()
    }

    #[test]
    fn amount_currency_and_day_have_to_fit() {
        let coffee = [row(10, "-5.50", "coffee", 502)];
        let check = |line: NewLine, expected: Option<usize>| {
            assert_eq!(paired(&coffee, std::slice::from_ref(&line)), [expected], "{line:?}");
        };
        check(line(0, 10, "-5.5", "STARBUCKS", Some(Category::Dining)), Some(0));
        check(line(0, 14, "-5.50", "STARBUCKS", Some(Category::Dining)), Some(0));
        check(line(0, 15, "-5.50", "STARBUCKS", Some(Category::Dining)), None);
        check(line(0, 9, "-5.50", "STARBUCKS", Some(Category::Dining)), Some(0));
        check(line(0, 8, "-5.50", "STARBUCKS", Some(Category::Dining)), None);
        check(line(0, 10, "-5.51", "STARBUCKS", Some(Category::Dining)), None);
        check(line(0, 10, "5.50", "STARBUCKS", Some(Category::Dining)), None);
        check(NewLine { currency: "EUR".into(), ..line(0, 10, "-5.50", "STARBUCKS", Some(Category::Dining)) }, None);
    }

    #[test]
    fn something_has_to_agree_or_nothing_to_contradict() {
        let check = |what: &str, category: i32, words: &str, of_line: Option<Category>, expected: bool| {
            let found = paired(&[row(10, "-5.50", what, category)], &[line(0, 11, "-5.50", words, of_line)]);
            assert_eq!(found == [Some(0)], expected, "{what} and {words}");
        };
        check("coffee", 502, "COSTA COFFEE 4411", Some(Category::Dining), true);
        check("coffee", 502, "TFL TRAVEL", Some(Category::Transport), false);
        check("coffee", 502, "NETFLIX.COM", Some(Category::Entertainment), false);
        check("lunch", 501, "TESCO STORES", Some(Category::Groceries), true);
        check("lunch", 807, "PRET A MANGER", Some(Category::Dining), true);
        check("lunch", 807, "TFL TRAVEL", Some(Category::Transport), false);
        check("tesco run", 401, "SHELL", Some(Category::Transport), true);
        check("zorblax", 2200, "PLIMBO HASK", None, true);
        check("coffee", 502, "PLIMBO HASK", None, true);
        check("zorblax", 2200, "TESCO STORES", Some(Category::Groceries), true);
        check("fuel, Shell", 601, "SHELL BAKER ST", Some(Category::Groceries), true);
        check("rent", 201, "TRANSFER TO J SMITH", Some(Category::Transfer), true);
        check("books", 804, "A BOOK OF DAYS", Some(Category::Entertainment), true);
        check("the new hat", 802, "THE NEW INN", Some(Category::Travel), false);
    }

    #[test]
    fn it_is_one_to_one() {
        let coffee = |day| row(day, "-3.20", "coffee", 502);
        let bar = |place, day| line(place, day, "-3.20", "COSTA", Some(Category::Dining));
        let unknown = |place, day| line(place, day, "-3.20", "PLIMBO", None);
        let check = |rows: &[NotedRow], lines: &[NewLine], expected: &[Option<usize>]| {
            assert_eq!(paired(rows, lines), expected, "{lines:?}");
        };
        check(&[coffee(10), coffee(10)], &[bar(0, 10), bar(1, 10)], &[Some(0), Some(1)]);
        check(&[coffee(10), coffee(10)], &[unknown(0, 10), unknown(1, 11)], &[Some(0), Some(1)]);
        check(&[coffee(10), coffee(10)], &[bar(0, 11)], &[Some(0)]);
        check(&[coffee(10), coffee(10)], &[unknown(0, 11)], &[Some(0)]);
        check(&[coffee(10)], &[bar(0, 11), bar(1, 11)], &[Some(0), None]);
        check(&[coffee(10)], &[bar(0, 13), bar(1, 11)], &[None, Some(0)]);
        check(&[coffee(10), coffee(12)], &[bar(0, 10), bar(1, 12)], &[Some(0), Some(1)]);
        // Which of two unknown lines it is, nobody can tell; nor which of two different notes one line is.
        check(&[coffee(10)], &[unknown(0, 10), unknown(1, 11)], &[None, None]);
        check(&[coffee(10), row(10, "-3.20", "bus", 602)], &[unknown(0, 10)], &[None]);
        // What agrees comes first and leaves the other no choice.
        check(&[coffee(10), row(10, "-3.20", "bus", 602)], &[unknown(0, 10), bar(1, 12)], &[Some(1), Some(0)]);
    }

    #[test]
    fn a_payment_that_names_its_account_is_looked_for_there_alone() {
        let in_cash = NotedRow { account_name: "Cash".into(), ..row(10, "-30", "groceries", 400) };
        let tesco = line(0, 10, "-30.00", "TESCO", Some(Category::Groceries));
        assert_eq!(paired(std::slice::from_ref(&in_cash), std::slice::from_ref(&tesco)), [None]);
        let there = NewLine { account: in_cash.account, ..tesco };
        assert_eq!(paired(&[in_cash], &[there]), [Some(0)]);
    }
}
