/** An operator whose other side are people, in the stand-in: requests, accesses, papers and consents. */
import type {
  Access,
  Connection,
  ConnectionRequest,
  Consent,
  DocumentCard,
  ExchangeEntry,
  Operator,
  PaperPerson,
  PersonSending,
  Request,
} from "../../src/api/types";
import { status } from "./documents";
import type { FakeBackend, Handlers } from "./fake";
import { FIRMS } from "./people";
import { failure } from "./refuse";
import { settingHandlers, type SettingCommands } from "./settings";

const KEY = [
  {
    id: "api_key",
    label: "Код доступа (APIKey)",
    hint: "Из письма F.Doc о подключении организации.",
    is_secret: true,
    is_optional: false,
  },
];

export const PERSONS_OPERATOR: Operator = {
  kind: "fdoc",
  title: "F.Doc",
  default_address: "https://fdoc.ru",
  credential_fields: KEY,
  log_ins: [
    {
      id: "key",
      kind: "typed",
      title: "Код доступа",
      explanation:
        "Код доступа (API Key) один на организацию, он приходит в письме F.Doc. Логин и пароль у каждого сотрудника свои.",
      fields: KEY,
      redirect: null,
    },
  ],
  access_fields: [
    {
      id: "login",
      label: "Логин",
      hint: "Тот, что вы выбрали при регистрации в F.Doc.",
      is_secret: false,
      is_optional: false,
    },
    {
      id: "password",
      label: "Пароль",
      hint: "Пришёл на телефон и почту, указанные при регистрации в F.Doc.",
      is_secret: true,
      is_optional: false,
    },
  ],
  takes_connection_requests: true,
  has_status_names: true,
  links: [{ title: "Инструкции F.Doc", url: "https://fdoc.ru/instructions" }],
  capabilities: {
    intermediaries: [],
    cloud_signing: false,
    test_signature: false,
    deferred_signature: true,
    own_signature: false,
    max_document_bytes: 20_971_520,
    drafts: false,
    departments: false,
    documents_together: 1,
    tags: 0,
    copies: ["print_form", "protocol"],
    for_persons: true,
  },
};

const CONNECTION_ID = 7;

export function personsConnection(now: number): Connection {
  const [firm] = FIRMS;
  return {
    id: CONNECTION_ID,
    firm_id: firm?.id ?? 1,
    operator: PERSONS_OPERATOR.kind,
    operator_title: PERSONS_OPERATOR.title,
    log_in: "key",
    certificate_id: null,
    redirect_port: null,
    clock: null,
    stopped_at: null,
    sends_at_once: true,
    keeps_exchange_log: false,
    address: PERSONS_OPERATOR.default_address,
    box: {
      box_id: "org-1",
      name: firm?.name ?? "",
      inn: firm?.inn ?? "",
      kpp: firm?.kpp ?? null,
      is_test: false,
    },
    health: {
      code: "ok",
      text: "Связь есть.",
      last_success_at: new Date(now - 60_000).toISOString(),
      next_attempt_at: new Date(now + 240_000).toISOString(),
    },
  };
}

/** What can be done to a document that stands so. */
const ACTS: Record<string, string[]> = {
  prepared: ["request_consent", "annul"],
  consent_pending: ["remind", "annul"],
  our_signature_required: ["confirm", "annul"],
  their_signature_pending: ["remind", "annul"],
};
/** And how it stands afterwards. */
const AFTER: Record<string, string> = {
  request_consent: "consent_pending",
  confirm: "their_signature_pending",
  annul: "revoked",
};

type Commands =
  | `persons.${"of" | "save" | "act" | "link" | "signed_copy" | "consents" | "sent"}`
  | SettingCommands
  | `accesses.${"list" | "save" | "remove"}`
  | `connection_requests.${"list" | "send" | "retry" | "cancel"}`;

export class Persons {
  readonly #backend: FakeBackend;
  readonly #now: number;
  readonly #records = new Map<number, PaperPerson>();
  readonly #sendings = new Map<number, PersonSending[]>();
  consents: Consent[] = [];
  /** Names of statuses that were taught, and what they mean. */
  readonly taught = new Map<string, string>();
  log: ExchangeEntry[] = [];
  accesses: Access[] = [];
  requests: ConnectionRequest[] = [];

  constructor(backend: FakeBackend, now: number) {
    this.#backend = backend;
    this.#now = now;
  }

  #at(minutesAgo: number): string {
    return new Date(this.#now - minutesAgo * 60_000).toISOString();
  }

  #call(id: number, call: string, outcome: string, duration_ms: number, answer_bytes: number): ExchangeEntry {
    return {
      id,
      at: this.#at(20 - id),
      call,
      outcome,
      is_failure: outcome === "timeout",
      duration_ms,
      answer_bytes,
    };
  }

  /** Something of everything, for the look. */
  fill(): void {
    const word = (
      full_name: string,
      phone: string,
      state: string,
      minutesAgo: number,
      id: number,
    ): Consent => ({
      phone,
      full_name,
      state,
      told_at: this.#at(minutesAgo),
      edo_document_id: id,
      document_id: id,
      firm_id: 1,
    });
    this.consents = [
      word("Шереметьева-Константинопольская Александра Вениаминовна", "+79125550101", "pending", 12, 5),
      word("Петров Пётр Петрович", "+79127654321", "granted", 300, 6),
      word("Петров Пётр Петрович", "+79127654321", "pending", 340, 6),
      word("Белов Артём Ильич", "+79125550102", "refused", 4_000, 8),
      word("Лисицына Вера", "+79125550103", "required", 5_000, 9),
    ];
    this.log = [
      this.#call(3, "GET /gw/v1/changes?after&limit", "200", 41, 1_204),
      this.#call(2, "POST /gw/v1/documents", "timeout", 100_000, 0),
      this.#call(1, "POST /gw/v1/sessions", "201", 96, 512),
    ];
    this.accesses = [
      this.#access(2, "logged_in", "Ким Олег Чанович", ""),
      this.#access(
        3,
        "refused",
        "",
        "F.Doc не принял логин или пароль. Документы сохранены. Введите их заново: «Изменить логин и пароль».",
      ),
    ];
    this.requests = [
      this.#request(
        2,
        "failed",
        "F.Doc не принял заявку: организация с таким ИНН не найдена. Ничего не потеряно. Проверьте ИНН в карточке фирмы.",
      ),
      this.#request(1, "accepted", null),
    ];
  }

  #access(employee_id: number, state: string, holder_name: string, text: string): Access {
    const { employees } = this.#backend.handlers["employees.list"]({});
    return {
      connection_id: CONNECTION_ID,
      employee_id,
      employee_name: employees.find(({ id }) => id === employee_id)?.full_name ?? "",
      state,
      holder_name,
      text,
      changed_at: this.#at(90),
    };
  }

  #request(firm_id: number, state: string, failure_text: string | null): ConnectionRequest {
    return {
      id: firm_id * 10 + this.requests.length,
      operator: PERSONS_OPERATOR.kind,
      firm_id,
      contact_name: "Соколова Мария Викторовна",
      phone: "+79123456789",
      email: "sokolova@dvor.example",
      state,
      is_known_there: false,
      created_at: this.#at(3_000),
      changed_at: this.#at(2_990),
      failure_text,
    };
  }

  #card(id: number): DocumentCard {
    const card = this.#backend.cards.get(id);
    if (card === undefined) throw failure("document_not_found", "Такого документа в реестре нет.");
    return card;
  }

  #personOf(id: number): PaperPerson {
    const { individual } = this.#card(id);
    if (individual === null) throw failure("individual_not_found", "Такого человека в справочнике нет.");
    const { last_name, first_name, middle_name, phone, email } = individual;
    return (
      this.#records.get(id) ?? { last_name, first_name, middle_name, has_no_middle_name: false, phone, email }
    );
  }

  /** Why it may not leave; `null` where it may. */
  refusal(): { code: string; message: string } | null {
    const me = this.#backend.handlers["employees.list"]({}).current_id;
    const mine = this.accesses.find(({ employee_id }) => employee_id === me);
    if (mine?.state === "logged_in") return null;
    return {
      code: "no_access",
      message:
        "У вас нет доступа к F.Doc. Документ сохранён и никуда не ушёл. Введите логин и пароль: «Авторизоваться».",
    };
  }

  /** It has left: at once, or to be confirmed by us. */
  left(id: number, departure: Request<"documents.send">["departure"]): void {
    const person = this.#personOf(id);
    const full = [person.last_name, person.first_name, person.middle_name].filter(Boolean).join(" ");
    const sendings = this.#sendings.get(id) ?? [];
    sendings.unshift({
      edo_document_id: id,
      status: status("prepared"),
      operator_status_text: "Подготовлен",
      full_name: full,
      phone: person.phone ?? "",
      employee_id: 1,
      acts: [],
      signed_copy: "not_due",
      signed_copy_text: "",
    });
    this.#sendings.set(id, sendings);
    this.stand(id, departure === "deferred" ? "prepared" : "consent_pending");
  }

  /** The document stands so from now on, as the operator tells it. */
  stand(id: number, code: string): void {
    const card = this.#card(id);
    const [sending] = this.#sendings.get(id) ?? [];
    if (sending === undefined) return;
    sending.status = status(code);
    sending.acts = ACTS[code] ?? [];
    if (code === "signed_by_them") sending.signed_copy = "here";
    const said = { consent_pending: "pending", our_signature_required: "granted" }[code];
    if (said !== undefined) {
      const { full_name, phone, edo_document_id } = sending;
      const word = {
        full_name,
        phone,
        state: said,
        told_at: this.#at(0),
        edo_document_id,
        document_id: id,
        firm_id: 1,
      };
      this.consents = [word, ...this.consents];
    }
    card.document.status = status(code);
    card.missing =
      code === "revoked"
        ? []
        : [{ code: "already_sent", sentence: "Документ уже отправлен.", fix: "open_card" as const }];
    card.sendings = [
      {
        id,
        operator_title: PERSONS_OPERATOR.title,
        to_box: sending.phone,
        status: status(code),
        facets: {},
        created_at: this.#at(5),
        message_id: `doc-${String(id).padStart(6, "0")}`,
        entity_id: null,
        operation: null,
        comment: "",
        tags: [],
        departure: "deferred",
        our_department: null,
        their_department: null,
        package: null,
        via: null,
        obligations: [],
        may_tell: [],
      },
    ];
    this.#backend.emit("documents", id);
  }

  handlers(): Pick<Handlers, Commands> {
    return {
      ...this.#papers(),
      ...this.#accesses(),
      ...this.#asking(),
      ...settingHandlers(this.#backend, this, CONNECTION_ID),
    };
  }

  #papers(): Pick<Handlers, Extract<Commands, `persons.${string}`>> {
    return {
      "persons.of": ({ id }) => {
        const person = this.#personOf(id);
        const full = [person.last_name, person.first_name, person.middle_name].filter(Boolean).join(" ");
        const fits = (one: Consent) => one.phone === person.phone && one.full_name === full;
        return {
          person,
          is_checked: this.#records.has(id),
          consent: this.consents.find(fits) ?? null,
          sendings: this.#sendings.get(id) ?? [],
        };
      },
      "persons.save": (record) => {
        const digits = (record.phone ?? "").replace(/\D/g, "").replace(/^8/, "7");
        this.#records.set(record.document_id, {
          last_name: record.last_name,
          first_name: record.first_name,
          middle_name: record.middle_name ?? "",
          has_no_middle_name: record.has_no_middle_name,
          phone: digits === "" ? null : `+${digits}`,
          email: record.email ?? "",
        });
        return {};
      },
      "persons.act": ({ document_id, act }) => {
        const [sending] = this.#sendings.get(document_id) ?? [];
        if (sending?.acts.includes(act) !== true)
          throw failure("act_not_possible", "Сейчас это невозможно. Ничего не изменено. Обновите статусы.");
        const after = AFTER[act];
        if (after !== undefined) this.stand(document_id, after);
        return { outbox_id: document_id };
      },
      "persons.link": ({ id }) => ({ url: `https://fdoc.example/doc/${id}?t=once` }),
      "persons.signed_copy": () => ({ blob: "pdf", name: "Заказ-наряд, подписан.pdf" }),
      "persons.consents": () => ({ consents: this.consents }),
      "persons.sent": ({ whose }) => ({
        sendings: [...this.#sendings].flatMap(([id, sendings]) =>
          sendings
            .filter(({ employee_id }) => whose === "everyones" || employee_id === 1)
            .map((sending) => ({
              sending,
              document_id: id,
              label: "Заказ-наряд № ЗН-00042 от 21.11.2026",
              firm_id: 1,
              employee_name: "Соколова М. П.",
              created_at: this.#at(5),
              is_at_operator: true,
            })),
        ),
      }),
    };
  }

  #accesses(): Pick<Handlers, Extract<Commands, `accesses.${string}`>> {
    return {
      "accesses.list": () => ({ accesses: this.accesses }),
      "accesses.save": ({ employee_id, credentials }) => {
        const isWrong = credentials["password"] === "wrong";
        const access = isWrong
          ? this.#access(employee_id, "refused", "", "F.Doc не принял логин или пароль. Введите их заново.")
          : this.#access(employee_id, "logged_in", "", "");
        if (!isWrong) access.holder_name = access.employee_name;
        this.accesses = [...this.accesses.filter((one) => one.employee_id !== employee_id), access];
        return { access };
      },
      "accesses.remove": ({ employee_id }) => {
        this.accesses = this.accesses.filter((one) => one.employee_id !== employee_id);
        return {};
      },
    };
  }

  #asking(): Pick<Handlers, Extract<Commands, `connection_requests.${string}`>> {
    const change = (id: number, state: string) => {
      const found = this.requests.find((one) => one.id === id);
      if (found === undefined)
        throw failure("connection_request_not_found", "Такой заявки в списке нет. Ничего не изменено.");
      Object.assign(found, { state, failure_text: null });
      return found;
    };
    return {
      "connection_requests.list": () => ({ requests: this.requests }),
      "connection_requests.send": ({ firm_id, contact_name, phone, email, again }) => {
        const earlier = this.requests.find((one) => one.firm_id === firm_id && one.state === "accepted");
        if (earlier !== undefined && again !== true)
          throw failure(
            "connection_request_sent",
            "Заявка по организации ООО «Сургучный двор» уже отправлена 19.11.2026. Вторая не отправлена. Дождитесь звонка или письма оператора.",
          );
        const request = { ...this.#request(firm_id, "accepted", null), contact_name, phone, email };
        request.is_known_there = earlier !== undefined;
        request.id += 100;
        this.requests = [request, ...this.requests];
        return { request };
      },
      "connection_requests.retry": ({ id }) => ({ request: change(id, "accepted") }),
      "connection_requests.cancel": ({ id }) => {
        change(id, "cancelled");
        return {};
      },
    };
  }
}
