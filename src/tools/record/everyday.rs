//! What people call the things they pay for, as data: a person types "lunch", a bank prints a payee.
//!
//! **Invariant:** general English only; nobody's payees stand here.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::domain::{Category, CategoryId, Subcategory, plain_words};
use crate::tools::categorise::category_from_word;

/// Words of the longest phrase in the table.
const PHRASE_WORDS_MAX: usize = 3;

/// A category or subcategory and the words that stand for it.
const EVERYDAY: &[(&str, &str)] = &[
    (
        "coffee",
        "coffee|coffees|espresso|latte|lattes|cappuccino|flat white|flat whites|americano|mocha|tea|cuppa|iced coffee|hot chocolate",
    ),
    (
        "restaurants",
        "lunch|lunches|dinner|dinners|breakfast|brunch|supper|meal|meals|restaurant|eating out|dining|sushi|ramen|curry|tapas|steak|food|snack|snacks",
    ),
    (
        "fast food and delivery",
        "sandwich|sandwiches|takeaway|takeout|pizza|pizzas|burger|burgers|kebab|fries|chips|fish and chips|ice cream|hot dog|salad|wrap|burrito|bagel|croissant|cake|doughnut|donut|noodles|deliveroo",
    ),
    ("bars", "beer|beers|pint|pints|drinks|drink|cocktail|cocktails|pub|bar|round of drinks|night out"),
    (
        "supermarket",
        "groceries|grocery|supermarket|food shop|food shopping|weekly shop|big shop|milk|bread|eggs|fruit|vegetables|veg|veggies|meat|cheese|water bottle|baker|bakery|butcher|market",
    ),
    ("alcohol", "wine|whisky|whiskey|gin|vodka|champagne|off licence|booze|alcohol"),
    ("convenience", "cigarettes|tobacco|corner shop|newsagent"),
    ("fuel", "fuel|petrol|diesel|gas|gasoline|filling up|charging the car|car charging"),
    (
        "public transport",
        "bus|bus fare|bus ticket|bus pass|train|trains|train ticket|train tickets|tube|metro|tram|underground|subway|ferry|travelcard|oyster|railcard|season ticket",
    ),
    ("taxi", "taxi|taxis|cab|cabs|uber|lyft|bolt|ride"),
    ("parking and tolls", "parking|car park|toll|tolls|parking fine|parking ticket"),
    ("car upkeep", "car wash|car repair|car repairs|car service|mot|tyres|tyre|tires|garage|mechanic|oil change"),
    ("bikes and scooters", "bike|bike repair|scooter|bike hire|bicycle"),
    ("flights", "flight|flights|plane ticket|plane tickets|airfare"),
    ("lodging", "hotel|hostel|airbnb|accommodation|campsite"),
    ("rental and other travel", "holiday|trip|car hire|car rental|luggage|visa|excursion"),
    (
        "clothing",
        "clothes|clothing|shoes|trainers|sneakers|jeans|shirt|shirts|dress|jacket|coat|socks|jumper|trousers|boots|hat|handbag|bag|sunglasses|t-shirt|tshirt|suit|underwear|jewellery|jewelry|watch",
    ),
    (
        "electronics",
        "laptop|computer|phone case|headphones|charger|tablet|tv|television|monitor|keyboard|mouse|camera|printer|cable|iphone|phone|console|gadget|software",
    ),
    ("books", "book|books|novel|comic|comics|magazine|magazines|newspaper"),
    ("pets", "dog food|cat food|pet food|dog|cat|cat litter|pet shop"),
    (
        "sports and hobbies",
        "football boots|racket|yoga mat|yarn|fabric|guitar|strings|craft supplies|fishing gear|tent|ski hire|hobby",
    ),
    ("gifts", "gift|gifts|present|presents|flowers|birthday present|birthday gift|card for|bouquet|souvenir|souvenirs"),
    ("postage", "stamps|postage|parcel|courier|shipping|post office"),
    ("online and general", "shopping|stationery|batteries|toiletries|household things|cleaning supplies"),
    ("rent", "rent"),
    ("mortgage", "mortgage"),
    (
        "repairs and improvement",
        "plumber|electrician|paint|diy|tools|repair|repairs|cleaner|cleaning|gardener|plants|locksmith|hardware|window cleaner",
    ),
    (
        "furniture",
        "furniture|sofa|table|chair|chairs|desk|lamp|mattress|bed|shelf|shelves|curtains|rug|cushions|towels|bedding",
    ),
    ("energy", "electricity|electric|electric bill|electricity bill|gas bill|energy|energy bill|heating|heating oil"),
    ("water and waste", "water|water bill|rubbish|bins"),
    ("internet and phone", "internet|broadband|wifi|phone bill|mobile bill|top up|sim card|phone credit|data"),
    ("doctor and dentist", "doctor|dentist|physio|hospital|therapist|therapy|gp|check up|checkup"),
    ("pharmacy", "medicine|medication|pharmacy|chemist|prescription|painkillers|vitamins|plasters|pills"),
    ("optician", "glasses|contact lenses|optician|eye test"),
    ("vet", "vet|vet bill"),
    ("streaming and music", "netflix|spotify|music|film rental"),
    ("games and gambling", "game|games|video game|lottery|lottery ticket|bet|bets|scratchcard|poker"),
    (
        "events and outings",
        "cinema|movie|movies|film|concert|concert ticket|concert tickets|theatre|theater|museum|zoo|gig|tickets|ticket|festival|bowling|match|swimming|pool|exhibition|party|club|karaoke|escape room",
    ),
    (
        "tuition and courses",
        "course|class|classes|lesson|lessons|tuition|school fees|workshop|exam|textbook|textbooks|tutor",
    ),
    ("gym and fitness", "gym|yoga|pilates|fitness|personal trainer|climbing"),
    ("hair and beauty", "haircut|hairdresser|barber|hair|nails|manicure|makeup|massage|spa|perfume|shampoo|tattoo"),
    ("laundry", "laundry|dry cleaning|launderette"),
    ("childcare", "babysitter|babysitting|nursery|childcare|daycare|nanny"),
    ("children", "toys|toy|nappies|diapers|pocket money|school trip|kids|pram"),
    ("charity", "donation|donations|charity|church|collection|raffle|fundraiser|sponsor"),
    ("insurance", "insurance|car insurance|home insurance|travel insurance|health insurance"),
    ("loan payment", "loan|loan repayment|loan payment|debt"),
    ("tax", "tax|council tax|road tax|income tax|taxes"),
    ("government", "passport|fine|licence|license|court fee"),
    ("bank fees", "bank fee|bank charge|atm fee|fee|fees"),
    ("withdrawal", "cash|cash withdrawal|atm|cashpoint|cash machine"),
    ("savings", "savings|piggy bank|isa"),
    ("investments", "shares|stocks|etf|crypto|bitcoin|pension contribution"),
    ("salary", "salary|wages|wage|paycheck|pay|payday|bonus|payslip"),
    ("pension and benefits", "pension|benefits|child benefit|universal credit"),
    ("interest and dividends", "interest|dividend|dividends"),
    ("side work", "freelance|freelancing|side job|side gig|gig work|tutoring|commission|invoice|consulting|tips"),
    ("other income", "cashback|prize|winnings|tax refund|tax rebate"),
];

static PHRASES: LazyLock<HashMap<&'static str, CategoryId>> = LazyLock::new(|| {
    let mut phrases = HashMap::new();
    for (name, words) in EVERYDAY {
        let shipped = Subcategory::ALL.iter().find(|shipped| shipped.name == *name).map(|shipped| shipped.id);
        if let Some(id) = shipped.or_else(|| Category::by_name(name).map(Category::id)) {
            phrases.extend(words.split('|').map(|phrase| (phrase, id)));
        }
    }
    phrases
});

/// What the words say, if they name an everyday thing: the longest phrase counts, then the first.
pub(in crate::tools) fn category(what: &str) -> Option<CategoryId> {
    let words = plain_words(what);
    let length_max = PHRASE_WORDS_MAX.min(words.len());
    let phrases = (1..=length_max).rev().flat_map(|length| words.windows(length).map(|run| run.join(" ")));
    let known = phrases.filter_map(|phrase| PHRASES.get(phrase.as_str()).copied()).next();
    known.or_else(|| category_from_word(what))
}

/// Whether the words name a kind of thing rather than somebody.
pub fn means_category(what: &str) -> bool {
    category(what).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everyday_things_have_their_category() {
        let check = |what: &str, expected: Option<&str>| {
            let found = category(what).and_then(|id| Some(Subcategory::of(id)?.name));
            assert_eq!(found, expected, "{what}");
        };
        check("coffee", Some("coffee"));
        check("Coffee with Anna", Some("coffee"));
        check("fish and chips", Some("fast food and delivery"));
        check("dog food", Some("pets"));
        check("food", Some("restaurants"));
        check("birthday gift for dad", Some("gifts"));
        check("train ticket", Some("public transport"));
        check("tax refund", Some("other income"));
        check("zorblax", None);
        check("Ben", None);
        check("", None);
    }

    #[test]
    fn every_line_of_the_table_is_understood() {
        let phrases: usize = EVERYDAY.iter().map(|(_, words)| words.split('|').count()).sum();
        assert_eq!(PHRASES.len(), phrases, "a name that is no category, or a phrase that stands twice");
        assert!(PHRASES.keys().all(|phrase| phrase.split(' ').count() <= PHRASE_WORDS_MAX));
    }
}
