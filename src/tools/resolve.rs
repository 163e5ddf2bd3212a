//! From the names in a filter to the ids in the store.

use chrono::NaiveDate;

use super::filter::{Direction, Filter};
use super::summarise::Coverage;
use super::{Context, ToolError};
use crate::domain::{CategoryId, MerchantId, Period, Vocabulary};
use crate::store::rows::RowFilter;

/// A filter that the store understands, and what was learned on the way.
#[derive(Debug)]
pub(super) struct Resolved {
    /// `None` when no day can match: the period lies ahead, or the book is empty.
    pub(super) rows: Option<RowFilter>,
    /// The days looked at: cut at today.
    pub(super) period: Option<Period>,
    pub(super) coverage: Coverage,
    /// Words that mean nothing in this book.
    pub(super) unknown: Vec<String>,
}

/// Resolves a filter in the context's book.
pub(super) async fn resolve(filter: &Filter, context: &mut Context) -> Result<Resolved, ToolError> {
    let vocabulary = context.vocabulary().await?;
    Ok(resolve_in(filter, &vocabulary, context.today))
}

fn resolve_in(filter: &Filter, vocabulary: &Vocabulary, today: NaiveDate) -> Resolved {
    let mut unknown = Vec::new();
    let categories = named(&filter.categories, &mut unknown, |name| vocabulary.categories_named(name));
    let merchants = named(&filter.merchants, &mut unknown, |words| merchants_of(words, vocabulary));
    let accounts = named(&filter.accounts, &mut unknown, |words| {
        vocabulary.accounts_matching(words).map(|account| account.id).collect()
    });
    for tag in filter.tags.iter().filter(|tag| !vocabulary.tags.contains(tag)) {
        unknown.push(tag.to_string());
    }
    let tags = (!filter.tags.is_empty()).then(|| filter.tags.clone());
    let except_categories: Vec<CategoryId> =
        filter.except_categories.iter().flat_map(|name| vocabulary.categories_named(name)).collect();
    let except_merchants = filter.except_merchants.iter().flat_map(|words| merchants_of(words, vocabulary)).collect();

    // Without a period: all that is known. Up to today would count months that no statement has reached yet.
    let asked = filter.period.or_else(|| vocabulary.told_span());
    let looked_at = asked.and_then(|asked| Period::new(asked.from, asked.to.min(today)));
    let rows = looked_at.map(|period| RowFilter {
        period,
        categories,
        except_categories,
        merchants,
        except_merchants,
        accounts,
        currency: filter.currency.map(|currency| currency.code().to_owned()),
        sign: filter.direction.map(|direction| match direction {
            Direction::In => 1,
            Direction::Out => -1,
        }),
        over: filter.over,
        under: filter.under,
        weekdays: (!filter.weekdays.is_empty()).then(|| filter.weekdays.iter().copied().map(i16::from).collect()),
        tags,
        except_tags: (!filter.except_tags.is_empty()).then(|| filter.except_tags.clone()),
    });
    Resolved { rows, period: looked_at.or(asked), coverage: coverage(looked_at, vocabulary), unknown }
}

fn merchants_of(words: &str, vocabulary: &Vocabulary) -> Vec<MerchantId> {
    vocabulary.merchants_matching(words).map(|merchant| merchant.id).collect()
}

/// The ids that names mean; `None` when no name is given, so that nothing is restricted.
fn named<T>(names: &[String], unknown: &mut Vec<String>, ids_of: impl Fn(&str) -> Vec<T>) -> Option<Vec<T>> {
    if names.is_empty() {
        return None;
    }
    let mut all = Vec::new();
    for name in names {
        let ids = ids_of(name);
        if ids.is_empty() {
            unknown.push(name.clone());
        }
        all.extend(ids);
    }
    Some(all)
}

fn coverage(period: Option<Period>, vocabulary: &Vocabulary) -> Coverage {
    let none = Coverage::None { known: vocabulary.known_span() };
    let Some(period) = period else { return none };
    let within = |days: &[Period]| days.iter().filter_map(|days| days.intersection(&period)).collect::<Vec<_>>();
    let mut known = within(&vocabulary.known);
    if known.is_empty() {
        // Where no statement reaches, what the user typed is all there is.
        known = within(&vocabulary.noted);
    }
    match known.as_slice() {
        [] => none,
        [only] if *only == period => Coverage::Full,
        _ => Coverage::Partial { known },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::KnownMerchant;

    fn period(from: &str, to: &str) -> Period {
        Period::new(from.parse().unwrap(), to.parse().unwrap()).unwrap()
    }

    fn book() -> Vocabulary {
        Vocabulary {
            merchants: vec![KnownMerchant { id: MerchantId::new(), key: "tesco stores".into(), name: "Tesco".into() }],
            known: vec![period("2025-01-01", "2025-06-30"), period("2025-08-01", "2026-03-20")],
            ..Vocabulary::default()
        }
    }

    #[test]
    fn coverage_says_what_is_known() {
        let today = "2026-03-31".parse().unwrap();
        let check = |from: &str, to: &str, expected: Coverage| {
            let filter = Filter { period: Some(period(from, to)), ..Filter::default() };
            assert_eq!(resolve_in(&filter, &book(), today).coverage, expected, "{from} to {to}");
        };
        let span = Some(period("2025-01-01", "2026-03-20"));
        check("2025-02-01", "2025-02-28", Coverage::Full);
        check("2024-02-01", "2024-02-28", Coverage::None { known: span });
        check("2026-12-01", "2026-12-31", Coverage::None { known: span });
        check("2025-07-01", "2025-07-31", Coverage::None { known: span });
        check("2026-03-01", "2026-12-31", Coverage::Partial { known: vec![period("2026-03-01", "2026-03-20")] });
    }

    #[test]
    fn an_unknown_word_matches_nothing_rather_than_everything() {
        let filter = Filter { merchants: vec!["harrods".into()], ..Filter::default() };
        let resolved = resolve_in(&filter, &book(), "2026-03-31".parse().unwrap());
        assert_eq!(resolved.unknown, ["harrods"]);
        assert_eq!(resolved.rows.unwrap().merchants, Some(vec![]));
        assert_eq!(resolved.period, Some(period("2025-01-01", "2026-03-20")));
    }
}
