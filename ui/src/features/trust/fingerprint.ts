/** A fingerprint as people compare it: in groups of four. */
export const inGroups = (digits: string) => digits.replaceAll(/(.{4})(?=.)/g, "$1 ");

/** Only its digits, in capitals: however a page or a letter parted them. */
export const digitsOf = (typed: string) => typed.replaceAll(/[^0-9a-f]/gi, "").toUpperCase();
