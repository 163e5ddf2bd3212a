//! Every layout of the generator is read whole: generate, print, read, compare.

use farthing::demo::{Country, DemoStatement, Layout, month_abroad, pdf, pdf_with_password, year};
use farthing::tools::reading::{Parse, Reading};
use farthing::tools::{Tool, ToolError, Upload};
use rust_decimal::Decimal;

use crate::harness::{TODAY, bookless_context};

/// One statement of each kind.
fn statements() -> Vec<DemoStatement> {
    let until = TODAY.parse().unwrap();
    let mut statements = year(11, until, 1);
    statements.extend(
        [Country::Germany, Country::France, Country::UnitedStates].map(|country| month_abroad(11, until, country)),
    );
    statements
}

async fn read(bytes: Vec<u8>, password: Option<&str>) -> Result<Reading, ToolError> {
    let mut context = bookless_context();
    context.upload = Some(Upload { file_name: Some("statement.pdf".into()), bytes: bytes.into() });
    Parse { password: password.map(str::to_owned), ..Parse::default() }.call(&mut context).await
}

/// What must come out, a line for each row.
fn expected(statement: &DemoStatement) -> Vec<String> {
    let rows = statement.layout.print_order(statement);
    rows.iter().map(|row| format!("{} {:.2} {}", row.date, row.amount, row.description)).collect()
}

fn found(reading: &Reading) -> Vec<String> {
    let lines = &reading.statement.transactions;
    lines.iter().map(|line| format!("{} {:.2} {}", line.date, line.amount, line.description)).collect()
}

#[tokio::test]
async fn every_layout_is_read_whole_and_proven() {
    let statements = statements();
    for layout in Layout::ALL {
        let statement = statements.iter().find(|statement| statement.layout == layout);
        let statement = statement.unwrap_or_else(|| panic!("a statement in {layout:?}"));
        let reading = read(pdf(statement, layout).unwrap(), None).await.unwrap();
        assert_eq!(found(&reading), expected(statement), "{layout:?}");
        assert_eq!(reading.statement.reconciled, Some(true), "{layout:?}: {:?}", reading.statement.warnings);
        assert_eq!(reading.statement.account.currency, Some(statement.currency), "{layout:?}");
        let tail = &statement.account_number[statement.account_number.len() - 4..];
        let shown = reading.statement.account.id.clone().unwrap_or_default();
        assert!(shown.starts_with('…') && shown.ends_with(tail), "{layout:?}: {shown}");
    }
}

#[tokio::test]
async fn a_misprint_is_never_proven() {
    for statement in statements() {
        let wrong = statement.clone().misprinted(statement.rows.len() / 2, Decimal::new(700, 2));
        let reading = read(pdf(&wrong, wrong.layout).unwrap(), None).await.unwrap();
        assert_ne!(reading.statement.reconciled, Some(true), "{:?}", statement.layout);
    }
}

#[tokio::test]
async fn passwords_open_or_are_asked_for() {
    let statement = &statements()[0];
    let locked = || pdf_with_password(statement, statement.layout, "horse staple").unwrap();
    let words =
        |outcome: Result<Reading, ToolError>| outcome.map(|reading| found(&reading).len()).map_err(|error| error.words);

    assert_eq!(words(read(locked(), Some("horse staple")).await), Ok(statement.rows.len()));
    insta::assert_debug_snapshot!([
        words(read(locked(), None).await),
        words(read(locked(), Some("wrong")).await),
        words(read(b"%PDF-1.7 and then nothing".to_vec(), None).await),
        words(read(b"".to_vec(), None).await),
        words(read(b"\x00\x01\x02\x03 no statement".to_vec(), None).await),
    ]);
}

#[tokio::test]
async fn a_whole_reading() {
    let mut statement = month_abroad(11, TODAY.parse().unwrap(), Country::Germany);
    statement.rows.truncate(6);
    let reading = read(pdf(&statement, statement.layout).unwrap(), None).await.unwrap();
    insta::assert_json_snapshot!(reading);
}
