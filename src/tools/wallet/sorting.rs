//! Which category a payment between people belongs to.
//!
//! Of the payer's words by the usual order: rules, corrections, knowledge ("for lunch" is Dining), else Other, which wants a
//! look. Never Transfer or Savings: the money left for good, and a budget must see it.
//!
//! What comes in: "20 for lunch" to whoever paid the bill is a repayment, so it nets the receiver's own Dining; without it,
//! both would have spent the whole lunch. Where the words name no cost that friends share (no words, a gift, a loan), it is
//! income of another kind; the receiver can move it as any row.
//!
//! **Invariant:** both rows of a payment are sorted by the same words; the receiver's never into a category of the payer's own.

use rust_decimal::Decimal;

use super::super::categorise::{BookMemory, DecidedBy, Decision, Merchant, decide, merchant};
use super::super::sorting::load_memory;
use super::super::{Context, ToolError};
use crate::domain::{Category, CategoryId, Currency, Flow, Vocabulary};

/// Income: other income.
pub(super) const OTHER_INCOME: CategoryId = CategoryId(105);

/// Below what any question calls sure: the row is shown when categories are fixed.
const UNSURE: f32 = 0.05;

/// The words say so, but one word can mean two things.
const BY_WORDS: f32 = 0.8;

/// Costs that people share and pay each other back.
const SHARED: [Category; 10] = [
    Category::Housing,
    Category::Utilities,
    Category::Groceries,
    Category::Dining,
    Category::Transport,
    Category::Travel,
    Category::Shopping,
    Category::Entertainment,
    Category::Family,
    Category::Health,
];

/// A category, who decided it and how sure that is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Sorted {
    pub(super) category: CategoryId,
    pub(super) by: DecidedBy,
    pub(super) confidence: f32,
}

/// The row's text, and its payee: the other person, and what it was for.
pub(super) fn payee(name: &str, note: &str) -> (String, Merchant) {
    let description = if note.is_empty() { name.to_owned() } else { format!("{name}: {note}") };
    let key = merchant(&description).key;
    (description, Merchant { key, name: name.to_owned() })
}

/// For the payer, whose book the context's is.
pub(super) async fn for_payer(
    name: &str,
    note: &str,
    amount: Decimal,
    currency: Currency,
    context: &mut Context,
) -> Result<Sorted, ToolError> {
    let memory = load_memory(context).await?;
    let vocabulary = context.vocabulary().await?;
    let (_, merchant) = payee(name, note);
    let decision = decide(note, &merchant, -amount, Some(currency), &memory);
    Ok(spent(&decision, &vocabulary))
}

fn spent(decision: &Decision, vocabulary: &Vocabulary) -> Sorted {
    let top = vocabulary.category(decision.category).0;
    match top.flow() {
        Flow::Spending => Sorted { category: decision.category, by: decision.by, confidence: decision.confidence },
        Flow::Income | Flow::Aside => {
            Sorted { category: Category::Other.id(), by: DecidedBy::Nobody, confidence: UNSURE }
        }
    }
}

/// For whoever receives it: by the words alone, because what the payer's book was taught is not told to another's.
pub(super) fn for_payee(payer: &str, note: &str, amount: Decimal, currency: Currency) -> Sorted {
    let (_, merchant) = payee(payer, note);
    let decision = decide(note, &merchant, -amount, Some(currency), &BookMemory::default());
    let shared = Category::of(decision.category).is_some_and(|top| SHARED.contains(&top));
    let category = if shared { decision.category } else { OTHER_INCOME };
    Sorted { category, by: DecidedBy::Knowledge, confidence: BY_WORDS }
}

/// Between a person's own bank and wallet: neither earned nor spent.
pub(super) fn moved() -> Sorted {
    Sorted { category: Category::Transfer.id(), by: DecidedBy::Knowledge, confidence: 1.0 }
}
