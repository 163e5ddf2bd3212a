//! Setting a budget, or changing the one for the same things.

use chrono::Datelike as _;
use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Budgets, Every, Standing, checks, name_of, standing};
use crate::domain::{
    ActionId, BudgetId, Cadence, Category, Currency, DayOfMonth, Flow, KnownBudget, Period, Tag, Vocabulary,
    plain_words,
};
use crate::store::actions::ActionKind;
use crate::store::budgets::{BudgetStep, StoredBudget};
use crate::text;
use crate::texts::Texts;
use crate::tools::filter::{Direction, Filter};
use crate::tools::search::{RowOrder, Search};
use crate::tools::{Access, Context, Tool, ToolError};

/// Nearly used up, used up, and well over it.
pub const THRESHOLDS_DEFAULT: [u16; 3] = [80, 100, 120];
/// More of them would be noise.
const THRESHOLDS_MAX: usize = 5;
/// A share above this is no budget any more.
const THRESHOLD_PERCENT_MAX: u16 = 1_000;
/// More budgets than this nobody looks at, and each is looked at after every import.
const BUDGETS_MAX: usize = 50;
/// More names than this fit no line.
const NAMES_MAX: usize = 8;
/// As for the amounts of rows.
const AMOUNT_LIMIT: Decimal = Decimal::from_parts(1_000_000_000, 0, 0, false, 0);
/// Days back in which a salary tells the payday: three of them, and a late one.
const PAYDAY_DAYS: u64 = 100;

/// Set a budget, or change the one for the same things.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetBudget {
    /// Names of categories; together with payees and tags one budget. None of them: all spending.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<String>,
    /// Payees as a person writes them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub merchants: Vec<String>,
    /// Tags; a row needs one of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Vec<String>")]
    pub tags: Vec<Tag>,
    /// What may be spent in a period.
    #[schemars(with = "String")]
    pub amount: Decimal,
    /// The home currency when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub currency: Option<Currency>,
    /// As before when left out; a month for a new one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every: Option<Every>,
    /// Day of the month, 1 to 31, for `payday`; learned from the salary when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payday: Option<u8>,
    /// Whether what is left, or was overspent, goes on into the next period. As before when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rolls_over: Option<bool>,
    /// Percentages at which farthing speaks up. As before when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thresholds: Option<Vec<u16>>,
}

/// A budget that was set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BudgetSet {
    /// The step that undo takes back.
    pub action: ActionId,
    pub budget: Standing,
    /// What it was before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Decimal>,
}

/// The amount of the example.
const EXAMPLE: &str = "200";

impl Tool for SetBudget {
    const NAME: &'static str = "set_budget";
    const DESCRIPTION: &'static str = "Set what the user wants to stay below: an amount a week, month, year or from payday to \
        payday, for categories, payees, tags or all spending. Changes the budget for the same things if there is one. One step, which \
        undo takes back.";
    const ACCESS: Access = Access::Write;
    type Output = BudgetSet;

    async fn run(self, context: &mut Context) -> Result<BudgetSet, ToolError> {
        let (texts, vocabulary) = (context.texts, context.vocabulary().await?);
        let subject = subject_names((&self.categories, &self.merchants, &self.tags), &vocabulary, texts)?;
        let currency = self
            .currency
            .or_else(|| home(&vocabulary))
            .ok_or_else(|| ToolError::invalid(text!(texts, "budget-which-currency", amount = EXAMPLE)))?;
        let amount = self.amount;
        if amount <= Decimal::ZERO || amount >= AMOUNT_LIMIT || amount.scale() > currency.minor_digits() {
            return Err(ToolError::invalid(text!(texts, "budget-amount-refused")));
        }
        let budgets = context.book().await?.budgets().await?;
        let known = budgets.iter().find(|known| known.currency == currency && subject.is_same(&known.of));
        if known.is_none() && budgets.len() >= BUDGETS_MAX {
            return Err(ToolError::refused(text!(texts, "budget-too-many", most = BUDGETS_MAX.to_string())));
        }
        let cadence = cadence(&self, known, context).await?;
        let starts_on = cadence.period(context.today).map_or(context.today, |period| period.from);
        let thresholds = match self.thresholds {
            Some(percents) => thresholds(percents, texts)?,
            None => known
                .map_or_else(|| thresholds(THRESHOLDS_DEFAULT.to_vec(), texts), |known| Ok(known.thresholds.clone()))?,
        };
        let budget = StoredBudget {
            id: known.map_or_else(BudgetId::new, |known| known.id),
            of: subject,
            amount,
            currency,
            cadence,
            rolls_over: self.rolls_over.unwrap_or(known.is_some_and(|known| known.rolls_over)),
            thresholds,
            starts_on,
        };
        let now = context.now;
        let name = name_of(&budget.of, &vocabulary, texts);
        let (of, code) = (amount.to_string(), currency.to_string());
        let summary = text!(texts, "step-budget", amount = of, currency = code, name = name);
        let book = context.book().await?;
        let action = book.insert_action(ActionKind::Budget, &summary, None, now).await?;
        book.insert_budget_version(&budget, BudgetStep::Set, action, now).await?;
        context.words_changed();
        let standing = standing(&budget, &Budgets::default(), context).await?;
        // What the answer says already is not said again.
        checks::know(&standing, context).await?;
        let before = known.filter(|known| known.amount != amount).map(|known| known.amount);
        Ok(BudgetSet { action, budget: standing, before })
    }
}

/// What spending is asked about, by name.
///
/// # Errors
/// For a name that is unknown, or no spending.
pub(crate) fn subject_names(
    (categories, merchants, tags): (&[String], &[String], &[Tag]),
    vocabulary: &Vocabulary,
    texts: &Texts,
) -> Result<KnownBudget, ToolError> {
    Ok(KnownBudget {
        categories: subjects(categories, texts, |name| category_name(name, vocabulary, texts))?,
        merchants: subjects(merchants, texts, |words| payee_words(words, vocabulary, texts))?,
        // Also one that nothing carries yet: a trip is planned before it is paid.
        tags: subjects(tags, texts, |tag| Ok(tag.clone()))?,
    })
}

/// The names in one order, each once.
fn subjects<T: Ord>(
    names: &[T],
    texts: &Texts,
    read: impl Fn(&T) -> Result<T, ToolError>,
) -> Result<Vec<T>, ToolError> {
    if names.len() > NAMES_MAX {
        return Err(ToolError::invalid(text!(texts, "budget-too-many-names", most = NAMES_MAX.to_string())));
    }
    let mut read: Vec<T> = names.iter().map(read).collect::<Result<_, _>>()?;
    read.sort();
    read.dedup();
    Ok(read)
}

/// The category as it is written; budgets are for what counts as spent.
fn category_name(name: &str, vocabulary: &Vocabulary, texts: &Texts) -> Result<String, ToolError> {
    let ids = vocabulary.categories_named(name);
    let Some(first) = ids.first() else {
        return Err(ToolError::not_found(text!(texts, "budget-category-unknown", name = name)));
    };
    let (top, below) = vocabulary.category(*first);
    if top.flow() != Flow::Spending {
        return Err(ToolError::refused(text!(texts, "budget-no-spending", name = top.to_string())));
    }
    Ok(match Category::by_name(name.trim()) {
        Some(top) => top.name().to_owned(),
        None => below.unwrap_or(top.name()).to_owned(),
    })
}

fn payee_words(words: &str, vocabulary: &Vocabulary, texts: &Texts) -> Result<String, ToolError> {
    match vocabulary.merchants_matching(words).next() {
        Some(_) => Ok(plain_words(words).join(" ")),
        None => Err(ToolError::not_found(text!(texts, "budget-payee-unknown", name = words))),
    }
}

fn home(vocabulary: &Vocabulary) -> Option<Currency> {
    vocabulary.home_currency.or_else(|| vocabulary.accounts.first().map(|account| account.currency))
}

fn thresholds(mut percents: Vec<u16>, texts: &Texts) -> Result<Vec<i16>, ToolError> {
    percents.sort_unstable();
    percents.dedup();
    let fit = |percent: &u16| (1..=THRESHOLD_PERCENT_MAX).contains(percent);
    if percents.len() > THRESHOLDS_MAX || !percents.iter().all(fit) {
        let (most, max) = (THRESHOLDS_MAX.to_string(), format!("{THRESHOLD_PERCENT_MAX}%"));
        return Err(ToolError::invalid(text!(texts, "budget-thresholds", most = most, min = "1", max = max)));
    }
    Ok(percents.into_iter().filter_map(|percent| i16::try_from(percent).ok()).collect())
}

async fn cadence(
    wanted: &SetBudget,
    known: Option<&StoredBudget>,
    context: &mut Context,
) -> Result<Cadence, ToolError> {
    let texts = context.texts;
    let no_day = || ToolError::invalid(text!(texts, "budget-payday-refused", first = "1", last = "31"));
    let every = match (wanted.every, wanted.payday) {
        (None, None) => return Ok(known.map_or(Cadence::Month, |known| known.cadence)),
        (None, Some(_)) => Every::Payday,
        (Some(every), _) => every,
    };
    Ok(match (every, wanted.payday) {
        (Every::Week, _) => Cadence::Week,
        (Every::Month, _) => Cadence::Month,
        (Every::Year, _) => Cadence::Year,
        (Every::Payday, Some(day)) => Cadence::Payday(DayOfMonth::new(day).ok_or_else(no_day)?),
        (Every::Payday, None) => Cadence::Payday(learned_payday(context).await?),
    })
}

/// The day of the month of the middle one of the three largest incomes of late.
async fn learned_payday(context: &mut Context) -> Result<DayOfMonth, ToolError> {
    let today = context.today;
    let from = today.checked_sub_days(chrono::Days::new(PAYDAY_DAYS)).unwrap_or(today);
    let filter = Filter {
        period: Period::new(from, today),
        categories: vec![Category::Income.name().to_owned()],
        direction: Some(Direction::In),
        ..Filter::default()
    };
    let found = Search { filter, order: RowOrder::Largest, limit: Some(3), offset: 0 }.run(context).await?;
    let mut days: Vec<u32> = found.rows.iter().map(|row| row.date.day()).collect();
    days.sort_unstable();
    let middle = days.get(days.len() / 2).and_then(|day| DayOfMonth::new(u8::try_from(*day).ok()?));
    middle.ok_or_else(|| ToolError::invalid(text!(context.texts, "budget-payday-unknown")))
}
