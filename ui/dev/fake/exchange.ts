/** Relations, invitations and the exchange of the stand-in. */
import type { Exchange, ExchangePhase, ListedRelationAct, Relation } from "../../src/api/types";
import type { FakeBackend, Handlers } from "./fake";
import { failure } from "./refuse";

type Commands =
  | "exchange.start"
  | "exchange.get"
  | "exchange.cancel"
  | "relations.invitations"
  | "relations.invitable"
  | "relations.act"
  | "relations.acts"
  | "relations.retry"
  | "relations.cancel"
  | "relations.choose_box";

const LABELS: Record<string, string> = {
  established: "ваш контрагент",
  incoming: "приглашает вас",
  outgoing: "приглашён вами",
  rejected_by_them: "отклонил вас",
  rejected_by_us: "отклонён вами",
  none: "не в списке",
};
const WORDS =
  "Здравствуйте. Предлагаем обмениваться документами в электронном виде. Просим принять приглашение до конца месяца.";
const RESULT = [
  "Прочитано: 12.",
  "Ждут вашего ответа: 2.",
  "Спрошено: 4, ящик нашёлся у 3.",
  "Выполнено: 0. Ждём ответа контрагентов: 1.",
];
const PHASES = ["statuses", "incoming", "search", "outgoing"];

export class Relations {
  readonly #backend: FakeBackend;
  readonly #states = new Map<number, string>();
  #acts: ListedRelationAct[] = [];
  #exchange: Exchange = {
    is_running: false,
    is_cancelled: false,
    connections: [],
    text: "",
    finished_at: null,
  };

  constructor(backend: FakeBackend) {
    this.#backend = backend;
  }

  /** Every relation of a counterparty. */
  of(id: number): Relation[] {
    const party = this.#backend.counterparties.find((one) => one.id === id);
    if (party === undefined) return [];
    return party.boxes.map((box) => {
      const partnership = this.#states.get(id) ?? box.partnership;
      const connection = this.#backend.connections.find((one) => one.id === box.connection_id);
      return {
        counterparty: { id: party.id, name: party.name, inn: party.inn, kpp: party.kpp },
        connection_id: box.connection_id,
        firm_name: connection?.box.name ?? "",
        operator_title: connection?.operator_title ?? "",
        box_id: `2BM-${party.inn}-${party.kpp ?? ""}-202401152411718929`,
        participant_id: `2BM-${party.inn}`,
        partnership,
        partnership_label: LABELS[partnership] ?? partnership,
        since: partnership === "none" ? null : "2026-11-12T09:00:00Z",
        words_from_them: partnership === "incoming" && id % 2 === 0 ? WORDS : "",
        words_from_us: partnership === "outgoing" ? WORDS : "",
        has_document: partnership === "incoming" && id % 2 === 1,
        document_id: partnership === "incoming" && id % 2 === 1 ? 7 : null,
        group_name: id % 4 === 1 ? "Постоянные" : null,
        accepts_from: id % 3 === 0 ? "partners" : "all",
        can_sign: id % 5 !== 2,
        is_roaming: box.is_roaming,
        is_test: box.is_test,
        is_closed: false,
        is_chosen: false,
        act: this.#acts.find((one) => one.counterparty_id === id)?.act ?? null,
      };
    });
  }

  handlers(): Pick<Handlers, Commands> {
    const standing = (partnership: string) =>
      this.#backend.counterparties
        .flatMap((one) => this.of(one.id))
        .filter((one) => one.partnership === partnership);
    return {
      "exchange.start": () => {
        if (this.#exchange.is_running)
          throw failure("exchange_running", "Обмен уже идёт. Второй не начат. Дождитесь результата.");
        this.#exchange = this.#run("running");
        return this.#exchange;
      },
      "exchange.get": () => {
        const shown = this.#exchange;
        // The second look finds it finished.
        if (shown.is_running) this.#exchange = this.#run("done");
        return shown;
      },
      "exchange.cancel": () => {
        this.#exchange = { ...this.#exchange, is_cancelled: true };
        return this.#exchange;
      },
      "relations.invitations": () => ({ relations: standing("incoming") }),
      "relations.invitable": () => ({ relations: standing("none") }),
      "relations.acts": () => ({ acts: this.#acts }),
      "relations.act": ({ kind, relations, words }) => ({
        results: relations.map((chosen, index) => {
          const party = this.#backend.counterparties.find((one) => one.id === chosen.counterparty_id);
          const id = this.#acts.length + 1 + index;
          this.#acts = [
            {
              act: {
                id,
                kind,
                state: "queued",
                is_at_operator: false,
                words: words ?? "",
                created_at: new Date().toISOString(),
                next_attempt_at: null,
                failure: "",
              },
              counterparty_id: chosen.counterparty_id,
              counterparty_name: party?.name ?? "",
              firm_name: this.#backend.connections[0]?.box.name ?? "",
              operator_title: "Контур.Диадок",
            },
            ...this.#acts,
          ];
          return { counterparty_id: chosen.counterparty_id, act_id: id };
        }),
      }),
      "relations.retry": () => ({}),
      "relations.cancel": ({ id }) => {
        this.#acts = this.#acts.filter((one) => one.act.id !== id);
        return {};
      },
      "relations.choose_box": () => ({}),
    };
  }

  #run(state: "running" | "done"): Exchange {
    const isDone = state === "done";
    const phase = (name: string, index: number): ExchangePhase => ({
      phase: name,
      state: isDone ? "done" : index === 0 ? "done" : index === 1 ? "running" : "waiting",
      done: 1,
      total: 4,
      sentence: isDone || index === 0 ? (RESULT[index] ?? "") : "",
    });
    return {
      is_running: !isDone,
      is_cancelled: false,
      connections: this.#backend.connections.map((one) => ({
        connection_id: one.id,
        firm_name: one.box.name,
        operator_title: one.operator_title,
        phases: PHASES.map(phase),
      })),
      text: isDone ? RESULT.join("\n") : "",
      finished_at: isDone ? new Date().toISOString() : null,
    };
  }
}

/** «Есть ЭДО» of a counterparty by its boxes, with the reason. */
export function edoOf(boxes: { partnership: string }[]): { edo: string; edo_reason: string } {
  if (boxes.some((one) => one.partnership === "established"))
    return { edo: "yes", edo_reason: "Обмен установлен с 12.11.2026." };
  if (boxes.length === 0)
    return {
      edo: "unknown",
      edo_reason: "Операторов об этом контрагенте ещё не спрашивали. Нажмите «Обмен».",
    };
  return {
    edo: "no",
    edo_reason: "У контрагента есть ящик, обмен не установлен. Пригласите его в окне «Обмен с ЭДО».",
  };
}
