//! The tests, in one binary: through the front door, with a messenger that keeps what it was given.
#![expect(clippy::unwrap_used, reason = "a test fails where it unwraps")]

mod architecture;
mod aside;
mod both;
mod cli;
mod commands;
mod contacts;
mod deep_links;
mod delivery;
#[path = "../standin/discord/mod.rs"]
mod discord_api;
mod discord_intake;
mod doctor;
mod golden;
mod groups;
mod harness;
mod holds;
mod hostile;
mod kills;
mod kills_discord;
mod languages;
mod locales;
mod matching;
mod menus;
mod officer;
mod on_discord;
mod on_telegram;
mod process;
mod process_discord;
mod questions;
mod servers;
mod service;
mod standin;
mod standin_discord;
mod stopping;
mod store;
mod suggest;
mod telegram;
#[path = "../standin/telegram/mod.rs"]
mod telegram_api;
mod telegram_chats;
mod telegram_errors;
mod telegram_logs;
mod telegram_outages;
mod telegram_pacing;
mod telegram_receiving;
mod telegram_sending;
mod telegram_trouble;
mod telegram_webhook;
