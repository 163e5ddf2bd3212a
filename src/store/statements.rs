//! Evidence: imported statements and their lines, which never change.

use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;

use super::{Book, StoreError};
use crate::domain::{
    AccountId, ActionId, BookId, Currency, Format, ParsedLine, ParsedStatement, Reconciliation, StatementId,
};

/// One account's part of a file, ready to be kept.
#[derive(Debug)]
pub struct NewStatement<'a> {
    pub account: AccountId,
    pub action: ActionId,
    /// SHA-256 of the file.
    pub file_hash: &'a [u8],
    pub file_name: Option<&'a str>,
    pub format: Format,
    pub bank: Option<&'a str>,
    /// Salted hash of the account's number, where the file prints one.
    pub number_hash: Option<&'a [u8]>,
    /// As the file prints it.
    pub currency: Option<Currency>,
    pub parsed: &'a ParsedStatement,
}

impl Book {
    /// Lets one import at a time work on this book, until the end of this database transaction: two that look for
    /// duplicates side by side would not see each other's rows. Lists of thousands of lines follow, so plans are made for them.
    pub async fn lock_imports(&mut self) -> Result<(), StoreError> {
        let book_id = self.id();
        sqlx::query!("select pg_advisory_xact_lock(hashtextextended('import ' || $1, 0))", book_id.to_string())
            .fetch_one(self.plan_for_values().await?)
            .await?;
        Ok(())
    }

    /// How many lines of this file are kept already; `None` when the file is new.
    pub async fn lines_of_file(&mut self, file_hash: &[u8]) -> Result<Option<i64>, StoreError> {
        let book_id = self.id();
        let lines = sqlx::query_scalar!(
            r#"select (
                   select count(*) from statement_line as line
                   where line.book_id = statement.book_id and line.statement_id = statement.statement_id
               ) as "lines!"
               from statement where book_id = $1 and file_hash = $2"#,
            book_id as BookId,
            file_hash
        )
        .fetch_all(self.connection())
        .await?;
        Ok(if lines.is_empty() { None } else { Some(lines.iter().sum()) })
    }

    /// Keeps a statement without its lines.
    pub async fn insert_statement(
        &mut self,
        new: &NewStatement<'_>,
        now: DateTime<Utc>,
    ) -> Result<StatementId, StoreError> {
        let book_id = self.id();
        let statement_id = StatementId::new();
        let parsed = new.parsed;
        let reconciliation = match parsed.reconciliation {
            Reconciliation::Proven => "proven",
            Reconciliation::Gap { .. } => "gap",
            Reconciliation::Unproven => "unproven",
        };
        let warnings = serde_json::to_value(&parsed.warnings).unwrap_or_default();
        sqlx::query!(
            "insert into statement (
                 book_id, statement_id, account_id, action_id, file_hash, file_name, format, bank, period_from, period_to,
                 opening_balance, closing_balance, reconciliation, gap, warnings, created_at,
                 number_hash, account_name, currency
             ) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)",
            book_id as BookId,
            statement_id as StatementId,
            new.account as AccountId,
            new.action as ActionId,
            new.file_hash,
            new.file_name,
            new.format.as_str(),
            new.bank,
            parsed.period.map(|period| period.from),
            parsed.period.map(|period| period.to),
            parsed.opening_balance,
            parsed.closing_balance,
            reconciliation,
            parsed.reconciliation.gap(),
            warnings,
            now,
            new.number_hash,
            parsed.account.name.as_deref(),
            new.currency.as_ref().map(Currency::code)
        )
        .execute(self.connection())
        .await?;
        Ok(statement_id)
    }

    /// Keeps lines of a statement; the first has this number, the others follow.
    pub async fn insert_lines(
        &mut self,
        statement: StatementId,
        first_number: i32,
        lines: &[ParsedLine],
    ) -> Result<(), StoreError> {
        let book_id = self.id();
        let numbers: Vec<i32> = (first_number..).take(lines.len()).collect();
        let number = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
        let pages: Vec<i32> = lines.iter().map(|line| number(line.source.page)).collect();
        let page_lines: Vec<i32> = lines.iter().map(|line| number(line.source.line)).collect();
        let dates: Vec<NaiveDate> = lines.iter().map(|line| line.date).collect();
        let posted: Vec<Option<NaiveDate>> = lines.iter().map(|line| line.posted).collect();
        let descriptions: Vec<&str> = lines.iter().map(|line| line.description.as_str()).collect();
        let amounts: Vec<Decimal> = lines.iter().map(|line| line.amount).collect();
        let balances: Vec<Option<Decimal>> = lines.iter().map(|line| line.balance).collect();
        sqlx::query!(
            "insert into statement_line (
                 book_id, statement_id, line_number, page, page_line, date, posted, description, amount, balance
             )
             select $1, $2, * from unnest(
                 $3::int[], $4::int[], $5::int[], $6::date[], $7::date[], $8::text[], $9::numeric[], $10::numeric[]
             )",
            book_id as BookId,
            statement as StatementId,
            &numbers,
            &pages,
            &page_lines,
            &dates,
            &posted as &[Option<NaiveDate>],
            &descriptions as &[&str],
            &amounts,
            &balances as &[Option<Decimal>]
        )
        .execute(self.connection())
        .await?;
        Ok(())
    }
}
