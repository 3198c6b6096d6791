/** Changes reported by the program, handed to whoever shows the thing. Many at once become one. */
import type { ChangeEvent, NewsPlace, Platform, Topic } from "../platform/platform";

const QUIET_MS = 120;
/** Nobody waits longer than this, however many changes follow one another. */
const LATEST_MS = 1000;

interface Listener {
  topics: ReadonlySet<Topic>;
  run: () => void;
  timer: ReturnType<typeof setTimeout> | undefined;
  /** Set by the first change that is waited with. */
  latest: ReturnType<typeof setTimeout> | undefined;
}

const listeners = new Set<Listener>();

function wake(listener: Listener): void {
  const run = () => {
    rest(listener);
    listener.run();
  };
  clearTimeout(listener.timer);
  listener.timer = setTimeout(run, QUIET_MS);
  listener.latest ??= setTimeout(run, LATEST_MS);
}

function rest(listener: Listener): void {
  clearTimeout(listener.timer);
  clearTimeout(listener.latest);
  listener.latest = undefined;
}

function receive(event: ChangeEvent): void {
  for (const listener of listeners) {
    if (event.topic === "world" || listener.topics.has(event.topic)) wake(listener);
  }
}

/** Called once at start. */
export function listenTo(platform: Platform, openNews: (place: NewsPlace) => void): () => void {
  return platform.listen({ changed: receive, gap: () => listeners.forEach(wake), openNews });
}

/** Something was changed from this window: others need not wait for the program to say so. */
export function announce(...topics: Topic[]): void {
  topics.forEach((topic) => receive({ topic, ids: [] }));
}

export function onChange(topics: Topic[], run: () => void): () => void {
  const listener: Listener = { topics: new Set(topics), run, timer: undefined, latest: undefined };
  listeners.add(listener);
  return () => {
    rest(listener);
    listeners.delete(listener);
  };
}
