/** What jobs failed at and nobody has decided yet, over all jobs, gathered by cause. */
import { ApiError, call } from "../../api/client";
import type { Answer } from "../../api/types";
import { onChange } from "../changes";
import { t } from "../../text";
import type { Failure } from "./contract";
import { bulk } from "./jobs.svelte";
import type { Group } from "./job_rows.svelte";

const PAGE = 500;
/** Nobody looks through more of them one by one; the causes of the rest are the same. */
const MOST = 5000;

const causeOf = ({ action, code }: Failure) => `${action}:${code ?? ""}`;

export class Failures {
  all = $state.raw<Failure[]>([]);
  total = $state(0);
  isLoading = $state(true);
  error = $state.raw<ApiError | null>(null);
  cause = $state("");
  isBusy = $state(false);
  readonly groups = $derived.by(() => {
    const found = new Map<string, Group>();
    for (const row of this.all) {
      const id = causeOf(row);
      const group = found.get(id) ?? {
        id,
        label: row.text ?? t.bulk.unknownCause,
        states: [],
        code: row.code ?? "",
        count: 0,
        isMore: this.all.length < this.total,
        tone: "red" as const,
      };
      group.count += 1;
      found.set(id, group);
    }
    const whole: Group = {
      id: "",
      label: t.bulk.allCauses,
      states: [],
      code: null,
      count: this.total,
      isMore: false,
      tone: "red",
    };
    return found.size === 0 ? [] : [whole, ...[...found.values()].sort((a, b) => b.count - a.count)];
  });
  readonly group = $derived(this.groups.find(({ id }) => id === this.cause) ?? this.groups[0] ?? null);
  readonly rows = $derived(
    this.group === null || this.group.id === ""
      ? this.all
      : this.all.filter((row) => causeOf(row) === this.group?.id),
  );
  #turn = 0;

  /** To be called from an effect; reads again while the effect lives. */
  follow(): () => void {
    void this.reload();
    return onChange(["bulk"], () => void this.reload());
  }

  async reload(): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    try {
      const rows: Failure[] = [];
      let next: string | null = null;
      do {
        const page: Answer<"bulk.failures"> = await call("bulk.failures", {
          limit: PAGE,
          ...(next === null ? {} : { after: next }),
        });
        if (turn !== this.#turn) return;
        rows.push(...page.rows);
        this.total = page.total;
        next = page.next;
      } while (next !== null && rows.length < MOST);
      this.all = rows;
      this.error = null;
    } catch (cause) {
      if (turn === this.#turn) this.error = ApiError.from(cause);
    }
    if (turn === this.#turn) this.isLoading = false;
  }

  retry = (rows: Failure[]) => this.#each(rows, (id, ids) => bulk.retry(id, ids));
  dismiss = (rows: Failure[]) => this.#each(rows, (id, ids) => bulk.dismiss(id, ids));

  /** Job after job: each knows its own rows. */
  async #each(rows: Failure[], run: (id: number, documentIds: number[]) => Promise<void>): Promise<void> {
    if (this.isBusy) return;
    this.isBusy = true;
    const byJob = new Map<number, number[]>();
    for (const { job_id, document_id } of rows)
      byJob.set(job_id, [...(byJob.get(job_id) ?? []), document_id]);
    for (const [id, ids] of byJob) {
      await run(id, ids);
      if (bulk.error !== null) break;
    }
    this.isBusy = false;
    await this.reload();
  }
}
