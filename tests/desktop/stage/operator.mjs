/** The operator as a process of its own: `surguch-cli sandbox`. */
import { ledger } from "./cabinet.mjs";
import { COMMAND_LINE } from "./program.mjs";
import { until } from "./until.mjs";

export class Operator {
  constructor(started, world) {
    this.started = started;
    this.world = world;
    this.origin = world.services.diadoc.address;
    this.home = world.cabinets;
    /** What a person types to connect the first firm. */
    this.access = world.connections[0];
  }

  static async open(desktop) {
    const started = desktop.start("operator", COMMAND_LINE, ["sandbox"]);
    const world = await until("the operator", () => {
      const line = started.printed().split("\n").find((one) => one.startsWith("{"));
      return line && JSON.parse(line);
    });
    return new Operator(started, world);
  }

  async order(path, body) {
    const answer = await fetch(`${this.origin}/_sandbox/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(5_000),
    });
    if (!answer.ok) throw new Error(`the operator refused ${path}: ${await answer.text()}`);
    return await answer.json();
  }

  ledger() {
    return ledger(this.origin);
  }

  /** Misfortunes that have not struck yet. */
  async waitingFaults() {
    const answer = await fetch(`${this.origin}/_sandbox/faults`, { signal: AbortSignal.timeout(5_000) });
    return (await answer.json()).faults;
  }
}
