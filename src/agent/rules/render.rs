//! Words what came out of the calls: the answer first, then what it rests on.
//!
//! **Invariant:** it does no arithmetic; every figure is a value of an outcome.

use chrono::NaiveDate;

use super::phrases::{self, Place, Writer};
use super::question::{Intent, Question, Remembered, Scope, Subject};
use super::sentences::{self, Said};
use super::{Rendered, calls, compared, recurring_words, trends};
use crate::agent::{Reply, ToolCall, ToolOutcome, budgeting, format, saving};
use crate::domain::{Category, Period, Tag};
use crate::text;
use crate::texts::Texts;
use crate::tools::budget::BudgetsNow;
use crate::tools::filter::Direction;
use crate::tools::goals::GoalsNow;
use crate::tools::recurring::RecurringFound;
use crate::tools::search::{Found, RowOrder};
use crate::tools::summarise::{Coverage, GroupBy, Measure, Summary, Unit};

/// The answer and what it named first.
pub(super) struct Worded {
    pub text: String,
    pub subject: Option<Subject>,
}

impl From<String> for Worded {
    fn from(text: String) -> Self {
        Self { text, subject: None }
    }
}

/// What every wording needs.
pub(super) struct Page<'a> {
    pub question: &'a Question,
    pub outcomes: &'a [ToolOutcome],
    pub today: NaiveDate,
    pub texts: &'static Texts,
}

/// The reply to a question whose calls have run.
pub(super) fn render(
    question: &Question,
    outcomes: &[ToolOutcome],
    today: NaiveDate,
    texts: &'static Texts,
) -> Rendered {
    let page = Page { question, outcomes, today, texts };
    if let Some(calls) = page.largest_of_each() {
        return Rendered::More(calls);
    }
    if let Some(call) = page.wider() {
        return Rendered::More(vec![call]);
    }
    let mut writer = Writer::new(texts);
    let worded = page.untagged().map(Worded::from).or_else(|| page.word(&mut writer));
    let worded = worded.unwrap_or_else(|| text!(texts, "not-looked-up").into());
    let reply = Reply { text: worded.text, figures: writer.figures, options: Vec::new() };
    Rendered::Reply { reply, remembered: Remembered { question: question.clone(), subject: worded.subject } }
}

impl Page<'_> {
    pub(super) fn summary(&self, tool: usize) -> Option<Summary> {
        self.outcomes.get(tool)?.get()
    }

    /// Where the question is about tags that nothing carries: that alone is worth saying.
    fn untagged(&self) -> Option<String> {
        let tags = &self.question.scope.filter.tags;
        let unknown = |tag: &String| {
            let names = self.outcomes.first().and_then(|first| first.result.get("unknown")?.as_array());
            names.is_some_and(|names| names.iter().any(|name| name == tag))
        };
        let unused: Vec<String> = tags.iter().map(Tag::to_string).filter(unknown).collect();
        (!unused.is_empty() && unused.len() == tags.len())
            .then(|| text!(self.texts, "nothing-tagged", tags = phrases::and_list(self.texts, &unused)))
    }

    fn word(&self, writer: &mut Writer) -> Option<Worded> {
        match &self.question.intent {
            Intent::Row { order, lead, skip } => self.row(writer, *order, *lead, *skip),
            Intent::List { .. } => self.list(writer),
            Intent::Recurring { ask, subject } => recurring_words::recurring(self, writer, *ask, *subject),
            Intent::Accounts { ask } => recurring_words::accounts(self, writer, *ask),
            Intent::Budget { budget, price, over, .. } => {
                let now: BudgetsNow = self.outcomes.first()?.get()?;
                let asked = budgeting::Asked { all: budget.is_none(), price: *price, overspent: *over };
                let reply = budgeting::answer(&now, asked, self.today, self.texts);
                writer.figures.extend(reply.figures);
                Some(reply.text.into())
            }
            Intent::Goals { ask, .. } => {
                let now: GoalsNow = self.outcomes.first()?.get()?;
                let reply = saving::answer(&now, *ask, self.today, self.texts);
                writer.figures.extend(reply.figures);
                Some(reply.text.into())
            }
            Intent::Balances { .. } => trends::words(self, writer),
            intent => {
                let summary = self.summary(0)?;
                let compares = matches!(intent, Intent::Compare { .. });
                let none = phrases::no_statements(self.texts, &summary.coverage, self.asked(&summary));
                if let Some(text) = none.filter(|_| !compares) {
                    return Some(text.into());
                }
                let grouped = matches!(intent, Intent::Top { .. } | Intent::Groups { .. });
                if grouped && summary.totals.is_empty() && self.outcomes.len() > 1 {
                    return Some(self.figure(writer, &summary, &self.question.scope, 0).into());
                }
                match intent {
                    Intent::Top { group_by, smallest, .. } => Some(self.top(writer, &summary, *group_by, *smallest)),
                    Intent::LargestEach { .. } => Some(self.each_largest(writer, &summary).into()),
                    Intent::HowMany { group_by } => Some(self.how_many(writer, &summary, *group_by).into()),
                    Intent::Groups { group_by } => Some(self.groups(writer, &summary, *group_by).into()),
                    Intent::Compare { other, ask } => compared::compare(self, writer, other, *ask),
                    Intent::Share { whole, whole_measure } => {
                        Some(self.share(writer, &summary, whole, *whole_measure).into())
                    }
                    Intent::Limit { amount, ask } => {
                        Some(compared::limit(self, writer, &summary, *amount, *ask).into())
                    }
                    Intent::Afford { price } => Some(compared::afford(self, writer, &summary, *price).into()),
                    Intent::Overspent { less } => compared::overspent(self, writer, &summary, *less).map(Worded::from),
                    Intent::Each { others } => self.each(writer, others),
                    _ => Some(self.figure(writer, &summary, &self.question.scope, 0).into()),
                }
            }
        }
    }

    /// Rows may carry a category without its subcategory. Where nothing is marked with the one asked for, the category
    /// above it is looked up as well.
    fn wider(&self) -> Option<ToolCall> {
        if let Intent::LargestEach { .. } = self.question.intent {
            return None;
        }
        let [only] = self.outcomes else { return None };
        if let Intent::Recurring { .. } = self.question.intent {
            return self.wider_recurring(only);
        }
        let summary: Summary = only.get()?;
        let empty = summary.totals.is_empty() && !matches!(summary.coverage, Coverage::None { .. });
        let parent = self.parent().filter(|_| empty)?;
        let mut filter = self.question.scope.filter.clone();
        filter.categories = vec![parent.name().to_owned()];
        Some(calls::largest_payee(filter, self.question.measure))
    }

    /// "is my gym membership still active": where nothing is marked as a gym, what recurs in the category above.
    fn wider_recurring(&self, only: &ToolOutcome) -> Option<ToolCall> {
        let found: RecurringFound = only.get()?;
        let [name] = self.question.scope.filter.categories.as_slice() else { return None };
        let parent = super::intent::parent_of(name).filter(|_| found.payments.is_empty())?;
        Some(calls::recurring_in(parent))
    }

    /// One search for each group that came out first.
    fn largest_of_each(&self) -> Option<Vec<ToolCall>> {
        let (Intent::LargestEach { .. }, [only]) = (&self.question.intent, self.outcomes) else { return None };
        let summary: Summary = only.get()?;
        let filter = &self.question.scope.filter;
        let calls = summary.groups.iter().map(|group| {
            let mut filter = filter.clone();
            filter.categories = vec![group.key.clone()];
            filter.direction = Some(Direction::Out);
            calls::search(&filter, RowOrder::Largest, Some(1), 0)
        });
        let calls: Vec<ToolCall> = calls.collect();
        (!calls.is_empty()).then_some(calls)
    }

    /// "Housing: Hargreaves £1,150.00 on 1 March", a line for each group.
    fn each_largest(&self, writer: &mut Writer, summary: &Summary) -> String {
        let when = phrases::when(&self.question.scope, summary.period, self.today);
        let lines = summary.groups.iter().zip(self.outcomes.iter().skip(1)).enumerate().filter_map(
            |(index, (group, outcome))| {
                let found: Found = outcome.get()?;
                let row = found.rows.first()?;
                let amount = writer.size(row.amount, row.currency, 1, index + 1);
                Some(text!(
                    self.texts,
                    "largest-of-each-line",
                    category = group.key,
                    amount = amount,
                    payee = row.merchant,
                    date = format::date(row.date),
                ))
            },
        );
        let lines: Vec<String> = lines.collect();
        match lines.is_empty() {
            true => self.none(&self.question.scope, &when),
            false => text!(self.texts, "largest-of-each", when = when, lines = lines.join("\n")),
        }
    }

    /// The category above the only one the question names, when that is a subcategory.
    fn parent(&self) -> Option<Category> {
        let filter = &self.question.scope.filter;
        match (filter.categories.as_slice(), filter.merchants.as_slice(), &self.question.intent) {
            ([name], [], Intent::Figure | Intent::Groups { .. } | Intent::Top { .. }) => super::intent::parent_of(name),
            _ => None,
        }
    }

    /// "Nothing is marked as Salary in May. Income came to £2,900.00, most of it Acme: £2,880.00."
    fn wider_figure(&self, writer: &mut Writer, when: &str) -> Option<String> {
        let summary = self.summary(1)?;
        let parent = self.parent()?;
        let name = phrases::names(self.texts, &self.question.scope)?;
        if summary.totals.is_empty() {
            return None;
        }
        let all = writer.totals(summary.measure, &summary.totals, 1);
        let category = parent.name();
        let Some(group) = summary.groups.first() else {
            return Some(text!(self.texts, "wider", name = name, when = when, category = category, all = all));
        };
        let most = writer.value(summary.measure, group.value, group.currency, group.rows, 1);
        let payee = &group.key;
        let texts = self.texts;
        Some(text!(
            texts,
            "wider-most",
            name = name,
            when = when,
            category = category,
            all = all,
            payee = payee,
            most = most
        ))
    }

    /// The days that were asked for, or else those that were looked at.
    pub(super) fn asked(&self, summary: &Summary) -> Option<Period> {
        self.question.scope.filter.period.or(summary.period)
    }

    /// One sentence for one figure, with what it leaves open.
    pub(super) fn figure(&self, writer: &mut Writer, summary: &Summary, scope: &Scope, tool: usize) -> String {
        let when = phrases::when(scope, summary.period, self.today);
        let about = phrases::about(self.texts, self.question, &phrases::known_only(scope, &summary.unknown));
        let asked = scope.filter.period.or(summary.period);
        let gaps = phrases::gaps(self.texts, &summary.coverage, asked, self.today);
        let nothing = summary.totals.iter().all(|total| total.rows == 0);
        if nothing {
            if let Some(text) = self.wider_figure(writer, &when) {
                return text;
            }
            return phrases::together(&[&self.none(scope, &when), &gaps]);
        }
        // "Did I save anything?" is answered by the sign.
        let overspent = matches!(summary.measure, Measure::Net | Measure::SavingsRate)
            && summary.totals.first().is_some_and(|total| total.value.is_sign_negative());
        let answer = match (self.question.yes_no, overspent) {
            (false, _) => Said::Plainly,
            (true, true) => Said::No,
            (true, false) => Said::Yes,
        };
        let sentence = match self.question.per {
            Some(per) => sentences::average(writer, per, summary, answer, &about, &when, tool),
            None => {
                let about = phrases::together(&[&phrases::limits(self.texts, scope), &about]);
                sentences::plain(writer, summary, answer, &about, &when, tool)
            }
        };
        phrases::together(&[&sentence, &gaps, &self.unknown(summary)])
    }

    /// Nothing matched: said plainly, because statements do cover the days.
    pub(super) fn none(&self, scope: &Scope, when: &str) -> String {
        self.none_said(if self.question.yes_no { Said::No } else { Said::Plainly }, scope, when)
    }

    /// The same as an answer to yes or no.
    pub(super) fn none_said(&self, said: Said, scope: &Scope, when: &str) -> String {
        let (texts, answer) = (self.texts, said.word());
        let about = phrases::about_limited(texts, self.question, scope);
        match self.question.measure {
            Measure::Income | Measure::MoneyIn | Measure::Receipts => {
                text!(texts, "none-in", answer = answer, about = about, when = when)
            }
            Measure::Refunds | Measure::RefundCount => {
                text!(texts, "none-refunds", answer = answer, about = about, when = when)
            }
            Measure::Net | Measure::SavingsRate => text!(texts, "none-either-way", answer = answer, when = when),
            _ if scope.payees.is_empty() && scope.filter.categories.is_empty() && scope.filter.tags.is_empty() => {
                text!(texts, "none-payments", answer = answer, about = about, when = when)
            }
            Measure::Spending if scope.limits.is_none() && scope.payees.is_empty() => {
                text!(texts, "none-spent", answer = answer, about = about, when = when)
            }
            _ => text!(texts, "none-found", answer = answer, about = about, when = when),
        }
    }

    fn unknown(&self, summary: &Summary) -> String {
        match self.question.scope.filter.merchants.len() {
            0 | 1 => String::new(),
            _ => phrases::unknown(self.texts, &summary.unknown),
        }
    }

    fn each(&self, writer: &mut Writer, others: &[Scope]) -> Option<Worded> {
        let mut sentences = Vec::new();
        for (tool, scope) in std::iter::once(&self.question.scope).chain(others).enumerate() {
            let summary = self.summary(tool)?;
            sentences.push(match phrases::no_statements(self.texts, &summary.coverage, scope.filter.period) {
                Some(text) => text,
                None => self.figure(writer, &summary, scope, tool),
            });
        }
        Some(sentences.join("\n").into())
    }

    fn top(&self, writer: &mut Writer, summary: &Summary, group_by: GroupBy, smallest: bool) -> Worded {
        let scope = &self.question.scope;
        let when = phrases::when(scope, summary.period, self.today);
        let Some(first) = summary.groups.first() else { return self.none(scope, &when).into() };
        let measure = summary.measure;
        let subject = subject(group_by, &first.key);
        let texts = self.texts;
        if summary.groups.len() == 1 {
            let name = format::group_key(&first.key);
            let value = writer.value(measure, first.value, first.currency, first.rows, 0);
            let about = phrases::about(texts, self.question, scope);
            let when = scope.filter.period.map(|_| when).unwrap_or_default();
            let text = match (group_by, smallest) {
                (GroupBy::Category | GroupBy::Merchant, _) => {
                    text!(texts, "top-name", name = name, value = value, when = when)
                }
                (_, false) => text!(texts, "top-highest", name = name, value = value, about = about, when = when),
                (_, true) => text!(texts, "top-lowest", name = name, value = value, about = about, when = when),
            };
            return Worded { text, subject };
        }
        let head = headline(texts, self.question, group_by, smallest, &when);
        let gaps = phrases::gaps(texts, &summary.coverage, self.asked(summary), self.today);
        let lines = group_lines(writer, summary);
        Worded { text: text!(texts, "list", head = head, lines = lines, more = "", gaps = gaps), subject }
    }

    fn groups(&self, writer: &mut Writer, summary: &Summary, group_by: GroupBy) -> String {
        let scope = &self.question.scope;
        let when = phrases::when(scope, summary.period, self.today);
        if summary.groups.is_empty() {
            return self.none(scope, &when);
        }
        let texts = self.texts;
        let lines = group_lines(writer, summary);
        let about = phrases::about(texts, self.question, scope);
        let title = phrases::title(texts, summary.measure, Place::Start);
        let by = by(texts, group_by);
        let head = text!(texts, "groups-head", title = title, about = about, by = by, when = when);
        let more = match summary.groups_left_out {
            0 => String::new(),
            more => text!(texts, "more-lines", count = writer.count(more.into(), 0)),
        };
        let gaps = phrases::gaps(texts, &summary.coverage, self.asked(summary), self.today);
        text!(texts, "list", head = head, lines = lines, more = more, gaps = gaps)
    }

    fn share(&self, writer: &mut Writer, summary: &Summary, whole: &Scope, whole_measure: Option<Measure>) -> String {
        let (scope, texts) = (&self.question.scope, self.texts);
        let when = phrases::when(scope, summary.period, self.today);
        let part = phrases::names(texts, scope).unwrap_or_else(|| text!(texts, "share-spending"));
        let whole = match (phrases::names(texts, whole), whole_measure) {
            (Some(name), _) => text!(texts, "whole-named", name = name),
            (None, Some(Measure::Income)) => text!(texts, "whole-income"),
            _ => text!(texts, "whole-spending"),
        };
        let mut sentences = Vec::new();
        for total in &summary.totals {
            let held = summary.comparisons.iter().find(|comparison| comparison.currency == total.currency);
            let Some((held, percent)) = held.and_then(|held| Some((held, held.percent?))) else { continue };
            sentences.push(text!(
                texts,
                "share",
                percent = writer.percent(percent, total.rows, 0),
                whole = whole,
                part = part,
                when = when,
                value = writer.money(total.value, total.currency, total.rows, 0),
                of = writer.money(held.other, held.currency, held.other_rows, 0),
            ));
        }
        if sentences.is_empty() {
            return self.none(scope, &when);
        }
        sentences.join(" ")
    }

    /// "12 payees on Dining in February 2026, most often Pret and Nando's."
    fn how_many(&self, writer: &mut Writer, summary: &Summary, group_by: GroupBy) -> String {
        let scope = &self.question.scope;
        let when = phrases::when(scope, summary.period, self.today);
        if summary.group_count == 0 {
            return self.none(scope, &when);
        }
        let texts = self.texts;
        let count = writer.count(summary.group_count.into(), 0);
        let groups = match group_by {
            GroupBy::Category | GroupBy::Subcategory => text!(texts, "count-categories", count = count),
            GroupBy::Day | GroupBy::Weekday => text!(texts, "count-days", count = count),
            GroupBy::Week => text!(texts, "count-weeks", count = count),
            GroupBy::Month => text!(texts, "count-months", count = count),
            _ => text!(texts, "count-payees", count = count),
        };
        let about = phrases::narrowed(texts, scope);
        let in_time = matches!(group_by, GroupBy::Day | GroupBy::Weekday | GroupBy::Week | GroupBy::Month);
        if summary.groups.len() <= 1 || in_time {
            return text!(texts, "how-many", groups = groups, about = about, when = when);
        }
        let most: Vec<String> = summary.groups.iter().take(3).map(|group| group.key.clone()).collect();
        let most = phrases::and_list(texts, &most);
        text!(texts, "how-many-most", groups = groups, about = about, when = when, most = most)
    }
}

/// `Groceries: £200.00`, a line for each group.
fn group_lines(writer: &mut Writer, summary: &Summary) -> String {
    let lines = summary.groups.iter().map(|group| {
        let value = writer.value(summary.measure, group.value, group.currency, group.rows, 0);
        text!(writer.texts, "group-line", name = format::group_key(&group.key), value = value)
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn by(texts: &Texts, group_by: GroupBy) -> String {
    match group_by {
        GroupBy::Category | GroupBy::Subcategory => text!(texts, "by-category"),
        GroupBy::Merchant => text!(texts, "by-payee"),
        GroupBy::Account => text!(texts, "by-account"),
        GroupBy::Day => text!(texts, "by-day"),
        GroupBy::Weekday => text!(texts, "by-weekday"),
        GroupBy::Week => text!(texts, "by-week"),
        GroupBy::Month => text!(texts, "by-month"),
        GroupBy::Quarter => text!(texts, "by-quarter"),
        GroupBy::Year => text!(texts, "by-year"),
    }
}

fn headline(texts: &Texts, question: &Question, group_by: GroupBy, smallest: bool, when: &str) -> String {
    let groups = match group_by {
        GroupBy::Category | GroupBy::Subcategory => text!(texts, "groups-categories"),
        GroupBy::Merchant => text!(texts, "groups-payees"),
        GroupBy::Account => text!(texts, "groups-accounts"),
        GroupBy::Day => text!(texts, "groups-days"),
        GroupBy::Weekday => text!(texts, "groups-weekdays"),
        GroupBy::Week => text!(texts, "groups-weeks"),
        GroupBy::Month => text!(texts, "groups-months"),
        GroupBy::Quarter => text!(texts, "groups-quarters"),
        GroupBy::Year => text!(texts, "groups-years"),
    };
    let about = match group_by {
        GroupBy::Merchant => phrases::narrowed(texts, &question.scope),
        _ => phrases::about(texts, question, &question.scope),
    };
    match (question.measure.unit(), smallest) {
        (Unit::Rows, false) => text!(texts, "headline-most-used", groups = groups, about = about, when = when),
        (Unit::Rows, true) => text!(texts, "headline-least-used", groups = groups, about = about, when = when),
        (_, false) => text!(texts, "headline-top", groups = groups, about = about, when = when),
        (_, true) => text!(texts, "headline-lowest", groups = groups, about = about, when = when),
    }
}

/// What "there" or "then" means after the answer.
fn subject(group_by: GroupBy, key: &str) -> Option<Subject> {
    match group_by {
        GroupBy::Merchant => Some(Subject::Payee(key.to_owned())),
        GroupBy::Category | GroupBy::Subcategory => Some(Subject::Category(key.to_owned())),
        GroupBy::Month => format!("{key}-01").parse().ok().map(|day| Subject::Period(Period::month_of(day))),
        GroupBy::Day => key.parse().ok().map(|day| Subject::Period(Period::day(day))),
        _ => None,
    }
}
