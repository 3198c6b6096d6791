/** Programs that we start, by their process id, and end ourselves: also when we are interrupted. */
import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { once } from "node:events";

import { until, within } from "./until.mjs";

const PATIENCE_MS = 3_000;
const alive = new Set();

process.on("exit", () => alive.forEach((started) => started.child.kill("SIGKILL")));
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => process.exit(130));

/** A program at work. What it prints goes to a file, so that a failure can show it. */
export class Started {
  constructor(child, log) {
    this.child = child;
    this.log = log;
    this.ended = once(child, "exit");
    this.ended.catch(() => {});
    this.ended.finally(() => alive.delete(this)).catch(() => {});
    alive.add(this);
  }

  get pid() {
    return this.child.pid;
  }
  get isRunning() {
    return this.child.exitCode === null && this.child.signalCode === null;
  }
  /** What it has printed so far. */
  printed() {
    return this.log === null ? "" : readFileSync(this.log, "utf8");
  }

  /** Asks it to end, and makes it end when it does not. */
  async end() {
    if (!this.isRunning) return;
    this.child.kill("SIGTERM");
    try {
      await within("the end of a program", this.ended, PATIENCE_MS);
    } catch {
      await this.kill();
    }
  }

  /** The plug is pulled. */
  async kill() {
    if (this.isRunning) this.child.kill("SIGKILL");
    await this.ended;
  }
}

/**
 * Starts a program. `stdin` is written and closed. With `pipes` the given descriptors (3 and up) are pipes that the
 * caller reads from `child.stdio`.
 */
export function start(program, args, { env, log, stdin = null, pipes = 0 }) {
  const out = openSync(log, "a");
  const child = spawn(program, args, {
    env,
    stdio: [stdin === null ? "ignore" : "pipe", out, out, ...Array(pipes).fill("pipe")],
  });
  closeSync(out);
  // Without a listener a program that is not there would end us before anybody waits for it.
  child.on("error", () => {});
  if (stdin !== null) child.stdin.end(stdin);
  return new Started(child, log);
}

/** Runs a program to its end and returns what it printed. */
export async function run(program, args, { env, stdin = null, deadlineMs = 10_000 }) {
  const child = spawn(program, args, { env, stdio: ["pipe", "pipe", "pipe"] });
  const started = new Started(child, null);
  const printed = { out: "", err: "" };
  child.stdout.setEncoding("utf8").on("data", (text) => (printed.out += text));
  child.stderr.setEncoding("utf8").on("data", (text) => (printed.err += text));
  child.stdin.on("error", () => {});
  child.stdin.end(stdin ?? "");
  try {
    await within(program, once(child, "close"), deadlineMs);
  } finally {
    await started.kill();
  }
  if (child.exitCode !== 0) throw new Error(`${program} ended with ${child.exitCode}: ${printed.err.trim()}`);
  return printed.out;
}

/** Processes that this one has started and that still run. */
export function childrenOf(parent) {
  const children = readFileSync(`/proc/${parent}/task/${parent}/children`, "utf8").trim().split(" ");
  return children.map(Number).filter((pid) => pid > 0 && isAlive(pid));
}

/** The process that `parent` started from this file. */
export async function childOf(parent, program) {
  return await until(`the process of ${program}`, () =>
    childrenOf(parent).find((pid) => readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0")[0] === program),
  );
}

export function killIfAlive(pid) {
  if (isAlive(pid)) process.kill(pid, "SIGKILL");
}

/** True while there is a process of this id that has not ended. */
export function isAlive(pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.[0] !== "Z";
  } catch {
    return false;
  }
}
