//! `/accounts`, and an account that was opened: its name, and making it part of another.

use super::{question, render};
use crate::agent::format;
use crate::bot::asking::Asking;
use crate::bot::button::{AccountAction, ButtonAction};
use crate::bot::outgoing::{Button, Outgoing, escape};
use crate::bot::turn::Turn;
use crate::domain::{AccountId, ActionId, Currency};
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
        return Ok(render::nothing_yet());
    }
    let text = accounts.iter().map(account_words).collect::<Vec<_>>().join("\n\n");
    let open = |account: &AccountFacts| vec![AccountAction::Open { account: account.id }.button(account.name.as_str())];
    let mut buttons: Vec<Vec<Button>> = accounts.iter().take(BUTTONS_MAX).map(open).collect();
    if !Balances::default().call(turn.context().await?).await?.accounts.is_empty() {
        buttons.push(vec![ButtonAction::Balances.button("Balance over time")]);
    }
    Ok(Outgoing { buttons, ..Outgoing::html(text) })
}

fn account_words(account: &AccountFacts) -> String {
    let mut name = account.name.clone();
    // A name that farthing gave holds the bank and the number already.
    if let Some(bank) = account.bank.as_ref().filter(|bank| !name.contains(bank.as_str())) {
        name = format!("{bank}, {name}");
    }
    if let Some(number) = account.number.as_ref().filter(|number| !name.contains(number.as_str())) {
        name = format!("{name} {number}");
    }
    let mut lines = vec![format!("<b>{}</b>{}", escape(&name), currency(account))];
    lines.extend(facts(account));
    lines.push(proof(account));
    lines.join("\n")
}

fn currency(account: &AccountFacts) -> String {
    if account.currency == Currency::NONE { String::new() } else { format!(", {}", account.currency) }
}

/// Rows, days and balance, a line each.
fn facts(account: &AccountFacts) -> Vec<String> {
    let known = if account.known.is_empty() { String::new() } else { format!(", {}", render::periods(&account.known)) };
    let mut lines = vec![format!("{}{known}", render::counted_rows(account.rows))];
    if let Some(balance) = &account.balance {
        let amount = format::money(balance.amount, account.currency);
        lines.push(format!("Balance {amount} on {}", format::date(balance.on)));
    }
    lines
}

fn proof(account: &AccountFacts) -> String {
    let statements = format::count(account.statements, "statement");
    match (account.statements_proven, account.statements) {
        (_, 0) => "From what you typed or paid here; no statements yet".to_owned(),
        (0, _) => format!("Not proven: {statements} without balances that vouch for every row"),
        (1, 1) => "Proven: its balances vouch for every row".to_owned(),
        (proven, all) if proven == all => format!("Proven: the balances of all {statements} vouch for every row"),
        (proven, _) => format!("Partly proven: {proven} of {statements} by their balances"),
    }
}

async fn opened(turn: &mut Turn, account: AccountId) -> Result<Outgoing, ToolError> {
    let opened = OpenAccount { account }.call(turn.context().await?).await?;
    let mut change = vec![AccountAction::Rename { account }.button("Rename")];
    if !opened.others.is_empty() {
        change.push(AccountAction::ChooseMerge { from: account }.button("Merge into…"));
    }
    let buttons = vec![change, vec![AccountAction::List.button("Back")]];
    Ok(Outgoing { buttons, ..Outgoing::html(card(&opened)) })
}

/// An account and its statements.
fn card(opened: &OpenedAccount) -> String {
    let account = &opened.facts;
    let mut lines = vec![format!("<b>{}</b>{}", escape(&account.name), currency(account))];
    let known_as: Vec<String> = account.bank.iter().chain(&opened.numbers).map(|word| escape(word)).collect();
    if !known_as.is_empty() {
        lines.push(known_as.join(", "));
    }
    lines.extend(facts(account));
    if !opened.latest.is_empty() {
        lines.push(String::new());
    }
    lines.extend(opened.latest.iter().map(|statement| statement_words(statement, account.currency)));
    match account.statements.saturating_sub(opened.latest.len() as u64) {
        0 => {}
        more => lines.push(format!("… and {} before these", format::count(more, "statement"))),
    }
    lines.join("\n")
}

/// `✅ March 2026: proven, £512.40 at the end (march.pdf)`
fn statement_words(statement: &StatementFacts, currency: Currency) -> String {
    let period = statement.period.map_or_else(|| "No dates".to_owned(), format::period);
    let file = statement.file_name.as_ref().map(|name| format!(" ({})", escape(name))).unwrap_or_default();
    let end = statement.closing_balance.map(|balance| format!(", {} at the end", format::money(balance, currency)));
    let (sign, proof) = match statement.reconciled {
        Some(true) => ("✅", "proven".to_owned()),
        Some(false) => {
            let gap = statement.gap.unwrap_or_default();
            ("⚠️", format!("kept with a gap of {}", render::rows::signed(gap, currency)))
        }
        None => ("•", "not proven".to_owned()),
    };
    format!("{sign} {period}: {proof}{}{file}", end.unwrap_or_default())
}

/// "Rename" was tapped.
async fn ask_for_name(turn: &mut Turn, account: AccountId) -> Result<(), ToolError> {
    let opened = OpenAccount { account }.call(turn.context().await?).await?;
    turn.ask(Some(Asking::AccountName { account }));
    turn.reply(Outgoing {
        awaits: Some("Name".to_owned()),
        ..Outgoing::html(format!(
            "What shall I call <b>{}</b>? Type 1 to {NAME_CHARS_MAX} characters, or /cancel.",
            escape(&opened.facts.name)
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
        let words = format!("<b>{before}</b> is called <b>{after}</b> now.");
        turn.reply(Outgoing { buttons: vec![done(renamed.action, account)], ..Outgoing::html(words) });
        Ok(())
    }
}

fn done(action: ActionId, account: AccountId) -> Vec<Button> {
    vec![ButtonAction::Undo { action }.button("↩️ Undo"), AccountAction::Open { account }.button("Open it")]
}

/// "Merge into…" was tapped.
async fn choose_merge(turn: &mut Turn, from: AccountId) -> Result<Outgoing, ToolError> {
    let opened = OpenAccount { account: from }.call(turn.context().await?).await?;
    let choice = |other: &crate::tools::account_card::AccountName| {
        vec![AccountAction::AskToMerge { from, into: other.id }.button(other.name.as_str())]
    };
    let mut buttons: Vec<Vec<Button>> = opened.others.iter().take(BUTTONS_MAX).map(choice).collect();
    buttons.push(vec![AccountAction::Open { account: from }.button("Back")]);
    let words = format!(
        "Which account shall <b>{}</b> become part of? Its statements and rows move there, and what both have is counted once.",
        escape(&opened.facts.name)
    );
    Ok(Outgoing { buttons, ..Outgoing::html(words) })
}

/// An account was chosen: what would happen.
async fn ask_to_merge(turn: &mut Turn, from: AccountId, into: AccountId) -> Result<Outgoing, ToolError> {
    let plan = PreviewMerge { from, into }.call(turn.context().await?).await?;
    let (name_from, name_into) = (escape(&plan.from), escape(&plan.into));
    let words = format!(
        "Make <b>{name_from}</b> part of <b>{name_into}</b>?\n{}\n<b>{name_into}</b> then has {}, and later files of either go \
         there. You can undo it.",
        rows_words(&plan, "moves", "move"),
        render::counted_rows(plan.rows_after)
    );
    let buttons = vec![vec![
        AccountAction::Merge { from, into }.button("Merge them"),
        AccountAction::ChooseMerge { from }.button("Back"),
    ]];
    Ok(Outgoing { buttons, ..Outgoing::html(words) })
}

/// `40 rows move; 80 rows that both have are counted once.`
fn rows_words(merge: &Merge, one: &str, several: &str) -> String {
    let moves = if merge.moved == 1 { one } else { several };
    let moved = format!("{} {moves}", render::counted_rows(merge.moved));
    match merge.joined {
        0 => format!("{moved}; none of them is in both."),
        1 => format!("{moved}; 1 row that both have is counted once."),
        joined => format!("{moved}; {} that both have are counted once.", render::counted_rows(joined)),
    }
}

async fn merge(turn: &mut Turn, from: AccountId, into: AccountId) -> Result<Outgoing, ToolError> {
    let merged = MergeAccounts { from, into }.call(turn.context().await?).await?;
    let words = format!(
        "<b>{}</b> is part of <b>{}</b> now. {}",
        escape(&merged.merge.from),
        escape(&merged.merge.into),
        rows_words(&merged.merge, "moved", "moved")
    );
    Ok(Outgoing { buttons: vec![done(merged.action, into)], ..Outgoing::html(words) })
}
