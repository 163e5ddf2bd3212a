use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::*;

/// Arguments of a message, by its key.
type Messages = BTreeMap<String, BTreeSet<String>>;

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.extension().is_some_and(|extension| extension == ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn below_root(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)
}

/// The texts of a catalogue by key, without remarks.
fn messages(catalogue: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for line in catalogue.lines().filter(|line| !line.starts_with('#')) {
        match line.split_once('=') {
            Some((key, text)) if line.starts_with(|first: char| first.is_ascii_lowercase()) => {
                found.push((key.trim().to_owned(), text.to_owned()));
            }
            _ => {
                if let Some((_, text)) = found.last_mut() {
                    text.push('\n');
                    text.push_str(line);
                }
            }
        }
    }
    found
}

fn arguments(text: &str) -> BTreeSet<String> {
    let argument = regex::Regex::new(r"\$([A-Za-z0-9_-]+)").unwrap();
    argument.captures_iter(text).map(|found| found[1].to_owned()).collect()
}

/// The arguments of the macro call whose opening bracket was just read.
fn call(source: &str) -> Vec<String> {
    let (mut parts, mut depth) = (vec![String::new()], 0);
    let mut letters = source.chars().peekable();
    let mut quoted = false;
    while let Some(letter) = letters.next() {
        match letter {
            '\\' if quoted => {
                parts.last_mut().unwrap().extend([letter, letters.next().unwrap()]);
                continue;
            }
            '"' => quoted = !quoted,
            _ if quoted => {}
            '(' | '[' | '{' => depth += 1,
            ')' if depth == 0 => break,
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(String::new());
                continue;
            }
            _ => {}
        }
        parts.last_mut().unwrap().push(letter);
    }
    parts.iter().map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
}

/// Every message that a source uses: its key and arguments.
fn uses(source: &str) -> Vec<(String, BTreeSet<String>)> {
    let opening = regex::Regex::new(r"\btext!\(").unwrap();
    let calls = opening.find_iter(source).map(|found| {
        let parts = call(source.get(found.end()..).unwrap_or_default());
        let key = parts[1].strip_prefix('"').and_then(|key| key.strip_suffix('"'));
        let key = key.unwrap_or_else(|| panic!("{parts:?}: the key is no literal"));
        let names = parts[2..].iter().map(|part| part.split_once('=').unwrap().0.trim().to_owned());
        (key.to_owned(), names.collect())
    });
    calls.collect()
}

fn used() -> Messages {
    let mut all = Messages::new();
    for path in files(&below_root("src"), "rs") {
        if path.starts_with(below_root("src/texts")) {
            continue;
        }
        for (key, names) in uses(&std::fs::read_to_string(&path).unwrap()) {
            let before = all.insert(key.clone(), names.clone());
            assert!(before.is_none_or(|before| before == names), "{key} is used with other arguments in {path:?}");
        }
    }
    all
}

#[test]
fn every_message_is_used_as_it_is_written() {
    let used = used();
    assert!(!used.is_empty());
    for language in std::fs::read_dir(below_root("assets/texts")).unwrap() {
        let language = language.unwrap().path();
        let mut written = Messages::new();
        for path in files(&language, "ftl") {
            for (key, text) in messages(&std::fs::read_to_string(&path).unwrap()) {
                let before = written.insert(key.clone(), arguments(&text));
                assert_eq!(before, None, "{key} stands twice, also in {path:?}");
            }
        }
        for (key, names) in &used {
            assert_eq!(written.get(key), Some(names), "{key} of {language:?} (left) and its arguments in the code");
        }
        let unused: Vec<_> = written.keys().filter(|key| !used.contains_key(*key)).collect();
        assert!(unused.is_empty(), "nothing says {unused:?} of {language:?}");
    }
}

#[test]
fn catalogues_are_sound() {
    let plural = regex::Regex::new(r"\$([A-Za-z0-9_-]+) ->\s*\*?\[(zero|one|two|few|many|other)\]").unwrap();
    for path in files(&below_root("assets/texts"), "ftl") {
        let catalogue = std::fs::read_to_string(&path).unwrap();
        let read = FluentResource::try_new(catalogue.clone());
        assert!(read.is_ok(), "{path:?}: {:?}", read.err().map(|(_, errors)| errors));
        for (key, text) in messages(&catalogue) {
            assert!(!text.chars().any(|letter| letter.is_ascii_digit()), "{key} of {path:?} holds a digit");
            for found in plural.captures_iter(&text) {
                assert_eq!(&found[1], "count", "{key} of {path:?} chooses a plural by something that is no count");
            }
        }
    }
}

#[test]
fn every_message_reads_with_its_arguments() {
    let used = used();
    for language in Language::ALL {
        let texts = language.texts();
        for (key, names) in &used {
            let mut values = FluentArgs::new();
            for name in names {
                if name == "count" { values.set(name, 2) } else { values.set(name, "word") }
            }
            let mut errors = Vec::new();
            let message =
                texts.bundle.get_message(key).unwrap_or_else(|| panic!("{key} is in no catalogue of the binary"));
            let text = texts.bundle.format_pattern(message.value().unwrap(), Some(&values), &mut errors).into_owned();
            assert!(errors.is_empty() && !text.is_empty(), "{key}: {errors:?}");
            assert!(!text.contains(['{', '}', '$']), "{key}: {text}");
        }
    }
}

#[test]
fn uses_are_found_in_source() {
    let check = |source: &str, expected: &[(&str, &[&str])]| {
        let found = uses(source);
        let found: Vec<(&str, Vec<&str>)> =
            found.iter().map(|(key, names)| (key.as_str(), names.iter().map(String::as_str).collect())).collect();
        let expected: Vec<(&str, Vec<&str>)> = expected.iter().map(|(key, names)| (*key, names.to_vec())).collect();
        assert_eq!(found, expected, "{source}");
    };
    check(r#"text!(texts, "plain")"#, &[("plain", &[])]);
    check(r#"text!(self.texts(1, 2), "a-b", when = f(x, ","), count = 3)"#, &[("a-b", &["count", "when"])]);
    check(r#"text!(t, "out", x = text!(t, "in", y = "\")"),)"#, &[("out", &["x"]), ("in", &["y"])]);
    check(r#"context!(t, "other")"#, &[]);
}

#[test]
fn sentences_close_over_empty_arguments() {
    let catalogue = "
spent = You spent { $value } { $about } { $when }.
list =
    { $head }
    { $lines }
    { $foot }
line = a{ $end } { $file }
    { $more } b
rows = { $count ->
    [one] { $count } row
   *[other] { $count } rows
}
";
    let texts = Texts::new("en", &[catalogue]);
    let text = |name, value| (name, Argument::Text(value));
    let check = |key, arguments: &[(&'static str, Argument<'_>)], expected: &str| {
        assert_eq!(texts.say(key, arguments), expected);
    };
    check(
        "spent",
        &[text("value", "£1"), text("about", "at  Aldi"), text("when", "today")],
        "You spent £1 at  Aldi today.",
    );
    check("spent", &[text("value", "£1"), text("about", ""), text("when", "today")], "You spent £1 today.");
    check("spent", &[text("value", "£1"), text("about", ""), text("when", "")], "You spent £1.");
    check("list", &[text("head", "a:"), text("lines", "b\nc"), text("foot", "")], "a:\nb\nc");
    check("list", &[text("head", ""), text("lines", ""), text("foot", "d")], "d");
    check("list", &[text("head", "a"), text("lines", ""), text("foot", "d")], "a\nd");
    check("line", &[text("end", ""), text("file", "c"), text("more", "")], "a c\nb");
    check("line", &[text("end", ", d"), text("file", ""), text("more", "e")], "a, d\ne b");
    check("rows", &[("count", Argument::Count(1))], "1 row");
    check("rows", &[("count", Argument::Count(1_234_567))], "1,234,567 rows");
    check("missing", &[], "[missing]");
    check("spent", &[text("value", "£1"), text("when", "")], "You spent £1 {$about}.");
}

/// Where sentences stand in code, and why.
const SPOKEN_BY_CODE: &[(&str, &str)] = &[
    ("src/bot/handlers/admin/", "queues and figures, which only whoever runs farthing reads"),
    ("src/tools/parse/", "remarks on a reading, for models and the command line; the chat words what they mean"),
    ("src/tools/corrections.rs", "such a remark"),
];

/// What stands between quotes in a source, without its tests and what is said of tools to a model.
fn literals(source: &str) -> Vec<String> {
    let source = source.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let token = r##"//[^\n]*|'(?:\\.|[^'\\])'|r#"(?s:.*?)"#|"((?:[^"\\]|\\(?s:.))*)""##;
    let continued = regex::Regex::new(r"\\\n\s*").unwrap();
    let quoted = regex::Regex::new(token).unwrap();
    let found = quoted.captures_iter(source).filter_map(|found| {
        let literal = found.get(1)?;
        let before = source.get(..found.get(0)?.start())?.trim_end();
        (!before.ends_with("DESCRIPTION: &'static str ="))
            .then(|| continued.replace_all(literal.as_str(), "").into_owned())
    });
    found.collect()
}

/// A capital, several words, and an end.
fn is_sentence(literal: &str) -> bool {
    let ends = literal.trim_end_matches("\\n").ends_with(['.', '?', '!']);
    ends && literal.contains(' ') && literal.starts_with(|first: char| first.is_uppercase())
}

#[test]
fn code_holds_no_sentences() {
    for path in
        ["src/bot", "src/agent", "src/tools", "src/jobs"].iter().flat_map(|folder| files(&below_root(folder), "rs"))
    {
        let name = path.strip_prefix(below_root("")).unwrap().to_string_lossy().into_owned();
        if name.contains("tests") || SPOKEN_BY_CODE.iter().any(|(allowed, _)| name.starts_with(allowed)) {
            continue;
        }
        let source = std::fs::read_to_string(&path).unwrap();
        let said: Vec<String> = literals(&source).into_iter().filter(|literal| is_sentence(literal)).collect();
        assert!(said.is_empty(), "{name} says what belongs into assets/texts: {said:?}");
    }
}

#[test]
fn sentences_are_found_in_source() {
    let check = |source: &str, expected: &[&str]| {
        let found: Vec<String> = literals(source).into_iter().filter(|literal| is_sentence(literal)).collect();
        assert_eq!(found, expected, "{source}");
    };
    check(r#"f("That is gone.")"#, &["That is gone."]);
    check("f(\"That is \\\n   gone.\")", &["That is gone."]);
    check(r#"f('"', "Which one? {words}?")"#, &["Which one? {words}?"]);
    check(r#"// "That is gone.""#, &[]);
    check(r#"const DESCRIPTION: &'static str = "Say so.";"#, &[]);
    check(r#"text!(texts, "that-is-gone"); path("Gone."); warn!("that is gone.")"#, &[]);
    check("a(\"b\"); #[cfg(test)]\nmod tests { \"That is gone.\" }", &[]);
}
