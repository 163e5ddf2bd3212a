//! The planner's words, as data: what a word hints at, which category it names, which words mean nothing by themselves.
//!
//! **Invariant:** general English only. Nobody's payees, accounts or questions stand here.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

pub(super) use super::categories::{CATEGORIES, Named, is_category_phrase};
pub(super) use super::common::{ASKED_BACK, COMMON, ELSEWHERE, GREETINGS};

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
    /// What is paid again and again.
    Subscription,
    /// Bills that come again, whatever their kind.
    Bill,
    /// What something costs each time, and whether that changed.
    Price,
    /// "still paying", "cancelled".
    Still,
    /// "next", "due".
    Next,
    /// "percentage change".
    Change,
    /// How a time went as a whole.
    Overview,
    /// "went up".
    Rose,
    /// "went down".
    Fell,
    /// "how many different".
    Different,
    /// "day of the week".
    WeekdayNoun,
    /// "in one go".
    OneGo,
    /// "how long since".
    Ago,
    /// Which statements there are.
    Coverage,
    Now,
    /// "that", "there", "it": what was talked about before.
    Pronoun,
    /// "and", "what about": goes on from before, when the sentence starts with it.
    Follow,
    /// Money goes into something: "went into my pension".
    Into,
    /// What an account holds, which statements of movements do not answer here.
    Balance,
    /// Conditions no tool has yet: certain days of the week, the future, what is usual.
    NotYet,
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
    (
        Cue::Spend,
        "pay|paid|paying|pays|damage|blow|blew|blown|splash|splashed|shell out|shelled out|set me back|money out|go out",
    ),
    (
        Cue::Spend,
        "went out|burn|burned|burnt|fork out|forked out|drop|hand over|handed over|bought|purchased|lay out|laid out|get through",
    ),
    (
        Cue::Spend,
        "got through|splurge|splurged|part with|parted with|shelled|outgo|outgoes|left us|take from us|took from us|go through|gone through|\
         put towards|put toward|gone towards|went towards|rack up|racked up|run up|ran up|cough up|coughed up|chuck|chucked|wasted|waste|\
         used up|disbursed|disbursements|expensed|set us back|stump up",
    ),
    (
        Cue::Earn,
        "earn|earned|earnt|earning|earnings|earns|income|incomes|wages|pay me|paid me|pays me|got paid|get paid",
    ),
    (
        Cue::Earn,
        "money in vs|money in versus|money in and|total money in|all money in|credits|incomings|deposit|deposits|brought in|bring in|brings in|come in|came in|coming in|comes in|money received|receive|received|take home",
    ),
    (
        Cue::Earn,
        "how much did i make|how much money did i make|how much money have i made|how much do i make|how much have i made|was i paid|been paid|inflow|inflows|credited",
    ),
    (Cue::Net, "net|save|saved|saving|left over|leftover|surplus|cash flow|cashflow|put aside|put away|bottom line"),
    (Cue::Net, "up or down|deficit|in the black|in the red|profit|overspend|overspent|overspending"),
    (Cue::Rate, "savings rate|saving rate|save rate"),
    (Cue::Keep, "keep|kept|retain|retained|hold on to|hang on to"),
    (
        Cue::Refund,
        "refund|refunds|refunded|refunding|get back|got back|gotten back|getting back|money back|paid back|give back",
    ),
    (Cue::Refund, "reimbursed|reimbursement|reimbursements|chargeback|chargebacks|gave back|cashback"),
    (
        Cue::Minus,
        "minus|less my spending|take away|less spending|less what i spent|less expenses|less outgoings|less spend|after spending",
    ),
    (
        Cue::HowMuch,
        "how many euros|how many pounds|how many dollars|how many quid|how many bucks|how many rupees|how many yen|how many naira|how many kronor|how many francs|how expensive|how costly|how pricey|how much money|how much|how big|how large|how high|what amount|total|totals|sum|amount|altogether|in all|figure|figures|tally",
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
        "trend|trends|over time|graph|chart|plot|evolution|progression|timeline|has changed over|changed over|develop over|by month|month by month|each month|monthly|for each month|per month breakdown|month on month|months",
    ),
    (Cue::ByWeek, "by week|week by week|each week|weekly|weeks"),
    (Cue::ByDay, "by day|day by day|each day|daily|days"),
    (Cue::ByQuarter, "by quarter|each quarter|quarterly|per quarter|quarters"),
    (Cue::ByYear, "by year|each year|yearly|per year|annually|year by year|years"),
    (
        Cue::ByCategory,
        "spend money on|spend my money on|spending my money on|spent my money on|money go on|separately|individually|by category|per category|each category|breakdown|break down|broken down|split|break it down|break that down|split it|split that|where did my money go",
    ),
    (
        Cue::ByCategory,
        "where does my money go|where is my money going|where did the money go|where did it all go|what on",
    ),
    (
        Cue::ByMerchant,
        "by restaurant|per restaurant|by supermarket|per supermarket|by retailer|by company|by place|by vendor|why so much|why so high|why was it so high|why is it so high|where did it go|where did that go|what did it go on|by merchant|per merchant|by shop|by payee|by store|per shop|each merchant|each shop",
    ),
    (Cue::ByAccount, "by account|per account|each account|account by account"),
    (
        Cue::List,
        "list|show|show me|display|transactions|see|itemise|itemize|give me all|entries|rows|details|what were they",
    ),
    (
        Cue::List,
        "what happened|what did i buy|which ones|what have i bought|show them|list them|activity|statement lines|pull up|find",
    ),
    (
        Cue::Largest,
        "most i have paid|most i have spent|most i have ever paid|most i have ever spent|most i ever paid|most i ever spent|most i paid|most i spent|most we have paid|most we have spent|most we paid|most we spent",
    ),
    (
        Cue::Smallest,
        "least i have paid|least i have spent|least i ever paid|least i have ever paid|least i paid|least i ever spent",
    ),
    (
        Cue::Largest,
        "biggest|largest|highest|priciest|dearest|most expensive|costliest|max|maximum|greatest|heaviest|single biggest",
    ),
    (Cue::Smallest, "smallest|cheapest|lowest|least expensive|minimum|min|tiniest|quietest|lightest"),
    (Cue::Most, "most|best|worst|majority|busiest"),
    (Cue::Least, "least|fewest"),
    (Cue::Top, "top|main|leading|bulk|rank|ranking|ranked"),
    (Cue::Which, "which|what|whats"),
    (Cue::Where, "where"),
    (Cue::Who, "who|whom|who from|from whom|who to"),
    (Cue::Any, "any|anything|anyone|something"),
    (Cue::CategoryNoun, "category|categories|kind of thing|kinds of things|type of spending|area|areas"),
    (
        Cue::MerchantNoun,
        "source|sources|payers|employers|which shop|what shop|which shops|merchant|merchants|stores|store|retailer|retailers|payee|payees|place|places|vendor|vendors",
    ),
    (Cue::MerchantNoun, "company|companies|business|businesses|seller|sellers|outlets|brand|brands|shops"),
    (Cue::AccountNoun, "account|accounts|card|cards"),
    (Cue::MonthNoun, "month"),
    (Cue::WeekNoun, "week"),
    (Cue::DayNoun, "day"),
    (Cue::QuarterNoun, "quarter"),
    (Cue::YearNoun, "year"),
    (
        Cue::PaymentNoun,
        "basket|baskets|haul|transaction|purchase|payment|order|orders|trip|trips|ride|rides|visits|shop|charge|charges|charged",
    ),
    (
        Cue::PaymentNoun,
        "bill|meal|meals|withdrawal|withdrawals|withdrawn|journey|journeys|ticket|tickets|booking|bookings",
    ),
    (Cue::PaymentNoun, "single|item|items|debit|debits|deliveries|delivery|invoice|invoices|drinks|buys"),
    (Cue::OutNoun, "payments|purchases|outgoing payments|outgoing"),
    (Cue::When, "when|what day|what date|which day|which date|date|date of|on what day|on which day"),
    (
        Cue::First,
        "start paying|started paying|start using|started using|begin paying|sign up|signed up|did i start|did i join|first|earliest|first ever|first time|oldest",
    ),
    (Cue::Last, "previous|last but one|last|latest|most recent|last time|most recently|recent|recently|newest"),
    (Cue::Share, "portion|percent|percentage|share|proportion|fraction|pct|what part|ratio|per cent"),
    (Cue::More, "more|higher|greater|bigger|larger|dearer|pricier|more expensive|costlier"),
    (Cue::More, "outspend|outweigh"),
    (Cue::Less, "less|lower|cheaper|fewer|smaller|less expensive"),
    (Cue::Versus, "vs|versus|compare|compared|comparison|comparing|against|than|compares|v|relative"),
    (
        Cue::Difference,
        "by how much|difference|gap|how much more|how much less|differ|how much higher|how much lower|how much cheaper|change",
    ),
    (Cue::Difference, "how many more|how many fewer|how much bigger|how much smaller|differences"),
    (
        Cue::Budget,
        "budget|budgeted|enough|stay below|stay under|stay within|keep below|keep under|stick to|limit|allowance|cap|target|set myself|allowed myself|ceiling|allocated|budgets",
    ),
    (Cue::Left, "left|remaining|remain|remains|still have|leftover budget|to go"),
    (
        Cue::Over,
        "bust|busted|gone over|went over|go over|gone past|went past|go past|over budget|bust it|exceeded|exceed|over|above|beyond|past|more than|greater than|larger than|bigger than|exceeding|in excess of|higher than",
    ),
    (Cue::Under, "under|below|within|less than|smaller than|lower than|cheaper than|beneath|inside|on track"),
    (Cue::HowFar, "how far"),
    (
        Cue::Afford,
        "afford|afforded|affordable|can i get|could i get|enough for|enough left for|enough money for|have enough|room for|have room|is there enough|enough to buy|enough left to buy|enough money to buy",
    ),
    (Cue::Buy, "buy|buying|purchase a|treat myself"),
    (Cue::Cover, "cover|covers|covered"),
    (
        Cue::Subscription,
        "subscription|subscriptions|subscribed|subscribe|subscribing|subscribed to|memberships|subs|regular subscriptions",
    ),
    (
        Cue::Bill,
        "recurring|repeating|regular payments|regular bills|regular outgoings|standing orders|direct debits|recurring payments",
    ),
    (
        Cue::Bill,
        "recurring bills|fixed costs|fixed expenses|monthly bills|regular expenses|regular costs|recurring charges|bills",
    ),
    (
        Cue::Price,
        "price|prices|go up in price|went up in price|gone up in price|price rise|price increase|price hike|price go up|price change",
    ),
    (
        Cue::Price,
        "get dearer|got dearer|gotten dearer|get more expensive|got more expensive|gotten more expensive|become more expensive|put the price up|\
         put up the price|put their prices up|put up their prices|raised its price|raised the price|raise the price|raise its price|\
         raised their prices|increase its price|increase the price|increased the price|increased its price|price changed|price changes|\
         prices gone up|changed price|charge more|charging more|charging me more|charged me more",
    ),
    (
        Cue::Still,
        "still paying|still pay|still subscribed|still active|still being charged|still charged|still charging|cancelled|canceled|\
         stopped|stop paying|stopped paying|still going|still running|still a member|still have a|still charge|cancel|still being billed|\
         am i paying for|do i pay for",
    ),
    (
        Cue::Next,
        "next|upcoming|due|due soon|renew|renews|renewal|bills due|next bill|next payment|next charge|coming up|due next",
    ),
    (
        Cue::Overview,
        "summary|overview|recap|rundown|snapshot|how did i do|how am i doing|how have i done|summarise|summarize|how are my finances|how did my finances|sum up",
    ),
    (
        Cue::Change,
        "percentage change|percent change|change in percent|change in percentage|percentage increase|percentage decrease|percentage difference|in percentage terms",
    ),
    (
        Cue::Rose,
        "go up|went up|gone up|goes up|going up|increase|increased|increases|rise|risen|rose|climbed|grown|grew|grow|creeping up|crept up",
    ),
    (
        Cue::Fell,
        "fall|go down|went down|gone down|goes down|going down|decrease|decreased|fell|fallen|dropped|drop in|reduce|reduced|come down|came down|shrink|shrunk",
    ),
    (
        Cue::Different,
        "how many days|on how many days|number of days|in how many months|how many months|how many weeks|in how many weeks|how many different|how many distinct|how many unique|number of different|different shops|different merchants|how many merchants|\
         how many places|how many stores|how many retailers|how many companies|how many categories|how many payees|how many vendors|\
         how many businesses|number of merchants|number of different merchants|how many separate",
    ),
    (
        Cue::WeekdayNoun,
        "day of the week|days of the week|day of week|weekday|by weekday|by day of the week|by day of week|which weekday|what weekday|\
         what day of the week|which day of the week|per weekday|each day of the week",
    ),
    (
        Cue::OneGo,
        "in one go|at once|in a single|in one transaction|in one purchase|in one shop|in one visit|on one thing|on a single|in one day|\
         in one sitting|at one time|on a single purchase|in a single purchase|in a single transaction",
    ),
    (
        Cue::Ago,
        "how long since|how long is it since|how long has it been since|how many days since|how many days has it been since|how long ago|\
         how many weeks since|how many days ago|days since|how long has it been|how many days is it since|time since",
    ),
    (
        Cue::Coverage,
        "what data|which data|how far back|which statements|what statements|which months do you have|what months do you have|\
         what accounts do i have|which accounts do i have|my accounts|what data do you have|data do you have|do you have data|what do you know about|\
         what period do you|which period do you|what time period|how much history|how many accounts|list my accounts",
    ),
    (Cue::Now, "at the moment|currently|right now|these days|nowadays|now|presently|at present"),
    (
        Cue::Pronoun,
        "the first one|the top one|first one|top one|the winner|that one|this one|that|there|it|them|those|ones|they|thats|these",
    ),
    (
        Cue::Follow,
        "and|what about|only|just|how about|same for|same|also|plus|but|or|then|ok and|okay and|and what about|and how about",
    ),
    (
        Cue::Into,
        "into|put into|contribute|contributed|contributions|contribution|pay into|paid into|invest|invested|moved|move",
    ),
    (Cue::Into, "put in|set aside|deposited|stash|stashed|transferred"),
    (
        Cue::Money,
        "money|payed|budgeting|finances|went|go|goes|going|use|used|gone|give|given|gave|take|taken|took|went on",
    ),
    (
        Cue::Money,
        "withdraw|withdrew|donate|donated|get|got|gotten|send|sent|order|ordered|eat|ate|land|landed|arrive|arrived",
    ),
    (
        Cue::Balance,
        "balance|balances|net worth|credit score|how much do i have|how much money do i have|worth|in my account|in my accounts|owe|owed",
    ),
    (
        Cue::NotYet,
        "spend nothing|spent nothing|no spend|not spend|without spending|above average|below average|than average|than normal|forecast|predict|predicted|projected|projection|than usual|gross|will i|median|outlier|outliers|unusual|anomalies|will my|should i expect",
    ),
    (Cue::Me, "i|me|my|mine|we|our|us|ours|myself"),
];

/// Words that say: leave the following out.
pub(super) const EXCEPT_BEFORE: &str = "everything but|all but|anything but|save for|not at|not on|not including any|not with|not|no|excluding|exclude|excl|except|except for|apart from|aside from|other than|not counting|not including|\
    leaving out|leave out|ignoring|ignore|without|besides|minus|setting aside|outside of|without counting|\
    without including|if you ignore|but not|disregarding";

/// Words that say: leave the preceding out.
pub(super) const EXCEPT_AFTER: &str = "aside|excluded|apart|left out|not included";

/// Phrases without any weight for the planner that would otherwise be read as something else.
pub(super) const SKIPPED: &str = "net of refunds|net of any refunds|after refunds|after any refunds|including refunds|with refunds|\
    refunds included|refund included|minus refunds|less refunds|tax refund included|including tax refunds|\
    all of it|in the end|in my records|on record|in total|in all|as well|each of|what did last|\
    tax refunds included|at all|all in|or not|do you know|can you tell me|could you tell me|tell me|\
    i want to know|i would like to know|remind me|of course|by the way|to date|quick one|let me know|\
    out of curiosity|at least once|how come|once and for all|or so|more or less|give or take|quick question|\
    i wonder|any idea|would you say|in one number|one number|to be honest|be honest with me|be honest|refunds taken off|refunds are taken off|\
    once refunds are taken off|refunds deducted|minus what they gave back|minus any refunds|less any refunds|allowing for refunds|\
    counting refunds|with refunds taken off|after returns|net of returns|minus returns|deducting refunds|taking off refunds|\
    taking refunds into account|me again|all told|all in all|for me|i mean|i think|as it were|go on then|both of us|as in|in general|\
    on balance|for real|in fairness|for what its worth|if possible|at the end of the day|in my life|on earth|one number|in one go please|\
    by any chance|if you can|if you could|when you get a chance|no rush|for the record|just wondering|just curious|just out of interest|\
    out of interest|off the top of your head|roughly speaking|on the whole|in particular|for a moment|right so|help me understand";

/// Every word of the tables: what typos are corrected to.
static KNOWN: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let cues = CUES.iter().flat_map(|(_, phrases)| phrases.split(['|', ' ']));
    let categories = category_words();
    let phrases = [EXCEPT_BEFORE, EXCEPT_AFTER, SKIPPED].into_iter().flat_map(|phrases| phrases.split(['|', ' ']));
    let rest = [COMMON, ELSEWHERE, GREETINGS].into_iter().flat_map(str::split_whitespace);
    let rest = rest.chain(ASKED_BACK.split(['|', ' ']));
    cues.chain(categories).chain(phrases).chain(rest).collect()
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
    let markers = [EXCEPT_BEFORE, EXCEPT_AFTER].into_iter().flat_map(|phrases| phrases.split('|'));
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

/// Words of the tables whose first letter is the first or the second of `typed`: slips start there.
pub(super) fn known_words_like(typed: &str) -> impl Iterator<Item = &'static str> {
    let mut bytes = typed.bytes();
    let (first, second) = (bytes.next(), bytes.next().filter(|second| !typed.starts_with(char::from(*second))));
    let bucket =
        |letter: Option<u8>| letter.and_then(|letter| KNOWN_BY_LETTER.get(&letter)).into_iter().flatten().copied();
    bucket(first).chain(bucket(second))
}

static KNOWN_BY_LETTER: LazyLock<HashMap<u8, Vec<&'static str>>> = LazyLock::new(|| {
    let mut by_letter: HashMap<u8, Vec<&'static str>> = HashMap::new();
    for word in KNOWN.iter().copied() {
        by_letter.entry(word.bytes().next().unwrap_or_default()).or_default().push(word);
    }
    by_letter
});

/// Whether a list of words separated by spaces holds the word.
pub(super) fn listed(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|known| known == word)
}

/// Every phrase that is a cue.
static CUE_PHRASES: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| CUES.iter().flat_map(|(_, phrases)| phrases.split('|')).collect());

/// Whether the words together mean something to the planner.
pub(super) fn is_phrase(phrase: &str) -> bool {
    is_category_phrase(phrase) || is_cue(phrase) || SKIPPED.split('|').any(|known| known == phrase)
}

/// Whether the phrase, or the word alone, is a cue.
pub(super) fn is_cue(phrase: &str) -> bool {
    CUE_PHRASES.contains(phrase)
}
