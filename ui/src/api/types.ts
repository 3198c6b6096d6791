/** The contract with the program, made from the Rust types. */
export type * from "./generated/types";
export type { Answer, Command, Commands, Request } from "./generated/commands";
