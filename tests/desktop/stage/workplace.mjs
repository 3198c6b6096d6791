/** A data folder that an administrator has prepared at the command line, before the window is opened for the first time. */
import { writeFileSync } from "node:fs";

import { COMMAND_LINE } from "./program.mjs";

const PATIENCE_MS = 60_000;

export class Workplace {
  constructor(desktop, env) {
    this.desktop = desktop;
    this.data = desktop.path("data");
    this.env = env;
  }

  /** A command of the command line on this folder. */
  run(...args) {
    const env = { ...this.desktop.env, ...this.env };
    return this.desktop.run(COMMAND_LINE, ["--data", this.data, ...args], { env, deadlineMs: PATIENCE_MS });
  }

  /** Connects the first firm of this operator. */
  connect(operator) {
    return this.run("connect", "--sandbox", operator.origin);
  }

  async bring(papers) {
    const paths = papers.map(({ name, bytes }) => {
      const path = this.desktop.path(name);
      writeFileSync(path, bytes);
      return path;
    });
    await this.run("import", ...paths);
  }
}
