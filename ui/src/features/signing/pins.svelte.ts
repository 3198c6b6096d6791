/**
 * The question for a PIN, wherever in the window the person is. The PIN itself passes through in one call and is kept
 * in nothing that lives longer; after a wrong one nothing is repeated by itself.
 */
import { ApiError, call } from "../../api/client";
import type { Certificate, Command, PinQuestion, Request } from "../../api/types";
import { onChange } from "../changes";
import { readCertificates } from "../certificates/certificates.svelte";

type Step = Extract<Command, "pin.answer" | "pin.own_window" | "pin.cancel" | "pin.consent_last">;

class Pins {
  question = $state.raw<PinQuestion | null>(null);
  /** Whose key is wanted, as far as it is known. */
  certificate = $state.raw<Certificate | null>(null);
  isBusy = $state(false);
  error = $state.raw<ApiError | null>(null);
  /** A person agreed to the last try of the question that stands. */
  hasConsent = $state(false);
  #turn = 0;

  /** To be called from an effect; looks for questions while the effect lives. */
  follow(): () => void {
    void this.reload();
    return onChange(["pin"], () => void this.reload());
  }

  async reload(): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    const answer = await call("pin.open", {}).catch(() => null);
    if (answer === null || turn !== this.#turn) return;
    const { question } = answer;
    if (question?.id === this.question?.id) return;
    this.question = question;
    this.error = null;
    this.hasConsent = false;
    if (question === null) return;
    this.certificate = null;
    const known = await readCertificates().catch(() => []);
    if (turn === this.#turn) this.certificate = known.find(({ id }) => id === question.certificate) ?? null;
  }

  answer(id: number, pin: string): Promise<void> {
    return this.#run("pin.answer", { id, pin });
  }
  ownWindow = (id: number) => this.#run("pin.own_window", { id });
  cancel = (id: number) => this.#run("pin.cancel", { id });
  async consent(id: number): Promise<void> {
    await this.#run("pin.consent_last", { id });
    this.hasConsent = this.error === null;
  }

  async #run<C extends Step>(command: C, request: Request<C>): Promise<void> {
    if (this.isBusy) return;
    this.isBusy = true;
    this.error = null;
    try {
      await call(command, request);
    } catch (cause) {
      this.error = ApiError.from(cause);
    } finally {
      this.isBusy = false;
    }
    if (command !== "pin.consent_last") await this.reload();
  }
}

export const pins = new Pins();
