//! The slash commands: their names, what the menu says of them, and who sees them.

use crate::text;
use crate::texts::Texts;

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
    Tags,
    Accounts,
    Statements,
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

/// The commands in the order of the menu. `/stop` is `/cancel` for people who type it.
pub const MENU: [(Command, &str); 30] = [
    (Command::Summary, "summary"),
    (Command::Spend, "spend"),
    (Command::Budget, "budget"),
    (Command::Goals, "goals"),
    (Command::Search, "search"),
    (Command::Categories, "categories"),
    (Command::Tags, "tags"),
    (Command::Accounts, "accounts"),
    (Command::Statements, "statements"),
    (Command::Balance, "balance"),
    (Command::Send, "send"),
    (Command::Request, "request"),
    (Command::History, "history"),
    (Command::Receipt, "receipt"),
    (Command::Requests, "requests"),
    (Command::Scheduled, "scheduled"),
    (Command::Topup, "topup"),
    (Command::Limits, "limits"),
    (Command::Me, "me"),
    (Command::Alerts, "alerts"),
    (Command::Mute, "mute"),
    (Command::Undo, "undo"),
    (Command::Notifications, "notifications"),
    (Command::Settings, "settings"),
    (Command::Security, "security"),
    (Command::Export, "export"),
    (Command::Forget, "forget"),
    (Command::Cancel, "cancel"),
    (Command::Help, "help"),
    (Command::Start, "start"),
];

/// For admins only.
pub const ADMIN_MENU: (Command, &str) = (Command::Admin, "admin");

impl Command {
    /// `/spend groceries`, `/spend@farthing_bot groceries`; `None` when the text is no command.
    pub fn parse(text: &str) -> Option<Self> {
        let word = text.strip_prefix('/')?.split(char::is_whitespace).next()?;
        let name = word.split('@').next()?.to_lowercase();
        let is_name = !name.is_empty() && name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
        let known = MENU.iter().chain([&ADMIN_MENU]).find(|(_, known)| *known == name);
        match (is_name, known) {
            (false, _) => None,
            (true, Some((command, _))) => Some(*command),
            (true, None) if name == "stop" => Some(Self::Stop),
            (true, None) => Some(Self::Unknown),
        }
    }

    /// What the menu says of it; empty where it stands in no menu.
    pub fn words(self, texts: &Texts) -> String {
        match self {
            Self::Summary => text!(texts, "menu-summary"),
            Self::Spend => text!(texts, "menu-spend"),
            Self::Budget => text!(texts, "menu-budget", amount = "200"),
            Self::Goals => text!(texts, "menu-goals", amount = "3000"),
            Self::Search => text!(texts, "menu-search"),
            Self::Categories => text!(texts, "menu-categories"),
            Self::Tags => text!(texts, "menu-tags"),
            Self::Accounts => text!(texts, "menu-accounts"),
            Self::Statements => text!(texts, "menu-statements"),
            Self::Balance => text!(texts, "menu-balance"),
            Self::Send => text!(texts, "menu-send", amount = "20"),
            Self::Request => text!(texts, "menu-request", amount = "20"),
            Self::History => text!(texts, "menu-history"),
            Self::Receipt => text!(texts, "menu-receipt"),
            Self::Requests => text!(texts, "menu-requests"),
            Self::Scheduled => text!(texts, "menu-scheduled"),
            Self::Topup => text!(texts, "menu-topup"),
            Self::Limits => text!(texts, "menu-limits"),
            Self::Me => text!(texts, "menu-me"),
            Self::Alerts => text!(texts, "menu-alerts"),
            Self::Mute => text!(texts, "menu-mute", days = "3"),
            Self::Undo => text!(texts, "menu-undo"),
            Self::Notifications => text!(texts, "menu-notifications"),
            Self::Settings => text!(texts, "menu-settings"),
            Self::Security => text!(texts, "menu-security"),
            Self::Export => text!(texts, "menu-export"),
            Self::Forget => text!(texts, "menu-forget"),
            Self::Cancel => text!(texts, "menu-cancel"),
            Self::Help => text!(texts, "menu-help"),
            Self::Start => text!(texts, "menu-start"),
            Self::Admin => text!(texts, "menu-admin"),
            Self::Stop | Self::Unknown => String::new(),
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
            MENU.iter().filter(|(command, _)| command.overtakes()).map(|(_, name)| *name).collect();
        assert_eq!(overtaking, ["cancel"]);
        assert!(Command::Stop.overtakes());
    }
}
