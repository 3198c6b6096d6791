/** The real program with its real window. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";

import { NAME } from "./desktop.mjs";
import { childOf, isAlive } from "./processes.mjs";
import { until } from "./until.mjs";
import { Session } from "./webdriver.mjs";

export const BUILT = resolve(import.meta.dirname, "../../../target/debug");
export const PROGRAM = resolve(BUILT, "surguch");
export const COMMAND_LINE = resolve(BUILT, "surguch-cli");

for (const program of [PROGRAM, COMMAND_LINE]) {
  if (!existsSync(program)) throw new Error(`${program} is not built: cargo build --package surguch --package cli`);
}

export { NAME };

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
    const program = new Program(desktop, page, await childOf(page.driver.pid, PROGRAM));
    desktop.host(program);
    return program;
  }

  /** `kill -9`: the program gets no chance to tidy up. */
  async kill() {
    process.kill(this.pid, "SIGKILL");
    await this.#isGone();
    await this.page.driver.end();
  }

  /** Ends it as suddenly as the end of a session at the desktop does. */
  async close() {
    if (!isAlive(this.pid)) return;
    await this.page.close();
    await this.#isGone();
  }

  /** Its name on the bus outlives it by a moment: a start within that moment would only knock at the dead one. */
  async #isGone() {
    await until("the end of the program", () => !isAlive(this.pid));
    await until("its name on the bus free", async () => !(await this.desktop.hasOnBus(NAME)));
  }
}
