//! Summaries at a person's hour, for as many books in one step as are due.
//!
//! **Invariant:** a claim's messages, what it told and the next moment commit together; nothing to say is no message.

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};

use super::mail::letter;
use super::{Said, causes};
use crate::app::App;
use crate::bot::render::summary;
use crate::domain::{BookId, BotId, ChatId, TelegramUserId};
use crate::store::StoreError;
use crate::store::summaries::{DueBook, Place, SummaryMail, SummaryRound, Told};
use crate::texts::Language;
use crate::tools::summaries::{Plan, Stretch, gather, plan};

/// Books of one claim: its statements are shared by all of them, and it ends within a second.
const CLAIMED_MAX: i32 = 1_000;
/// How long a book waits whose summary cannot be written.
const PUT_OFF: TimeDelta = TimeDelta::hours(1);

/// Writes every summary that is due at `now` and puts it into the outbox; `hear` is told claim by claim, so that no more than
/// one is in memory.
///
/// # Errors
/// When the database refuses; what was claimed then is due again.
pub(super) async fn run_due(
    app: &App,
    bot: BotId,
    now: DateTime<Utc>,
    hear: &mut impl FnMut(Vec<Said>),
) -> Result<(), StoreError> {
    let mut most = CLAIMED_MAX;
    loop {
        match round(app, bot, now, most).await {
            Ok((claimed, told)) => {
                hear(told);
                if claimed < most {
                    break;
                }
            }
            // One book among them is at fault: alone, it is found and put off.
            Err(error) if most > 1 => {
                tracing::warn!(error = %causes(&error), "summaries failed together; they are written one by one");
                most = 1;
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// One claim of up to `most` books; how many it had, and what is told.
async fn round(app: &App, bot: BotId, now: DateTime<Utc>, most: i32) -> Result<(i32, Vec<Said>), StoreError> {
    let mut round = app.store.summary_round().await?;
    let books = round.claim(now, most).await?;
    if books.is_empty() {
        // As it is most of the time: nothing else is asked.
        return Ok((0, Vec::new()));
    }
    let claimed = i32::try_from(books.len()).unwrap_or(i32::MAX);
    let alone = books.first().filter(|_| most == 1).map(|book| book.book);
    match told(round, bot, books, app.mail.is_some(), now).await {
        Ok(said) => Ok((claimed, said)),
        Err(error) => {
            let Some(book) = alone else { return Err(error) };
            tracing::error!(book = %book, error = %causes(&error), "a summary could not be written; it is put off");
            app.store.put_off_summary(book, now + PUT_OFF).await?;
            Ok((claimed, Vec::new()))
        }
    }
}

async fn told(
    mut round: SummaryRound,
    bot: BotId,
    books: Vec<DueBook>,
    sends_mails: bool,
    now: DateTime<Utc>,
) -> Result<Vec<Said>, StoreError> {
    let planned = books.into_iter().filter_map(|book| {
        let plan = plan(&book, now)?;
        Some((book, plan))
    });
    let books: Vec<(DueBook, Plan)> = planned.collect();
    let facts = gather(&mut round, &books, now).await?;
    let by_mail = if sends_mails { listeners(&mut round, &books).await? } else { HashSet::new() };
    let texts = Language::default().texts();
    let (mut messages, mut mails, mut all_told, mut said) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (place, ((book, plan), facts)) in books.iter().zip(&facts).enumerate() {
        let worded = facts.as_ref().and_then(|facts| summary::worded(texts, facts));
        let told = facts.iter().flat_map(|facts| &facts.parts).find(|part| !part.totals.is_empty());
        let kind = told.map_or(Stretch::Days, |part| part.stretch).as_str();
        if let Some(worded) = &worded {
            for person in &book.people {
                messages.extend(worded.message.clone().into_messages(ChatId(person.0), None));
                said.push(Said { user: *person, kind, due_at: book.due_at, text: worded.text.clone() });
                if by_mail.contains(&(place, *person)) {
                    let (subject, body) = letter::summary(texts, worded);
                    mails.push(SummaryMail { book: book.book, to: *person, subject, body });
                }
            }
        }
        all_told.push(Told {
            book: book.book,
            next_at: plan.next_at,
            day_told: plan.day_told,
            week_told: plan.week_told,
            month_told: plan.month_told,
            key: format!("{kind}:{}", plan.today),
            kind,
            text: worded.map(|worded| worded.text).unwrap_or_default(),
        });
    }
    round.finish(&all_told, bot, &messages, &mails, now).await?;
    Ok(said)
}

/// Who gets summaries by mail as well: the place of the book among these, and the person.
async fn listeners(
    round: &mut SummaryRound,
    books: &[(DueBook, Plan)],
) -> Result<HashSet<(Place, TelegramUserId)>, StoreError> {
    let ids: Vec<BookId> = books.iter().map(|(book, _)| book.book).collect();
    Ok(round.mail_listeners(&ids).await?.into_iter().collect())
}
