//! A person at a terminal of their own: `script` of util-linux gives the program one.

use std::ffi::OsString;
use std::process::Stdio;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, ChildStdin, ChildStdout};
use tokio::time::timeout;

use super::desk::{Desk, Done};

/// Nothing is waited for longer.
const PATIENCE: Duration = Duration::from_secs(60);

/// A program at work at a terminal.
pub struct Terminal {
    child: Child,
    keys: ChildStdin,
    screen: ChildStdout,
    shown: Vec<u8>,
    /// What was shown before this place was looked at.
    seen: usize,
}

impl Desk {
    /// Starts the program at a terminal.
    pub fn at_terminal(&self, arguments: &[&str], environment: Vec<(OsString, OsString)>) -> Terminal {
        let plain = self.command(arguments);
        let words: Vec<String> = std::iter::once(plain.as_std().get_program())
            .chain(plain.as_std().get_args())
            .map(|word| format!("'{}'", word.to_str().unwrap()))
            .collect();
        let mut command = tokio::process::Command::new("script");
        command
            .args(["--quiet", "--return", "--command", &words.join(" "), "/dev/null"])
            .env_clear()
            .envs(
                plain
                    .as_std()
                    .get_envs()
                    .filter_map(|(name, value)| Some((name, value?))),
            )
            .envs(environment)
            .env("SHELL", "/bin/sh")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true);
        let mut child = command.spawn().expect("util-linux is here");
        Terminal {
            keys: child.stdin.take().unwrap(),
            screen: child.stdout.take().unwrap(),
            child,
            shown: Vec::new(),
            seen: 0,
        }
    }
}

impl Terminal {
    /// Waits until these words stand on the screen, below whatever was seen before.
    pub async fn sees(&mut self, words: &str) {
        let look = async {
            loop {
                let below = &self.shown[self.seen..];
                if let Some(at) = below
                    .windows(words.len())
                    .position(|part| part == words.as_bytes())
                {
                    self.seen += at + words.len();
                    return true;
                }
                if self.screen.read_buf(&mut self.shown).await.unwrap() == 0 {
                    return false;
                }
            }
        };
        let is_seen = timeout(PATIENCE, look).await;
        assert!(
            matches!(is_seen, Ok(true)),
            "{words} is not seen:\n{}",
            self.text()
        );
    }

    /// Types an answer behind a question.
    pub async fn answers(&mut self, question: &str, answer: &str) {
        self.sees(question).await;
        let line = format!("{answer}\n");
        self.keys.write_all(line.as_bytes()).await.unwrap();
        self.keys.flush().await.unwrap();
    }

    /// Waits for the end; all that was shown is the standard output.
    pub async fn finished(mut self) -> Done {
        let to_end = async {
            while self.screen.read_buf(&mut self.shown).await.unwrap() > 0 {}
            self.child.wait().await.unwrap()
        };
        let status = timeout(PATIENCE, to_end).await.expect("the program ends");
        Done {
            code: status.code().unwrap_or(-1),
            stdout: self.text(),
            stderr: String::new(),
        }
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.shown).replace(['\u{a0}', '\r'], " ")
    }
}
