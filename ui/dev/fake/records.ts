/** Records of the stand-in: written, saved, frozen into files, printed. */
import type {
  DocumentCard,
  DocumentRecord,
  EdoFile,
  EditedRecord,
  Employee,
  Kind,
  RecordLine,
} from "../../src/api/types";
import { calculated, totalsOf } from "../../src/features/records/lines/arithmetic";
import { emptyLine } from "../../src/features/records/lines/line_fields";
import { status } from "./documents";
import type { FakeBackend, Handlers } from "./fake";
import { COUNTERPARTIES } from "./people";
import { failure } from "./refuse";

const RATES = [
  { code: "22", label: "22 %" },
  { code: "10", label: "10 %" },
  { code: "7", label: "7 %" },
  { code: "5", label: "5 %" },
  { code: "0", label: "0 %" },
  { code: "no_vat", label: "без НДС" },
  { code: "22/122", label: "22/122" },
  { code: "tax_agent", label: "налоговый агент" },
];
const RATES_2025 = RATES.map((rate) => (rate.code === "22" ? { code: "20", label: "20 %" } : rate));

const WORKS = [
  "Замена масла в двигателе с промывкой системы",
  "Масло моторное 5W-40 синтетическое, канистра 4 л",
  "Диагностика подвески на стенде",
  "Фильтр масляный",
  "Колодки тормозные передние, комплект «Гранит»",
];
const LONG_NAME =
  "Комплекс работ по техническому обслуживанию, диагностике и ремонту компрессорного, насосного и вентиляционного оборудования производственных цехов № 1, 2 и 3, включая поставку расходных материалов, запасных частей „Оригинал“, вывоз и утилизацию отработанных масел, фильтров и ветоши, выезд бригады в ночное время, оформление пропусков, допусков и нарядов, а также составление дефектной ведомости, отчёта с фотографиями 📎 и рекомендаций по дальнейшей эксплуатации оборудования на следующий календарный год";

interface Kept {
  record: DocumentRecord;
  revision: number;
  kind: Kind;
  files: EdoFile[];
  basedOn: number[];
  sentRevision: number | null;
}

function sampleLine(index: number, name = WORKS[index % WORKS.length] ?? ""): RecordLine {
  return calculated(
    {
      ...emptyLine("22"),
      name,
      unit: index % 2 === 0 ? "усл." : "шт",
      quantity: String(1 + (index % 7)),
      price: (350 + ((index * 977) % 90_000) / 10).toFixed(2),
      performer: index % 2 === 0 ? "Ким О." : "",
    },
    "without_vat",
  );
}

function emptyRecord(kind: Kind, number: string, day: string): DocumentRecord {
  return {
    firm_id: 1,
    counterparty_id: null,
    individual_id: null,
    assignee_id: 1,
    kind_id: kind.id,
    number,
    issued_on: day,
    total: null,
    title: kind.name,
    lines: [],
    details: {
      shipped_on: null,
      prices: "without_vat",
      grounds: [],
      payments: [],
      shipper: "",
      consignee: "",
      transport: "",
      state_contract: "",
      comment: "",
      fields: {},
    },
  };
}

type Commands =
  | "documents.create"
  | "documents.edit"
  | "documents.save"
  | "documents.calculate"
  | "documents.link"
  | "documents.unlink"
  | "documents.remove"
  | "documents.restore"
  | "documents.prepare"
  | "documents.check"
  | "documents.print"
  | "work.list"
  | "work.cancel"
  | "files.save";

/** Numbers of records that are made when somebody asks for them: for work on the look. */
export const SAMPLES = { long: 9001, named: 9002, prepared: 9003, blocked: 9004, forPerson: 9005 };

export class Records {
  readonly #backend: FakeBackend;
  readonly #kept = new Map<number, Kept>();
  readonly #trash = new Map<number, { card: DocumentCard; kept: Kept | undefined }>();
  #lastTrash = 0;
  readonly #now: number;

  constructor(backend: FakeBackend, now: number) {
    this.#backend = backend;
    this.#now = now;
  }

  #kinds(): Kind[] {
    return (this.#backend.handlers["kinds.list"]({}) as { kinds: Kind[] }).kinds;
  }
  #day(): string {
    return new Date(this.#now).toISOString().slice(0, 10);
  }

  #make(id: number, kind: Kind, change: (record: DocumentRecord) => DocumentRecord): Kept {
    const number = `${kind.numbering.prefix}${String(41 + this.#kept.size).padStart(kind.numbering.digits, "0")}`;
    const record = change(emptyRecord(kind, number, this.#day()));
    const kept: Kept = { record, revision: 1, kind, files: [], basedOn: [], sentRevision: null };
    this.#kept.set(id, kept);
    this.#show(id);
    return kept;
  }

  #card(id: number): DocumentCard {
    const card = this.#backend.cards.get(id);
    if (card === undefined) throw failure("not_found", "Такого документа нет в реестре.");
    return card;
  }
  #of(id: number): Kept {
    const kept = this.#kept.get(id) ?? this.#sample(id);
    if (kept === undefined) throw failure("not_found", "Такого документа нет в реестре.");
    return kept;
  }

  /** A record for the eye, made when its number is asked for. */
  #sample(id: number): Kept | undefined {
    const kind = this.#kinds()[0];
    if (kind === undefined || !Object.values(SAMPLES).includes(id)) return undefined;
    const isLong = id === SAMPLES.long;
    const isPersons = id === SAMPLES.named || id === SAMPLES.forPerson;
    const kept = this.#make(id, kind, (record) => ({
      ...record,
      counterparty_id: isPersons ? null : 3,
      individual_id: id === SAMPLES.named ? 1 : isPersons ? 2 : null,
      lines: Array.from({ length: isLong ? 10_000 : 5 }, (_, index) =>
        sampleLine(index, id === SAMPLES.named && index === 1 ? LONG_NAME : undefined),
      ),
      details: {
        ...record.details,
        comment: id === SAMPLES.named ? LONG_NAME.slice(0, 180) : "",
        fields: {
          vehicle: "ГАЗ 2705 «Газель»",
          plate: "А 123 ВС 196",
          reason: "Стук в подвеске, запах масла",
        },
      },
    }));
    if (id === SAMPLES.prepared || id === SAMPLES.forPerson) this.#freeze(id, kept);
    this.#show(id);
    return kept;
  }

  /** The card as the program tells it. */
  #show(id: number): void {
    const kept = this.#of(id);
    const { record, kind } = kept;
    const totals = totalsOf(record.lines);
    const company = COUNTERPARTIES.find((party) => party.id === record.counterparty_id) ?? null;
    const people = this.#backend.handlers["individuals.list"]({}).individuals;
    const person = people.find((one) => one.id === record.individual_id) ?? null;
    const staff = (this.#backend.handlers["employees.list"]({}) as { employees: Employee[] }).employees;
    const current = kept.files.find((file) => file.is_current);
    kept.files = kept.files.map((file) => ({ ...file, is_outdated: file.revision < kept.revision }));
    const before = this.#backend.cards.get(id);
    const isSent = (before?.sendings.length ?? 0) > 0;
    const isReady = current !== undefined && current.revision === kept.revision;
    const ref = (to: number) => {
      const found = this.#backend.cards.get(to)?.document;
      return { id: to, label: found ? `${found.kind_label} № ${found.number}` : `№ ${to}` };
    };
    const card: DocumentCard = {
      document: {
        id,
        kind: kind.edo_file.rule === "utd" ? "utd_invoice_and_transfer" : "nonformalized",
        kind_label: kind.name,
        kind_id: kind.id,
        origin: "composed",
        has_file: current !== undefined,
        individual_name: person?.full_name ?? null,
        assignee_name: staff.find((one) => one.id === record.assignee_id)?.short_name ?? null,
        cause: null,
        is_signed_unsent: false,
        direction: "outbound",
        title: record.title,
        number: record.number,
        issued_on: record.issued_on,
        total: totals.total ?? record.total,
        vat_amount: totals.vat,
        currency: "643",
        firm_name: this.#backend.firms[0]?.name ?? null,
        counterparty_name: company?.name ?? null,
        counterparty_inn: company?.inn ?? null,
        status: isSent && before ? before.document.status : status(isReady ? "prepared" : "not_in_edo"),
        status_since: new Date(this.#now).toISOString(),
        operator_status_text: "",
        created_at: before?.document.created_at ?? new Date(this.#now + id).toISOString(),
        lines: record.lines.slice(0, 200).map((line) => ({
          ...line,
          vat_rate: RATES.find(({ code }) => code === line.vat_rate)?.label ?? line.vat_rate,
        })),
        file: current ? { name: current.name, size: current.size, blob: current.blob } : null,
        firm: this.#backend.firms[0] ?? null,
        counterparty: company,
      },
      sendings: before?.sendings ?? [],
      timeline: before?.timeline ?? [],
      missing: isReady
        ? company === null && person === null
          ? [
              {
                code: "no_counterparty",
                sentence: "Не указана другая сторона. Выберите её в документе.",
                fix: "edit" as const,
              },
            ]
          : []
        : [
            {
              code: current === undefined ? "no_file" : "file_outdated",
              sentence: "Файл ЭДО ещё не создан. Нажмите «Создать документ ЭДО».",
              fix: "prepare" as const,
            },
          ],
      files: kept.files,
      can_edit: "all",
      changed_since_sent: kept.sentRevision !== null && kept.sentRevision < kept.revision,
      pair: null,
      is_arrival: false,
      is_answer_again: false,
      waiting_job: null,
      based_on: kept.basedOn.map(ref),
      basis_for: [...this.#kept].filter(([, one]) => one.basedOn.includes(id)).map(([other]) => ref(other)),
      individual: person,
      assignee: staff.find((one) => one.id === record.assignee_id) ?? null,
      kind,
    };
    this.#backend.cards.set(id, card);
  }

  #freeze(id: number, kept: Kept): EdoFile {
    const file: EdoFile = {
      id: id * 100 + kept.files.length,
      name: `${kept.kind.name} № ${kept.record.number}.pdf`,
      size: 48_211 + kept.revision,
      blob: "pdf",
      format_label: "PDF/A",
      revision: kept.revision,
      made_at: new Date(this.#now).toISOString(),
      is_current: true,
      is_outdated: false,
      sending_ids: [],
      title_of: null,
      signed_by: [],
    };
    kept.files = [file, ...kept.files.map((old) => ({ ...old, is_current: false }))];
    this.#show(id);
    return file;
  }

  /** For a test: somebody else changed the record. */
  changeElsewhere(id: number, change: Partial<DocumentRecord>): void {
    const kept = this.#of(id);
    kept.record = { ...kept.record, ...change };
    kept.revision += 1;
    this.#show(id);
  }
  /** For a test: the record was sent as its present file says. */
  wasSent(id: number): void {
    this.#of(id).sentRevision = this.#of(id).revision;
    this.#show(id);
  }

  /** Makes the record of a number that is only made when asked for. */
  want(id: number): void {
    const isGone = [...this.#trash.values()].some(({ card }) => card.document.id === id);
    if (!isGone && !this.#backend.cards.has(id)) this.#sample(id);
  }

  handlers(): Pick<Handlers, Commands> {
    return {
      "documents.create": ({ kind_id, copy_of_id, based_on_id, firm_id }) => {
        const kind = this.#kinds().find((one) => one.id === kind_id);
        if (kind === undefined) throw failure("not_found", "Такого вида документов нет.");
        const id = Math.max(0, ...[...this.#backend.cards.keys()].filter((key) => key < 9000)) + 1;
        const source = copy_of_id ?? based_on_id ?? null;
        const model = source === null ? undefined : this.#kept.get(source)?.record;
        const kept = this.#make(id, kind, (record) => ({
          ...record,
          ...(model ? { ...model, number: record.number, issued_on: record.issued_on, kind_id } : {}),
          firm_id: firm_id ?? model?.firm_id ?? this.#backend.firms[0]?.id ?? null,
        }));
        if (based_on_id != null) kept.basedOn = [based_on_id];
        this.#show(id);
        return { id };
      },
      "documents.edit": ({ id }): EditedRecord => {
        const kept = this.#of(id);
        const current = kept.files.find((file) => file.is_current);
        const card = this.#card(id);
        return {
          id,
          revision: kept.revision,
          record: kept.record,
          kind: kept.kind,
          rates: ratesOn(kept.record.details.shipped_on ?? kept.record.issued_on),
          can_edit: "all",
          sent:
            kept.sentRevision === null
              ? null
              : { sending_id: 1, status: card.document.status, at: new Date(this.#now).toISOString() },
          file: current
            ? { revision: current.revision, is_current: current.revision === kept.revision }
            : null,
          changed_since_sent: card.changed_since_sent,
          based_on: card.based_on,
          basis_for: card.basis_for,
        };
      },
      "documents.save": ({ id, revision, record }) => {
        const kept = this.#of(id);
        if (this.#backend.scenario === "offline")
          throw failure("disk", "На диске нет места. Освободите место.", true);
        if (revision !== kept.revision) {
          throw failure(
            "record_changed",
            "Документ уже изменили в другом окне. Ничего не потеряно. Решите, что оставить.",
          );
        }
        kept.record = {
          ...record,
          lines: record.lines.map((line) => calculated(line, record.details.prices)),
        };
        kept.revision += 1;
        this.#show(id);
        this.#backend.emit("documents", id);
        const problems =
          record.number.trim() === ""
            ? [{ field: "number", sentence: "Введите номер: без него файл ЭДО не создать." }]
            : [];
        record.lines.forEach((line, index) => {
          if (line.name === "")
            problems.push({ field: `lines.${index}.name`, sentence: "Введите наименование." });
        });
        return {
          revision: kept.revision,
          record: kept.record,
          totals: totalsOf(kept.record.lines),
          problems,
        };
      },
      "documents.calculate": ({ shipped_on, prices, lines }) => {
        const counted = lines.map((line) => calculated(line, prices));
        return { lines: counted, totals: totalsOf(counted), rates: ratesOn(shipped_on ?? null) };
      },
      "documents.link": ({ id, based_on_id }) => {
        this.#of(id).basedOn.push(based_on_id);
        this.#show(id);
        return {};
      },
      "documents.unlink": ({ id, based_on_id }) => {
        const kept = this.#of(id);
        kept.basedOn = kept.basedOn.filter((one) => one !== based_on_id);
        this.#show(id);
        return {};
      },
      "documents.remove": ({ ids }) => ({
        results: ids.map((id) => {
          const card = this.#backend.cards.get(id);
          if (card === undefined) return { id };
          this.#lastTrash += 1;
          this.#trash.set(this.#lastTrash, { card, kept: this.#kept.get(id) });
          this.#backend.cards.delete(id);
          this.#kept.delete(id);
          return { id, trash_id: this.#lastTrash };
        }),
      }),
      "documents.restore": ({ trash_ids }) => ({
        ids: trash_ids.flatMap((trashId) => {
          const found = this.#trash.get(trashId);
          if (found === undefined) return [];
          const id = found.card.document.id;
          this.#backend.cards.set(id, found.card);
          if (found.kept) this.#kept.set(id, found.kept);
          this.#trash.delete(trashId);
          return [id];
        }),
      }),
      "documents.prepare": ({ ids }) => ({
        results: ids.map((id) => {
          const kept = this.#of(id);
          if (id === SAMPLES.blocked) return { id, findings: FINDINGS };
          if (kept.record.counterparty_id === null && kept.record.individual_id === null) {
            const message =
              "Файл не создан: не указана другая сторона. Документ сохранён. Выберите контрагента или физлицо.";
            return { id, findings: [], error: { code: "no_other_side", message } };
          }
          return { id, file: this.#freeze(id, kept), findings: FINDINGS.slice(1) };
        }),
      }),
      "documents.check": () => ({ findings: FINDINGS }),
      "documents.print": ({ ids }) => ({
        blob: "pdf",
        name: "Печать.pdf",
        pages: 2,
        results: ids.map((id) => ({ id })),
      }),
      "work.list": () => ({ works: [] }),
      "work.cancel": () => ({}),
      "files.save": ({ name }) => ({ name }),
    };
  }
}

const FINDINGS = [
  {
    code: "forbidden_phrase",
    severity: "blocker" as const,
    sentence:
      "В форме написано о собственноручной подписи. Для электронного документа это неверно. Уберите фразу из шаблона.",
    place: { page: 1, x: 72, y: 60, width: 190, height: 26, text: "Подписано собственноручно" },
  },
  {
    code: "no_stamp_room",
    severity: "warning" as const,
    sentence: "Внизу последней страницы нет места для штампа подписи. Штамп ляжет на текст.",
    place: { page: 2, x: 72, y: 700, width: 451, height: 90, text: "" },
  },
  {
    code: "simple_signature_words",
    severity: "note" as const,
    sentence: "Можно добавить слова «Документ подписан при помощи ПЭП».",
    place: null,
  },
];

const ratesOn = (day: string | null) => (day !== null && day < "2026-01-01" ? RATES_2025 : RATES);
