//! A message as Discord shows it: Markdown with embeds for what it has no room for, and buttons and menus
//! (<https://docs.discord.com/developers/components/reference>).

use serde_json::{Value, json};
use serenity::all::{
    ButtonStyle, CreateActionRow, CreateAllowedMentions, CreateButton, CreateEmbed,
    CreateSelectMenu, CreateSelectMenuKind, CreateSelectMenuOption, MessageFlags,
};
use std::collections::HashSet;

use super::markdown::{self, Style};
use crate::domain::action::Action;
use crate::domain::message::{Block, Button, Capacity, Does, Outgoing};
use crate::domain::split;
use crate::platform::discord::rest::is_id;
use crate::platform::labels::{self, LABEL};

/// UTF-16 units of a message's own text (<https://docs.discord.com/developers/resources/message#create-message>).
const CONTENT: usize = 2_000;

/// UTF-16 units of the text of an embed, and of all embeds of a message
/// (<https://docs.discord.com/developers/resources/message#embed-object-embed-limits>), with room for [`MORE`].
const EMBED: usize = 4_090;
const EMBEDS: usize = 5_990;

/// What stands where text had to be left out.
const MORE: &str = "\n…";

/// Between two blocks.
const BETWEEN: &str = "\n\n";

/// Rows of a message, and buttons of a row.
const ROWS: usize = 5;
const ROW: usize = 5;

/// Buttons with more choices than this become a menu.
const CHOICES: usize = 5;

/// Options of a menu, and UTF-16 units of each: more than a button shows of it.
const OPTIONS: usize = 25;
const OPTION: usize = 100;

/// Bytes of an id of a button; its limit are 100 characters.
const ID: usize = 100;

/// What stands before the text that a button to the private chat brings, in its id, where an action could stand as well.
pub const PRIVATE: &str = "p:";

/// Where the profile of the bot with this id opens, and from there the private chat with it. A button that brings a text
/// is answered where it is pressed; only this one leads away from there.
fn profile(bot: &str) -> String {
    format!("https://discord.com/users/{bot}")
}

/// What stands before the number of a menu, in its id.
pub const MENU: &str = "menu:";

/// A message in Discord's terms.
#[derive(Debug, Clone, PartialEq)]
pub struct Written {
    pub content: String,
    /// The texts of the embeds, for what the content has no room for.
    pub embeds: Vec<String>,
    /// The role that the content names at its beginning.
    pub role: Option<String>,
    pub components: Vec<CreateActionRow>,
    pub flags: MessageFlags,
}

/// The message with labels that a phone shows whole, see `labels::spelled_out`; the same labels as everywhere. A menu has
/// room for them as they are.
pub fn spelled_out(message: &Outgoing) -> Outgoing {
    let choices = message.buttons.iter().filter_map(Button::action);
    if choices.filter(|action| is_choice(action)).count() > CHOICES {
        return message.clone();
    }
    labels::spelled_out(message, LABEL, |message| {
        let pieces = pieces(message);
        let units: usize = pieces
            .iter()
            .map(|piece| units(piece) + BETWEEN.len())
            .sum();
        units <= CONTENT + EMBEDS / 2
    })
}

/// The message, of the bot with this id. Blank blocks are left out.
pub fn written(message: &Outgoing, bot: &str) -> Written {
    let mut pieces = pieces(message);
    let says_something = !pieces.is_empty() || message.file.is_some();
    let role = message.ping.clone();
    let role = role.filter(|role| says_something && is_id(role));
    if let Some(role) = &role {
        pieces.insert(0, format!("<@&{role}>"));
    }
    let (content, embeds) = texts(pieces);
    let flags = if message.previews || !embeds.is_empty() {
        MessageFlags::empty()
    } else {
        MessageFlags::SUPPRESS_EMBEDS
    };
    Written {
        content,
        embeds,
        role,
        components: components(&message.buttons, bot),
        flags,
    }
}

impl Written {
    /// Whether there is nothing to read.
    pub fn is_blank(&self) -> bool {
        self.content.is_empty() && self.embeds.is_empty()
    }

    /// The embeds as they are sent.
    pub fn built_embeds(&self) -> Vec<CreateEmbed> {
        let texts = self.embeds.iter();
        texts
            .map(|text| CreateEmbed::new().description(text))
            .collect()
    }
}

/// Nobody is called by a message, whatever it says.
pub fn no_mentions() -> CreateAllowedMentions {
    CreateAllowedMentions::new()
}

/// The one role that is called by a new message, where it names one
/// (<https://docs.discord.com/developers/resources/message#allowed-mentions-object>). Whoever may not call everybody calls
/// a role only where its server lets anybody do so.
pub fn mentions(written: &Written) -> Value {
    let mut mentions = json!(no_mentions());
    mentions["roles"] = written.role.iter().cloned().collect();
    mentions
}

/// The blocks as Markdown, each short enough for a message of its own.
fn pieces(message: &Outgoing) -> Vec<String> {
    let style = Style {
        previews: message.previews,
    };
    let blocks = message.blocks.iter();
    let pieces = blocks.flat_map(|block| short(block, style, CONTENT));
    pieces.filter(|piece| !piece.is_empty()).collect()
}

/// A block in pieces of which each fits. Escaping makes text longer, so it is cut before, and smaller until it is enough.
fn short(block: &Block, style: Style, most: usize) -> Vec<String> {
    let written = markdown::block(block, style);
    if units(&written) <= CONTENT {
        return vec![written];
    }
    let capacity = Capacity {
        units: most,
        marks: usize::MAX,
        caption: most,
    };
    let whole = Outgoing::default().with(block.clone());
    let parts = split::parts(whole, capacity);
    let blocks = parts.iter().flat_map(|part| &part.blocks);
    if most < 2 {
        tracing::error!("a text that cannot be made shorter was left out");
        return Vec::new();
    }
    blocks
        .flat_map(|block| short(block, style, most / 2))
        .collect()
}

/// What goes into the message itself, and into each embed.
fn texts(pieces: Vec<String>) -> (String, Vec<String>) {
    let mut content = String::new();
    let mut embeds: Vec<String> = Vec::new();
    let mut used = 0;
    for piece in pieces {
        let size = units(&piece);
        if embeds.is_empty() && append(&mut content, &piece, CONTENT) {
            continue;
        }
        if used + BETWEEN.len() + size > EMBEDS {
            tracing::error!("a text that has no room was left out");
            if let Some(last) = embeds.last_mut() {
                last.push_str(MORE);
            }
            break;
        }
        used += BETWEEN.len() + size;
        let last = embeds.last_mut();
        if !last.is_some_and(|last| append(last, &piece, EMBED)) {
            embeds.push(piece);
        }
    }
    (content, embeds)
}

/// Adds a piece where it fits.
fn append(text: &mut String, piece: &str, most: usize) -> bool {
    let between = if text.is_empty() { "" } else { BETWEEN };
    let fits = units(text) + between.len() + units(piece) <= most;
    if fits {
        text.push_str(between);
        text.push_str(piece);
    }
    fits
}

/// UTF-16 units of a text.
fn units(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// A button that can be pressed.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Pressable {
    label: String,
    /// Its id, or the address that it opens.
    id: String,
    is_choice: bool,
    is_link: bool,
}

/// The buttons in rows that can be read on a phone; many choices as menus, before the other buttons. What Discord would
/// refuse, and the whole message with it, is left out and logged: the rest of the message is worth more than one button.
fn components(buttons: &[Button], bot: &str) -> Vec<CreateActionRow> {
    let mut known = HashSet::new();
    let mut made: Vec<Pressable> = Vec::new();
    for button in buttons {
        match pressable(button, bot) {
            Some(button) if known.insert(button.id.clone()) => made.push(button),
            // Twice the same.
            Some(_) => {}
            None => tracing::error!("a button that cannot be pressed was left out"),
        }
    }
    let choices = made.iter().filter(|button| button.is_choice).count();
    let (choices, others) = if choices > CHOICES {
        made.into_iter().partition(|button| button.is_choice)
    } else {
        (Vec::new(), made)
    };
    let for_others = others.len().div_ceil(ROW).min(ROWS);
    let mut rows = menus(choices, ROWS - for_others);
    rows.extend(button_rows(others, ROWS - rows.len()));
    rows
}

fn pressable(button: &Button, bot: &str) -> Option<Pressable> {
    let label = labels::one_line(&button.label);
    let (id, is_choice) = match &button.does {
        Does::Action(action) => (action.clone(), is_choice(action)),
        Does::Private(payload) if payload.is_empty() => (profile(bot), false),
        Does::Private(payload) => (format!("{PRIVATE}{payload}"), false),
    };
    let is_id = id.len() <= ID && !id.is_empty();
    (is_id && !label.is_empty()).then_some(Pressable {
        label,
        id,
        is_choice,
        is_link: button.does == Does::Private(String::new()),
    })
}

/// Whether a button is one of several of which one is chosen.
fn is_choice(action: &str) -> bool {
    let Ok(action) = action.parse::<Action>() else {
        return false;
    };
    let is_listed = matches!(
        action,
        Action::Topic(_) | Action::Entry(_) | Action::Route(_) | Action::Unit(_)
    );
    match action {
        // What is set for all topics stands apart from them.
        Action::Subscription(step) => step.is_about_topic(),
        action => is_listed || action.ends_menu(),
    }
}

/// Menus without words of their own: what Discord shows there is in the language of whoever looks.
fn menus(choices: Vec<Pressable>, most: usize) -> Vec<CreateActionRow> {
    if choices.len() > most * OPTIONS {
        tracing::error!("choices that have no room were left out");
    }
    let menus = choices.chunks(OPTIONS).take(most).enumerate();
    let row = |(number, choices): (usize, &[Pressable])| {
        let option = |choice: &Pressable| {
            CreateSelectMenuOption::new(labels::label(&choice.label, OPTION), &choice.id)
        };
        let options = choices.iter().map(option).collect();
        let kind = CreateSelectMenuKind::String { options };
        CreateActionRow::SelectMenu(CreateSelectMenu::new(format!("{MENU}{number}"), kind))
    };
    menus.map(row).collect()
}

/// The buttons in at most so many rows: by the length of their labels, and closer together where that makes too many.
fn button_rows(mut buttons: Vec<Pressable>, most: usize) -> Vec<CreateActionRow> {
    if buttons.len() > most * ROW {
        tracing::error!("buttons that have no room were left out");
        buttons.truncate(most * ROW);
    }
    for button in &mut buttons {
        button.label = labels::label(&button.label, LABEL);
    }
    let close = buttons.len().div_ceil(most.max(1)).max(1);
    let mut rows = labels::rows(buttons, |button| button.label.chars().count());
    if rows.len() > most {
        let buttons: Vec<Pressable> = rows.into_iter().flatten().collect();
        rows = buttons.chunks(close).map(<[_]>::to_vec).collect();
    }
    let built = |button: Pressable| {
        let made = if button.is_link {
            CreateButton::new_link(button.id)
        } else {
            CreateButton::new(button.id).style(ButtonStyle::Secondary)
        };
        made.label(button.label)
    };
    let row = |buttons: Vec<Pressable>| {
        CreateActionRow::Buttons(buttons.into_iter().map(built).collect())
    };
    rows.into_iter().map(row).collect()
}

#[cfg(test)]
mod tests;
