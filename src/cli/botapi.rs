//! `farthing botapi`: the sandbox's Bot API server and its chat page, alone.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::Context as _;
use farthing::config::Config;
use farthing::sandbox::{self, Sandbox, SandboxSettings};

use super::{stop_signal, text};

/// How long open requests may take after a stop signal; polls and event streams would stay open for ever.
const STOP_TIMEOUT: Duration = Duration::from_millis(500);

#[derive(Debug, clap::Args)]
pub(super) struct BotApi {
    /// Keep history in this folder; without it nothing survives a restart.
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Refuse what Telegram would: more than 1 message a second to a chat (after 3 at once), more than 30 in all.
    #[arg(long)]
    flood_control: bool,
    /// Number of the first update, instead of one made from the clock.
    #[arg(long, value_name = "N")]
    first_update_id: Option<u32>,
}

pub(super) async fn run(arguments: BotApi, config: &Config) -> anyhow::Result<()> {
    let settings = SandboxSettings {
        flood_control: arguments.flood_control,
        first_update_id: arguments.first_update_id,
        data_dir: arguments.data.clone(),
        ..SandboxSettings::default()
    };
    let sandbox = Sandbox::new(settings).with_context(|| match &arguments.data {
        Some(folder) => format!("cannot use the folder {}", folder.display()),
        None => "cannot start the server".to_owned(),
    })?;
    let address = config.chat.http_addr;
    let listener = tokio::net::TcpListener::bind(address).await.with_context(|| {
        format!("cannot listen on {address}; set FARTHING_HTTP_ADDR to a free address such as 127.0.0.1:8081")
    })?;
    let address = listener.local_addr().context("cannot tell the address")?;
    text::say(format_args!("The Bot API and the chat page are on http://{address}"));
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let server = axum::serve(listener, sandbox::router(sandbox.clone())).with_graceful_shutdown(async {
        let _ = stopped.await;
    });
    let mut server = tokio::spawn(server.into_future());
    tokio::select! {
        served = &mut server => served.context("the server stopped")?.context("the server stopped")?,
        () = stop_signal() => {
            let _ = stop.send(());
            // Whatever is still open then is a poll or a page that looks on.
            let _ = tokio::time::timeout(STOP_TIMEOUT, server).await;
        }
    }
    sandbox.close();
    Ok(())
}
