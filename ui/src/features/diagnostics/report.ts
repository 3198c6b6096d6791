/** The report of a diagnosis as text, for whoever helps. It holds what is on the page and nothing else. */
import type { DiagnosisCheck } from "../../api/types";
import { t } from "../../text";

export function reportText(title: string, about: string, checks: readonly DiagnosisCheck[]): string {
  const lines = checks.map(({ label, state, text, advice }) =>
    [`[${t.diagnosis.states[state]}] ${label}`, text, advice].filter((line) => line !== "").join("\n    "),
  );
  return [title, about, "", ...lines].filter((line, at) => line !== "" || at === 2).join("\n");
}

/** What is in the way comes first, what this computer does not need comes last. */
const ORDER = ["problem", "warning", "ok", "not_here"] as const;

export const inOrder = (checks: readonly DiagnosisCheck[]): DiagnosisCheck[] =>
  ORDER.flatMap((state) => checks.filter((check) => check.state === state));
