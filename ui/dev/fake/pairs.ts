/** What came and is one of ours: the stand-in offers the nearest documents of the same other side. */
import type { DocumentCard, PairProposal } from "../../src/api/types";
import { day } from "../../src/shared/format/dates";
import type { FakeBackend, Handlers } from "./fake";
import { failure } from "./refuse";

type Commands = "pairs.propose" | "pairs.accept" | "pairs.refuse" | "pairs.undo";

const labelOf = ({ document }: DocumentCard) =>
  `${document.kind_label} № ${document.number} от ${day(document.issued_on)}`;

export function pairHandlers(backend: FakeBackend): Pick<Handlers, Commands> {
  const refused = new Set<string>();
  const key = (id: number, other: number) => `${Math.min(id, other)}-${Math.max(id, other)}`;
  const card = (id: number) => {
    const found = backend.cards.get(id);
    if (found === undefined) throw failure("document_not_found", "Такого документа в программе нет.");
    return found;
  };
  const show = (id: number, other: DocumentCard | null) => {
    const shown = card(id);
    backend.cards.set(id, {
      ...shown,
      pair:
        other === null
          ? null
          : {
              id: other.document.id,
              label: labelOf(other),
              status: other.document.status,
              status_since: other.document.status_since,
              is_arrival: other.is_arrival,
            },
    });
    backend.emit("documents", id);
  };
  return {
    "pairs.propose": ({ id }) => {
      const came = card(id);
      const alike = [...backend.cards.values()].filter(
        (one) =>
          one.document.direction === "outbound" &&
          one.pair === null &&
          one.document.counterparty_inn === came.document.counterparty_inn &&
          one.document.number !== "" &&
          !refused.has(key(id, one.document.id)),
      );
      const proposals: PairProposal[] = alike.slice(0, id % 16 === 3 ? 2 : 1).map((one, index) => ({
        id: one.document.id,
        label: labelOf(one),
        agrees: index === 0 ? ["number", "date", "sum", "inn"] : ["number", "sum", "inn"],
        is_sure: index === 0,
        sentence:
          index === 0
            ? "Совпадают номер, дата, сумма и ИНН."
            : `Совпадают номер, сумма и ИНН. Дата другая: ${day(one.document.issued_on)}.`,
      }));
      return { proposals: came.is_arrival && came.pair === null ? proposals : [] };
    },
    "pairs.accept": ({ id, other_id }) => {
      const [one, other] = [card(id), card(other_id)];
      if (one.is_arrival === other.is_arrival)
        throw failure(
          "not_an_arrival",
          "Связать можно документ, который пришёл через ЭДО, и документ из нашего учёта. Ничего не изменено. Выберите другой документ.",
        );
      show(id, other);
      show(other_id, one);
      return {};
    },
    "pairs.refuse": ({ id, other_id }) => {
      refused.add(key(id, other_id));
      backend.emit("documents", id);
      return {};
    },
    "pairs.undo": ({ id, other_id }) => {
      refused.delete(key(id, other_id));
      show(id, null);
      show(other_id, null);
      return {};
    },
  };
}
