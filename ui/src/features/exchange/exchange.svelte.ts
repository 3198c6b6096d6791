/** «Обмен с ЭДО»: whether the window is open, and what a person does about relations in it. */
import { ApiError, call } from "../../api/client";
import type { Relation, SignedFile } from "../../api/types";
import { announce } from "../changes";

export type ExchangeTab = "progress" | "incoming" | "invitable" | "acts";
export type RelationKind = "invite" | "accept" | "refuse" | "withdraw" | "break";

class ExchangeWindow {
  isOpen = $state(false);
  tab = $state<ExchangeTab>("progress");

  open(tab: ExchangeTab = "progress"): void {
    this.tab = tab;
    this.isOpen = true;
  }
}

export const exchange = new ExchangeWindow();

/** A relation is known by its connection and box. */
export const relationKey = (one: Relation): string => `${one.connection_id}/${one.box_id}`;

export interface Outcome {
  done: number;
  refused: string[];
}

/** Puts an act for each of these into the outbox; what was refused is told by name. */
export async function act(
  kind: RelationKind,
  chosen: Pick<Relation, "counterparty" | "connection_id" | "box_id">[],
  words: string,
  file: SignedFile | null = null,
): Promise<Outcome> {
  const { results } = await call("relations.act", {
    kind,
    relations: chosen.map((one) => ({
      counterparty_id: one.counterparty.id,
      connection_id: one.connection_id,
      ...(one.box_id === "" ? {} : { box_id: one.box_id }),
    })),
    words: words.trim(),
    ...(file === null ? {} : { file }),
  });
  announce("counterparties");
  return {
    done: results.filter((one) => one.error === undefined).length,
    refused: results.flatMap((one) => (one.error === undefined ? [] : [one.error.message])),
  };
}

/** One act; the refusal, if any, is thrown. */
export async function actOnOne(
  kind: RelationKind,
  relation: Pick<Relation, "counterparty" | "connection_id" | "box_id">,
  words: string,
): Promise<void> {
  const { refused } = await act(kind, [relation], words);
  const [first] = refused;
  if (first !== undefined) throw new ApiError({ code: "relation_act", message: first, retryable: false });
}
