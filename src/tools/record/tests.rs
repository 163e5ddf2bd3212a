use super::*;
use crate::domain::{Correction, OwnCategory, Rule};
use crate::texts::Language;

fn typed(what: &str, payee: Option<&str>, amount: &str) -> ToRecord {
    ToRecord {
        what: what.into(),
        payee: payee.map(str::to_owned),
        amount: amount.parse().unwrap(),
        currency: None,
        day: "2026-03-31".parse().unwrap(),
        account: None,
        tags: Vec::new(),
    }
}

#[test]
fn rules_and_corrections_come_before_words() {
    let gbp: Currency = "GBP".parse().unwrap();
    let rule = Rule { pattern: "coffee".into(), category: CategoryId(401) };
    let correction = Correction { merchant_key: "lunch".into(), category: CategoryId(1003) };
    let taught = BookMemory::new(&[rule], &[correction]);
    let own = OwnCategory { id: CategoryId(10_000), parent: Category::Dining, name: "work treats".into() };
    let words = Vocabulary { own_categories: vec![own], ..Vocabulary::default() };
    let check = |row: ToRecord, memory: &BookMemory, category: i32, by: DecidedBy| {
        let (_, decision) = sort(&row, gbp, memory, &words);
        assert_eq!((decision.category, decision.by), (CategoryId(category), by), "{row:?}");
    };
    let nothing = BookMemory::default();
    check(typed("coffee", None, "-3"), &nothing, 502, DecidedBy::Knowledge);
    check(typed("coffee", None, "-3"), &taught, 401, DecidedBy::Rule);
    check(typed("lunch", None, "-3"), &taught, 1003, DecidedBy::Memory);
    check(typed("work treats", None, "-3"), &nothing, 10_000, DecidedBy::Knowledge);
    // What it was for says more than where it was bought.
    check(typed("lunch", Some("Tesco"), "-4"), &nothing, 501, DecidedBy::Knowledge);
    check(typed("", Some("Tesco"), "-4"), &nothing, 401, DecidedBy::Knowledge);
    check(typed("salary", None, "2500"), &nothing, 101, DecidedBy::Knowledge);
    check(typed("lunch", Some("Ben"), "12"), &nothing, 501, DecidedBy::Knowledge);
    check(typed("", Some("Ben"), "20"), &nothing, 2200, DecidedBy::Nobody);
}

#[test]
fn what_cannot_be_is_refused() {
    let today: NaiveDate = "2026-03-31".parse().unwrap();
    let refused = |row: ToRecord| row.refuse_unfit(today, Language::default().texts()).unwrap_err().words;
    assert!(typed("coffee", None, "-3").refuse_unfit(today, Language::default().texts()).is_ok());
    assert!(refused(typed("coffee", None, "0")).contains("amount"));
    assert!(refused(typed("coffee", None, "1000000000000000")).contains("amount"));
    assert!(refused(typed(" ", None, "-3")).contains("what it was for"));
    assert!(refused(typed(&"x".repeat(WORDS_CHARS_MAX + 1), None, "-3")).contains("what it was for"));
    let on = |day: &str| ToRecord { day: day.parse().unwrap(), ..typed("coffee", None, "-3") };
    assert!(refused(on("2026-04-01")).contains("hasn't come"));
    assert!(refused(on("2001-04-01")).contains("too long ago"));
}
