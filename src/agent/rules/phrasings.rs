//! Ways to ask, and what of the calls they have to come to.

use super::tests::calls;

/// Every part has to stand in the calls, in any order; `!` before a part: it must not.
fn check(rows: &[(&str, &str)]) {
    for (text, parts) in rows {
        let made = calls(text);
        for part in parts.split(' ') {
            let (wanted, part) = part.strip_prefix('!').map_or((true, part), |part| (false, part));
            assert_eq!(made.contains(part), wanted, "{text}: {part} in {made}");
        }
    }
}

#[test]
fn ordinary_words_are_no_payees() {
    check(&[
        ("what did we lay out on groceries last month?", "[Groceries] !merchants"),
        ("right so be honest with me, how bad was the shopping this month", "[Shopping] !merchants"),
        ("what have I put towards education so far this year?", "[Education] !merchants"),
        ("kindly let me know the total expenditure on groceries for february", "[Groceries] !merchants"),
        ("yo how much i blow on takeaways last month", "fast !merchants"),
        ("in october 2025 what I have spended for travel?", "[Travel] 2025-10-01"),
    ]);
}

#[test]
fn unknown_names_are_kept() {
    check(&[
        ("how much did i spend at harrods", "[harrods]"),
        ("harrods last month?", "[harrods]"),
        ("did i pay british gas in march", "[british gas]"),
        ("boots last month?", "[boots]"),
        ("how much did boots cost me in march", "[boots]"),
        ("how much on harrods and tesco", "harrods tesco"),
    ]);
}

#[test]
fn names_as_people_type_them() {
    check(&[
        ("lidel and tescos in march", "tesco"),
        ("strabucks in march", "[starbucks]"),
        ("hotelborges total", "[hotel borges]"),
        ("star bucks in march", "[starbucks]"),
        ("what did i spend at Time Out Market in 2025", "[time out market]"),
        ("hotel borges in lisbon", "[hotel borges] !lisbon"),
    ]);
}

#[test]
fn what_is_left_out() {
    check(&[
        ("everything but rent in february", "except_merchants:[rent]"),
        ("groceries not at tesco in 2025", "except_merchants:[tesco] [Groceries]"),
        (
            "how much money left us last week? no transfers or savings",
            "except_categories:[Transfer,Savings] measure:spending",
        ),
        ("spend in feb leaving out housing and utilities", "except_categories:[Housing,Utilities]"),
    ]);
}

#[test]
fn changes_are_held_against_the_period_before() {
    check(&[
        ("did dining go up in march", "2026-03-01 2026-02-01 against"),
        ("did my transport costs fall in february", "2026-02-01 2026-01-01 against"),
        ("by how much did groceries change from january to february", "2026-01-31 2026-02-28 against"),
        ("groceries ytd compared with same period last year", "2025-03-31 against"),
        ("is that more than usual", "say:"),
    ]);
}

#[test]
fn what_comes_again() {
    check(&[
        ("what subscriptions do i have", "recurring kind:subscriptions"),
        ("how much do my subscriptions cost per month", "recurring"),
        ("list my recurring payments", "recurring kind:all"),
        ("has spotify got more expensive", "recurring [spotify]"),
        ("am i still paying for spotify", "recurring [spotify]"),
        ("when is my next spotify payment", "recurring"),
        ("did my rent increase", "recurring [rent]"),
        ("how much do i pay for spotify", "search newest limit:1"),
        ("what is my salary", "search newest limit:1"),
    ]);
}

#[test]
fn groups_and_counts() {
    check(&[
        ("which day of the week do i spend the most", "group_by:weekday limit:1"),
        ("how much do i spend at weekends", "weekdays:[6,7]"),
        ("dining on fridays in 2025", "weekdays:[5] [Dining]"),
        ("how many different shops did i buy from in february", "group_by:merchant"),
        ("how many days did i eat out in february", "group_by:day"),
        ("favourite restaurant in 2025", "group_by:merchant measure:payments"),
        ("spending trend this year", "group_by:month order:key"),
        ("second biggest purchase in august 2025", "offset:1 largest"),
        ("biggest purchase per category in 2025", "group_by:category limit:8"),
        ("groceries each of the last 3 months", "group_by:month"),
        ("purchases of exactly 12.99", "over:12.98 under:13.00"),
        ("average lunch in march", "per:payment"),
        ("how long since i last went to tesco", "search newest"),
        ("what data do you have", "accounts"),
    ]);
}

#[test]
fn amounts_in_other_currencies() {
    check(&[
        ("list everything over ₹1,500 in march", "over:1500"),
        ("payments over 1.500,50 € in march", "over:1500.50"),
        ("payments over rs 500 in march", "over:500"),
        ("can i afford 20000 yen this month", "amount:20000"),
        ("am i over kr 2000 on dining this month", "amount:2000"),
        ("could i afford 15k naira this month", "amount:15000"),
    ]);
}

#[test]
fn others_and_orders_are_declined() {
    for text in [
        "how much did my wife spend at tesco",
        "how much do people spend on groceries on average in the uk",
        "how much does jeff bezos earn",
        "how much is a pint of milk",
        "what is inflation right now",
        "should i buy bitcoin",
        "how do i save money",
        "book me a table at nandos",
        "cancel my spotify subscription",
        "delete all my transactions",
        "pay my rent",
        "when does tesco open",
        "what day is it today",
        "show me everyone's transactions",
        "how much",
    ] {
        let said = calls(text);
        assert!(said.starts_with("say: "), "{text}: {said}");
        assert!(!said.contains(['€', '£', '$']), "{text}: {said}");
    }
}
