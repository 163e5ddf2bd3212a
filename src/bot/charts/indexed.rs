//! A drawn picture as a PNG of at most 256 colours. Charts have few colours and the shades of their edges; with one byte a pixel
//! there is a quarter to compress, which is most of what a picture takes.
//!
//! **Invariant:** the colours that most pixels have stay as they were drawn; a rarer one becomes the nearest of those.

use std::collections::HashMap;
use std::iter::repeat_n;

use anyhow::Context as _;
use png::{BitDepth, ColorType, Encoder, Filter};
use resvg::tiny_skia::Pixmap;

/// What one byte can name.
const COLOURS_MAX: usize = 256;

type Colour = [u8; 3];

/// Writes an opaque picture.
pub(super) fn png(pixels: &Pixmap) -> anyhow::Result<Vec<u8>> {
    // Neighbours mostly are of one colour: what is done once for a run is not done for each of its pixels.
    let runs: Vec<(Colour, usize)> = pixels
        .pixels()
        .chunk_by(|a, b| a == b)
        .filter_map(|run| run.first().map(|pixel| ([pixel.red(), pixel.green(), pixel.blue()], run.len())))
        .collect();
    let (palette, places) = palette(&runs);
    let mut bytes = Vec::with_capacity(pixels.pixels().len());
    for (colour, length) in runs {
        bytes.extend(repeat_n(places.get(&colour).copied().unwrap_or_default(), length));
    }
    let mut out = Vec::new();
    let mut encoder = Encoder::new(&mut out, pixels.width(), pixels.height());
    encoder.set_color(ColorType::Indexed);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_palette(palette.concat());
    // Filters guess from neighbours' values, and numbers of colours have none.
    encoder.set_filter(Filter::NoFilter);
    let mut writer = encoder.write_header().context("a chart cannot be written as PNG")?;
    writer.write_image_data(&bytes).context("a chart cannot be written as PNG")?;
    writer.finish().context("a chart cannot be written as PNG")?;
    Ok(out)
}

/// The colours to use, the most frequent first, and which of them stands for each drawn one.
fn palette(runs: &[(Colour, usize)]) -> (Vec<Colour>, HashMap<Colour, u8>) {
    let mut counts: HashMap<Colour, usize> = HashMap::new();
    for (colour, length) in runs {
        *counts.entry(*colour).or_default() += length;
    }
    let mut colours: Vec<(Colour, usize)> = counts.into_iter().collect();
    // In one order, so that the same picture has the same bytes.
    colours.sort_unstable_by_key(|(colour, count)| (std::cmp::Reverse(*count), *colour));
    let palette: Vec<Colour> = colours.iter().take(COLOURS_MAX).map(|(colour, _)| *colour).collect();
    let place = |colour: &Colour| {
        let nearest = (0..=u8::MAX).zip(&palette).min_by_key(|(_, known)| distance(known, colour));
        nearest.map_or(0, |(place, _)| place)
    };
    let places = colours.iter().map(|(colour, _)| (*colour, place(colour))).collect();
    (palette, places)
}

fn distance(one: &Colour, other: &Colour) -> u32 {
    one.iter().zip(other).map(|(a, b)| u32::from(a.abs_diff(*b)).pow(2)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_colours_stay_and_rare_ones_are_near() {
        let mut few = Pixmap::new(20, 20).unwrap();
        few.fill(resvg::tiny_skia::Color::from_rgba8(10, 200, 30, 255));
        assert_eq!(Pixmap::decode_png(&png(&few).unwrap()).unwrap(), few);

        // 300 shades, the first 200 twice as wide.
        let runs: Vec<(Colour, usize)> = (0..300_u16)
            .map(|shade| {
                let colour = [u8::try_from(shade / 2).unwrap(), u8::try_from(shade % 2).unwrap(), 0];
                (colour, if shade < 200 { 2 } else { 1 })
            })
            .collect();
        let (palette, places) = palette(&runs);
        assert_eq!((palette.len(), places.len()), (COLOURS_MAX, 300));
        for (place, colour) in (0..=u8::MAX).zip(&palette) {
            assert_eq!(places[colour], place, "{colour:?}");
        }
        assert_eq!(palette[usize::from(places[&[149, 1, 0]])], [127, 1, 0], "the nearest of what is left");
    }
}
