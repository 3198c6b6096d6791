/** The other side: the emulated operator, its control address and the cabinets of its world. */
import { newFolder, start } from "./process.js";

const ANSWER_MS = 10_000;

export class Operator {
  constructor(origin, world, end) {
    this.origin = origin;
    this.world = world;
    this.end = end;
    this.cabinets = `${origin}/cabinet`;
  }

  /** The operator inside a program in training mode. */
  static async at(origin) {
    const answer = await fetch(`${origin}/_sandbox/world`, { signal: AbortSignal.timeout(ANSWER_MS) });
    return new Operator(origin, await answer.json(), async () => {});
  }

  /** An operator as a process of its own: `surguch-cli sandbox`. */
  static async open() {
    const folder = newFolder();
    const started = await start(["sandbox"], folder.path);
    return new Operator(started.said.services.diadoc.address, started.said, async () => {
      await started.stop();
      folder.remove();
    });
  }

  get credentials() {
    return this.world.services.diadoc.credentials;
  }

  async order(path, body = {}) {
    const answer = await fetch(`${this.origin}/_sandbox/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
    return await answer.json();
  }

  /** What was to happen within the next hour has happened: checks, deliveries, confirmations. */
  async anHourPasses() {
    await this.order("clock/advance", { seconds: 3600 });
  }

  /** What has come to a telephone, the newest last. */
  async messages(phone) {
    const answer = await fetch(`${this.world.fdoc.control}/sms`, { signal: AbortSignal.timeout(ANSWER_MS) });
    return (await answer.json()).messages.filter(({ to }) => to === phone);
  }

  async ledger() {
    const answer = await fetch(`${this.origin}/_sandbox/ledger`, { signal: AbortSignal.timeout(ANSWER_MS) });
    return (await answer.json()).documents;
  }

  close() {
    return this.end();
  }
}
