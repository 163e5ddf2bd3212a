//! Every layout of the generator is read whole: generate, print, read, compare.

use std::process::Command;

use farthing::demo::{Country, DemoStatement, Layout, month_abroad, pdf, pdf_with_password, sample, year};
use farthing::domain::WarningCode;
use farthing::tools::reading::{Parse, Reading};
use farthing::tools::{Tool, ToolError, Upload};
use lopdf::{Document, Object, Stream, dictionary};
use rust_decimal::Decimal;

use crate::harness::{TODAY, bookless_context};

/// One statement of each kind.
fn statements() -> Vec<DemoStatement> {
    let until = TODAY.parse().unwrap();
    let mut statements = year(11, until, 1);
    statements.extend(
        [Country::Germany, Country::France, Country::UnitedStates].map(|country| month_abroad(11, until, country)),
    );
    statements
}

async fn read(bytes: Vec<u8>, password: Option<&str>) -> Result<Reading, ToolError> {
    let mut context = bookless_context();
    context.upload = Some(Upload { file_name: Some("statement.pdf".into()), bytes: bytes.into() });
    Parse { password: password.map(str::to_owned), ..Parse::default() }.call(&mut context).await
}

/// What must come out, a line for each row.
fn expected(statement: &DemoStatement) -> Vec<String> {
    let rows = statement.layout.print_order(statement);
    rows.iter().map(|row| format!("{} {:.2} {}", row.date, row.amount, row.description)).collect()
}

fn found(reading: &Reading) -> Vec<String> {
    let lines = &reading.statement.transactions;
    lines.iter().map(|line| format!("{} {:.2} {}", line.date, line.amount, line.description)).collect()
}

#[tokio::test]
async fn every_layout_is_read_whole_and_proven() {
    let statements = statements();
    for layout in Layout::ALL {
        let statement = statements.iter().find(|statement| statement.layout == layout).cloned();
        let statement = &statement.unwrap_or_else(|| sample(layout, 11, 25));
        let reading = read(pdf(statement, layout).unwrap(), None).await.unwrap();
        assert_eq!(found(&reading), expected(statement), "{layout:?}");
        let verdict = layout.prints_balances().then_some(true);
        assert_eq!(reading.statement.reconciled, verdict, "{layout:?}: {:?}", reading.statement.warnings);
        assert_eq!(reading.statement.account.currency, Some(statement.currency), "{layout:?}");
        let shown = reading.statement.account.id.clone().unwrap_or_default();
        // Of a short number the last three digits are shown, else four.
        let end = shown.strip_prefix('…').unwrap_or_default();
        assert!(end.len() > 2 && statement.account_number.ends_with(end), "{layout:?}: {shown}");
    }
}

#[tokio::test]
async fn a_misprint_is_never_proven() {
    for statement in statements() {
        let wrong = statement.clone().misprinted(statement.rows.len() / 2, Decimal::new(700, 2));
        let reading = read(pdf(&wrong, wrong.layout).unwrap(), None).await.unwrap();
        assert_ne!(reading.statement.reconciled, Some(true), "{:?}", statement.layout);
    }
}

#[tokio::test]
async fn passwords_open_or_are_asked_for() {
    let statement = &statements()[0];
    let locked = || pdf_with_password(statement, statement.layout, "horse staple").unwrap();
    let words =
        |outcome: Result<Reading, ToolError>| outcome.map(|reading| found(&reading).len()).map_err(|error| error.words);

    assert_eq!(words(read(locked(), Some("horse staple")).await), Ok(statement.rows.len()));
    insta::assert_debug_snapshot!([
        words(read(locked(), None).await),
        words(read(locked(), Some("wrong")).await),
        words(read(b"%PDF-1.7 and then nothing".to_vec(), None).await),
        words(read(b"".to_vec(), None).await),
        words(read(b"\x00\x01\x02\x03 no statement".to_vec(), None).await),
    ]);
}

#[tokio::test]
async fn a_whole_reading() {
    let mut statement = month_abroad(11, TODAY.parse().unwrap(), Country::Germany);
    statement.rows.truncate(6);
    let reading = read(pdf(&statement, statement.layout).unwrap(), None).await.unwrap();
    insta::assert_json_snapshot!(reading);
}

/// The statement as pictures of its pages, as a scanner makes them; `None` where the programs for that are missing.
fn scanned(pdf: &[u8]) -> Option<Vec<u8>> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("statement.pdf");
    std::fs::write(&file, pdf).unwrap();
    Command::new("tesseract").arg("--version").output().ok()?;
    let draw =
        Command::new("pdftoppm").args(["-r", "250", "-gray"]).arg(&file).arg(folder.path().join("page")).status();
    assert!(draw.ok()?.success());
    let mut pictures: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    pictures.retain(|path| path.extension().is_some_and(|extension| extension == "pgm"));
    pictures.sort();
    let mut document = Document::with_version("1.5");
    let tree = document.new_object_id();
    let mut kids: Vec<Object> = Vec::new();
    for path in pictures {
        let bytes = std::fs::read(path).unwrap();
        // `P5`, width and height, the largest value; then a byte for each dot.
        let mut lines = bytes.splitn(4, |byte| *byte == b'\n').skip(1);
        let size = String::from_utf8(lines.next().unwrap().to_vec()).unwrap();
        let (width, height) = size.split_once(' ').unwrap();
        let (width, height): (i64, i64) = (width.parse().unwrap(), height.parse().unwrap());
        let picture = dictionary! {
            "Type" => "XObject", "Subtype" => "Image", "Width" => width, "Height" => height,
            "ColorSpace" => "DeviceGray", "BitsPerComponent" => 8,
        };
        let picture = document.add_object(Stream::new(picture, lines.nth(1).unwrap().to_vec()));
        let content = document.add_object(Stream::new(dictionary! {}, b"595 0 0 842 0 0 cm /P Do".to_vec()));
        kids.push(
            document
                .add_object(dictionary! {
                    "Type" => "Page", "Parent" => tree, "Contents" => content,
                    "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
                    "Resources" => dictionary! { "XObject" => dictionary! { "P" => picture } },
                })
                .into(),
        );
    }
    let count = i64::try_from(kids.len()).unwrap();
    document.objects.insert(tree, dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count }.into());
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    document.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    Some(bytes)
}

#[tokio::test]
#[expect(clippy::print_stderr, reason = "says why a test did nothing")]
async fn pictures_of_pages_are_recognised_or_named() {
    let statement = statements().into_iter().find(|statement| statement.layout == Layout::AppAccount);
    let mut statement = statement.unwrap_or_else(|| statements().remove(0));
    statement.rows.truncate(12);
    let Some(pictures) = scanned(&pdf(&statement, statement.layout).unwrap()) else {
        eprintln!("skipped: pdftoppm or tesseract is not installed");
        return;
    };
    let reading = read(pictures, None).await.unwrap();
    let marked = reading.statement.warnings.iter().any(|warning| warning.code == WarningCode::Recognised);
    assert!(marked, "{:?}", reading.statement.warnings);
    // Date and amount; a letter of a name may differ.
    let amounts = |lines: &[String]| {
        let two = |line: &String| line.split(' ').take(2).map(str::to_owned).collect::<Vec<_>>();
        lines.iter().map(two).collect::<Vec<_>>()
    };
    // A digit may be mistaken, but never in a reading that counts as proven.
    if reading.statement.reconciled == Some(true) {
        assert_eq!(amounts(&found(&reading)), amounts(&expected(&statement)));
    }
    assert_eq!(reading.statement.transactions.len(), statement.rows.len());
}
