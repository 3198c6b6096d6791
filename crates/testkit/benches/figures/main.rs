//! Figures of the program beside their floors, taken in the same run: `cargo xtask bench [NAME] [--json]`.
//!
//! A figure alone says more about the computer than about the program. So each stands beside a floor (the
//! same work with nothing of ours around it) or a peer, and what counts is the ratio. The last line printed
//! is one JSON object with all of them.

// A bench is a test of its own kind: it stops at the first surprise and speaks to the terminal.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::unreachable,
    clippy::unwrap_used
)]

mod archive;
mod bulk;
mod cipher;
mod export;
mod feed;
mod figure;
mod idle;
mod office;
mod registry;
mod registry_mix;
mod sending;

use figure::Figure;

/// A group of figures with the name by which it is asked for.
type Group = (&'static str, fn() -> Vec<Figure>);

const GROUPS: &[Group] = &[
    ("bulk", bulk::figures),
    ("cipher", cipher::figures),
    ("export", export::figures),
    ("feed", feed::figures),
    ("idle", idle::figures),
    ("registry", registry::figures),
    ("sending", sending::figures),
];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let only_json = arguments.iter().any(|word| word == "--json");
    let documents = documents(&arguments);
    let mut names: Vec<&String> = arguments.iter().filter(|word| !word.starts_with("--")).collect();
    let mut figures = Vec::new();
    if let Some(documents) = documents {
        // The size belongs to the registry, or to the look at an idle feed, and stands for their usual figures.
        let is_idle = names.iter().any(|name| *name == "idle");
        names.clear();
        figures = if is_idle {
            idle::of(documents)
        } else {
            registry_mix::figures(documents, &only(&arguments))
        };
        if !only_json {
            figures.iter().for_each(|figure| println!("{figure}"));
        }
    }
    for (name, measure) in GROUPS {
        if documents.is_none() && (names.is_empty() || names.iter().any(|wanted| wanted == name)) {
            let measured = measure();
            if !only_json {
                measured.iter().for_each(|figure| println!("{figure}"));
            }
            figures.extend(measured);
        }
    }
    assert!(
        !figures.is_empty(),
        "no such group; there are: {:?}",
        GROUPS.iter().map(|(name, _)| name).collect::<Vec<_>>()
    );
    println!("{}", serde_json::json!({ "figures": figures }));
}

/// `--only NAME`: classes of the mix whose names begin so; all without it.
fn only(arguments: &[String]) -> String {
    let at = arguments.iter().position(|word| word == "--only");
    at.and_then(|at| arguments.get(at + 1))
        .cloned()
        .unwrap_or_default()
}

/// `--documents N`: so many, at least a thousand.
fn documents(arguments: &[String]) -> Option<usize> {
    let at = arguments.iter().position(|word| word == "--documents")?;
    let count = arguments.get(at + 1).and_then(|word| word.parse().ok());
    Some(
        count
            .filter(|count| *count >= 1_000)
            .expect("--documents N: from 1000 on"),
    )
}
