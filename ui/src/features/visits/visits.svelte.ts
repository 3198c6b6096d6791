/**
 * What changed since the person was last here. Asked once for each visit and never before the first rows stand. A visit
 * ends when the window is left; what was not yet acknowledged then is shown again the next time.
 */
import { call } from "../../api/client";
import type { Away } from "../../api/types";
import { session } from "../session.svelte";

/** Who looks at another window for a moment has not been away. */
const AWAY_MS = 30 * 60_000;

class Visits {
  since = $state.raw<Away | null>(null);
  /** The world that was asked: the training one has a past of its own. */
  #asked: string | null = null;
  #isAnswered = false;
  #leftAt: number | null = null;
  #isFollowed = false;

  readonly hasNews = $derived((this.since?.changes.length ?? 0) > 0);

  /** Another visit: what is shown is of the one before. */
  begin(): void {
    this.#asked = null;
    this.since = null;
  }

  /** Asks unless this visit was asked about. */
  async want(): Promise<void> {
    this.#follow();
    if (this.#asked === session.mode) return;
    const mode = session.mode;
    this.#asked = mode;
    this.#isAnswered = false;
    this.since = null;
    try {
      const since = await call("visits.since", {});
      if (this.#asked !== mode) return;
      this.since = since;
      this.#isAnswered = true;
      // The very first time there is nothing to tell of yet: from now on there is.
      if (since.since === null) await call("visits.mark", {});
    } catch {
      // Nothing is lost and nothing can be done about it here: it is told at the next visit.
      this.#asked = null;
    }
  }

  /** «Понятно» */
  async understood(): Promise<void> {
    const told = this.since;
    this.since = null;
    try {
      await call("visits.mark", {});
    } catch {
      this.since = told;
    }
  }

  #follow(): void {
    if (this.#isFollowed) return;
    this.#isFollowed = true;
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.#leave();
      else this.#comeBack();
    });
  }

  #leave(): void {
    this.#leftAt = Date.now();
    // What changed before the eyes of the person is no news; what was not acknowledged stays news.
    const isSeen = this.#asked === session.mode && this.#isAnswered && !this.hasNews;
    if (isSeen) void call("visits.mark", {}).catch(() => undefined);
  }

  #comeBack(): void {
    const awayMs = this.#leftAt === null ? 0 : Date.now() - this.#leftAt;
    this.#leftAt = null;
    if (awayMs < AWAY_MS) return;
    this.begin();
    void this.want();
  }
}

export const visits = new Visits();
