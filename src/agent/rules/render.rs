//! Words what came out of the calls: the answer first, then what it rests on.
//!
//! **Invariant:** it does no arithmetic; every figure is a value of an outcome.

use chrono::NaiveDate;

use super::phrases::{self, Writer};
use super::question::{Intent, Question, Remembered, Scope, Subject};
use super::{Rendered, calls, compared, recurring_words, trends};
use crate::agent::{Reply, ToolCall, ToolOutcome, budgeting, format, saving};
use crate::domain::{Category, Period};
use crate::tools::budget::BudgetsNow;
use crate::tools::filter::Direction;
use crate::tools::goals::GoalsNow;
use crate::tools::recurring::RecurringFound;
use crate::tools::search::{Found, RowOrder};
use crate::tools::summarise::{Coverage, Group, GroupBy, Measure, Per, Summary, Total, Unit};

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
}

/// Said when a tool gave no result.
const FAILED: &str = "I couldn't look that up just now. Nothing was changed; please ask again.";

/// The reply to a question whose calls have run.
pub(super) fn render(question: &Question, outcomes: &[ToolOutcome], today: NaiveDate) -> Rendered {
    let page = Page { question, outcomes, today };
    if let Some(calls) = page.largest_of_each() {
        return Rendered::More(calls);
    }
    if let Some(call) = page.wider() {
        return Rendered::More(vec![call]);
    }
    let mut writer = Writer::default();
    let worded = page.word(&mut writer).unwrap_or_else(|| FAILED.to_owned().into());
    let reply = Reply { text: worded.text, figures: writer.figures, options: Vec::new() };
    Rendered::Reply { reply, remembered: Remembered { question: question.clone(), subject: worded.subject } }
}

impl Page<'_> {
    pub(super) fn summary(&self, tool: usize) -> Option<Summary> {
        self.outcomes.get(tool)?.get()
    }

    fn word(&self, writer: &mut Writer) -> Option<Worded> {
        match &self.question.intent {
            Intent::Row { order, lead, skip } => self.row(writer, *order, *lead, *skip),
            Intent::List { .. } => self.list(writer),
            Intent::Recurring { ask, subject } => recurring_words::recurring(self, writer, *ask, *subject),
            Intent::Accounts { ask } => recurring_words::accounts(self, writer, *ask),
            Intent::Budget { price, over, .. } => {
                let now: BudgetsNow = self.outcomes.first()?.get()?;
                let reply = budgeting::answer(&now, *price, *over, self.today);
                writer.figures.extend(reply.figures);
                Some(reply.text.into())
            }
            Intent::Goals { ask, .. } => {
                let now: GoalsNow = self.outcomes.first()?.get()?;
                let reply = saving::answer(&now, *ask, self.today);
                writer.figures.extend(reply.figures);
                Some(reply.text.into())
            }
            Intent::Balances { .. } => trends::words(self, writer),
            intent => {
                let summary = self.summary(0)?;
                let compares = matches!(intent, Intent::Compare { .. });
                if let Some(text) =
                    phrases::no_statements(&summary.coverage, self.asked(&summary)).filter(|_| !compares)
                {
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
                Some(format!("{}: {amount} at {} on {}", group.key, row.merchant, format::date(row.date)))
            },
        );
        let lines: Vec<String> = lines.collect();
        match lines.is_empty() {
            true => self.none(&self.question.scope, &when),
            false => format!("The largest payment of each category{when}:\n{}", lines.join("\n")),
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
        let name = phrases::names(&self.question.scope)?;
        if summary.totals.is_empty() {
            return None;
        }
        let all = writer.totals(summary.measure, &summary.totals, 1);
        let most = summary.groups.first().map_or_else(String::new, |group| {
            let value = writer.value(summary.measure, group.value, group.currency, group.rows, 1);
            format!(", most of it {}: {value}", group.key)
        });
        Some(format!("Nothing is marked as {name}{when}. {parent} came to {all}{most}."))
    }

    /// The days that were asked for, or else those that were looked at.
    pub(super) fn asked(&self, summary: &Summary) -> Option<Period> {
        self.question.scope.filter.period.or(summary.period)
    }

    /// One sentence for one figure, with what it leaves open.
    pub(super) fn figure(&self, writer: &mut Writer, summary: &Summary, scope: &Scope, tool: usize) -> String {
        let when = phrases::when(scope, summary.period, self.today);
        let about = phrases::about(self.question, &phrases::known_only(scope, &summary.unknown));
        let limit = threshold(scope);
        let asked = scope.filter.period.or(summary.period);
        let notes = format!("{}{}", phrases::gaps(&summary.coverage, asked, self.today), self.unknown(summary));
        let nothing = summary.totals.iter().all(|total| total.rows == 0);
        if nothing {
            if let Some(text) = self.wider_figure(writer, &when) {
                return text;
            }
            return format!("{}{}", self.none(scope, &when), phrases::gaps(&summary.coverage, asked, self.today));
        }
        // "Did I save anything?" is answered by the sign.
        let overspent = matches!(summary.measure, Measure::Net | Measure::SavingsRate)
            && summary.totals.first().is_some_and(|total| total.value.is_sign_negative());
        let yes = match (self.question.yes_no, overspent) {
            (false, _) => "",
            (true, true) => "No: ",
            (true, false) => "Yes: ",
        };
        let sentence = match (self.question.per, summary.measure) {
            (Some(per), measure) => average(writer, per, measure, &summary.totals, &about, &when, tool),
            (None, measure) => plain(writer, measure, &summary.totals, &format!("{limit}{about}"), &when, tool),
        };
        let sentence = if yes.is_empty() { sentence } else { lower_you(&sentence) };
        format!("{yes}{sentence}{notes}")
    }

    /// Nothing matched: said plainly, because statements do cover the days.
    pub(super) fn none(&self, scope: &Scope, when: &str) -> String {
        let no = if self.question.yes_no { "No: " } else { "" };
        let limit = threshold(scope);
        let about = phrases::about(self.question, scope);
        let sentence = match self.question.measure {
            Measure::Income | Measure::MoneyIn | Measure::Receipts => format!("Nothing came in{limit}{about}{when}."),
            Measure::Refunds | Measure::RefundCount => format!("No refunds{limit}{about}{when}."),
            Measure::Net | Measure::SavingsRate => format!("Nothing came in and nothing was spent{when}."),
            _ if scope.payees.is_empty() && scope.filter.categories.is_empty() => {
                format!("No payments{limit}{about}{when}.")
            }
            Measure::Spending if limit.is_empty() && scope.payees.is_empty() => {
                format!("You spent nothing{about}{when}.")
            }
            _ => format!("I found no payments{limit}{about}{when}."),
        };
        if no.is_empty() { sentence } else { format!("{no}{}", lower_you(&sentence)) }
    }

    fn unknown(&self, summary: &Summary) -> String {
        if self.question.scope.filter.merchants.len() > 1 { phrases::unknown(&summary.unknown) } else { String::new() }
    }

    fn each(&self, writer: &mut Writer, others: &[Scope]) -> Option<Worded> {
        let mut sentences = Vec::new();
        for (tool, scope) in std::iter::once(&self.question.scope).chain(others).enumerate() {
            let summary = self.summary(tool)?;
            sentences.push(match phrases::no_statements(&summary.coverage, scope.filter.period) {
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
        let name = format::group_key(&first.key);
        let subject = subject(group_by, &first.key);
        let mut line = |group: &Group| {
            let value = writer.value(measure, group.value, group.currency, group.rows, 0);
            format!("{}: {value}", format::group_key(&group.key))
        };
        if summary.groups.len() == 1 {
            let value = writer.value(measure, first.value, first.currency, first.rows, 0);
            let extreme = if smallest { "lowest" } else { "highest" };
            let about = phrases::about(self.question, scope);
            let when = scope.filter.period.map(|_| when).unwrap_or_default();
            let text = match group_by {
                GroupBy::Category | GroupBy::Merchant => format!("{name}, with {value}{when}."),
                _ => format!("{name}: {value}{about}, the {extreme}{when}."),
            };
            return Worded { text, subject };
        }
        let lines: Vec<String> = summary.groups.iter().map(&mut line).collect();
        let head = format!("{}:", headline(self.question, group_by, smallest, &when));
        let gaps = phrases::gaps(&summary.coverage, self.asked(summary), self.today);
        Worded { text: format!("{head}\n{}{}", lines.join("\n"), below(&gaps)), subject }
    }

    fn groups(&self, writer: &mut Writer, summary: &Summary, group_by: GroupBy) -> String {
        let scope = &self.question.scope;
        let when = phrases::when(scope, summary.period, self.today);
        if summary.groups.is_empty() {
            return self.none(scope, &when);
        }
        let measure = summary.measure;
        let lines = summary.groups.iter().map(|group| {
            let value = writer.value(measure, group.value, group.currency, group.rows, 0);
            format!("{}: {value}", format::group_key(&group.key))
        });
        let lines: Vec<String> = lines.collect();
        let about = phrases::about(self.question, scope);
        let by = match group_by {
            GroupBy::Category | GroupBy::Subcategory => "by category",
            GroupBy::Merchant => "by payee",
            GroupBy::Account => "by account",
            GroupBy::Day => "by day",
            GroupBy::Weekday => "by day of the week",
            GroupBy::Week => "by week (from Monday)",
            GroupBy::Month => "by month",
            GroupBy::Quarter => "by quarter",
            GroupBy::Year => "by year",
        };
        let left_out = match summary.groups_left_out {
            0 => String::new(),
            more => format!("\n… and {}.", writer.count(u64::from(more), "more line", 0)),
        };
        let gaps = phrases::gaps(&summary.coverage, self.asked(summary), self.today);
        let gaps = below(&gaps);
        format!("{}{about} {by}{when}:\n{}{left_out}{gaps}", phrases::title(measure), lines.join("\n"))
    }

    fn share(&self, writer: &mut Writer, summary: &Summary, whole: &Scope, whole_measure: Option<Measure>) -> String {
        let scope = &self.question.scope;
        let when = phrases::when(scope, summary.period, self.today);
        let part = phrases::names(scope).unwrap_or_else(|| "spending".to_owned());
        let whole_name = match (phrases::names(whole), whole_measure) {
            (Some(name), _) => format!("what you spent on {name}"),
            (None, Some(Measure::Income)) => "your income".to_owned(),
            _ => "your spending".to_owned(),
        };
        let mut sentences = Vec::new();
        for total in &summary.totals {
            let held = summary.comparisons.iter().find(|comparison| comparison.currency == total.currency);
            let Some((held, percent)) = held.and_then(|held| Some((held, held.percent?))) else { continue };
            let percent = writer.percent(percent, total.rows, 0);
            let value = writer.money(total.value, total.currency, total.rows, 0);
            let other = writer.money(held.other, held.currency, held.other_rows, 0);
            sentences.push(format!("{percent} of {whole_name} went on {part}{when}: {value} of {other}."));
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
        let noun = match group_by {
            GroupBy::Category | GroupBy::Subcategory => "categorie",
            GroupBy::Day | GroupBy::Weekday => "day",
            GroupBy::Week => "week",
            GroupBy::Month => "month",
            _ => "payee",
        };
        if summary.group_count == 0 {
            return self.none(scope, &when);
        }
        let count = writer.count(summary.group_count.into(), noun, 0);
        let count = if count == "1 categorie" { "1 category".to_owned() } else { count };
        let first: Vec<String> = summary.groups.iter().take(3).map(|group| group.key.clone()).collect();
        let led = if summary.groups.len() > 1 && matches!(noun, "payee" | "categorie") {
            format!(", most of it at {}", phrases::and_list(&first))
        } else {
            String::new()
        };
        format!("{count}{}{when}{led}.", phrases::narrowed(scope))
    }
}

/// A remark under a list: on a line of its own.
pub(super) fn below(remark: &str) -> String {
    if remark.is_empty() { String::new() } else { format!("\n{}", remark.trim_start()) }
}

/// ` over 100`: amounts of the question carry no currency of their own.
pub(super) fn threshold(scope: &Scope) -> String {
    if scope.limits.is_empty() { String::new() } else { format!(" {}", scope.limits) }
}

fn headline(question: &Question, group_by: GroupBy, smallest: bool, when: &str) -> String {
    let groups = match group_by {
        GroupBy::Category | GroupBy::Subcategory => "categories",
        GroupBy::Merchant => "payees",
        GroupBy::Account => "accounts",
        GroupBy::Day => "days",
        GroupBy::Weekday => "days of the week",
        GroupBy::Week => "weeks",
        GroupBy::Month => "months",
        GroupBy::Quarter => "quarters",
        GroupBy::Year => "years",
    };
    let size = match (question.measure.unit(), smallest) {
        (Unit::Rows, false) => "Most used",
        (Unit::Rows, true) => "Least used",
        (_, false) => "Top",
        (_, true) => "Lowest",
    };
    let about = if group_by == GroupBy::Merchant {
        phrases::narrowed(&question.scope)
    } else {
        phrases::about(question, &question.scope)
    };
    format!("{size} {groups}{about}{when}")
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

/// `On average you spent £281.33 a month on Groceries in 2025.`
fn average(
    writer: &mut Writer,
    per: Per,
    measure: Measure,
    totals: &[Total],
    about: &str,
    when: &str,
    tool: usize,
) -> String {
    let value = writer.totals(measure, totals, tool);
    let each = match per {
        Per::Month => "a month",
        Per::Week => "a week",
        Per::Day => "a day",
        Per::Payment => "a payment",
    };
    match measure {
        Measure::Spending | Measure::NetPaid | Measure::MoneyOut => {
            format!("You spent {value} {each}{about}{when} on average.")
        }
        Measure::Income | Measure::MoneyIn => format!("You earned {value} {each}{about}{when} on average."),
        Measure::Net => format!("Income minus spending came to {value} {each}{about}{when} on average."),
        _ => format!("{value} {each}{about}{when} on average."),
    }
}

/// The sentence for a total.
fn plain(writer: &mut Writer, measure: Measure, totals: &[Total], about: &str, when: &str, tool: usize) -> String {
    let negative = totals.first().is_some_and(|total| total.value.is_sign_negative() && !total.value.is_zero());
    let value = match measure {
        // The words say which way it went.
        Measure::NetPaid | Measure::Spending if negative => {
            let sizes: Vec<Total> =
                totals.iter().map(|total| Total { value: total.value.abs(), ..total.clone() }).collect();
            writer.totals(measure, &sizes, tool)
        }
        _ => writer.totals(measure, totals, tool),
    };
    let mut behind = |noun: &str| match totals {
        [only] => format!(" ({})", writer.count(only.rows, noun, tool)),
        _ => String::new(),
    };
    match measure {
        Measure::NetPaid | Measure::Spending if negative => {
            format!("{value} more came in than went out{about}{when}{}.", behind("transaction"))
        }
        Measure::Spending | Measure::NetPaid => format!("You spent {value}{about}{when}{}.", behind("transaction")),
        Measure::Income | Measure::MoneyIn => format!("You received {value}{about}{when}{}.", behind("payment")),
        Measure::Net if negative => format!("You overspent{about}{when}: income minus spending comes to {value}."),
        Measure::Net => format!("You had {value} left over{about}{when}: income minus spending."),
        Measure::SavingsRate if negative => format!("You spent more than you earned{when}: a savings rate of {value}."),
        Measure::SavingsRate => format!("You kept {value} of your income{when}."),
        Measure::MoneyOut => format!("{value} went out{about}{when}{}.", behind("payment")),
        Measure::Refunds => format!("You got {value} back in refunds{about}{when}{}.", behind("refund")),
        Measure::Payments | Measure::Receipts | Measure::RefundCount => format!("{value}{about}{when}."),
    }
}

/// "Yes: you spent …": the sentence goes on in lower case, names and signs stay.
pub(super) fn lower_you(sentence: &str) -> String {
    for start in ["You ", "No ", "Nothing "] {
        if let Some(rest) = sentence.strip_prefix(start) {
            return format!("{}{rest}", start.to_lowercase());
        }
    }
    sentence.to_owned()
}
