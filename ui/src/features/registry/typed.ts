/** Sums and numbers of days as people type them. */

/** «12 345,67» as decimal text; `null` for nothing, `undefined` for what is no sum. */
export function typedSum(text: string): string | null | undefined {
  const plain = text.replace(/[\s\u00a0\u202f₽]/g, "").replace(",", ".");
  if (plain === "") return null;
  return /^\d{1,15}(\.\d{1,2})?$/.test(plain) ? plain.replace(/^0+(?=\d)/, "") : undefined;
}

const MOST_DAYS = 3650;

/** A whole number of days; `null` for nothing, `undefined` for what is none. */
export function typedDays(text: string): string | null | undefined {
  const plain = text.trim();
  if (plain === "") return null;
  const days = /^\d{1,4}$/.test(plain) ? Number(plain) : 0;
  return days >= 1 && days <= MOST_DAYS ? String(days) : undefined;
}
