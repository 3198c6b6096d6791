// Made from the Rust types of crates/api. Do not edit; renew with: UPDATE_TYPES=1 cargo test -p api

import type {
  AppStatus,
  AskAutostart,
  AssignParties,
  Autostart,
  Boxes,
  Connections,
  Counterparties,
  DocumentCard,
  Documents,
  Empty,
  Firms,
  Found,
  Id,
  ImportDocuments,
  ImportResults,
  ListCounterparties,
  ListDocuments,
  ListNotices,
  ListOutbox,
  Notices,
  OneConnection,
  OpenPage,
  OpenWorld,
  Operators,
  OutboxPage,
  RestoreKey,
  SaveConnection,
  SaveFirm,
  SavedConnection,
  Schedule,
  SecurityStatus,
  SendDocuments,
  SendResults,
  SyncResults,
  TestConnection,
  WorldState,
  WrittenBackup,
} from "./types";

/** Every command: what it wants, what it answers. */
export interface Commands {
  "app.status": [Empty, AppStatus];
  "operators.list": [Empty, Operators];
  "firms.list": [Empty, Firms];
  "firms.save": [SaveFirm, Id];
  "connections.list": [Empty, Connections];
  "connections.test": [TestConnection, Boxes];
  "connections.save": [SaveConnection, SavedConnection];
  "connections.remove": [Id, Empty];
  "counterparties.list": [ListCounterparties, Counterparties];
  "counterparties.sync": [OneConnection, Found];
  "documents.list": [ListDocuments, Documents];
  "documents.get": [Id, DocumentCard];
  "documents.import": [ImportDocuments, ImportResults];
  "documents.assign": [AssignParties, Empty];
  "documents.send": [SendDocuments, SendResults];
  "outbox.list": [ListOutbox, OutboxPage];
  "outbox.retry": [Id, Empty];
  "outbox.cancel": [Id, Empty];
  "sync.run": [OneConnection, SyncResults];
  "notices.list": [ListNotices, Notices];
  "notices.mark_read": [Id, Empty];
  "schedule.get": [Empty, Schedule];
  "schedule.set": [Schedule, Empty];
  "security.status": [Empty, SecurityStatus];
  "world.get": [Empty, WorldState];
  "world.open": [OpenWorld, WorldState];
  "world.restore_key": [RestoreKey, WorldState];
  "world.open_page": [OpenPage, Empty];
  "world.back_up": [Empty, WrittenBackup];
  "world.restore_backup": [RestoreKey, WorldState];
  "app.autostart": [AskAutostart, Autostart];
  "training.start": [OpenWorld, WorldState];
  "training.leave": [OpenWorld, WorldState];
}

export type Command = keyof Commands;
export type Request<C extends Command> = Commands[C][0];
export type Answer<C extends Command> = Commands[C][1];
