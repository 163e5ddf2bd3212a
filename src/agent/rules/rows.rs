//! Words one row, or a list of rows.
//!
//! **Invariant:** as in `render`: no arithmetic, every figure is a value of an outcome.

use chrono::NaiveDate;

use super::phrases::{self, Writer};
use super::question::{Intent, Lead, Subject};
use super::render::{Page, Worded};
use crate::agent::format;
use crate::text;
use crate::tools::search::{Found, FoundRow, RowOrder};

impl Page<'_> {
    pub(super) fn row(&self, writer: &mut Writer, order: RowOrder, lead: Lead, skip: u32) -> Option<Worded> {
        let found: Found = self.outcomes.first()?.get()?;
        let scope = &self.question.scope;
        let when = phrases::when(scope, found.period, self.today);
        let texts = self.texts;
        if let Some(text) = phrases::no_statements(texts, &found.coverage, scope.filter.period.or(found.period)) {
            return Some(text.into());
        }
        let Some(row) = found.rows.first() else { return Some(self.none(scope, &when).into()) };
        let amount = writer.size(row.amount, row.currency, 1, 0);
        let date = format::date(row.date);
        let which = match (order, skip) {
            (RowOrder::Largest, 1) => text!(texts, "row-second-largest"),
            (RowOrder::Largest, 2) => text!(texts, "row-third-largest"),
            (RowOrder::Smallest, 1) => text!(texts, "row-second-smallest"),
            (RowOrder::Newest, 1) => text!(texts, "row-before-latest"),
            (_, 1..) => text!(texts, "row-next"),
            (RowOrder::Largest, _) => text!(texts, "row-largest"),
            (RowOrder::Smallest, _) => text!(texts, "row-smallest"),
            (RowOrder::Newest, _) => text!(texts, "row-latest"),
            (RowOrder::Oldest, _) => text!(texts, "row-first"),
        };
        // Where no days were asked for, it is the largest "I have".
        let when = if scope.filter.period.is_some() { when } else { text!(texts, "row-i-have") };
        let payee = &row.merchant;
        let flow = if row.amount.is_sign_negative() { "out" } else { "in" };
        let text = match lead {
            Lead::Ago => match found.days_ago.and_then(|days| u64::try_from(days).ok()) {
                Some(0) => text!(texts, "row-today", amount = amount, flow = flow, payee = payee, date = date),
                Some(days) => text!(
                    texts,
                    "row-ago",
                    count = writer.count(days, 0),
                    amount = amount,
                    flow = flow,
                    payee = payee,
                    date = date
                ),
                None => text!(texts, "row", amount = amount, flow = flow, payee = payee, date = date),
            },
            Lead::Date => text!(
                texts,
                "row-by-date",
                date = date,
                amount = amount,
                flow = flow,
                payee = payee,
                which = which,
                when = when
            ),
            Lead::Payee => {
                text!(texts, "row-by-payee", payee = payee, amount = amount, date = date, which = which, when = when)
            }
            Lead::Amount => text!(
                texts,
                "row-by-amount",
                amount = amount,
                flow = flow,
                payee = payee,
                date = date,
                which = which,
                when = when
            ),
        };
        Some(Worded { text, subject: Some(Subject::Payee(payee.clone())) })
    }

    pub(super) fn list(&self, writer: &mut Writer) -> Option<Worded> {
        let found: Found = self.outcomes.first()?.get()?;
        let scope = &self.question.scope;
        let when = phrases::when(scope, found.period, self.today);
        let asked = scope.filter.period.or(found.period);
        if let Some(text) = phrases::no_statements(self.texts, &found.coverage, asked) {
            return Some(text.into());
        }
        if found.rows.is_empty() {
            return Some(self.none(scope, &when).into());
        }
        let head = self.list_head(writer, &found, &when);
        let head = if self.question.yes_no { text!(self.texts, "list-yes", head = head) } else { head };
        let today = self.today;
        let lines: Vec<String> = found.rows.iter().map(|row| line(writer, row, today)).collect();
        // Who asks for the first three does not ask how many there are.
        let wants_some = matches!(self.question.intent, Intent::List { limit: Some(_), .. });
        let more = match found.rows_left_out {
            _ if wants_some => String::new(),
            0 => String::new(),
            rows => text!(self.texts, "more-rows", count = writer.count(rows, 0)),
        };
        let gaps = phrases::gaps(self.texts, &found.coverage, asked, self.today);
        let subject =
            found.rows.first().filter(|_| found.rows.len() == 1).map(|row| Subject::Payee(row.merchant.clone()));
        let text = text!(self.texts, "list", head = head, lines = lines.join("\n"), more = more, gaps = gaps);
        Some(Worded { text, subject })
    }

    fn list_head(&self, writer: &mut Writer, found: &Found, when: &str) -> String {
        let (scope, texts) = (&self.question.scope, self.texts);
        let about = phrases::about_limited(texts, self.question, scope);
        let kind = phrases::kind(self.question.measure);
        match &self.question.intent {
            Intent::List { order: RowOrder::Largest, .. } => {
                return text!(texts, "list-largest", kind = kind, about = about, when = when);
            }
            Intent::List { order: RowOrder::Smallest, .. } => {
                return text!(texts, "list-smallest", kind = kind, about = about, when = when);
            }
            Intent::List { order: RowOrder::Oldest, .. } => {
                return text!(texts, "list-first", kind = kind, about = about, when = when);
            }
            Intent::List { order: RowOrder::Newest, limit: Some(_) } => {
                return text!(texts, "list-latest", kind = kind, about = about, when = when);
            }
            _ => {}
        }
        let one_way = scope.filter.direction.is_some();
        let counted = found.totals.iter().map(|total| {
            let count = writer.count(total.rows, 0);
            if !one_way {
                let rows = text!(texts, "count-transactions", count = count);
                return text!(texts, "list-counted", rows = rows, about = about, when = when);
            }
            let rows = phrases::counted(texts, self.question.measure, count);
            let sum = writer.size(total.value, total.currency, total.rows, 0);
            text!(texts, "list-counted-sum", rows = rows, about = about, when = when, sum = sum)
        });
        let counted: Vec<String> = counted.collect();
        phrases::and_list(texts, &counted)
    }
}

/// `12 Mar  Tesco  £22.04`; money in carries a plus.
fn line(writer: &mut Writer, row: &FoundRow, today: NaiveDate) -> String {
    let amount = writer.size(row.amount, row.currency, 1, 0);
    let date = format::short_date(row.date, today);
    match row.amount.is_sign_positive() {
        true => text!(writer.texts, "row-line-in", date = date, payee = row.merchant, amount = amount),
        false => text!(writer.texts, "row-line", date = date, payee = row.merchant, amount = amount),
    }
}
