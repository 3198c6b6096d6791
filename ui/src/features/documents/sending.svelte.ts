/** «Отправить в ЭДО»: asks the program to queue documents, and remembers which of them it refused and why. */
import { SvelteMap } from "svelte/reactivity";

import { ApiError, call } from "../../api/client";
import type { CodedError, Request } from "../../api/types";
import { announce } from "../changes";

export interface SendOutcome {
  queued: number;
  refused: number;
}

class Sending {
  /** Refusals by document, shown in its row and card until the next attempt. */
  readonly failures = new SvelteMap<number, CodedError>();
  isBusy = $state(false);
  error = $state.raw<ApiError | null>(null);

  async send(request: Request<"documents.send">): Promise<SendOutcome | null> {
    if (this.isBusy || request.ids.length === 0) return null;
    this.isBusy = true;
    this.error = null;
    request.ids.forEach((id) => this.failures.delete(id));
    try {
      const { results } = await call("documents.send", request);
      for (const result of results) if (result.error) this.failures.set(result.id, result.error);
      const refused = results.filter((result) => result.error).length;
      return { queued: results.length - refused, refused };
    } catch (cause) {
      this.error = ApiError.from(cause);
      return null;
    } finally {
      this.isBusy = false;
      announce("documents", "outbox", "status");
    }
  }
}

export const sending = new Sending();
