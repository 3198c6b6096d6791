/** Server-sent events over `fetch`: `EventSource` could carry the token only in the address. */
import type { ChangeEvent } from "./platform";

export async function readEvents(
  body: ReadableStream<Uint8Array>,
  receive: (event: ChangeEvent) => void,
): Promise<void> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    // The end of a line may itself be cut in two: only the joined text can be told.
    rest = (rest + decoder.decode(value, { stream: true })).replaceAll("\r\n", "\n");
    const blocks = rest.split("\n\n");
    rest = blocks.pop() ?? "";
    for (const block of blocks) {
      const event = parse(block);
      if (event !== null) receive(event);
    }
  }
}

function parse(block: string): ChangeEvent | null {
  const text = block
    .split("\n")
    .filter((line) => line.startsWith("data:"))
    .map((line) => line.slice(5).trimStart())
    .join("\n");
  if (text === "") return null;
  try {
    const value = JSON.parse(text) as Partial<ChangeEvent>;
    if (typeof value.topic !== "string") return null;
    return { topic: value.topic, ids: Array.isArray(value.ids) ? value.ids : [] };
  } catch {
    return null;
  }
}
