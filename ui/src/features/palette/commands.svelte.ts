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

/** Everything that can be done at this moment. The latest shown comes last. */
export function offered(): Offer[] {
  return [...offers].map((ask) => untrack(ask)).filter(({ commands }) => commands.length > 0);
}

class Palette {
  isOpen = $state(false);
}

export const palette = new Palette();
