//! The tools that put tags on rows, take them off, and list them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::filter::Filter;
use super::which::{Chosen, Which};
use super::{Access, Context, Tool, ToolError};
use crate::domain::{ActionId, Tag, TransactionId};
use crate::store::actions::ActionKind;
use crate::store::tags::TagStep;
use crate::text;

/// Tags of one row: more fit no line.
pub(super) const TAGS_OF_ROW_MAX: u16 = 10;
/// Tags of a book: more nobody finds again.
const TAGS_MAX: usize = 200;

/// Put a tag on rows, or take it off.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TagRows {
    /// Which rows. A payee's rows to come get the tag as well.
    pub rows: Which,
    /// One word, with or without a `#`.
    #[schemars(with = "String")]
    pub tag: Tag,
    /// Take it off instead.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub remove: bool,
}

/// What was tagged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tagged {
    /// The step that undo takes back.
    pub action: ActionId,
    pub tag: Tag,
    pub removed: bool,
    /// A payee's name, or a number of rows.
    pub what: String,
    /// Rows that changed; those that stood so already are not among them.
    pub rows: u64,
    /// The payee's rows to come get it too, or do not any more.
    pub rows_to_come: bool,
}

impl Tool for TagRows {
    const NAME: &'static str = "tag_rows";
    const DESCRIPTION: &'static str = "Put a tag such as #holiday on rows beside their category, or take it off: single rows by \
        id, all rows of a merchant and those to come, or the rows of a filter. Filters, sums and budgets take tags. One step, \
        which undo takes back.";
    const ACCESS: Access = Access::Write;
    type Output = Tagged;

    async fn run(self, context: &mut Context) -> Result<Tagged, ToolError> {
        let (texts, vocabulary) = (context.texts, context.vocabulary().await?);
        let Self { rows, tag, remove } = self;
        if !remove && !vocabulary.tags.contains(&tag) && vocabulary.tags.len() >= TAGS_MAX {
            return Err(ToolError::refused(text!(texts, "tags-too-many", most = TAGS_MAX.to_string())));
        }
        let Chosen { rows, payees, what } = rows.choose(context).await?;
        if rows.is_empty() && payees.is_empty() {
            return Err(ToolError::not_found(text!(texts, "tags-no-rows")));
        }
        let payees: Vec<String> = vocabulary
            .merchants
            .iter()
            .filter(|known| payees.contains(&known.id))
            .map(|known| known.key.clone())
            .collect();
        let step = if remove { TagStep::Removed } else { TagStep::Put };
        change(step, tag, (&rows, &payees), what, context).await
    }
}

/// Keeps the step: of these rows, and of the rows to come of these payees, by key.
async fn change(
    step: TagStep,
    tag: Tag,
    (rows, payees): (&[TransactionId], &[String]),
    what: String,
    context: &mut Context,
) -> Result<Tagged, ToolError> {
    let (texts, now) = (context.texts, context.now);
    let summary = match step {
        TagStep::Put => text!(texts, "step-tag", what = what, tag = tag.to_string()),
        TagStep::Removed => text!(texts, "step-untag", what = what, tag = tag.to_string()),
    };
    let book = context.book().await?;
    let action = book.insert_action(ActionKind::Tag, &summary, None, now).await?;
    let tags = std::slice::from_ref(&tag);
    let changed = book.change_tags((action, step), rows, tags, TAGS_OF_ROW_MAX.into(), now).await?;
    book.change_payee_tag((action, step), payees, &tag, now).await?;
    book.enqueue_look(now).await?;
    context.words_changed();
    let removed = step == TagStep::Removed;
    Ok(Tagged { action, tag, removed, what, rows: changed, rows_to_come: !payees.is_empty() })
}

/// Forget a tag: no row and no payee has it any more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RemoveTag {
    #[schemars(with = "String")]
    pub tag: Tag,
}

impl Tool for RemoveTag {
    const NAME: &'static str = "remove_tag";
    const DESCRIPTION: &'static str =
        "Take a tag off every row and payee that has it. One step, which undo takes back. A budget for it stays.";
    const ACCESS: Access = Access::Write;
    type Output = Tagged;

    async fn run(self, context: &mut Context) -> Result<Tagged, ToolError> {
        let (texts, Self { tag }) = (context.texts, self);
        let filter = Filter { tags: vec![tag.clone()], ..Filter::default() };
        let Chosen { rows, what, .. } = Which::Matching(Box::new(filter)).choose(context).await?;
        let payees = context.book().await?.payees_with_tag(&tag).await?;
        if rows.is_empty() && payees.is_empty() {
            return Err(ToolError::not_found(text!(texts, "tag-unused", tag = tag.to_string())));
        }
        change(TagStep::Removed, tag, (&rows, &payees), what, context).await
    }
}

/// List the tags.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tags {}

/// A tag, and how many rows carry it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UsedTag {
    pub tag: Tag,
    pub rows: u64,
}

impl Tool for Tags {
    const NAME: &'static str = "tags";
    const DESCRIPTION: &'static str =
        "The user's tags, such as #holiday, with the number of rows that carry each, most first.";
    const ACCESS: Access = Access::Read;
    type Output = Vec<UsedTag>;

    async fn run(self, context: &mut Context) -> Result<Vec<UsedTag>, ToolError> {
        let (known, mut used) = (context.vocabulary().await?.tags.clone(), Vec::new());
        for tag in context.book().await?.tags().await? {
            used.push(UsedTag { tag: tag.tag, rows: tag.rows.unsigned_abs() });
        }
        // A payee or a budget may have one that no row carries yet.
        let unused = known.into_iter().filter(|tag| used.iter().all(|other| other.tag != *tag)).collect::<Vec<_>>();
        used.extend(unused.into_iter().map(|tag| UsedTag { tag, rows: 0 }));
        Ok(used)
    }
}
