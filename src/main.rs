//! Arguments, logging, exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    lacznik::logging::start();
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
