/** What the registry asks of the program: one filter, one order, one selection, saved views. */
import { call } from "../../api/client";
import type { Command, Documents } from "../../api/types";

export interface DocumentFilter {
  query?: string;
  statuses?: string[];
  firm_id?: number;
  counterparty_id?: number;
  individual_id?: number;
  kind_id?: number;
  assignee_id?: number;
  direction?: "outbound" | "inbound";
  operator?: string;
  /** Days, `YYYY-MM-DD`; both ends belong to the period. */
  issued_from?: string;
  issued_to?: string;
  /** Decimal text. */
  total_from?: string;
  total_to?: string;
  /** The status holds at least so many days. */
  waiting_days?: number;
}
export type SortBy = "date" | "number" | "counterparty" | "kind" | "firm" | "total" | "status" | "waiting";
export interface Order {
  by: SortBy;
  descending: boolean;
}
export interface SearchTerm {
  /** As typed. */
  text: string;
  kind: "words" | "number" | "sum" | "date" | "inn";
  label: string;
  /** Normalised pieces to mark in the rows. */
  highlight: string[];
}
/** Exactly one of `ids` and `filter`. */
export interface Chosen {
  ids?: number[];
  filter?: DocumentFilter;
  except?: number[];
}
export interface Totals {
  count: number;
  is_more: boolean;
  sums: { currency: string; total: string }[];
}
export interface ExportRequest {
  selection: Chosen;
  sort?: Order;
  columns: string[];
  format: "xlsx" | "csv" | "text";
  encoding?: "utf-8" | "windows-1251";
}
export interface Exported {
  blob: string | null;
  name: string;
  text: string | null;
  rows: number;
}
export interface ViewColumn {
  id: string;
  width?: number;
  is_hidden?: boolean;
}
export interface ViewState {
  filter: DocumentFilter;
  sort?: Order;
  columns?: ViewColumn[];
  density?: "compact" | "roomy";
}
export interface SavedView {
  id: number;
  name: string;
  is_pinned: boolean;
  state: ViewState;
  count: number;
  is_more: boolean;
}

export interface RegistryCommands {
  "documents.list": [
    DocumentFilter & { sort?: Order; after?: string; limit?: number },
    Documents & { terms?: SearchTerm[] },
  ];
  "documents.totals": [{ selection: Chosen }, Totals];
  "documents.select": [{ selection: Chosen }, { ids: number[]; is_more: boolean }];
  "documents.export": [ExportRequest, Exported];
  "views.list": [Record<string, never>, { views: SavedView[] }];
  "views.save": [{ id?: number; name: string; is_pinned: boolean; state: ViewState }, { id: number }];
  "views.remove": [{ id: number }, unknown];
  "views.order": [{ ids: number[] }, unknown];
  "views.share": [{ ids: number[] }, { text: string; name: string; blob?: string | null }];
  "views.take": [{ text: string }, { added: number; left_out: string[] }];
}

export function ask<C extends keyof RegistryCommands>(
  command: C,
  request: RegistryCommands[C][0],
): Promise<RegistryCommands[C][1]> {
  return call(command as Command, request as never) as Promise<RegistryCommands[C][1]>;
}
