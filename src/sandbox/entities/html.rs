//! The parse mode `HTML`: the few tags that Telegram knows.

use super::{Entity, EntityKind, Formatted, Output, Source, checked_link};

const TAGS: [&str; 17] = [
    "a",
    "b",
    "strong",
    "i",
    "em",
    "s",
    "strike",
    "del",
    "u",
    "ins",
    "tg-spoiler",
    "tg-emoji",
    "span",
    "pre",
    "code",
    "blockquote",
    "tg-time",
];

/// A tag that is open.
struct Open {
    tag: String,
    /// What its attributes say: a link, a language, that it is expandable.
    argument: String,
    /// UTF-16 units.
    offset: usize,
    /// Bytes.
    place: usize,
}

pub(super) fn parse(text: &str) -> Result<Formatted, String> {
    let mut source = Source::new(text);
    let mut output = Output::default();
    let mut entities = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    while !source.ended() {
        match source.peek(0) {
            b'&' => match character(&mut source) {
                Some(character) => output.push_char(character),
                None => {
                    output.push(b'&');
                    source.at += 1;
                }
            },
            b'<' if source.peek(1) == b'/' => close(&mut source, &output, &mut open, &mut entities)?,
            b'<' => {
                let (tag, argument) = start(&mut source)?;
                open.push(Open { tag, argument, offset: output.length, place: output.bytes.len() });
            }
            byte => {
                output.push(byte);
                source.at += 1;
            }
        }
    }
    match open.last() {
        Some(open) => Err(format!("Can't find end tag corresponding to start tag \"{}\"", open.tag)),
        None => Ok(Formatted { text: output.into_text(), entities: entities.into_iter().map(without_class).collect() }),
    }
}

/// A `<code class="language-…">` that stands in no `<pre>` has no language.
fn without_class(mut entity: Entity) -> Entity {
    if entity.kind == EntityKind::Code {
        entity.language = None;
    }
    entity
}

/// The character that `&name;` or `&#number;` stands for.
fn character(source: &mut Source<'_>) -> Option<char> {
    let from = source.at;
    source.at += 1;
    let read = match source.peek(0) == b'#' {
        true => {
            source.at += 1;
            let hexadecimal = matches!(source.peek(0), b'x' | b'X');
            source.at += usize::from(hexadecimal);
            let digits = source.take_while(|byte| byte.is_ascii_hexdigit());
            u32::from_str_radix(&digits, if hexadecimal { 16 } else { 10 })
                .ok()
                .and_then(char::from_u32)
                .filter(|character| *character != '\0')
        }
        false => match source.take_while(|byte| byte.is_ascii_alphabetic()).as_str() {
            "lt" => Some('<'),
            "gt" => Some('>'),
            "amp" => Some('&'),
            "quot" => Some('"'),
            _ => None,
        },
    };
    match read {
        Some(_) => source.at += usize::from(source.peek(0) == b';'),
        None => source.at = from,
    }
    read
}

/// Reads a start tag: its name and what its attributes say.
fn start(source: &mut Source<'_>) -> Result<(String, String), String> {
    let began = source.at;
    source.at += 1;
    let tag = source.take_while(|byte| !byte.is_ascii_whitespace() && byte != b'>').to_ascii_lowercase();
    if source.ended() {
        return Err(format!("Unclosed start tag at byte offset {began}"));
    }
    if !TAGS.contains(&tag.as_str()) {
        return Err(format!("Unsupported start tag \"{tag}\" at byte offset {began}"));
    }
    let mut argument = String::new();
    loop {
        source.take_while(|byte| byte.is_ascii_whitespace());
        if source.peek(0) == b'>' {
            source.at += 1;
            break;
        }
        let (name, value) = attribute(source, &tag, began)?;
        let class = |prefix: &str| value.strip_prefix(prefix).map(str::to_owned);
        let said = match (tag.as_str(), name.as_str()) {
            ("a", "href") | ("tg-emoji", "emoji-id") => Some(value),
            ("code", "class") => class("language-"),
            ("span", "class") => class("tg-"),
            ("blockquote", "expandable") => Some("expandable".to_owned()),
            _ => None,
        };
        argument = said.unwrap_or(argument);
    }
    match tag == "span" && argument != "spoiler" {
        true => Err(format!("Tag \"span\" must have class \"tg-spoiler\" at byte offset {began}")),
        false => Ok((tag, argument)),
    }
}

/// Reads one attribute and its value.
fn attribute(source: &mut Source<'_>, tag: &str, began: usize) -> Result<(String, String), String> {
    let unclosed = || format!("Unclosed start tag \"{tag}\" at byte offset {began}");
    let name = source.take_while(|byte| !byte.is_ascii_whitespace() && !b"=>/\"'".contains(&byte));
    if name.is_empty() {
        return Err(format!("Empty attribute name in the tag \"{tag}\" at byte offset {began}"));
    }
    source.take_while(|byte| byte.is_ascii_whitespace());
    if source.ended() {
        return Err(unclosed());
    }
    if source.peek(0) != b'=' {
        return Ok((name, String::new()));
    }
    source.at += 1;
    source.take_while(|byte| byte.is_ascii_whitespace());
    if source.ended() {
        return Err(unclosed());
    }
    let quote = source.peek(0);
    let value = match matches!(quote, b'\'' | b'"') {
        true => {
            source.at += 1;
            quoted(source, quote)
        }
        false => {
            let from = source.at;
            let value = source.take_while(|byte| byte.is_ascii_alphanumeric() || b".-".contains(&byte));
            if !source.peek(0).is_ascii_whitespace() && source.peek(0) != b'>' {
                return Err(format!("Unexpected end of name token at byte offset {from}"));
            }
            value.to_ascii_lowercase()
        }
    };
    match source.ended() {
        true => Err(format!("Unclosed start tag at byte offset {began}")),
        false => Ok((name, value)),
    }
}

/// Reads a value up to its closing quote.
fn quoted(source: &mut Source<'_>, quote: u8) -> String {
    let mut value = Output::default();
    while !source.ended() && source.peek(0) != quote {
        match (source.peek(0) == b'&').then(|| character(source)).flatten() {
            Some(character) => value.push_char(character),
            None => {
                value.push(source.peek(0));
                source.at += 1;
            }
        }
    }
    source.at += 1;
    value.into_text()
}

/// Reads an end tag and closes what it ends.
fn close(
    source: &mut Source<'_>,
    output: &Output,
    open: &mut Vec<Open>,
    entities: &mut Vec<Entity>,
) -> Result<(), String> {
    let began = source.at;
    let Some(last) = open.pop() else { return Err(format!("Unexpected end tag at byte offset {began}")) };
    source.at += 2;
    let tag = source.take_while(|byte| !byte.is_ascii_whitespace() && byte != b'>').to_ascii_lowercase();
    source.take_while(|byte| byte.is_ascii_whitespace());
    if source.peek(0) != b'>' {
        return Err(format!("Unclosed end tag at byte offset {began}"));
    }
    source.at += 1;
    if !tag.is_empty() && tag != last.tag {
        let expected = &last.tag;
        return Err(format!(
            "Unmatched end tag at byte offset {began}, expected \"</{expected}>\", found \"</{tag}>\""
        ));
    }
    if output.length > last.offset {
        let inner = entities.pop();
        entities.extend(closed(last, inner, output)?);
    }
    Ok(())
}

/// The entity of a closed tag; `pre` and `code` around the same text become one.
fn closed(open: Open, inner: Option<Entity>, output: &Output) -> Result<Vec<Entity>, String> {
    let whole = |kind| Entity::new(kind, open.offset, output.length - open.offset);
    let same = |inner: &Entity, kind| {
        inner.kind == kind && inner.offset == open.offset && inner.length == output.length - open.offset
    };
    let entity = match open.tag.as_str() {
        "b" | "strong" => whole(EntityKind::Bold),
        "i" | "em" => whole(EntityKind::Italic),
        "s" | "strike" | "del" => whole(EntityKind::Strikethrough),
        "u" | "ins" => whole(EntityKind::Underline),
        "tg-spoiler" | "span" => whole(EntityKind::Spoiler),
        "blockquote" if open.argument.is_empty() => whole(EntityKind::Blockquote),
        "blockquote" => whole(EntityKind::ExpandableBlockquote),
        "pre" => match inner {
            Some(code) if same(&code, EntityKind::Code) && code.language.is_some() => {
                return Ok(vec![Entity { kind: EntityKind::Pre, ..code }]);
            }
            inner => return Ok(inner.into_iter().chain([whole(EntityKind::Pre)]).collect()),
        },
        "code" => match inner {
            Some(pre) if same(&pre, EntityKind::Pre) && !open.argument.is_empty() => {
                return Ok(vec![pre.with_argument(open.argument)]);
            }
            inner => {
                let language = Some(open.argument.clone()).filter(|language| !language.is_empty());
                let code = Entity { language, ..whole(EntityKind::Code) };
                return Ok(inner.into_iter().chain([code]).collect());
            }
        },
        "tg-emoji" => match open.argument.parse::<i64>() {
            Ok(number) if number != 0 => whole(EntityKind::CustomEmoji).with_argument(open.argument.clone()),
            _ => return Err("Invalid custom emoji identifier specified".to_owned()),
        },
        "a" => {
            let link = if open.argument.is_empty() { output.since(open.place) } else { open.argument.clone() };
            match checked_link(&link) {
                Ok(url) => whole(EntityKind::TextLink).with_argument(url),
                Err(_) => return Ok(inner.into_iter().collect()),
            }
        }
        _ => return Ok(inner.into_iter().collect()),
    };
    Ok(inner.into_iter().chain([entity]).collect())
}
