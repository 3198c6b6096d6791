/** Views as a file: given to a colleague, taken from one. */
import { currentPlatform } from "../../api/client";
import { ask } from "./contract";

const KEEP_DOWNLOAD_MS = 60_000;

/** The name under which the file was kept; `null` when the person chose no place. */
export async function shareViews(ids: number[]): Promise<string | null> {
  const { text, name, blob } = await ask("views.share", { ids });
  if (blob) return currentPlatform().saveFile(blob, name);
  const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The page is not told when the file has been written.
  setTimeout(() => URL.revokeObjectURL(address), KEEP_DOWNLOAD_MS);
  return name;
}

export async function takeViews(file: File): Promise<{ added: number; left_out: string[] }> {
  return ask("views.take", { text: new TextDecoder().decode(await file.arrayBuffer()) });
}
