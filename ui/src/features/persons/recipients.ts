/** What is known of the person a paper is for, in words and looks. */
import CircleCheck from "@lucide/svelte/icons/circle-check";
import CircleDashed from "@lucide/svelte/icons/circle-dashed";
import CircleQuestionMark from "@lucide/svelte/icons/circle-question-mark";
import CircleX from "@lucide/svelte/icons/circle-x";
import Hourglass from "@lucide/svelte/icons/hourglass";
import type { Component } from "svelte";

import type { Consent, PaperPerson, PersonSending, SavePersonOf } from "../../api/types";
import { instant } from "../../shared/format/dates";
import { phone as phoneText } from "../../shared/format/phone";
import type { Tone } from "../../shared/ui/Chip.svelte";
import { t } from "../../text";

export type Act = keyof typeof t.recipient.acts;

interface Look {
  tone: Tone;
  icon: Component<{ size?: number }>;
  label: string;
}

/** A state that a newer program knows is never taken for a consent. */
export function consentLook(state: string): Look {
  const words = t.consents.states;
  switch (state) {
    case "granted":
      return { tone: "green", icon: CircleCheck, label: words.granted };
    case "pending":
      return { tone: "blue", icon: Hourglass, label: words.pending };
    case "required":
      return { tone: "grey", icon: CircleDashed, label: words.required };
    case "refused":
      return { tone: "red", icon: CircleX, label: words.refused };
    default:
      return { tone: "violet", icon: CircleQuestionMark, label: words.unknown };
  }
}

/** A sentence about the consent of exactly this telephone and name. */
export function consentSentence(consent: Consent | null): string {
  const words = t.recipient.consents;
  if (consent === null) return words.none;
  const told = instant(consent.told_at);
  switch (consent.state) {
    case "not_required":
      return words.not_required;
    case "required":
      return words.required;
    case "pending":
      return words.pending(told);
    case "granted":
      return words.granted(told);
    case "refused":
      return words.refused(told);
    default:
      return words.unknown(told);
  }
}

/** Without it the paper is not signed: a person should know before anything leaves. */
export const consentIsMissing = (consent: Consent | null) =>
  consent === null || (consent.state !== "granted" && consent.state !== "not_required");

/** The fields of the record as they are typed. */
export interface Typed {
  last: string;
  first: string;
  middle: string;
  hasNoMiddle: boolean;
  phone: string;
  email: string;
}

export const typedOf = (person: PaperPerson): Typed => ({
  last: person.last_name,
  first: person.first_name,
  middle: person.middle_name,
  hasNoMiddle: person.has_no_middle_name,
  phone: phoneText(person.phone),
  email: person.email,
});

/** A name with a patronymic and the word that there is none contradict each other. */
export const middleProblem = ({ middle, hasNoMiddle }: Typed) =>
  !hasNoMiddle && middle.trim() === "" ? t.recipient.middleMissing : "";

export function recordOf(documentId: number, typed: Typed): SavePersonOf {
  const middle = typed.hasNoMiddle ? "" : typed.middle.trim();
  return {
    document_id: documentId,
    last_name: typed.last.trim(),
    first_name: typed.first.trim(),
    has_no_middle_name: typed.hasNoMiddle,
    ...(middle === "" ? {} : { middle_name: middle }),
    ...(typed.phone.trim() === "" ? {} : { phone: typed.phone.trim() }),
    ...(typed.email.trim() === "" ? {} : { email: typed.email.trim() }),
  };
}

/** The consent that is known holds for another telephone or name than is typed now. */
export function isAnother(person: PaperPerson, typed: Typed): boolean {
  const digits = (number: string) => number.replace(/\D/g, "").replace(/^8(?=\d{10}$)/, "7");
  const name = (parts: string[]) =>
    parts.join(" ").toLowerCase().replaceAll("ё", "е").split(/\s+/).join(" ").trim();
  const middle = typed.hasNoMiddle ? "" : typed.middle;
  return (
    digits(typed.phone) !== digits(person.phone ?? "") ||
    name([typed.last, typed.first, middle]) !==
      name([person.last_name, person.first_name, person.middle_name])
  );
}

const ORDER: Act[] = ["confirm", "request_consent", "remind", "annul"];
/** What moves the paper on stands first and alone; the rest stands beside. */
export function actsOf(sending: PersonSending | undefined): { main: Act | null; others: Act[] } {
  const known = ORDER.filter((act) => sending?.acts.includes(act));
  const main = known.find((act) => act === "confirm" || act === "request_consent") ?? null;
  return { main, others: known.filter((act) => act !== main) };
}
