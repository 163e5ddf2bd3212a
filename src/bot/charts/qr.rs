//! A QR code as a picture: black on white with the quiet border that scanners want.

use std::fmt::Write as _;

use qrcode::{Color, EcLevel, QrCode};

use super::svg;

/// Modules of white around the code. Source: ISO/IEC 18004, four.
const BORDER: usize = 4;
/// Pixels of a module: a link's code is 330 to 500 pixels wide.
const MODULE_PIXELS: usize = 10;

/// Draws a text, such as a link. Takes milliseconds of one core.
pub fn qr_code(text: &str) -> anyhow::Result<Vec<u8>> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M)?;
    let modules = code.width() + 2 * BORDER;
    let size = modules * MODULE_PIXELS;
    let mut path = String::new();
    for (position, color) in code.to_colors().iter().enumerate() {
        if *color == Color::Dark {
            let (x, y) = (position % code.width() + BORDER, position / code.width() + BORDER);
            write!(path, "M{x} {y}h1v1h-1z")?;
        }
    }
    svg::png(&format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{size}\" height=\"{size}\" viewBox=\"0 0 {modules} {modules}\" \
         shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{modules}v{modules}h-{modules}z\"/>\
         <path fill=\"#000\" d=\"{path}\"/></svg>"
    ))
}

#[cfg(test)]
mod tests {
    use resvg::tiny_skia::Pixmap;

    use super::*;

    #[test]
    fn the_corner_is_what_scanners_look_for() {
        let picture = Pixmap::decode_png(&qr_code("https://t.me/farthing_bot?start=pay_7KQM2DXP4").unwrap()).unwrap();
        let dark = |x: usize, y: usize| {
            let middle = |module: usize| u32::try_from(module * MODULE_PIXELS + MODULE_PIXELS / 2).unwrap();
            picture.pixel(middle(x), middle(y)).unwrap().red() < 128
        };
        assert_eq!(picture.width(), picture.height());
        // Along a line through the upper left finder: border, ring, gap, heart, gap, ring, gap.
        let line: String = (0..12).map(|x| if dark(x, BORDER + 3) { '#' } else { '.' }).collect();
        assert_eq!(line, "....#.###.#.");
        assert!((0..BORDER).all(|y| (0..12).all(|x| !dark(x, y))), "a quiet border");
    }
}
