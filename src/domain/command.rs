//! The commands, in one table: names in every language, the role needed, words that mean the same in free text.
//! The help lines stand in `locales/` under `command-<id>`; the help itself is generated from this table.

use super::language::Language;
use super::role::Role;

/// What a person can ask for by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    Start,
    Help,
    Ask,
    Topics,
    Contact,
    Count,
    Language,
    Subscriptions,
    Unsubscribe,
    Questions,
    Notice,
    Notices,
}

/// What the table says of a command.
struct Row {
    id: &'static str,
    /// Names without the slash: Polish, English, Ukrainian; then others that are understood.
    names: &'static [&'static str],
    role: Role,
    /// Its answer is about the person and not for everybody in a group.
    personal: bool,
    /// Phrases in free text that mean this command, by base words in their order.
    phrases: &'static [&'static str],
    /// Words a message may have beyond the phrase: with more it is a question about something else.
    slack: usize,
    /// Messages that mean this command when they are all that was written.
    messages: &'static [&'static str],
}

impl Command {
    /// Every command, in the order of the help.
    pub const ALL: [Self; 12] = [
        Self::Start,
        Self::Help,
        Self::Ask,
        Self::Topics,
        Self::Contact,
        Self::Count,
        Self::Language,
        Self::Subscriptions,
        Self::Unsubscribe,
        Self::Questions,
        Self::Notice,
        Self::Notices,
    ];

    /// The table.
    fn row(self) -> Row {
        match self {
            Self::Start => Row {
                id: "start",
                names: &["start", "start", "start"],
                role: Role::Asker,
                personal: false,
                phrases: &[],
                slack: 0,
                messages: &[],
            },
            Self::Help => Row {
                id: "help",
                names: &["pomoc", "help", "dopomoha"],
                role: Role::Asker,
                personal: false,
                phrases: &[
                    "co umiesz",
                    "co potrafisz",
                    "what can you do",
                    "що ти вмієш",
                ],
                slack: 2,
                messages: &["pomoc", "help", "menu", "jak to działa", "допомога"],
            },
            Self::Ask => Row {
                id: "ask",
                names: &["zapytaj", "ask", "zapytaty", "pytanie"],
                role: Role::Asker,
                personal: false,
                phrases: &[],
                slack: 0,
                messages: &[],
            },
            Self::Topics => Row {
                id: "topics",
                names: &["tematy", "topics", "temy"],
                role: Role::Asker,
                personal: false,
                phrases: &[],
                slack: 0,
                messages: &["tematy", "lista tematów", "topics", "теми"],
            },
            Self::Contact => Row {
                id: "contact",
                names: &["kontakt", "contact", "kontakt"],
                role: Role::Asker,
                personal: false,
                phrases: &[],
                slack: 0,
                messages: &[
                    "kontakt",
                    "pełnomocnik",
                    "kontakt do pełnomocnika",
                    "gdzie pełnomocnik",
                    "numer do pełnomocnika",
                    "telefon do pełnomocnika",
                    "contact",
                    "контакт",
                ],
            },
            Self::Count => Row {
                id: "count",
                names: &["policz", "count", "porakhuvaty", "termin"],
                role: Role::Asker,
                personal: false,
                phrases: &[],
                slack: 0,
                messages: &[],
            },
            Self::Language => Row {
                id: "language",
                names: &[
                    "jezyk",
                    "language",
                    "mova",
                    "język",
                    "lang",
                    "ustawienia",
                    "settings",
                ],
                role: Role::Asker,
                personal: true,
                phrases: &[
                    "zmień język",
                    "change language",
                    "speak english",
                    "mów po angielsku",
                    "mów po ukraińsku",
                    "говорити українською",
                ],
                slack: 1,
                messages: &["język", "language", "мова"],
            },
            Self::Subscriptions => Row {
                id: "subscriptions",
                names: &[
                    "subskrypcje",
                    "subscriptions",
                    "pidpysky",
                    "subskrypcja",
                    "newsletter",
                ],
                role: Role::Asker,
                personal: false,
                phrases: &[
                    "zapisz mnie do newslettera",
                    "zapiszcie mnie do newslettera",
                    "zapiszcie nas do newslettera",
                    "zapisać się do newslettera",
                    "zapisać się na newsletter",
                    "chcę dostawać ogłoszenia",
                    "chcę dostawać powiadomienia",
                    "subscribe to newsletter",
                ],
                slack: 3,
                messages: &[
                    "subskrypcje",
                    "newsletter",
                    "zapisz mnie",
                    "zapiszcie mnie",
                    "moje subskrypcje",
                    "subscribe",
                    "subscriptions",
                    "підписки",
                ],
            },
            Self::Unsubscribe => Row {
                id: "unsubscribe",
                names: &["wypisz", "unsubscribe", "vidpysaty", "stop"],
                role: Role::Asker,
                personal: false,
                phrases: &[
                    "wypisz mnie",
                    "wypiszcie mnie",
                    "wypisz nas",
                    "wypiszcie nas",
                    "mnie wypisać",
                    "nas wypisać",
                    "o wypisanie mnie",
                    "o wypisanie nas",
                    "wypisać się z newslettera",
                    "wypisać z newslettera",
                    "wypisuję się z",
                    "wypisujemy się z",
                    "usuń mnie z listy",
                    "usuńcie mnie z listy",
                    "usuń nas z listy",
                    "usuńcie nas z listy",
                    "skreśl mnie z listy mailingowej",
                    "skreślcie mnie z listy mailingowej",
                    "skreślcie nas z listy mailingowej",
                    "wykreśl mnie z listy mailingowej",
                    "wykreślcie mnie z listy mailingowej",
                    "wykreślcie nas z listy mailingowej",
                    "skreślcie mnie z newslettera",
                    "wykreślcie mnie z newslettera",
                    "rezygnuję z newslettera",
                    "rezygnuję z powiadomień",
                    "rezygnuję z ogłoszeń",
                    "rezygnuję z subskrypcji",
                    "rezygnujemy z newslettera",
                    "rezygnujemy z powiadomień",
                    "rezygnujemy z ogłoszeń",
                    "zrezygnować z newslettera",
                    "zrezygnować z powiadomień",
                    "anuluj subskrypcję",
                    "anulować subskrypcję",
                    "wyłącz powiadomienia",
                    "wyłącz ogłoszenia",
                    "wyłączyć powiadomienia",
                    "cofam zgodę na newsletter",
                    "cofam zgodę na powiadomienia",
                    "cofam zgodę na ogłoszenia",
                    "wycofuję zgodę na newsletter",
                    "wycofuję zgodę na powiadomienia",
                    "nie chcę newslettera",
                    "nie chcę spamu",
                    "nie chcemy spamu",
                    "dość spamu",
                    "przestańcie spamować",
                    "przestań spamować",
                    "nie spamujcie",
                    "nie przysyłajcie mi",
                    "nie przysyłajcie nam",
                    "nie wysyłajcie mi",
                    "nie wysyłajcie nam",
                    "przestańcie przysyłać",
                    "przestańcie wysyłać",
                    "unsubscribe",
                    "stop sending",
                    "stop spamming",
                    "remove me from your list",
                    "remove me from the list",
                    "remove us from your list",
                    "take me off your list",
                    "take me off the list",
                    "no more notices please",
                    "відпишіть мене",
                    "відпишіть нас",
                    "відписатися",
                    "відпишіться від мене",
                    "видаліть мене зі списку",
                    "видаліть нас зі списку",
                    "приберіть мене зі списку",
                    "не надсилайте мені",
                    "не надсилайте нам",
                    "не хочу розсилки",
                    "не хочу спаму",
                    "відмовляюся від розсилки",
                    "відмовляюся від сповіщень",
                    "скасувати підписку",
                    "скасуйте підписку",
                ],
                // Whoever wants to leave may say why.
                slack: 12,
                messages: &[
                    "wypisz",
                    "wypisać się",
                    "wypisuję się",
                    "wypisujemy się",
                    "chcę się wypisać",
                    "chcemy się wypisać",
                    "wypisz ze wszystkiego",
                    "usuń mnie",
                    "usuńcie mnie",
                    "usuńcie nas",
                    "skreśl mnie",
                    "skreślcie mnie",
                    "skreślcie nas",
                    "skreślcie mnie z listy",
                    "skreślcie nas z listy",
                    "wykreślcie mnie",
                    "wykreślcie mnie z listy",
                    "wykreślcie nas z listy",
                    "rezygnuję",
                    "rezygnujemy",
                    "stop",
                    "opt out",
                    "no more messages",
                    "nie chcę wiadomości",
                    "nie chcę powiadomień",
                    "nie chcę ogłoszeń",
                    "nie chcę maili",
                    "nie chcę dostawać maili",
                    "nie chcę dostawać wiadomości",
                    "nie chcę dostawać powiadomień",
                    "nie chcę dostawać ogłoszeń",
                    "nie chcemy powiadomień",
                    "nie chcemy ogłoszeń",
                    "koniec wiadomości",
                    "koniec powiadomień",
                    "не хочу повідомлень",
                    "не хочу сповіщень",
                    "не хочу оголошень",
                ],
            },
            Self::Questions => Row {
                id: "questions",
                names: &["pytania", "questions", "pytannia"],
                role: Role::Officer,
                personal: true,
                phrases: &[],
                slack: 0,
                messages: &[],
            },
            Self::Notice => Row {
                id: "notice",
                names: &["ogloszenie", "notice", "oholoshennia", "ogłoszenie"],
                role: Role::Editor,
                personal: true,
                phrases: &[],
                slack: 0,
                messages: &["nowe ogłoszenie"],
            },
            Self::Notices => Row {
                id: "notices",
                names: &["ogloszenia", "notices", "oholoshennya", "ogłoszenia"],
                role: Role::Editor,
                personal: true,
                phrases: &[],
                slack: 0,
                messages: &[],
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

    /// The name without the slash in a language.
    pub fn name(self, language: Language) -> &'static str {
        let place = Language::ALL.iter().position(|known| *known == language);
        self.names()[place.unwrap_or_default()]
    }

    /// Names without the slash: one for each language, and others that are understood.
    pub fn names(self) -> &'static [&'static str] {
        self.row().names
    }

    /// The role a person needs.
    pub fn role(self) -> Role {
        self.row().role
    }

    /// Whether its answer is not for everybody in a group. What needs a role never is.
    pub fn is_personal(self) -> bool {
        self.row().personal || self.role() != Role::Asker
    }

    /// Phrases in free text that mean this command, and the words that a message may have beyond one of them.
    pub fn phrases(self) -> (&'static [&'static str], usize) {
        let row = self.row();
        (row.phrases, row.slack)
    }

    /// Messages that mean this command when they are all that was written.
    pub fn messages(self) -> &'static [&'static str] {
        self.row().messages
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

impl Command {
    /// What stands behind the name of this command in a text, where anything does.
    pub fn argument(self, text: &str) -> Option<&str> {
        if Self::parse(text)? != Ok(self) {
            return None;
        }
        let (_, argument) = text.trim().split_once(char::is_whitespace)?;
        Some(argument.trim()).filter(|argument| !argument.is_empty())
    }

    /// The question in `/zapytaj question`, the way to ask in a group, where a bot sees only commands and replies to it;
    /// and in `/kontakt matter`, which asks as "kontakt matter" does.
    pub fn question(text: &str) -> Option<String> {
        if let Some(question) = Self::Ask.argument(text) {
            return Some(question.to_owned());
        }
        let matter = Self::Contact.argument(text)?;
        let name = text.trim().trim_start_matches('/');
        let name = name.split(|c: char| c == '@' || c.is_whitespace()).next()?;
        Some(format!("{name} {matter}"))
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
    fn every_command_has_a_name_in_each_language_and_shares_none() {
        let mut owners = std::collections::BTreeMap::new();
        for command in Command::ALL {
            assert!(command.names().len() >= Language::ALL.len());
            assert_eq!(Command::from_id(command.id()), Some(command));
            for name in command.names() {
                assert_eq!(*owners.entry(name).or_insert(command), command, "{name}");
            }
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
        let question = Command::question("/zapytaj@bot  ile na grant");
        assert_eq!(question.as_deref(), Some("ile na grant"));
        let question = Command::question("/kontakt@bot  hala");
        assert_eq!(question.as_deref(), Some("kontakt hala"));
        assert_eq!(Command::question("/kontakt "), None);
        assert_eq!(Command::Topics.argument("/temy  sport "), Some("sport"));
        assert_eq!(Command::Topics.argument("/tematy"), None);
        assert_eq!(Command::question("/zapytaj "), None);
        assert_eq!(Command::question("/pomoc ile"), None);
        assert_eq!(Command::parse("/"), None);
    }
}
