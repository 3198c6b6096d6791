/** A program that was started with a clock beside it. */
import { readFileSync, rmSync, writeFileSync } from "node:fs";

import { NAME } from "../stage/desktop.mjs";
import { childOf, isAlive } from "../stage/processes.mjs";
import { until } from "../stage/until.mjs";
import { Session } from "../stage/webdriver.mjs";

const DRIVEN = { TAURI_WEBVIEW_AUTOMATION: "true" };
const FIRST_ROW = `
  const [mark] = performance.getEntriesByName("first-row");
  return mark ? performance.timeOrigin + mark.startTime : null`;
const PAGE_STARTED = "return performance.timeOrigin";

/** Writes down the moment and then becomes the program: its process is the one that the driver starts. */
const CLOCK = (program, note) =>
  `#!/bin/bash\nprintf '%s\\n' "$EPOCHREALTIME" > '${note}'\nexec '${program}' "$@"\n`;

export class Opened {
  constructor(desktop, page, pid, startedMs) {
    this.desktop = desktop;
    this.page = page;
    this.pid = pid;
    this.startedMs = startedMs;
  }

  /** Starts the program in a process of its own and waits for its window. */
  static async start(desktop, program, args) {
    const [wrapper, note] = [desktop.path("clock.sh"), desktop.path("started")];
    rmSync(note, { force: true });
    writeFileSync(wrapper, CLOCK(program, note), { mode: 0o755 });
    const capabilities = { "webkitgtk:browserOptions": { binary: wrapper, args } };
    const page = await Session.open(desktop, "bench", capabilities, DRIVEN);
    const pid = await childOf(page.driver.pid, program);
    // A locale may write the fraction with a comma.
    const startedMs = Number(readFileSync(note, "utf8").trim().replace(",", ".")) * 1000;
    return new Opened(desktop, page, pid, startedMs);
  }

  /** From the start of the process to the frame with the first row, and to the start of the page, ms. */
  async times() {
    const rowMs = await until("the first row", () => this.page.run(FIRST_ROW), 30_000);
    const pageMs = await this.page.run(PAGE_STARTED);
    return { rowMs: rowMs - this.startedMs, pageMs: pageMs - this.startedMs };
  }

  async close() {
    await this.page.close().catch(() => {});
    if (isAlive(this.pid)) process.kill(this.pid, "SIGKILL");
    await until("the end of the program", () => !isAlive(this.pid));
    // The next start would take the program that is gone for a running one.
    await until("its name on the bus free", async () => !(await this.desktop.hasOnBus(NAME)));
  }
}
