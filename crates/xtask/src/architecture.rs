//! Our own checks: what `docs/ARCHITECTURE.md` says and no compiler holds.
//!
//! Each check reads the tree and answers with the places that break it; an empty answer is a check that
//! held. They are counted like tests, and each is itself tested with a sample that breaks it.

mod graph;
mod names;
mod sources;
mod text;

use crate::tally::Tally;
use crate::workspace::{Stop, Workspace};

/// One rule with the places that break it.
#[derive(Debug)]
pub struct Check {
    /// The rule as a sentence.
    pub rule: &'static str,
    /// Where it is broken: a path, a line, what stands there.
    pub broken: Vec<String>,
}

/// Runs every check.
///
/// # Errors
/// The tree cannot be read.
pub fn checks(workspace: &Workspace) -> Result<Vec<Check>, Stop> {
    let files = sources::read(workspace.root())?;
    let rust = |rule, find: fn(&sources::Source) -> Vec<String>| Check {
        rule,
        broken: files.iter().filter(|file| file.is("rs")).flat_map(find).collect(),
    };
    let every = |rule, find: fn(&sources::Source) -> Vec<String>| Check {
        rule,
        broken: files.iter().flat_map(find).collect(),
    };
    let mut checks = graph::checks(workspace)?;
    checks.extend([
        every("no source file is longer than 500 lines", text::too_long),
        every(
            "no path of somebody's machine stands in the tree",
            text::machine_paths,
        ),
        every("only ui/src/platform knows Tauri", text::tauri_outside_platform),
        every("no test is switched off or alone", text::unfair_tests),
        every(
            "files that a tool forces on the root are dot-files",
            text::stray_at_root,
        ),
        rust("no mod.rs", text::mod_rs),
        rust("names say what a thing is", names::banned),
        rust("nothing outside its folders names a provider", names::providers),
        rust("time and chance enter through ports", names::hidden_inputs),
        rust("golden tests can be counted", names::uncounted_golden),
        rust("unsafe code is forbidden crate by crate", text::unsafe_allowed),
    ]);
    Ok(checks)
}

/// Shows what is broken and counts the checks.
///
/// # Errors
/// A check is broken.
pub fn report(checks: &[Check], tally: &mut Tally) -> Result<(), Stop> {
    let mut broken = 0;
    for check in checks {
        if check.broken.is_empty() {
            continue;
        }
        broken += 1;
        println!("  broken: {}", check.rule);
        for place in &check.broken {
            println!("    {place}");
        }
    }
    tally.count(checks.len() as u64 - broken, broken);
    if broken == 0 {
        println!("  {} rules hold", checks.len());
        return Ok(());
    }
    Err(Stop::told(format!(
        "{broken} of {} rules are broken",
        checks.len()
    )))
}
