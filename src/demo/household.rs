//! One month of a London household: bills, habits, a holiday, and money moved between its own accounts.
//!
//! **Invariant:** money that moves between own accounts is one entry on each side, equal on the same day.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use crate::domain::{Category, Period};

use super::Row;
use super::merchants::{self, Merchant};
use super::random::Random;

/// The household's accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Account {
    Current,
    Card,
    Savings,
}

/// A row and the account it stands in.
pub(super) struct Entry {
    pub(super) account: Account,
    pub(super) row: Row,
}

/// A month to live through.
pub(super) struct Month {
    /// All of it, or its first days.
    pub(super) period: Period,
    /// From 0.
    pub(super) index: u32,
    /// How many months there are.
    pub(super) count: u32,
}

/// A payment that comes every month.
struct Bill {
    day: u32,
    account: Account,
    descriptor: &'static str,
    merchant: &'static str,
    category: Category,
    /// Pence, lowest and highest.
    price: (i64, i64),
    /// Pence on top in the second half of the months.
    rise: i64,
}

const fn bill(
    (day, account): (u32, Account),
    merchant: &'static str,
    descriptor: &'static str,
    category: Category,
    price: (i64, i64),
) -> Bill {
    Bill { day, account, descriptor, merchant, category, price, rise: 0 }
}

use Account::{Card, Current, Savings};
use Category::{Entertainment, Fees, Giving, Housing, Insurance, PersonalCare, Taxes, Utilities};

const BILLS: &[Bill] = &[
    bill((1, Current), "Okafor Lettings", "SO OKAFOR LETTINGS|RENT FLAT 4", Housing, (115_000, 115_000)),
    bill((3, Current), "Southwark Council", "DD L B SOUTHWARK|COUNCIL TAX", Taxes, (14_218, 14_218)),
    bill((5, Current), "Aviva", "DD AVIVA INSURANCE", Insurance, (842, 842)),
    bill((9, Current), "Octopus Energy", "DD OCTOPUS ENERGY", Utilities, (7_450, 13_980)),
    bill((11, Current), "TV Licensing", "DD TV LICENCE MBP", Utilities, (1_454, 1_454)),
    bill((15, Current), "Thames Water", "DD THAMES WATER", Utilities, (3_142, 3_142)),
    bill((16, Current), "Community Fibre", "DD COMMUNITY FIBRE LTD", Utilities, (2_900, 2_900)),
    bill((18, Current), "giffgaff", "VIS GIFFGAFF|UXBRIDGE", Utilities, (1_000, 1_000)),
    bill((21, Current), "PureGym", "DD PUREGYM LTD", PersonalCare, (2_499, 2_499)),
    bill((22, Current), "Shelter", "DD SHELTER", Giving, (500, 500)),
    bill((24, Current), "Wrenfield Bank", "MONTHLY ACCOUNT FEE", Fees, (300, 300)),
    bill((7, Card), "Spotify", "SPOTIFY UK LONDON", Entertainment, (1_199, 1_199)),
    Bill { rise: 200, ..bill((14, Card), "Netflix", "NETFLIX.COM LONDON", Entertainment, (1_099, 1_099)) },
    bill((20, Card), "Apple", "APPLE.COM/BILL", Entertainment, (299, 299)),
];

/// How often the household goes somewhere.
struct Habit {
    account: Account,
    merchants: &'static [Merchant],
    /// Percent of working days.
    workday: usize,
    /// Percent of Saturdays and Sundays.
    weekend: usize,
}

const HABITS: &[Habit] = &[
    Habit { account: Current, merchants: merchants::CITY_TRANSPORT, workday: 78, weekend: 35 },
    Habit { account: Current, merchants: merchants::COFFEE, workday: 66, weekend: 40 },
    Habit { account: Current, merchants: merchants::GROCERIES, workday: 32, weekend: 52 },
    Habit { account: Current, merchants: merchants::PUBS, workday: 4, weekend: 26 },
    Habit { account: Current, merchants: merchants::ERRANDS, workday: 8, weekend: 12 },
    Habit { account: Card, merchants: merchants::RESTAURANTS, workday: 9, weekend: 38 },
    Habit { account: Card, merchants: merchants::SHOPS, workday: 12, weekend: 18 },
    Habit { account: Card, merchants: merchants::RIDES, workday: 5, weekend: 18 },
    Habit { account: Card, merchants: merchants::OUTINGS, workday: 2, weekend: 15 },
];

/// The holiday's first and last day of the month: no weekend of twins, no habits at home.
const HOLIDAY_DAYS: (u32, u32) = (8, 14);

/// Euros for one pound, in ten-thousandths, and as it is printed.
const EURO_RATE: (i64, &str) = (11_652, "1.1652");

/// What the card takes on top of a foreign payment, in ten-thousandths.
const FOREIGN_FEE: i64 = 299;

/// Everything that happens in the month, by day. `card_bill_pence` is what the card was owed when the month began.
pub(super) fn entries(random: &mut Random, month: &Month, card_bill_pence: i64) -> Vec<Entry> {
    let mut diary = Diary { random, month, entries: Vec::new() };
    diary.salary_and_bills();
    diary.transfers(card_bill_pence);
    diary.habits();
    diary.twins_and_refund();
    diary.holiday();
    let mut entries = diary.entries;
    entries.retain(|entry| month.period.contains(entry.row.date));
    entries.sort_by_key(|entry| entry.row.date);
    entries
}

impl Month {
    /// The holiday is in the middle of the months, so that it falls into any span.
    fn is_holiday(&self) -> bool {
        self.index == self.count / 2
    }

    /// The flights are booked the month before, if there is one.
    fn is_booking(&self) -> bool {
        self.index + 1 == self.count / 2 || (self.is_holiday() && self.index == 0)
    }
}

struct Diary<'a> {
    random: &'a mut Random,
    month: &'a Month,
    entries: Vec<Entry>,
}

impl Diary<'_> {
    /// Writes an entry on a day of the month; nothing when the month lacks that day.
    fn note(
        &mut self,
        account: Account,
        day: u32,
        descriptor: &str,
        (merchant, category): (&'static str, Category),
        pence: i64,
    ) {
        let Some(date) = self.month.period.from.with_day(day) else { return };
        let mut row = Row::new(date, &self.random.fill(descriptor), merchant, category, pence);
        if account == Card {
            // A card payment is booked on the next working day, here never after the statement.
            row.posted = Some(next_workday(date.checked_add_days(Days::new(1)).unwrap_or(date)));
            row.posted = row.posted.map(|posted| posted.min(self.month.period.to));
        }
        self.entries.push(Entry { account, row });
    }

    /// The day on which a bill due on `day` is taken: the next working day of the same month.
    fn due(&self, day: u32) -> u32 {
        let from = self.month.period.from;
        from.with_day(day).map(next_workday).filter(|date| date.month() == from.month()).map_or(day, |date| date.day())
    }

    fn salary_and_bills(&mut self) {
        let payday = self.month.period.from.with_day(28).map_or(28, |date| match date.weekday() {
            Weekday::Sat => 27,
            Weekday::Sun => 26,
            _ => 28,
        });
        let salary = ("Ashdown Analytics", Category::Income);
        self.note(Current, payday, "CR ASHDOWN ANALYTICS|SALARY", salary, 284_617);
        for bill in BILLS {
            let rise = if self.month.index * 2 >= self.month.count { bill.rise } else { 0 };
            let pence = self.random.between(bill.price.0, bill.price.1) + rise;
            let day = if bill.account == Current { self.due(bill.day) } else { bill.day };
            self.note(bill.account, day, bill.descriptor, (bill.merchant, bill.category), -pence);
        }
        let cash = 1_000 * self.random.between(2, 5);
        let day = self.random.between(15, 27) as u32;
        self.note(Current, day, "ATM CASH NOTEMACHINE|LOWER ROAD LONDON", ("Cash", Category::Cash), -cash);
    }

    /// Money between own accounts, and what the savings earn.
    fn transfers(&mut self, card_bill_pence: i64) {
        let own = ("Own account", Category::Transfer);
        let day = self.due(20);
        if card_bill_pence > 0 {
            self.note(Current, day, "DD PENNANT CARD SERVICES|4417", own, -card_bill_pence);
            self.note(Card, day, "PAYMENT RECEIVED - THANK YOU", own, card_bill_pence);
        }
        let day = self.due(26);
        self.note(Current, day, "TFR TO 70142238|RAINY DAY SAVER", own, -25_000);
        self.note(Savings, day, "TRANSFER FROM 31905527", own, 25_000);
        if self.month.is_holiday() {
            self.note(Savings, 6, "TRANSFER TO 31905527 HOLIDAY", own, -40_000);
            self.note(Current, 6, "TFR FROM 70142238|HOLIDAY", own, 40_000);
        }
        let interest = self.random.between(1_620, 1_980);
        let last = crate::domain::month_end(self.month.period.from).day();
        self.note(Savings, last, "GROSS INTEREST", ("Wrenfield Bank", Category::Income), interest);
    }

    fn habits(&mut self) {
        let away = HOLIDAY_DAYS.0..=HOLIDAY_DAYS.1;
        for date in self.month.period.from.iter_days().take_while(|date| *date <= self.month.period.to) {
            if self.month.is_holiday() && away.contains(&date.day()) {
                continue;
            }
            let weekend = is_weekend(date);
            for habit in HABITS {
                let percent = if weekend { habit.weekend } else { habit.workday };
                if self.random.chance(percent)
                    && let Some(merchant) = self.random.pick(habit.merchants)
                {
                    let pence = merchant.price(self.random);
                    let who = (merchant.name, merchant.category);
                    self.note(habit.account, date.day(), merchant.descriptor, who, -pence);
                }
            }
        }
    }

    /// Two equal coffees on the first Saturday; and every third month something bought and partly sent back.
    fn twins_and_refund(&mut self) {
        let first = self.month.period.from.weekday().num_days_from_monday();
        let saturday = 1 + (12 - first) % 7;
        for _ in 0..2 {
            let pret = ("Pret A Manger", Category::Dining);
            self.note(Current, saturday, "CONTACTLESS PRET A MANGER|LONDON SE1", pret, -385);
        }
        if self.month.index.is_multiple_of(3) {
            let asos = ("ASOS", Category::Shopping);
            let kept = 100 * self.random.between(18, 45);
            let returned = 100 * self.random.between(18, 45);
            self.note(Card, 6, "ASOS.COM LONDON", asos, -(kept + returned));
            self.note(Card, 19, "ASOS.COM REFUND", asos, returned);
        }
    }

    fn holiday(&mut self) {
        if self.month.is_booking() {
            let day = if self.month.is_holiday() { 2 } else { 12 };
            self.note(Card, day, "TAP AIR PORTUGAL LISBOA", ("TAP Air Portugal", Category::Travel), -18_642);
        }
        if !self.month.is_holiday() {
            return;
        }
        self.pay_abroad(HOLIDAY_DAYS.0, "HOTEL DA RIBEIRA PORTO", ("Hotel da Ribeira", Category::Travel), 41_200);
        let cash = -pounds(6_000);
        self.note(Current, 9, "ATM MULTIBANCO PORTO|EUR 60.00 AT 1.1652", ("Cash", Category::Cash), cash);
        self.note(Current, 9, "NON-STERLING CASH FEE", ("Wrenfield Bank", Fees), -150);
        for day in HOLIDAY_DAYS.0 + 1..HOLIDAY_DAYS.1 {
            if let Some(merchant) = self.random.pick(merchants::ABROAD) {
                let cents = merchant.price(self.random);
                self.pay_abroad(day, merchant.descriptor, (merchant.name, merchant.category), cents);
            }
        }
    }

    /// A card payment in euros and the card's fee for it.
    fn pay_abroad(&mut self, day: u32, descriptor: &str, who: (&'static str, Category), cents: i64) {
        let rate = EURO_RATE.1;
        let pence = pounds(cents);
        let descriptor = format!("{descriptor}|EUR {}.{:02} AT {rate}", cents / 100, cents % 100);
        self.note(Card, day, &descriptor, who, -pence);
        let fee = ("Pennant Card", Fees);
        self.note(Card, day, "NON-STERLING TRANSACTION FEE", fee, -((pence * FOREIGN_FEE + 5_000) / 10_000));
    }
}

/// Pence for euro cents, rounded half up.
fn pounds(cents: i64) -> i64 {
    (cents * 10_000 + EURO_RATE.0 / 2) / EURO_RATE.0
}

fn is_weekend(date: NaiveDate) -> bool {
    matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

/// `date` itself, or the Monday after it.
pub(super) fn next_workday(date: NaiveDate) -> NaiveDate {
    let days = match date.weekday() {
        Weekday::Sat => 2,
        Weekday::Sun => 1,
        _ => 0,
    };
    date.checked_add_days(Days::new(days)).unwrap_or(date)
}
