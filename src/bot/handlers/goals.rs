//! `/goals`: all goals, one goal, and changing them by buttons.

use super::{pictures, question};
use crate::agent::saving;
use crate::bot::asking::Asking;
use crate::bot::button::{ButtonAction, GoalAction};
use crate::bot::outgoing::{Button, Outgoing};
use crate::bot::turn::Turn;
use crate::domain::{AccountId, ActionId, GoalId};
use crate::tools::goals::{AddToGoal, GoalNow, Goals, GoalsNow, RemoveGoal, SetGoal};
use crate::tools::{Tool as _, ToolError};

const GONE: &str = "That goal is gone. /goals shows the ones you have.";
const NO_AMOUNT: &str = "I can't read that as an amount. Write it like 200 or 12.50; nothing was changed.";
const NO_DAY: &str =
    "I can't read that as a day. Write it like July, 1 March 2027 or in 6 months; nothing was changed.";
/// Accounts offered for a goal: what a phone shows at once.
const ACCOUNTS_MAX: usize = 8;

/// `/goals`, and `/goals 3000 for a holiday by July`.
pub(super) async fn command(turn: &mut Turn, argument: &str) -> Result<(), ToolError> {
    let argument = argument.trim();
    if argument.is_empty() {
        return list(turn).await;
    }
    let context = turn.context().await?;
    let (vocabulary, today) = (context.vocabulary().await?, context.today);
    let sentences = [argument.to_owned(), format!("goal: {argument}")];
    let wanted = sentences.iter().find(|text| saving::read(text, today, &vocabulary).is_some());
    match wanted {
        Some(text) => question::ask(turn, text).await,
        None => question::ask(turn, &format!("how is my {argument} goal going?")).await,
    }
}

pub(super) async fn pressed(turn: &mut Turn, action: GoalAction, message: Option<i32>) -> Result<(), ToolError> {
    match action {
        GoalAction::List => list(turn).await,
        GoalAction::Open { goal } => open(turn, goal).await,
        GoalAction::Put { goal } => {
            let known = find(turn, goal).await?;
            ask(turn, Asking::GoalPut { goal }, &format!("How much do you put aside for {}?", known.name), "50")
        }
        GoalAction::Take { goal } => {
            let known = find(turn, goal).await?;
            ask(turn, Asking::GoalTake { goal }, &format!("How much do you take out of {}?", known.name), "50")
        }
        GoalAction::Amount { goal } => {
            let known = find(turn, goal).await?;
            ask(turn, Asking::GoalAmount { goal }, &format!("How much should there be for {}?", known.name), "3000")
        }
        GoalAction::Day { goal } => {
            let known = find(turn, goal).await?;
            ask(turn, Asking::GoalDay { goal }, &format!("By when for {}?", known.name), "July, or in 6 months")
        }
        GoalAction::NoDay { goal } => {
            let name = find(turn, goal).await?.name;
            set(turn, SetGoal { name, without_date: true, ..SetGoal::default() }).await
        }
        GoalAction::Where { goal } => choose_account(turn, goal, message).await,
        GoalAction::In { goal, account } => hold_in(turn, goal, account).await,
        GoalAction::ByHand { goal } => {
            let name = find(turn, goal).await?.name;
            set(turn, SetGoal { name, by_hand: true, ..SetGoal::default() }).await
        }
        GoalAction::Remove { goal } => {
            let known = find(turn, goal).await?;
            let removed = RemoveGoal { goal: known.name }.call(turn.context().await?).await?;
            if let Some(message) = message {
                turn.remove_buttons(message).await;
            }
            let buttons = buttons_of_removed(removed.action);
            turn.reply(Outgoing { buttons, ..Outgoing::plain(&saving::removed(&removed, turn.texts)) });
            Ok(())
        }
    }
}

/// What was asked for was typed.
pub(super) async fn typed(turn: &mut Turn, asking: &Asking, text: &str) -> Result<(), ToolError> {
    let (Asking::GoalPut { goal } | Asking::GoalTake { goal } | Asking::GoalAmount { goal } | Asking::GoalDay { goal }) =
        asking
    else {
        return Ok(());
    };
    let today = turn.context().await?.today;
    let (amount, day) = (saving::amount_named(text), saving::day_named(text, today));
    let wants_day = matches!(asking, Asking::GoalDay { .. });
    if wants_day && day.is_none() || !wants_day && amount.is_none() {
        turn.reply(Outgoing::plain(if wants_day { NO_DAY } else { NO_AMOUNT }));
        return Ok(());
    }
    turn.ask(None);
    let name = find(turn, *goal).await?.name;
    let amount_or_none = amount.unwrap_or_default();
    match asking {
        Asking::GoalPut { .. } => put(turn, AddToGoal { goal: name, amount: amount_or_none, currency: None }).await,
        Asking::GoalTake { .. } => put(turn, AddToGoal { goal: name, amount: -amount_or_none, currency: None }).await,
        Asking::GoalDay { .. } => set(turn, SetGoal { name, by: day, ..SetGoal::default() }).await,
        _ => set(turn, SetGoal { name, amount, ..SetGoal::default() }).await,
    }
}

fn ask(turn: &mut Turn, asking: Asking, words: &str, example: &str) -> Result<(), ToolError> {
    turn.ask(Some(asking));
    turn.reply(Outgoing { awaits: Some(example.to_owned()), ..Outgoing::plain(words) });
    Ok(())
}

async fn set(turn: &mut Turn, wanted: SetGoal) -> Result<(), ToolError> {
    let context = turn.context().await?;
    let set = wanted.call(context).await?;
    let words = saving::set(&set, context.today, context.texts).text;
    turn.reply(Outgoing { buttons: buttons_of(set.action, set.goal.id), ..Outgoing::plain(&words) });
    Ok(())
}

async fn put(turn: &mut Turn, wanted: AddToGoal) -> Result<(), ToolError> {
    let context = turn.context().await?;
    let done = wanted.call(context).await?;
    let words = saving::put(&done, context.today, context.texts).text;
    turn.reply(Outgoing { buttons: buttons_of(done.action, done.goal.id), ..Outgoing::plain(&words) });
    Ok(())
}

/// Below what says that something was done to a goal.
pub(super) fn buttons_of(action: ActionId, goal: GoalId) -> Vec<Vec<Button>> {
    let undo = ButtonAction::Undo { action }.button("Undo");
    vec![vec![undo, GoalAction::Open { goal }.button("Show the goal")]]
}

pub(super) fn buttons_of_removed(action: ActionId) -> Vec<Vec<Button>> {
    vec![vec![ButtonAction::Undo { action }.button("Undo")]]
}

async fn list(turn: &mut Turn) -> Result<(), ToolError> {
    let context = turn.context().await?;
    let today = context.today;
    let now = Goals { history: true, ..Goals::default() }.call(context).await?;
    let text = saving::answer(&now, Default::default(), today, turn.texts).text;
    let open = |goal: &GoalNow| vec![GoalAction::Open { goal: goal.id }.button(goal.name.clone())];
    let buttons = now.goals.iter().map(open).collect();
    let picture = pictures::goals(turn.texts, &now.goals, today).await;
    turn.reply_with_picture(Outgoing { buttons, ..Outgoing::plain(&text) }, picture, "goals.png");
    Ok(())
}

async fn open(turn: &mut Turn, goal: GoalId) -> Result<(), ToolError> {
    let known = find(turn, goal).await?;
    let today = turn.context().await?.today;
    let now = GoalsNow { goals: vec![known.clone()] };
    let mut text = saving::answer(&now, Default::default(), today, turn.texts).text;
    text += &match &known.account {
        Some(account) => format!("\n\nWhat is in {account} counts."),
        None => "\n\nWhat you put aside by hand counts; no money moves.".to_owned(),
    };
    let mut buttons = Vec::new();
    if known.account.is_none() {
        buttons.push(vec![GoalAction::Put { goal }.button("Put aside"), GoalAction::Take { goal }.button("Take out")]);
    }
    let mut change = vec![GoalAction::Amount { goal }.button("Amount"), GoalAction::Day { goal }.button("Date")];
    if known.by.is_some() {
        change.push(GoalAction::NoDay { goal }.button("No date"));
    }
    buttons.push(change);
    buttons.push(vec![match known.account {
        Some(_) => GoalAction::ByHand { goal }.button("Count by hand"),
        None => GoalAction::Where { goal }.button("Count an account"),
    }]);
    buttons.push(vec![GoalAction::Remove { goal }.button("Remove"), GoalAction::List.button("All goals")]);
    let picture = pictures::goals(turn.texts, &now.goals, today).await;
    turn.reply_with_picture(Outgoing { buttons, ..Outgoing::plain(&text) }, picture, "goal.png");
    Ok(())
}

async fn choose_account(turn: &mut Turn, goal: GoalId, message: Option<i32>) -> Result<(), ToolError> {
    let known = find(turn, goal).await?;
    let vocabulary = turn.context().await?.vocabulary().await?;
    let fits = vocabulary.accounts.iter().filter(|account| account.currency == known.currency);
    let choice = |account: &crate::domain::KnownAccount| {
        vec![GoalAction::In { goal, account: account.id }.button(account.name.clone())]
    };
    let mut buttons: Vec<Vec<Button>> = fits.take(ACCOUNTS_MAX).map(choice).collect();
    let words = match buttons.is_empty() {
        true => format!("You have no account in {} yet.", known.currency),
        false => format!("Which account holds what you save for {}?", known.name),
    };
    buttons.push(vec![GoalAction::Open { goal }.button("Back")]);
    turn.reply(Outgoing { buttons, edits: message, ..Outgoing::plain(&words) });
    Ok(())
}

async fn hold_in(turn: &mut Turn, goal: GoalId, account: AccountId) -> Result<(), ToolError> {
    let name = find(turn, goal).await?.name;
    let vocabulary = turn.context().await?.vocabulary().await?;
    let Some(account) = vocabulary.accounts.iter().find(|known| known.id == account) else {
        return Err(ToolError::not_found("That account is gone. Nothing was changed."));
    };
    set(turn, SetGoal { name, account: Some(account.name.clone()), ..SetGoal::default() }).await
}

async fn find(turn: &mut Turn, goal: GoalId) -> Result<GoalNow, ToolError> {
    let now = Goals { history: true, ..Goals::default() }.call(turn.context().await?).await?;
    now.goals.into_iter().find(|known| known.id == goal).ok_or_else(|| ToolError::not_found(GONE))
}
