/** What is being edited on a page of its own, beside what was written last. */
import { ApiError } from "../api/client";

export class Draft<Body> {
  body = $state<Body>() as Body;
  isBusy = $state(false);
  error = $state.raw<ApiError | null>(null);
  #written = $state("");

  constructor(start: Body) {
    this.body = start;
    this.#written = JSON.stringify(start);
  }

  get isChanged(): boolean {
    return JSON.stringify(this.body) !== this.#written;
  }

  discard(): void {
    this.body = JSON.parse(this.#written) as Body;
    this.error = null;
  }

  /** This is what stands in the program now. */
  protected wrote(body: Body): void {
    this.#written = JSON.stringify(body);
  }

  /** One action at a time; true when it came through, otherwise `error` says why. */
  protected async run(action: () => Promise<void>): Promise<boolean> {
    if (this.isBusy) return false;
    this.isBusy = true;
    this.error = null;
    try {
      await action();
      return true;
    } catch (cause) {
      this.error = ApiError.from(cause);
      return false;
    } finally {
      this.isBusy = false;
    }
  }
}
