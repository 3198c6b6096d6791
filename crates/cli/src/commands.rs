//! One file per command.

mod archive;
mod backup;
mod bulk_job;
mod certificates;
mod check_archive;
mod check_signature;
mod connect;
mod counterparties;
mod diagnose;
mod download;
mod export;
mod file_job;
mod firms;
mod folders;
mod import;
mod import_table;
mod list;
mod log_in;
mod notices;
mod outbox;
mod pair;
mod pin;
mod powers;
mod print;
mod receipts;
mod recovery_key;
mod replay;
mod rpc;
mod rules;
mod sandbox;
mod schedule;
mod send;
mod serve;
mod show;
mod sign;
mod status;
mod sync;
mod tell;
mod training_world;

use crate::args::{Args, Command};
use crate::fault::{Done, Fault};
use crate::output::Output;
use crate::session::Session;

/// Runs the command that was typed.
pub(crate) async fn run(args: &Args, output: &Output) -> Result<Done, Fault> {
    match &args.command {
        Command::Sandbox(wanted) => sandbox::run(wanted, output).await,
        Command::Serve(wanted) => serve::run(wanted, args, output).await,
        Command::Backup(wanted) => backup::run(wanted, args, output).await,
        Command::RecoveryKey(wanted) => recovery_key::run(wanted, args, output).await,
        Command::Rpc(wanted) if wanted.list => Ok(rpc::list(output)),
        Command::Connect(wanted) => connect::run(&Session::open(args, output)?, wanted).await,
        Command::Counterparties(wanted) => counterparties::run(&Session::open(args, output)?, wanted).await,
        Command::Import(wanted) => import::run(&Session::open(args, output)?, wanted).await,
        Command::ImportTable(wanted) => import_table::run(&Session::open(args, output)?, wanted).await,
        Command::Folders(wanted) => folders::run(&Session::open(args, output)?, wanted).await,
        Command::Print(wanted) => print::run(&Session::open(args, output)?, wanted).await,
        Command::CheckSignature(wanted) => check_signature::run(&Session::open(args, output)?, wanted).await,
        Command::Archive(wanted) => archive::run(&Session::open(args, output)?, wanted).await,
        Command::CheckArchive(wanted) => check_archive::run(&Session::open(args, output)?, wanted).await,
        Command::Certificates(wanted) => certificates::run(&Session::open(args, output)?, wanted).await,
        Command::Diagnose => diagnose::run(&Session::open(args, output)?).await,
        Command::Send(wanted) => send::run(&Session::open(args, output)?, wanted).await,
        Command::Tell(wanted) => tell::run(&Session::open(args, output)?, wanted).await,
        Command::Sign(wanted) => sign::run(&Session::open(args, output)?, wanted).await,
        Command::Sync(wanted) => sync::run(&Session::open(args, output)?, wanted).await,
        Command::List(wanted) => list::run(&Session::open(args, output)?, wanted).await,
        Command::Export(wanted) => export::run(&Session::open(args, output)?, wanted).await,
        Command::Show(wanted) => show::run(&Session::open(args, output)?, wanted).await,
        Command::Download(wanted) => download::run(&Session::open(args, output)?, wanted).await,
        Command::Pair(wanted) => pair::run(&Session::open(args, output)?, wanted).await,
        Command::Replay(wanted) => replay::run(&Session::open(args, output)?, wanted).await,
        Command::Outbox(wanted) => outbox::run(&Session::open(args, output)?, wanted).await,
        Command::Rules(wanted) => rules::run(&Session::open(args, output)?, wanted).await,
        Command::Powers(wanted) => powers::run(&Session::open(args, output)?, wanted).await,
        Command::Receipts(wanted) => receipts::run(&Session::open(args, output)?, wanted).await,
        Command::Schedule(wanted) => schedule::run(&Session::open(args, output)?, wanted).await,
        Command::Notices(wanted) => notices::run(&Session::open(args, output)?, wanted).await,
        Command::Status => status::run(&Session::open(args, output)?).await,
        Command::Rpc(wanted) => rpc::run(&Session::open(args, output)?, wanted).await,
    }
}
