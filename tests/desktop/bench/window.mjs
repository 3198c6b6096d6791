/**
 * `node bench/window.mjs --program P --empty E --seed S`: how long the window takes to its first painted row, what it
 * takes of memory, how fast a key in the search box is answered, and how long the place of a row stays empty when
 * somebody scrolls fast. An empty window of the same shell is started by turns on the same screen. The last line is one
 * JSON object. `--documents N` measures a registry of that size instead of a small and a large one. `--cold` empties the
 * file cache of the computer first, once for each, and needs root.
 */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { setTimeout as pass } from "node:timers/promises";
import { parseArgs } from "node:util";

import { Desktop } from "../stage/desktop.mjs";
import { within } from "../stage/until.mjs";
import { besideFloor, median, rounded, share, spread, told } from "./figure.mjs";
import { keystrokes } from "./keystrokes.mjs";
import { memoryMb } from "./memory.mjs";
import { Opened } from "./opened.mjs";
import { scrolled } from "./scrolling.mjs";

const LIMIT_MS = 25 * 60_000;
const SEED_LIMIT_MS = 15 * 60_000;
const SIZES = [1_000, 100_000];
/** Memory is read when the window has had so long to come to rest. */
const REST_MS = 3_000;
const FRAME_MS = 1000 / 60;
const START_MOST = 1.3;
const MEMORY_MOST = 1.5;

const { values: asked } = parseArgs({
  options: {
    program: { type: "string" },
    empty: { type: "string" },
    seed: { type: "string" },
    documents: { type: "string" },
    rounds: { type: "string", default: "12" },
    cold: { type: "boolean", default: false },
  },
});

const desktop = await Desktop.open({ notifications: false });
try {
  const figures = await within("the bench of the window", measured(), LIMIT_MS);
  for (const figure of figures) console.log(told(figure));
  console.log(JSON.stringify({ figures }));
} finally {
  await desktop.close();
}

async function measured() {
  const windows = [{ name: "empty", program: asked.empty, args: [] }];
  for (const size of asked.documents === undefined ? SIZES : [Number(asked.documents)]) {
    const data = desktop.path(`data-${size}`);
    await desktop.run(asked.seed, [data, `${size}`], { deadlineMs: SEED_LIMIT_MS });
    windows.push({ name: `${size}`, size, program: asked.program, args: ["--data", data] });
  }
  const cold = asked.cold ? await round(windows, { isCold: true }) : null;
  // The first start of each fills the caches of the web view and is not counted.
  await round(windows, {});
  const rounds = [];
  for (let turn = 0; turn < Number(asked.rounds); turn += 1) rounds.push(await round(windows, {}));
  const figures = [];
  for (const { name, size } of windows.slice(1)) {
    const of = (key) => [rounds.map((one) => one[name][key]), rounds.map((one) => one.empty[key])];
    figures.push(besideFloor(`window.start_${size}`, "ms", ...of("rowMs"), START_MOST));
    if (cold !== null) {
      figures.push(besideFloor(`window.start_uncached_${size}`, "ms", [cold[name].rowMs], [cold.empty.rowMs], START_MOST));
    }
    figures.push({
      ...besideFloor(`window.memory_${size}`, "MB", ...of("memory"), MEMORY_MOST),
      processes: byProcess(rounds.map((one) => one[name].processes)),
      floor_processes: byProcess(rounds.map((one) => one.empty.processes)),
    });
  }
  figures.push(await typed(windows.at(-1)), await filled(windows.at(-1)));
  return figures;
}

/** Every window once, one after the other, so that whatever else the computer does falls on all. */
async function round(windows, { isCold = false }) {
  const seen = {};
  for (const { name, program, args } of windows) {
    if (isCold) emptyFileCache();
    const opened = await Opened.start(desktop, program, args);
    try {
      const times = await opened.times();
      if (!isCold) await pass(REST_MS);
      const processes = memoryMb(opened.pid);
      const memory = Object.values(processes).reduce((sum, one) => sum + one, 0);
      seen[name] = { ...times, memory, processes };
    } finally {
      await opened.close();
    }
    if (process.env.SURGUCH_BENCH_VERBOSE) console.error(name, JSON.stringify(seen[name]));
  }
  return seen;
}

function emptyFileCache() {
  execFileSync("sync");
  writeFileSync("/proc/sys/vm/drop_caches", "3");
}

/** Beside the fastest answer that two frames and the wait of the search box allow. */
async function typed({ size, program, args }) {
  const opened = await Opened.start(desktop, program, args);
  try {
    await opened.times();
    const { tookMs, askedMs } = await keystrokes(opened.page);
    const value = rounded(median(tookMs));
    const floor = rounded(median(askedMs));
    return {
      name: `window.keystroke_${size}`,
      unit: "ms",
      value,
      p95: rounded(share(tookMs, 0.95)),
      floor,
      floor_is: "from the key to the question: the search box waits for the next key",
      ratio: rounded(value / floor),
      goal: "p95 ≤ 200 ms",
      met: share(tookMs, 0.95) <= 200,
      spread: spread(tookMs),
      rounds: tookMs.length,
    };
  } finally {
    await opened.close();
  }
}

/** Beside a single frame, which is the least that anybody can see. */
async function filled({ size, program, args }) {
  const opened = await Opened.start(desktop, program, args);
  try {
    await opened.times();
    const { filledMs, passed, rows } = await scrolled(opened.page);
    const value = rounded(share(filledMs, 0.95));
    return {
      name: `window.scroll_${size}`,
      unit: "ms",
      value,
      p50: rounded(median(filledMs)),
      floor: rounded(FRAME_MS),
      floor_is: "one frame",
      ratio: rounded(value / FRAME_MS),
      goal: "p95 ≤ 100 ms",
      met: value <= 100,
      spread: spread(filledMs),
      rounds: filledMs.length,
      rows,
      passed_unread: passed,
    };
  } finally {
    await opened.close();
  }
}

function byProcess(rounds) {
  const names = [...new Set(rounds.flatMap(Object.keys))];
  return Object.fromEntries(names.map((name) => [name, rounded(median(rounds.map((one) => one[name] ?? 0)))]));
}
