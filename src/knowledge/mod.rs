//! Knowledge files: read with every mistake reported at once, checked as a whole, written back without loss. The
//! formats are described in `docs/knowledge.md`; what a problem says to people is in `locales/*/check.ftl`.

mod fields;
mod items;
mod lints;
mod log;
mod places;
mod problem;
mod read;
mod source;
mod syntax;
mod tables;
mod text;
mod write;

#[cfg(test)]
mod tests;

pub use lints::lint;
pub use places::{Kind, Places};
pub use problem::{Problem, Severity};
pub use read::{Reading, read};
pub use source::{Folder, Source};
pub use write::write;
