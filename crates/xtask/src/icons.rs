//! Renders `icons/` from its three drawings.

use std::path::Path;
use std::process::ExitCode;

use crate::child;
use crate::packages::{self, Group};
use crate::workspace::{Stop, Workspace};

/// Drawing, size in pixels, file.
const IMAGES: &[(&str, u32, &str)] = &[
    ("mark", 128, "128x128.png"),
    ("mark", 256, "128x128@2x.png"),
    ("mark", 512, "icon.png"),
    ("mark-mono", 16, "tray-mono-16.png"),
    ("mark-mono", 22, "tray-mono-22.png"),
    ("mark-mono", 32, "tray-mono-32.png"),
    ("mark-small", 16, "tray-16.png"),
    ("mark-small", 22, "tray-22.png"),
    ("mark-small", 32, "32x32.png"),
    ("mark-small", 32, "tray-32.png"),
];
const WINDOWS: &[u32] = &[16, 24, 32, 48, 64, 128, 256];
const MACOS: &[u32] = &[16, 32, 48, 128, 256, 512];

/// Renders everything.
///
/// # Errors
/// A tool is missing or refuses a drawing.
pub fn render(workspace: &Workspace) -> Result<ExitCode, Stop> {
    packages::ensure(workspace, &[Group::Icons])?;
    for (drawing, size, file) in IMAGES {
        image(workspace, drawing, *size, &workspace.path("icons").join(file))?;
    }
    let sheets = workspace.path("target/icons");
    std::fs::create_dir_all(&sheets).map_err(Stop::io("target/icons"))?;
    let windows = sheet(workspace, &sheets, WINDOWS)?;
    let macos = sheet(workspace, &sheets, MACOS)?;
    collect(
        workspace,
        "icotool",
        &["--create", "--output", "icons/icon.ico"],
        &windows,
    )?;
    collect(workspace, "png2icns", &["icons/icon.icns"], &macos)?;
    println!("icons/ is rendered. Look at them before you commit.");
    Ok(ExitCode::SUCCESS)
}

fn sheet(workspace: &Workspace, folder: &Path, sizes: &[u32]) -> Result<Vec<String>, Stop> {
    let mut files = Vec::new();
    for size in sizes {
        let file = folder.join(format!("{size}.png"));
        image(
            workspace,
            if *size <= 48 { "mark-small" } else { "mark" },
            *size,
            &file,
        )?;
        files.push(file.to_string_lossy().into_owned());
    }
    Ok(files)
}

fn image(workspace: &Workspace, drawing: &str, size: u32, file: &Path) -> Result<(), Stop> {
    let size = size.to_string();
    let source = format!("icons/{drawing}.svg");
    let mut command = workspace.command(
        "rsvg-convert",
        &["--width", &size, "--height", &size, &source, "--output"],
    );
    command.arg(file);
    child::output(command).map(drop)
}

fn collect(workspace: &Workspace, tool: &str, arguments: &[&str], files: &[String]) -> Result<(), Stop> {
    let mut command = workspace.command(tool, arguments);
    command.args(files);
    child::output(command).map(drop)
}
