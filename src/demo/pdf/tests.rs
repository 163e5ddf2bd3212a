use std::fmt::Write;

use chrono::Datelike;
use lopdf::{Document, LoadOptions};
use rust_decimal::Decimal;

use super::super::{Country, long_statement, month_abroad, sample, year};
use super::body::Kind;
use super::page::{Page, Text, pages};
use super::*;

/// A statement for each layout, of the kind it is made for.
fn statements() -> Vec<(Layout, DemoStatement)> {
    let until = "2026-03-31".parse().unwrap();
    let year = year(7, until, 12);
    // October, when the household is abroad; the other accounts in their last month.
    let abroad = year.iter().filter(|of| of.layout == Layout::CreditCard).nth(6).unwrap();
    let [.., current, _, savings] = year.as_slice() else { panic!("three accounts") };
    let [germany, france, america] =
        [Country::Germany, Country::France, Country::UnitedStates].map(|country| month_abroad(7, until, country));
    let all = [current.clone(), germany, abroad.clone(), america, france, savings.clone()];
    all.into_iter().map(|statement| (statement.layout, statement)).collect()
}

fn pages_of(statement: &DemoStatement, layout: Layout) -> Vec<Page> {
    pages(statement, layout.design())
}

/// The texts of all pages by place, one a line: page, x, y, text.
fn dump(pages: &[Page]) -> String {
    let mut dump = String::new();
    for (number, page) in (1..).zip(pages) {
        let mut texts: Vec<&Text> = page.texts.iter().collect();
        texts.sort_by(|a, b| (a.y, a.x).partial_cmp(&(b.y, b.x)).unwrap());
        for text in texts {
            writeln!(dump, "{number} {:5.1} {:5.1} {}", text.x, text.y, text.content).unwrap();
        }
    }
    dump
}

#[test]
fn every_layout_prints_a_small_statement_in_its_places() {
    for (layout, mut statement) in statements() {
        // Few days, but one with payments abroad and one with money in.
        statement.rows.retain(|row| matches!(row.date.day(), 8 | 28..));
        insta::assert_snapshot!(format!("{layout:?}"), dump(&pages_of(&statement, layout)));
    }
}

#[test]
fn files_load_and_have_their_pages() {
    assert!(statements().iter().map(|(layout, _)| *layout).eq(Layout::HOUSEHOLD));
    let counts: Vec<_> = statements()
        .iter()
        .map(|(layout, statement)| {
            let document = Document::load_mem(&pdf(statement, *layout).unwrap()).unwrap();
            document.get_pages().len()
        })
        .collect();
    assert_eq!(counts, [3, 2, 1, 2, 2, 1]);
    let long = long_statement(7, "2026-03-31".parse().unwrap(), 220);
    assert_eq!(pages_of(&long, Layout::UkCurrent).len(), 5);
}

#[test]
fn coded_text_can_be_read_back_through_the_files_own_table() {
    let (layout, statement) = statements().remove(3);
    let document = Document::load_mem(&pdf(&statement, layout).unwrap()).unwrap();
    let text = document.extract_text(&[1]).unwrap();
    for words in ["ACH DEBIT PINE STREET APTS RENT", "1,625.00", "March 1, 2026 through March 31, 2026"] {
        assert!(text.contains(words), "{words} in {text}");
    }
}

#[test]
fn texts_of_a_line_keep_clear_of_each_other_and_of_the_edges() {
    let long = long_statement(7, "2026-03-31".parse().unwrap(), 190);
    let samples = Layout::ALL.map(|layout| (layout, sample(layout, 1, 60)));
    let long = Layout::HOUSEHOLD.map(|layout| (layout, long.clone()));
    for (layout, statement) in statements().into_iter().chain(long).chain(samples) {
        let design = layout.design();
        let end = |text: &Text| text.x + design.font.text_width(text.bold, text.size, &text.content);
        for page in pages_of(&statement, layout) {
            let mut texts: Vec<&Text> = page.texts.iter().collect();
            texts.sort_by(|a, b| (a.y, a.x).partial_cmp(&(b.y, b.x)).unwrap());
            for pair in texts.windows(2).filter(|pair| pair[0].y == pair[1].y) {
                let (left, right) = (&pair[0], &pair[1]);
                assert!(end(left) + 2.0 < right.x, "{layout:?}: {} | {}", left.content, right.content);
            }
            for text in texts {
                assert!(text.x >= 40.0 && end(text) <= design.paper.0 - 40.0, "{layout:?}: {}", text.content);
                assert!(text.kind == Kind::Furniture || text.y < design.paper.1 - 60.0, "{layout:?}: {}", text.content);
            }
        }
    }
}

#[test]
fn every_row_is_printed_once() {
    for (layout, statement) in statements() {
        let key = |row: &Row| (row.date, row.description.clone(), row.amount);
        let mut order: Vec<_> = layout.print_order(&statement).iter().map(key).collect();
        let mut rows: Vec<_> = statement.rows.iter().map(key).collect();
        order.sort();
        rows.sort();
        assert_eq!(order, rows, "{layout:?}");
        let pages = pages_of(&statement, layout);
        let texts = || pages.iter().flat_map(|page| &page.texts).map(|text| text.content.as_str());
        for row in &statement.rows {
            for line in <[&str; 2]>::from(row.lines()).into_iter().filter(|line| !line.is_empty()) {
                let lines = statement.rows.iter().flat_map(|row| <[&str; 2]>::from(row.lines()));
                let wanted = lines.filter(|other| *other == line).count();
                assert_eq!(texts().filter(|text| *text == line).count(), wanted, "{layout:?}: {line}");
            }
        }
    }
}

#[test]
fn a_misprint_alters_one_text() {
    for (layout, statement) in statements() {
        let texts = |statement: &DemoStatement| -> Vec<String> {
            let pages = pages_of(statement, layout);
            pages.into_iter().flat_map(|page| page.texts).map(|text| text.content).collect()
        };
        let right = texts(&statement);
        let wrong = texts(&statement.misprinted(1, Decimal::new(-900, 2)));
        let altered = right.iter().zip(&wrong).filter(|(right, wrong)| right != wrong).count();
        assert_eq!((right.len(), altered), (wrong.len(), 1), "{layout:?}");
    }
}

#[test]
fn a_locked_file_opens_with_its_password_only() {
    let (layout, statement) = statements().remove(0);
    let bytes = pdf_with_password(&statement, layout, "chalk-42").unwrap();
    assert!(bytes == pdf_with_password(&statement, layout, "chalk-42").unwrap());
    assert!(Document::load_mem(&bytes).unwrap().is_encrypted());
    let open = |password: &str| {
        let options = LoadOptions { password: Some(password.to_owned()), ..Default::default() };
        Document::load_mem_with_options(&bytes, options)
    };
    assert!(open("wrong").is_err());
    let text = open("chalk-42").unwrap().extract_text(&[1]).unwrap();
    assert!(text.contains("BROUGHT FORWARD"), "{text}");
}
