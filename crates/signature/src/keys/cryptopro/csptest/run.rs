//! One command of the provider: run to its end or to its limit, its code read.

use std::ffi::OsString;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use crate::{Error, Result};

use super::codes;

/// A list of some thousand certificates; what is longer is cut.
const MOST_OUTPUT_BYTES: u64 = 16 * 1024 * 1024;
const BETWEEN_LOOKS: Duration = Duration::from_millis(10);
/// SCARD_E_NO_MORE_FILES-like answer of `certmgr` for a store with nothing in it.
const EMPTY_LIST: u32 = 0x8010_002C;

/// A command with its arguments.
pub(super) struct Command {
    program: PathBuf,
    arguments: Vec<OsString>,
    limit: Duration,
}

impl Command {
    pub(super) fn new(program: PathBuf, limit: Duration) -> Self {
        Self {
            program,
            arguments: Vec::new(),
            limit,
        }
    }

    pub(super) fn arguments(mut self, arguments: &[&str]) -> Self {
        self.arguments.extend(arguments.iter().map(OsString::from));
        self
    }

    pub(super) fn path(mut self, path: &Path) -> Self {
        self.arguments.push(path.as_os_str().to_owned());
        self
    }

    /// A path after its flag; without a flag the path stands alone.
    pub(super) fn flagged(mut self, flag: &str, path: &Path) -> Self {
        if !flag.is_empty() {
            self.arguments.push(flag.into());
        }
        self.path(path)
    }

    /// What the command printed, where it ended well.
    pub(super) fn run(self) -> Result<String> {
        let mut command = std::process::Command::new(&self.program);
        command.args(&self.arguments).env("LC_ALL", "C.UTF-8");
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().map_err(|_| Error::NoModule)?;
        // Both outputs are drained while the command runs: a full pipe would stop it.
        let printed = [drain(child.stdout.take()), drain(child.stderr.take())];
        let ended = wait(&mut child, self.limit);
        let printed: Vec<Vec<u8>> = match &ended {
            // A window left behind may still hold the pipes: what it prints is not waited for.
            Err(_) => Vec::new(),
            Ok(_) => printed
                .into_iter()
                .map(|thread| thread.join().unwrap_or_default())
                .collect(),
        };
        let text = String::from_utf8_lossy(&printed.concat()).into_owned();
        match (ended?, code(&text)) {
            (_, Some(code)) if code != 0 => {
                Err(codes::error(if code == EMPTY_LIST { NOT_FOUND } else { code }))
            }
            (Some(0), _) => Ok(text),
            (Some(status), _) => Err(Error::Provider {
                code: u32::from_ne_bytes(status.to_ne_bytes()),
            }),
            (None, _) => Err(Error::Crashed),
        }
    }
}

/// CRYPT_E_NOT_FOUND.
const NOT_FOUND: u32 = 0x8009_2004;

fn drain(pipe: Option<impl Read + Send + 'static>) -> std::thread::JoinHandle<Vec<u8>> {
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(pipe) = pipe {
            let _ = pipe.take(MOST_OUTPUT_BYTES).read_to_end(&mut bytes);
        }
        bytes
    })
}

/// The exit status; `None` where a signal ended the command.
fn wait(child: &mut Child, limit: Duration) -> Result<Option<i32>> {
    let until = Instant::now() + limit;
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return Ok(status.code()),
            Ok(None) if Instant::now() < until => std::thread::sleep(BETWEEN_LOOKS),
            Ok(None) | Err(_) => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(Error::TimedOut);
            }
        }
    }
}

/// The last `[ErrorCode: 0x…]`.
fn code(text: &str) -> Option<u32> {
    let (_, rest) = text.rsplit_once("[ErrorCode:")?;
    let (digits, _) = rest.split_once(']')?;
    u32::from_str_radix(digits.trim().strip_prefix("0x")?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_is_read_whatever_the_text_says() {
        assert_eq!(
            code("Неверный PIN\u{FFFD}\n[ErrorCode: 0x8010006b]\n"),
            Some(0x8010_006B)
        );
        assert_eq!(code("[ErrorCode: 0x00000000]"), Some(0));
        assert_eq!(code("[ErrorCode: 0x1] … [ErrorCode: 0x2]"), Some(2));
        for text in ["", "[ErrorCode: ]", "[ErrorCode: 12]", "[ErrorCode: 0x8010006b"] {
            assert_eq!(code(text), None, "{text}");
        }
    }
}
