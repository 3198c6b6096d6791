/** Rows of the registry as a table in the clipboard. */
import { call } from "../../api/client";
import { copyTable } from "../../shared/clipboard";
import { toast } from "../../shared/ui/toasts.svelte";
import { t } from "../../text";
import type { Exported, ExportRequest } from "./contract";

/** Sums are added up and days are compared; everything else is words, however much it looks like a number. */
const COUNTED = new Set(["total", "date", "since"]);

export async function copyRows(request: Omit<ExportRequest, "format">): Promise<void> {
  const answer: Promise<Exported> = call("documents.export", { ...request, format: "text" });
  try {
    await copyTable(
      answer.then(({ text }) => text ?? ""),
      new Set(request.columns.flatMap((column, at) => (COUNTED.has(column) ? [at] : []))),
    );
    toast({ tone: "info", text: t.registry.copied((await answer).rows) });
  } catch (cause) {
    toast({
      tone: "error",
      text: t.registry.copyFailed,
      details: cause instanceof Error ? cause.message : "",
    });
  }
}
