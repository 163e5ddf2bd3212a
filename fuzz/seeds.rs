//! Writes what the fuzzer starts from: a small statement of each layout, and CSV. Run in `fuzz/`.

use std::path::Path;

use farthing::demo::{Layout, pdf, pdf_with_password, sample};

const FOLDER: &str = "corpus/statement";
/// Few rows make small files, which mutate faster.
const ROWS: usize = 3;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    std::fs::create_dir_all(FOLDER)?;
    for layout in Layout::ALL {
        let statement = sample(layout, 1, ROWS);
        write(&format!("{layout:?}.pdf"), &pdf(&statement, layout)?)?;
    }
    let statement = sample(Layout::AppAccount, 2, ROWS);
    write("locked.pdf", &pdf_with_password(&statement, Layout::AppAccount, "horse staple")?)?;
    write("plain.csv", b"Date,Description,Amount,Balance\n2026-01-03,Coffee,-2.50,97.50\n2026-01-04,Salary,10.00,107.50\n")?;
    write("semicolons.csv", "Buchungstag;Betrag;Verwendungszweck;Saldo\n03.01.26;-2,50;Bäcker;97,50\n".as_bytes())
}

fn write(name: &str, bytes: &[u8]) -> Result<(), Box<dyn std::error::Error>> {
    Ok(std::fs::write(Path::new(FOLDER).join(name), bytes)?)
}
