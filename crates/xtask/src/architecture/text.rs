//! Rules about files as they lie in the tree.

use super::sources::Source;

const LONGEST: usize = 500;

/// Sources of more than 500 lines. Migrations, generated code and lock files are not written line by line.
pub fn too_long(source: &Source) -> Vec<String> {
    let counted = ["rs", "ts", "svelte", "css", "mjs", "js"]
        .iter()
        .any(|ending| source.is(ending));
    let generated = ["/generated/", "/migrations/"]
        .iter()
        .any(|part| source.path.contains(part));
    let lines = source.text.lines().count();
    if counted && !generated && lines > LONGEST {
        vec![format!("{}: {lines} lines", source.path)]
    } else {
        Vec::new()
    }
}

/// `mod.rs` hides which module an editor's tab shows.
pub fn mod_rs(source: &Source) -> Vec<String> {
    if source.path.ends_with("/mod.rs") {
        vec![source.path.clone()]
    } else {
        Vec::new()
    }
}

/// Paths of the computer at hand, and of those that builds usually run on: they mean nothing on another one.
/// Written in halves, or this file would break its own rule.
pub fn machine_paths(source: &Source) -> Vec<String> {
    let home = std::env::var("HOME").ok().filter(|home| home.len() > 1);
    let home = home.map(|home| format!("{}/", home.trim_end_matches('/')));
    let usual = [concat!("/wo", "rk/"), concat!("/ro", "ot/")];
    let paths: Vec<&str> = home.as_deref().into_iter().chain(usual).collect();
    lines_with(source, |line| paths.iter().any(|path| begins_a_path(line, path)))
}

/// Does the line hold this path at its beginning, not in the middle of a longer one (`https://a.b/home/`)?
fn begins_a_path(line: &str, path: &str) -> bool {
    line.match_indices(path).any(|(at, _)| {
        let before = line.get(..at).and_then(|text| text.chars().next_back());
        before.is_none_or(|letter| !letter.is_alphanumeric() && !"/.-_}~".contains(letter))
    })
}

/// `@tauri-apps/*` is imported by one folder of the UI, so that the window can be replaced.
pub fn tauri_outside_platform(source: &Source) -> Vec<String> {
    if !source.path.starts_with("ui/src/") || source.path.starts_with("ui/src/platform/") {
        return Vec::new();
    }
    lines_with(source, |line| line.contains("@tauri-apps/"))
}

/// A test that is switched off tells nothing; one that runs alone switches off all others.
pub fn unfair_tests(source: &Source) -> Vec<String> {
    let marks: &[&str] = if source.is("rs") {
        &["#[ignore"]
    } else if source.is("ts") || source.is("mjs") {
        &[
            "it.only(",
            "it.skip(",
            "test.only(",
            "test.skip(",
            "describe.only(",
            "describe.skip(",
        ]
    } else {
        &[]
    };
    lines_with(source, |line| {
        marks.iter().any(|mark| line.trim_start().starts_with(mark))
    })
}

/// The root holds what a newcomer needs to see, and nothing else.
pub fn stray_at_root(source: &Source) -> Vec<String> {
    let known = ["Cargo.toml", "Cargo.lock", "README.md", "tauri.conf.json"];
    let stray =
        !source.path.contains('/') && !source.path.starts_with('.') && !known.contains(&source.path.as_str());
    if stray {
        vec![source.path.clone()]
    } else {
        Vec::new()
    }
}

/// Every crate forbids unsafe code, except the three that meet foreign interfaces (docs/ARCHITECTURE.md) and the
/// stand-ins of the tests that are such interfaces themselves.
pub fn unsafe_allowed(source: &Source) -> Vec<String> {
    let is_root = ["/src/lib.rs", "/src/main.rs"]
        .iter()
        .any(|end| source.path.ends_with(end));
    let foreign = [
        "crates/signature/",
        "crates/host/",
        "src-tauri/",
        "tests/modules/",
    ]
    .iter()
    .any(|at| source.path.starts_with(at));
    if !is_root || foreign || source.text.contains("#![forbid(unsafe_code)]") {
        return Vec::new();
    }
    vec![format!("{}: `#![forbid(unsafe_code)]` is missing", source.path)]
}

fn lines_with(source: &Source, broken: impl Fn(&str) -> bool) -> Vec<String> {
    let lines = source.text.lines().enumerate();
    lines
        .filter(|(_, line)| broken(line))
        .map(|(index, line)| format!("{}:{}: {}", source.path, index + 1, line.trim()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::sources::Source;

    fn source(path: &str, text: &str) -> Source {
        Source {
            path: path.to_owned(),
            text: text.to_owned(),
        }
    }

    #[test]
    fn a_file_of_501_lines_is_too_long_and_a_migration_is_not() {
        let text = "\n".repeat(501);
        assert_eq!(
            super::too_long(&source("crates/store/src/pool.rs", &text)).len(),
            1
        );
        assert!(super::too_long(&source("crates/store/src/migrations/one.rs", &text)).is_empty());
        assert!(super::too_long(&source("crates/store/src/pool.rs", &"\n".repeat(500))).is_empty());
    }

    #[test]
    fn a_path_of_a_machine_is_found_and_an_address_is_not() {
        let path = format!("\"/{}t/keys\"", "roo");
        assert_eq!(super::machine_paths(&source("docs/a.md", &path)).len(), 1);
        let address = format!("https://example.test/{}t/keys", "roo");
        assert!(super::machine_paths(&source("docs/a.md", &address)).is_empty());
    }

    #[test]
    fn tauri_is_known_in_platform_only() {
        let text = "import { invoke } from '@tauri-apps/api/core'";
        assert_eq!(
            super::tauri_outside_platform(&source("ui/src/views/a.ts", text)).len(),
            1
        );
        assert!(super::tauri_outside_platform(&source("ui/src/platform/a.ts", text)).is_empty());
    }

    #[test]
    fn a_switched_off_test_is_found() {
        let mark = format!("    #[{}]", "ignore");
        assert_eq!(super::unfair_tests(&source("crates/a/src/b.rs", &mark)).len(), 1);
        assert_eq!(
            super::unfair_tests(&source("ui/src/a.test.ts", "  it.only('works', f)")).len(),
            1
        );
    }

    #[test]
    fn a_stray_file_at_the_root_a_mod_rs_and_a_crate_without_its_vow_are_found() {
        assert_eq!(super::stray_at_root(&source("deny.toml", "")).len(), 1);
        assert!(super::stray_at_root(&source(".clippy.toml", "")).is_empty());
        assert_eq!(super::mod_rs(&source("crates/a/src/b/mod.rs", "")).len(), 1);
        assert_eq!(
            super::unsafe_allowed(&source("crates/a/src/lib.rs", "//! A.")).len(),
            1
        );
        assert!(super::unsafe_allowed(&source("crates/host/src/lib.rs", "")).is_empty());
    }
}
