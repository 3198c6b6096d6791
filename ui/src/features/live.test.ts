import { describe, expect, it } from "vitest";

import { Live } from "./live.svelte";

describe("something read again and again", () => {
  it("is waited for until its newest reading has ended", async () => {
    const answers: ((value: string) => void)[] = [];
    const live = new Live(() => new Promise<string>((resolve) => answers.push(resolve)));
    let isOver = false;
    const first = live.reload().then(() => (isOver = true));
    const second = live.reload();

    answers[0]?.("training");
    await new Promise((resolve) => setTimeout(resolve));
    expect([isOver, live.value]).toEqual([false, null]);
    answers[1]?.("work");
    await Promise.all([first, second]);
    expect(live.value).toBe("work");
  });
});
