//! Questions over the example household: whole replies, and figures held against the truth of the generator.

use farthing::agent::PlannerKind;
use farthing::demo::{DemoStatement, canonical_csv, year};
use farthing::domain::{Category, Flow};
use farthing::tools::summarise::Summary;
use rust_decimal::Decimal;

use crate::harness::{Farthing, Person, TODAY};

/// A year of the household, kept by its CSV, which names every row's true category.
async fn household(person: &Person<'_>) -> Vec<DemoStatement> {
    let statements = year(7, TODAY.parse().unwrap(), 12);
    person.import("household.csv", &canonical_csv(&statements)).await.unwrap();
    statements
}

/// Spending as the semantics define it, computed from the truth.
fn spending(statements: &[DemoStatement], month: &str, fits: impl Fn(Category) -> bool) -> Decimal {
    let rows = statements.iter().flat_map(|statement| &statement.rows);
    let fitting = rows.filter(|row| row.date.to_string().starts_with(month) && fits(row.category));
    -fitting.filter(|row| row.category.flow() == Flow::Spending).map(|row| row.amount).sum::<Decimal>()
}

#[tokio::test]
async fn replies_read_as_they_should() {
    let farthing = Farthing::start().await;
    let ana = farthing.person(7001);
    household(&ana).await;
    let mut transcript = String::new();
    for question in [
        "How much did I spend on groceries last month?",
        "and in january?",
        "how many times did I go to Tesco in 2026?",
        "top 3 categories this month",
        "my 3 biggest purchases in february",
        "did I spend more on eating out in march than in february?",
        "what share of my spending went on housing in march?",
        "how much did I earn last month",
        "savings rate in february?",
        "show dining by month since october",
        "when did I last go to Pret?",
        "list everything over 300 in march",
        "am I over 200 on dining this month?",
        "how much did I spend at Harrods?",
        "how much did I spend in june 2019?",
        "what's the weather tomorrow?",
        "transfer 20 to bob",
    ] {
        let answer = ana.ask(question).await;
        assert_eq!(answer.planner, PlannerKind::Rules);
        transcript.push_str(&format!("> {question}\n{}\n\n", answer.answer));
    }
    insta::assert_snapshot!(transcript);
    farthing.finish().await;
}

#[tokio::test]
async fn figures_are_the_truth_and_open_to_their_rows() {
    let farthing = Farthing::start().await;
    let ana = farthing.person(7001);
    let statements = household(&ana).await;
    for (question, month, category) in [
        ("how much on groceries in march 2026?", "2026-03", Some(Category::Groceries)),
        ("dining in november 2025", "2025-11", Some(Category::Dining)),
        ("what did transport cost me in july 2025?", "2025-07", Some(Category::Transport)),
        ("total spending in december 2025", "2025-12", None),
    ] {
        let answer = ana.ask(question).await;
        let truth = spending(&statements, month, |found| category.is_none_or(|category| category == found));
        let figure = &answer.figures[0];
        assert_eq!((figure.value, figure.currency.unwrap().code()), (truth, "GBP"), "{question}: {}", answer.answer);
        let summary: Summary = answer.tools[figure.tool].get().unwrap();
        assert_eq!(summary.totals[0].rows, figure.rows, "{question}");
    }
    farthing.finish().await;
}

#[tokio::test]
async fn what_was_asked_is_kept_with_its_tools_and_figures() {
    let farthing = Farthing::start().await;
    let ana = farthing.person(7001);
    household(&ana).await;
    ana.ask("how much on groceries in march?").await;
    ana.ask("and in february?").await;
    let kept = "select string_agg(question || ' / ' || planner || ' / ' || jsonb_array_length(tools) || ' / '
        || (figures -> 0 ->> 'currency'), E'\\n' order by turn_id) from conversation_turn";
    insta::assert_snapshot!(farthing.value(kept).await, @r"
    how much on groceries in march? / rules / 1 / GBP
    and in february? / rules / 1 / GBP
    ");
    assert_eq!(farthing.value("select count(*) from conversation").await, "1");
    farthing.finish().await;
}

#[tokio::test]
async fn a_day_ahead_never_counts() {
    let farthing = Farthing::start().await;
    let ana = farthing.person(7001);
    let file = "date,description,amount,currency\n2026-03-10,SHOE SHOP,-40.00,GBP\n2026-03-25,SHOE SHOP,-60.00,GBP\n";
    ana.import("shoes.csv", file.as_bytes()).await.unwrap();
    let value = async |today: &str| ana.ask_on(today, "how much at shoe shop this month?").await.figures[0].value;
    assert_eq!(value("2026-03-31").await, Decimal::from(100));
    assert_eq!(value("2026-03-20").await, Decimal::from(40));
    farthing.finish().await;
}

#[tokio::test]
async fn currencies_are_never_added() {
    let farthing = Farthing::start().await;
    let ana = farthing.person(7001);
    let file = "date,description,amount,currency\n2026-03-10,BOOK SHOP,-40.00,GBP\n2026-03-11,BOOK SHOP,-25.00,EUR\n";
    ana.import("books.csv", file.as_bytes()).await.unwrap();
    let answer = ana.ask("how much did I spend in march?").await;
    let mut figures: Vec<String> =
        answer.figures.iter().map(|figure| format!("{} {}", figure.value, figure.currency.unwrap())).collect();
    figures.sort();
    assert_eq!(figures, ["25.00 EUR", "40.00 GBP"], "{}", answer.answer);
    assert!(answer.answer.contains("£40.00") && answer.answer.contains("€25.00"), "{}", answer.answer);
    farthing.finish().await;
}
