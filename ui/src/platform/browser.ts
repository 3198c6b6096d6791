/**
 * In a browser, beside `surguch-cli serve` on this computer. The token comes in the fragment of the first address,
 * which browsers never send anywhere, and is kept for this tab only.
 */
import { t } from "../text";

import { readEvents } from "./event_stream";
import { isRpcFailure, type Platform, type RpcFailure } from "./platform";

const TOKEN_KEY = "surguch.token";
const RECONNECT_MS = 3000;
const KEEP_DOWNLOAD_MS = 60_000;

export function takeToken(location: Location, storage: Storage): string {
  const found = /[#&]token=([^&]+)/.exec(location.hash)?.[1];
  if (found !== undefined) {
    storage.setItem(TOKEN_KEY, decodeURIComponent(found));
    history.replaceState(null, "", location.pathname + location.search + "#/");
  }
  return storage.getItem(TOKEN_KEY) ?? "";
}

export function browserPlatform(token: string): Platform {
  const headers = { authorization: `Bearer ${token}` };
  const read = async (blobId: string) => {
    const answer = await reach(`content/${encodeURIComponent(blobId)}`, { headers });
    if (!answer.ok) throw unexpected(answer.status);
    return answer;
  };
  const waiting = new Map<string, AbortController>();
  /** The older question of a part of the window is hung up on: its answer would only be thrown away. */
  const instead = (pane: string) => {
    waiting.get(pane)?.abort();
    const question = new AbortController();
    waiting.set(pane, question);
    return question.signal;
  };
  return {
    kind: "browser",
    async rpc(command, request) {
      const signal =
        "pane" in request && typeof request.pane === "string" ? instead(request.pane) : undefined;
      const answer = await reach(`rpc/${command}`, {
        method: "POST",
        headers: { ...headers, "content-type": "application/json" },
        body: JSON.stringify(request),
        ...(signal === undefined ? {} : { signal }),
      });
      const body: unknown = await answer.json().catch(() => null);
      if (answer.ok && body !== null) return body;
      if (signal?.aborted === true) throw givenUp();
      throw isRpcFailure(body) ? body : unexpected(answer.status);
    },
    content: async (blobId) => new Uint8Array(await (await read(blobId)).arrayBuffer()),
    listen(news) {
      const stop = new AbortController();
      void (async () => {
        let isFirst = true;
        while (!stop.signal.aborted) {
          try {
            const answer = await fetch("events", { headers, signal: stop.signal });
            if (answer.ok && answer.body !== null) {
              if (!isFirst) news.gap();
              isFirst = false;
              await readEvents(answer.body, news.changed);
            }
          } catch {
            // The program was closed or is restarting; the calls themselves tell the person.
          }
          if (!stop.signal.aborted) await new Promise((resolve) => setTimeout(resolve, RECONNECT_MS));
        }
      })();
      return () => stop.abort();
    },
    openPage(url) {
      window.open(url, "_blank", "noopener,noreferrer");
      return Promise.resolve();
    },
    async saveFile(blobId, name) {
      // The browser keeps a long file on its disk.
      download(await (await read(blobId)).blob(), name);
      return name;
    },
    saveText(text, name) {
      download(new Blob([text]), name);
      return Promise.resolve(name);
    },
  };
}

/** A file into the folder of downloads. */
function download(bytes: Blob, name: string): void {
  const address = URL.createObjectURL(bytes.slice(0, bytes.size, "application/octet-stream"));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The browser reads the address after this call; it says nothing when it has done so.
  setTimeout(() => URL.revokeObjectURL(address), KEEP_DOWNLOAD_MS);
}

async function reach(path: string, options: RequestInit): Promise<Response> {
  try {
    return await fetch(path, options);
  } catch {
    if (options.signal?.aborted === true) throw givenUp();
    throw { code: "unreachable", message: t.errors.unreachable, retryable: true } satisfies RpcFailure;
  }
}

/** As the program itself says it where a question cannot be hung up on. */
const givenUp = (): RpcFailure => ({ code: "work_cancelled", message: t.errors.givenUp, retryable: false });

function unexpected(status: number): RpcFailure {
  if (status === 401 || status === 403) {
    return { code: "no_access", message: t.errors.noAccess, retryable: false };
  }
  return { code: `http_${status}`, message: t.errors.unexpected, retryable: status >= 500 };
}
