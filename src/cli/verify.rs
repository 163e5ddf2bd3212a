//! `farthing verify`: the ledger's invariants and seals; exit 1 and the first break named.

use farthing::app::App;
use farthing::tools::ledger::{seal, verify};
use serde_json::json;

use super::{now, text};

#[derive(Debug, clap::Args)]
pub(super) struct Verify {
    /// One JSON document on stdout.
    #[arg(long)]
    json: bool,
}

/// Seals only what was found whole.
pub(super) async fn run(arguments: Verify, app: &App) -> anyhow::Result<()> {
    let found = verify(&app.store).await?;
    if arguments.json {
        let (whole, broken) = (found.as_ref().ok(), found.as_ref().err());
        text::json(&json!({
            "whole": whole.is_some(), "break": broken, "blocks": whole.map(|whole| whole.blocks),
            "sealed": whole.map(|whole| whole.sealed),
        }))?;
    }
    let whole = found.map_err(|broken| {
        anyhow::anyhow!(
            "the ledger is broken: {broken}. Stop payments, keep a copy of \
                                                       the database and restore the latest backup that verifies"
        )
    })?;
    let new = seal(&app.store, now()).await?;
    if !arguments.json {
        text::say(format_args!(
            "The ledger is whole: {} entries in {} blocks are as they were sealed, {new} new blocks.",
            whole.sealed, whole.blocks
        ));
    }
    Ok(())
}
