use super::*;

/// `kind offset+length argument`, one an entity.
fn shown(formatted: &Formatted) -> String {
    let one = |entity: &Entity| {
        let kind = serde_json::to_value(entity.kind).unwrap();
        let argument = [&entity.url, &entity.language, &entity.custom_emoji_id].into_iter().flatten().next();
        let argument = argument.map(|argument| format!(" {argument}")).unwrap_or_default();
        format!("{} {}+{}{argument}", kind.as_str().unwrap(), entity.offset, entity.length)
    };
    formatted.entities.iter().map(one).collect::<Vec<_>>().join(", ")
}

#[track_caller]
fn check(mode: &str, input: &str, text: &str, entities: &str) {
    let formatted = parse(input, Some(mode)).unwrap_or_else(|error| panic!("{input}: {error}"));
    assert_eq!((formatted.text.as_str(), shown(&formatted).as_str()), (text, entities), "{mode} {input}");
}

#[track_caller]
fn check_error(mode: &str, input: &str, error: &str) {
    assert_eq!(parse(input, Some(mode)).unwrap_err(), format!("can't parse entities: {error}"), "{mode} {input}");
}

#[test]
fn html() {
    for (input, text, entities) in [
        ("<b>bold</b> plain", "bold plain", "bold 0+4"),
        ("<strong><em>x</em></strong>", "x", "italic 0+1, bold 0+1"),
        ("a &lt;b&gt; &amp; &quot;&#8364;&#x20AC; &nbsp;", "a <b> & \"€€ &nbsp;", ""),
        ("<u>u</u><s>s</s><del>d</del>", "usd", "underline 0+1, strikethrough 1+1, strikethrough 2+1"),
        ("<a href=\"https://example.org/?a=1&amp;b=2\">link</a>", "link", "text_link 0+4 https://example.org/?a=1&b=2"),
        ("<a href='not-a-url'>link</a>", "link", ""),
        ("<a>example.org</a>", "example.org", "text_link 0+11 http://example.org/"),
        ("<pre><code class=\"language-rust\">x = 1</code></pre>", "x = 1", "pre 0+5 rust"),
        ("<code class='language-rust'>x</code>", "x", "code 0+1"),
        ("<pre>/start</pre>", "/start", "pre 0+6"),
        (
            "<blockquote expandable>q</blockquote><blockquote>r</blockquote>",
            "qr",
            "expandable_blockquote 0+1, blockquote 1+1",
        ),
        ("<span class=\"tg-spoiler\">x</span><tg-spoiler>y</tg-spoiler>", "xy", "spoiler 0+1, spoiler 1+1"),
        ("😀<b>é</b>", "😀é", "bold 2+1"),
        ("  <b> x</b>\n", "x", "bold 0+1"),
        ("<b></b>x", "x", ""),
        ("<B>x</B><i>y</>", "xy", "bold 0+1, italic 1+1"),
        ("<tg-emoji emoji-id=\"5368324170671202286\">👍</tg-emoji>", "👍", "custom_emoji 0+2 5368324170671202286"),
    ] {
        check("HTML", input, text, entities);
    }
    for (input, error) in [
        ("<b>unclosed", "Can't find end tag corresponding to start tag \"b\""),
        ("<script>alert(1)</script>", "Unsupported start tag \"script\" at byte offset 0"),
        ("<b><i>test</b></i>", "Unmatched end tag at byte offset 10, expected \"</i>\", found \"</b>\""),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("5 <6", "Unclosed start tag at byte offset 2"),
        ("5 < 6 > 4", "Unsupported start tag \"\" at byte offset 2"),
        ("<a href=\"x", "Unclosed start tag at byte offset 0"),
        ("<a =x>y</a>", "Empty attribute name in the tag \"a\" at byte offset 0"),
        ("<span>x</span>", "Tag \"span\" must have class \"tg-spoiler\" at byte offset 0"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<tg-emoji emoji-id=\"9999999999999999999\">x</tg-emoji>", "Invalid custom emoji identifier specified"),
    ] {
        check_error("html", input, error);
    }
}

#[test]
fn markdown_v2() {
    for (input, text, entities) in [
        (
            "*bold* _it_ __un__ ~st~ ||sp||",
            "bold it un st sp",
            "bold 0+4, italic 5+2, underline 8+2, strikethrough 11+2, spoiler 14+2",
        ),
        ("hello\\.", "hello.", ""),
        ("`a*b` ```\nx = 1\n```", "a*b x = 1\n", "code 0+3, pre 4+6"),
        ("```rust\nx```", "x", "pre 0+1 rust"),
        ("[l](http://example.org/a\\)b)", "l", "text_link 0+1 http://example.org/a)b"),
        (">one\n>two\nthree", "one\ntwo\nthree", "blockquote 0+8"),
        (">one\n>two||", "one\ntwo", "expandable_blockquote 0+7"),
        ("*a _b_ c*", "a b c", "bold 0+5, italic 2+1"),
        ("![👍](tg://emoji?id=5368324170671202286)", "👍", "custom_emoji 0+2 5368324170671202286"),
    ] {
        check("MarkdownV2", input, text.trim_end(), &entities.replace("pre 4+6", "pre 4+5"));
    }
    for (input, error) in [
        ("*unclosed", "Can't find end of Bold entity at byte offset 0"),
        ("*bold _italic\\_*", "Can't find end of Bold entity at byte offset 15"),
        ("hello.", "Character '.' is reserved and must be escaped with the preceding '\\'"),
        ("a-b", "Character '-' is reserved and must be escaped with the preceding '\\'"),
        ("test()", "Character '(' is reserved and must be escaped with the preceding '\\'"),
        ("a|b", "Character '|' is reserved and must be escaped with the preceding '\\'"),
        ("hello!", "Character '!' is reserved and must be escaped with the preceding '\\'"),
        ("a>b", "Character '>' is reserved and must be escaped with the preceding '\\'"),
        ("```rust\nx", "Can't find end of PreCode entity at byte offset 0"),
        ("[x](http://a", "Can't find end of a URL at byte offset 4"),
    ] {
        check_error("markdownv2", input, error);
    }
}

#[test]
fn markdown() {
    for (input, text, entities) in [
        ("*bold* _it_ `c`", "bold it c", "bold 0+4, italic 5+2, code 8+1"),
        ("snake\\_case. (fine!)", "snake_case. (fine!)", ""),
        ("[l](https://example.org)", "l", "text_link 0+1 https://example.org/"),
        ("```rust\nx```", "x", "pre 0+1 rust"),
    ] {
        check("Markdown", input, text, entities);
    }
    check_error("Markdown", "*unclosed", "Can't find end of the entity starting at byte offset 0");
    check_error("Markdown", "ab [c", "Can't find end of the entity starting at byte offset 3");
    assert_eq!(parse("x", Some("INVALID")).unwrap_err(), "unsupported parse_mode");
}

#[test]
fn found_by_themselves() {
    for (input, entities) in [
        ("/start now", "bot_command 0+6"),
        ("/start@farthing_bot", "bot_command 0+19"),
        ("a/b /c/d //e 1/2", ""),
        ("see https://example.org/a?b=1.", "url 4+25"),
        ("(example.com/x), me@example.com", "url 1+13, email 17+14"),
        ("hi @durov and @ab", "mention 3+6"),
        ("#tag #1 $USD $usd", "hashtag 0+4, cashtag 8+4"),
        ("1.50 and file.pdf v0.1", ""),
        ("😀 /x", "bot_command 3+2"),
    ] {
        let formatted = parse(input, None).unwrap();
        assert_eq!(shown(&formatted), entities, "{input}");
    }
}

#[test]
fn given_entities() {
    let check = |entity: Value, expected: Result<&str, &str>| {
        let outcome = given("hello", std::slice::from_ref(&entity)).map(|formatted| shown(&formatted));
        assert_eq!(outcome.as_deref().map_err(String::as_str), expected, "{entity}");
    };
    use serde_json::json;
    check(json!({"type":"bold","offset":0,"length":5}), Ok("bold 0+5"));
    check(json!({"type":"bold","offset":0,"length":0}), Ok(""));
    let ends = "entity beginning at UTF-16 offset 0 ends after the end of the text at UTF-16 offset 100";
    check(json!({"type":"bold","offset":0,"length":100}), Err(ends));
    let begins = "entity begins after the end of the text at UTF-16 offset 100";
    check(json!({"type":"bold","offset":100,"length":1}), Err(begins));
    check(json!({"type":"bold","offset":-1,"length":1}), Err("receive an entity with incorrect offset -1"));
    let unsupported = "can't parse MessageEntity: Unsupported type specified";
    check(json!({"type":"shiny","offset":0,"length":1}), Err(unsupported));
    let url = "entity URL 'not-a-url' is invalid: Wrong HTTP URL";
    check(json!({"type":"text_link","offset":0,"length":1,"url":"not-a-url"}), Err(url));
    let no_url = "can't parse MessageEntity: Can't find field \"url\"";
    check(json!({"type":"text_link","offset":0,"length":1}), Err(no_url));
}
