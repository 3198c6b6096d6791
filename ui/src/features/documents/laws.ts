/** The law behind each «Статус ЭДО»: data beside the words of the statuses, read when somebody asks what a status means. */
import { enLaws } from "../../text/en_laws";
import { type Law, ruLaws } from "../../text/ru_laws";

export type LawCode = keyof typeof ruLaws;

export const LAW_OF: Record<string, LawCode> = {
  send_failed: "none",
  send_unknown: "none",
  signature_invalid: "validity",
  roaming_failed: "roaming",
  revoked: "revocation",
  revocation_requested_by_them: "revocation",
  revocation_requested_by_us: "revocation",
  rejected: "rejection",
  amendment_requested: "amendment",
  amendment_requested_by_us: "amendment",
  our_signature_required: "signature",
  receipt_required: "receipt",
  marking_pending: "marking",
  marking_failed: "marking",
  consent_pending: "consent",
  intermediate_pending: "none",
  their_signature_pending: "signature",
  receipt_pending: "receipt",
  signed_with_discrepancies: "signature",
  completed: "storage",
  signed_by_them: "storage",
  signed_by_us: "storage",
  delivered: "confirmation",
  sent: "confirmation",
  sending: "none",
  queued: "none",
  approval_pending: "none",
  prepared: "issue",
  draft: "issue",
  deleted: "storage",
  not_in_edo: "issue",
  unknown: "none",
};

/** In the language of the window. A status that only a newer program knows has no law that this window could name. */
export function lawOf(wordsCode: string, language: "ru" | "en"): Law {
  const code = LAW_OF[wordsCode] ?? "none";
  return (language === "en" ? enLaws[code] : undefined) ?? ruLaws[code];
}
