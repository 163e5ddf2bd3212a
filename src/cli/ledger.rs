//! `farthing ledger`: JSON lines in, one result line each, in order.
//!
//! **Invariant:** a line that cannot be read gets its result like any other; a result is printed after its entry is kept.

use std::io::{BufRead, BufReader, BufWriter, Write};

use anyhow::Context as _;
use farthing::app::App;
use farthing::config::Config;
use farthing::store::ledger::{BATCH_MAX, LedgerSession};
use farthing::tools::ledger::{Request, answer};
use tokio::sync::mpsc::{Sender, channel};

use super::{now, stop_signal};

/// Longest line; a longer one is answered as malformed.
const LINE_BYTES_MAX: usize = 64 << 10;

/// What is read at once: as much as a pipe holds.
const READ_BYTES: usize = 64 << 10;

/// Reads that wait while the database works: more lines than one batch has, and no more than some megabytes.
const READS_WAITING: usize = 16;

/// What `farthing ledger --help` adds: the fields and every result code.
pub(super) const HELP: &str = "\
A line in:  {\"key\",\"kind\",\"from\",\"to\",\"amount\",\"currency\",\"of\"}
A line out: {\"key\",\"result\",\"id\",\"available_from\",\"available_to\"}

Kinds: transfer and hold move or promise `amount` (a decimal string) from `from` to `to`; post, void, reverse and refund act
on the key in `of`, a post and a reversal on all of it unless `amount` says less; balance asks for the account in `of`.
Accounts are user:N, a Telegram id, and the house's own; system:funding pays in. A hold may have `expires_at`, anything
`event_at`, both RFC 3339. A key has one outcome for ever: the same line again gets the same result, also after a crash.
`available_from` and `available_to` are what payer and payee can spend after the item, null for system accounts.

Results:
  ok
  malformed            no JSON object
  key_invalid          no key, or one that is empty, longer than 200 characters or has control characters
  kind_unknown         none of the kinds above
  account_invalid      neither user:N nor one of system:funding, fees, fx, suspense, merchants, payouts
  currency_unknown     no ISO 4217 code; for a balance without one, the user has several
  origin_missing       nothing in `of`
  amount_invalid       no decimal number, such as 1e3 or 1,000
  amount_not_positive  zero or less
  amount_too_precise   more decimals than the currency has
  amount_too_large     more than 15 digits before the point
  same_account         from and to are one
  rate_invalid         an exchange at no positive rate, or for nothing
  expiry_invalid       `expires_at` or `event_at` is no RFC 3339 time
  key_reused           the key was used before, for something else
  not_yours            within a book, another's money
  account_closed       one of the accounts was closed
  account_not_empty    an account with money cannot be closed
  insufficient_funds   the payer has less, without what is promised to holds
  balance_too_large    an account would hold more than 10^18
  origin_unknown       nothing was done under the key in `of`
  currency_mismatch    the currency is not that of what it acts on
  not_a_hold           post and void act on holds
  hold_resolved        the hold was posted or voided before, or expired
  hold_expired         its time was over
  hold_exceeded        more than it holds
  not_reversible       a hold that was not posted, a reversal, or one leg of an exchange
  already_reversed     nothing of it is left
  origin_exceeded      more than is left of it
  linked_failed        another item of the group was refused";

/// Opens the app by itself: what was answered before a stop stands, unlike with other commands.
pub(super) async fn run(config: &Config) -> anyhow::Result<()> {
    let app = App::start(config).await?;
    let outcome = tokio::select! {
        outcome = lines(app.store.ledger_session()) => outcome,
        () = stop_signal() => Err(anyhow::anyhow!("stopped; send the same lines again: what was done is not done twice")),
    };
    let stopped = app.stop().await;
    outcome.and(stopped.map_err(Into::into))
}

async fn lines(mut session: LedgerSession) -> anyhow::Result<()> {
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
        answer_all(&mut session, std::mem::take(&mut waiting), &mut output).await?;
    }
    Ok(())
}

async fn answer_all(
    session: &mut LedgerSession,
    requests: Vec<Request>,
    output: &mut impl Write,
) -> anyhow::Result<()> {
    let replies = answer(session, now(), requests)
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
    use farthing::domain::ledger::Code;
    use farthing::tools::ledger::Asked;

    use super::*;

    #[test]
    fn the_help_tells_every_result() {
        for code in Code::ALL {
            assert!(HELP.contains(&format!("\n  {code}")), "{code}");
        }
    }

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
