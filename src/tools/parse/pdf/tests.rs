//! Whole PDFs, built here from text at positions, read back as statements.

mod countries;
mod evidence;
mod mutations;

use encoding_rs::WINDOWS_1252;
use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, EncryptionState, EncryptionVersion, Object, Permissions, Stream, dictionary};

use super::super::{ReadError, ReadOptions};
use super::read;
use crate::domain::{ParsedFile, WarningCode};

/// Width of a character in the test font, Courier at 10 points.
const CHARACTER: f32 = 6.0;

/// A page as people would type it: lines 14 points apart, one character every six points.
fn page_operations(text: &str) -> Vec<Operation> {
    let mut operations = vec![Operation::new("BT", vec![]), Operation::new("Tf", vec!["F1".into(), 10.into()])];
    for (row, line) in text.lines().enumerate() {
        for (start, part) in parts(line) {
            let (x, y) = (30.0 + start as f32 * CHARACTER, 800.0 - row as f32 * 14.0);
            let matrix = [1.0, 0.0, 0.0, 1.0, x, y].map(Object::from);
            operations.push(Operation::new("Tm", matrix.to_vec()));
            operations
                .push(Operation::new("Tj", vec![Object::string_literal(WINDOWS_1252.encode(part).0.into_owned())]));
        }
    }
    operations.push(Operation::new("ET", vec![]));
    operations
}

/// The parts of a line that two or more spaces divide, and where they start.
fn parts(line: &str) -> Vec<(usize, &str)> {
    let mut out = Vec::new();
    let mut at = 0;
    for part in line.split("  ") {
        let trimmed = part.trim_start();
        if !trimmed.is_empty() {
            out.push((at + part.chars().count() - trimmed.chars().count(), trimmed));
        }
        at += part.chars().count() + 2;
    }
    out
}

fn document(pages: &[Vec<Operation>], resources: impl Fn(&mut Document) -> Dictionary) -> Document {
    let mut document = Document::with_version("1.5");
    let tree = document.new_object_id();
    let font = document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Courier", "Encoding" => "WinAnsiEncoding",
    });
    let mut shared = resources(&mut document);
    shared.set("Font", dictionary! { "F1" => font });
    let mut kids: Vec<Object> = Vec::new();
    for operations in pages {
        let content = Content { operations: operations.clone() }.encode().unwrap();
        let content = document.add_object(Stream::new(Dictionary::new(), content));
        let page = dictionary! { "Type" => "Page", "Parent" => tree, "Contents" => content };
        kids.push(document.add_object(page).into());
    }
    let count = i64::try_from(kids.len()).unwrap();
    // Resources and MediaBox are inherited from here.
    let media: Vec<Object> = [0, 0, 595, 842].into_iter().map(Object::from).collect();
    let pages = dictionary! {
        "Type" => "Pages", "Kids" => kids, "Count" => count, "Resources" => shared, "MediaBox" => media,
    };
    document.objects.insert(tree, pages.into());
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    document.trailer.set("Root", catalog);
    document
        .trailer
        .set("ID", vec![Object::string_literal("1234567890123456"), Object::string_literal("1234567890123456")]);
    document
}

fn bytes(document: &mut Document) -> Vec<u8> {
    let mut out = Vec::new();
    document.save_to(&mut out).unwrap();
    out
}

fn pdf(pages: &[&str]) -> Vec<u8> {
    let pages: Vec<_> = pages.iter().map(|page| page_operations(page)).collect();
    bytes(&mut document(&pages, |_| Dictionary::new()))
}

fn read_pages(pages: &[&str]) -> ParsedFile {
    read(&pdf(pages), &ReadOptions::default()).unwrap()
}

/// The verdict and each row as `date amount description`.
fn summary(file: &ParsedFile) -> Vec<String> {
    let statement = &file.statements[0];
    let mut out = vec![format!("{:?}", statement.reconciliation.reconciled())];
    out.extend(statement.lines.iter().map(|line| format!("{} {} {}", line.date, line.amount, line.description)));
    out
}

fn check(pages: &[&str], expected: &[&str]) {
    let file = read_pages(pages);
    assert_eq!(summary(&file), expected, "{:?}", file.statements[0].warnings);
}

#[test]
fn money_in_and_out_columns_with_a_running_balance() {
    let first = "\
EXAMPLE CREDIT UNION
Statement period 1 May 2025 to 31 May 2025

Date        Description                Money out   Money in    Balance
            Balance brought forward                             100.00
01 May      COFFEE SHOP                    10.00                 90.00
02 May      PAYROLL                                  50.00      140.00
                                                 Page 1 of 2";
    let second = "\
EXAMPLE CREDIT UNION
Date        Description                Money out   Money in    Balance
            Balance brought forward                             140.00
03 May      RENT                          100.00                 40.00
            Closing balance                                      40.00
                                                 Page 2 of 2";
    check(
        &[first, second],
        &["Some(true)", "2025-05-01 -10.00 COFFEE SHOP", "2025-05-02 50.00 PAYROLL", "2025-05-03 -100.00 RENT"],
    );
    let wrong = second.replace("40.00", "41.00");
    assert_eq!(summary(&read_pages(&[first, &wrong]))[0], "Some(false)");
    // Without the balance before the first row nothing vouches for that row.
    let without = first.replace("            Balance brought forward                             100.00\n", "");
    assert_eq!(summary(&read_pages(&[&without]))[0], "None");
}

#[test]
fn signed_amounts_between_balances_in_a_box() {
    check(
        &["\
Kontoauszug vom 10.12.2025 bis 09.01.2026
Alter Saldo      Neuer Saldo
  1.000,00 EUR    1.487,50 EUR

Buchungstag  Verwendungszweck                       Betrag
28.12.       REWE SAGT DANKE                        -12,50
             Kartenzahlung Berlin
02.01.       GEHALT                                 500,00"],
        &["Some(true)", "2025-12-28 -12.50 REWE SAGT DANKE Kartenzahlung Berlin", "2026-01-02 500.00 GEHALT"],
    );
}

#[test]
fn a_card_owes_what_it_prints() {
    check(
        &["\
Statement date 1 Aug 2025     Payment due date 24 Aug 2025
Minimum payment 50.00
DATE        DESCRIPTION                      AMOUNT (SGD)
            LAST STATEMENT BALANCE               412.16
02 JUL      PAYMENT RECEIVED                    (412.16)
03 JUL      BREAKFAST                              4.20
            TOTAL AMOUNT DUE                       4.20"],
        &["Some(true)", "2025-07-02 412.16 PAYMENT RECEIVED", "2025-07-03 -4.20 BREAKFAST"],
    );
}

#[test]
fn a_day_prints_its_date_once() {
    check(
        &["\
Period 01/05/2025 to 31/05/2025
Opening balance 100.00
Date        Particulars               Debit      Credit     Balance
13/05/2025  Coffee                    10.00
            Transfer in
            from savings                          20.00      110.00
14/05/2025  Rent                     100.00                   10.00"],
        &[
            "Some(true)",
            "2025-05-13 -10.00 Coffee",
            "2025-05-13 20.00 Transfer in from savings",
            "2025-05-14 -100.00 Rent",
        ],
    );
}

#[test]
fn sections_give_unmarked_amounts_their_direction() {
    check(
        &["\
March 1, 2025 through March 31, 2025
Beginning balance  $100.00
Deposits and additions
DATE        DESCRIPTION                           AMOUNT
03/14       Payroll                               $50.00
Electronic withdrawals
DATE        DESCRIPTION                           AMOUNT
03/15       Power company                          30.00
03/16       Grocer                                 20.00
Ending balance  $100.00"],
        &["Some(true)", "2025-03-14 50.00 Payroll", "2025-03-15 -30.00 Power company", "2025-03-16 -20.00 Grocer"],
    );
}

#[test]
fn a_table_without_a_head() {
    check(
        &["\
Opening balance on 01.03.2025 100.00
14.03.2025  Coffee                     -10.00       90.00
15.03.2025  Salary                      50.00      140.00
16.03.2025  Rent                       -40.00      100.00"],
        &["Some(true)", "2025-03-14 -10.00 Coffee", "2025-03-15 50.00 Salary", "2025-03-16 -40.00 Rent"],
    );
}

#[test]
fn a_statement_with_rows_left_out_is_not_proven() {
    let first = "\
Statement period 1 Jan 2025 to 31 Jan 2025
Opening balance: 50.00
Closing balance: 45.00
Date        Description               Debit      Credit     Balance
01 Jan      Shop                       5.00                   45.00";
    let second = "\
Date        Description               Debit      Credit     Balance
01 Jan      An example of a row        7.00                  999.00";
    let file = read_pages(&[first, second]);
    assert_eq!(summary(&file), ["None", "2025-01-01 -5.00 Shop"]);
    assert!(file.statements[0].warnings.iter().any(|warning| warning.code == WarningCode::UnreadRow));
}

/// A page in the middle of the table: it takes a balance over and hands one on.
fn middle_page(brought: &str, rows: &str, carried: &str) -> String {
    format!(
        "\
Date        Description               Debit      Credit     Balance
            Balance brought forward                       {brought:>10}
{rows}
            Balance carried forward                       {carried:>10}"
    )
}

#[test]
fn carried_balances_end_nothing() {
    let period = "Statement period 1 Jan 2025 to 31 Jan 2025\n";
    let first = middle_page("50.00", "01 Jan      Shop                       5.00", "45.00");
    let second = middle_page("45.00", "02 Jan      Shop                       4.00", "41.00");
    let verdict = |pages: &[&str]| {
        let file = read_pages(pages);
        (file.statements[0].lines.len(), file.statements[0].reconciliation.reconciled())
    };
    let start = format!("{period}{first}");
    // No other balance is printed, so the outermost ones count.
    assert_eq!(verdict(&[&start, &second]), (2, Some(true)));
    // A wrong amount on the last page must not make the page before it the last one.
    assert_eq!(verdict(&[&start, &second.replace(" 4.00", " 4.10")]), (2, Some(false)));
    // Nor may a printed closing balance be passed over.
    let boxed = format!("{period}Closing balance 37.00\n{first}");
    assert_eq!(verdict(&[&boxed, &second]), (2, Some(false)));
    // Nor may rows that stand before the first head that was understood.
    let unknown = format!("{period}02 Jan      Shop                       4.00");
    assert_eq!(verdict(&[&unknown, &first]), (1, None));
}

#[test]
fn a_row_with_its_amount_outside_the_columns_is_missed() {
    let text = |amount: &str, far: &str| {
        format!(
            "\
Period 1 May 2025 to 31 May 2025
Opening balance 100.00
Date        Description                Amount
01 May      Shop                       {amount}
02 May      Shop                                                       {far}
Closing balance 90.00"
        )
    };
    // The numbers agree without the second row, and yet it is there.
    let file = read_pages(&[&text("-10.00", "-5.00")]);
    assert_eq!(summary(&file), ["None", "2025-05-01 -10.00 Shop"]);
    assert!(file.statements[0].warnings.iter().any(|warning| warning.code == WarningCode::UnreadRow));
    let plain = read_pages(&[&text("-10.00", "see overleaf")]);
    assert_eq!(summary(&plain)[0], "Some(true)");
}

#[test]
fn doubtful_dates_are_never_proven() {
    let text = "\
Opening balance 100.00
Date         Description                Amount
01/02/2025   Shop                       -10.00
03/02/2025   Shop                        -5.00
Closing balance 85.00";
    let file = read_pages(&[text]);
    assert_eq!(summary(&file)[0], "None");
    let codes: Vec<_> = file.statements[0].warnings.iter().map(|warning| warning.code).collect();
    assert!(codes.contains(&WarningCode::AmbiguousDates), "{codes:?}");
    let outside = format!("Period 1 March 2025 to 31 March 2025\n{text}");
    assert_eq!(summary(&read_pages(&[&outside]))[0], "None");
    let inside = format!("Period 1 Feb 2025 to 28 Feb 2025\n{text}");
    assert_eq!(summary(&read_pages(&[&inside]))[0], "Some(true)");
}

const SMALL: &str = "\
Period 1 May 2025 to 31 May 2025
Opening balance 100.00
Date        Description                Amount
01 May      Shop                       -10.00
02 May      Shop                        -5.00
Closing balance 85.00";

#[test]
fn text_in_forms_and_sideways_is_text() {
    let form = |document: &mut Document| {
        let content = Content { operations: page_operations(SMALL) }.encode().unwrap();
        // The form turns its text by a quarter.
        let matrix: Vec<Object> = [0, 1, -1, 0, 842, 0].into_iter().map(Object::from).collect();
        let stream = Stream::new(dictionary! { "Subtype" => "Form", "Matrix" => matrix }, content);
        let form = document.add_object(stream);
        dictionary! { "XObject" => dictionary! { "X" => form } }
    };
    let draw = vec![Operation::new("Do", vec!["X".into()])];
    let file = read(&bytes(&mut document(&[draw], form)), &ReadOptions::default()).unwrap();
    assert_eq!(summary(&file), ["Some(true)", "2025-05-01 -10.00 Shop", "2025-05-02 -5.00 Shop"]);
}

#[test]
fn a_form_that_draws_itself_ends() {
    let form = |document: &mut Document| {
        let id = document.new_object_id();
        let resources = dictionary! { "XObject" => dictionary! { "X" => id } };
        let stream =
            Stream::new(dictionary! { "Subtype" => "Form", "Resources" => resources }, b"/X Do /X Do".to_vec());
        document.objects.insert(id, stream.into());
        dictionary! { "XObject" => dictionary! { "X" => id } }
    };
    let draw = vec![Operation::new("Do", vec!["X".into()])];
    let bytes = bytes(&mut document(&[draw], form));
    assert_eq!(read(&bytes, &ReadOptions::default()), Err(ReadError::NoTextLayer));
}

fn encrypted(user_password: &str) -> Vec<u8> {
    let mut document = document(&[page_operations(SMALL)], |_| Dictionary::new());
    let version = EncryptionVersion::V2 {
        document: &document,
        owner_password: "owner",
        user_password,
        key_length: 128,
        permissions: Permissions::PRINTABLE,
    };
    let state = EncryptionState::try_from(version).unwrap();
    document.encrypt(&state).unwrap();
    bytes(&mut document)
}

#[test]
fn passwords() {
    let open = |bytes: &[u8], password: Option<&str>| {
        let password = password.map(str::to_owned);
        read(bytes, &ReadOptions { password, ..ReadOptions::default() }).map(|file| file.statements[0].lines.len())
    };
    let locked = encrypted("secret");
    let unlocked = encrypted("");
    for (bytes, password, expected) in [
        (&locked, None, Err(ReadError::PasswordNeeded)),
        (&locked, Some(""), Err(ReadError::PasswordNeeded)),
        (&locked, Some("wrong"), Err(ReadError::PasswordWrong)),
        (&locked, Some("secret"), Ok(2)),
        (&unlocked, None, Ok(2)),
        (&unlocked, Some("unneeded"), Ok(2)),
    ] {
        assert_eq!(open(bytes, password), expected, "{password:?}");
    }
}

#[test]
fn damage_and_emptiness_are_named() {
    let whole = pdf(&[SMALL]);
    let open = |bytes: &[u8]| read(bytes, &ReadOptions::default()).map(|file| file.statements.len());
    assert!(matches!(open(b"%PDF-1.7\nnothing of a PDF follows"), Err(ReadError::Damaged { .. })));
    assert!(matches!(open(&whole[..whole.len() / 3]), Err(ReadError::Damaged { .. })));
    assert_eq!(open(&pdf(&[""])), Err(ReadError::NoTextLayer));
    assert_eq!(open(&pdf(&["Dear customer,\nwe have changed our terms."])), Err(ReadError::NoRows));
}

#[test]
fn cut_off_files_never_panic() {
    let whole = pdf(&[SMALL]);
    for end in (0..whole.len()).step_by(37) {
        let _ = read(&whole[..end], &ReadOptions::default());
    }
}
