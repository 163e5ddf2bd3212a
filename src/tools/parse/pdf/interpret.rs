//! Runs content streams and notes where each character lands. Nothing is drawn.
//!
//! **Invariant:** glyphs, operands, saved states and nested forms are bounded; what goes beyond is left out.

use std::collections::HashMap;
use std::rc::Rc;

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::font::{Font, number};
use super::lexer::{Lexer, Token};

/// Form XObjects within one another; real files nest two or three deep.
const MAX_FORM_DEPTH: usize = 12;

/// Saved graphics states; ISO 32000 names 28 as what viewers support.
const MAX_SAVED_STATES: usize = 256;

/// Operands of one operator; a long `TJ` array has a few thousand.
const MAX_OPERANDS: usize = 1 << 16;

/// Glyphs of one page: a page full of small print has ten thousand.
pub(crate) const MAX_PAGE_GLYPHS: usize = 400_000;

/// Forms run for one page, so that forms calling each other twice do not double the work at each level.
const MAX_PAGE_FORMS: usize = 2_000;

/// A thousandth of the em is the unit of `TJ` offsets.
const TJ_UNIT: f64 = 1000.0;

/// A character and where its baseline starts, in the page's own space: x to the right, y upwards.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Glyph {
    pub(crate) x: f32,
    pub(crate) y: f32,
    /// Along the baseline.
    pub(crate) width: f32,
    pub(crate) size: f32,
    pub(crate) character: char,
    /// Direction of the baseline in quarter turns, anticlockwise from the right.
    pub(crate) quarter: u8,
}

/// `[a b c d e f]` of ISO 32000: (x, y) becomes (ax + cy + e, bx + dy + f).
#[derive(Clone, Copy)]
struct Matrix([f64; 6]);

impl Matrix {
    const IDENTITY: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// First `self`, then `next`.
    fn then(self, next: Self) -> Self {
        let [a, b, c, d, e, f] = self.0;
        let [na, nb, nc, nd, ne, nf] = next.0;
        Self([
            a * na + b * nc,
            a * nb + b * nd,
            c * na + d * nc,
            c * nb + d * nd,
            e * na + f * nc + ne,
            e * nb + f * nd + nf,
        ])
    }

    fn translation(x: f64, y: f64) -> Self {
        Self([1.0, 0.0, 0.0, 1.0, x, y])
    }

    fn apply(self, x: f64, y: f64) -> (f64, f64) {
        let [a, b, c, d, e, f] = self.0;
        (a * x + c * y + e, b * x + d * y + f)
    }
}

#[derive(Clone)]
struct State {
    ctm: Matrix,
    font: Option<Rc<Font>>,
    size: f64,
    char_space: f64,
    word_space: f64,
    /// As a fraction: 1 is normal.
    horizontal: f64,
    leading: f64,
    rise: f64,
}

/// An operand; arrays are flattened, as only `TJ` needs one and takes nothing else.
enum Operand<'a> {
    Number(f64),
    Name(&'a [u8]),
    Text(std::ops::Range<usize>),
}

/// Reads pages of one document; fonts are kept from page to page.
pub(crate) struct Interpreter<'d> {
    document: &'d Document,
    fonts: HashMap<ObjectId, Rc<Font>>,
    /// Decompressed bytes still allowed for the whole document.
    budget: usize,
    glyphs: Vec<Glyph>,
    forms: usize,
}

impl<'d> Interpreter<'d> {
    /// `budget` is how many bytes all content streams together may decompress to.
    pub(crate) fn new(document: &'d Document, budget: usize) -> Self {
        Self { document, fonts: HashMap::new(), budget, glyphs: Vec::new(), forms: 0 }
    }

    /// The glyphs of one page, in the order they are drawn.
    pub(crate) fn page(&mut self, page: ObjectId, resources: Option<&'d Dictionary>) -> Vec<Glyph> {
        self.forms = 0;
        let content = self.document.get_page_content_with_limit(page, self.budget).unwrap_or_default();
        self.budget = self.budget.saturating_sub(content.len());
        self.run(&content, resources, Matrix::IDENTITY, 0);
        std::mem::take(&mut self.glyphs)
    }

    fn run(&mut self, content: &[u8], resources: Option<&'d Dictionary>, ctm: Matrix, depth: usize) {
        let mut run = Run::new(ctm, resources, depth);
        let mut lexer = Lexer::new(content);
        let mut operands: Vec<Operand<'_>> = Vec::new();
        while let Some(token) = lexer.next() {
            match token {
                Token::Operator(b"ID") => lexer.skip_inline_image(),
                Token::Operator(operator) => {
                    run.operator(self, operator, &operands, &lexer);
                    operands.clear();
                    lexer.forget_strings();
                }
                _ if operands.len() >= MAX_OPERANDS => {}
                Token::Number(number) => operands.push(Operand::Number(number)),
                Token::Name(name) => operands.push(Operand::Name(name)),
                Token::Text(range) => operands.push(Operand::Text(range)),
                Token::ArrayStart | Token::ArrayEnd => {}
            }
            if self.glyphs.len() >= MAX_PAGE_GLYPHS {
                return;
            }
        }
    }

    fn resource(&self, resources: Option<&'d Dictionary>, kind: &[u8], name: &[u8]) -> Option<&'d Object> {
        let group = resources?.get_deref(kind, self.document).ok()?.as_dict().ok()?;
        group.get(name).ok()
    }

    fn font(&mut self, resources: Option<&'d Dictionary>, name: &[u8]) -> Option<Rc<Font>> {
        let object = self.resource(resources, b"Font", name)?;
        let (id, object) = self.document.dereference(object).ok()?;
        if let Some(font) = id.and_then(|id| self.fonts.get(&id)) {
            return Some(Rc::clone(font));
        }
        let font = Rc::new(Font::read(self.document, object.as_dict().ok()?));
        if let Some(id) = id {
            self.fonts.insert(id, Rc::clone(&font));
        }
        Some(font)
    }

    fn form(&mut self, resources: Option<&'d Dictionary>, name: &[u8], ctm: Matrix, depth: usize) {
        self.forms += 1;
        if depth >= MAX_FORM_DEPTH || self.forms > MAX_PAGE_FORMS {
            return;
        }
        let document = self.document;
        let Some(object) = self.resource(resources, b"XObject", name) else { return };
        let Ok(stream) = document.dereference(object).and_then(|(_, object)| object.as_stream()) else { return };
        if stream.dict.get(b"Subtype").and_then(Object::as_name).ok() != Some(b"Form") {
            return;
        }
        let Ok(content) = stream.get_plain_content_with_limit(self.budget) else { return };
        self.budget = self.budget.saturating_sub(content.len());
        let own = stream.dict.get_deref(b"Resources", document).and_then(Object::as_dict).ok();
        let matrix = stream.dict.get_deref(b"Matrix", document).and_then(Object::as_array).ok();
        let matrix = matrix.map(|array| array.iter().filter_map(number).collect::<Vec<_>>());
        let matrix = matrix.and_then(|values| <[f64; 6]>::try_from(values).ok()).map_or(Matrix::IDENTITY, Matrix);
        self.run(&content, own.or(resources), matrix.then(ctm), depth + 1);
    }
}

/// One content stream being run.
struct Run<'d> {
    state: State,
    saved: Vec<State>,
    text: Matrix,
    line: Matrix,
    resources: Option<&'d Dictionary>,
    depth: usize,
}

impl<'d> Run<'d> {
    fn new(ctm: Matrix, resources: Option<&'d Dictionary>, depth: usize) -> Self {
        let state = State {
            ctm,
            font: None,
            size: 1.0,
            char_space: 0.0,
            word_space: 0.0,
            horizontal: 1.0,
            leading: 0.0,
            rise: 0.0,
        };
        let identity = Matrix::IDENTITY;
        Self { state, saved: Vec::new(), text: identity, line: identity, resources, depth }
    }

    fn operator(&mut self, all: &mut Interpreter<'d>, operator: &[u8], operands: &[Operand<'_>], lexer: &Lexer<'_>) {
        match operator {
            b"q" if self.saved.len() < MAX_SAVED_STATES => self.saved.push(self.state.clone()),
            b"Q" => self.state = self.saved.pop().unwrap_or_else(|| self.state.clone()),
            b"cm" => {
                if let Some(matrix) = six(operands) {
                    self.state.ctm = matrix.then(self.state.ctm);
                }
            }
            b"Do" => {
                if let [Operand::Name(name)] = operands {
                    all.form(self.resources, name, self.state.ctm, self.depth);
                }
            }
            b"BT" => (self.text, self.line) = (Matrix::IDENTITY, Matrix::IDENTITY),
            b"Tf" => {
                if let [Operand::Name(name), Operand::Number(size)] = operands {
                    self.state.font = all.font(self.resources, name);
                    self.state.size = *size;
                }
            }
            b"Tj" | b"TJ" => self.show(all, operands, lexer),
            b"'" => {
                self.next_line(0.0, -self.state.leading);
                self.show(all, operands, lexer);
            }
            b"\"" => {
                if let [Operand::Number(word), Operand::Number(character), text] = operands {
                    (self.state.word_space, self.state.char_space) = (*word, *character);
                    self.next_line(0.0, -self.state.leading);
                    self.show(all, std::slice::from_ref(text), lexer);
                }
            }
            b"Tm" => {
                if let Some(matrix) = six(operands) {
                    (self.text, self.line) = (matrix, matrix);
                }
            }
            b"T*" => self.next_line(0.0, -self.state.leading),
            b"Td" | b"TD" => {
                if let [Operand::Number(x), Operand::Number(y)] = operands {
                    if operator == b"TD" {
                        self.state.leading = -y;
                    }
                    self.next_line(*x, *y);
                }
            }
            _ => self.text_state(operator, operands),
        }
    }

    fn text_state(&mut self, operator: &[u8], operands: &[Operand<'_>]) {
        let [Operand::Number(value)] = operands else { return };
        match operator {
            b"Tc" => self.state.char_space = *value,
            b"Tw" => self.state.word_space = *value,
            b"Tz" => self.state.horizontal = value / 100.0,
            b"TL" => self.state.leading = *value,
            b"Ts" => self.state.rise = *value,
            _ => {}
        }
    }

    fn next_line(&mut self, x: f64, y: f64) {
        self.line = Matrix::translation(x, y).then(self.line);
        self.text = self.line;
    }

    fn show(&mut self, all: &mut Interpreter<'d>, operands: &[Operand<'_>], lexer: &Lexer<'_>) {
        let Some(font) = self.state.font.clone() else { return };
        let state = &self.state;
        let matrix = self.text.then(state.ctm);
        let [a, b, c, d, ..] = matrix.0;
        let stretch = a.hypot(b);
        let size = state.size.abs() * c.hypot(d);
        let quarter = match (a.abs() >= b.abs(), a >= 0.0, b >= 0.0) {
            (true, true, _) => 0,
            (false, _, true) => 1,
            (true, false, _) => 2,
            (false, _, false) => 3,
        };
        let mut offset = 0.0;
        for operand in operands {
            match operand {
                Operand::Number(number) => offset -= number / TJ_UNIT * state.size * state.horizontal,
                Operand::Name(_) => {}
                Operand::Text(range) => font.codes(lexer.string(range), |code, width, is_space| {
                    let word_space = if is_space { state.word_space } else { 0.0 };
                    let (x, y) = matrix.apply(offset, state.rise);
                    let inked = width * state.size * state.horizontal;
                    let glyph = Glyph {
                        x: x as f32,
                        y: y as f32,
                        width: (inked * stretch).abs() as f32,
                        size: size as f32,
                        character: ' ',
                        quarter,
                    };
                    push(&mut all.glyphs, glyph, &font, code);
                    offset += inked + (state.char_space + word_space) * state.horizontal;
                }),
            }
        }
        self.text = Matrix::translation(offset, 0.0).then(self.text);
    }
}

/// Adds the characters of one code; several (a ligature) share its width.
fn push(glyphs: &mut Vec<Glyph>, glyph: Glyph, font: &Font, code: u32) {
    let start = glyphs.len();
    font.chars(code, |character| {
        if start < MAX_PAGE_GLYPHS && glyph.x.is_finite() && glyph.y.is_finite() {
            glyphs.push(Glyph { character, ..glyph });
        }
    });
    let count = glyphs.len() - start;
    if count > 1 {
        let part = glyph.width / count as f32;
        for (index, glyph) in glyphs.iter_mut().skip(start).enumerate() {
            glyph.width = part;
            let along = part * index as f32;
            match glyph.quarter {
                0 => glyph.x += along,
                1 => glyph.y += along,
                2 => glyph.x -= along,
                _ => glyph.y -= along,
            }
        }
    }
}

fn six(operands: &[Operand<'_>]) -> Option<Matrix> {
    let mut values = [0.0; 6];
    if operands.len() != values.len() {
        return None;
    }
    for (slot, operand) in values.iter_mut().zip(operands) {
        let Operand::Number(number) = operand else { return None };
        *slot = *number;
    }
    Some(Matrix(values))
}
