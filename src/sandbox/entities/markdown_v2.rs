//! The parse mode `MarkdownV2`.

use super::{Entity, EntityKind, Formatted, Output, Source, checked_link};

const RESERVED: &[u8] = b"_*[]()~`>#+-=|{}.!\n";

/// An entity that is open.
struct Open {
    kind: EntityKind,
    language: String,
    /// UTF-16 units.
    offset: usize,
    /// Bytes in what is read.
    began: usize,
    /// Bytes in what is written.
    place: usize,
}

#[derive(Default)]
struct Reader {
    output: Output,
    entities: Vec<Entity>,
    open: Vec<Open>,
    in_quote: bool,
    /// Whether a line starts here, where `>` opens a quotation.
    line_starts: bool,
}

pub(super) fn parse(text: &str) -> Result<Formatted, String> {
    let mut source = Source::new(text);
    let mut reader = Reader { line_starts: true, ..Reader::default() };
    while !source.ended() {
        let byte = source.peek(0);
        if byte == b'\\' && (1..=126).contains(&source.peek(1)) {
            reader.plain(source.peek(1));
            source.at += 2;
        } else if !reader.reserved().contains(&byte) {
            reader.plain(byte);
            source.at += 1;
        } else if reader.ends(&source) {
            reader.close(&mut source)?;
        } else {
            reader.start(&mut source)?;
        }
    }
    reader.close_quote(text.len());
    match reader.open.last() {
        Some(open) => Err(no_end(open)),
        None => Ok(Formatted { text: reader.output.into_text(), entities: reader.entities }),
    }
}

fn no_end(open: &Open) -> String {
    let kind = match open.kind {
        EntityKind::Bold => "Bold",
        EntityKind::Italic => "Italic",
        EntityKind::Underline => "Underline",
        EntityKind::Strikethrough => "Strikethrough",
        EntityKind::Spoiler => "Spoiler",
        EntityKind::Code => "Code",
        EntityKind::Pre if open.language.is_empty() => "Pre",
        EntityKind::Pre => "PreCode",
        EntityKind::TextLink => "TextUrl",
        EntityKind::CustomEmoji => "CustomEmoji",
        _ => "BlockQuote",
    };
    format!("Can't find end of {kind} entity at byte offset {}", open.began)
}

fn is_reserved(byte: u8) -> String {
    format!("Character '{}' is reserved and must be escaped with the preceding '\\'", char::from(byte))
}

impl Reader {
    fn plain(&mut self, byte: u8) {
        self.output.push(byte);
        if byte != b'\r' && byte & 0xc0 != 0x80 {
            self.line_starts = byte == b'\n';
        }
    }

    fn reserved(&self) -> &'static [u8] {
        match self.open.last() {
            Some(open) if matches!(open.kind, EntityKind::Code | EntityKind::Pre) => b"`",
            _ => RESERVED,
        }
    }

    /// Whether what stands here ends the innermost entity.
    fn ends(&self, source: &Source<'_>) -> bool {
        let Some(open) = self.open.last() else { return false };
        let byte = source.peek(0);
        if self.in_quote && byte == b'\n' && source.peek(1) != b'>' {
            return true;
        }
        match open.kind {
            EntityKind::Bold => byte == b'*',
            EntityKind::Italic => byte == b'_' && source.peek(1) != b'_',
            EntityKind::Underline => source.starts_with(b"__"),
            EntityKind::Strikethrough => byte == b'~',
            EntityKind::Spoiler => source.starts_with(b"||"),
            EntityKind::Code => byte == b'`',
            EntityKind::Pre => source.starts_with(b"```"),
            EntityKind::TextLink | EntityKind::CustomEmoji => byte == b']',
            _ => false,
        }
    }

    fn start(&mut self, source: &mut Source<'_>) -> Result<(), String> {
        let began = source.at;
        let byte = source.peek(0);
        let (kind, width) = match byte {
            b'_' if source.peek(1) == b'_' => (EntityKind::Underline, 2),
            b'_' => (EntityKind::Italic, 1),
            b'*' => (EntityKind::Bold, 1),
            b'~' => (EntityKind::Strikethrough, 1),
            b'|' if source.peek(1) == b'|' => (EntityKind::Spoiler, 2),
            b'[' => (EntityKind::TextLink, 1),
            b'`' if source.starts_with(b"```") => (EntityKind::Pre, 3),
            b'`' => (EntityKind::Code, 1),
            b'!' if source.peek(1) == b'[' => (EntityKind::CustomEmoji, 2),
            b'\n' => {
                self.plain(byte);
                source.at += 1;
                return Ok(());
            }
            b'>' if self.line_starts && self.in_quote => {
                source.at += 1;
                return Ok(());
            }
            b'>' if self.line_starts => {
                self.in_quote = true;
                (EntityKind::Blockquote, 1)
            }
            _ => return Err(is_reserved(byte)),
        };
        source.at += width;
        let language = if kind == EntityKind::Pre { source.take_language() } else { String::new() };
        let (offset, place) = (self.output.length, self.output.bytes.len());
        self.open.push(Open { kind, language, offset, began, place });
        Ok(())
    }

    fn close(&mut self, source: &mut Source<'_>) -> Result<(), String> {
        let Some(open) = self.open.pop() else { return Ok(()) };
        if source.peek(0) == b'\n' {
            return self.close_quote_at_line_end(open, source);
        }
        let length = self.output.length - open.offset;
        let mut entity = Some(Entity::new(open.kind, open.offset, length)).filter(|_| length > 0);
        match open.kind {
            EntityKind::Underline | EntityKind::Spoiler => source.at += 2,
            EntityKind::Pre => {
                source.at += 3;
                entity = entity.map(|entity| entity.with_argument(open.language));
            }
            EntityKind::TextLink => {
                source.at += 1;
                let link = match source.peek(0) == b'(' {
                    true => link(source, "a URL")?,
                    false => self.output.since(open.place),
                };
                entity = entity.and_then(|entity| Some(entity.with_argument(checked_link(&link).ok()?)));
            }
            EntityKind::CustomEmoji => {
                source.at += 1;
                let wrong = "Custom emoji entity must contain a tg://emoji URL";
                if source.peek(0) != b'(' {
                    return Err(wrong.to_owned());
                }
                let link = link(source, "a custom emoji URL")?;
                let number = link.strip_prefix("tg://emoji?id=").ok_or(wrong)?;
                entity = entity.map(|entity| entity.with_argument(number.to_owned()));
            }
            _ => source.at += 1,
        }
        self.entities.extend(entity);
        Ok(())
    }

    /// A line that does not go on with `>` ends the quotation; `||` right before its end makes it expandable.
    fn close_quote_at_line_end(&mut self, open: Open, source: &mut Source<'_>) -> Result<(), String> {
        let (quote, kind) = match open.kind {
            EntityKind::Blockquote => (open, EntityKind::Blockquote),
            EntityKind::Spoiler if open.began + 2 == source.at => {
                let outer = self.open.pop().filter(|outer| outer.kind == EntityKind::Blockquote);
                (outer.ok_or_else(|| no_end(&open))?, EntityKind::ExpandableBlockquote)
            }
            _ => return Err(no_end(&open)),
        };
        self.plain(b'\n');
        source.at += 1;
        self.in_quote = false;
        let length = self.output.length - quote.offset;
        self.entities.push(Entity::new(kind, quote.offset, length));
        Ok(())
    }

    /// The end of the text ends a quotation as well.
    fn close_quote(&mut self, text_bytes: usize) {
        if !self.in_quote {
            return;
        }
        let expandable =
            self.open.last().is_some_and(|open| open.kind == EntityKind::Spoiler && open.began + 2 == text_bytes);
        if expandable {
            self.open.pop();
        }
        if let Some(quote) = self.open.pop_if(|open| open.kind == EntityKind::Blockquote) {
            let kind = if expandable { EntityKind::ExpandableBlockquote } else { EntityKind::Blockquote };
            let length = self.output.length - quote.offset;
            self.entities.extend(Some(Entity::new(kind, quote.offset, length)).filter(|_| length > 0));
        }
    }
}

/// Reads a link in parentheses.
fn link(source: &mut Source<'_>, what: &str) -> Result<String, String> {
    source.at += 1;
    let began = source.at;
    let mut link = Output::default();
    while !source.ended() && source.peek(0) != b')' {
        if source.peek(0) == b'\\' && (1..=126).contains(&source.peek(1)) {
            source.at += 1;
        }
        link.push(source.peek(0));
        source.at += 1;
    }
    if source.ended() {
        return Err(format!("Can't find end of {what} at byte offset {began}"));
    }
    source.at += 1;
    Ok(link.into_text())
}
