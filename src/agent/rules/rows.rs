//! Words one row, or a list of rows.
//!
//! **Invariant:** as in `render`: no arithmetic, every figure is a value of an outcome.

use chrono::NaiveDate;

use super::phrases::{self, Writer};
use super::question::{Intent, Lead, Subject};
use super::render::{Page, Worded, below, threshold};
use crate::agent::format;
use crate::tools::search::{Found, FoundRow, RowOrder};

impl Page<'_> {
    pub(super) fn row(&self, writer: &mut Writer, order: RowOrder, lead: Lead, skip: u32) -> Option<Worded> {
        let found: Found = self.outcomes.first()?.get()?;
        let scope = &self.question.scope;
        let when = phrases::when(scope, found.period, self.today);
        if let Some(text) = phrases::no_statements(&found.coverage, scope.filter.period.or(found.period)) {
            return Some(text.into());
        }
        let Some(row) = found.rows.first() else { return Some(self.none(scope, &when).into()) };
        let amount = writer.size(row.amount, row.currency, 1, 0);
        let date = format::date(row.date);
        let kind = match (order, skip) {
            (RowOrder::Largest, 1) => "the second largest",
            (RowOrder::Largest, 2) => "the third largest",
            (RowOrder::Smallest, 1) => "the second smallest",
            (RowOrder::Newest, 1) => "the one before the latest",
            (_, 1..) => "the next one of those",
            _ => Self::extreme(order),
        };
        let ago = found.days_ago.and_then(|days| u64::try_from(days).ok());
        let payee = &row.merchant;
        let side = if row.amount.is_sign_negative() { "at" } else { "from" };
        let text = match lead {
            Lead::Ago => match ago {
                Some(0) => format!("Today: {amount} {side} {payee} on {date}."),
                Some(days) => format!("{} ago: {amount} {side} {payee} on {date}.", writer.count(days, "day", 0)),
                None => format!("{amount} {side} {payee} on {date}."),
            },
            Lead::Date => format!("On {date}: {amount} {side} {payee}, {kind} I have."),
            Lead::Payee => format!("{payee}, {amount} on {date}: {kind} I have."),
            Lead::Amount => format!("{amount} {side} {payee} on {date}, {kind} I have."),
        };
        let text = text.replace(
            " I have.",
            &if scope.filter.period.is_some() { format!("{when}.") } else { " I have.".to_owned() },
        );
        Some(Worded { text, subject: Some(Subject::Payee(payee.clone())) })
    }

    fn extreme(order: RowOrder) -> &'static str {
        match order {
            RowOrder::Largest => "the largest",
            RowOrder::Smallest => "the smallest",
            RowOrder::Newest => "the latest",
            RowOrder::Oldest => "the first",
        }
    }

    pub(super) fn list(&self, writer: &mut Writer) -> Option<Worded> {
        let found: Found = self.outcomes.first()?.get()?;
        let scope = &self.question.scope;
        let when = phrases::when(scope, found.period, self.today);
        let asked = scope.filter.period.or(found.period);
        if let Some(text) = phrases::no_statements(&found.coverage, asked) {
            return Some(text.into());
        }
        if found.rows.is_empty() {
            return Some(self.none(scope, &when).into());
        }
        let yes = if self.question.yes_no { "Yes: " } else { "" };
        let head = self.list_head(writer, &found, &when);
        let today = self.today;
        let lines: Vec<String> = found.rows.iter().map(|row| line(writer, row, today)).collect();
        // Who asks for the first three does not ask how many there are.
        let wants_some = matches!(self.question.intent, Intent::List { limit: Some(_), .. });
        let more = match found.rows_left_out {
            _ if wants_some => String::new(),
            0 => String::new(),
            rows => format!("\n… and {}.", writer.count(rows, "more row", 0).replace("more rows", "more")),
        };
        let gaps = phrases::gaps(&found.coverage, asked, self.today);
        let subject =
            found.rows.first().filter(|_| found.rows.len() == 1).map(|row| Subject::Payee(row.merchant.clone()));
        let gaps = below(&gaps);
        Some(Worded { text: format!("{yes}{head}:\n{}{more}{gaps}", lines.join("\n")), subject })
    }

    fn list_head(&self, writer: &mut Writer, found: &Found, when: &str) -> String {
        let scope = &self.question.scope;
        let about = phrases::about(self.question, scope);
        let limit = threshold(scope);
        let order = match &self.question.intent {
            Intent::List { order: RowOrder::Largest, .. } => Some("Largest"),
            Intent::List { order: RowOrder::Smallest, .. } => Some("Smallest"),
            Intent::List { order: RowOrder::Oldest, .. } => Some("First"),
            Intent::List { order: RowOrder::Newest, limit: Some(_) } => Some("Latest"),
            _ => None,
        };
        let noun = phrases::noun(self.question.measure);
        if let Some(order) = order {
            return format!("{order} {noun}s{limit}{about}{when}");
        }
        let one_way = scope.filter.direction.is_some();
        let counted = found.totals.iter().map(|total| {
            let rows = writer.count(total.rows, if one_way { noun } else { "transaction" }, 0);
            match one_way {
                true => format!(
                    "{rows}{limit}{about}{when}, {} in all",
                    writer.size(total.value, total.currency, total.rows, 0)
                ),
                false => format!("{rows}{limit}{about}{when}"),
            }
        });
        phrases::and_list(&counted.collect::<Vec<_>>())
    }
}

/// `12 Mar  Tesco  £22.04`; money in carries a plus.
fn line(writer: &mut Writer, row: &FoundRow, today: NaiveDate) -> String {
    let amount = writer.size(row.amount, row.currency, 1, 0);
    let plus = if row.amount.is_sign_positive() { "+" } else { "" };
    format!("{}  {}  {plus}{amount}", format::short_date(row.date, today), row.merchant)
}
