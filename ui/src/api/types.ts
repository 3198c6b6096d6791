/** The contract with the program. Everything but the few names below comes from the Rust types. */
import type { Commands as EngineCommands } from "./generated/commands";
import type { ApiError as Refusal, Counterparty as KnownCounterparty } from "./generated/types";

export type * from "./generated/types";

/** What the program may add about a counterparty: its boxes at the operators. */
export interface CounterpartyBox {
  connection_id: number;
  partnership: string;
  is_roaming: boolean;
  is_test: boolean;
}
export type Counterparty = KnownCounterparty & { boxes?: CounterpartyBox[] };

/** `training`: the program talks to its own emulated operator, with a database of its own. */
export type Mode = "training" | "work";

/** How the program stands before any document is spoken of. */
export interface WorldState {
  mode: Mode;
  /** Where the other side of the training world signs. */
  training_page: string | null;
  /** Why the world is not open. */
  problem: Refusal | null;
}

interface OpenWorld {
  passphrase?: string | null;
}

interface WorldCommands {
  "world.get": [Record<string, never>, WorldState];
  "world.open": [OpenWorld, WorldState];
  "world.restore_key": [{ recovery_key: string } & OpenWorld, WorldState];
  "training.start": [OpenWorld, WorldState];
  "training.leave": [OpenWorld, WorldState];
}

export type Commands = EngineCommands & WorldCommands;
export type Command = keyof Commands;
export type Request<C extends Command> = Commands[C][0];
export type Answer<C extends Command> = Commands[C][1];
