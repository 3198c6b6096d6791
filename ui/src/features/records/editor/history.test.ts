import { describe, expect, it } from "vitest";

import { History } from "./history";

describe("steps back and forth", () => {
  it("typing into one place is one step, a pause begins the next", () => {
    const history = new History("");
    history.commit("А", "number", 0);
    history.commit("А-", "number", 200);
    history.commit("А-1", "number", 400);
    history.commit("А-12", "number", 9000);
    expect(history.undo()).toBe(true);
    expect(history.present).toBe("А-1");
    history.undo();
    expect(history.present).toBe("");
    expect(history.undo()).toBe(false);
  });

  it("another place is another step, however fast", () => {
    const history = new History({ a: "", b: "" });
    history.commit({ a: "1", b: "" }, "a", 0);
    history.commit({ a: "1", b: "2" }, "b", 10);
    history.undo();
    expect(history.present).toEqual({ a: "1", b: "" });
  });

  it("actions without a place are never joined", () => {
    const history = new History(0);
    history.commit(1, "", 0);
    history.commit(2, "", 1);
    history.undo();
    expect(history.present).toBe(1);
  });

  it("goes forth again until something new is done", () => {
    const history = new History(0);
    history.commit(1, "", 0);
    history.commit(2, "", 0);
    history.undo();
    history.undo();
    expect(history.redo()).toBe(true);
    expect(history.present).toBe(1);
    history.commit(5, "", 0);
    expect(history.redo()).toBe(false);
    history.undo();
    expect(history.present).toBe(1);
  });

  it("what the program tells more exactly is no step", () => {
    const history = new History("набрано");
    history.commit("набрано дальше", "name", 0);
    history.refine("набрано дальше, подсчитано");
    expect(history.undo()).toBe(true);
    expect(history.present).toBe("набрано");
    expect(history.undo()).toBe(false);
    history.redo();
    expect(history.present).toBe("набрано дальше, подсчитано");
  });

  it("forgets the oldest steps rather than grow without end", () => {
    const history = new History(0);
    for (let step = 1; step <= 1000; step += 1) history.commit(step, "", step);
    let undone = 0;
    while (history.undo()) undone += 1;
    expect(undone).toBe(200);
    expect(history.present).toBe(800);
  });
});
