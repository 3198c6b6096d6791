/** Something read from the program that is read again when the program says that it changed. */
import { untrack } from "svelte";

import { ApiError } from "../api/client";
import type { Topic } from "../platform/platform";
import { onChange } from "./changes";

export class Live<T> {
  value = $state.raw<T | null>(null);
  error = $state.raw<ApiError | null>(null);
  /** True until the first answer; a later reading keeps what is shown. */
  isLoading = $state(true);
  readonly #load: () => Promise<T>;
  #turn = 0;
  #newest: Promise<void> = Promise.resolve();

  constructor(load: () => Promise<T>) {
    this.#load = load;
  }

  /** Ends when the newest reading has ended: what is shown then was asked for no earlier than now. */
  async reload(): Promise<void> {
    this.#newest = this.#read();
    let awaited;
    do {
      awaited = this.#newest;
      await awaited;
    } while (awaited !== this.#newest);
  }

  async #read(): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    try {
      const value = await this.#load();
      if (turn !== this.#turn) return;
      this.value = value;
      this.error = null;
    } catch (cause) {
      if (turn !== this.#turn) return;
      this.error = ApiError.from(cause);
    }
    this.isLoading = false;
  }
}

/** To be called while a component is made. What `load` reads before its first `await` makes it read again. */
export function live<T>(topics: Topic[], load: () => Promise<T>): Live<T> {
  const resource = new Live(load);
  $effect(() => void resource.reload());
  $effect(() => untrack(() => onChange(topics, () => void resource.reload())));
  return resource;
}
