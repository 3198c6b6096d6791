/** What holds of a signature, as facts beside one another. They are never summed up: each is another question. */
import type { SignatureCheck } from "../../api/types";
import { instant } from "../../shared/format/dates";
import { t } from "../../text";

/** `unknown` is neither good nor bad: it could not be asked. */
export type Standing = "good" | "bad" | "unknown";

export interface Fact {
  id: "document" | "chain" | "revocation";
  standing: Standing;
  title: string;
  /** The program's own sentences. */
  text: string;
}

export function factsOf(check: SignatureCheck): Fact[] {
  return [documentFact(check), chainFact(check), revocationFact(check)].map((fact) => ({
    ...fact,
    text: withoutTitle(fact.text, fact.title),
  }));
}

/** A sentence that begins with the words of its title goes on from there: «Отзыв не проверен: спросить не у кого». */
export function withoutTitle(text: string, title: string): string {
  const rest = text.startsWith(`${title}:`) ? text.slice(title.length + 1).trimStart() : text;
  return rest.replace(/^./u, (letter) => letter.toUpperCase());
}

/** The document is only as unchanged as the signature over it is right: the two are one answer. */
function documentFact(check: SignatureCheck): Fact {
  const words = t.signatures.facts.document;
  const text = `${check.document_text} ${check.signature_text}`;
  const fact = (standing: Standing, title: string): Fact => ({ id: "document", standing, title, text });
  if (check.document === "changed") return fact("bad", words.changed);
  if (check.signature === "invalid") return fact("bad", words.broken);
  if (check.document === "not_checked") return fact("unknown", words.not_checked);
  return check.signature === "valid" ? fact("good", words.unchanged) : fact("unknown", words.unproven);
}

function chainFact({ chain, chain_text: text }: SignatureCheck): Fact {
  const standings: Record<typeof chain, Standing> = {
    trusted: "good",
    untrusted: "bad",
    expired_at_signing: "bad",
    incomplete: "unknown",
    not_checked: "unknown",
  };
  return { id: "chain", standing: standings[chain], title: t.signatures.facts.chain[chain], text };
}

function revocationFact({ revocation, revocation_text: text }: SignatureCheck): Fact {
  const standings = { good: "good", revoked: "bad", not_checked: "unknown" } as const;
  const title = t.signatures.facts.revocation[revocation];
  return { id: "revocation", standing: standings[revocation], title, text };
}

/** «21.11.2026 09:02, время указал подписавший». */
export function timeWords({ time }: SignatureCheck): string {
  const kinds: Record<string, string | undefined> = t.signatures.time;
  return [instant(time.at), kinds[time.kind]].filter((part) => part !== undefined).join(", ");
}

/** Who signed, as short as a line: position and organisation; who has no organisation is told by the ИНН. */
export function placeWords({ position, organisation, inn }: SignatureCheck["signer"]): string {
  const whose = organisation ?? (inn === null ? null : `${t.signatures.inn} ${inn}`);
  return [position, whose].filter((part) => part !== null && part !== "").join(", ");
}
