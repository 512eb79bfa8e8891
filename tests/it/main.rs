//! The tests, in one binary: through the front door, with a messenger that keeps what it was given.

mod architecture;
mod cli;
mod delivery;
mod harness;
mod hostile;
mod locales;
mod store;
