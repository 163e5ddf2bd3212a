//! Sums of rows: from rollups where whole months, days or years are asked for, from the rows themselves elsewhere.
//!
//! **Invariant:** every way gives the same cells; a test holds them against each other.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::rows::{RowFilter, filtered};
use super::{Book, StoreError};
use crate::domain::{AccountId, BookId, CategoryId, Flow, MerchantId, Period, month_end, month_start};

/// How far sums are broken down, besides currency and category.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Breakdown {
    None,
    Category,
    Account,
    Merchant,
    Day,
    /// Starts on Monday.
    Week,
    Month,
}

impl Breakdown {
    fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Category => "category",
            Self::Account => "account",
            Self::Merchant => "merchant",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
        }
    }
}

/// Which categories count as earned and which as neither earned nor spent; all others count as spent. Sums are told apart
/// by it in the database, so that a breakdown by day does not bring a row for each day and category.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Flows {
    pub income: Vec<CategoryId>,
    pub aside: Vec<CategoryId>,
}

/// The smallest sum: one key, one currency, one flow.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// First day of the day, week or month; `None` when not broken down by time.
    pub day: Option<NaiveDate>,
    pub account: Option<AccountId>,
    pub merchant: Option<MerchantId>,
    pub currency: String,
    /// `None` when not broken down by category.
    pub category: Option<CategoryId>,
    /// `income`, `aside` or `spending`.
    flow: String,
    /// All rows, those of amount zero too.
    pub rows_all: i64,
    pub rows_out: i64,
    pub rows_in: i64,
    /// Σ of the negative amounts.
    pub sum_out: Decimal,
    /// Σ of the positive amounts.
    pub sum_in: Decimal,
}

/// Σ and number of the rows of one currency.
#[derive(Clone, Debug, PartialEq)]
pub struct RowTotal {
    pub currency: String,
    pub sum: Decimal,
    pub rows: i64,
}

impl Cell {
    /// What the cell's categories do to the sums.
    pub fn flow(&self) -> Flow {
        match self.flow.as_str() {
            "income" => Flow::Income,
            "aside" => Flow::Aside,
            _ => Flow::Spending,
        }
    }
}

impl Book {
    /// Σ and number of all rows that match, for each currency, most rows first.
    pub async fn row_totals(&mut self, filter: &RowFilter) -> Result<Vec<RowTotal>, StoreError> {
        let mut totals: BTreeMap<String, RowTotal> = BTreeMap::new();
        for cell in self.sums(filter, Breakdown::None, &Flows::default()).await? {
            let none = RowTotal { currency: cell.currency.clone(), sum: Decimal::ZERO, rows: 0 };
            let total = totals.entry(cell.currency).or_insert(none);
            total.sum += cell.sum_out + cell.sum_in;
            total.rows += cell.rows_all;
        }
        let mut totals: Vec<RowTotal> = totals.into_values().filter(|total| total.rows > 0).collect();
        totals.sort_by_key(|total| std::cmp::Reverse(total.rows));
        Ok(totals)
    }

    /// The sums of the rows that match.
    pub async fn sums(
        &mut self,
        filter: &RowFilter,
        breakdown: Breakdown,
        flows: &Flows,
    ) -> Result<Vec<Cell>, StoreError> {
        let Some(rollup) = rollup_for(filter, breakdown) else {
            return self.sums_by_rows(filter, breakdown, flows).await;
        };
        let whole = match rollup {
            Rollup::Day => Some(filter.period),
            Rollup::Month => whole_months(filter.period),
            Rollup::Payee => self.everything_within(filter.period).await?.then_some(filter.period),
        };
        let Some(whole) = whole else { return self.sums_by_rows(filter, breakdown, flows).await };
        let mut cells = match rollup {
            Rollup::Day => self.sums_by_day(filter, breakdown).await?,
            Rollup::Month => self.sums_by_month(filter, whole, breakdown, flows).await?,
            Rollup::Payee => self.sums_by_payee(filter, flows).await?,
        };
        let before = whole.from.pred_opt().and_then(|day| Period::new(filter.period.from, day));
        let after = whole.to.succ_opt().and_then(|day| Period::new(day, filter.period.to));
        for edge in [before, after].into_iter().flatten() {
            let filter = RowFilter { period: edge, ..filter.clone() };
            cells.extend(self.sums_by_rows(&filter, breakdown, flows).await?);
        }
        Ok(cells)
    }

    /// Whether no row of the book lies outside the period.
    async fn everything_within(&mut self, period: Period) -> Result<bool, StoreError> {
        let book_id = self.id();
        let outside = sqlx::query_scalar!(
            r#"select exists (select from transaction where book_id = $1 and booked_on < $2)
                   or exists (select from transaction where book_id = $1 and booked_on > $3) as "outside!""#,
            book_id as BookId,
            period.from,
            period.to
        )
        .fetch_one(self.plan_for_values().await?)
        .await?;
        Ok(!outside)
    }

    async fn sums_by_rows(
        &mut self,
        filter: &RowFilter,
        breakdown: Breakdown,
        flows: &Flows,
    ) -> Result<Vec<Cell>, StoreError> {
        let book_id = self.id();
        let cells = filtered!(
            Cell,
            book_id,
            filter,
            r#"select
                   case $16::text when 'day' then booked_on
                       when 'week' then date_trunc('week', booked_on::timestamp)::date
                       when 'month' then date_trunc('month', booked_on::timestamp)::date end as day,
                   case $16 when 'account' then account_id end as "account: AccountId",
                   case $16 when 'merchant' then merchant_id end as "merchant: MerchantId",
                   currency, case $16 when 'category' then category_id end as "category: CategoryId",
                   case when category_id = any($17::int[]) then 'income' when category_id = any($18::int[]) then 'aside'
                       else 'spending' end as "flow!",
                   count(*) as "rows_all!",
                   count(*) filter (where amount < 0) as "rows_out!", count(*) filter (where amount > 0) as "rows_in!",
                   coalesce(sum(amount) filter (where amount < 0), 0) as "sum_out!",
                   coalesce(sum(amount) filter (where amount > 0), 0) as "sum_in!"
               from transaction"#,
            " group by 1, 2, 3, 4, 5, 6",
            breakdown.as_str(),
            flows.income.as_slice() as &[CategoryId],
            flows.aside.as_slice() as &[CategoryId]
        )
        .fetch_all(self.plan_for_values().await?)
        .await?;
        Ok(cells)
    }

    async fn sums_by_month(
        &mut self,
        filter: &RowFilter,
        months: Period,
        breakdown: Breakdown,
        flows: &Flows,
    ) -> Result<Vec<Cell>, StoreError> {
        let book_id = self.id();
        let cells = sqlx::query_as!(
            Cell,
            r#"select
                   case $8::text when 'month' then month end as day,
                   case $8 when 'account' then account_id end as "account: AccountId",
                   null::uuid as "merchant: MerchantId",
                   currency, case $8 when 'category' then category_id end as "category: CategoryId",
                   case when category_id = any($10::int[]) then 'income' when category_id = any($11::int[]) then 'aside'
                       else 'spending' end as "flow!",
                   sum(case $9::smallint when -1 then rows_out when 1 then rows_in else rows_all end)::bigint as "rows_all!",
                   sum(case $9 when 1 then 0 else rows_out end)::bigint as "rows_out!",
                   sum(case $9 when -1 then 0 else rows_in end)::bigint as "rows_in!",
                   sum(case $9 when 1 then 0 else sum_out end) as "sum_out!",
                   sum(case $9 when -1 then 0 else sum_in end) as "sum_in!"
               from month_rollup
               where book_id = $1 and month between $2 and $3
                   and ($4::int[] is null or category_id = any($4))
                   and category_id <> all($5::int[])
                   and ($6::uuid[] is null or account_id = any($6))
                   and ($7::text is null or currency = $7)
               group by 1, 2, 3, 4, 5, 6"#,
            book_id as BookId,
            months.from,
            months.to,
            filter.categories.as_deref() as Option<&[CategoryId]>,
            filter.except_categories.as_slice() as &[CategoryId],
            filter.accounts.as_deref() as Option<&[AccountId]>,
            filter.currency.as_deref(),
            breakdown.as_str(),
            filter.sign,
            flows.income.as_slice() as &[CategoryId],
            flows.aside.as_slice() as &[CategoryId]
        )
        .fetch_all(self.connection())
        .await?;
        Ok(cells)
    }

    async fn sums_by_day(&mut self, filter: &RowFilter, breakdown: Breakdown) -> Result<Vec<Cell>, StoreError> {
        let book_id = self.id();
        let cells = sqlx::query_as!(
            Cell,
            r#"select
                   case $4::text when 'week' then date_trunc('week', day::timestamp)::date else day end as day,
                   null::uuid as "account: AccountId", null::uuid as "merchant: MerchantId", currency,
                   null::int as "category: CategoryId",
                   case flow when 1 then 'income' when -1 then 'aside' else 'spending' end as "flow!",
                   sum(case $6::smallint when -1 then rows_out when 1 then rows_in else rows_all end)::bigint as "rows_all!",
                   sum(case $6 when 1 then 0 else rows_out end)::bigint as "rows_out!",
                   sum(case $6 when -1 then 0 else rows_in end)::bigint as "rows_in!",
                   sum(case $6 when 1 then 0 else sum_out end) as "sum_out!",
                   sum(case $6 when -1 then 0 else sum_in end) as "sum_in!"
               from day_rollup
               where book_id = $1 and day between $2 and $3 and ($5::text is null or currency = $5)
                   and ($7::smallint[] is null or extract(isodow from day)::smallint = any($7))
               group by 1, 4, 6"#,
            book_id as BookId,
            filter.period.from,
            filter.period.to,
            breakdown.as_str(),
            filter.currency.as_deref(),
            filter.sign,
            filter.weekdays.as_deref() as Option<&[i16]>
        )
        .fetch_all(self.connection())
        .await?;
        Ok(cells)
    }

    /// Over all time.
    async fn sums_by_payee(&mut self, filter: &RowFilter, flows: &Flows) -> Result<Vec<Cell>, StoreError> {
        let book_id = self.id();
        let cells = sqlx::query_as!(
            Cell,
            r#"select
                   null::date as day, null::uuid as "account: AccountId", merchant_id as "merchant: MerchantId",
                   currency, null::int as "category: CategoryId",
                   case when category_id = any($9::int[]) then 'income' when category_id = any($10::int[]) then 'aside'
                       else 'spending' end as "flow!",
                   sum(case $8::smallint when -1 then rows_out when 1 then rows_in else rows_all end)::bigint as "rows_all!",
                   sum(case $8 when 1 then 0 else rows_out end)::bigint as "rows_out!",
                   sum(case $8 when -1 then 0 else rows_in end)::bigint as "rows_in!",
                   sum(case $8 when 1 then 0 else sum_out end) as "sum_out!",
                   sum(case $8 when -1 then 0 else sum_in end) as "sum_in!"
               from payee_rollup
               where book_id = $1
                   and ($2::int[] is null or category_id = any($2))
                   and category_id <> all($3::int[])
                   and ($4::uuid[] is null or merchant_id = any($4))
                   and merchant_id <> all($5::uuid[])
                   and ($6::uuid[] is null or account_id = any($6))
                   and ($7::text is null or currency = $7)
               group by 3, 4, 6"#,
            book_id as BookId,
            filter.categories.as_deref() as Option<&[CategoryId]>,
            filter.except_categories.as_slice() as &[CategoryId],
            filter.merchants.as_deref() as Option<&[MerchantId]>,
            filter.except_merchants.as_slice() as &[MerchantId],
            filter.accounts.as_deref() as Option<&[AccountId]>,
            filter.currency.as_deref(),
            filter.sign,
            flows.income.as_slice() as &[CategoryId],
            flows.aside.as_slice() as &[CategoryId]
        )
        .fetch_all(self.plan_for_values().await?)
        .await?;
        Ok(cells)
    }
}

/// Which rollup knows the cells of a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rollup {
    /// By month, account and category.
    Month,
    /// By day and flow.
    Day,
    /// By payee, account and category, over all time.
    Payee,
}

/// `None` where only the rows know: a rollup has no single amounts, no tags, and no more keys than its own.
fn rollup_for(filter: &RowFilter, breakdown: Breakdown) -> Option<Rollup> {
    let by_tag = filter.tags.is_some() || filter.except_tags.is_some();
    if filter.over.is_some() || filter.under.is_some() || by_tag {
        return None;
    }
    let by_payee = filter.merchants.is_some() || !filter.except_merchants.is_empty();
    let of_all =
        !by_payee && filter.categories.is_none() && filter.except_categories.is_empty() && filter.accounts.is_none();
    if filter.weekdays.is_some() {
        // Days know their weekday; months and payees do not.
        return (of_all && matches!(breakdown, Breakdown::None | Breakdown::Day | Breakdown::Week))
            .then_some(Rollup::Day);
    }
    match breakdown {
        Breakdown::Merchant => Some(Rollup::Payee),
        _ if by_payee => None,
        Breakdown::Day | Breakdown::Week => of_all.then_some(Rollup::Day),
        Breakdown::None | Breakdown::Category | Breakdown::Account | Breakdown::Month => Some(Rollup::Month),
    }
}

/// The whole months inside a period.
fn whole_months(Period { from, to }: Period) -> Option<Period> {
    let from = if from == month_start(from) { from } else { month_end(from).succ_opt()? };
    let to = if to == month_end(to) { to } else { month_start(to).pred_opt()? };
    Period::new(from, to)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_months_lie_inside_the_period() {
        let check = |from: &str, to: &str, expected: Option<(&str, &str)>| {
            let period = Period::new(from.parse().unwrap(), to.parse().unwrap()).unwrap();
            let expected = expected.map(|(from, to)| Period::new(from.parse().unwrap(), to.parse().unwrap()).unwrap());
            assert_eq!(whole_months(period), expected, "{from} to {to}");
        };
        check("2026-01-01", "2026-03-31", Some(("2026-01-01", "2026-03-31")));
        check("2025-12-15", "2026-03-30", Some(("2026-01-01", "2026-02-28")));
        check("2026-01-02", "2026-02-27", None);
        check("2026-01-02", "2026-01-31", None);
    }
}
