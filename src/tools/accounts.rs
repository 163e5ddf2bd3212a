//! Which account a statement belongs to: by its number, by the name that the file gives it, or by its rows.
//!
//! A bank's CSV seldom names the account that its PDF names by number. When most of a file's rows are known in one account
//! already, it is that account; its number is learned from the first file that prints one.
//!
//! **Invariant:** rows are never put beside rows of another account because nothing better was known: what contradicts an
//! account's own days opens a new one.

use sha2::{Digest, Sha256};

use super::import::extent;
use super::matching::{Matched, Matcher};
use super::reading::masked;
use super::{Context, ToolError};
use crate::domain::{AccountId, Currency, KnownAccount, ParsedFile, ParsedLine, ParsedStatement};
use crate::store::accounts::NewAccount;
use crate::store::rows::ExistingRow;

/// The name of an account that no file names.
const UNNAMED: &str = "Account";

/// Fewer rows than this in common may be chance.
const COMMON_ROWS_MIN: usize = 3;

/// So few are enough where they are all that there is: a short file, or an account's first rows.
const WHOLE_ROWS_MIN: usize = 2;

/// Where a statement belongs.
#[derive(Clone, Debug)]
pub(super) struct Entered {
    pub(super) account: AccountId,
    pub(super) currency: Currency,
    /// The currency that the statement prints.
    pub(super) printed: Option<Currency>,
    /// Salted hash of the number that the statement prints.
    pub(super) number_hash: Option<Vec<u8>>,
}

/// What a statement says about its account.
struct Signs<'a> {
    /// Masked, and its salted hash.
    number: Option<(String, Vec<u8>)>,
    name: Option<&'a str>,
    printed: Option<Currency>,
    /// The printed one, else the likeliest.
    currency: Currency,
}

/// The account of a statement; made when there is none.
pub(super) async fn enter_account(
    file: &ParsedFile,
    statement: &ParsedStatement,
    context: &mut Context,
) -> Result<Entered, ToolError> {
    let now = context.now;
    let signs = signs(statement, context).await?;
    let accounts = context.book().await?.accounts().await?;
    let found = find(file, statement, &signs, &accounts, context).await?;
    let number_hash = signs.number.as_ref().map(|(_, hash)| hash.clone());
    let book = context.book().await?;
    let (account, currency) = match (found, signs.printed) {
        (Some(found), Some(printed)) if found.currency != printed => {
            book.adopt_currency(found.id, printed).await?;
            (found.id, printed)
        }
        (Some(found), _) => (found.id, found.currency),
        (None, _) => {
            let bank = file.bank.as_deref().unwrap_or(UNNAMED);
            let name = match (signs.name, &signs.number) {
                (Some(name), _) => name.to_owned(),
                (None, Some((masked, _))) => format!("{bank} {masked}"),
                (None, None) => bank.to_owned(),
            };
            let new = NewAccount {
                name: &free_name(&name, &accounts),
                number_masked: signs.number.as_ref().map(|(masked, _)| masked.as_str()),
                number_hash: number_hash.as_deref(),
                currency: signs.currency,
            };
            (book.insert_account(&new, now).await?, signs.currency)
        }
    };
    Ok(Entered { account, currency, printed: signs.printed, number_hash })
}

async fn signs<'a>(statement: &'a ParsedStatement, context: &mut Context) -> Result<Signs<'a>, ToolError> {
    let book = context.book().await?;
    let settings = book.settings().await?;
    let label = &statement.account;
    let printed = label.currency.or_else(|| statement.lines.iter().find_map(|line| line.currency));
    if let (None, Some(printed)) = (settings.home_currency, printed) {
        book.set_home_currency(printed).await?;
    }
    let number = match &label.number {
        Some(number) => Some((masked(number), hash_of_number(number, &book.account_salt().await?))),
        None => None,
    };
    let currency = printed.or(settings.home_currency).unwrap_or(Currency::NONE);
    Ok(Signs { number, name: label.name.as_deref(), printed, currency })
}

/// The account that the signs or the rows lead to.
async fn find(
    file: &ParsedFile,
    statement: &ParsedStatement,
    signs: &Signs<'_>,
    accounts: &[KnownAccount],
    context: &mut Context,
) -> Result<Option<KnownAccount>, ToolError> {
    let book = context.book().await?;
    // A file without a currency may be of any account, an account whose currency was a guess is of any file.
    let guessed = book.accounts_of_guessed_currency().await?;
    let fits = |account: &&KnownAccount| {
        account.currency == signs.currency || signs.printed.is_none() || guessed.contains(&account.id)
    };
    let mut candidates: Vec<&KnownAccount> = accounts.iter().filter(fits).collect();
    candidates.sort_by_key(|account| account.currency != signs.currency);
    if let Some((_, hash)) = &signs.number {
        let numbered = book.accounts_by_number(hash).await?;
        if let Some(found) = candidates.iter().find(|account| numbered.contains(&account.id)) {
            return Ok(Some((*found).clone()));
        }
    }
    if let (None, Some(name)) = (&signs.number, signs.name) {
        let earlier = book.accounts_by_file_name(name).await?;
        let by_file = earlier.iter().filter_map(|id| candidates.iter().find(|account| account.id == *id));
        // Of two with one name the one in the file's currency.
        let by_file = by_file.min_by_key(|account| account.currency != signs.currency);
        let by_name = || candidates.iter().find(|account| account.name.eq_ignore_ascii_case(name));
        if let Some(found) = by_file.or_else(by_name) {
            return Ok(Some((*found).clone()));
        }
    }
    // An account with another number is another account, whatever its rows.
    let numbers = book.account_numbers().await?;
    let has_number = |account: &KnownAccount| numbers.iter().any(|(numbered, _)| *numbered == account.id);
    candidates.retain(|account| signs.number.is_none() || !has_number(account));
    let usual = match (&signs.number, signs.name) {
        (None, None) => usual_account(file, signs.currency, &candidates, context).await?,
        _ => None,
    };
    let is_named_only = signs.number.is_none() && signs.name.is_some();
    let found = by_rows(statement, &candidates, usual, is_named_only, context).await?;
    if let (Some(found), Some((masked, hash))) = (found, &signs.number) {
        context.book().await?.set_account_number(found, masked, hash).await?;
    }
    Ok(accounts.iter().find(|account| Some(account.id) == found).cloned())
}

/// Where earlier files went that named no account either, when they all went to one; else the account that was made for such.
async fn usual_account(
    file: &ParsedFile,
    currency: Currency,
    candidates: &[&KnownAccount],
    context: &mut Context,
) -> Result<Option<AccountId>, ToolError> {
    let earlier = context.book().await?.accounts_of_unnamed_files(file.format, file.bank.as_deref()).await?;
    let of_currency = || candidates.iter().filter(|account| account.currency == currency);
    let mut earlier = of_currency().filter(|account| earlier.contains(&account.id));
    if let (Some(only), None) = (earlier.next(), earlier.next()) {
        return Ok(Some(only.id));
    }
    let bank = file.bank.as_deref().unwrap_or(UNNAMED);
    let made = of_currency().find(|account| account.number_masked.is_none() && account.name == bank);
    Ok(made.map(|account| account.id))
}

/// The account that knows most of the statement's rows already, else the usual one, unless its rows contradict.
async fn by_rows(
    statement: &ParsedStatement,
    candidates: &[&KnownAccount],
    usual: Option<AccountId>,
    is_named_only: bool,
    context: &mut Context,
) -> Result<Option<AccountId>, ToolError> {
    let Some(extent) = extent(statement) else { return Ok(None) };
    let mut best: Option<(usize, AccountId)> = None;
    let mut fitting = None;
    for account in candidates {
        let known = context.book().await?.existing_rows(account.id, extent).await?;
        let likeness = Likeness::of(&statement.lines, known);
        // Two names speak for two accounts, unless one of the names is no file's.
        let of_two_names = is_named_only && account.number_masked.is_none() && !account.name.starts_with(UNNAMED);
        let same = likeness.mostly() || !of_two_names && likeness.wholly();
        if same && best.is_none_or(|(common, _)| likeness.common > common) {
            best = Some((likeness.common, account.id));
        }
        if usual == Some(account.id) && !likeness.other() {
            fitting = usual;
        }
    }
    Ok(best.map(|(_, account)| account).or(fitting))
}

/// How a file's rows compare with an account's, on the days between the account's first and last row.
struct Likeness {
    comparable: usize,
    common: usize,
    /// Whether all rows of the file, or of the account on the file's days, are among the common ones.
    whole: bool,
}

impl Likeness {
    fn of(lines: &[ParsedLine], known: Vec<ExistingRow>) -> Self {
        let days = known.iter().map(|row| row.booked_on);
        let Some((first, last)) = days.clone().min().zip(days.max()) else {
            return Self { comparable: 0, common: 0, whole: false };
        };
        let known_rows = known.len();
        let comparable: Vec<ParsedLine> =
            lines.iter().filter(|line| (first..=last).contains(&line.date)).cloned().collect();
        let matched = Matcher::new(known).match_lines(&comparable);
        let common = matched.iter().filter(|matched| **matched != Matched::New).count();
        let whole = common == comparable.len() && (common == lines.len() || common == known_rows);
        Self { comparable: comparable.len(), common, whole }
    }

    /// Most rows are common.
    fn mostly(&self) -> bool {
        self.common >= COMMON_ROWS_MIN && self.common * 2 > self.comparable
    }

    /// Few rows are common, and they are all that there is.
    fn wholly(&self) -> bool {
        self.whole && self.common >= WHOLE_ROWS_MIN
    }

    fn other(&self) -> bool {
        self.comparable >= COMMON_ROWS_MIN && !self.mostly()
    }
}

/// The name, or with the first number behind it that no account has.
fn free_name(name: &str, accounts: &[KnownAccount]) -> String {
    let taken = |name: &str| accounts.iter().any(|account| account.name.eq_ignore_ascii_case(name));
    let numbered = (2..).map(|number| format!("{name} {number}"));
    let mut names = std::iter::once(name.to_owned()).chain(numbered).take(accounts.len() + 2);
    names.find(|name| !taken(name)).unwrap_or_else(|| name.to_owned())
}

fn hash_of_number(number: &str, salt: &[u8]) -> Vec<u8> {
    let plain: String = number.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect();
    Sha256::new().chain_update(salt).chain_update(plain).finalize().to_vec()
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::domain::{Source, TransactionId};

    #[test]
    fn a_number_is_recognised_however_it_is_spaced() {
        let hash = |number| hash_of_number(number, b"salt");
        assert_eq!(hash("GB29 NWBK 6016 1331 9268 19"), hash("gb29nwbk60161331926819"));
        assert_ne!(hash("12345678"), hash("12345679"));
        assert_ne!(hash_of_number("12345678", b"a"), hash_of_number("12345678", b"b"));
    }

    #[test]
    fn the_rows_say_whether_two_accounts_are_one() {
        let day = |day: u32| NaiveDate::from_ymd_opt(2026, 3, day).unwrap();
        let check = |lines: &[(u32, i64)], known: &[(u32, i64)], same: bool, other: bool| {
            let line = |(of, amount): &(u32, i64)| ParsedLine {
                date: day(*of),
                posted: None,
                description: "A".into(),
                amount: (*amount).into(),
                currency: None,
                balance: None,
                category: None,
                source: Source { page: 1, line: 1 },
            };
            let row = |(of, amount): &(u32, i64)| ExistingRow {
                id: TransactionId::new(),
                booked_on: day(*of),
                amount: (*amount).into(),
                description: "B".into(),
                deleted: false,
            };
            let lines_of_file: Vec<ParsedLine> = lines.iter().map(line).collect();
            let likeness = Likeness::of(&lines_of_file, known.iter().map(row).collect());
            let is_same = likeness.mostly() || likeness.wholly();
            assert_eq!((is_same, likeness.other()), (same, other), "{lines:?} in {known:?}");
        };
        let (one, two, three) = ((1, 10), (2, 20), (3, 30));
        check(&[one, two, three], &[one, two, three], true, false);
        check(&[one, two, three, (3, 40)], &[one, two, three], true, false);
        check(&[one, (2, 21), (3, 31)], &[one, two, three], false, true);
        // A short file whose every row is known, and an account of two rows that the file knows both.
        check(&[one, two], &[one, two, three], true, false);
        check(&[one, two, three], &[one, two], true, false);
        // One row, or two of several on both sides, may be chance.
        check(&[one], &[one], false, false);
        check(&[one, two, (2, 21)], &[one, two, (2, 22)], false, true);
        check(&[one, two], &[], false, false);
    }

    #[test]
    fn a_taken_name_gets_a_number() {
        let account = |name: &str| KnownAccount {
            id: AccountId::new(),
            name: name.into(),
            number_masked: None,
            currency: Currency::NONE,
        };
        assert_eq!(free_name("Account", &[]), "Account");
        assert_eq!(free_name("Account", &[account("account")]), "Account 2");
        assert_eq!(free_name("Account", &[account("Account"), account("Account 2")]), "Account 3");
    }
}
