//! The one place that writes to the terminal: answers to standard output, everything else to standard error.

use std::io::{self, Write};

use serde_json::{Value, json};

use crate::fault::Fault;

/// Whom the command speaks to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Output {
    /// A person at a terminal.
    Person,
    /// Another program.
    Program,
}

impl Output {
    pub(crate) fn new(json: bool) -> Self {
        if json { Self::Program } else { Self::Person }
    }

    pub(crate) fn is_for_program(self) -> bool {
        self == Self::Program
    }

    /// A line of the answer.
    pub(crate) fn line(self, text: &str) {
        write_line(&mut io::stdout().lock(), text);
    }

    /// The whole answer as one line of JSON.
    pub(crate) fn json(self, answer: &Value) {
        self.line(&answer.to_string());
    }

    /// Progress and hints; a program does not see them.
    pub(crate) fn note(self, text: &str) {
        if self == Self::Person {
            write_line(&mut io::stderr().lock(), text);
        }
    }

    /// A question of the terminal; the answer is typed behind it.
    pub(crate) fn ask(self, text: &str) {
        let mut stderr = io::stderr().lock();
        _ = write!(stderr, "{text}");
        _ = stderr.flush();
    }

    /// Why the command failed.
    pub(crate) fn fault(self, fault: &Fault) {
        let text = match self {
            Self::Person => fault.message.clone(),
            Self::Program => json!({ "error": fault }).to_string(),
        };
        write_line(&mut io::stderr().lock(), &text);
    }
}

/// A reader that went away (`surguch-cli list | head`) is no error of ours.
fn write_line(to: &mut impl Write, text: &str) {
    _ = writeln!(to, "{text}");
    _ = to.flush();
}
