//! What a button carries: at most 64 bytes of data that anyone with the app can send back, so it only ever names things of
//! the person's own book and decides nothing about whose.

mod alert;
mod attention;
mod budget;
mod card;
mod compact;
mod goal;
mod mail;
mod notification;
mod tag;

use uuid::Uuid;

use super::outgoing::Button;
use super::security_button::{KEYPAD, KeypadKey, SecurityAction};
use super::wallet_button::WalletAction;
use crate::domain::{ActionId, CategoryId, Period, TransactionId};

pub use alert::{AlertAction, NoticeStep, RuleStep};
pub use attention::{AttentionAction, Page};
pub use budget::BudgetAction;
pub use card::{AccountAction, ListPlace, RowAction, RowStep};
pub use goal::GoalAction;
pub use mail::MailAction;
pub use notification::NotificationAction;
pub use tag::TagAction;

/// What the name of an own category may take of the 64 bytes beside the row's id.
pub const OWN_NAME_BYTES_MAX: usize = 27;

/// What pressing a button asks for.
#[derive(Clone, Debug, PartialEq)]
pub enum ButtonAction {
    /// Shows what farthing does on an example.
    Demo,
    /// How to ask.
    Ask,
    /// The rows behind an answer, from this row on; an answer that compares has several lists of them.
    Rows { turn: Uuid, list: u8, offset: u32 },
    /// The same, in place of the message with the button.
    RowsHere(ListPlace),
    /// What an opened row asks for.
    Row(RowAction),
    /// What an account asks for.
    Account(AccountAction),
    /// The rows of these days.
    Days { days: Period },
    /// Draws what an answer is about.
    Chart { turn: Uuid },
    /// Sends the rows behind an answer as a file.
    ExportRows { turn: Uuid },
    /// Takes back an action.
    Undo { action: ActionId },
    /// Keeps a file that does not add up.
    Keep { file: Uuid },
    /// Lets go of a file that waits.
    Drop { file: Uuid },
    /// Shows what was read of a file that does not add up; without a part, the one where the gap opens.
    Review { file: Uuid, part: Option<u16> },
    /// Lets the person type a correction of it.
    Correct { file: Uuid },
    /// Takes the last correction back.
    Uncorrect { file: Uuid },
    /// The next row that wants a look.
    Fix,
    /// Sorts a row and its payee's others.
    Sort { row: TransactionId, category: CategoryId },
    /// Lets the person type a category for a row.
    TypeCategory { row: TransactionId },
    /// Makes a category of the person's own and sorts a row's payee into it. The name has at most
    /// [`OWN_NAME_BYTES_MAX`] bytes and no colon.
    Own { row: TransactionId, name: String },
    /// Leaves a row as it is and shows the next.
    Skip { row: TransactionId },
    /// Enough rows were looked at.
    Enough,
    /// Sets the time zone; without one, asks.
    TimeZone { name: Option<String> },
    /// Sets the home currency; without one, asks.
    HomeCurrency { code: Option<String> },
    /// Sends everything that is the person's.
    Export { format: String },
    /// Deletes everything that is the person's.
    ForgetAll,
    /// Takes the question away.
    Never,
    /// What an admin asks for.
    Admin(AdminAction),
    /// What is done with the wallet.
    Wallet(WalletAction),
    /// What is done with budgets.
    Budget(BudgetAction),
    /// What is done with the history of what was said unasked.
    Notification(NotificationAction),
    /// What is done about summaries by email.
    Mail(MailAction),
    /// What is done with goals.
    Goal(GoalAction),
    /// What is done with tags.
    Tag(TagAction),
    /// Draws how balances went over the past year.
    Balances,
    /// What is done about alerts.
    Alert(AlertAction),
    /// How the person wants to be spoken to.
    Attention(AttentionAction),
    /// What is done about PIN and codes.
    Security(SecurityAction),
    /// A key of the keypad for a PIN.
    Keypad(KeypadKey),
}

/// What a button of `/admin` asks for. Who presses it is checked again.
#[derive(Clone, Debug, PartialEq)]
pub enum AdminAction {
    /// People whose name holds these words, from this one on.
    People { offset: u32, words: String },
    /// Sends a broadcast that was shown.
    Send { broadcast: Uuid },
    /// Drops it.
    Discard { broadcast: Uuid },
    /// Sends the dead letters up to this number again.
    Replay { up_to: i64 },
    /// Drops them.
    Bury { up_to: i64 },
    /// Tries again what was given up of jobs and mails.
    Retry,
}

impl AdminAction {
    /// The longest words that a button can carry, in bytes.
    pub const WORDS_BYTES_MAX: usize = 40;

    /// A button that asks for this.
    pub fn button(self, text: impl Into<String>) -> Button {
        ButtonAction::Admin(self).button(text)
    }

    fn data(&self) -> String {
        match self {
            Self::People { offset, words } => format!("people:{offset}:{words}"),
            Self::Send { broadcast } => format!("send:{}", broadcast.simple()),
            Self::Discard { broadcast } => format!("discard:{}", broadcast.simple()),
            Self::Replay { up_to } => format!("replay:{up_to}"),
            Self::Bury { up_to } => format!("bury:{up_to}"),
            Self::Retry => "retry:".to_owned(),
        }
    }

    fn parse(data: &str) -> Option<Self> {
        let (kind, argument) = data.split_once(':')?;
        match kind {
            "people" => {
                let (offset, words) = argument.split_once(':')?;
                Some(Self::People { offset: offset.parse().ok()?, words: words.to_owned() })
            }
            "send" => Some(Self::Send { broadcast: argument.parse().ok()? }),
            "discard" => Some(Self::Discard { broadcast: argument.parse().ok()? }),
            "replay" => Some(Self::Replay { up_to: argument.parse().ok()? }),
            "bury" => Some(Self::Bury { up_to: argument.parse().ok()? }),
            "retry" => Some(Self::Retry),
            _ => None,
        }
    }
}

impl ButtonAction {
    /// A button that asks for this.
    pub fn button(&self, text: impl Into<String>) -> Button {
        Button { text: text.into(), data: self.data() }
    }

    fn data(&self) -> String {
        match self {
            Self::Demo => "demo".to_owned(),
            Self::Ask => "ask".to_owned(),
            Self::Rows { turn, list, offset } => format!("rows:{}:{list}:{offset}", turn.simple()),
            Self::RowsHere(place) => format!("b:{}", place.data()),
            Self::Row(action) => action.data(),
            Self::Account(action) => action.data(),
            Self::Days { days } => format!("days:{}:{}", days.from, days.to),
            Self::Chart { turn } => format!("chart:{}", turn.simple()),
            Self::ExportRows { turn } => format!("csv:{}", turn.simple()),
            Self::Undo { action } => format!("undo:{}", action.0.simple()),
            Self::Keep { file } => format!("keep:{}", file.simple()),
            Self::Drop { file } => format!("drop:{}", file.simple()),
            Self::Review { file, part: Some(part) } => format!("review:{}:{part}", file.simple()),
            Self::Review { file, part: None } => format!("review:{}", file.simple()),
            Self::Correct { file } => format!("correct:{}", file.simple()),
            Self::Uncorrect { file } => format!("uncorrect:{}", file.simple()),
            Self::Fix => "fix".to_owned(),
            Self::Sort { row, category } => format!("sort:{}:{}", row.0.simple(), category.0),
            Self::TypeCategory { row } => format!("type:{}", row.0.simple()),
            Self::Own { row, name } => format!("own:{}:{name}", row.0.simple()),
            Self::Skip { row } => format!("skip:{}", row.0.simple()),
            Self::Enough => "enough".to_owned(),
            Self::TimeZone { name } => format!("zone:{}", name.as_deref().unwrap_or_default()),
            Self::HomeCurrency { code } => format!("currency:{}", code.as_deref().unwrap_or_default()),
            Self::Export { format } => format!("export:{format}"),
            Self::ForgetAll => "forget".to_owned(),
            Self::Never => "never".to_owned(),
            Self::Admin(action) => format!("admin:{}", action.data()),
            Self::Wallet(action) => format!("wallet:{}", action.data()),
            Self::Budget(action) => action.data(),
            Self::Notification(action) => action.data(),
            Self::Mail(action) => action.data(),
            Self::Goal(action) => action.data(),
            Self::Tag(action) => action.data(),
            Self::Balances => "balances".to_owned(),
            Self::Alert(action) => action.data(),
            Self::Attention(action) => action.data(),
            Self::Security(action) => format!("security:{}", action.data()),
            Self::Keypad(key) => key.data(),
        }
    }

    /// `None` for what no button of this version carries.
    pub fn parse(data: &str) -> Option<Self> {
        if let Some(action) = data.strip_prefix("admin:") {
            return AdminAction::parse(action).map(Self::Admin);
        }
        if let Some(action) = data.strip_prefix("r:") {
            return RowAction::parse(action).map(Self::Row);
        }
        if let Some(action) = data.strip_prefix("account:") {
            return AccountAction::parse(action).map(Self::Account);
        }
        if let Some(action) = data.strip_prefix("wallet:") {
            return WalletAction::parse(action).map(Self::Wallet);
        }
        if let Some(action) = data.strip_prefix("budget:") {
            return BudgetAction::parse(action).map(Self::Budget);
        }
        if let Some(action) = data.strip_prefix("told:") {
            return NotificationAction::parse(action).map(Self::Notification);
        }
        if let Some(action) = data.strip_prefix("mail:") {
            return MailAction::parse(action).map(Self::Mail);
        }
        if let Some(action) = data.strip_prefix("goal:") {
            return GoalAction::parse(action).map(Self::Goal);
        }
        if let Some(action) = data.strip_prefix("tag:") {
            return TagAction::parse(action).map(Self::Tag);
        }
        if let Some(action) = data.strip_prefix("alert:") {
            return AlertAction::parse(action).map(Self::Alert);
        }
        if let Some(action) = data.strip_prefix("attention:") {
            return AttentionAction::parse(action).map(Self::Attention);
        }
        if let Some(action) = data.strip_prefix("security:") {
            return SecurityAction::parse(action).map(Self::Security);
        }
        if data.starts_with(KEYPAD) {
            return KeypadKey::parse(data).map(Self::Keypad);
        }
        let mut parts = data.split(':');
        let kind = parts.next()?;
        let argument = parts.next().unwrap_or_default();
        let second = parts.next().unwrap_or_default();
        let id = || argument.parse::<Uuid>().ok();
        let words = || Some(argument.to_owned()).filter(|words| !words.is_empty());
        match kind {
            "demo" => Some(Self::Demo),
            "ask" => Some(Self::Ask),
            "rows" => Some(Self::Rows { turn: id()?, list: second.parse().ok()?, offset: parts.next()?.parse().ok()? }),
            "b" => ListPlace::parse(argument).map(Self::RowsHere),
            "days" => Some(Self::Days { days: Period::new(argument.parse().ok()?, second.parse().ok()?)? }),
            "chart" => Some(Self::Chart { turn: id()? }),
            "csv" => Some(Self::ExportRows { turn: id()? }),
            "undo" => Some(Self::Undo { action: ActionId(id()?) }),
            "keep" => Some(Self::Keep { file: id()? }),
            "drop" => Some(Self::Drop { file: id()? }),
            "review" if second.is_empty() => Some(Self::Review { file: id()?, part: None }),
            "review" => Some(Self::Review { file: id()?, part: Some(second.parse().ok()?) }),
            "correct" => Some(Self::Correct { file: id()? }),
            "uncorrect" => Some(Self::Uncorrect { file: id()? }),
            "fix" => Some(Self::Fix),
            "sort" => Some(Self::Sort { row: TransactionId(id()?), category: CategoryId(second.parse().ok()?) }),
            "type" => Some(Self::TypeCategory { row: TransactionId(id()?) }),
            "own" => {
                let name = Some(second.to_owned()).filter(|name| !name.is_empty())?;
                Some(Self::Own { row: TransactionId(id()?), name })
            }
            "enough" => Some(Self::Enough),
            "skip" => Some(Self::Skip { row: TransactionId(id()?) }),
            "zone" => Some(Self::TimeZone { name: words() }),
            "currency" => Some(Self::HomeCurrency { code: words() }),
            "export" => Some(Self::Export { format: words()? }),
            "forget" => Some(Self::ForgetAll),
            "never" => Some(Self::Never),
            "balances" => Some(Self::Balances),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bot::keypads::Key;
    use crate::domain::{
        AccountId, AlertKind, AlertRuleId, BudgetId, GoalId, MinuteOfDay, NoticeId, TagMark, WorkerId,
    };

    /// What Telegram takes.
    const DATA_BYTES_MAX: usize = 64;

    #[test]
    fn every_action_comes_back_from_its_data() {
        let id = Uuid::from_u128(u128::MAX);
        let (row, account) = (TransactionId(id), AccountId(id));
        let place = ListPlace { turn: id, list: u8::MAX, page: u16::MAX };
        let key = |key| ButtonAction::Keypad(KeypadKey { worker: WorkerId(i32::MAX), prompt: id, key });
        for action in [
            ButtonAction::Demo,
            ButtonAction::Ask,
            ButtonAction::Rows { turn: id, list: u8::MAX, offset: u32::MAX },
            ButtonAction::RowsHere(place),
            ButtonAction::Row(RowAction { row, place: None, step: RowStep::Open }),
            ButtonAction::Row(RowAction { row, place: Some(place), step: RowStep::ChooseCategory }),
            ButtonAction::Row(RowAction { row, place: Some(place), step: RowStep::Sort(CategoryId(i32::MIN)) }),
            ButtonAction::Row(RowAction { row, place: Some(place), step: RowStep::SortPayee(CategoryId(i32::MAX)) }),
            ButtonAction::Row(RowAction { row, place: Some(place), step: RowStep::ChooseTag }),
            ButtonAction::Row(RowAction { row, place: Some(place), step: RowStep::Tag(TagMark(u32::MAX)) }),
            ButtonAction::Row(RowAction { row, place: Some(place), step: RowStep::TagPayee(TagMark(u32::MAX)) }),
            ButtonAction::Row(RowAction { row, place: Some(place), step: RowStep::TypeTag }),
            ButtonAction::Tag(TagAction::Open { tag: TagMark(u32::MAX) }),
            ButtonAction::Tag(TagAction::These { turn: id, list: u8::MAX }),
            ButtonAction::Tag(TagAction::TagThese { turn: id, list: u8::MAX, tag: TagMark(u32::MAX) }),
            ButtonAction::Row(RowAction { row, place: Some(place), step: RowStep::AskToDelete }),
            ButtonAction::Row(RowAction { row, place: Some(place), step: RowStep::Delete }),
            ButtonAction::Account(AccountAction::List),
            ButtonAction::Account(AccountAction::Open { account }),
            ButtonAction::Account(AccountAction::Rename { account }),
            ButtonAction::Account(AccountAction::ChooseMerge { from: account }),
            ButtonAction::Account(AccountAction::AskToMerge { from: account, into: account }),
            ButtonAction::Account(AccountAction::Merge { from: account, into: account }),
            ButtonAction::Days { days: Period::always() },
            ButtonAction::Chart { turn: id },
            ButtonAction::ExportRows { turn: id },
            ButtonAction::Undo { action: ActionId(id) },
            ButtonAction::Keep { file: id },
            ButtonAction::Drop { file: id },
            ButtonAction::Review { file: id, part: Some(u16::MAX) },
            ButtonAction::Review { file: id, part: None },
            ButtonAction::Correct { file: id },
            ButtonAction::Uncorrect { file: id },
            ButtonAction::Fix,
            ButtonAction::Sort { row, category: CategoryId(i32::MAX) },
            ButtonAction::TypeCategory { row },
            ButtonAction::Own { row, name: "é".repeat(OWN_NAME_BYTES_MAX / 2) },
            ButtonAction::Skip { row },
            ButtonAction::Enough,
            ButtonAction::TimeZone { name: Some("America/Argentina/ComodRivadavia".to_owned()) },
            ButtonAction::TimeZone { name: None },
            ButtonAction::HomeCurrency { code: Some("GBP".to_owned()) },
            ButtonAction::HomeCurrency { code: None },
            ButtonAction::Export { format: "csv".to_owned() },
            ButtonAction::ForgetAll,
            ButtonAction::Never,
            ButtonAction::Admin(AdminAction::People {
                offset: u32::MAX,
                words: "ana: ".repeat(AdminAction::WORDS_BYTES_MAX / 5),
            }),
            ButtonAction::Admin(AdminAction::People { offset: 0, words: String::new() }),
            ButtonAction::Admin(AdminAction::Send { broadcast: id }),
            ButtonAction::Admin(AdminAction::Discard { broadcast: id }),
            ButtonAction::Admin(AdminAction::Replay { up_to: i64::MAX }),
            ButtonAction::Admin(AdminAction::Bury { up_to: 1 }),
            ButtonAction::Admin(AdminAction::Retry),
            ButtonAction::Wallet(WalletAction::ChangeAmount { proposal: id }),
            ButtonAction::Wallet(WalletAction::Receipt { transfer: id }),
            ButtonAction::Wallet(WalletAction::History { offset: u32::MAX }),
            ButtonAction::Wallet(WalletAction::SendTo { user: i64::MAX }),
            ButtonAction::Notification(NotificationAction::Page { offset: u32::MAX }),
            ButtonAction::Notification(NotificationAction::AllRead),
            ButtonAction::Mail(MailAction::Open),
            ButtonAction::Mail(MailAction::Type),
            ButtonAction::Mail(MailAction::Off),
            ButtonAction::Budget(BudgetAction::List),
            ButtonAction::Budget(BudgetAction::Suggest),
            ButtonAction::Budget(BudgetAction::Open { budget: BudgetId(id) }),
            ButtonAction::Budget(BudgetAction::Amount { budget: BudgetId(id) }),
            ButtonAction::Budget(BudgetAction::Often { budget: BudgetId(id) }),
            ButtonAction::Budget(BudgetAction::Every { budget: BudgetId(id), every: 'p' }),
            ButtonAction::Budget(BudgetAction::RollOver { budget: BudgetId(id), rolls: true }),
            ButtonAction::Budget(BudgetAction::Remove { budget: BudgetId(id) }),
            ButtonAction::Budget(BudgetAction::Add {
                amount: "999999999.999".parse().unwrap(),
                currency: "GBP".parse().unwrap(),
                category: "é".repeat(BudgetAction::NAME_BYTES_MAX / 2),
            }),
            ButtonAction::Goal(GoalAction::List),
            ButtonAction::Goal(GoalAction::Open { goal: GoalId(id) }),
            ButtonAction::Goal(GoalAction::Put { goal: GoalId(id) }),
            ButtonAction::Goal(GoalAction::Take { goal: GoalId(id) }),
            ButtonAction::Goal(GoalAction::Amount { goal: GoalId(id) }),
            ButtonAction::Goal(GoalAction::Day { goal: GoalId(id) }),
            ButtonAction::Goal(GoalAction::NoDay { goal: GoalId(id) }),
            ButtonAction::Goal(GoalAction::Where { goal: GoalId(id) }),
            ButtonAction::Goal(GoalAction::In { goal: GoalId(id), account: AccountId(id) }),
            ButtonAction::Goal(GoalAction::ByHand { goal: GoalId(id) }),
            ButtonAction::Goal(GoalAction::Remove { goal: GoalId(id) }),
            ButtonAction::Balances,
            ButtonAction::Alert(AlertAction::List),
            ButtonAction::Alert(AlertAction::TellAgain),
            ButtonAction::Alert(AlertAction::Mute { days: u16::MAX }),
            ButtonAction::Alert(AlertAction::Notice { notice: NoticeId(id), step: NoticeStep::NotMe }),
            ButtonAction::Alert(AlertAction::Rule { rule: AlertRuleId(id), step: RuleStep::Keep }),
            ButtonAction::Attention(AttentionAction::Show(Page::ADay)),
            ButtonAction::Attention(AttentionAction::SummaryAt(MinuteOfDay::new(1_439).unwrap())),
            ButtonAction::Attention(AttentionAction::Daily),
            ButtonAction::Attention(AttentionAction::Weekly),
            ButtonAction::Attention(AttentionAction::Monthly),
            ButtonAction::Attention(AttentionAction::WeeklyOn(chrono::Weekday::Sun)),
            ButtonAction::Attention(AttentionAction::Quiet {
                from: MinuteOfDay::new(1_439).unwrap(),
                to: MinuteOfDay::new(0).unwrap(),
            }),
            ButtonAction::Attention(AttentionAction::Kind(AlertKind::SalaryArrived)),
            ButtonAction::Attention(AttentionAction::LargeFrom("999999999.999".parse().unwrap())),
            ButtonAction::Attention(AttentionAction::LowBelow("0".parse().unwrap())),
            ButtonAction::Attention(AttentionAction::ADay(50)),
            ButtonAction::Security(SecurityAction::ChangePin),
            ButtonAction::Security(SecurityAction::RemovePin),
            ButtonAction::Security(SecurityAction::SetUpApp),
            ButtonAction::Security(SecurityAction::RemoveApp),
            ButtonAction::Security(SecurityAction::NewRecoveryCodes),
            ButtonAction::Security(SecurityAction::Session { on: true }),
            ButtonAction::Security(SecurityAction::Session { on: false }),
            key(Key::Place(9)),
            key(Key::Back),
            key(Key::Done),
            key(Key::Cancel),
            key(Key::Forgot),
        ] {
            let button = action.button("x");
            assert!(button.data.len() <= DATA_BYTES_MAX, "{}", button.data);
            assert_eq!(ButtonAction::parse(&button.data), Some(action));
        }
        for wrong in [
            "",
            "undo",
            "undo:1",
            "rows:1:2",
            "rows:00000000-0000-0000-0000-000000000000:1",
            "sort:x:y",
            "review:x",
            "own:x:y",
            "export:",
            "nonsense",
            "admin:",
            "admin:send:1",
            "admin:people:0",
            "r:o",
            "r:x:_____________________w:",
            "r:s:_____________________w:",
            "r:o:_____________________w:x",
            "account:",
            "account:merge:_____________________w",
            "b:x",
            "wallet:",
            "wallet:confirm:1",
            "wallet:history:x",
            "budget:",
            "budget:open:1",
            "budget:add:1:GBP:",
            "budget:add:x:GBP:y",
            "goal:",
            "tag:",
            "tag:open:x",
            "tag:put:1:2",
            "r:gx:_____________________w:",
            "goal:open:1",
            "goal:in:_____________________w",
            "alert:",
            "alert:z:_____________________w",
            "alert:mute:x",
            "attention:at:1440",
            "attention:on:8",
            "attention:on:0",
            "attention:kind:weather",
            "attention:large:0",
            "attention:low:-1",
            "attention:aday:51",
            "security:",
            "pin:1:00000000-0000-0000-0000-000000000000:10",
            "pin:1:x:1",
        ] {
            assert_eq!(ButtonAction::parse(wrong), None, "{wrong}");
        }
    }
}
