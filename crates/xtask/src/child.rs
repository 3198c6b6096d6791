//! Runs one program, shows its lines as they come and never waits for ever.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use crate::workspace::Stop;

/// Starts the program with one pipe for both of its streams (so that their order is kept), hands every
/// line to `line`, and ends the program when `limit` is over.
///
/// # Errors
/// The program cannot be started, ends with another code than 0, or takes longer than `limit`.
pub fn run(mut command: Command, limit: Duration, mut line: impl FnMut(&str)) -> Result<(), Stop> {
    let shown = shown(&command);
    let (reader, writer) = std::io::pipe().map_err(Stop::io("a pipe"))?;
    let other = writer.try_clone().map_err(Stop::io("a pipe"))?;
    command.stdin(Stdio::null()).stdout(writer).stderr(other);
    let mut child = command
        .spawn()
        .map_err(Stop::io(format!("`{shown}` does not start")))?;
    // The command still holds the writing ends: while they are open, the reader never sees the end.
    drop(command);
    let deadline = Instant::now() + limit;
    let lines = lines_of(reader);
    loop {
        match lines.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            Ok(text) => line(&text),
            Err(RecvTimeoutError::Disconnected) => return end(&mut child, &shown),
            Err(RecvTimeoutError::Timeout) => {
                let _ = child.kill();
                let minutes = limit.as_secs() / 60;
                return Err(Stop::told(format!(
                    "`{shown}` took longer than {minutes} minutes and was ended"
                )));
            }
        }
    }
}

/// What the program printed, when only that matters.
///
/// # Errors
/// The program cannot be started or ends with another code than 0.
pub fn output(mut command: Command) -> Result<String, Stop> {
    let shown = shown(&command);
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .map_err(Stop::io(format!("`{shown}` does not start")))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        Err(Stop::told(format!("`{shown}` ended with {}", output.status)))
    }
}

/// The command as a person would type it.
pub fn shown(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program());
    let mut words = vec![
        program
            .file_name()
            .unwrap_or(program.as_os_str())
            .to_string_lossy()
            .into_owned(),
    ];
    words.extend(command.get_args().map(|word| word.to_string_lossy().into_owned()));
    words.join(" ")
}

fn lines_of(reader: std::io::PipeReader) -> Receiver<String> {
    let (send, receive) = channel();
    std::thread::spawn(move || {
        let mut reader = BufReader::new(reader);
        let mut bytes = Vec::new();
        while reader.read_until(b'\n', &mut bytes).is_ok_and(|count| count > 0) {
            let text = String::from_utf8_lossy(&bytes).trim_end().to_owned();
            if send.send(text).is_err() {
                return;
            }
            bytes.clear();
        }
    });
    receive
}

fn end(child: &mut Child, shown: &str) -> Result<(), Stop> {
    let status = child.wait().map_err(Stop::io(shown.to_owned()))?;
    if status.success() {
        Ok(())
    } else {
        Err(Stop::told(format!("`{shown}` ended with {status}")))
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::process::Command;
    use std::time::Duration;

    fn shell(text: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", text]);
        command
    }

    #[test]
    fn lines_of_both_streams_arrive_in_order() {
        let mut lines = Vec::new();
        let command = shell("echo one; echo two >&2; echo three");
        super::run(command, Duration::from_secs(20), |line| {
            lines.push(line.to_owned())
        })
        .unwrap();
        assert_eq!(lines, ["one", "two", "three"]);
    }

    #[test]
    fn a_program_that_fails_is_named_with_its_code() {
        let stop = super::run(shell("exit 7"), Duration::from_secs(20), |_| {}).unwrap_err();
        assert!(stop.to_string().contains("exit status: 7"), "{stop}");
    }

    #[test]
    fn a_program_that_hangs_is_ended() {
        let stop =
            super::run(shell("exec tail -f /dev/null"), Duration::from_millis(50), |_| {}).unwrap_err();
        assert!(stop.to_string().contains("was ended"), "{stop}");
    }
}
