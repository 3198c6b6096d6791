//! `cargo xtask test`: the whole suite in its order, stopping at the first failure.
//!
//! A new step is one line of [`STEPS`]. Each is shown with its time; the very last line of a suite that
//! held is `N passed, N failed` (with `, N skipped` when something did not run), of one that did not, the
//! step that failed and how to run it alone.

use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use crate::packages::{self, Group};
use crate::tally::{Tally, is_passed_test};
use crate::workspace::{Stop, Workspace, has_program};
use crate::{architecture, child, deny, judges};

struct Step {
    name: &'static str,
    /// The step runs when this path exists.
    needs_path: &'static str,
    groups: &'static [Group],
    limit_minutes: u64,
    work: Work,
}

enum Work {
    /// A program; `None` when there is nothing to do.
    Program(fn(&Workspace) -> Result<Option<Command>, Stop>),
    /// Our own checks, counted like tests.
    Checks(fn(&Workspace) -> Result<Vec<architecture::Check>, Stop>),
}

use Group::{Browser, Build, Desktop, Judges, Schemas, Ui, Window};
use Work::{Checks, Program};

const fn step(
    name: &'static str,
    needs_path: &'static str,
    groups: &'static [Group],
    limit_minutes: u64,
    work: Work,
) -> Step {
    Step {
        name,
        needs_path,
        groups,
        limit_minutes,
        work,
    }
}

/// The order is: what fails fastest first; the window's page is built before the Rust that embeds it.
#[rustfmt::skip]
const STEPS: &[Step] = &[
    step("formatting",   "",                           &[],              5,  Program(|w| cargo(w, &["fmt", "--all", "--check"]))),
    step("architecture", "",                           &[],              5,  Checks(architecture::checks)),
    step("ui-packages",  "ui/package.json",            &[Ui],            15, Program(|w| packages_of(w, "ui"))),
    step("ui-build",     "ui/package.json",            &[Ui],            10, Program(|w| npm(w, "ui", "build"))),
    step("ui-types",     "ui/package.json",            &[Ui],            10, Program(|w| npm(w, "ui", "check"))),
    step("ui-lint",      "ui/package.json",            &[Ui],            10, Program(|w| npm(w, "ui", "lint"))),
    step("ui-tests",     "ui/package.json",            &[Ui],            10, Program(|w| npm(w, "ui", "test"))),
    step("clippy",       "",                           &[Build, Window], 60, Program(clippy)),
    step("dependencies", "",                           &[Build],         30, Program(|w| deny::command(w).map(Some))),
    step("tests",        "",                           &[Build, Window, Schemas, Judges], 60, Program(tests)),
    step("e2e-packages", "tests/e2e/package.json",     &[Ui, Browser],   15, Program(|w| packages_of(w, "tests/e2e"))),
    step("e2e",          "tests/e2e/package.json",     &[Ui, Browser],   15, Program(|w| npm(w, "tests/e2e", "test"))),
    step("desktop-build", "tests/desktop/package.json", &[Build, Window], 30, Program(programs)),
    step("desktop-packages", "tests/desktop/package.json", &[Ui, Desktop], 15, Program(|w| packages_of(w, "tests/desktop"))),
    step("desktop",      "tests/desktop/package.json", &[Ui, Desktop],   15, Program(|w| npm(w, "tests/desktop", "test"))),
];

/// Runs the whole suite, or the step of this name.
///
/// # Errors
/// No step has this name.
pub fn run(workspace: &Workspace, only: Option<&str>) -> Result<ExitCode, Stop> {
    let steps: Vec<&Step> = STEPS
        .iter()
        .filter(|step| only.is_none_or(|name| name == step.name))
        .collect();
    if steps.is_empty() {
        return Err(Stop::told(
            "There is no step of this name. `cargo xtask steps` lists them.",
        ));
    }
    let mut tally = Tally::default();
    let started = Instant::now();
    let stopped = steps.into_iter().find_map(|step| {
        let at = Instant::now();
        let result = perform(workspace, step, &mut tally);
        let seconds = at.elapsed().as_secs_f64();
        match result {
            Ok(true) => println!("✓ {} {seconds:.1} s", step.name),
            Ok(false) => println!("– {} not here: {} does not exist", step.name, step.needs_path),
            Err(stop) => return Some((step.name, seconds, stop)),
        }
        None
    });
    Ok(close(tally, stopped, started.elapsed()))
}

/// Names the steps in their order.
pub fn list() {
    for step in STEPS {
        println!("{}", step.name);
    }
}

fn perform(workspace: &Workspace, step: &Step, tally: &mut Tally) -> Result<bool, Stop> {
    if !workspace.path(step.needs_path).exists() {
        return Ok(false);
    }
    println!("▸ {}", step.name);
    packages::ensure(workspace, step.groups)?;
    match step.work {
        Program(command) => {
            if let Some(command) = command(workspace)? {
                let limit = Duration::from_secs(step.limit_minutes * 60);
                child::run(plain(command), limit, |line| {
                    tally.read(line);
                    if !is_passed_test(line) {
                        println!("  {line}");
                    }
                })?;
            }
        }
        Checks(checks) => architecture::report(&checks(workspace)?, tally)?,
    }
    Ok(true)
}

fn close(mut tally: Tally, stopped: Option<(&str, f64, Stop)>, took: Duration) -> ExitCode {
    println!("\nthe suite took {:.0} s", took.as_secs_f64());
    if std::env::var_os("SURGUCH_GOLDEN").is_none() && tally.golden > 0 {
        tally.golden_did_not_run();
        println!(
            "golden tests that did not run, because SURGUCH_GOLDEN is unset: {}",
            tally.golden
        );
    }
    println!("{tally}");
    let Some((name, seconds, stop)) = stopped else {
        return ExitCode::SUCCESS;
    };
    println!("STOPPED at «{name}» after {seconds:.1} s: {stop}. Alone: cargo xtask test {name}");
    ExitCode::FAILURE
}

/// Runners print for a reader that is not a terminal: no colours, no moving lines.
fn plain(mut command: Command) -> Command {
    command
        .env("NO_COLOR", "1")
        .env("CARGO_TERM_COLOR", "never")
        .env("CARGO_TERM_PROGRESS_WHEN", "never");
    command
}

#[allow(clippy::unnecessary_wraps, reason = "the shape of a step")]
fn cargo(workspace: &Workspace, arguments: &[&str]) -> Result<Option<Command>, Stop> {
    Ok(Some(workspace.cargo(arguments)))
}

fn clippy(workspace: &Workspace) -> Result<Option<Command>, Stop> {
    cargo(
        workspace,
        &[
            "clippy",
            "--locked",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ],
    )
}

/// nextest where it is installed, plain cargo elsewhere: both run the same tests.
fn tests(workspace: &Workspace) -> Result<Option<Command>, Stop> {
    judges::ensure(workspace)?;
    if has_program("cargo-nextest") {
        let arguments = [
            "nextest",
            "run",
            "--locked",
            "--workspace",
            "--no-fail-fast",
            "--status-level",
            "pass",
        ];
        return cargo(workspace, &arguments);
    }
    cargo(workspace, &["test", "--locked", "--workspace", "--no-fail-fast"])
}

/// The same selection as the tests': another one would build the typesetter anew with other features.
fn programs(workspace: &Workspace) -> Result<Option<Command>, Stop> {
    cargo(workspace, &["test", "--locked", "--workspace", "--no-run"])
}

#[allow(clippy::unnecessary_wraps, reason = "the shape of a step")]
fn npm(workspace: &Workspace, folder: &str, script: &str) -> Result<Option<Command>, Stop> {
    Ok(Some(workspace.npm(folder, &["run", "--silent", script])))
}

/// `npm ci`, unless what is installed is as new as the lock file.
pub fn packages_of(workspace: &Workspace, folder: &str) -> Result<Option<Command>, Stop> {
    let age = |file: &str| {
        std::fs::metadata(workspace.path(folder).join(file))
            .and_then(|file| file.modified())
            .ok()
    };
    let installed = age("node_modules/.package-lock.json");
    if installed.is_some() && installed >= age("package-lock.json") {
        return Ok(None);
    }
    Ok(Some(workspace.npm(folder, &["ci", "--no-audit", "--no-fund"])))
}
