/** What waits for a person's phone: an operator keeps the key, and the program only waits with them. */
import { ApiError, call } from "../../api/client";
import type { Certificate, PhoneWait } from "../../api/types";
import { onChange } from "../changes";
import { readCertificates } from "../certificates/certificates.svelte";

class Phone {
  waits = $state.raw<PhoneWait[]>([]);
  /** Requests whose dialog a person has put aside. */
  #aside = $state.raw<number[]>([]);
  #certificates = $state.raw<Certificate[]>([]);
  isBusy = $state(false);
  error = $state.raw<ApiError | null>(null);
  #turn = 0;

  /** What stands over the window now. */
  readonly shown = $derived(this.waits.find(({ id }) => !this.#aside.includes(id)) ?? null);

  /** To be called from an effect; looks for requests while the effect lives. */
  follow(): () => void {
    void this.reload();
    return onChange(["pin"], () => void this.reload());
  }

  async reload(): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    const answer = await call("phone.waits", {}).catch(() => null);
    if (answer === null || turn !== this.#turn) return;
    const isNew = answer.waits.some(({ id }) => this.waits.every((known) => known.id !== id));
    this.waits = answer.waits;
    if (!isNew) return;
    this.error = null;
    const known = await readCertificates().catch(() => []);
    if (turn === this.#turn) this.#certificates = known;
  }

  certificateOf = (wait: PhoneWait) => this.#certificates.find(({ id }) => id === wait.certificate) ?? null;

  putAside(wait: PhoneWait): void {
    this.#aside = [...this.#aside, wait.id];
  }
  bringBack(): void {
    this.#aside = [];
  }

  async leave(wait: PhoneWait): Promise<void> {
    if (this.isBusy) return;
    this.isBusy = true;
    this.error = null;
    try {
      await call("phone.leave", { id: wait.id });
    } catch (cause) {
      this.error = ApiError.from(cause);
    } finally {
      this.isBusy = false;
    }
    await this.reload();
  }
}

export const phone = new Phone();
