//! Statements go in: proven, matched against what is known, taken back.

use std::collections::BTreeMap;

use farthing::demo::{DemoStatement, Dialect, Layout, csv, pdf, year};
use farthing::domain::{Category, CategoryId, Flow, MerchantId, Period};
use farthing::store::rows::RowFilter;
use farthing::store::sums::{Breakdown, Cell, Flows};
use farthing::tools::ErrorKind;
use farthing::tools::import::{Import, Imported};
use rust_decimal::Decimal;

use crate::harness::{Farthing, TODAY};

/// The latest month of the example household's current account.
fn statement() -> DemoStatement {
    let statements = year(7, TODAY.parse().unwrap(), 1);
    statements.into_iter().find(|statement| statement.layout == Layout::UkCurrent).unwrap()
}

fn printed(statement: &DemoStatement) -> Vec<u8> {
    pdf(statement, statement.layout).unwrap()
}

#[tokio::test]
async fn a_proven_statement_is_kept_row_by_row() {
    let farthing = Farthing::start().await;
    let ana = farthing.person(7001);
    let statement = statement();

    let imported = ana.import("march.pdf", &printed(&statement)).await.unwrap();

    assert_eq!((imported.imported, imported.duplicates), (statement.rows.len() as u64, 0));
    assert_eq!(imported.reading.statement.reconciled, Some(true));
    let kept = farthing.value("select count(*) || ' rows, ' || sum(amount) from transaction").await;
    let moved = statement.closing_balance() - statement.opening_balance;
    assert_eq!(kept, format!("{} rows, {moved}", statement.rows.len()));
    assert_eq!(farthing.value("select string_agg(reconciliation, ',') from statement").await, "proven");
    let unvouched =
        "select count(*) from transaction where transaction_id not in (select transaction_id from evidence)";
    assert_eq!(farthing.value(unvouched).await, "0");
    let number_kept = format!("select count(*) from account where account::text like '%{}%'", statement.account_number);
    assert_eq!(farthing.value(&number_kept).await, "0", "the full account number is nowhere");
    farthing.finish().await;
}

#[tokio::test]
async fn a_statement_that_does_not_add_up_is_kept_only_when_told_so() {
    let farthing = Farthing::start().await;
    let ana = farthing.person(7001);
    let wrong = printed(&statement().misprinted(3, Decimal::new(1000, 2)));

    let refused = ana.import("march.pdf", &wrong).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::DoesNotAddUp);
    assert!(refused.words.contains("-10.00 GBP") && refused.words.contains("Nothing was stored"), "{}", refused.words);
    assert_eq!(farthing.value("select count(*) from transaction").await, "0");
    assert_eq!(farthing.value("select count(*) from action").await, "0");

    let import = Import { accept_gap: true, ..Import::default() };
    let kept = ana.import_with("march.pdf", &wrong, import).await.unwrap();
    assert_eq!((kept.reading.statement.reconciled, kept.imported), (Some(false), statement().rows.len() as u64));
    assert_eq!(farthing.value("select reconciliation || ' ' || gap from statement").await, "gap -10.00");
    farthing.finish().await;
}

/// The rows as a CSV that names neither account nor category.
fn bare_csv(statement: &DemoStatement) -> Vec<u8> {
    csv(&statement.rows, statement.csv_account(), Dialect::UsDebitCredit)
}

#[tokio::test]
async fn the_same_month_as_pdf_and_csv_is_one_month() {
    let farthing = Farthing::start().await;
    let ana = farthing.person(7001);
    let statement = statement();
    let rows = statement.rows.len() as u64;
    let counts = |imported: &Imported| (imported.imported, imported.duplicates);

    let from_pdf = ana.import("march.pdf", &printed(&statement)).await.unwrap();
    assert_eq!(counts(&from_pdf), (rows, 0));
    let again = ana.import("march.pdf", &printed(&statement)).await.unwrap();
    assert_eq!((counts(&again), again.action), ((0, rows), None), "the same file");
    let from_csv = ana.import("march.csv", &bare_csv(&statement)).await.unwrap();
    assert_eq!(counts(&from_csv), (0, rows), "another file, which does not name the account");
    assert_eq!(farthing.value("select count(*) from account").await, "1");
    assert_eq!(
        farthing.value("select count(*) from evidence").await,
        (2 * rows).to_string(),
        "both vouch for every row"
    );

    // Undoing one of two leaves every row, undoing both leaves none.
    assert_eq!(ana.undo().await.unwrap().rows, 0);
    assert_eq!(farthing.value("select count(*) from transaction").await, rows.to_string());
    assert_eq!(ana.undo().await.unwrap().rows, rows);
    assert_eq!(farthing.value("select count(*) from transaction").await, "0");
    for rollup in ["month_rollup", "day_rollup", "payee_rollup"] {
        assert_eq!(farthing.value(&format!("select count(*) from {rollup}")).await, "0", "{rollup}");
    }
    assert_eq!(farthing.value("select count(*) from tombstone").await, rows.to_string());
    assert_eq!(ana.undo().await.unwrap_err().words, "There is nothing to undo.");

    let back = ana.import("march.pdf", &printed(&statement)).await.unwrap();
    assert_eq!(counts(&back), (rows, 0), "an import that was taken back can come again");
    farthing.finish().await;
}

#[tokio::test]
async fn an_account_learns_its_number_and_keeps_its_name() {
    let farthing = Farthing::start().await;
    let ana = farthing.person(7001);
    let statement = statement();
    ana.import("march.csv", &csv(&statement.rows, statement.csv_account(), Dialect::Canonical)).await.unwrap();
    let from_pdf = ana.import("march.pdf", &printed(&statement)).await.unwrap();
    assert_eq!(from_pdf.imported, 0);
    let account = "select string_agg(name || ' ' || number_masked, ', ') from account";
    let tail = &statement.account_number[statement.account_number.len() - 4..];
    assert_eq!(farthing.value(account).await, format!("{} …{tail}", statement.account_name));
    farthing.finish().await;
}

#[tokio::test]
async fn files_that_name_no_account_stay_apart_when_their_rows_do() {
    let farthing = Farthing::start().await;
    let ana = farthing.person(7001);
    let file = |month: u32, text: &str, amount: u32| {
        let row = |day: u32| format!("2026-{month:02}-{day:02},{text} {day},-{amount}.{day:02},GBP\n");
        format!("date,description,amount,currency\n{}", (1..=9).map(row).collect::<String>())
    };
    let accounts = "select string_agg(name, ', ' order by name) from account";
    ana.import("1.csv", file(1, "BAKERY", 3).as_bytes()).await.unwrap();
    ana.import("2.csv", file(2, "BAKERY", 4).as_bytes()).await.unwrap();
    assert_eq!(farthing.value(accounts).await, "Account", "the next month goes on where the last one stopped");
    ana.import("3.csv", file(1, "FUEL", 50).as_bytes()).await.unwrap();
    assert_eq!(
        farthing.value(accounts).await,
        "Account, Account 2",
        "the same days with other rows are another account"
    );
    assert_eq!(farthing.value("select count(*) from transaction").await, "27");
    farthing.finish().await;
}

#[tokio::test]
async fn overlapping_files_add_no_row_twice_and_lose_no_twin() {
    let farthing = Farthing::start().await;
    let ana = farthing.person(7001);
    let header = "date,description,amount,currency\n";
    let coffee = "2026-03-07,COFFEE HUT,-3.20,GBP\n";
    let bus = "2026-03-08,BUS,-2.00,GBP\n";

    let first = ana.import("1.csv", format!("{header}{coffee}{coffee}").as_bytes()).await.unwrap();
    let second = ana.import("2.csv", format!("{header}{coffee}{coffee}{bus}").as_bytes()).await.unwrap();
    let third = ana.import("3.csv", format!("{header}{coffee}{coffee}{coffee}{bus}").as_bytes()).await.unwrap();

    let counts = [&first, &second, &third].map(|imported| (imported.imported, imported.duplicates));
    assert_eq!(counts, [(2, 0), (1, 2), (1, 3)]);
    assert_eq!(farthing.value("select count(*) from transaction where amount = -3.20").await, "3");
    farthing.finish().await;
}

#[tokio::test]
async fn two_imports_at_once_do_not_double_a_row() {
    let farthing = Farthing::start().await;
    let ana = farthing.person(7001);
    let statement = statement();
    let plain = csv(&statement.rows, statement.csv_account(), Dialect::Canonical);
    let with_line = [plain.as_slice(), b"\n"].concat();

    let (one, other) = tokio::join!(ana.import("a.csv", &plain), ana.import("b.csv", &with_line));

    let total = one.unwrap().imported + other.unwrap().imported;
    assert_eq!(total, statement.rows.len() as u64);
    assert_eq!(farthing.value("select count(*) from transaction").await, total.to_string());
    farthing.finish().await;
}

#[tokio::test]
async fn a_correction_moves_the_rows_teaches_and_is_taken_back() {
    let farthing = Farthing::start().await;
    let ana = farthing.person(7001);
    let file = |day: u32| format!("date,description,amount,currency\n2026-03-{day:02},QUORBEX TRADING 88,-30.00,GBP\n");
    ana.import("1.csv", file(1).as_bytes()).await.unwrap();
    let categories = "select string_agg(category_id || ' by ' || decided_by, ', ' order by booked_on) from transaction";
    assert_eq!(farthing.value(categories).await, "2200 by none");

    let mut context = ana.context(TODAY).await;
    let change = serde_json::json!({"rows": {"merchant": "quorbex"}, "category": "Education"});
    let recategorise = farthing::tools::ToolEntry::named("recategorise").unwrap();
    let changed = (recategorise.call)(change, &mut context).await.unwrap();
    context.commit().await.unwrap();
    assert_eq!((&changed["rows"], &changed["category"]), (&1.into(), &"Education".into()));
    ana.import("2.csv", file(2).as_bytes()).await.unwrap();
    assert_eq!(farthing.value(categories).await, "1100 by user, 1100 by memory", "the next row knows better");

    ana.undo().await.unwrap();
    ana.undo().await.unwrap();
    assert_eq!(farthing.value(categories).await, "2200 by none");
    let history = "select string_agg(kind, ' ' order by created_at, action_id) from action";
    assert_eq!(farthing.value(history).await, "import recategorise import undo undo");
    farthing.finish().await;
}

#[tokio::test]
async fn rollups_and_rows_give_the_same_sums() {
    let farthing = Farthing::start().await;
    let ana = farthing.person(7001);
    for (number, statement) in year(3, TODAY.parse().unwrap(), 4).iter().enumerate() {
        let rows = csv(&statement.rows, statement.csv_account(), Dialect::Canonical);
        ana.import(&format!("{number}.csv"), &rows).await.unwrap();
    }
    ana.undo().await.unwrap();
    let mut context = ana.context(TODAY).await;
    let recategorise = farthing::tools::ToolEntry::named("recategorise").unwrap();
    let change = serde_json::json!({"rows": {"merchant": "tesco"}, "category": "Dining"});
    (recategorise.call)(change, &mut context).await.unwrap();
    context.commit().await.unwrap();

    let book_id = farthing.app.store.find_book(ana.id).await.unwrap().unwrap();
    let mut book = farthing.app.store.book(book_id).await.unwrap();
    for category in Category::ALL {
        let expected = match category.flow() {
            Flow::Income => "1",
            Flow::Aside => "-1",
            Flow::Spending => "0",
        };
        for id in category.ids() {
            let flow = farthing.value(&format!("select category_flow({}, null)", id.0)).await;
            assert_eq!(flow, expected, "{category} {id:?}");
        }
    }
    let dining: Vec<CategoryId> = Category::Dining.ids().collect();
    let vocabulary = ana.context(TODAY).await.vocabulary().await.unwrap();
    let flows = Flows {
        income: vocabulary.categories_flowing(Flow::Income),
        aside: vocabulary.categories_flowing(Flow::Aside),
    };
    let merchants: Vec<MerchantId> =
        book.vocabulary().await.unwrap().merchants.iter().take(20).map(|known| known.id).collect();
    let account = book.accounts().await.unwrap()[0].id;
    let mut compared = 0;
    for (from, to) in [
        ("2020-01-01", "2026-12-31"),
        ("2025-12-01", "2026-03-31"),
        ("2026-01-15", "2026-03-10"),
        ("2026-02-01", "2026-02-28"),
        ("2026-02-10", "2026-02-11"),
    ] {
        let all = RowFilter::all(Period::new(from.parse().unwrap(), to.parse().unwrap()).unwrap());
        for filter in [
            all.clone(),
            RowFilter { categories: Some(dining.clone()), ..all.clone() },
            RowFilter { except_categories: dining.clone(), ..all.clone() },
            RowFilter { merchants: Some(merchants.clone()), ..all.clone() },
            RowFilter { except_merchants: merchants.clone(), ..all.clone() },
            RowFilter { accounts: Some(vec![account]), sign: Some(-1), ..all.clone() },
            RowFilter { currency: Some("GBP".to_owned()), sign: Some(1), ..all.clone() },
        ] {
            for breakdown in [
                Breakdown::None,
                Breakdown::Category,
                Breakdown::Account,
                Breakdown::Merchant,
                Breakdown::Day,
                Breakdown::Week,
                Breakdown::Month,
            ] {
                // A bound that every amount meets: only the rows can answer.
                let by_rows = RowFilter { over: Some(Decimal::NEGATIVE_ONE), ..filter.clone() };
                let rows = folded(book.sums(&by_rows, breakdown, &flows).await.unwrap());
                let sums = folded(book.sums(&filter, breakdown, &flows).await.unwrap());
                assert_eq!(sums, rows, "{breakdown:?} of {filter:?}");
                compared += rows.len();
            }
        }
    }
    assert!(compared > 2_000, "sums compared: {compared}");
    drop(book);
    farthing.finish().await;
}

/// Cells by what they are about: a rollup and the rows at its edges may each have a part.
fn folded(cells: Vec<Cell>) -> BTreeMap<String, (i64, i64, i64, Decimal, Decimal)> {
    let mut folded = BTreeMap::new();
    for cell in cells.into_iter().filter(|cell| cell.rows_all > 0) {
        let flow = cell.flow();
        let key = format!(
            "{:?} {:?} {:?} {} {:?} {flow:?}",
            cell.day, cell.account, cell.merchant, cell.currency, cell.category
        );
        let sums = folded.entry(key).or_insert((0, 0, 0, Decimal::ZERO, Decimal::ZERO));
        sums.0 += cell.rows_all;
        sums.1 += cell.rows_out;
        sums.2 += cell.rows_in;
        sums.3 += cell.sum_out;
        sums.4 += cell.sum_in;
    }
    folded
}

#[tokio::test]
async fn forgetting_leaves_nothing_and_nobody_else_is_touched() {
    let farthing = Farthing::start().await;
    let (ana, ben) = (farthing.person(7001), farthing.person(7002));
    let statement = statement();
    for person in [&ana, &ben] {
        person.import("march.pdf", &printed(&statement)).await.unwrap();
        person.ask("how much did I spend in march?").await;
    }
    let book_id = farthing.app.store.find_book(ana.id).await.unwrap().unwrap();
    let mut book = farthing.app.store.book(book_id).await.unwrap();
    assert!(!book.forget(ben.id).await.unwrap(), "from her own book nobody else's can be forgotten");
    drop(book);
    assert!(farthing.app.forget(ana.id).await.unwrap());

    assert_eq!(farthing.app.store.find_book(ana.id).await.unwrap(), None);
    let books = "select count(distinct book_id) from";
    for table in [
        "book",
        "account",
        "statement",
        "statement_line",
        "transaction",
        "evidence",
        "action",
        "month_rollup",
        "day_rollup",
        "payee_rollup",
    ] {
        assert_eq!(farthing.value(&format!("{books} {table}")).await, "1", "{table}");
    }
    assert_eq!(farthing.value("select count(*) from person").await, "1");
    assert_eq!(farthing.value("select count(*) from transaction").await, statement.rows.len().to_string());
    farthing.finish().await;
}
