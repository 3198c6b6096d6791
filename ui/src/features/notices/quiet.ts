/** Quiet hours as people type them. */

/** «22:00» of «22:00», «22.00», «2200», «22»; `undefined` for what is no time. */
export function typedTime(text: string): string | undefined {
  const found = /^\s*(\d{1,2})(?:\s*[:.\- ]?\s*(\d{2}))?\s*$/.exec(text);
  if (found === null) return undefined;
  const [hour, minute] = [Number(found[1]), Number(found[2] ?? 0)];
  if (hour > 23 || minute > 59) return undefined;
  return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}

/** How the end lies to the beginning: the same day, the next one, or a whole day later. */
export function endOf(from: string, to: string): "same" | "next" | "whole" {
  if (from === to) return "whole";
  return from < to ? "same" : "next";
}
