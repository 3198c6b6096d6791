/** Programs started by a test: one JSON line from each, and an end by its own id. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const ROOT = resolve(import.meta.dirname, "../../..");
const COMMAND_LINE = process.env.SURGUCH_CLI ?? join(ROOT, "target/debug/surguch-cli");
export const UI = process.env.SURGUCH_UI ?? join(ROOT, "ui/dist");
const SEED = process.env.SURGUCH_SEED ?? join(ROOT, "target/debug/examples/seed_registry");
const PASSPHRASE = "белый парус у причала";
const START_MS = 30_000;
const SEED_MS = 180_000;
const FAREWELL_MS = 5_000;

const running = new Set();
process.on("exit", () => running.forEach((child) => child.kill("SIGKILL")));

/** A new empty folder; the caller removes it. */
export function newFolder() {
  const path = mkdtempSync(join(tmpdir(), "surguch-e2e-"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 3 }) };
}

/** Starts `surguch-cli` and waits for the JSON line with which it says where it answers. */
export async function start(args, folder) {
  const child = spawn(COMMAND_LINE, [...args, "--data", folder], {
    env: { ...process.env, SURGUCH_PASSPHRASE: PASSPHRASE },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  let printed = "";
  let complaints = "";
  child.stderr.on("data", (bytes) => (complaints += bytes));
  const line = await new Promise((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error(`surguch-cli ${args[0]} said nothing: ${complaints}`)), START_MS);
    child.on("error", reject);
    child.on("exit", (code) => reject(new Error(`surguch-cli ${args[0]} ended with ${code}: ${complaints}`)));
    child.stdout.on("data", (bytes) => {
      printed += bytes;
      const said = printed.split("\n").find((text) => text.startsWith("{") && text.endsWith("}"));
      if (said === undefined) return;
      clearTimeout(limit);
      resolve(JSON.parse(said));
    });
  });
  return { said: line, stop: () => stop(child) };
}

/** Fills a new folder with so many documents of a made-up office. */
export async function seed(folder, documents) {
  const child = spawn(SEED, [folder, `${documents}`], {
    env: { ...process.env, SURGUCH_PASSPHRASE: PASSPHRASE },
    stdio: ["ignore", "ignore", "pipe"],
    timeout: SEED_MS,
  });
  running.add(child);
  let complaints = "";
  child.stderr.on("data", (bytes) => (complaints += bytes));
  const code = await new Promise((resolve, reject) => child.on("error", reject).on("exit", resolve));
  running.delete(child);
  if (code !== 0) throw new Error(`seed_registry ended with ${code}: ${complaints}`);
}

async function stop(child) {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    const limit = setTimeout(() => child.kill("SIGKILL"), FAREWELL_MS);
    await ended;
    clearTimeout(limit);
  }
  running.delete(child);
}
