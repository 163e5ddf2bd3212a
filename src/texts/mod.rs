//! What farthing says, by language: catalogues in Project Fluent's format (`assets/texts/LANGUAGE/*.ftl`), compiled in.
//!
//! A message gets its arguments as they are to be shown: amounts, dates and names. An argument called `count` is a whole
//! number instead, so that the catalogue chooses the plural. One that is empty disappears with the space, or the line, that
//! it stood on: `{ $when }` may be left out of a sentence without a second sentence.
//!
//! **Invariant:** no text holds a figure, and nothing here fails: a message or argument that is missing shows by name and in
//! the logs. A test holds every use in the source against the catalogues.

#[cfg(test)]
mod tests;

use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

/// The catalogues of one language.
macro_rules! catalogues {
    ($code:literal) => {
        catalogues!(
            $code: "accounts", "admin", "alerts", "answers", "budgets", "charts", "chat", "goals", "import", "mail", "menu", "notifications", "overview", "recording", "rows",
            "security", "settings", "summaries", "tags", "tools", "wallet"
        )
    };
    ($code:literal: $($file:literal),+) => {
        &[$(include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/texts/", $code, "/", $file, ".ftl"))),+]
    };
}

/// Declares the languages: each is a folder of catalogues.
macro_rules! languages {
    ($($(#[$meta:meta])* $name:ident = $code:literal),+ $(,)?) => {
        /// A language that farthing speaks.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub enum Language {
            $($(#[$meta])* $name),+
        }

        impl Language {
            /// Every language.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// What is said in it; the catalogues are read once.
            pub fn texts(self) -> &'static Texts {
                match self {
                    $(Self::$name => {
                        static TEXTS: LazyLock<Texts> =
                            LazyLock::new(|| Texts::new($code, catalogues!($code)));
                        &TEXTS
                    })+
                }
            }
        }
    };
}

languages! {
    #[default]
    English = "en",
}

/// Stands for an empty argument until the sentence is whole. Texts hold no NUL, because Postgres takes none; one that did would
/// lose it.
const EMPTY: char = '\0';

/// What is said in one language.
pub struct Texts {
    bundle: FluentBundle<FluentResource>,
}

/// One argument of a message.
#[derive(Clone, Copy, Debug)]
pub enum Argument<'a> {
    /// Shown as it is.
    Text(&'a str),
    /// Chooses the plural.
    Count(u64),
}

impl std::fmt::Debug for Texts {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_tuple("Texts").field(&self.bundle.locales).finish()
    }
}

impl Texts {
    fn new(code: &str, catalogues: &[&str]) -> Self {
        let mut bundle = FluentBundle::new_concurrent(vec![code.parse().unwrap_or_default()]);
        // Isolating marks show as boxes on some phones and would not compare equal.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(whole_number));
        for catalogue in catalogues {
            let resource = FluentResource::try_new((*catalogue).to_owned()).unwrap_or_else(|(rest, errors)| {
                tracing::error!(code, ?errors, "a catalogue has messages that cannot be read");
                rest
            });
            if let Err(errors) = bundle.add_resource(resource) {
                tracing::error!(code, ?errors, "a message stands in the catalogues twice");
            }
        }
        Self { bundle }
    }

    /// The message with its arguments. Call it through [`text!`](crate::text), so that the catalogues are held against the use.
    pub fn say(&self, key: &'static str, arguments: &[(&'static str, Argument<'_>)]) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|message| message.value()) else {
            tracing::error!(key, "a message is missing from the catalogues");
            return format!("[{key}]");
        };
        let mut values = FluentArgs::with_capacity(arguments.len());
        for (name, argument) in arguments {
            match argument {
                Argument::Text("") => values.set(*name, "\0"),
                Argument::Text(text) => values.set(*name, *text),
                Argument::Count(count) => values.set(*name, *count),
            }
        }
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, Some(&values), &mut errors);
        if !errors.is_empty() {
            tracing::error!(key, ?errors, "a message does not fit its arguments");
        }
        if text.contains(EMPTY) { without_gaps(&text) } else { text.into_owned() }
    }
}

/// Takes empty arguments out, each with the space before it (behind it, where it begins a line), or with its line when nothing
/// else stands there.
fn without_gaps(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(letter) = rest.next() {
        if letter != EMPTY {
            out.push(letter);
            continue;
        }
        let begins_line = out.is_empty() || out.ends_with('\n');
        let ends_line = matches!(rest.peek(), None | Some('\n'));
        if out.ends_with(' ') || begins_line && ends_line && !out.is_empty() {
            out.pop();
        } else if begins_line {
            rest.next_if(|next| matches!(next, ' ' | '\n'));
        }
    }
    out
}

/// `1,234`: how a `count` is shown.
fn whole_number<M>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    match value {
        // Counts are whole and far below what a float holds exactly.
        FluentValue::Number(number) => Some(thousands(&format!("{:.0}", number.value))),
        _ => None,
    }
}

/// Digits with commas between thousands.
pub fn thousands(digits: &str) -> String {
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `text!(texts, "answer-spent", value = amount, count = rows)`: a message of the catalogues. The key is a literal; `count` is
/// a `u64`, every other argument a string.
#[macro_export]
macro_rules! text {
    (@ count $value:expr) => { $crate::texts::Argument::Count($value) };
    (@ $name:ident $value:expr) => { $crate::texts::Argument::Text(::core::convert::AsRef::<str>::as_ref(&$value)) };
    ($texts:expr, $key:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $texts.say($key, &[$((stringify!($name), $crate::text!(@ $name $value))),*])
    };
}
