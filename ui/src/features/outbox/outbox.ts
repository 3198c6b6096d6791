/** How the outbox looks. */
import Ban from "@lucide/svelte/icons/ban";
import ArrowUpRight from "@lucide/svelte/icons/arrow-up-right";
import Check from "@lucide/svelte/icons/check";
import CircleAlert from "@lucide/svelte/icons/circle-alert";
import CircleQuestionMark from "@lucide/svelte/icons/circle-question-mark";
import Clock from "@lucide/svelte/icons/clock";
import type { Component } from "svelte";

import type { OutboxRow, OutboxState } from "../../api/types";
import type { Tone } from "../../shared/ui/Chip.svelte";
import type { Column } from "../../shared/ui/table";
import { t } from "../../text";

interface Look {
  tone: Tone;
  icon: Component<{ size?: number }>;
  loud: boolean;
}

const LOOKS: Record<OutboxState, Look> = {
  queued: { tone: "blue", icon: Clock, loud: false },
  sending: { tone: "blue", icon: ArrowUpRight, loud: false },
  unknown: { tone: "violet", icon: CircleQuestionMark, loud: true },
  accepted: { tone: "green", icon: Check, loud: false },
  failed: { tone: "red", icon: CircleAlert, loud: true },
  cancelled: { tone: "grey", icon: Ban, loud: false },
};

export function outboxLook(state: OutboxState): Look {
  return LOOKS[state] ?? LOOKS.unknown;
}

const words = t.outbox.columns;

export const outboxColumns: Column<OutboxRow>[] = [
  { id: "created", title: words.created, width: 160, min: 140, leaves: 2 },
  { id: "document", title: words.document, width: 168, min: 96 },
  { id: "counterparty", title: words.counterparty, width: 180, min: 140, grow: true },
  { id: "operator", title: words.operator, width: 150, min: 120, leaves: 3 },
  { id: "state", title: words.state, width: 210, min: 196 },
  { id: "reason", title: words.reason, width: 200, min: 180, grow: true, leaves: 1 },
  { id: "next", title: words.next, width: 160, min: 140, leaves: 4 },
  { id: "actions", title: words.actions, width: 196, align: "end" },
];
