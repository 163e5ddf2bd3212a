//! The look at a book after something in it changed, or when something was to happen.

use chrono::{DateTime, Utc};

use super::{ToSay, attention};
use crate::domain::{Attention, Zone};
use crate::tools::alerts::{find, next_moment};
use crate::tools::look_ahead::{Ahead, look_ahead};
use crate::tools::{Context, ToolError};

/// What to say now. `since`: rows kept from then on are news.
pub(super) async fn look(context: &mut Context, since: Option<DateTime<Utc>>) -> Result<Vec<ToSay>, ToolError> {
    context.book().await?.lock_looks().await?;
    let ahead = look_ahead(context).await?;
    let alerts = find(context, since, &ahead).await?;
    let zone = context.book().await?.settings().await?.time_zone;
    let chosen = context.book().await?.attention().await?;
    let to_say = attention::to_say(alerts, &chosen, zone, context).await?;
    let next = next_look(&ahead, &chosen, zone, context).await?;
    let now = context.now;
    context.book().await?.set_timed_look(next, now).await?;
    Ok(to_say)
}

/// When time alone brings something to say: a notice that waits, a late salary, a bill.
async fn next_look(
    ahead: &Ahead,
    chosen: &Attention,
    zone: Zone,
    context: &mut Context,
) -> Result<Option<DateTime<Utc>>, ToolError> {
    let (now, today) = (context.now, context.today);
    let notice = context.book().await?.next_notice_at().await?;
    let charges = if chosen.daily { [].as_slice() } else { ahead.charges.as_slice() };
    let day = next_moment(&ahead.income, charges, today).and_then(|day| chosen.summary_at.on(day, zone));
    let next = [notice, day].into_iter().flatten().min();
    // Not before it may be said.
    Ok(next.map(|next| attention::silent_until(chosen, zone, now).map_or(next, |until| next.max(until))))
}
