/** What is done to a paper between its sending and the signature of the person. What it changed the operator tells later. */
import { ApiError, call, currentPlatform } from "../../api/client";
import { announce } from "../changes";
import type { Act } from "./recipients";

export class PersonActs {
  /** What is under way. */
  doing = $state<Act | "browse" | null>(null);
  error = $state.raw<ApiError | null>(null);

  /** Whether it waits in the outbox now. */
  async run(documentId: number, act: Act, reason = ""): Promise<boolean> {
    return this.#told(act, async () => {
      await call("persons.act", { document_id: documentId, act, ...(reason === "" ? {} : { reason }) });
      announce("documents", "outbox", "status");
    });
  }

  /** The page is good once and for minutes: each press asks for another. */
  async browse(documentId: number): Promise<boolean> {
    return this.#told("browse", async () => {
      const { url } = await call("persons.link", { id: documentId });
      await currentPlatform().openPage(url);
    });
  }

  async #told(what: Act | "browse", work: () => Promise<void>): Promise<boolean> {
    if (this.doing !== null) return false;
    this.doing = what;
    this.error = null;
    try {
      await work();
      return true;
    } catch (cause) {
      this.error = ApiError.from(cause);
      return false;
    } finally {
      this.doing = null;
    }
  }
}
