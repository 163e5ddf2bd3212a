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
    let found = by_rows(statement, &candidates, usual, context).await?;
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
    context: &mut Context,
) -> Result<Option<AccountId>, ToolError> {
    let Some(extent) = extent(statement) else { return Ok(None) };
    let mut best: Option<(usize, AccountId)> = None;
    let mut fitting = None;
    for account in candidates {
        let known = context.book().await?.existing_rows(account.id, extent).await?;
        let likeness = Likeness::of(&statement.lines, known);
        if likeness.same() && best.is_none_or(|(common, _)| likeness.common > common) {
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
}

impl Likeness {
    fn of(lines: &[ParsedLine], known: Vec<ExistingRow>) -> Self {
        let days = known.iter().map(|row| row.booked_on);
        let Some((first, last)) = days.clone().min().zip(days.max()) else {
            return Self { comparable: 0, common: 0 };
        };
        let comparable: Vec<ParsedLine> =
            lines.iter().filter(|line| (first..=last).contains(&line.date)).cloned().collect();
        let matched = Matcher::new(known).match_lines(&comparable);
        let common = matched.iter().filter(|matched| **matched != Matched::New).count();
        Self { comparable: comparable.len(), common }
    }

    fn same(&self) -> bool {
        self.common >= COMMON_ROWS_MIN && self.common * 2 > self.comparable
    }

    fn other(&self) -> bool {
        self.comparable >= COMMON_ROWS_MIN && !self.same()
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
    use super::*;

    #[test]
    fn a_number_is_recognised_however_it_is_spaced() {
        let hash = |number| hash_of_number(number, b"salt");
        assert_eq!(hash("GB29 NWBK 6016 1331 9268 19"), hash("gb29nwbk60161331926819"));
        assert_ne!(hash("12345678"), hash("12345679"));
        assert_ne!(hash_of_number("12345678", b"a"), hash_of_number("12345678", b"b"));
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
