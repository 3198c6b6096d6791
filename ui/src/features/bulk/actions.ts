/**
 * The table of actions on many documents: what can be done with a selection. A new action is a new row here, with its
 * words in `t.bulk.actions`; the bar, the palette, the check and the result are made from it.
 */
import Download from "@lucide/svelte/icons/download";
import FileStack from "@lucide/svelte/icons/file-stack";
import MessageSquare from "@lucide/svelte/icons/message-square";
import Printer from "@lucide/svelte/icons/printer";
import Send from "@lucide/svelte/icons/send";
import Sheet from "@lucide/svelte/icons/sheet";
import Trash from "@lucide/svelte/icons/trash-2";
import UserCheck from "@lucide/svelte/icons/user-check";
import type { Component } from "svelte";

import { t } from "../../text";
import { session } from "../session.svelte";
import type { KeyName } from "../shell/shortcuts";

export type ActionCode = Exclude<keyof typeof t.bulk.actions, "other" | "restore">;
/** What becomes of the file that an action makes. */
export type FileUse = "print" | "save";
/** What a person is asked before the check. */
export type Question = "assignee" | "comment" | "form" | "format";

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
}

export interface BulkAction {
  code: ActionCode;
  icon: Component<{ size?: number }>;
  look: "primary" | "plain" | "danger";
  keys?: KeyName;
  question?: Question;
  use?: FileUse;
  variants?: () => Variant[];
  /** Why it cannot be done now; empty when it can. */
  obstacle?: () => string;
}

export const ACTIONS: readonly BulkAction[] = [
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
  { code: "assign", icon: UserCheck, look: "plain", question: "assignee" },
  { code: "export", icon: Sheet, look: "plain", question: "format", use: "save" },
  { code: "delete", icon: Trash, look: "danger" },
  {
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
      { id: "comment", label: t.bulk.withComment, icon: MessageSquare, question: "comment" as const },
    ],
  },
];

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

export const actionOf = (code: string) => ACTIONS.find((action) => action.code === code) ?? null;
