//! What is said of a person's own alerts.

use crate::agent::budgeting::every_words;
use crate::agent::format;
use crate::tools::alerts::{About, AlertRuleShown};

/// A rule as part of a sentence: "a payment of more than £100.00 leaves Joint".
pub fn rule(rule: &AlertRuleShown) -> String {
    let amount = rule.amount.zip(rule.currency).map(|(amount, currency)| format::money(amount, currency));
    let amount = amount.unwrap_or_default();
    match rule.about {
        About::Payment => payment(rule, &amount),
        About::PriceRise => format!("{} gets more expensive", rule.of.as_deref().unwrap_or("something")),
        About::Spent => {
            let every = rule.every.map(every_words).unwrap_or_default();
            format!("{} goes over {amount} {every}", rule.of.as_deref().unwrap_or("all you spend"))
        }
        About::Balance => {
            format!("{} drops below {amount}", rule.account.as_deref().unwrap_or("the balance of an account"))
        }
    }
}

fn payment(rule: &AlertRuleShown, amount: &str) -> String {
    let mut words = match (rule.incoming, amount.is_empty()) {
        (true, true) => "money".to_owned(),
        (true, false) => format!("more than {amount}"),
        (false, true) => "a payment".to_owned(),
        (false, false) => format!("a payment of more than {amount}"),
    };
    if let Some(of) = &rule.of {
        words.push_str(if rule.incoming { " from " } else { " for " });
        words.push_str(of);
    }
    match (&rule.account, rule.incoming) {
        (Some(account), true) => words.push_str(&format!(" comes into {account}")),
        (Some(account), false) => words.push_str(&format!(" leaves {account}")),
        (None, true) => words.push_str(" comes in"),
        (None, false) => words.push_str(" is made"),
    }
    words
}

/// What a proposed rule is shown back with.
pub fn proposed(shown: &AlertRuleShown) -> String {
    format!("I'd tell you when {}. Shall I?", rule(shown))
}

/// What a saved rule is answered with.
pub fn saved(shown: &AlertRuleShown) -> String {
    format!("Saved: I tell you when {}. /alerts shows all of them.", rule(shown))
}

/// What a removed rule is answered with.
pub fn removed(shown: &AlertRuleShown) -> String {
    format!("Removed: I no longer tell you when {}.", rule(shown))
}
