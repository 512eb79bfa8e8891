//! Reading one TOML table field by field. A field that cannot be read is noted and replaced by a placeholder, so that
//! everything after it is still checked; knowledge with a problem in it is never handed out.

use std::ops::RangeInclusive;

use chrono::NaiveDate;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::log::{Args, Log};
use super::text::nearest;

/// What a text must be like.
pub(super) struct Text {
    /// Characters it may have.
    pub limit: usize,
    /// The message about what is wrong with it, if something is.
    pub check: fn(&str) -> Option<&'static str>,
}

/// A value with its place in the file.
pub(super) type Value<'t> = Spanned<DeValue<'t>>;

/// The fields of one table. Each must be asked for, found or not: at the end the others are unknown.
pub(super) struct Fields<'l, 't> {
    pub(super) log: &'l mut Log,
    table: &'t DeTable<'t>,
    /// Where the table begins.
    at: usize,
    /// The tables around this one within the item: `case.`
    prefix: String,
    asked: Vec<&'static str>,
}

impl<'l, 't> Fields<'l, 't> {
    pub fn new(log: &'l mut Log, table: &'t DeTable<'t>, at: usize, prefix: String) -> Self {
        Self {
            log,
            table,
            at,
            prefix,
            asked: Vec::new(),
        }
    }

    /// Reports the fields that nobody asked for.
    pub fn finish(self) {
        for key in self.table.keys() {
            let name: &str = key.get_ref();
            if self.asked.contains(&name) {
                continue;
            }
            let (id, arg) = match nearest(name, self.asked.iter().copied()) {
                Some(near) => ("check-key-unknown-near", ("nearest", near.to_owned())),
                None => ("check-key-unknown", ("known", self.asked.join(", "))),
            };
            self.log
                .unknown(key.span().start, self.path(name), id, vec![arg]);
        }
    }

    /// Whether the field is written.
    pub fn has(&self, name: &str) -> bool {
        self.table.contains_key(name)
    }

    /// Reports a problem of the table as a whole.
    pub fn error(&mut self, id: &'static str) {
        self.log.error(self.at, None, id, Vec::new());
    }

    /// A text that must be there.
    pub fn text(&mut self, name: &'static str, like: &Text) -> String {
        let value = self.required(name);
        value
            .and_then(|value| self.read_text(name, value, like))
            .unwrap_or_default()
    }

    /// A text that may be left out.
    pub fn optional_text(&mut self, name: &'static str, like: &Text) -> Option<String> {
        let value = self.take(name)?;
        self.read_text(name, value, like)
    }

    /// A list of texts; none when it is left out.
    pub fn texts(&mut self, name: &'static str, like: &Text) -> Vec<String> {
        let values = self.list(name);
        values
            .iter()
            .filter_map(|value| self.read_text(name, value, like))
            .collect()
    }

    /// A list of texts with at least one.
    pub fn some_texts(&mut self, name: &'static str, like: &Text) -> Vec<String> {
        self.require_some(name);
        self.texts(name, like)
    }

    /// A day that must be there.
    pub fn date(&mut self, name: &'static str) -> NaiveDate {
        let value = self.required(name);
        value
            .and_then(|value| self.read_date(name, value))
            .unwrap_or_default()
    }

    /// A day that may be left out.
    pub fn optional_date(&mut self, name: &'static str) -> Option<NaiveDate> {
        let value = self.take(name)?;
        self.read_date(name, value)
    }

    /// Yes or no; no when it is left out.
    pub fn flag(&mut self, name: &'static str) -> bool {
        let Some(value) = self.take(name) else {
            return false;
        };
        value.get_ref().as_bool().unwrap_or_else(|| {
            self.wrong(name, value, "check-not-flag", Vec::new());
            false
        })
    }

    /// A whole number that may be left out.
    pub fn number<N: TryFrom<i64>>(
        &mut self,
        name: &'static str,
        range: RangeInclusive<i64>,
    ) -> Option<N> {
        let value = self.take(name)?;
        let number = whole(value).filter(|number| range.contains(number));
        if number.is_none() {
            let args = vec![
                ("from", range.start().to_string()),
                ("to", range.end().to_string()),
            ];
            self.wrong(name, value, "check-number", args);
        }
        N::try_from(number?).ok()
    }

    /// The smallest and the greatest number of something, `[1, 40]`; may be left out.
    pub fn span(&mut self, name: &'static str) -> Option<(u32, u32)> {
        let value = self.take(name)?;
        let number = |value| whole(value).and_then(|number| u32::try_from(number).ok());
        let ends: Option<Vec<u32>> = value
            .get_ref()
            .as_array()
            .and_then(|list| list.iter().map(number).collect());
        match ends.as_deref() {
            Some(&[least, most]) if least <= most => Some((least, most)),
            _ => {
                self.wrong(name, value, "check-span", Vec::new());
                None
            }
        }
    }

    /// One of the named choices; must be there.
    pub fn choice<T: Copy>(&mut self, name: &'static str, choices: &[(T, &'static str)]) -> T {
        let value = self.required(name);
        let chosen = value.and_then(|value| self.read_choice(name, value, choices));
        chosen.unwrap_or(choices[0].0)
    }

    /// One of the named choices; the first of them when it is left out.
    pub fn choice_or_first<T: Copy>(
        &mut self,
        name: &'static str,
        choices: &[(T, &'static str)],
    ) -> T {
        let value = self.take(name);
        let chosen = value.and_then(|value| self.read_choice(name, value, choices));
        chosen.unwrap_or(choices[0].0)
    }

    /// A text with a type of its own; may be left out.
    pub fn parsed<T: std::str::FromStr>(
        &mut self,
        name: &'static str,
        like: &Text,
        id: &'static str,
    ) -> Option<T> {
        let value = self.take(name)?;
        self.read_parsed(name, value, like, id)
    }

    /// A list of texts with a type of their own; none when it is left out.
    pub fn all_parsed<T: std::str::FromStr>(
        &mut self,
        name: &'static str,
        like: &Text,
        id: &'static str,
    ) -> Vec<T> {
        let values = self.list(name);
        values
            .iter()
            .filter_map(|value| self.read_parsed(name, value, like, id))
            .collect()
    }

    fn read_choice<T: Copy>(
        &mut self,
        name: &'static str,
        value: &Value<'_>,
        choices: &[(T, &'static str)],
    ) -> Option<T> {
        let text = value.get_ref().as_str();
        let found = choices.iter().find(|(_, choice)| Some(*choice) == text);
        if found.is_none() {
            let allowed: Vec<_> = choices.iter().map(|(_, choice)| *choice).collect();
            let args = vec![("allowed", allowed.join(", "))];
            self.wrong(name, value, "check-choice", args);
        }
        found.map(|(choice, _)| *choice)
    }

    fn read_parsed<T: std::str::FromStr>(
        &mut self,
        name: &'static str,
        value: &'t Value<'t>,
        like: &Text,
        id: &'static str,
    ) -> Option<T> {
        let text = self.read_text(name, value, like)?;
        let parsed = text.parse().ok();
        if parsed.is_none() {
            self.wrong(name, value, id, vec![("value", text)]);
        }
        parsed
    }

    pub(super) fn read_text(
        &mut self,
        name: &'static str,
        value: &'t Value<'t>,
        like: &Text,
    ) -> Option<String> {
        let Some(text) = value.get_ref().as_str().map(str::trim) else {
            self.wrong(name, value, "check-not-text", Vec::new());
            return None;
        };
        let count = text.chars().count();
        if text.is_empty() {
            self.wrong(name, value, "check-text-empty", Vec::new());
        } else if count > like.limit {
            let args = vec![
                ("count", count.to_string()),
                ("limit", like.limit.to_string()),
            ];
            self.wrong(name, value, "check-text-long", args);
        } else if text.chars().any(|c| c.is_control() && c != '\n') {
            self.wrong(name, value, "check-text-control", Vec::new());
        } else if let Some(id) = (like.check)(text) {
            self.wrong(name, value, id, vec![("value", text.to_owned())]);
        } else {
            return Some(text.to_owned());
        }
        None
    }

    fn read_date(&mut self, name: &'static str, value: &'t Value<'t>) -> Option<NaiveDate> {
        let date = match value.get_ref() {
            DeValue::String(text) => text.trim().parse().ok(),
            DeValue::Datetime(when) if when.time.is_none() => when.date.and_then(|date| {
                NaiveDate::from_ymd_opt(date.year.into(), date.month.into(), date.day.into())
            }),
            _ => None,
        };
        if date.is_none() {
            self.wrong(name, value, "check-date", Vec::new());
        }
        date
    }

    pub(super) fn list(&mut self, name: &'static str) -> &'t [Value<'t>] {
        let Some(value) = self.take(name) else {
            return &[];
        };
        match value.get_ref().as_array() {
            Some(list) => list,
            None => {
                let is_table = value.get_ref().is_table();
                let id = if is_table {
                    "check-not-tables"
                } else {
                    "check-not-list"
                };
                self.wrong(name, value, id, vec![("name", self.path(name))]);
                &[]
            }
        }
    }

    pub(super) fn require_some(&mut self, name: &'static str) {
        let Some(value) = self.required(name) else {
            return;
        };
        if value
            .get_ref()
            .as_array()
            .is_some_and(|list| list.is_empty())
        {
            self.wrong(name, value, "check-list-empty", Vec::new());
        }
    }

    pub(super) fn required(&mut self, name: &'static str) -> Option<&'t Value<'t>> {
        let value = self.take(name);
        if value.is_none() {
            self.log.missing(self.at, self.path(name));
        }
        value
    }

    pub(super) fn take(&mut self, name: &'static str) -> Option<&'t Value<'t>> {
        if !self.asked.contains(&name) {
            self.asked.push(name);
        }
        self.table.get(name)
    }

    pub(super) fn wrong(
        &mut self,
        name: &'static str,
        value: &Value<'_>,
        id: &'static str,
        args: Args,
    ) {
        self.log
            .error(value.span().start, Some(self.path(name)), id, args);
    }

    pub(super) fn path(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }
}

fn whole(value: &Value<'_>) -> Option<i64> {
    let number = value.get_ref().as_integer()?;
    i64::from_str_radix(number.as_str(), number.radix()).ok()
}
