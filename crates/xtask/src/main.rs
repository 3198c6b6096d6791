//! `cargo xtask …`: set-up and checks of this repository, and nothing else.
//!
//! Deliberately small: every rule about documents lives in the other crates. What a task needs from the
//! system is named in [`packages`]; what is checked, and in which order, in [`suite`].
#![forbid(unsafe_code)]
// A task speaks to the person at the terminal: printing is what it is for.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod architecture;
mod bench;
mod bench_window;
mod child;
mod demo;
mod deny;
mod icons;
mod judges;
mod packages;
mod suite;
mod tally;
mod workspace;

use std::process::ExitCode;

use crate::workspace::{Stop, Workspace};

const USAGE: &str = "\
cargo xtask test [STEP]          the whole suite, or one step of it; stops at the first failure
cargo xtask steps                the steps of the suite, in order
cargo xtask demo [--data FOLDER] the program in its training mode, on a screen of its own where there is none
cargo xtask demo --tour --out FOLDER   the whole story in the real window, with pictures and tour.json
cargo xtask demo --cli           the story on the command line
cargo xtask bench [NAME] [--json] figures beside their floors; the last line is one JSON object
                                 NAME: cipher, feed, idle, registry, sending, window (Linux; --rounds N, --cold)
cargo xtask bench registry --documents N [--only CLASS]   a mix of questions over an archive of N documents, kept
                                 in target/; of them those whose names begin so
cargo xtask bench idle --documents N   one look at a feed without news, beside N documents
cargo xtask icons                renders icons/ from its drawings
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match run(&words) {
        Ok(code) => code,
        Err(stop) => {
            eprintln!("{stop}");
            ExitCode::FAILURE
        }
    }
}

fn run(words: &[&str]) -> Result<ExitCode, Stop> {
    let workspace = Workspace::find()?;
    match words {
        ["test"] => suite::run(&workspace, None),
        ["test", step] => suite::run(&workspace, Some(step)),
        ["steps"] => {
            suite::list();
            Ok(ExitCode::SUCCESS)
        }
        ["demo", rest @ ..] => demo::run(&workspace, rest),
        ["bench", rest @ ..] => bench::run(&workspace, rest),
        ["icons"] => icons::render(&workspace),
        ["help" | "--help" | "-h"] => {
            print!("{USAGE}");
            Ok(ExitCode::SUCCESS)
        }
        _ => {
            eprint!("{USAGE}");
            Ok(ExitCode::from(2))
        }
    }
}
