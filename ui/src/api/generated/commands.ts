// Made from the Rust types of crates/api. Do not edit; renew with: UPDATE_TYPES=1 cargo test -p api

import type {
  AccessOf,
  Accesses,
  ActForPerson,
  ActOnRelations,
  ActedOnRelations,
  AddAuthority,
  AddKeyFiles,
  AddRevocationList,
  AnswerPin,
  AppStatus,
  ArchivePiece,
  ArrivedBytes,
  AskAutostart,
  AssignParties,
  AttachSignature,
  Autostart,
  Away,
  BeginArchive,
  BeginLogIn,
  Boxes,
  BrowserLink,
  BulkFailures,
  BulkJobs,
  BulkRows,
  CalculateLines,
  CalculatedLines,
  CancelWork,
  Certificates,
  ChangeRuleTask,
  CheckCounterparty,
  CheckSignature,
  CheckedArchive,
  CheckedCounterparty,
  ChooseBox,
  ChooseCertificate,
  ChooseEmployee,
  ChooseRoute,
  ChosenDocuments,
  ChosenViews,
  ComingArchive,
  ConnectionRequests,
  Connections,
  Consents,
  CopyForm,
  Counterparties,
  CounterpartyCard,
  CreateRecord,
  Diagnosis,
  DocumentCard,
  DocumentSignatures,
  DocumentTotals,
  Documents,
  Duplicates,
  EditedRecord,
  Employees,
  Empty,
  EnqueuedAct,
  Exchange,
  ExchangeLog,
  ExportDocuments,
  ExportedTable,
  FailedBulkRows,
  FilledStatuses,
  FindPlaces,
  FindWays,
  Findings,
  Firms,
  FolderOfFirm,
  ForDocument,
  ForgetSignature,
  FormName,
  FormPreview,
  Found,
  FoundPlaces,
  GetOverview,
  HideCertificate,
  Id,
  ImportDocuments,
  ImportResults,
  IndividualCard,
  Individuals,
  Kinds,
  LinkDocuments,
  ListBulkFailures,
  ListBulkRows,
  ListCertificates,
  ListCounterparties,
  ListDocuments,
  ListExchangeLog,
  ListIndividuals,
  ListNotices,
  ListOutbox,
  ListPowers,
  ListRenewalTasks,
  ListRuleTasks,
  ListSentToPersons,
  ListViews,
  LoggedOut,
  LookAtAuthority,
  LookOver,
  LookedAtAuthority,
  MadeForm,
  Merge,
  NoticeSettings,
  Notices,
  OneAccess,
  OneBulkJob,
  OneCertificate,
  OneConnection,
  OneConnectionRequest,
  OneLogIn,
  OnePower,
  OneThumbprint,
  OpenPage,
  OpenPinQuestion,
  OpenTable,
  OpenWorld,
  Operators,
  OutboxPage,
  Overview,
  Owed,
  OwedDocuments,
  PairProposals,
  PersonOf,
  PhoneWaits,
  PlaceOfModule,
  PlanBulk,
  Powers,
  Preflight,
  PrepareDocuments,
  PrepareResults,
  PreviewForm,
  PrintCheckRules,
  PrintDocuments,
  PrintForm,
  PrintForms,
  Printed,
  ReadTable,
  ReceiptRule,
  ReceiptRuleOf,
  ReceiptRules,
  RefreshedCertificates,
  Rehearsal,
  RelationActs,
  Relations,
  RemoveDocuments,
  RemovedDocuments,
  RenewalTasks,
  RestoreDocuments,
  RestoreKey,
  RestoredDocuments,
  RevocationList,
  RuleFields,
  RuleFieldsOf,
  RuleTasks,
  Rules,
  SaveAccess,
  SaveConnection,
  SaveCounterparty,
  SaveEmployee,
  SaveFile,
  SaveFirm,
  SaveForm,
  SaveIndividual,
  SaveKind,
  SavePersonOf,
  SavePower,
  SaveRecord,
  SaveRule,
  SaveSigner,
  SaveStatusName,
  SaveView,
  SavedConnection,
  SavedFile,
  SavedRecord,
  SavedRule,
  Schedule,
  SecurityStatus,
  SelectedDocuments,
  SendConnectionRequest,
  SendDocuments,
  SendResults,
  SendingWays,
  SentToPersons,
  SetConnection,
  SetPause,
  SetReceiptRule,
  SharedViews,
  SignatureChecks,
  SignedPdf,
  SignerDetails,
  SigningChoiceFor,
  SigningChoices,
  StagedFiles,
  Staging,
  StampedCopy,
  StartBulk,
  StartExchange,
  StatusDirectory,
  Statuses,
  StatusesOf,
  SwitchRule,
  SyncResults,
  TablePreview,
  TakeFiles,
  TakeViews,
  TakenFiles,
  TakenTable,
  TakenViews,
  TaughtStatusName,
  TestConnection,
  TokenModules,
  TotalDocuments,
  Trust,
  TrustedAuthority,
  TryTable,
  TwoDocuments,
  Views,
  WatchedFolders,
  Works,
  WorldState,
  WrittenBackup,
} from "./types";

/** Every command: what it wants, what it answers. */
export interface Commands {
  "app.status": [Empty, AppStatus];
  "operators.list": [Empty, Operators];
  "firms.list": [Empty, Firms];
  "firms.save": [SaveFirm, Id];
  "kinds.list": [Empty, Kinds];
  "kinds.save": [SaveKind, Id];
  "kinds.remove": [Id, Empty];
  "individuals.list": [ListIndividuals, Individuals];
  "individuals.get": [Id, IndividualCard];
  "individuals.save": [SaveIndividual, Id];
  "individuals.merge": [Merge, Empty];
  "employees.list": [Empty, Employees];
  "employees.save": [SaveEmployee, Id];
  "employees.set_current": [ChooseEmployee, Empty];
  "persons.of": [Id, PersonOf];
  "persons.save": [SavePersonOf, Empty];
  "persons.act": [ActForPerson, EnqueuedAct];
  "persons.link": [Id, BrowserLink];
  "persons.signed_copy": [Id, SignedPdf];
  "persons.sent": [ListSentToPersons, SentToPersons];
  "persons.consents": [Empty, Consents];
  "accesses.list": [Id, Accesses];
  "accesses.save": [SaveAccess, OneAccess];
  "accesses.remove": [AccessOf, Empty];
  "connection_requests.list": [Empty, ConnectionRequests];
  "connection_requests.send": [SendConnectionRequest, OneConnectionRequest];
  "connection_requests.retry": [Id, OneConnectionRequest];
  "connection_requests.cancel": [Id, Empty];
  "connections.list": [Empty, Connections];
  "connections.test": [TestConnection, Boxes];
  "connections.save": [SaveConnection, SavedConnection];
  "connections.remove": [Id, Empty];
  "connections.set": [SetConnection, Empty];
  "exchange_log.list": [ListExchangeLog, ExchangeLog];
  "exchange_log.clear": [Id, Empty];
  "statuses.list": [Empty, Statuses];
  "status_names.list": [StatusesOf, StatusDirectory];
  "status_names.save": [SaveStatusName, Empty];
  "status_names.remove": [TaughtStatusName, Empty];
  "status_names.fill": [StatusesOf, FilledStatuses];
  "log_in.begin": [BeginLogIn, OneLogIn];
  "log_in.get": [Id, OneLogIn];
  "log_in.cancel": [Id, Empty];
  "log_in.out": [Id, LoggedOut];
  "counterparties.list": [ListCounterparties, Counterparties];
  "counterparties.sync": [OneConnection, Found];
  "counterparties.get": [Id, CounterpartyCard];
  "counterparties.save": [SaveCounterparty, Id];
  "counterparties.check": [CheckCounterparty, CheckedCounterparty];
  "counterparties.merge": [Merge, Empty];
  "counterparties.duplicates": [Empty, Duplicates];
  "exchange.start": [StartExchange, Exchange];
  "exchange.get": [Empty, Exchange];
  "exchange.cancel": [Empty, Exchange];
  "relations.invitations": [Empty, Relations];
  "relations.invitable": [Empty, Relations];
  "relations.act": [ActOnRelations, ActedOnRelations];
  "relations.acts": [Empty, RelationActs];
  "relations.retry": [Id, Empty];
  "relations.cancel": [Id, Empty];
  "relations.choose_box": [ChooseBox, Empty];
  "documents.list": [ListDocuments, Documents];
  "documents.totals": [TotalDocuments, DocumentTotals];
  "documents.found": [FindPlaces, FoundPlaces];
  "documents.export": [ExportDocuments, ExportedTable];
  "documents.select": [ChosenDocuments, SelectedDocuments];
  "documents.owed": [OwedDocuments, Owed];
  "documents.get": [Id, DocumentCard];
  "documents.import": [ImportDocuments, ImportResults];
  "documents.assign": [AssignParties, Empty];
  "documents.create": [CreateRecord, Id];
  "documents.edit": [Id, EditedRecord];
  "documents.save": [SaveRecord, SavedRecord];
  "documents.calculate": [CalculateLines, CalculatedLines];
  "documents.link": [LinkDocuments, Empty];
  "documents.unlink": [LinkDocuments, Empty];
  "pairs.propose": [Id, PairProposals];
  "pairs.accept": [TwoDocuments, Empty];
  "pairs.refuse": [TwoDocuments, Empty];
  "pairs.undo": [TwoDocuments, Empty];
  "documents.remove": [RemoveDocuments, RemovedDocuments];
  "documents.restore": [RestoreDocuments, RestoredDocuments];
  "documents.prepare": [PrepareDocuments, PrepareResults];
  "documents.check": [Id, Findings];
  "documents.print": [PrintDocuments, Printed];
  "documents.preflight": [LookOver, Preflight];
  "documents.send": [SendDocuments, SendResults];
  "sending.ways": [FindWays, SendingWays];
  "sending.ask_anew": [Empty, Empty];
  "sending.choose": [ChooseRoute, Empty];
  "bulk.plan": [PlanBulk, OneBulkJob];
  "bulk.start": [StartBulk, OneBulkJob];
  "bulk.pause": [Id, OneBulkJob];
  "bulk.resume": [Id, OneBulkJob];
  "bulk.cancel": [Id, OneBulkJob];
  "bulk.undo": [Id, OneBulkJob];
  "bulk.list": [Empty, BulkJobs];
  "bulk.rows": [ListBulkRows, BulkRows];
  "bulk.failures": [ListBulkFailures, BulkFailures];
  "bulk.retry": [FailedBulkRows, OneBulkJob];
  "bulk.dismiss": [FailedBulkRows, OneBulkJob];
  "certificates.refresh": [Empty, RefreshedCertificates];
  "certificates.list": [ListCertificates, Certificates];
  "certificates.choose": [ChooseCertificate, Empty];
  "tokens.list": [Empty, TokenModules];
  "tokens.forget": [PlaceOfModule, Empty];
  "certificates.hide": [HideCertificate, Empty];
  "certificates.add_file": [AddKeyFiles, OneCertificate];
  "signing.choice": [SigningChoiceFor, SigningChoices];
  "signing.save_signer": [SaveSigner, SignerDetails];
  "signatures.check": [CheckSignature, SignatureChecks];
  "signatures.of": [ForDocument, DocumentSignatures];
  "signatures.attach": [AttachSignature, DocumentSignatures];
  "signatures.forget": [ForgetSignature, DocumentSignatures];
  "signatures.stamped_copy": [ForDocument, StampedCopy];
  "trust.list": [Empty, Trust];
  "trust.look": [LookAtAuthority, LookedAtAuthority];
  "trust.add": [AddAuthority, TrustedAuthority];
  "trust.remove": [OneThumbprint, Empty];
  "trust.add_crl": [AddRevocationList, RevocationList];
  "archive.begin": [BeginArchive, ComingArchive];
  "archive.piece": [ArchivePiece, ArrivedBytes];
  "archive.check": [ComingArchive, CheckedArchive];
  "archive.forget": [ComingArchive, Empty];
  "powers.list": [ListPowers, Powers];
  "powers.save": [SavePower, OnePower];
  "powers.remove": [Id, Empty];
  "pin.open": [Empty, OpenPinQuestion];
  "pin.answer": [AnswerPin, Empty];
  "pin.own_window": [Id, Empty];
  "pin.cancel": [Id, Empty];
  "pin.consent_last": [Id, Empty];
  "phone.waits": [Empty, PhoneWaits];
  "phone.leave": [Id, Empty];
  "outbox.list": [ListOutbox, OutboxPage];
  "outbox.retry": [Id, Empty];
  "outbox.cancel": [Id, Empty];
  "sync.run": [OneConnection, SyncResults];
  "notices.list": [ListNotices, Notices];
  "notices.mark_read": [Id, Empty];
  "notices.settings": [Empty, NoticeSettings];
  "notices.save_settings": [NoticeSettings, Empty];
  "notices.test": [Empty, Empty];
  "views.list": [ListViews, Views];
  "views.save": [SaveView, Id];
  "views.remove": [Id, Empty];
  "views.order": [ChosenViews, Empty];
  "views.share": [ChosenViews, SharedViews];
  "views.take": [TakeViews, TakenViews];
  "visits.since": [Empty, Away];
  "visits.mark": [Empty, Empty];
  "overview.get": [GetOverview, Overview];
  "overview.tasks": [ListRenewalTasks, RenewalTasks];
  "forms.list": [Empty, PrintForms];
  "forms.get": [FormName, PrintForm];
  "forms.save": [SaveForm, Empty];
  "forms.copy": [CopyForm, MadeForm];
  "forms.reset": [FormName, Empty];
  "forms.remove": [FormName, Empty];
  "forms.preview": [PreviewForm, FormPreview];
  "print_check.get": [Empty, PrintCheckRules];
  "print_check.set": [PrintCheckRules, Empty];
  "import.stage": [ImportDocuments, StagedFiles];
  "import.take": [TakeFiles, TakenFiles];
  "import.drop": [Staging, Empty];
  "tables.read": [OpenTable, ReadTable];
  "tables.preview": [TryTable, TablePreview];
  "tables.take": [TryTable, TakenTable];
  "folders.list": [Empty, WatchedFolders];
  "folders.stop": [FolderOfFirm, Empty];
  "work.list": [Empty, Works];
  "work.cancel": [CancelWork, Empty];
  "schedule.get": [Empty, Schedule];
  "schedule.set": [SetPause, Empty];
  "schedule.stop": [Id, Empty];
  "schedule.resume": [Id, Empty];
  "rules.list": [Empty, Rules];
  "rules.fields": [RuleFieldsOf, RuleFields];
  "rules.save": [SaveRule, SavedRule];
  "rules.switch": [SwitchRule, Empty];
  "rules.remove": [Id, Empty];
  "rules.rehearse": [Id, Rehearsal];
  "rules.tasks": [ListRuleTasks, RuleTasks];
  "rules.change_task": [ChangeRuleTask, Empty];
  "receipt_rules.list": [Empty, ReceiptRules];
  "receipt_rules.set": [SetReceiptRule, ReceiptRule];
  "receipt_rules.stop": [ReceiptRuleOf, Empty];
  "workplace.diagnose": [Empty, Diagnosis];
  "security.status": [Empty, SecurityStatus];
  "world.get": [Empty, WorldState];
  "world.open": [OpenWorld, WorldState];
  "world.restore_key": [RestoreKey, WorldState];
  "world.open_page": [OpenPage, Empty];
  "world.back_up": [Empty, WrittenBackup];
  "world.restore_backup": [RestoreKey, WorldState | null];
  "app.autostart": [AskAutostart, Autostart];
  "files.save": [SaveFile, SavedFile];
  "folders.choose": [FolderOfFirm, Empty];
  "tokens.choose": [Empty, Empty];
  "training.start": [OpenWorld, WorldState];
  "training.leave": [OpenWorld, WorldState];
}

export type Command = keyof Commands;
export type Request<C extends Command> = Commands[C][0];
export type Answer<C extends Command> = Commands[C][1];
