//! The parent's side of one child: calls with a limit of time, and a sure end.
//!
//! Reading and writing have threads of their own, so that a child that neither reads nor writes holds up nobody longer
//! than the limit. What the child says is not trusted: it has a third party's code in it.

use std::io::Write;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use zeroize::Zeroizing;

use crate::keys::several::StoreChoice;
use crate::keys::{PinAnswer, PinQuestion, PinSource};
use crate::{Error, Result};

use super::frame::{self, Body, MostBody};
use super::message::{Call, PinSaid, Told};
use super::store::Launch;

/// A child that was told to end may take this long.
const LAST_BREATH: Duration = Duration::from_secs(3);

/// What the reading thread brings: `Err` for anything that is no frame.
type Heard = Result<(Told, Body), ()>;

/// Who is asked for the PIN, and how long the provider's own window may stand open.
pub(super) struct Asking<'a> {
    pub pin: &'a mut dyn PinSource,
    pub own_window: Duration,
}

/// A running child.
pub(super) struct Link {
    child: Option<Child>,
    calls: Option<Sender<(Call, Body)>>,
    heard: Receiver<Heard>,
}

impl Link {
    pub(super) fn start(launch: &Launch, choices: &[StoreChoice], limit: Duration) -> Result<Self> {
        let mut command = Command::new(&launch.program);
        command
            .args(&launch.arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        // Our own variables may hold the passphrase of the database: no business of a token's module.
        let ours = |(name, _): &(std::ffi::OsString, _)| name.to_string_lossy().starts_with("SURGUCH_");
        for (name, _) in std::env::vars_os().filter(ours) {
            command.env_remove(name);
        }
        command.envs(launch.environment.iter().cloned());
        let mut child = command.spawn().map_err(|_| Error::Crashed)?;
        let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(Error::Crashed);
        };
        let (calls, to_write) = channel();
        std::thread::spawn(move || write_calls(input, &to_write));
        let (told, heard) = channel();
        std::thread::spawn(move || read_answers(output, &told));
        let mut link = Self {
            child: Some(child),
            calls: Some(calls),
            heard,
        };
        match link.call(Call::Begin(choices.to_vec()), &[], limit, None)? {
            (Told::Ready, _) => Ok(link),
            _ => Err(link.nonsense()),
        }
    }

    /// The child's process id, while it runs.
    pub(super) fn id(&self) -> Option<u32> {
        self.child.as_ref().map(Child::id)
    }

    /// Can it still be spoken to?
    pub(super) fn stands(&mut self) -> bool {
        self.child
            .as_mut()
            .is_some_and(|child| matches!(child.try_wait(), Ok(None)))
    }

    /// Says something that is not answered.
    pub(super) fn say(&self, call: Call, body: &[u8]) {
        if let Some(calls) = &self.calls {
            let _ = calls.send((call, Zeroizing::new(body.to_vec())));
        }
    }

    /// Asks and waits. The limit stands still while a person is asked for the PIN here; it widens where the person
    /// lets the provider ask.
    pub(super) fn call(
        &mut self,
        call: Call,
        body: &[u8],
        mut limit: Duration,
        mut asking: Option<Asking<'_>>,
    ) -> Result<(Told, Body)> {
        if self.child.is_none() {
            return Err(Error::Crashed);
        }
        self.say(call, body);
        let mut given_up = None;
        loop {
            match self.heard.recv_timeout(limit) {
                Ok(Ok((Told::Ask(question), _))) => match ask(&question, asking.take()) {
                    Ok((answer, wider)) => {
                        limit = wider.unwrap_or(limit);
                        self.answer(answer);
                    }
                    Err(error) => {
                        given_up = Some(error);
                        self.answer(PinAnswer::Cancel);
                    }
                },
                Ok(Ok((Told::Failed(failure), _))) => return Err(given_up.unwrap_or_else(|| failure.into())),
                Ok(Ok(answer)) => return Ok(answer),
                Ok(Err(())) => return Err(self.nonsense()),
                Err(RecvTimeoutError::Timeout) => {
                    self.end();
                    return Err(Error::TimedOut);
                }
                Err(RecvTimeoutError::Disconnected) => {
                    self.end();
                    return Err(Error::Crashed);
                }
            }
        }
    }

    fn answer(&self, answer: PinAnswer) {
        match answer {
            PinAnswer::Pin(pin) => self.say(Call::Pin(PinSaid::Given), pin.as_bytes()),
            PinAnswer::PinDespiteLastTry(pin) => {
                self.say(Call::Pin(PinSaid::GivenDespiteLastTry), pin.as_bytes());
            }
            PinAnswer::OwnWindow => self.say(Call::Pin(PinSaid::OwnWindow), &[]),
            PinAnswer::Cancel => self.say(Call::Pin(PinSaid::Cancelled), &[]),
        }
    }

    /// Ends a child that speaks nonsense.
    pub(super) fn nonsense(&mut self) -> Error {
        self.end();
        Error::Malformed {
            what: "answer of the key store",
        }
    }

    /// Ends the child at once, by its own handle.
    fn end(&mut self) {
        self.calls = None;
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// A child that asks twice in one call gets no second answer: one log-in per action.
fn ask(question: &PinQuestion, asking: Option<Asking<'_>>) -> Result<(PinAnswer, Option<Duration>)> {
    let asking = asking.ok_or(Error::PinCancelled)?;
    let answer = asking.pin.ask(question)?;
    let wider = matches!(answer, PinAnswer::OwnWindow).then_some(asking.own_window);
    Ok((answer, wider))
}

impl Drop for Link {
    /// Closes the child's input and lets it end by itself; a child that does not is ended. Nobody waits for it.
    fn drop(&mut self) {
        self.calls = None;
        let Some(mut child) = self.child.take() else {
            return;
        };
        std::thread::spawn(move || {
            let until = Instant::now() + LAST_BREATH;
            while Instant::now() < until {
                if !matches!(child.try_wait(), Ok(None)) {
                    return;
                }
                std::thread::sleep(Duration::from_millis(10));
            }
            let _ = child.kill();
            let _ = child.wait();
        });
    }
}

fn write_calls(mut input: ChildStdin, calls: &Receiver<(Call, Body)>) {
    for (call, body) in calls {
        if frame::write(&mut input, &call, &body).is_err() {
            break;
        }
    }
    let _ = input.flush();
}

fn read_answers(mut output: ChildStdout, told: &Sender<Heard>) {
    loop {
        let heard = match frame::read(&mut output, MostBody::FROM_CHILD) {
            Ok(Some(said)) => Ok(said),
            Ok(None) => return,
            // Cut in the middle: the child broke off while speaking.
            Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => return,
            Err(_) => Err(()),
        };
        let last = heard.is_err();
        if told.send(heard).is_err() || last {
            return;
        }
    }
}
