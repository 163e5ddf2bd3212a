//! Amounts, limits and small counts in a sentence.
//!
//! **Invariant:** a number that a date has taken is none of them.

use rust_decimal::Decimal;

use super::question::Limits;
use super::words::Words;

/// Amounts and small counts of the sentence.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Numbers {
    /// "over X".
    pub over: Option<Decimal>,
    /// "under X".
    pub under: Option<Decimal>,
    /// An amount with a currency sign, or one that a budget word stands with.
    pub amount: Option<Decimal>,
    /// The limits as they were said.
    pub limits: Option<Limits>,
    /// "top 3".
    pub count: Option<u32>,
    /// A number that nothing says more about.
    pub bare: Option<Decimal>,
}

/// Numbers up to this are taken for "top N".
const COUNT_MAX: u32 = 100;

/// Reads the numbers that no date has taken.
pub(super) fn numbers(words: &mut Words, about_budget: bool) -> Numbers {
    let mut numbers = Numbers::default();
    for index in 0..words.len() {
        let Some(number) = words.number(index).filter(|_| !words.free(index).is_empty()) else { continue };
        let spelled = words.text(index).chars().all(char::is_alphabetic);
        if words.text(index + 1) == "percent" {
            continue;
        }
        // "over rs 500": the currency stands between.
        let coded = usize::from(super::words::is_currency(words.text(index.wrapping_sub(1))));
        let before = |back: usize| words.text(index.wrapping_sub(back + coded));
        let than = before(1) == "than";
        let compared = if than { before(2) } else { before(1) };
        let at_least = before(1) == "least" && before(2) == "at";
        let over = matches!(compared, "over" | "above" | "exceeding" | "beyond" | "past" | "exceed" | "exceeded")
            || (than && matches!(compared, "more" | "greater" | "larger" | "bigger" | "higher"));
        let under = matches!(compared, "under" | "below" | "beneath" | "within")
            || (than && matches!(compared, "less" | "smaller" | "lower" | "cheaper" | "fewer"));
        // "did i spend 12.99 somewhere": cents make it an amount, and nothing else is said of it.
        let cents = number.scale() == 2
            && !over
            && !under
            && !about_budget
            && !spelled
            && words.free(index + 1) != "-"
            && before(1) != "-";
        let between = (1..=3).any(|back| before(back) == "between");
        let exactly = matches!(before(1), "exactly" | "precisely") || cents && !between;
        if exactly {
            numbers.over = number.checked_sub(Decimal::new(1, 2));
            numbers.under = number.checked_add(Decimal::new(1, 2));
            numbers.limits = Some(Limits::Exactly(number));
        } else if at_least {
            numbers.over = number.checked_sub(Decimal::new(1, 2));
            numbers.limits = Some(Limits::AtLeast(number));
        } else if over && !spelled {
            numbers.over = Some(number);
            numbers.limits = Some(Limits::Over(number));
        } else if under && !spelled {
            numbers.under = Some(number);
            numbers.limits = Some(Limits::Under(number));
        } else if words.0.get(index).is_some_and(|word| word.money) || (about_budget && !spelled) {
            numbers.amount = numbers.amount.or(Some(number));
        } else if let Ok(count) = u32::try_from(number)
            && (1..=COUNT_MAX).contains(&count)
            && !(spelled && before(1) == "quick")
        {
            numbers.count = numbers.count.or(Some(count));
            numbers.bare = numbers.bare.or(Some(number));
        } else {
            numbers.bare = numbers.bare.or(Some(number));
            continue;
        }
        words.take(index..index + 1);
    }
    if let (Some(low), Some(high)) = between_amounts(words) {
        numbers.over = low.checked_sub(Decimal::new(1, 2));
        numbers.under = high.checked_add(Decimal::new(1, 2));
        numbers.limits = Some(Limits::Between(low, high));
        (numbers.amount, numbers.count) = (None, None);
    }
    numbers
}

/// "between £50 and £100", both included.
fn between_amounts(words: &Words) -> (Option<Decimal>, Option<Decimal>) {
    let start = (0..words.len()).find(|index| words.free(*index) == "between" && words.number(index + 1).is_some());
    start.map_or((None, None), |index| (words.number(index + 1), words.number(index + 3)))
}
