//! The tool that gives an account another name. Files lead to the account by what they themselves call it, as before.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::account_card::gone;
use super::{Access, Context, Tool, ToolError};
use crate::domain::{AccountId, ActionId};
use crate::store::actions::ActionKind;
use crate::text;
use crate::texts::Texts;

/// A name longer than this fits no button.
pub const NAME_CHARS_MAX: usize = 40;

/// Give an account another name.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RenameAccount {
    #[schemars(with = "String")]
    pub account: AccountId,
    /// 1 to 40 characters.
    pub name: String,
}

/// What an account was called and is called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RenamedAccount {
    /// The step that undo takes back.
    pub action: ActionId,
    pub before: String,
    pub after: String,
}

impl Tool for RenameAccount {
    const NAME: &'static str = "rename_account";
    const DESCRIPTION: &'static str = "Give one of the user's accounts, named by its id, another name of 1 to 40 characters. One \
        step, which undo takes back.";
    const ACCESS: Access = Access::Write;
    type Output = RenamedAccount;

    async fn run(self, context: &mut Context) -> Result<RenamedAccount, ToolError> {
        let (now, texts) = (context.now, context.texts);
        let after = name(&self.name, texts)?;
        let book = context.book().await?;
        book.lock_imports().await?;
        let accounts = book.accounts().await?;
        let Some(account) = accounts.iter().find(|account| account.id == self.account) else { return Err(gone(texts)) };
        let same = |other: &str| other.to_lowercase() == after.to_lowercase();
        if accounts.iter().any(|other| other.id != account.id && same(&other.name)) {
            return Err(ToolError::refused(text!(texts, "account-name-taken", name = after)));
        }
        if account.name == after {
            return Err(ToolError::refused(text!(texts, "account-name-same", name = after)));
        }
        let before = account.name.clone();
        let summary = text!(texts, "step-rename", before = before, after = after);
        let action = book.insert_action(ActionKind::Rename, &summary, None, now).await?;
        book.rename_account(self.account, &after, action, now).await?;
        context.words_changed();
        Ok(RenamedAccount { action, before, after })
    }
}

/// The words as a name: one line, single spaces.
fn name(text: &str, texts: &Texts) -> Result<String, ToolError> {
    let plain: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    let name = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() || name.chars().count() > NAME_CHARS_MAX {
        let words = text!(texts, "account-name-length", min = "1", max = NAME_CHARS_MAX.to_string());
        return Err(ToolError::invalid(words));
    }
    Ok(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::texts::Language;

    #[test]
    fn a_name_is_one_line_of_bounded_length() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(name(text, Language::default().texts()).ok().as_deref(), expected, "{text}");
        };
        check("  Joint \n account ", Some("Joint account"));
        check("é", Some("é"));
        check(&"é".repeat(40), Some("é".repeat(40).as_str()));
        check(&"é".repeat(41), None);
        check(" \t ", None);
        check("", None);
    }
}
