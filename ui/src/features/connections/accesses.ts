/** «Доступ»: everybody who works for the firm of a connection, and how each stands with the operator. */
import CircleAlert from "@lucide/svelte/icons/circle-alert";
import CircleCheck from "@lucide/svelte/icons/circle-check";
import CircleDashed from "@lucide/svelte/icons/circle-dashed";
import CircleQuestionMark from "@lucide/svelte/icons/circle-question-mark";
import type { Component } from "svelte";

import type { Access, Employee } from "../../api/types";
import type { Tone } from "../../shared/ui/Chip.svelte";
import { t } from "../../text";

export interface Seat {
  /** The employee. */
  id: number;
  name: string;
  position: string;
  isMe: boolean;
  /** `null` where nothing was typed yet. */
  access: Access | null;
}

interface Look {
  tone: Tone;
  icon: Component<{ size?: number }>;
}

const LOOKS: Record<string, Look> = {
  not_tried: { tone: "amber", icon: CircleQuestionMark },
  logged_in: { tone: "green", icon: CircleCheck },
  refused: { tone: "red", icon: CircleAlert },
};
const NONE: Look = { tone: "grey", icon: CircleDashed };

export const accessLook = (access: Access | null): Look =>
  access === null ? NONE : (LOOKS[access.state] ?? { tone: "violet", icon: CircleQuestionMark });

export function accessLabel(access: Access | null): string {
  if (access === null) return t.accesses.none;
  const words: Record<string, string | undefined> = t.accesses.states;
  return words[access.state] ?? t.accesses.states.other;
}

/**
 * Whoever works for the firm, and whoever has an access all the same; the one who sits here first, then those who are let
 * in, then by name.
 */
export function seatsOf(
  employees: readonly Employee[],
  accesses: readonly Access[],
  firmId: number,
  currentId: number | null,
): Seat[] {
  const works = ({ is_former, firm_ids }: Employee) =>
    !is_former && (firm_ids.length === 0 || firm_ids.includes(firmId));
  const seats = employees.flatMap((employee): Seat[] => {
    const access = accesses.find(({ employee_id }) => employee_id === employee.id) ?? null;
    if (access === null && !works(employee)) return [];
    return [
      {
        id: employee.id,
        name: employee.full_name,
        position: employee.position,
        isMe: employee.id === currentId,
        access,
      },
    ];
  });
  return seats.sort(
    (a, b) =>
      Number(b.isMe) - Number(a.isMe) ||
      Number(b.access !== null) - Number(a.access !== null) ||
      a.name.localeCompare(b.name),
  );
}

/** The name in the signature is the operator's: a difference is worth a word, spelling of «ё» and blanks is none. */
export function holderDiffers({ name, access }: Seat): boolean {
  const key = (full: string) =>
    full.toLowerCase().replaceAll("ё", "е").split(/\s+/).filter(Boolean).join(" ");
  return access !== null && access.holder_name !== "" && key(access.holder_name) !== key(name);
}
