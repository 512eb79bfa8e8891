//! The commands, in one table: names in every language, the role needed, words that mean the same in free text.
//! The help lines stand in `locales/` under `command-<id>`; the help itself is generated from this table.

use super::role::Role;

/// What a person can ask for by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    Start,
    Help,
    Contact,
    Language,
    Unsubscribe,
    Questions,
}

/// What the table says of a command.
struct Row {
    id: &'static str,
    /// Names without the slash, the Polish one first.
    names: &'static [&'static str],
    role: Role,
    /// Phrases in free text that mean this command, by base words in their order.
    phrases: &'static [&'static str],
}

impl Command {
    /// Every command, in the order of the help.
    pub const ALL: [Self; 6] = [
        Self::Start,
        Self::Help,
        Self::Contact,
        Self::Language,
        Self::Unsubscribe,
        Self::Questions,
    ];

    /// The table.
    fn row(self) -> Row {
        match self {
            Self::Start => Row {
                id: "start",
                names: &["start"],
                role: Role::Asker,
                phrases: &[],
            },
            Self::Help => Row {
                id: "help",
                names: &["pomoc", "help", "dopomoha"],
                role: Role::Asker,
                phrases: &[
                    "co umiesz",
                    "co potrafisz",
                    "jak to działa",
                    "what can you do",
                    "що ти вмієш",
                ],
            },
            Self::Contact => Row {
                id: "contact",
                names: &["kontakt", "contact"],
                role: Role::Asker,
                phrases: &[],
            },
            Self::Language => Row {
                id: "language",
                names: &["jezyk", "język", "language", "mova"],
                role: Role::Asker,
                phrases: &[
                    "zmień język",
                    "change language",
                    "speak english",
                    "mów po angielsku",
                    "mów po ukraińsku",
                    "говорити українською",
                ],
            },
            Self::Unsubscribe => Row {
                id: "unsubscribe",
                names: &["wypisz", "stop", "unsubscribe"],
                role: Role::Asker,
                phrases: &[
                    "wypisz mnie",
                    "wypiszcie mnie",
                    "wypisać się z newslettera",
                    "wypisać z newslettera",
                    "usuń mnie z listy",
                    "usuńcie mnie z listy",
                    "rezygnuję z newslettera",
                    "nie chcę newslettera",
                    "nie chcę powiadomień",
                    "nie chcę dostawać",
                    "nie przysyłajcie",
                    "przestańcie przysyłać",
                    "unsubscribe",
                    "stop sending",
                    "відпишіть мене",
                    "відписатися",
                ],
            },
            Self::Questions => Row {
                id: "questions",
                names: &["pytania", "questions"],
                role: Role::Officer,
                phrases: &[],
            },
        }
    }

    /// The stable id, as in buttons and locale files.
    pub fn id(self) -> &'static str {
        self.row().id
    }

    /// The command of an id.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|command| command.id() == id)
    }

    /// Names without the slash, the Polish one first.
    pub fn names(self) -> &'static [&'static str] {
        self.row().names
    }

    /// The role a person needs.
    pub fn role(self) -> Role {
        self.row().role
    }

    /// Phrases in free text that mean this command.
    pub fn phrases(self) -> &'static [&'static str] {
        self.row().phrases
    }

    /// Reads `/name`, `/name@bot` or `/name rest`. `None`: the text is no command at all.
    pub fn parse(text: &str) -> Option<Result<Self, CommandError>> {
        let word = text.trim().strip_prefix('/')?.split_whitespace().next()?;
        let name = word.split('@').next().unwrap_or(word).to_lowercase();
        let named = Self::ALL
            .into_iter()
            .find(|command| command.names().contains(&name.as_str()));
        Some(named.ok_or_else(|| CommandError::Unknown {
            nearest: nearest(&name),
        }))
    }
}

/// What is wrong with a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CommandError {
    /// No command has this name; perhaps a similar one was meant.
    #[error("no such command")]
    Unknown { nearest: Option<&'static str> },
}

/// The most similar name, if it is at most two slips away.
fn nearest(name: &str) -> Option<&'static str> {
    Command::ALL
        .into_iter()
        .filter(|command| command.role() == Role::Asker)
        .flat_map(Command::names)
        .map(|known| (strsim::damerau_levenshtein(name, known), *known))
        .filter(|(slips, known)| *slips <= 2 && *slips < known.chars().count())
        .min_by_key(|(slips, _)| *slips)
        .map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_ids_are_unique() {
        for texts in [
            Command::ALL
                .into_iter()
                .flat_map(|command| command.names().to_vec())
                .collect::<Vec<_>>(),
            Command::ALL.into_iter().map(Command::id).collect(),
        ] {
            let unique: std::collections::BTreeSet<_> = texts.iter().collect();
            assert_eq!(unique.len(), texts.len(), "{texts:?}");
        }
    }

    #[test]
    fn reads_names_in_any_language_and_suggests_for_slips() {
        assert_eq!(Command::parse("/pomoc"), Some(Ok(Command::Help)));
        assert_eq!(
            Command::parse(" /HELP@lacznik_bot proszę"),
            Some(Ok(Command::Help))
        );
        assert_eq!(
            Command::parse("/pomc"),
            Some(Err(CommandError::Unknown {
                nearest: Some("pomoc")
            }))
        );
        assert_eq!(
            Command::parse("/xyzzy"),
            Some(Err(CommandError::Unknown { nearest: None }))
        );
        assert_eq!(Command::parse("pomoc"), None);
        assert_eq!(Command::parse("/"), None);
    }
}
