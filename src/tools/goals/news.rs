//! Which goals are worth a word unasked: one that is reached, and one that has fallen behind.
//!
//! **Invariant:** it notes nothing as said: whoever says it does that, by the key.

use chrono::NaiveDate;

use super::{GoalNow, Goals};
use crate::domain::AlertKind;
use crate::tools::{Context, Tool as _, ToolError};

/// A goal this young has not shown its rate yet.
const DAYS_BEFORE_BEHIND: i64 = 30;
/// Fewer days late are no news: the next payment may make up for them.
const DAYS_LATE_MIN: i64 = 14;
/// What is known of an account this many days ago says nothing about today.
const STALE_DAYS: i64 = 45;

/// What happened to a goal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    Reached,
    /// At the present rate it is not there in time.
    Behind,
}

/// A goal that is worth a word.
#[derive(Clone, Debug, PartialEq)]
pub struct GoalNews {
    pub goal: GoalNow,
    pub news: News,
    /// The same for the same news: one for reaching an amount, and for being late one for each of some lengths, so that a day
    /// more is no news.
    pub key: String,
}

impl GoalNews {
    pub const KIND: AlertKind = AlertKind::Goal;
}

/// The goals that are reached or behind today, whether or not anything was said of it.
pub async fn news(context: &mut Context) -> Result<Vec<GoalNews>, ToolError> {
    let today = context.today;
    let now = Goals::default().call(context).await?;
    Ok(now.goals.into_iter().filter_map(|goal| news_of(goal, today)).collect())
}

fn news_of(goal: GoalNow, today: NaiveDate) -> Option<GoalNews> {
    let known_until = goal.known_until?;
    let amount = goal.amount.normalize();
    if goal.is_reached() {
        let key = format!("goal:{}:reached:{amount}", goal.id);
        return Some(GoalNews { goal, news: News::Reached, key });
    }
    let by = goal.by?;
    let is_young = (today - goal.since).num_days() < DAYS_BEFORE_BEHIND;
    let is_stale = (today - known_until).num_days() > STALE_DAYS;
    if is_young || is_stale {
        return None;
    }
    let late = match (goal.present, goal.a_month) {
        (Some(plan), _) => lateness(plan.days_late?)?,
        (None, Some(_)) => "never",
        (None, None) => return None,
    };
    let key = format!("goal:{}:behind:{amount}:{by}:{late}", goal.id);
    Some(GoalNews { goal, news: News::Behind, key })
}

/// About how late, in steps that are news; `None`: not late enough.
fn lateness(days: i64) -> Option<&'static str> {
    let named = match days {
        ..60 => "weeks",
        60..180 => "months",
        180..365 => "half a year",
        _ => "years",
    };
    (days >= DAYS_LATE_MIN).then_some(named)
}
