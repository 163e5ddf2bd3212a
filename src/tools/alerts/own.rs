//! Alerts that people asked for in their own words.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::balances::{Held, passed};
use super::rows::NewRow;
use super::rules::AlertRuleShown;
use super::{Found, home};
use crate::domain::{AlertRule, Category, Condition, Flow, KnownBudget, Vocabulary};
use crate::texts::Texts;
use crate::tools::budget::spent_in_period;
use crate::tools::recurring::RecurringPayment;
use crate::tools::{Context, ToolError};

/// A rule, and what it fits.
#[derive(Clone, Debug, PartialEq)]
pub struct OwnAlert {
    pub rule: AlertRuleShown,
    pub hit: Hit,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Hit {
    Payment(NewRow),
    /// A charge that is dearer than the one before.
    Rise {
        row: NewRow,
        before: Decimal,
    },
    /// What was spent since a day, in the rule's currency.
    Spent {
        spent: Decimal,
        since: NaiveDate,
    },
    Balance(Held),
}

impl OwnAlert {
    /// Of what is no row: once for each stretch of time.
    pub(super) fn key(&self) -> String {
        let id = self.rule.id;
        match &self.hit {
            Hit::Spent { since, .. } => format!("own:{id}:{since}"),
            Hit::Balance(held) => format!("own:{id}:{}:{}", held.account, held.known_until.format("%Y-%m")),
            Hit::Payment(row) | Hit::Rise { row, .. } => row.key("row"),
        }
    }
}

/// The first rule that a new row fits.
pub(super) fn of_row(
    rules: &[AlertRule],
    row: &NewRow,
    payments: &[RecurringPayment],
    vocabulary: &Vocabulary,
    texts: &Texts,
) -> Option<OwnAlert> {
    rules.iter().find_map(|rule| {
        let hit = match &rule.condition {
            Condition::Payment { of, account, incoming, over } => {
                let way = row.amount.is_sign_positive() == *incoming;
                let there = account.is_none_or(|account| account == row.account);
                let enough = over.is_none_or(|(over, currency)| currency == row.currency && row.amount.abs() > over);
                let fits = way && there && enough && is_of(of, row, account.is_some(), vocabulary);
                fits.then(|| Hit::Payment(row.clone()))
            }
            Condition::PriceRise { merchants } => {
                let of = KnownBudget { merchants: merchants.clone(), ..KnownBudget::default() };
                let named = is_of(&of, row, false, vocabulary);
                rise(row, payments).filter(|_| named).map(|before| Hit::Rise { row: row.clone(), before })
            }
            Condition::Spent { .. } | Condition::Balance { .. } => None,
        };
        hit.map(|hit| OwnAlert { rule: AlertRuleShown::of(rule, vocabulary, texts), hit })
    })
}

/// Whether a row is of the named categories or payees, and has one of the tags where any are named. Without names any is; what only moves between the person's own accounts
/// is none, unless an account was named.
fn is_of(of: &KnownBudget, row: &NewRow, account_named: bool, vocabulary: &Vocabulary) -> bool {
    if of.is_overall() {
        return account_named || row.category.flow() != Flow::Aside || row.category == Category::Savings;
    }
    if !of.tags.is_empty() && !of.tags.iter().any(|tag| row.tags.contains(tag)) {
        return false;
    }
    let category = of.categories.iter().any(|name| vocabulary.categories_named(name).contains(&row.category_id));
    let payee = of
        .merchants
        .iter()
        .any(|words| vocabulary.merchants_matching(words).any(|merchant| merchant.id == row.merchant));
    category || payee || of.categories.is_empty() && of.merchants.is_empty()
}

/// The price before, where this row is the first at a higher one.
fn rise(row: &NewRow, payments: &[RecurringPayment]) -> Option<Decimal> {
    let payment = payments.iter().find(|payment| payment.merchant == row.family && payment.currency == row.currency)?;
    let (before, now) = payment.last_change()?;
    let first = now.from == row.on && now.amount == row.amount.abs();
    (first && now.amount > before.amount).then_some(before.amount)
}

/// Rules about sums and balances that what is news made true.
pub(super) async fn of_balances_and_sums(context: &mut Context, held: &[Held]) -> Result<Vec<Found>, ToolError> {
    let (vocabulary, today) = (context.vocabulary().await?, context.today);
    let home = home(&vocabulary);
    let mut found = Vec::new();
    for rule in context.book().await?.alert_rules().await? {
        match &rule.condition {
            Condition::Spent { of, over, currency, every } => {
                let Some((spent, days)) = spent_in_period(of, *currency, *every, context).await? else { continue };
                if spent > *over {
                    let hit = Hit::Spent { spent, since: days.from };
                    found.push(Found::Own(OwnAlert {
                        rule: AlertRuleShown::of(&rule, &vocabulary, context.texts),
                        hit,
                    }));
                }
            }
            Condition::Balance { account, below, currency } => {
                let of = |held: &&Held| match account {
                    Some(account) => held.account == *account,
                    None => Some(held.currency) == home && held.currency == *currency,
                };
                let low = held.iter().filter(of).find(|held| passed(held, *below, today));
                found.extend(low.map(|held| {
                    let hit = Hit::Balance(held.clone());
                    Found::Own(OwnAlert { rule: AlertRuleShown::of(&rule, &vocabulary, context.texts), hit })
                }));
            }
            Condition::Payment { .. } | Condition::PriceRise { .. } => {}
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{AccountId, AlertRuleId, CategoryId, Currency, KnownMerchant, MerchantId, TransactionId};
    use crate::texts::Language;
    use crate::tools::recurring::Price;

    const JOINT: AccountId = AccountId(uuid::Uuid::from_u128(7));
    const NETFLIX: MerchantId = MerchantId(uuid::Uuid::from_u128(8));

    fn pounds() -> Currency {
        "GBP".parse().unwrap()
    }

    fn vocabulary() -> Vocabulary {
        let merchants = vec![KnownMerchant { id: NETFLIX, key: "netflix com".into(), name: "Netflix".into() }];
        Vocabulary { merchants, ..Vocabulary::default() }
    }

    fn row(amount: &str, category: Category, account: AccountId) -> NewRow {
        NewRow {
            id: TransactionId::new(),
            account,
            account_name: "Joint".into(),
            merchant: NETFLIX,
            payee: "Netflix".into(),
            family: "Netflix".into(),
            on: "2026-03-05".parse().unwrap(),
            amount: amount.parse().unwrap(),
            currency: pounds(),
            category,
            category_id: CategoryId(category as i32),
            tags: vec!["work".parse().unwrap()],
        }
    }

    fn of(categories: &[&str], merchants: &[&str]) -> KnownBudget {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        KnownBudget { categories: names(categories), merchants: names(merchants), tags: Vec::new() }
    }

    #[test]
    fn a_row_fits_a_rule_by_all_that_it_names() {
        let check = |condition: Condition, row: NewRow, expected: bool| {
            let rule = AlertRule { id: AlertRuleId::new(), condition: condition.clone() };
            let found = of_row(&[rule], &row, &[], &vocabulary(), Language::default().texts()).is_some();
            assert_eq!(found, expected, "{condition:?} {row:?}");
        };
        let payment = |of: KnownBudget, account: Option<AccountId>, incoming: bool, over: Option<&str>| {
            let over = over.map(|over| (over.parse().unwrap(), pounds()));
            Condition::Payment { of, account, incoming, over }
        };
        let spent = |amount: &str| row(amount, Category::Entertainment, JOINT);
        let elsewhere = row("-120", Category::Entertainment, AccountId::new());
        let moved = row("-120", Category::Transfer, JOINT);
        check(payment(of(&[], &[]), Some(JOINT), false, Some("100")), spent("-100.01"), true);
        check(payment(of(&[], &[]), Some(JOINT), false, Some("100")), spent("-100"), false);
        check(payment(of(&[], &[]), Some(JOINT), false, Some("100")), spent("120"), false);
        check(payment(of(&[], &[]), Some(JOINT), false, Some("100")), elsewhere, false);
        check(payment(of(&[], &[]), Some(JOINT), false, Some("100")), moved.clone(), true);
        check(payment(of(&[], &[]), None, false, Some("100")), moved, false);
        check(payment(of(&[], &[]), None, true, None), spent("1"), true);
        check(payment(of(&["Entertainment"], &[]), None, false, None), spent("-1"), true);
        check(payment(of(&["Dining"], &[]), None, false, None), spent("-1"), false);
        check(payment(of(&["Dining"], &["netflix"]), None, false, None), spent("-1"), true);
        check(payment(of(&[], &["spotify"]), None, false, None), spent("-1"), false);
    }

    #[test]
    fn a_price_rises_with_the_first_dearer_charge() {
        let check = |prices: &[(&str, &str)], amount: &str, expected: Option<&str>| {
            let price = |(amount, from): &(&str, &str)| Price {
                amount: amount.parse().unwrap(),
                from: from.parse().unwrap(),
                to: from.parse().unwrap(),
                charges: 1,
            };
            let payment = RecurringPayment {
                merchant: "Netflix".into(),
                category: "Entertainment".into(),
                currency: pounds(),
                every: None,
                amount: Decimal::ONE,
                monthly: Decimal::ONE,
                charges: 4,
                first_on: "2025-03-05".parse().unwrap(),
                last_on: "2026-03-05".parse().unwrap(),
                next_on: None,
                active: true,
                prices: prices.iter().map(price).collect(),
            };
            let found = rise(&row(amount, Category::Entertainment, JOINT), &[payment]);
            assert_eq!(found.map(|before| before.to_string()).as_deref(), expected, "{prices:?}");
        };
        check(&[("10.99", "2025-03-05"), ("12.99", "2026-03-05")], "-12.99", Some("10.99"));
        check(&[("12.99", "2025-03-05"), ("10.99", "2026-03-05")], "-10.99", None);
        check(&[("10.99", "2025-03-05"), ("12.99", "2026-02-05")], "-12.99", None);
        check(&[("10.99", "2025-03-05")], "-10.99", None);
    }
}
