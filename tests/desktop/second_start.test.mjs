/** Started twice, the program stays one. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";

import { Desktop } from "./stage/desktop.mjs";
import { NAME, PROGRAM } from "./stage/program.mjs";
import { until, within } from "./stage/until.mjs";

test("a second start shows the window of the first and ends", async (t) => {
  const desktop = await Desktop.open();
  t.after(() => desktop.close());
  const args = ["--training", "--data", desktop.path("data")];
  const windows = async (...only) => {
    const found = await desktop.run("xdotool", ["search", ...only, "--name", "^Сургуч$"]).catch(() => "");
    return found.trim();
  };

  const first = desktop.start("first", PROGRAM, [...args, "--minimised"]);
  await until("the program on the bus", () => desktop.hasOnBus(NAME), 30_000);
  // The training world is open: by then a window that is shown would have been seen.
  await until("the training world", () => existsSync(desktop.path("data/training/operator/port")), 30_000);
  assert.equal(await windows("--onlyvisible"), "", "the window is hidden");

  const second = desktop.start("second", PROGRAM, args);
  const [code] = await within("the second start", second.ended, 20_000);
  assert.equal(code, 0);
  const shown = await until("the window", () => windows("--onlyvisible"));
  assert.ok(first.isRunning);
  const owner = await desktop.run("xdotool", ["getwindowpid", shown]);
  assert.equal(Number(owner), first.pid);
});
