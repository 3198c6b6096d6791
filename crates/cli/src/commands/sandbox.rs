//! `sandbox`: the training world as a server on this computer, for integrators and tests.
//!
//! Prints one line of JSON when it is ready (addresses, firms, keys) and runs until it is told to stop. Needs no data
//! folder: it is the other side of the wire.

use std::io::ErrorKind;

use sandbox::{Options, Sandbox};

use super::check_signature::not_read;
use crate::args;
use crate::fault::{Done, Fault};
use crate::interrupt::interrupted;
use crate::output::Output;

pub(crate) async fn run(wanted: &args::Sandbox, output: &Output) -> Result<Done, Fault> {
    let roots = wanted
        .roots
        .iter()
        .map(|path| std::fs::read(path).map_err(|error| not_read(path, &error)));
    let options = Options {
        port: wanted.port.unwrap_or(0),
        state: wanted.state.clone(),
        delays: None,
        roots: roots.collect::<Result<_, _>>()?,
        cloud_keys: Vec::new(),
        party_keys: Vec::new(),
    };
    let sandbox = Sandbox::start(options)
        .await
        .map_err(|error| refused(wanted, &error))?;
    output.json(&sandbox.describe());
    output.note(&format!(
        "Учебный режим работает. Кабинеты контрагентов: http://{}/cabinet\n\
         SMS и письма F.Doc: http://{}/fdoc\n\
         Подключить учебную фирму: surguch-cli connect --sandbox http://{}\n\
         Остановить: Ctrl-C.",
        sandbox.address(),
        sandbox.address(),
        sandbox.address()
    ));
    interrupted().await;
    sandbox.shutdown().await;
    Ok(Done::Whole)
}

fn refused(wanted: &args::Sandbox, error: &std::io::Error) -> Fault {
    if error.kind() == ErrorKind::AddrInUse {
        let port = wanted.port.unwrap_or_default();
        return Fault::new(
            "port_in_use",
            format!(
                "Порт {port} занят другой программой. Ничего не изменено. Укажите другой порт или не указывайте \
                 --port: программа выберет свободный."
            ),
        );
    }
    let place = match &wanted.state {
        Some(state) => format!(
            "Папка учебного мира «{}» не открывается: {error}.",
            state.display()
        ),
        None => format!("Учебный режим не запустился: {error}."),
    };
    Fault::new(
        "sandbox_failed",
        format!("{place} Ничего не изменено. Проверьте папку и права и повторите."),
    )
}
