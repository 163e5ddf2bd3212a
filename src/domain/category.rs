//! The two levels of categories that ship with farthing. A user's own categories live in the store beside them.
//!
//! **Invariant:** an id never changes its meaning, because rows carry it.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The id that a row carries: a top category (a multiple of 100), a shipped subcategory (the rest below
/// [`OWN_CATEGORY_FIRST_ID`]) or one of the book's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, sqlx::Type)]
#[serde(transparent)]
#[sqlx(transparent)]
pub struct CategoryId(pub i32);

/// Ids from here on are a book's own categories.
pub const OWN_CATEGORY_FIRST_ID: i32 = 10_000;

/// Ids of one top category and its subcategories span this many numbers.
const IDS_A_CATEGORY: i32 = 100;

/// A top category.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[repr(i32)]
pub enum Category {
    Income = 100,
    Housing = 200,
    Utilities = 300,
    Groceries = 400,
    Dining = 500,
    Transport = 600,
    Travel = 700,
    Shopping = 800,
    Health = 900,
    Entertainment = 1000,
    Education = 1100,
    PersonalCare = 1200,
    Family = 1300,
    Giving = 1400,
    Insurance = 1500,
    Loans = 1600,
    Taxes = 1700,
    Fees = 1800,
    Cash = 1900,
    Savings = 2000,
    Transfer = 2100,
    Other = 2200,
}

/// What a category does to the sums.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// Counts as spent; money that comes in is a refund.
    Spending,
    /// Counts as earned.
    Income,
    /// Counts as neither: money moved between one's own accounts, or put by.
    Aside,
}

/// A subcategory that ships with farthing.
#[derive(Debug)]
pub struct Subcategory {
    pub id: CategoryId,
    pub parent: Category,
    pub name: &'static str,
    /// The detailed code of Plaid's personal finance categories.
    pub plaid: &'static str,
}

impl Category {
    /// All of them, in the order they are shown.
    pub const ALL: [Self; 22] = [
        Self::Income,
        Self::Housing,
        Self::Utilities,
        Self::Groceries,
        Self::Dining,
        Self::Transport,
        Self::Travel,
        Self::Shopping,
        Self::Health,
        Self::Entertainment,
        Self::Education,
        Self::PersonalCare,
        Self::Family,
        Self::Giving,
        Self::Insurance,
        Self::Loans,
        Self::Taxes,
        Self::Fees,
        Self::Cash,
        Self::Savings,
        Self::Transfer,
        Self::Other,
    ];

    /// The word people see.
    pub fn name(self) -> &'static str {
        match self {
            Self::Income => "Income",
            Self::Housing => "Housing",
            Self::Utilities => "Utilities",
            Self::Groceries => "Groceries",
            Self::Dining => "Dining",
            Self::Transport => "Transport",
            Self::Travel => "Travel",
            Self::Shopping => "Shopping",
            Self::Health => "Health",
            Self::Entertainment => "Entertainment",
            Self::Education => "Education",
            Self::PersonalCare => "Personal care",
            Self::Family => "Family",
            Self::Giving => "Giving",
            Self::Insurance => "Insurance",
            Self::Loans => "Loans",
            Self::Taxes => "Taxes",
            Self::Fees => "Fees",
            Self::Cash => "Cash",
            Self::Savings => "Savings",
            Self::Transfer => "Transfer",
            Self::Other => "Other",
        }
    }

    /// The id a row carries when no subcategory is known.
    pub fn id(self) -> CategoryId {
        CategoryId(self as i32)
    }

    /// The top category of a shipped id; `None` for a book's own, whose parent the store knows.
    pub fn of(id: CategoryId) -> Option<Self> {
        Self::ALL.into_iter().find(|category| id.0 / IDS_A_CATEGORY == category.id().0 / IDS_A_CATEGORY)
    }

    /// By its name, in any case.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|category| category.name().eq_ignore_ascii_case(name.trim()))
    }

    pub fn flow(self) -> Flow {
        match self {
            Self::Income => Flow::Income,
            Self::Savings | Self::Transfer => Flow::Aside,
            _ => Flow::Spending,
        }
    }

    /// Every shipped id below it, its own first.
    pub fn ids(self) -> impl Iterator<Item = CategoryId> {
        let subcategories = Subcategory::ALL.iter().filter(move |subcategory| subcategory.parent == self);
        std::iter::once(self.id()).chain(subcategories.map(|subcategory| subcategory.id))
    }
}

impl CategoryId {
    /// What a merchant category code (ISO 18245) means; `None` for codes that say nothing or are not assigned.
    pub fn of_mcc(code: u16) -> Option<Self> {
        let range = MCC_RANGES.iter().find(|(first, last, _)| (*first..=*last).contains(&code));
        range.map(|(_, _, id)| Self(*id))
    }
}

impl fmt::Display for Category {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

const fn sub(parent: Category, number: i32, name: &'static str, plaid: &'static str) -> Subcategory {
    Subcategory { id: CategoryId(parent as i32 + number), parent, name, plaid }
}

impl Subcategory {
    /// All that ship with farthing.
    pub const ALL: &[Self] = SUBCATEGORIES;

    /// The one with this id.
    pub fn of(id: CategoryId) -> Option<&'static Self> {
        Self::ALL.iter().find(|subcategory| subcategory.id == id)
    }
}

#[rustfmt::skip]
const SUBCATEGORIES: &[Subcategory] = &[
    sub(Category::Income, 1, "salary", "INCOME_WAGES"),
    sub(Category::Income, 2, "pension and benefits", "INCOME_RETIREMENT_PENSION"),
    sub(Category::Income, 3, "interest and dividends", "INCOME_INTEREST_EARNED"),
    sub(Category::Income, 4, "side work", "INCOME_OTHER_INCOME"),
    sub(Category::Income, 5, "other income", "INCOME_OTHER_INCOME"),
    sub(Category::Housing, 1, "rent", "RENT_AND_UTILITIES_RENT"),
    sub(Category::Housing, 2, "mortgage", "LOAN_PAYMENTS_MORTGAGE_PAYMENT"),
    sub(Category::Housing, 3, "repairs and improvement", "HOME_IMPROVEMENT_REPAIR_AND_MAINTENANCE"),
    sub(Category::Housing, 4, "furniture", "HOME_IMPROVEMENT_FURNITURE"),
    sub(Category::Utilities, 1, "energy", "RENT_AND_UTILITIES_GAS_AND_ELECTRICITY"),
    sub(Category::Utilities, 2, "water and waste", "RENT_AND_UTILITIES_WATER"),
    sub(Category::Utilities, 3, "internet and phone", "RENT_AND_UTILITIES_INTERNET_AND_CABLE"),
    sub(Category::Groceries, 1, "supermarket", "FOOD_AND_DRINK_GROCERIES"),
    sub(Category::Groceries, 2, "alcohol", "FOOD_AND_DRINK_BEER_WINE_AND_LIQUOR"),
    sub(Category::Groceries, 3, "convenience", "GENERAL_MERCHANDISE_CONVENIENCE_STORES"),
    sub(Category::Dining, 1, "restaurants", "FOOD_AND_DRINK_RESTAURANT"),
    sub(Category::Dining, 2, "coffee", "FOOD_AND_DRINK_COFFEE"),
    sub(Category::Dining, 3, "fast food and delivery", "FOOD_AND_DRINK_FAST_FOOD"),
    sub(Category::Dining, 4, "bars", "FOOD_AND_DRINK_RESTAURANT"),
    sub(Category::Transport, 1, "fuel", "TRANSPORTATION_GAS"),
    sub(Category::Transport, 2, "public transport", "TRANSPORTATION_PUBLIC_TRANSIT"),
    sub(Category::Transport, 3, "taxi", "TRANSPORTATION_TAXIS_AND_RIDE_SHARES"),
    sub(Category::Transport, 4, "parking and tolls", "TRANSPORTATION_PARKING"),
    sub(Category::Transport, 5, "car upkeep", "GENERAL_SERVICES_AUTOMOTIVE"),
    sub(Category::Transport, 6, "bikes and scooters", "TRANSPORTATION_BIKES_AND_SCOOTERS"),
    sub(Category::Travel, 1, "flights", "TRAVEL_FLIGHTS"),
    sub(Category::Travel, 2, "lodging", "TRAVEL_LODGING"),
    sub(Category::Travel, 3, "rental and other travel", "TRAVEL_OTHER_TRAVEL"),
    sub(Category::Shopping, 1, "online and general", "GENERAL_MERCHANDISE_ONLINE_MARKETPLACES"),
    sub(Category::Shopping, 2, "clothing", "GENERAL_MERCHANDISE_CLOTHING_AND_ACCESSORIES"),
    sub(Category::Shopping, 3, "electronics", "GENERAL_MERCHANDISE_ELECTRONICS"),
    sub(Category::Shopping, 4, "books", "GENERAL_MERCHANDISE_BOOKSTORES_AND_NEWSSTANDS"),
    sub(Category::Shopping, 5, "pets", "GENERAL_MERCHANDISE_PET_SUPPLIES"),
    sub(Category::Shopping, 6, "sports and hobbies", "GENERAL_MERCHANDISE_SPORTING_GOODS"),
    sub(Category::Shopping, 7, "gifts", "GENERAL_MERCHANDISE_GIFTS_AND_NOVELTIES"),
    sub(Category::Shopping, 8, "postage", "GENERAL_SERVICES_POSTAGE_AND_SHIPPING"),
    sub(Category::Health, 1, "doctor and dentist", "MEDICAL_PRIMARY_CARE"),
    sub(Category::Health, 2, "pharmacy", "MEDICAL_PHARMACIES_AND_SUPPLEMENTS"),
    sub(Category::Health, 3, "optician", "MEDICAL_EYE_CARE"),
    sub(Category::Health, 4, "vet", "MEDICAL_VETERINARY_SERVICES"),
    sub(Category::Entertainment, 1, "streaming and music", "ENTERTAINMENT_TV_AND_MOVIES"),
    sub(Category::Entertainment, 2, "games and gambling", "ENTERTAINMENT_VIDEO_GAMES"),
    sub(Category::Entertainment, 3, "events and outings", "ENTERTAINMENT_SPORTING_EVENTS_AMUSEMENT_PARKS_AND_MUSEUMS"),
    sub(Category::Education, 1, "tuition and courses", "GENERAL_SERVICES_EDUCATION"),
    sub(Category::PersonalCare, 1, "gym and fitness", "PERSONAL_CARE_GYMS_AND_FITNESS_CENTERS"),
    sub(Category::PersonalCare, 2, "hair and beauty", "PERSONAL_CARE_HAIR_AND_BEAUTY"),
    sub(Category::PersonalCare, 3, "laundry", "PERSONAL_CARE_LAUNDRY_AND_DRY_CLEANING"),
    sub(Category::Family, 1, "childcare", "GENERAL_SERVICES_CHILDCARE"),
    sub(Category::Family, 2, "children", "GENERAL_SERVICES_OTHER_GENERAL_SERVICES"),
    sub(Category::Giving, 1, "charity", "GOVERNMENT_AND_NON_PROFIT_DONATIONS"),
    sub(Category::Insurance, 1, "insurance", "GENERAL_SERVICES_INSURANCE"),
    sub(Category::Loans, 1, "loan payment", "LOAN_PAYMENTS_PERSONAL_LOAN_PAYMENT"),
    sub(Category::Loans, 2, "student loan", "LOAN_PAYMENTS_STUDENT_LOAN_PAYMENT"),
    sub(Category::Loans, 3, "car loan", "LOAN_PAYMENTS_CAR_PAYMENT"),
    sub(Category::Taxes, 1, "tax", "GOVERNMENT_AND_NON_PROFIT_TAX_PAYMENT"),
    sub(Category::Taxes, 2, "government", "GOVERNMENT_AND_NON_PROFIT_GOVERNMENT_DEPARTMENTS_AND_AGENCIES"),
    sub(Category::Fees, 1, "bank fees", "BANK_FEES_OTHER_BANK_FEES"),
    sub(Category::Fees, 2, "interest charged", "BANK_FEES_INTEREST_CHARGE"),
    sub(Category::Fees, 3, "foreign transaction fees", "BANK_FEES_FOREIGN_TRANSACTION_FEES"),
    sub(Category::Cash, 1, "withdrawal", "TRANSFER_OUT_WITHDRAWAL"),
    sub(Category::Savings, 1, "savings", "TRANSFER_OUT_SAVINGS"),
    sub(Category::Savings, 2, "investments", "TRANSFER_OUT_INVESTMENT_AND_RETIREMENT_FUNDS"),
    sub(Category::Transfer, 1, "own accounts", "TRANSFER_OUT_ACCOUNT_TRANSFER"),
    sub(Category::Transfer, 2, "card payment", "LOAN_PAYMENTS_CREDIT_CARD_PAYMENT"),
    sub(Category::Transfer, 3, "people", "TRANSFER_OUT_OTHER_TRANSFER_OUT"),
];

/// First code, last code, category. In order, without overlaps. Source: ISO 18245.
#[rustfmt::skip]
const MCC_RANGES: &[(u16, u16, i32)] = &[
    (742, 742, 904), (763, 780, 203), (1520, 1799, 203), (2741, 2842, 801), (3000, 3350, 701), (3351, 3500, 703),
    (3501, 3999, 702), (4011, 4112, 602), (4119, 4119, 901), (4121, 4121, 603), (4131, 4131, 602), (4214, 4214, 203),
    (4215, 4215, 808), (4225, 4225, 203), (4411, 4411, 703), (4457, 4468, 1003), (4511, 4511, 701), (4582, 4582, 701),
    (4722, 4723, 703), (4784, 4784, 604), (4789, 4789, 602), (4812, 4816, 303), (4821, 4821, 303), (4829, 4829, 2103),
    (4899, 4899, 1001), (4900, 4900, 301), (5013, 5013, 605), (5021, 5021, 204), (5044, 5046, 803), (5047, 5047, 901),
    (5094, 5094, 802), (5111, 5111, 801), (5122, 5122, 902), (5131, 5139, 802), (5172, 5172, 601), (5192, 5192, 804),
    (5193, 5193, 807), (5198, 5198, 203), (5200, 5261, 203), (5262, 5262, 801), (5271, 5271, 201), (5300, 5300, 401),
    (5309, 5399, 801), (5411, 5411, 401), (5422, 5499, 401), (5511, 5533, 605), (5541, 5542, 601), (5551, 5551, 605),
    (5552, 5552, 601), (5561, 5599, 605), (5611, 5699, 802), (5712, 5719, 204), (5722, 5735, 803), (5811, 5812, 501),
    (5813, 5813, 504), (5814, 5814, 503), (5815, 5815, 1001), (5816, 5816, 1002), (5817, 5818, 803), (5912, 5912, 902),
    (5921, 5921, 402), (5931, 5937, 801), (5940, 5941, 806), (5942, 5942, 804), (5943, 5943, 801), (5944, 5944, 802),
    (5945, 5946, 806), (5947, 5947, 807), (5948, 5948, 802), (5949, 5949, 806), (5960, 5960, 1501), (5962, 5962, 703),
    (5963, 5969, 801), (5970, 5973, 806), (5975, 5975, 901), (5976, 5976, 901), (5977, 5977, 1202), (5983, 5983, 301),
    (5992, 5992, 807), (5993, 5993, 801), (5994, 5994, 804), (5995, 5995, 805), (5996, 5999, 801), (6010, 6011, 1901),
    (6012, 6012, 1801), (6051, 6051, 2103), (6211, 6211, 2002), (6300, 6399, 1501), (6513, 6513, 201), (6536, 6540, 2103),
    (7011, 7012, 702), (7032, 7033, 702), (7210, 7217, 1203), (7221, 7221, 801), (7230, 7230, 1202), (7251, 7251, 1203),
    (7276, 7276, 1801), (7277, 7277, 901), (7297, 7298, 1202), (7322, 7322, 1601), (7342, 7349, 203), (7372, 7379, 803),
    (7394, 7394, 203), (7395, 7395, 803), (7512, 7519, 703), (7523, 7523, 604), (7531, 7549, 605), (7622, 7629, 803),
    (7631, 7631, 802), (7641, 7641, 204), (7692, 7699, 203), (7800, 7802, 1002), (7829, 7833, 1003), (7841, 7841, 1001),
    (7911, 7911, 1003), (7922, 7929, 1003), (7932, 7933, 1003), (7941, 7941, 1003), (7991, 7992, 1003), (7993, 7995, 1002),
    (7996, 7996, 1003), (7997, 7997, 1201), (7998, 7999, 1003), (8011, 8031, 901), (8041, 8042, 901), (8043, 8043, 903),
    (8049, 8099, 901), (8211, 8299, 1101), (8351, 8351, 1301), (8398, 8398, 1401), (8661, 8661, 1401), (9211, 9223, 1702),
    (9311, 9311, 1701), (9399, 9399, 1702), (9402, 9402, 808),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_lead_back_to_their_category() {
        for subcategory in Subcategory::ALL {
            assert_eq!(Category::of(subcategory.id), Some(subcategory.parent), "{}", subcategory.name);
        }
        for category in Category::ALL {
            assert_eq!(Category::of(category.id()), Some(category));
            assert_eq!(Category::by_name(category.name()), Some(category));
        }
        assert_eq!(Category::of(CategoryId(OWN_CATEGORY_FIRST_ID)), None);
    }

    #[test]
    fn merchant_category_codes_lead_to_shipped_ids() {
        for (code, id) in
            [(5411, Some(401)), (3005, Some(701)), (3501, Some(702)), (5814, Some(503)), (0, None), (9999, None)]
        {
            assert_eq!(CategoryId::of_mcc(code).map(|id| id.0), id, "{code}");
        }
        for (first, last, id) in MCC_RANGES {
            assert!(
                first <= last && Category::ALL.into_iter().flat_map(Category::ids).any(|known| known.0 == *id),
                "{first}"
            );
        }
        assert!(MCC_RANGES.windows(2).all(|pair| pair[0].1 < pair[1].0));
    }

    #[test]
    fn ids_are_unique() {
        let mut ids: Vec<_> = Category::ALL.into_iter().flat_map(Category::ids).collect();
        let count = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), count);
    }
}
