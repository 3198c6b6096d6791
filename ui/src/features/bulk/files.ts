/** What becomes of a file that a job made, and of its result as a table. */
import { ApiError, currentPlatform } from "../../api/client";
import { copyTable } from "../../shared/clipboard";
import { toast } from "../../shared/ui/toasts.svelte";
import { t } from "../../text";
import { printing } from "../printing/printing.svelte";
import type { FileUse } from "./actions";
import type { Job, Row } from "./contract";
import { rowName } from "./words";

export async function useFile(job: Job, use: FileUse): Promise<void> {
  if (job.file === null) return;
  if (use === "print") return printing.printFile(job.file.blob);
  await told(async () => currentPlatform().saveFile(job.file?.blob ?? "", job.file?.name ?? ""));
}

async function told(save: () => Promise<string | null>): Promise<void> {
  try {
    const saved = await save();
    if (saved !== null) toast({ tone: "success", text: t.bulk.saved(saved) });
  } catch (cause) {
    toast({ tone: "error", text: t.bulk.saveFailed, details: ApiError.from(cause).message });
  }
}

/** The result line by line: what, for whom, how it ended, why. */
export function lines(rows: Row[]): string[][] {
  const { columns } = t.bulk;
  return [
    [columns.document, columns.otherSide, columns.state, columns.cause],
    ...rows.map((row) => [rowName(row), row.other_side, t.bulk.rowStates[row.state], row.text ?? ""]),
  ];
}

/** Tabs and ends of lines part cells and rows of a pasted table. */
const cell = (text: string) => text.replaceAll(/[\t\r\n]+/g, " ");

export async function copyResult(rows: Promise<Row[]>): Promise<void> {
  const text = rows.then((all) =>
    lines(all)
      .map((line) => line.map(cell).join("\t"))
      .join("\n"),
  );
  try {
    await copyTable(text, new Set());
    toast({ tone: "info", text: t.bulk.copied });
  } catch (cause) {
    toast({ tone: "error", text: t.bulk.copyFailed, details: ApiError.from(cause).message });
  }
}

/** The mark by which table programs of the office know UTF-8. */
const BYTE_ORDER_MARK = "\ufeff";
/** A text that a table program would take for a formula is kept a text. */
const quoted = (text: string) => `"${(/^[=+\-@\t\r]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;

export async function saveResult(job: Job, rows: Promise<Row[]>): Promise<void> {
  await told(async () => {
    const text = lines(await rows)
      .map((line) => line.map(quoted).join(";"))
      .join("\r\n");
    return currentPlatform().saveText(BYTE_ORDER_MARK + text, `${job.label}.csv`);
  });
}
