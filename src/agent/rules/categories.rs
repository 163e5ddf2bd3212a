//! The words people have for categories, as data.
//!
//! **Invariant:** general English only; a user's own categories come from the book.

use std::collections::HashSet;
use std::sync::LazyLock;

/// How a category word is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Named {
    /// Always the category.
    Category,
    /// Rows that carry the word in their text, where there are any; else the category.
    TextFirst,
    /// As `TextFirst`, and what it names is money in.
    Pay,
}

/// A category or subcategory and the words people have for it; the longest phrase wins.
pub(super) const CATEGORIES: &[(&str, Named, &str)] = &[
    (
        "Groceries",
        Named::Category,
        "groceries|grocery|supermarket|supermarkets|food shop|food shops|food shopping|weekly shop|big shop",
    ),
    ("Groceries", Named::Category, "grocery shopping|food and household|supermarket shopping|food bill"),
    ("alcohol", Named::Category, "alcohol|wine|beer|booze|off licence|liquor"),
    (
        "Dining",
        Named::Category,
        "meal|meals|lunch|lunches|dinner|dinners|breakfast|breakfasts|brunch|supper|restaurant bill|restaurant bills|dining|dining out|eating out|eat out|ate out|eaten out|restaurant|restaurants|meals out|meal out",
    ),
    (
        "Dining",
        Named::Category,
        "food out|dinners out|lunches out|cafes and restaurants|restaurants and cafes|eateries|dine out|dined out",
    ),
    ("coffee", Named::Category, "coffee|coffees|cafe|cafes|coffee shop|coffee shops"),
    (
        "fast food and delivery",
        Named::Category,
        "takeaway|takeaways|take away|takeout|fast food|food delivery|food deliveries|takeaway food",
    ),
    ("bars", Named::Category, "bars|pubs|pub|bar|nights out|night out"),
    ("Groceries+Dining", Named::Category, "food|food and drink|food and drinks"),
    (
        "Transport",
        Named::Category,
        "transport|transportation|getting around|commute|commuting|travelling to work|commuter",
    ),
    ("fuel", Named::Category, "fuel|petrol|diesel|gasoline|filling up|petrol station"),
    (
        "public transport",
        Named::Category,
        "public transport|tube|train|trains|bus|buses|metro|underground|tram|trams|train tickets|bus fares|transit",
    ),
    ("taxi", Named::Category, "taxi|taxis|cab|cabs|ride hailing|minicab|minicabs|taxi rides"),
    ("parking and tolls", Named::Category, "parking|tolls|toll"),
    ("car upkeep", Named::Category, "car repairs|car repair|car maintenance|car upkeep|garage|car service|car wash"),
    ("bikes and scooters", Named::Category, "bike hire|scooters|scooter|bike rental|bikes and scooters"),
    ("Travel", Named::Category, "travel|travelling|holiday|holidays|vacation|vacations|travels"),
    ("flights", Named::Category, "flight|flights|plane tickets|airfare|airlines|airline"),
    ("lodging", Named::Category, "hotels|lodging|accommodation|hotel stays"),
    ("Shopping", Named::Category, "shopping|retail|online shopping"),
    ("clothing", Named::Category, "clothes|clothing|fashion|shoes|apparel"),
    ("electronics", Named::Category, "electronics|gadgets|tech"),
    ("books", Named::Category, "books|bookshops|bookshop"),
    ("pets", Named::Category, "pets|pet|pet food|pet supplies"),
    ("sports and hobbies", Named::Category, "hobbies|hobby|sports gear"),
    ("gifts", Named::Category, "gifts|gift|presents"),
    ("postage", Named::Category, "postage|stamps|shipping"),
    ("Housing", Named::Category, "house|housing|home costs|living costs|accommodation costs"),
    ("rent", Named::TextFirst, "rent|rental payment|rent payments"),
    ("mortgage", Named::TextFirst, "mortgage"),
    ("repairs and improvement", Named::Category, "home repairs|diy|home improvement|repairs|plumbing|plumber"),
    ("furniture", Named::Category, "furniture|furnishings"),
    ("Utilities", Named::Category, "utilities|utility|household bills|utility bills|utility bill"),
    (
        "energy",
        Named::Category,
        "energy|electricity|gas and electric|gas and electricity|power|heating|electric|gas bill|electricity bill",
    ),
    ("water and waste", Named::Category, "water|water bill|water rates|waste"),
    (
        "internet and phone",
        Named::Category,
        "internet|broadband|wifi|phone bill|mobile bill|phone|mobile|phone bills|telephone",
    ),
    ("Health", Named::Category, "health|healthcare|medical|health care|wellbeing"),
    ("pharmacy", Named::Category, "pharmacy|chemist|medicine|prescriptions|pharmacies|medication"),
    ("doctor and dentist", Named::Category, "doctor|doctors|dentist|dental|gp"),
    ("optician", Named::Category, "optician|opticians|glasses|contact lenses"),
    ("vet", Named::Category, "vet|vets|vet bills"),
    ("Entertainment", Named::Category, "entertainment|fun|leisure|going out"),
    ("streaming and music", Named::Category, "streaming|music|streaming services"),
    ("games and gambling", Named::Category, "games|gaming|gambling|betting|video games|lottery"),
    ("events and outings", Named::Category, "events|concerts|cinema|theatre|gigs|movies|museums|outings"),
    ("Education", Named::Category, "education|school|university|learning|studies|studying"),
    ("tuition and courses", Named::Category, "tuition|courses|school fees|tuition fees"),
    ("Personal care", Named::Category, "personal care|toiletries|grooming|self care|selfcare"),
    ("gym and fitness", Named::Category, "gym|fitness|gym membership|workouts"),
    ("hair and beauty", Named::Category, "haircut|haircuts|hairdresser|barber|barbers|beauty|hair"),
    ("laundry", Named::Category, "laundry|dry cleaning|laundrette"),
    ("Family", Named::Category, "family|kids and family"),
    (
        "childcare",
        Named::Category,
        "childcare|creche|crèche|child care|kindergarten|day care|nursery|daycare|babysitter|babysitting",
    ),
    ("children", Named::Category, "kids|children|toys|baby"),
    (
        "Giving",
        Named::Category,
        "donate|donates|donating|giving|charity|charities|donation|donations|charitable|donated|good causes",
    ),
    ("Insurance", Named::Category, "insurance|insurances|insurance premiums"),
    ("Loans", Named::Category, "loan|loans|loan repayments|debt repayments|loan payments"),
    ("student loan", Named::TextFirst, "student loan|student loans"),
    ("Taxes", Named::Category, "taxes|tax"),
    ("Taxes", Named::TextFirst, "council tax|income tax|road tax|property tax|self assessment"),
    (
        "Fees",
        Named::Category,
        "fees|fee|bank fees|bank fee|bank charges|bank charge|account fees|service charges|bank costs",
    ),
    ("interest charged", Named::TextFirst, "overdraft|overdraft interest|interest charged|overdraft fees"),
    ("foreign transaction fees", Named::Category, "foreign fees|foreign transaction fees|fx fees"),
    (
        "Cash",
        Named::Category,
        "withdraw|withdrew|withdrawn|withdrawal|withdrawals|cash|atm|atms|cashpoint|cash machine|cash machines|cash withdrawal|cash withdrawals|cash taken out|cash out",
    ),
    ("Savings", Named::Category, "savings|isa|isas|investments|investment|pension contributions|investing"),
    ("Transfer", Named::Category, "transfer|transfers|own transfers|internal transfers"),
    ("Other", Named::Category, "other category|uncategorised|uncategorized|miscellaneous|misc"),
    (
        "salary",
        Named::Pay,
        "employer|my job|my work|salary|pay packet|pay check|paycheck|paychecks|payslip|wage|salaries|pay cheque|payday",
    ),
    ("salary", Named::Pay, "bonus|bonuses"),
    ("pension and benefits", Named::Pay, "pension|benefits|state pension|child benefit|universal credit"),
    ("interest and dividends", Named::Pay, "interest|dividend|dividends|interest earned|interest paid"),
    (
        "side work",
        Named::Pay,
        "side work|side hustle|side job|freelance|freelancing|gig work|tutoring|side income|side gig",
    ),
];

/// Every phrase that names a category.
static CATEGORY_PHRASES: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| CATEGORIES.iter().flat_map(|(_, _, phrases)| phrases.split('|')).collect());

/// Whether the phrase names a category: "rent", "council tax".
pub(super) fn is_category_phrase(phrase: &str) -> bool {
    CATEGORY_PHRASES.contains(phrase)
}
