//! Statements as CSV: any encoding, any delimiter, with or without a head, metadata above and totals below.
//!
//! **Invariant:** every row with a date and an amount comes out once, in the file's order; two equal rows are two.

mod columns;
mod rows;
mod text;

use chrono::NaiveDate;
use csv::{Reader, ReaderBuilder, StringRecord};

use self::columns::layout;
use super::ReadError;
use crate::domain::{AccountLabel, Format, ParsedFile, ParsedStatement, Reconciliation, Warning, WarningCode};

/// Rows from which columns and number style are learnt.
const SAMPLE_ROWS: usize = 2_000;

/// Reads a CSV file: one statement for each account and currency. Rows that print no year lie before `today`.
pub(crate) fn read(bytes: &[u8], today: NaiveDate) -> Result<ParsedFile, ReadError> {
    let text = text::decode(bytes);
    if text.trim().is_empty() {
        return Err(ReadError::Empty);
    }
    let delimiter = text::delimiter(&text).ok_or(ReadError::NoRows)?;
    let sample = sample(&text, delimiter);
    let style = columns::style(&sample);
    let layout = layout(&sample, style).ok_or(ReadError::NoRows)?;
    let statements = rows::read(&text, delimiter, &layout, style, today)?;
    let statements = match statements.is_empty() {
        true if layout.has_header => vec![without_rows(&layout)],
        true => return Err(ReadError::NoRows),
        false => statements,
    };
    Ok(ParsedFile { format: Format::Csv, bank: None, statements })
}

fn reader(text: &str, delimiter: u8) -> Reader<&[u8]> {
    ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes())
}

fn sample(text: &str, delimiter: u8) -> Vec<StringRecord> {
    reader(text, delimiter).into_records().take(SAMPLE_ROWS).map_while(Result::ok).collect()
}

fn without_rows(layout: &columns::Layout) -> ParsedStatement {
    ParsedStatement {
        account: AccountLabel { number: None, name: None, currency: layout.head_currency },
        period: None,
        opening_balance: None,
        closing_balance: None,
        reconciliation: Reconciliation::Unproven,
        lines: Vec::new(),
        warnings: vec![Warning { code: WarningCode::NoRows, message: "The file has no transactions.".into() }],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> ParsedFile {
        read(text.as_bytes(), NaiveDate::default()).unwrap()
    }

    /// Account, currency and rows as `date amount description` of every statement.
    fn summary(file: &ParsedFile) -> Vec<String> {
        let mut out = Vec::new();
        for statement in &file.statements {
            let account = &statement.account;
            let label = account.name.as_deref().or(account.number.as_deref()).unwrap_or("-");
            let currency = account.currency.map_or("-".to_owned(), |currency| currency.to_string());
            out.push(format!("{label} {currency} {:?}", statement.reconciliation.reconciled()));
            let rows = statement.lines.iter();
            out.extend(rows.map(|line| format!("{} {} {}", line.date, line.amount, line.description)));
        }
        out
    }

    fn check(text: &str, expected: &[&str]) {
        assert_eq!(summary(&read_text(text)), expected, "{text}");
    }

    #[test]
    fn reads_the_plain_layout_with_accounts_and_categories() {
        let text = "date,description,amount,currency,account,category\n\
            2026-01-03,Coffee,-3.50,EUR,Checking,Dining\n\
            2026-01-03,Coffee,-3.50,EUR,Checking,Dining\n\
            2026-01-04,Salary,2500,EUR,Savings,\n";
        check(
            text,
            &[
                "Checking EUR None",
                "2026-01-03 -3.50 Coffee",
                "2026-01-03 -3.50 Coffee",
                "Savings EUR None",
                "2026-01-04 2500 Salary",
            ],
        );
        let file = read_text(text);
        let categories: Vec<_> = file.statements.iter().flat_map(|s| &s.lines).map(|l| l.category.as_deref()).collect();
        assert_eq!(categories, [Some("Dining"), Some("Dining"), None]);
        assert_eq!(file.statements[1].lines[0].source.line, 4);
    }

    #[test]
    fn reads_other_layouts() {
        for (text, expected) in [
            (
                "Buchungstag;Verwendungszweck;Betrag;Waehrung\n02.01.2026;Miete;-1.234,56;EUR\n\
                    13.01.2026;Gehalt;3.500,00;EUR\n",
                &["- EUR None", "2026-01-02 -1234.56 Miete", "2026-01-13 3500.00 Gehalt"][..],
            ),
            (
                "Date\tDetails\tMoney out\tMoney in\n01/13/2026\tRent\t500.00\t\n01/14/2026\tPay\t\t900.00\n",
                &["- - None", "2026-01-13 -500.00 Rent", "2026-01-14 900.00 Pay"][..],
            ),
            (
                "Bank export,,\nAccount: 1,,\n\nDate,Text,Amount,D/C\n\
                    2026-01-05,Shop,10.00,D\n2026-01-06,Refund,4.00,C\nTotal,,6.00,\n",
                &["- - None", "2026-01-05 -10.00 Shop", "2026-01-06 4.00 Refund"][..],
            ),
            (
                "18.09.2025;\"HOFER, Wien\";18.09.2025;-33,87;EUR\n19.09.2025;Spar;18.09.2025;-8,94;EUR\n",
                &["- EUR None", "2025-09-18 -33.87 HOFER, Wien", "2025-09-19 -8.94 Spar"][..],
            ),
            (
                "Date,Description,Amount,Currency\n\
                    2026-01-05,A,1.00,EUR\n2026-01-05,B,2.00,USD\n2026-01-06,C,3.00,EUR\n",
                &["- EUR None", "2026-01-05 1.00 A", "2026-01-06 3.00 C", "- USD None", "2026-01-05 2.00 B"][..],
            ),
        ] {
            check(text, expected);
        }
    }

    #[test]
    fn a_running_balance_needs_an_opening_balance_to_prove() {
        let rows = "Date,Description,Amount,Balance\n2026-01-20,B,-5.00,85.00\n2026-01-19,A,-10.00,90.00\n";
        let with_opening = format!("{rows}Opening balance,,,100.00\n");
        let wrong = rows.replace("85.00", "84.00");
        for (text, expected) in [(rows, None), (&*with_opening, Some(true)), (&*wrong, Some(false))] {
            let file = read_text(text);
            assert_eq!(file.statements[0].reconciliation.reconciled(), expected, "{text}");
            assert_eq!(file.statements[0].lines[0].amount, "-5.00".parse().unwrap());
        }
    }

    #[test]
    fn says_what_it_could_not_read() {
        let codes = |text: &str| {
            let file = read_text(text);
            file.statements[0].warnings.iter().map(|warning| warning.code).collect::<Vec<_>>()
        };
        use WarningCode::{AmbiguousDates, NoRows, UnreadRow};
        assert!(codes("Date,Description,Amount\n2026-01-05,A,1.00\n2026-01-06,B,12..34\n").contains(&UnreadRow));
        assert!(codes("Date,Description,Amount\n05/01/2026,A,1.00\n06/01/2026,B,2.00\n").contains(&AmbiguousDates));
        assert_eq!(codes("Date,Description,Amount\n"), [NoRows]);
        assert_eq!(read(b"Name,Length\nAvatar,3h\n", NaiveDate::default()), Err(ReadError::NoRows));
    }
}
