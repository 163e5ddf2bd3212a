//! What words can mean in a book, read at once: every question needs all of it.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{Book, StoreError};
use crate::domain::{
    AccountId, BookId, Category, CategoryId, GoalId, KnownAccount, KnownBudget, KnownGoal, KnownMerchant, MerchantId,
    OwnCategory, Period, Tag, Vocabulary,
};

impl Book {
    pub async fn vocabulary(&mut self) -> Result<Vocabulary, StoreError> {
        let book_id = self.id();
        let row = sqlx::query!(
            r#"select book.home_currency,
                   payee.ids as "payee_ids!: Vec<MerchantId>", payee.keys as "payee_keys!", payee.names as "payee_names!",
                   own.ids as "category_ids!: Vec<CategoryId>", own.parents as "parents!: Vec<CategoryId>",
                   own.names as "category_names!",
                   account.ids as "account_ids!: Vec<AccountId>", account.names as "account_names!",
                   account.numbers as "numbers!: Vec<Option<String>>", account.currencies as "currencies!",
                   known.from_days as "from_days!: Vec<NaiveDate>", known.until_days as "until_days!: Vec<NaiveDate>",
                   noted.from_days as "noted_from!: Vec<NaiveDate>", noted.until_days as "noted_until!: Vec<NaiveDate>",
                   budgets.subjects as "budgets!",
                   goals.ids as "goal_ids!: Vec<GoalId>", goals.names as "goal_names!",
                   tags.used as "tags!: Vec<Tag>"
               from book
               cross join lateral (
                   select coalesce(array_agg(merchant_id), '{}') as ids, coalesce(array_agg(key), '{}') as keys,
                       coalesce(array_agg(name), '{}') as names
                   from merchant where merchant.book_id = book.book_id
               ) as payee
               cross join lateral (
                   select coalesce(array_agg(category_id order by category_id), '{}') as ids,
                       coalesce(array_agg(parent_id order by category_id), '{}') as parents,
                       coalesce(array_agg(name order by category_id), '{}') as names
                   from category where category.book_id = book.book_id
               ) as own
               cross join lateral (
                   select coalesce(array_agg(account_id order by created_at, account_id), '{}') as ids,
                       coalesce(array_agg(name order by created_at, account_id), '{}') as names,
                       coalesce(array_agg(number_masked order by created_at, account_id), '{}') as numbers,
                       coalesce(array_agg(currency order by created_at, account_id), '{}') as currencies
                   from account where account.book_id = book.book_id and account.merged_into is null
               ) as account
               cross join lateral (
                   select coalesce(array_agg(lower(days) order by days), '{}') as from_days,
                       coalesce(array_agg(upper(days) order by days), '{}') as until_days
                   from (
                       select unnest(range_agg(daterange(period_from, period_to, '[]'))) as days
                       from statement
                       where statement.book_id = book.book_id and period_from is not null and period_to is not null
                   ) as merged
               ) as known
               cross join lateral (
                   select coalesce(array_agg(lower(days) order by days), '{}') as from_days,
                       coalesce(array_agg(upper(days) order by days), '{}') as until_days
                   from (
                       select unnest(range_agg(daterange(line.date, line.date, '[]'))) as days
                       from statement join statement_line as line using (book_id, statement_id)
                       where statement.book_id = book.book_id and statement.format = 'typed'
                   ) as merged
               ) as noted
               cross join lateral (
                   select coalesce(jsonb_agg(jsonb_build_object('categories', categories, 'merchants', merchants, 'tags', tags)), '[]')
                       as subjects
                   from budget where budget.book_id = book.book_id
               ) as budgets
               cross join lateral (
                   select coalesce(array_agg(goal_id order by goal_id), '{}') as ids,
                       coalesce(array_agg(name order by goal_id), '{}') as names
                   from goal where goal.book_id = book.book_id
               ) as goals
               cross join lateral (
                   select coalesce(array_agg(tag), '{}') as used
                   from (
                       select unnest(transaction.tags) as tag from transaction
                       where transaction.book_id = book.book_id and transaction.tags <> '{}'
                       union all select tag from standing_payee_tag where standing_payee_tag.book_id = book.book_id
                   ) as tag
               ) as tags
               where book.book_id = $1"#,
            book_id as BookId
        )
        .fetch_one(self.plan_once().await?)
        .await?;
        let budgets: Vec<KnownBudget> = serde_json::from_value(row.budgets).map_err(|_| unknown("budgets", ""))?;
        let tags: BTreeSet<Tag> =
            row.tags.into_iter().chain(budgets.iter().flat_map(|budget| budget.tags.clone())).collect();
        let payees = row.payee_ids.into_iter().zip(row.payee_keys).zip(row.payee_names);
        let own = row.category_ids.into_iter().zip(row.parents).zip(row.category_names);
        let accounts = row.account_ids.into_iter().zip(row.account_names).zip(row.numbers).zip(row.currencies);
        Ok(Vocabulary {
            merchants: payees.map(|((id, key), name)| KnownMerchant { id, key, name }).collect(),
            own_categories: own
                .map(|((id, parent), name)| {
                    let top = Category::of(parent).ok_or_else(|| unknown("category", parent.0))?;
                    Ok(OwnCategory { id, parent: top, name })
                })
                .collect::<Result<_, StoreError>>()?,
            accounts: accounts
                .map(|(((id, name), number_masked), code)| {
                    let currency = code.parse().map_err(|_| unknown("currency", &code))?;
                    Ok(KnownAccount { id, name, number_masked, currency })
                })
                .collect::<Result<_, StoreError>>()?,
            known: periods(row.from_days, row.until_days),
            noted: periods(row.noted_from, row.noted_until),
            home_currency: row.home_currency.and_then(|code| code.parse().ok()),
            budgets,
            goals: row.goal_ids.into_iter().zip(row.goal_names).map(|(id, name)| KnownGoal { id, name }).collect(),
            tags: tags.into_iter().collect(),
        })
    }
}

/// Postgres gives a range of days as half open.
fn periods(from_days: Vec<NaiveDate>, until_days: Vec<NaiveDate>) -> Vec<Period> {
    from_days.into_iter().zip(until_days).filter_map(|(from, until)| Period::new(from, until.pred_opt()?)).collect()
}

fn unknown(what: &str, value: impl std::fmt::Display) -> StoreError {
    StoreError::Unknown { what: format!("{what} {value}") }
}
