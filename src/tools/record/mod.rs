//! The tool that keeps payments a person typed, until a statement shows them too.
//!
//! **Invariant:** it moves no money, and all that one sentence brought is one step that undo takes back.

mod everyday;

use std::collections::HashMap;

use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::categorise::{BookMemory, DecidedBy, Decision, Merchant, decide, merchant};
use super::import::AMOUNT_LIMIT;
use super::sorting::load_memory;
use super::tags::TAGS_OF_ROW_MAX;
use super::{Access, Context, Tool, ToolError};
use crate::domain::{
    AccountId, ActionId, Category, CategoryId, Currency, KnownAccount, MerchantId, ParsedLine, Source, Tag,
    TransactionId, Vocabulary,
};
use crate::store::accounts::NewAccount;
use crate::store::actions::ActionKind;
use crate::store::rows::NewRow;
use crate::store::tags::TagStep;
use crate::text;
use crate::texts::Texts;

pub(super) use everyday::category as everyday_category;
pub use everyday::means_category;

/// The account of typed payments that name none.
pub const DEFAULT_ACCOUNT: &str = "By hand";

/// The account of what is paid in cash.
pub const CASH_ACCOUNT: &str = "Cash";

/// Payments of one sentence: more is a list, and a list is a file.
pub const ROWS_MAX: usize = 10;

/// Letters of what a payment is for, and of a payee's name.
const WORDS_CHARS_MAX: usize = 120;

/// A typed payment older than this is a misread date.
const AGE_DAYS_MAX: u64 = 3_660;

/// How sure an everyday word is: it may stand for a shop's name too.
const EVERYDAY_CONFIDENCE: f32 = 0.9;

/// Keep payments that the user typed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// One to ten payments.
    pub rows: Vec<ToRecord>,
}

/// One payment as it was typed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ToRecord {
    /// What it was for: "coffee"; empty when only the payee was named.
    #[serde(default)]
    pub what: String,
    /// Who was paid, or who paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payee: Option<String>,
    /// Negative is money out.
    #[schemars(with = "String")]
    pub amount: Decimal,
    /// The home currency when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub currency: Option<Currency>,
    pub day: NaiveDate,
    /// "cash", or the name of an account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// Tags to put on it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Vec<String>")]
    pub tags: Vec<Tag>,
}

/// What was kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Recorded {
    /// The step that undo takes back.
    pub action: ActionId,
    pub rows: Vec<RecordedRow>,
}

/// One payment as it was kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecordedRow {
    pub id: TransactionId,
    pub date: NaiveDate,
    pub what: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payee: Option<String>,
    pub amount: Decimal,
    pub currency: Currency,
    pub category: String,
    pub subcategory: Option<String>,
    pub account: String,
    pub decided_by: DecidedBy,
    pub confidence: f32,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
}

impl Tool for Record {
    const NAME: &'static str = "record";
    const DESCRIPTION: &'static str = "Note payments that the user typed: what for, amount, day, account. They are sorted like \
        a statement's rows, and a statement that shows them later is recognised. Moves no money. One step, which undo takes back.";
    const ACCESS: Access = Access::Write;
    type Output = Recorded;

    async fn run(self, context: &mut Context) -> Result<Recorded, ToolError> {
        if self.rows.is_empty() || self.rows.len() > ROWS_MAX {
            return Err(ToolError::invalid(text!(context.texts, "record-how-many", most = ROWS_MAX.to_string())));
        }
        for row in &self.rows {
            row.refuse_unfit(context.today, context.texts)?;
        }
        let now = context.now;
        context.book().await?.lock_imports().await?;
        let mut accounts = Vec::new();
        for row in &self.rows {
            accounts.push(enter_account(row, context).await?);
        }
        let memory = load_memory(context).await?;
        let vocabulary = context.vocabulary().await?;
        let summary: Vec<String> = self.rows.iter().zip(&accounts).map(|(row, account)| row.summary(account)).collect();
        let action = context.book().await?.insert_action(ActionKind::Record, &summary.join(", "), None, now).await?;
        let sorted: Vec<(Merchant, Decision)> = self
            .rows
            .iter()
            .zip(&accounts)
            .map(|(row, account)| sort(row, account.currency, &memory, &vocabulary))
            .collect();
        let payees: Vec<(String, String)> =
            sorted.iter().map(|(merchant, _)| (merchant.key.clone(), merchant.name.clone())).collect();
        let mut payees_once = payees.clone();
        payees_once.sort();
        payees_once.dedup_by(|one, other| one.0 == other.0);
        let ids: HashMap<String, MerchantId> =
            context.book().await?.enter_merchants(&payees_once, now).await?.into_iter().collect();
        let mut recorded = Vec::new();
        for ((row, account), (merchant, decision)) in self.rows.iter().zip(&accounts).zip(&sorted) {
            let Some(merchant) = ids.get(&merchant.key) else { continue };
            let id = keep(row, account, (*merchant, decision), action, context).await?;
            let (category, subcategory) = vocabulary.category(decision.category);
            recorded.push(RecordedRow {
                id,
                date: row.day,
                what: row.what.clone(),
                payee: row.payee.clone(),
                amount: row.amount,
                currency: account.currency,
                category: category.name().to_owned(),
                subcategory: subcategory.map(str::to_owned),
                account: account.name.clone(),
                decided_by: decision.by,
                confidence: decision.confidence,
                tags: row.tags.clone(),
            });
        }
        context.book().await?.enqueue_look(now).await?;
        context.words_changed();
        Ok(Recorded { action, rows: recorded })
    }
}

impl ToRecord {
    fn refuse_unfit(&self, today: NaiveDate, texts: &Texts) -> Result<(), ToolError> {
        let refused = |words: String| Err(ToolError::invalid(words));
        let letters = self.description().chars().count();
        if letters == 0 || letters > WORDS_CHARS_MAX {
            return refused(text!(texts, "record-no-words"));
        }
        if self.amount.is_zero() || self.amount.abs() >= AMOUNT_LIMIT {
            return refused(text!(texts, "record-amount"));
        }
        if self.day > today {
            return refused(text!(texts, "record-not-yet"));
        }
        if today.checked_sub_days(Days::new(AGE_DAYS_MAX)).is_some_and(|oldest| self.day < oldest) {
            return refused(text!(texts, "record-too-old"));
        }
        Ok(())
    }

    /// The row's text.
    fn description(&self) -> String {
        let parts = [Some(self.what.trim()), self.payee.as_deref().map(str::trim)];
        let parts: Vec<&str> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
        parts.join(", ")
    }

    fn summary(&self, account: &KnownAccount) -> String {
        format!("{} {} {}", self.description(), self.amount.abs(), account.currency)
    }
}

/// One line, the row that it vouches for, and the link between.
async fn keep(
    row: &ToRecord,
    account: &KnownAccount,
    (merchant, decision): (MerchantId, &Decision),
    action: ActionId,
    context: &mut Context,
) -> Result<TransactionId, ToolError> {
    let now = context.now;
    let description = row.description();
    let line = ParsedLine {
        date: row.day,
        posted: None,
        description: description.clone(),
        amount: row.amount,
        currency: Some(account.currency),
        balance: None,
        category: None,
        source: Source { page: 1, line: 1 },
    };
    let new = NewRow {
        id: TransactionId::new(),
        line_number: 1,
        booked_on: row.day,
        posted_on: None,
        description: &description,
        amount: row.amount,
        merchant,
        category: decision.category,
        decided_by: decision.by.as_str(),
        confidence: decision.confidence,
    };
    let book = context.book().await?;
    let statement = book.insert_typed_statement(account.id, action, now).await?;
    book.insert_lines(statement, 1, std::slice::from_ref(&line)).await?;
    book.insert_rows(account.id, account.currency.code(), statement, std::slice::from_ref(&new), now).await?;
    book.change_tags((action, TagStep::Put), &[new.id], &row.tags, TAGS_OF_ROW_MAX.into(), now).await?;
    Ok(new.id)
}

/// The account that a payment belongs to; made when it is the default one and not there yet.
async fn enter_account(row: &ToRecord, context: &mut Context) -> Result<KnownAccount, ToolError> {
    let accounts = context.book().await?.accounts().await?;
    let vocabulary = Vocabulary { accounts, ..Vocabulary::default() };
    let named: Vec<&KnownAccount> = match &row.account {
        Some(words) => vocabulary.accounts_matching(words).collect(),
        None => Vec::new(),
    };
    let currency = currency_of(row, &named, &vocabulary.accounts, context).await?;
    let fitting: Vec<&&KnownAccount> = named.iter().filter(|account| account.currency == currency).collect();
    let name = match (&row.account, fitting.as_slice()) {
        (Some(_), [only]) => return Ok((**only).clone()),
        (Some(words), [_, _, ..]) => {
            let same = fitting.iter().find(|account| account.name.eq_ignore_ascii_case(words));
            match same {
                Some(account) => return Ok((**account).clone()),
                None => {
                    return Err(ToolError::refused(text!(context.texts, "record-which-account", name = words)));
                }
            }
        }
        (Some(words), []) if words.eq_ignore_ascii_case(CASH_ACCOUNT) => CASH_ACCOUNT,
        (Some(words), []) => {
            let currency = currency.to_string();
            let words = text!(context.texts, "record-no-account", currency = currency, name = words);
            return Err(ToolError::not_found(words));
        }
        (None, _) => DEFAULT_ACCOUNT,
    };
    let same = |account: &&KnownAccount| account.currency == currency && account.name.eq_ignore_ascii_case(name);
    if let Some(known) = vocabulary.accounts.iter().find(same) {
        return Ok(known.clone());
    }
    let now = context.now;
    let new = NewAccount { name, number_masked: None, number_hash: None, currency };
    let id: AccountId = context.book().await?.insert_account(&new, now).await?;
    Ok(KnownAccount { id, name: name.to_owned(), number_masked: None, currency })
}

/// The amount of the example.
const EXAMPLE: &str = "5.50";

/// The currency that was typed, else the named account's, the home currency, or that of all accounts.
async fn currency_of(
    row: &ToRecord,
    named: &[&KnownAccount],
    accounts: &[KnownAccount],
    context: &mut Context,
) -> Result<Currency, ToolError> {
    let texts = context.texts;
    let book = context.book().await?;
    let home = book.settings().await?.home_currency;
    if let Some(typed) = row.currency {
        if home.is_none() {
            book.set_home_currency(typed).await?;
        }
        return Ok(typed);
    }
    let shared = |currencies: Vec<Currency>| {
        let first = *currencies.first()?;
        currencies.iter().all(|other| *other == first).then_some(first)
    };
    let of_named = shared(named.iter().map(|account| account.currency).collect());
    let of_all = shared(accounts.iter().map(|account| account.currency).collect());
    let which = || ToolError::invalid(text!(texts, "record-which-currency", amount = EXAMPLE));
    of_named.or(home).or(of_all).ok_or_else(which)
}

/// Payee and category, in the usual order: the user's rules and corrections, then what the words say.
fn sort(row: &ToRecord, currency: Currency, memory: &BookMemory, vocabulary: &Vocabulary) -> (Merchant, Decision) {
    let payee = row.payee.as_deref().unwrap_or(&row.what);
    let merchant = merchant(payee);
    let decision = decide(&row.description(), &merchant, row.amount, Some(currency), memory);
    if matches!(decision.by, DecidedBy::Rule | DecidedBy::Memory) {
        return (merchant, decision);
    }
    let own = vocabulary.own_categories.iter().find(|own| own.name.eq_ignore_ascii_case(row.what.trim()));
    let said = own.map(|own| own.id).or_else(|| everyday_for(&row.what, row.amount));
    match said {
        Some(category) if decision.category != category => {
            let decision = Decision { category, confidence: EVERYDAY_CONFIDENCE, by: DecidedBy::Knowledge, ..decision };
            (merchant, decision)
        }
        _ => (merchant, decision),
    }
}

/// What everyday words say; money that comes in is nobody's lunch.
fn everyday_for(what: &str, amount: Decimal) -> Option<CategoryId> {
    let category = everyday::category(what)?;
    let incoming = matches!(Category::of(category), Some(Category::Income | Category::Transfer | Category::Savings));
    (amount.is_sign_negative() || incoming).then_some(category)
}

#[cfg(test)]
mod tests;
