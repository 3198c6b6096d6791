//! Сургуч: the desktop program.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() -> std::process::ExitCode {
    surguch_desktop::linux::prepare_graphics();
    surguch_desktop::run()
}
