/** What stands in the way of a sending, and the one press that mends it. */
import type { PreflightFinding } from "../../api/types";
import { t } from "../../text";
import { mend } from "../bulk/mending";

export interface Remedy {
  label: string;
  run: () => void;
}

/** How the card names the sides of its document. */
export interface Sides {
  onassign: (what: "firm" | "counterparty") => void;
  /** The form, for what is mended by writing; absent where the document cannot be written. */
  onedit?: (() => void) | undefined;
}

/** Nothing is offered for what is mended nowhere, or on the card that is open already. */
export function remedyOf(documentId: number, { code, fix }: PreflightFinding, sides: Sides): Remedy | null {
  if (code === "no_counterparty" || code === "no_other_side" || code === "counterparty_closed")
    return {
      label: t.card.chooseCounterparty,
      run: sides.onedit ?? (() => sides.onassign("counterparty")),
    };
  if (code === "no_firm")
    return { label: t.card.chooseFirm, run: sides.onedit ?? (() => sides.onassign("firm")) };
  if (fix === null || fix === "open_card") return null;
  return { label: t.bulk.fixes[fix], run: () => mend({ id: 0 }, { document_id: documentId, fix }) };
}
