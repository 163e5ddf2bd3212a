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
use crate::text;
use crate::texts::Texts;
use crate::tools::ToolError;
use crate::tools::ledger::{Proof, proof as proof_of};

/// Entries of one page: what a phone shows with a button each.
const PAGE: u32 = 8;

/// How a proof is checked.
const STANDARD: &str = "RFC 6962";

/// `/history`, from an entry on.
pub(super) async fn list(turn: &mut Turn, offset: u32) -> Result<(), ToolError> {
    let context = turn.context().await?;
    let today = context.today;
    let found = context.book().await?.payments(i64::from(PAGE) + 1, offset.into()).await?;
    if found.is_empty() {
        let words = match offset {
            0 => text!(turn.texts, "wallet-nothing-moved"),
            _ => text!(turn.texts, "wallet-that-was-all"),
        };
        turn.reply(Outgoing::plain(&words));
        return Ok(());
    }
    let page = PAGE as usize;
    let mut lines = vec![text!(turn.texts, "wallet-history")];
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
        let earlier = WalletAction::History { offset: offset.saturating_add(PAGE) };
        buttons.push(vec![earlier.button(text!(turn.texts, "button-earlier"))]);
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
        None => Err(ToolError::not_found(text!(turn.texts, "wallet-receipt-unknown"))),
    }
}

/// A receipt.
pub(super) async fn receipt(turn: &mut Turn, transfer: Uuid) -> Result<(), ToolError> {
    let texts = turn.texts;
    let (payment, entry) = known(turn, TransferId(transfer)).await?;
    let sealed = proof_of(&turn.bot.app.store, entry.number).await?;
    let context = turn.context().await?;
    let zone = context.book().await?.settings().await?.time_zone;
    let vocabulary = context.vocabulary().await?;
    let money = render::wallet::amount(payment.amount.abs(), payment.currency);
    let name = escape(&payment.other_name);
    let what = match (payment.kind, payment.amount.is_sign_negative()) {
        (PaymentKind::Payment, true) => text!(texts, "receipt-to", amount = money, name = name),
        (PaymentKind::Payment, false) => text!(texts, "receipt-from", amount = money, name = name),
        (PaymentKind::TopUp, _) => text!(texts, "receipt-put-in", amount = money),
        (PaymentKind::PayOut, _) => text!(texts, "receipt-paid-out", amount = money),
        (PaymentKind::GiveBack, true) => text!(texts, "receipt-given-back-to", amount = money, name = name),
        (PaymentKind::GiveBack, false) => text!(texts, "receipt-given-back-by", amount = money, name = name),
    };
    let at = payment.posted_at.with_timezone(&zone);
    let mut lines = vec![text!(texts, "receipt-head", what = what)];
    if !payment.note.is_empty() {
        lines.push(text!(texts, "card-for", note = escape(&payment.note)));
    }
    let (day, time) = (format::date(at.date_naive()), at.format("%H:%M").to_string());
    lines.push(text!(texts, "receipt-when", day = day, time = time));
    let category = escape(&render::category(&vocabulary, payment.category));
    lines.push(text!(texts, "card-category", category = category));
    if !entry.given_back.is_zero() {
        let given_back = render::wallet::amount(entry.given_back, payment.currency);
        lines.push(text!(texts, "receipt-given-back", amount = given_back));
    }
    let number = entry.number.to_string();
    lines.push(text!(texts, "receipt-entry", entry = number, transfer = transfer.to_string()));
    let holds = sealed.as_ref().is_some_and(Proof::holds);
    lines.push(seal_words(texts, sealed.as_ref()));
    let proof = holds.then(|| vec![WalletAction::Proof { transfer }.button(text!(texts, "button-proof"))]);
    turn.reply(Outgoing { buttons: proof.into_iter().collect(), ..Outgoing::html(lines.join("\n")) });
    Ok(())
}

/// Whether an entry is sealed, and whether that holds.
fn seal_words(texts: &Texts, sealed: Option<&Proof>) -> String {
    match sealed {
        Some(proof) if proof.holds() => text!(texts, "receipt-sealed", block = proof.block.to_string()),
        Some(proof) => text!(texts, "receipt-broken", block = proof.block.to_string()),
        None => text!(texts, "receipt-not-sealed"),
    }
}

/// The proof as a file that anybody can check without this farthing.
pub(super) async fn proof(turn: &mut Turn, transfer: Uuid) -> Result<(), ToolError> {
    let (_, entry) = known(turn, TransferId(transfer)).await?;
    let Some(sealed) = proof_of(&turn.bot.app.store, entry.number).await? else {
        return Err(ToolError::refused(text!(turn.texts, "receipt-proof-later")));
    };
    let file = Some(OutgoingFile { kind: FileKind::Document, file_name: format!("receipt-{}.json", entry.number) });
    let words = text!(turn.texts, "receipt-proof", standard = STANDARD);
    turn.reply_with_file(Outgoing { file, ..Outgoing::plain(&words) }, document(&sealed, entry.number).into_bytes());
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
    let texts = turn.texts;
    let book = turn.context().await?.book().await?;
    let (payment, entry) = (book.payment(transfer).await?, book.wallet_entry(transfer).await?);
    payment.zip(entry).ok_or_else(|| ToolError::not_found(text!(texts, "wallet-receipt-unknown")))
}
