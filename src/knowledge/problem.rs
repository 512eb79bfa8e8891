//! What is wrong in a knowledge file, and where.

use serde::{Serialize, Serializer};

/// Whether an import is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The knowledge is not accepted.
    Error,
    /// Accepted, but somebody should look at it.
    Warning,
}

/// One mistake. Its sentence is the Fluent message `id`, filled with `args`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Whether an import is refused because of it.
    pub severity: Severity,
    /// Name of the file within the folder, `.` for the folder itself.
    pub file: String,
    /// Line in the file, from 1.
    pub line: Option<usize>,
    /// The field, with the tables it stands in: `case.unit`.
    pub field: Option<String>,
    /// Id of the Fluent message, starting with `check-`.
    pub id: &'static str,
    /// Variables of the message.
    #[serde(serialize_with = "as_map")]
    pub args: Vec<(&'static str, String)>,
}

impl Problem {
    /// Names of the variables that are numbers, on which messages choose a plural form.
    pub const NUMBERS: [&'static str; 4] = ["count", "limit", "from", "to"];

    /// Whether an import is refused because of it.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// Orders problems as somebody goes through the files: by file and line.
pub(super) fn sort(problems: &mut [Problem]) {
    problems.sort_by(|a, b| {
        (&a.file, a.line, a.severity, &a.field, a.id)
            .cmp(&(&b.file, b.line, b.severity, &b.field, b.id))
    });
}

fn as_map<S: Serializer>(args: &[(&str, String)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(args.iter().map(|(name, value)| (name, value)))
}
