//! What the pictures of budgets, goals and balances look like, case by case.

use chrono::{Days, NaiveDate};
use resvg::tiny_skia::Pixmap;
use rust_decimal::Decimal;

use super::tests::{check, decimal, texts};
use super::*;
use crate::domain::{Category, Period};

const TODAY: &str = "2026-03-17";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn period(from: &str, to: &str) -> Period {
    Period::new(day(from), day(to)).unwrap()
}

fn budget(label: &str, category: Option<Category>, currency: &str, allowed: &str, spent: &str) -> BudgetBar {
    BudgetBar {
        label: label.to_owned(),
        category,
        currency: currency.parse().unwrap(),
        period: period("2026-03-01", "2026-03-31"),
        when: "this month".to_owned(),
        allowed: decimal(allowed),
        spent: decimal(spent),
        left: decimal(allowed) - decimal(spent),
        soon_over: None,
    }
}

fn bars(budgets: Vec<BudgetBar>) -> BudgetBars {
    BudgetBars { today: day(TODAY), budgets }
}

fn budget_cases() -> Vec<(&'static str, BudgetBars)> {
    use Category::*;
    let soon =
        BudgetBar { soon_over: Some(decimal("34.20")), ..budget("Dining", Some(Dining), "GBP", "200", "148.40") };
    let usual = vec![
        budget("Groceries", Some(Groceries), "GBP", "400", "212.37"),
        soon.clone(),
        budget("Shopping", Some(Shopping), "GBP", "120", "139.99"),
        BudgetBar {
            period: period("2026-03-16", "2026-03-22"),
            when: "this week".to_owned(),
            ..budget("Tesco and Lidl", None, "GBP", "60", "12.50")
        },
    ];
    let twelve =
        [Housing, Groceries, Dining, Transport, Utilities, Shopping, Entertainment, Health, Travel, PersonalCare];
    let mut twelve: Vec<BudgetBar> = (0..)
        .zip(twelve)
        .map(|(at, category)| budget(category.name(), Some(category), "EUR", "250", &format!("{}", (at * 97) % 240)))
        .collect();
    twelve.push(budget("All spending", None, "EUR", "2500", "3999.99"));
    twelve.push(budget("Giving", Some(Giving), "EUR", "50", "50"));
    let mut thirteen = twelve.clone();
    thirteen.push(budget("Fees", Some(Fees), "EUR", "10", "0"));
    let wild = vec![
        budget(
            "Bücher & <b>\"Zeitschriften\"</b>, Hörbücher, Vinyl und alles andere",
            None,
            "CHF",
            "1234567.85",
            "99.95",
        ),
        budget("Продукты и хозяйство", Some(Groceries), "RUB", "45000", "51234.50"),
        budget("買い物", Some(Shopping), "JPY", "30000", "12800"),
        budget("旅行", None, "JPY", "80000", "0"),
        budget("Κατοικία · Žižkov", Some(Housing), "CZK", "15000", "15000.50"),
        budget("🛒🥕", None, "IDR", "99999999999", "88888888888"),
        budget("Refunded", Some(Shopping), "GBP", "100", "-20"),
        budget("Nothing allowed", Some(Fees), "GBP", "-30", "10"),
        budget("Untouched", Some(Travel), "GBP", "80", "0"),
    ];
    vec![
        ("usual", bars(usual)),
        ("one", bars(vec![soon])),
        ("twelve", bars(twelve)),
        ("thirteen", bars(thirteen)),
        ("wild", bars(wild)),
        ("far_over", bars(vec![budget("Dining", Some(Dining), "GBP", "100", "100000")])),
        ("none", bars(Vec::new())),
    ]
}

fn goal(name: &str, currency: &str, amount: &str, saved: &str, percent: &str) -> GoalProgress {
    let step = decimal(saved) / Decimal::from(4);
    let history = (0..=4).map(|at| (day("2025-11-03") + Days::new(at * 33), step * Decimal::from(at)));
    GoalProgress {
        name: name.to_owned(),
        currency: currency.parse().unwrap(),
        amount: decimal(amount),
        saved: decimal(saved),
        percent: decimal(percent),
        since: day("2025-11-03"),
        by: Some(day("2026-07-01")),
        reached_on: Some(day("2026-09-12")),
        outlook: "at £270.00 a month: September 2026, 2 months late".to_owned(),
        history: history.chain([(day(TODAY), decimal(saved))]).collect(),
    }
}

fn goals_of(goals: Vec<GoalProgress>) -> Goals {
    Goals { today: day(TODAY), goals }
}

fn goal_cases() -> Vec<(&'static str, Goals)> {
    let usual = goal("Holiday", "GBP", "3000", "1200", "40");
    let reached = GoalProgress {
        outlook: "reached".to_owned(),
        reached_on: None,
        ..goal("New laptop", "GBP", "1500", "1612.50", "107")
    };
    let undated =
        GoalProgress { by: None, ..goal("Notgroschen für schlechte Zeiten", "CHF", "10000", "2500.05", "25") };
    let empty = GoalProgress {
        reached_on: None,
        outlook: "£190.00 a month would make it".to_owned(),
        history: vec![(day(TODAY), Decimal::ZERO)],
        since: day(TODAY),
        ..goal("旅行", "JPY", "500000", "0", "0")
    };
    let overdrawn = GoalProgress { outlook: String::new(), ..goal("Київ", "UAH", "100000", "-2500", "-3") };
    let large = GoalProgress {
        by: Some(day("2060-01-01")),
        reached_on: Some(day("2059-12-30")),
        ..goal(&"Κατοικία <b>& ".repeat(9), "IDR", "79228162514264337", "4922816251426433", "6")
    };
    let twelve = (1..=13).map(|number| goal(&format!("Goal no. {number}"), "GBP", "3000", "1200", "40")).collect();
    vec![
        ("usual", goals_of(vec![usual.clone()])),
        ("reached", goals_of(vec![reached.clone()])),
        ("empty", goals_of(vec![empty.clone()])),
        ("overdrawn", goals_of(vec![overdrawn.clone()])),
        ("undated", goals_of(vec![undated.clone()])),
        ("large", goals_of(vec![large.clone()])),
        ("several", goals_of(vec![usual, reached, undated, empty, overdrawn, large])),
        ("thirteen", goals_of(twelve)),
        ("none", goals_of(Vec::new())),
    ]
}

/// Steps that go up and down around an amount, one a few days.
fn stretch(from: &str, days: u64, around: i64, swing: i64) -> Vec<(NaiveDate, Decimal)> {
    let point = |at: u64| {
        let wave = i64::try_from((at * 7_919) % 97).unwrap() - 48;
        (day(from) + Days::new(at), Decimal::new(around * 100 + wave * swing, 2))
    };
    (0..days).step_by(3).chain([days]).map(point).collect()
}

fn line(label: &str, stretches: Vec<Vec<(NaiveDate, Decimal)>>) -> BalanceLine {
    BalanceLine { label: label.to_owned(), stretches }
}

fn balances_of(currency: &str, from: &str, to: &str, lines: Vec<BalanceLine>) -> Balances {
    Balances { currency: currency.parse().unwrap(), period: period(from, to), lines }
}

fn balance_cases() -> Vec<(&'static str, Balances)> {
    let year = || stretch("2025-04-01", 350, 1_400, 2_100);
    let gaps = || {
        vec![
            stretch("2025-05-01", 90, 900, 1_500),
            stretch("2025-10-01", 31, 400, 1_700),
            stretch("2026-02-01", 44, 200, 900),
        ]
    };
    let wild = vec![
        line("Gemeinschaftskonto 🏦 <Müller & Söhne> bei der Sparkasse in der Stadt", vec![year()]),
        line("普通預金", gaps()),
        line("Сбережения", vec![stretch("2025-04-01", 350, 2_400, 300)]),
        line("Credit card", vec![stretch("2025-04-01", 350, -600, 700)]),
        line("Pot", vec![vec![(day("2025-12-24"), decimal("100"))]]),
        line("Not known", vec![Vec::new()]),
        line("The sixth", vec![year()]),
    ];
    let (from, to) = ("2025-04-01", TODAY);
    vec![
        ("one", balances_of("GBP", from, to, vec![line("Current account", vec![year()])])),
        ("gaps", balances_of("CHF", from, to, vec![line("Privatkonto", gaps())])),
        ("negative", balances_of("EUR", from, to, vec![line("Kreditkarte", vec![stretch(from, 350, -900, 800)])])),
        (
            "month",
            balances_of(
                "JPY",
                "2026-03-01",
                "2026-03-31",
                vec![line("普通預金", vec![stretch("2026-03-01", 16, 300_000, 9_000)])],
            ),
        ),
        (
            "level",
            balances_of(
                "GBP",
                from,
                to,
                vec![line("Savings", vec![vec![(day(from), decimal("0")), (day(to), decimal("0"))]])],
            ),
        ),
        ("far_from_zero", balances_of("GBP", from, to, vec![line("Savings", vec![stretch(from, 350, 50_000, 900)])])),
        ("day", balances_of("GBP", TODAY, TODAY, vec![line("Savings", vec![vec![(day(TODAY), decimal("12.34"))]])])),
        (
            "ten_years",
            balances_of(
                "GBP",
                "2016-03-20",
                to,
                vec![line("Savings", vec![stretch("2016-03-20", 3_640, 5_000, 9_000)])],
            ),
        ),
        ("wild", balances_of("EUR", from, to, wild)),
        ("none", balances_of("GBP", from, to, Vec::new())),
    ]
}

/// The pictures with the most on them.
pub(super) fn largest() -> (BudgetBars, Goals, Balances) {
    let (budgets, goals, balances) = (budget_cases(), goal_cases(), balance_cases());
    let budgets = budgets.into_iter().find(|case| case.0 == "twelve").unwrap().1;
    let goals = goals.into_iter().find(|case| case.0 == "usual").unwrap().1;
    (budgets, goals, balances.into_iter().find(|case| case.0 == "wild").unwrap().1)
}

#[test]
fn budgets_look_as_agreed() {
    for (name, input) in budget_cases() {
        check_drawn(
            &format!("budgets_{name}"),
            &budgets::document(&input, texts()),
            &budgets(&input, texts()).unwrap(),
        );
    }
}

#[test]
fn goals_look_as_agreed() {
    for (name, input) in goal_cases() {
        check_drawn(&format!("goals_{name}"), &goals::document(&input, texts()), &goals(&input, texts()).unwrap());
    }
}

#[test]
fn balances_look_as_agreed() {
    for (name, input) in balance_cases() {
        check_drawn(
            &format!("balances_{name}"),
            &balances::document(&input, texts()),
            &balances(&input, texts()).unwrap(),
        );
    }
}

/// Pictures without anything on them are lower than the others, and are never sent.
fn check_drawn(name: &str, svg: &str, picture: &Picture) {
    match name.ends_with("_none") {
        true => insta::assert_snapshot!(format!("{name}_text"), picture.text),
        false => check(name, svg, picture),
    }
}

#[test]
fn the_longest_figures_fit() {
    let mut most =
        budget(&"x".repeat(10_000), None, "IDR", "79228162514264337593543950335", "79228162514264337593543950335");
    most.left = Decimal::MIN;
    most.soon_over = Some(Decimal::MAX);
    let input = bars(vec![most; 100]);
    assert!(Pixmap::decode_png(&budgets(&input, texts()).unwrap().png).is_ok());
    assert!(budgets_text(&input, texts()).chars().count() <= TEXT_MAX);

    let mut most = goal(&"\u{202e}\u{0}".repeat(10_000), "IDR", "79228162514264337593543950335", "1", "0");
    (most.saved, most.by, most.since) = (Decimal::MIN, Some(NaiveDate::MAX), NaiveDate::MIN);
    for count in [1, 50] {
        let input = goals_of(vec![most.clone(); count]);
        assert!(Pixmap::decode_png(&goals(&input, texts()).unwrap().png).is_ok());
        assert!(goals_text(&input, texts()).chars().count() <= TEXT_MAX);
    }

    let ends = vec![vec![(NaiveDate::MIN, Decimal::MIN), (NaiveDate::MAX, Decimal::MAX)]];
    let mut input = balances_of("IDR", TODAY, TODAY, vec![line(&"x".repeat(10_000), ends); 9]);
    input.period = Period { from: NaiveDate::MIN, to: NaiveDate::MAX };
    assert!(Pixmap::decode_png(&balances(&input, texts()).unwrap().png).is_ok());
    assert!(balances_text(&input, texts()).chars().count() <= TEXT_MAX);
}

#[test]
fn pictures_wait_as_data() {
    let again = |value: serde_json::Value| value.to_string();
    for (_, input) in budget_cases() {
        let kept = again(serde_json::to_value(&input).unwrap());
        assert_eq!(serde_json::from_str::<BudgetBars>(&kept).unwrap(), input);
    }
    for (_, input) in goal_cases() {
        let kept = again(serde_json::to_value(&input).unwrap());
        assert_eq!(serde_json::from_str::<Goals>(&kept).unwrap(), input);
    }
    for (_, input) in balance_cases() {
        let kept = again(serde_json::to_value(&input).unwrap());
        assert_eq!(serde_json::from_str::<Balances>(&kept).unwrap(), input);
    }
}
