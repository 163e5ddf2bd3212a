use std::collections::{BTreeMap, HashSet};

use super::*;

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn pence(amount: i64) -> Decimal {
    Decimal::new(amount, 2)
}

/// Seeds, last days and months that every promise about the household is checked with.
const YEARS: &[(u64, &str, u32)] =
    &[(7, "2026-03-31", 12), (1, "2024-02-29", 24), (2, "2026-03-18", 12), (3, "2026-02-28", 1), (4, "2025-12-01", 3)];

#[test]
fn the_same_seed_gives_the_same_statements() {
    let until = date("2026-03-31");
    assert_eq!(year(7, until, 12), year(7, until, 12));
    assert_ne!(year(7, until, 12), year(8, until, 12));
    assert!(large_ledger(7, 500, until).eq(large_ledger(7, 500, until)));
    let bytes = |seed| pdf(&month_abroad(seed, until, Country::France), Layout::FrenchAccount).unwrap();
    assert!(bytes(1) == bytes(1));
    assert!(bytes(1) != bytes(2));
}

#[test]
fn each_account_continues_where_its_last_statement_ended() {
    for (seed, until, months) in YEARS {
        let statements = year(*seed, date(until), *months);
        assert_eq!(statements.len(), *months as usize * 3);
        let mut closing = BTreeMap::new();
        for statement in &statements {
            let before = closing.insert(statement.account_number, (statement.period, statement.closing_balance()));
            if let Some((period, balance)) = before {
                assert_eq!(statement.opening_balance, balance, "{seed} {}", statement.period);
                assert_eq!(statement.period.from, period.to.succ_opt().unwrap());
            }
        }
        assert!(closing.values().all(|(period, _)| period.to == date(until)));
    }
    assert!(year(7, date("2026-03-31"), 0).is_empty());
}

#[test]
fn rows_lie_in_their_period_in_order_with_whole_pence() {
    let until = date("2026-03-31");
    let abroad = [Country::Germany, Country::France, Country::UnitedStates].map(|place| month_abroad(7, until, place));
    let years = YEARS.iter().flat_map(|(seed, until, months)| year(*seed, date(until), *months));
    for statement in years.chain(abroad).chain([long_statement(7, until, 190)]) {
        assert!(statement.rows.is_sorted_by_key(|row| row.date));
        for row in &statement.rows {
            assert!(statement.period.contains(row.date), "{row:?}");
            assert!(row.posted.is_none_or(|posted| posted >= row.date && statement.period.contains(posted)), "{row:?}");
            assert!(row.amount.scale() == 2 && !row.amount.is_zero(), "{row:?}");
            let words: Vec<_> = row.description.split_whitespace().collect();
            assert_eq!(words.join(" "), row.description);
            assert!(!row.description.contains(['#', '@', '|']), "{row:?}");
        }
    }
}

#[test]
fn samples_follow_from_their_seed() {
    for layout in Layout::ALL {
        for (seed, rows) in [(0, 0), (1, 1), (2, 90)] {
            let statement = sample(layout, seed, rows);
            assert_eq!((statement.rows.len(), statement.layout), (rows, layout));
            assert_eq!(statement, sample(layout, seed, rows));
            assert!(rows == 0 || statement.rows != sample(layout, seed + 4, rows).rows);
            assert!(statement.rows.is_sorted_by_key(|row| row.date));
            for row in &statement.rows {
                let dates = [Some(row.date), row.posted];
                assert!(dates.into_iter().flatten().all(|date| statement.period.contains(date)), "{row:?}");
                assert!(!row.amount.is_zero() && !row.description.contains(['#', '|']), "{row:?}");
            }
            assert!(pdf(&statement, layout).unwrap() == pdf(&statement, layout).unwrap());
        }
    }
}

#[test]
fn transfers_between_own_accounts_net_to_zero() {
    for (seed, until, months) in YEARS {
        let statements = year(*seed, date(until), *months);
        let rows = statements.iter().flat_map(|of| &of.rows).filter(|row| row.category == Category::Transfer);
        let (count, sum) = rows.fold((0, Decimal::ZERO), |(count, sum), row| (count + 1, sum + row.amount));
        assert_eq!(sum, Decimal::ZERO, "{seed}");
        assert!(count >= 4 * (months - 1), "{seed}: {count}");
    }
}

#[test]
fn the_year_holds_what_it_promises() {
    let statements = year(7, date("2026-03-31"), 12);
    let rows_of = |layout: Layout| -> Vec<&Row> {
        statements.iter().filter(|of| of.layout == layout).flat_map(|of| &of.rows).collect()
    };
    let [current, card, savings] = [Layout::UkCurrent, Layout::CreditCard, Layout::AppAccount].map(rows_of);
    let count = |rows: &[&Row], wanted: &dyn Fn(&Row) -> bool| rows.iter().filter(|row| wanted(row)).count();

    assert_eq!(count(&current, &|row| row.description.ends_with("SALARY")), 12);
    assert_eq!(count(&current, &|row| row.category == Category::Housing && row.amount == pence(-115_000)), 12);
    assert_eq!(count(&current, &|row| row.description.starts_with("DD PENNANT")), 12);
    assert_eq!(count(&current, &|row| row.description == "MONTHLY ACCOUNT FEE"), 12);
    assert_eq!(count(&savings, &|row| row.description == "GROSS INTEREST"), 12);
    assert_eq!(count(&card, &|row| row.description == "ASOS.COM REFUND" && row.amount > Decimal::ZERO), 4);
    assert!(count(&card, &|row| row.description.contains(" EUR ")) >= 5);
    let netflix: Vec<_> = card.iter().filter(|row| row.merchant == "Netflix").map(|row| row.amount).collect();
    assert_eq!(netflix, [[pence(-1_099); 6], [pence(-1_299); 6]].concat());

    for statement in statements.iter().filter(|of| of.layout == Layout::UkCurrent) {
        let twins = statement.rows.windows(2).filter(|pair| pair[0] == pair[1] && pair[0].merchant == "Pret A Manger");
        assert!(twins.count() >= 1, "{}", statement.period);
        assert!((55..=90).contains(&statement.rows.len()), "{}: {}", statement.period, statement.rows.len());
        assert!(statement.printed().iter().all(|row| row.balance > Decimal::ZERO), "{}", statement.period);
    }
}

#[test]
fn a_large_ledger_has_its_size_and_its_many_merchants() {
    let until = date("2026-03-31");
    let rows: Vec<_> = large_ledger(7, 100_000, until).collect();
    assert_eq!((rows.len(), rows.last().unwrap().date), (100_000, until));
    assert!(rows.is_sorted_by_key(|row| row.date));
    let merchants: HashSet<_> = rows.iter().map(|row| &row.merchant).collect();
    assert!(merchants.len() > 3_000, "{}", merchants.len());
    assert_eq!(large_ledger(7, 0, until).count(), 0);
    assert_eq!(long_statement(7, until, 0).period, Period::day(until));
}

#[test]
fn a_misprint_changes_one_amount_and_no_balance() {
    let truth = month_abroad(7, date("2026-03-31"), Country::Germany);
    let wrong = truth.clone().misprinted(3, pence(900));
    assert_eq!(wrong.closing_balance(), truth.closing_balance());
    let printed: Decimal = wrong.printed().iter().map(|row| row.amount).sum();
    assert_eq!(truth.closing_balance() - (truth.opening_balance + printed), pence(-900));
    assert_eq!(truth.clone().misprinted(10_000, pence(1)), truth);
}

fn small() -> DemoStatement {
    let mut statement = month_abroad(7, date("2026-03-31"), Country::Germany);
    statement.rows.truncate(3);
    statement.rows[1].amount = pence(123_456);
    statement.rows[2].description = String::from("Café \"Zur Linde\", Leipzig");
    statement
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap()
}

#[test]
fn csv_dialects() {
    let statement = small();
    let write = |dialect| text(csv(&statement.rows, statement.csv_account(), dialect));
    insta::assert_snapshot!(write(Dialect::Canonical), @r#"
    date,description,amount,currency,account,category
    2026-03-01,Dauerauftrag HAUSVERWALTUNG NORDPLATZ Miete Whg. 12 inkl. NK,-920.00,EUR,Girokonto Komfort,Housing
    2026-03-01,Kartenzahlung REWE SAGT DANKE 43127//Leipzig/DE,1234.56,EUR,Girokonto Komfort,Groceries
    2026-03-02,"Café ""Zur Linde"", Leipzig",-74.00,EUR,Girokonto Komfort,Utilities
    "#);
    insta::assert_snapshot!(write(Dialect::German), @r#"
    "Buchungstag";"Valuta";"Verwendungszweck";"Betrag";"Währung"
    "01.03.2026";"02.03.2026";"Dauerauftrag HAUSVERWALTUNG NORDPLATZ Miete Whg. 12 inkl. NK";"-920,00";"EUR"
    "01.03.2026";"02.03.2026";"Kartenzahlung REWE SAGT DANKE 43127//Leipzig/DE";"1.234,56";"EUR"
    "02.03.2026";"02.03.2026";"Café ""Zur Linde"", Leipzig";"-74,00";"EUR"
    "#);
    insta::assert_snapshot!(write(Dialect::UsDebitCredit), @r#"
    Date,Description,Debit,Credit,Balance
    03/01/2026,Dauerauftrag HAUSVERWALTUNG NORDPLATZ Miete Whg. 12 inkl. NK,920.00,,944.32
    03/01/2026,Kartenzahlung REWE SAGT DANKE 43127//Leipzig/DE,,1234.56,2178.88
    03/02/2026,"Café ""Zur Linde"", Leipzig",74.00,,2104.88
    "#);
}

#[test]
fn a_csv_of_all_accounts_is_by_date_and_complete() {
    let statements = year(7, date("2026-03-31"), 2);
    let text = text(canonical_csv(&statements));
    let lines: Vec<_> = text.lines().skip(1).collect();
    assert_eq!(lines.len(), statements.iter().map(|of| of.rows.len()).sum::<usize>());
    assert!(lines.is_sorted_by_key(|line| line.split(',').next()));
    for name in ["Everyday Current Account", "Pennant Classic Credit Card", "Rainy Day Saver"] {
        assert!(lines.iter().any(|line| line.contains(name)));
    }
}

/// What `make fuzz` starts from: a small statement of each layout, one under a password, and CSV. Streams stand
/// uncompressed: a changed byte of them should change the page, not break its compression.
#[test]
#[ignore = "writes fuzz/corpus anew"]
fn the_fuzzers_seeds() {
    /// Few rows make small files, which mutate faster.
    const ROWS: usize = 3;
    let folder = std::path::Path::new("fuzz/corpus/statement");
    let write = |name: &str, bytes: &[u8]| std::fs::write(folder.join(name), bytes).unwrap();
    std::fs::create_dir_all(folder).unwrap();
    for layout in Layout::ALL {
        let statement = sample(layout, 1, ROWS);
        let mut document = lopdf::Document::load_mem(&pdf(&statement, layout).unwrap()).unwrap();
        document.decompress();
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).unwrap();
        write(&format!("{layout:?}.pdf"), &bytes);
    }
    let statement = sample(Layout::AppAccount, 2, ROWS);
    write("locked.pdf", &pdf_with_password(&statement, Layout::AppAccount, "horse staple").unwrap());
    write(
        "plain.csv",
        b"Date,Description,Amount,Balance\n2026-01-03,Coffee,-2.50,97.50\n2026-01-04,Salary,10.00,107.50\n",
    );
    write("semicolons.csv", "Buchungstag;Betrag;Verwendungszweck;Saldo\n03.01.26;-2,50;Bäcker;97,50\n".as_bytes());
}
