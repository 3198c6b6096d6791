/** A Russian phone as people write it: «+7 912 345-67-89»; any other stays as it is. */
export function phone(number: string | null): string {
  const match = /^\+7(\d{3})(\d{3})(\d{2})(\d{2})$/.exec(number ?? "");
  return match === null ? (number ?? "") : `+7 ${match[1]} ${match[2]}-${match[3]}-${match[4]}`;
}
