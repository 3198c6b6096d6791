/**
 * Jobs over many documents: planned, looked over, started, followed to their end. What the window itself began is
 * remembered here, so that a small plan without obstacles starts at once and a file is offered when it is ready.
 */
import { SvelteMap } from "svelte/reactivity";

import { ApiError, call } from "../../api/client";
import type { Answer, DocumentRow, Request } from "../../api/types";
import { onChange } from "../changes";
import { sending } from "../documents/sending.svelte";
import { Live } from "../live.svelte";
import type { Chosen, Order } from "../registry/contract";
import { type BulkAction, type FileUse, type Params, type Question, wordsOf } from "./actions";
import type { Job, RowState } from "./contract";
import { TELLING } from "./telling";
import { isActive, isOver } from "./words";

/** A plan of so few documents, all of them ready, needs no looking over. */
const SMALL = 20;
/** Whoever waited longer for a file is not surprised by it, but finds it beside the result. */
const PATIENCE_MS = 15_000;
const CONSUMING = ["send", "send_package", "sign", "sign_and_send", ...TELLING, "delete"];
/** What they could not do is told in the rows of the registry too. */
const TOLD_IN_ROWS = ["send", "send_package", "sign", "sign_and_send", ...TELLING];
/** Refusals of so many documents are shown in their rows too. */
const SHOWN_IN_ROWS = 500;

export interface Choice {
  chosen: Chosen;
  order: Order[];
  /** Columns that are seen, in their order. */
  columns: string[];
  /** Print forms that fit all of them, where they are of one kind. */
  forms: string[];
  /** Those of them that have been read. */
  rows?: DocumentRow[];
  /** «12 документов»; `null` while nobody knows how many they are. */
  count: string | null;
}

/** What the window wants of a job that it planned itself. */
interface Mine {
  request: Omit<Request<"bulk.plan">, "operation">;
  use: FileUse | null;
  /** Where a small plan is to be shown all the same. */
  isLookedOver: boolean;
  startedAt: number | null;
}

export interface Asked {
  action: BulkAction;
  /** What it is about: «Экспорт: 12 документов». */
  words: string;
  question: Question;
  choice: Choice;
  params: Params;
  use: FileUse | null;
}

type Command =
  "bulk.start" | "bulk.pause" | "bulk.resume" | "bulk.cancel" | "bulk.undo" | "bulk.retry" | "bulk.dismiss";

class Bulk {
  readonly list = new Live<Job[]>(async () => (await call("bulk.list", {})).jobs);
  readonly jobs = $derived(this.list.value ?? []);
  /** The job whose check or result is looked at. */
  openedId = $state<number | null>(null);
  readonly opened = $derived(this.jobs.find(({ id }) => id === this.openedId) ?? null);
  /** What is asked before a plan is made. */
  asked = $state.raw<Asked | null>(null);
  isPlanning = $state(false);
  /** How many jobs began after which the selection that they were made of stands for nothing any more. */
  consumed = $state(0);
  error = $state.raw<ApiError | null>(null);
  readonly #mine = new SvelteMap<number, Mine>();
  readonly #hidden = new SvelteMap<number, true>();
  /** What is told below the registry: what runs, and what this window began and nobody has taken off the screen. */
  readonly told = $derived(
    this.jobs.filter(
      (job) => !this.#hidden.has(job.id) && (isActive(job) || this.#mine.has(job.id)) && !this.#isQuiet(job),
    ),
  );
  /** A file that is ready and that somebody waits for. */
  readyFile = $state.raw<{ job: Job; use: FileUse } | null>(null);

  /** To be called from an effect; reads again while the effect lives. */
  follow(): () => void {
    void this.reload();
    return onChange(["bulk"], () => void this.reload());
  }
  async reload(): Promise<void> {
    await this.list.reload();
    // A job that was cancelled as a plan is not listed any more.
    if (this.openedId !== null && this.opened === null && !this.list.error) this.openedId = null;
    for (const job of this.jobs) this.#look(job);
  }

  /** Asks what must be asked, then plans. */
  begin(
    action: BulkAction,
    choice: Choice,
    how: { params?: Params; question?: Question; use?: FileUse } = {},
  ) {
    const use = how.use ?? action.use ?? null;
    const question = how.question ?? (how.params === undefined ? action.question : undefined);
    if (question === undefined) return this.plan(action.code, choice, how.params ?? {}, use);
    const { button } = wordsOf(action.code);
    const words = choice.count === null ? button : `${button}: ${choice.count}`;
    this.asked = { action, words, question, choice, params: how.params ?? {}, use };
    return Promise.resolve(null);
  }
  /** What was asked is known: the plan is made with it. */
  answer(asked: Asked, params: Params, use = asked.use): void {
    this.asked = null;
    void this.plan(asked.action.code, asked.choice, { ...asked.params, ...params }, use);
  }
  unask(): void {
    this.asked = null;
  }

  async plan(action: string, { chosen, order }: Choice, params: Params, use: FileUse | null) {
    const request = {
      action,
      selection: chosen,
      params,
      ...(order.length === 0 ? {} : { sort: order }),
    };
    return this.#plan({ request, use, isLookedOver: false, startedAt: null });
  }

  /** The same choice once more: what was mended meanwhile counts. */
  async recheck(job: Job, ids?: number[]): Promise<Job | null> {
    // What was mended at the operator meanwhile counts too.
    await call("sending.ask_anew", {}).catch(() => null);
    const mine = this.#mine.get(job.id);
    const selection =
      ids === undefined ? (mine?.request.selection ?? { ids: await this.#idsOf(job) }) : { ids };
    const request = mine
      ? { ...mine.request, selection }
      : { action: job.action, selection, params: job.params };
    const planned = await this.#plan({
      request,
      use: mine?.use ?? null,
      isLookedOver: true,
      startedAt: null,
    });
    if (planned !== null && !isOver(job) && !isActive(job)) await this.#run("bulk.cancel", { id: job.id });
    return planned;
  }

  async start(job: Job, withWarned: boolean): Promise<void> {
    const mine = this.#mine.get(job.id);
    if (mine) this.#mine.set(job.id, { ...mine, isLookedOver: true, startedAt: Date.now() });
    this.#hidden.delete(job.id);
    if (this.openedId === job.id) this.openedId = null;
    await this.#run("bulk.start", { id: job.id, with_warned: withWarned });
    if (mine && CONSUMING.includes(job.action)) this.consumed += 1;
  }
  pause = (job: Job) => this.#run("bulk.pause", { id: job.id });
  resume = (job: Job) => this.#run("bulk.resume", { id: job.id });
  async cancel(job: Job): Promise<void> {
    if (!isActive(job)) this.hide(job);
    await this.#run("bulk.cancel", { id: job.id });
  }
  undo = (job: Job) => this.#run("bulk.undo", { id: job.id });
  retry(id: number, documentIds?: number[]) {
    this.#hidden.delete(id);
    return this.#run("bulk.retry", { id, ...(documentIds ? { document_ids: documentIds } : {}) });
  }
  dismiss = (id: number, documentIds?: number[]) =>
    this.#run("bulk.dismiss", { id, ...(documentIds ? { document_ids: documentIds } : {}) });

  open(job: Job): void {
    this.openedId = job.id;
  }
  /** The dialog goes, the plan stays: it waits below the registry. */
  putAside(): void {
    this.openedId = null;
  }
  hide(job: Job): void {
    this.#hidden.set(job.id, true);
    if (this.openedId === job.id) this.openedId = null;
  }

  /** A small plan is being checked: nothing is said of it before it is known whether there is anything to say. */
  #isQuiet(job: Job): boolean {
    const mine = this.#mine.get(job.id);
    return mine?.isLookedOver === false && job.state === "checking" && job.total <= SMALL;
  }

  async #plan(mine: Mine): Promise<Job | null> {
    if (this.isPlanning) return null;
    this.isPlanning = true;
    this.error = null;
    try {
      const { job } = await call("bulk.plan", { ...mine.request, operation: crypto.randomUUID() });
      this.#mine.set(job.id, mine);
      this.#put(job);
      if (mine.isLookedOver || job.total > SMALL) this.openedId = job.id;
      await this.reload();
      return job;
    } catch (cause) {
      this.error = ApiError.from(cause);
      return null;
    } finally {
      this.isPlanning = false;
    }
  }

  async #run<C extends Command>(command: C, request: Request<C>): Promise<void> {
    this.error = null;
    try {
      const { job } = (await call(command, request)) as Answer<"bulk.start">;
      this.#put(job);
    } catch (cause) {
      this.error = ApiError.from(cause);
    }
    await this.reload();
  }

  #put(job: Job): void {
    const others = this.jobs.filter(({ id }) => id !== job.id);
    this.list.value = [job, ...others].sort((a, b) => b.id - a.id);
  }

  /** What follows of itself from how a job of this window stands. */
  #look(job: Job): void {
    const mine = this.#mine.get(job.id);
    if (mine === undefined) return;
    if (job.state === "planned" && !mine.isLookedOver) {
      this.#mine.set(job.id, { ...mine, isLookedOver: true });
      if (job.total <= SMALL && job.counts.ready === job.total) void this.start(job, false);
      else this.openedId = job.id;
    }
    if (job.state === "done" && mine.startedAt !== null) {
      const isAwaited = Date.now() - mine.startedAt < PATIENCE_MS;
      this.#mine.set(job.id, { ...mine, startedAt: null });
      if (isAwaited && mine.use !== null && job.file !== null) this.readyFile = { job, use: mine.use };
      if (TOLD_IN_ROWS.includes(job.action)) void this.#tellRows(job);
    }
  }

  /**
   * Why a document did not go is told in its row of the registry too. Of many documents only what was tried: those
   * that were left out by the check were seen there.
   */
  async #tellRows(job: Job): Promise<void> {
    const states: RowState[] = job.total <= SMALL ? ["failed", "skipped"] : ["failed"];
    const answer = await call("bulk.rows", { id: job.id, states, limit: SHOWN_IN_ROWS }).catch(() => null);
    for (const { document_id, code, text } of answer?.rows ?? [])
      if (code !== null && text !== null) sending.failures.set(document_id, { code, message: text });
  }

  async #idsOf(job: Job): Promise<number[]> {
    const ids: number[] = [];
    let after: number | null = null;
    do {
      const page: Answer<"bulk.rows"> = await call("bulk.rows", {
        id: job.id,
        limit: SHOWN_IN_ROWS,
        ...(after === null ? {} : { after }),
      });
      ids.push(...page.rows.map(({ document_id }) => document_id));
      after = page.next;
    } while (after !== null);
    return ids;
  }
}

export const bulk = new Bulk();
