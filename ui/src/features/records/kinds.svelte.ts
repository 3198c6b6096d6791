/** The directory of kinds, read once for everyone who shows it. */
import { call } from "../../api/client";
import type { Kind } from "../../api/types";
import { onChange } from "../changes";
import { Live } from "../live.svelte";

class Kinds {
  list = new Live<Kind[]>(async () => (await call("kinds.list", {})).kinds);
  readonly all = $derived(this.list.value ?? []);
  /** Those that a new document may have. */
  readonly offered = $derived(this.all.filter((kind) => !kind.is_hidden));
  #isFollowed = false;

  /** Reads the directory when it is wanted first, and again when it changes. */
  want(): void {
    if (this.#isFollowed) return;
    this.#isFollowed = true;
    void this.list.reload();
    onChange(["kinds"], () => void this.list.reload());
  }
}

export const kinds = new Kinds();
