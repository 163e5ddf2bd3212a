//! `make bench`: what a picture takes, each kind with about as much on it as there can be.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a bench is run by hand and may stop"
)]

#[path = "figure.rs"]
mod figure;

use std::time::Instant;

use chrono::{Days, NaiveDate};
use farthing::bot::charts::{
    BalanceLine, Balances, BudgetBar, BudgetBars, CategoryShares, GoalProgress, Goals, Month, Months, Picture, Share,
    balances, budgets, category_shares, goals, months,
};
use farthing::domain::{Category, Currency, Period};
use farthing::texts::Language;
use rust_decimal::Decimal;

use figure::{Figure, median, print, reached, write};

/// Times each picture is drawn.
const ROUNDS: usize = 30;
/// The design's bounds.
const MS_MAX: f64 = 30.0;
const KB_MAX: f64 = 150.0;

fn main() {
    let (bars, progress, lines, parts, years) = (budget_bars(), goal(), balance_lines(), shares(), two_years());
    let texts = Language::default().texts();
    let mut figures = Vec::new();
    figures.extend(measure("budgets", || budgets(&bars, texts).unwrap()));
    figures.extend(measure("goal", || goals(&progress, texts).unwrap()));
    figures.extend(measure("balances", || balances(&lines, texts).unwrap()));
    figures.extend(measure("shares", || category_shares(&parts, texts).unwrap()));
    figures.extend(measure("months", || months(&years, texts).unwrap()));
    print(&figures);
    write(&figures);
}

/// The median time, and the size.
fn measure(name: &str, draw: impl Fn() -> Picture) -> [Figure; 2] {
    let size = draw().png.len();
    let mut times: Vec<_> = (0..ROUNDS)
        .map(|_| {
            let started = Instant::now();
            draw();
            started.elapsed()
        })
        .collect();
    let name = |what: &str| -> &'static str { format!("picture of {name}, {what}").leak() };
    let time = reached(name("median"), median(&mut times), "reach", MS_MAX);
    let size = Figure {
        name: name("size"),
        value: size as f64 / 1_000.0,
        unit: "kB",
        reference: "reach".into(),
        reference_value: Some(KB_MAX),
        more: false,
    };
    [time, size]
}

fn today() -> NaiveDate {
    "2026-03-17".parse().unwrap()
}

fn pounds() -> Currency {
    "GBP".parse().unwrap()
}

/// An amount that looks like no other.
fn amount(number: usize) -> Decimal {
    Decimal::new(((number * 7_919) % 240_000) as i64, 2)
}

fn budget_bars() -> BudgetBars {
    let bar = |(number, category): (usize, Category)| {
        let (allowed, spent) = (Decimal::from(900), amount(number + 5));
        BudgetBar {
            label: category.name().to_owned(),
            category: Some(category),
            currency: pounds(),
            period: Period::month_of(today()),
            when: "this month".to_owned(),
            allowed,
            spent,
            left: allowed - spent,
            soon_over: Some(amount(number)),
        }
    };
    BudgetBars { today: today(), budgets: Category::ALL.into_iter().take(12).enumerate().map(bar).collect() }
}

fn goal() -> Goals {
    let day = |number: usize| today() - Days::new(700 - number as u64 * 7);
    let goal = GoalProgress {
        name: "Holiday in Japan".to_owned(),
        currency: pounds(),
        amount: Decimal::from(9_000),
        saved: Decimal::from(5_000),
        percent: Decimal::from(55),
        since: day(0),
        by: "2027-07-01".parse().ok(),
        reached_on: "2027-09-12".parse().ok(),
        outlook: "at £270.00 a month: Sep 2027, two months late".to_owned(),
        history: (0..=100).map(|number| (day(number), Decimal::from(50 * number))).collect(),
    };
    Goals { today: today(), goals: vec![goal] }
}

fn balance_lines() -> Balances {
    let first = today() - Days::new(400);
    // A salary a month, and something spent on every day.
    let balance =
        |number: usize, day: usize| Decimal::from(number * 2_400 - (day * (70 + number) + number * 500) % 2_300);
    let line = |number: usize| BalanceLine {
        label: format!("Account {number}"),
        stretches: vec![(0..=400).map(|day| (first + Days::new(day as u64), balance(number, day))).collect()],
    };
    Balances { currency: pounds(), period: Period { from: first, to: today() }, lines: (1..=5).map(line).collect() }
}

fn shares() -> CategoryShares {
    let share = |(number, category): (usize, Category)| Share {
        label: category.name().to_owned(),
        category,
        amount: amount(number + 1),
    };
    let shares: Vec<Share> = Category::ALL.into_iter().enumerate().map(share).collect();
    CategoryShares {
        subtitle: "March 2026".to_owned(),
        currency: pounds(),
        total: shares.iter().map(|share| share.amount).sum(),
        shares,
    }
}

fn two_years() -> Months {
    let month = |number: usize| match number % 7 {
        3 => Month::Unknown,
        _ => Month::Known { spending: amount(number + 90), income: Some(amount(number + 200)) },
    };
    Months {
        subtitle: "All accounts".to_owned(),
        currency: pounds(),
        first: "2024-04-01".parse().unwrap(),
        months: (0..24).map(month).collect(),
        last_is_running: true,
        average: Some(Decimal::from(1_200)),
    }
}
