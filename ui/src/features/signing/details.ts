/** In what position and by whose leave somebody signs, in words. */
import type { SignerDetails } from "../../api/types";
import { t } from "../../text";
import type { Power } from "../certificates/powers";

export type PositionSource = SignerDetails["position_source"];
export const POSITION_SOURCES: readonly PositionSource[] = ["certificate", "employee", "operator", "manual"];

/** What will stand in papers, or why nothing will. */
export function positionNote({ position_source, position }: SignerDetails): string {
  if (position_source === "operator") return t.signing.operatorPosition;
  if (position !== "") return position;
  return position_source === "employee" ? t.signing.noEmployeePosition : t.signing.noPosition;
}

/** «Соколова М. В.»: as it stands beside a signature. */
export function shortName(full: string): string {
  const [last = "", ...others] = full.trim().split(/\s+/);
  const initials = others.slice(0, 2).map((name) => `${name.charAt(0)}.`);
  return [last, ...initials].join("\u00a0");
}

/** «Иванова М. П., главный бухгалтер, по доверенности № …». */
export function signerLine(owner: string, details: SignerDetails | null, power: Power | null): string {
  const position =
    details?.position_source === "operator" ? t.signing.byOperatorPosition : (details?.position ?? "");
  const leave =
    power === null
      ? ""
      : power.kind === "operator_default"
        ? t.signing.byOperatorPower
        : t.signing.byPower(power.label);
  return [shortName(owner), lowered(position), leave].filter(Boolean).join(", ");
}

/** A position in the middle of a sentence; abbreviations stay as they are. */
function lowered(position: string): string {
  const second = position.charAt(1);
  const isWord = second !== "" && second === second.toLowerCase();
  return isWord ? position.charAt(0).toLowerCase() + position.slice(1) : position;
}
