//! The command line read, with help and complaints in Russian: those of clap itself are English.

use std::ffi::OsString;
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Command, CommandFactory, FromArgMatches};

use crate::args::{Args, HELP};
use crate::output::Output;

const WRONG_USAGE: u8 = 2;

/// The arguments, or the exit code after help was shown or the slip was told.
pub(crate) fn parse(typed: impl IntoIterator<Item = OsString>) -> Result<Args, ExitCode> {
    let parsed = in_russian(Args::command())
        .try_get_matches_from(typed)
        .and_then(|matches| Args::from_arg_matches(&matches));
    parsed.map_err(|error| {
        match error.kind() {
            ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
                Output::Person.line(error.to_string().trim_end());
                return ExitCode::SUCCESS;
            }
            ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
                Output::Person.note(error.to_string().trim_end());
            }
            _ => Output::Person.note(&complaint(&error)),
        }
        ExitCode::from(WRONG_USAGE)
    })
}

/// The frame of the help and the line of use of every command.
fn in_russian(command: Command) -> Command {
    fn dressed(command: Command, path: &str) -> Command {
        let path = format!("{path} {}", command.get_name());
        let mut usage = path.clone();
        for argument in command.get_positionals() {
            let name = argument.get_value_names().and_then(|names| names.first());
            let name = name.map(|name| name.to_string()).unwrap_or_default();
            let many = argument
                .get_num_args()
                .is_some_and(|range| range.max_values() > 1);
            let name = if many { format!("{name}…") } else { name };
            usage += &if argument.is_required_set() {
                format!(" {name}")
            } else {
                format!(" [{name}]")
            };
        }
        if command.has_subcommands() {
            usage += " [КОМАНДА]";
        }
        usage += " [ПАРАМЕТРЫ]";
        command
            .help_template(HELP)
            .override_usage(usage)
            .subcommand_help_heading("Команды")
            .mut_args(|argument| argument.help_heading("Параметры"))
            .mut_subcommands(move |inner| dressed(inner, &path))
    }
    command.mut_subcommands(|inner| dressed(inner, "surguch-cli"))
}

fn complaint(error: &clap::Error) -> String {
    let named = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        Some(ContextValue::Strings(texts)) => Some(texts.join(", ")),
        _ => None,
    };
    let argument = named(ContextKind::InvalidArg).unwrap_or_default();
    let value = named(ContextKind::InvalidValue).unwrap_or_default();
    let said = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let command = named(ContextKind::InvalidSubcommand).unwrap_or_default();
            format!("Команды «{command}» нет.")
        }
        ErrorKind::MissingSubcommand => "Не указана команда.".to_owned(),
        ErrorKind::UnknownArgument => format!("Параметра «{argument}» у этой команды нет."),
        ErrorKind::MissingRequiredArgument => format!("Не хватает: {}.", argument.replace("...", "")),
        ErrorKind::ArgumentConflict => {
            let other = named(ContextKind::PriorArg).unwrap_or_default();
            format!("Параметры «{argument}» и «{other}» вместе не указывают.")
        }
        ErrorKind::InvalidValue if value.is_empty() => format!("У параметра «{argument}» нет значения."),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("Значение «{value}» не подходит для «{argument}».")
        }
        ErrorKind::InvalidUtf8 => "Командная строка содержит не текст в кодировке UTF-8.".to_owned(),
        _ => "Командная строка составлена неверно.".to_owned(),
    };
    let hint = match error
        .get(ContextKind::SuggestedSubcommand)
        .or(error.get(ContextKind::SuggestedArg))
    {
        Some(ContextValue::String(one)) => format!(" Может быть, «{one}»?"),
        Some(ContextValue::Strings(many)) if !many.is_empty() => {
            format!(" Может быть, «{}»?", many.join("», «"))
        }
        _ => String::new(),
    };
    format!("{said}{hint} Ничего не сделано. Справка: surguch-cli --help")
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::{complaint, in_russian};
    use crate::args::Args;

    fn told(typed: &[&str]) -> String {
        let typed = [&["surguch-cli"], typed].concat();
        complaint(
            &in_russian(Args::command())
                .try_get_matches_from(typed)
                .unwrap_err(),
        )
    }

    #[test]
    fn slips_are_told_in_russian_and_name_what_was_typed() {
        assert!(
            told(&["lst"]).starts_with("Команды «lst» нет. Может быть, «list»?"),
            "{}",
            told(&["lst"])
        );
        assert!(told(&["list", "--colour"]).contains("«--colour»"));
        assert!(told(&["send"]).contains("Не хватает: <№>"), "{}", told(&["send"]));
        assert!(
            told(&["show", "семь"]).contains("Значение «семь» не подходит"),
            "{}",
            told(&["show", "семь"])
        );
        let both = told(&["connect", "diadoc", "--sandbox", "http://127.0.0.1:1"]);
        assert!(both.contains("вместе не указывают"), "{both}");
    }

    #[test]
    fn no_english_word_of_the_frame_is_left_in_the_help() {
        fn texts(command: &mut clap::Command, found: &mut Vec<String>) {
            found.push(command.render_help().to_string());
            command
                .get_subcommands_mut()
                .for_each(|inner| texts(inner, found));
        }
        let mut command = in_russian(Args::command());
        command.build();
        let mut found = Vec::new();
        texts(&mut command, &mut found);
        assert!(found.len() > 12);
        for text in found {
            for word in [
                "Usage",
                "Options",
                "Arguments",
                "Commands",
                "OPTIONS",
                "default",
                "possible values",
            ] {
                assert!(!text.contains(word), "{word}: {text}");
            }
        }
    }
}
