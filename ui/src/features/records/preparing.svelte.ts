/** «Создать документ ЭДО»: what came of it stays with each document until the next attempt. */
import { SvelteMap } from "svelte/reactivity";

import { ApiError, call } from "../../api/client";
import type { CodedError, Finding, PrepareResult } from "../../api/types";
import { announce } from "../changes";

export interface PrepareOutcome {
  made: number;
  refused: number;
}

class Preparing {
  /** Why no file was made, by document. */
  readonly failures = new SvelteMap<number, CodedError>();
  /** What the check had to say, by document. */
  readonly findings = new SvelteMap<number, Finding[]>();
  isBusy = $state(false);
  error = $state.raw<ApiError | null>(null);

  async prepare(ids: number[]): Promise<PrepareOutcome | null> {
    if (this.isBusy || ids.length === 0) return null;
    this.isBusy = true;
    this.error = null;
    ids.forEach((id) => {
      this.failures.delete(id);
      this.findings.delete(id);
    });
    try {
      const { results } = await call("documents.prepare", { ids });
      results.forEach((result) => this.#keep(result));
      const refused = results.filter(({ error, file }) => error || !file).length;
      return { made: results.length - refused, refused };
    } catch (cause) {
      this.error = ApiError.from(cause);
      return null;
    } finally {
      this.isBusy = false;
      announce("documents", "status");
    }
  }

  #keep({ id, file, findings, error }: PrepareResult): void {
    if (findings.length > 0) this.findings.set(id, findings);
    const blocker = findings.find(({ severity }) => severity === "blocker");
    if (error) this.failures.set(id, error);
    else if (!file && blocker) this.failures.set(id, { code: blocker.code, message: blocker.sentence });
  }

  forget(id: number): void {
    this.failures.delete(id);
    this.findings.delete(id);
  }
}

export const preparing = new Preparing();
