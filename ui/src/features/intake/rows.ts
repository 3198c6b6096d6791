/** The rows of the preview: which can be taken, which are ticked, what became of them. No calls. */
import type { DocumentRef, StagedRow, TakenRow } from "../../api/types";

export type Outcome =
  { state: "added" | "known"; documentId: number | null } | { state: "failed"; message: string };

export interface IntakeRow {
  /** Identity in the preview. */
  key: number;
  /** Under which the program keeps the file until it is taken or dropped; `null` for one that was not read. */
  token: string | null;
  staged: StagedRow;
  outcome: Outcome | null;
}

export interface IntakeReport {
  added: number;
  known: number;
  failed: { name: string; message: string }[];
  warned: { name: string; message: string }[];
}

/** Neither refused nor already in. */
export function canTake(row: IntakeRow): boolean {
  return (
    row.token !== null &&
    row.staged.error === null &&
    row.outcome?.state !== "added" &&
    row.outcome?.state !== "known"
  );
}

/** What two files must share to be the same paper; `null` where too little was recognised to say. */
function likeness({ kind_label, number, issued_on, total, counterparty_inn }: StagedRow): string | null {
  if (number === "" || issued_on === null) return null;
  return JSON.stringify([kind_label, number, issued_on, total, counterparty_inn]);
}

/** Rows that repeat an earlier one of the same preview: their key, the earlier file's name. */
export function twins(rows: IntakeRow[]): Map<number, string> {
  const first = new Map<string, string>();
  const found = new Map<number, string>();
  for (const { key, staged } of rows) {
    const like = staged.error === null ? likeness(staged) : null;
    if (like === null) continue;
    const earlier = first.get(like);
    if (earlier === undefined) first.set(like, staged.name);
    else found.set(key, earlier);
  }
  return found;
}

/** Ticked at first: whatever is new. */
export function tickedAtFirst(rows: IntakeRow[]): Set<number> {
  const repeated = twins(rows);
  return new Set(
    rows
      .filter((row) => canTake(row) && row.staged.duplicate_of === null && !repeated.has(row.key))
      .map(({ key }) => key),
  );
}

/** The ticked rows as the program is asked for them: indexes by token. */
export function byToken(rows: IntakeRow[], ticked: ReadonlySet<number>): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (const row of rows) {
    if (row.token === null || !canTake(row) || !ticked.has(row.key)) continue;
    found.set(row.token, [...(found.get(row.token) ?? []), row.staged.index]);
  }
  return found;
}

/** What the program said about the rows of one token. */
export function withResults(rows: IntakeRow[], token: string, results: TakenRow[]): IntakeRow[] {
  const said = new Map(results.map((result) => [result.index, result]));
  return rows.map((row) => {
    const result = row.token === token ? said.get(row.staged.index) : undefined;
    return result === undefined ? row : { ...row, outcome: outcomeOf(result) };
  });
}

function outcomeOf(result: TakenRow): Outcome {
  if (result.error) return { state: "failed", message: result.error.message };
  return { state: result.already_known ? "known" : "added", documentId: result.document_id ?? null };
}

export function reportOf(rows: IntakeRow[]): IntakeReport {
  const of = (state: Outcome["state"]) => rows.filter((row) => row.outcome?.state === state).length;
  const failed = rows.flatMap(({ staged, outcome }) => {
    if (staged.error !== null) return [{ name: staged.name, message: staged.error.message }];
    return outcome?.state === "failed" ? [{ name: staged.name, message: outcome.message }] : [];
  });
  const warned = rows
    .filter(({ staged, outcome }) => outcome?.state === "added" && staged.warnings.length > 0)
    .map(({ staged }) => ({ name: staged.name, message: staged.warnings.join(" ") }));
  return { added: of("added"), known: of("known"), failed, warned };
}

/** One line a file, for a letter or a note. */
export function reportText(
  rows: IntakeRow[],
  words: { added: string; known: string; duplicate: string },
): string {
  return rows.map(({ staged, outcome }) => `${staged.name}\t${saidOf(staged, outcome, words)}`).join("\n");
}

function saidOf(
  staged: StagedRow,
  outcome: Outcome | null,
  words: { added: string; known: string; duplicate: string },
): string {
  if (staged.error !== null) return staged.error.message;
  if (outcome?.state === "failed") return outcome.message;
  if (outcome !== null) return outcome.state === "added" ? words.added : words.known;
  const like: DocumentRef | null = staged.duplicate_of;
  return like === null ? "" : `${words.duplicate} ${like.label}`;
}
