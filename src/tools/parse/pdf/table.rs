//! The columns of a table: from its head, or from where its values stand.
//!
//! **Invariant:** a column is a role and a range of x; no layout is known by name.

use super::super::heads::{Column, DateKind, LONGEST_HEAD_WORDS, LoanHead, column, loan_head};
use super::cells::MoneyCell;
use super::lines::{Line, Word, join};

/// Lines that one head may be spread over.
const MAX_HEAD_LINES: usize = 3;

/// Lines of one head stand closer than this, in font sizes.
const HEAD_LEADING: f32 = 2.2;

/// A box beside a table stands at least this far off its last head, in font sizes.
const BESIDE: f32 = 1.5;

/// Values whose right edges differ less than this, in points, stand in one column.
const EDGE: f32 = 4.0;

/// A value farther than this from every head, in points, stands in no column.
const FAR: f32 = 45.0;

/// A column: what it holds and where its head stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Head {
    pub(crate) column: Column,
    pub(crate) left: f32,
    pub(crate) right: f32,
    /// What the head means should this be a loan.
    loan: Option<LoanHead>,
}

impl Head {
    fn named(text: &str, left: f32, right: f32) -> Option<Self> {
        Some(Self { column: column(text)?, left, right, loan: loan_head(text) })
    }

    fn is_money(&self) -> bool {
        matches!(self.column, Column::Amount | Column::Debit | Column::Credit | Column::Balance | Column::Other)
    }
}

/// The columns of one table.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Table {
    pub(crate) heads: Vec<Head>,
    /// Right edges of values and the head each belongs to, learnt from all pages.
    edges: Vec<(f32, Head)>,
    /// Debit and credit were told apart by a guess.
    pub(crate) guessed: bool,
    /// A grid of days and their balances, which holds no rows.
    pub(crate) daily: bool,
    /// The columns of a loan: the balance is what is still owed.
    pub(crate) owed: bool,
}

impl Table {
    fn new(heads: Vec<Head>) -> Self {
        let (daily, owed) = (is_daily(&heads), is_loan(&heads));
        Self { heads, edges: Vec::new(), guessed: false, daily, owed }
    }

    /// The tables that stand side by side below one head, each with the same columns, from left to right.
    pub(crate) fn panels(&self) -> Option<Vec<Self>> {
        let first = self.heads.first()?.column;
        let mut groups: Vec<Vec<Head>> = Vec::new();
        for head in &self.heads {
            match groups.last_mut().filter(|_| head.column != first) {
                Some(group) => group.push(*head),
                None => groups.push(vec![*head]),
            }
        }
        let columns = |group: &Vec<Head>| group.iter().map(|head| head.column).collect::<Vec<_>>();
        let same = groups.windows(2).all(|pair| matches!(pair, [a, b] if columns(a) == columns(b)));
        let whole = same && groups.len() > 1 && groups.first().is_some_and(|group| group.len() > 1);
        whole.then(|| groups.into_iter().map(Self::new).collect())
    }

    /// Takes over where the values of the whole table's columns end.
    pub(crate) fn adopt(&mut self, whole: &Self) {
        self.edges = whole.edges.iter().filter(|(_, head)| self.heads.contains(head)).copied().collect();
    }

    /// Whether the last column is one of amounts, so that what stands behind it is no part of a row.
    pub(crate) fn ends_in_money(&self) -> bool {
        self.heads.last().is_some_and(Head::is_money)
    }

    /// Where the table ends: nothing farther right belongs to it.
    pub(crate) fn right(&self) -> f32 {
        let heads = self.heads.iter().map(|head| head.right);
        heads.chain(self.edges.iter().map(|(edge, _)| *edge)).fold(0.0, f32::max)
    }

    /// Whether both tables have the same columns, wherever they stand.
    pub(crate) fn same_columns(&self, other: &Self) -> bool {
        self.heads.iter().map(|head| head.column).eq(other.heads.iter().map(|head| head.column))
    }

    pub(crate) fn head(&self, wanted: impl Fn(Column) -> bool) -> Option<&Head> {
        self.heads.iter().find(|head| wanted(head.column))
    }

    /// Where the description starts.
    pub(crate) fn text_left(&self) -> Option<f32> {
        self.head(|column| matches!(column, Column::Description | Column::Payee)).map(|head| head.left)
    }

    /// Whether text that starts here can be a description: not left of its column, and not among the amounts right
    /// of it.
    pub(crate) fn holds_text(&self, left: f32, slack: f32) -> bool {
        let Some(text) = self.text_left() else { return true };
        let money = self.heads.iter().filter(|head| head.is_money() && head.left > text);
        let money = money.map(|head| head.left).fold(f32::INFINITY, f32::min);
        left > text - slack && left < money
    }

    /// Left end of the whole table.
    pub(crate) fn left(&self) -> f32 {
        self.heads.iter().map(|head| head.left).fold(f32::INFINITY, f32::min)
    }

    /// Learns where the values of each money column end.
    pub(crate) fn learn(&mut self, cells: &[MoneyCell]) {
        for (left, right, count) in clusters(cells) {
            let nearest = self.nearest(left, right);
            if let Some((head, distance)) = nearest
                && (count > 1 && distance < FAR || overlaps(left, right, head))
            {
                self.edges.push((right, *head));
            }
        }
    }

    /// The money column a value stands in.
    pub(crate) fn column_of(&self, cell: &MoneyCell) -> Option<Column> {
        let by_edge = self
            .edges
            .iter()
            .map(|(edge, head)| ((edge - cell.right).abs(), head))
            .min_by(|a, b| a.0.total_cmp(&b.0))
            .filter(|(distance, _)| *distance <= EDGE);
        if let Some((_, head)) = by_edge {
            return Some(head.column);
        }
        let (head, _) = self.nearest(cell.left, cell.right)?;
        overlaps(cell.left, cell.right, head).then_some(head.column)
    }

    /// The head that a value at this place is aligned with best: by its right edge, its middle or its left edge.
    fn nearest(&self, left: f32, right: f32) -> Option<(&Head, f32)> {
        let distance = |head: &Head| {
            let middle = ((left + right) - (head.left + head.right)).abs() / 2.0;
            (right - head.right).abs().min(middle).min((left - head.left).abs())
        };
        let money = self.heads.iter().filter(|head| head.is_money());
        money.map(|head| (head, distance(head))).min_by(|a, b| a.1.total_cmp(&b.1))
    }
}

fn overlaps(left: f32, right: f32, head: &Head) -> bool {
    left < head.right && right > head.left
}

/// Groups of values with one right edge: mean left, mean right, count.
fn clusters(cells: &[MoneyCell]) -> Vec<(f32, f32, usize)> {
    let mut sorted: Vec<&MoneyCell> = cells.iter().collect();
    sorted.sort_by(|a, b| a.right.total_cmp(&b.right));
    let mut out = Vec::new();
    for group in sorted.chunk_by(|a, b| b.right - a.right < EDGE / 2.0) {
        let count = group.len() as f32;
        let left = group.iter().map(|cell| cell.left).sum::<f32>() / count;
        let right = group.iter().map(|cell| cell.right).sum::<f32>() / count;
        out.push((left, right, group.len()));
    }
    out
}

/// The table whose head starts at line `at`, and how many lines the head takes.
pub(crate) fn header(lines: &[Line], at: usize) -> Option<(Table, usize)> {
    let (table, count) = longest_header(lines, at)?;
    // A heading above the head is no part of it: without it the head has more columns.
    let inner = longest_header(lines, at + 1).filter(|_| count > 1);
    inner.is_none_or(|(inner, _)| inner.heads.len() <= table.heads.len()).then_some((table, count))
}

fn longest_header(lines: &[Line], at: usize) -> Option<(Table, usize)> {
    let first = lines.get(at)?;
    let first = single_line_heads(first).map(|heads| (heads, first.size));
    let mut best: Option<(Table, usize)> = None;
    for count in 1..=MAX_HEAD_LINES {
        let Some(group) = lines.get(at..at + count) else { break };
        let near = group.windows(2).all(|pair| match pair {
            [upper, lower] => lower.y - upper.y < upper.size.max(lower.size) * HEAD_LEADING,
            _ => false,
        });
        if !near {
            break;
        }
        let heads = match group {
            [_] => first.as_ref().map(|(heads, _)| heads.clone()),
            _ => stacked_heads(group, first.as_ref()),
        };
        let Some(heads) = heads else { continue };
        if best.as_ref().is_none_or(|(table, _)| roles(&heads) > roles(&table.heads)) {
            best = Some((Table::new(heads), count));
        }
    }
    best
}

/// Different roles among the heads.
fn roles(heads: &[Head]) -> usize {
    let mut seen: Vec<Column> = Vec::new();
    for head in heads {
        if head.column != Column::Other && !seen.contains(&head.column) {
            seen.push(head.column);
        }
    }
    seen.len()
}

/// A head needs money and a date or a description, and nothing but heads on most of its width.
fn accept(mut heads: Vec<Head>, matched: usize, all: usize) -> Option<Vec<Head>> {
    for head in &mut heads {
        if head.column == Column::Closing {
            head.column = Column::Balance;
        }
    }
    name_loan_columns(&mut heads);
    let dates = heads.iter().filter(|head| matches!(head.column, Column::Date(_))).count();
    let is_money = |head: &Head| matches!(head.column, Column::Amount | Column::Debit | Column::Credit);
    // `Valor` names a date in Spain and an amount in Brazil.
    if dates > 1
        && !heads.iter().any(is_money)
        && let Some(head) = heads.iter_mut().find(|head| head.column == Column::Date(DateKind::Value))
    {
        head.column = Column::Amount;
    }
    // Behind money in and money out an amount is what is left.
    let sided = [Column::Debit, Column::Credit].iter().all(|side| heads.iter().any(|head| head.column == *side));
    let has_balance = heads.iter().any(|head| head.column == Column::Balance);
    if let Some(last) = heads.last_mut().filter(|last| last.column == Column::Amount && sided && !has_balance) {
        last.column = Column::Balance;
    }
    let money = heads.iter().any(|head| matches!(head.column, Column::Amount | Column::Debit | Column::Credit));
    let date = heads.iter().any(|head| matches!(head.column, Column::Date(_)));
    let text = heads.iter().any(|head| matches!(head.column, Column::Description | Column::Payee));
    let is_table = money && (date || text) || is_daily(&heads);
    (is_table && roles(&heads) > 1 && matched * 5 >= all * 3).then_some(heads)
}

/// Whether the heads say that the balance is owed: by its name, by what was charged beside what was paid, or by the part of
/// a payment that pays back.
fn is_loan(heads: &[Head]) -> bool {
    let has = |wanted: LoanHead| heads.iter().any(|head| head.loan == Some(wanted));
    has(LoanHead::Owed) || has(LoanHead::Principal) || has(LoanHead::Charged) && has(LoanHead::Paid)
}

/// On a loan, what is paid comes in and what is charged goes out.
fn name_loan_columns(heads: &mut [Head]) {
    let received = heads.iter().any(|head| head.column == Column::Credit);
    if received || !is_loan(heads) {
        return;
    }
    let split = heads.iter().any(|head| head.loan == Some(LoanHead::Principal));
    for head in heads {
        head.column = match head.loan {
            Some(LoanHead::Owed) => Column::Balance,
            Some(LoanHead::Charged) => Column::Debit,
            Some(LoanHead::Paid) if split => Column::Other,
            Some(LoanHead::Paid | LoanHead::Principal) => Column::Credit,
            None => head.column,
        }
    }
}

/// Whether the heads are those of days and their balances alone.
fn is_daily(heads: &[Head]) -> bool {
    let is_pair = |pair: &[Head]| match pair {
        [day, balance] => matches!(day.column, Column::Date(_)) && balance.column == Column::Balance,
        _ => false,
    };
    !heads.is_empty() && heads.chunks(2).all(is_pair)
}

fn single_line_heads(line: &Line) -> Option<Vec<Head>> {
    // A head has few words and hardly a number; most lines end here.
    let numbers = line.words.iter().filter(|word| has_digits(&word.text)).count();
    if line.words.len() > 24 || line.words.len() < 2 || numbers > 1 {
        return None;
    }
    let mut heads = Vec::new();
    let mut matched = 0;
    let mut at = 0;
    while at < line.words.len() {
        let Some((head, count)) = longest_head(&line.words, at, line.size) else {
            at += 1;
            continue;
        };
        heads.push(head);
        matched += count;
        at += count;
    }
    // What stands apart on the right is a box beside the table.
    let end = heads.last().map_or(0.0, |head| head.right + line.size * BESIDE);
    let first_number = line.words.iter().position(|word| has_digits(&word.text));
    let inside = line.words.iter().filter(|word| word.left < end).count();
    if first_number.is_some_and(|at| at < inside) {
        return None;
    }
    accept(heads, matched, inside)
}

fn has_digits(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}

/// The longest run of words from `at` that names a column.
fn longest_head(words: &[Word], at: usize, size: f32) -> Option<(Head, usize)> {
    for count in (1..=LONGEST_HEAD_WORDS).rev() {
        let Some(run) = words.get(at..at + count) else { continue };
        let near = run.windows(2).all(|pair| matches!(pair, [a, b] if b.left - a.right < size * 1.2));
        if !near {
            continue;
        }
        if let (Some(first), Some(last)) = (run.first(), run.last())
            && let Some(head) = Head::named(&join(run), first.left, last.right)
        {
            return Some((head, count));
        }
    }
    None
}

/// Heads whose words stand on top of each other; with the heads and the size of the first line, where it is a head by itself.
fn stacked_heads(lines: &[Line], first: Option<&(Vec<Head>, f32)>) -> Option<Vec<Head>> {
    let mut stacks: Vec<(String, f32, f32)> = Vec::new();
    // What stands apart on the right of such a line is a box beside the table.
    let end = first.and_then(|(heads, size)| Some(heads.last()?.right + size * BESIDE)).unwrap_or(f32::INFINITY);
    for line in lines {
        let inside = line.words.iter().position(|word| word.left > end).unwrap_or(line.words.len());
        let words = line.words.get(..inside).unwrap_or_default();
        if words.iter().any(|word| has_digits(&word.text)) {
            return None;
        }
        for run in words.chunk_by(|a, b| b.left - a.right < line.size * 0.6) {
            let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
            let (left, right) = (first.left, last.right);
            match stacks.iter_mut().find(|(_, l, r)| left < *r && right > *l) {
                Some((text, l, r)) => {
                    text.push(' ');
                    text.push_str(&join(run));
                    (*l, *r) = (l.min(left), r.max(right));
                }
                None => stacks.push((join(run), left, right)),
            }
        }
    }
    stacks.sort_by(|a, b| a.1.total_cmp(&b.1));
    let all = stacks.len();
    let heads: Vec<_> = stacks.iter().filter_map(|(text, left, right)| Head::named(text, *left, *right)).collect();
    let matched = heads.len();
    accept(heads, matched, all)
}

/// A table without a head: each element of `rows` holds the amounts of one dated line.
pub(crate) fn infer(date: (f32, f32), text_left: f32, rows: &[Vec<MoneyCell>]) -> Option<Table> {
    let cells: Vec<MoneyCell> = rows.iter().flatten().copied().collect();
    let enough = (rows.len() / 20).max(2);
    let columns: Vec<_> = clusters(&cells).into_iter().filter(|(_, _, count)| *count >= enough).collect();
    let in_column = |cell: &MoneyCell, right: f32| (cell.right - right).abs() < EDGE;
    let both = |a: f32, b: f32| {
        let has = |row: &&Vec<MoneyCell>, edge| row.iter().any(|cell| in_column(cell, edge));
        rows.iter().filter(|row| has(row, a) && has(row, b)).count()
    };
    let mut guessed = false;
    let roles: &[Column] = match columns.as_slice() {
        [] => return None,
        [_] => &[Column::Amount],
        [(_, a, _), (_, b, _)] if both(*a, *b) * 2 > rows.len() => &[Column::Amount, Column::Balance],
        [_, _] => {
            guessed = true;
            &[Column::Debit, Column::Credit]
        }
        [.., (_, a, _), (_, b, _), _] if both(*a, *b) * 2 > rows.len() => {
            &[Column::Other, Column::Amount, Column::Balance]
        }
        _ => {
            guessed = true;
            &[Column::Debit, Column::Credit, Column::Balance]
        }
    };
    let last = columns.iter().rev().take(roles.len()).rev();
    let mut heads = vec![
        Head { column: Column::Date(DateKind::Plain), left: date.0, right: date.1, loan: None },
        Head { column: Column::Description, left: text_left, right: text_left, loan: None },
    ];
    heads.extend(last.zip(roles).map(|((left, right, _), column)| Head {
        column: *column,
        left: *left,
        right: *right,
        loan: None,
    }));
    let mut table = Table::new(heads);
    table.guessed = guessed;
    table.learn(&cells);
    Some(table)
}
