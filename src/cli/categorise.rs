//! `farthing categorise`: JSON lines in, JSON lines out, in the same order.

use std::io::{BufRead, BufWriter, Write};
use std::sync::Arc;

use anyhow::Context as _;
use farthing::app::{App, own_file};
use farthing::config::Config;
use farthing::domain::TelegramUserId;
use farthing::tools::parse::worker::WorkerPool;
use farthing::tools::sorting::{Categorise, Unsorted};
use farthing::tools::{Context, Tool};

use super::{now, with_app};

/// Rows that one tool call takes.
const ROWS_A_CALL: usize = 1_000;

#[derive(Debug, clap::Args)]
pub(super) struct CategoriseLines {
    /// Use what this Telegram user's corrections and rules taught; without it no database is touched.
    #[arg(long = "user", value_name = "N", value_parser = clap::value_parser!(i64).range(1..))]
    user: Option<i64>,
}

impl CategoriseLines {
    pub(super) fn user(&self) -> Option<TelegramUserId> {
        self.user.map(TelegramUserId)
    }
}

pub(super) async fn run(arguments: CategoriseLines, config: &Config) -> anyhow::Result<()> {
    let now = now();
    match arguments.user() {
        None => lines(&mut Context::new(None, Arc::new(WorkerPool::new(own_file()?)), now, now.date_naive())).await,
        Some(user) => with_app(config, async |app: &App| lines(&mut app.context(user, now, None).await?).await).await,
    }
}

async fn lines(context: &mut Context) -> anyhow::Result<()> {
    let mut output = BufWriter::new(std::io::stdout().lock());
    let mut rows: Vec<Unsorted> = Vec::new();
    for (number, line) in std::io::stdin().lock().lines().enumerate() {
        let line = line.context("cannot read stdin")?;
        if line.trim().is_empty() {
            continue;
        }
        let row = serde_json::from_str(&line)
            .with_context(|| format!("line {} is no object with id, description, amount and currency", number + 1))?;
        rows.push(row);
        if rows.len() == ROWS_A_CALL {
            write(std::mem::take(&mut rows), context, &mut output).await?;
        }
    }
    write(rows, context, &mut output).await?;
    output.flush().context("cannot write to stdout")
}

async fn write(rows: Vec<Unsorted>, context: &mut Context, output: &mut impl Write) -> anyhow::Result<()> {
    for sorted in (Categorise { rows }).call(context).await? {
        serde_json::to_writer(&mut *output, &sorted)?;
        output.write_all(b"\n").context("cannot write to stdout")?;
    }
    Ok(())
}
