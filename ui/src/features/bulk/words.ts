/** A job in words. */
import { grouped } from "../../shared/format/number";
import { sum } from "../../shared/format/money";
import { t } from "../../text";
import { sumsInWords } from "../registry/totals.svelte";
import { wordsOf } from "./actions";
import type { Job, Row } from "./contract";

export const isOver = ({ state }: Job) => state === "done" || state === "cancelled";
export const isActive = ({ state }: Job) => state === "running" || state === "paused";

/** How many documents were worked at, of how many. */
export function progressOf(job: Job): { done: number; all: number } {
  const { counts, total } = job;
  if (job.state === "checking") return { done: total - counts.waiting, all: total };
  const done = counts.done + counts.failed + counts.dismissed;
  return { done, all: done + counts.running + goCount(job, job.with_warned) };
}

/** How many documents would be worked at. */
export const goCount = ({ counts }: Job, withWarned: boolean) =>
  counts.ready + (withWarned ? counts.warned : 0);

export const skippedOf = ({ counts, total }: Job) =>
  Math.max(0, total - counts.done - counts.failed - counts.dismissed);

/** «Отправка: 45 из 97». */
export function progressWords(job: Job): string {
  const { done, all } = progressOf(job);
  const [ready, whole] = [grouped(done), grouped(all)];
  if (job.state === "checking") return t.bulk.checked(ready, whole);
  const { doing } = wordsOf(job.action);
  return job.state === "paused" ? t.bulk.paused(doing, ready, whole) : t.bulk.progress(doing, ready, whole);
}

/** «Отправить 97 из 100». */
export function planWords(job: Job, withWarned: boolean): string {
  const words = wordsOf(job.action);
  const count = goCount(job, withWarned);
  if (count === 0) return words.nothing;
  return count === job.total ? words.go(count) : words.planned(grouped(count), grouped(job.total));
}

/** «В очередь поставлено 95 документов, не удалось 2». */
export function resultWords(job: Job): string {
  const { done, failed } = job.counts;
  const skipped = skippedOf(job);
  const parts = [
    ...(done > 0 ? [wordsOf(job.action).done(done)] : [t.bulk.nothingDone]),
    ...(failed > 0 ? [t.bulk.notDone(grouped(failed))] : []),
    ...(skipped > 0 ? [t.bulk.notTouched(grouped(skipped))] : []),
  ];
  return `${parts.join(", ")}.`;
}

/** Sums of what would go, each currency once. */
export function sumsOfPlan(job: Job, withWarned: boolean): string {
  const byCurrency = new Map<string, string[]>();
  for (const { currency, total } of [...job.sums, ...(withWarned ? job.warned_sums : [])])
    byCurrency.set(currency, [...(byCurrency.get(currency) ?? []), total]);
  return sumsInWords([...byCurrency].map(([currency, totals]) => ({ currency, total: sum(totals) })));
}

/** «УПД № 15»; without a number the title. */
export const rowName = ({ number, title, kind_label }: Pick<Row, "number" | "title" | "kind_label">) =>
  number === "" ? title || kind_label : `${kind_label} № ${number}`.trim();
