//! Files of the same days in every order, and taken back in every order: no row twice, no twin lost, nothing left behind.

use farthing::demo::{Country, DemoStatement, Dialect, Row, csv, month_abroad, pdf, year};
use farthing::domain::ActionId;
use farthing::tools::undo::Undo;
use rust_decimal::Decimal;

use crate::harness::{Farthing, Person, TODAY};

/// A file and the rows that it shows.
struct File {
    name: &'static str,
    bytes: Vec<u8>,
    /// The statement's rows up to this one.
    rows: usize,
}

/// The beginning of a month, with two equal coffees on one day.
fn with_twins(mut statement: DemoStatement) -> DemoStatement {
    statement.rows.truncate(40);
    let middle = statement.rows.len() / 3;
    let twin = Row { amount: Decimal::new(-320, 2), ..statement.rows[middle].clone() };
    statement.rows.splice(middle..middle, [twin.clone(), twin]);
    statement
}

/// The first half as CSV that does not name the account, the month as CSV of another dialect, and the month as PDF.
fn files(statement: &DemoStatement, [half_as, month_as]: [Dialect; 2]) -> [File; 3] {
    let middle = statement.rows[statement.rows.len() / 2].date;
    let half: Vec<&Row> = statement.rows.iter().take_while(|row| row.date <= middle).collect();
    let rows = half.len();
    let half = csv(half, statement.csv_account(), half_as);
    [
        File { name: "half.csv", bytes: half, rows },
        File {
            name: "month.csv",
            bytes: csv(&statement.rows, statement.csv_account(), month_as),
            rows: statement.rows.len(),
        },
        File { name: "month.pdf", bytes: pdf(statement, statement.layout).unwrap(), rows: statement.rows.len() },
    ]
}

const ORDERS: [[usize; 3]; 6] = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];

/// Every row as date and amount.
fn expected(statement: &DemoStatement, rows: usize) -> Vec<String> {
    let mut lines: Vec<String> =
        statement.rows.iter().take(rows).map(|row| format!("{} {:.2}", row.date, row.amount)).collect();
    lines.sort();
    lines
}

async fn found(farthing: &Farthing) -> Vec<String> {
    let query = "select coalesce(string_agg(booked_on || ' ' || amount, ',' order by (booked_on || ' ' || amount) collate \"C\"), '') from transaction";
    let lines = farthing.value(query).await;
    lines.split(',').filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

async fn import(ana: &Person<'_>, file: &File) -> ActionId {
    ana.import(file.name, &file.bytes).await.unwrap().action.unwrap()
}

#[tokio::test]
async fn the_same_days_from_several_files_are_there_once_in_every_order() {
    let until = TODAY.parse().unwrap();
    let mut statements = year(7, until, 1);
    statements.extend([month_abroad(11, until, Country::Germany), month_abroad(11, until, Country::UnitedStates)]);
    // Fewer rows in common may be chance, and then a file that names no account is another account's.
    statements.retain(|statement| statement.rows.len() >= 10);
    assert!(statements.len() >= 3, "statements of several layouts");
    let farthing = Farthing::start().await;
    let ana = farthing.person(7001);
    let empty = farthing.contents().await;
    for (number, statement) in statements.into_iter().map(with_twins).enumerate() {
        // A CSV without a currency is taken for the home currency until another file of the account knows better.
        let dialects = match number % 2 {
            0 => [Dialect::UsDebitCredit, Dialect::German],
            _ => [Dialect::German, Dialect::Canonical],
        };
        let (files, layout) = (files(&statement, dialects), statement.layout);
        for (imported, taken_back) in ORDERS.iter().zip(ORDERS.iter().cycle().skip(number + 1)) {
            let case = format!("{layout:?}: imported {imported:?}, taken back {taken_back:?}");
            let mut actions = [None; 3];
            let mut states = Vec::new();
            for index in imported {
                states.push(farthing.contents().await);
                actions[*index] = Some(import(&ana, &files[*index]).await);
            }
            assert_eq!(found(&farthing).await, expected(&statement, statement.rows.len()), "{case}");
            assert_eq!(farthing.value("select count(*) from account").await, "1", "{case}");
            for (position, index) in taken_back.iter().enumerate() {
                ana.does(Undo { action: actions[*index] }).await.unwrap();
                let left =
                    taken_back.iter().skip(position + 1).map(|index| files[*index].rows).max().unwrap_or_default();
                assert_eq!(found(&farthing).await, expected(&statement, left), "{case}, after {index}");
                assert_eq!(unsupported(&farthing).await, "0", "{case}, after {index}");
                let latest_first = imported.iter().rev().take(position + 1).eq(taken_back.iter().take(position + 1));
                if latest_first {
                    assert_same(&farthing.contents().await, &states.pop().unwrap(), &format!("{case}, after {index}"));
                }
            }
            assert_same(&farthing.contents().await, &empty, &case);
        }
    }
    farthing.finish().await;
}

/// Names the rows that differ, not the hundreds that do not.
fn assert_same(found: &[String], expected: &[String], case: &str) {
    let without = |these: &[String], those: &[String]| -> Vec<String> {
        let lines =
            |tables: &[String]| tables.iter().flat_map(|table| table.lines()).map(str::to_owned).collect::<Vec<_>>();
        let those = lines(those);
        lines(these).into_iter().filter(|line| !those.contains(line)).collect()
    };
    assert_eq!(without(found, expected), without(expected, found), "{case}");
}

/// Rows whose words stand in no line that vouches for them.
async fn unsupported(farthing: &Farthing) -> String {
    let query = "select count(*) from transaction as t where not exists (
        select from evidence join statement_line as line using (book_id, statement_id, line_number)
        where evidence.transaction_id = t.transaction_id and line.description = t.description
    )";
    farthing.value(query).await
}

#[tokio::test]
async fn a_row_takes_the_words_of_the_file_that_stays() {
    let farthing = Farthing::start().await;
    let ana = farthing.person(7001);
    let file = |rows: &str| format!("date,description,amount,currency\n{rows}").into_bytes();
    let salary = "2026-03-28,ACME PAYROLL SALARY,900.00,GBP\n2026-03-29,ZORBLAX,-1.00,GBP\n2026-03-30,LIDL,-2.00,GBP\n";
    let other = File { name: "b.csv", bytes: file(&format!("2026-03-02,TESCO STORES,-12.50,GBP\n{salary}")), rows: 4 };
    let only_other = {
        let action = import(&ana, &other).await;
        let seen = seen(&farthing).await;
        ana.does(Undo { action: Some(action) }).await.unwrap();
        seen
    };
    let first = File { name: "a.csv", bytes: file(&format!("2026-03-02,COFFEE HUT,-12.50,GBP\n{salary}")), rows: 4 };
    let first = import(&ana, &first).await;
    import(&ana, &other).await;
    assert_ne!(seen(&farthing).await, only_other);
    ana.does(Undo { action: Some(first) }).await.unwrap();
    assert_eq!(seen(&farthing).await, only_other, "as if the second alone had come");
    farthing.finish().await;
}

#[tokio::test]
async fn a_short_file_that_names_no_account_adds_no_row_twice() {
    let rows = "2026-03-02,TESCO STORES,-12.50,GBP\n2026-03-05,COFFEE HUT,-3.20,GBP\n";
    let named: String = rows.lines().map(|row| format!("{row},Everyday\n")).collect();
    let files = [
        ("named.csv", format!("date,description,amount,currency,account\n{named}")),
        ("unnamed.csv", format!("date,description,amount,currency\n{rows}")),
    ];
    for order in [[0, 1], [1, 0]] {
        let farthing = Farthing::start().await;
        let ana = farthing.person(7001);
        let imported = order.map(|index: usize| &files[index]);
        for (index, (name, file)) in imported.into_iter().enumerate() {
            let imported = ana.import(name, file.as_bytes()).await.unwrap();
            let expected = if index == 0 { (2, 0) } else { (0, 2) };
            assert_eq!((imported.imported, imported.duplicates), expected, "{order:?}: {name}");
        }
        farthing.finish().await;
    }
    // Two names are two accounts, however alike a few rows are.
    let farthing = Farthing::start().await;
    let ana = farthing.person(7001);
    for name in ["Everyday", "Pocket"] {
        let imported = ana.import(name, files[0].1.replace("Everyday", name).as_bytes()).await.unwrap();
        assert_eq!((imported.imported, imported.duplicates), (2, 0), "{name}");
    }
    farthing.finish().await;
}

async fn seen(farthing: &Farthing) -> String {
    let query = "select string_agg(booked_on || description || amount || category_id || decided_by || merchant.name, E'\\n' order by booked_on)
        from transaction join merchant using (book_id, merchant_id)";
    farthing.value(query).await
}
