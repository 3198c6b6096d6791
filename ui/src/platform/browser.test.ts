import { describe, expect, it, vi } from "vitest";

import { browserPlatform, takeToken } from "./browser";
import { readEvents } from "./event_stream";
import type { ChangeEvent } from "./platform";

const reply = (status: number, body: unknown) =>
  Promise.resolve(
    new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json" } }),
  );

describe("in a browser", () => {
  it("the token leaves the address and stays in this tab only", () => {
    window.location.hash = "#token=Ключ%2042";
    expect(takeToken(window.location, window.sessionStorage)).toBe("Ключ 42");
    expect(window.location.href).not.toContain("token");
    expect(takeToken(window.location, window.sessionStorage)).toBe("Ключ 42");
    expect(window.localStorage.length).toBe(0);
  });

  it("a command carries the token in a header and never in the address", async () => {
    const fetched = vi.spyOn(globalThis, "fetch").mockReturnValue(reply(200, { firms: [] }));
    await expect(browserPlatform("секрет-7").rpc("firms.list", {})).resolves.toEqual({ firms: [] });
    const [address, options] = fetched.mock.calls[0] ?? [];
    expect(address).toBe("rpc/firms.list");
    expect((options?.headers as Record<string, string>).authorization).toBe("Bearer секрет-7");
  });

  it("a refusal arrives in the program's own words", async () => {
    const refusal = {
      code: "firm_exists",
      message: "Такая фирма уже есть.",
      retryable: false,
      trace_id: "7f",
    };
    vi.spyOn(globalThis, "fetch").mockReturnValue(reply(422, refusal));
    await expect(browserPlatform("т").rpc("firms.save", {})).rejects.toEqual(refusal);
  });

  it("a program that was closed is told from one that refuses", async () => {
    vi.spyOn(globalThis, "fetch").mockRejectedValue(new TypeError("fetch failed"));
    await expect(browserPlatform("т").rpc("app.status", {})).rejects.toMatchObject({
      code: "unreachable",
      retryable: true,
    });
  });

  it("a newer question of a part of the window hangs up on the older one, and on no other", async () => {
    const signals: (AbortSignal | null | undefined)[] = [];
    vi.spyOn(globalThis, "fetch").mockImplementation((_, options) => {
      const signal = options?.signal;
      signals.push(signal);
      if (signals.length === 3) return reply(200, { rows: [] });
      return new Promise((_, reject) =>
        signal?.addEventListener("abort", () => reject(new DOMException("gone", "AbortError"))),
      );
    });
    const platform = browserPlatform("т");
    const older = platform.rpc("documents.list", { pane: "registry" });
    const beside = platform.rpc("documents.list", { pane: "palette" });
    void beside.catch(() => undefined);
    await expect(platform.rpc("documents.list", { pane: "registry" })).resolves.toEqual({ rows: [] });
    await expect(older).rejects.toMatchObject({ code: "work_cancelled" });
    expect(signals.map((signal) => signal?.aborted)).toEqual([true, false, false]);
  });

  it("a lost token is said, whatever the answer holds", async () => {
    vi.spyOn(globalThis, "fetch").mockResolvedValue(new Response("no", { status: 401 }));
    await expect(browserPlatform("т").rpc("app.status", {})).rejects.toMatchObject({ code: "no_access" });
  });
});

describe("news from the program", () => {
  it("are read whole however the network cuts them, and what is not news is left out", async () => {
    const text =
      ': open\n\ndata: {"topic":"documents","ids":[7]}\n\nevent: ping\n\ndata: broken\n\ndata: {"topic":"world"}\r\n\r\n';
    const bytes = new TextEncoder().encode(text);
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let at = 0; at < bytes.length; at += 5) controller.enqueue(bytes.slice(at, at + 5));
        controller.close();
      },
    });
    const events: ChangeEvent[] = [];
    await readEvents(body, (event) => events.push(event));
    expect(events).toEqual([
      { topic: "documents", ids: [7] },
      { topic: "world", ids: [] },
    ]);
  });
});
