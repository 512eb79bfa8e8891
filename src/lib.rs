//! Łącznik: the chat bot of a local government's NGO officer. It answers vetted questions, says who handles a matter,
//! and keeps every promise across a crash: what it accepted is stored, and what it has to say is delivered.
//!
//! | module | what it holds |
//! |---|---|
//! | [`domain`] | values and rules: messages, commands, knowledge, working days |
//! | [`matching`] | from a text to ranked candidates and a decision |
//! | [`knowledge`] | knowledge files: reading with all errors at once, checks, writing |
//! | [`store`] | all SQL |
//! | [`bot`] | one event of a person, one transaction, messages in the outbox |
//! | [`delivery`] | from the outbox to a platform |
//! | [`platform`] | the seam to platforms, and each platform |
//! | [`speech`] | what the bot says, from the sentences in `locales/` |
//! | [`schedule`] | what is done because its time has come |
//! | [`config`], [`clock`], [`logging`], [`figures`] | settings; the time; what is logged; what is counted |
//! | [`service`] | every platform that has a token, until it is told to stop |
//! | [`app`], [`cli`] | putting it together; the command line |
//!
//! `docs/ARCHITECTURE.md` has the map with the reasons.

pub mod app;
pub mod bot;
pub mod cli;
pub mod clock;
pub mod config;
pub mod delivery;
pub mod domain;
pub mod figures;
pub mod knowledge;
pub mod logging;
pub mod matching;
pub mod platform;
pub mod schedule;
pub mod service;
pub mod speech;
pub mod store;
