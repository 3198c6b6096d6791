//! Сургуч: the desktop program.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

fn main() -> std::process::ExitCode {
    if surguch_desktop::serve_keys_if_asked() {
        return std::process::ExitCode::SUCCESS;
    }
    surguch_desktop::linux::prepare_graphics();
    surguch_desktop::run()
}
