//! Arguments, logging, exit code.

use std::io::IsTerminal;
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;

fn main() -> ExitCode {
    // Logs go to standard error; `LACZNIK_LOG=info` shows more of them.
    let filter = EnvFilter::try_from_env("LACZNIK_LOG").unwrap_or_else(|_| EnvFilter::new("warn"));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr)
        .init();
    // A panic's own message may quote what a person wrote; where it happened is enough to find it.
    std::panic::set_hook(Box::new(|panic| {
        let at = panic
            .location()
            .map(ToString::to_string)
            .unwrap_or_default();
        tracing::error!(at, "panic");
    }));
    lacznik::cli::run(std::env::args_os())
}
