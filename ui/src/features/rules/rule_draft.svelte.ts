/** A rule being edited. Drafts outlive the page, so that leaving it by mistake loses nothing. */
import { call } from "../../api/client";
import type { Kind, Rehearsal, Rule, RuleBody } from "../../api/types";
import { Draft } from "../../shared/draft.svelte";
import { announce } from "../changes";
import { newRule } from "./rules";

export class RuleDraft extends Draft<RuleBody> {
  id = $state<number | null>(null);
  isSwitchedOff = $state(false);
  rehearsal = $state.raw<Rehearsal | null>(null);

  constructor(id: number | null, start: RuleBody) {
    super(start);
    this.id = id;
  }

  /** «Записать»; true when it was. */
  save(): Promise<boolean> {
    return this.#do(() => this.#write());
  }

  /** «Проверить на прошлых документах»: what was typed is written first, because that is what is tried. */
  rehearse(): Promise<boolean> {
    return this.#do(async () => {
      if (this.id === null || this.isChanged) await this.#write();
      if (this.id !== null) this.rehearsal = await call("rules.rehearse", { id: this.id });
    });
  }

  switchOn(): Promise<boolean> {
    return this.#do(async () => {
      if (this.id !== null) await call("rules.switch", { id: this.id, is_active: true });
    });
  }

  async #write(): Promise<void> {
    const body = $state.snapshot(this.body);
    const saved = await call("rules.save", { ...(this.id === null ? {} : { id: this.id }), body });
    this.id = saved.id;
    this.isSwitchedOff = saved.is_switched_off;
    this.rehearsal = null;
    this.wrote(body);
  }

  #do(action: () => Promise<void>): Promise<boolean> {
    return this.run(async () => {
      await action();
      announce("rules");
    });
  }
}

const drafts = new Map<string, RuleDraft>();

/** `what`: an id, or `new`. `null` while the rule is not known. */
export function draftOf(what: string, rules: Rule[], kinds: Kind[]): RuleDraft | null {
  const kept = drafts.get(what);
  if (kept?.isChanged) return kept;
  const rule = rules.find((one) => one.id === Number(what));
  const kind = kinds.find((one) => !one.is_hidden);
  if (what === "new" ? kind === undefined : rule === undefined) return null;
  const start = rule?.body ?? newRule(kind?.id ?? 0, kind?.name ?? "");
  const draft = new RuleDraft(rule?.id ?? null, JSON.parse(JSON.stringify(start)) as RuleBody);
  drafts.set(what, draft);
  return draft;
}

export function forgetDraft(what: string): void {
  drafts.delete(what);
}
