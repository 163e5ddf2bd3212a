//! Everything that is the person's: as a file, or gone.

use teloxide::types::ChatAction;

use super::wallet;
use crate::bot::button::ButtonAction;
use crate::bot::outgoing::{FileKind, Outgoing, OutgoingFile};
use crate::bot::render;
use crate::bot::turn::Turn;
use crate::tools::ToolError;
use crate::tools::export::{ExportFormat, LimitedFile};

/// Telegram takes documents of up to 50 MB from a bot; the rest is for what goes around the file.
const FILE_BYTES_MAX: usize = 49_000_000;

const OFFER: &str = "\
<b>Your data, to take away</b>
CSV has your rows, for a spreadsheet, and I can read it again.
JSON has everything I keep: rows, statements, categories, questions and answers.";

const FORGET: &str = "\
<b>Delete everything?</b>
Every account, statement, row, category and question of yours goes, for good; nobody can bring it back.
If you may want it later, /export it first.";

const TOO_LARGE: &str = "That file would be over 49 MB, more than Telegram lets me send. Nothing was changed. \
    The person who runs me can write it for you with the command “farthing export”.";

/// `/export`
pub(super) fn offer(turn: &mut Turn) -> Result<(), ToolError> {
    let button = |format: ExportFormat| {
        ButtonAction::Export { format: format.name().to_owned() }.button(format.name().to_uppercase())
    };
    turn.reply(Outgoing { buttons: vec![ExportFormat::ALL.map(button).to_vec()], ..Outgoing::html(OFFER) });
    Ok(())
}

/// A format was tapped.
pub(super) async fn send(turn: &mut Turn, format: &str) -> Result<(), ToolError> {
    let Some(format) = ExportFormat::ALL.into_iter().find(|known| known.name() == format) else {
        return Err(ToolError::invalid("I don't write that kind of file. /export shows what I can do."));
    };
    turn.show_action(ChatAction::UploadDocument).await;
    let context = turn.context().await?;
    let today = context.today;
    let mut file = LimitedFile::new(FILE_BYTES_MAX);
    let rows = match format.write(context, &mut file).await {
        Ok(rows) => rows,
        Err(_) if file.overflowed => return Err(ToolError::refused(TOO_LARGE)),
        Err(error) => return Err(error),
    };
    if rows == 0 && format == ExportFormat::Csv {
        turn.reply(render::nothing_yet());
        return Ok(());
    }
    let file_name = format!("farthing-{today}.{}", format.name());
    let size = render::file_size(file.bytes.len());
    let message = Outgoing {
        file: Some(OutgoingFile { kind: FileKind::Document, file_name }),
        ..Outgoing::html(format!("Everything up to today: {}, {size}.", render::counted_rows(rows)))
    };
    turn.reply_with_file(message, file.bytes);
    Ok(())
}

/// `/forget`
pub(super) async fn ask_to_forget(turn: &mut Turn) -> Result<(), ToolError> {
    wallet::refuse_while_money_is_there(turn).await?;
    let buttons =
        vec![vec![ButtonAction::ForgetAll.button("Delete everything")], vec![ButtonAction::Never.button("Keep it")]];
    turn.reply(Outgoing { buttons, ..Outgoing::html(FORGET) });
    Ok(())
}

/// "Delete everything" was tapped.
///
/// The deletion commits on its own, before the reply: the outbox of a book goes with it. After a crash in between it is
/// done once more and finds nothing, so the words say what is so, not what was done.
pub(super) async fn forget(turn: &mut Turn, message: Option<i32>) -> Result<(), ToolError> {
    wallet::refuse_while_money_is_there(turn).await?;
    turn.roll_back();
    // What is under way would bring rows of a person who is gone.
    turn.bot.app.store.cancel_updates(turn.claim, turn.chat_id, turn.now).await?;
    turn.bot.stop_running(turn.chat_id, turn.claim.update_id);
    turn.bot.app.forget(turn.sender.user).await?;
    let words = "Everything of yours is deleted. If you ever want to begin again, send me a statement.";
    turn.reply(Outgoing { edits: message, ..Outgoing::plain(words) });
    Ok(())
}
