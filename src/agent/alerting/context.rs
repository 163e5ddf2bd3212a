//! What a reply to an alert builds on: the alert's payee, category and month, as if they had been asked about.

use chrono::NaiveDate;
use serde_json::json;

use crate::agent::Agent;
use crate::agent::rules::{Intent, Question, Remembered, Scope, Subject};
use crate::domain::{Period, Vocabulary};
use crate::store::conversations::Turn;
use crate::store::notices::Notice;
use crate::store::rows::ListedRow;
use crate::tools::filter::Filter;
use crate::tools::summarise::Measure;
use crate::tools::{Context, ToolError};

impl Agent {
    /// Puts an alert into a conversation: what is asked next may lean on it.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn speak_of(
        &self,
        notice: &Notice,
        row: Option<&ListedRow>,
        session: &str,
        context: &mut Context,
    ) -> Result<(), ToolError> {
        let (now, today) = (context.now, context.today);
        let vocabulary = context.vocabulary().await?;
        let name = row.map(|row| row.merchant.as_str()).or(notice.about.as_deref());
        let day = row.map_or(today, |row| row.booked_on);
        let came_in = row.is_some_and(|row| row.amount.is_sign_positive());
        let remembered = name.and_then(|name| remembered(name, day, came_in, today, &vocabulary));
        let remembered = remembered.and_then(|remembered| serde_json::to_value(remembered).ok());
        let book = context.book().await?;
        let conversation = book.enter_conversation(session, now).await?;
        let said = Turn {
            question: "(an alert)",
            answer: &notice.text,
            planner: "rules",
            tools: &json!([]),
            figures: &json!([]),
        };
        book.insert_turn(conversation.id, &said, remembered.as_ref(), now).await?;
        Ok(())
    }
}

/// The question "how much for this, in that month?".
fn remembered(
    name: &str,
    day: NaiveDate,
    came_in: bool,
    today: NaiveDate,
    vocabulary: &Vocabulary,
) -> Option<Remembered> {
    let month = Period::month_of(day);
    let period = Some(Period { from: month.from, to: month.to.min(today).max(month.from) });
    let is_payee = vocabulary.merchants_matching(name).next().is_some();
    let is_category = !vocabulary.categories_named(name).is_empty();
    let (filter, payees, measure, subject) = match (is_payee, is_category) {
        (true, _) => {
            let filter = Filter { period, merchants: vec![name.to_lowercase()], ..Filter::default() };
            let measure = if came_in { Measure::MoneyIn } else { Measure::NetPaid };
            (filter, vec![name.to_owned()], measure, Subject::Payee(name.to_owned()))
        }
        (false, true) => {
            let filter = Filter { period, categories: vec![name.to_owned()], ..Filter::default() };
            (filter, Vec::new(), Measure::Spending, Subject::Category(name.to_owned()))
        }
        (false, false) => return None,
    };
    let scope = Scope { filter, payees, ..Scope::default() };
    let question = Question { intent: Intent::Figure, measure, per: None, scope, yes_no: false };
    Some(Remembered { question, subject: Some(subject) })
}
