/** Rows of the registry as a table in the clipboard. */
import { call } from "../../api/client";
import { copyText } from "../../shared/clipboard";
import { toast } from "../../shared/ui/toasts.svelte";
import { t } from "../../text";
import type { Exported, ExportRequest } from "./contract";

export async function copyRows(request: Omit<ExportRequest, "format">): Promise<void> {
  const answer: Promise<Exported> = call("documents.export", { ...request, format: "text" });
  try {
    await copyText(answer.then(({ text }) => text ?? ""));
    toast({ tone: "info", text: t.registry.copied((await answer).rows) });
  } catch (cause) {
    toast({
      tone: "error",
      text: t.registry.copyFailed,
      details: cause instanceof Error ? cause.message : "",
    });
  }
}
