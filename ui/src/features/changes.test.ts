import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { announce, onChange } from "./changes";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe("changes", () => {
  it("that come together are told once, when they have come to rest", () => {
    const run = vi.fn();
    const end = onChange(["documents"], run);
    for (let at = 0; at < 5; at += 1) {
      announce("documents", "views");
      vi.advanceTimersByTime(100);
    }
    expect(run).not.toHaveBeenCalled();
    vi.advanceTimersByTime(20);
    expect(run).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(5000);
    expect(run).toHaveBeenCalledTimes(1);
    end();
  });

  it("that never rest are told every second", () => {
    const run = vi.fn();
    const end = onChange(["documents"], run);
    for (let ms = 0; ms < 10_000; ms += 50) {
      announce("documents");
      vi.advanceTimersByTime(50);
    }
    expect(run.mock.calls.length).toBeGreaterThanOrEqual(9);
    expect(run.mock.calls.length).toBeLessThanOrEqual(10);
    end();
  });

  it("are not told to whoever has left", () => {
    const run = vi.fn();
    const end = onChange(["documents"], run);
    announce("documents");
    end();
    vi.advanceTimersByTime(5000);
    expect(run).not.toHaveBeenCalled();
  });
});
