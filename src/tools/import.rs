//! The tool that keeps a statement: read, proven, matched against what is there, sorted, stored. One action, all or nothing.
//!
//! **Invariant:** a statement whose rows and printed balances disagree is not stored unless the user said so.

use std::collections::{HashMap, HashSet};

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::accounts::{Entered, enter_account};
use super::categorise::{BookMemory, DecidedBy, Decision, Merchant, category_from_word, decide, merchant};
use super::corrections::Correction;
use super::matching::{Matched, Matcher};
use super::noted::{self, NewLine};
use super::reading::{Reading, read_upload};
use super::sorting::load_memory;
use super::{Access, Context, ErrorKind, Tool, ToolError};
use crate::domain::{
    AccountId, ActionId, Category, CategoryId, Currency, MerchantId, ParsedFile, ParsedLine, ParsedStatement, Period,
    TransactionId,
};
use crate::store::actions::ActionKind;
use crate::store::rows::NewRow;
use crate::store::statements::NewStatement;
use crate::text;
use crate::texts::Texts;

/// Rows sent to the database at a time: large enough that round trips do not count, small enough for its memory.
const ROWS_A_BATCH: usize = 5_000;

/// From so many new rows on, the database's planner is told at once; below, its own background work is soon enough.
const ROWS_THAT_CHANGE_PLANS: u64 = 2_000;

/// Amounts from here on are misreadings; below it, sums over a book cannot overflow.
pub(super) const AMOUNT_LIMIT: Decimal = Decimal::from_parts(2_764_472_320, 232_830, 0, false, 0);

/// Keep the statement at hand.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Import {
    /// The password of an encrypted file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password: Option<String>,
    /// Keep it although its rows and balances do not add up.
    pub accept_gap: bool,
    /// What the person corrected in it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<Correction>,
}

/// What was read, and how much of it was new.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Imported {
    #[serde(flatten)]
    pub reading: Reading,
    /// Rows that are new, over the whole file.
    pub imported: u64,
    /// Rows that were known already.
    pub duplicates: u64,
    /// Rows among those known that the person had typed before.
    #[serde(default)]
    pub noted: u64,
    /// Names of the accounts that its rows belong to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accounts: Vec<String>,
    /// The step that undo takes back; `None` when the same file was kept before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<ActionId>,
}

impl Tool for Import {
    const NAME: &'static str = "import";
    const DESCRIPTION: &'static str = "Keep the bank statement at hand: its rows are matched against those already known, sorted \
        into categories and stored. Refuses a statement whose printed balances do not add up, unless told to accept the gap.";
    const ACCESS: Access = Access::Write;
    type Output = Imported;

    async fn run(self, context: &mut Context) -> Result<Imported, ToolError> {
        let file = read_upload(self.password.clone(), &self.corrections, context).await?;
        refuse_unfit(&file, self.accept_gap, context.texts)?;
        let Some(upload) = context.upload.clone() else {
            return Err(ToolError::invalid(text!(context.texts, "read-no-file")));
        };
        let hash = Sha256::digest(&upload.bytes);
        let book = context.book().await?;
        book.lock_imports().await?;
        if let Some(lines) = book.lines_of_file(&hash).await? {
            let reading = Reading::from(file);
            return Ok(Imported {
                reading,
                imported: 0,
                duplicates: lines.unsigned_abs(),
                noted: 0,
                accounts: Vec::new(),
                action: None,
            });
        }
        let summary = upload.file_name.clone().unwrap_or_else(|| text!(context.texts, "step-import"));
        let now = context.now;
        let action = context.book().await?.insert_action(ActionKind::Import, &summary, None, now).await?;
        let memory = load_memory(context).await?;
        let source = FileSource { action, hash: &hash, name: upload.file_name.as_deref() };
        let mut keeper = Keeper {
            memory,
            sorted: HashMap::new(),
            own: HashMap::new(),
            accounts: Vec::new(),
            imported: 0,
            duplicates: 0,
            noted: 0,
        };
        keeper.keep(&file, &source, context).await?;
        if keeper.imported >= ROWS_THAT_CHANGE_PLANS {
            context.book().await?.refresh_planner_figures().await?;
        }
        super::wallet::pair_with_bank_rows(context).await?;
        context.book().await?.enqueue_look(now).await?;
        context.words_changed();
        let accounts = context.book().await?.accounts().await?;
        Ok(Imported {
            reading: Reading::from(file),
            imported: keeper.imported,
            duplicates: keeper.duplicates,
            noted: keeper.noted,
            accounts: accounts
                .into_iter()
                .filter(|account| keeper.accounts.contains(&account.id))
                .map(|account| account.name)
                .collect(),
            action: Some(action),
        })
    }
}

fn refuse_unfit(file: &ParsedFile, accept_gap: bool, texts: &Texts) -> Result<(), ToolError> {
    for statement in &file.statements {
        if statement.lines.iter().any(|line| line.amount.abs() >= AMOUNT_LIMIT) {
            return Err(ToolError::refused(text!(texts, "import-amount-too-large")));
        }
        let gap = statement.reconciliation.gap().unwrap_or_default();
        if statement.reconciliation.reconciled() == Some(false) && !accept_gap {
            let currency = statement.account.currency.map_or_else(String::new, |currency| format!(" {currency}"));
            let place = statement.reconciliation.first_break().and_then(|index| statement.lines.get(index));
            let opens = place.map_or_else(String::new, |line| {
                let (day, page) = (line.date.to_string(), line.source.page.to_string());
                text!(texts, "import-gap-opens", day = day, row = line.description, page = page)
            });
            let words = text!(texts, "import-gap", gap = format!("{gap}{currency}"), opens = opens);
            return Err(ToolError { kind: ErrorKind::DoesNotAddUp, ..ToolError::refused(words) });
        }
    }
    Ok(())
}

struct FileSource<'a> {
    action: ActionId,
    hash: &'a [u8],
    name: Option<&'a str>,
}

/// How descriptions were sorted already: texts repeat, and sorting one takes longer than looking it up.
type SortedTexts = HashMap<(String, bool), (Merchant, Decision)>;

/// Keeps one file.
struct Keeper {
    memory: BookMemory,
    sorted: SortedTexts,
    own: HashMap<String, CategoryId>,
    accounts: Vec<AccountId>,
    imported: u64,
    duplicates: u64,
    noted: u64,
}

impl Keeper {
    async fn keep(
        &mut self,
        file: &ParsedFile,
        source: &FileSource<'_>,
        context: &mut Context,
    ) -> Result<(), ToolError> {
        let mut accounts = Vec::new();
        let mut extents: HashMap<AccountId, Period> = HashMap::new();
        for statement in &file.statements {
            let entered = enter_account(file, statement, context).await?;
            let account = entered.account;
            if let Some(extent) = extent(statement) {
                let whole = extents.entry(account).or_insert(extent);
                *whole = Period { from: whole.from.min(extent.from), to: whole.to.max(extent.to) };
            }
            self.accounts.push(account);
            accounts.push(entered);
        }
        // What is known is read before anything is stored, so that the file's own rows never count as known.
        let mut matchers: HashMap<AccountId, Matcher> = HashMap::new();
        for (account, extent) in extents {
            let known = context.book().await?.existing_rows(account, extent).await?;
            matchers.insert(account, Matcher::new(known));
        }
        let matched_in = |(statement, entered): (&ParsedStatement, &Entered)| {
            matchers.get_mut(&entered.account).map_or_else(Vec::new, |matcher| matcher.match_lines(&statement.lines))
        };
        let mut matched: Vec<Vec<Matched>> = file.statements.iter().zip(&accounts).map(matched_in).collect();
        self.find_noted(file, &accounts, &mut matched, context).await?;
        for ((statement, entered), matched) in file.statements.iter().zip(accounts).zip(matched) {
            self.keep_statement(file, statement, &matched, &entered, source, context).await?;
        }
        Ok(())
    }

    /// Finds the payments among the new lines that the person had typed before.
    async fn find_noted(
        &mut self,
        file: &ParsedFile,
        accounts: &[Entered],
        matched: &mut [Vec<Matched>],
        context: &mut Context,
    ) -> Result<(), ToolError> {
        let extents = || file.statements.iter().filter_map(extent);
        let (Some(from), Some(to)) = (extents().map(|days| days.from).min(), extents().map(|days| days.to).max())
        else {
            return Ok(());
        };
        let rows = context.book().await?.noted_rows(noted::reach(Period { from, to })).await?;
        let amounts: HashSet<Decimal> = rows.iter().map(|row| row.amount.normalize()).collect();
        let mut lines = Vec::new();
        for (of_statement, ((statement, entered), matched)) in
            file.statements.iter().zip(accounts).zip(matched.iter()).enumerate()
        {
            for (index, (line, _)) in
                statement.lines.iter().zip(matched).enumerate().filter(|(_, (line, matched))| {
                    **matched == Matched::New && amounts.contains(&line.amount.normalize())
                })
            {
                self.sort(line, entered.currency);
                let Some((merchant, decision)) = self.sorted.get(&text_key(line)) else { continue };
                lines.push(NewLine {
                    place: (of_statement, index),
                    account: entered.account,
                    currency: entered.currency.code().to_owned(),
                    day: line.date,
                    amount: line.amount,
                    words: format!("{} {}", line.description, merchant.name),
                    category: Category::of(decision.category).filter(|_| decision.by != DecidedBy::Nobody),
                });
            }
        }
        noted::mark(matched, &noted::pair(&rows, &lines));
        Ok(())
    }

    async fn keep_statement(
        &mut self,
        file: &ParsedFile,
        statement: &ParsedStatement,
        matched: &[Matched],
        entered: &Entered,
        source: &FileSource<'_>,
        context: &mut Context,
    ) -> Result<(), ToolError> {
        let now = context.now;
        let (account, currency) = (entered.account, entered.currency);
        let parsed = ParsedStatement { period: extent(statement), lines: Vec::new(), ..shallow(statement) };
        let new = NewStatement {
            account,
            action: source.action,
            file_hash: source.hash,
            file_name: source.name,
            format: file.format,
            bank: file.bank.as_deref(),
            number_hash: entered.number_hash.as_deref(),
            currency: entered.printed,
            parsed: &parsed,
        };
        let statement_id = context.book().await?.insert_statement(&new, now).await?;
        let mut first = 1;
        for (lines, matched) in statement.lines.chunks(ROWS_A_BATCH).zip(matched.chunks(ROWS_A_BATCH)) {
            context.book().await?.insert_lines(statement_id, first, lines).await?;
            let known: Vec<(TransactionId, i32)> = (first..)
                .zip(matched)
                .filter_map(|(number, matched)| match matched {
                    Matched::Known(id) | Matched::Noted(id) | Matched::Deleted(id) => Some((*id, number)),
                    Matched::New => None,
                })
                .collect();
            let new: Vec<(i32, &ParsedLine)> = (first..)
                .zip(lines.iter().zip(matched))
                .filter(|(_, (_, matched))| matches!(matched, Matched::New))
                .map(|(number, (line, _))| (number, line))
                .collect();
            self.imported += new.len() as u64;
            self.duplicates += (lines.len() - new.len()) as u64;
            let rows = self.rows(&new, currency, context).await?;
            let book = context.book().await?;
            book.insert_rows(account, currency.code(), statement_id, &rows, now).await?;
            self.take_over((first..).zip(lines.iter().zip(matched)), (account, currency), source.action, context)
                .await?;
            let book = context.book().await?;
            book.insert_evidence(statement_id, &known).await?;
            first += i32::try_from(lines.len()).unwrap_or(i32::MAX);
        }
        Ok(())
    }

    /// Gives rows that the person had typed what the bank's lines say.
    async fn take_over<'a>(
        &mut self,
        lines: impl Iterator<Item = (i32, (&'a ParsedLine, &'a Matched))>,
        (account, currency): (AccountId, Currency),
        action: ActionId,
        context: &mut Context,
    ) -> Result<(), ToolError> {
        let noted: Vec<(i32, (&ParsedLine, TransactionId))> = lines
            .filter_map(|(number, (line, matched))| match matched {
                Matched::Noted(id) => Some((number, (line, *id))),
                _ => None,
            })
            .collect();
        if noted.is_empty() {
            return Ok(());
        }
        let of_lines: Vec<(i32, &ParsedLine)> = noted.iter().map(|(number, (line, _))| (*number, *line)).collect();
        let ids: HashMap<i32, TransactionId> = noted.iter().map(|(number, (_, id))| (*number, *id)).collect();
        let mut rows = self.rows(&of_lines, currency, context).await?;
        for row in &mut rows {
            if let Some(id) = ids.get(&row.line_number) {
                row.id = *id;
            }
        }
        let now = context.now;
        self.noted += context.book().await?.take_over_noted(action, account, &rows, now).await?;
        Ok(())
    }

    /// New rows with their payee and category.
    async fn rows<'a>(
        &mut self,
        lines: &[(i32, &'a ParsedLine)],
        currency: Currency,
        context: &mut Context,
    ) -> Result<Vec<NewRow<'a>>, ToolError> {
        for (_, line) in lines {
            self.sort(line, currency);
        }
        let keys: HashMap<&str, &str> = lines
            .iter()
            .filter_map(|(_, line)| self.sorted.get(&text_key(line)))
            .map(|(merchant, _)| (merchant.key.as_str(), merchant.name.as_str()))
            .collect();
        let keys: Vec<(String, String)> =
            keys.into_iter().map(|(key, name)| (key.to_owned(), name.to_owned())).collect();
        let now = context.now;
        let ids: HashMap<String, MerchantId> =
            context.book().await?.enter_merchants(&keys, now).await?.into_iter().collect();
        let mut rows = Vec::with_capacity(lines.len());
        for (line_number, line) in lines {
            let from_file = self.category_of_file(line, context).await?;
            let Some((merchant, decision)) = self.sorted.get(&text_key(line)) else { continue };
            let Some(merchant) = ids.get(&merchant.key) else { continue };
            rows.push(NewRow {
                id: TransactionId::new(),
                line_number: *line_number,
                booked_on: line.date,
                posted_on: line.posted,
                description: &line.description,
                amount: line.amount,
                merchant: *merchant,
                category: from_file.map_or(decision.category, |from_file| finer(from_file, decision.category)),
                decided_by: if from_file.is_some() { DecidedBy::File.as_str() } else { decision.by.as_str() },
                confidence: if from_file.is_some() { 1.0 } else { decision.confidence },
            });
        }
        Ok(rows)
    }

    fn sort(&mut self, line: &ParsedLine, currency: Currency) {
        let memory = &self.memory;
        self.sorted.entry(text_key(line)).or_insert_with(|| {
            let merchant = merchant(&line.description);
            let decision = decide(&line.description, &merchant, line.amount, Some(currency), memory);
            (merchant, decision)
        });
    }

    /// The category that the file itself names: a shipped one where the word means one, else the user's own.
    async fn category_of_file(
        &mut self,
        line: &ParsedLine,
        context: &mut Context,
    ) -> Result<Option<CategoryId>, ToolError> {
        let Some(word) = line.category.as_deref().map(str::trim).filter(|word| !word.is_empty()) else {
            return Ok(None);
        };
        if let Some(known) = self.own.get(word) {
            return Ok(Some(*known));
        }
        let now = context.now;
        let id = match category_from_word(word) {
            Some(id) => id,
            None => context.book().await?.enter_category(word, Category::Other, now).await?,
        };
        self.own.insert(word.to_owned(), id);
        Ok(Some(id))
    }
}

/// The file says Dining, knowledge of the merchant says coffee: both are right, and the finer one is kept.
fn finer(from_file: CategoryId, known: CategoryId) -> CategoryId {
    let is_top = Category::ALL.iter().any(|category| category.id() == from_file);
    if is_top && Category::of(known) == Category::of(from_file) { known } else { from_file }
}

fn text_key(line: &ParsedLine) -> (String, bool) {
    (line.description.clone(), line.amount.is_sign_negative())
}

/// The statement without its lines, which may be a million.
fn shallow(statement: &ParsedStatement) -> ParsedStatement {
    ParsedStatement {
        account: statement.account.clone(),
        period: statement.period,
        opening_balance: statement.opening_balance,
        closing_balance: statement.closing_balance,
        reconciliation: statement.reconciliation.clone(),
        lines: Vec::new(),
        warnings: statement.warnings.clone(),
    }
}

/// The days that the statement speaks about: its printed period, widened to its rows.
pub(super) fn extent(statement: &ParsedStatement) -> Option<Period> {
    let dates = || statement.lines.iter().map(|line| line.date);
    let rows = dates().min().zip(dates().max()).map(|(from, to)| Period { from, to });
    match (statement.period, rows) {
        (Some(period), Some(rows)) => Some(Period { from: period.from.min(rows.from), to: period.to.max(rows.to) }),
        (period, rows) => period.or(rows),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_is_ten_to_the_fifteenth() {
        assert_eq!(AMOUNT_LIMIT, Decimal::from(10_i64.pow(15)));
    }
}
