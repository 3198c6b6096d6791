/** Ways into an operator, and log-ins that a test lets succeed or fail. */
import type { EdoBox, LogInProgress, Operator } from "../../src/api/types";
import type { FakeBackend, Handlers } from "./fake";
import { FIRMS } from "./people";
import { PERSONS_OPERATOR } from "./persons";
import { failure } from "./refuse";

const API_KEY = {
  id: "api_key",
  label: "Ключ ЭДО",
  hint: "Ключ разработчика, который Диадок выдал вашей организации для обмена через API.",
  is_secret: true,
  is_optional: false,
};
const PASSWORD = [
  API_KEY,
  {
    id: "login",
    label: "Логин",
    hint: "Адрес почты, с которым вы входите в кабинет Диадока.",
    is_secret: false,
    is_optional: false,
  },
  {
    id: "password",
    label: "Пароль",
    hint: "Пароль от кабинета Диадока.",
    is_secret: true,
    is_optional: false,
  },
];
const APPLICATION = [
  {
    id: "client_id",
    label: "Имя приложения (client_id)",
    hint: "Из кабинета интегратора integrations.kontur.ru, поле «Имя приложения».",
    is_secret: false,
    is_optional: false,
  },
  {
    id: "client_secret",
    label: "Ключ приложения (client_secret)",
    hint: "Кабинет интегратора показывает его один раз, после кнопки «Выпустить ключ».",
    is_secret: true,
    is_optional: false,
  },
];

export const OPERATORS: Operator[] = [
  {
    kind: "diadoc",
    title: "Контур.Диадок",
    default_address: "https://diadoc-api.kontur.ru",
    credential_fields: PASSWORD,
    log_ins: [
      {
        id: "password",
        kind: "typed",
        title: "Логин и пароль",
        explanation: "Программа входит сама и ничего больше не спрашивает. Нужен ключ ЭДО.",
        fields: PASSWORD,
        redirect: null,
      },
      {
        id: "certificate",
        kind: "certificate",
        title: "Сертификат",
        explanation:
          "Вход ключом электронной подписи. Действует 24 часа, потом программа попросит войти снова. Нужен ключ ЭДО.",
        fields: [API_KEY],
        redirect: null,
      },
      {
        id: "browser",
        kind: "browser",
        title: "Через браузер",
        explanation:
          "Вы входите на странице Диадока в своём браузере, пароль программе не нужен. Нужно приложение в кабинете интегратора.",
        fields: APPLICATION,
        redirect: {
          port: 47_321,
          log_in_address: "http://127.0.0.1:47321/edo/login",
          log_out_address: "http://127.0.0.1:47321/edo/logout",
        },
      },
      {
        id: "device",
        kind: "device",
        title: "По коду",
        explanation:
          "Вы вводите короткий код на странице Диадока, хоть на телефоне. Подходит, когда браузер не может вернуться в программу.",
        fields: APPLICATION,
        redirect: null,
      },
    ],
    access_fields: [],
    takes_connection_requests: false,
    has_status_names: false,
    links: [],
    capabilities: {
      for_persons: false,
      intermediaries: ["nonformalized"],
      cloud_signing: true,
      test_signature: true,
      deferred_signature: true,
      own_signature: true,
      max_document_bytes: 20_971_520,
      drafts: true,
      departments: true,
      documents_together: 40,
      tags: 30,
      copies: ["print_form", "archive", "protocol"],
    },
  },
  PERSONS_OPERATOR,
];

/** A log-in waits until the test says how it ends, or until it was looked at a few times. */
export class LogIns {
  progress: LogInProgress | null = null;
  /** Looks before the person comes; never by itself where negative. */
  patience = 6;
  readonly #backend: FakeBackend;

  constructor(backend: FakeBackend) {
    this.#backend = backend;
  }

  boxes(): EdoBox[] {
    return FIRMS.map((firm) => ({
      box_id: `box-${firm.id}`,
      name: firm.name,
      inn: firm.inn,
      kpp: firm.kpp ?? null,
      is_test: firm.id === 2,
    }));
  }

  handlers(): Pick<Handlers, "log_in.begin" | "log_in.get" | "log_in.cancel" | "log_in.out"> {
    return {
      "log_in.begin": ({ log_in: way, credentials }) => {
        const isWrong = credentials["client_id"] === "unknown";
        const byCode = way === "device" || credentials["client_id"] === "busy-port";
        this.progress = {
          id: (this.progress?.id ?? 0) + 1,
          way: way ?? "browser",
          state: isWrong
            ? "failed"
            : way === "certificate"
              ? "opening_key"
              : byCode
                ? "waiting_for_code"
                : "waiting_for_browser",
          page:
            isWrong || way === "certificate" ? null : "https://identity.kontur.ru/device?user-code=BDWPHQPK",
          user_code: byCode && !isWrong ? "BDWPHQPK" : null,
          until: new Date(Date.now() + 300_000).toISOString(),
          is_port_taken: credentials["client_id"] === "busy-port",
          boxes: [],
          error: isWrong
            ? {
                code: "unknown_client",
                message:
                  "Диадок не знает приложение с таким client_id или оно выключено (Unknown client or client not enabled). Проверьте поле «Имя приложения (client_id)»: оно копируется из кабинета интегратора без пробелов. Новое приложение включает менеджер Диадока. Документы сохранены.",
              }
            : null,
        };
        this.patience = Math.abs(this.patience);
        return { log_in: this.progress };
      },
      "log_in.get": ({ id }) => {
        const { progress } = this;
        if (progress?.id !== id)
          throw failure("log_in_over", "Этот вход уже завершён. Начните вход ещё раз.");
        this.patience -= 1;
        if (this.patience === 0 && progress.error === null) {
          this.progress = { ...progress, state: "done", page: null, user_code: null, boxes: this.boxes() };
        }
        return { log_in: this.progress ?? progress };
      },
      "log_in.cancel": () => {
        if (this.progress !== null) this.progress = { ...this.progress, state: "cancelled", page: null };
        return {};
      },
      "log_in.out": ({ id }) => {
        const one = this.#backend.connections.find((connection) => connection.id === id);
        if (one?.health) {
          one.health = {
            ...one.health,
            code: "log_in_needed",
            text: "Вы вышли. Документы сохранены. Чтобы обмениваться дальше, нажмите «Войти».",
            next_attempt_at: null,
          };
        }
        return { page: null };
      },
    };
  }
}
