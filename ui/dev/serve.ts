/**
 * The routes that `surguch-cli serve` has, answered by the stand-in: for work on the look without the program.
 * The token of the address names the scenario: `/#token=work`, `empty`, `training`, `offline`, `many`, `broken`, `upgrading`,
 * `persons`.
 */
import type { IncomingMessage, ServerResponse } from "node:http";

import { isRpcFailure } from "../src/platform/platform";
import { FakeBackend, type Scenario } from "./fake/fake";

const backends = new Map<string, FakeBackend>();

function backendOf(request: IncomingMessage): FakeBackend {
  const token = (request.headers.authorization ?? "").replace("Bearer ", "");
  const [scenario = "work"] = token.split("-");
  const backend = backends.get(token) ?? new FakeBackend(scenario as Scenario);
  backends.set(token, backend);
  return backend;
}

async function bodyOf(request: IncomingMessage): Promise<object> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString("utf8")) as object;
}

function answer(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
}

/** True when the request was one of ours. */
export async function handle(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
  const path = new URL(request.url ?? "/", "http://127.0.0.1").pathname;
  const isOurs = path.startsWith("/rpc/") || path.startsWith("/content/") || path === "/events";
  if (!isOurs) return false;
  const backend = backendOf(request);
  try {
    if (path === "/events") {
      response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
      response.write(": open\n\n");
      const stop = backend.subscribe((event) => response.write(`data: ${JSON.stringify(event)}\n\n`));
      request.on("close", stop);
    } else if (path.startsWith("/content/")) {
      response.writeHead(200, { "content-type": "application/octet-stream" });
      response.end(backend.content(path.slice("/content/".length)));
    } else {
      answer(response, 200, backend.rpc(path.slice("/rpc/".length), await bodyOf(request)));
    }
  } catch (cause) {
    answer(
      response,
      422,
      isRpcFailure(cause) ? cause : { code: "unexpected", message: String(cause), retryable: false },
    );
  }
  return true;
}
