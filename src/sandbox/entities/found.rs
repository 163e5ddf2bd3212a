//! Entities that are found by themselves: commands, mentions, tags, addresses.

use super::{Entity, EntityKind};

/// Longest command that is taken for one.
const COMMAND_LENGTH_MAX: usize = 64;
const USERNAME_LENGTHS: std::ops::RangeInclusive<usize> = 3..=32;
const CASHTAG_LENGTHS: std::ops::RangeInclusive<usize> = 1..=8;
const HASHTAG_LENGTH_MAX: usize = 256;
/// Endings by which a bare host is taken for a link; Telegram knows them all, these are the ones that people write.
const HOST_ENDINGS: [&str; 28] = [
    "com", "org", "net", "io", "dev", "app", "me", "info", "co", "ai", "de", "uk", "eu", "fr", "es", "it", "nl", "ch",
    "at", "in", "us", "ru", "ng", "br", "pl", "se", "ca", "au",
];

/// Everything that is found in a text, in order and without overlaps.
pub(crate) fn find(text: &str) -> Vec<Entity> {
    if !text.bytes().any(|byte| matches!(byte, b'/' | b'@' | b'#' | b'$' | b'.' | b':')) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut offset = 0;
    let mut before = None;
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match before.is_none_or(|character: char| !is_word(character)) {
            true => starting(rest, first, before),
            false => None,
        };
        match length {
            Some((kind, bytes)) => {
                let (this, next) = rest.split_at_checked(bytes).unwrap_or((rest, ""));
                let units = super::utf16_length(this);
                found.push(Entity::new(kind, offset, units));
                offset += units;
                before = this.chars().next_back();
                rest = next;
            }
            None => {
                offset += first.len_utf16();
                before = Some(first);
                rest = rest.get(first.len_utf8()..).unwrap_or_default();
            }
        }
    }
    found
}

/// What starts right here, and how many bytes it has.
fn starting(rest: &str, first: char, before: Option<char>) -> Option<(EntityKind, usize)> {
    match first {
        '/' if before != Some('/') && before != Some('<') => command(rest),
        '@' => mention(rest),
        '#' => hashtag(rest),
        '$' => cashtag(rest),
        _ if first.is_ascii_alphanumeric() => address(rest),
        _ => None,
    }
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// How many bytes of letters, digits and underscores stand behind the first byte.
fn name_length(rest: &str) -> usize {
    let name = rest.get(1..).unwrap_or_default();
    name.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count()
}

/// Whether a word goes on at this byte.
fn goes_on(rest: &str, at: usize) -> bool {
    rest.get(at..).and_then(|rest| rest.chars().next()).is_some_and(is_word)
}

fn command(rest: &str) -> Option<(EntityKind, usize)> {
    let name = name_length(rest);
    if name == 0 || name > COMMAND_LENGTH_MAX {
        return None;
    }
    let mut end = 1 + name;
    let behind = rest.get(end..)?;
    if behind.starts_with('@') && USERNAME_LENGTHS.contains(&name_length(behind)) {
        end += 1 + name_length(behind);
    }
    let followed = goes_on(rest, end) || rest.get(end..).is_some_and(|rest| rest.starts_with('/'));
    (!followed).then_some((EntityKind::BotCommand, end))
}

fn mention(rest: &str) -> Option<(EntityKind, usize)> {
    let name = name_length(rest);
    let end = 1 + name;
    (USERNAME_LENGTHS.contains(&name) && !goes_on(rest, end)).then_some((EntityKind::Mention, end))
}

fn hashtag(rest: &str) -> Option<(EntityKind, usize)> {
    let name: String = rest.chars().skip(1).take_while(|character| is_word(*character)).collect();
    let worthy = name.chars().any(|character| !character.is_ascii_digit()) && name.len() <= HASHTAG_LENGTH_MAX;
    worthy.then_some((EntityKind::Hashtag, 1 + name.len()))
}

fn cashtag(rest: &str) -> Option<(EntityKind, usize)> {
    let name = rest.bytes().skip(1).take_while(u8::is_ascii_uppercase).count();
    (CASHTAG_LENGTHS.contains(&name) && !goes_on(rest, 1 + name)).then_some((EntityKind::Cashtag, 1 + name))
}

/// A link, with or without scheme, or an e-mail address.
fn address(rest: &str) -> Option<(EntityKind, usize)> {
    let end = rest.find(|character: char| character.is_whitespace() || "<>\"«»".contains(character));
    let token = rest.get(..end.unwrap_or(rest.len()))?;
    let lower = token.get(..8).unwrap_or(token).to_ascii_lowercase();
    let scheme = ["http://", "https://"].into_iter().find(|scheme| lower.starts_with(scheme));
    let token = token.trim_end_matches(['.', ',', ':', ';', '!', '?', '\'', ')', ']']);
    if let Some(scheme) = scheme {
        return (token.len() > scheme.len()).then_some((EntityKind::Url, token.len()));
    }
    let host_end = token.find(|character: char| !(character.is_ascii_alphanumeric() || ".-_+@".contains(character)));
    let head = token.get(..host_end.unwrap_or(token.len()))?;
    if let Some((name, host)) = head.split_once('@') {
        return (!name.is_empty() && is_host(host)).then_some((EntityKind::Email, head.len()));
    }
    let head = head.trim_end_matches('.');
    if !is_host(head) {
        return None;
    }
    // A bare host may be followed by a path.
    let with_path = token.get(head.len()..).is_some_and(|rest| rest.starts_with(['/', '?', ':']));
    Some((EntityKind::Url, if with_path { token.len() } else { head.len() }))
}

fn is_host(host: &str) -> bool {
    let mut parts = host.rsplit('.');
    let ending = parts.next().unwrap_or_default().to_ascii_lowercase();
    let is_label =
        |label: &str| !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let labels: Vec<&str> = parts.collect();
    HOST_ENDINGS.contains(&ending.as_str()) && !labels.is_empty() && labels.into_iter().all(is_label)
}
