/** Rows of the registry as a table in the clipboard. */
import { call } from "../../api/client";
import { toast } from "../../shared/ui/toasts.svelte";
import { t } from "../../text";
import type { Exported, ExportRequest } from "./contract";

/**
 * Some systems let a page write into the clipboard only while a key is being pressed: such a one is given a promise
 * of the text at once.
 */
async function write(text: Promise<string>): Promise<void> {
  if (typeof ClipboardItem === "function" && typeof navigator.clipboard.write === "function") {
    const blob = text.then((words) => new Blob([words], { type: "text/plain" }));
    try {
      await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
      return;
    } catch {
      // An older one takes no promises; what failed in the program fails again below, and is told.
    }
  }
  await navigator.clipboard.writeText(await text);
}

export async function copyRows(request: Omit<ExportRequest, "format">): Promise<void> {
  const answer: Promise<Exported> = call("documents.export", { ...request, format: "text" });
  try {
    await write(answer.then(({ text }) => text ?? ""));
    toast({ tone: "info", text: t.registry.copied((await answer).rows) });
  } catch (cause) {
    toast({
      tone: "error",
      text: t.registry.copyFailed,
      details: cause instanceof Error ? cause.message : "",
    });
  }
}
