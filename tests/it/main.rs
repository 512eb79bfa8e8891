//! The tests, in one binary: through the front door, with a messenger that keeps what it was given.

mod architecture;
mod delivery;
mod harness;
mod locales;
mod store;
