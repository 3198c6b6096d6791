/**
 * Where the window runs: inside the desktop program or in a browser beside `surguch-cli serve`.
 * Nothing above this folder knows which of the two it is.
 */

/** What changed; the reader asks again for what it shows. `world`: everything. */
export type Topic =
  | "documents"
  | "outbox"
  | "connections"
  | "counterparties"
  | "firms"
  | "notices"
  | "kinds"
  | "individuals"
  | "employees"
  | "forms"
  | "folders"
  | "views"
  | "certificates"
  | "pin"
  | "trust"
  | "rules"
  | "powers"
  | "bulk"
  | "work"
  | "status"
  | "world";

export interface ChangeEvent {
  topic: Topic;
  /** Empty when any row may have changed. */
  ids: number[];
}

/** A refused call, in the words of the program. */
export interface RpcFailure {
  code: string;
  message: string;
  retryable: boolean;
  trace_id?: string | null;
}

/** What a pressed notification is about. */
export type NewsPlace =
  | { what: "document"; id: number }
  /** The registry: these statuses, which began on this day or later. */
  | { what: "documents"; statuses: string[]; since: string }
  /** Where this kind of news is dealt with. */
  | { what: "place"; kind: string }
  | { what: "list" };

/** What the program says by itself. */
export interface News {
  changed: (event: ChangeEvent) => void;
  /** Some news may have been missed. */
  gap: () => void;
  /** A desktop notification was pressed. */
  openNews: (place: NewsPlace) => void;
}

export interface Platform {
  readonly kind: "desktop" | "browser";
  /** Runs a command. Rejects with {@link RpcFailure}. */
  rpc(command: string, request: object): Promise<unknown>;
  /** The bytes of a stored file. */
  content(blobId: string): Promise<Uint8Array<ArrayBuffer>>;
  /** Listens until the returned function is called. */
  listen(news: News): () => void;
  /** Opens a page of the training world in the person's own browser. Rejects with {@link RpcFailure}. */
  openPage(url: string): Promise<void>;
  /**
   * Keeps a stored file where the person wants it. The name under which it was kept; `null` when the person chose no
   * place. Rejects with {@link RpcFailure}.
   */
  saveFile(blobId: string, name: string): Promise<string | null>;
  /** The same for text that the window has. */
  saveText(text: string, name: string): Promise<string | null>;
}

export function isRpcFailure(value: unknown): value is RpcFailure {
  return (
    typeof value === "object" &&
    value !== null &&
    typeof (value as RpcFailure).code === "string" &&
    typeof (value as RpcFailure).message === "string"
  );
}
