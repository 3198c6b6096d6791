/** An in-memory stand-in for the program, in the shapes of the contract. For tests and for work on the look only. */
import { t } from "../../src/text";
import type {
  AppStatus,
  Command,
  Commands,
  Connection,
  DocumentCard,
  Firm,
  ImportResult,
  Notice,
  OutboxRow,
  WorldState,
} from "../../src/api/types";
import type { ChangeEvent, Platform, Topic } from "../../src/platform/platform";
import { isOwed, makeCard, status } from "./documents";
import type { Chosen, Order } from "../../src/features/registry/contract";
import { bulkHandlers } from "./bulk";
import { checkingHandlers } from "./checking";
import { LogIns, OPERATORS } from "./connections";
import { dayHandlers } from "./days";
import { directoryHandlers } from "./directories";
import { Relations } from "./exchange";
import { intakeHandlers } from "./intake";
import { noticeHandlers } from "./notices";
import { pairHandlers } from "./pairs";
import { ALL_COUNTERPARTIES, partyHandlers } from "./parties";
import { samplePdf } from "./pdf";
import { emptyRequisites } from "../../src/features/parties/requisites";
import { FIRMS } from "./people";
import { Persons, personsConnection } from "./persons";
import { receiptHandlers } from "./receipts";
import { Records } from "./records";
import { failure } from "./refuse";
import { registryHandlers } from "./registry";
import { Keys } from "./signing";
import { ruleHandlers } from "./rules";
import { sendingHandlers } from "./sending";

export type Scenario =
  "work" | "empty" | "training" | "offline" | "many" | "broken" | "locked" | "upgrading" | "persons";

export type Handlers = { [C in Command]: (request: Commands[C][0]) => Commands[C][1] };

const UPGRADE_STEPS = 13;

export class FakeBackend {
  readonly calls: { command: string; request: unknown }[] = [];
  cards = new Map<number, DocumentCard>();
  firms: Firm[] = [];
  connections: Connection[] = [];
  counterparties = structuredClone(ALL_COUNTERPARTIES);
  notices: Notice[] = [];
  isTraining = false;
  startsWithComputer = false;
  /** Names of the files that a person kept. */
  readonly saved: string[] = [];
  readonly scenario: Scenario;
  readonly handlers: Handlers;
  readonly records: Records;
  readonly logIns = new LogIns(this);
  readonly relations = new Relations(this);
  readonly keys: Keys;
  readonly persons: Persons;
  readonly #now: number;
  readonly #listeners = new Set<(event: ChangeEvent) => void>();

  constructor(scenario: Scenario = "work", now = Date.now()) {
    this.scenario = scenario;
    this.#now = now;
    if (scenario !== "empty") this.#fill(scenario === "many" ? 20_000 : 160);
    this.isTraining = scenario === "training";
    this.records = new Records(this, now);
    this.keys = new Keys(this, now);
    this.persons = new Persons(this, now);
    this.handlers = this.#answers();
    if (scenario === "persons") this.persons.fill();
  }

  #fill(documents: number): void {
    this.firms = structuredClone(FIRMS);
    for (let id = 1; id <= documents; id += 1) this.cards.set(id, makeCard(id, this.#now));
    const isOffline = this.scenario === "offline";
    this.connections = this.firms.map((firm, index) => ({
      id: index + 1,
      firm_id: firm.id,
      operator: "diadoc",
      operator_title: "Контур.Диадок",
      log_in: index === 1 ? "browser" : "password",
      certificate_id: null,
      redirect_port: index === 1 ? 47_321 : null,
      clock: null,
      stopped_at: null,
      sends_at_once: true,
      keeps_exchange_log: false,
      address: "https://diadoc-api.kontur.ru",
      box: {
        box_id: `box-${firm.id}`,
        name: firm.name,
        inn: firm.inn,
        kpp: firm.kpp ?? null,
        is_test: index === 1,
      },
      health: {
        code: isOffline && index === 0 ? "offline" : "ok",
        text:
          isOffline && index === 0
            ? "Нет связи с Диадоком. Документы сохранены и уйдут, когда связь появится. Проверьте интернет."
            : "Связь есть.",
        last_success_at: new Date(this.#now - (isOffline ? 7_260_000 : 120_000)).toISOString(),
        next_attempt_at: new Date(this.#now + 180_000).toISOString(),
      },
    }));
    if (this.scenario === "persons") this.connections.push(personsConnection(this.#now));
    this.notices = [7, 18, 16, 1].map((id, index) => {
      const card = makeCard(id, this.#now);
      return {
        id: index + 1,
        kind: "signed",
        document_id: id,
        title: card.document.status.label,
        body: `${card.document.kind_label} № ${card.document.number}, ${card.document.counterparty_name ?? ""}`,
        status: card.document.status.code,
        at: new Date(this.#now - index * 4_000_000).toISOString(),
        read: index > 1,
      };
    });
  }

  /** The documents of a choice, in the order asked for. */
  chosen: (selection: Chosen, order?: Order[] | null) => DocumentCard[] = () => [];

  emit(topic: Topic, ...ids: number[]): void {
    this.#listeners.forEach((listener) => listener({ topic, ids }));
  }

  subscribe(listener: (event: ChangeEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  platform(): Platform {
    return {
      kind: "browser",
      rpc: async (command, request) => this.rpc(command, request),
      content: async (blob) => this.content(blob),
      listen: ({ changed }) => this.subscribe(changed),
      openPage: async () => undefined,
      saveFile: async (blob, name) => {
        this.content(blob);
        this.saved.push(name);
        return name;
      },
      saveText: async (_, name) => {
        this.saved.push(name);
        return name;
      },
    };
  }

  content(blob: string): Uint8Array<ArrayBuffer> {
    if (blob.startsWith("sig-")) return new TextEncoder().encode(blob);
    if (blob !== "pdf") throw failure("not_found", "Файла нет в хранилище.");
    return samplePdf();
  }

  rpc(command: string, request: object): unknown {
    this.calls.push({ command, request: structuredClone(request) });
    if (this.scenario === "broken" && !["app.status", "world.get"].includes(command))
      throw failure("disk", DISK_FULL, true);
    const handler = this.handlers[command as Command] as ((request: object) => unknown) | undefined;
    if (handler === undefined) throw failure("unknown_command", `Неизвестная команда ${command}.`);
    return structuredClone(handler(request));
  }

  #answers(): Handlers {
    return {
      ...intakeHandlers(this),
      ...registryHandlers(this, this.#now),
      ...bulkHandlers(this, this.#now),
      ...checkingHandlers(this, this.#now),
      ...noticeHandlers(this),
      ...ruleHandlers(this, this.#now),
      ...directoryHandlers(this),
      ...receiptHandlers(),
      ...partyHandlers(this),
      ...this.records.handlers(),
      ...pairHandlers(this),
      ...this.keys.handlers(),
      ...this.persons.handlers(),
      ...dayHandlers(this, this.#now),
      "app.status": (): AppStatus => ({
        version: "0.1.0",
        data_folder: "/home/maria/.local/share/surguch",
        firms: this.firms.length,
        connections: this.connections.length,
        documents_waiting_for_us: [...this.cards.values()].filter(
          (card) => isOwed(card) || card.document.status.is_problem,
        ).length,
        unread_notices: this.notices.filter((notice) => !notice.read).length,
      }),
      "world.get": () => this.#world(),
      "world.open": () => this.#world(),
      "world.restore_key": () => {
        throw failure(
          "bad_recovery_key",
          "Ключ восстановления набран с ошибкой. База данных цела. Сверьте его с записью.",
        );
      },
      "world.open_page": () => ({}),
      "world.back_up": () => ({ name: "surguch-backup-2026-11-21" }),
      "world.restore_backup": () => {
        throw failure(
          "bad_recovery_key",
          "Ключ восстановления набран с ошибкой. Копия цела. Сверьте его с записью.",
        );
      },
      "app.autostart": ({ enabled }) => {
        this.startsWithComputer = enabled ?? this.startsWithComputer;
        return { enabled: this.startsWithComputer };
      },
      "training.start": () => {
        this.isTraining = true;
        this.#fill(60);
        return this.#world();
      },
      "training.leave": () => {
        this.isTraining = false;
        return this.#world();
      },
      "operators.list": () => ({ operators: OPERATORS }),
      "firms.list": () => ({ firms: this.firms }),
      "firms.save": ({ id, name, inn, kpp, requisites: typed }) => {
        if (this.firms.some((firm) => firm.inn === inn && firm.id !== id)) {
          throw failure(
            "conflict",
            "Фирма с таким ИНН и КПП уже есть. Ничего не изменено. Откройте её в списке.",
          );
        }
        const known = this.firms.find((firm) => firm.id === id)?.requisites;
        const requisites = typed ?? known ?? emptyRequisites();
        const saved: Firm = { id: id ?? this.firms.length + 1, name, inn, kpp: kpp ?? null, requisites };
        this.firms = [...this.firms.filter((firm) => firm.id !== saved.id), saved];
        return { id: saved.id };
      },
      "connections.list": () => ({ connections: this.connections }),
      ...this.logIns.handlers(),
      "connections.test": ({ credentials }) => {
        if (credentials["password"] === "wrong") {
          throw failure(
            "unauthorized",
            "Диадок не принял логин или пароль. Ничего не сохранено. Проверьте раскладку клавиатуры и введите пароль ещё раз.",
          );
        }
        const boxes = this.logIns.boxes();
        return { boxes: credentials["login"] === "one" ? boxes.slice(0, 1) : boxes };
      },
      "connections.save": () => {
        if (this.connections.length === 0) this.#fill(160);
        return { id: 1, firm_id: 1 };
      },
      "connections.remove": ({ id }) => {
        this.connections = this.connections.filter((connection) => connection.id !== id);
        return {};
      },
      ...this.relations.handlers(),
      "counterparties.list": ({ query, edo, partnership }) => ({
        counterparties:
          this.scenario === "empty" && this.cards.size === 0
            ? []
            : this.counterparties.filter(
                (party) =>
                  `${party.name} ${party.inn}`.toLowerCase().includes((query ?? "").toLowerCase()) &&
                  (edo == null || party.edo === edo) &&
                  (partnership == null || party.boxes.some((box) => box.partnership === partnership)),
              ),
        next: null,
      }),
      "counterparties.sync": () => ({ found: this.counterparties.length }),
      "documents.owed": ({ ids }) => ({
        documents: ids.map((id) => ({
          id,
          obligations: this.#card(id).sendings[0]?.obligations ?? [],
          receipt_fault: null,
        })),
      }),
      "documents.get": ({ id }) => {
        this.records.want(id);
        return this.#card(id);
      },
      "documents.import": ({ files }) => ({ results: files.map((file) => this.#import(file.name)) }),
      "documents.assign": ({ id, firm_id, counterparty_id, counterparty }) => {
        const card = this.#card(id);
        const found = counterparty
          ? { id: 99, name: counterparty.name, inn: counterparty.inn, kpp: counterparty.kpp ?? null }
          : this.counterparties.find((party) => party.id === counterparty_id);
        if (found !== undefined) {
          card.document.counterparty = found;
          card.document.counterparty_name = found.name;
          card.document.counterparty_inn = found.inn;
          card.missing = [];
        }
        const firm = this.firms.find((one) => one.id === firm_id);
        if (firm !== undefined) card.document.firm = firm;
        return {};
      },
      ...sendingHandlers((id) => this.#card(id)),
      "documents.send": ({ ids, departure }) => ({
        results: ids.map((id) => {
          const card = this.#card(id);
          const missing = card.missing[0];
          if (missing !== undefined) return { id, error: { code: missing.code, message: missing.sentence } };
          if (card.individual !== null) {
            const error = this.persons.refusal();
            if (error !== null) return { id, error };
            this.persons.left(id, departure);
            return { id, sending_id: id, operation_id: id };
          }
          card.document.status = status("queued");
          return { id, sending_id: id, operation_id: id };
        }),
      }),
      "outbox.list": ({ states }) => ({
        operations: [...this.cards.values()]
          .slice(0, 60)
          .flatMap((card) =>
            card.sendings.map((sending) =>
              outboxRow(card, sending.operation, this.connections[0]?.stopped_at),
            ),
          )
          .filter((row) => row !== null)
          .filter((row) => !states || states.includes(row.state)),
        next: null,
      }),
      "outbox.retry": ({ id }) => this.#setOperation(id, "queued"),
      "outbox.cancel": ({ id }) => this.#setOperation(id, "cancelled"),
      "sync.run": () => {
        if (this.scenario === "offline") {
          throw failure(
            "offline",
            "Нет связи с Диадоком. Документы сохранены и уйдут, когда связь появится.",
            true,
          );
        }
        return { connections: this.connections.map(({ id }) => ({ id, events_new: 2, sent: 1 })) };
      },
      "notices.list": () => ({
        notices: this.notices,
        unread: this.notices.filter((notice) => !notice.read).length,
      }),
      "notices.mark_read": ({ id }) => {
        this.notices = this.notices.map((notice) => (notice.id === id ? { ...notice, read: true } : notice));
        return {};
      },
      "security.status": () => ({
        keystore: "Ключи лежат в связке ключей этого компьютера (Secret Service, GNOME).",
        kind: "os",
      }),
    };
  }

  /** How far the upgrade of the scenario of that name is; it moves on with every look. */
  upgraded = 0;

  #world(): WorldState {
    const isLocked = this.scenario === "locked";
    if (this.scenario === "upgrading" && this.upgraded < UPGRADE_STEPS) {
      const upgrade = { done: this.upgraded, of: UPGRADE_STEPS };
      this.upgraded += 1;
      const message = "Обновляем базу документов. Ничего не потеряно, копия прежней базы сохраняется рядом.";
      return {
        mode: "work",
        training_page: null,
        problem: { code: "upgrading", message, retryable: true, trace_id: "5f1c09ab77e0" },
        upgrade,
      };
    }
    return {
      upgrade: null,
      mode: this.isTraining ? "training" : "work",
      training_page: this.isTraining ? "http://127.0.0.1:9/cabinet" : null,
      problem: isLocked
        ? {
            code: "key_missing",
            message:
              "Ключ от базы данных не найден в хранилище ключей этого компьютера. База данных цела. Введите ключ восстановления.",
            retryable: false,
            trace_id: "5f1c09ab77e0",
          }
        : null,
    };
  }

  #card(id: number): DocumentCard {
    const card = this.cards.get(id);
    if (card === undefined) throw failure("not_found", t.card.notFound);
    return card;
  }

  #import(name: string): ImportResult {
    if (name.includes("broken")) {
      const message =
        "Это не УПД: файл обрывается на строке 14. Он не загружен. Выгрузите его из учётной программы ещё раз.";
      return { name, already_known: false, warnings: [], error: { code: "malformed", message } };
    }
    if (name.includes("known")) return { name, already_known: true, warnings: [], document_id: 1 };
    const id = this.cards.size + 1;
    const card = makeCard(id, this.#now);
    this.cards.set(id, {
      ...card,
      document: {
        ...card.document,
        status: status("not_in_edo"),
        created_at: new Date(this.#now).toISOString(),
      },
      sendings: [],
      timeline: [],
    });
    return { name, already_known: false, warnings: [], document_id: id };
  }

  #setOperation(id: number, state: OutboxRow["state"]): Record<string, never> {
    for (const sending of this.#card(id).sendings) if (sending.operation) sending.operation.state = state;
    return {};
  }
}

const DISK_FULL = "На диске нет места. Документы целы. Освободите место и повторите.";

function outboxRow(
  card: DocumentCard,
  operation: DocumentCard["sendings"][number]["operation"],
  stoppedAt: string | null | undefined,
): OutboxRow | null {
  if (operation === null) return null;
  const isWaiting = operation.state === "queued" || operation.state === "unknown";
  return {
    ...operation,
    document_id: card.document.id,
    document_title: card.document.title,
    document_number: card.document.number,
    counterparty_name: card.document.counterparty_name,
    operator_title: "Контур.Диадок",
    created_at: card.document.status_since,
    changed_at: card.document.status_since,
    stopped_at: isWaiting ? (stoppedAt ?? null) : null,
  };
}
