//! Reading tables within tables, and the items of a file.

use toml::de::{DeTable, DeValue};

use super::fields::{Fields, Text, Value};
use super::places::Kind;

impl<'t> Fields<'_, 't> {
    /// A table within this one; may be left out.
    pub fn table<T>(
        &mut self,
        name: &'static str,
        read: impl Fn(&mut Fields<'_, 't>) -> T,
    ) -> Option<T> {
        let value = self.take(name)?;
        self.read_table(name, value, "check-not-table", read)
    }

    /// A list of tables within this one; none when it is left out.
    pub fn tables<T>(
        &mut self,
        name: &'static str,
        read: impl Fn(&mut Fields<'_, 't>) -> T,
    ) -> Vec<T> {
        let values = self.list(name);
        let read = |value| self.read_table(name, value, "check-not-tables", &read);
        values.iter().filter_map(read).collect()
    }

    /// A list of tables with at least one.
    pub fn some_tables<T>(
        &mut self,
        name: &'static str,
        read: impl Fn(&mut Fields<'_, 't>) -> T,
    ) -> Vec<T> {
        self.require_some(name);
        self.tables(name, read)
    }

    /// A list in which a text is short for a table; may be left out.
    pub fn texts_or_tables<T>(
        &mut self,
        name: &'static str,
        like: &Text,
        limit: usize,
        from_text: impl Fn(String) -> T,
        from_table: impl Fn(&mut Fields<'_, 't>) -> T,
    ) -> Vec<T> {
        let values = self.list(name);
        if let Some(first) = values.get(limit) {
            let args = vec![
                ("count", values.len().to_string()),
                ("limit", limit.to_string()),
            ];
            self.wrong(name, first, "check-list-long", args);
        }
        let read = |value: &'t Value<'t>| match value.get_ref() {
            DeValue::Table(_) => self.read_table(name, value, "check-not-table", &from_table),
            _ => self.read_text(name, value, like).map(&from_text),
        };
        values.iter().filter_map(read).collect()
    }

    /// The one item of a file, under the name of its kind.
    pub fn item<T>(&mut self, kind: Kind, read: impl Fn(&mut Fields<'_, 't>) -> T) -> Option<T> {
        let name = kind.table();
        let value = self.required(name)?;
        self.read_item(kind, 0, value, "check-not-table", &read)
    }

    /// The items of a file; `first` is the index of the first of them among all of their kind.
    pub fn items<T>(
        &mut self,
        kind: Kind,
        first: usize,
        read: impl Fn(&mut Fields<'_, 't>) -> T,
    ) -> Vec<T> {
        let values = self.list(kind.table());
        let mut items = Vec::with_capacity(values.len());
        for (i, value) in values.iter().enumerate() {
            let end = values
                .get(i + 1)
                .map(|next| self.log.line(next.span().start) - 1);
            self.log.item = self.log.line(value.span().start)..=end.unwrap_or(usize::MAX);
            items.extend(self.read_item(kind, first + i, value, "check-not-tables", &read));
        }
        self.log.item = 1..=usize::MAX;
        items
    }

    fn read_item<T>(
        &mut self,
        kind: Kind,
        index: usize,
        value: &'t Value<'t>,
        wrong: &'static str,
        read: &impl Fn(&mut Fields<'_, 't>) -> T,
    ) -> Option<T> {
        let at = value.span().start;
        let Some(table) = value.get_ref().as_table() else {
            self.wrong(
                kind.table(),
                value,
                wrong,
                vec![("name", kind.table().to_owned())],
            );
            return None;
        };
        self.log.note_place(kind, index, at, table);
        Some(self.inside(table, at, String::new(), read))
    }

    fn read_table<T>(
        &mut self,
        name: &'static str,
        value: &'t Value<'t>,
        wrong: &'static str,
        read: impl Fn(&mut Fields<'_, 't>) -> T,
    ) -> Option<T> {
        let Some(table) = value.get_ref().as_table() else {
            self.wrong(name, value, wrong, vec![("name", self.path(name))]);
            return None;
        };
        let prefix = format!("{}.", self.path(name));
        Some(self.inside(table, value.span().start, prefix, read))
    }

    fn inside<T>(
        &mut self,
        table: &'t DeTable<'t>,
        at: usize,
        prefix: String,
        read: impl Fn(&mut Fields<'_, 't>) -> T,
    ) -> T {
        let mut fields = Fields::new(self.log, table, at, prefix);
        let result = read(&mut fields);
        fields.finish();
        result
    }
}
