/** How each «Статус ЭДО» looks, and which filter of the registry it belongs to. */
import Ban from "@lucide/svelte/icons/ban";
import CheckCheck from "@lucide/svelte/icons/check-check";
import CircleAlert from "@lucide/svelte/icons/circle-alert";
import CircleCheck from "@lucide/svelte/icons/circle-check";
import CircleDashed from "@lucide/svelte/icons/circle-dashed";
import CircleQuestionMark from "@lucide/svelte/icons/circle-question-mark";
import CircleX from "@lucide/svelte/icons/circle-x";
import Clock from "@lucide/svelte/icons/clock";
import FileCheck from "@lucide/svelte/icons/file-check";
import FileQuestionMark from "@lucide/svelte/icons/file-question-mark";
import Hourglass from "@lucide/svelte/icons/hourglass";
import Inbox from "@lucide/svelte/icons/inbox";
import ListChecks from "@lucide/svelte/icons/list-checks";
import Mail from "@lucide/svelte/icons/mail";
import MailOpen from "@lucide/svelte/icons/mail-open";
import MessageSquareWarning from "@lucide/svelte/icons/message-square-warning";
import PenLine from "@lucide/svelte/icons/pen-line";
import PencilLine from "@lucide/svelte/icons/pencil-line";
import Scale from "@lucide/svelte/icons/scale";
import ScanBarcode from "@lucide/svelte/icons/scan-barcode";
import Send from "@lucide/svelte/icons/send";
import ShieldX from "@lucide/svelte/icons/shield-x";
import Trash from "@lucide/svelte/icons/trash-2";
import TriangleAlert from "@lucide/svelte/icons/triangle-alert";
import Undo from "@lucide/svelte/icons/undo-2";
import Unplug from "@lucide/svelte/icons/unplug";
import UserCheck from "@lucide/svelte/icons/user-check";
import ArrowUpRight from "@lucide/svelte/icons/arrow-up-right";
import type { Component } from "svelte";

import type { Status, StatusCount } from "../../api/types";
import type { Tone } from "../../shared/ui/Chip.svelte";
import { t } from "../../text";

export type Filter = "all" | "problems" | "ours" | "theirs" | "toSend" | "moving" | "done";

interface Look {
  tone: Tone;
  icon: Component<{ size?: number }>;
  filter: Filter;
}

const look = (tone: Tone, icon: Look["icon"], filter: Filter): Look => ({ tone, icon, filter });

const LOOKS: Record<string, Look> = {
  send_failed: look("red", CircleAlert, "problems"),
  send_unknown: look("violet", CircleQuestionMark, "problems"),
  signature_invalid: look("red", ShieldX, "problems"),
  roaming_failed: look("red", Unplug, "problems"),
  revoked: look("grey", Ban, "all"),
  revocation_requested_by_them: look("amber", Undo, "problems"),
  revocation_requested_by_us: look("blue", Undo, "theirs"),
  rejected: look("red", CircleX, "problems"),
  amendment_requested: look("amber", MessageSquareWarning, "problems"),
  our_signature_required: look("amber", PenLine, "ours"),
  receipt_required: look("amber", MailOpen, "ours"),
  marking_pending: look("blue", ScanBarcode, "moving"),
  marking_failed: look("red", TriangleAlert, "problems"),
  consent_pending: look("blue", UserCheck, "theirs"),
  intermediate_pending: look("blue", Hourglass, "theirs"),
  their_signature_pending: look("blue", Hourglass, "theirs"),
  receipt_pending: look("blue", Mail, "theirs"),
  signed_with_discrepancies: look("amber", Scale, "problems"),
  completed: look("green", CheckCheck, "done"),
  signed_by_them: look("green", CircleCheck, "done"),
  signed_by_us: look("green", CircleCheck, "done"),
  delivered: look("blue", Inbox, "done"),
  sent: look("blue", Send, "moving"),
  sending: look("blue", ArrowUpRight, "moving"),
  queued: look("blue", Clock, "moving"),
  approval_pending: look("amber", ListChecks, "ours"),
  prepared: look("grey", FileCheck, "toSend"),
  draft: look("grey", PencilLine, "ours"),
  deleted: look("grey", Trash, "all"),
  not_in_edo: look("grey", CircleDashed, "toSend"),
  unknown: look("violet", FileQuestionMark, "problems"),
};

const UNKNOWN = look("violet", FileQuestionMark, "problems");

export const STATUS_CODES = Object.keys(LOOKS);
export const FILTERS: Filter[] = ["all", "problems", "ours", "toSend", "moving", "theirs", "done"];

/** Who received a paper asks for its correction: of one that came, that is us. */
export const ASKED_BY_US = "amendment_requested_by_us";

/** A status as far as its looks and words go; without who acts it is told as it stands for our own papers. */
type Told = Pick<Status, "code"> & Partial<Pick<Status, "needs_action_by">>;

/** Under which name the words of a status stand: one status is seen differently by the two sides. */
export function wordsCode(status: Told): string {
  return status.code === "amendment_requested" && status.needs_action_by === "them"
    ? ASKED_BY_US
    : status.code;
}

/** How a status of a paper looks: what we asked for waits for them. */
export function lookOfStatus(status: Told): Look {
  return wordsCode(status) === ASKED_BY_US
    ? look("blue", MessageSquareWarning, "theirs")
    : lookOf(status.code);
}

/** A status that a newer program knows and this window does not is shown as unknown, never guessed. */
export function lookOf(code: string): Look {
  return LOOKS[code] ?? UNKNOWN;
}

/** Does it stand out in a list? Only what needs a person does. */
export function isLoud(status: Told): boolean {
  return ["amber", "red", "violet"].includes(lookOfStatus(status).tone);
}

export function statusLabel(status: Told & Pick<Status, "label">): string {
  return t.status.labels[wordsCode(status)] ?? status.label;
}

export function explanationOf(status: Told): { meaning: string; press: string } {
  const explain = t.status.explain;
  return explain[wordsCode(status)] ?? explain["unknown"] ?? { meaning: "", press: "" };
}

/** The mark of documents about which something is owed by us. */
export const OWED_BY_US = "owed_by_us";
/** A draft at the operator is owed to nobody: it waits to be sent. */
const DRAFT = "draft";

/** Codes of a filter; nothing means no restriction. What waits for us is told by a mark: `markOf`. */
export function statusesOf(filter: Filter): string[] | undefined {
  if (filter === "all" || filter === "ours") return undefined;
  return STATUS_CODES.filter((code) => (code === DRAFT ? "toSend" : lookOf(code).filter) === filter);
}

/** By which mark a filter finds its documents: what waits for us is told by what is owed, not by a status. */
export const markOf = (filter: Filter) => (filter === "ours" ? OWED_BY_US : undefined);

/** How many documents of each status there are, and of how many of them something is owed by us. */
export interface Counts {
  counts: readonly StatusCount[];
  owed: readonly StatusCount[];
}

export function countOf(filter: Filter, { counts, owed }: Counts): number {
  const codes = statusesOf(filter);
  return (filter === "ours" ? owed : counts)
    .filter(
      ({ code }) => codes === undefined || codes.includes(STATUS_CODES.includes(code) ? code : "unknown"),
    )
    .reduce((sum, { count }) => sum + count, 0);
}
