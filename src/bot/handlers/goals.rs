//! `/goals`: all goals, one goal, and changing them by buttons.

use super::{pictures, question};
use crate::agent::saving;
use crate::bot::asking::Asking;
use crate::bot::button::{ButtonAction, GoalAction};
use crate::bot::outgoing::{Button, Outgoing};
use crate::bot::turn::Turn;
use crate::domain::{AccountId, ActionId, GoalId};
use crate::text;
use crate::texts::Texts;
use crate::tools::goals::{AddToGoal, GoalNow, Goals, GoalsNow, RemoveGoal, SetGoal};
use crate::tools::{Tool as _, ToolError};

/// What the examples name.
const EXAMPLE: &str = "200";
const EXAMPLE_EXACT: &str = "12.50";
const EXAMPLE_PUT: &str = "50";
const EXAMPLE_GOAL: &str = "3000";
const EXAMPLE_DAY: &str = "1 March 2027";
const EXAMPLE_MONTHS: &str = "6";
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
            let words = text!(turn.texts, "goal-how-much-put", name = known.name);
            ask(turn, Asking::GoalPut { goal }, &words, EXAMPLE_PUT)
        }
        GoalAction::Take { goal } => {
            let known = find(turn, goal).await?;
            let words = text!(turn.texts, "goal-how-much-take", name = known.name);
            ask(turn, Asking::GoalTake { goal }, &words, EXAMPLE_PUT)
        }
        GoalAction::Amount { goal } => {
            let known = find(turn, goal).await?;
            let words = text!(turn.texts, "goal-how-much-amount", name = known.name);
            ask(turn, Asking::GoalAmount { goal }, &words, EXAMPLE_GOAL)
        }
        GoalAction::Day { goal } => {
            let known = find(turn, goal).await?;
            let words = text!(turn.texts, "goal-by-when", name = known.name);
            let example = text!(turn.texts, "goal-day-field", months = EXAMPLE_MONTHS);
            ask(turn, Asking::GoalDay { goal }, &words, &example)
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
            let buttons = buttons_of_removed(turn.texts, removed.action);
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
        let words = match wants_day {
            true => text!(turn.texts, "goal-day-unreadable", day = EXAMPLE_DAY, months = EXAMPLE_MONTHS),
            false => text!(turn.texts, "goal-amount-unreadable", whole = EXAMPLE, exact = EXAMPLE_EXACT),
        };
        turn.reply(Outgoing::plain(&words));
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
    turn.reply(Outgoing { buttons: buttons_of(turn.texts, set.action, set.goal.id), ..Outgoing::plain(&words) });
    Ok(())
}

async fn put(turn: &mut Turn, wanted: AddToGoal) -> Result<(), ToolError> {
    let context = turn.context().await?;
    let done = wanted.call(context).await?;
    let words = saving::put(&done, context.today, context.texts).text;
    turn.reply(Outgoing { buttons: buttons_of(turn.texts, done.action, done.goal.id), ..Outgoing::plain(&words) });
    Ok(())
}

/// Below what says that something was done to a goal.
pub(super) fn buttons_of(texts: &Texts, action: ActionId, goal: GoalId) -> Vec<Vec<Button>> {
    let undo = ButtonAction::Undo { action }.button(text!(texts, "button-undo-note"));
    vec![vec![undo, GoalAction::Open { goal }.button(text!(texts, "button-show-goal"))]]
}

pub(super) fn buttons_of_removed(texts: &Texts, action: ActionId) -> Vec<Vec<Button>> {
    vec![vec![ButtonAction::Undo { action }.button(text!(texts, "button-undo-note"))]]
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
    let texts = turn.texts;
    let standing = saving::answer(&now, Default::default(), today, texts).text;
    let counts = match &known.account {
        Some(account) => text!(texts, "goal-counts-account", account = account),
        None => text!(texts, "goal-counts-by-hand"),
    };
    let text = format!("{standing}\n\n{counts}");
    let mut buttons = Vec::new();
    if known.account.is_none() {
        buttons.push(vec![
            GoalAction::Put { goal }.button(text!(texts, "button-put-aside")),
            GoalAction::Take { goal }.button(text!(texts, "button-take-out")),
        ]);
    }
    let mut change = vec![
        GoalAction::Amount { goal }.button(text!(texts, "button-amount")),
        GoalAction::Day { goal }.button(text!(texts, "button-date")),
    ];
    if known.by.is_some() {
        change.push(GoalAction::NoDay { goal }.button(text!(texts, "button-no-date")));
    }
    buttons.push(change);
    buttons.push(vec![match known.account {
        Some(_) => GoalAction::ByHand { goal }.button(text!(texts, "button-count-by-hand")),
        None => GoalAction::Where { goal }.button(text!(texts, "button-count-account")),
    }]);
    buttons.push(vec![
        GoalAction::Remove { goal }.button(text!(texts, "button-remove")),
        GoalAction::List.button(text!(texts, "button-all-goals")),
    ]);
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
        true => text!(turn.texts, "goal-no-account", currency = known.currency.to_string()),
        false => text!(turn.texts, "goal-which-account", name = known.name),
    };
    buttons.push(vec![GoalAction::Open { goal }.button(text!(turn.texts, "button-back"))]);
    turn.reply(Outgoing { buttons, edits: message, ..Outgoing::plain(&words) });
    Ok(())
}

async fn hold_in(turn: &mut Turn, goal: GoalId, account: AccountId) -> Result<(), ToolError> {
    let name = find(turn, goal).await?.name;
    let vocabulary = turn.context().await?.vocabulary().await?;
    let Some(account) = vocabulary.accounts.iter().find(|known| known.id == account) else {
        return Err(ToolError::not_found(text!(turn.texts, "goal-account-gone")));
    };
    set(turn, SetGoal { name, account: Some(account.name.clone()), ..SetGoal::default() }).await
}

async fn find(turn: &mut Turn, goal: GoalId) -> Result<GoalNow, ToolError> {
    let now = Goals { history: true, ..Goals::default() }.call(turn.context().await?).await?;
    now.goals
        .into_iter()
        .find(|known| known.id == goal)
        .ok_or_else(|| ToolError::not_found(text!(turn.texts, "goal-gone")))
}
