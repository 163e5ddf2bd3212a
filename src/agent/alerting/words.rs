//! What is said of a person's own alerts.

use crate::agent::budgeting::every_words;
use crate::agent::format;
use crate::text;
use crate::texts::Texts;
use crate::tools::alerts::{About, AlertRuleShown};

/// A rule as part of a sentence: "a payment of more than £100.00 leaves Joint".
pub fn rule(rule: &AlertRuleShown, texts: &Texts) -> String {
    let amount = rule.amount.zip(rule.currency).map(|(amount, currency)| format::money(amount, currency));
    let amount = amount.unwrap_or_default();
    match rule.about {
        About::Payment => payment(rule, &amount, texts),
        About::PriceRise => {
            let of = rule.of.clone().unwrap_or_else(|| text!(texts, "rule-price-of-something"));
            text!(texts, "rule-price-rise", of = of)
        }
        About::Spent => {
            let every = rule.every.map(|every| every_words(texts, every)).unwrap_or_default();
            let of = rule.of.clone().unwrap_or_else(|| text!(texts, "rule-all-you-spend"));
            text!(texts, "rule-spent", of = of, amount = amount, every = every)
        }
        About::Balance => {
            let account = rule.account.clone().unwrap_or_else(|| text!(texts, "rule-any-account"));
            text!(texts, "rule-balance", account = account, amount = amount)
        }
    }
}

fn payment(rule: &AlertRuleShown, amount: &str, texts: &Texts) -> String {
    let payment = match (rule.incoming, amount.is_empty()) {
        (true, true) => text!(texts, "rule-any-money"),
        (true, false) => text!(texts, "rule-money-over", amount = amount),
        (false, true) => text!(texts, "rule-any-payment"),
        (false, false) => text!(texts, "rule-payment-over", amount = amount),
    };
    let of = match (&rule.of, rule.incoming) {
        (None, _) => String::new(),
        (Some(of), true) => text!(texts, "rule-from", of = of),
        (Some(of), false) => text!(texts, "rule-for", of = of),
    };
    match (&rule.account, rule.incoming) {
        (Some(account), true) => text!(texts, "rule-comes-into", payment = payment, of = of, account = account),
        (Some(account), false) => text!(texts, "rule-leaves", payment = payment, of = of, account = account),
        (None, true) => text!(texts, "rule-comes-in", payment = payment, of = of),
        (None, false) => text!(texts, "rule-is-made", payment = payment, of = of),
    }
}

/// What a proposed rule is shown back with.
pub fn proposed(shown: &AlertRuleShown, texts: &Texts) -> String {
    text!(texts, "rule-proposed", rule = rule(shown, texts))
}

/// What a saved rule is answered with.
pub fn saved(shown: &AlertRuleShown, texts: &Texts) -> String {
    text!(texts, "rule-saved", rule = rule(shown, texts))
}

/// What a removed rule is answered with.
pub fn removed(shown: &AlertRuleShown, texts: &Texts) -> String {
    text!(texts, "rule-removed", rule = rule(shown, texts))
}
