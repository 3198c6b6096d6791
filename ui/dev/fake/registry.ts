/** The registry of the stand-in: filters, order, selections, files and saved views. */
import type { DocumentCard, DocumentRow } from "../../src/api/types";
import { dayOf } from "../../src/shared/format/dates";
import { money, sum } from "../../src/shared/format/money";
import type {
  Chosen,
  DocumentFilter,
  Order,
  SavedView,
  SearchTerm,
  Step,
} from "../../src/features/registry/contract";
import { daysOf } from "../../src/features/registry/periods";
import { ALL_STATUSES, isOwed } from "./documents";
import type { FakeBackend, Handlers } from "./fake";
import { failure } from "./refuse";

/** How many ids one answer holds, and how far rows are counted at once. */
export const MOST = 10_000;

type Answered =
  | "documents.list"
  | "documents.found"
  | "documents.totals"
  | "documents.select"
  | "documents.export"
  | "statuses.list"
  | `views.${"list" | "save" | "remove" | "order" | "share" | "take"}`;
type Body = DocumentCard["document"];

const DAY_MS = 86_400_000;
const dayOfBody = (body: Body) => body.issued_on ?? dayOf(body.created_at);

function termOf(text: string): SearchTerm {
  if (/^\d{10}(\d{2})?$/.test(text)) return { text, kind: "inn", label: `ИНН ${text}`, highlight: [text] };
  const amount = text.replace(",", ".");
  if (/^\d+\.\d{1,2}$/.test(amount))
    return { text, kind: "sum", label: `сумма ${money(amount)}`, highlight: [amount] };
  return { text, kind: "words", label: text, highlight: [text.toLowerCase()] };
}

const termsOf = (query?: string | null) => (query ?? "").split(/\s+/).filter(Boolean).map(termOf);
const bare = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");

/** The stand-in knows the last step of a document only. */
export function stepOf({ direction, status: { code } }: Body): Step | null {
  if (code === "rejected") return "refused";
  if (["completed", "signed_by_them"].includes(code)) return "signed";
  return direction === "outbound" && code !== "not_in_edo" ? "sent" : null;
}

function isBehind(body: Body, happened: DocumentFilter["happened"]): boolean {
  const day = dayOf(body.status_since);
  const { step, from, to } = happened ?? {};
  return stepOf(body) === step && day >= (from ?? "") && day <= (to ?? "9999");
}

/** The stand-in has other marks where a status says the same. */
function bears(card: DocumentCard, mark: DocumentFilter["mark"]): boolean {
  const { document } = card;
  if (mark === "signed_unsent") return document.is_signed_unsent;
  return mark === "owed_by_us" ? isOwed(card) : mark === document.status.code;
}

function fits(card: DocumentCard, filter: DocumentFilter, now: number): boolean {
  const { document: d, assignee, individual } = card;
  const goods = d.lines.map(({ name }) => name).join(" ");
  const words = bare(
    `${d.number} ${d.title} ${d.counterparty_name} ${d.counterparty_inn} ${d.total} ${d.operator_status_text} ${goods}`,
  );
  const total = Number(d.total ?? Number.NaN);
  const checks: [unknown, () => boolean][] = [
    [filter.statuses, () => filter.statuses?.includes(d.status.code) === true],
    [filter.firm_id, () => d.firm?.id === filter.firm_id],
    [filter.individual_id, () => individual?.id === filter.individual_id],
    [filter.counterparty_id, () => d.counterparty?.id === filter.counterparty_id],
    [filter.kind_id, () => d.kind_id === filter.kind_id],
    [filter.assignee_id, () => assignee?.id === filter.assignee_id],
    [filter.direction, () => d.direction === filter.direction],
    [filter.operator, () => filter.operator === "diadoc" && d.status.code !== "not_in_edo"],
    [filter.issued_from, () => dayOfBody(d) >= (filter.issued_from ?? "")],
    [filter.issued_to, () => dayOfBody(d) <= (filter.issued_to ?? "")],
    [
      filter.period,
      () => {
        const [from, to] = daysOf(filter.period ?? "today", new Date(now));
        return dayOfBody(d) >= from && dayOfBody(d) <= to;
      },
    ],
    [filter.total_from, () => total >= Number(filter.total_from)],
    [filter.total_to, () => total <= Number(filter.total_to)],
    [
      filter.waiting_days,
      () => now - new Date(d.status_since).getTime() >= (filter.waiting_days ?? 0) * DAY_MS,
    ],
    [
      filter.waiting_days_to,
      () => now - new Date(d.status_since).getTime() < ((filter.waiting_days_to ?? 0) + 1) * DAY_MS,
    ],
    [filter.status_since_from, () => dayOf(d.status_since) >= (filter.status_since_from ?? "")],
    [filter.status_since_to, () => dayOf(d.status_since) <= (filter.status_since_to ?? "")],
    [filter.mark, () => bears(card, filter.mark)],
    [filter.happened, () => isBehind(d, filter.happened)],
    [filter.query, () => termsOf(filter.query).every(({ text }) => words.includes(bare(text)))],
  ];
  return checks.every(([asked, holds]) => asked == null || holds());
}

const VALUES: Record<Order["by"], (row: Body) => string | number> = {
  date: dayOfBody,
  number: (row) => row.number || row.title,
  counterparty: (row) => row.counterparty_name ?? row.individual_name ?? "",
  kind: (row) => row.kind_label,
  firm: (row) => row.firm_name ?? "",
  total: (row) => Number(row.total ?? -1),
  status: (row) => row.status.label,
  waiting: (row) => -new Date(row.status_since).getTime(),
};

function compareBy(a: DocumentCard, b: DocumentCard, { by, descending }: Order): number {
  const [x, y] = [VALUES[by](a.document), VALUES[by](b.document)];
  const found =
    typeof x === "number"
      ? x - (y as number)
      : x.localeCompare(y as string, "ru", { numeric: true, sensitivity: "base" });
  return descending ? -found : found;
}

function compare(a: DocumentCard, b: DocumentCard, order: Order[] | null | undefined): number {
  for (const one of order ?? []) {
    const found = compareBy(a, b, one);
    if (found !== 0) return found;
  }
  return order?.length
    ? b.document.id - a.document.id
    : b.document.created_at.localeCompare(a.document.created_at);
}

export function rowOf({ document }: DocumentCard): DocumentRow {
  const row: Partial<Body> = { ...document };
  for (const field of ["vat_amount", "lines", "file", "firm", "counterparty"] as const) delete row[field];
  return row as DocumentRow;
}

const CELLS: Record<string, (row: Body) => string> = {
  date: dayOfBody,
  number: (row) => row.number,
  counterparty: (row) => row.counterparty_name ?? "",
  inn: (row) => row.counterparty_inn ?? "",
  kind: (row) => row.kind_label,
  firm: (row) => row.firm_name ?? "",
  total: (row) => row.total ?? "",
  status: (row) => row.status.label,
};

export function registryHandlers(backend: FakeBackend, now: number): Pick<Handlers, Answered> {
  let views: Omit<SavedView, "count" | "is_more" | "is_counting" | "left_out">[] = [];
  let lastView = 0;
  const found = (filter: DocumentFilter, order?: Order[] | null) =>
    [...backend.cards.values()]
      .filter((card) => fits(card, filter, now))
      .sort((a, b) => compare(a, b, order));
  const chosen = ({ ids, filter, except }: Chosen, order?: Order[] | null) => {
    if ((ids == null) === (filter == null))
      throw failure("bad_request", "Выборка задана с ошибкой. Ничего не изменено.");
    const named = new Set(ids);
    const all = ids
      ? found({}, order).filter(({ document }) => named.has(document.id))
      : found(filter ?? {}, order);
    return all.filter(({ document }) => !except?.includes(document.id));
  };
  backend.chosen = chosen;
  return {
    "documents.list": ({ filter: asked, sort, after, back, limit: most }) => {
      const filter = asked ?? {};
      const limit = most ?? 100;
      const all = found(filter, sort);
      const to = back == null ? Infinity : Number(back.before ?? all.length);
      const from = back == null ? Number(after ?? 0) : Math.max(0, to - limit);
      const counted = found({ firm_id: filter.firm_id ?? null });
      const countsOf = (cards: DocumentCard[]) =>
        ALL_STATUSES.map(({ code, label }) => ({
          code,
          label,
          count: cards.filter(({ document }) => document.status.code === code).length,
        }));
      return {
        rows: all.slice(from, Math.min(to, from + limit)).map(rowOf),
        next: back == null && from + limit < all.length ? String(from + limit) : null,
        previous: back != null && from > 0 ? String(from) : null,
        counts: backend.cards.size === 0 ? [] : countsOf(counted),
        owed: countsOf(counted.filter(isOwed)),
        terms: termsOf(filter.query),
      };
    },
    "documents.found": ({ rows }) => ({
      places: rows.flatMap(({ id, words }) => {
        const lines = backend.cards.get(id)?.document.lines ?? [];
        const line = lines.find(({ name }) => words.some((word) => bare(name).includes(bare(word))));
        return line === undefined ? [] : [{ id, part: "line" as const, label: "", text: line.name }];
      }),
    }),
    "documents.totals": ({ selection, whole }) => {
      const all = chosen(selection);
      const summed = all.map(({ document }) => document.total).filter((total) => total !== null);
      return {
        count: whole === true ? all.length : Math.min(MOST, all.length),
        is_more: whole !== true && all.length > MOST,
        sums: summed.length === 0 ? [] : [{ currency: "643", total: sum(summed) }],
      };
    },
    "documents.select": ({ selection }) => {
      const ids = chosen(selection).map(({ document }) => document.id);
      return { ids: ids.slice(0, MOST), is_more: ids.length > MOST };
    },
    "documents.export": ({ selection, sort, columns, format }) => {
      const rows = chosen(selection, sort);
      const line = ({ document }: DocumentCard) =>
        columns.map((id) => CELLS[id]?.(document) ?? "").join("\t");
      const isText = format === "text";
      return {
        blob: isText ? null : "pdf",
        name: `Реестр документов.${format}`,
        text: isText ? rows.map(line).join("\n") : null,
        rows: rows.length,
      };
    },
    "statuses.list": () => ({ statuses: ALL_STATUSES }),
    "views.list": ({ firm_id }) => ({
      views: views.map((view) => {
        const { filter } = view.state;
        const count = found(firm_id == null ? filter : { ...filter, firm_id }).length;
        return {
          ...view,
          count: Math.min(count, MOST),
          is_more: count > MOST,
          is_counting: false,
          left_out: [],
        };
      }),
    }),
    "views.save": ({ id, name, is_pinned, state }) => {
      if (views.some((view) => view.name === name && view.id !== id))
        throw failure(
          "conflict",
          "Вид с таким названием уже есть. Ничего не изменено. Выберите другое название.",
        );
      lastView += 1;
      const saved = { id: id ?? lastView, name, is_pinned, state };
      views = views.some((view) => view.id === id)
        ? views.map((view) => (view.id === id ? saved : view))
        : [...views, saved];
      return { id: saved.id };
    },
    "views.remove": ({ id }) => {
      views = views.filter((view) => view.id !== id);
      return {};
    },
    "views.order": ({ ids }) => {
      views.sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
      return {};
    },
    "views.share": ({ ids }) => ({
      text: JSON.stringify(
        views.filter(({ id }) => ids.includes(id)).map(({ name, state }) => ({ name, state })),
      ),
      name: "Виды реестра.json",
      left_out: [],
    }),
    "views.take": ({ text }) => {
      const taken = JSON.parse(text) as Pick<SavedView, "name" | "state">[];
      const fresh = taken.filter(({ name }) => views.every((view) => view.name !== name));
      for (const { name, state } of fresh) {
        lastView += 1;
        views = [...views, { id: lastView, name, is_pinned: false, state }];
      }
      return {
        added: fresh.length,
        left_out: taken.filter((view) => !fresh.includes(view)).map(({ name }) => `Вид «${name}» уже есть.`),
      };
    },
  };
}
