/** Certificates, keys and powers of attorney of the stand-in: tokens that ask for a PIN and take a wrong one badly. */
import type {
  Certificate,
  FirmSigning,
  KeyStoreProblem,
  PhoneWait,
  PinQuestion,
  SignerDetails,
} from "../../src/api/types";
import type { Power } from "../../src/features/certificates/powers";
import type { FakeBackend, Handlers } from "./fake";
import { asPower, examplePower } from "./powers";
import { FIRMS, personInn } from "./people";
import { failure } from "./refuse";

/** What opens every token and key file here. */
export const RIGHT_PIN = "12345678";
const DAY_MS = 86_400_000;
const TRIES = 3;
const FILE_LABEL = "Тестовый или неквалифицированный ключ в файле";
const LIBRARY_MS = 250;
const PHONE_MS = 6_000;

const thumbprint = (id: number) =>
  Array.from({ length: 40 }, (_, at) => ((id * 7 + at * 5 + (at % 3)) % 16).toString(16).toUpperCase()).join(
    "",
  );

type Draft = Partial<Certificate> & Pick<Certificate, "id" | "owner"> & { days: number };

function certificate(now: number, { days, ...draft }: Draft): Certificate {
  const STEPS = [1, 3, 7, 14, 30, 60];
  const step = STEPS.find((most) => days <= most);
  return {
    thumbprint: thumbprint(draft.id),
    serial: `01D${thumbprint(draft.id + 11).slice(0, 29)}`,
    organisation: "",
    inn: personInn("7701234567"),
    organisation_inn: "",
    ogrn: "",
    position: "",
    issuer: "Федеральная налоговая служба",
    valid_from: new Date(now + (days - 365) * DAY_MS).toISOString(),
    valid_to: new Date(now + days * DAY_MS).toISOString(),
    days_left: days,
    warning: days < 0 ? "expired" : step === undefined ? null : String(step),
    store: "token",
    store_label: "Рутокен ЭЦП 3.0",
    key: "here",
    is_qualified_claimed: true,
    fits: [],
    chosen_for: [],
    is_hidden: false,
    ...draft,
  };
}

function examples(now: number): Certificate[] {
  const [firm, entrepreneur] = FIRMS as [(typeof FIRMS)[0], (typeof FIRMS)[0]];
  const ofFirm = [
    {
      firm_id: firm.id,
      why: `У фирмы ${firm.name} тот же ИНН, что у организации в сертификате.`,
      needs_power_of_attorney: false,
    },
  ];
  return [
    certificate(now, {
      id: 1,
      owner: "Соколова Мария Викторовна",
      organisation: firm.name,
      organisation_inn: firm.inn,
      ogrn: "1027700132195",
      position: "Генеральный директор",
      days: 284,
      fits: ofFirm,
    }),
    certificate(now, {
      id: 2,
      owner: "Ефимов Пётр Андреевич",
      organisation: firm.name,
      organisation_inn: firm.inn,
      ogrn: "1027700132195",
      position: "Заместитель генерального директора по общим вопросам и документообороту",
      days: 12,
      store: "cryptopro",
      store_label: "КриптоПро CSP",
      fits: ofFirm,
    }),
    certificate(now, {
      id: 3,
      owner: entrepreneur.name.replace("ИП ", ""),
      inn: entrepreneur.inn,
      ogrn: "304500116000157",
      days: 2,
      store_label: "JaCarta-2 ГОСТ",
      fits: [
        {
          firm_id: entrepreneur.id,
          why: `У предпринимателя ${entrepreneur.name} тот же ИНН, что у владельца сертификата.`,
          needs_power_of_attorney: false,
        },
      ],
    }),
    certificate(now, {
      id: 4,
      owner: "Иванова Мария Петровна",
      issuer: "АО «Инфотекс Интернет Траст»",
      days: 140,
      fits: [
        {
          firm_id: firm.id,
          why: `Владелец сертификата — сотрудник фирмы ${firm.name}: Иванова Мария Петровна. К его подписи нужна доверенность (МЧД).`,
          needs_power_of_attorney: true,
        },
      ],
    }),
    certificate(now, {
      id: 5,
      owner: "Соколова Мария Викторовна",
      organisation: firm.name,
      organisation_inn: firm.inn,
      position: "Генеральный директор",
      days: -9,
      key: "missing",
      fits: ofFirm,
    }),
    certificate(now, {
      id: 6,
      owner: "Проверочный сертификат",
      organisation: firm.name,
      organisation_inn: firm.inn,
      issuer: "Испытательный центр сертификации",
      days: 900,
      store: "software",
      store_label: FILE_LABEL,
      is_qualified_claimed: false,
      fits: ofFirm,
      is_hidden: true,
    }),
  ];
}

const PROBLEMS: KeyStoreProblem[] = [
  {
    store: "cryptopro",
    code: "licence_expired",
    text: "Лицензия КриптоПро CSP закончилась.",
    advice: "Введите новую лицензию в КриптоПро CSP и повторите.",
  },
];

/** How an opening of keys ended. */
type Opened = { ok: true } | { ok: false; code: string; message: string };
interface Standing {
  question: PinQuestion;
  hasConsent: boolean;
  end: (opened: Opened) => void;
}

const NOT_LOST = "Неподписанные документы не отправлены и не потеряны.";

export class Keys {
  certificates: Certificate[];
  powers: Power[] = [];
  readonly #backend: FakeBackend;
  /** Drivers of tokens in unusual places. */
  readonly #drivers: string[] = [];
  readonly #tries = new Map<number, number>();
  /** What was settled of signers, by firm and owner. */
  readonly #settled = new Map<
    string,
    Pick<SignerDetails, "position_source" | "typed_position" | "power_of_attorney_id">
  >();
  #standing: Standing | null = null;
  #phone: { wait: PhoneWait; end: Standing["end"] } | null = null;
  #last = 0;

  constructor(backend: FakeBackend, now: number) {
    this.#backend = backend;
    this.certificates = backend.scenario === "empty" ? [] : examples(now);
    if (backend.scenario === "work") this.powers = [examplePower(now)];
  }

  /** Asks for the PIN of the first of them, and says how it ended. */
  open(ids: number[], end: (opened: Opened) => void): void {
    const wanted = this.certificates.find(({ id }) => ids.includes(id));
    if (wanted === undefined) {
      const message = `Закрытый ключ этого сертификата не найден. ${NOT_LOST} Вставьте токен с ключом.`;
      return end({ ok: false, code: "no_key", message });
    }
    const left = this.#tries.get(wanted.id) ?? TRIES;
    this.#last += 1;
    if (wanted.store === "cloud") return this.#ask(wanted, end);
    this.#standing = {
      question: {
        id: this.#last,
        certificate: wanted.id,
        token_label: wanted.store_label,
        tries: wanted.store === "token" ? left : "unknown",
        is_factory: wanted.id === 3,
        is_last: left === 1,
        has_own_window: wanted.store === "cryptopro",
      },
      hasConsent: false,
      end,
    };
    this.#backend.emit("pin");
  }

  /** A person agrees after a while. */
  #ask(wanted: Certificate, end: (opened: Opened) => void): void {
    const wait: PhoneWait = {
      id: this.#last,
      certificate: wanted.id,
      way: "sms",
      phone_end: "4417",
      files: 3,
      asked_at: new Date().toISOString(),
      waits_until: new Date(Date.now() + 20 * 60_000).toISOString(),
    };
    this.#phone = { wait, end };
    this.#backend.emit("pin");
    setTimeout(() => this.#hangUp(wait.id, { ok: true }), PHONE_MS);
  }
  #hangUp(id: number, opened: Opened): boolean {
    const standing = this.#phone;
    if (standing?.wait.id !== id) return false;
    this.#phone = null;
    this.#backend.emit("pin");
    standing.end(opened);
    return true;
  }

  #close(opened: Opened): Record<string, never> {
    const standing = this.#standing;
    this.#standing = null;
    this.#backend.emit("pin");
    setTimeout(() => standing?.end(opened), LIBRARY_MS);
    return {};
  }
  #standingOf(id: number): Standing {
    if (this.#standing?.question.id !== id)
      throw failure("pin_question_over", "Этот вопрос о ПИН-коде уже закрыт. Ничего не подписано заново.");
    return this.#standing;
  }
  #answer(id: number, pin: string): Record<string, never> {
    const { question, hasConsent } = this.#standingOf(id);
    if (question.is_last && !hasConsent)
      throw failure("pin_needs_consent", "Осталась последняя попытка. Подтвердите, что вводите ПИН-код.");
    if (pin === RIGHT_PIN) {
      this.#tries.delete(question.certificate);
      return this.#close({ ok: true });
    }
    const left = (this.#tries.get(question.certificate) ?? TRIES) - 1;
    this.#tries.set(question.certificate, left);
    return this.#close({
      ok: false,
      code: left === 0 ? "pin_locked" : "wrong_pin",
      message:
        left === 0
          ? `ПИН-код токена заблокирован. ${NOT_LOST} Разблокируйте токен ПИН-кодом администратора.`
          : `ПИН-код не подошёл. Осталось попыток: ${left}. ${NOT_LOST} Проверьте раскладку и регистр букв и введите ПИН-код ещё раз.`,
    });
  }

  #details(firm: number, id: number): SignerDetails {
    const of = this.certificates.find((one) => one.id === id);
    const settled = this.#settled.get(`${firm}/${of?.owner ?? ""}`);
    const source = settled?.position_source ?? "certificate";
    const known = { certificate: of?.position ?? "", employee: "Главный бухгалтер", operator: "" };
    return {
      certificate_id: id,
      position_source: source,
      typed_position: settled?.typed_position ?? "",
      position: source === "manual" ? (settled?.typed_position ?? "") : known[source],
      power_of_attorney_id: settled?.power_of_attorney_id ?? null,
    };
  }

  /** The firm's choice, else the longest that fits and needs no leave. */
  #pick(firm: { id: number; name: string }): FirmSigning {
    const usable = this.certificates.filter(
      ({ key, warning, is_hidden }) => key === "here" && warning !== "expired" && !is_hidden,
    );
    const chosen = usable.find(({ chosen_for }) =>
      chosen_for.some(({ firm_id, employee_id }) => firm_id === firm.id && employee_id === null),
    );
    const fitOf = (one: Certificate) => one.fits.find(({ firm_id }) => firm_id === firm.id);
    const fitting = usable
      .filter((one) => fitOf(one))
      .sort(
        (a, b) =>
          Number(fitOf(a)?.needs_power_of_attorney) - Number(fitOf(b)?.needs_power_of_attorney) ||
          b.days_left - a.days_left,
      );
    const picked = chosen ?? fitting[0] ?? null;
    const why =
      chosen !== undefined
        ? `Сертификат выбран вручную для фирмы ${firm.name} для всех.`
        : picked === null
          ? `Действующего сертификата с ИНН фирмы ${firm.name} на этом компьютере нет. Вставьте токен с ключом или выберите сертификат вручную.`
          : `${fitOf(picked)?.why ?? ""}${fitting.length > 1 ? " Таких сертификатов несколько, взят тот, что действует дольше." : ""}`;
    return {
      firm_id: firm.id,
      firm_name: firm.name,
      certificate: picked,
      why,
      needs_power_of_attorney: picked !== null && fitOf(picked)?.needs_power_of_attorney === true,
      others: usable
        .filter(({ id }) => id !== picked?.id)
        .sort((a, b) => Number(Boolean(fitOf(b))) - Number(Boolean(fitOf(a)))),
      signers: usable.map(({ id }) => this.#details(firm.id, id)),
    };
  }

  handlers(): Pick<
    Handlers,
    Extract<
      keyof Handlers,
      `${"certificates" | "phone" | "pin" | "powers" | "signing" | "tokens"}.${string}` | "overview.tasks"
    >
  > {
    const backend = this.#backend;
    const told = () => {
      backend.emit("certificates");
      return {};
    };
    return {
      "certificates.refresh": () => {
        if (this.certificates.length === 0) this.certificates = examples(Date.now()).slice(0, 1);
        return {
          certificates: this.certificates,
          problems: backend.scenario === "many" ? PROBLEMS : [],
        };
      },
      "certificates.list": ({ firm_id }) => ({
        certificates: this.certificates.filter(
          ({ fits, chosen_for }) =>
            firm_id == null || [...fits, ...chosen_for].some((one) => one.firm_id === firm_id),
        ),
      }),
      "certificates.choose": ({ firm_id, employee_id = null, certificate_id }) => {
        for (const one of this.certificates) {
          one.chosen_for = one.chosen_for.filter(
            (choice) => choice.firm_id !== firm_id || choice.employee_id !== employee_id,
          );
          if (one.id === certificate_id) one.chosen_for.push({ firm_id, employee_id });
        }
        return told();
      },
      "tokens.list": () => ({
        modules: this.#drivers.map((name, place) => ({ place, name, is_there: !name.includes("old") })),
      }),
      "tokens.choose": () => {
        if (this.#drivers.length > 2)
          throw failure(
            "token_module_refused",
            "Файл «договор.pdf» не добавлен: он не загружается как библиотека PKCS#11. Прежние драйверы работают как раньше. Выберите библиотеку PKCS#11 из папки, куда её поставил производитель токена.",
          );
        this.#drivers.push(this.#drivers.length === 0 ? "librtpkcs11ecp.so" : "libjcPKCS11-old.so");
        return told();
      },
      "tokens.forget": ({ place }) => {
        this.#drivers.splice(place, 1);
        return told();
      },
      "certificates.hide": ({ id, is_hidden }) => {
        for (const one of this.certificates) if (one.id === id) one.is_hidden = is_hidden;
        return told();
      },
      "certificates.add_file": ({ files, password }) => {
        if ((password ?? "").length < 6)
          throw failure(
            "password_too_short",
            "Ключ без пароля не хранится. Ничего не добавлено. Введите пароль от 6 знаков.",
          );
        const added = certificate(Date.now(), {
          id: this.certificates.length + 1,
          owner: files[0]?.name ?? "",
          days: 365,
          store: "software",
          store_label: FILE_LABEL,
          is_qualified_claimed: false,
        });
        this.certificates = [...this.certificates, added];
        told();
        return { certificate: added };
      },
      "signing.choice": ({ document_ids, action }) => {
        // Receipts go as universal messages there, and nobody signs those.
        const isUnsigned = (id: number) =>
          action === "confirm_receipt" &&
          backend.scenario === "many" &&
          backend.cards.get(id)?.document.status.code === "receipt_required";
        const all = document_ids ?? [];
        const ids = all.filter((id) => !isUnsigned(id));
        if (all.length > 0 && ids.length === 0) return { firms: [] };
        const firms = new Set(ids.map((id) => backend.cards.get(id)?.document.firm?.id));
        return {
          firms: backend.firms
            .filter(({ id }) => ids.length === 0 || firms.has(id))
            .map((firm) => this.#pick(firm)),
        };
      },
      "signing.save_signer": ({
        firm_id,
        certificate_id,
        position_source,
        position,
        power_of_attorney_id,
      }) => {
        const key = `${firm_id}/${this.certificates.find(({ id }) => id === certificate_id)?.owner ?? ""}`;
        this.#settled.set(key, {
          position_source,
          typed_position: position ?? "",
          power_of_attorney_id: power_of_attorney_id ?? null,
        });
        backend.emit("certificates");
        return this.#details(firm_id, certificate_id);
      },
      "pin.open": () => ({ question: this.#standing?.question ?? null }),
      "pin.answer": ({ id, pin }) => this.#answer(id, pin),
      "pin.own_window": ({ id }) => {
        this.#standingOf(id);
        return this.#close({ ok: true });
      },
      "pin.cancel": ({ id }) => {
        this.#standingOf(id);
        const message = `ПИН-код не введён. ${NOT_LOST} Продолжите операцию и введите ПИН-код.`;
        return this.#close({ ok: false, code: "pin_cancelled", message });
      },
      "pin.consent_last": ({ id }) => {
        this.#standingOf(id).hasConsent = true;
        return {};
      },
      "phone.waits": () => ({ waits: this.#phone === null ? [] : [this.#phone.wait] }),
      "phone.leave": ({ id }) => {
        const message = `Вы не стали ждать подтверждения на телефоне. ${NOT_LOST} Отклоните запрос на телефоне, если он не нужен.`;
        if (!this.#hangUp(id, { ok: false, code: "cloud_left", message }))
          throw failure(
            "cloud_wait_over",
            "Этот запрос облачной подписи уже закрыт. Ничего не подписано заново.",
          );
        return {};
      },
      "overview.tasks": ({ firm_id }) => ({
        tasks: this.certificates
          .filter(({ warning, key, is_hidden }) => warning !== null && key === "here" && !is_hidden)
          .filter(({ fits }) => firm_id == null || fits.some((fit) => fit.firm_id === firm_id))
          .sort((a, b) => a.days_left - b.days_left)
          .map((one) => ({
            kind: "certificate_ends" as const,
            id: one.id,
            step: one.warning ?? "",
            days_left: one.days_left,
            title: `Сертификат закончится через ${one.days_left} дн.`,
            text: [one.owner, one.organisation].filter(Boolean).join(", "),
            advice: "Закажите новый сертификат, пока старый ещё подписывает.",
            firm_ids: one.fits.map((fit) => fit.firm_id),
          })),
      }),
      "powers.list": ({ firm_id }) => ({
        powers: this.powers.filter((power) => firm_id == null || power.firm_id === firm_id),
      }),
      "powers.save": ({ id, file, signature, ...typed }) => {
        const before = this.powers.find((power) => power.id === id);
        const saved: Power = {
          id: id ?? this.powers.length + 1,
          firm_id: typed.firm_id,
          ...asPower(typed.kind ?? "registered", typed),
          principal_inn: typed.principal_inn,
          representative_name: typed.representative_name ?? "",
          representative_inn: typed.representative_inn ?? "",
          certificate_id: typed.certificate_id ?? null,
          valid_from: typed.valid_from ?? null,
          valid_to: typed.valid_to ?? null,
          has_file: file != null || before?.has_file === true,
          has_signature: signature != null || before?.has_signature === true,
          state: typed.valid_to == null ? "unknown" : "valid",
          problems: [],
        };
        this.powers = [...this.powers.filter((power) => power.id !== saved.id), saved];
        backend.emit("powers");
        return { power: saved };
      },
      "powers.remove": ({ id }) => {
        this.powers = this.powers.filter((power) => power.id !== id);
        backend.emit("powers");
        return {};
      },
    };
  }
}
