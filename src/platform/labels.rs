//! Words and buttons as every platform shows them: in one line, short enough for a phone, in rows.

use crate::domain::message::{Block, Outgoing};

/// Most characters of a label: what a phone shows of it, about.
pub const LABEL: usize = 40;

/// How many buttons go into a row of which the longest label has so many characters, on a phone.
const ROWS: [(usize, usize); 2] = [(9, 3), (18, 2)];

/// The message with labels of at most `most` characters: a longer one is cut. Where that happens to the choices of a menu
/// (half of the buttons or more), all of them stand in full in the text above, before the small print;
/// where `fits` says of that message that it has room for them.
pub fn spelled_out(message: &Outgoing, most: usize, fits: impl Fn(&Outgoing) -> bool) -> Outgoing {
    let mut message = message.clone();
    let (mut choices, mut last_cut, mut cut) = (Vec::new(), 0, 0);
    for button in &mut message.buttons {
        let whole = one_line(&button.label);
        button.label = label(&whole, most);
        let is_cut = button.label != whole;
        choices.push(whole);
        if is_cut {
            (cut, last_cut) = (cut + 1, choices.len());
        }
    }
    // What comes after them is no choice: "none of these".
    choices.truncate(last_cut);
    let has_list = |block: &Block| matches!(block, Block::List(_));
    let is_menu = cut > 0 && cut * 2 >= message.buttons.len();
    // A caption holds little, and what goes with a file was measured for that.
    if !is_menu || message.file.is_some() || message.blocks.iter().any(has_list) {
        return message;
    }
    let is_small_print = |block: &Block| matches!(block, Block::Note(_));
    let last = message
        .blocks
        .iter()
        .rposition(|block| !is_small_print(block));
    let mut spelled = message.clone();
    let place = last.map_or(0, |last| last + 1);
    spelled.blocks.insert(place, Block::List(choices));
    // A text that is full already keeps its length.
    if fits(&spelled) { spelled } else { message }
}

/// Text without what a message cannot have or what could turn around the text after it: control characters but the end
/// of a line, and marks that override the direction of writing. The server drops these as well; dropped here, what was
/// sent is what we think.
pub fn clean(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        match c {
            '\r' if letters.peek() == Some(&'\n') => {}
            '\n' | '\r' | '\u{2028}' | '\u{2029}' => kept.push('\n'),
            '\u{202A}'..='\u{202E}' | '\u{FFFE}' | '\u{FFFF}' => {}
            '\t' => kept.push(' '),
            c if c.is_control() => {}
            c => kept.push(c),
        }
    }
    kept
}

/// A text in one line.
pub fn one_line(text: &str) -> String {
    clean(text).replace('\n', " ").trim().to_owned()
}

/// A label in one line, of at most `most` characters: cut after a word where it is too long.
pub fn label(text: &str, most: usize) -> String {
    let text = one_line(text);
    if text.chars().count() <= most {
        return text;
    }
    let kept: String = text.chars().take(most - 1).collect();
    let word_end = kept.rfind(' ').filter(|end| end * 2 > kept.len());
    let kept = &kept[..word_end.unwrap_or(kept.len())];
    format!("{}…", kept.trim_end_matches([' ', ',', ';', ':', '–', '-']))
}

/// The buttons in rows that can be read on a phone. `length` tells the characters of a label.
pub fn rows<T>(buttons: Vec<T>, length: impl Fn(&T) -> usize) -> Vec<Vec<T>> {
    let mut rows: Vec<Vec<T>> = Vec::new();
    let mut longest = 0;
    for button in buttons {
        let length = length(&button);
        longest = longest.max(length);
        match rows.last_mut() {
            Some(row) if row.len() < room(longest) => row.push(button),
            _ => {
                longest = length;
                rows.push(vec![button]);
            }
        }
    }
    rows
}

/// How many buttons fit into a row with this longest label.
fn room(longest: usize) -> usize {
    let row = ROWS.iter().find(|(most, _)| longest <= *most);
    row.map_or(1, |(_, room)| *room)
}
