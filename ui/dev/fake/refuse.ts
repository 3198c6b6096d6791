import type { RpcFailure } from "../../src/platform/platform";

/** A refusal as the program words it. */
export const failure = (code: string, message: string, retryable = false): RpcFailure => ({
  code,
  message,
  retryable,
  trace_id: "5f1c-09ab",
});
