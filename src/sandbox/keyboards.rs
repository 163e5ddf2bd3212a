//! The markup below a message: inline keyboards, reply keyboards, their removal and forced replies.

use serde_json::{Map, Value};

use super::answer::{ApiError, bad_request};
use super::arguments::Arguments;
use super::entities::checked_link;

/// Telegram's limits.
const CALLBACK_DATA_BYTES_MAX: usize = 64;
const COPY_TEXT_LENGTH_MAX: usize = 256;
const BUTTONS_MAX: usize = 100;

/// What stands below a message.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Markup {
    None,
    /// Stays on the message, and bots see it there.
    Inline(Value),
    /// Changes the person's keyboard; such a message cannot be edited.
    Keyboard(Value),
}

impl Markup {
    /// The inline keyboard, if it is one.
    pub(super) fn inline(self) -> Option<Value> {
        match self {
            Self::Inline(keyboard) => Some(keyboard),
            Self::None | Self::Keyboard(_) => None,
        }
    }
}

/// Reads and checks `reply_markup`.
pub(super) fn read(arguments: &Arguments) -> Result<Markup, ApiError> {
    read_with(arguments, inline_button)
}

/// As [`read`], below an invoice: the first button pays.
pub(super) fn read_below_invoice(arguments: &Arguments) -> Result<Markup, ApiError> {
    let pays = |button: &Value| button.get("pay").and_then(Value::as_bool) == Some(true);
    let markup = read_with(arguments, |button| match button {
        Value::Object(fields) if pays(button) => label(fields, "inline keyboard button").map(|()| button.clone()),
        other => inline_button(other),
    })?;
    let first = |keyboard: &Value| keyboard.pointer("/inline_keyboard/0/0").is_some_and(pays);
    match &markup {
        Markup::None => Ok(markup),
        Markup::Inline(keyboard) if first(keyboard) => Ok(markup),
        Markup::Inline(_) | Markup::Keyboard(_) => Err(bad_request("REPLY_MARKUP_BUY_EMPTY")),
    }
}

fn read_with(
    arguments: &Arguments,
    inline_button: impl Fn(&Value) -> Result<Value, ApiError>,
) -> Result<Markup, ApiError> {
    let markup = match arguments.structure("reply_markup") {
        Ok(None) => return Ok(Markup::None),
        Ok(Some(markup)) => markup.into_owned(),
        Err(_) => return Err(bad_request("can't parse reply keyboard markup JSON object")),
    };
    let Value::Object(fields) = &markup else { return Err(bad_request("object expected as reply markup")) };
    if let Some(keyboard) = fields.get("inline_keyboard") {
        let keyboard = rows(keyboard, "inline_keyboard", inline_button)?;
        let inline = |rows: Vec<Value>| Value::Object(Map::from_iter([("inline_keyboard".to_owned(), rows.into())]));
        return Ok(if keyboard.is_empty() { Markup::None } else { Markup::Inline(inline(keyboard)) });
    }
    for name in ["remove_keyboard", "force_reply", "selective", "one_time_keyboard", "resize_keyboard", "is_persistent"]
    {
        if fields.get(name).is_some_and(|value| !value.is_boolean() && !value.is_null()) {
            return Err(bad_request(format!("field \"{name}\" must be of type Boolean")));
        }
    }
    let on = |name: &str| fields.get(name).and_then(Value::as_bool) == Some(true);
    if let Some(keyboard) = fields.get("keyboard") {
        let keyboard = rows(keyboard, "keyboard", reply_button)?;
        let mut fields = fields.clone();
        fields.insert("keyboard".to_owned(), keyboard.into());
        return Ok(Markup::Keyboard(Value::Object(fields)));
    }
    Ok(if on("remove_keyboard") || on("force_reply") { Markup::Keyboard(markup) } else { Markup::None })
}

/// Checks every button; empty rows are left out.
fn rows(
    keyboard: &Value,
    name: &str,
    check: impl Fn(&Value) -> Result<Value, ApiError>,
) -> Result<Vec<Value>, ApiError> {
    let wrong = || bad_request(format!("field \"{name}\" must be of type Array"));
    let mut read = Vec::new();
    let mut buttons = 0;
    for row in keyboard.as_array().ok_or_else(wrong)? {
        let of_arrays = || bad_request(format!("field \"{name}\" must be an Array of Arrays"));
        let row: Vec<Value> = row.as_array().ok_or_else(of_arrays)?.iter().map(&check).collect::<Result<_, _>>()?;
        buttons += row.len();
        if !row.is_empty() {
            read.push(Value::Array(row));
        }
    }
    if buttons > BUTTONS_MAX { Err(bad_request("reply markup is too long")) } else { Ok(read) }
}

fn label(button: &Map<String, Value>, what: &str) -> Result<(), ApiError> {
    match button.get("text") {
        None | Some(Value::Null) => Err(bad_request(format!("can't parse {what}: Can't find field \"text\""))),
        Some(Value::String(text)) if text.trim().is_empty() => Err(bad_request(format!("{what} text is empty"))),
        Some(Value::String(_)) => Ok(()),
        Some(_) => Err(bad_request(format!("can't parse {what}: Field \"text\" must be of type String"))),
    }
}

fn inline_button(button: &Value) -> Result<Value, ApiError> {
    const WHAT: &str = "inline keyboard button";
    let Value::Object(fields) = button else {
        return Err(bad_request("can't parse inline keyboard button: InlineKeyboardButton must be an Object"));
    };
    label(fields, WHAT)?;
    let mut fields: Map<String, Value> = fields
        .iter()
        .filter(|(_, value)| !value.is_null())
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    let nested = |name: &str, inner: &str| fields.get(name).and_then(|value| value.get(inner)).and_then(Value::as_str);
    if let Some(url) = fields.get("url").and_then(Value::as_str).filter(|url| !url.is_empty()) {
        let checked = checked_link(url).map_err(|why| bad_request(format!("{WHAT} URL '{url}' is invalid: {why}")))?;
        fields.insert("url".to_owned(), checked.into());
    } else if let Some(data) = fields.get("callback_data").and_then(Value::as_str).filter(|data| !data.is_empty()) {
        if data.len() > CALLBACK_DATA_BYTES_MAX {
            return Err(bad_request("BUTTON_DATA_INVALID"));
        }
    } else if fields.contains_key("copy_text") {
        let length = nested("copy_text", "text").map_or(0, |text| text.chars().count());
        if !(1..=COPY_TEXT_LENGTH_MAX).contains(&length) {
            return Err(bad_request("BUTTON_COPY_TEXT_INVALID"));
        }
    } else if fields.contains_key("web_app") {
        let url = nested("web_app", "url").unwrap_or_default();
        if !url.starts_with("https://") {
            return Err(bad_request(format!("{WHAT} Web App URL '{url}' is invalid: Only HTTPS links are allowed")));
        }
    } else if fields.contains_key("pay") || fields.contains_key("callback_game") {
        return Err(bad_request("BUTTON_TYPE_INVALID"));
    } else if ![
        "switch_inline_query",
        "switch_inline_query_current_chat",
        "switch_inline_query_chosen_chat",
        "login_url",
    ]
    .iter()
    .any(|name| fields.contains_key(*name))
    {
        return Err(bad_request(format!("can't parse {WHAT}: Text buttons are unallowed in the inline keyboard")));
    }
    Ok(Value::Object(fields))
}

fn reply_button(button: &Value) -> Result<Value, ApiError> {
    match button {
        Value::String(text) => Ok(Value::Object(Map::from_iter([("text".to_owned(), text.clone().into())]))),
        Value::Object(fields) => {
            label(fields, "keyboard button")?;
            Ok(button.clone())
        }
        _ => Err(bad_request("can't parse keyboard button: KeyboardButton must be an Object")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read_value(markup: Value) -> Result<Markup, String> {
        let arguments = Arguments::from_object(Map::from_iter([("reply_markup".to_owned(), markup)]));
        read(&arguments).map_err(|error| error.description)
    }

    #[test]
    fn what_is_taken() {
        let inline = json!({"inline_keyboard": [[{"text": "a", "callback_data": "b"}]]});
        for (markup, expected) in [
            (inline.clone(), Markup::Inline(inline.clone())),
            (json!(inline.to_string()), Markup::Inline(inline.clone())),
            (json!({"inline_keyboard": [[], []]}), Markup::None),
            (json!({"inline_keyboard": [[{"text": "a", "callback_data": "b", "url": null}]]}), Markup::Inline(inline)),
            (json!({}), Markup::None),
            (json!({"force_reply": true}), Markup::Keyboard(json!({"force_reply": true}))),
            (json!({"remove_keyboard": true}), Markup::Keyboard(json!({"remove_keyboard": true}))),
            (json!({"keyboard": [["A"]]}), Markup::Keyboard(json!({"keyboard": [[{"text": "A"}]]}))),
        ] {
            assert_eq!(read_value(markup.clone()), Ok(expected), "{markup}");
        }
    }

    #[test]
    fn what_is_refused() {
        let button = |button: Value| json!({"inline_keyboard": [[button]]});
        for (markup, error) in [
            (json!("{"), "can't parse reply keyboard markup JSON object"),
            (json!([]), "object expected as reply markup"),
            (json!({"inline_keyboard": "bad"}), "field \"inline_keyboard\" must be of type Array"),
            (json!({"inline_keyboard": ["bad"]}), "field \"inline_keyboard\" must be an Array of Arrays"),
            (json!({"keyboard": "bad"}), "field \"keyboard\" must be of type Array"),
            (json!({"force_reply": "yes"}), "field \"force_reply\" must be of type Boolean"),
            (button(json!({"callback_data": "x"})), "can't parse inline keyboard button: Can't find field \"text\""),
            (
                button(json!({"text": "btn", "callback_data": ""})),
                "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
            ),
            (button(json!({"text": "b", "callback_data": "x".repeat(65)})), "BUTTON_DATA_INVALID"),
            (
                button(json!({"text": "b", "url": "not-a-url"})),
                "inline keyboard button URL 'not-a-url' is invalid: Wrong HTTP URL",
            ),
            (
                button(json!({"text": "b", "url": "ftp://example.com"})),
                "inline keyboard button URL 'ftp://example.com' is invalid: Unsupported URL protocol",
            ),
            (button(json!({"text": "b", "copy_text": {"text": ""}})), "BUTTON_COPY_TEXT_INVALID"),
            (button(json!({"text": "b", "pay": true})), "BUTTON_TYPE_INVALID"),
            (
                json!({"inline_keyboard": vec![vec![json!({"text": "b", "callback_data": "x"}); 10]; 11]}),
                "reply markup is too long",
            ),
        ] {
            assert_eq!(read_value(markup.clone()), Err(format!("Bad Request: {error}")), "{markup}");
        }
    }
}
