/** Typed calls over the platform. Deliberately keeps no copies of answers: the views re-read on events. */
import { isRpcFailure, type Platform, type RpcFailure } from "../platform/platform";
import { t } from "../text";

import { keepAhead, takeAhead } from "./ahead";
import type { Answer, Command, Request } from "./types";

/** What went wrong, in a complete sentence for a person. */
export class ApiError extends Error {
  readonly code: string;
  readonly retryable: boolean;
  readonly traceId: string | null;

  constructor(failure: RpcFailure) {
    super(failure.message);
    this.name = "ApiError";
    this.code = failure.code;
    this.retryable = failure.retryable;
    this.traceId = failure.trace_id ?? null;
  }

  static from(cause: unknown): ApiError {
    if (cause instanceof ApiError) return cause;
    if (isRpcFailure(cause)) return new ApiError(cause);
    return new ApiError({ code: "unexpected", message: t.errors.unexpected, retryable: true });
  }
}

let platform: Platform | null = null;

/** Called once at start. */
export function usePlatform(chosen: Platform): void {
  platform = chosen;
}

export function currentPlatform(): Platform {
  if (platform === null) throw new Error("the platform is chosen before the first view is shown");
  return platform;
}

/** Runs a command. Rejects with {@link ApiError} and nothing else. */
export async function call<C extends Command>(command: C, request: Request<C>): Promise<Answer<C>> {
  try {
    const answer = takeAhead(command, request) ?? currentPlatform().rpc(command, request);
    return (await answer) as Answer<C>;
  } catch (cause) {
    throw ApiError.from(cause);
  }
}

/** Asks now what a view will ask in a moment. */
export function askAhead<C extends Command>(command: C, request: Request<C>): void {
  keepAhead(command, request, currentPlatform().rpc(command, request));
}
