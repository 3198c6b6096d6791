/**
 * Names of the parts of this window that show one answer at a time. The program gives up the older question of a part
 * when a newer one comes; other windows of the same program have names of their own.
 */
const own = Math.random().toString(36).slice(2, 10);

export const paneOf = (part: string): string => `${part}-${own}`;

/** The program gave a question up, because this window asked a newer one: there is nothing to be told. */
export const isGivenUp = (cause: unknown): boolean =>
  typeof cause === "object" && cause !== null && "code" in cause && cause.code === "work_cancelled";
