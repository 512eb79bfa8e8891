use super::*;
use crate::domain::action::Action;

/// Reads HTML as strictly as Telegram does, and more: known tags only, closed in order, not nested, everything else
/// escaped. Returns the text, with links as plain text has them.
fn read(html: &str) -> Result<String, String> {
    let mut text = String::new();
    let mut open: Option<(&str, usize, String)> = None;
    let mut rest = html;
    while let Some(c) = rest.chars().next() {
        if let Some(tag) = rest.strip_prefix("</") {
            let (name, after) = tag.split_once('>').ok_or("unclosed")?;
            let (opened, start, href) = open.take().ok_or(format!("closes {name}"))?;
            if opened != name || text[start..].trim().is_empty() {
                return Err(format!("{opened} closed by {name}, or empty"));
            }
            if name == "a" && comparable(&text[start..]) != comparable(&href) {
                text.push_str(": ");
                text.push_str(&href);
            }
            rest = after;
        } else if let Some(tag) = rest.strip_prefix('<') {
            let (inner, after) = tag.split_once('>').ok_or("unclosed")?;
            let (name, href) = match inner {
                "b" | "i" => (inner, String::new()),
                _ => {
                    let url = inner
                        .strip_prefix("a href=\"")
                        .and_then(|url| url.strip_suffix('"'));
                    let url = url.ok_or(format!("tag {inner}"))?;
                    if url.contains('"') {
                        return Err("a quote in a quote".into());
                    }
                    ("a", read(url)?)
                }
            };
            if open.replace((name, text.len(), href)).is_some() {
                return Err("nested".into());
            }
            rest = after;
        } else if c == '&' {
            let entities = [
                ("&lt;", '<'),
                ("&gt;", '>'),
                ("&amp;", '&'),
                ("&quot;", '"'),
            ];
            let known = entities.iter().find(|(entity, _)| rest.starts_with(entity));
            let (entity, letter) = known.ok_or("entity")?;
            text.push(*letter);
            rest = &rest[entity.len()..];
        } else if c == '>' || c == '"' || (c.is_control() && c != '\n') {
            return Err(format!("{c:?} as it is"));
        } else {
            text.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    if open.is_some() {
        return Err("left open".into());
    }
    Ok(text)
}

#[test]
fn the_reader_is_strict() {
    for wrong in [
        "<b>",
        "</b>",
        "<b>a",
        "<b></b>",
        "<b>a</i>",
        "<b><i>a</i></b>",
        "<u>a</u>",
        "a > b",
        "a & b",
        "&nbsp;",
        "&#39;",
        "\"",
        "<a href=x>a</a>",
        "<a href=\"a\"b\">a</a>",
        "<br>",
        "a\u{0}",
    ] {
        assert!(read(wrong).is_err(), "{wrong}");
    }
    let link = "<a href=\"https://x.example/\">a</a>&lt;";
    assert_eq!(read(link).as_deref(), Ok("a: https://x.example/<"));
}

const NASTY: [&str; 22] = [
    "",
    " ",
    "\n",
    "<b>&\"'</b>",
    "</a>",
    "<a href=\"https://x.example\">",
    "&lt;&amp;amp;",
    "&",
    "🙂👩‍👩‍👧‍👦🇵🇱",
    "e\u{301}a\u{328}\u{301}",
    "\u{202E}abc\u{202C}",
    "שלום עולם",
    "\u{200B}\u{200D}\u{FEFF}",
    "a\u{0}b\u{1b}[2Jc\u{7f}\u{85}",
    "a\r\nb\rc\u{2028}d",
    "`*_~[]()#|",
    "https://x.example/?a=1&b=\"2\"",
    "żółć",
    "\u{FFFF}\u{FFFE}\u{FFFD}",
    "javascript:alert(1)",
    "mailto:a@b.pl",
    "tg://user?id=5",
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
        (0..self.below(4))
            .map(|_| NASTY[self.below(NASTY.len())])
            .collect()
    }

    fn span(&mut self) -> Span {
        match self.below(3) {
            0 => Span::Plain(self.text()),
            1 => Span::Strong(self.text()),
            _ => Span::Link {
                label: self.text(),
                url: self.text(),
            },
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

/// Addresses as they are written and as they are parsed may differ: here only the letters count.
fn comparable(text: &str) -> String {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    text.replace("%22", "\"")
        .replace(".example/", ".example")
        .to_lowercase()
}

#[test]
fn whatever_is_in_a_text_the_html_is_sound_and_says_the_same() {
    let mut chance = Chance(7);
    for _ in 0..20_000 {
        let mut message = Outgoing::default();
        for _ in 0..chance.below(5) {
            message.blocks.push(chance.block());
        }
        let (html, plain) = (html(&message), plain(&message));
        let text = read(&html).unwrap_or_else(|error| panic!("{error}: {html:?}"));
        // Of two links in one address the parsed one is another; those are held apart below.
        if !html.contains("<a ") {
            assert_eq!(text, plain, "{message:?}");
        } else if !html.contains('%') {
            assert_eq!(comparable(&text), comparable(&plain), "{message:?}");
        }
    }
}

#[test]
fn blocks_look_like_this() {
    let message = Outgoing::default()
        .with(Block::Heading("Karta & oferta".into()))
        .with(Block::Paragraph(vec![
            Span::Plain("Zadzwoń: ".into()),
            Span::Strong("22 1".into()),
            Span::Plain(" <teraz> ".into()),
            Span::Link {
                label: "strona \"A\"".into(),
                url: "https://x.example/?a=1&b=2".into(),
            },
        ]))
        .with(Block::List(vec!["raz".into(), " ".into(), "dwa".into()]))
        .with(Block::Note("Stan na dziś".into()));
    insta::assert_snapshot!(html(&message), @r#"
    <b>Karta &amp; oferta</b>

    Zadzwoń: <b>22 1</b> &lt;teraz&gt; <a href="https://x.example/?a=1&amp;b=2">strona &quot;A&quot;</a>

    • raz
    • dwa

    <i>Stan na dziś</i>
    "#);
    insta::assert_snapshot!(plain(&message), @r#"
    Karta & oferta

    Zadzwoń: 22 1 <teraz> strona "A": https://x.example/?a=1&b=2

    • raz
    • dwa

    Stan na dziś
    "#);
}

#[test]
fn only_links_that_open_become_links() {
    let link = |label: &str, url: &str| {
        let (label, url) = (label.into(), url.into());
        html(&Outgoing::default().with(Block::Paragraph(vec![Span::Link { label, url }])))
    };
    assert_eq!(
        link("a", "HTTP://x.example"),
        "<a href=\"http://x.example/\">a</a>"
    );
    assert_eq!(
        link("a", "tg://user?id=5"),
        "<a href=\"tg://user?id=5\">a</a>"
    );
    assert_eq!(
        link("", "https://x.example/ż"),
        "<a href=\"https://x.example/%C5%BC\">https://x.example/ż</a>"
    );
    assert_eq!(link("napisz", "mailto:a@b.pl"), "napisz (a@b.pl)");
    assert_eq!(link("a@b.pl", "mailto:a@b.pl"), "a@b.pl");
    assert_eq!(link("a", "javascript:alert(1)"), "a (javascript:alert(1))");
    assert_eq!(link("a", "x.example"), "a (x.example)");
    assert_eq!(link("a", ""), "a");
}

#[test]
fn nothing_is_nothing() {
    for message in [
        Outgoing::default(),
        Outgoing::plain(" \u{0}\n"),
        Outgoing::default().with(Block::List(vec![String::new()])),
        Outgoing::default().with(Block::Heading("\u{202E}".into())),
    ] {
        assert_eq!(
            (html(&message), plain(&message)),
            (String::new(), String::new())
        );
    }
}

fn button(label: &str, does: Does) -> Button {
    Button {
        label: label.into(),
        does,
    }
}

fn shape(labels: &[&str]) -> Vec<usize> {
    let buttons: Vec<Button> = labels
        .iter()
        .map(|label| button(label, Does::Action("x".into())))
        .collect();
    let keyboard = keyboard(&buttons, "bot").map(|keyboard| keyboard.inline_keyboard);
    keyboard
        .into_iter()
        .flatten()
        .map(|row| row.len())
        .collect()
}

#[test]
fn rows_can_be_read_on_a_phone() {
    assert_eq!(shape(&["Tak", "Nie", "Wróć", "Dalej"]), [3, 1]);
    assert_eq!(shape(&["Złóż ofertę", "Rozlicz dotację"]), [2]);
    assert_eq!(shape(&["Tak", "Nie", "Rozlicz dotację"]), [2, 1]);
    assert_eq!(shape(&["Regranting i małe granty", "Tak", "Nie"]), [1, 2]);
    assert_eq!(
        shape(&["Tak", "Regranting i małe granty", "Nie"]),
        [1, 1, 1]
    );
    assert_eq!(shape(&["a"; 150]).iter().sum::<usize>(), BUTTONS);
    assert!(keyboard(&[], "bot").is_none());
}

#[test]
fn labels_are_cut_and_what_would_be_refused_is_left_out() {
    let buttons = [
        button(&"ż".repeat(80), Does::Action("a".repeat(64))),
        button("za długie", Does::Action("ż".repeat(33))),
        button("bez niczego", Does::Action(String::new())),
        button(" \n", Does::Action("a".into())),
        button("na\npriv", Does::Private("t_karta-1".into())),
        button("obcy znak", Does::Private("t_ż".into())),
    ];
    let keyboard = keyboard(&buttons, "LacznikBot").unwrap();
    let buttons: Vec<_> = keyboard.inline_keyboard.concat();
    assert_eq!(buttons.len(), 2);
    assert_eq!(buttons[0].text, format!("{}…", "ż".repeat(39)));
    let second = serde_json::to_value(&buttons[1]).unwrap();
    assert_eq!(
        second,
        serde_json::json!({"text": "na priv", "url": "https://t.me/LacznikBot?start=t_karta-1"})
    );
}

#[test]
fn a_label_that_is_cut_stands_in_full_above_the_small_print() {
    let long = "Wolontariusz może pomagać organizacji, ale nie w jej działalności gospodarczej";
    let message = Outgoing::plain("Które z tych pytań jest najbliższe?")
        .with(Block::Note("Dane przykładowe.".to_owned()))
        .button(long, &Action::Human)
        .button("Żadne z tych", &Action::Human);
    let shown = spelled_out(&message);
    assert_eq!(
        plain(&shown),
        format!("Które z tych pytań jest najbliższe?\n\n• {long}\n\nDane przykładowe.")
    );
    let labels: Vec<&str> = shown.buttons.iter().map(|one| one.label.as_str()).collect();
    assert_eq!(
        labels,
        ["Wolontariusz może pomagać organizacji…", "Żadne z tych"]
    );
    assert_eq!(spelled_out(&shown), shown, "once is enough");
    let full = Outgoing::plain("x".repeat(4090)).button(long, &Action::Human);
    assert_eq!(plain(&spelled_out(&full)), "x".repeat(4090));
}
