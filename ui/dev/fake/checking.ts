/** Signatures, trust, archives and the workplace, in the shapes of the contract: every standing a view has to show. */
import type {
  Command,
  Commands,
  Diagnosis,
  DocumentSignature,
  FileContent,
  RevocationList,
  SignatureCheck,
  SignatureSigner,
  TrustedAuthority,
} from "../../src/api/types";
import type { FakeBackend } from "./fake";
import { archive } from "./archives";
import { failure } from "./refuse";

type Checked = Extract<Command, `${"archive" | "signatures" | "trust" | "workplace"}.${string}`>;
type CheckingHandlers = { [C in Checked]: (request: Commands[C][0]) => Commands[C][1] };

const DAY_MS = 86_400_000;
const ROOT_NAME = "Головной удостоверяющий центр Северного округа";

export function checkingHandlers(backend: FakeBackend, now: number): CheckingHandlers {
  const at = (days: number) => new Date(now + days * DAY_MS).toISOString();
  let authorities: TrustedAuthority[] =
    backend.scenario === "empty"
      ? []
      : [
          authority("root", ROOT_NAME, ROOT_NAME, at),
          authority("intermediate", "УЦ «Рябина»", ROOT_NAME, at),
        ];
  const lists: RevocationList[] =
    backend.scenario === "empty" ? [] : [list("УЦ «Рябина»", at, -1, 6), list(ROOT_NAME, at, -40, -9)];
  let coming = "";
  const attached = new Map<number, DocumentSignature[]>();

  function signaturesOf(id: number): DocumentSignature[] {
    const card = backend.cards.get(id);
    if (card === undefined) throw failure("document_not_found", "Такого документа нет в реестре.");
    const [file] = card.files;
    const code = card.document.status.code;
    if (file === undefined || card.sendings.length === 0) return attached.get(id) ?? [];
    const make = (
      party: "us" | "them",
      check: SignatureCheck,
      isValid: boolean | null,
    ): DocumentSignature => ({
      id: party === "us" ? 1 : 2,
      party,
      signer: check.signer.name,
      organisation: check.signer.organisation,
      position: check.signer.position,
      thumbprint: check.signer.thumbprint,
      serial: check.signer.serial,
      valid_from: check.signer.valid_from,
      valid_to: check.signer.valid_to,
      signed_at: check.time.at,
      blob: `sig-${party}-${id}`,
      file_id: file.id,
      file_name: file.name,
      check,
      operator_verdict: isValid === null ? null : verdict(isValid),
      is_apart: false,
    });
    const when = card.document.status_since;
    const own =
      code === "signature_invalid"
        ? make("us", checkOf(OURS, when, "operator", CHANGED), false)
        : make("us", checkOf(OURS, when, "operator", authorities.length > 0 ? TRUSTED : UNPROVEN), true);
    const isBoth = ["completed", "signed_by_them", "signed_with_discrepancies"].includes(code);
    const other = isBoth ? [make("them", checkOf(THEIRS, when, "claimed", UNPROVEN), null)] : [];
    return [own, ...other, ...(attached.get(id) ?? [])];
  }

  return {
    "signatures.of": ({ document_id }) => ({ signatures: signaturesOf(document_id) }),
    "signatures.attach": ({ document_id, file }) => {
      if (/чуж|other/.test(file.name))
        throw failure(
          "signature_of_other",
          "Эта подпись не сходится ни с одним файлом документа: она от другого документа, файл изменён, или её алгоритм программа не проверяет. Подпись не приложена, документ не изменён. Проверьте её командой «Проверить подпись…».",
        );
      unlessSignature(file);
      const [known] = backend.cards.get(document_id)?.files ?? [];
      const check = checkOf(THEIRS, at(-1), "claimed", UNPROVEN);
      const { name: signer, ...signed } = check.signer;
      attached.set(document_id, [
        ...(attached.get(document_id) ?? []),
        {
          ...signed,
          id: 100 + (attached.get(document_id)?.length ?? 0),
          party: "them",
          signer,
          signed_at: at(-1),
          blob: `sig-added-${document_id}`,
          file_id: known?.id ?? 1,
          file_name: known?.name ?? file.name,
          check,
          operator_verdict: null,
          is_apart: true,
        },
      ]);
      backend.emit("documents", document_id);
      return { signatures: signaturesOf(document_id) };
    },
    "signatures.forget": ({ document_id, id }) => {
      const rest = (attached.get(document_id) ?? []).filter((one) => one.id !== id);
      attached.set(document_id, rest);
      backend.emit("documents", document_id);
      return { signatures: signaturesOf(document_id) };
    },
    "signatures.stamped_copy": ({ document_id }) => {
      if (signaturesOf(document_id).length === 0)
        throw failure(
          "no_signatures",
          "У документа нет подписей, сохранённых в программе, поэтому штампы ставить не о чем. Документ цел.",
        );
      return { blob: "pdf", name: "УПД 318 от 16.11.2026, копия для просмотра.pdf" };
    },
    "signatures.check": ({ content, signature }) => {
      if (content && /\.(sig|p7s|sgn)$/i.test(content.name))
        throw failure(
          "files_swapped",
          `Файл «${signature.name}» — не подпись, а выбранный документ похож на подпись: файлы перепутаны местами. Ничего не изменено. Поменяйте их местами и повторите.`,
        );
      unlessSignature(signature);
      const facts = content?.name.includes("изменён") ? CHANGED : authorities.length > 0 ? TRUSTED : UNPROVEN;
      const isAttached = signature.name.endsWith(".p7s");
      const first = checkOf(OURS, at(-3), "claimed", content || isAttached ? facts : NO_DOCUMENT);
      return {
        signers: isAttached ? [first, checkOf(THEIRS, at(-2), "checked", REVOKED)] : [first],
        is_attached: isAttached,
      };
    },
    "trust.list": () => ({
      certificates: authorities,
      lists,
      warnings: lists
        .filter(({ is_overdue }) => is_overdue)
        .map(({ issuer }) => `Список отозванных «${issuer}» устарел: загрузите новый.`),
    }),
    "trust.look": ({ file }) => {
      unlessCertificate(file);
      const known = authorities.find(({ name }) => file.name.includes("известный") && name === ROOT_NAME);
      const certificate = known ?? authority("root", "Удостоверяющий центр «Маяк»", "", at);
      return { certificate: known ?? { ...certificate, source: "" }, is_known: known !== undefined };
    },
    "trust.add": ({ file, source, fingerprint }) => {
      unlessCertificate(file);
      const made = { ...authority("root", "Удостоверяющий центр «Маяк»", "", at), source };
      if (fingerprint && fingerprint !== made.sha256 && fingerprint !== made.thumbprint)
        throw failure(
          "fingerprint_differs",
          "Отпечаток сертификата в файле другой. Сертификат не добавлен. Проверьте, тот ли это файл, и не доверяйте ему, пока отпечатки не совпадут.",
        );
      authorities = [...authorities.filter(({ thumbprint }) => thumbprint !== made.thumbprint), made];
      backend.emit("trust");
      return made;
    },
    "trust.remove": ({ thumbprint }) => {
      authorities = authorities.filter((one) => one.thumbprint !== thumbprint);
      backend.emit("trust");
      return {};
    },
    "trust.add_crl": ({ file }) => {
      if (!file.name.endsWith(".crl"))
        throw failure(
          "revocation_list_unreadable",
          `Файл «${file.name}» не читается как список отозванных сертификатов. Прежние списки не изменены. Выберите файл .crl удостоверяющего центра.`,
        );
      const made = list("УЦ «Рябина»", at, 0, 7);
      lists.splice(0, 1, made);
      backend.emit("trust");
      return made;
    },
    "archive.begin": () => {
      coming = "";
      return { token: "coming-archive" };
    },
    "archive.piece": ({ content_base64 }) => {
      coming += new TextDecoder().decode(Uint8Array.from(atob(content_base64), (c) => c.charCodeAt(0)));
      return { size_bytes: coming.length };
    },
    "archive.check": () =>
      archive(coming, at(-2), (isBad) => checkOf(OURS, at(-5), "claimed", isBad ? CHANGED : TRUSTED)),
    "archive.forget": () => ({}),
    "workplace.diagnose": () => workplace(backend.scenario === "empty"),
  };
}

function unlessSignature({ name }: FileContent): void {
  if (/\.(sig|p7s|sgn)$/i.test(name) && !/битый|broken/.test(name)) return;
  throw failure(
    "signature_unreadable",
    `Файл «${name}» не читается как электронная подпись: это другой файл, или он повреждён. Документ не изменён. Выберите файл .sig, .p7s или .sgn, полученный вместе с документом.`,
  );
}

function unlessCertificate({ name }: FileContent): void {
  if (/\.(cer|crt|der|pem)$/i.test(name)) return;
  throw failure(
    "certificate_unreadable",
    `Файл «${name}» не читается как сертификат. Ничего не добавлено. Выберите файл .cer, .crt, .der или .pem с одним сертификатом.`,
  );
}

const OURS: SignatureSigner = {
  name: "Смирнова Мария Павловна",
  organisation: "ООО «Полярная звезда»",
  position: "Главный бухгалтер",
  inn: "781145208364",
  organisation_inn: "9612045075",
  ogrn: "1187847000000",
  issuer: "УЦ «Рябина»",
  serial: "3A91F0027C4D8811AE5520B1",
  thumbprint: "9F2C417B0D66A1E35840C2D97713F6AA0B5E9D24",
  valid_from: "2026-02-10T07:00:00Z",
  valid_to: "2027-05-10T07:00:00Z",
};
const THEIRS: SignatureSigner = {
  name: "Кедров-Заозёрский Александр Константинович",
  organisation: "ООО «Кедровая роща»",
  position: "Заместитель генерального директора по снабжению и складскому хозяйству",
  inn: null,
  organisation_inn: "9644112800",
  ogrn: null,
  issuer: "Удостоверяющий центр «Длинное название, которое не помещается в одну строку»",
  serial: "0100B7",
  thumbprint: "77A0114C9D2FE5B36E0819F4AA52C7D310BB6F85",
  valid_from: "2025-11-01T07:00:00Z",
  valid_to: "2026-12-01T07:00:00Z",
};

type Facts = Pick<
  SignatureCheck,
  | "document"
  | "document_text"
  | "signature"
  | "signature_text"
  | "chain"
  | "chain_text"
  | "revocation"
  | "revocation_text"
  | "standing"
>;
const TRUSTED: Facts = {
  document: "unchanged",
  document_text: "Документ не изменён после подписания.",
  signature: "valid",
  signature_text: "Подпись математически верна.",
  chain: "trusted",
  chain_text: `Сертификат действовал на это время, и за него отвечает доверенный корень «${ROOT_NAME}».`,
  revocation: "good",
  revocation_text: "Сертификат не отозван по списку издателя, составленному 20.11.2026 06:00.",
  standing: "holds",
};
const UNPROVEN: Facts = {
  ...TRUSTED,
  chain: "incomplete",
  chain_text:
    "Доверие не подтверждено: сертификат подписавшего некем проверить, сертификата его издателя в программе нет. Администратор может добавить его.",
  revocation: "not_checked",
  revocation_text: "Отзыв не проверен: пока за сертификат никто не отвечает, спросить не у кого.",
  standing: "unproven",
};
const CHANGED: Facts = {
  ...TRUSTED,
  document: "changed",
  document_text: "Документ не тот, что был подписан: он изменён, или подпись от другого документа.",
  standing: "broken",
};
const NO_DOCUMENT: Facts = {
  ...TRUSTED,
  document: "not_checked",
  document_text: "Документ не проверен: подпись лежит отдельно от него, а сам документ не выбран.",
  standing: "unproven",
};
const REVOKED: Facts = {
  ...TRUSTED,
  revocation: "revoked",
  revocation_text:
    "Сертификат «Кедров-Заозёрский Александр Константинович» отозван 12.10.2026 14:20, причина: полномочия прекращены. На время подписания он уже не действовал.",
  standing: "broken",
};

const TIMES = {
  operator: "это время назвал оператор ЭДО",
  claimed: "это время указал сам подписавший, независимого подтверждения у него нет",
  checked: "времени подписания в подписи нет, проверено на время проверки",
};

function checkOf(
  signer: SignatureSigner,
  at: string,
  kind: keyof typeof TIMES,
  facts: Facts,
): SignatureCheck {
  const who = [signer.name, signer.position, signer.organisation].filter((part) => part !== null).join(", ");
  const words = {
    signer_text: `По сертификату подписал: ${who}. Сертификат № ${signer.serial} выдал «${signer.issuer}».`,
    kind_text:
      "Сертификат составлен как квалифицированный (класс средства подписи КС2). Аккредитацию выдавшего его центра программа не проверяет.",
  };
  const time = {
    at,
    kind,
    text: `Проверено на ${at.slice(0, 10).split("-").reverse().join(".")}: ${TIMES[kind]}.`,
  };
  return {
    ...facts,
    ...words,
    signer,
    time,
    kind: "qualified_claimed",
    texts: [
      facts.document_text,
      facts.signature_text,
      words.signer_text,
      facts.chain_text,
      facts.revocation_text,
      time.text,
      words.kind_text,
    ],
  };
}

const verdict = (isValid: boolean) => ({
  is_valid: isValid,
  text: isValid
    ? "Оператор Контур.Диадок проверил подпись и признал её верной."
    : "Оператор Контур.Диадок проверил подпись и признал её неверной.",
});

function authority(
  kind: TrustedAuthority["kind"],
  name: string,
  issuer: string,
  at: (days: number) => string,
): TrustedAuthority {
  const seed = [...name].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 0xffff, 7);
  const digits = (length: number) =>
    Array.from({ length }, (_, index) => ((seed >> (index % 11)) % 16).toString(16).toUpperCase()).join("");
  return {
    thumbprint: digits(40),
    sha256: digits(64),
    kind,
    name,
    issuer: issuer || name,
    serial: digits(24),
    valid_from: at(-800),
    valid_to: at(kind === "root" ? 4000 : 900),
    is_valid_now: true,
    source:
      kind === "root"
        ? "Портал уполномоченного органа, отпечаток сверен по телефону"
        : "Сайт удостоверяющего центра, отпечаток сверен с бумажным бланком",
    added_at: at(-30),
  };
}

function list(issuer: string, at: (days: number) => string, made: number, due: number): RevocationList {
  const isOverdue = due < 0;
  return {
    issuer,
    this_update: at(made),
    next_update: at(due),
    added_at: at(made),
    is_overdue: isOverdue,
    text: isOverdue
      ? "Список устарел: следующий уже должен был выйти. Загрузите новый."
      : "Список составлен недавно; следующий выйдет в срок.",
  };
}

/** What the workplace has; «empty»: everything that may be in the way is. */
function workplace(isBare: boolean): Diagnosis {
  return {
    checks: [
      {
        id: "cryptopro",
        label: "КриптоПро CSP",
        state: isBare ? "problem" : "ok",
        text: isBare
          ? "КриптоПро CSP на этом компьютере не найден, а ключ выбранного сертификата лежит в его контейнере."
          : "Установлен КриптоПро CSP 5.0.13000, лицензия действует до 31.12.2026.",
        advice: isBare ? "Установите КриптоПро CSP версии 5.0 и перезапустите программу." : "",
        fix: null,
      },
      {
        id: "certificates",
        label: "Сертификаты для подписи",
        state: isBare ? "problem" : "warning",
        text: isBare
          ? "Ни одного сертификата с ключом не найдено."
          : "Сертификат Смирновой Марии Павловны кончается через 14 дней.",
        advice: isBare
          ? "Вставьте токен и обновите список сертификатов."
          : "Закажите новый заранее: без него документы подписать нельзя.",
        fix: isBare
          ? { kind: "refresh_certificates", label: "Обновить список" }
          : { kind: "open_certificates", label: "Открыть сертификаты" },
      },
      {
        id: "tokens",
        label: "Токены",
        state: isBare ? "warning" : "ok",
        text: isBare
          ? "Служба смарт-карт не запущена, поэтому токены не видны."
          : "Рутокен ЭЦП 2.0 подключён, попыток ввода PIN достаточно.",
        advice: isBare ? "Запустите службу командой ниже и повторите проверку." : "",
        fix: isBare
          ? { kind: "copy", label: "Скопировать команду", value: "sudo systemctl enable --now pcscd" }
          : null,
      },
      {
        id: "trust",
        label: "Доверенные корневые сертификаты",
        state: "warning",
        text: isBare
          ? "Корневых сертификатов нет: доверие к подписям не подтверждается."
          : `Список отозванных «${ROOT_NAME}» устарел.`,
        advice: isBare
          ? "Добавьте корневой сертификат удостоверяющего центра."
          : "Загрузите новый файл .crl издателя.",
        fix: { kind: "open_trust", label: "Открыть доверенные" },
      },
      {
        id: "connections",
        label: "Связь с операторами",
        state: isBare ? "problem" : "ok",
        text: isBare ? "Операторы не подключены." : "Контур.Диадок отвечает.",
        advice: isBare ? "Подключите оператора, чтобы отправлять документы." : "",
        fix: isBare ? { kind: "open_connections", label: "Открыть подключения" } : null,
      },
      { id: "clock", label: "Часы компьютера", state: "ok", text: "Идут верно.", advice: "", fix: null },
      {
        id: "csptest",
        label: "Утилита csptest",
        state: "not_here",
        text: "Нужна только вместе с КриптоПро CSP на Linux и macOS.",
        advice: "",
        fix: null,
      },
    ],
  };
}
