use super::super::amount::NumberStyle;
use super::*;

fn printed(text: &str) -> Option<Printed> {
    NumberStyle::default().parse(text)
}

fn rows(texts: &[(&str, &str)]) -> Vec<RowMoney> {
    let row = |(amount, balance): &(&str, &str)| RowMoney {
        amount: printed(amount),
        balance: printed(balance),
        ..RowMoney::default()
    };
    texts.iter().map(row).collect()
}

fn evidence(opening: &str, closing: &str) -> Evidence {
    Evidence {
        openings: printed(opening).into_iter().collect(),
        closings: printed(closing).into_iter().collect(),
        descending: Some(false),
        ..Evidence::default()
    }
}

fn amounts(decision: &Decision) -> Vec<String> {
    decision.amounts.iter().map(ToString::to_string).collect()
}

#[test]
fn balances_choose_the_reading() {
    for (opening, texts, closing, expected) in [
        ("100", &[("-10", ""), ("5", "")][..], "95", &["-10", "5"][..]),
        // The account prints money out unmarked and money in with CR.
        ("100", &[("10", ""), ("5 CR", "")][..], "95", &["-10", "5"][..]),
        // No mark at all: the running balance tells.
        ("100", &[("10", "90"), ("5", "95")][..], "", &["-10", "5"][..]),
        // Money out is printed positive, money in with a minus.
        ("100", &[("10", ""), ("-5", "")][..], "95", &["-10", "5"][..]),
    ] {
        let decision = decide(&rows(texts), &evidence(opening, closing));
        assert_eq!(amounts(&decision), expected, "{texts:?}");
        assert_eq!(decision.reconciliation, Reconciliation::Proven, "{texts:?}");
    }
}

#[test]
fn a_card_prints_what_is_owed() {
    let card = |opening, closing| Evidence { card: true, ..evidence(opening, closing) };
    let decision = decide(&rows(&[("(412.16)", ""), ("4.20", "")]), &card("412.16", "4.20"));
    assert_eq!(amounts(&decision), ["412.16", "-4.20"]);
    assert_eq!(
        (decision.opening, decision.closing),
        (Some("-412.16".parse().unwrap()), Some("-4.20".parse().unwrap()))
    );
    assert_eq!(decision.reconciliation, Reconciliation::Proven);
    let decision = decide(&rows(&[("+50.00", ""), ("4.20", "")]), &card("50.00", "4.20"));
    assert_eq!(amounts(&decision), ["50.00", "-4.20"]);
}

#[test]
fn two_readings_that_fit_prove_nothing() {
    // Nothing moved in sum, so the mirrored rows fit as well.
    let decision = decide(&rows(&[("-10", ""), ("10", "")]), &evidence("100", "100"));
    assert!(decision.rivalled);
    assert_eq!(decision.reconciliation, Reconciliation::Unproven);
}

#[test]
fn newest_first_is_walked_backwards() {
    let texts = rows(&[("5", "95"), ("-10", "90"), ("-1", "100")]);
    let any_order = Evidence { descending: None, ..evidence("101", "95") };
    let decision = decide(&texts, &any_order);
    assert_eq!(decision.reconciliation, Reconciliation::Proven);
    assert_eq!(amounts(&decision), ["5", "-10", "-1"]);
}

#[test]
fn debit_columns_with_and_without_minus() {
    let row =
        |debit: &str, credit: &str| RowMoney { debit: printed(debit), credit: printed(credit), ..RowMoney::default() };
    for (rows, closing, expected) in [
        (&[row("10", ""), row("", "5")][..], "95", &["-10", "5"][..]),
        (&[row("-10", ""), row("", "5")][..], "95", &["-10", "5"][..]),
        (&[row("10", ""), row("-3", "")][..], "93", &["-10", "3"][..]),
    ] {
        let decision = decide(rows, &evidence("100", closing));
        assert_eq!(amounts(&decision), expected);
        assert_eq!(decision.reconciliation, Reconciliation::Proven);
    }
}

#[test]
fn without_balances_the_likeliest_reading_is_unproven() {
    let decision = decide(&rows(&[("-10", ""), ("5", "")]), &evidence("", ""));
    assert_eq!(amounts(&decision), ["-10", "5"]);
    assert_eq!(decision.reconciliation, Reconciliation::Unproven);
}
