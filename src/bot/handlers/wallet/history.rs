//! `/history`, receipts and their proofs.

use serde_json::json;
use uuid::Uuid;

use super::super::render;
use crate::agent::format;
use crate::bot::outgoing::{FileKind, Outgoing, OutgoingFile, escape};
use crate::bot::turn::Turn;
use crate::bot::wallet_button::WalletAction;
use crate::domain::ledger::TransferId;
use crate::domain::wallet::PaymentKind;
use crate::store::ledger::Entry;
use crate::store::wallet::Payment;
use crate::tools::ToolError;
use crate::tools::ledger::{Proof, proof as proof_of};

/// Entries of one page: what a phone shows with a button each.
const PAGE: u32 = 8;

const NO_RECEIPT: &str = "I don't know that receipt. /history shows all of yours.";

/// `/history`, from an entry on.
pub(super) async fn list(turn: &mut Turn, offset: u32) -> Result<(), ToolError> {
    let context = turn.context().await?;
    let today = context.today;
    let found = context.book().await?.payments(i64::from(PAGE) + 1, offset.into()).await?;
    if found.is_empty() {
        let words = match offset {
            0 => "Nothing has moved in your wallet yet. /topup tells how to put money in.",
            _ => "That was all.",
        };
        turn.reply(Outgoing::plain(words));
        return Ok(());
    }
    let page = PAGE as usize;
    let mut lines = vec!["<b>Your wallet, the latest first</b>".to_owned()];
    let mut buttons = Vec::new();
    for payment in found.iter().take(page) {
        let day = format::short_date(payment.paid_on, today);
        let money = render::wallet::amount(payment.amount, payment.currency);
        let note = if payment.note.is_empty() { String::new() } else { format!(": {}", escape(&payment.note)) };
        lines.push(format!("{day}  {money}  {}{note}", escape(&payment.other_name)));
        let label = format!("🧾 {day} {money} {}", payment.other_name);
        buttons.push(vec![WalletAction::Receipt { transfer: payment.transfer.0 }.button(label)]);
    }
    if found.len() > page {
        buttons.push(vec![WalletAction::History { offset: offset.saturating_add(PAGE) }.button("Earlier")]);
    }
    turn.reply(Outgoing { buttons, ..Outgoing::html(lines.join("\n")) });
    Ok(())
}

/// `/receipt`: the one that is named, else the latest.
pub(super) async fn receipt_named(turn: &mut Turn, argument: &str) -> Result<(), ToolError> {
    let transfer = match argument.trim() {
        "" => turn.context().await?.book().await?.payments(1, 0).await?.first().map(|payment| payment.transfer.0),
        id => id.parse().ok(),
    };
    match transfer {
        Some(transfer) => receipt(turn, transfer).await,
        None => Err(ToolError::not_found(NO_RECEIPT)),
    }
}

/// A receipt.
pub(super) async fn receipt(turn: &mut Turn, transfer: Uuid) -> Result<(), ToolError> {
    let (payment, entry) = known(turn, TransferId(transfer)).await?;
    let sealed = proof_of(&turn.bot.app.store, entry.number).await?;
    let context = turn.context().await?;
    let zone = context.book().await?.settings().await?.time_zone;
    let vocabulary = context.vocabulary().await?;
    let money = render::wallet::amount(payment.amount.abs(), payment.currency);
    let name = escape(&payment.other_name);
    let what = match (payment.kind, payment.amount.is_sign_negative()) {
        (PaymentKind::Payment, true) => format!("{money} to {name}"),
        (PaymentKind::Payment, false) => format!("{money} from {name}"),
        (PaymentKind::TopUp, _) => format!("{money} put into your wallet"),
        (PaymentKind::PayOut, _) => format!("{money} paid out of your wallet"),
        (PaymentKind::GiveBack, true) => format!("{money} given back to {name}"),
        (PaymentKind::GiveBack, false) => format!("{money} given back by {name}"),
    };
    let at = payment.posted_at.with_timezone(&zone);
    let mut lines = vec![format!("<b>Receipt</b>\n{what}")];
    if !payment.note.is_empty() {
        lines.push(format!("For: {}", escape(&payment.note)));
    }
    lines.push(format!("When: {}, {}", format::date(at.date_naive()), at.format("%H:%M")));
    lines.push(format!("Category: {}", escape(&render::category(&vocabulary, payment.category))));
    if !entry.given_back.is_zero() {
        lines.push(format!("Given back so far: {}", render::wallet::amount(entry.given_back, payment.currency)));
    }
    lines.push(format!("Entry {} of the ledger, <code>{transfer}</code>", entry.number));
    let buttons = match &sealed {
        Some(proof) if proof.holds() => {
            lines.push(format!("Sealed in block {}, and the proof holds.", proof.block));
            vec![vec![WalletAction::Proof { transfer }.button("Proof as a file")]]
        }
        Some(proof) => {
            lines.push(format!(
                "Block {} does not prove it. Please tell the person who runs this farthing.",
                proof.block
            ));
            Vec::new()
        }
        None => {
            lines.push("Not sealed yet: the next block is made within a minute.".to_owned());
            Vec::new()
        }
    };
    turn.reply(Outgoing { buttons, ..Outgoing::html(lines.join("\n")) });
    Ok(())
}

/// The proof as a file that anybody can check without this farthing.
pub(super) async fn proof(turn: &mut Turn, transfer: Uuid) -> Result<(), ToolError> {
    let (_, entry) = known(turn, TransferId(transfer)).await?;
    let Some(sealed) = proof_of(&turn.bot.app.store, entry.number).await? else {
        return Err(ToolError::refused("It is not sealed yet: the next block is made within a minute."));
    };
    let file = Some(OutgoingFile { kind: FileKind::Document, file_name: format!("receipt-{}.json", entry.number) });
    let words = "Hash the leaf, then go up the path as RFC 6962 does; you arrive at the root of the block.";
    turn.reply_with_file(Outgoing { file, ..Outgoing::plain(words) }, document(&sealed, entry.number).into_bytes());
    Ok(())
}

fn document(proof: &Proof, entry: i64) -> String {
    let step = |(is_left, hash): &(bool, [u8; 32])| json!({"side": if *is_left { "left" } else { "right" }, "hash": hex(hash)});
    let path: Vec<_> = proof.path.iter().map(step).collect();
    let document = json!({
        "transfer": proof.transfer,
        "entry": entry,
        "leaf": hex(&proof.leaf),
        "block": proof.block,
        "root": hex(&proof.root),
        "path": path,
    });
    format!("{document:#}\n")
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The entry as this book has it, and as the ledger has it.
async fn known(turn: &mut Turn, transfer: TransferId) -> Result<(Payment, Entry), ToolError> {
    let book = turn.context().await?.book().await?;
    let (payment, entry) = (book.payment(transfer).await?, book.wallet_entry(transfer).await?);
    payment.zip(entry).ok_or_else(|| ToolError::not_found(NO_RECEIPT))
}
