use super::*;

const QUIET: Style = Style { previews: false };
const LOUD: Style = Style { previews: true };

/// Reads Markdown as Discord does, and refuses every sign that is neither escaped nor of what this module writes. Returns
/// the text that is seen, with addresses as they are.
fn read(markdown: &str) -> Result<String, String> {
    let mut seen = String::new();
    for line in markdown.split('\n') {
        let line = line.strip_prefix("-# ").unwrap_or(line);
        let line = line.strip_prefix("- ").unwrap_or(line);
        refuse_beginning(line.trim_start())?;
        read_line(line, &mut seen)?;
        seen.push('\n');
    }
    Ok(seen)
}

fn refuse_beginning(line: &str) -> Result<(), String> {
    let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_numbered = digits.len() < line.len() && digits.starts_with('.');
    if is_numbered || line.starts_with(['#', '>', '-', '+']) {
        return Err(format!("a line begins with {line:?}"));
    }
    Ok(())
}

fn read_line(line: &str, seen: &mut String) -> Result<(), String> {
    let (mut rest, mut is_bold) = (line, false);
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        if c == '\\' {
            let sign = after.chars().next().ok_or("a backslash at the end")?;
            if sign.is_ascii_alphanumeric() || sign.is_whitespace() {
                return Err(format!("a backslash before {sign:?}"));
            }
            seen.push(sign);
            rest = &after[sign.len_utf8()..];
        } else if let Some(after) = rest.strip_prefix("**") {
            let is_empty = is_bold && line[..line.len() - rest.len()].ends_with("**");
            if after.starts_with('*') || is_empty {
                return Err("stars".into());
            }
            (is_bold, rest) = (!is_bold, after);
        } else if rest.starts_with("http://") || rest.starts_with("https://") {
            let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
            let end = rest.find("**").map_or(end, |at| at.min(end));
            if rest[..end].contains(['*', '|', '\\', '`', '<', '>']) {
                return Err(format!("an address that goes on: {rest:?}"));
            }
            seen.push_str(&rest[..end]);
            rest = &rest[end..];
        } else if let Some(inner) = rest.strip_prefix("<http") {
            let (address, after) = inner.split_once('>').ok_or("unclosed address")?;
            if address.contains([' ', '<', '*', '|', '\\', '`', '[', ']']) {
                return Err(format!("address {address:?}"));
            }
            seen.push_str("http");
            seen.push_str(address);
            rest = after;
        } else if let Some(inner) = rest.strip_prefix('[') {
            let (label, after) = inner.split_once("](<http").ok_or("no link")?;
            let (address, after) = after.split_once(">)").ok_or("an unclosed link")?;
            if label.contains(['[', ']']) || address.contains(['(', ')', '<', '>', ' ']) {
                return Err(format!("link {label:?} {address:?}"));
            }
            read_line(label, seen)?;
            rest = after;
        } else {
            let is_letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '+' | '-');
            let name = after.len() - after.trim_start_matches(is_letter).len();
            let is_named = name > 0 && after[name..].starts_with(':');
            let is_emoji = c == ':' && (is_named || after.starts_with("//"));
            if "*_~|[]()@<`".contains(c) || is_emoji || (c.is_control()) {
                return Err(format!("{c:?} as it is in {line:?}"));
            }
            seen.push(c);
            rest = after;
        }
    }
    if is_bold {
        return Err("bold without an end".into());
    }
    Ok(())
}

#[test]
fn the_reader_is_strict() {
    for wrong in [
        "*a*",
        "_a_",
        "~~a~~",
        "||a||",
        "`a`",
        "# a",
        "> a",
        "-# # a",
        "- - a",
        "1. a",
        " 12. a",
        "+ a",
        "@everyone",
        "<@1>",
        "<#1>",
        "<:a:1>",
        "<t:1:R>",
        ":smile:",
        "a :+1:",
        "**a",
        "**a****b**",
        "[a](b)",
        "[a]",
        "a \\",
        "\\a",
        "<https://x.example",
        "steam://a",
        "a\u{0}",
    ] {
        assert!(read(wrong).is_err(), "{wrong}");
    }
    let right = "- **a\\*** [b](<https://x.example/>): <https://y.example>\n-# \\# c";
    let seen = read(right).unwrap();
    assert_eq!(seen, "a* b: https://y.example\n# c\n");
}

const NASTY: [&str; 48] = [
    "",
    " ",
    "\n",
    "a",
    "1",
    ".",
    "1. ",
    "12.",
    "#",
    "# a",
    "### ",
    "-",
    "- ",
    "-# ",
    ">",
    "> a",
    ">>> ",
    "+ ",
    "* ",
    "**",
    "*a*",
    "__a__",
    "~~",
    "||a||",
    "`",
    "```rust\n",
    "\\",
    "\\*",
    "[a](https://x.example)",
    "](<",
    "[",
    ")",
    "@everyone",
    "<@5>",
    "<@&5>",
    "<#5>",
    "<:a:5>",
    "<t:5:R>",
    "</a:5>",
    ":smi",
    "le:",
    "https://x.example/a_b*c|d`",
    "http://x.example/**a** ",
    "https://",
    "steam://run",
    "\u{202E}",
    "ż🙂\u{200D}",
    "a\u{0}b\r\nc",
];

/// Numbers that look like chance and are the same each time.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % most
    }

    fn text(&mut self) -> String {
        (0..self.below(6))
            .map(|_| NASTY[self.below(NASTY.len())])
            .collect()
    }

    fn span(&mut self) -> Span {
        match self.below(5) {
            0 => Span::Link {
                label: self.text(),
                url: [
                    "https://x.example/a(b)*",
                    "mailto:a@b.pl",
                    "javascript:a",
                    "",
                ][self.below(4)]
                .into(),
            },
            1 | 2 => Span::Strong(self.text()),
            _ => Span::Plain(self.text()),
        }
    }

    fn block(&mut self) -> Block {
        match self.below(4) {
            0 => Block::Heading(self.text()),
            1 => Block::Note(self.text()),
            2 => Block::List((0..self.below(4)).map(|_| self.text()).collect()),
            _ => Block::Paragraph((0..self.below(5)).map(|_| self.span()).collect()),
        }
    }
}

/// What is in a block to be read; `None` with links, which have a test of their own.
fn words(block: &Block) -> Option<String> {
    Some(match block {
        Block::Heading(text) | Block::Note(text) => text.clone(),
        Block::List(items) => items.concat(),
        Block::Paragraph(spans) => {
            let words = spans.iter().map(|span| match span {
                Span::Plain(text) | Span::Strong(text) => Some(text.as_str()),
                Span::Link { .. } => None,
            });
            words.collect::<Option<String>>()?
        }
    })
}

/// Without spaces, and with addresses as they were.
fn comparable(text: &str) -> String {
    let mut text: String = clean(text).chars().filter(|c| !c.is_whitespace()).collect();
    for c in ['*', '|', '\\', '`', '[', ']', '<', '>', '"'] {
        text = text.replace(&format!("%{:02X}", u32::from(c)), &c.to_string());
    }
    text
}

#[test]
fn whatever_is_in_a_text_it_is_no_markup_and_says_the_same() {
    let mut chance = Chance(3);
    for _ in 0..40_000 {
        let one = chance.block();
        let style = if chance.below(2) == 0 { QUIET } else { LOUD };
        let written = block(&one, style);
        let has_link = written.contains("](");
        if style.previews && has_link {
            continue;
        }
        let seen = read(&written).unwrap_or_else(|error| panic!("{error}: {written:?} of {one:?}"));
        if let Some(words) = words(&one) {
            assert_eq!(comparable(&seen), comparable(&words), "{one:?}");
        }
    }
}

fn paragraph(spans: &[Span], style: Style) -> String {
    block(&Block::Paragraph(spans.to_vec()), style)
}

fn plain(text: &str) -> String {
    paragraph(&[Span::Plain(text.into())], QUIET)
}

#[test]
fn blocks_look_like_this() {
    let heading = block(&Block::Heading("Karta\n\n& _oferta_ ".into()), QUIET);
    assert_eq!(heading, "**Karta**\n**& \\_oferta\\_**");
    let note = block(&Block::Note("Stan na dziś.\nPrzykład.".into()), QUIET);
    assert_eq!(note, "-# Stan na dziś.\n-# Przykład.");
    let list = Block::List(vec![
        "raz".into(),
        " ".into(),
        "- 2. dwa".into(),
        "3. trzy".into(),
    ]);
    assert_eq!(block(&list, QUIET), "- raz\n- \\- 2. dwa\n- 3\\. trzy");
    let spans = [
        Span::Plain("Zadzwoń: ".into()),
        Span::Strong(" 22 1 ".into()),
        Span::Strong("teraz".into()),
        Span::Plain("!".into()),
    ];
    assert_eq!(paragraph(&spans, QUIET), "Zadzwoń:  **22 1 teraz**!");
    for blank in [
        Block::Heading("\u{202E}".into()),
        Block::Note(" \n".into()),
        Block::List(vec![String::new()]),
        Block::Paragraph(vec![Span::Strong(" ".into())]),
    ] {
        assert_eq!(block(&blank, QUIET), "");
    }
}

#[test]
fn signs_are_escaped_where_they_mean_something() {
    assert_eq!(plain("a - b > c # d + 1. e"), "a - b > c # d + 1. e");
    assert_eq!(plain("a\n  > b\n1.\n12. c"), "a\n  \\> b\n1\\.\n12\\. c");
    assert_eq!(plain("@everyone <@5>"), "\\@everyone \\<\\@5>");
    assert_eq!(
        plain("godz. 8:00, :smile: i :)"),
        "godz. 8:00, \\:smile: i :\\)"
    );
    let split = [Span::Plain(":smi".into()), Span::Plain("le:".into())];
    assert_eq!(paragraph(&split, QUIET), "\\:smile:");
    let number = [Span::Plain("1".into()), Span::Strong(". a".into())];
    assert_eq!(paragraph(&number, QUIET), "1**\\. a**");
}

#[test]
fn addresses_can_be_opened_and_show_nothing_unless_they_may() {
    let text = "Strona (https://x.example/a_b?c=1), dalej https://y.example/(z). Koniec";
    assert_eq!(
        plain(text),
        "Strona \\(<https://x.example/a_b?c=1>\\), dalej <https://y.example/(z)>. Koniec"
    );
    let text = "https://x.example/a i https://y.example.";
    let loud = paragraph(&[Span::Plain(text.into())], LOUD);
    assert_eq!(loud, "https://x.example/a i <https://y.example>.");
    assert_eq!(plain("https:// steam://run"), "https\\:// steam\\://run");
    assert_eq!(
        plain("https://x.example/**a**b"),
        "<https://x.example/%2A%2Aa%2A%2Ab>"
    );
}

#[test]
fn only_links_that_open_become_links() {
    let link = |label: &str, url: &str| {
        let (label, url) = (label.into(), url.into());
        paragraph(&[Span::Link { label, url }], QUIET)
    };
    assert_eq!(
        link("a_b", "HTTP://x.example"),
        "[a\\_b](<http://x.example/>)"
    );
    assert_eq!(
        link("a", "https://x.example/(b)"),
        "[a](<https://x.example/%28b%29>)"
    );
    assert_eq!(link("", "https://x.example/a"), "<https://x.example/a>");
    assert_eq!(
        link("a[1]", "https://x.example/b"),
        "a\\[1\\] \\(<https://x.example/b>\\)"
    );
    assert_eq!(
        link("https://bank.example", "https://x.example/b"),
        "<https://bank.example> \\(<https://x.example/b>\\)"
    );
    assert_eq!(link("napisz", "mailto:a@b.pl"), "napisz \\(a\\@b.pl\\)");
    assert_eq!(link("a@b.pl", "mailto:a@b.pl"), "a\\@b.pl");
    assert_eq!(
        link("a", "javascript:alert(1)"),
        "a \\(javascript:alert\\(1\\)\\)"
    );
    assert_eq!(link("a", "tg://user?id=5"), "a \\(tg\\://user?id=5\\)");
    assert_eq!(link("a", ""), "a");
    let long = format!("https://x.example/{}", "a".repeat(2_000));
    assert!(link("a", &long).starts_with("a \\(https\\://x.example/"));
    let spans = [Span::Link {
        label: "a".into(),
        url: "https://x.example".into(),
    }];
    assert_eq!(paragraph(&spans, LOUD), "[a](https://x.example/)");
}
