//! The TypeScript side of the contract, made from the Rust types.
//!
//! Numbers of rows are `i64` here and `number` there: a database would need nine quadrillion rows before a number
//! became inexact. Money and other decimals are text on both sides.

use std::collections::BTreeMap;
use std::fmt::Write;

use ts_rs::{Config, TS, TypeVisitor};

use crate::commands;
use crate::error::ApiError;
use crate::events::ChangeEvent;
use crate::world;

const HEAD: &str =
    "// Made from the Rust types of crates/api. Do not edit; renew with: UPDATE_TYPES=1 cargo test -p api\n";

/// A file of `ui/src/api/generated`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GeneratedFile {
    /// Name without folders.
    pub name: &'static str,
    /// The whole text.
    pub text: String,
}

/// Request and answer of a command.
pub(crate) struct Signature {
    command: &'static str,
    request: String,
    answer: String,
    declarations: Declarations,
}

impl Signature {
    pub(crate) fn of<Request: TS + 'static, Answer: TS + 'static>(command: &'static str) -> Self {
        let mut declarations = Declarations::new();
        declarations.visit::<Request>();
        declarations.visit::<Answer>();
        Self {
            command,
            request: Request::name(&declarations.config),
            answer: Answer::name(&declarations.config),
            declarations,
        }
    }
}

/// Declarations by name, with everything they rest on.
struct Declarations {
    config: Config,
    by_name: BTreeMap<String, String>,
}

impl Declarations {
    fn new() -> Self {
        Self {
            config: Config::new().with_large_int("number"),
            by_name: BTreeMap::new(),
        }
    }
}

impl TypeVisitor for Declarations {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        // Only types of our own have a declaration; strings and lists do not.
        if T::output_path().is_none() {
            return;
        }
        let name = T::ident(&self.config);
        if self.by_name.contains_key(&name) {
            return;
        }
        let docs = T::docs().unwrap_or_default();
        let declaration = format!("{docs}export {}\n", T::decl(&self.config));
        self.by_name.insert(name, declaration);
        T::visit_dependencies(self);
    }
}

/// The generated files, as they must lie in `ui/src/api/generated`.
pub fn generated_files() -> Vec<GeneratedFile> {
    let mut signatures = commands::signatures();
    signatures.extend(world::signatures());
    let mut shared = Declarations::new();
    shared.visit::<ApiError>();
    shared.visit::<ChangeEvent>();
    let mut types = shared.by_name;
    for signature in &signatures {
        types.extend(signature.declarations.by_name.clone());
    }
    vec![
        GeneratedFile {
            name: "commands.ts",
            text: commands_file(&signatures),
        },
        GeneratedFile {
            name: "types.ts",
            text: types
                .values()
                .fold(HEAD.to_owned(), |text, declaration| text + "\n" + declaration),
        },
    ]
}

fn commands_file(signatures: &[Signature]) -> String {
    let mut names: Vec<&str> = signatures
        .iter()
        .flat_map(|signature| [signature.request.as_str(), signature.answer.as_str()])
        // An answer that may be absent names its type all the same.
        .map(|name| name.trim_end_matches(" | null"))
        .collect();
    names.sort_unstable();
    names.dedup();
    let mut text = String::from(HEAD);
    // Writing into a String cannot fail.
    _ = write!(text, "\nimport type {{\n");
    for name in names {
        _ = writeln!(text, "  {name},");
    }
    _ = write!(
        text,
        "}} from \"./types\";\n\n/** Every command: what it wants, what it answers. */\nexport interface Commands {{\n"
    );
    for signature in signatures {
        _ = writeln!(
            text,
            "  \"{}\": [{}, {}];",
            signature.command, signature.request, signature.answer
        );
    }
    text.push_str(
        "}\n\nexport type Command = keyof Commands;\nexport type Request<C extends Command> = Commands[C][0];\n\
         export type Answer<C extends Command> = Commands[C][1];\n",
    );
    text
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::generated_files;

    fn folder() -> PathBuf {
        PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../ui/src/api/generated"))
    }

    #[test]
    fn the_generated_types_are_those_of_the_window() {
        let folder = folder();
        let update = std::env::var_os("UPDATE_TYPES").is_some();
        for file in generated_files() {
            let path = folder.join(file.name);
            if update {
                std::fs::create_dir_all(&folder).unwrap();
                std::fs::write(&path, &file.text).unwrap();
            }
            let found = std::fs::read_to_string(&path)
                .unwrap_or_default()
                .replace("\r\n", "\n");
            assert!(
                found == file.text,
                "{} is out of date; renew it with: UPDATE_TYPES=1 cargo test -p api",
                file.name
            );
        }
    }

    #[test]
    fn numbers_of_rows_are_numbers_and_every_name_is_declared() {
        let files = generated_files();
        let types = files.iter().find(|file| file.name == "types.ts").unwrap();
        let commands = files.iter().find(|file| file.name == "commands.ts").unwrap();
        assert!(!types.text.contains("bigint"));
        assert!(types.text.contains("export type Id = {"), "{}", types.text);
        let imported = commands
            .text
            .lines()
            .skip_while(|line| !line.starts_with("import"))
            .skip(1)
            .take_while(|line| line.starts_with("  "));
        for name in imported.map(|line| line.trim().trim_end_matches(',')) {
            assert!(types.text.contains(&format!("export type {name} ")), "{name}");
        }
    }

    #[test]
    fn no_answer_has_a_place_for_a_password() {
        let files = generated_files();
        let types = files.iter().find(|file| file.name == "types.ts").unwrap();
        for declaration in types.text.split("export type ").skip(1) {
            let has_secret = declaration.contains("credentials:") || declaration.contains("credentials?:");
            let name = declaration.split(' ').next().unwrap();
            assert!(
                !has_secret
                    || ["TestConnection", "SaveConnection", "BeginLogIn", "SaveAccess"].contains(&name),
                "{name} has credentials"
            );
        }
    }
}
