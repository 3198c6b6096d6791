//! Rules about what stands in the code: names, providers, hidden inputs, golden tests.

use super::sources::Source;

/// Words that say nothing about what a thing is.
const BANNED: &[&str] = &[
    "manager",
    "service",
    "helper",
    "helpers",
    "util",
    "utils",
    "processor",
    "info",
    "data",
    "common",
    "misc",
];
/// Names of providers and of the firms behind them.
const PROVIDERS: &[&str] = &["diadoc", "kontur", "saby", "sbis", "tensor", "fdoc"];
/// Crates that take time and chance from `engine::ports` or as arguments.
const PURE: &[&str] = &[
    "api",
    "connect",
    "domain",
    "engine",
    "formats",
    "signature",
    "store",
];
/// Exceptions, each with its reason.
const OPEN_INPUTS: &[&str] = &[
    // The trace id of a refused command finds its lines in the log and decides nothing.
    "crates/api/src/error.rs",
    // The id of a new data folder is a name and decides nothing; it is made before any port is at hand.
    "crates/store/src/folder.rs",
];
const HIDDEN: &[&str] = &[
    "Timestamp::now(",
    "Zoned::now(",
    "SystemTime::now(",
    "Uuid::new_v4(",
    "Uuid::now_v7(",
];

/// Types, modules and files whose last word is a banned one: `SyncManager`, `mod util`, `helpers.rs`.
/// The wire types of a provider, on either side of the wire, bear the names of its documentation and are left alone.
pub fn banned(source: &Source) -> Vec<String> {
    let on_the_wire = PROVIDERS
        .iter()
        .any(|name| source.path.starts_with(&format!("crates/sandbox/src/{name}/")));
    if on_the_wire || source.path.contains("/wire") {
        return Vec::new();
    }
    let mut found = Vec::new();
    let file = source
        .path
        .rsplit('/')
        .next()
        .unwrap_or_default()
        .trim_end_matches(".rs");
    if is_banned(file) {
        found.push(format!("{}: the file's own name", source.path));
    }
    for (number, line) in source.shipped(|_| false) {
        let words: Vec<&str> = line
            .split(|letter: char| !letter.is_alphanumeric() && letter != '_')
            .collect();
        for pair in words.windows(2) {
            if let ["struct" | "enum" | "trait" | "type" | "mod" | "union", name] = pair
                && is_banned(name)
            {
                found.push(format!("{}:{number}: {name}", source.path));
            }
        }
    }
    found
}

fn is_banned(name: &str) -> bool {
    let last = name
        .rfind(|letter: char| letter.is_uppercase() || letter == '_')
        .unwrap_or(0);
    let word = name
        .get(last..)
        .unwrap_or(name)
        .trim_start_matches('_')
        .to_lowercase();
    BANNED.contains(&word.as_str())
}

/// A provider's name in code outside `connect` and `sandbox`: an identifier, or a literal that a `match`
/// could compare with. Sentences for people may name whom they like.
pub fn providers(source: &Source) -> Vec<String> {
    let inside = [
        "crates/connect/",
        "crates/sandbox/",
        "crates/testkit/",
        "crates/xtask/",
    ];
    if inside.iter().any(|folder| source.path.starts_with(folder)) {
        return Vec::new();
    }
    let lines = source.shipped(|literal| PROVIDERS.contains(&literal));
    lines
        .into_iter()
        .filter(|(_, line)| PROVIDERS.iter().any(|name| line.to_lowercase().contains(name)))
        .map(|(number, line)| format!("{}:{number}: {}", source.path, line.trim()))
        .collect()
}

/// A clock or a die that a test cannot hold still.
pub fn hidden_inputs(source: &Source) -> Vec<String> {
    let pure = PURE
        .iter()
        .any(|name| source.path.starts_with(&format!("crates/{name}/")));
    if !pure || OPEN_INPUTS.contains(&source.path.as_str()) {
        return Vec::new();
    }
    let lines = source.shipped(|_| false);
    lines
        .into_iter()
        .filter(|(_, line)| HIDDEN.iter().any(|input| line.contains(input)))
        .map(|(number, line)| format!("{}:{number}: {}", source.path, line.trim()))
        .collect()
}

/// Tests that read the folder of recorded examples, outside a module or file called `golden`: the suite
/// could not tell how many of them did not run.
pub fn uncounted_golden(source: &Source) -> Vec<String> {
    let reads = source.text.contains(concat!("\"SURGUCH", "_GOLDEN\""));
    let counted = source.text.contains("mod golden {")
        || source.path.ends_with("/golden.rs")
        || source.path.contains("/golden/");
    let tool = ["crates/xtask/", "crates/testkit/src/"]
        .iter()
        .any(|folder| source.path.starts_with(folder));
    if reads && !counted && !tool {
        vec![source.path.clone()]
    } else {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::super::sources::Source;

    fn engine(text: &str) -> Source {
        Source {
            path: "crates/engine/src/send.rs".to_owned(),
            text: text.to_owned(),
        }
    }

    #[test]
    fn a_role_without_meaning_is_found_at_the_end_of_a_name_only() {
        assert_eq!(super::banned(&engine("pub struct SyncManager;")).len(), 1);
        assert_eq!(super::banned(&engine("mod string_utils;")).len(), 1);
        assert!(super::banned(&engine("pub struct ServiceDocument; enum InfoMessage {}")).is_empty());
        let file = Source {
            path: "crates/engine/src/helpers.rs".to_owned(),
            text: String::new(),
        };
        assert_eq!(super::banned(&file).len(), 1);
    }

    #[test]
    fn a_provider_in_a_match_is_found_and_in_a_sentence_is_not() {
        assert_eq!(super::providers(&engine("if kind == \"diadoc\" {}")).len(), 1);
        assert_eq!(
            super::providers(&engine("use connect::edo::diadoc::Client;")).len(),
            1
        );
        assert!(
            super::providers(&engine("let text = \"Диадок (diadoc) не отвечает\"; // diadoc")).is_empty()
        );
        assert!(super::providers(&engine("a\n#[cfg(test)]\nmod tests {\n diadoc()\n}")).is_empty());
    }

    #[test]
    fn a_hidden_clock_is_found() {
        assert_eq!(
            super::hidden_inputs(&engine("let at = Timestamp::now();")).len(),
            1
        );
        assert!(super::hidden_inputs(&engine("let at = clock.now();")).is_empty());
    }

    #[test]
    fn a_golden_test_that_nobody_counts_is_found() {
        let reads = format!(
            "let folder = std::env::var_os({:?});",
            concat!("SURGUCH", "_GOLDEN")
        );
        assert_eq!(super::uncounted_golden(&engine(&reads)).len(), 1);
        assert!(super::uncounted_golden(&engine(&format!("mod golden {{\n{reads}\n}}"))).is_empty());
    }
}
