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
