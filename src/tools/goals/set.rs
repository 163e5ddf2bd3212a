//! Setting a goal, or changing the one of the same name.

use chrono::NaiveDate;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::standing::GoalNow;
use super::standing_of;
use crate::domain::{ActionId, Currency, GoalId, KnownAccount, Vocabulary};
use crate::store::actions::ActionKind;
use crate::store::goals::{GoalMove, GoalStep, StoredGoal};
use crate::text;
use crate::texts::Texts;
use crate::tools::{Access, Context, Tool, ToolError};

/// More goals than this nobody saves for.
const GOALS_MAX: usize = 30;
/// Longer names fit no button.
pub(super) const NAME_CHARS_MAX: usize = 60;
/// As for the amounts of rows.
pub(super) const AMOUNT_LIMIT: Decimal = Decimal::from_parts(1_000_000_000, 0, 0, false, 0);
/// A goal further off is a dream: fifty years.
const DAYS_AHEAD_MAX: i64 = 18_300;

/// Set a goal, or change the one of the same name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetGoal {
    /// What it is for: "Holiday".
    pub name: String,
    /// What should be there. As before when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub amount: Option<Decimal>,
    /// The account's, or the home currency, when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub currency: Option<Currency>,
    /// By when. As before when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<NaiveDate>,
    /// There is no hurry any more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub without_date: bool,
    /// The account whose balance is what is saved. As before when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// What is saved is what is put aside by hand.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_hand: bool,
    /// What is put aside for it already; for a new goal by hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub already: Option<Decimal>,
}

/// A goal that was set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GoalSet {
    /// The step that undo takes back.
    pub action: ActionId,
    pub goal: GoalNow,
    pub is_new: bool,
}

impl Tool for SetGoal {
    const NAME: &'static str = "set_goal";
    const DESCRIPTION: &'static str = "Set what the user saves for: an amount, by a date or without one, in an account or put \
        aside by hand. Changes the goal of the same name if there is one. One step, which undo takes back.";
    const ACCESS: Access = Access::Write;
    type Output = GoalSet;

    async fn run(self, context: &mut Context) -> Result<GoalSet, ToolError> {
        let (texts, vocabulary) = (context.texts, context.vocabulary().await?);
        let (today, now) = (context.today, context.now);
        let book = context.book().await?;
        let goals = book.goals().await?;
        let name = name(&self.name, texts)?;
        let named = vocabulary.goals_matching(&name);
        let known = match named.as_slice() {
            [only] => goals.iter().find(|goal| goal.id == only.id),
            _ => goals.iter().find(|goal| goal.name.eq_ignore_ascii_case(&name)),
        };
        if known.is_none() && goals.len() >= GOALS_MAX {
            return Err(ToolError::refused(text!(texts, "goal-too-many", most = GOALS_MAX.to_string())));
        }
        let account = account(&self, known, &goals, (&vocabulary, texts))?;
        let home = || vocabulary.home_currency.or_else(|| vocabulary.accounts.first().map(|known| known.currency));
        let currency = account.map(|account| account.currency).or(self.currency).or(known.map(|known| known.currency));
        let which = || ToolError::invalid(text!(texts, "goal-which-currency", amount = EXAMPLE));
        let currency = currency.or_else(home).ok_or_else(which)?;
        let code = currency.to_string();
        if self.currency.is_some_and(|asked| asked != currency) {
            return Err(ToolError::refused(text!(texts, "goal-account-currency", currency = code)));
        }
        let how_much = || ToolError::invalid(text!(texts, "goal-how-much", name = name, amount = EXAMPLE));
        let amount = self.amount.or(known.map(|known| known.amount)).ok_or_else(how_much)?;
        if amount <= Decimal::ZERO || amount >= AMOUNT_LIMIT || amount.scale() > currency.minor_digits() {
            return Err(ToolError::invalid(text!(texts, "goal-amount-refused")));
        }
        let by = if self.without_date { None } else { self.by.or(known.and_then(|known| known.by)) };
        check_day(self.by, today, texts)?;
        let goal = StoredGoal {
            id: known.map_or_else(GoalId::new, |known| known.id),
            name: known.map_or(name, |known| known.name.clone()),
            amount,
            currency,
            by,
            account: account.map(|account| account.id),
            starts_on: known.map_or(today, |known| known.starts_on),
        };
        let summary = text!(texts, "step-goal", amount = amount.to_string(), currency = code, name = goal.name);
        let action = book.insert_action(ActionKind::Goal, &summary, None, now).await?;
        book.insert_goal_version(&goal, GoalStep::Set, action, now).await?;
        if let Some(already) = self.already.filter(|already| *already > Decimal::ZERO && goal.account.is_none()) {
            if already >= AMOUNT_LIMIT || already.scale() > currency.minor_digits() {
                return Err(ToolError::invalid(text!(texts, "goal-saved-refused")));
            }
            let moved = GoalMove { goal: goal.id, on: today, opening: true, amount: already };
            book.insert_goal_move(moved, action, now).await?;
        }
        let is_new = known.is_none();
        context.words_changed();
        Ok(GoalSet { action, goal: standing_of(&goal, context).await?, is_new })
    }
}

/// The amount of the examples.
const EXAMPLE: &str = "3000";

/// The name on one line, with a capital.
fn name(name: &str, texts: &Texts) -> Result<String, ToolError> {
    let plain: String = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let plain: String = plain.chars().filter(|letter| !letter.is_control()).collect();
    let mut letters = plain.chars();
    let Some(first) = letters.next() else {
        return Err(ToolError::invalid(text!(texts, "goal-no-name", amount = EXAMPLE)));
    };
    if plain.chars().count() > NAME_CHARS_MAX {
        return Err(ToolError::invalid(text!(texts, "goal-name-too-long", most = NAME_CHARS_MAX.to_string())));
    }
    Ok(first.to_uppercase().chain(letters).collect())
}

fn check_day(by: Option<NaiveDate>, today: NaiveDate, texts: &Texts) -> Result<(), ToolError> {
    match by.map(|by| (by - today).num_days()) {
        Some(..=0) => Err(ToolError::invalid(text!(texts, "goal-day-not-ahead"))),
        Some(DAYS_AHEAD_MAX..) => Err(ToolError::invalid(text!(texts, "goal-day-too-far"))),
        _ => Ok(()),
    }
}

/// The account that stands behind the goal from now on.
fn account<'a>(
    wanted: &SetGoal,
    known: Option<&StoredGoal>,
    goals: &[StoredGoal],
    (vocabulary, texts): (&'a Vocabulary, &Texts),
) -> Result<Option<&'a KnownAccount>, ToolError> {
    let Some(words) = &wanted.account else {
        let before = known.and_then(|known| known.account).filter(|_| !wanted.by_hand);
        return Ok(before.and_then(|before| vocabulary.accounts.iter().find(|account| account.id == before)));
    };
    let exact: Vec<&KnownAccount> =
        vocabulary.accounts.iter().filter(|account| account.name.eq_ignore_ascii_case(words)).collect();
    let found = if exact.is_empty() { vocabulary.accounts_matching(words).collect() } else { exact };
    let account = match found.as_slice() {
        [only] => *only,
        [] => {
            return Err(ToolError::not_found(text!(texts, "goal-account-unknown", name = words)));
        }
        _ => return Err(ToolError::invalid(text!(texts, "goal-accounts-several", name = words))),
    };
    let other =
        goals.iter().find(|goal| goal.account == Some(account.id) && known.is_none_or(|known| known.id != goal.id));
    match other {
        Some(other) => {
            Err(ToolError::refused(text!(texts, "goal-account-taken", account = account.name, name = other.name)))
        }
        None => Ok(Some(account)),
    }
}
