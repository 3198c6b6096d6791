/** What the list of counterparties says about each. */
import type { ListedCounterparty } from "../../api/types";
import type { Column } from "../../shared/ui/table";
import { locale, t } from "../../text";

const collator = new Intl.Collator(locale, { numeric: true });
const words = t.counterparties.columns;

/** «Есть ЭДО», the best answer first. */
const EDO_ORDER = ["yes", "unknown", "no"];

/** «Статус ЭДО» in words; a spelling new to the program is shown as unknown. */
export function partnershipLabel(partnership: string): string {
  const states: Record<string, string> = t.counterparties.states;
  return states[partnership] ?? t.counterparties.states.unknown;
}

/** «Статус ЭДО» of the closest box. */
export function partnershipOf(party: ListedCounterparty): string {
  const boxes = party.boxes;
  const box = boxes.find((one) => one.partnership === "established") ?? boxes[0];
  if (box === undefined) return "";
  const state = partnershipLabel(box.partnership);
  return box.is_roaming ? `${state}, ${t.counterparties.roaming}` : state;
}

export const COUNTERPARTY_COLUMNS: Column<ListedCounterparty>[] = [
  {
    id: "name",
    title: words.name,
    width: 280,
    min: 180,
    grow: true,
    compare: (a, b) => collator.compare(a.name, b.name),
  },
  { id: "inn", title: words.inn, width: 132, compare: (a, b) => a.inn.localeCompare(b.inn) },
  { id: "kpp", title: words.kpp, width: 112, leaves: 3 },
  {
    id: "edo",
    title: words.edo,
    width: 116,
    leaves: 1,
    compare: (a, b) => EDO_ORDER.indexOf(a.edo) - EDO_ORDER.indexOf(b.edo),
  },
  { id: "state", title: words.state, width: 232, leaves: 2 },
];
