//! Values and rules of the field. No async, no I/O, no database, no sentences.

pub mod action;
pub mod command;
pub mod conversation;
pub mod counting;
pub mod cues;
pub mod dates;
pub mod deadline;
pub mod deep_link;
pub mod duty;
pub mod fingerprint;
pub mod hours;
pub mod invite;
pub mod knowledge;
pub mod language;
pub mod light;
pub mod lint;
pub mod message;
pub mod notice;
pub mod privacy;
pub mod reminder;
pub mod role;
pub mod split;
pub mod subscription;
pub mod timetable;
