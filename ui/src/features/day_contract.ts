/** What the visits and the overview ask of the program. */
import { call } from "../api/client";
import type { Command, Status } from "../api/types";

export interface StatusChange {
  document_id: number;
  title: string;
  number: string;
  other_side: string | null;
  from: Status | null;
  to: Status;
  at: string;
}
export interface Since {
  since: string | null;
  changes: StatusChange[];
  is_more: boolean;
  counts: { code: string; label: string; count: number }[];
}
export type Days = 7 | 30 | 90 | 365;
export interface DayCounts {
  day: string;
  sent: number;
  signed: number;
  refused: number;
}
export interface Waiting {
  from_days: number;
  to_days: number | null;
  count: number;
}
export interface Refusals {
  counterparty_id: number | null;
  name: string | null;
  count: number;
}
export interface WaitingParty extends Refusals {
  oldest_days: number;
}
export interface Overview {
  days: DayCounts[];
  waiting: Waiting[];
  refusals: Refusals[];
  waiting_by_counterparty: WaitingParty[];
}

export interface DayCommands {
  "visits.since": [Record<string, never>, Since];
  "visits.mark": [Record<string, never>, unknown];
  "overview.get": [{ firm_id?: number; days: Days }, Overview];
}

export function ask<C extends keyof DayCommands>(
  command: C,
  request: DayCommands[C][0],
): Promise<DayCommands[C][1]> {
  return call(command as Command, request as never) as unknown as Promise<DayCommands[C][1]>;
}
