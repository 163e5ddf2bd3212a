//! What makes one bank's statement look unlike another's, as data: paper, words, columns, signs.
//!
//! A new layout is a new [`Design`] in `designs.rs`; code changes only for a feature that no layout had before.
//!
//! **Invariant:** a design holds no figures of a statement, only where and how they are shown. Lengths are PDF points
//! (1/72 inch), measured from the left and from the top.

use super::super::number::Separators;
use super::font::Font;

/// How one bank prints.
pub(super) struct Design {
    /// Width and height.
    pub(super) paper: (f32, f32),
    pub(super) font: Font,
    /// Of the text in the table.
    pub(super) size: f32,
    /// From one line of the table to the next.
    pub(super) leading: f32,
    /// The bank's colour: red, green, blue from 0 to 1.
    pub(super) accent: [f32; 3],
    pub(super) title: &'static str,
    pub(super) address: &'static [&'static str],
    pub(super) details: &'static [(&'static str, Detail)],
    pub(super) period: PeriodWords,
    /// An account number is printed in groups of this many characters; 0 for none.
    pub(super) number_groups: usize,
    pub(super) summary: &'static [(&'static str, Figure)],
    /// Before and after a figure of the summary.
    pub(super) money: (&'static str, &'static str),
    pub(super) columns: &'static [Column],
    pub(super) sections: &'static [Section],
    /// A chrono format of rows' dates.
    pub(super) date: &'static str,
    pub(super) separators: Separators,
    pub(super) amount_sign: Sign,
    pub(super) balance_sign: Sign,
    /// Before the digits of every amount in the table.
    pub(super) currency_sign: &'static str,
    /// The first line of the table, a chrono format of the day before the period.
    pub(super) opening: Option<&'static str>,
    /// The last line of the table, a chrono format of the last day.
    pub(super) closing: Option<&'static str>,
    /// Last line of a page and first line of the next.
    pub(super) carried_and_brought: Option<(&'static str, &'static str)>,
    /// Heading of a table of each day's last balance, which holds no rows.
    pub(super) daily_balances: Option<&'static str>,
    pub(super) habits: Habits,
    /// Running text between the head and the table.
    pub(super) preamble: &'static [&'static str],
    /// Grids below the table that hold numbers and no rows: points, calendars, rates.
    pub(super) grids: &'static [Grid],
    /// Written upwards along the left edge of every page.
    pub(super) margin_text: Option<&'static str>,
    /// Tables beside each other on a page: how far each is moved to the right.
    pub(super) lanes: &'static [f32],
    /// After the account's name on later pages.
    pub(super) continued: &'static str,
    /// Before the page's number and between it and the count.
    pub(super) page_of: (&'static str, &'static str),
    pub(super) footer: &'static [&'static str],
}

/// Ways that differ between banks and that a reader has to cope with. All off is the plainest statement.
pub(super) struct Habits {
    /// The date stands only on the first row of a day.
    pub(super) date_once_a_day: bool,
    /// The balance stands only on the last row of a day.
    pub(super) balance_once_a_day: bool,
    /// Amounts stand on the last line of a row's description.
    pub(super) amounts_on_last_line: bool,
    pub(super) newest_first: bool,
    /// The file draws all amounts, then descriptions, then dates.
    pub(super) amounts_drawn_first: bool,
    /// Spaces between words are gaps, not characters.
    pub(super) gaps_for_spaces: bool,
    /// Each page's content is a form XObject, moved by its matrix.
    pub(super) in_a_form: bool,
    /// Each letter is shown by itself.
    pub(super) letter_by_letter: bool,
    /// A picture covers each page; its words stand invisible above it, not quite on their lines, as programs leave
    /// them that recognise scans.
    pub(super) recognised: bool,
    /// The page is drawn on its side and turned by the viewer.
    pub(super) turned: bool,
    /// The file is encrypted, and opens without a password.
    pub(super) locked_to_changes: bool,
    /// The columns have no heads.
    pub(super) headless: bool,
    /// The columns have heads on the first page only.
    pub(super) heads_once: bool,
}

/// A table of fixed texts.
pub(super) struct Grid {
    pub(super) heading: &'static str,
    /// From one cell to the next.
    pub(super) step: f32,
    pub(super) rows: &'static [&'static [&'static str]],
}

pub(super) const PLAINEST: Habits = Habits {
    date_once_a_day: false,
    balance_once_a_day: false,
    amounts_on_last_line: false,
    newest_first: false,
    amounts_drawn_first: false,
    gaps_for_spaces: false,
    in_a_form: false,
    letter_by_letter: false,
    recognised: false,
    turned: false,
    locked_to_changes: false,
    headless: false,
    heads_once: false,
};

/// The printed period: chrono formats of both days, the first one's again for a period that crosses years.
pub(super) struct PeriodWords {
    pub(super) from: &'static str,
    pub(super) from_other_year: &'static str,
    pub(super) to: &'static str,
}

/// A line about the account.
pub(super) enum Detail {
    AccountName,
    AccountNumber,
    Period,
    Fixed(&'static str),
}

/// A line of the summary.
pub(super) enum Figure {
    Opening,
    Closing,
    MoneyIn,
    MoneyOut,
    /// 2 % of what is owed, at least 25.
    MinimumPayment,
    Fixed(&'static str),
}

/// How a sign is written.
#[derive(Clone, Copy)]
pub(super) enum Sign {
    /// The section or the column says it.
    None,
    /// `-12.00` and `12.00`
    Minus,
    /// `-12.00` and `+12.00`
    PlusMinus,
    /// `12.00-` and `12.00+`
    Trailing,
    /// What is owed or bought is plain, what is paid in is `12.00 CR`.
    CreditMark,
    /// `12.00 DR` and `12.00 CR`
    DebitCreditMarks,
    /// `12,00 D` and `12,00 C`
    DebitCreditLetters,
    /// `12.00 OD` and `12.00`
    Overdrawn,
    /// What is owed or bought is plain, what is paid in is `(12.00)`.
    OwedParentheses,
    /// `- 12,00` and `+ 12,00`
    SpacedPlusMinus,
    /// What is owed is plain, what the bank owes is `-12.00`.
    Owed,
}

/// A column of the table.
pub(super) struct Column {
    pub(super) heading: &'static str,
    pub(super) field: Field,
    pub(super) place: Place,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Date,
    Posted,
    Description,
    /// Money in and out in one column.
    Amount,
    MoneyOut,
    MoneyIn,
    Balance,
}

/// Where a column's text stands.
#[derive(Clone, Copy)]
pub(super) enum Place {
    /// Starts here.
    Left(f32),
    /// Starts here and breaks before it gets wider than this.
    Wrapped(f32, f32),
    /// Ends here.
    Right(f32),
}

/// A part of the table.
pub(super) struct Section {
    pub(super) heading: Option<&'static str>,
    pub(super) rows: Which,
    /// A last line with the sums.
    pub(super) total: Option<&'static str>,
}

/// The rows of a section.
#[derive(Clone, Copy)]
pub(super) enum Which {
    All,
    MoneyIn,
    MoneyOut,
    /// Of two cards in one statement, the first one's.
    FirstCard,
    SecondCard,
}
