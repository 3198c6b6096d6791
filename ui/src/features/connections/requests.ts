/** How a request to be connected looks, and what it says. */
import Ban from "@lucide/svelte/icons/ban";
import Check from "@lucide/svelte/icons/check";
import ArrowUpRight from "@lucide/svelte/icons/arrow-up-right";
import CircleAlert from "@lucide/svelte/icons/circle-alert";
import CircleQuestionMark from "@lucide/svelte/icons/circle-question-mark";
import Clock from "@lucide/svelte/icons/clock";
import type { Component } from "svelte";

import type { ConnectionRequest, Employee } from "../../api/types";
import { phone as phoneText } from "../../shared/format/phone";
import type { Tone } from "../../shared/ui/Chip.svelte";
import { t } from "../../text";

interface Look {
  tone: Tone;
  icon: Component<{ size?: number }>;
}

const LOOKS: Record<string, Look> = {
  queued: { tone: "blue", icon: Clock },
  sending: { tone: "blue", icon: ArrowUpRight },
  unknown: { tone: "violet", icon: CircleQuestionMark },
  accepted: { tone: "green", icon: Check },
  failed: { tone: "red", icon: CircleAlert },
  cancelled: { tone: "grey", icon: Ban },
};

export const requestLook = (state: string): Look =>
  LOOKS[state] ?? { tone: "violet", icon: CircleQuestionMark };

export function requestLabel(state: string): string {
  const words: Record<string, string | undefined> = t.requests.states;
  return words[state] ?? t.requests.states.other;
}

/** The program tries it again with the same bytes only when a person says so. */
export const canRetry = ({ state }: ConnectionRequest) => ["queued", "unknown", "failed"].includes(state);
/** What has left cannot be taken back. */
export const canCancel = ({ state }: ConnectionRequest) => state === "queued" || state === "failed";

/** The warning after which another request may still be sent. */
export const SENT_BEFORE = "connection_request_sent";

/** Whoever sits here is the one to be called. */
export function contactOf(employee: Employee | undefined): { name: string; phone: string; email: string } {
  return {
    name: employee?.full_name ?? "",
    phone: phoneText(employee?.phone ?? null),
    email: employee?.email ?? "",
  };
}
