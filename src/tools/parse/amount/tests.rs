use super::*;

fn check(style: NumberStyle, text: &str, expected: Option<(&str, Mark)>) {
    let expected = expected.map(|(value, mark)| (value.parse::<Decimal>().unwrap(), mark));
    assert_eq!(style.parse(text).map(|printed| (printed.value, printed.mark)), expected, "{text:?}");
}

#[test]
fn reads_what_banks_print() {
    let style = NumberStyle::default();
    for (text, value, mark) in [
        ("(412.16)", "412.16", Mark::Minus),
        ("-$9.99", "9.99", Mark::Minus),
        ("$-9.99", "9.99", Mark::Minus),
        ("--$21.78", "21.78", Mark::Minus),
        ("+ 5.000,00", "5000.00", Mark::Plus),
        ("12.50 CR", "12.50", Mark::Credit),
        ("12.50DR", "12.50", Mark::Debit),
        ("1.234,56-", "1234.56", Mark::Minus),
        ("100,00 S", "100.00", Mark::Debit),
        ("100,00 H", "100.00", Mark::Credit),
        ("250.00 OD", "250.00", Mark::Debit),
        ("1 548,92", "1548.92", Mark::None),
        ("1\u{a0}548,92 €", "1548.92", Mark::None),
        ("1\u{202f}548\u{202f}000,5", "1548000.5", Mark::None),
        ("1'000,00", "1000.00", Mark::None),
        ("1’234’567.05", "1234567.05", Mark::None),
        ("1,23,456.00", "123456.00", Mark::None),
        ("\u{2212}12,00", "12.00", Mark::Minus),
        ("S$22,800", "22800", Mark::None),
        ("USD 9.95", "9.95", Mark::None),
        ("1,234.56789", "1234.56789", Mark::None),
        (".50", "0.50", Mark::None),
        ("90,350 CR", "90350", Mark::Credit),
        ("2 000 руб.", "2000", Mark::None),
        ("0.000", "0", Mark::None),
        ("- 12.50", "12.50", Mark::Minus),
        ("($1,000.00)", "1000.00", Mark::Minus),
        ("د.ا.\u{200f}4.75", "4.75", Mark::None),
    ] {
        check(style, text, Some((value, mark)));
    }
}

#[test]
fn refuses_what_is_no_amount() {
    for text in [
        "",
        "-",
        "CR",
        "abc",
        "12..34",
        "12.05.2024",
        "1.2.3",
        "192.168.1.1",
        "12/05",
        "(12.50",
        "12.50)",
        "1,2,3",
        "12 50 10",
        "5%",
        "10:15",
        "12.50 13.50",
        "99999999999999999999999999999999",
        "1e5",
        "PAGE 1",
        "X12.50",
    ] {
        check(NumberStyle::default(), text, None);
    }
}

#[test]
fn the_file_settles_three_digits_after_one_separator() {
    let style = |texts: &[&str]| {
        let mut style = NumberStyle::default();
        texts.iter().for_each(|text| style.learn(text));
        style
    };
    for (seen, text, value) in [
        (&["1,50"][..], "1.234", "1234"),
        (&["1.50"][..], "1.234", "1.234"),
        (&["0.000", "12,000.000"][..], "4.750", "4.750"),
        (&["1.50"][..], "1,234", "1234"),
        (&["1.234.567"][..], "1,234", "1.234"),
        (&[][..], "1,234", "1234"),
    ] {
        check(style(seen), text, Some((value, Mark::None)));
    }
}

#[test]
fn tells_money_from_numbers() {
    let style = NumberStyle::default();
    for (text, expected) in [("2024", false), ("12.50", true), ("1,000", true), ("$5", true), ("3.5", false)] {
        assert_eq!(style.parse(text).unwrap().looks_like_money, expected, "{text}");
    }
}

#[test]
fn finds_the_currency() {
    for (text, expected) in [
        ("Amount (A$)", Some("AUD")),
        ("AMOUNT (SGD)", Some("SGD")),
        ("12,50 €", Some("EUR")),
        ("S$22,800", None),
        ("Betrag in EUR", Some("EUR")),
        ("12.50", None),
        ("£9", Some("GBP")),
        ("Balance", None),
    ] {
        let found = currency_in(text).map(|currency| currency.code().to_owned());
        if text != "S$22,800" {
            assert_eq!(found.as_deref(), expected, "{text}");
        } else {
            assert_eq!(found.as_deref(), Some("SGD"));
        }
    }
}
