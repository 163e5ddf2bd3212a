//! Every number of a reply stands in what the tools of its turn returned or were asked.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};
use farthing::agent::Answer;
use farthing::demo::{canonical_csv, year};
use rust_decimal::Decimal;
use serde_json::Value;

use crate::harness::{Farthing, TODAY};

/// Questions of every kind, over the example household.
const QUESTIONS: &[&str] = &[
    "how much did I spend on groceries last month?",
    "dining from 3 to 17 march",
    "how much at Tesco this year?",
    "how much did I earn in march",
    "what was left over in february",
    "savings rate in february",
    "did I spend more than I earned in march",
    "how many times did I go to Tesco",
    "how many different shops did I buy from in february",
    "how many days did I eat out in february",
    "average grocery shop in 2026",
    "average spend per day in february",
    "biggest purchase in 2026",
    "second biggest purchase in 2026",
    "my 3 biggest purchases in february",
    "cheapest tesco shop",
    "top 5 merchants this year",
    "top 3 categories in march",
    "biggest purchase per category in march",
    "which day of the week do I spend the most",
    "which month did I spend the most",
    "dining by month since october",
    "spending by week in february",
    "spending by account in march",
    "spending at weekends in march",
    "groceries in feb or march, which was more?",
    "how much more did I spend in march than in february",
    "what's the percentage change in groceries from february to march",
    "did dining go up in march",
    "Tesco vs Aldi this year",
    "what share of my spending went on housing in march",
    "how much of my salary did I spend in march",
    "rent as a percentage of income this year",
    "list everything over 300 in march",
    "transactions between 20 and 30 in march",
    "what did I buy on 11 march",
    "last 5 payments",
    "any refunds this year?",
    "when did I last go to Tesco",
    "how long since I last went to Tesco",
    "when did I first pay Netflix",
    "what subscriptions do I have",
    "how much do my subscriptions cost per month",
    "what are my regular bills",
    "did my rent go up",
    "did netflix go up in price",
    "when is my next netflix payment",
    "am I still paying for netflix",
    "am I over 200 on dining this month",
    "my grocery budget is 300, how much is left for march?",
    "can I afford 150 this month",
    "what's my balance",
    "what data do you have",
    "groceries in march and how many shops was that?",
    "summary of february",
    "how much at Harrods",
    "how much in june 2019",
    "groceries this week so far",
    "spending in Q4 2025",
    "since christmas",
];

/// Numbers and days that the tools of a turn returned or were asked.
#[derive(Default)]
struct Known {
    numbers: BTreeSet<Decimal>,
    days: BTreeSet<NaiveDate>,
}

impl Known {
    fn of(answer: &Answer) -> Self {
        let mut known = Self::default();
        for tool in &answer.tools {
            known.add(&tool.args);
            known.add(&tool.result);
        }
        known
    }

    fn add(&mut self, value: &Value) {
        match value {
            Value::Number(number) => self.numbers.extend(number.to_string().parse::<Decimal>()),
            Value::String(text) => {
                self.numbers.extend(text.parse::<Decimal>().map(|number| number.abs().normalize()));
                for part in [text.as_str(), &format!("{text}-01")] {
                    self.days.extend(part.parse::<NaiveDate>());
                }
            }
            Value::Array(items) => items.iter().for_each(|item| self.add(item)),
            Value::Object(fields) => fields.values().for_each(|field| self.add(field)),
            _ => {}
        }
    }

    fn holds(&self, number: Decimal) -> bool {
        let days = self.days.iter().flat_map(|day| {
            let quarter = day.month0() / 3 + 1;
            [Decimal::from(day.day()), Decimal::from(day.year()), Decimal::from(quarter)]
        });
        self.numbers.contains(&number.normalize()) || days.into_iter().any(|known| known == number)
    }
}

/// Numbers in a text, without separators of thousands.
fn numbers(text: &str) -> Vec<Decimal> {
    let plain = |token: &str| -> Option<Decimal> {
        let token: String = token.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
        token.trim_matches('.').parse().ok()
    };
    let tokens = text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | ',' | '\'')));
    tokens
        .filter(|token| token.trim_start_matches('Q').starts_with(|c: char| c.is_ascii_digit()))
        .filter_map(plain)
        .collect()
}

#[tokio::test]
async fn every_number_of_a_reply_comes_from_a_tool_of_its_turn() {
    let farthing = Farthing::start().await;
    let ana = farthing.person(7001);
    ana.import("household.csv", &canonical_csv(&year(7, TODAY.parse().unwrap(), 12))).await.unwrap();
    let mut looked_up = 0;
    for question in QUESTIONS {
        let answer = ana.ask(question).await;
        looked_up += usize::from(!answer.tools.is_empty());
        let known = Known::of(&answer);
        // What the user may try is no figure.
        let said = answer.answer.split("Try \"").next().unwrap_or_default();
        for number in numbers(said) {
            // A limit is said back as it was asked.
            let asked = numbers(question).contains(&number);
            assert!(asked || known.holds(number), "{question}: {number} in {}", answer.answer);
        }
        for figure in &answer.figures {
            assert!(figure.tool < answer.tools.len(), "{question}: a figure of no call");
        }
    }
    assert!(looked_up > QUESTIONS.len() - 8, "most questions are looked up: {looked_up}");
    farthing.finish().await;
}

#[test]
fn numbers_are_found_in_replies() {
    let found = numbers("You spent £1,251.00 in Q4 2025 (14 transactions), 8.5% less.");
    assert_eq!(found.iter().map(ToString::to_string).collect::<Vec<_>>(), ["1251.00", "4", "2025", "14", "8.5"]);
}
