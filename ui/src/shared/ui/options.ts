/** A choice of a list. */
export interface Option {
  value: string;
  label: string;
  /** A second, quieter line or word. */
  note?: string;
  disabled?: boolean;
}
