/** The operator as a process of its own: `surguch-cli sandbox`. */
import { ledger } from "./cabinet.mjs";
import { call } from "./http.mjs";
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

  /** `args` say more to `surguch-cli sandbox`. */
  static async open(desktop, args = []) {
    const started = desktop.start("operator", COMMAND_LINE, ["sandbox", ...args]);
    const world = await until("the operator", () => {
      const line = started.printed().split("\n").find((one) => one.startsWith("{"));
      return line && JSON.parse(line);
    });
    return new Operator(started, world);
  }

  /** Orders a misfortune. */
  async orderFault(fault) {
    const { isOk, value } = await call(`${this.origin}/_sandbox/faults`, { method: "POST", body: fault });
    if (!isOk) throw new Error(`the operator refused the fault: ${value.error}`);
  }

  ledger() {
    return ledger(this.origin);
  }

  /** Misfortunes that have not struck yet. */
  async waitingFaults() {
    return (await call(`${this.origin}/_sandbox/faults`)).value.faults;
  }
}
