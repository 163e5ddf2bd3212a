//! A drawn picture as a PNG of at most 256 colours. Charts have few colours and the shades of their edges; with one byte a pixel
//! there is a quarter to compress, which is most of what a picture takes.
//!
//! **Invariant:** the colours that most pixels have stay as they were drawn; a rarer one becomes the nearest of those.

use std::collections::HashMap;

use anyhow::Context as _;
use png::{BitDepth, ColorType, DeflateCompression, Encoder, Filter};
use resvg::tiny_skia::Pixmap;

/// What one byte can name.
const COLOURS_MAX: usize = 256;

/// The usual level takes several times as long, and pictures are small enough without.
const COMPRESSION: u8 = 1;

type Colour = [u8; 3];

/// Writes an opaque picture.
pub(super) fn png(pixels: &Pixmap) -> anyhow::Result<Vec<u8>> {
    // Neighbours mostly are of one colour: what is done once for a run is not done for each of its pixels.
    let runs = pixels
        .pixels()
        .chunk_by(|a, b| a == b)
        .filter_map(|run| run.first().map(|pixel| ([pixel.red(), pixel.green(), pixel.blue()], run.len())));
    let mut colours: HashMap<Colour, usize> = HashMap::new();
    let mut counts: Vec<(Colour, usize)> = Vec::new();
    // Each run by the number of its colour, in the order in which they were met.
    let runs: Vec<(usize, usize)> = runs
        .map(|(colour, length)| {
            let number = *colours.entry(colour).or_insert(counts.len());
            match counts.get_mut(number) {
                Some((_, count)) => *count += length,
                None => counts.push((colour, length)),
            }
            (number, length)
        })
        .collect();
    let (palette, places) = palette(&counts);
    let mut bytes = Vec::with_capacity(pixels.pixels().len());
    for (number, length) in runs {
        bytes.resize(bytes.len() + length, places.get(number).copied().unwrap_or_default());
    }
    let mut out = Vec::new();
    let mut encoder = Encoder::new(&mut out, pixels.width(), pixels.height());
    encoder.set_color(ColorType::Indexed);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_palette(palette.concat());
    // Filters guess from neighbours' values, and numbers of colours have none.
    encoder.set_filter(Filter::NoFilter);
    encoder.set_deflate_compression(DeflateCompression::Level(COMPRESSION));
    let mut writer = encoder.write_header().context("a chart cannot be written as PNG")?;
    writer.write_image_data(&bytes).context("a chart cannot be written as PNG")?;
    writer.finish().context("a chart cannot be written as PNG")?;
    Ok(out)
}

/// The colours to use, the most frequent first, and which of them stands for each drawn one.
fn palette(counts: &[(Colour, usize)]) -> (Vec<Colour>, Vec<u8>) {
    let mut frequent: Vec<&(Colour, usize)> = counts.iter().collect();
    // In one order, so that the same picture has the same bytes.
    frequent.sort_unstable_by_key(|(colour, count)| (std::cmp::Reverse(*count), *colour));
    let palette: Vec<Colour> = frequent.iter().take(COLOURS_MAX).map(|(colour, _)| *colour).collect();
    let place = |(colour, _): &(Colour, usize)| {
        let nearest = (0..=u8::MAX).zip(&palette).min_by_key(|(_, known)| distance(known, colour));
        nearest.map_or(0, |(place, _)| place)
    };
    let places = counts.iter().map(place).collect();
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
        let counts: Vec<(Colour, usize)> = (0..300_u16)
            .map(|shade| {
                let colour = [u8::try_from(shade / 2).unwrap(), u8::try_from(shade % 2).unwrap(), 0];
                (colour, if shade < 200 { 2 } else { 1 })
            })
            .collect();
        let (palette, places) = palette(&counts);
        assert_eq!((palette.len(), places.len()), (COLOURS_MAX, 300));
        for ((colour, _), place) in counts.iter().zip(&places).take(COLOURS_MAX) {
            assert_eq!(palette[usize::from(*place)], *colour);
        }
        assert_eq!(palette[usize::from(places[299])], [127, 1, 0], "the nearest of what is left");
    }
}
