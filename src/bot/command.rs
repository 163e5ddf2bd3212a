//! The slash commands: their names, what the menu says of them, and who sees them.

/// What a person can type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    Start,
    Help,
    Summary,
    Spend,
    Budget,
    Goals,
    Search,
    Categories,
    Accounts,
    Balance,
    Send,
    Request,
    History,
    Receipt,
    Requests,
    Scheduled,
    Topup,
    Limits,
    Me,
    Alerts,
    Mute,
    Undo,
    Notifications,
    Settings,
    Security,
    Export,
    Forget,
    Cancel,
    Stop,
    Admin,
    /// A slash and a word that is none of these.
    Unknown,
}

/// The commands in the order of the menu, with the menu's words. `/stop` is `/cancel` for people who type it.
pub const MENU: [(Command, &str, &str); 28] = [
    (Command::Summary, "summary", "This month at a glance"),
    (Command::Spend, "spend", "What you spent: /spend groceries last month"),
    (Command::Budget, "budget", "Your budgets: /budget 200 a month for eating out"),
    (Command::Goals, "goals", "What you save for: /goals 3000 for a holiday by July"),
    (Command::Search, "search", "Find rows: /search amazon"),
    (Command::Categories, "categories", "Where the money goes, and fixing it"),
    (Command::Accounts, "accounts", "Your accounts and what is known of them"),
    (Command::Balance, "balance", "What is in your wallet"),
    (Command::Send, "send", "Send money: /send 20 @ana for lunch"),
    (Command::Request, "request", "Ask for money: /request 20 @ben for cinema"),
    (Command::History, "history", "What came in and went out of your wallet"),
    (Command::Receipt, "receipt", "The latest receipt, with its proof"),
    (Command::Requests, "requests", "Requests that wait for an answer"),
    (Command::Scheduled, "scheduled", "Payments of later"),
    (Command::Topup, "topup", "How to put money into your wallet"),
    (Command::Limits, "limits", "How much you can send"),
    (Command::Me, "me", "Your farthing id, for whoever pays you"),
    (Command::Alerts, "alerts", "What I tell you by myself"),
    (Command::Mute, "mute", "Say nothing by myself: /mute 3 days, /mute off"),
    (Command::Undo, "undo", "Take back the latest import or change"),
    (Command::Notifications, "notifications", "What I told you by myself"),
    (Command::Settings, "settings", "Time zone, currency, alerts and summaries"),
    (Command::Security, "security", "PIN and authenticator app"),
    (Command::Export, "export", "All your rows as a file"),
    (Command::Forget, "forget", "Delete everything that is yours"),
    (Command::Cancel, "cancel", "Stop what is running"),
    (Command::Help, "help", "What I can do"),
    (Command::Start, "start", "Begin"),
];

/// For admins only.
pub const ADMIN_MENU: (Command, &str, &str) = (
    Command::Admin,
    "admin",
    "stats, users, block, unblock, topup, payout, refund, resetpin, broadcast, dlq, jobs, health",
);

impl Command {
    /// `/spend groceries`, `/spend@farthing_bot groceries`; `None` when the text is no command.
    pub fn parse(text: &str) -> Option<Self> {
        let word = text.strip_prefix('/')?.split(char::is_whitespace).next()?;
        let name = word.split('@').next()?.to_lowercase();
        let is_name = !name.is_empty() && name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
        let known = MENU.iter().chain([&ADMIN_MENU]).find(|(_, known, _)| *known == name);
        match (is_name, known) {
            (false, _) => None,
            (true, Some((command, _, _))) => Some(*command),
            (true, None) if name == "stop" => Some(Self::Stop),
            (true, None) => Some(Self::Unknown),
        }
    }

    /// Whether it is handled before what the chat already waits for.
    pub fn overtakes(self) -> bool {
        matches!(self, Self::Cancel | Self::Stop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_told_from_other_words() {
        let check = |text: &str, expected: Option<Command>| assert_eq!(Command::parse(text), expected, "{text}");
        check("/start", Some(Command::Start));
        check("/Spend@farthing_bot on groceries", Some(Command::Spend));
        check("/stop", Some(Command::Stop));
        check("/nonsense", Some(Command::Unknown));
        check("/admin stats", Some(Command::Admin));
        check("how much?", None);
        check("/", None);
        check("/ spend", None);
        check("/3,50", None);
        check("", None);
    }

    #[test]
    fn only_what_stops_overtakes() {
        let overtaking: Vec<&str> =
            MENU.iter().filter(|(command, ..)| command.overtakes()).map(|(_, name, _)| *name).collect();
        assert_eq!(overtaking, ["cancel"]);
        assert!(Command::Stop.overtakes());
    }
}
