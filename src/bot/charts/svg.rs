//! A picture as SVG text, and SVG text as a PNG.
//!
//! **Invariant:** whatever a text holds, it is drawn as text: it is cleaned, escaped and cut to its room here.

use std::fmt::Write;

use anyhow::Context;
use resvg::tiny_skia::{Pixmap, PixmapMut, Transform};
use resvg::usvg::Tree;

use super::fonts::{self, Weight};
use super::indexed;

/// Width of every picture in pixels: Telegram shows it about 360 points wide, so one point is 2.5 pixels.
pub(super) const WIDTH: f32 = 900.0;

/// Room left free at both sides.
pub(super) const MARGIN: f32 = 52.0;

/// Colours that mean nothing: paper, ink and the greys between them. The picture brings its own paper, so that it
/// looks the same in a light and a dark chat.
pub(super) const PAPER: &str = "#FAF8F4";
pub(super) const INK: &str = "#1E2126";
pub(super) const MUTED: &str = "#656A73";
pub(super) const HAIRLINE: &str = "#E4E0D8";

/// Type sizes in pixels; the smallest is 10 points on a phone.
pub(super) const SIZE_TOTAL: f32 = 80.0;
pub(super) const SIZE_TITLE: f32 = 36.0;
pub(super) const SIZE_LABEL: f32 = 34.0;
pub(super) const SIZE_NOTE: f32 = 30.0;
pub(super) const SIZE_SMALL: f32 = 26.0;

/// Which point of a text `x` names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// How a text looks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Style {
    pub(super) size: f32,
    pub(super) weight: Weight,
    pub(super) colour: &'static str,
    pub(super) anchor: Anchor,
}

impl Style {
    pub(super) const fn new(size: f32, weight: Weight, colour: &'static str) -> Self {
        Self { size, weight, colour, anchor: Anchor::Start }
    }

    pub(super) const fn anchored(self, anchor: Anchor) -> Self {
        Self { anchor, ..self }
    }
}

/// A picture that grows by what is drawn on it.
pub(super) struct Svg {
    body: String,
}

impl Svg {
    pub(super) fn new() -> Self {
        Self { body: String::new() }
    }

    /// A text whose baseline is at `y`, cut to `room` pixels. Returns its width.
    pub(super) fn text(&mut self, x: f32, y: f32, room: f32, style: Style, text: &str) -> f32 {
        let text = fonts::drawable(text);
        // Laying a text out takes most of a picture's time, so it is done once where it fits.
        let width = fonts::width(&text, style.size, style.weight);
        if width <= room {
            self.place(x, y, style, &text);
            return width;
        }
        let text = fonts::fitted(&text, style.size, style.weight, room);
        self.place(x, y, style, &text);
        fonts::width(&text, style.size, style.weight)
    }

    /// A text that fits, of signs that can be drawn.
    fn place(&mut self, x: f32, y: f32, style: Style, text: &str) {
        let anchor = match style.anchor {
            Anchor::Start => "",
            Anchor::Middle => r#" text-anchor="middle""#,
            Anchor::End => r#" text-anchor="end""#,
        };
        let weight = style.weight.number();
        self.element(format_args!(
            r#"<text x="{x:.1}" y="{y:.1}" font-size="{}" font-weight="{weight}" fill="{}"{anchor}>{}</text>"#,
            style.size,
            style.colour,
            escaped(text)
        ));
    }

    /// A figure that must not be cut: drawn smaller where it is wider than `room`.
    pub(super) fn figure(&mut self, x: f32, y: f32, room: f32, style: Style, text: &str) {
        let text = fonts::drawable(text);
        let width = fonts::width(&text, style.size, style.weight);
        let size = if width > room { (style.size * room / width).floor() } else { style.size };
        self.place(x, y, Style { size, ..style }, &text);
    }

    /// A filled box with round corners.
    pub(super) fn bar(&mut self, area: Area, radius: f32, fill: &str) {
        let Area { x, y, width, height } = area;
        let radius = radius.min(width / 2.0).min(height / 2.0);
        self.element(format_args!(
            r#"<rect x="{x:.1}" y="{y:.1}" width="{width:.1}" height="{height:.1}" rx="{radius:.1}" fill="{fill}"/>"#
        ));
    }

    /// Anything else: an element whose attributes hold no text from outside.
    pub(super) fn element(&mut self, element: std::fmt::Arguments<'_>) {
        // Writing to a string does not fail.
        let _ = writeln!(self.body, "{element}");
    }

    /// A straight line; `dashes` as in `stroke-dasharray`, empty for a whole line.
    pub(super) fn line(&mut self, from: (f32, f32), to: (f32, f32), width: f32, colour: &str, dashes: &str) {
        let dashes = if dashes.is_empty() { String::new() } else { format!(r#" stroke-dasharray="{dashes}""#) };
        self.element(format_args!(
            r#"<path d="M{:.1} {:.1}L{:.1} {:.1}" stroke="{colour}" stroke-width="{width}"{dashes}/>"#,
            from.0, from.1, to.0, to.1
        ));
    }

    /// A hatched box: diagonal stripes on a pale ground. Stripes of our own, because a pattern takes the renderer long.
    pub(super) fn hatched(&mut self, area: Area, colour: &str) {
        const DISTANCE: usize = 17;
        const RADIUS: f32 = 6.0;
        /// So that no stripe sticks out of a round corner.
        const INSET: f32 = 2.0;
        let Area { x, y, width, height } = area;
        let (left, top, right, bottom) = (x + INSET, y + INSET, x + width - INSET, y + height - INSET);
        let length = (right - left + bottom - top).clamp(0.0, 4.0 * WIDTH) as usize;
        let mut stripes = String::new();
        for offset in (DISTANCE / 2..length).step_by(DISTANCE) {
            // On a stripe x + y is the same everywhere; it runs from the lower left to the upper right.
            let sum = left + top + offset as f32;
            let (from_x, to_x) = ((sum - bottom).max(left), (sum - top).min(right));
            let _ = write!(stripes, "M{from_x:.1} {:.1}L{to_x:.1} {:.1}", sum - from_x, sum - to_x);
        }
        let radius = RADIUS.min(width / 2.0);
        self.element(format_args!(
            "<g><rect x='{x:.1}' y='{y:.1}' width='{width:.1}' height='{height:.1}' rx='{radius:.1}' fill='{colour}' \
             fill-opacity='0.2'/><path d='{stripes}' stroke='{colour}' stroke-width='4' stroke-opacity='0.7'/></g>"
        ));
    }

    /// The whole document.
    pub(super) fn finish(self, height: f32) -> String {
        format!(
            "<svg xmlns='http://www.w3.org/2000/svg' width='{WIDTH}' height='{height}' viewBox='0 0 {WIDTH} {height}' \
             font-family='Inter'>\n<rect width='100%' height='100%' fill='{PAPER}'/>\n{}</svg>\n",
            self.body
        )
    }
}

/// A box in pixels; `x` and `y` are its left upper corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Area {
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) width: f32,
    pub(super) height: f32,
}

/// The text with the signs replaced that mean something in XML.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            _ => out.push(character),
        }
    }
    out
}

/// Draws the document, its halves at the same time. Takes milliseconds of two cores: call it where blocking is allowed.
pub(super) fn png(svg: &str) -> anyhow::Result<Vec<u8>> {
    let tree = Tree::from_str(svg, fonts::options()).context("a chart's SVG cannot be read")?;
    let size = tree.size().to_int_size();
    let mut pixels = Pixmap::new(size.width(), size.height()).context("a chart has no size")?;
    let (width, upper_height) = (size.width(), size.height() / 2);
    let upper_bytes = width as usize * upper_height as usize * BYTES_A_PIXEL;
    let (upper, lower) = pixels.data_mut().split_at_mut(upper_bytes);
    let render = |bytes, height, above: u32| {
        if let Some(mut part) = PixmapMut::from_bytes(bytes, width, height) {
            resvg::render(&tree, Transform::from_translate(0.0, -(above as f32)), &mut part);
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(|| render(upper, upper_height, 0));
        render(lower, size.height() - upper_height, upper_height);
    });
    indexed::png(&pixels)
}

/// Red, green, blue and how opaque.
const BYTES_A_PIXEL: usize = 4;
