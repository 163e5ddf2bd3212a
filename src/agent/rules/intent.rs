//! What is asked, from what was heard.
//!
//! **Invariant:** it decides by cues and names only, in one fixed order, so the same sentence always means the same.

use super::entities::Kind;
use super::heard::Heard;
use super::lexicon::Cue;
use super::question::{Ask, Intent, Lead, LimitAsk, Question, Scope};
use super::{Asking, time};
use crate::domain::{Category, Period};
use crate::tools::filter::{Direction, Filter};
use crate::tools::search::RowOrder;
use crate::tools::summarise::{GroupBy, Measure, Per};

/// Rows or groups for "top" without a number.
const TOP_DEFAULT: u32 = 5;

/// Groups shown when one is asked for: the first and who it is ahead of.
const TOP_SINGLE: u32 = 3;

/// The question, once it is known to be one.
pub(super) fn decide(heard: &Heard, asking: &Asking<'_>) -> Question {
    let scope = scope(heard, asking);
    let measure = measure(heard);
    let yes_no = heard.yes_no();
    let intent = limits(heard, yes_no)
        .or_else(|| share(heard, &scope))
        .or_else(|| compare(heard, &scope, yes_no))
        .or_else(|| one_row(heard))
        .or_else(|| groups(heard))
        .or_else(|| list(heard));
    let per = per(heard).filter(|_| intent.is_none());
    let intent = intent.unwrap_or_else(|| each(heard, &scope).unwrap_or(Intent::Figure));
    finish(Question { intent, measure, per, scope, yes_no }, heard, asking)
}

/// What follows from the kind of question: its default period, what it leaves out, what it counts.
pub(super) fn finish(mut question: Question, heard: &Heard, asking: &Asking<'_>) -> Question {
    let this_month = || Period::new(Period::month_of(asking.today).from, asking.today);
    let filter = &mut question.scope.filter;
    match &question.intent {
        Intent::Afford { .. } => {
            let months = heard.times.spans.iter().map(|span| span.period).filter(|period| period.from != period.to);
            question.scope = Scope::default();
            question.scope.filter.period = months.max_by_key(Period::days).or_else(this_month);
            question.measure = Measure::Net;
        }
        Intent::Limit { .. } => {
            let week = super::calendar::Unit::Week
                .containing(asking.today)
                .and_then(|week| Period::new(week.from, asking.today));
            let running = if heard.has(Cue::PerWeek) { week } else { this_month() };
            filter.period = filter.period.or(running);
        }
        Intent::Overspent { .. } => question.measure = Measure::Spending,
        Intent::Row { .. } | Intent::List { .. } => restrict_rows(&mut question, heard),
        _ => {}
    }
    if matches!(question.measure, Measure::Payments) && has_threshold(&question.scope.filter) {
        leave_out_own_money(&mut question.scope.filter);
    }
    question
}

fn has_threshold(filter: &Filter) -> bool {
    filter.over.is_some() || filter.under.is_some()
}

/// Transfers and savings are no spending, unless they are what is asked about.
fn leave_out_own_money(filter: &mut Filter) {
    leave_out(filter, &[Category::Transfer, Category::Savings]);
}

fn leave_out(filter: &mut Filter, categories: &[Category]) {
    for category in categories {
        let name = category.name().to_owned();
        if !filter.categories.contains(&name) && !filter.except_categories.contains(&name) {
            filter.except_categories.push(name);
        }
    }
}

/// Which rows a list or a search for one row looks at.
fn restrict_rows(question: &mut Question, heard: &Heard) {
    let filter = &mut question.scope.filter;
    match question.measure {
        Measure::Refunds | Measure::RefundCount => {
            filter.direction = Some(Direction::In);
            leave_out(filter, &[Category::Income, Category::Transfer, Category::Savings]);
        }
        Measure::Income | Measure::MoneyIn | Measure::Receipts => {
            filter.direction = Some(Direction::In);
            if filter.merchants.is_empty() && filter.categories.is_empty() {
                filter.categories.push(Category::Income.name().to_owned());
            }
        }
        _ => match question.intent {
            Intent::Row { .. } => {
                filter.direction = Some(Direction::Out);
                leave_out(filter, &[Category::Transfer]);
            }
            _ if has_threshold(filter) => {
                filter.direction = Some(Direction::Out);
                leave_out_own_money(filter);
            }
            Intent::List { order: RowOrder::Largest | RowOrder::Smallest, .. } => {
                filter.direction = Some(Direction::Out);
                leave_out(filter, &[Category::Transfer]);
            }
            _ if heard.any(&[Cue::OutNoun, Cue::Spend]) => {
                filter.direction = Some(Direction::Out);
                leave_out_own_money(filter);
            }
            _ => {}
        },
    }
}

/// The rows the question is about.
pub(super) fn scope(heard: &Heard, asking: &Asking<'_>) -> Scope {
    let mut scope = Scope::default();
    let filter = &mut scope.filter;
    for entity in heard.entities.iter().chain(&heard.strangers) {
        match (&entity.kind, entity.except) {
            (Kind::Category(name), false) => push_once(&mut filter.categories, name),
            (Kind::Category(name), true) => push_once(&mut filter.except_categories, name),
            (Kind::Payee { words, label }, false) => {
                push_once(&mut filter.merchants, words);
                push_once(&mut scope.payees, label);
            }
            (Kind::Payee { words, label }, true) => {
                push_once(&mut filter.except_merchants, words);
                push_once(&mut scope.except_payees, label);
            }
            (Kind::Account { words, .. }, _) => push_once(&mut filter.accounts, words),
        }
    }
    // A payee says more than the kind of thing bought there: "electricity bill from octopus" is any bill of that kind.
    if !filter.merchants.is_empty() {
        for name in &mut filter.categories {
            if let Some(parent) = parent_of(name) {
                parent.name().clone_into(name);
            }
        }
    }
    filter.over = heard.numbers.over;
    filter.under = heard.numbers.under;
    filter.period = period(heard, asking);
    scope
}

fn push_once(list: &mut Vec<String>, name: &str) {
    if !list.iter().any(|known| known == name) {
        list.push(name.to_owned());
    }
}

fn parent_of(name: &str) -> Option<Category> {
    let mut all = crate::domain::Subcategory::ALL.iter();
    all.find(|subcategory| subcategory.name == name).map(|subcategory| subcategory.parent)
}

/// One period: the one named, those named when they touch, or none for the whole book.
fn period(heard: &Heard, asking: &Asking<'_>) -> Option<Period> {
    let times = &heard.times;
    if times.spans.is_empty()
        && times.so_far
        && heard.payees().next().is_none()
        && heard.entities.iter().all(|entity| !entity.pay)
    {
        let year = super::calendar::Unit::Year.containing(asking.today)?;
        return Period::new(year.from, asking.today);
    }
    time::joined(&times.spans).or_else(|| times.spans.first().map(|span| span.period))
}

/// What is added up.
pub(super) fn measure(heard: &Heard) -> Measure {
    let pay = heard.wanted().any(|entity| entity.pay);
    let payee = heard.payees().next().is_some();
    let counting = heard.has(Cue::Count);
    if heard.has(Cue::Refund) {
        return if counting { Measure::RefundCount } else { Measure::Refunds };
    }
    let both = heard.has(Cue::Earn) && heard.any(&[Cue::Spend, Cue::Minus]) && heard.has(Cue::Minus);
    if heard.has(Cue::Rate) || (heard.any(&[Cue::Keep, Cue::Net]) && heard.has(Cue::Share)) {
        return Measure::SavingsRate;
    }
    if both || (heard.has(Cue::Net) && !payee && !pay && heard.categories().next().is_none()) {
        return Measure::Net;
    }
    // "did octopus get paid more than I earned" asks about spending; "paid me" about income.
    let earned = heard.has(Cue::Earn) && !(heard.has(Cue::Share) && heard.wanted().next().is_some() && !pay);
    if pay || earned {
        return match (counting, payee) {
            (true, _) => Measure::Receipts,
            (false, true) => Measure::MoneyIn,
            (false, false) => Measure::Income,
        };
    }
    if counting || heard.has(Cue::Often) && !heard.has(Cue::HowMuch) && !heard.has(Cue::Spend) {
        return Measure::Payments;
    }
    let named =
        |category: Category| heard.categories().any(|entity| entity.kind == Kind::Category(category.name().to_owned()));
    if named(Category::Transfer) {
        Measure::MoneyOut
    } else if payee || named(Category::Savings) {
        Measure::NetPaid
    } else {
        Measure::Spending
    }
}

fn per(heard: &Heard) -> Option<Per> {
    let average = heard.has(Cue::Average);
    if heard.has(Cue::PerMonth) || (average && heard.any(&[Cue::ByMonth, Cue::MonthNoun])) {
        return Some(Per::Month);
    }
    if heard.has(Cue::PerWeek) || (average && heard.any(&[Cue::ByWeek, Cue::WeekNoun])) {
        return Some(Per::Week);
    }
    if heard.has(Cue::PerDay) || (average && heard.any(&[Cue::ByDay, Cue::DayNoun])) {
        return Some(Per::Day);
    }
    if heard.has(Cue::PerPayment) {
        return Some(Per::Payment);
    }
    if !average || heard.has(Cue::Count) {
        return None;
    }
    // "average starbucks purchase", "average cost of an uber" are about one payment; "average spending" about a month.
    let of_one = (1..heard.words.len())
        .any(|index| matches!(heard.words.text(index), "a" | "an") && heard.words.text(index - 1) == "of");
    let one = heard.any(&[Cue::PaymentNoun, Cue::OutNoun]) || of_one;
    Some(if one { Per::Payment } else { Per::Month })
}

/// Budgets, prices and income as limits.
fn limits(heard: &Heard, yes_no: bool) -> Option<Intent> {
    let numbers = &heard.numbers;
    if let Some(price) =
        numbers.amount.filter(|_| heard.has(Cue::Afford) || (heard.has(Cue::Buy) && (yes_no || heard.has(Cue::Cover))))
    {
        return Some(Intent::Afford { price });
    }
    let rows =
        heard.any(&[Cue::Count, Cue::OutNoun, Cue::List]) || (heard.has(Cue::PaymentNoun) && !heard.has(Cue::Budget));
    let threshold =
        numbers.over.or(numbers.under).filter(|_| !rows && (yes_no || heard.any(&[Cue::Budget, Cue::HowFar])));
    if let Some(amount) = threshold.or(numbers
        .amount
        .filter(|_| heard.any(&[Cue::Budget, Cue::Left]) || heard.any(&[Cue::Over, Cue::Under]) && !rows))
    {
        let left = heard.has(Cue::Left);
        let over = numbers.over.is_some() || heard.any(&[Cue::Over, Cue::More]);
        let ask = match (left, over) {
            (true, _) => LimitAsk::Left,
            (_, true) => LimitAsk::Over,
            _ => LimitAsk::Under,
        };
        return Some(Intent::Limit { amount, ask });
    }
    let one_period = heard.times.spans.len() < 2;
    if heard.has(Cue::Earn)
        && heard.has(Cue::Spend)
        && one_period
        && (heard.more() || heard.less())
        && !heard.has(Cue::Minus)
    {
        let earned_first = first_of(heard, Cue::Earn) < first_of(heard, Cue::Spend);
        return Some(Intent::Overspent { less: heard.more() == earned_first });
    }
    let overspent = ["overspend", "overspent"]
        .iter()
        .any(|word| (0..heard.words.len()).any(|index| heard.words.text(index) == *word));
    (overspent && yes_no).then_some(Intent::Overspent { less: false })
}

fn first_of(heard: &Heard, cue: Cue) -> usize {
    heard.cues.iter().find(|(found, _)| *found == cue).map_or(usize::MAX, |(_, index)| *index)
}

fn share(heard: &Heard, scope: &Scope) -> Option<Intent> {
    let kept = heard.any(&[Cue::Rate, Cue::Keep, Cue::Net]);
    if !heard.has(Cue::Share) || kept || heard.wanted().next().is_none() {
        return None;
    }
    let mut whole = Scope {
        filter: Filter { period: scope.filter.period, accounts: scope.filter.accounts.clone(), ..Filter::default() },
        ..Scope::default()
    };
    let whole_measure = if heard.has(Cue::Earn) { Measure::Income } else { Measure::Spending };
    let has_payee = heard.payees().next().is_some();
    let of_category = heard.categories().find(|entity| {
        let before = |back: usize| heard.words.text(entity.at.wrapping_sub(back));
        has_payee
            || before(1) == "of"
            || (before(2) == "of" && matches!(before(1), "my" | "the" | "our" | "all" | "total"))
    });
    let parts = heard.wanted().count();
    if let Some(Kind::Category(name)) = of_category.filter(|_| parts > 1).map(|entity| &entity.kind) {
        whole.filter.categories.push(name.clone());
    }
    Some(Intent::Share { whole, whole_measure: Some(whole_measure) })
}

/// Two periods, payees or categories held against each other.
fn compare(heard: &Heard, scope: &Scope, yes_no: bool) -> Option<Intent> {
    let explicit = heard.any(&[Cue::Versus, Cue::Difference]) || heard.more() || heard.less();
    let either = heard.either_or();
    let in_time =
        heard.any(&[Cue::MonthNoun, Cue::DayNoun, Cue::ByMonth]) && heard.any(&[Cue::Most, Cue::Least, Cue::Largest]);
    if !explicit && !(either && heard.any(&[Cue::Most, Cue::Least, Cue::Which, Cue::Largest, Cue::Smallest])) {
        return None;
    }
    let less = heard.less() || heard.any(&[Cue::Least, Cue::Smallest]);
    let ask = match (heard.has(Cue::Difference), yes_no && !either, less) {
        (true, ..) => Ask::Difference,
        (_, true, false) => Ask::IsMore,
        (_, true, true) => Ask::IsLess,
        (_, _, true) => Ask::Less,
        _ => Ask::More,
    };
    if let Some((_, second)) = heard.two_periods() {
        let mut other = scope.clone();
        other.filter.period = Some(second);
        return (!in_time).then_some(Intent::Compare { other, ask });
    }
    let payees: Vec<_> = heard.payees().collect();
    let categories: Vec<_> = heard.categories().collect();
    let mut other = scope.clone();
    if let ([_, _], []) = (payees.as_slice(), categories.as_slice()) {
        other.filter.merchants.rotate_left(1);
        other.payees.rotate_left(1);
    } else if let ([], [_, _]) = (payees.as_slice(), categories.as_slice()) {
        other.filter.categories.rotate_left(1);
    } else if payees.len() > 2 && categories.is_empty() {
        return Some(Intent::Top { group_by: GroupBy::Merchant, smallest: less, limit: TOP_DEFAULT });
    } else if categories.len() > 2 && payees.is_empty() {
        return Some(Intent::Top { group_by: GroupBy::Category, smallest: less, limit: TOP_DEFAULT });
    } else {
        return None;
    }
    other.filter.merchants.truncate(1);
    other.payees.truncate(1);
    other.filter.categories.truncate(1);
    Some(Intent::Compare { other, ask })
}

/// The noun that groups are asked by.
fn group_noun(heard: &Heard) -> Option<GroupBy> {
    let nouns = [
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
fn one_row(heard: &Heard) -> Option<Intent> {
    let lead = if heard.has(Cue::When) {
        Lead::Date
    } else if heard.any(&[Cue::Where, Cue::Who]) {
        Lead::Payee
    } else {
        Lead::Amount
    };
    let superlative = heard.any(&[Cue::Largest, Cue::Smallest]);
    let many = heard.numbers.count.filter(|count| *count > 1);
    let payment = heard.any(&[Cue::PaymentNoun, Cue::OutNoun]);
    if superlative || (heard.has(Cue::Top) && payment) {
        if group_noun(heard).is_some() && !payment {
            return None;
        }
        let order = if heard.has(Cue::Smallest) { RowOrder::Smallest } else { RowOrder::Largest };
        let plural = heard.any(&[Cue::OutNoun, Cue::Top]) || plural_noun(heard);
        return Some(match many.or(plural.then_some(TOP_DEFAULT)).filter(|_| heard.numbers.count != Some(1)) {
            Some(limit) => Intent::List { order, limit: Some(limit) },
            None => Intent::Row { order, lead },
        });
    }
    let newest = heard.any(&[Cue::Last, Cue::Now])
        && (heard.has(Cue::Last) || heard.has(Cue::PerMonth) || heard.has(Cue::PaymentNoun));
    if heard.has(Cue::First) || newest || (heard.has(Cue::When) && !heard.any(&[Cue::Most, Cue::Least])) {
        let order = if heard.has(Cue::First) { RowOrder::Oldest } else { RowOrder::Newest };
        let plural = heard.any(&[Cue::OutNoun, Cue::List]) && !heard.has(Cue::When);
        return Some(match many.or(plural.then_some(TOP_DEFAULT)) {
            Some(limit) => Intent::List { order, limit: Some(limit) },
            None => Intent::Row { order, lead },
        });
    }
    None
}

/// "biggest expenses", "largest orders": several rows.
fn plural_noun(heard: &Heard) -> bool {
    const PLURALS: &str = "expenses purchases payments orders trips rides transactions bills meals withdrawals charges items costs \
        shops visits outgoings buys";
    (0..heard.words.len()).any(|index| super::lexicon::listed(PLURALS, heard.words.text(index)))
}

/// Top groups, and groups over time.
fn groups(heard: &Heard) -> Option<Intent> {
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
    let by = [
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
        .map(|(_, group_by)| Intent::Groups { group_by });
    by.or_else(|| {
        let shown = asked || heard.has(Cue::List);
        let noun = group_noun(heard).filter(|group| matches!(group, GroupBy::Category | GroupBy::Merchant));
        noun.filter(|_| shown && !heard.any(&[Cue::Count, Cue::HowMuch])).map(|group_by| Intent::Groups { group_by })
    })
}

fn list(heard: &Heard) -> Option<Intent> {
    let counted = heard.any(&[Cue::Count, Cue::HowMuch]) || heard.has(Cue::Average) || heard.has(Cue::Often);
    let which_rows = heard.has(Cue::Which) && (heard.has(Cue::OutNoun) || heard.numbers.over.is_some());
    let refunds = heard.has(Cue::Refund) && heard.any(&[Cue::Who, Cue::Any, Cue::Which]);
    let any_rows = heard.has(Cue::Any) && heard.any(&[Cue::OutNoun, Cue::PaymentNoun]);
    let listed =
        heard.has(Cue::List) && heard.any(&[Cue::Earn, Cue::Net, Cue::Rate, Cue::Pronoun]).then_some(()).is_none();
    let listed = listed || (heard.has(Cue::List) && heard.has(Cue::Pronoun));
    let over_only = heard.numbers.over.is_some() && heard.any(&[Cue::OutNoun, Cue::PaymentNoun]);
    let wanted = listed || which_rows || refunds || any_rows || over_only;
    (wanted && !counted).then_some(Intent::List { order: RowOrder::Newest, limit: heard.numbers.count })
}

/// Periods that do not touch are answered one by one.
fn each(heard: &Heard, scope: &Scope) -> Option<Intent> {
    let spans = &heard.times.spans;
    if spans.len() < 2 || time::joined(spans).is_some() {
        return None;
    }
    let others = spans.iter().skip(1).map(|span| {
        let mut other = scope.clone();
        other.filter.period = Some(span.period);
        other
    });
    Some(Intent::Each { others: others.collect() })
}

/// For comparisons the first side only: its own period, payee or category.
pub(super) fn first_side(question: &mut Question, heard: &Heard) {
    if !matches!(question.intent, Intent::Compare { .. } | Intent::Each { .. }) {
        return;
    }
    let filter = &mut question.scope.filter;
    if let Some((first, _)) = heard.two_periods() {
        filter.period = Some(first);
    } else if matches!(question.intent, Intent::Compare { .. }) {
        filter.merchants.truncate(1);
        question.scope.payees.truncate(1);
        filter.categories.truncate(1);
    }
}
