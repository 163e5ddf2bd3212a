//! What the order of the rows says about their dates, which no balance covers.
//!
//! **Invariant:** order is evidence only where the file keeps it: a file that is sorted but for a row or two doubts
//! those; one that is not sorted at all says nothing.

use chrono::NaiveDate;

/// Up to this share of rows may break an order for it still to be one.
const STRAYS_IN: usize = 10;

/// Two dates of a row are this close together, in days, or closer; farther ones are doubted where those of all other
/// rows are less than half as far apart.
const CLOSE_DAYS: i64 = 6;

/// Fewer rows have no usual distance between their dates.
const MIN_ROWS: usize = 4;

/// A row as far as its dates go.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dated {
    /// Rows of one part follow each other in order; another part begins anew.
    pub part: usize,
    pub date: NaiveDate,
    pub posted: Option<NaiveDate>,
}

/// The first row whose date does not fit the others.
pub(crate) fn misplaced(rows: &[Dated]) -> Option<usize> {
    let by_date: Vec<_> = rows.iter().map(|row| (row.part, row.date)).collect();
    let by_posted: Vec<_> = rows.iter().map(|row| (row.part, row.posted.unwrap_or(row.date))).collect();
    // Rows in the order of one of their dates are rarely in that of the other.
    let is_posted_order = rows.iter().all(|row| row.posted.is_some()) && is_sorted(&by_posted);
    let (strays, first) = strays(&by_date);
    let by_order = first.filter(|_| !is_posted_order || strays == 1);
    by_order.or_else(|| far_apart(rows))
}

/// Whether the rows of each part follow each other.
fn is_sorted(rows: &[(usize, NaiveDate)]) -> bool {
    let pairs = || {
        rows.windows(2).filter_map(|pair| if let [(a, x), (b, y)] = pair { (a == b).then_some((x, y)) } else { None })
    };
    pairs().all(|(x, y)| x <= y) || pairs().all(|(x, y)| x >= y)
}

/// The days that break an order which all others keep: how many, and the first row of the first one. Rows of one day
/// in a row count once, as their date may be printed once.
fn strays(rows: &[(usize, NaiveDate)]) -> (usize, Option<usize>) {
    let mut parts: Vec<(usize, Vec<(usize, NaiveDate)>)> = Vec::new();
    for (index, (part, date)) in rows.iter().enumerate() {
        match parts.iter_mut().find(|(known, _)| known == part) {
            Some((_, dates)) if dates.last().is_some_and(|(_, last)| last == date) => {}
            Some((_, dates)) => dates.push((index, *date)),
            None => parts.push((*part, vec![(index, *date)])),
        }
    }
    let days: usize = parts.iter().map(|(_, dates)| dates.len()).sum();
    let strays = |descending: bool| -> Vec<usize> {
        parts.iter().flat_map(|(_, dates)| outside_longest_run(dates, descending)).collect()
    };
    let (up, down) = (strays(false), strays(true));
    let fewer = if down.len() < up.len() { down } else { up };
    let sorted = days > 2 && fewer.len() <= (days / STRAYS_IN).max(1);
    (fewer.len(), fewer.into_iter().min().filter(|_| sorted))
}

/// The rows that have to go for the others to be in order.
fn outside_longest_run(dates: &[(usize, NaiveDate)], descending: bool) -> Vec<usize> {
    let key = |date: NaiveDate| {
        let days = i64::from(chrono::Datelike::num_days_from_ce(&date));
        if descending { -days } else { days }
    };
    // For each length of a run the place of its smallest last element, and for each element the one before it.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(dates.len());
    let at = |place: usize| dates.get(place).map_or(i64::MAX, |(_, date)| key(*date));
    for place in 0..dates.len() {
        let length = ends.partition_point(|end| at(*end) <= at(place));
        before.push(length.checked_sub(1).and_then(|length| ends.get(length)).copied());
        match ends.get_mut(length) {
            Some(end) => *end = place,
            None => ends.push(place),
        }
    }
    let mut kept = vec![false; dates.len()];
    let mut next = ends.last().copied();
    while let Some(place) = next {
        if let Some(kept) = kept.get_mut(place) {
            *kept = true;
        }
        next = before.get(place).copied().flatten();
    }
    dates.iter().zip(kept).filter(|(_, kept)| !kept).map(|((index, _), _)| *index).collect()
}

/// The one row whose two dates are far apart while those of all others are close together, or the other way round.
fn far_apart(rows: &[Dated]) -> Option<usize> {
    let apart = |row: &Dated| row.posted.map(|posted| (posted - row.date).num_days());
    let mut distances: Vec<(i64, usize)> =
        rows.iter().enumerate().filter_map(|(index, row)| Some((apart(row)?, index))).collect();
    if distances.len() < MIN_ROWS {
        return distances.into_iter().find(|(days, _)| days.abs() > CLOSE_DAYS).map(|(_, index)| index);
    }
    let one = |backwards: bool| {
        let mut backwards = distances.iter().filter(|(days, _)| if backwards { *days < 0 } else { *days > 0 });
        backwards.next().map(|(_, index)| *index).filter(|_| backwards.next().is_none())
    };
    let (back, forth) = (one(true), one(false));
    let forwards = distances.iter().filter(|(days, _)| *days > 0).count();
    let backwards = distances.iter().filter(|(days, _)| *days < 0).count();
    if let Some(index) = back.filter(|_| forwards > 1).or(forth.filter(|_| backwards > 1)) {
        return Some(index);
    }
    distances.sort_unstable_by_key(|(days, _)| days.abs());
    match distances.as_slice() {
        [.., (usual, _), (largest, index)] if largest.abs() > CLOSE_DAYS && largest.abs() > 2 * usual.abs() => {
            Some(*index)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(texts: &[(usize, &str, &str)]) -> Vec<Dated> {
        let day = |text: &str| format!("2025-{text}").parse().ok();
        texts
            .iter()
            .map(|(part, date, posted)| Dated { part: *part, date: day(date).unwrap(), posted: day(posted) })
            .collect()
    }

    #[test]
    fn finds_the_row_that_breaks_an_order() {
        for (texts, expected) in [
            (&[(0, "03-01", ""), (0, "03-02", ""), (0, "03-02", ""), (0, "03-09", "")][..], None),
            (&[(0, "03-01", ""), (0, "03-22", ""), (0, "03-03", ""), (0, "03-09", "")], Some(1)),
            // Newest first.
            (&[(0, "03-09", ""), (0, "03-04", ""), (0, "03-29", ""), (0, "03-01", "")], Some(2)),
            // Another part begins anew.
            (&[(0, "03-01", ""), (0, "03-20", ""), (1, "03-02", ""), (1, "03-09", "")], None),
            // No order at all.
            (&[(0, "03-09", ""), (0, "03-01", ""), (0, "03-20", ""), (0, "03-02", ""), (0, "03-05", "")], None),
            // In the order of the second date, in which one is wrong.
            (
                &[
                    (0, "03-05", "03-06"),
                    (0, "03-01", "03-06"),
                    (0, "03-08", "03-28"),
                    (0, "03-02", "03-08"),
                    (0, "03-04", "03-09"),
                ],
                Some(2),
            ),
            // Dates of one row a month apart.
            (&[(0, "03-01", "03-02"), (0, "03-02", "03-04"), (0, "03-03", "04-03"), (0, "03-04", "04-05")], None),
            (&[(0, "03-01", "03-02"), (0, "03-02", "03-04"), (0, "03-03", "03-04"), (0, "03-04", "04-05")], Some(3)),
        ] {
            assert_eq!(misplaced(&rows(texts)), expected, "{texts:?}");
        }
    }
}
