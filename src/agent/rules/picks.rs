//! Questions that pick something: one row, a list of rows, the top groups.
//!
//! **Invariant:** it only decides what to pick and in which order; the tool picks.

use super::calendar::Unit;
use super::heard::Heard;
use super::intent::has_threshold;
use super::lexicon::Cue;
use super::question::{Intent, Lead};
use crate::tools::filter::Filter;
use crate::tools::search::RowOrder;
use crate::tools::summarise::GroupBy;

/// Rows or groups for "top" without a number.
pub(super) const TOP_DEFAULT: u32 = 5;

/// Groups shown when one is asked for: the first and who it is ahead of.
const TOP_SINGLE: u32 = 3;

/// The noun that groups are asked by.
fn group_noun(heard: &Heard) -> Option<GroupBy> {
    let nouns = [
        (Cue::WeekdayNoun, GroupBy::Weekday),
        (Cue::CategoryNoun, GroupBy::Category),
        (Cue::MerchantNoun, GroupBy::Merchant),
        (Cue::MonthNoun, GroupBy::Month),
        (Cue::WeekNoun, GroupBy::Week),
        (Cue::DayNoun, GroupBy::Day),
        (Cue::QuarterNoun, GroupBy::Quarter),
        (Cue::YearNoun, GroupBy::Year),
        (Cue::ByMonth, GroupBy::Month),
        (Cue::ByWeek, GroupBy::Week),
        (Cue::ByDay, GroupBy::Day),
    ];
    nouns.into_iter().find(|(cue, _)| heard.has(*cue)).map(|(_, group)| group)
}

/// The largest, smallest, first or latest row.
pub(super) fn one_row(heard: &Heard) -> Option<Intent> {
    let lead = if heard.has(Cue::Ago) {
        Lead::Ago
    } else if heard.has(Cue::When) {
        Lead::Date
    } else if heard.any(&[Cue::Where, Cue::Who]) {
        Lead::Payee
    } else {
        Lead::Amount
    };
    let one_payee = heard.payees().count() == 1 && !heard.any(&[Cue::Which, Cue::Where, Cue::Who, Cue::When]);
    let at_once = heard.has(Cue::OneGo) || (one_payee && heard.has(Cue::Spend) && heard.numbers.count.is_none());
    let most = heard.any(&[Cue::Most, Cue::Least]) && at_once && group_noun(heard).is_none();
    let superlative = heard.any(&[Cue::Largest, Cue::Smallest]) || most;
    let many = heard.numbers.count.filter(|count| *count > 1);
    let said = |words: &str| (0..heard.words.len()).any(|index| super::lexicon::listed(words, heard.words.text(index)));
    let payment = heard.any(&[Cue::PaymentNoun, Cue::OutNoun]) || said("expense expenses purchase purchases buy buys");
    if superlative || (heard.has(Cue::Top) && payment) {
        let grouped = group_noun(heard);
        let named = matches!(grouped, Some(GroupBy::Category | GroupBy::Merchant)) && heard.has(Cue::Top);
        if named || heard.has(Cue::ByCategory) || (grouped.is_some() && !payment) {
            return None;
        }
        let order = if heard.any(&[Cue::Smallest, Cue::Least]) { RowOrder::Smallest } else { RowOrder::Largest };
        let top_one = heard.has(Cue::Top) && said("expense purchase payment transaction buy");
        let plural = (heard.any(&[Cue::OutNoun, Cue::Top]) || plural_noun(heard)) && !said("single") && !top_one;
        return Some(match many.or(plural.then_some(TOP_DEFAULT)).filter(|_| heard.numbers.count != Some(1)) {
            Some(limit) => Intent::List { order, limit: Some(limit) },
            None => Intent::Row { order, lead, skip: heard.skipped() },
        });
    }
    let newest = heard.any(&[Cue::Last, Cue::Now])
        && (heard.has(Cue::Last) || heard.has(Cue::PerMonth) || heard.has(Cue::PaymentNoun));
    let newest = newest || heard.has(Cue::Ago) || asks_present(heard);
    if heard.has(Cue::First) || newest || (heard.has(Cue::When) && !heard.any(&[Cue::Most, Cue::Least])) {
        let order = if heard.has(Cue::First) { RowOrder::Oldest } else { RowOrder::Newest };
        let plural = heard.any(&[Cue::OutNoun, Cue::List]) && !heard.has(Cue::When);
        return Some(match many.or(plural.then_some(TOP_DEFAULT)) {
            Some(limit) => Intent::List { order, limit: Some(limit) },
            None => Intent::Row { order, lead, skip: heard.skipped() },
        });
    }
    None
}

/// "what is my salary", "how much is the rent now", "how much do i pay for spotify": the latest one says it.
fn asks_present(heard: &Heard) -> bool {
    let said = |phrase: &str| {
        (0..heard.words.len())
            .any(|index| phrase.split(' ').enumerate().all(|(at, word)| heard.words.text(index + at) == word))
    };
    let any_said = |phrases: &[&str]| phrases.iter().any(|phrase| said(phrase));
    let one = heard.wanted().count() == 1 && heard.times.spans.is_empty() && !heard.times.so_far;
    let total = any_said(&["total", "altogether", "so far"]);
    let other =
        [Cue::Average, Cue::PerWeek, Cue::PerDay, Cue::Share, Cue::Count, Cue::Largest, Cue::Smallest, Cue::Refund];
    if !one || total || heard.any(&other) {
        return false;
    }
    let payee = heard.payees().next().is_some();
    let regular = heard.wanted().any(|entity| entity.pay || matches!(heard.words.text(entity.at), "rent" | "mortgage"));
    let is = ["what is my", "how much is my", "how much is the", "what is the", "how big is my", "how high is my"];
    let paying = any_said(&["how much do i pay", "what do i pay", "how much am i paying", "what am i paying"]);
    let each_month = heard.any(&[Cue::PerMonth, Cue::ByMonth]);
    let costs = paying || any_said(&["how much is", "how much does"]);
    match each_month {
        true => payee && costs,
        false => any_said(&is) && regular || paying && payee,
    }
}

/// "biggest expenses", "largest orders": several rows.
fn plural_noun(heard: &Heard) -> bool {
    const PLURALS: &str = "expenses purchases payments orders trips rides transactions bills meals withdrawals charges items costs \
        shops visits outgoings buys";
    (0..heard.words.len()).any(|index| super::lexicon::listed(PLURALS, heard.words.text(index)))
}

/// Top groups, and groups over time.
pub(super) fn groups(heard: &Heard) -> Option<Intent> {
    if heard.has(Cue::Different) && !heard.has(Cue::Average) {
        let said =
            |words: &str| (0..heard.words.len()).any(|index| super::lexicon::listed(words, heard.words.text(index)));
        let group_by = match () {
            () if said("categories") => GroupBy::Category,
            () if said("days") => GroupBy::Day,
            () if said("weeks") => GroupBy::Week,
            () if said("months") => GroupBy::Month,
            () => GroupBy::Merchant,
        };
        return Some(Intent::HowMany { group_by });
    }
    if heard.has(Cue::Largest) && heard.has(Cue::ByCategory) {
        return Some(Intent::LargestEach { group_by: GroupBy::Category });
    }
    let ranked = heard.any(&[Cue::Most, Cue::Least, Cue::Top, Cue::Largest, Cue::Smallest]);
    let which_day = heard.has(Cue::When) && ranked;
    let smallest = heard.any(&[Cue::Least, Cue::Smallest]);
    let asked = heard.any(&[Cue::Which, Cue::Where, Cue::Who]);
    if ranked || heard.numbers.count.is_some() && heard.any(&[Cue::CategoryNoun, Cue::MerchantNoun]) {
        let default =
            if heard.any(&[Cue::Where, Cue::Who]) || heard.categories().next().is_some() || heard.has(Cue::Often) {
                GroupBy::Merchant
            } else {
                GroupBy::Category
            };
        let group_by = if which_day { GroupBy::Day } else { group_noun(heard).unwrap_or(default) };
        let calendar = !matches!(group_by, GroupBy::Category | GroupBy::Merchant);
        let many = heard.has(Cue::Top)
            || (0..heard.words.len()).any(|index| {
                super::lexicon::listed(
                    "categories merchants shops stores months places days weeks payees retailers",
                    heard.words.text(index),
                )
            });
        let limit = heard.numbers.count.unwrap_or(match (many, calendar) {
            (true, _) => TOP_DEFAULT,
            (false, true) => 1,
            (false, false) => TOP_SINGLE,
        });
        return Some(Intent::Top { group_by, smallest, limit });
    }
    let each = heard.times.each.and_then(|unit| match unit {
        Unit::Month => Some(GroupBy::Month),
        Unit::Week => Some(GroupBy::Week),
        Unit::Day => Some(GroupBy::Day),
        Unit::Quarter => Some(GroupBy::Quarter),
        Unit::Year => Some(GroupBy::Year),
        Unit::Weekend => None,
    });
    if let Some(group_by) = each {
        return Some(Intent::Groups { group_by });
    }
    let by = [
        (Cue::WeekdayNoun, GroupBy::Weekday),
        (Cue::ByMonth, GroupBy::Month),
        (Cue::ByWeek, GroupBy::Week),
        (Cue::ByDay, GroupBy::Day),
        (Cue::ByQuarter, GroupBy::Quarter),
        (Cue::ByYear, GroupBy::Year),
        (Cue::ByCategory, GroupBy::Category),
        (Cue::ByMerchant, GroupBy::Merchant),
        (Cue::ByAccount, GroupBy::Account),
    ];
    let by = by
        .into_iter()
        .find(|(cue, _)| heard.has(*cue) && !heard.has(Cue::Average))
        .map(|(_, group_by)| match group_by {
            GroupBy::Category if heard.payees().next().is_some() => GroupBy::Merchant,
            group_by => group_by,
        })
        .map(|group_by| Intent::Groups { group_by });
    let payers = heard.has(Cue::Who) && heard.has(Cue::Earn) && heard.payees().next().is_none();
    let by = by.or(payers.then_some(Intent::Groups { group_by: GroupBy::Merchant }));
    by.or_else(|| {
        let shown = asked || heard.has(Cue::List);
        let noun = group_noun(heard).filter(|group| matches!(group, GroupBy::Category | GroupBy::Merchant));
        noun.filter(|_| shown && !heard.any(&[Cue::Count, Cue::HowMuch])).map(|group_by| Intent::Groups { group_by })
    })
}

pub(super) fn list(heard: &Heard) -> Option<Intent> {
    let counted = heard.any(&[Cue::Count, Cue::HowMuch]) || heard.has(Cue::Average) || heard.has(Cue::Often);
    let which_rows = heard.has(Cue::Which) && (heard.has(Cue::OutNoun) || heard.numbers.over.is_some());
    let refunds = heard.has(Cue::Refund) && heard.any(&[Cue::Who, Cue::Any, Cue::Which]);
    let any_rows = heard.has(Cue::Any) && heard.any(&[Cue::OutNoun, Cue::PaymentNoun]);
    let listed = heard.has(Cue::List) && !heard.any(&[Cue::Net, Cue::Rate]);
    let over_only =
        has_threshold(&Filter { over: heard.numbers.over, under: heard.numbers.under, ..Filter::default() });
    let small = |(cue, _): &(Cue, usize)| matches!(cue, Cue::OutNoun | Cue::Me | Cue::Any | Cue::List);
    let only_rows = heard.has(Cue::OutNoun) && heard.cues.iter().all(small) && heard.numbers.amount.is_none();
    let wanted = only_rows || listed || which_rows || refunds || any_rows || over_only;
    (wanted && !counted).then_some(Intent::List { order: RowOrder::Newest, limit: heard.numbers.count })
}
