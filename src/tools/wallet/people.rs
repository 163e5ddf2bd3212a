//! Whom a name means.
//!
//! **Invariant:** a search that finds nobody says the same whether there is no such person, or one who may not be found.

use super::super::{Context, ToolError};
use super::{NAME_CHARS_MAX, one_line};
use crate::domain::TelegramUserId;
use crate::domain::wallet::FarthingId;
use crate::store::wallet::{Payee, Wanted};
use crate::text;

/// People whom a first name can mean: those of a lifetime's dinners.
const COUNTERPARTS_MAX: i64 = 200;

/// How somebody is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whom {
    /// Behind an @.
    Username(String),
    Id(FarthingId),
    /// A shared contact, the sender of a message, a button.
    User(TelegramUserId),
    /// A bare word: somebody whom this person dealt with, else a username.
    Name(String),
}

impl Whom {
    /// `@ana`, `7KQ-M2D-XP4`, `ana`; `None` for what can be no name.
    pub fn read(word: &str) -> Option<Self> {
        let word = word.trim().trim_end_matches([',', '.', '?', '!', ':', ';']);
        let is_name = |name: &str| {
            !name.is_empty()
                && name.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '\''))
        };
        if let Some(name) = word.strip_prefix('@') {
            return is_name(name).then(|| Self::Username(name.to_lowercase()));
        }
        // A name of nine letters may check by chance; it is tried as an id when nobody bears it.
        if let (Ok(id), true) = (word.parse(), word.chars().any(|letter| letter.is_ascii_digit())) {
            return Some(Self::Id(id));
        }
        let starts_well = word.chars().next().is_some_and(char::is_alphabetic);
        (starts_well && is_name(word)).then(|| Self::Name(word.to_lowercase()))
    }
}

/// The one person who is meant, with a name that fits on one line.
///
/// # Errors
/// Nobody or several, in words.
pub async fn resolve(whom: &Whom, context: &mut Context) -> Result<Payee, ToolError> {
    let wanted = match whom {
        Whom::Username(name) => Wanted::Username(name.clone()),
        Whom::Id(id) => Wanted::Id(id.clone()),
        Whom::User(user) => Wanted::User(*user),
        Whom::Name(name) => by_name(name, context).await?,
    };
    let texts = context.texts;
    let book = context.book().await?;
    let found = match (book.find_payee(&wanted).await?, whom) {
        (None, Whom::Name(name)) => match name.parse() {
            Ok(id) => book.find_payee(&Wanted::Id(id)).await?,
            Err(_) => None,
        },
        (found, _) => found,
    };
    let payee = found.ok_or_else(|| ToolError::not_found(text!(texts, "wallet-nobody")))?;
    let name = one_line(&payee.name, NAME_CHARS_MAX);
    let somebody = || text!(texts, "wallet-person-somebody");
    let named = if name.is_empty() { payee.username.clone().unwrap_or_else(somebody) } else { name };
    Ok(Payee { name: named, ..payee })
}

/// A bare word: first those this person dealt with, then usernames.
async fn by_name(name: &str, context: &mut Context) -> Result<Wanted, ToolError> {
    let known = context.book().await?.counterparts(COUNTERPARTS_MAX).await?;
    let bears = |full: &str| full.split_whitespace().any(|part| part.to_lowercase() == name);
    let mut found = known.iter().filter(|(_, full)| bears(full));
    match (found.next(), found.next()) {
        (None, _) => Ok(Wanted::Username(name.to_owned())),
        (Some((user, _)), None) => Ok(Wanted::User(*user)),
        (Some((_, one)), Some((_, other))) => {
            let words = text!(context.texts, "wallet-which-person", one = one, other = other);
            Err(ToolError::invalid(words))
        }
    }
}

/// What the context's person calls themselves, on one line.
pub async fn own_name(context: &mut Context) -> Result<String, ToolError> {
    let book = context.book().await?;
    let me = book.wallet_owner().await?;
    let found = book.find_payee(&Wanted::User(me)).await?;
    let name = found.map(|found| one_line(&found.name, NAME_CHARS_MAX)).unwrap_or_default();
    Ok(if name.is_empty() { text!(context.texts, "wallet-own-name-somebody") } else { name })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_a_digit() -> FarthingId {
        let mut ids = std::iter::repeat_with(FarthingId::random);
        ids.find(|id| id.plain().chars().any(|letter| letter.is_ascii_digit())).unwrap()
    }

    #[test]
    fn words_are_names_or_not() {
        let id = with_a_digit();
        let shown = id.to_string();
        for (word, expected) in [
            ("@Ana", Some(Whom::Username("ana".to_owned()))),
            ("@ana_lima,", Some(Whom::Username("ana_lima".to_owned()))),
            ("Ben", Some(Whom::Name("ben".to_owned()))),
            ("o'neill?", Some(Whom::Name("o'neill".to_owned()))),
            (shown.as_str(), Some(Whom::Id(id))),
            ("@", None),
            ("20", None),
            ("€5", None),
            ("", None),
        ] {
            assert_eq!(Whom::read(word), expected, "{word}");
        }
    }
}
