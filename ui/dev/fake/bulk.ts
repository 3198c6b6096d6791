/** Actions on many documents of the stand-in: checked and run in chunks, as the program does. */
import type { Answer, DocumentCard, Request } from "../../src/api/types";
import type { Failure, Fix, Job, Row, RowState } from "../../src/features/bulk/contract";
import { sum } from "../../src/shared/format/money";
import { status } from "./documents";
import type { FakeBackend, Handlers } from "./fake";
import { rowOf } from "./registry";
import { failure } from "./refuse";

type Verdict = { state: "ready" | "warned" | "blocked"; code?: string; text?: string; fix?: Fix };
type Kept = Omit<Row, "title" | "kind_label" | "number" | "other_side"> & { card: DocumentCard };
interface KeptJob {
  job: Job;
  rows: Kept[];
  operation: string;
  /** The keys of a signing are open. */
  isOpen?: boolean;
}

const STEP_MS = 60;
/** Rows of one step: a job of a few thousand is seen running. */
const CHUNK = 400;
const LABELS: Record<string, string> = {
  send: "Отправка в ЭДО",
  send_package: "Отправка одним пакетом",
  sign_and_send: "Подписание и отправка",
  sign: "Подписание",
  send_message: "Сообщение контрагенту",
  print: "Печать",
  assign: "Назначение ответственного",
  export: "Экспорт в таблицу",
  archive: "Сборка архива",
  download: "Скачивание из ЭДО",
  pair: "Связь с нашими документами",
  delete: "Удаление",
  restore: "Возврат удалённых",
};
const FIXES: Record<string, Fix> = { no_counterparty: "counterparty", already_sent: "open_card" };
const GROWN = 400_000;

function checkSend(card: DocumentCard): Verdict {
  const missing = card.missing[0];
  if (missing !== undefined)
    return {
      state: "blocked",
      code: missing.code,
      text: missing.sentence,
      fix: FIXES[missing.code] ?? "open_card",
    };
  if (Number(card.document.total ?? 0) >= GROWN)
    return {
      state: "warned",
      code: "large_sum",
      text: "Сумма больше обычной для этого контрагента. Сверьте её с договором.",
      fix: "open_card",
    };
  return { state: "ready" };
}

const WAS_SENT = ["not_in_edo", "prepared", "draft", "send_failed"];

const SIGNING = ["sign", "sign_and_send"];
const SENDING = ["send", "send_package", "sign_and_send"];
const certificatesOf = ({ params }: Job) =>
  Object.values((params as { certificates?: Record<string, number> } | null)?.certificates ?? {});

function check(action: string, card: DocumentCard): Verdict {
  if (SENDING.includes(action)) return checkSend(card);
  const isWanted = card.document.status.code === "our_signature_required" || card.is_answer_again;
  if (action === "sign" && !isWanted)
    return {
      state: "blocked",
      code: "no_signature_wanted",
      text: "Наша подпись здесь не требуется. Документ не затронут.",
      fix: "open_card",
    };
  if (action === "delete" && !WAS_SENT.includes(card.document.status.code))
    return {
      state: "blocked",
      code: "was_sent",
      text: "Документ уже отправлен. Он не удалён. Отзовите отправку в карточке.",
      fix: "open_card",
    };
  return { state: "ready" };
}

export function bulkHandlers(
  backend: FakeBackend,
  now: number,
): Pick<Handlers, Extract<keyof Handlers, `bulk.${string}`>> {
  const jobs = new Map<number, KeptJob>();
  let last = 0;
  const at = () => new Date(now + last).toISOString();

  function of(id: number): KeptJob {
    const found = jobs.get(id);
    if (found === undefined) throw failure("not_found", "Такого задания нет. Документы не затронуты.");
    return found;
  }
  function count({ job, rows }: KeptJob) {
    const counts = { ...EMPTY };
    for (const { state, card } of rows) {
      counts[state] += 1;
      if (card.waiting_job === job.id) card.waiting_job = null;
      if (SIGNING.includes(job.action) && job.state === "paused" && state === "ready")
        card.waiting_job = job.id;
    }
    job.counts = counts;
    const sums = (state: RowState) => {
      const found = rows.filter((row) => row.state === state).map(({ card }) => card.document.total);
      return found.some((total) => total !== null) ? [{ currency: "643", total: sum(found) }] : [];
    };
    if (job.state === "planned") [job.sums, job.warned_sums] = [sums("ready"), sums("warned")];
  }
  const shown = ({ card, ...row }: Kept): Row => {
    const { title, kind_label, number, counterparty_name } = rowOf(card);
    return { ...row, title, kind_label, number, other_side: counterparty_name ?? "" };
  };

  function go(kept: KeptJob) {
    const { job, rows } = kept;
    if (job.state === "checking") {
      for (const row of rows.filter(({ state }) => state === "waiting").slice(0, CHUNK * 10)) {
        const { state, code = null, text = null, fix = null } = check(job.action, row.card);
        Object.assign(row, { state, code, text, fix });
      }
      if (rows.every(({ state }) => state !== "waiting")) job.state = "planned";
    } else if (job.state === "running" && SIGNING.includes(job.action) && !kept.isOpen) {
      return ask(kept);
    } else if (job.state === "running") {
      const isWanted = ({ state }: Kept) => state === "ready" || (state === "warned" && job.with_warned);
      for (const row of rows.filter(isWanted).slice(0, CHUNK)) run(job, row);
      if (!rows.some(isWanted)) finish(kept);
    }
    count(kept);
    backend.emit("bulk", job.id);
    if (job.state === "checking" || job.state === "running") setTimeout(() => go(kept), STEP_MS);
  }
  /** The keys of a job are opened before its first row; what they say instead holds it. */
  function ask(kept: KeptJob) {
    backend.keys.open(certificatesOf(kept.job), (opened) => {
      if (kept.job.state !== "running") return;
      kept.isOpen = opened.ok;
      if (!opened.ok) {
        kept.job.state = "paused";
        kept.job.error = { code: opened.code, message: opened.message };
      }
      go(kept);
    });
  }
  function run(job: Job, row: Kept) {
    const { document } = row.card;
    row.state = "done";
    // One document in forty is refused, the first time.
    if (job.action === "send" && row.document_id % 40 === 7 && row.code !== "again") {
      const text =
        "Оператор не знает такого получателя. Документ сохранён. Проверьте КПП контрагента и повторите.";
      Object.assign(row, { state: "failed", code: "no_box", text, fix: "counterparty" });
    } else if (job.action === "sign") {
      document.status = status("completed");
    } else if (SENDING.includes(job.action)) {
      document.status = status("queued");
      row.card.missing = [{ code: "already_sent", sentence: "Документ уже отправлен.", fix: null }];
    } else if (job.action === "assign") {
      const employee = (job.params as { employee_id?: number } | null)?.employee_id;
      document.assignee_name = employee ? "Иванова М. П." : null;
    } else if (job.action === "delete") backend.cards.delete(row.document_id);
    else if (job.action === "restore") backend.cards.set(row.document_id, row.card);
  }
  function finish({ job, rows }: KeptJob) {
    job.state = "done";
    job.finished_at = at();
    for (const row of rows) if (["ready", "warned", "blocked"].includes(row.state)) row.state = "skipped";
    if (job.action === "print") job.file = { blob: "pdf", name: "Печать.pdf" };
    if (job.action === "archive") job.file = { blob: "pdf", name: "Архив документов.zip" };
    if (job.action === "export") {
      const format = (job.params as { format?: string } | null)?.format ?? "xlsx";
      job.file = { blob: "pdf", name: `Реестр документов.${format}` };
    }
    job.can_undo = job.action === "delete" && rows.some(({ state }) => state === "done");
    backend.emit("documents");
    backend.emit("outbox");
  }
  function make(action: string, cards: DocumentCard[], params: unknown, operation: string): KeptJob {
    last += 1;
    const job: Job = {
      id: last,
      action,
      label: LABELS[action] ?? action,
      state: "checking",
      total: cards.length,
      counts: { ...EMPTY, waiting: cards.length },
      sums: [],
      warned_sums: [],
      with_warned: false,
      is_outward: ["send", "send_package", ...SIGNING].includes(action),
      can_undo: false,
      created_at: at(),
      started_at: null,
      finished_at: null,
      file: null,
      error: null,
      params: params as Job["params"],
    };
    const rows = cards.map((card, index): Kept => ({
      position: index + 1,
      document_id: card.document.id,
      state: "waiting",
      code: null,
      text: null,
      fix: null,
      outbox_id: null,
      card,
    }));
    const kept = { job, rows, operation };
    jobs.set(last, kept);
    setTimeout(() => go(kept), 0);
    return kept;
  }

  const step =
    (from: Job["state"][], to: Job["state"]) =>
    ({ id }: { id: number }) => {
      const kept = of(id);
      if (from.includes(kept.job.state)) {
        kept.job.state = to;
        if (to === "running") {
          kept.job.error = null;
          kept.isOpen = false;
          setTimeout(() => go(kept), 0);
        }
        if (to === "cancelled")
          for (const row of kept.rows)
            if (["waiting", "ready", "warned", "blocked"].includes(row.state)) row.state = "skipped";
        count(kept);
        backend.emit("bulk", id);
      }
      return { job: kept.job };
    };
  const failed = ({ id, document_ids }: Request<"bulk.retry">) =>
    of(id).rows.filter(
      (row) => row.state === "failed" && (!document_ids || document_ids.includes(row.document_id)),
    );

  return {
    "bulk.plan": ({ action, selection, sort, params, operation }): Answer<"bulk.plan"> => {
      const known = [...jobs.values()].find((one) => one.operation === operation);
      if (known) return { job: known.job };
      const ids = backend.chosen(selection, sort);
      if (ids.length === 0)
        throw failure("nothing_chosen", "Ничего не выбрано. Отметьте документы и повторите.");
      return { job: make(action, ids, params ?? null, operation).job };
    },
    "bulk.start": ({ id, with_warned }) => {
      const kept = of(id);
      kept.job.with_warned = with_warned;
      kept.job.started_at = at();
      return step(["planned"], "running")({ id });
    },
    "bulk.pause": step(["running"], "paused"),
    "bulk.resume": step(["paused"], "running"),
    "bulk.cancel": step(["checking", "planned", "running", "paused"], "cancelled"),
    "bulk.undo": ({ id }) => {
      const { job, rows } = of(id);
      job.can_undo = false;
      const gone = rows.filter(({ state }) => state === "done").map(({ card }) => card);
      const kept = make("restore", gone, null, `undo-${id}`);
      kept.job.state = "running";
      kept.job.started_at = at();
      for (const row of kept.rows) row.state = "ready";
      return { job: kept.job };
    },
    "bulk.list": () => ({
      jobs: [...jobs.values()]
        .map(({ job }) => job)
        .filter(({ state, started_at }) => state !== "cancelled" || started_at !== null)
        .reverse(),
    }),
    "bulk.rows": ({ id, states, after, limit }) => {
      const size = Math.min(500, limit ?? 100);
      const rows = of(id).rows.filter(
        ({ state, position }) => (!states?.length || states.includes(state)) && position > (after ?? 0),
      );
      const page = rows.slice(0, size);
      return { rows: page.map(shown), next: rows.length > size ? (page.at(-1)?.position ?? null) : null };
    },
    "bulk.failures": ({ after, limit }) => {
      const from = Number(after ?? 0);
      const size = Math.min(500, limit ?? 100);
      const all = [...jobs.values()].reverse().flatMap(({ job, rows }) =>
        rows
          .filter(({ state }) => state === "failed")
          .map((row): Failure => ({
            ...shown(row),
            job_id: job.id,
            action: job.action,
            label: job.label,
            at: job.started_at ?? job.created_at,
          })),
      );
      const end = from + size;
      return { rows: all.slice(from, end), total: all.length, next: end < all.length ? String(end) : null };
    },
    "bulk.retry": (request) => {
      const kept = of(request.id);
      for (const row of failed(request)) Object.assign(row, { state: "ready", code: "again", text: null });
      kept.job.state = "running";
      setTimeout(() => go(kept), 0);
      count(kept);
      return { job: kept.job };
    },
    "bulk.dismiss": (request) => {
      const kept = of(request.id);
      for (const row of failed(request)) row.state = "dismissed";
      count(kept);
      backend.emit("bulk", request.id);
      return { job: kept.job };
    },
  };
}

const EMPTY: Job["counts"] = {
  ready: 0,
  warned: 0,
  blocked: 0,
  waiting: 0,
  running: 0,
  done: 0,
  failed: 0,
  skipped: 0,
  dismissed: 0,
};
