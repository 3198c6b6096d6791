//! The one list of commands. From it come [`dispatch`], [`COMMANDS`] and the TypeScript types.

use engine::Engine;
use serde_json::Value;
use tracing::Instrument;

use crate::error::{ApiError, Failure};
use crate::typescript::Signature;
use crate::{
    app, card, connections, counterparties, documents, firms, incoming, notices, operators, outbox, request,
    schedule, security, sync, views,
};

macro_rules! commands {
    ($($name:literal: $handler:path, $request:ty => $answer:ty;)+) => {
        /// The name of every command, in the order of the list.
        pub const COMMANDS: &[&str] = &[$($name),+];

        async fn run(engine: &Engine, command: &str, request: Value) -> Result<Value, Failure> {
            match command {
                $($name => {
                    let request: $request = request::parse(command, request)?;
                    let answer: $answer = Box::pin($handler(engine, request)).await?;
                    serde_json::to_value(answer).map_err(|error| Failure::internal(&error))
                })+
                unknown => Err(Failure::unknown_command(unknown)),
            }
        }

        /// The types of every command, for the generated TypeScript.
        pub(crate) fn signatures() -> Vec<Signature> {
            vec![$(Signature::of::<$request, $answer>($name)),+]
        }
    };
}

commands! {
    "app.status": app::status, views::Empty => app::AppStatus;
    "operators.list": operators::list, views::Empty => operators::Operators;
    "firms.list": firms::list, views::Empty => firms::Firms;
    "firms.save": firms::save, firms::SaveFirm => views::Id;
    "connections.list": connections::list, views::Empty => connections::Connections;
    "connections.test": connections::test, connections::TestConnection => connections::Boxes;
    "connections.save": connections::save, connections::SaveConnection => connections::SavedConnection;
    "connections.remove": connections::remove, views::Id => views::Empty;
    "counterparties.list": counterparties::list, counterparties::ListCounterparties => counterparties::Counterparties;
    "counterparties.sync": counterparties::sync, views::OneConnection => counterparties::Found;
    "documents.list": documents::list, documents::ListDocuments => documents::Documents;
    "documents.get": card::get, views::Id => card::DocumentCard;
    "documents.import": incoming::import, incoming::ImportDocuments => incoming::ImportResults;
    "documents.assign": incoming::assign, incoming::AssignParties => views::Empty;
    "documents.send": outbox::send, outbox::SendDocuments => outbox::SendResults;
    "outbox.list": outbox::list, outbox::ListOutbox => outbox::OutboxPage;
    "outbox.retry": outbox::retry, views::Id => views::Empty;
    "outbox.cancel": outbox::cancel, views::Id => views::Empty;
    "sync.run": sync::run, views::OneConnection => sync::SyncResults;
    "notices.list": notices::list, notices::ListNotices => notices::Notices;
    "notices.mark_read": notices::mark_read, views::Id => views::Empty;
    "schedule.get": schedule::get, views::Empty => schedule::Schedule;
    "schedule.set": schedule::set, schedule::Schedule => views::Empty;
    "security.status": security::status, views::Empty => security::SecurityStatus;
}

/// Runs a command. The error carries the number under which the log tells more.
pub async fn dispatch(engine: &Engine, command: &str, request: Value) -> Result<Value, ApiError> {
    let trace_id = ApiError::new_trace_id();
    let span = tracing::info_span!("rpc", command, trace_id);
    async {
        run(engine, command, request).await.map_err(|failure| {
            tracing::info!(code = failure.code(), "the command was refused");
            failure.traced(trace_id.clone())
        })
    }
    .instrument(span.clone())
    .await
}
