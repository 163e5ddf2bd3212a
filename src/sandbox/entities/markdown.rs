//! The parse mode `Markdown`, which Telegram keeps for old bots: no nesting, few escapes.

use super::{Entity, EntityKind, Formatted, Output, Source, checked_link};

pub(super) fn parse(text: &str) -> Result<Formatted, String> {
    let mut source = Source::new(text);
    let mut output = Output::default();
    let mut entities = Vec::new();
    while !source.ended() {
        let byte = source.peek(0);
        if byte == b'\\' && b"_*`[".contains(&source.peek(1)) {
            output.push(source.peek(1));
            source.at += 2;
        } else if b"_*`[".contains(&byte) {
            entities.extend(entity(&mut source, &mut output)?);
        } else {
            output.push(byte);
            source.at += 1;
        }
    }
    Ok(Formatted { text: output.into_text(), entities })
}

/// Reads the entity that starts here.
fn entity(source: &mut Source<'_>, output: &mut Output) -> Result<Option<Entity>, String> {
    let began = source.at;
    let mark = source.peek(0);
    let end = if mark == b'[' { b']' } else { mark };
    let is_block = source.starts_with(b"```");
    source.at += if is_block { 3 } else { 1 };
    let language = if is_block { source.take_language() } else { String::new() };
    let (offset, place) = (output.length, output.bytes.len());
    let ends = |source: &Source<'_>| match is_block {
        true => source.starts_with(b"```"),
        false => source.peek(0) == end,
    };
    while !source.ended() && !ends(source) {
        output.push(source.peek(0));
        source.at += 1;
    }
    if source.ended() {
        return Err(format!("Can't find end of the entity starting at byte offset {began}"));
    }
    source.at += if is_block { 3 } else { 1 };
    let length = output.length - offset;
    let whole = |kind| Entity::new(kind, offset, length);
    let read = match mark {
        b'_' => Some(whole(EntityKind::Italic)),
        b'*' => Some(whole(EntityKind::Bold)),
        b'`' if is_block => Some(whole(EntityKind::Pre).with_argument(language)),
        b'`' => Some(whole(EntityKind::Code)),
        _ => {
            let url = match source.peek(0) == b'(' {
                true => {
                    source.at += 1;
                    let url = source.take_while(|byte| byte != b')');
                    source.at += 1;
                    url
                }
                false => output.since(place),
            };
            checked_link(&url).ok().map(|url| whole(EntityKind::TextLink).with_argument(url))
        }
    };
    Ok(read.filter(|entity| entity.length > 0))
}
