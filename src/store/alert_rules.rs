//! What people want to be told, in their own words.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;

use super::{Book, StoreError};
use crate::domain::{AccountId, AlertRule, AlertRuleId, BookId, Cadence, Condition, Currency, KnownBudget, Tag};

/// The columns of a condition.
struct Columns<'a> {
    condition: &'static str,
    of: &'a KnownBudget,
    account: Option<AccountId>,
    incoming: bool,
    bound: Option<(Decimal, Currency)>,
    every: Option<&'static str>,
}

impl<'a> Columns<'a> {
    /// `payees` is where names are put that stand alone.
    fn of(condition: &'a Condition, payees: &'a mut KnownBudget) -> Self {
        let every = |cadence: &Cadence| match cadence {
            Cadence::Week => "week",
            Cadence::Year => "year",
            Cadence::Month | Cadence::Payday(_) => "month",
        };
        match condition {
            Condition::Payment { of, account, incoming, over } => {
                Self { condition: "payment", of, account: *account, incoming: *incoming, bound: *over, every: None }
            }
            Condition::PriceRise { merchants } => {
                payees.merchants.clone_from(merchants);
                let condition = "price_rise";
                Self { condition, of: payees, account: None, incoming: false, bound: None, every: None }
            }
            Condition::Spent { of, over, currency, every: cadence } => Self {
                condition: "spent",
                of,
                account: None,
                incoming: false,
                bound: Some((*over, *currency)),
                every: Some(every(cadence)),
            },
            Condition::Balance { account, below, currency } => Self {
                condition: "balance",
                of: payees,
                account: *account,
                incoming: false,
                bound: Some((*below, *currency)),
                every: None,
            },
        }
    }
}

impl Book {
    /// The rules that were saved, oldest first.
    pub async fn alert_rules(&mut self) -> Result<Vec<AlertRule>, StoreError> {
        self.rules_of_alerts(None).await
    }

    /// A rule, also one that is not saved yet or was removed.
    pub async fn alert_rule(&mut self, rule: AlertRuleId) -> Result<Option<AlertRule>, StoreError> {
        Ok(self.rules_of_alerts(Some(rule)).await?.into_iter().next())
    }

    async fn rules_of_alerts(&mut self, only: Option<AlertRuleId>) -> Result<Vec<AlertRule>, StoreError> {
        let book_id = self.id();
        // A merged account's rules go on with the one that it is part of.
        let rows = sqlx::query!(
            r#"select rule_id as "id: AlertRuleId", condition, categories, merchants, tags as "tags: Vec<Tag>",
                   coalesce(account.merged_into, alert_rule.account_id) as "account: AccountId", incoming, bound,
                   alert_rule.currency, every
               from alert_rule
               left join account on account.book_id = alert_rule.book_id and account.account_id = alert_rule.account_id
               where alert_rule.book_id = $1
                   and case when $2::uuid is null then saved_at is not null and removed_at is null else rule_id = $2 end
               order by alert_rule.created_at, rule_id"#,
            book_id as BookId,
            only as Option<AlertRuleId>
        )
        .fetch_all(self.connection())
        .await?;
        let unknown = |what: &str| StoreError::Unknown { what: format!("an alert's {what}") };
        rows.into_iter()
            .map(|row| {
                let of = KnownBudget { categories: row.categories, merchants: row.merchants, tags: row.tags };
                let currency = row.currency.as_deref().map(str::parse::<Currency>).transpose();
                let bound = row.bound.zip(currency.map_err(|_| unknown("currency"))?);
                let every = match row.every.as_deref() {
                    Some("week") => Cadence::Week,
                    Some("year") => Cadence::Year,
                    _ => Cadence::Month,
                };
                let condition = match (row.condition.as_str(), bound) {
                    ("payment", over) => Condition::Payment { of, account: row.account, incoming: row.incoming, over },
                    ("price_rise", _) => Condition::PriceRise { merchants: of.merchants },
                    ("spent", Some((over, currency))) => Condition::Spent { of, over, currency, every },
                    ("balance", Some((below, currency))) => {
                        Condition::Balance { account: row.account, below, currency }
                    }
                    _ => return Err(unknown("condition")),
                };
                Ok(AlertRule { id: row.id, condition })
            })
            .collect()
    }

    /// Keeps a rule that is shown to the person and not saved yet; those that nobody saved before are let go.
    pub async fn propose_alert_rule(&mut self, rule: &AlertRule, now: DateTime<Utc>) -> Result<(), StoreError> {
        let book_id = self.id();
        sqlx::query!("delete from alert_rule where book_id = $1 and saved_at is null", book_id as BookId)
            .execute(self.connection())
            .await?;
        let mut payees = KnownBudget::default();
        let columns = Columns::of(&rule.condition, &mut payees);
        sqlx::query!(
            "insert into alert_rule (
                 book_id, rule_id, condition, categories, merchants, account_id, incoming, bound, currency, every, created_at,
                 tags
             ) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
            book_id as BookId,
            rule.id as AlertRuleId,
            columns.condition,
            &columns.of.categories,
            &columns.of.merchants,
            columns.account as Option<AccountId>,
            columns.incoming,
            columns.bound.map(|(bound, _)| bound),
            columns.bound.map(|(_, currency)| currency.code().to_owned()),
            columns.every,
            now,
            columns.of.tags.as_slice() as &[Tag]
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }

    /// Makes a rule hold from now on, also one that was removed; false when there is none.
    pub async fn save_alert_rule(&mut self, rule: AlertRuleId, now: DateTime<Utc>) -> Result<bool, StoreError> {
        let book_id = self.id();
        let saved = sqlx::query!(
            "update alert_rule set saved_at = coalesce(saved_at, $3), removed_at = null
             where book_id = $1 and rule_id = $2",
            book_id as BookId,
            rule as AlertRuleId,
            now
        )
        .execute(self.connection())
        .await?;
        Ok(saved.rows_affected() > 0)
    }

    /// Ends a rule; false when there is none that holds.
    pub async fn remove_alert_rule(&mut self, rule: AlertRuleId, now: DateTime<Utc>) -> Result<bool, StoreError> {
        let book_id = self.id();
        let removed = sqlx::query!(
            "update alert_rule set removed_at = $3
             where book_id = $1 and rule_id = $2 and saved_at is not null and removed_at is null",
            book_id as BookId,
            rule as AlertRuleId,
            now
        )
        .execute(self.connection())
        .await?;
        Ok(removed.rows_affected() > 0)
    }
}
