//! The tools for rules in people's own words: proposed, shown back, saved, listed, removed.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{account_name, home};
use crate::domain::{AlertRule, AlertRuleId, Cadence, Condition, Currency, KnownBudget, Tag, Vocabulary};
use crate::text;
use crate::texts::Texts;
use crate::tools::budget::{Every, name_of, subject_names};
use crate::tools::{Access, Context, Tool, ToolError};

/// More rules than this nobody looks through, and each is looked at after every import.
const RULES_MAX: usize = 30;
/// As for the amounts of rows.
const AMOUNT_LIMIT: Decimal = Decimal::from_parts(1_000_000_000, 0, 0, false, 0);

/// What to tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// One payment, out or in.
    Payment,
    /// A payee charges more than before.
    PriceRise,
    /// What is spent in a week, month or year.
    Spent,
    /// An account's balance.
    Balance,
}

/// Propose something to tell the user about; it holds when they save it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProposeAlert {
    pub about: About,
    /// Names of categories; with the payees, what it is about. Neither: everything.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<String>,
    /// Payees as a person writes them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub merchants: Vec<String>,
    /// Tags; a payment needs one of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(with = "Vec<String>")]
    pub tags: Vec<Tag>,
    /// An account's name or last digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// Money in instead of out.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub incoming: bool,
    /// What has to be passed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub amount: Option<Decimal>,
    /// The account's, or the home currency, when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub currency: Option<Currency>,
    /// Of what is spent; a month when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every: Option<Every>,
}

/// A rule with the names that people know.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AlertRuleShown {
    pub id: AlertRuleId,
    pub about: About,
    /// "Groceries", "Netflix"; `None` for everything.
    pub of: Option<String>,
    pub account: Option<String>,
    pub incoming: bool,
    pub amount: Option<Decimal>,
    pub currency: Option<Currency>,
    pub every: Option<Every>,
}

impl AlertRuleShown {
    pub fn of(rule: &AlertRule, vocabulary: &Vocabulary, texts: &Texts) -> Self {
        let name = |of: &KnownBudget| (!of.is_overall()).then(|| name_of(of, vocabulary, texts));
        let account = |account: &Option<_>| account.map(|account| account_name(account, vocabulary, texts));
        let bare = Self {
            id: rule.id,
            about: About::Payment,
            of: None,
            account: None,
            incoming: false,
            amount: None,
            currency: None,
            every: None,
        };
        match &rule.condition {
            Condition::Payment { of, account: at, incoming, over } => Self {
                of: name(of),
                account: account(at),
                incoming: *incoming,
                amount: over.map(|(over, _)| over),
                currency: over.map(|(_, currency)| currency),
                ..bare
            },
            Condition::PriceRise { merchants } => {
                let of = KnownBudget { merchants: merchants.clone(), ..KnownBudget::default() };
                Self { about: About::PriceRise, of: name(&of), ..bare }
            }
            Condition::Spent { of, over, currency, every } => Self {
                about: About::Spent,
                of: name(of),
                amount: Some(*over),
                currency: Some(*currency),
                every: Some(Every::of(*every).0),
                ..bare
            },
            Condition::Balance { account: at, below, currency } => Self {
                about: About::Balance,
                account: account(at),
                amount: Some(*below),
                currency: Some(*currency),
                ..bare
            },
        }
    }
}

impl Tool for ProposeAlert {
    const NAME: &'static str = "propose_alert";
    const DESCRIPTION: &'static str = "Propose something that the user is told about when it happens: a payment, a price that \
        rises, spending over an amount, a balance below one. It is shown back and holds once they press Save.";
    const ACCESS: Access = Access::Write;
    type Output = AlertRuleShown;

    async fn run(self, context: &mut Context) -> Result<AlertRuleShown, ToolError> {
        let vocabulary = context.vocabulary().await?;
        let now = context.now;
        if context.book().await?.alert_rules().await?.len() >= RULES_MAX {
            return Err(ToolError::refused(text!(context.texts, "rule-too-many", most = RULES_MAX.to_string())));
        }
        let rule = AlertRule { id: AlertRuleId::new(), condition: self.condition(&vocabulary, context.texts)? };
        context.book().await?.propose_alert_rule(&rule, now).await?;
        Ok(AlertRuleShown::of(&rule, &vocabulary, context.texts))
    }
}

impl ProposeAlert {
    fn condition(&self, vocabulary: &Vocabulary, texts: &Texts) -> Result<Condition, ToolError> {
        let of = match self.about {
            About::Spent => subject_names((&self.categories, &self.merchants, &self.tags), vocabulary, texts)?,
            _ => self.named(vocabulary, texts)?,
        };
        let account = match &self.account {
            None => None,
            Some(words) => Some(
                vocabulary
                    .accounts_matching(words)
                    .next()
                    .ok_or_else(|| ToolError::not_found(text!(texts, "rule-account-unknown", name = words)))?,
            ),
        };
        let currency = self.currency.or(account.map(|account| account.currency)).or_else(|| home(vocabulary));
        let bound = match (self.amount, currency) {
            (None, _) => None,
            (Some(amount), Some(currency)) if fits(amount, currency) => Some((amount, currency)),
            (Some(_), Some(_)) => return Err(ToolError::invalid(text!(texts, "rule-amount-refused"))),
            (Some(_), None) => {
                return Err(ToolError::invalid(text!(texts, "rule-which-currency", amount = "100")));
            }
        };
        let account = account.map(|account| account.id);
        let how_much = || ToolError::invalid(text!(texts, "rule-how-much", amount = "400"));
        Ok(match self.about {
            About::Payment => Condition::Payment { of, account, incoming: self.incoming, over: bound },
            About::PriceRise if of.merchants.is_empty() => {
                return Err(ToolError::invalid(text!(texts, "rule-whose-price")));
            }
            About::PriceRise => Condition::PriceRise { merchants: of.merchants },
            About::Spent => {
                let (over, currency) = bound.ok_or_else(how_much)?;
                let every = match self.every {
                    Some(Every::Week) => Cadence::Week,
                    Some(Every::Year) => Cadence::Year,
                    Some(Every::Month | Every::Payday) | None => Cadence::Month,
                };
                Condition::Spent { of, over, currency, every }
            }
            About::Balance => {
                let (below, currency) = bound.ok_or_else(how_much)?;
                Condition::Balance { account, below, currency }
            }
        })
    }

    /// Names as they are kept, also of what is no spending.
    fn named(&self, vocabulary: &Vocabulary, texts: &Texts) -> Result<KnownBudget, ToolError> {
        let unknown = |name: &str| ToolError::not_found(text!(texts, "rule-name-unknown", name = name));
        for name in &self.categories {
            if vocabulary.categories_named(name).is_empty() {
                return Err(unknown(name));
            }
        }
        for words in &self.merchants {
            if vocabulary.merchants_matching(words).next().is_none() {
                return Err(unknown(words));
            }
        }
        let Self { categories, merchants, tags, .. } = self.clone();
        Ok(KnownBudget { categories, merchants, tags })
    }
}

fn fits(amount: Decimal, currency: Currency) -> bool {
    amount >= Decimal::ZERO && amount < AMOUNT_LIMIT && amount.scale() <= currency.minor_digits()
}

/// List what the user wants to be told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AlertRules {}

impl Tool for AlertRules {
    const NAME: &'static str = "alert_rules";
    const DESCRIPTION: &'static str =
        "The alerts that the user asked for in their own words: what each is about and from which amount on.";
    const ACCESS: Access = Access::Read;
    type Output = Vec<AlertRuleShown>;

    async fn run(self, context: &mut Context) -> Result<Vec<AlertRuleShown>, ToolError> {
        let vocabulary = context.vocabulary().await?;
        let rules = context.book().await?.alert_rules().await?;
        Ok(rules.iter().map(|rule| AlertRuleShown::of(rule, &vocabulary, context.texts)).collect())
    }
}

/// Make a proposed or removed alert hold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct KeepAlert {
    #[schemars(with = "String")]
    pub rule: AlertRuleId,
}

impl Tool for KeepAlert {
    const NAME: &'static str = "keep_alert";
    const DESCRIPTION: &'static str = "Save an alert that was proposed, or one that was removed, named by its id.";
    const ACCESS: Access = Access::Write;
    type Output = AlertRuleShown;

    async fn run(self, context: &mut Context) -> Result<AlertRuleShown, ToolError> {
        let (texts, vocabulary, now) = (context.texts, context.vocabulary().await?, context.now);
        let book = context.book().await?;
        let rule = book.alert_rule(self.rule).await?.ok_or_else(|| gone(texts))?;
        book.save_alert_rule(self.rule, now).await?;
        Ok(AlertRuleShown::of(&rule, &vocabulary, context.texts))
    }
}

/// Remove an alert of the user's own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RemoveAlert {
    #[schemars(with = "String")]
    pub rule: AlertRuleId,
}

/// An alert that was removed; [`KeepAlert`] takes that back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AlertRemoved {
    pub removed: AlertRuleShown,
}

impl Tool for RemoveAlert {
    const NAME: &'static str = "remove_alert";
    const DESCRIPTION: &'static str =
        "Remove one of the user's own alerts, named by its id. Keeping it again takes that back.";
    const ACCESS: Access = Access::Write;
    type Output = AlertRemoved;

    async fn run(self, context: &mut Context) -> Result<AlertRemoved, ToolError> {
        let (texts, vocabulary, now) = (context.texts, context.vocabulary().await?, context.now);
        let book = context.book().await?;
        let rule = book.alert_rule(self.rule).await?.ok_or_else(|| gone(texts))?;
        if !book.remove_alert_rule(self.rule, now).await? {
            return Err(gone(texts));
        }
        Ok(AlertRemoved { removed: AlertRuleShown::of(&rule, &vocabulary, context.texts) })
    }
}

fn gone(texts: &Texts) -> ToolError {
    ToolError::not_found(text!(texts, "rule-gone"))
}
