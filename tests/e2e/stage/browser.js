/** Chromium with a profile of its own, and tabs that forgive no error. */
import assert from "node:assert/strict";

import { chromium } from "playwright-core";

const EXECUTABLE = process.env.SURGUCH_CHROMIUM ?? "/usr/bin/chromium";
const FLAGS = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-gpu",
  "--disable-quic",
  "--disable-sync",
  "--no-first-run",
  "--no-sandbox",
];
export const SMALL = { width: 1024, height: 700 };
export const LARGE = { width: 1920, height: 1080 };
const STEP_MS = 20_000;

export class Browser {
  constructor(chrome) {
    this.chrome = chrome;
  }

  /** Playwright makes a new folder for the profile and removes it at the end. */
  static async open() {
    return new Browser(
      await chromium.launch({ executablePath: EXECUTABLE, headless: true, args: FLAGS, timeout: 60_000 }),
    );
  }

  /** A person at the machine: tabs of one seat share what the browser keeps. */
  async seat(options = {}) {
    const context = await this.chrome.newContext({
      viewport: { width: 1366, height: 800 },
      locale: "ru-RU",
      timezoneId: "Europe/Moscow",
      reducedMotion: "reduce",
      ...options,
    });
    context.setDefaultTimeout(STEP_MS);
    return new Seat(context);
  }

  close() {
    return this.chrome.close();
  }
}

export class Seat {
  #complaints = [];
  /** Refusals that belong to a story: answers of the program with an error are written to the console by the browser. */
  #foreseen = [];

  constructor(context) {
    this.context = context;
    context.on("console", (message) => {
      if (message.type() === "error") this.#complaints.push(`${message.text()} ${message.location().url}`);
    });
    context.on("weberror", (error) => this.#complaints.push(String(error.error().stack ?? error.error())));
  }

  async tab(address) {
    const page = await this.context.newPage();
    await page.goto(address);
    return page;
  }

  /** The program may refuse this command in this story. */
  foresee(command) {
    this.#foreseen.push(`/rpc/${command}`);
  }

  /** No error on the console, no broken content policy, no exception. */
  assertQuiet() {
    const bad = this.#complaints.filter((text) => !this.#foreseen.some((address) => text.endsWith(address)));
    assert.deepEqual(bad, [], "the console stayed quiet");
  }

  close() {
    return this.context.close();
  }
}
