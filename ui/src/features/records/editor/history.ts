/** Steps back and forth over whole values. Values are never changed in place, so a step costs only what differs. */

const MOST_STEPS = 200;
/** Typing into one place is one step until a pause of this length. */
const PAUSE_MS = 1500;

interface Step<T> {
  value: T;
  tag: string;
  at: number;
}

export class History<T> {
  #past: T[] = [];
  #future: T[] = [];
  #present: Step<T>;

  constructor(value: T) {
    this.#present = { value, tag: "", at: 0 };
  }

  get present(): T {
    return this.#present.value;
  }
  get canUndo(): boolean {
    return this.#past.length > 0;
  }
  get canRedo(): boolean {
    return this.#future.length > 0;
  }

  /** A change by the person. Changes with the same tag, one soon after the other, are one step. */
  commit(value: T, tag: string, at: number): void {
    if (value === this.#present.value) return;
    const isContinued =
      tag !== "" &&
      tag === this.#present.tag &&
      at - this.#present.at < PAUSE_MS &&
      this.#future.length === 0;
    if (!isContinued) this.#past.push(this.#present.value);
    if (this.#past.length > MOST_STEPS) this.#past.shift();
    this.#future = [];
    this.#present = { value, tag, at };
  }

  /** The same state told more exactly, by the program: no step. */
  refine(value: T): void {
    this.#present = { ...this.#present, value };
  }

  undo(): boolean {
    const value = this.#past.pop();
    if (value === undefined) return false;
    this.#future.push(this.#present.value);
    this.#present = { value, tag: "", at: 0 };
    return true;
  }

  redo(): boolean {
    const value = this.#future.pop();
    if (value === undefined) return false;
    this.#past.push(this.#present.value);
    this.#present = { value, tag: "", at: 0 };
    return true;
  }
}
