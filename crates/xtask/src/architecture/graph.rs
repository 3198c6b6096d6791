//! Who may know whom, read from `cargo metadata`.

use serde_json::Value;

use super::Check;
use crate::child;
use crate::workspace::{Stop, Workspace};

/// A crate of the workspace and the crates it may know. A new crate is a new line here, and a line of
/// `docs/ARCHITECTURE.md`.
const MAY_KNOW: &[(&str, &[&str])] = &[
    ("api", &["domain", "engine"]),
    (
        "cli",
        &["api", "domain", "engine", "host", "sandbox", "workplace"],
    ),
    ("connect", &["domain"]),
    ("domain", &[]),
    (
        "engine",
        &["connect", "domain", "formats", "forms", "signature", "store"],
    ),
    ("formats", &["domain"]),
    ("forms", &["domain", "formats"]),
    ("host", &["domain", "engine", "signature"]),
    ("sandbox", &["domain", "signature"]),
    ("signature", &["domain"]),
    ("store", &["domain"]),
    (
        "surguch",
        &["api", "domain", "engine", "host", "sandbox", "workplace"],
    ),
    (
        "testkit",
        &[
            "api",
            "connect",
            "domain",
            "engine",
            "formats",
            "host",
            "sandbox",
            "signature",
            "store",
        ],
    ),
    (
        "workplace",
        &["api", "domain", "engine", "host", "sandbox", "signature"],
    ),
    // Stand-ins that tests load; they borrow its mathematics.
    ("test-capi20", &["signature"]),
    ("test-pkcs11", &["signature"]),
    ("xtask", &[]),
];

/// A door to the outside and the only crates that may open it.
const DOORS: &[(&str, &[&str])] = &[
    ("axum", &["cli", "sandbox"]),
    ("keyring-core", &["host"]),
    ("notify-rust", &["host", "surguch"]),
    ("reqwest", &["connect", "testkit"]),
    ("rusqlite", &["store"]),
    ("tauri", &["surguch"]),
];

/// Crates that do no input or output: nothing that runs, logs, waits or talks.
const PURE: &[&str] = &["domain", "formats", "forms"];
const IMPURE: &[&str] = &["axum", "getrandom", "reqwest", "rusqlite", "tokio", "tracing"];

/// One crate of the workspace and whom its manifest names.
#[derive(Debug, PartialEq, Eq)]
struct Package {
    name: String,
    /// Crates of the workspace, for shipping, building or testing.
    ours: Vec<(String, Kind)>,
    /// Crates of others.
    theirs: Vec<(String, Kind)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Ships,
    Tests,
}

/// Runs the checks on the workspace as cargo sees it.
///
/// # Errors
/// cargo does not answer.
pub fn checks(workspace: &Workspace) -> Result<Vec<Check>, Stop> {
    let arguments = ["metadata", "--no-deps", "--format-version", "1", "--locked"];
    let text = child::output(workspace.cargo(&arguments))?;
    let metadata: Value =
        serde_json::from_str(&text).map_err(|error| Stop::told(format!("cargo metadata: {error}")))?;
    let packages = packages(&metadata);
    Ok(vec![
        Check {
            rule: "crates know only whom they may",
            broken: strangers(&packages),
        },
        Check {
            rule: "each door to the outside has one keeper",
            broken: open_doors(&packages),
        },
        Check {
            rule: "pure crates do nothing but think",
            broken: impure(&packages),
        },
    ])
}

fn packages(metadata: &Value) -> Vec<Package> {
    let list = metadata
        .get("packages")
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default();
    list.iter().map(package).collect()
}

fn package(value: &Value) -> Package {
    let text = |value: &Value, key| {
        value
            .get(key)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    let mut package = Package {
        name: text(value, "name"),
        ours: Vec::new(),
        theirs: Vec::new(),
    };
    let dependencies = value.get("dependencies").and_then(Value::as_array);
    for dependency in dependencies.map(Vec::as_slice).unwrap_or_default() {
        let kind = if text(dependency, "kind") == "dev" {
            Kind::Tests
        } else {
            Kind::Ships
        };
        let ours = dependency.get("path").is_some_and(Value::is_string);
        let list = if ours {
            &mut package.ours
        } else {
            &mut package.theirs
        };
        list.push((text(dependency, "name"), kind));
    }
    package
}

fn strangers(packages: &[Package]) -> Vec<String> {
    let mut broken = Vec::new();
    for package in packages {
        let Some((_, allowed)) = MAY_KNOW.iter().find(|(name, _)| *name == package.name) else {
            broken.push(format!(
                "{} is not in the list of who may know whom",
                package.name
            ));
            continue;
        };
        for (name, kind) in &package.ours {
            let known = match kind {
                Kind::Ships => allowed.contains(&name.as_str()),
                // Tests may use whatever their crate stands on, the kit and the stand-ins that never ship, and the other
                // side of the wire; the other side itself knows nobody on this one.
                Kind::Tests => {
                    name == "testkit"
                        || name == "sandbox"
                        || name.starts_with("test-")
                        || stands_on(allowed, name)
                }
            };
            if !known {
                broken.push(format!("{} knows {name}", package.name));
            }
        }
    }
    broken
}

/// Is this crate below, at any depth?
fn stands_on(allowed: &[&str], name: &str) -> bool {
    allowed.contains(&name)
        || MAY_KNOW
            .iter()
            .any(|(below, theirs)| allowed.contains(below) && stands_on(theirs, name))
}

fn open_doors(packages: &[Package]) -> Vec<String> {
    let mut broken = Vec::new();
    for (door, keepers) in DOORS {
        let users = packages
            .iter()
            .filter(|package| package.theirs.contains(&((*door).to_owned(), Kind::Ships)));
        let strangers = users.filter(|package| !keepers.contains(&package.name.as_str()));
        broken.extend(strangers.map(|package| format!("{} uses {door}", package.name)));
    }
    broken
}

fn impure(packages: &[Package]) -> Vec<String> {
    let mut broken = Vec::new();
    for package in packages
        .iter()
        .filter(|package| PURE.contains(&package.name.as_str()))
    {
        let outside = package
            .theirs
            .iter()
            .filter(|(name, kind)| *kind == Kind::Ships && IMPURE.contains(&name.as_str()));
        broken.extend(outside.map(|(name, _)| format!("{} uses {name}", package.name)));
    }
    broken
}

#[cfg(test)]
mod tests {
    use super::{Kind, Package};

    fn package(name: &str, ours: &[(&str, Kind)], theirs: &[(&str, Kind)]) -> Package {
        let owned = |list: &[(&str, Kind)]| {
            list.iter()
                .map(|(name, kind)| ((*name).to_owned(), *kind))
                .collect()
        };
        Package {
            name: name.to_owned(),
            ours: owned(ours),
            theirs: owned(theirs),
        }
    }

    #[test]
    fn an_emulator_that_knows_the_client_is_found_even_in_its_tests() {
        let broken = super::strangers(&[package("sandbox", &[("connect", Kind::Tests)], &[])]);
        assert_eq!(broken, ["sandbox knows connect"]);
    }

    #[test]
    fn the_kit_of_the_tests_does_not_ship() {
        assert_eq!(
            super::strangers(&[package("engine", &[("testkit", Kind::Ships)], &[])]).len(),
            1
        );
        assert!(super::strangers(&[package("engine", &[("testkit", Kind::Tests)], &[])]).is_empty());
    }

    #[test]
    fn tests_may_use_what_their_crate_stands_on_and_nothing_else() {
        assert!(super::strangers(&[package("api", &[("connect", Kind::Tests)], &[])]).is_empty());
        assert_eq!(
            super::strangers(&[package("api", &[("connect", Kind::Ships)], &[])]).len(),
            1
        );
        assert_eq!(
            super::strangers(&[package("store", &[("engine", Kind::Tests)], &[])]).len(),
            1
        );
    }

    #[test]
    fn a_crate_that_nobody_introduced_is_found() {
        assert_eq!(super::strangers(&[package("sugar", &[], &[])]).len(), 1);
    }

    #[test]
    fn a_door_opened_by_a_stranger_is_found() {
        assert_eq!(
            super::open_doors(&[package("engine", &[], &[("rusqlite", Kind::Ships)])]).len(),
            1
        );
        assert!(super::open_doors(&[package("store", &[], &[("rusqlite", Kind::Ships)])]).is_empty());
    }

    #[test]
    fn a_pure_crate_that_talks_is_found() {
        assert_eq!(
            super::impure(&[package("domain", &[], &[("tokio", Kind::Ships)])]).len(),
            1
        );
    }

    #[test]
    fn a_manifest_is_read_as_cargo_tells_it() {
        let metadata = serde_json::json!({"packages": [{"name": "engine", "dependencies": [
            {"name": "store", "path": "x", "kind": null}, {"name": "tokio", "kind": "dev"},
        ]}]});
        let expected = package("engine", &[("store", Kind::Ships)], &[("tokio", Kind::Tests)]);
        assert_eq!(super::packages(&metadata), [expected]);
    }
}
