//! `farthing ledger`: JSON lines in, one result line each, in order.
//!
//! **Invariant:** a line that cannot be read gets its result like any other; a result is printed after its entry is kept.

use std::io::{BufRead, BufReader, BufWriter, Write};

use anyhow::Context as _;
use farthing::app::App;
use farthing::config::Config;
use farthing::store::Store;
use farthing::store::ledger::BATCH_MAX;
use farthing::tools::ledger::{Request, answer};
use tokio::sync::mpsc::{Sender, channel};

use super::{now, stop_signal};

/// Longest line; a longer one is answered as malformed.
const LINE_BYTES_MAX: usize = 64 << 10;

/// What is read at once: as much as a pipe holds.
const READ_BYTES: usize = 64 << 10;

/// Reads that wait while the database works: more lines than one batch has, and no more than some megabytes.
const READS_WAITING: usize = 16;

/// Opens the app by itself: what was answered before a stop stands, unlike with other commands.
pub(super) async fn run(config: &Config) -> anyhow::Result<()> {
    let app = App::start(config).await?;
    let outcome = tokio::select! {
        outcome = lines(&app.store) => outcome,
        () = stop_signal() => Err(anyhow::anyhow!("stopped; send the same lines again: what was done is not done twice")),
    };
    let stopped = app.stop().await;
    outcome.and(stopped.map_err(Into::into))
}

async fn lines(store: &Store) -> anyhow::Result<()> {
    let (sender, mut reads) = channel(READS_WAITING);
    // A thread of its own, which a blocked stdin does not keep from ending with the process.
    std::thread::spawn(move || read(&mut BufReader::with_capacity(READ_BYTES, std::io::stdin()), &sender));
    let mut output = BufWriter::new(std::io::stdout());
    let mut waiting = Vec::new();
    while let Some(requests) = reads.recv().await {
        waiting.extend(requests?);
        // What has been read already joins; when stdin pauses, nothing waits.
        while waiting.len() < BATCH_MAX
            && let Ok(requests) = reads.try_recv()
        {
            waiting.extend(requests?);
        }
        answer_all(store, std::mem::take(&mut waiting), &mut output).await?;
    }
    Ok(())
}

async fn answer_all(store: &Store, requests: Vec<Request>, output: &mut impl Write) -> anyhow::Result<()> {
    let replies = answer(store, now(), requests)
        .await
        .context("the ledger stopped; send the same lines again: what was done is not done twice")?;
    for reply in replies {
        serde_json::to_writer(&mut *output, &reply).context("cannot write to stdout")?;
        output.write_all(b"\n").context("cannot write to stdout")?;
    }
    output.flush().context("cannot write to stdout")
}

/// Sends the whole lines of each read, until stdin ends or nobody listens.
fn read(input: &mut impl BufRead, sender: &Sender<std::io::Result<Vec<Request>>>) {
    let mut splitter = Splitter::default();
    loop {
        let requests = match input.fill_buf() {
            Ok([]) => {
                let _ = sender.blocking_send(Ok(splitter.end()));
                return;
            }
            Ok(bytes) => {
                let requests = splitter.take(bytes);
                let read = bytes.len();
                input.consume(read);
                Ok(requests)
            }
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) => Err(error),
        };
        let failed = requests.is_err();
        if sender.blocking_send(requests).is_err() || failed {
            return;
        }
    }
}

/// Cuts what comes in pieces into lines.
#[derive(Default)]
struct Splitter {
    /// The line that has not ended, unless it is too long.
    begun: Vec<u8>,
    overlong: bool,
}

impl Splitter {
    fn take(&mut self, bytes: &[u8]) -> Vec<Request> {
        let mut requests = Vec::new();
        let mut pieces = bytes.split(|byte| *byte == b'\n').peekable();
        while let Some(piece) = pieces.next() {
            self.overlong |= self.begun.len() + piece.len() > LINE_BYTES_MAX;
            if self.overlong {
                self.begun.clear();
            } else {
                self.begun.extend_from_slice(piece);
            }
            if pieces.peek().is_some() {
                requests.extend(self.end());
            }
        }
        requests
    }

    /// The line that was begun, if it has anything.
    fn end(&mut self) -> Vec<Request> {
        let line = std::mem::take(&mut self.begun);
        let overlong = std::mem::take(&mut self.overlong);
        let empty = line.iter().all(u8::is_ascii_whitespace) && !overlong;
        // Of an overlong line nothing was kept, and nothing is no request.
        if empty { Vec::new() } else { vec![Request::read(&line)] }
    }
}

#[cfg(test)]
mod tests {
    use farthing::tools::ledger::Asked;

    use super::*;

    #[test]
    fn lines_are_cut_wherever_reads_end() {
        let input = b"{\"key\":\"a\"}\n\n  \r\n{\"key\":\"b\"}\nx\n{\"key\":\"c\"}";
        for size in 1..input.len() {
            let mut splitter = Splitter::default();
            let mut requests: Vec<Request> = input.chunks(size).flat_map(|piece| splitter.take(piece)).collect();
            requests.extend(splitter.end());
            let keys: Vec<Option<&str>> = requests.iter().map(|request| request.key.as_deref()).collect();
            assert_eq!(keys, [Some("a"), Some("b"), None, Some("c")], "reads of {size} bytes");
        }
    }

    #[test]
    fn an_overlong_line_is_one_malformed_request() {
        let mut splitter = Splitter::default();
        let long = vec![b'x'; LINE_BYTES_MAX + 1];
        let mut requests: Vec<Request> = long.chunks(1_000).flat_map(|piece| splitter.take(piece)).collect();
        requests.extend(splitter.take(b"xx\n{\"key\":\"a\"}\n"));
        let keys: Vec<Option<&str>> = requests.iter().map(|request| request.key.as_deref()).collect();
        assert_eq!(keys, [None, Some("a")]);
        assert!(matches!(requests[0].asked, Asked::Refused(_)));
    }
}
