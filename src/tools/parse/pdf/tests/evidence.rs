//! What a file prints besides its rows, and what that proves: several accounts, sums, days, boxes, pictures.

use super::*;

fn statements(pages: &[&str]) -> Vec<String> {
    let file = read_pages(pages);
    let line = |statement: &crate::domain::ParsedStatement| {
        let rows: Vec<_> = statement.lines.iter().map(|line| format!("{} {}", line.date, line.amount)).collect();
        format!("{:?} {}", statement.reconciliation.reconciled(), rows.join(", "))
    };
    file.statements.iter().map(line).collect()
}

fn codes(pages: &[&str]) -> Vec<WarningCode> {
    read_pages(pages).statements[0].warnings.iter().map(|warning| warning.code).collect()
}

const TWO_ACCOUNTS: &str = "\
Statement period 1 May 2025 to 31 May 2025
Account number 1111 2222
Date        Description                Amount      Balance
            Opening balance                        100.00
01 May      Coffee                     -10.00       90.00
03 May      Salary                      50.00      140.00
            Closing balance                        140.00
Account number 3333 4444
Date        Description                Amount      Balance
            Opening balance                          7.00
02 May      Interest                     1.00        8.00
            Closing balance                          8.00";

#[test]
fn each_account_is_a_statement() {
    let expected = ["Some(true) 2025-05-01 -10.00, 2025-05-03 50.00", "Some(true) 2025-05-02 1.00"];
    assert_eq!(statements(&[TWO_ACCOUNTS]), expected);
    let file = read_pages(&[TWO_ACCOUNTS]);
    let numbers: Vec<_> = file.statements.iter().map(|statement| statement.account.number.as_deref()).collect();
    assert_eq!(numbers, [Some("11112222"), Some("33334444")]);
    // Without numbers the balances tell; one that is wrong spoils the proof.
    let unnamed =
        TWO_ACCOUNTS.replace("Account number 1111 2222", "Current").replace("Account number 3333 4444", "Savings");
    assert_eq!(statements(&[&unnamed]), expected);
    let wrong = TWO_ACCOUNTS.replace(" 1.00 ", " 2.00 ");
    assert!(statements(&[&wrong]).iter().any(|statement| !statement.starts_with("Some(true)")));
}

const SUMS: &str = "\
Activity from 1 May 2025 to 31 May 2025
Date        Description                Amount
01 May      Coffee                      10.00 DR
02 May      Rent                       200.00 DR
03 May      Salary                      50.00 CR
Total debits (2)                       210.00
Total credits (1)                       50.00";

#[test]
fn sums_of_both_sides_prove() {
    assert_eq!(statements(&[SUMS]), ["Some(true) 2025-05-01 -10.00, 2025-05-02 -200.00, 2025-05-03 50.00"]);
    for (right, wrong) in
        [("210.00", "211.00"), (" 50.00\n", " 51.00\n"), ("10.00 DR", "10.01 DR"), ("Total credits", "Credits of")]
    {
        let text = format!("{SUMS}\n").replace(right, wrong);
        assert!(!statements(&[&text])[0].starts_with("Some(true)"), "{text}");
    }
}

#[test]
fn sums_tell_a_reading_from_its_mirror() {
    let card = "\
Period 1 May 2025 to 31 May 2025
Previous balance 500.00   Payments and credits 100.00   Purchases 30.00   New balance 430.00
Date        Description                Amount
01 May      Coffee                      10.00
02 May      Thank you                 -100.00
03 May      Books                       20.00";
    assert_eq!(statements(&[card]), ["Some(true) 2025-05-01 -10.00, 2025-05-02 100.00, 2025-05-03 -20.00"]);
    // Without them it could be an account as well, with everything the other way round.
    let silent = card.replace("Payments and credits 100.00   Purchases 30.00   ", "");
    assert!(statements(&[&silent])[0].starts_with("None"));
}

#[test]
fn rows_that_cancel_out_are_missed_by_balances_but_not_by_sums() {
    let text = "\
Period 1 May 2025 to 31 May 2025
Opening balance 100.00   Money in 57.00   Money out 17.00   Closing balance 140.00
Date        Description                Amount
01 May      Coffee                     -10.00
03 May      Salary                      50.00";
    // Seven in and seven out stand on a page that is not there.
    assert!(statements(&[text])[0].starts_with("None"));
    assert!(statements(&[&text.replace("57.00", "50.00").replace("17.00", "10.00")])[0].starts_with("Some(true)"));
}

#[test]
fn a_day_that_breaks_the_order_is_doubted() {
    let text = "\
Period 1 May 2025 to 31 May 2025
Opening balance 100.00
Date        Description                Amount
01 May      Coffee                     -10.00
02 May      Tea                         -1.00
02 May      Books                       -4.00
09 May      Salary                      50.00
Closing balance 135.00";
    assert!(statements(&[text])[0].starts_with("Some(true)"));
    let wrong = text.replace("02 May      Tea", "22 May      Tea");
    assert!(statements(&[&wrong])[0].starts_with("None"));
    assert!(codes(&[&wrong]).contains(&WarningCode::DateOrder));
}

#[test]
fn balances_of_days_bear_out_dates() {
    let text = "\
Statement period 1 May 2025 to 31 May 2025
Beginning balance 100.00
Date        Description                Amount
01 May      Coffee                     -10.00
04 May      Salary                      50.00
09 May      Rent                       -45.00
Ending balance 95.00

Daily balances
Date        Balance        Date        Balance
01 May        90.00        09 May        95.00
04 May       140.00";
    assert!(statements(&[text])[0].starts_with("Some(true)"), "{:?}", read_pages(&[text]));
    // Still in order, but not on the day whose balance is printed.
    assert!(statements(&[&text.replace("04 May      Salary", "05 May      Salary")])[0].starts_with("None"));
}

#[test]
fn tables_side_by_side_and_boxes() {
    let text = "\
Statement period 1 May 2025 to 31 May 2025
Beginning balance 100.00
Date        Number      Amount      Date        Number      Amount
01 May      1001        -10.00      09 May      1003        -40.00
04 May      1002         -5.00
Ending balance 45.00";
    assert_eq!(statements(&[text]), ["Some(true) 2025-05-01 -10.00, 2025-05-04 -5.00, 2025-05-09 -40.00"]);
    let boxed = "\
Statement period 1 May 2025 to 31 May 2025
Date        Description                Amount      Balance          At a glance
            Opening balance                        100.00
01 May      Coffee                     -10.00       90.00           Money out 10.00
03 May      Salary                      50.00      140.00           Overdraft limit 900.00";
    assert_eq!(statements(&[boxed]), ["Some(true) 2025-05-01 -10.00, 2025-05-03 50.00"]);
}

#[test]
fn payments_to_come_are_no_rows() {
    let text = "\
Transactions from 1 May 2025 to 31 May 2025
Opening balance 100.00
Pending transactions
Date        Description                Amount      Balance
31 May      Shoes                      -70.00
Transactions
Date        Description                Amount      Balance
01 May      Coffee                     -10.00       90.00
Closing balance 90.00";
    assert_eq!(statements(&[text]), ["Some(true) 2025-05-01 -10.00"]);
}

#[test]
fn days_as_headings_and_below_their_rows() {
    let headings = "\
Statement 1 January 2025 - 31 January 2025
Opening balance      100.00 EUR
Closing balance       86.00 EUR
Wednesday, 22 January 2025
Bakery                                 -3.00
Tuesday, 21 January 2025
Books                                 -12.00
Refund                                  1.00";
    let expected = ["Some(true) 2025-01-22 -3.00, 2025-01-21 -12.00, 2025-01-21 1.00"];
    // The account is named, so that a plain amount is money in.
    assert_eq!(statements(&[&format!("Current account\n{headings}")]), expected);
    let below = "\
Statement 1 March 2024 - 31 March 2024
Description                            Incoming    Outgoing    Amount
Opening balance                                                100.00
Books                                              -4.00        96.00
12 March 2024 Card 1234
Salary                                 50.00                   146.00
14 March 2024 Transfer";
    assert_eq!(statements(&[below]), ["Some(true) 2024-03-12 -4.00, 2024-03-14 50.00"]);
}

#[test]
fn the_year_stands_beside_a_balance() {
    let text = "\
Kontoauszug
Buchung     Vorgang                    Betrag EUR
            Alter Kontostand vom 15.12.2024        100,00 H
18.12.      Kaffee                      10,00 S
02.01.      Gehalt                      50,00 H
            Neuer Kontostand vom 15.01.2025        140,00 H";
    assert_eq!(statements(&[text]), ["Some(true) 2024-12-18 -10.00, 2025-01-02 50.00"]);
    let period = read_pages(&[text]).statements[0].period.map(|period| period.to_string());
    assert_eq!(period.as_deref(), Some("2024-12-16..2025-01-15"));
}

#[test]
fn a_gap_names_the_row_where_it_opens() {
    let text = "\
Period 1 May 2025 to 31 May 2025
Opening balance 100.00
Date        Description                Amount      Balance
01 May      Coffee                     -10.00       90.00
03 May      Salary                      50.00      150.00";
    let file = read_pages(&[text]);
    let message = &file.statements[0].warnings[0].message;
    assert!(message.ends_with("It opens at the row on page 1, line 5 (2025-05-03)."), "{message}");
}
