/** Views as a file: given to a colleague, taken from one. */
import { currentPlatform, call } from "../../api/client";

const KEEP_DOWNLOAD_MS = 60_000;

export interface Shared {
  /** What does not go with the views, in sentences. */
  left_out: string[];
  /** A window without downloads gives the text to the clipboard. */
  isCopied: boolean;
}

export async function shareViews(ids: number[]): Promise<Shared> {
  const { text, name, left_out = [] } = await call("views.share", { ids });
  const isCopied = currentPlatform().kind === "desktop";
  if (isCopied) await navigator.clipboard.writeText(text);
  else download(text, name);
  return { left_out, isCopied };
}

function download(text: string, name: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The page is not told when the file has been written.
  setTimeout(() => URL.revokeObjectURL(address), KEEP_DOWNLOAD_MS);
}

export async function takeViews(file: File): Promise<{ added: number; left_out: string[] }> {
  return call("views.take", { text: new TextDecoder().decode(await file.arrayBuffer()) });
}
