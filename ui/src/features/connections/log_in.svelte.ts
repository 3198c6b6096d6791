/** A log-in under way: begun here, followed until it is over, given up when its dialog is closed. */
import { ApiError, call, currentPlatform } from "../../api/client";
import type { BeginLogIn, LogInProgress } from "../../api/types";

const LOOK_EVERY_MS = 700;
const OVER = ["done", "failed", "cancelled"];

export class LogInWatch {
  progress = $state.raw<LogInProgress | null>(null);
  /** What kept it from beginning, or the page from opening. */
  error = $state.raw<ApiError | null>(null);
  isBeginning = $state(false);
  readonly isUnderWay = $derived(
    this.isBeginning || (this.progress !== null && !OVER.includes(this.progress.state)),
  );
  /** How often the page was opened by itself: once, a second browser window would only confuse. */
  #opened = "";
  #run = 0;

  /** Begins and follows; resolves when it is over. */
  async begin(request: BeginLogIn): Promise<LogInProgress | null> {
    const run = ++this.#run;
    this.error = null;
    this.progress = null;
    this.#opened = "";
    this.isBeginning = true;
    try {
      let { log_in: next } = await call("log_in.begin", request);
      while (run === this.#run) {
        this.progress = next;
        this.isBeginning = false;
        if (OVER.includes(next.state)) return next;
        if (next.state === "waiting_for_browser") await this.openPage(next.page);
        await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
        next = (await call("log_in.get", { id: next.id })).log_in;
      }
    } catch (cause) {
      if (run === this.#run) this.error = ApiError.from(cause);
    } finally {
      if (run === this.#run) this.isBeginning = false;
    }
    return null;
  }

  /** Opens the page, each only once by itself. */
  async openPage(page: string | null, again = false): Promise<void> {
    if (page === null || (!again && page === this.#opened)) return;
    this.#opened = page;
    try {
      await currentPlatform().openPage(page);
    } catch (cause) {
      this.error = ApiError.from(cause);
    }
  }

  /** Gives it up; what was typed stays. */
  cancel(): void {
    const id = this.isUnderWay ? this.progress?.id : undefined;
    this.#run += 1;
    this.progress = null;
    this.error = null;
    this.isBeginning = false;
    if (id !== undefined) void call("log_in.cancel", { id }).catch(() => undefined);
  }
}
