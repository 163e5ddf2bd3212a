//! Whether an alert is said now, later, with the next summary, or not at all.
//!
//! **Invariant:** each key is noted once, whatever becomes of it, so nothing is said twice.

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::json;

use super::ToSay;
use crate::bot::render::alerts;
use crate::domain::{AlertKind, Attention, MinuteOfDay, NoticeId, Zone};
use crate::store::notices::{NewNotice, Notice, Saying};
use crate::texts::Texts;
use crate::tools::alerts::Alert;
use crate::tools::{Context, ToolError};

/// A second alert of a kind about the same payee within this time is not said.
const SAME_WITHIN: TimeDelta = TimeDelta::days(1);

/// What becomes of an alert.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Now,
    At(DateTime<Utc>),
    WithSummary,
    /// Noted as known.
    Unsaid,
}

/// Notes alerts that are not known yet; what is said of them now, and of those that waited for this moment.
pub(super) async fn to_say(
    found: Vec<Alert>,
    chosen: &Attention,
    zone: Zone,
    context: &mut Context,
) -> Result<Vec<ToSay>, ToolError> {
    let (now, today, texts) = (context.now, context.today, context.texts);
    let mut found = unknown(found, context).await?;
    found.sort_by_key(|alert| rank(alert.kind));
    let book = context.book().await?;
    let midnight = MinuteOfDay::new(0).and_then(|midnight| midnight.on(today, zone)).unwrap_or(now);
    let mut said = book.alerts_said(midnight).await?;
    let silent_until = silent_until(chosen, zone, now);
    let most = i64::from(chosen.alerts_a_day);
    let mut saying: Vec<(NoticeId, String, ToSay)> = Vec::new();
    if silent_until.is_none() {
        let due = book.take_due_notices((most - said).max(0), now).await?;
        for notice in due {
            // Of a row that was taken back meanwhile there is nothing to tell.
            let stands = match notice.row {
                Some(row) => book.row(row).await?.is_some(),
                None => true,
            };
            if stands {
                said += 1;
                saying.push(waited(notice));
            }
        }
    }
    let known = book.said_about(now - SAME_WITHIN).await?;
    let fates = fates(&found, &known, chosen, silent_until, (most - said).max(0), now);
    for (alert, fate) in found.iter().zip(fates) {
        let id = NoticeId::new();
        let text = alerts::words(texts, alert, today);
        let message = alerts::message(texts, alert, id, &text);
        let stored = json!(message);
        let kept = Saying {
            id,
            message: (fate != Fate::Unsaid).then_some(&stored),
            about: alert.about.as_deref(),
            row: alert.row,
            said_at: (fate == Fate::Now).then_some(now),
            say_at: if let Fate::At(moment) = fate { Some(moment) } else { None },
        };
        let notice = NewNotice { key: &alert.key, kind: alert.kind.as_str(), text: &text, saying: Some(kept) };
        let noted = context.book().await?.note_notice(notice, now).await?;
        if noted && fate == Fate::Now {
            saying.push((id, text.clone(), ToSay { kind: alert.kind.as_str(), text, message }));
        }
    }
    Ok(together(texts, saying))
}

/// Nothing may be said before this moment: quiet hours, or the person silenced us.
pub(super) fn silent_until(chosen: &Attention, zone: Zone, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let muted = chosen.muted_until.filter(|until| *until > now);
    let from = muted.unwrap_or(now);
    chosen.quiet.until(from, zone).or(muted)
}

/// Those of which nothing was noted before.
async fn unknown(found: Vec<Alert>, context: &mut Context) -> Result<Vec<Alert>, ToolError> {
    let keys: Vec<String> =
        found.iter().flat_map(|alert| alert.other_keys.iter().chain([&alert.key])).cloned().collect();
    let noted: HashSet<String> = context.book().await?.noted_keys(&keys).await?.into_iter().collect();
    let known = |alert: &Alert| alert.other_keys.iter().chain([&alert.key]).any(|key| noted.contains(key));
    Ok(found.into_iter().filter(|alert| !known(alert)).collect())
}

fn waited(notice: Notice) -> (NoticeId, String, ToSay) {
    let message = alerts::kept(&notice.text, notice.message.as_ref());
    let kind = AlertKind::parse(&notice.kind).map_or("alert", AlertKind::as_str);
    (notice.id, notice.text.clone(), ToSay { kind, text: notice.text, message })
}

/// A few are messages of their own, more are one that lists them.
fn together(texts: &Texts, saying: Vec<(NoticeId, String, ToSay)>) -> Vec<ToSay> {
    if saying.len() <= alerts::SINGLE_MAX {
        return saying.into_iter().map(|(_, _, to_say)| to_say).collect();
    }
    let listed: Vec<(NoticeId, String)> = saying.into_iter().map(|(id, text, _)| (id, text)).collect();
    let (message, text) = alerts::list(texts, &listed);
    vec![ToSay { kind: "alerts", text, message }]
}

/// What becomes of each alert, when `left` more may be said today.
fn fates(
    found: &[Alert],
    known: &[(String, String)],
    chosen: &Attention,
    silent_until: Option<DateTime<Utc>>,
    mut left: i64,
    now: DateTime<Utc>,
) -> Vec<Fate> {
    let muted = chosen.muted_until.is_some_and(|until| until > now);
    let mut about: HashSet<(&str, &str)> = known.iter().map(|(kind, about)| (kind.as_str(), about.as_str())).collect();
    let mut fate = || match (muted, silent_until) {
        (true, _) => Fate::WithSummary,
        (false, Some(until)) => Fate::At(until),
        (false, None) if left <= 0 => Fate::WithSummary,
        (false, None) => {
            left -= 1;
            Fate::Now
        }
    };
    found
        .iter()
        .map(|alert| match &alert.about {
            Some(name) if is_about_a_payee(alert.kind) && !about.insert((alert.kind.as_str(), name)) => Fate::Unsaid,
            _ => fate(),
        })
        .collect()
}

/// Of these a second one on a day says no more than the first.
fn is_about_a_payee(kind: AlertKind) -> bool {
    matches!(
        kind,
        AlertKind::Large | AlertKind::NewPayee | AlertKind::Fee | AlertKind::DoubleCharge | AlertKind::SalaryArrived
    )
}

/// What comes first where not everything can be said.
fn rank(kind: AlertKind) -> usize {
    let order = [
        AlertKind::DoubleCharge,
        AlertKind::NewPayee,
        AlertKind::LowBalance,
        AlertKind::LowAhead,
        AlertKind::OwnRule,
        AlertKind::Large,
        AlertKind::SalaryMissing,
        AlertKind::Fee,
        AlertKind::Budget,
        AlertKind::Goal,
        AlertKind::SalaryArrived,
        AlertKind::BillDue,
    ];
    order.iter().position(|known| *known == kind).unwrap_or(order.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tools::alerts::{Found, Moment};

    fn moment(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn alert(kind: AlertKind, about: &str) -> Alert {
        let due = Moment {
            name: about.to_owned(),
            currency: "GBP".parse().unwrap(),
            amount: rust_decimal::Decimal::ONE,
            on: "2026-03-02".parse().unwrap(),
        };
        Alert {
            kind,
            key: about.to_owned(),
            other_keys: Vec::new(),
            about: Some(about.to_owned()),
            row: None,
            found: Found::BillDue(due),
        }
    }

    #[test]
    fn quiet_hours_and_mute_and_the_days_number_decide() {
        let check = |now: &str, muted: Option<&str>, left: i64, expected: &str| {
            let chosen = Attention { muted_until: muted.map(moment), ..Attention::default() };
            let found = [alert(AlertKind::Large, "A"), alert(AlertKind::Fee, "B"), alert(AlertKind::Large, "C")];
            let silent = silent_until(&chosen, Zone::UTC, moment(now));
            let fates = fates(&found, &[], &chosen, silent, left, moment(now));
            let shown = |fate: &Fate| match fate {
                Fate::Now => "now".to_owned(),
                Fate::At(at) => at.format("%dT%H").to_string(),
                Fate::WithSummary => "summary".to_owned(),
                Fate::Unsaid => "unsaid".to_owned(),
            };
            assert_eq!(fates.iter().map(shown).collect::<Vec<_>>().join(" "), expected, "{now} {muted:?} {left}");
        };
        check("2026-03-02T12:00:00Z", None, 5, "now now now");
        check("2026-03-02T12:00:00Z", None, 2, "now now summary");
        check("2026-03-02T12:00:00Z", None, 0, "summary summary summary");
        check("2026-03-02T23:00:00Z", None, 5, "03T07 03T07 03T07");
        check("2026-03-02T12:00:00Z", Some("2026-03-05T12:00:00Z"), 5, "summary summary summary");
        check("2026-03-02T12:00:00Z", Some("2026-03-01T12:00:00Z"), 5, "now now now");
    }

    #[test]
    fn a_second_one_about_the_same_payee_is_not_said() {
        let chosen = Attention::default();
        let now = moment("2026-03-02T12:00:00Z");
        let check = |kinds: &[(AlertKind, &str)], known: &[(&str, &str)], expected: &[bool]| {
            let found: Vec<Alert> = kinds.iter().map(|(kind, about)| alert(*kind, about)).collect();
            let known: Vec<(String, String)> =
                known.iter().map(|(kind, about)| ((*kind).to_owned(), (*about).to_owned())).collect();
            let fates = fates(&found, &known, &chosen, None, 9, now);
            let said: Vec<bool> = fates.iter().map(|fate| *fate == Fate::Now).collect();
            assert_eq!(said, expected, "{kinds:?} {known:?}");
        };
        check(&[(AlertKind::Fee, "A"), (AlertKind::Fee, "A"), (AlertKind::Fee, "B")], &[], &[true, false, true]);
        check(&[(AlertKind::Fee, "A"), (AlertKind::Large, "A")], &[("fee", "A")], &[false, true]);
        // A budget's next threshold and what the person asked for are said each time.
        check(
            &[(AlertKind::Budget, "A"), (AlertKind::OwnRule, "B")],
            &[("budget", "A"), ("own_rule", "B")],
            &[true, true],
        );
    }

    #[test]
    fn a_mute_that_ends_at_night_lasts_until_morning() {
        let chosen = Attention { muted_until: Some(moment("2026-03-04T23:30:00Z")), ..Attention::default() };
        let until = silent_until(&chosen, Zone::UTC, moment("2026-03-02T12:00:00Z"));
        assert_eq!(until, Some(moment("2026-03-05T07:00:00Z")));
    }

    #[test]
    fn every_kind_has_its_rank() {
        let mut ranks: Vec<usize> = AlertKind::ALL.into_iter().map(rank).collect();
        ranks.sort_unstable();
        assert_eq!(ranks, (0..AlertKind::ALL.len()).collect::<Vec<_>>());
    }
}
