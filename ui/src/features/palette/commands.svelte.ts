/**
 * What can be done now. Whatever shows an action offers it here, so that it is found by its name too. Offers are asked
 * only when the list of commands opens: until then they cost nothing.
 */
import { type Component, untrack } from "svelte";

export interface Command {
  id: string;
  label: string;
  /** Beside the label, quieter. */
  note?: string;
  /** Other words it is found by. */
  words?: string;
  /** «Ctrl+P» */
  keys?: string;
  icon?: Component<{ size?: number }>;
  run: () => void;
}

/** What the commands are about: the opened document, what is ticked, the view. */
export type Place = "document" | "selection" | "view";

export interface Offer {
  place: Place;
  /** How many documents they are about, where there are many. */
  count?: number;
  commands: Command[];
}

const offers = new Set<() => Offer>();

/** To be called while a component is made: its commands are there as long as it is. */
export function offer(ask: () => Offer): void {
  $effect(() =>
    untrack(() => {
      offers.add(ask);
      return () => offers.delete(ask);
    }),
  );
}

/** The command that presses this button of the view, while it can be seen. */
export function offerPress(button: () => HTMLElement | null, command: Omit<Command, "run">): void {
  offer(() => {
    const isHidden = button()?.checkVisibility?.() === false;
    return { place: "view", commands: isHidden ? [] : [{ ...command, run: () => button()?.click() }] };
  });
}

/** Everything that can be done at this moment. The latest shown comes last. */
export function offered(): Offer[] {
  return [...offers].map((ask) => untrack(ask)).filter(({ commands }) => commands.length > 0);
}

/** Keys that a field or a list of lines takes without any other key held. */
const TAKEN = ["Enter", "Backspace", "ArrowDown", "ArrowUp", "Tab"];

class Palette {
  isOpen = $state(false);
  /** The field of the list has the focus; until then what is pressed is meant for it all the same. */
  hasField = false;
  #ahead: string[] = [];

  /** A key pressed between the wish for the list and the list: it must not reach what stands behind. */
  keepAhead(event: KeyboardEvent): void {
    if (!this.isOpen || this.hasField || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "Escape") this.isOpen = false;
    else if ([...event.key].length === 1 || TAKEN.includes(event.key)) this.#ahead.push(event.key);
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  /** The field has the focus: what was pressed meanwhile, in order. */
  takeAhead(): string[] {
    this.hasField = true;
    return this.#ahead.splice(0);
  }

  /** The list is gone or was never there. */
  forgetAhead(): void {
    this.hasField = false;
    this.#ahead = [];
  }
}

export const palette = new Palette();
