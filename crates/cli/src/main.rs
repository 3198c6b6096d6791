//! `surguch-cli`: the engine without a window, for integrators, schedules and rescue.
//!
//! A client of the same contract as the window: every command is one or more calls of `api`, shown to a person or
//! handed on as JSON. Decides nothing about documents. Secrets come from files, the standard input or the terminal,
//! never from arguments, which every other program can read.
#![forbid(unsafe_code)]

mod args;
mod commands;
mod fault;
mod interrupt;
mod output;
mod serve;
mod session;
mod table;
mod terminal;
mod usage;
mod watched;
mod words;

use std::process::ExitCode;
use std::time::Duration;

use tracing_subscriber::EnvFilter;

use crate::args::Args;
use crate::fault::Fault;
use crate::output::Output;

/// How long work on other threads may take after the command is over (a cut-off request, a blocked keystore).
const PATIENCE_AT_END: Duration = Duration::from_secs(2);

fn main() -> ExitCode {
    if host::serve_keys_if_asked() {
        return ExitCode::SUCCESS;
    }
    let args = match usage::parse(std::env::args_os()) {
        Ok(args) => args,
        Err(code) => return code,
    };
    let output = Output::new(args.wants_json());
    log_to_stderr(&args);
    let outcome = match tokio::runtime::Runtime::new() {
        Ok(runtime) => {
            let outcome = runtime.block_on(commands::run(&args, &output));
            runtime.shutdown_timeout(PATIENCE_AT_END);
            outcome
        }
        Err(error) => Err(Fault::internal(&error)),
    };
    match outcome {
        Ok(done) => done.exit_code(),
        Err(fault) => {
            output.fault(&fault);
            fault.exit_code()
        }
    }
}

/// Warnings and worse, or what `SURGUCH_LOG` says. Silent by itself where standard error is to be read by a program.
fn log_to_stderr(args: &Args) {
    const VARIABLE: &str = "SURGUCH_LOG";
    let usual = if args.wants_json() { "off" } else { "warn" };
    let filter = EnvFilter::try_from_env(VARIABLE).unwrap_or_else(|_| EnvFilter::new(usual));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(false)
        .init();
}
