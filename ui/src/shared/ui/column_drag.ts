/** A head is taken by the pointer and put between two others. */

/** Less than this is a press. */
const START_PX = 5;

export interface Dragged {
  id: string;
  /** The column before which it falls; `null` is the end. */
  before: string | null;
  /** Where the mark of the place stands, in px from the left of the line of heads. */
  left: number;
}

/** Where it would fall if it were let go at `x`, among the heads of `line`. */
export function placeAt(line: HTMLElement, x: number): Omit<Dragged, "id"> {
  const heads = [...line.querySelectorAll<HTMLElement>("[data-column]")];
  const start = line.getBoundingClientRect().left;
  for (const head of heads) {
    const { left, width } = head.getBoundingClientRect();
    if (x < left + width / 2) return { before: head.dataset["column"] ?? null, left: left - start };
  }
  return { before: null, left: (heads.at(-1)?.getBoundingClientRect().right ?? start) - start };
}

interface Told {
  moved: (dragged: Dragged | null) => void;
  dropped: (dragged: Dragged) => void;
}

/** Follows the pointer until it is let go; Escape and a lost pointer leave everything where it was. */
export function dragColumn(event: PointerEvent, line: HTMLElement, id: string, told: Told): void {
  if (event.button !== 0) return;
  const from = event.clientX;
  const head = event.currentTarget as HTMLElement;
  let now: Dragged | null = null;
  const move = (moved: PointerEvent) => {
    if (now === null && Math.abs(moved.clientX - from) < START_PX) return;
    if (now === null) head.setPointerCapture(moved.pointerId);
    now = { id, ...placeAt(line, moved.clientX) };
    told.moved(now);
  };
  const end = (isDrop: boolean) => {
    const last = now;
    window.removeEventListener("pointermove", move);
    window.removeEventListener("pointerup", up);
    window.removeEventListener("pointercancel", cancel);
    window.removeEventListener("keydown", key, true);
    told.moved(null);
    if (last === null) return;
    swallowPress();
    if (isDrop) told.dropped(last);
  };
  const up = () => end(true);
  const cancel = () => end(false);
  const key = (pressed: KeyboardEvent) => {
    if (pressed.key !== "Escape") return;
    pressed.stopPropagation();
    end(false);
  };
  window.addEventListener("pointermove", move);
  window.addEventListener("pointerup", up);
  window.addEventListener("pointercancel", cancel);
  window.addEventListener("keydown", key, true);
}

/** The press that ends a drag is no press of the head. Where none follows, the next one is not swallowed. */
function swallowPress(): void {
  const swallow = (press: Event) => press.stopPropagation();
  window.addEventListener("click", swallow, { capture: true, once: true });
  setTimeout(() => window.removeEventListener("click", swallow, true), 0);
}
