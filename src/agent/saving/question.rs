//! Questions about goals: "how is my holiday goal going?", "how much should I save per month for the holiday?".

use serde::{Deserialize, Serialize};

use super::sentence::{Word, amounts, phrase_at, split};
use crate::domain::{Vocabulary, plain_words};
use crate::tools::goals::Goals;

/// What is asked of goals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GoalAsk {
    /// How they stand.
    #[default]
    Standing,
    /// What to put aside a month.
    Monthly,
    /// When it is there.
    When,
    /// Whether it is there in time.
    InTime,
    /// What is still to come.
    Left,
    /// Where another amount a month would lead.
    Instead,
}

/// Words that ask for all goals together with "goals".
const LISTING: &str = "show me my our the all list what are is how doing do look going goals please of status progress savings \
    saving on with i have which";
/// Besides a goal's name, one of these makes it a question about the goal.
const CUES: &[&str] = &[
    "goal",
    "goals",
    "pot",
    "save",
    "saved",
    "saving",
    "put aside",
    "put away",
    "set aside",
    "on track",
    "in time",
    "on time",
    "reach",
    "get there",
    "how far",
    "to go",
    "afford",
];
const A_MONTH: &[&str] = &["a month", "per month", "each month", "every month", "monthly"];
/// Shorter words of a name are in other sentences too.
const NAME_LETTERS_MIN: usize = 3;
/// Not of goals, whatever else is said: what was, and other months.
const OTHERWISE: &[&str] = &["spend", "spent", "paid", "cost", "last", "yesterday", "budget", "budgets", "ago"];

/// What a sentence asks about goals; `None` when it is about something else.
pub fn question(text: &str, vocabulary: &Vocabulary) -> Option<(Goals, GoalAsk)> {
    let words = split(text);
    let word = |wanted: &str| words.iter().any(|word| word.lower == wanted);
    let said = |phrases: &[&str]| phrases.iter().any(|phrase| stands(&words, phrase));
    let listing = |word: &Word| LISTING.split_whitespace().any(|known| known == word.lower);
    if word("goals") && words.iter().all(listing) {
        return Some((Goals::default(), GoalAsk::Standing));
    }
    if said(OTHERWISE) || !said(CUES) {
        return None;
    }
    let named: Vec<&str> = named(&words, vocabulary);
    let goal = match (named.as_slice(), vocabulary.goals.as_slice()) {
        ([only], _) => Some((*only).to_owned()),
        ([], [only]) if word("goal") => Some(only.name.clone()),
        ([], _) if !word("goal") && !word("goals") => return None,
        // Without any goals a goal is a figure of speech.
        ([], []) => return None,
        _ => None,
    };
    let monthly = said(A_MONTH);
    let amount = amounts(&words).first().map(|amount| amount.value);
    let ask = match (amount, monthly) {
        (Some(_), true) => GoalAsk::Instead,
        (Some(_), false) => return None,
        (None, true) => GoalAsk::Monthly,
        (None, false) if said(&["when", "how long", "what date", "which day"]) => GoalAsk::When,
        (None, false) if said(&["on track", "in time", "on time", "make it"]) => GoalAsk::InTime,
        (None, false) if said(&["left", "to go", "remaining", "still need", "missing"]) => GoalAsk::Left,
        (None, false) => GoalAsk::Standing,
    };
    let a_month = amount.filter(|_| ask == GoalAsk::Instead);
    Some((Goals { goal, a_month, history: false }, ask))
}

fn stands(words: &[Word], phrase: &str) -> bool {
    (0..words.len()).any(|at| phrase_at(words, at, phrase).is_some())
}

/// The goals that the sentence names: by most of the words of their names.
fn named<'a>(words: &[Word], vocabulary: &'a Vocabulary) -> Vec<&'a str> {
    let hits = |name: &str| {
        let parts = plain_words(name);
        let counted: Vec<&String> = parts.iter().filter(|part| part.chars().count() >= NAME_LETTERS_MIN).collect();
        let counted = if counted.is_empty() { parts.iter().collect() } else { counted };
        let said = |part: &&&String| words.iter().any(|word| plain_words(&word.own).contains(part));
        counted.iter().filter(said).count()
    };
    let most = vocabulary.goals.iter().map(|goal| hits(&goal.name)).max().unwrap_or(0);
    let best = vocabulary.goals.iter().filter(|goal| most > 0 && hits(&goal.name) == most);
    best.map(|goal| goal.name.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{GoalId, KnownGoal};

    fn vocabulary(names: &[&str]) -> Vocabulary {
        let goal = |name: &&str| KnownGoal { id: GoalId::new(), name: (*name).to_owned() };
        Vocabulary { goals: names.iter().map(goal).collect(), ..Vocabulary::default() }
    }

    fn shown(text: &str, names: &[&str]) -> Option<String> {
        let (asked, ask) = question(text, &vocabulary(names))?;
        let a_month = asked.a_month.map(|amount| format!(" {amount}")).unwrap_or_default();
        Some(format!("{} {ask:?}{a_month}", asked.goal.unwrap_or("all".to_owned())))
    }

    #[test]
    fn questions_about_goals_are_read() {
        let goals = ["Holiday in Japan", "New laptop"];
        let check = |text: &str, expected: &str| assert_eq!(shown(text, &goals).as_deref(), Some(expected), "{text}");
        check("how is my holiday goal going?", "Holiday in Japan Standing");
        check("my goals", "all Standing");
        check("how are my goals doing?", "all Standing");
        check("how much should I save per month for the holiday?", "Holiday in Japan Monthly");
        check("how much do I need to put aside each month for the laptop", "New laptop Monthly");
        check("when will I reach my laptop goal?", "New laptop When");
        check("am I on track for Japan?", "Holiday in Japan InTime");
        check("how much is left for my holiday goal?", "Holiday in Japan Left");
        check("how much have I saved for the holiday?", "Holiday in Japan Standing");
        check("what if I save £200 a month for the holiday?", "Holiday in Japan Instead 200");
        check("how far is my goal?", "all Standing");
        assert_eq!(shown("how is my goal going?", &["Boat"]).as_deref(), Some("Boat Standing"));
        assert_eq!(shown("what are my goals?", &[]).as_deref(), Some("all Standing"));
    }

    #[test]
    fn other_questions_are_left_alone() {
        for text in [
            "how much did I spend on the holiday?",
            "how much did I save last month?",
            "how much did I save in march?",
            "holiday",
            "what did the laptop cost?",
            "how much should I save per month?",
            "show my budgets",
        ] {
            assert_eq!(shown(text, &["Holiday", "Laptop"]), None, "{text}");
        }
    }

    #[test]
    fn without_goals_other_questions_are_as_before() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("evals/questions.jsonl");
        for line in std::fs::read_to_string(path).unwrap().lines() {
            let asked: serde_json::Value = serde_json::from_str(line).unwrap();
            for turn in asked["turns"].as_array().unwrap() {
                let text = turn.as_str().unwrap();
                assert_eq!(shown(text, &[]), None, "{text}");
            }
        }
    }
}
