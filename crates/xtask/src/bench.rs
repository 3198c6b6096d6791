//! `cargo xtask bench [NAME] [--json]`: figures beside their floors; the last line is one JSON object.
//!
//! What is measured, and against what, stands in `crates/testkit/benches/figures/`, in `benches/` of the crates named
//! below and, for the window, in `tests/desktop/bench/`. Built with optimisation, so the first run takes some minutes.

use std::process::{Command, ExitCode};
use std::time::Duration;

use serde_json::{Value, json};

use crate::packages::{self, Group};
use crate::workspace::{Stop, Workspace};
use crate::{bench_window, child};

const WINDOW: &str = "window";
/// Benches of single crates: the name by which they are asked for is the crate's.
const OF_CRATES: [(&str, &str); 3] = [
    ("forms", "print_forms"),
    ("formats", "utd"),
    ("signature", "gost"),
];
const LIMIT: Duration = Duration::from_secs(20 * 60);

/// Builds the figures and runs those that are asked for; without a name all that this system can show.
///
/// # Errors
/// They do not build or a measurement breaks off.
pub fn run(workspace: &Workspace, words: &[&str]) -> Result<ExitCode, Stop> {
    let is_quiet = words.contains(&"--json");
    let line = |text: &str| {
        if !is_quiet {
            println!("{text}");
        }
    };
    let mut figures = Vec::new();
    if words.contains(&WINDOW) {
        let rest: Vec<&str> = words
            .iter()
            .copied()
            .filter(|word| ![WINDOW, "--json"].contains(word))
            .collect();
        figures.extend(bench_window::figures(workspace, &rest, line)?);
    } else {
        figures.extend(without_window(workspace, words, line)?);
        let names_none = words.iter().all(|word| word.starts_with("--"));
        if names_none && cfg!(target_os = "linux") {
            figures.extend(bench_window::figures(workspace, &[], line)?);
        }
    }
    println!("{}", json!({ "figures": figures }));
    Ok(ExitCode::SUCCESS)
}

fn without_window(
    workspace: &Workspace,
    words: &[&str],
    mut line: impl FnMut(&str),
) -> Result<Vec<Value>, Stop> {
    packages::ensure(workspace, &[Group::Build])?;
    let asked_for = |name: &str| words.contains(&name);
    let names: Vec<&str> = words
        .iter()
        .copied()
        .filter(|word| !word.starts_with("--"))
        .collect();
    let mut figures = Vec::new();
    for (package, bench) in OF_CRATES {
        if names.is_empty() || asked_for(package) {
            let command = bench_of(workspace, package, bench);
            figures.extend(figures_of(command, LIMIT, &mut line)?);
        }
    }
    let is_of_crate = |word: &&str| OF_CRATES.iter().any(|(package, _)| package == word);
    if names.is_empty() || names.iter().any(|name| !is_of_crate(name)) {
        let mut command = bench_of(workspace, "testkit", "figures");
        command.args(words.iter().filter(|word| !is_of_crate(word)));
        figures.extend(figures_of(command, LIMIT, &mut line)?);
    }
    Ok(figures)
}

fn bench_of(workspace: &Workspace, package: &str, bench: &str) -> Command {
    workspace.cargo(&["bench", "--quiet", "--package", package, "--bench", bench, "--"])
}

/// Runs a bench and takes the figures from its last line; the others go to `line`.
///
/// # Errors
/// It fails, takes longer than `limit`, or ends without figures.
pub fn figures_of(command: Command, limit: Duration, mut line: impl FnMut(&str)) -> Result<Vec<Value>, Stop> {
    let shown = child::shown(&command);
    let mut figures = None;
    child::run(command, limit, |text| match figures_in(text) {
        Some(found) => figures = Some(found),
        None => line(text),
    })?;
    figures.ok_or_else(|| Stop::told(format!("`{shown}` ended without figures")))
}

fn figures_in(text: &str) -> Option<Vec<Value>> {
    let said: Value = serde_json::from_str(text).ok()?;
    said.get("figures")?.as_array().cloned()
}

#[cfg(all(test, unix))]
mod tests {
    use std::process::Command;
    use std::time::Duration;

    fn figures_of(script: &str) -> Result<Vec<serde_json::Value>, crate::workspace::Stop> {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        super::figures_of(command, Duration::from_secs(20), |_| {})
    }

    #[test]
    fn the_figures_are_taken_from_among_the_lines() {
        let script = r#"echo "✓ window.start"; echo '{"figures":[{"name":"window.start"}]}'"#;
        assert_eq!(figures_of(script).unwrap()[0]["name"], "window.start");
    }

    #[test]
    fn a_bench_that_measures_nothing_is_no_success() {
        assert!(figures_of("echo nothing").is_err());
    }
}
