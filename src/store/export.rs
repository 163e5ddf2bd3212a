//! Everything that is a user's, table by table, for the user to take away.

use futures_util::TryStreamExt;
use serde_json::Value;

use super::rows::ListedRow;
use super::{Book, StoreError};
use crate::domain::{BookId, CategoryId, Tag, TransactionId};

/// What a book consists of, in an order in which each part only refers to earlier ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Accounts,
    Categories,
    Merchants,
    Actions,
    Statements,
    StatementLines,
    Transactions,
    Evidence,
    Changes,
    Corrections,
    PayeeTags,
    CategoryRules,
    Tombstones,
    AccountRenames,
    AccountMerges,
    Conversations,
    ConversationTurns,
    Payments,
    PaymentRequests,
    ScheduledPayments,
    BudgetVersions,
    Notices,
    Attention,
    AlertRules,
    AlertsOff,
}

impl Part {
    pub const ALL: [Self; 25] = [
        Self::Accounts,
        Self::Categories,
        Self::Merchants,
        Self::Actions,
        Self::Statements,
        Self::StatementLines,
        Self::Transactions,
        Self::Evidence,
        Self::Changes,
        Self::Corrections,
        Self::PayeeTags,
        Self::CategoryRules,
        Self::Tombstones,
        Self::AccountRenames,
        Self::AccountMerges,
        Self::Conversations,
        Self::ConversationTurns,
        Self::Payments,
        Self::PaymentRequests,
        Self::ScheduledPayments,
        Self::BudgetVersions,
        Self::Notices,
        Self::Attention,
        Self::AlertRules,
        Self::AlertsOff,
    ];

    /// Its name in the exported document.
    pub fn name(self) -> &'static str {
        match self {
            Self::Accounts => "accounts",
            Self::Categories => "categories",
            Self::Merchants => "merchants",
            Self::Actions => "actions",
            Self::Statements => "statements",
            Self::StatementLines => "statement_lines",
            Self::Transactions => "transactions",
            Self::Evidence => "evidence",
            Self::Changes => "changes",
            Self::Corrections => "corrections",
            Self::PayeeTags => "payee_tags",
            Self::CategoryRules => "category_rules",
            Self::Tombstones => "tombstones",
            Self::AccountRenames => "account_renames",
            Self::AccountMerges => "account_merges",
            Self::Conversations => "conversations",
            Self::ConversationTurns => "conversation_turns",
            Self::Payments => "payments",
            Self::PaymentRequests => "payment_requests",
            Self::ScheduledPayments => "scheduled_payments",
            Self::BudgetVersions => "budget_versions",
            Self::Notices => "notices",
            Self::Attention => "attention",
            Self::AlertRules => "alert_rules",
            Self::AlertsOff => "alerts_off",
        }
    }
}

impl Book {
    /// Hands every row of a part to `take`, one at a time: a book may hold a million.
    ///
    /// # Errors
    /// The store's, or the first that `take` returns.
    pub async fn export<E: From<StoreError>>(
        &mut self,
        part: Part,
        mut take: impl FnMut(Value) -> Result<(), E>,
    ) -> Result<(), E> {
        let book_id = self.id();
        // Amounts leave as text, because JSON's numbers are floats to most readers.
        macro_rules! rows {
            ($query:literal) => {
                sqlx::query_scalar!($query, book_id as BookId).fetch(self.connection())
            };
        }
        let mut rows = match part {
            Part::Accounts => rows!(
                r#"select to_jsonb(account) - 'book_id' - 'number_hash' as "row!" from account
                   where book_id = $1 order by account_id"#
            ),
            Part::Categories => rows!(
                r#"select to_jsonb(category) - 'book_id' as "row!" from category where book_id = $1 order by category_id"#
            ),
            Part::Merchants => rows!(
                r#"select to_jsonb(merchant) - 'book_id' as "row!" from merchant where book_id = $1 order by merchant_id"#
            ),
            Part::Actions => rows!(
                r#"select to_jsonb(action) - 'book_id' as "row!" from action where book_id = $1 order by action_id"#
            ),
            Part::Statements => rows!(
                r#"select to_jsonb(statement) - 'book_id' - 'file_hash' - 'number_hash' || jsonb_build_object(
                       'opening_balance', opening_balance::text, 'closing_balance', closing_balance::text, 'gap', gap::text
                   ) as "row!"
                   from statement where book_id = $1 order by statement_id"#
            ),
            Part::StatementLines => rows!(
                r#"select to_jsonb(statement_line) - 'book_id'
                       || jsonb_build_object('amount', amount::text, 'balance', balance::text) as "row!"
                   from statement_line where book_id = $1 order by statement_id, line_number"#
            ),
            Part::Transactions => rows!(
                r#"select to_jsonb(transaction) - 'book_id' - 'whole_size' || jsonb_build_object('amount', amount::text) as "row!"
                   from transaction where book_id = $1 order by booked_on, transaction_id"#
            ),
            Part::Evidence => rows!(
                r#"select to_jsonb(evidence) - 'book_id' as "row!" from evidence
                   where book_id = $1 order by statement_id, line_number"#
            ),
            Part::Changes => rows!(
                r#"select to_jsonb(change) - 'book_id' as "row!" from change
                   where book_id = $1 order by action_id, transaction_id"#
            ),
            Part::Corrections => rows!(
                r#"select to_jsonb(correction) - 'book_id' as "row!" from correction where book_id = $1 order by action_id"#
            ),
            Part::PayeeTags => rows!(
                r#"select to_jsonb(payee_tag) - 'book_id' as "row!" from payee_tag
                   where book_id = $1 order by action_id, payee_key, tag"#
            ),
            Part::CategoryRules => rows!(
                r#"select to_jsonb(category_rule) - 'book_id' as "row!" from category_rule
                   where book_id = $1 order by rule_id"#
            ),
            Part::Tombstones => rows!(
                r#"select to_jsonb(tombstone) - 'book_id' || jsonb_build_object(
                       'amount', amount::text, 'row', "row" - 'book_id' - 'amount'
                   ) as "row!"
                   from tombstone where book_id = $1 order by action_id, transaction_id"#
            ),
            Part::AccountRenames => rows!(
                r#"select to_jsonb(account_rename) - 'book_id' as "row!" from account_rename
                   where book_id = $1 order by action_id"#
            ),
            Part::AccountMerges => rows!(
                r#"select to_jsonb(account_merge) - 'book_id' as "row!" from account_merge
                   where book_id = $1 order by action_id"#
            ),
            Part::Conversations => rows!(
                r#"select to_jsonb(conversation) - 'book_id' as "row!" from conversation
                   where book_id = $1 order by conversation_id"#
            ),
            Part::ConversationTurns => rows!(
                r#"select to_jsonb(conversation_turn) - 'book_id' as "row!" from conversation_turn
                   where book_id = $1 order by turn_id"#
            ),
            Part::Payments => rows!(
                r#"select to_jsonb(payment) - 'book_id' || jsonb_build_object('amount', amount::text) as "row!"
                   from payment where book_id = $1 order by posted_at"#
            ),
            Part::PaymentRequests => rows!(
                r#"select to_jsonb(payment_request) - 'book_id' || jsonb_build_object('amount', amount::text) as "row!"
                   from payment_request where book_id = $1 order by created_at, request_id"#
            ),
            Part::ScheduledPayments => rows!(
                r#"select to_jsonb(scheduled_payment) - 'book_id' || jsonb_build_object('amount', amount::text) as "row!"
                   from scheduled_payment where book_id = $1 order by created_at, schedule_id"#
            ),
            Part::BudgetVersions => rows!(
                r#"select to_jsonb(budget_version) - 'book_id' || jsonb_build_object('amount', amount::text) as "row!"
                   from budget_version where book_id = $1 order by created_at, action_id, budget_id"#
            ),
            Part::Notices => rows!(
                r#"select to_jsonb(notice) - 'book_id' - 'message' as "row!" from notice
                   where book_id = $1 order by created_at, notice_key"#
            ),
            Part::Attention => rows!(
                r#"select to_jsonb(attention) - 'book_id'
                       || jsonb_build_object('large_from', large_from::text, 'low_below', low_below::text) as "row!"
                   from attention where book_id = $1"#
            ),
            Part::AlertRules => rows!(
                r#"select to_jsonb(alert_rule) - 'book_id' || jsonb_build_object('bound', bound::text) as "row!"
                   from alert_rule where book_id = $1 order by created_at, rule_id"#
            ),
            Part::AlertsOff => rows!(
                r#"select to_jsonb(alert_off) - 'book_id' as "row!" from alert_off
                   where book_id = $1 order by kind, about"#
            ),
        };
        while let Some(row) = rows.try_next().await.map_err(StoreError::from)? {
            take(row)?;
        }
        Ok(())
    }

    /// Hands every row to `take` as people see it, oldest first.
    ///
    /// # Errors
    /// The store's, or the first that `take` returns.
    pub async fn export_rows<E: From<StoreError>>(
        &mut self,
        mut take: impl FnMut(ListedRow) -> Result<(), E>,
    ) -> Result<(), E> {
        let book_id = self.id();
        let mut rows = sqlx::query_as!(
            ListedRow,
            r#"select transaction.transaction_id as "id: TransactionId", transaction.booked_on, transaction.posted_on,
                   transaction.description, transaction.amount, transaction.currency, merchant.name as merchant,
                   transaction.category_id as "category: CategoryId", account.name as account,
                   transaction.decided_by, transaction.confidence, transaction.tags as "tags: Vec<Tag>"
               from transaction
               join merchant on merchant.book_id = transaction.book_id and merchant.merchant_id = transaction.merchant_id
               join account on account.book_id = transaction.book_id and account.account_id = transaction.account_id
               where transaction.book_id = $1
               order by transaction.booked_on, transaction.transaction_id"#,
            book_id as BookId
        )
        .fetch(self.connection());
        while let Some(row) = rows.try_next().await.map_err(StoreError::from)? {
            take(row)?;
        }
        Ok(())
    }
}
