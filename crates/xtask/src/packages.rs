//! What the steps need from the system, and how it gets there.
//!
//! Looking is fast (files on the path, one `pkg-config` for all libraries). On Debian and Ubuntu the missing
//! packages are installed by root, or with a `sudo` that asks for no password; elsewhere the exact line to
//! run is printed and the step stops.

use std::process::{Command, Stdio};

use crate::child;
use crate::workspace::{Stop, Workspace, has_program};

/// What a group of steps needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// To compile the Rust of the workspace: a C compiler, and make and perl for the OpenSSL inside SQLCipher.
    Build,
    /// To compile the window.
    Window,
    /// To build and check the UI.
    Ui,
    /// To drive the UI in a browser.
    Browser,
    /// To drive the real window on a screen that nobody sees.
    Desktop,
    /// To check what the program writes against published schemas.
    Schemas,
    /// To have signatures judged by other programs than ours.
    Judges,
    /// To render the icons from their drawings.
    Icons,
}

enum Probe {
    Program(&'static str),
    /// A library to compile against, by its name for pkg-config.
    Library(&'static str),
    /// A library that is loaded when the program runs.
    Loaded(&'static str),
    File(&'static str),
    /// A part of Python, by the name under which it is imported.
    Python(&'static str),
}

struct Need {
    group: Group,
    package: &'static str,
    probe: Probe,
}

const fn need(group: Group, package: &'static str, probe: Probe) -> Need {
    Need {
        group,
        package,
        probe,
    }
}

use Group::{Browser, Build, Desktop, Icons, Judges, Schemas, Window};
use Probe::{File, Library, Loaded, Program, Python};

const GOST_ENGINE: &str = if cfg!(target_arch = "aarch64") {
    "/usr/lib/aarch64-linux-gnu/engines-3/gost.so"
} else {
    "/usr/lib/x86_64-linux-gnu/engines-3/gost.so"
};

/// Debian's names. A new need is one line.
const NEEDS: &[Need] = &[
    need(Build, "gcc", Program("cc")),
    need(Build, "libc6-dev", File("/usr/include/stdio.h")),
    need(Build, "make", Program("make")),
    need(Build, "perl", Program("perl")),
    need(Window, "libwebkit2gtk-4.1-dev", Library("webkit2gtk-4.1")),
    need(Window, "pkg-config", Program("pkg-config")),
    need(Browser, "chromium", Program("chromium")),
    need(
        Browser,
        "fonts-dejavu-core",
        File("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"),
    ),
    need(Desktop, "dbus", Program("dbus-run-session")),
    need(Desktop, "dunst", Program("dunst")),
    need(
        Desktop,
        "fonts-dejavu-core",
        File("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"),
    ),
    need(Desktop, "gnome-keyring", Program("gnome-keyring-daemon")),
    need(
        Desktop,
        "libayatana-appindicator3-1",
        Loaded("libayatana-appindicator3.so.1"),
    ),
    need(Desktop, "imagemagick", Program("import")),
    need(Desktop, "libsecret-tools", Program("secret-tool")),
    need(Desktop, "webkit2gtk-driver", Program("WebKitWebDriver")),
    need(Desktop, "xauth", Program("xauth")),
    need(Desktop, "xdotool", Program("xdotool")),
    need(Desktop, "xvfb", Program("Xvfb")),
    need(Schemas, "libxml2-utils", Program("xmllint")),
    need(Judges, "opensc", Program("pkcs11-tool")),
    need(Judges, "openssl", Program("openssl")),
    need(Judges, "libengine-gost-openssl", File(GOST_ENGINE)),
    need(Judges, "python3", Program("python3")),
    need(Judges, "python3-venv", Python("ensurepip")),
    need(Icons, "icnsutils", Program("png2icns")),
    need(Icons, "icoutils", Program("icotool")),
    need(Icons, "librsvg2-bin", Program("rsvg-convert")),
];

/// Makes sure that everything for these groups is there.
///
/// # Errors
/// Something is missing and cannot be installed from here; the text holds the line to run.
pub fn ensure(workspace: &Workspace, groups: &[Group]) -> Result<(), Stop> {
    if groups.contains(&Group::Ui) {
        node()?;
    }
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    let missing = missing(groups);
    if missing.is_empty() {
        Ok(())
    } else {
        install(workspace, &missing)
    }
}

fn missing(groups: &[Group]) -> Vec<&'static str> {
    let mut packages: Vec<&'static str> = NEEDS
        .iter()
        .filter(|need| groups.contains(&need.group) && !is_there(&need.probe))
        .map(|need| need.package)
        .collect();
    packages.sort_unstable();
    packages.dedup();
    packages
}

fn is_there(probe: &Probe) -> bool {
    match probe {
        Program(name) => has_program(name),
        File(path) => std::path::Path::new(path).exists(),
        Python(module) => Command::new("python3")
            .args(["-c", &format!("import {module}")])
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success()),
        Loaded(name) => Command::new("/sbin/ldconfig")
            .arg("-p")
            .output()
            .is_ok_and(|output| String::from_utf8_lossy(&output.stdout).contains(name)),
        Library(name) => Command::new("pkg-config")
            .args(["--exists", name])
            .status()
            .is_ok_and(|status| status.success()),
    }
}

fn install(workspace: &Workspace, packages: &[&str]) -> Result<(), Stop> {
    let list = packages.join(" ");
    let Some(prefix) = installer() else {
        return Err(Stop::told(format!(
            "Missing on this computer: {list}.\nOn Debian and Ubuntu run:\n  \
             sudo apt-get update && sudo apt-get install --yes --no-install-recommends {list}"
        )));
    };
    println!("  installing {list}");
    apt(workspace, prefix, &["update", "--quiet=2"])?;
    let mut arguments = vec!["install", "--yes", "--quiet=2", "--no-install-recommends"];
    arguments.extend(packages);
    apt(workspace, prefix, &arguments)
}

/// How to call apt-get here: directly as root, through a sudo that asks nothing, or not at all.
fn installer() -> Option<&'static [&'static str]> {
    let quiet = |program: &str, arguments: &[&str]| {
        Command::new(program)
            .args(arguments)
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .output()
            .ok()
    };
    if !has_program("apt-get") {
        return None;
    }
    if quiet("id", &["-u"]).is_some_and(|output| output.stdout.trim_ascii() == b"0") {
        return Some(&[]);
    }
    quiet("sudo", &["-n", "true"])
        .filter(|output| output.status.success())
        .map(|_| &["sudo", "-n"][..])
}

fn apt(workspace: &Workspace, prefix: &[&str], arguments: &[&str]) -> Result<(), Stop> {
    let words: Vec<&str> = prefix
        .iter()
        .copied()
        .chain(["apt-get"])
        .chain(arguments.iter().copied())
        .collect();
    let Some((program, rest)) = words.split_first() else {
        return Ok(());
    };
    let mut command = workspace.command(program, rest);
    command.env("DEBIAN_FRONTEND", "noninteractive");
    child::run(command, std::time::Duration::from_secs(900), |line| {
        if line.starts_with("E:") {
            println!("  {line}");
        }
    })
}

/// Node is not installed from here: Debian's is too old, so a person chooses where theirs comes from.
fn node() -> Result<(), Stop> {
    let output = Command::new("node").arg("--version").output();
    let version = output
        .map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned())
        .unwrap_or_default();
    let major = version
        .trim_start_matches('v')
        .split('.')
        .next()
        .and_then(|major| major.parse::<u32>().ok());
    match major {
        Some(major) if major >= 20 => Ok(()),
        _ => Err(Stop::told(format!(
            "The UI needs Node 20 or newer with npm; here is {}. Install it from nodejs.org or with your version \
             manager, then run this again.",
            if version.is_empty() {
                "none".to_owned()
            } else {
                version
            }
        ))),
    }
}
