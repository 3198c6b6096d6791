/**
 * The table of actions on many documents: what can be done with a selection. A new action is a new row here, with its
 * words in `t.bulk.actions`; the bar, the palette, the check and the result are made from it.
 */
import Archive from "@lucide/svelte/icons/archive";
import BellRing from "@lucide/svelte/icons/bell-ring";
import CloudDownload from "@lucide/svelte/icons/cloud-download";
import Download from "@lucide/svelte/icons/download";
import FileStack from "@lucide/svelte/icons/file-stack";
import Link2 from "@lucide/svelte/icons/link-2";
import MailCheck from "@lucide/svelte/icons/mail-check";
import MessageSquareText from "@lucide/svelte/icons/message-square-text";
import MessageSquareWarning from "@lucide/svelte/icons/message-square-warning";
import PackageIcon from "@lucide/svelte/icons/package";
import PenLine from "@lucide/svelte/icons/pen-line";
import Printer from "@lucide/svelte/icons/printer";
import ScanBarcode from "@lucide/svelte/icons/scan-barcode";
import Send from "@lucide/svelte/icons/send";
import Sheet from "@lucide/svelte/icons/sheet";
import Signature from "@lucide/svelte/icons/signature";
import SlidersHorizontal from "@lucide/svelte/icons/sliders-horizontal";
import ThumbsDown from "@lucide/svelte/icons/thumbs-down";
import Trash from "@lucide/svelte/icons/trash-2";
import Undo from "@lucide/svelte/icons/undo-2";
import UserCheck from "@lucide/svelte/icons/user-check";
import type { Component } from "svelte";

import type { DocumentRow } from "../../api/types";
import { t } from "../../text";
import { lookOf } from "../documents/statuses";
import type { Chosen } from "../registry/contract";
import { session } from "../session.svelte";
import type { KeyName } from "../shell/shortcuts";

export type ActionCode = Exclude<keyof typeof t.bulk.actions, "other" | "restore">;
/** What becomes of the file that an action makes. */
export type FileUse = "print" | "save";
/** What a person is asked before the check. */
export type Question = "assignee" | "comment" | "form" | "format" | "package" | "signing" | "words";

/** What is told to the program beside the choice. */
export type Params = Record<string, unknown>;

/** Another way to do the same. */
export interface Variant {
  id: string;
  label: string;
  note?: string;
  icon: Component<{ size?: number }>;
  params?: Params;
  question?: Question;
  use?: FileUse;
  /** Not the same, but near it: this is done instead. */
  action?: BulkAction;
}

export interface BulkAction {
  code: ActionCode;
  icon: Component<{ size?: number }>;
  look: "primary" | "plain" | "danger";
  keys?: KeyName;
  question?: Question;
  use?: FileUse;
  variants?: () => Variant[];
  /** One of several answers to what came: a bar offers them under one button. */
  isAnswer?: true;
  /** Whether any of these documents wants it; every one does when absent. */
  fits?: (rows: readonly DocumentRow[]) => boolean;
  /** Whether it is done here at all, whatever is chosen; always when absent. */
  isKnown?: () => boolean;
  /** Why it cannot be done now; empty when it can. */
  obstacle?: () => string;
}

/** A draft of ours at the operator: our signature sends it. */
export const isOurDraft = ({ direction, status }: Pick<DocumentRow, "direction" | "status">) =>
  direction === "outbound" && status.code === "draft";
/** Somebody of us has to sign it. */
export const wantsOurSignature = (row: Pick<DocumentRow, "direction" | "status">) =>
  row.status.code === "our_signature_required" || isOurDraft(row);
/** It has not left, and so can be signed before it does. */
export const isUnsent = ({ direction, status }: Pick<DocumentRow, "direction" | "status">) =>
  direction === "outbound" && lookOf(status.code).filter === "toSend";

/** An operator of ours takes signatures that the program makes. */
export const takesOurSignatures = () =>
  session.operators.some(
    ({ kind, capabilities }) =>
      capabilities.own_signature && session.connections.some(({ operator }) => operator === kind),
  );

const any = (rows: readonly DocumentRow[], is: (row: DocumentRow) => boolean) =>
  rows.length === 0 || rows.some(is);

export const SIGN: BulkAction = {
  code: "sign",
  icon: PenLine,
  look: "plain",
  question: "signing",
  fits: (rows) => any(rows, wantsOurSignature),
};

/** It came to us and waits for our answer. */
export const waitsForAnswer = ({ direction, status }: Pick<DocumentRow, "direction" | "status">) =>
  direction === "inbound" && status.code === "our_signature_required";

/**
 * «Извещение о получении» of what came, or of what answered a paper of ours. A paper that is to be signed as well may want
 * one: the check tells.
 */
export const CONFIRM_RECEIPT: BulkAction = {
  code: "confirm_receipt",
  icon: MailCheck,
  look: "plain",
  question: "signing",
  isAnswer: true,
  fits: (rows) => rows.some((row) => row.status.code === "receipt_required" || waitsForAnswer(row)),
};

/** «Отказ в подписи» of what came. */
export const REJECT: BulkAction = {
  code: "reject",
  icon: ThumbsDown,
  look: "plain",
  question: "signing",
  isAnswer: true,
  fits: (rows) => rows.some(waitsForAnswer),
};

/** «Уведомление об уточнении» about what came. */
export const REQUEST_AMENDMENT: BulkAction = {
  code: "request_amendment",
  icon: MessageSquareWarning,
  look: "plain",
  question: "signing",
};

/** «Предложение об аннулировании» of what is signed. */
export const REQUEST_REVOCATION: BulkAction = {
  code: "request_revocation",
  icon: Undo,
  look: "plain",
  question: "signing",
};

const asksToRevoke = ({ status }: Pick<DocumentRow, "status">) =>
  status.code === "revocation_requested_by_them";

/** Our signature under their proposal to revoke. */
export const ACCEPT_REVOCATION: BulkAction = {
  code: "accept_revocation",
  icon: Undo,
  look: "plain",
  question: "signing",
  isAnswer: true,
  fits: (rows) => rows.some(asksToRevoke),
};

/** The document stays in force. */
export const REJECT_REVOCATION: BulkAction = {
  code: "reject_revocation",
  icon: ThumbsDown,
  look: "plain",
  question: "signing",
  isAnswer: true,
  fits: (rows) => rows.some(asksToRevoke),
};

/** Whoever it was sent to, or came from, has it too. */
const IS_WITH_BOTH = new Set([
  "their_signature_pending",
  "our_signature_required",
  "receipt_required",
  "receipt_pending",
  "amendment_requested",
  "signed_with_discrepancies",
  "signed_by_them",
  "signed_by_us",
  "delivered",
  "completed",
  "rejected",
]);

/** «Сообщение контрагенту»: words about a document, which nobody signs. */
export const SEND_MESSAGE: BulkAction = {
  code: "send_message",
  icon: MessageSquareText,
  look: "plain",
  question: "words",
  isAnswer: true,
  fits: (rows) => rows.some(({ status }) => IS_WITH_BOTH.has(status.code)),
};

/** «Отменить сведения об отгрузке»: of marked goods whose document has no force. */
export const CANCEL_FIXATION: BulkAction = {
  code: "cancel_shipment_fixation",
  icon: ScanBarcode,
  look: "plain",
  question: "signing",
  isAnswer: true,
  fits: (rows) =>
    rows.some(
      ({ direction, status }) => direction === "outbound" && ["rejected", "revoked"].includes(status.code),
    ),
};

/** «Напомнить»: the SMS goes once more to people who have not answered. */
export const REMIND: BulkAction = {
  code: "remind",
  icon: BellRing,
  look: "plain",
  fits: (rows) =>
    rows.some(
      ({ individual_name, status }) =>
        individual_name !== null && ["consent_pending", "their_signature_pending"].includes(status.code),
    ),
};

export const SIGN_AND_SEND: BulkAction = {
  code: "sign_and_send",
  icon: Signature,
  look: "plain",
  question: "signing",
  isKnown: takesOurSignatures,
  fits: (rows) => any(rows, isUnsent),
  variants: () => [
    { id: "sign-only", label: t.signing.signOnly, note: t.signing.signOnlyNote, icon: PenLine, action: SIGN },
  ],
};

/** Some operator of ours takes packages. */
export const takesPackages = () =>
  session.operators.some(
    ({ kind, capabilities }) =>
      capabilities.documents_together > 1 && session.connections.some(({ operator }) => operator === kind),
  );

/** Beside sending: all of them in one message. */
export const SEND_PACKAGE: BulkAction = {
  code: "send_package",
  icon: PackageIcon,
  look: "plain",
  question: "package",
};

/** Beside the table of documents: their files, signatures and an inventory. */
const ARCHIVE: BulkAction = { code: "archive", icon: Archive, look: "plain", use: "save" };

/** What the operator makes of documents: copies with its own marks. */
const DOWNLOAD: BulkAction = { code: "download", icon: CloudDownload, look: "plain", use: "save" };
const COPIES = ["archive", "print_form", "protocol"] as const;

/** The ways to fetch something from the operator, as far as an operator of ours makes it. */
export const downloads = (): Variant[] => {
  const made = new Set(session.operators.flatMap(({ capabilities }) => capabilities.copies));
  const notes = {
    archive: t.copies.archiveNote,
    print_form: t.copies.printFormNote,
    protocol: t.copies.protocolNote,
  };
  return COPIES.filter((what) => made.has(what)).map((what) => ({
    id: `download-${what}`,
    label: t.copies[what],
    note: notes[what],
    icon: CloudDownload,
    params: { what },
    action: DOWNLOAD,
  }));
};

export const SEND: BulkAction = {
  code: "send",
  icon: Send,
  look: "primary",
  keys: "main",
  obstacle: () => (session.connections.length === 0 ? t.send.noConnections : ""),
  variants: () => [
    ...session.connections.map(({ id, operator_title, box }) => ({
      id: `connection-${id}`,
      label: operator_title,
      note: box.name,
      icon: Send,
      params: { connection_id: id },
    })),
    { id: "comment", label: t.send.otherwise, icon: SlidersHorizontal, question: "comment" as const },
    ...(takesPackages()
      ? [
          {
            id: "package",
            label: t.sendingForm.package,
            note: t.sendingForm.packageHint,
            icon: PackageIcon,
            question: "package" as const,
            action: SEND_PACKAGE,
          },
        ]
      : []),
  ],
};

/** From what a bar can put under «Ещё» first to what is wanted most. */
export const ACTIONS: readonly BulkAction[] = [
  { code: "delete", icon: Trash, look: "danger" },
  {
    code: "pair",
    icon: Link2,
    look: "plain",
    fits: (rows) => rows.some(({ direction }) => direction === "inbound"),
  },
  { code: "assign", icon: UserCheck, look: "plain", question: "assignee" },
  {
    code: "export",
    icon: Sheet,
    look: "plain",
    question: "format",
    use: "save",
    variants: () => [
      {
        id: "archive",
        label: t.bulk.exportArchive,
        note: t.bulk.exportArchiveNote,
        icon: Archive,
        action: ARCHIVE,
      },
      ...downloads(),
    ],
  },
  {
    code: "print",
    icon: Printer,
    look: "plain",
    keys: "print",
    use: "print",
    variants: () => [
      { id: "save", label: t.bulk.savePdf, icon: Download, use: "save" },
      { id: "form", label: t.bulk.chooseForm, icon: FileStack, question: "form" },
    ],
  },
  REMIND,
  CANCEL_FIXATION,
  SEND_MESSAGE,
  REJECT_REVOCATION,
  ACCEPT_REVOCATION,
  REJECT,
  CONFIRM_RECEIPT,
  SIGN,
  SIGN_AND_SEND,
  SEND,
];

/** What a bar offers. Of everything that is found only the program knows what is in it: the check before an action tells. */
export const actionsFor = (chosen: Chosen, rows: readonly DocumentRow[]): BulkAction[] =>
  ACTIONS.filter(
    ({ fits, isKnown }) => (isKnown?.() ?? true) && (chosen.filter != null || (fits?.(rows) ?? true)),
  );

export interface ActionWords {
  button: string;
  doing: string;
  planned: (ready: string, total: string) => string;
  go: (count: number) => string;
  nothing: string;
  sum: (count: number, sums: string) => string;
  done: (count: number) => string;
}

/** Its words; an action that only a newer program knows is spoken of in general. */
export function wordsOf(code: string): ActionWords {
  const words: Record<string, ActionWords | undefined> = t.bulk.actions;
  return words[code] ?? t.bulk.actions.other;
}

/** Reached from a card or from beside another action. */
const ELSEWHERE = [ARCHIVE, DOWNLOAD, SEND_PACKAGE, REQUEST_AMENDMENT, REQUEST_REVOCATION];

export const actionOf = (code: string) =>
  [...ACTIONS, ...ELSEWHERE].find((action) => action.code === code) ?? null;
