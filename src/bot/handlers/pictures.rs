//! Pictures of figures: asked of a tool, drawn off the loop's threads.

use crate::bot::charts::{CategoryShares, Picture, Share, category_shares};
use crate::bot::turn::Turn;
use crate::domain::Category;
use crate::tools::filter::Filter;
use crate::tools::summarise::{GROUPS_MAX, GroupBy, Measure, Order, Summarise, Summary};
use crate::tools::{Tool as _, ToolError};

/// Where the money of these rows went, in the currency with the most rows; `None` when nothing was spent, or when it cannot be
/// drawn: the words beside it have the figures.
pub(super) async fn shares(turn: &mut Turn, filter: Filter, subtitle: String) -> Result<Option<Picture>, ToolError> {
    let summarise = Summarise {
        filter,
        measure: Measure::Spending,
        per: None,
        group_by: Some(GroupBy::Category),
        order: Order::Largest,
        limit: Some(GROUPS_MAX),
        against: None,
    };
    let summary = summarise.call(turn.context().await?).await?;
    Ok(shares_of(&summary, subtitle).await)
}

/// As [`shares`], of spending that was asked for by category already.
pub(super) async fn shares_of(summary: &Summary, subtitle: String) -> Option<Picture> {
    let total = summary.totals.first()?;
    let shares: Vec<Share> = summary
        .groups
        .iter()
        .filter(|group| group.currency == total.currency)
        .map(|group| Share {
            label: group.key.clone(),
            category: Category::ALL
                .into_iter()
                .find(|category| category.name() == group.key)
                .unwrap_or(Category::Other),
            amount: group.value,
        })
        .collect();
    let input = CategoryShares { subtitle, currency: total.currency, total: total.value, shares };
    match tokio::task::spawn_blocking(move || category_shares(&input)).await {
        Ok(Ok(picture)) => Some(picture),
        Ok(Err(error)) => {
            tracing::error!(%error, "a picture could not be drawn");
            None
        }
        Err(_) => {
            tracing::error!("drawing a picture panicked");
            None
        }
    }
}
