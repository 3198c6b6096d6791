/** Cards of counterparties and individuals of the stand-in. */
import type { Counterparty, Individual, PartyChange, Requisites } from "../../src/api/types";
import { emptyRequisites } from "../../src/features/parties/requisites";
import { innProblem } from "../../src/shared/tax_id";
import type { FakeBackend, Handlers } from "./fake";
import { edoOf } from "./exchange";
import { COUNTERPARTIES } from "./people";
import { failure } from "./refuse";

const NO_REQUISITES = emptyRequisites();
const REQUISITES: Requisites = {
  ...NO_REQUISITES,
  full_name: "Общество с ограниченной ответственностью «Ромашка»",
  ogrn: "1026605606620",
  address: {
    ...NO_REQUISITES.address,
    postcode: "620014",
    region_code: "66",
    region: "Свердловская область",
    city: "Екатеринбург",
    street: "ул. Малышева",
    house: "51",
  },
  bank: {
    bank: "АО «Уралбанк»",
    bic: "046577904",
    account: "40702810900000012345",
    correspondent_account: "30101810500000000904",
  },
  head: {
    position: "Генеральный директор",
    last_name: "Ромашов",
    first_name: "Илья",
    middle_name: "Петрович",
    grounds: "Устава",
  },
};

const human = (
  id: number,
  last: string,
  first: string,
  middle: string,
  phone: string | null,
): Individual => ({
  id,
  last_name: last,
  first_name: first,
  middle_name: middle,
  full_name: [last, first, middle].filter(Boolean).join(" "),
  phone,
  email: id % 2 === 0 ? `client${id}@post.example` : "",
  note: id === 2 ? "Звонить после 18:00" : "",
});
const PEOPLE: Individual[] = [
  human(1, "Иванова", "Анна", "Сергеевна", "+79121234567"),
  human(2, "Петров", "Пётр", "Петрович", "+79127654321"),
  human(3, "Иванова", "Анна", "", "+79121234567"),
  human(4, "Шереметьева-Константинопольская", "Александра-Виктория", "Вениаминовна", null),
];

type Commands =
  | "counterparties.get"
  | "counterparties.save"
  | "counterparties.check"
  | "counterparties.merge"
  | "counterparties.duplicates"
  | "individuals.list"
  | "individuals.get"
  | "individuals.save"
  | "individuals.merge";

export function partyHandlers(backend: FakeBackend): Pick<Handlers, Commands> {
  const isEmpty = backend.scenario === "empty";
  let people = isEmpty ? [] : structuredClone(PEOPLE);
  const requisites = new Map<number, Requisites>([[1, REQUISITES]]);
  const changes = new Map<number, PartyChange[]>([
    [1, [{ at: "2026-11-02T08:15:00Z", field: "phone", before: "+79120000000", after: "+79121234567" }]],
  ]);
  const party = (id: number) => {
    const found = backend.counterparties.find((one) => one.id === id);
    if (found === undefined) throw failure("not_found", "Такого контрагента нет.");
    return found;
  };
  const plain = ({ id, name, inn, kpp }: Counterparty): Counterparty => ({ id, name, inn, kpp });
  const withInn = (inn: string, not = 0) =>
    backend.counterparties.filter((one) => one.inn === inn && one.id !== not).map(plain);
  const documentsOf = (id: number) =>
    [...backend.cards.values()].filter(({ document }) => document.counterparty?.id === id).length;
  return {
    "counterparties.get": ({ id }) => {
      const found = party(id);
      return {
        counterparty: plain(found),
        requisites: requisites.get(id) ?? NO_REQUISITES,
        documents: documentsOf(id),
        relations: backend.relations.of(id),
        ...edoOf(found.boxes),
        history:
          id === 1
            ? [
                {
                  at: "2026-10-01T10:00:00Z",
                  field: "name",
                  before: "ООО «Ромашка-М»",
                  after: "ООО «Ромашка»",
                },
              ]
            : [],
        same_inn: withInn(found.inn, id),
      };
    },
    "counterparties.save": ({ id, name, inn, kpp, requisites: typed }) => {
      const twin = backend.counterparties.find(
        (one) => one.inn === inn && one.kpp === (kpp ?? null) && one.id !== id,
      );
      if (twin !== undefined)
        throw failure(
          "counterparty_exists",
          `С этими ИНН и КПП уже есть ${twin.name}. Ничего не изменено. Откройте эту карточку.`,
        );
      const saved = {
        id: id ?? 1 + Math.max(0, ...backend.counterparties.map((one) => one.id)),
        name,
        inn,
        kpp: kpp ?? null,
      };
      const boxes = backend.counterparties.find((one) => one.id === id)?.boxes ?? [];
      backend.counterparties = [
        ...backend.counterparties.filter((one) => one.id !== saved.id),
        { ...saved, boxes, ...edoOf(boxes) },
      ];
      if (typed) requisites.set(saved.id, typed);
      return { id: saved.id };
    },
    "counterparties.check": ({ inn, kpp }) => ({
      problem: innProblem(inn) === "checksum" ? "Контрольное число ИНН не сходится. Проверьте цифры." : null,
      existing: withInn(inn).find((one) => (one.kpp ?? "") === (kpp ?? "")) ?? null,
      same_inn: withInn(inn),
    }),
    "counterparties.merge": ({ keep_id, drop_id }) => {
      const keep = party(keep_id);
      for (const { document } of backend.cards.values()) {
        if (document.counterparty?.id === drop_id) document.counterparty = plain(keep);
      }
      backend.counterparties = backend.counterparties.filter((one) => one.id !== drop_id);
      return {};
    },
    "counterparties.duplicates": () => ({
      groups: isEmpty
        ? []
        : [backend.counterparties.filter((one) => one.id === 1 || one.id === 13).map(plain)].filter(
            (group) => group.length > 1,
          ),
    }),
    "individuals.list": ({ query }) => ({
      individuals: people.filter((one) =>
        `${one.full_name} ${one.phone ?? ""} ${one.email}`
          .toLowerCase()
          .includes((query ?? "").toLowerCase()),
      ),
      next: null,
    }),
    "individuals.get": ({ id }) => {
      const individual = people.find((one) => one.id === id);
      if (individual === undefined) throw failure("not_found", "Такого человека в справочнике нет.");
      return {
        individual,
        documents: id * 3,
        history: changes.get(id) ?? [],
        same_phone: people.filter(
          (one) => one.phone !== null && one.phone === individual.phone && one.id !== id,
        ),
      };
    },
    "individuals.save": ({ id, last_name, first_name, middle_name, phone, email, note }) => {
      const saved: Individual = {
        ...human(id ?? people.length + 1, last_name, first_name, middle_name ?? "", phone ?? null),
        email: email ?? "",
        note: note ?? "",
      };
      const old = people.find((one) => one.id === saved.id);
      for (const field of ["last_name", "first_name", "phone"] as const) {
        if (old && old[field] !== saved[field]) {
          const change = {
            at: new Date().toISOString(),
            field,
            before: old[field] ?? "",
            after: saved[field] ?? "",
          };
          changes.set(saved.id, [change, ...(changes.get(saved.id) ?? [])]);
        }
      }
      people = [...people.filter((one) => one.id !== saved.id), saved];
      return { id: saved.id };
    },
    "individuals.merge": ({ drop_id }) => {
      people = people.filter((one) => one.id !== drop_id);
      return {};
    },
  };
}

/** A thirteenth that repeats the first with another КПП. */
export const ALL_COUNTERPARTIES = [
  ...COUNTERPARTIES,
  {
    ...(COUNTERPARTIES[0] as (typeof COUNTERPARTIES)[number]),
    id: 13,
    name: "ООО «Ромашка» (филиал)",
    kpp: "667043001",
    boxes: [],
    ...edoOf([]),
  },
];
