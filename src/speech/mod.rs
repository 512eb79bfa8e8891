//! What the bot says. Every sentence stands in `locales/`; here they are put together into messages.

pub mod answers;
pub mod board;
pub mod cards;
pub mod commands;
pub mod counts;
pub mod digests;
pub mod follow_ups;
pub mod groups;
pub mod held;
pub mod ledger;
pub mod links;
pub mod mailings;
mod missed;
pub mod notices;
mod scene;
pub mod subscriptions;

pub use scene::Scene;

use chrono::{Datelike, NaiveDate, NaiveTime};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use include_dir::{Dir, include_dir};
use std::sync::OnceLock;

use crate::domain::language::Language;
use crate::store::StoreError;

static LOCALES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/locales");

type Bundle = FluentBundle<FluentResource>;

/// All sentences in all languages. A language is read when it is first used.
#[derive(Default)]
pub struct Speech {
    bundles: [OnceLock<Bundle>; Language::ALL.len()],
}

impl Speech {
    /// Speaks a language.
    pub fn voice(&self, language: Language) -> Voice<'_> {
        Voice {
            speech: self,
            language,
        }
    }

    fn bundle(&self, language: Language) -> &Bundle {
        let place = Language::ALL
            .iter()
            .position(|known| *known == language)
            .unwrap_or_default();
        self.bundles[place].get_or_init(|| read_bundle(language))
    }
}

/// Reads the files of a language. What is wrong in them is a fault of the build, and a test looks for it.
fn read_bundle(language: Language) -> Bundle {
    let id = language.code().parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![id]);
    // Marks of direction around values would show up as garbage in terminals and break search in messengers.
    bundle.set_use_isolating(false);
    for file in LOCALES
        .get_dir(language.code())
        .into_iter()
        .flat_map(Dir::files)
    {
        let text = file.contents_utf8().unwrap_or_default().to_owned();
        let resource = FluentResource::try_new(text).unwrap_or_else(|(resource, errors)| {
            tracing::error!(file = %file.path().display(), ?errors, "locale file");
            resource
        });
        if let Err(errors) = bundle.add_resource(resource) {
            tracing::error!(file = %file.path().display(), ?errors, "locale file");
        }
    }
    bundle
}

/// The sentences in one language.
#[derive(Clone, Copy)]
pub struct Voice<'a> {
    speech: &'a Speech,
    language: Language,
}

impl<'a> Voice<'a> {
    /// The language spoken.
    pub fn language(&self) -> Language {
        self.language
    }

    /// The same speech in another language.
    pub fn in_language(&self, language: Language) -> Self {
        Self { language, ..*self }
    }

    /// A sentence without values.
    pub fn text(&self, id: &str) -> String {
        self.with(id, [])
    }

    /// A sentence with values. Values are text or numbers; nothing in them is read as markup or as a placeable. A
    /// sentence that is missing in this language is said in Polish.
    pub fn with<const N: usize>(&self, id: &str, values: [(&str, FluentValue<'_>); N]) -> String {
        self.format(id, &FluentArgs::from_iter(values))
    }

    /// Like [`Voice::with`], with values from a list that is made at run time. Those named in `numbers` are numbers, on
    /// which a plural form is chosen; the others are said as they are written.
    pub fn with_list(
        &self,
        id: &str,
        values: &[(&'static str, String)],
        numbers: &[&str],
    ) -> String {
        let value = |name: &str, text: &str| match text.parse::<i64>() {
            Ok(number) if numbers.contains(&name) => FluentValue::from(number),
            _ => FluentValue::from(text.to_owned()),
        };
        let values = values.iter().map(|(name, text)| (*name, value(name, text)));
        self.format(id, &values.collect())
    }

    fn format(&self, id: &str, values: &FluentArgs<'_>) -> String {
        for language in [self.language, Language::Polish] {
            let bundle = self.speech.bundle(language);
            if let Some(pattern) = bundle.get_message(id).and_then(|message| message.value()) {
                let mut errors = Vec::new();
                let text = bundle
                    .format_pattern(pattern, Some(values), &mut errors)
                    .into_owned();
                if !errors.is_empty() {
                    tracing::error!(id, ?errors, "sentence with a missing value");
                }
                return text;
            }
        }
        tracing::error!(id, "sentence missing");
        id.to_owned()
    }

    /// "15 listopada 2026 r."
    pub fn date(&self, day: NaiveDate) -> String {
        let values = [
            ("day", day.day().into()),
            ("month", self.month(day).into()),
            ("year", day.year().to_string().into()),
        ];
        self.with("date-full", values)
    }

    /// "w środę 25 listopada"
    pub fn on_day(&self, day: NaiveDate) -> String {
        let weekday = self.with(
            "on-weekday",
            [("weekday", day.weekday().number_from_monday().into())],
        );
        let values = [
            ("weekday", weekday.into()),
            ("day", day.day().into()),
            ("month", self.month(day).into()),
        ];
        self.with("date-on", values)
    }

    fn month(&self, day: NaiveDate) -> String {
        self.with("month-of", [("month", day.month().into())])
    }

    /// "15:30"
    pub fn time(&self, time: NaiveTime) -> String {
        if time == NaiveTime::MIN {
            self.text("hours-midnight")
        } else {
            time.format("%-H:%M").to_string()
        }
    }

    /// What is wrong with the database and what to do, for a person.
    pub fn store_error(&self, error: &StoreError) -> String {
        match error {
            StoreError::Newer { found, known } => self.with(
                "store-newer",
                [("found", (*found).into()), ("known", (*known).into())],
            ),
            StoreError::Locked => self.text("store-locked"),
            StoreError::Full => self.text("store-full"),
            StoreError::Disk => self.text("store-disk"),
            StoreError::ReadOnly => self.text("store-read-only"),
            StoreError::CannotOpen => self.text("store-cannot-open"),
            StoreError::Damaged => self.text("store-damaged"),
            StoreError::Foreign => self.text("store-foreign"),
            StoreError::Fault(_) => self.text("store-fault"),
        }
    }
}
