//! What the pictures and their texts look like, case by case.

use resvg::tiny_skia::Pixmap;
use rust_decimal::Decimal;

use super::*;
use crate::domain::Category;
use crate::texts::{Language, Texts};

pub(super) fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

pub(super) fn texts() -> &'static Texts {
    Language::default().texts()
}

fn shares(currency: &str, total: &str, shares: &[(&str, Category, &str)]) -> CategoryShares {
    let share = |(label, category, amount): &(&str, Category, &str)| Share {
        label: (*label).to_owned(),
        category: *category,
        amount: decimal(amount),
    };
    CategoryShares {
        subtitle: "March 2026 · Current account".to_owned(),
        currency: currency.parse().unwrap(),
        total: decimal(total),
        shares: shares.iter().map(share).collect(),
    }
}

/// Every case of category shares, by its name.
fn share_cases() -> Vec<(&'static str, CategoryShares)> {
    use Category::*;
    let usual = [
        (Housing, "950.00"),
        (Groceries, "412.37"),
        (Dining, "188.40"),
        (Transport, "141.90"),
        (Utilities, "126.15"),
        (Shopping, "99.99"),
        (Entertainment, "45.97"),
        (Health, "32.00"),
        (PersonalCare, "28.50"),
        (Fees, "4.95"),
    ];
    let usual: Vec<_> = usual.into_iter().map(|(category, amount)| (category.name(), category, amount)).collect();
    let refunds = [
        ("Groceries", Groceries, "310.20"),
        ("Dining", Dining, "95.00"),
        ("Fees", Fees, "0.40"),
        ("Shopping", Shopping, "-89.99"),
        ("Travel", Travel, "-12.00"),
    ];
    let wild = [
        (
            "Bücher & <b>\"Zeitschriften\"</b>, Hörbücher, Vinyl und alles andere aus dem kleinen Laden",
            Shopping,
            "1234567.89",
        ),
        ("🛒🥕", Groceries, "456789.10"),
        ("שלום עולם", Family, "98765.43"),
        ("Κατοικία · Žižkov · Київ", Housing, "54321.00"),
        ("</text><script>alert('x')</script>", Other, "100.00"),
    ];
    let mut long = shares("IDR", "1844543.42", &wild);
    long.subtitle =
        "1 January to 31 December 2025 · Gemeinschaftskonto 🏦 der Familie <Müller & Söhne> bei der Sparkasse"
            .to_owned();
    vec![
        ("usual", shares("GBP", "2030.23", &usual)),
        ("refunds", shares("EUR", "303.61", &refunds)),
        ("back", shares("EUR", "-40.00", &[("Shopping", Shopping, "-60"), ("Dining", Dining, "20")])),
        ("one", shares("PLN", "1200", &[("Housing", Housing, "1200")])),
        ("nothing", shares("JPY", "0", &[("Housing", Housing, "0")])),
        ("wild", long),
    ]
}

fn known(spending: &str, income: Option<&str>) -> Month {
    Month::Known { spending: decimal(spending), income: income.map(decimal) }
}

fn months_of(first: &str, months: Vec<Month>, average: Option<&str>) -> Months {
    Months {
        subtitle: "all accounts".to_owned(),
        currency: "GBP".parse().unwrap(),
        first: first.parse().unwrap(),
        months,
        last_is_running: false,
        average: average.map(decimal),
    }
}

/// Every case of months, by its name.
fn month_cases() -> Vec<(&'static str, Months)> {
    let year: Vec<_> = (0..12).map(|i| known(&format!("{}.37", 1700 + (i * 7919) % 900), None)).collect();
    let pair = |i: i64| known(&format!("{}.5", 1700 + (i * 7919) % 900), Some(&format!("{}", 2300 + (i % 5) * 40)));
    let mut gaps: Vec<_> = (0..24).map(pair).collect();
    gaps[3..8].fill(Month::Unknown);
    gaps[14] = Month::Unknown;
    let mut two_years = months_of("2024-04-01", gaps, Some("2133.19"));
    two_years.last_is_running = true;
    let mut running = months_of("2025-09-01", year.iter().copied().take(7).collect(), Some("2010.22"));
    running.last_is_running = true;
    running.months[2] = Month::Unknown;
    running.months[6] = known("640.10", None);
    let negative = vec![known("310", None), known("-120.5", None), known("95", None)];
    let large: Vec<_> = (0..24).map(|i| known(&format!("{}.25", 12_345_678 + i), Some("23456789.75"))).collect();
    let mut wild = months_of("2024-01-31", large, None);
    wild.subtitle = "Gemeinschaftskonto 🏦 <Müller & Söhne> שלום, ".repeat(4);
    wild.currency = "IDR".parse().unwrap();
    vec![
        ("year", months_of("2025-04-01", year.clone(), Some("2133.19"))),
        ("two_years", two_years),
        ("running", running),
        ("negative", months_of("2026-01-01", negative, Some("94.83"))),
        ("one", months_of("2026-01-01", vec![known("310", Some("0"))], None)),
        ("two_years_spending", months_of("2024-07-01", year.repeat(2), Some("2133.19"))),
        ("unknown", months_of("2026-01-01", vec![Month::Unknown; 3], None)),
        ("wild", wild),
    ]
}

/// Holds the SVG and the text of a case against what was agreed, and the PNG against both.
pub(super) fn check(name: &str, svg: &str, picture: &Picture) {
    insta::assert_snapshot!(format!("{name}_svg"), svg);
    insta::assert_snapshot!(format!("{name}_text"), picture.text);
    assert!(picture.text.chars().count() <= TEXT_MAX, "{name}: {}", picture.text.chars().count());
    let pixels = Pixmap::decode_png(&picture.png).unwrap();
    assert_eq!(pixels.width(), 900, "{name}");
    assert!((250..=1_700).contains(&pixels.height()), "{name}: {}", pixels.height());
    let paper = pixels.pixel(0, 0).unwrap();
    assert_eq!(paper.alpha(), 255, "{name}");
    let drawn = pixels.pixels().iter().filter(|&&pixel| pixel != paper).count();
    assert!(drawn > 2_000, "{name}: {drawn} pixels");
    if let Ok(folder) = std::env::var("FARTHING_CHART_SAMPLES") {
        std::fs::write(format!("{folder}/{name}.png"), &picture.png).unwrap();
    }
}

#[test]
fn category_shares_look_as_agreed() {
    for (name, input) in share_cases() {
        check(
            &format!("shares_{name}"),
            &shares::document(&input, texts()),
            &category_shares(&input, texts()).unwrap(),
        );
    }
}

#[test]
fn months_look_as_agreed() {
    for (name, input) in month_cases() {
        check(&format!("months_{name}"), &plot::document(&input, texts()), &months(&input, texts()).unwrap());
    }
}

#[test]
fn what_is_not_named_stands_in_everything_else() {
    use Category::*;
    let eight = [Housing, Dining, Travel, Cash, Fees, Taxes, Loans, Other];
    for (total, amounts, expected) in [
        // Only the largest were passed in.
        ("100", vec![(Housing, "60"), (Dining, "30")], vec!["Housing", "Dining", "Everything else: €10.00 · 10%"]),
        // A refund stays below it, and it stays below a refund when it is one itself.
        ("100", vec![(Travel, "-5"), (Housing, "60")], vec!["Housing", "Everything else: €45.00", "Travel"]),
        ("50", vec![(Travel, "-5"), (Housing, "60")], vec!["Housing", "Travel", "Everything else: -€5.00"]),
        // Eight rows are full; with a rest the smallest row goes into it.
        ("8", eight.map(|category| (category, "1")).to_vec(), eight.map(Category::name).to_vec()),
        (
            "9",
            eight.map(|category| (category, "1")).to_vec(),
            eight.map(|category| if category == Other { "Everything else: €2.00" } else { category.name() }).to_vec(),
        ),
        ("0", vec![], vec!["Nothing was spent in this time."]),
        ("0", vec![(Housing, "0.00")], vec!["Nothing was spent in this time."]),
    ] {
        let named: Vec<_> = amounts.into_iter().map(|(category, amount)| (category.name(), category, amount)).collect();
        let text = category_shares_text(&shares("EUR", total, &named), texts());
        let rows: Vec<_> = text.lines().skip(3).collect();
        assert_eq!(rows.len(), expected.len(), "{text}");
        assert!(rows.iter().zip(&expected).all(|(row, start)| row.starts_with(start)), "{text}");
    }
}

#[test]
fn the_longest_figures_fit() {
    let mut input = shares("IDR", "0", &[("x", Category::Housing, "79228162514264337593543950335"); 9]);
    input.total = Decimal::MIN;
    input.subtitle = "x".repeat(10_000);
    assert!(Pixmap::decode_png(&category_shares(&input, texts()).unwrap().png).is_ok());
    assert!(category_shares_text(&input, texts()).chars().count() <= TEXT_MAX);

    let most = Month::Known { spending: Decimal::MAX, income: Some(Decimal::MIN) };
    let mut input = months_of("9000-01-01", vec![most; 1_000], Some("79228162514264337593543950335"));
    input.subtitle = "\u{202e}\u{0}".repeat(10_000);
    assert!(Pixmap::decode_png(&months(&input, texts()).unwrap().png).is_ok());
    assert!(months_text(&input, texts()).chars().count() <= TEXT_MAX);
}

/// `cargo test --lib charts_are_quick -- --ignored --nocapture` prints what a picture takes.
#[test]
#[ignore = "measures time, which a busy machine has no say in"]
#[expect(clippy::print_stdout, reason = "the figures are what it is run for")]
fn charts_are_quick() {
    const ROUNDS: u32 = 20;
    let (_, shares) = share_cases().remove(0);
    let (_, year) = month_cases().remove(1);
    type Draw<'a> = &'a dyn Fn() -> Picture;
    let (bars, goal, lines) = progress_tests::largest();
    let draws: [(&str, Draw<'_>); 5] = [
        ("shares", &|| category_shares(&shares, texts()).unwrap()),
        ("months", &|| months(&year, texts()).unwrap()),
        ("budgets", &|| budgets(&bars, texts()).unwrap()),
        ("goal", &|| goals(&goal, texts()).unwrap()),
        ("balances", &|| balances(&lines, texts()).unwrap()),
    ];
    for (name, draw) in draws {
        let first = std::time::Instant::now();
        draw();
        let first = first.elapsed();
        let start = std::time::Instant::now();
        (0..ROUNDS).for_each(|_| drop(draw()));
        let mean = start.elapsed() / ROUNDS;
        println!("{name}: first {first:?}, then {mean:?}, {} bytes", draw().png.len());
        assert!(mean.as_millis() < 60, "{name}: {mean:?}");
    }
}
