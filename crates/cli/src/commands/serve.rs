//! `serve`: the window in a browser of this computer.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use engine::ports::Randomness;
use host::{NoNotifier, OsRandomness};
use serde_json::json;
use workplace::{Options, Workplace};

use crate::args::{self, Args};
use crate::fault::{Done, Fault};
use crate::interrupt::interrupted;
use crate::output::Output;
use crate::serve::{Desk, Server};
use crate::session;

pub(crate) async fn run(wanted: &args::Serve, args: &Args, output: &Output) -> Result<Done, Fault> {
    let pages = pages(wanted)?;
    let folders = session::folders(args)?;
    let workplace = Arc::new(Workplace::new(Options {
        folders,
        notifier: Arc::new(NoNotifier),
    }));
    let token = OsRandomness
        .key_bytes()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let desk = Desk {
        workplace: Arc::clone(&workplace),
        pages: Arc::new(pages),
    };
    let server = Server::bind(wanted.port.unwrap_or(0), token, desk)
        .await
        .map_err(|error| busy(&error))?;
    if wanted.training {
        workplace.dispatch("training.start", json!({})).await?;
    } else {
        workplace.resume().await;
    }
    tell(&server.url(), args, output);
    let served = server.run(interrupted()).await;
    workplace.close().await;
    served.map_err(|error| Fault::internal(&error))?;
    Ok(Done::Whole)
}

fn tell(url: &str, args: &Args, output: &Output) {
    if args.json {
        output.json(&json!({ "url": url }));
    } else {
        output.line(url);
        output.note("Откройте этот адрес в браузере этого компьютера. Остановить: Ctrl-C.");
    }
}

/// The folder of the page: named, beside the program, or in a checkout of the project.
fn pages(wanted: &args::Serve) -> Result<PathBuf, Fault> {
    let beside = std::env::current_exe()
        .ok()
        .and_then(|program| program.parent().map(|folder| folder.join("ui")));
    let candidates = match &wanted.ui {
        Some(named) => vec![named.clone()],
        None => beside.into_iter().chain([Path::new("ui").join("dist")]).collect(),
    };
    let found = candidates
        .into_iter()
        .find(|folder| folder.join("index.html").is_file());
    found.ok_or_else(|| {
        Fault::new(
            "no_pages",
            "Файлы окна не найдены. Документы не затронуты. Укажите папку с ними ключом --ui; в исходниках её \
             собирает команда npm run build в папке ui."
                .to_owned(),
        )
    })
}

fn busy(error: &std::io::Error) -> Fault {
    Fault::new(
        "port_in_use",
        format!(
            "Порт не открылся: {error}. Ничего не изменено. Укажите другой порт или не указывайте --port."
        ),
    )
}
