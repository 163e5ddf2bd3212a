//! `/budget`: all budgets, one budget, and changing them by buttons.

use super::pictures;
use crate::agent::{budgeting, format};
use crate::bot::asking::Asking;
use crate::bot::button::{BudgetAction, ButtonAction};
use crate::bot::outgoing::{Button, Outgoing};
use crate::bot::turn::Turn;
use crate::domain::{ActionId, BudgetId, Vocabulary};
use crate::text;
use crate::texts::Texts;
use crate::tools::budget::{BudgetRemoved, BudgetSet, Budgets, Every, RemoveBudget, SetBudget, Standing, Suggestion};
use crate::tools::wallet::read_amount;
use crate::tools::{Tool as _, ToolError};

/// Amounts of the examples.
const EXAMPLE: &str = "200";
const EXAMPLE_EXACT: &str = "12.50";

/// `/budget`, and `/budget 200 a month for eating out`.
pub(super) async fn command(turn: &mut Turn, argument: &str) -> Result<(), ToolError> {
    if argument.trim().is_empty() {
        return list(turn, None).await;
    }
    let context = turn.context().await?;
    let (vocabulary, today) = (context.vocabulary().await?, context.today);
    match read(argument, today, &vocabulary) {
        Some(wanted) => set(turn, wanted).await,
        None if removes(argument) => super::question::ask(turn, &format!("{argument} budget")).await,
        None => super::question::ask(turn, &format!("how is my {argument} budget")).await,
    }
}

/// `/budget remove groceries`.
fn removes(argument: &str) -> bool {
    let verb = argument.split_whitespace().next().unwrap_or_default().to_lowercase();
    matches!(verb.as_str(), "remove" | "delete")
}

fn read(argument: &str, today: chrono::NaiveDate, vocabulary: &Vocabulary) -> Option<SetBudget> {
    budgeting::read(argument, today, vocabulary)
        .or_else(|| budgeting::read(&format!("budget {argument}"), today, vocabulary))
}

pub(super) async fn pressed(turn: &mut Turn, action: BudgetAction, message: Option<i32>) -> Result<(), ToolError> {
    match action {
        BudgetAction::List => list(turn, message).await,
        BudgetAction::Suggest => suggest(turn, message).await,
        BudgetAction::Open { budget } => open(turn, budget, message).await,
        BudgetAction::Amount { budget } => {
            let known = find(turn, budget).await?;
            turn.ask(Some(Asking::BudgetAmount { budget }));
            let every = budgeting::every_words(turn.texts, known.every);
            let words = text!(turn.texts, "budget-how-much", every = every, name = known.name);
            turn.reply(Outgoing { awaits: Some(EXAMPLE.to_owned()), ..Outgoing::plain(&words) });
            Ok(())
        }
        BudgetAction::Often { budget } => often(turn, budget, message).await,
        BudgetAction::Every { budget, every } => {
            let every = match every {
                'w' => Every::Week,
                'm' => Every::Month,
                'y' => Every::Year,
                _ => Every::Payday,
            };
            let known = find(turn, budget).await?;
            set(turn, SetBudget { every: Some(every), ..as_it_is(&known) }).await
        }
        BudgetAction::RollOver { budget, rolls } => {
            let known = find(turn, budget).await?;
            set(turn, SetBudget { rolls_over: Some(rolls), ..as_it_is(&known) }).await
        }
        BudgetAction::Remove { budget } => {
            let removed = RemoveBudget { budget }.call(turn.context().await?).await?;
            if let Some(message) = message {
                turn.remove_buttons(message).await;
            }
            let buttons = buttons_of_removed(turn.texts, &removed);
            turn.reply(Outgoing { buttons, ..Outgoing::plain(&budgeting::removed(&removed, turn.texts)) });
            Ok(())
        }
        BudgetAction::Add { amount, currency, category } => {
            let wanted = SetBudget {
                categories: vec![category],
                merchants: Vec::new(),
                tags: Vec::new(),
                amount,
                currency: Some(currency),
                every: Some(Every::Month),
                payday: None,
                rolls_over: None,
                thresholds: None,
            };
            set(turn, wanted).await
        }
    }
}

/// The amount that was asked for was typed.
pub(super) async fn amount_typed(turn: &mut Turn, budget: BudgetId, text: &str) -> Result<(), ToolError> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let amount = read_amount(&words).and_then(|(asked, _)| asked.digits.parse().ok());
    let Some(amount) = amount else {
        let words = text!(turn.texts, "budget-amount-unreadable", whole = EXAMPLE, exact = EXAMPLE_EXACT);
        turn.reply(Outgoing::plain(&words));
        return Ok(());
    };
    turn.ask(None);
    let known = find(turn, budget).await?;
    set(turn, SetBudget { amount, ..as_it_is(&known) }).await
}

async fn set(turn: &mut Turn, wanted: SetBudget) -> Result<(), ToolError> {
    let context = turn.context().await?;
    let set = wanted.call(context).await?;
    let words = budgeting::set(&set, context.today, context.texts).text;
    turn.reply(Outgoing { buttons: buttons_of_set(turn.texts, &set), ..Outgoing::plain(&words) });
    Ok(())
}

/// Below what says that a budget was set.
pub(super) fn buttons_of_set(texts: &Texts, set: &BudgetSet) -> Vec<Vec<Button>> {
    let change = BudgetAction::Open { budget: set.budget.id }.button(text!(texts, "button-change"));
    vec![vec![undo(texts, set.action), change]]
}

/// Below what says that a budget was removed.
pub(super) fn buttons_of_removed(texts: &Texts, removed: &BudgetRemoved) -> Vec<Vec<Button>> {
    vec![vec![undo(texts, removed.action)]]
}

fn undo(texts: &Texts, action: ActionId) -> Button {
    ButtonAction::Undo { action }.button(text!(texts, "button-undo-note"))
}

/// Sets what was suggested, where a button can carry it.
pub(super) fn suggestion_button(texts: &Texts, suggestion: &Suggestion) -> Option<Button> {
    let Suggestion { categories, merchants, tags, .. } = suggestion;
    let ([category], [], []) = (categories.as_slice(), merchants.as_slice(), tags.as_slice()) else { return None };
    let fits = category.len() <= BudgetAction::NAME_BYTES_MAX && !category.contains(':');
    let money = format::money(suggestion.amount, suggestion.currency);
    let words = text!(texts, "button-budget-suggestion", name = suggestion.name, amount = money);
    let (amount, currency, category) = (suggestion.amount, suggestion.currency, category.clone());
    fits.then(|| BudgetAction::Add { amount, currency, category }.button(words))
}

async fn list(turn: &mut Turn, message: Option<i32>) -> Result<(), ToolError> {
    let now = Budgets::default().call(turn.context().await?).await?;
    let mut text = match now.budgets.is_empty() {
        true => text!(turn.texts, "budget-how", amount = EXAMPLE),
        false => {
            let lines = bullets(&budgeting::standing_lines(&now.budgets, turn.texts));
            format!("{}\n{lines}", text!(turn.texts, "budget-all"))
        }
    };
    let mut buttons: Vec<Vec<Button>> = now
        .budgets
        .iter()
        .map(|budget| vec![BudgetAction::Open { budget: budget.id }.button(budget.name.clone())])
        .collect();
    let suggested = suggestion_buttons(turn.texts, &now.suggestions);
    match (suggested.is_empty(), now.budgets.is_empty()) {
        (true, _) => {}
        (false, true) => {
            text = format!("{text}\n\n{}", text!(turn.texts, "budget-suggested"));
            buttons.extend(suggested);
        }
        // Who has budgets came for those.
        (false, false) => buttons.push(vec![BudgetAction::Suggest.button(text!(turn.texts, "button-suggest-budgets"))]),
    }
    // Words cannot take the place of a picture, nor the other way round: below a button the list stays words.
    let today = turn.context().await?.today;
    let picture = match message {
        None => pictures::budgets(turn, &now.budgets, today).await?,
        Some(_) => None,
    };
    turn.reply_with_picture(Outgoing { buttons, edits: message, ..Outgoing::plain(&text) }, picture, "budgets.png");
    Ok(())
}

/// What could be budgets, by what was spent: one tap each.
async fn suggest(turn: &mut Turn, message: Option<i32>) -> Result<(), ToolError> {
    let now = Budgets::default().call(turn.context().await?).await?;
    let mut buttons = suggestion_buttons(turn.texts, &now.suggestions);
    let text = match buttons.is_empty() {
        true => text!(turn.texts, "budget-suggested-none"),
        false => text!(turn.texts, "budget-suggested"),
    };
    buttons.push(vec![BudgetAction::List.button(text!(turn.texts, "button-all-budgets"))]);
    turn.reply(Outgoing { buttons, edits: message, ..Outgoing::plain(&text) });
    Ok(())
}

fn suggestion_buttons(texts: &Texts, suggestions: &[Suggestion]) -> Vec<Vec<Button>> {
    suggestions
        .iter()
        .filter_map(|suggestion| suggestion_button(texts, suggestion))
        .map(|button| vec![button])
        .collect()
}

fn bullets(lines: &[String]) -> String {
    lines.iter().map(|line| format!("• {line}")).collect::<Vec<_>>().join("\n")
}

async fn open(turn: &mut Turn, budget: BudgetId, message: Option<i32>) -> Result<(), ToolError> {
    let known = find(turn, budget).await?;
    let today = turn.context().await?.today;
    let now = crate::tools::budget::BudgetsNow { budgets: vec![known.clone()], suggestions: Vec::new() };
    let texts = turn.texts;
    let standing = budgeting::answer(&now, budgeting::Asked::default(), today, texts).text;
    let amount = format::money(known.amount, known.currency);
    let percents: Vec<String> = known.thresholds.iter().map(|percent| format!("{percent}%")).collect();
    let speaks = match percents.is_empty() {
        true => text!(texts, "budget-speaks-never"),
        false => text!(texts, "budget-speaks", percents = percents.join(", ")),
    };
    let every = budgeting::every_words(texts, known.every);
    let (words, roll) = match known.rolls_over {
        true => (
            text!(texts, "budget-rolls", amount = amount, every = every, speaks = speaks),
            text!(texts, "button-begin-anew"),
        ),
        false => (
            text!(texts, "budget-anew", amount = amount, every = every, speaks = speaks),
            text!(texts, "button-carry-over"),
        ),
    };
    let text = format!("{standing}\n\n{words}");
    let buttons = vec![
        vec![
            BudgetAction::Amount { budget }.button(text!(texts, "button-amount")),
            BudgetAction::Often { budget }.button(text!(texts, "button-how-often")),
        ],
        vec![BudgetAction::RollOver { budget, rolls: !known.rolls_over }.button(roll)],
        vec![
            BudgetAction::Remove { budget }.button(text!(texts, "button-remove")),
            BudgetAction::List.button(text!(texts, "button-all-budgets")),
        ],
    ];
    turn.reply(Outgoing { buttons, edits: message, ..Outgoing::plain(&text) });
    Ok(())
}

async fn often(turn: &mut Turn, budget: BudgetId, message: Option<i32>) -> Result<(), ToolError> {
    let known = find(turn, budget).await?;
    let choices = [
        (text!(turn.texts, "button-every-week"), 'w'),
        (text!(turn.texts, "button-every-month"), 'm'),
        (text!(turn.texts, "button-every-year"), 'y'),
        (text!(turn.texts, "button-every-payday"), 'p'),
    ];
    let mut buttons: Vec<Vec<Button>> =
        choices.into_iter().map(|(words, every)| vec![BudgetAction::Every { budget, every }.button(words)]).collect();
    buttons.push(vec![BudgetAction::Open { budget }.button(text!(turn.texts, "button-back"))]);
    let words = text!(turn.texts, "budget-how-often", name = known.name);
    turn.reply(Outgoing { buttons, edits: message, ..Outgoing::plain(&words) });
    Ok(())
}

async fn find(turn: &mut Turn, budget: BudgetId) -> Result<Standing, ToolError> {
    let now = Budgets::default().call(turn.context().await?).await?;
    let found = now.budgets.into_iter().find(|known| known.id == budget);
    found.ok_or_else(|| ToolError::not_found(text!(turn.texts, "budget-gone")))
}

/// The budget set once more; what is left out stays.
fn as_it_is(budget: &Standing) -> SetBudget {
    SetBudget {
        categories: budget.categories.clone(),
        merchants: budget.merchants.clone(),
        tags: budget.tags.clone(),
        amount: budget.amount,
        currency: Some(budget.currency),
        every: None,
        payday: None,
        rolls_over: None,
        thresholds: None,
    }
}
