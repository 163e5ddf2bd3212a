//! A figure beside what it is held against: the table that a bench prints, and `target/bench.json`.

use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};

/// One line of the table.
pub(crate) struct Figure {
    pub(crate) name: &'static str,
    pub(crate) value: f64,
    pub(crate) unit: &'static str,
    pub(crate) reference: String,
    /// `None` where the reference is not on this machine.
    pub(crate) reference_value: Option<f64>,
    /// Whether more is better.
    pub(crate) more: bool,
}

impl Figure {
    /// Above 1 is better than the reference.
    fn ratio(&self) -> Option<f64> {
        let reference = self.reference_value?;
        Some(if self.more { self.value / reference } else { reference / self.value })
    }
}

/// Milliseconds against a bound that the project set itself.
pub(crate) fn reached(name: &'static str, value: f64, reference: &str, bound: f64) -> Figure {
    Figure { name, value, unit: "ms", reference: reference.into(), reference_value: Some(bound), more: false }
}

/// In milliseconds.
pub(crate) fn median(times: &mut [Duration]) -> f64 {
    percentile(times, 0.5)
}

/// In milliseconds.
pub(crate) fn percentile(times: &mut [Duration], share: f64) -> f64 {
    times.sort_unstable();
    let position = ((times.len() as f64 * share).ceil() as usize).clamp(1, times.len()) - 1;
    times[position].as_secs_f64() * 1_000.0
}

pub(crate) fn print(figures: &[Figure]) {
    println!("{:<46} {:>12} {:<7} {:<20} {:>12} {:>7}", "what", "value", "unit", "reference", "its value", "ratio");
    for figure in figures {
        let number = |number: Option<f64>| number.map_or("not here".into(), |number| format!("{number:.1}"));
        let (value, reference) = (number(Some(figure.value)), number(figure.reference_value));
        let ratio = figure.ratio().map_or("not here".into(), |ratio| format!("{ratio:.2}"));
        println!(
            "{:<46} {value:>12} {:<7} {:<20} {reference:>12} {ratio:>7}",
            figure.name, figure.unit, figure.reference
        );
    }
    println!("ratio: above 1 is better than the reference");
}

/// Puts the figures in the place of those with the same names; what another bench wrote stays.
pub(crate) fn write(figures: &[Figure]) {
    let target =
        std::env::var("CARGO_TARGET_DIR").unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/target").into());
    let path = Path::new(&target).join("bench.json");
    let mut rows: Vec<Value> =
        std::fs::read(&path).ok().and_then(|written| serde_json::from_slice(&written).ok()).unwrap_or_default();
    rows.retain(|row| figures.iter().all(|figure| row["name"] != figure.name));
    rows.extend(figures.iter().map(|figure| {
        json!({"name": figure.name, "value": figure.value, "unit": figure.unit, "reference": figure.reference,
            "reference_value": figure.reference_value, "ratio": figure.ratio()})
    }));
    std::fs::write(path, serde_json::to_string_pretty(&rows).unwrap()).unwrap();
}
