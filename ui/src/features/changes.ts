/** Changes reported by the program, handed to whoever shows the thing. Many at once become one. */
import type { ChangeEvent, NewsPlace, Platform, Topic } from "../platform/platform";

const QUIET_MS = 120;

interface Listener {
  topics: ReadonlySet<Topic>;
  run: () => void;
  timer: ReturnType<typeof setTimeout> | undefined;
}

const listeners = new Set<Listener>();

function wake(listener: Listener): void {
  clearTimeout(listener.timer);
  listener.timer = setTimeout(listener.run, QUIET_MS);
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
  const listener: Listener = { topics: new Set(topics), run, timer: undefined };
  listeners.add(listener);
  return () => {
    clearTimeout(listener.timer);
    listeners.delete(listener);
  };
}
