//! The tools that make two accounts one: what would happen, and doing it.
//!
//! A row of the one that the other knows too is found by the matcher of the imports, so that merging gives what importing all
//! files into one account would have given.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::account_card::gone;
use super::matching::{Matched, Matcher};
use super::{Access, Context, Tool, ToolError};
use crate::domain::{AccountId, ActionId, KnownAccount};
use crate::store::account_changes::JoinedRows;
use crate::store::actions::ActionKind;
use crate::text;

/// Tell what merging two accounts would do.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PreviewMerge {
    /// The account that becomes part of the other.
    #[schemars(with = "String")]
    pub from: AccountId,
    /// The account that stays.
    #[schemars(with = "String")]
    pub into: AccountId,
}

/// Make one account part of another.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MergeAccounts {
    /// The account that becomes part of the other.
    #[schemars(with = "String")]
    pub from: AccountId,
    /// The account that stays.
    #[schemars(with = "String")]
    pub into: AccountId,
}

/// What merging does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merge {
    /// The names of the two.
    pub from: String,
    pub into: String,
    /// Rows that move.
    pub moved: u64,
    /// Rows that both have: each becomes one.
    pub joined: u64,
    /// Rows of the account that stays, afterwards.
    pub rows_after: u64,
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merged {
    /// The step that undo takes back.
    pub action: ActionId,
    #[serde(flatten)]
    pub merge: Merge,
}

impl Tool for PreviewMerge {
    const NAME: &'static str = "preview_merge";
    const DESCRIPTION: &'static str = "Tell what merging two accounts, named by their ids, would do: how many rows would move and \
        how many both have. Changes nothing.";
    const ACCESS: Access = Access::Read;
    type Output = Merge;

    async fn run(self, context: &mut Context) -> Result<Merge, ToolError> {
        Ok(plan(self.from, self.into, context).await?.0)
    }
}

impl Tool for MergeAccounts {
    const NAME: &'static str = "merge_accounts";
    const DESCRIPTION: &'static str = "Make one account, named by its id, part of another of the same currency: its statements and \
        rows move there, rows that both have become one, and later files of either lead there. One step, which undo takes back.";
    const ACCESS: Access = Access::Write;
    type Output = Merged;

    async fn run(self, context: &mut Context) -> Result<Merged, ToolError> {
        let (now, texts) = (context.now, context.texts);
        context.book().await?.lock_imports().await?;
        let (mut merge, joined) = plan(self.from, self.into, context).await?;
        let book = context.book().await?;
        let summary = text!(texts, "step-merge", from = merge.from, into = merge.into);
        let action = book.insert_action(ActionKind::Merge, &summary, None, now).await?;
        merge.moved = book.merge_accounts(self.from, self.into, &joined, action, now).await?;
        book.enqueue_look(now).await?;
        context.words_changed();
        Ok(Merged { action, merge })
    }
}

/// What merging would do, and which rows are one.
async fn plan(from: AccountId, into: AccountId, context: &mut Context) -> Result<(Merge, JoinedRows), ToolError> {
    let texts = context.texts;
    let book = context.book().await?;
    let accounts = book.accounts().await?;
    let named = |id| accounts.iter().find(|account: &&KnownAccount| account.id == id).ok_or_else(|| gone(texts));
    let (source, target) = (named(from)?, named(into)?);
    if from == into {
        return Err(ToolError::invalid(text!(texts, "account-of-itself")));
    }
    if source.currency != target.currency {
        return Err(ToolError::refused(text!(texts, "account-other-currency")));
    }
    let (lines, known) = (book.rows_of_account(from).await?, book.rows_of_account(into).await?);
    let known_rows = known.len() as u64;
    let matched = Matcher::new(known).match_lines(&lines);
    let mut joined = JoinedRows::default();
    for (line, matched) in lines.iter().zip(matched) {
        if let Matched::Known(kept) = matched {
            joined.gone.push(line.id);
            joined.kept.push(kept);
        }
    }
    let both = joined.gone.len() as u64;
    let moved = lines.len() as u64 - both;
    let merge = Merge {
        from: source.name.clone(),
        into: target.name.clone(),
        moved,
        joined: both,
        rows_after: known_rows + moved,
    };
    Ok((merge, joined))
}
