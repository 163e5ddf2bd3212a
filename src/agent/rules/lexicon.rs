//! The planner's words, as data: what a word hints at, which category it names, which words mean nothing by themselves.
//!
//! **Invariant:** general English only. Nobody's payees, accounts or questions stand here.

use std::collections::HashSet;
use std::sync::LazyLock;

/// What a word or phrase hints at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cue {
    Spend,
    Earn,
    Net,
    Rate,
    Keep,
    Refund,
    Minus,
    HowMuch,
    Count,
    Often,
    Average,
    PerMonth,
    PerWeek,
    PerDay,
    PerPayment,
    ByMonth,
    ByWeek,
    ByDay,
    ByQuarter,
    ByYear,
    ByCategory,
    ByMerchant,
    ByAccount,
    List,
    Largest,
    Smallest,
    Most,
    Least,
    Top,
    Which,
    Where,
    Who,
    Any,
    CategoryNoun,
    MerchantNoun,
    AccountNoun,
    MonthNoun,
    WeekNoun,
    DayNoun,
    QuarterNoun,
    YearNoun,
    /// A single money movement: purchase, trip, bill.
    PaymentNoun,
    /// Several of them, money out for sure: payments, purchases.
    OutNoun,
    When,
    First,
    Last,
    Share,
    More,
    Less,
    Versus,
    Difference,
    Budget,
    Left,
    Over,
    Under,
    HowFar,
    Afford,
    Buy,
    Cover,
    Subscription,
    Now,
    /// "that", "there", "it": what was talked about before.
    Pronoun,
    /// "and", "what about": goes on from before, when the sentence starts with it.
    Follow,
    /// Money goes into something: "went into my pension".
    Into,
    /// About money, without saying what is asked.
    Money,
    /// The person who asks.
    Me,
}

/// Phrases and what they hint at. At one place the longest phrase wins.
pub(super) const CUES: &[(Cue, &str)] = &[
    (
        Cue::Spend,
        "spend|spent|spending|spends|spendings|expense|expenses|expenditure|outgoings|outlay|cost|costs|costing",
    ),
    (Cue::Spend, "pay|paid|paying|pays|damage|blow|blew|blown|splash|splashed|shell out|set me back|money out|go out"),
    (Cue::Spend, "went out|burn|burned|burnt|fork out|forked out|drop|dropped|hand over|bought|purchased"),
    (
        Cue::Earn,
        "earn|earned|earnt|earning|earnings|earns|income|incomes|wages|pay me|paid me|pays me|got paid|get paid",
    ),
    (Cue::Earn, "brought in|bring in|brings in|come in|came in|coming in|comes in|money in|receive|received|take home"),
    (Cue::Earn, "much did i make|much have i made|was i paid|been paid|inflow|inflows|credited"),
    (Cue::Net, "net|save|saved|saving|left over|leftover|surplus|cash flow|cashflow|put aside|put away|bottom line"),
    (Cue::Net, "deficit|in the black|in the red|profit|overspend|overspent"),
    (Cue::Rate, "savings rate|saving rate|save rate"),
    (Cue::Keep, "keep|kept|retain|retained|hold on to|hang on to"),
    (
        Cue::Refund,
        "refund|refunds|refunded|refunding|get back|got back|gotten back|getting back|money back|paid back|give back",
    ),
    (Cue::Refund, "reimbursed|reimbursement|reimbursements|chargeback|chargebacks|gave back|cashback"),
    (Cue::Minus, "minus|less my spending|take away"),
    (
        Cue::HowMuch,
        "how much|how big|how large|how high|what amount|total|totals|sum|amount|altogether|in all|figure|figures|tally",
    ),
    (Cue::Count, "how many|how many times|number of|count|count of|how often|how frequently|how many of"),
    (Cue::Often, "often|frequently|frequent|most used|most visited|most times|the most times|times|visit|visited"),
    (Cue::Average, "average|averages|averaged|avg|mean|on average|typical|typically|normally"),
    (Cue::PerMonth, "per month|a month|every month|per calendar month|monthly cost|each calendar month"),
    (Cue::PerWeek, "per week|a week|every week|weekly cost"),
    (Cue::PerDay, "per day|a day|every day|per diem"),
    (
        Cue::PerPayment,
        "per purchase|per payment|per transaction|per visit|per order|per trip|per ride|per shop|per time|each time",
    ),
    (
        Cue::PerPayment,
        "per go|per meal|per journey|per bill|per charge|per withdrawal|every time|a time|a pop|a visit|a trip|a go",
    ),
    (Cue::PerPayment, "per drink|per item|per ticket|a meal|an order|per delivery|per booking|per coffee"),
    (
        Cue::ByMonth,
        "by month|month by month|each month|monthly|for each month|per month breakdown|month on month|months",
    ),
    (Cue::ByWeek, "by week|week by week|each week|weekly|weeks"),
    (Cue::ByDay, "by day|day by day|each day|daily|days"),
    (Cue::ByQuarter, "by quarter|each quarter|quarterly|per quarter|quarters"),
    (Cue::ByYear, "by year|each year|yearly|per year|annually|year by year|years"),
    (
        Cue::ByCategory,
        "by category|per category|each category|breakdown|break down|broken down|split|where did my money go",
    ),
    (
        Cue::ByCategory,
        "where does my money go|where is my money going|where did the money go|where did it all go|what on",
    ),
    (Cue::ByMerchant, "by merchant|per merchant|by shop|by payee|by store|per shop|each merchant|each shop"),
    (Cue::ByAccount, "by account|per account|each account|account by account"),
    (
        Cue::List,
        "list|show|show me|display|transactions|see|itemise|itemize|give me all|entries|rows|details|what were they",
    ),
    (
        Cue::List,
        "what did i buy|which ones|what have i bought|show them|list them|activity|statement lines|pull up|find",
    ),
    (
        Cue::Largest,
        "biggest|largest|highest|priciest|dearest|most expensive|costliest|max|maximum|greatest|heaviest|single biggest",
    ),
    (Cue::Smallest, "smallest|cheapest|lowest|least expensive|minimum|min|tiniest|quietest|lightest"),
    (Cue::Most, "most|the most|best|worst|majority"),
    (Cue::Least, "least|the least|fewest"),
    (Cue::Top, "top|main|leading|bulk"),
    (Cue::Which, "which|what|whats"),
    (Cue::Where, "where"),
    (Cue::Who, "who|whom|who from|from whom|who to"),
    (Cue::Any, "any|anything|anyone|something"),
    (Cue::CategoryNoun, "category|categories|kind of thing|kinds of things|type of spending|area|areas"),
    (Cue::MerchantNoun, "merchant|merchants|stores|store|retailer|retailers|payee|payees|place|places|vendor|vendors"),
    (Cue::MerchantNoun, "company|companies|business|businesses|seller|sellers|outlets|brand|brands|shops"),
    (Cue::AccountNoun, "account|accounts|card|cards"),
    (Cue::MonthNoun, "month"),
    (Cue::WeekNoun, "week"),
    (Cue::DayNoun, "day"),
    (Cue::QuarterNoun, "quarter"),
    (Cue::YearNoun, "year"),
    (
        Cue::PaymentNoun,
        "transaction|purchase|payment|order|orders|trip|trips|ride|rides|visits|shop|charge|charges|charged",
    ),
    (
        Cue::PaymentNoun,
        "bill|bills|meal|meals|withdrawal|withdrawals|withdrawn|journey|journeys|ticket|tickets|booking|bookings",
    ),
    (Cue::PaymentNoun, "single|item|items|debit|debits|deliveries|delivery|invoice|invoices|drinks|price|prices|buys"),
    (Cue::OutNoun, "payments|purchases|outgoing payments|outgoing"),
    (Cue::When, "when|what day|what date|which day|which date|date|date of|on what day|on which day|how long ago"),
    (Cue::First, "first|earliest|first ever|first time|oldest"),
    (Cue::Last, "last|latest|most recent|last time|most recently|recent|recently|newest"),
    (Cue::Share, "percent|percentage|share|proportion|fraction|pct|what part|ratio|per cent"),
    (
        Cue::More,
        "more|higher|greater|bigger|larger|dearer|pricier|more expensive|costlier|increase|increased|rise|rose",
    ),
    (Cue::More, "exceed|exceeded|outspend|outweigh"),
    (Cue::Less, "less|lower|cheaper|fewer|smaller|less expensive|decrease|decreased|drop in|fell|reduce|reduced"),
    (Cue::Versus, "vs|versus|compare|compared|comparison|comparing|against|than|compares|v|relative"),
    (
        Cue::Difference,
        "difference|gap|how much more|how much less|differ|how much higher|how much lower|how much cheaper|change",
    ),
    (Cue::Difference, "how many more|how many fewer|how much bigger|how much smaller|differences"),
    (Cue::Budget, "budget|budgeted|limit|allowance|cap|target|set myself|allowed myself|ceiling|allocated|budgets"),
    (Cue::Left, "left|remaining|remain|remains|still have|leftover budget|to go"),
    (
        Cue::Over,
        "over|above|beyond|past|more than|greater than|larger than|bigger than|exceeding|in excess of|higher than",
    ),
    (Cue::Under, "under|below|within|less than|smaller than|lower than|cheaper than|beneath|inside|on track"),
    (Cue::HowFar, "how far|by how much"),
    (Cue::Afford, "afford|affordable|can i get|could i get"),
    (Cue::Buy, "buy|buying|purchase a|treat myself"),
    (Cue::Cover, "cover|covers|covered"),
    (
        Cue::Subscription,
        "subscription|subscriptions|subscribed|subscribe|subscribing|recurring|go up in price|went up in price",
    ),
    (
        Cue::Subscription,
        "gone up in price|gone up|went up|go up|still paying|still pay|still subscribed|cancelled|canceled|cancel",
    ),
    (
        Cue::Subscription,
        "price rise|price increase|price hike|price go up|regular payments|renew|renews|renewal|memberships",
    ),
    (
        Cue::Subscription,
        "repeating|standing orders|direct debits|next bill|bills due|due soon|price change|get dearer|got dearer",
    ),
    (Cue::Now, "at the moment|currently|right now|these days|nowadays|now|presently|at present"),
    (Cue::Pronoun, "that|there|it|them|those|ones|they|thats|these"),
    (
        Cue::Follow,
        "and|what about|how about|same for|same|also|plus|but|or|then|ok and|okay and|and what about|and how about",
    ),
    (
        Cue::Into,
        "into|put into|contribute|contributed|contributions|contribution|pay into|paid into|invest|invested|moved|move",
    ),
    (Cue::Into, "put in|set aside|deposit|deposited|deposits|stash|stashed|transferred"),
    (
        Cue::Money,
        "money|payed|budgeting|finances|balance|went|go|goes|going|use|used|gone|give|given|gave|take|taken|took|went on",
    ),
    (
        Cue::Money,
        "withdraw|withdrew|donate|donated|get|got|gotten|send|sent|order|ordered|eat|ate|land|landed|arrive|arrived",
    ),
    (Cue::Me, "i|me|my|mine|we|our|us|ours|myself"),
];

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
        "dining|dining out|eating out|eat out|ate out|eaten out|restaurant|restaurants|meals out|meal out",
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
    ("bars", Named::Category, "bars|pubs|pub|bar|nights out"),
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
    ("Housing", Named::Category, "housing|home costs|living costs|accommodation costs"),
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
    ("childcare", Named::Category, "childcare|nursery|daycare|babysitter|babysitting"),
    ("children", Named::Category, "kids|children|toys|baby"),
    ("Giving", Named::Category, "giving|charity|charities|donation|donations|charitable|donated|good causes"),
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
        "cash|atm|atms|cashpoint|cash machine|cash machines|cash withdrawal|cash withdrawals|cash taken out|cash out",
    ),
    ("Savings", Named::Category, "savings|isa|isas|investments|investment|pension contributions|investing"),
    ("Transfer", Named::Category, "transfer|transfers|own transfers|internal transfers"),
    ("Other", Named::Category, "other category|uncategorised|uncategorized|miscellaneous|misc"),
    ("salary", Named::Pay, "salary|pay packet|paycheck|paychecks|payslip|wage|salaries|pay cheque|payday"),
    ("salary", Named::Pay, "bonus|bonuses"),
    ("pension and benefits", Named::Pay, "pension|benefits|state pension|child benefit|universal credit"),
    ("interest and dividends", Named::Pay, "interest|dividend|dividends|interest earned|interest paid"),
    (
        "side work",
        Named::Pay,
        "side work|side hustle|side job|freelance|freelancing|gig work|tutoring|side income|side gig",
    ),
];

/// Words that say: leave the following out.
pub(super) const EXCEPT_BEFORE: &[&str] = &[
    "excluding",
    "exclude",
    "excl",
    "except",
    "except for",
    "apart from",
    "aside from",
    "other than",
    "not counting",
    "not including",
    "leaving out",
    "leave out",
    "ignoring",
    "ignore",
    "without",
    "besides",
    "minus",
    "setting aside",
    "outside of",
    "without counting",
    "without including",
    "if you ignore",
    "but not",
    "disregarding",
];

/// Words that say: leave the preceding out.
pub(super) const EXCEPT_AFTER: &[&str] = &["aside", "excluded", "apart", "left out", "not included"];

/// Phrases without any weight for the planner that would otherwise be read as something else.
pub(super) const SKIPPED: &[&str] = &[
    "net of refunds",
    "net of any refunds",
    "after refunds",
    "after any refunds",
    "including refunds",
    "with refunds",
    "refunds included",
    "refund included",
    "minus refunds",
    "less refunds",
    "tax refund included",
    "including tax refunds",
    "all of it",
    "in the end",
    "in my records",
    "on record",
    "in total",
    "in all",
    "as well",
    "each of",
    "what did last",
    "tax refunds included",
    "at all",
    "all in",
    "or not",
    "do you know",
    "can you tell me",
    "could you tell me",
    "tell me",
    "i want to know",
    "i would like to know",
    "remind me",
    "of course",
    "by the way",
    "to date",
    "quick one",
    "let me know",
    "out of curiosity",
    "at least once",
    "how come",
    "once and for all",
    "or so",
    "more or less",
    "give or take",
    "that was",
    "quick question",
    "i wonder",
    "any idea",
    "would you say",
];

/// Topics that are not about the user's own money: asked about, they are declined.
pub(super) const ELSEWHERE: &str = "weather forecast rain sunny temperature football soccer cricket rugby tennis match won score poem poems \
    joke jokes story song lyrics recipe recipes cook translate translation capital president minister election news \
    movie film actor celebrity horoscope meaning life code python program essay email history geography planet moon sun \
    bitcoin crypto ethereum stock stocks shares nasdaq ftse exchange mortgage-rate tall population world war god \
    homework riddle sing draw paint wikipedia google chatgpt love date-me marry who-are-you lottery-numbers";

/// Greetings and thanks.
pub(super) const GREETINGS: &str = "hi hello hey hiya yo morning afternoon evening good thanks thank you cheers ta ok okay great nice cool \
    there lovely perfect bye goodbye brilliant super howdy greetings welcome day";

/// Ordinary words that carry no condition. Every other word that nothing explains is taken for a payee's name.
pub(super) const COMMON: &str = "a an the this these of in on at to for from by with about as is are was were be been being am do does did done \
    have has had having will would shall should can could may might must not no yes you your yours he she his her him its \
    their theirs if so just only really actually please pls plz thanks thank cheers hey hi hello ok okay well right let lets \
    how why because while during over across through throughout until till up down out off again then than too very quite \
    all every each both either neither whole entire overall full complete still yet ever never always once twice \
    want need like know tell think say says said told ask asking wondering wonder curious check checking look looking \
    make made making makes feel seem seems seemed happen happened put let keep work works working start started end ended \
    thing things stuff bit lot lots much many few several couple some same different new old big small high low long short \
    good bad fine exactly roughly approximately about around nearly almost simply basically honestly literally kind sort \
    together combined jointly total totals totalled come comes came coming amount amounts add adds added up figure figures \
    number numbers value values worth answer question questions reply info information data record records recorded history \
    statement statements bank banking book ledger here upon per via onto off away back buddy mate pal dude man \
    one two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty ninety hundred \
    quid pound pounds euro euros dollar dollars pence cents gbp eur usd chf grand k half third none nothing nobody \
    time times between since before after ago today tonight yesterday tomorrow now current currently previous prior next \
    week weeks weekend weekends day days month months quarter quarters year years date dates daily weekly monthly annual \
    january february march april may june july august september october november december jan feb mar apr jun jul aug sep \
    sept oct nov dec monday tuesday wednesday thursday friday saturday sunday ytd mtd beginning begin begun calendar \
    far ending ended night evening morning afternoon recent recently latest past last first second fourth fifth \
    sure maybe perhaps possibly probably guess hmm um uh erm oh ah wow lol btw also plus including included include includes \
    counting count counted taking mean means meant compare use using used lately anyway besides instead regarding re \
    quick quickly easy simple brief briefly short extra go goes going went been gone being own personal whole made \
    charge charged card cards contactless online direct debit standing account accounts ref payment transaction pos \
    purchase purchased bought credit deposit paid pays whether when what whats which who whose where there their it that \
    ive im id ill weve youve hows wheres whens altogether everything anything something sum summed costs please give gave \
    giving show showing see seeing saw find finding found list listing got get getting gets out under below above more less \
    goods item items single any ones others other another else rest such according within without against vs versus \
    pocket wallet habit habits pattern damages period range span duration usual usually ordinarily generally general \
    year's month's week's im i'm user me my mine i we us our ours myself yourself ourselves themselves spare next \
    lowest highest best worst top bottom main order orders ordered trip trips ride rides visit visits visited \
    clock o'clock anybody ate eat eaten eating dine dined drink drank shop shops shopped went leave leaves leaving left \
    meal meals ticket tickets bill bills fare fares journey journeys received receive receives receipts refund refunds \
    land landed arrived arrive hit come clear cleared process processed happen occurs occurred occur fall fell";

/// Every word of the tables: what typos are corrected to.
static KNOWN: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let cues = CUES.iter().flat_map(|(_, phrases)| phrases.split(['|', ' ']));
    let categories = category_words();
    let phrases = EXCEPT_BEFORE.iter().chain(EXCEPT_AFTER).chain(SKIPPED).flat_map(|phrase| phrase.split(' '));
    cues.chain(categories).chain(phrases).chain(COMMON.split_whitespace()).collect()
});

static CATEGORY_WORDS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| category_words().collect());

/// Every word of [`CATEGORIES`].
fn category_words() -> impl Iterator<Item = &'static str> {
    CATEGORIES.iter().flat_map(|(_, _, phrases)| phrases.split(['|', ' ']))
}

/// Words that mean something, or deliberately nothing, by themselves.
static COMMON_ALONE: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let cues = CUES.iter().flat_map(|(_, phrases)| phrases.split('|'));
    let categories = CATEGORIES.iter().flat_map(|(_, _, phrases)| phrases.split('|'));
    let markers = EXCEPT_BEFORE.iter().chain(EXCEPT_AFTER).copied();
    let alone = cues.chain(categories).chain(markers).filter(|phrase| !phrase.contains(' '));
    alone.chain(COMMON.split_whitespace()).collect()
});

/// Whether the planner's tables hold the word.
pub(super) fn is_known(word: &str) -> bool {
    KNOWN.contains(word)
}

/// Whether the word by itself is one of the planner's, and so no payee's name.
pub(super) fn is_common(word: &str) -> bool {
    COMMON_ALONE.contains(word)
}

/// Whether the word is part of a category's name.
pub(super) fn is_category_word(word: &str) -> bool {
    CATEGORY_WORDS.contains(word)
}

/// All words of the tables.
pub(super) fn known_words() -> impl Iterator<Item = &'static str> {
    KNOWN.iter().copied()
}

/// Whether a list of words separated by spaces holds the word.
pub(super) fn listed(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|known| known == word)
}

/// Whether the word alone is a cue.
pub(super) fn is_cue(word: &str) -> bool {
    CUES.iter().any(|(_, phrases)| phrases.split('|').any(|phrase| phrase == word))
}

/// Whether the phrase names a category: "rent", "council tax".
pub(super) fn is_category_phrase(phrase: &str) -> bool {
    CATEGORIES.iter().any(|(_, _, phrases)| phrases.split('|').any(|known| known == phrase))
}
