//! `/accounts`, and an account that was opened: its name, and making it part of another.

use super::{question, render};
use crate::agent::format;
use crate::bot::asking::Asking;
use crate::bot::button::{AccountAction, ButtonAction};
use crate::bot::outgoing::{Button, Outgoing, escape};
use crate::bot::turn::Turn;
use crate::domain::{AccountId, ActionId, Currency};
use crate::text;
use crate::texts::Texts;
use crate::tools::account_card::{OpenAccount, OpenedAccount, StatementFacts};
use crate::tools::account_facts::{AccountFacts, Accounts};
use crate::tools::balances::Balances;
use crate::tools::merge_accounts::{Merge, MergeAccounts, PreviewMerge};
use crate::tools::rename_account::{NAME_CHARS_MAX, RenameAccount};
use crate::tools::{ErrorKind, Tool, ToolError};

/// Accounts with a button: what a phone shows in a few screens.
const BUTTONS_MAX: usize = 30;

/// `/accounts`
pub(super) async fn list(turn: &mut Turn) -> Result<(), ToolError> {
    let list = listed(turn).await?;
    turn.reply(list);
    Ok(())
}

/// A button of the list or of an account was tapped; the message with it shows what comes of that.
pub(super) async fn pressed(turn: &mut Turn, action: AccountAction, message: Option<i32>) -> Result<(), ToolError> {
    let reply = match action {
        AccountAction::List => listed(turn).await?,
        AccountAction::Open { account } => opened(turn, account).await?,
        AccountAction::Rename { account } => return ask_for_name(turn, account).await,
        AccountAction::ChooseMerge { from } => choose_merge(turn, from).await?,
        AccountAction::AskToMerge { from, into } => ask_to_merge(turn, from, into).await?,
        AccountAction::Merge { from, into } => merge(turn, from, into).await?,
    };
    turn.reply(Outgoing { edits: message, ..reply });
    Ok(())
}

async fn listed(turn: &mut Turn) -> Result<Outgoing, ToolError> {
    let mut accounts = Accounts {}.call(turn.context().await?).await?;
    // One that is kept for its name or its deleted rows alone.
    accounts.retain(|account| account.rows > 0 || account.statements > 0);
    if accounts.is_empty() {
        return Ok(render::nothing_yet(turn.texts));
    }
    let text = accounts.iter().map(|account| account_words(turn.texts, account)).collect::<Vec<_>>().join("\n\n");
    let open = |account: &AccountFacts| vec![AccountAction::Open { account: account.id }.button(account.name.as_str())];
    let mut buttons: Vec<Vec<Button>> = accounts.iter().take(BUTTONS_MAX).map(open).collect();
    if !Balances::default().call(turn.context().await?).await?.accounts.is_empty() {
        buttons.push(vec![ButtonAction::Balances.button(text!(turn.texts, "button-balances"))]);
    }
    Ok(Outgoing { buttons, ..Outgoing::html(text) })
}

fn account_words(texts: &Texts, account: &AccountFacts) -> String {
    let mut name = account.name.clone();
    // A name that farthing gave holds the bank and the number already.
    if let Some(bank) = account.bank.as_ref().filter(|bank| !name.contains(bank.as_str())) {
        name = format!("{bank}, {name}");
    }
    if let Some(number) = account.number.as_ref().filter(|number| !name.contains(number.as_str())) {
        name = format!("{name} {number}");
    }
    let mut lines = vec![format!("<b>{}</b>{}", escape(&name), currency(account))];
    lines.extend(facts(texts, account));
    lines.push(proof(texts, account));
    lines.join("\n")
}

fn currency(account: &AccountFacts) -> String {
    if account.currency == Currency::NONE { String::new() } else { format!(", {}", account.currency) }
}

/// Rows, days and balance, a line each.
fn facts(texts: &Texts, account: &AccountFacts) -> Vec<String> {
    let rows = render::counted_rows(texts, account.rows);
    let mut lines = vec![match account.known.is_empty() {
        true => rows,
        false => text!(texts, "account-rows", rows = rows, days = format::periods(texts, &account.known)),
    }];
    if let Some(balance) = &account.balance {
        let amount = format::money(balance.amount, account.currency);
        lines.push(text!(texts, "account-balance", amount = amount, date = format::date(balance.on)));
    }
    lines
}

fn proof(texts: &Texts, account: &AccountFacts) -> String {
    match (account.statements_proven, account.statements) {
        (_, 0) => text!(texts, "account-typed"),
        (0, all) => text!(texts, "account-not-proven", count = all),
        (1, 1) => text!(texts, "account-proven-by-one"),
        (proven, all) if proven == all => text!(texts, "account-proven", count = all),
        (proven, all) => text!(texts, "account-partly-proven", proven = proven.to_string(), count = all),
    }
}

async fn opened(turn: &mut Turn, account: AccountId) -> Result<Outgoing, ToolError> {
    let opened = OpenAccount { account }.call(turn.context().await?).await?;
    let mut change = vec![AccountAction::Rename { account }.button(text!(turn.texts, "button-rename"))];
    if !opened.others.is_empty() {
        change.push(AccountAction::ChooseMerge { from: account }.button(text!(turn.texts, "button-merge-into")));
    }
    let buttons = vec![change, vec![AccountAction::List.button(text!(turn.texts, "button-back"))]];
    Ok(Outgoing { buttons, ..Outgoing::html(card(turn.texts, &opened)) })
}

/// An account and its statements.
fn card(texts: &Texts, opened: &OpenedAccount) -> String {
    let account = &opened.facts;
    let mut lines = vec![format!("<b>{}</b>{}", escape(&account.name), currency(account))];
    let known_as: Vec<String> = account.bank.iter().chain(&opened.numbers).map(|word| escape(word)).collect();
    if !known_as.is_empty() {
        lines.push(known_as.join(", "));
    }
    lines.extend(facts(texts, account));
    if !opened.latest.is_empty() {
        lines.push(String::new());
    }
    lines.extend(opened.latest.iter().map(|statement| statement_words(texts, statement, account.currency)));
    match account.statements.saturating_sub(opened.latest.len() as u64) {
        0 => {}
        more => lines.push(text!(texts, "statements-before", count = more)),
    }
    lines.join("\n")
}

/// `✅ March 2026: proven, £512.40 at the end (march.pdf)`
pub(super) fn statement_words(texts: &Texts, statement: &StatementFacts, currency: Currency) -> String {
    let period = statement.period.map_or_else(|| text!(texts, "statement-no-dates"), format::period);
    let file = statement.file_name.as_ref().map(|name| format!("({})", escape(name))).unwrap_or_default();
    let end = statement
        .closing_balance
        .map_or_else(String::new, |balance| text!(texts, "statement-end", amount = format::money(balance, currency)));
    match statement.reconciled {
        Some(true) => text!(texts, "statement-proven", period = period, end = end, file = file),
        Some(false) => {
            let gap = render::rows::signed(statement.gap.unwrap_or_default(), currency);
            text!(texts, "statement-gap", period = period, gap = gap, end = end, file = file)
        }
        None => text!(texts, "statement-not-proven", period = period, end = end, file = file),
    }
}

/// "Rename" was tapped.
async fn ask_for_name(turn: &mut Turn, account: AccountId) -> Result<(), ToolError> {
    let opened = OpenAccount { account }.call(turn.context().await?).await?;
    turn.ask(Some(Asking::AccountName { account }));
    turn.reply(Outgoing {
        awaits: Some(text!(turn.texts, "account-name-field")),
        ..Outgoing::html(text!(
            turn.texts,
            "account-name-what",
            account = escape(&opened.facts.name),
            min = "1",
            max = NAME_CHARS_MAX.to_string(),
        ))
    });
    Ok(())
}

/// A name was typed.
pub(super) async fn name_typed(turn: &mut Turn, account: AccountId, text: &str) -> Result<(), ToolError> {
    if text.trim_end().ends_with('?') {
        turn.ask(None);
        return question::ask(turn, text).await;
    }
    let renamed = RenameAccount { account, name: text.to_owned() }.call(turn.context().await?).await;
    if matches!(&renamed, Err(error) if error.kind != ErrorKind::NotFound) {
        // Another name may do.
        renamed.map(|_| ())
    } else {
        turn.ask(None);
        let renamed = renamed?;
        let (before, after) = (escape(&renamed.before), escape(&renamed.after));
        let words = text!(turn.texts, "account-renamed", before = before, after = after);
        turn.reply(Outgoing { buttons: vec![done(turn.texts, renamed.action, account)], ..Outgoing::html(words) });
        Ok(())
    }
}

fn done(texts: &Texts, action: ActionId, account: AccountId) -> Vec<Button> {
    vec![
        ButtonAction::Undo { action }.button(text!(texts, "button-undo")),
        AccountAction::Open { account }.button(text!(texts, "button-open-account")),
    ]
}

/// "Merge into…" was tapped.
async fn choose_merge(turn: &mut Turn, from: AccountId) -> Result<Outgoing, ToolError> {
    let opened = OpenAccount { account: from }.call(turn.context().await?).await?;
    let choice = |other: &crate::tools::account_card::AccountName| {
        vec![AccountAction::AskToMerge { from, into: other.id }.button(other.name.as_str())]
    };
    let mut buttons: Vec<Vec<Button>> = opened.others.iter().take(BUTTONS_MAX).map(choice).collect();
    buttons.push(vec![AccountAction::Open { account: from }.button(text!(turn.texts, "button-back"))]);
    let words = text!(turn.texts, "merge-into-which", account = escape(&opened.facts.name));
    Ok(Outgoing { buttons, ..Outgoing::html(words) })
}

/// An account was chosen: what would happen.
async fn ask_to_merge(turn: &mut Turn, from: AccountId, into: AccountId) -> Result<Outgoing, ToolError> {
    let plan = PreviewMerge { from, into }.call(turn.context().await?).await?;
    let (name_from, name_into) = (escape(&plan.from), escape(&plan.into));
    let moves = text!(turn.texts, "merge-moves", count = plan.moved);
    let words = text!(
        turn.texts,
        "merge-ask",
        from = name_from,
        into = name_into,
        moves = moves,
        joined = joined(turn.texts, &plan),
        count = plan.rows_after,
    );
    let buttons = vec![vec![
        AccountAction::Merge { from, into }.button(text!(turn.texts, "button-merge")),
        AccountAction::ChooseMerge { from }.button(text!(turn.texts, "button-back")),
    ]];
    Ok(Outgoing { buttons, ..Outgoing::html(words) })
}

/// What both accounts have.
fn joined(texts: &Texts, merge: &Merge) -> String {
    match merge.joined {
        0 => text!(texts, "merge-none-joined"),
        joined => text!(texts, "merge-joined", count = joined),
    }
}

async fn merge(turn: &mut Turn, from: AccountId, into: AccountId) -> Result<Outgoing, ToolError> {
    let merged = MergeAccounts { from, into }.call(turn.context().await?).await?;
    let words = text!(
        turn.texts,
        "merged",
        from = escape(&merged.merge.from),
        into = escape(&merged.merge.into),
        count = merged.merge.moved,
        joined = joined(turn.texts, &merged.merge),
    );
    Ok(Outgoing { buttons: vec![done(turn.texts, merged.action, into)], ..Outgoing::html(words) })
}
