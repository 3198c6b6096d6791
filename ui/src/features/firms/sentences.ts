/** What is wrong with a number, in words. Said while typing only when the number is long enough to be judged. */
import type { InnProblem, KppProblem } from "../../shared/tax_id";
import { t } from "../../text";

export function innSentence(problem: InnProblem | null, isAsked: boolean): string {
  if (problem === "checksum") return t.firms.innChecksum;
  if (!isAsked || problem === null) return "";
  return problem === "missing" ? t.firms.innMissing : t.firms.innShape;
}

export function kppSentence(problem: KppProblem | null, isAsked: boolean): string {
  if (problem === "not_for_person") return t.firms.kppNotForPerson;
  if (!isAsked || problem === null) return "";
  return problem === "missing" ? t.firms.kppMissing : t.firms.kppShape;
}
