//! The command line: parses arguments, builds what the command needs, runs it, and turns the outcome into an exit status.
//!
//! **Invariant:** results go to stdout, everything else to stderr; exit status 0 is done, 1 failed, 2 wrong usage.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
