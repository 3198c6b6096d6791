/** How documents leave, in the stand-in: what a look finds, and where documents for a counterparty go. */
import type { DocumentCard, Request } from "../../src/api/types";
import type { Handlers } from "./fake";

const SUPPLY = { id: "5b1c1f7e-0000-4000-8000-000000000001", name: "Отдел снабжения" };
const STORE = { id: "5b1c1f7e-0000-4000-8000-000000000002", name: "Склад на Причальной" };
const BOX = "26af83e5-fabf-4805-95ed-7ef0fc16a4b8";

type Sending = Pick<Handlers, "documents.preflight" | "sending.ways" | "sending.choose" | "sending.ask_anew">;

export function sendingHandlers(cardOf: (id: number) => DocumentCard): Sending {
  const chosen = new Map<number, Request<"sending.choose">["chosen"]>();
  return {
    "documents.preflight": ({ id }) => ({
      blockers: cardOf(id).missing,
      warnings:
        id % 10 === 7
          ? [
              {
                code: "several_boxes",
                sentence:
                  "У контрагента несколько ящиков, и не выбрано, в какой отправлять. Документ уйдёт в первый из них. Выберите ящик, чтобы дальше он подставлялся сам.",
                fix: "route" as const,
              },
            ]
          : [],
    }),
    "sending.ways": ({ counterparty_id }) => ({
      ways: [
        {
          connection_id: 1,
          operator_title: "Контур.Диадок",
          box_name: "ООО «Полярная звезда»",
          our_departments: [STORE],
          boxes: [
            {
              box_id: BOX,
              participant_id: "2BM-9644112800-964401001-202401150900000017",
              partnership_label: "ваш контрагент",
              is_open: true,
              is_roaming: false,
              departments: [SUPPLY],
            },
          ],
          chosen: chosen.get(counterparty_id) ?? {
            box_id: "",
            our_department: null,
            their_department: null,
          },
          has_intermediaries: true,
          has_departments: true,
        },
      ],
    }),
    "sending.choose": (request) => {
      chosen.set(request.counterparty_id, request.chosen);
      return {};
    },
    "sending.ask_anew": () => ({}),
  };
}
