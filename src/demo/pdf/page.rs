//! Cuts the table into pages and puts everything in its place.
//!
//! **Invariant:** a row's lines stay on one page; nothing of the table reaches into the footer.

use chrono::Datelike;
use rust_decimal::Decimal;

use super::super::DemoStatement;
use super::body::{self, Block, Kind, signed};
use super::design::{Design, Detail, Figure, Place, Sign};

/// Space left and right of everything.
const MARGIN: f32 = 50.0;
/// The table starts here on later pages.
const LATER_TOP: f32 = 66.0;
/// The table ends this far above the lower edge.
const FOOT: f32 = 74.0;
/// From one line of the details or the summary to the next.
const HEAD_LEADING: f32 = 15.0;
/// Running text above the table: its size, from line to line, and the space above it.
const PREAMBLE_SIZE: f32 = 8.0;
const PREAMBLE_LEADING: f32 = 11.0;
const PREAMBLE_GAP: f32 = 8.0;
/// Width of the summary's box.
const SUMMARY_WIDTH: f32 = 220.0;

const BLACK: Ink = [0.0, 0.0, 0.0];
const GREY: Ink = [0.4, 0.4, 0.4];
const PALE: Ink = [0.94, 0.94, 0.95];
const WHITE: Ink = [1.0, 1.0, 1.0];

/// Red, green, blue from 0 to 1.
pub(super) type Ink = [f32; 3];

/// One text on a page.
pub(super) struct Text {
    /// Where it starts, from the left.
    pub(super) x: f32,
    /// Its baseline, from the top.
    pub(super) y: f32,
    pub(super) size: f32,
    pub(super) bold: bool,
    pub(super) ink: Ink,
    pub(super) kind: Kind,
    pub(super) content: String,
}

/// A filled rectangle; rules are thin ones. From the left and the top.
pub(super) struct Area {
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) width: f32,
    pub(super) height: f32,
    pub(super) ink: Ink,
}

#[derive(Default)]
pub(super) struct Page {
    pub(super) areas: Vec<Area>,
    pub(super) texts: Vec<Text>,
}

/// How a text is drawn, apart from what and where.
#[derive(Clone, Copy)]
struct Style {
    size: f32,
    bold: bool,
    ink: Ink,
    kind: Kind,
}

const fn furniture(size: f32, bold: bool, ink: Ink) -> Style {
    Style { size, bold, ink, kind: Kind::Furniture }
}

/// All pages of the statement.
pub(super) fn pages(statement: &DemoStatement, design: &Design) -> Vec<Page> {
    let mut press = Press { design, statement, pages: Vec::new(), y: 0.0, top: 0.0, lane: 0 };
    press.first_page();
    let mut balance = None;
    for block in body::blocks(statement, design) {
        press.make_room(&block, balance);
        press.put_block(&block);
        balance = block.balance;
    }
    press.footers();
    if design.habits.amounts_drawn_first {
        for page in &mut press.pages {
            page.texts.sort_by_key(|text| text.kind);
        }
    }
    press.pages
}

struct Press<'a> {
    design: &'a Design,
    statement: &'a DemoStatement,
    pages: Vec<Page>,
    /// The next line's baseline.
    y: f32,
    /// The baseline of the first line below the heads of this page's columns.
    top: f32,
    /// The table beside others that is being filled.
    lane: usize,
}

impl Press<'_> {
    fn put(&mut self, place: Place, y: f32, style: Style, content: impl Into<String>) {
        let content = content.into();
        let x = match place {
            Place::Left(x) | Place::Wrapped(x, _) => x,
            Place::Right(x) => x - self.design.font.text_width(style.bold, style.size, &content),
        };
        let Style { size, bold, ink, kind } = style;
        if let Some(page) = self.pages.last_mut() {
            page.texts.push(Text { x, y, size, bold, ink, kind, content });
        }
    }

    fn area(&mut self, (x, y): (f32, f32), (width, height): (f32, f32), ink: Ink) {
        if let Some(page) = self.pages.last_mut() {
            page.areas.push(Area { x, y, width, height, ink });
        }
    }

    fn right_edge(&self) -> f32 {
        self.design.paper.0 - MARGIN
    }

    fn first_page(&mut self) {
        let (design, statement) = (self.design, self.statement);
        self.pages.push(Page::default());
        self.area((0.0, 0.0), (design.paper.0, 58.0), design.accent);
        self.put(Place::Left(MARGIN), 37.0, furniture(18.0, true, WHITE), statement.bank);
        self.put(Place::Right(self.right_edge()), 36.0, furniture(11.0, false, WHITE), design.title);
        let mut y = 92.0;
        self.put(Place::Left(MARGIN), y, furniture(10.0, true, BLACK), statement.holder);
        for line in design.address {
            y += 13.0;
            self.put(Place::Left(MARGIN), y, furniture(9.0, false, BLACK), *line);
        }
        y += 12.0;
        for (label, detail) in design.details {
            y += HEAD_LEADING;
            self.put(Place::Left(MARGIN), y, furniture(8.5, false, GREY), *label);
            self.put(Place::Left(MARGIN + 92.0), y, furniture(8.5, false, BLACK), self.detail(detail));
        }
        let mut y = y.max(self.summary()) + PREAMBLE_GAP;
        for line in design.preamble {
            y += PREAMBLE_LEADING;
            self.put(Place::Left(MARGIN), y, furniture(PREAMBLE_SIZE, false, BLACK), *line);
        }
        self.column_headings(y + 34.0 - PREAMBLE_GAP, !design.habits.headless);
    }

    /// The box of balances; returns where it ends.
    fn summary(&mut self) -> f32 {
        let design = self.design;
        let left = self.right_edge() - SUMMARY_WIDTH;
        if design.summary.is_empty() {
            return 0.0;
        }
        let height = design.summary.len() as f32 * HEAD_LEADING + 12.0;
        self.area((left, 78.0), (SUMMARY_WIDTH, height), PALE);
        let mut y = 80.0;
        for (label, figure) in design.summary {
            y += HEAD_LEADING;
            let bold = matches!(figure, Figure::Opening | Figure::Closing);
            self.put(Place::Left(left + 10.0), y, furniture(8.5, bold, BLACK), *label);
            self.put(Place::Right(self.right_edge() - 10.0), y, furniture(8.5, bold, BLACK), self.figure(figure));
        }
        78.0 + height
    }

    fn later_page(&mut self) {
        let (design, statement) = (self.design, self.statement);
        self.pages.push(Page::default());
        self.area((0.0, 0.0), (design.paper.0, 10.0), design.accent);
        self.put(Place::Left(MARGIN), 36.0, furniture(11.0, true, design.accent), statement.bank);
        let name = format!("{} {}", statement.account_name, design.continued);
        self.put(Place::Right(self.right_edge()), 36.0, furniture(8.5, false, GREY), name);
        self.column_headings(LATER_TOP, !design.habits.headless && !design.habits.heads_once);
    }

    fn column_headings(&mut self, y: f32, shown: bool) {
        let design = self.design;
        for (lane, column) in design.lanes.iter().flat_map(|lane| design.columns.iter().map(move |it| (lane, it))) {
            if shown {
                let style = furniture(design.size, true, design.accent);
                self.put(column.place.moved(*lane), y, style, column.heading);
            }
        }
        self.area((MARGIN, y + 5.0), (self.right_edge() - MARGIN, 0.8), design.accent);
        self.y = y + 5.0 + design.leading;
        (self.top, self.lane) = (self.y, 0);
    }

    /// Starts a new page when the block does not fit, with the balance carried over where the bank does so.
    fn make_room(&mut self, block: &Block, balance: Option<Decimal>) {
        let design = self.design;
        // Two lines after a heading; one for the balance that is carried forward.
        let spare = if block.is_heading { 2 } else { usize::from(design.carried_and_brought.is_some()) };
        let needed = (block.lines.len() + spare) as f32 * design.leading;
        if self.y + needed - design.leading <= design.paper.1 - FOOT {
            return;
        }
        if self.lane + 1 < design.lanes.len() {
            self.lane += 1;
            self.y = self.top;
            return;
        }
        let carry = design.carried_and_brought.zip(balance);
        if let Some(((carried, _), balance)) = carry {
            self.put_block(&body::balance_block(design, carried, balance));
        }
        self.later_page();
        if let Some(((_, brought), balance)) = carry {
            self.put_block(&body::balance_block(design, brought, balance));
        }
    }

    fn put_block(&mut self, block: &Block) {
        let lane = self.design.lanes.get(self.lane).copied().unwrap_or_default();
        for line in &block.lines {
            for cell in &line.cells {
                let style = Style { size: self.design.size, bold: line.bold, ink: BLACK, kind: cell.kind };
                self.put(cell.place.moved(lane), self.y, style, cell.text.as_str());
            }
            self.y += self.design.leading;
        }
    }

    fn footers(&mut self) {
        let design = self.design;
        let (count, top) = (self.pages.len(), design.paper.1 - 54.0);
        let mut pages = std::mem::take(&mut self.pages).into_iter();
        for number in 1..=count {
            self.pages.extend(pages.next());
            self.area((MARGIN, top), (self.right_edge() - MARGIN, 0.5), GREY);
            let (page, of) = design.page_of;
            let label = format!("{page}{number}{of}{count}");
            self.put(Place::Right(self.right_edge()), top + 14.0, furniture(7.0, false, GREY), label);
            for (position, line) in design.footer.iter().enumerate() {
                let y = top + 14.0 + position as f32 * 10.0;
                self.put(Place::Left(MARGIN), y, furniture(7.0, false, GREY), *line);
            }
        }
    }

    fn detail(&self, detail: &Detail) -> String {
        let statement = self.statement;
        match detail {
            Detail::AccountName => statement.account_name.to_owned(),
            Detail::AccountNumber => grouped(statement.account_number, self.design.number_groups),
            Detail::Period => self.period(),
            Detail::Fixed(text) => (*text).to_owned(),
        }
    }

    fn period(&self) -> String {
        let (words, period) = (&self.design.period, self.statement.period);
        let from = if period.from.year() == period.to.year() { words.from } else { words.from_other_year };
        format!("{}{}", period.from.format(from), period.to.format(words.to))
    }

    fn figure(&self, figure: &Figure) -> String {
        let (design, statement) = (self.design, self.statement);
        let sum = |wanted: fn(&Decimal) -> bool| -> Decimal {
            statement.rows.iter().map(|row| row.amount).filter(wanted).sum()
        };
        let (sign, amount) = match figure {
            Figure::Opening => (design.balance_sign, statement.opening_balance),
            Figure::Closing => (design.balance_sign, statement.closing_balance()),
            Figure::MoneyIn => (Sign::None, sum(|amount| !amount.is_sign_negative())),
            Figure::MoneyOut => (Sign::None, sum(Decimal::is_sign_negative)),
            Figure::MinimumPayment => {
                let owed = -statement.closing_balance();
                (Sign::None, (owed * Decimal::new(2, 2)).round_dp(2).max(Decimal::new(25, 0)))
            }
            Figure::Fixed(text) => return (*text).to_owned(),
        };
        let (before, after) = design.money;
        // A leading sign stands before the currency: `-£12.00`.
        let text = signed(design, sign, amount);
        text.strip_prefix('-')
            .map_or_else(|| format!("{before}{text}{after}"), |rest| format!("-{before}{rest}{after}"))
    }
}

/// The number in groups of `size` characters, with spaces between them.
fn grouped(number: &str, size: usize) -> String {
    let mut text = String::new();
    for (position, symbol) in number.chars().enumerate() {
        if size > 0 && position > 0 && position.is_multiple_of(size) {
            text.push(' ');
        }
        text.push(symbol);
    }
    text
}
