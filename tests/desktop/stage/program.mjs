/** The real program with its real window. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";

import { childOf, isAlive } from "./processes.mjs";
import { until } from "./until.mjs";
import { Session } from "./webdriver.mjs";

const BUILT = resolve(import.meta.dirname, "../../../target/debug");
export const PROGRAM = resolve(BUILT, "surguch");
export const COMMAND_LINE = resolve(BUILT, "surguch-cli");

for (const program of [PROGRAM, COMMAND_LINE]) {
  if (!existsSync(program)) throw new Error(`${program} is not built: cargo build --package surguch --package cli`);
}

/** The variable by which Tauri lets itself be driven. */
const DRIVEN = { TAURI_WEBVIEW_AUTOMATION: "true" };

export class Program {
  constructor(desktop, page, pid) {
    this.desktop = desktop;
    this.page = page;
    this.pid = pid;
  }

  /** Opens the window on this data folder. */
  static async open(desktop, data, { args = [], env = {} } = {}) {
    const capabilities = {
      "webkitgtk:browserOptions": { binary: PROGRAM, args: ["--data", data, ...args] },
    };
    const page = await Session.open(desktop, "program", capabilities, { ...DRIVEN, ...env });
    return new Program(desktop, page, await childOf(page.driver.pid, PROGRAM));
  }

  /** `kill -9`: the program gets no chance to tidy up. */
  async kill() {
    process.kill(this.pid, "SIGKILL");
    await until("the end of the program", () => !isAlive(this.pid));
    await this.page.driver.end();
  }

  /** Ends it as suddenly as the end of a session at the desktop does. */
  async close() {
    await this.page.close();
    await until("the end of the program", () => !isAlive(this.pid));
  }
}
