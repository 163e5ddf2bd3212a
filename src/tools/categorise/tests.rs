use super::*;
use crate::domain::{Correction, Rule};

fn decision(description: &str, amount: &str, currency: &str, memory: &BookMemory) -> Decision {
    decide(description, &merchant(description), amount.parse().unwrap(), currency.parse().ok(), memory)
}

#[test]
fn sorts_by_shipped_knowledge() {
    let memory = BookMemory::default();
    for (description, amount, currency, expected) in [
        ("CARD PAYMENT TO TESCO STORES 3345 ON 12 MAR", "-20", "GBP", Category::Groceries),
        ("TESCO STORES 3345 REFUND", "5", "GBP", Category::Groceries),
        ("TFL TRAVEL CH TFL.GOV.UK/CP GB", "-2.80", "GBP", Category::Transport),
        ("STANDING ORDER HARGREAVES LETTINGS RENT", "-900", "GBP", Category::Housing),
        ("ACME LTD SALARY", "2500", "GBP", Category::Income),
        ("GROSS INTEREST", "1.20", "GBP", Category::Income),
        ("DEBIT INTEREST", "-3.10", "GBP", Category::Fees),
        ("Kartenzahlung Stadt-Apotheke", "-12", "EUR", Category::Health),
        ("RETRAIT DAB 12/03", "-50", "EUR", Category::Cash),
        ("PAYMENT THANK YOU", "300", "USD", Category::Transfer),
        ("WOOLWORTHS 1234", "-30", "AUD", Category::Groceries),
        ("PAYPAL *SPOTIFY", "-9.99", "EUR", Category::Entertainment),
        ("BIRMINGHAM CITY COUNCIL COUNCIL TAX", "-120", "GBP", Category::Taxes),
        ("ATM WITHDRAWAL FEE", "-2", "USD", Category::Fees),
        ("ATM WITHDRAWAL 12 HIGH ST", "-20", "USD", Category::Cash),
        ("ZZYZX BROS PHARMA", "-8", "USD", Category::Health),
        ("ZZYZX BROS FURNITU", "-80", "USD", Category::Housing),
        ("XX MCC 5812 QWERTZ", "-12", "EUR", Category::Dining),
        ("Zzyzx 99", "-1", "EUR", Category::Other),
        ("", "0", "EUR", Category::Other),
    ] {
        let found = decision(description, amount, currency, &memory);
        assert_eq!(Category::of(found.category), Some(expected), "{description}: {found:?}");
        assert!((0.0..=1.0).contains(&found.confidence), "{description}");
        assert_eq!(found.by == DecidedBy::Nobody, expected == Category::Other, "{description}");
        assert!(!found.alternatives.is_empty() && found.alternatives.len() <= MAX_ALTERNATIVES, "{description}");
        assert!(found.alternatives.iter().all(|other| Category::of(*other) != Some(expected)), "{description}");
    }
}

#[test]
fn the_user_comes_first() {
    let own = CategoryId(crate::domain::OWN_CATEGORY_FIRST_ID);
    let memory = BookMemory::new(
        &[Rule { pattern: "tesco petrol".into(), category: own }],
        &[Correction { merchant_key: merchant("OLIVE TREE DELI 12").key, category: CategoryId(501) }],
    );
    for (description, category, by) in [
        ("TESCO PAY PETROL 33", own, DecidedBy::Rule),
        ("CARD PAYMENT TO OLIVE TREE DELI 77", CategoryId(501), DecidedBy::Memory),
        ("OLIVE TREE DELI HACKNEY WICK", CategoryId(501), DecidedBy::Memory),
        ("TESCO STORES 12", CategoryId(401), DecidedBy::Knowledge),
    ] {
        let found = decision(description, "-10", "GBP", &memory);
        assert_eq!((found.category, found.by), (category, by), "{description}: {found:?}");
    }
}

#[test]
fn words_for_who_decided_lead_back() {
    for decider in DecidedBy::ALL {
        assert_eq!(decider.as_str().parse(), Ok(decider));
    }
    assert!("nobody".parse::<DecidedBy>().is_err() && "".parse::<DecidedBy>().is_err());
}
