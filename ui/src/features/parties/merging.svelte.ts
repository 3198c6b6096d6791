/** Two cards that are to become one: which stays, which goes, what moves. */
import { ApiError, call } from "../../api/client";
import type { Counterparty, Individual } from "../../api/types";
import { phone } from "../../shared/format/phone";
import { t } from "../../text";
import { announce } from "../changes";

/** One of the two, as the confirmation shows it. */
export interface MergeSide {
  id: number;
  name: string;
  facts: string[];
  documents: number;
}

type What = "companies" | "people";

class Merging {
  what = $state<What>("companies");
  keep = $state.raw<MergeSide | null>(null);
  drop = $state.raw<MergeSide | null>(null);
  isBusy = $state(false);
  error = $state.raw<ApiError | null>(null);
  #then: (keptId: number) => void = () => undefined;
  readonly isOpen = $derived(this.keep !== null && this.drop !== null);

  /** Asks what both hold, then shows them side by side. */
  async ask(what: What, keepId: number, dropId: number, then: (keptId: number) => void): Promise<void> {
    this.what = what;
    this.error = null;
    this.#then = then;
    const read = what === "companies" ? companySide : personSide;
    const [keep, drop] = await Promise.all([read(keepId), read(dropId)]);
    this.keep = keep;
    this.drop = drop;
  }

  swap(): void {
    [this.keep, this.drop] = [this.drop, this.keep];
  }

  close(): void {
    this.keep = null;
    this.drop = null;
  }

  async confirm(): Promise<void> {
    const { keep, drop } = this;
    if (keep === null || drop === null || this.isBusy) return;
    this.isBusy = true;
    this.error = null;
    const request = { keep_id: keep.id, drop_id: drop.id };
    try {
      await call(this.what === "companies" ? "counterparties.merge" : "individuals.merge", request);
      this.close();
      announce("counterparties", "individuals", "documents");
      this.#then(keep.id);
    } catch (cause) {
      this.error = ApiError.from(cause);
    }
    this.isBusy = false;
  }
}

export const numbersLine = ({ inn, kpp }: Pick<Counterparty, "inn" | "kpp">) =>
  `${t.firms.inn} ${inn}${kpp ? `, ${t.firms.kpp} ${kpp}` : ""}`;

async function companySide(id: number): Promise<MergeSide> {
  const { counterparty, documents, relations } = await call("counterparties.get", { id });
  const ids = [...new Set(relations.map((box) => `${box.operator_title}: ${box.box_id}`))];
  return { id, name: counterparty.name, facts: [numbersLine(counterparty), ...ids], documents };
}

const contacts = (person: Individual) => [phone(person.phone), person.email].filter((part) => part !== "");

async function personSide(id: number): Promise<MergeSide> {
  const { individual, documents } = await call("individuals.get", { id });
  return { id, name: individual.full_name, facts: contacts(individual), documents };
}

export const merging = new Merging();
