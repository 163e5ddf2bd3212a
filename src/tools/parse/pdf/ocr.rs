//! Pages that are pictures, recognised by `tesseract` where the machine has it: `pdftoppm` draws a page, `tesseract`
//! says which words stand where, and the words are read like any others.
//!
//! **Invariant:** both programs run with limits on time and output, in the reader's own child process with its limits on
//! memory; a password never stands on their command lines; what was recognised is marked so and proven by balances only.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use super::interpret::{Glyph, MAX_PAGE_GLYPHS};

/// Where systems keep programs; the reader has no `PATH`.
const FOLDERS: &[&str] = &["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin", "/opt/local/bin"];

/// Languages in the order of preference; more of them at once take longer and confuse more letters.
const LANGUAGES: &[&str] = &["eng", "deu", "fra", "spa", "ita", "por", "nld", "pol", "rus"];
const MAX_LANGUAGES: usize = 3;

/// Pages of one file: a page takes two or three seconds.
pub(crate) const MAX_PAGES: usize = 20;

/// Time for the whole file; it has to end before the reader's own limit.
const TOTAL_TIME: Duration = Duration::from_secs(50);

/// Time for one program on one page.
const PROGRAM_TIME: Duration = Duration::from_secs(20);

/// Dots an inch: below 300 digits run together.
const RESOLUTION: f32 = 300.0;

/// Points an inch, the unit of PDF.
const POINTS: f32 = 72.0;

/// One page as a grey picture has about 9 MB; larger ones are posters.
const MAX_PICTURE_BYTES: u64 = 128 << 20;
const MAX_TEXT_BYTES: u64 = 16 << 20;

/// Words that are surely wrong are left out: of 100.
const MIN_CONFIDENCE: f32 = 20.0;

/// Why there are no recognised pages.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// A program is not installed, or nothing was recognised.
    Unavailable,
    TooLong,
}

/// The glyphs of each page of an unencrypted file.
pub(crate) fn glyphs(pdf: &[u8], pages: usize) -> Result<Vec<Vec<Glyph>>, Failure> {
    let (Some(draw), Some(recognise)) = (program("pdftoppm"), program("tesseract")) else {
        return Err(Failure::Unavailable);
    };
    if pages > MAX_PAGES {
        return Err(Failure::TooLong);
    }
    let started = Instant::now();
    let languages = languages(&recognise);
    let mut out = Vec::with_capacity(pages);
    for page in 1..=pages {
        let left = TOTAL_TIME.checked_sub(started.elapsed()).ok_or(Failure::TooLong)?.min(PROGRAM_TIME);
        let number = page.to_string();
        let resolution = RESOLUTION.to_string();
        let mut drawing = Command::new(&draw);
        drawing.args(["-r", &resolution, "-gray", "-f", &number, "-l", &number, "-"]);
        let picture = run(drawing, pdf, MAX_PICTURE_BYTES, left).ok_or(Failure::Unavailable)?;
        let mut recognising = Command::new(&recognise);
        // Two cores are better used by two files.
        recognising.args(["stdin", "stdout", "-l", &languages, "--psm", "6", "tsv"]).env("OMP_THREAD_LIMIT", "1");
        let left = TOTAL_TIME.checked_sub(started.elapsed()).ok_or(Failure::TooLong)?.min(PROGRAM_TIME);
        let table = run(recognising, &picture, MAX_TEXT_BYTES, left).ok_or(Failure::TooLong)?;
        out.push(words(&String::from_utf8_lossy(&table)));
    }
    if out.iter().all(Vec::is_empty) { Err(Failure::Unavailable) } else { Ok(out) }
}

fn program(name: &str) -> Option<PathBuf> {
    FOLDERS.iter().map(|folder| Path::new(folder).join(name)).find(|path| path.is_file())
}

/// Those of the installed languages that statements are likely in, as an argument.
fn languages(recognise: &Path) -> String {
    let mut command = Command::new(recognise);
    command.arg("--list-langs");
    let listed = run(command, &[], MAX_TEXT_BYTES, PROGRAM_TIME).unwrap_or_default();
    let listed = String::from_utf8_lossy(&listed).into_owned();
    let installed = |language: &&&str| listed.lines().any(|line| line.trim() == **language);
    let chosen: Vec<&str> = LANGUAGES.iter().filter(installed).take(MAX_LANGUAGES).copied().collect();
    if chosen.is_empty() { "eng".to_owned() } else { chosen.join("+") }
}

/// What a program prints for an input; `None` where it fails, prints too much or takes too long.
fn run(mut command: Command, input: &[u8], limit: u64, time: Duration) -> Option<Vec<u8>> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().ok()?;
    let (mut stdin, stdout) = child.stdin.take().zip(child.stdout.take())?;
    let (sender, receiver) = mpsc::channel();
    let output = std::thread::scope(|scope| {
        scope.spawn(move || {
            let mut output = Vec::new();
            let complete = stdout.take(limit + 1).read_to_end(&mut output).is_ok() && output.len() as u64 <= limit;
            // The receiver may have given up.
            drop(sender.send(complete.then_some(output)));
        });
        // A program that ends early closes its input; what it printed is judged by its status.
        scope.spawn(move || drop(stdin.write_all(input)));
        let output = receiver.recv_timeout(time).ok().flatten();
        if output.is_none() {
            // It may have ended by itself; then there is nothing to end.
            drop(child.kill());
        }
        output
    });
    let status = child.wait().ok()?;
    output.filter(|_| status.success())
}

/// One line of tesseract's table.
struct Entry<'a> {
    level: u32,
    left: f32,
    top: f32,
    width: f32,
    height: f32,
    confidence: f32,
    text: &'a str,
}

impl<'a> Entry<'a> {
    fn parse(line: &'a str) -> Option<Self> {
        let mut fields = line.split('\t');
        let mut number = || fields.next()?.trim().parse::<f32>().ok();
        let level = number()?;
        // Page, block, paragraph, line and word.
        for _ in 0..5 {
            number()?;
        }
        let (left, top, width, height, confidence) = (number()?, number()?, number()?, number()?, number()?);
        let text = fields.next().unwrap_or_default().trim();
        Some(Self { level: level as u32, left, top, width, height, confidence, text })
    }
}

/// Levels of tesseract's table: a line, and a word on it.
const LINE: u32 = 4;
const WORD: u32 = 5;

/// The recognised words as glyphs: each as wide as its share of the word, on the line's own baseline.
fn words(table: &str) -> Vec<Glyph> {
    let scale = POINTS / RESOLUTION;
    let mut out: Vec<Glyph> = Vec::new();
    let mut line: Option<Entry<'_>> = None;
    for entry in table.lines().filter_map(Entry::parse) {
        if entry.level == LINE {
            line = Some(entry);
            continue;
        }
        let count = entry.text.chars().count();
        let Some(line) = line.as_ref().filter(|_| entry.level == WORD && count > 0) else { continue };
        if entry.confidence < MIN_CONFIDENCE || out.len() + count >= MAX_PAGE_GLYPHS {
            continue;
        }
        let width = entry.width * scale / count as f32;
        let (y, size) = (-(line.top + line.height) * scale, entry.height.min(line.height) * scale);
        let glyph = |x: f32, width: f32, character: char| Glyph { x, y, width, size, character, quarter: 0 };
        // Words are told apart by tesseract, however close they stand.
        out.push(glyph(entry.left * scale - size, size, ' '));
        let letters = entry.text.chars().enumerate();
        out.extend(letters.map(|(at, character)| glyph(entry.left * scale + at as f32 * width, width, character)));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::*;

    #[test]
    fn words_stand_where_they_were_recognised() {
        let table = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n\
            4\t1\t1\t1\t1\t0\t300\t300\t900\t40\t-1\t\n\
            5\t1\t1\t1\t1\t1\t300\t300\t120\t40\t96.1\tRent\n\
            5\t1\t1\t1\t1\t2\t1000\t302\t200\t38\t91.0\t1,250.00\n\
            5\t1\t1\t1\t1\t3\t1210\t302\t20\t38\t3.0\t|\n";
        let lines = lines(&words(table));
        let texts: Vec<_> = lines.iter().flat_map(|line| &line.words).map(|word| word.text.as_str()).collect();
        assert_eq!(texts, ["Rent", "1,250.00"]);
        assert!((lines[0].words[1].right - 288.0).abs() < 0.5, "{lines:?}");
    }

    #[test]
    fn a_program_that_takes_too_long_or_prints_too_much_is_ended() {
        let shell = |script: &str| {
            let mut command = Command::new("/bin/sh");
            command.args(["-c", script]);
            command
        };
        let time = Duration::from_secs(5);
        assert_eq!(run(shell("cat"), b"page", 10, time), Some(b"page".to_vec()));
        assert_eq!(run(shell("cat"), b"a longer page", 10, time), None);
        assert_eq!(run(shell("exit 3"), b"page", 10, time), None);
        assert_eq!(run(shell("exec sleep 60"), b"", 10, Duration::from_millis(100)), None);
        assert_eq!(run(Command::new("/no/such/program"), b"", 10, time), None);
    }
}
