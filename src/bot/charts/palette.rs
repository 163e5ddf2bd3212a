//! One colour for each top category, the same in every picture.
//!
//! The ten that most households see next to each other differ for colour-blind people as well, and every colour stands
//! out from the paper. Twenty-two that all differ do not exist, so every bar carries its name too.
//!
//! **Invariant:** nothing is told by colour alone.

use crate::domain::Category;

/// What is left when the large categories are named.
pub(super) const REST: &str = "#8A8F98";
/// Spending as a whole.
pub(super) const SPENDING: &str = "#3F51A3";
/// Income as a whole.
pub(super) const INCOME: &str = "#3E9E86";
/// What is more than it should be: drawn hatched and named as well.
pub(super) const OVER: &str = "#B3261E";
/// Lines beside each other. They differ in their dashes too.
pub(super) const LINES: [&str; 5] = ["#33489E", "#C2502B", "#0F8E60", "#98336A", "#C27805"];

/// The colour of a category.
pub(super) fn colour(category: Category) -> &'static str {
    match category {
        Category::Income => "#2E7D5B",
        Category::Housing => "#1E368A",
        Category::Utilities => "#9A8AA8",
        Category::Groceries => "#109062",
        Category::Dining => "#C4522C",
        Category::Transport => "#0E67AC",
        Category::Travel => "#2D99CA",
        Category::Shopping => "#9A346C",
        Category::Health => "#6B122A",
        Category::Entertainment => "#C57A06",
        Category::Education => "#7A7B28",
        Category::PersonalCare => "#945696",
        Category::Family => "#8A5A3B",
        Category::Giving => "#3E6B35",
        Category::Insurance => "#55657A",
        Category::Loans => "#6A4FB3",
        Category::Taxes => "#3D3A45",
        Category::Fees => "#A8501A",
        Category::Cash => "#A88B3C",
        Category::Savings => "#5B8C2A",
        Category::Transfer => "#7D8B8F",
        Category::Other => "#8D8578",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::super::svg::PAPER;
    use super::*;

    /// Linear red, green and blue of `#RRGGBB`.
    fn linear(colour: &str) -> [f64; 3] {
        let digits = u32::from_str_radix(colour.trim_start_matches('#'), 16).unwrap();
        [16, 8, 0].map(|shift| {
            let value = f64::from((digits >> shift) & 0xFF) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        })
    }

    fn luminance([red, green, blue]: [f64; 3]) -> f64 {
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// CIE L*a*b* under D65.
    fn lab([red, green, blue]: [f64; 3]) -> [f64; 3] {
        let curve = |t: f64| if t > 0.008856 { t.cbrt() } else { 7.787 * t + 16.0 / 116.0 };
        let x = curve((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047);
        let y = curve(luminance([red, green, blue]));
        let z = curve((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883);
        [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
    }

    /// How eyes see that lack one kind of cone. Source: Machado, Oliveira and Fernandes 2009, severity 1.
    const EYES: [(&str, [[f64; 3]; 3]); 4] = [
        ("all cones", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
        ("no red", [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]),
        ("no green", [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]]),
        ("no blue", [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]]),
    ];

    #[test]
    fn common_categories_differ_for_every_eye() {
        use Category::*;
        const DIFFERENCE_MIN: f64 = 11.0;
        let common =
            [Housing, Groceries, Dining, Transport, Utilities, Shopping, Entertainment, Health, Travel, PersonalCare];
        let pairs = (0..common.len()).flat_map(|i| (0..i).map(move |j| (colour(common[i]), colour(common[j]))));
        let lines = (0..LINES.len()).flat_map(|i| (0..i).map(move |j| (LINES[i], LINES[j])));
        for (left, right) in pairs.chain([(SPENDING, INCOME)]).chain(lines) {
            for (eye, rows) in EYES {
                let seen = |colour| {
                    let light = linear(colour);
                    lab(rows.map(|row| (0..3).map(|i| row[i] * light[i]).sum::<f64>().clamp(0.0, 1.0)))
                };
                let (left_seen, right_seen) = (seen(left), seen(right));
                let difference = (0..3).map(|i| (left_seen[i] - right_seen[i]).powi(2)).sum::<f64>().sqrt();
                assert!(difference >= DIFFERENCE_MIN, "{left} {right} with {eye}: {difference:.1}");
            }
        }
    }

    #[test]
    fn every_colour_is_its_own_and_stands_out() {
        let colours: Vec<_> =
            Category::ALL.into_iter().map(colour).chain([REST, SPENDING, INCOME, OVER]).chain(LINES).collect();
        assert_eq!(colours.iter().collect::<HashSet<_>>().len(), colours.len());
        for colour in colours {
            // WCAG 2.2 asks 3:1 of what is not text.
            let contrast = (luminance(linear(PAPER)) + 0.05) / (luminance(linear(colour)) + 0.05);
            assert!(contrast >= 3.0, "{colour}: {contrast:.2}");
        }
    }
}
