//! What the bot does with an update: one `match`, one function for each thing that a person can do.
//!
//! **Invariant:** a handler changes money or rows through tools alone, and says nothing outside its turn's replies that the
//! person must not miss.

mod access;
mod accounts;
mod admin;
mod alerts;
mod behind;
mod budget;
mod categories;
mod export;
mod goals;
mod groups;
mod import;
mod mute;
pub mod notifications;
mod overview;
mod payments;
mod pictures;
mod question;
mod review;
mod row_card;
mod second_factor;
mod settings;
mod start;
mod statements;
mod tags;
mod undo;
mod wallet;

use super::asking::Asking;
use super::button::ButtonAction;
use super::command::Command;
use super::event::Happened;
use super::outgoing::Outgoing;
use super::render;
use super::turn::Turn;
use crate::text;
use crate::tools::ToolError;
use access::Entry;

pub use access::Gate;

/// Handles what happened; `None` is a chat that is not private.
pub async fn handle(turn: &mut Turn, gate: Gate, happened: Option<Happened>) -> Result<(), ToolError> {
    let Some(happened) = happened else {
        turn.reply(Outgoing::plain(&groups::only_private(turn.texts)));
        return Ok(());
    };
    let happened = match happened {
        Happened::ReplyInGroup { group, message_id, to, text } => {
            return groups::below(turn, gate, (group, message_id), to, &text).await;
        }
        happened => happened,
    };
    match access::enter(turn, gate, &happened).await? {
        Entry::Welcome => {}
        Entry::Stays => return Ok(()),
    }
    let happened = match happened {
        Happened::Reply { to, said } if wallet::below(turn, to, &said).await? => return Ok(()),
        Happened::Reply { said, .. } => *said,
        happened => happened,
    };
    match happened {
        // Both were handled above.
        Happened::Reply { .. } | Happened::ReplyInGroup { .. } => Ok(()),
        Happened::Command { command, argument } => handle_command(turn, command, &argument).await,
        Happened::Text { text, message_id, replies_to } => {
            handle_text(turn, &text, message_id, replies_to.as_deref()).await
        }
        Happened::Document { file } => import::receive(turn, file).await,
        Happened::Contact { user } => wallet::contact(turn, user).await,
        Happened::Photo => {
            turn.reply(Outgoing::plain(&text!(turn.texts, "photo")));
            Ok(())
        }
        Happened::Other => {
            turn.reply(Outgoing::plain(&text!(turn.texts, "nothing-to-read")));
            Ok(())
        }
        Happened::Edited { text } => question::edited(turn, text.as_deref()).await,
        Happened::Button { query_id, data, message_id } => {
            let action = ButtonAction::parse(&data);
            let older = action.is_none().then(|| text!(turn.texts, "older-button"));
            turn.answer_button(&query_id, older.as_deref()).await;
            match action {
                Some(action) => handle_button(turn, action, message_id).await,
                None => Ok(()),
            }
        }
        Happened::Checkout { query_id, invoice } => payments::check_out(turn, &query_id, &invoice).await,
        Happened::Paid { invoice, charge } => payments::paid(turn, &invoice, &charge).await,
        Happened::Left => Ok(turn.bot.app.store.leave_chat(turn.chat_id, turn.now).await?),
        Happened::Returned => Ok(()),
    }
}

async fn handle_command(turn: &mut Turn, command: Command, argument: &str) -> Result<(), ToolError> {
    // Whatever the bot waited for, the person wants something else now.
    if turn.asking.is_some() && !command.overtakes() {
        turn.ask(None);
    }
    match command {
        Command::Start if argument.starts_with(wallet::LINK) => return wallet::opened_link(turn, argument).await,
        Command::Start => return start::start(turn).await,
        Command::Cancel | Command::Stop => return start::cancel(turn).await,
        Command::Help => start::help(turn),
        Command::Summary => return overview::summary(turn).await,
        Command::Spend => return overview::spend(turn, argument).await,
        Command::Budget => return budget::command(turn, argument).await,
        Command::Goals => return goals::command(turn, argument).await,
        Command::Search => return overview::search(turn, argument).await,
        Command::Accounts => return accounts::list(turn).await,
        Command::Statements => return statements::list(turn).await,
        Command::Categories => return categories::show(turn).await,
        Command::Tags => return tags::list(turn).await,
        Command::Balance
        | Command::Send
        | Command::Request
        | Command::History
        | Command::Receipt
        | Command::Requests
        | Command::Scheduled
        | Command::Topup
        | Command::Limits
        | Command::Me => return wallet::command(turn, command, argument).await,
        Command::Undo => return undo::latest(turn).await,
        Command::Notifications => return notifications::show(turn, 0, None).await,
        Command::Alerts => return alerts::list(turn, None).await,
        Command::Mute => return mute::command(turn, argument).await,
        Command::Settings => return settings::show(turn).await,
        Command::Security => return second_factor::command(turn, argument).await,
        Command::Export => return export::offer(turn),
        Command::Forget => return export::ask_to_forget(turn).await,
        Command::Admin if turn.bot.is_admin(turn.sender.user) => return admin::handle(turn, argument).await,
        Command::Admin | Command::Unknown => start::unknown(turn),
    }
    Ok(())
}

/// A text answers what the bot asked, else it is a question.
async fn handle_text(turn: &mut Turn, text: &str, message_id: i32, replies_to: Option<&str>) -> Result<(), ToolError> {
    match turn.asking.clone() {
        Some(Asking::Password) => import::password(turn, text, message_id).await,
        Some(Asking::Code) => second_factor::typed(turn, text, message_id).await,
        Some(Asking::Correction { file }) => review::typed(turn, file, text).await,
        Some(Asking::TimeZone) => settings::time_zone_typed(turn, text).await,
        Some(Asking::HomeCurrency) => settings::home_currency_typed(turn, text).await,
        Some(Asking::MailAddress) => settings::mail::address_typed(turn, text).await,
        Some(Asking::MailCode) => settings::mail::code_typed(turn, text).await,
        Some(Asking::Category { row }) => categories::typed(turn, row, text).await,
        Some(asking @ (Asking::Tag { .. } | Asking::TagOfList { .. })) => tags::typed(turn, &asking, text).await,
        Some(Asking::BudgetAmount { budget }) => budget::amount_typed(turn, budget, text).await,
        Some(
            asking @ (Asking::GoalPut { .. }
            | Asking::GoalTake { .. }
            | Asking::GoalAmount { .. }
            | Asking::GoalDay { .. }),
        ) => goals::typed(turn, &asking, text).await,
        Some(Asking::AccountName { account }) => accounts::name_typed(turn, account, text).await,
        Some(
            asking @ (Asking::CardAmount { .. }
            | Asking::CardNote { .. }
            | Asking::AmountToSend { .. }
            | Asking::AmountToAsk { .. }),
        ) => wallet::typed(turn, &asking, text).await,
        None => match replies_to {
            Some(to) if alerts::replied(turn, to, text).await? => Ok(()),
            _ => question::ask(turn, text).await,
        },
    }
}

async fn handle_button(turn: &mut Turn, action: ButtonAction, message_id: Option<i32>) -> Result<(), ToolError> {
    match action {
        ButtonAction::Demo => import::demo(turn).await,
        ButtonAction::Ask => {
            question::suggest(turn);
            Ok(())
        }
        ButtonAction::RowsHere(place) => row_card::back(turn, place, message_id).await,
        ButtonAction::Row(action) => row_card::pressed(turn, action, message_id).await,
        ButtonAction::Account(action) => accounts::pressed(turn, action, message_id).await,
        ButtonAction::Rows { turn: answer, list, offset } => behind::rows(turn, answer, list, offset).await,
        ButtonAction::Days { days } => question::ask(turn, &question::rows_of(days)).await,
        ButtonAction::Chart { turn: answer } => behind::chart(turn, answer).await,
        ButtonAction::ExportRows { turn: answer } => behind::export(turn, answer).await,
        ButtonAction::Undo { action } => undo::action(turn, action, message_id).await,
        ButtonAction::Keep { file } => import::keep(turn, file, message_id).await,
        ButtonAction::Drop { file } => import::let_go(turn, file, message_id).await,
        ButtonAction::Review { file, part } => review::show(turn, file, part, message_id).await,
        ButtonAction::Correct { file } => review::ask(turn, file),
        ButtonAction::Uncorrect { file } => review::take_back(turn, file, message_id).await,
        ButtonAction::Fix => categories::next(turn, None, None).await,
        ButtonAction::Sort { row, category } => categories::sort(turn, row, category, message_id).await,
        ButtonAction::TypeCategory { row } => categories::ask_for_category(turn, row).await,
        ButtonAction::Own { row, name } => categories::make_own(turn, row, &name, message_id).await,
        ButtonAction::Enough => categories::enough(turn, message_id).await,
        ButtonAction::Skip { row } => categories::next(turn, Some(row), message_id).await,
        ButtonAction::TimeZone { name } => settings::time_zone(turn, name, message_id).await,
        ButtonAction::HomeCurrency { code } => settings::home_currency(turn, code, message_id).await,
        ButtonAction::Export { format } => export::send(turn, &format).await,
        ButtonAction::ForgetAll => export::forget(turn, message_id).await,
        ButtonAction::Never => {
            if let Some(message_id) = message_id {
                turn.remove_buttons(message_id).await;
            }
            turn.reply(Outgoing::plain(&text!(turn.texts, "nothing-changed")));
            Ok(())
        }
        ButtonAction::Security(action) => second_factor::chosen(turn, action).await,
        ButtonAction::Keypad(key) => second_factor::pressed(turn, key, message_id).await,
        ButtonAction::Admin(action) => admin::pressed(turn, action, message_id).await,
        ButtonAction::Budget(action) => budget::pressed(turn, action, message_id).await,
        ButtonAction::Notification(action) => notifications::pressed(turn, action, message_id).await,
        ButtonAction::Mail(action) => settings::mail::pressed(turn, action, message_id).await,
        ButtonAction::Goal(action) => goals::pressed(turn, action, message_id).await,
        ButtonAction::Tag(action) => tags::pressed(turn, action, message_id).await,
        ButtonAction::Balances => behind::balances(turn).await,
        ButtonAction::Alert(action) => alerts::pressed(turn, action, message_id).await,
        ButtonAction::Attention(action) => settings::attention::pressed(turn, action, message_id).await,
        ButtonAction::Wallet(action) => wallet::pressed(turn, action, message_id).await,
    }
}
