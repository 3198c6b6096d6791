import { beforeEach, expect, it, vi } from "vitest";

import type { Platform } from "../platform/platform";
import { answeredAhead } from "./ahead";
import { askAhead, call, usePlatform } from "./client";

const rpc = vi.fn<Platform["rpc"]>();

beforeEach(() => {
  rpc.mockReset();
  usePlatform({ kind: "desktop", rpc } as unknown as Platform);
});

it("the view takes the answer to what was asked ahead, once", async () => {
  rpc.mockResolvedValueOnce({ firms: [] }).mockResolvedValueOnce({ firms: [{ id: 7 }] });
  askAhead("firms.list", {});
  await expect(call("firms.list", {})).resolves.toEqual({ firms: [] });
  await expect(call("firms.list", {})).resolves.toEqual({ firms: [{ id: 7 }] });
  expect(rpc).toHaveBeenCalledTimes(2);
});

it("another question about the same list is asked anew", async () => {
  rpc.mockImplementation((_, request) => Promise.resolve(request));
  askAhead("notices.list", { limit: 50 });
  await expect(call("notices.list", { limit: 5 })).resolves.toEqual({ limit: 5 });
});

it("a refusal is told to whoever waits for it and kept for nobody else", async () => {
  rpc.mockRejectedValueOnce({ code: "starting", message: "Программа ещё открывается.", retryable: true });
  rpc.mockResolvedValueOnce({ connections: [] });
  askAhead("connections.list", {});
  await answeredAhead(1000);
  await expect(call("connections.list", {})).resolves.toEqual({ connections: [] });
});

it("an answer that nobody took grows old and is forgotten", async () => {
  vi.useFakeTimers();
  rpc.mockResolvedValueOnce({ firms: [] }).mockResolvedValueOnce({ firms: [{ id: 7 }] });
  askAhead("firms.list", {});
  await vi.advanceTimersByTimeAsync(1500);
  await expect(call("firms.list", {})).resolves.toEqual({ firms: [{ id: 7 }] });
  vi.useRealTimers();
});

it("the first picture does not wait for an answer that does not come", async () => {
  vi.useFakeTimers();
  rpc.mockReturnValueOnce(new Promise(() => undefined));
  askAhead("firms.list", {});
  let isShown = false;
  void answeredAhead(150).then(() => (isShown = true));
  await vi.advanceTimersByTimeAsync(100);
  expect(isShown).toBe(false);
  await vi.advanceTimersByTimeAsync(100);
  expect(isShown).toBe(true);
  vi.useRealTimers();
});
