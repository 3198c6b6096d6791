/** The contract with the program. Everything but the few names below comes from the Rust types. */
import type { Counterparty as KnownCounterparty } from "./generated/types";

export type * from "./generated/types";
export type { Answer, Command, Commands, Request } from "./generated/commands";

/** What the program may add about a counterparty: its boxes at the operators. */
export interface CounterpartyBox {
  connection_id: number;
  partnership: string;
  is_roaming: boolean;
  is_test: boolean;
}
export type Counterparty = KnownCounterparty & { boxes?: CounterpartyBox[] };
