/** Memory of a program with everything that it has started: the web view is three processes. */
import { readdirSync, readFileSync } from "node:fs";

/** The process and all that come from it. */
export function family(pid) {
  const parents = new Map();
  for (const entry of readdirSync("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, "utf8");
      parents.set(Number(entry), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]));
    } catch {
      // It ended meanwhile.
    }
  }
  const members = [pid];
  for (const member of members) {
    for (const [child, parent] of parents) if (parent === member) members.push(child);
  }
  return members;
}

/** Proportional set size in MB, by the name of the process: what is shared counts for each with its part. */
export function memoryMb(pid) {
  const byName = {};
  for (const member of family(pid)) {
    const rollup = readFileSync(`/proc/${member}/smaps_rollup`, "utf8");
    const name = readFileSync(`/proc/${member}/comm`, "utf8").trim();
    byName[name] = (byName[name] ?? 0) + Number(/^Pss:\s+(\d+) kB$/m.exec(rollup)[1]) / 1024;
  }
  return byName;
}
