//! `cargo xtask demo`
use crate::workspace::{Stop, Workspace};
use std::process::ExitCode;
pub fn run(_workspace: &Workspace, _words: &[&str]) -> Result<ExitCode, Stop> {
    Err(Stop::told("no demo yet"))
}
