/** A registry with every status, long names, missing parties and odd sums. */
import type {
  ActionBy,
  DocumentCard,
  DocumentLine,
  DocumentRow,
  Obligation,
  Severity,
  Status,
} from "../../src/api/types";
import { COUNTERPARTIES, FIRMS } from "./people";

type Known = [code: string, label: string, by: ActionBy, severity: Severity, isProblem?: true];
const STATUSES: Known[] = [
  ["send_failed", "Ошибка отправки", "us", "error", true],
  ["send_unknown", "Результат отправки неизвестен", "program", "warning", true],
  ["signature_invalid", "Ошибка в подписи", "us", "error", true],
  ["roaming_failed", "Не доставлен (роуминг)", "us", "error", true],
  ["revoked", "Аннулирован", "nobody", "error"],
  ["revocation_requested_by_them", "Контрагент просит аннулировать", "us", "warning", true],
  ["revocation_requested_by_us", "Мы просим аннулировать", "them", "warning"],
  ["rejected", "Отказано в подписи", "us", "error", true],
  ["amendment_requested", "Запрошено уточнение", "us", "warning", true],
  ["our_signature_required", "Требуется наша подпись", "us", "warning"],
  ["receipt_required", "Требуется извещение", "us", "warning"],
  ["marking_pending", "Ждёт обработки в «Честном знаке»", "operator", "info"],
  ["marking_failed", "Ошибка «Честного знака»", "us", "error", true],
  ["consent_pending", "Ожидаем согласия", "them", "info"],
  ["their_signature_pending", "Ожидается подпись контрагента", "them", "info"],
  ["receipt_pending", "Ожидается извещение", "them", "info"],
  ["signed_with_discrepancies", "Подписан с разногласиями", "us", "warning", true],
  ["completed", "Завершён", "nobody", "success"],
  ["signed_by_them", "Подписан контрагентом", "nobody", "success"],
  ["signed_by_us", "Подписан нами", "nobody", "success"],
  ["delivered", "Доставлен", "nobody", "info"],
  ["sent", "Отправлен", "operator", "info"],
  ["sending", "Отправляется", "program", "info"],
  ["queued", "В очереди", "program", "info"],
  ["approval_pending", "На согласовании", "us", "info"],
  ["prepared", "Подготовлен", "us", "info"],
  ["draft", "Черновик", "us", "info"],
  ["deleted", "Удалён", "nobody", "info"],
  ["not_in_edo", "Не отправлялся", "us", "info"],
  ["unknown", "Неизвестный статус", "us", "warning", true],
  ["intermediate_pending", "Ждёт промежуточного получателя", "them", "info"],
];

export const ALL_STATUSES: Status[] = STATUSES.map(([code, label, needs_action_by, severity, isProblem]) => ({
  code,
  label,
  needs_action_by,
  severity,
  is_problem: isProblem === true,
}));

export function status(code: string): Status {
  const found = ALL_STATUSES.find((one) => one.code === code);
  if (found === undefined) throw new Error(`no such status: ${code}`);
  return found;
}

/** Mostly the happy path, as in life; every status at least once. */
const COMMON = [
  "their_signature_pending",
  "completed",
  "signed_by_them",
  "completed",
  "not_in_edo",
  "sent",
  "completed",
  "not_in_edo",
  "delivered",
  "completed",
];
const WORDS: Record<string, string> = {
  rejected: "Отказ: в документе указан старый юридический адрес, просим исправить и выставить заново",
  amendment_requested: "Уточните количество в строке 2",
  roaming_failed: "Ошибка роуминга: абонент не найден у оператора получателя",
  send_failed: "Не найден ящик получателя",
  their_signature_pending: "Ожидается подпись контрагента",
  unknown: "WithRecipientMoonSignature",
};

const GOODS = [
  "Бумага офисная А4, 80 г/м², класс C, 500 листов",
  "Услуги по техническому обслуживанию и ремонту компрессорного оборудования марки «Бежецк» по договору № 14/2026 от 12.01.2026",
  "Доставка по городу",
  "Картридж совместимый для принтера",
];

function lines(seed: number): DocumentLine[] {
  return Array.from({ length: 1 + (seed % 5) }, (_, index) => {
    const quantity = 1 + ((seed * 7 + index * 3) % 40);
    const price = 150 + ((seed * 131 + index * 977) % 90000) / 10;
    const net = quantity * price;
    return {
      name: GOODS[(seed + index) % GOODS.length] ?? "",
      unit: index % 3 === 1 ? "усл. ед" : "шт",
      quantity: String(quantity),
      price: price.toFixed(2),
      vat_rate: seed % 4 === 3 ? "без НДС" : "22%",
      vat_amount: seed % 4 === 3 ? null : (net * 0.22).toFixed(2),
      total: (seed % 4 === 3 ? net : net * 1.22).toFixed(2),
    };
  });
}

const add = (amounts: (string | null)[]) =>
  amounts.reduce((sum, amount) => sum + Number(amount ?? 0), 0).toFixed(2);

const OWED: Record<string, Pick<Obligation, "kind" | "by">> = {
  our_signature_required: { kind: "signature", by: "us" },
  their_signature_pending: { kind: "signature", by: "them" },
  receipt_required: { kind: "receipt_notice", by: "us" },
  receipt_pending: { kind: "receipt_notice", by: "them" },
  amendment_requested: { kind: "amendment", by: "us" },
  revocation_requested_by_them: { kind: "revocation_answer", by: "us" },
  revocation_requested_by_us: { kind: "revocation_answer", by: "them" },
  approval_pending: { kind: "approval", by: "us" },
};
/** What stands behind a status. */
const FACETS: Record<string, Record<string, string>> = {
  sent: { delivery: "sent", our_signature: "unchecked" },
  intermediate_pending: { delivery: "sent", our_signature: "valid", intermediate: "awaited" },
};
/** What may be told about a document, by its status. */
const MAY_TELL: Record<string, string[]> = {
  revocation_requested_by_them: ["revocation_acceptance", "revocation_rejection"],
  completed: ["revocation_request", "info_message"],
  signed_by_them: ["revocation_request", "info_message"],
  their_signature_pending: ["info_message"],
  our_signature_required: ["signature_rejection", "amendment_request"],
  receipt_required: ["receipt_notice", "amendment_request"],
};

/** Something of the last sending is asked of us. */
export const isOwed = ({ sendings }: Pick<DocumentCard, "sendings">) =>
  sendings[0]?.obligations.some(({ by }) => by === "us") === true;

/** What a status leaves to be done. */
function owedOf(code: string, since: string): Obligation[] {
  const owed = OWED[code];
  if (owed === undefined) return [];
  const hasTerm = owed.kind === "receipt_notice";
  const next = new Date(Date.parse(since) + 86_400_000).toISOString().slice(0, 10);
  return [{ ...owed, since, due_on: hasTerm ? next : null, is_due_firm: false }];
}

export function makeCard(id: number, now: number): DocumentCard {
  const code =
    id <= STATUSES.length ? (STATUSES[id - 1]?.[0] ?? "unknown") : (COMMON[id % COMMON.length] ?? "sent");
  const isPdf = id % 6 === 0;
  const isUnassigned = code === "not_in_edo" && id % 3 === 1;
  const counterparty = isUnassigned ? null : (COUNTERPARTIES[(id * 5) % COUNTERPARTIES.length] ?? null);
  const firm = FIRMS[id % 7 === 0 ? 1 : 0] ?? null;
  const at = now - id * 5_400_000;
  const since = new Date(at).toISOString();
  const parsed = isPdf ? [] : lines(id);
  const number = isPdf && id % 4 === 0 ? "" : isPdf ? `А-${200 + id}` : String(1000 - (id % 900));
  const row: DocumentRow = {
    id,
    kind: isPdf ? "nonformalized" : id % 9 === 5 ? "utd_transfer" : "utd_invoice_and_transfer",
    kind_label: isPdf ? "Документ" : id % 9 === 5 ? "УПД, ДОП" : "УПД",
    kind_id: null,
    individual_name: null,
    assignee_name: null,
    has_file: true,
    origin: "imported",
    cause: null,
    is_signed_unsent: code === "prepared",
    direction: id % 8 === 3 ? "inbound" : "outbound",
    title: isPdf ? `Акт сверки взаимных расчётов за III квартал ${id}` : `ON_NSCHFDOPPR_${id}`,
    number,
    issued_on: number === "" ? null : new Date(at - 86_400_000).toISOString().slice(0, 10),
    total:
      isPdf && number === "" ? null : add(isPdf ? [String(1200.5 * id)] : parsed.map((line) => line.total)),
    currency: "643",
    firm_name: firm?.name ?? null,
    counterparty_name: counterparty?.name ?? null,
    counterparty_inn: counterparty?.inn ?? null,
    status: status(code),
    status_since: since,
    operator_status_text: WORDS[code] ?? "",
    created_at: new Date(at - 3_600_000).toISOString(),
  };
  const wasSent = !["not_in_edo", "prepared", "draft"].includes(code);
  return {
    document: {
      ...row,
      vat_amount: isPdf ? null : add(parsed.map((line) => line.vat_amount)),
      lines: parsed,
      file: {
        name: isPdf ? `Акт сверки ${id}.pdf` : `ON_NSCHFDOPPR_2BM-7705123456_${id}.xml`,
        size: isPdf ? 184_320 : 14_582,
        blob: isPdf ? "pdf" : `xml-${id}`,
      },
      firm,
      counterparty,
    },
    sendings: wasSent
      ? [
          {
            id,
            operator_title: "Контур.Диадок",
            to_box: `2BM-${counterparty?.inn ?? ""}-2026`,
            status: row.status,
            facets: FACETS[code] ?? { delivery: "delivered" },
            created_at: since,
            message_id:
              code === "send_failed" ? null : `bb1cf1b1-8e5f-4c2a-9a55-${String(id).padStart(12, "0")}`,
            entity_id: null,
            comment: "",
            tags: [],
            departure: "as_possible",
            our_department: null,
            their_department: null,
            via: code === "intermediate_pending" ? "ИП Журавлёв Роман Ильич" : null,
            obligations: owedOf(code, since),
            may_tell: MAY_TELL[code] ?? [],
            package:
              row.direction === "inbound"
                ? { is_closed: false, others: [{ id: id + 8, label: `УПД № ${992 - id} от 20.11.2026` }] }
                : null,
            operation: {
              id,
              state:
                code === "send_failed"
                  ? "failed"
                  : code === "send_unknown"
                    ? "unknown"
                    : code === "queued"
                      ? "queued"
                      : "accepted",
              attempts: code === "queued" ? 0 : 1,
              failure:
                code === "send_failed"
                  ? {
                      code: "refused",
                      text: "Оператор отказал: у получателя нет ящика с таким ИНН и КПП. Документ сохранён. Проверьте КПП контрагента и повторите.",
                    }
                  : code === "send_unknown"
                    ? { code: "timeout", text: "Ответа не было 30 секунд. Программа спросит оператора сама." }
                    : null,
              next_attempt_at: code === "send_unknown" ? new Date(now + 120_000).toISOString() : null,
            },
          },
        ]
      : [],
    timeline: wasSent
      ? [
          { at: since, actor: "us", fact: "posted", text: "" },
          { at: new Date(at + 60_000).toISOString(), actor: "operator", fact: "delivered", text: "" },
          ...(WORDS[code] && code === "rejected"
            ? [
                {
                  at: new Date(at + 600_000).toISOString(),
                  actor: "them" as const,
                  fact: "rejected",
                  text: WORDS[code],
                },
              ]
            : []),
          ...(code === "completed"
            ? [
                {
                  at: new Date(at + 900_000).toISOString(),
                  actor: "them" as const,
                  fact: "titled",
                  text: "",
                },
                {
                  at: new Date(at + 960_000).toISOString(),
                  actor: "operator" as const,
                  fact: "operator_confirmation",
                  text: "",
                },
              ]
            : []),
        ]
      : [],
    files: [
      {
        id,
        name: isPdf ? `Акт сверки ${id}.pdf` : `ON_NSCHFDOPPR_2BM-7705123456_${id}.xml`,
        size: isPdf ? 184_320 : 14_582,
        blob: isPdf ? "pdf" : `xml-${id}`,
        format_label: isPdf ? "PDF" : "УПД",
        revision: 1,
        made_at: row.created_at,
        is_current: true,
        is_outdated: false,
        sending_ids: wasSent ? [id] : [],
        title_of: null,
        signed_by: wasSent ? ["us"] : [],
      },
    ],
    can_edit: isPdf ? "facts" : "parties",
    changed_since_sent: false,
    based_on: [],
    basis_for: [],
    pair: null,
    is_arrival: row.direction === "inbound" && wasSent,
    is_answer_again: row.direction === "inbound" && row.status.code === "signature_invalid",
    waiting_job: null,
    individual: null,
    assignee: null,
    kind: null,
    missing: isUnassigned
      ? [
          {
            code: "no_counterparty",
            sentence: "Не указан контрагент: файл PDF не говорит, кому он адресован. Выберите контрагента.",
            fix: "edit" as const,
          },
        ]
      : row.direction === "inbound"
        ? [{ code: "not_outbound", sentence: "Документ входящий: отправлять его не нужно.", fix: null }]
        : wasSent &&
            !["send_failed", "rejected", "roaming_failed", "signature_invalid", "revoked"].includes(code)
          ? [{ code: "already_sent", sentence: "Документ уже отправлен.", fix: null }]
          : [],
  };
}
