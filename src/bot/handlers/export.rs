//! Everything that is the person's: as a file, or gone.

use teloxide::types::ChatAction;

use super::wallet;
use crate::bot::button::ButtonAction;
use crate::bot::outgoing::{FileKind, Outgoing, OutgoingFile};
use crate::bot::render;
use crate::bot::turn::Turn;
use crate::text;
use crate::tools::ToolError;
use crate::tools::export::{ExportFormat, LimitedFile};

/// Telegram takes documents of up to 50 MB from a bot; the rest is for what goes around the file.
const FILE_BYTES_MAX: usize = 49_000_000;

/// `/export`
pub(super) fn offer(turn: &mut Turn) -> Result<(), ToolError> {
    let button = |format: ExportFormat| {
        ButtonAction::Export { format: format.name().to_owned() }.button(format.name().to_uppercase())
    };
    turn.reply(Outgoing {
        buttons: vec![ExportFormat::ALL.map(button).to_vec()],
        ..Outgoing::html(text!(turn.texts, "export"))
    });
    Ok(())
}

/// A format was tapped.
pub(super) async fn send(turn: &mut Turn, format: &str) -> Result<(), ToolError> {
    let Some(format) = ExportFormat::ALL.into_iter().find(|known| known.name() == format) else {
        return Err(ToolError::invalid(text!(turn.texts, "export-unknown")));
    };
    turn.show_action(ChatAction::UploadDocument).await;
    let texts = turn.texts;
    let context = turn.context().await?;
    let today = context.today;
    let mut file = LimitedFile::new(FILE_BYTES_MAX);
    let rows = match format.write(context, &mut file).await {
        Ok(rows) => rows,
        Err(_) if file.overflowed => {
            return Err(ToolError::refused(text!(
                texts,
                "export-too-large",
                limit = (FILE_BYTES_MAX / 1_000_000).to_string()
            )));
        }
        Err(error) => return Err(error),
    };
    if rows == 0 && format == ExportFormat::Csv {
        turn.reply(render::nothing_yet(texts));
        return Ok(());
    }
    let file_name = format!("farthing-{today}.{}", format.name());
    let size = render::file_size(texts, file.bytes.len());
    let message = Outgoing {
        file: Some(OutgoingFile { kind: FileKind::Document, file_name }),
        ..Outgoing::html(text!(texts, "exported", count = rows, size = size))
    };
    turn.reply_with_file(message, file.bytes);
    Ok(())
}

/// `/forget`
pub(super) async fn ask_to_forget(turn: &mut Turn) -> Result<(), ToolError> {
    wallet::refuse_while_money_is_there(turn).await?;
    let buttons = vec![
        vec![ButtonAction::ForgetAll.button(text!(turn.texts, "button-delete-all"))],
        vec![ButtonAction::Never.button(text!(turn.texts, "button-keep-all"))],
    ];
    turn.reply(Outgoing { buttons, ..Outgoing::html(text!(turn.texts, "forget")) });
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
    let words = text!(turn.texts, "forgotten");
    turn.reply(Outgoing { edits: message, ..Outgoing::plain(&words) });
    Ok(())
}
