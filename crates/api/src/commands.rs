//! The one list of commands. From it come [`dispatch`], [`COMMANDS`] and the TypeScript types.

use engine::Engine;
use serde_json::Value;
use tracing::Instrument;

use crate::answer::{Answer, Tells};
use crate::error::{ApiError, Failure};
use crate::typescript::Signature;
use crate::{
    accesses, app, archive, bulk, card, certificates, clouds, connection_requests, connections,
    counterparties, documents, endings, exchange, exchange_log, export, files, firms, folders, found,
    incoming, intake, kinds, log_ins, notices, operators, outbox, overview, pairs, people, persons, pins,
    powers, print_forms, printing, receipt_rules, records, relations, request, rules, saved_views, schedule,
    security, sending, signatures, status_names, statuses, sync, tables, tokens, trust, views, visits,
    workplace,
};

macro_rules! commands {
    ($($name:literal: $handler:path, $request:ty => $answer:ty;)+) => {
        /// The name of every command, in the order of the list.
        pub const COMMANDS: &[&str] = &[$($name),+];

        async fn run(engine: &Engine, command: &str, request: Value) -> Result<Answer, Failure> {
            match command {
                $($name => {
                    let request: $request = request::parse(command, request)?;
                    let told = Box::pin($handler(engine, request)).await?;
                    Tells::<$answer>::answer(told)
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
    "kinds.list": kinds::list, views::Empty => kinds::Kinds;
    "kinds.save": kinds::save, kinds::SaveKind => views::Id;
    "kinds.remove": kinds::remove, views::Id => views::Empty;
    "individuals.list": people::list_individuals, people::ListIndividuals => people::Individuals;
    "individuals.get": people::get_individual, views::Id => people::IndividualCard;
    "individuals.save": people::save_individual, people::SaveIndividual => views::Id;
    "individuals.merge": people::merge_individuals, people::Merge => views::Empty;
    "employees.list": people::list_employees, views::Empty => people::Employees;
    "employees.save": people::save_employee, people::SaveEmployee => views::Id;
    "employees.set_current": people::choose_employee, people::ChooseEmployee => views::Empty;
    "persons.of": persons::of, views::Id => persons::PersonOf;
    "persons.save": persons::save, persons::SavePersonOf => views::Empty;
    "persons.act": persons::act, persons::ActForPerson => persons::EnqueuedAct;
    "persons.link": persons::link, views::Id => persons::BrowserLink;
    "persons.signed_copy": persons::signed_copy, views::Id => persons::SignedPdf;
    "persons.sent": persons::sent, persons::ListSentToPersons => persons::SentToPersons;
    "persons.consents": persons::consents, views::Empty => persons::Consents;
    "accesses.list": accesses::list, views::Id => accesses::Accesses;
    "accesses.save": accesses::save, accesses::SaveAccess => accesses::OneAccess;
    "accesses.remove": accesses::remove, accesses::AccessOf => views::Empty;
    "connection_requests.list": connection_requests::list, views::Empty => connection_requests::ConnectionRequests;
    "connection_requests.send": connection_requests::send, connection_requests::SendConnectionRequest => connection_requests::OneConnectionRequest;
    "connection_requests.retry": connection_requests::retry, views::Id => connection_requests::OneConnectionRequest;
    "connection_requests.cancel": connection_requests::cancel, views::Id => views::Empty;
    "connections.list": connections::list, views::Empty => connections::Connections;
    "connections.test": connections::test, connections::TestConnection => connections::Boxes;
    "connections.save": connections::save, connections::SaveConnection => connections::SavedConnection;
    "connections.remove": connections::remove, views::Id => views::Empty;
    "connections.set": connections::set, connections::SetConnection => views::Empty;
    "exchange_log.list": exchange_log::list, exchange_log::ListExchangeLog => exchange_log::ExchangeLog;
    "exchange_log.clear": exchange_log::clear, views::Id => views::Empty;
    "statuses.list": statuses::list, views::Empty => statuses::Statuses;
    "status_names.list": status_names::list, status_names::StatusesOf => status_names::StatusDirectory;
    "status_names.save": status_names::save, status_names::SaveStatusName => views::Empty;
    "status_names.remove": status_names::remove, status_names::TaughtStatusName => views::Empty;
    "status_names.fill": status_names::fill, status_names::StatusesOf => status_names::FilledStatuses;
    "log_in.begin": log_ins::begin, log_ins::BeginLogIn => log_ins::OneLogIn;
    "log_in.get": log_ins::get, views::Id => log_ins::OneLogIn;
    "log_in.cancel": log_ins::cancel, views::Id => views::Empty;
    "log_in.out": log_ins::out, views::Id => log_ins::LoggedOut;
    "counterparties.list": counterparties::list, counterparties::ListCounterparties => counterparties::Counterparties;
    "counterparties.sync": counterparties::sync, views::OneConnection => counterparties::Found;
    "counterparties.get": counterparties::get, views::Id => counterparties::CounterpartyCard;
    "counterparties.save": counterparties::save, counterparties::SaveCounterparty => views::Id;
    "counterparties.check": counterparties::check, counterparties::CheckCounterparty => counterparties::CheckedCounterparty;
    "counterparties.merge": counterparties::merge, people::Merge => views::Empty;
    "counterparties.duplicates": counterparties::duplicates, views::Empty => counterparties::Duplicates;
    "exchange.start": exchange::start, exchange::StartExchange => exchange::Exchange;
    "exchange.get": exchange::get, views::Empty => exchange::Exchange;
    "exchange.cancel": exchange::cancel, views::Empty => exchange::Exchange;
    "relations.invitations": relations::invitations, views::Empty => relations::Relations;
    "relations.invitable": relations::invitable, views::Empty => relations::Relations;
    "relations.act": relations::act, relations::ActOnRelations => relations::ActedOnRelations;
    "relations.acts": relations::acts, views::Empty => relations::RelationActs;
    "relations.retry": relations::retry, views::Id => views::Empty;
    "relations.cancel": relations::cancel, views::Id => views::Empty;
    "relations.choose_box": relations::choose_box, relations::ChooseBox => views::Empty;
    "documents.list": documents::list, documents::ListDocuments => documents::Documents;
    "documents.totals": documents::totals, documents::TotalDocuments => documents::DocumentTotals;
    "documents.found": found::places, found::FindPlaces => found::FoundPlaces;
    "documents.export": export::export, export::ExportDocuments => export::ExportedTable;
    "documents.select": documents::select, documents::ChosenDocuments => documents::SelectedDocuments;
    "documents.owed": card::owed, card::OwedDocuments => card::Owed;
    "documents.get": card::get, views::Id => card::DocumentCard;
    "documents.import": incoming::import, incoming::ImportDocuments => incoming::ImportResults;
    "documents.assign": incoming::assign, incoming::AssignParties => views::Empty;
    "documents.create": records::create, records::CreateRecord => views::Id;
    "documents.edit": records::edit, views::Id => records::EditedRecord;
    "documents.save": records::save, records::SaveRecord => records::SavedRecord;
    "documents.calculate": records::calculate, records::CalculateLines => records::CalculatedLines;
    "documents.link": records::link, records::LinkDocuments => views::Empty;
    "documents.unlink": records::unlink, records::LinkDocuments => views::Empty;
    "pairs.propose": pairs::propose, views::Id => pairs::PairProposals;
    "pairs.accept": pairs::accept, pairs::TwoDocuments => views::Empty;
    "pairs.refuse": pairs::refuse, pairs::TwoDocuments => views::Empty;
    "pairs.undo": pairs::undo, pairs::TwoDocuments => views::Empty;
    "documents.remove": records::remove, records::RemoveDocuments => records::RemovedDocuments;
    "documents.restore": records::restore, records::RestoreDocuments => records::RestoredDocuments;
    "documents.prepare": files::prepare, files::PrepareDocuments => files::PrepareResults;
    "documents.check": files::check, views::Id => files::Findings;
    "documents.print": printing::print, printing::PrintDocuments => printing::Printed;
    "documents.preflight": sending::preflight, sending::LookOver => sending::Preflight;
    "documents.send": outbox::send, outbox::SendDocuments => outbox::SendResults;
    "sending.ways": sending::ways, sending::FindWays => sending::SendingWays;
    "sending.ask_anew": sending::ask_anew, views::Empty => views::Empty;
    "sending.choose": sending::choose, sending::ChooseRoute => views::Empty;
    "bulk.plan": bulk::plan, bulk::PlanBulk => bulk::OneBulkJob;
    "bulk.start": bulk::start, bulk::StartBulk => bulk::OneBulkJob;
    "bulk.pause": bulk::pause, views::Id => bulk::OneBulkJob;
    "bulk.resume": bulk::resume, views::Id => bulk::OneBulkJob;
    "bulk.cancel": bulk::cancel, views::Id => bulk::OneBulkJob;
    "bulk.undo": bulk::undo, views::Id => bulk::OneBulkJob;
    "bulk.list": bulk::list, views::Empty => bulk::BulkJobs;
    "bulk.rows": bulk::rows, bulk::ListBulkRows => bulk::BulkRows;
    "bulk.failures": bulk::failures, bulk::ListBulkFailures => bulk::BulkFailures;
    "bulk.retry": bulk::retry, bulk::FailedBulkRows => bulk::OneBulkJob;
    "bulk.dismiss": bulk::dismiss, bulk::FailedBulkRows => bulk::OneBulkJob;
    "certificates.refresh": certificates::refresh, views::Empty => certificates::RefreshedCertificates;
    "certificates.list": certificates::list, certificates::ListCertificates => certificates::Certificates;
    "certificates.choose": certificates::choose, certificates::ChooseCertificate => views::Empty;
    "tokens.list": tokens::list, views::Empty => tokens::TokenModules;
    "tokens.forget": tokens::forget, tokens::PlaceOfModule => views::Empty;
    "certificates.hide": certificates::hide, certificates::HideCertificate => views::Empty;
    "certificates.add_file": certificates::add_file, certificates::AddKeyFiles => certificates::OneCertificate;
    "signing.choice": certificates::choice, certificates::SigningChoiceFor => certificates::SigningChoices;
    "signing.save_signer": certificates::save_signer, certificates::SaveSigner => certificates::SignerDetails;
    "signatures.check": signatures::check, signatures::CheckSignature => signatures::SignatureChecks;
    "signatures.of": signatures::of, signatures::ForDocument => signatures::DocumentSignatures;
    "signatures.attach": signatures::attach, signatures::AttachSignature => signatures::DocumentSignatures;
    "signatures.forget": signatures::forget, signatures::ForgetSignature => signatures::DocumentSignatures;
    "signatures.stamped_copy": signatures::stamped_copy, signatures::ForDocument => signatures::StampedCopy;
    "trust.list": trust::list, views::Empty => trust::Trust;
    "trust.look": trust::look, trust::LookAtAuthority => trust::LookedAtAuthority;
    "trust.add": trust::add, trust::AddAuthority => trust::TrustedAuthority;
    "trust.remove": trust::remove, trust::OneThumbprint => views::Empty;
    "trust.add_crl": trust::add_crl, trust::AddRevocationList => trust::RevocationList;
    "archive.begin": archive::begin, archive::BeginArchive => archive::ComingArchive;
    "archive.piece": archive::piece, archive::ArchivePiece => archive::ArrivedBytes;
    "archive.check": archive::check, archive::ComingArchive => archive::CheckedArchive;
    "archive.forget": archive::forget, archive::ComingArchive => views::Empty;
    "powers.list": powers::list, powers::ListPowers => powers::Powers;
    "powers.save": powers::save, powers::SavePower => powers::OnePower;
    "powers.remove": powers::remove, views::Id => views::Empty;
    "pin.open": pins::open, views::Empty => pins::OpenPinQuestion;
    "pin.answer": pins::answer, pins::AnswerPin => views::Empty;
    "pin.own_window": pins::own_window, views::Id => views::Empty;
    "pin.cancel": pins::cancel, views::Id => views::Empty;
    "pin.consent_last": pins::consent_last, views::Id => views::Empty;
    "phone.waits": clouds::waits, views::Empty => clouds::PhoneWaits;
    "phone.leave": clouds::leave, views::Id => views::Empty;
    "outbox.list": outbox::list, outbox::ListOutbox => outbox::OutboxPage;
    "outbox.retry": outbox::retry, views::Id => views::Empty;
    "outbox.cancel": outbox::cancel, views::Id => views::Empty;
    "sync.run": sync::run, views::OneConnection => sync::SyncResults;
    "notices.list": notices::list, notices::ListNotices => notices::Notices;
    "notices.mark_read": notices::mark_read, views::Id => views::Empty;
    "notices.settings": notices::settings, views::Empty => notices::NoticeSettings;
    "notices.save_settings": notices::save_settings, notices::NoticeSettings => views::Empty;
    "notices.test": notices::test, views::Empty => views::Empty;
    "views.list": saved_views::list, saved_views::ListViews => saved_views::Views;
    "views.save": saved_views::save, saved_views::SaveView => views::Id;
    "views.remove": saved_views::remove, views::Id => views::Empty;
    "views.order": saved_views::order, saved_views::ChosenViews => views::Empty;
    "views.share": saved_views::share, saved_views::ChosenViews => saved_views::SharedViews;
    "views.take": saved_views::take, saved_views::TakeViews => saved_views::TakenViews;
    "visits.since": visits::since, views::Empty => visits::Away;
    "visits.mark": visits::mark, views::Empty => views::Empty;
    "overview.get": overview::get, overview::GetOverview => overview::Overview;
    "overview.tasks": endings::list, endings::ListRenewalTasks => endings::RenewalTasks;
    "forms.list": print_forms::list, views::Empty => print_forms::PrintForms;
    "forms.get": print_forms::get, print_forms::FormName => print_forms::PrintForm;
    "forms.save": print_forms::save, print_forms::SaveForm => views::Empty;
    "forms.copy": print_forms::copy, print_forms::CopyForm => print_forms::MadeForm;
    "forms.reset": print_forms::reset, print_forms::FormName => views::Empty;
    "forms.remove": print_forms::remove, print_forms::FormName => views::Empty;
    "forms.preview": print_forms::preview, print_forms::PreviewForm => print_forms::FormPreview;
    "print_check.get": printing::rules, views::Empty => printing::PrintCheckRules;
    "print_check.set": printing::set_rules, printing::PrintCheckRules => views::Empty;
    "import.stage": intake::stage, incoming::ImportDocuments => intake::StagedFiles;
    "import.take": intake::take, intake::TakeFiles => intake::TakenFiles;
    "import.drop": intake::forget, intake::Staging => views::Empty;
    "tables.read": tables::read, tables::OpenTable => tables::ReadTable;
    "tables.preview": tables::preview, tables::TryTable => tables::TablePreview;
    "tables.take": tables::take, tables::TryTable => tables::TakenTable;
    "folders.list": folders::list, views::Empty => folders::WatchedFolders;
    "folders.stop": folders::stop, folders::FolderOfFirm => views::Empty;
    "work.list": printing::works, views::Empty => printing::Works;
    "work.cancel": printing::cancel_work, printing::CancelWork => views::Empty;
    "schedule.get": schedule::get, views::Empty => schedule::Schedule;
    "schedule.set": schedule::set, schedule::SetPause => views::Empty;
    "schedule.stop": schedule::stop, views::Id => views::Empty;
    "schedule.resume": schedule::resume, views::Id => views::Empty;
    "rules.list": rules::list, views::Empty => rules::Rules;
    "rules.fields": rules::fields, rules::RuleFieldsOf => rules::RuleFields;
    "rules.save": rules::save, rules::SaveRule => rules::SavedRule;
    "rules.switch": rules::switch, rules::SwitchRule => views::Empty;
    "rules.remove": rules::remove, views::Id => views::Empty;
    "rules.rehearse": rules::rehearse, views::Id => rules::Rehearsal;
    "rules.tasks": rules::tasks, rules::ListRuleTasks => rules::RuleTasks;
    "rules.change_task": rules::change_task, rules::ChangeRuleTask => views::Empty;
    "receipt_rules.list": receipt_rules::list, views::Empty => receipt_rules::ReceiptRules;
    "receipt_rules.set": receipt_rules::set, receipt_rules::SetReceiptRule => receipt_rules::ReceiptRule;
    "receipt_rules.stop": receipt_rules::stop, receipt_rules::ReceiptRuleOf => views::Empty;
    "workplace.diagnose": workplace::diagnose, views::Empty => workplace::Diagnosis;
    "security.status": security::status, views::Empty => security::SecurityStatus;
}

/// Runs a command. The error carries the number under which the log tells more.
pub async fn dispatch(engine: &Engine, command: &str, request: Value) -> Result<Answer, ApiError> {
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
