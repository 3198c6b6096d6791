/** The page lives in a process of its own; when that one ends, the window does not stay blank. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { Desktop } from "./stage/desktop.mjs";
import { PROGRAM } from "./stage/program.mjs";
import { childrenOf, killIfAlive } from "./stage/processes.mjs";
import { until } from "./stage/until.mjs";

test("the page comes back when its process has ended, but is not loaded for ever", async (t) => {
  const desktop = await Desktop.open();
  t.after(() => desktop.close());
  const env = { ...desktop.env, SURGUCH_LOG: "surguch_desktop=debug" };
  const program = desktop.start("program", PROGRAM, ["--training", "--data", desktop.path("data")], { env });
  const printed = (text) => program.printed().split(text).length - 1;
  const asked = () => printed("the page asks");
  /** The process of the page, once the page has asked for something more. */
  const page = async () => {
    const before = asked();
    await until("a page at work", () => asked() > before, 30_000);
    const isPage = (pid) => readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("WebKitWebProcess");
    return await until("the process of the page", () => childrenOf(program.pid).find(isPage));
  };

  killIfAlive(await page());
  await until("the end of the page", () => printed("the process of the page has ended") === 1);
  killIfAlive(await page());
  await until("the second end", () => printed("the process of the page has ended") === 2);
  assert.equal(printed("is_again=true"), 1);
  assert.ok(program.isRunning, "the program itself goes on");
});
