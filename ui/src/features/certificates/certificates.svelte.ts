/** The certificates that the program knows, and the search for new ones, which goes on when its page is left. */
import { ApiError, call } from "../../api/client";
import type { Certificate, KeyStoreProblem } from "../../api/types";
import { announce } from "../changes";

class Refreshing {
  isBusy = $state(false);
  error = $state.raw<ApiError | null>(null);
  /** What the last search could not look into. */
  problems = $state.raw<KeyStoreProblem[]>([]);
  /** How many the last search found; `null` before one. */
  found = $state<number | null>(null);

  async run(): Promise<void> {
    if (this.isBusy) return;
    this.isBusy = true;
    this.error = null;
    this.found = null;
    try {
      const { certificates, problems } = await call("certificates.refresh", {});
      this.problems = problems;
      this.found = certificates.length;
    } catch (cause) {
      this.error = ApiError.from(cause);
    } finally {
      this.isBusy = false;
      announce("certificates");
    }
  }
}

export const refreshing = new Refreshing();

export const readCertificates = async (): Promise<Certificate[]> =>
  (await call("certificates.list", {})).certificates;
