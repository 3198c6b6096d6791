//! The child's side: one call after the other, a reader beside them that notices the end of the parent.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read, Write};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use zeroize::Zeroizing;

use crate::keys::several::{Several, StoreChoice};
use crate::keys::{KeyStore, PinAnswer, PinQuestion, PinSource, Signer};
use crate::{Error, Result};

use super::frame::{self, Body, MostBody};
use super::message::{Call, Failure, KeyNumber, PinSaid, Told};

/// How long a call may go on after the parent has ended, and how long a tidy exit may take after that.
const GRACE: Duration = Duration::from_secs(1);

type Said = (Call, Body);

/// The whole life of the child: serves the parent over standard input and output, and returns when the parent is done.
/// Ends the process where a call outlives the parent.
pub fn child() {
    let end = || {
        std::thread::sleep(GRACE);
        std::thread::spawn(|| {
            std::thread::sleep(GRACE);
            // Even the exit handlers of a module hang.
            std::process::abort();
        });
        std::process::exit(1);
    };
    let Ok((reader, writer)) = own_pipes() else { return };
    serve(reader, writer, Several::of, end);
}

/// The two pipes to the parent without the standard library's buffers, which would keep a PIN unwiped. What a module
/// prints to the standard output afterwards goes nowhere.
#[cfg(unix)]
fn own_pipes() -> io::Result<(File, File)> {
    use std::os::fd::AsFd;
    let reader = io::stdin().as_fd().try_clone_to_owned()?;
    let writer = io::stdout().as_fd().try_clone_to_owned()?;
    rustix::stdio::dup2_stdout(File::options().write(true).open("/dev/null")?)?;
    Ok((reader.into(), writer.into()))
}

/// As on other systems; only that a module which prints to the standard output ends the talk.
#[cfg(windows)]
fn own_pipes() -> io::Result<(File, File)> {
    use std::os::windows::io::AsHandle;
    let reader = io::stdin().as_handle().try_clone_to_owned()?;
    let writer = io::stdout().as_handle().try_clone_to_owned()?;
    Ok((reader.into(), writer.into()))
}

/// Serves one parent until its side of the talk ends. `parent_ended` runs beside a call that may still be going on.
pub fn serve<S: KeyStore>(
    reader: impl Read + Send + 'static,
    writer: impl Write,
    stores: impl FnOnce(&[StoreChoice]) -> S,
    parent_ended: impl FnOnce() + Send + 'static,
) {
    let (sender, calls) = channel::<Said>();
    std::thread::spawn(move || {
        let mut reader = reader;
        while let Ok(Some(said)) = frame::read(&mut reader, MostBody::FROM_PARENT) {
            if sender.send(said).is_err() {
                break;
            }
        }
        drop(sender);
        parent_ended();
    });
    let mut talk = Talk { writer, calls };
    let Ok((Call::Begin(choices), _)) = talk.calls.recv() else {
        return;
    };
    let mut desk = Desk {
        store: stores(&choices),
        opened: HashMap::new(),
        next: 0,
    };
    let mut told = talk.tell(&Told::Ready, &[]);
    while told.is_ok() {
        let Ok((call, body)) = talk.calls.recv() else {
            return;
        };
        told = desk.carry_out(call, &body, &mut talk);
    }
}

struct Talk<W> {
    writer: W,
    calls: Receiver<Said>,
}

impl<W: Write> Talk<W> {
    fn tell(&mut self, told: &Told, body: &[u8]) -> io::Result<()> {
        frame::write(&mut self.writer, told, body)
    }
}

impl<W: Write> PinSource for Talk<W> {
    fn ask(&mut self, question: &PinQuestion) -> Result<PinAnswer> {
        self.tell(&Told::Ask(question.clone()), &[])
            .map_err(|_| Error::PinCancelled)?;
        let Ok((Call::Pin(said), pin)) = self.calls.recv() else {
            return Ok(PinAnswer::Cancel);
        };
        let text = || std::str::from_utf8(&pin).map(|pin| Zeroizing::new(pin.to_owned()));
        Ok(match (said, text()) {
            (PinSaid::Given, Ok(pin)) => PinAnswer::Pin(pin),
            (PinSaid::GivenDespiteLastTry, Ok(pin)) => PinAnswer::PinDespiteLastTry(pin),
            (PinSaid::OwnWindow, _) => PinAnswer::OwnWindow,
            (PinSaid::Cancelled, _) | (_, Err(_)) => PinAnswer::Cancel,
        })
    }
}

struct Desk<S> {
    store: S,
    opened: HashMap<KeyNumber, Box<dyn Signer>>,
    next: u32,
}

impl<S: KeyStore> Desk<S> {
    fn carry_out<W: Write>(&mut self, call: Call, body: &[u8], talk: &mut Talk<W>) -> io::Result<()> {
        let answer = match call {
            Call::Close(key) => {
                self.opened.remove(&key);
                return Ok(());
            }
            // An answer to a question that was given up.
            Call::Pin(_) => return Ok(()),
            Call::Begin(_) => Err(Error::Malformed {
                what: "second beginning",
            }),
            Call::List => self
                .store
                .list()
                .map(|entries| (Told::Entries(entries), Vec::new())),
            Call::Tokens => self
                .store
                .tokens()
                .map(|tokens| (Told::Tokens(tokens), Vec::new())),
            Call::Open(address) => self.store.open(&address, talk).map(|signer| self.keep(signer)),
            Call::Sign(key, at) => self
                .key(key)
                .and_then(|key| key.sign_detached(body, at))
                .map(done),
            Call::Decrypt(key) => self.key(key).and_then(|key| key.decrypt(body)).map(done),
        };
        match answer {
            Ok((told, body)) => talk.tell(&told, &Zeroizing::new(body)),
            Err(error) => talk.tell(&Told::Failed(Failure::from(error)), &[]),
        }
    }

    fn keep(&mut self, signer: Box<dyn Signer>) -> (Told, Vec<u8>) {
        let number = KeyNumber(self.next);
        self.next += 1;
        let certificate = signer.certificate().der().to_vec();
        self.opened.insert(number, signer);
        (Told::Opened(number), certificate)
    }

    fn key(&mut self, number: KeyNumber) -> Result<&mut Box<dyn Signer>> {
        self.opened.get_mut(&number).ok_or(Error::NoKey)
    }
}

fn done(body: Vec<u8>) -> (Told, Vec<u8>) {
    (Told::Done, body)
}
