/**
 * Where the window runs: inside the desktop program or in a browser beside `surguch-cli serve`.
 * Nothing above this folder knows which of the two it is.
 */

/** What changed; the reader asks again for what it shows. */
export type Topic =
  "documents" | "outbox" | "connections" | "counterparties" | "firms" | "notices" | "status";

export interface ChangeEvent {
  topic: Topic;
  /** Empty when too many changed to name them. */
  ids: number[];
}

/** A refused call, in the words of the program. */
export interface RpcFailure {
  code: string;
  message: string;
  retryable: boolean;
  trace_id?: string | null;
}

export interface Platform {
  readonly kind: "desktop" | "browser";
  /** Runs a command. Rejects with {@link RpcFailure}. */
  rpc(command: string, request: object): Promise<unknown>;
  /** The bytes of a stored file. */
  content(blobId: string): Promise<Uint8Array<ArrayBuffer>>;
  /** Reports changes until the returned function is called. `onGap`: events may have been missed, read all again. */
  onEvents(receive: (event: ChangeEvent) => void, onGap: () => void): () => void;
  /** Opens an address in the person's own browser. */
  openExternal(url: string): Promise<void>;
}

export function isRpcFailure(value: unknown): value is RpcFailure {
  return (
    typeof value === "object" &&
    value !== null &&
    typeof (value as RpcFailure).code === "string" &&
    typeof (value as RpcFailure).message === "string"
  );
}
