/**
 * Rows of a job for its dialog. Those of which something is to be said are read by themselves, so that they can be
 * gathered by cause; the others come page by page as they are looked at.
 */
import { ApiError, call } from "../../api/client";
import type { Answer } from "../../api/types";
import { t } from "../../text";
import type { Job, Row, RowState } from "./contract";
import { isOver } from "./words";

const PAGE = 500;
/** Of each kind; nobody mends more of them one by one. */
const MOST_TOLD = 5000;

export interface Group {
  id: string;
  label: string;
  states: RowState[];
  /** The cause, where it is a part of a group. */
  code: string | null;
  count: number;
  /** More than were read. */
  isMore: boolean;
  tone: "red" | "amber" | "green" | "grey" | "blue";
}

/** The rows of one cause, most first. */
function causes(told: Row[], states: RowState[]): { code: string; label: string; count: number }[] {
  const found = new Map<string, { code: string; label: string; count: number }>();
  for (const { state, code, text } of told) {
    if (!states.includes(state)) continue;
    const id = code ?? "";
    const one = found.get(id) ?? { code: id, label: text || t.bulk.unknownCause, count: 0 };
    one.count += 1;
    found.set(id, one);
  }
  return [...found.values()].sort((a, b) => b.count - a.count);
}

type Kind = Pick<Group, "id" | "label" | "tone" | "states"> & { count: number };

/** What a job consists of, from what needs a person to what does not. */
function kindsOf(job: Job): Kind[] {
  const { counts } = job;
  const kind = (id: keyof typeof counts, label: string, tone: Group["tone"], count = counts[id]): Kind => ({
    id,
    label,
    tone,
    states: [id],
    count,
  });
  if (isOver(job)) {
    const settled = counts.done + counts.failed + counts.dismissed;
    return [
      kind("failed", t.bulk.failed, "red"),
      {
        ...kind("skipped", t.bulk.skipped, "amber", job.total - settled),
        states: ["skipped", "blocked", "warned"],
      },
      kind("done", t.bulk.done, "green"),
      kind("dismissed", t.bulk.dismissed, "grey"),
    ];
  }
  if (job.state === "checking" || job.state === "planned")
    return [
      kind("blocked", t.bulk.blocked, "red"),
      kind("warned", t.bulk.withWarnings, "amber"),
      kind("ready", t.bulk.ready, "green"),
      kind("waiting", t.bulk.waiting, "grey"),
    ];
  return [
    kind("failed", t.bulk.failed, "red"),
    kind("done", t.bulk.done, "green"),
    { ...kind("ready", t.bulk.waiting, "blue", counts.ready + counts.running), states: ["ready", "running"] },
    kind("warned", t.bulk.withWarnings, "amber"),
    kind("blocked", t.bulk.blocked, "grey"),
    kind("dismissed", t.bulk.dismissed, "grey"),
  ];
}

const TOLD: RowState[] = ["failed", "blocked", "warned", "skipped"];

export class JobRows {
  rows = $state.raw<Row[]>([]);
  groups = $state.raw<Group[]>([]);
  groupId = $state("");
  isLoading = $state(true);
  error = $state.raw<ApiError | null>(null);
  readonly group = $derived(this.groups.find(({ id }) => id === this.groupId) ?? this.groups[0] ?? null);
  /** Rows of the group with those that are not read yet. */
  readonly count = $derived(
    this.group === null || this.group.code !== null
      ? this.rows.length
      : Math.max(this.rows.length, this.group.count),
  );
  #job: Job | null = null;
  #told: Row[] = [];
  #next: number | null = null;
  #turn = 0;
  #isReadingMore = false;

  /** How the job stands now; the rows that are seen stay until the new ones are read. */
  async show(job: Job): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    this.#job = job;
    try {
      const told = await this.#readTold(job);
      if (turn !== this.#turn) return;
      this.#told = told;
      this.groups = this.#groupsOf(job);
      if (this.groups.every(({ id }) => id !== this.groupId)) this.groupId = this.groups[0]?.id ?? "";
      await this.#readGroup(turn);
    } catch (cause) {
      if (turn === this.#turn) this.error = ApiError.from(cause);
    }
    if (turn === this.#turn) this.isLoading = false;
  }

  async choose(id: string): Promise<void> {
    this.groupId = id;
    this.#turn += 1;
    const turn = this.#turn;
    this.rows = [];
    this.isLoading = true;
    try {
      await this.#readGroup(turn);
    } catch (cause) {
      if (turn === this.#turn) this.error = ApiError.from(cause);
    }
    if (turn === this.#turn) this.isLoading = false;
  }

  /** Reads on until the row at `until` is there. */
  async more(until: number): Promise<void> {
    const [job, group, turn] = [this.#job, this.group, this.#turn];
    if (job === null || group === null || this.#next === null || this.#isReadingMore) return;
    this.#isReadingMore = true;
    try {
      do {
        const page = await this.#page(job, group.states, this.#next);
        if (turn !== this.#turn) return;
        this.rows = [...this.rows, ...page.rows];
        this.#next = page.next;
      } while (this.#next !== null && this.rows.length < until);
    } catch (cause) {
      if (turn === this.#turn) this.error = ApiError.from(cause);
    } finally {
      this.#isReadingMore = false;
    }
  }

  /** Every row of the group, for a table outside the window. */
  async all(): Promise<Row[]> {
    const [job, group] = [this.#job, this.group];
    if (job === null || group === null) return [];
    if (group.code !== null) return this.rows;
    const rows: Row[] = [];
    let next: number | null = null;
    do {
      const page: Answer<"bulk.rows"> = await this.#page(job, group.states, next);
      rows.push(...page.rows);
      next = page.next;
    } while (next !== null);
    return rows;
  }

  #page(job: Job, states: RowState[], after: number | null): Promise<Answer<"bulk.rows">> {
    return call("bulk.rows", { id: job.id, states, limit: PAGE, ...(after === null ? {} : { after }) });
  }

  /** State after state, so that many of one kind do not hide the few of another. */
  async #readTold(job: Job): Promise<Row[]> {
    const rows: Row[] = [];
    for (const kind of kindsOf(job)) {
      if (kind.count === 0 || !kind.states.some((state) => TOLD.includes(state))) continue;
      const most = rows.length + MOST_TOLD;
      let next: number | null = null;
      do {
        const page: Answer<"bulk.rows"> = await this.#page(job, kind.states, next);
        rows.push(...page.rows);
        next = page.next;
      } while (next !== null && rows.length < most);
    }
    return rows;
  }

  async #readGroup(turn: number): Promise<void> {
    const [job, group] = [this.#job, this.group];
    if (job === null || group === null) {
      this.rows = [];
      this.#next = null;
      return;
    }
    if (group.code !== null) {
      this.rows = this.#told.filter(
        ({ state, code }) => group.states.includes(state) && (code ?? "") === group.code,
      );
      this.#next = null;
      return;
    }
    const page = await this.#page(job, group.states, null);
    if (turn !== this.#turn) return;
    this.rows = page.rows;
    this.#next = page.next;
  }

  #groupsOf(job: Job): Group[] {
    return kindsOf(job)
      .filter(({ count }) => count > 0)
      .flatMap((kind) => {
        const isMore = kind.count > MOST_TOLD;
        const parts = causes(this.#told, kind.states).filter(({ code }) => code !== "");
        const whole: Group = { ...kind, code: null, isMore: false };
        return [whole, ...parts.map((part) => ({ ...kind, ...part, id: `${kind.id}:${part.code}`, isMore }))];
      });
  }
}
