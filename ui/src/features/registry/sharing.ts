/** Views as a file: given to a colleague, taken from one. */
import { call, currentPlatform } from "../../api/client";

export interface Shared {
  /** What does not go with the views, in sentences. */
  left_out: string[];
  /** The name of the file; `null` where no place was chosen for it. */
  saved: string | null;
}

export async function shareViews(ids: number[]): Promise<Shared> {
  const { text, name, left_out = [] } = await call("views.share", { ids });
  return { left_out, saved: await currentPlatform().saveText(text, name) };
}

/** The same text for a letter or a chat. */
export async function copyViews(ids: number[]): Promise<string[]> {
  const { text, left_out = [] } = await call("views.share", { ids });
  await navigator.clipboard.writeText(text);
  return left_out;
}

export async function takeViews(file: File): Promise<{ added: number; left_out: string[] }> {
  return call("views.take", { text: new TextDecoder().decode(await file.arrayBuffer()) });
}
