//! What an interaction is answered with at once, within three seconds and from memory
//! (<https://docs.discord.com/developers/interactions/receiving-and-responding#interaction-response-object>). It says that
//! something comes, or what may be meant, or shows a form; what the bot says follows.

use serde_json::Value;
use serenity::all::{
    AutocompleteChoice, CreateActionRow, CreateAutocompleteResponse, CreateInputText,
    CreateInteractionResponse, CreateInteractionResponseMessage, CreateModal, InputTextStyle,
};

use super::decode::{Asks, CHOSEN, FORM, FORM_FIELD, Interaction};
use crate::bot::suggest::{Kind, Suggestion};

/// Suggestions that Discord shows at most.
pub const MOST_CHOICES: usize = 25;

/// The longest label of a suggestion, and the longest value, in characters.
const CHOICE: usize = 100;

/// The longest title of a form and label of its field, and the longest hint in it, in characters.
const TITLE: usize = 45;
const HINT: usize = 100;

/// The longest question in a form: as much as Discord lets a field hold, and the bot reads.
const QUESTION: u16 = 4000;

/// The sentences that stand in what is answered first, in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Texts {
    /// Over the form for a question: up to 45 characters.
    pub ask_title: String,
    /// Over its field: up to 45 characters.
    pub ask_label: String,
    /// In its field while that is empty: up to 100 characters.
    pub ask_placeholder: String,
}

/// What an interaction is answered with first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FirstResponse {
    /// What may be meant.
    Choices(Vec<Suggestion>),
    /// The form for a question.
    Modal,
    /// "Thinks …", where the answer will stand.
    Defer { ephemeral: bool },
    /// Nothing to be seen: the answer takes the place of the message with the button.
    DeferUpdate,
}

impl FirstResponse {
    /// What is answered first; `suggest` is asked for what may be meant by a text.
    pub fn to(
        interaction: &Interaction,
        suggest: impl FnOnce(Kind, &str) -> Vec<Suggestion>,
    ) -> Self {
        match &interaction.asks {
            Asks::Choices { kind, typed } => Self::Choices(suggest(*kind, typed)),
            Asks::Form => Self::Modal,
            Asks::Answer { .. } if interaction.replaces() => Self::DeferUpdate,
            Asks::Answer { .. } => Self::Defer {
                ephemeral: interaction.direct.is_none(),
            },
        }
    }

    /// The body of the request.
    pub fn body(self, texts: &Texts) -> Value {
        let response = match self {
            Self::Choices(suggestions) => {
                let choices = suggestions.into_iter().filter_map(choice);
                let choices = choices.take(MOST_CHOICES).collect();
                let response = CreateAutocompleteResponse::new().set_choices(choices);
                CreateInteractionResponse::Autocomplete(response)
            }
            Self::Modal => CreateInteractionResponse::Modal(form(texts)),
            Self::Defer { ephemeral } => {
                let message = CreateInteractionResponseMessage::new();
                CreateInteractionResponse::Defer(match ephemeral {
                    true => message.ephemeral(true),
                    false => message,
                })
            }
            Self::DeferUpdate => CreateInteractionResponse::Acknowledge,
        };
        let mut body = serde_json::to_value(response).unwrap_or_default();
        // A response without data is written with `null` for it, which the API's description does not know.
        if let Some(fields) = body.as_object_mut() {
            fields.retain(|_, value| !value.is_null());
        }
        body
    }
}

/// A suggestion that Discord takes: one that is wrong would cost all others.
fn choice(suggestion: Suggestion) -> Option<AutocompleteChoice> {
    let label = shortened(suggestion.label.trim(), CHOICE);
    let value = format!("{CHOSEN}{}", suggestion.action);
    let is_taken = !label.is_empty() && value.chars().count() <= CHOICE;
    is_taken.then(|| AutocompleteChoice::new(label, value))
}

fn form(texts: &Texts) -> CreateModal {
    let label = shortened(&texts.ask_label, TITLE);
    let field = CreateInputText::new(InputTextStyle::Paragraph, label, FORM_FIELD)
        .placeholder(shortened(&texts.ask_placeholder, HINT))
        .max_length(QUESTION)
        .required(true);
    CreateModal::new(FORM, shortened(&texts.ask_title, TITLE))
        .components(vec![CreateActionRow::InputText(field)])
}

/// At most so many characters; what is cut off ends with `…`.
fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(most - 1).collect();
    short.truncate(short.trim_end().len());
    short.push('…');
    short
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn texts() -> Texts {
        Texts {
            ask_title: "Zadaj pytanie".into(),
            ask_label: "Pytanie".into(),
            ask_placeholder: "x".repeat(101),
        }
    }

    #[test]
    fn bodies_are_what_discord_takes() {
        let body = |first: FirstResponse| first.body(&texts());
        let deferred = body(FirstResponse::Defer { ephemeral: true });
        assert_eq!(
            deferred,
            json!({"type": 5, "data": {"attachments": [], "flags": 64}})
        );
        let public = body(FirstResponse::Defer { ephemeral: false });
        assert_eq!(public, json!({"type": 5, "data": {"attachments": []}}));
        assert_eq!(body(FirstResponse::DeferUpdate), json!({"type": 6}));
        let hint = format!("{}…", "x".repeat(99));
        let field = json!({
            "type": 4, "style": 2, "custom_id": "q", "label": "Pytanie", "placeholder": hint,
            "max_length": 4000, "required": true,
        });
        let form = json!({
            "custom_id": "ask", "title": "Zadaj pytanie",
            "components": [{"type": 1, "components": [field]}],
        });
        assert_eq!(body(FirstResponse::Modal), json!({"type": 9, "data": form}));
    }

    #[test]
    fn choices_that_discord_would_refuse_are_left_out_or_cut() {
        let suggestion = |label: &str, action: &str| Suggestion {
            label: label.into(),
            action: action.into(),
        };
        let mut all = vec![
            suggestion("Mały grant", "e:maly-grant"),
            suggestion(" ", "e:x"),
            suggestion("Za długie", &"x".repeat(100)),
            suggestion(&"ż".repeat(101), "u:wks"),
        ];
        let body = FirstResponse::Choices(all.clone()).body(&texts());
        let cut = format!("{}…", "ż".repeat(99));
        assert_eq!(
            body,
            json!({"type": 8, "data": {"choices": [
                {"name": "Mały grant", "value": "#e:maly-grant"},
                {"name": cut, "value": "#u:wks"},
            ]}})
        );
        all = (0..40)
            .map(|n| suggestion("x", &format!("e:{n}")))
            .collect();
        let body = FirstResponse::Choices(all).body(&texts());
        assert_eq!(body["data"]["choices"].as_array().map(Vec::len), Some(25));
    }
}
