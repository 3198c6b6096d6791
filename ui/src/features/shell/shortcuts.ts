/**
 * Every key of the window, once: the list of F1 is made from this, and so are the keys beside commands. Which key does
 * what is decided where the thing is done; a test presses them.
 */
import { t, type Text } from "../../text";

export type KeyName = keyof Text["keys"]["names"];
export type KeyGroup = Exclude<keyof Text["keys"]["groups"], "sections">;

/** Keys pressed together are joined by «+»; several ways to the same thing stand one after another. */
export const KEYS: Record<KeyName, readonly string[]> = {
  palette: ["Ctrl+K"],
  sheet: ["F1"],
  sync: ["F5"],
  close: ["Esc"],
  search: ["Ctrl+F"],
  toRows: ["↓", "Enter"],
  create: ["Ctrl+N", "Insert"],
  walk: ["↑", "↓", "PgUp", "PgDn"],
  ends: ["Home", "End"],
  tick: ["Space"],
  tickRange: ["Shift+↑", "Shift+↓", "Shift+PgUp", "Shift+PgDn", "Shift+Space", "Shift+click"],
  tickToEnds: ["Shift+Home", "Shift+End"],
  tickAll: ["Ctrl+A"],
  tickMore: ["Ctrl+click"],
  copy: ["Ctrl+C"],
  sendTicked: ["Ctrl+Enter"],
  open: ["Enter"],
  type: ["letters"],
  width: ["Alt+←", "Alt+→"],
  moveColumn: ["Alt+Shift+←", "Alt+Shift+→"],
  addSort: ["Shift+Enter", "Shift+click"],
  columnMenu: ["Alt+↓"],
  edit: ["F2", "E"],
  print: ["Ctrl+P"],
  full: ["F11"],
  main: ["Ctrl+Enter"],
  save: ["Ctrl+S"],
  undo: ["Ctrl+Z"],
  redo: ["Ctrl+Shift+Z", "Ctrl+Y"],
  nextField: ["Enter"],
  done: ["Ctrl+Enter", "Esc"],
  nextCell: ["Tab", "Enter"],
  walkCells: ["↑", "↓", "PgUp", "PgDn"],
  firstLast: ["Ctrl+Home", "Ctrl+End"],
  insertLine: ["Insert"],
  copyLine: ["F9"],
  removeLine: ["Ctrl+Delete"],
  leaveLines: ["Esc"],
  day: ["↑", "↓"],
  list: ["↓"],
  confirm: ["Ctrl+Enter"],
  leaveSource: ["Esc", "Tab"],
};

export const KEY_GROUPS: Record<KeyGroup, KeyName[]> = {
  program: ["palette", "sheet", "sync", "search", "close"],
  list: [
    "toRows",
    "walk",
    "ends",
    "open",
    "tick",
    "tickRange",
    "tickToEnds",
    "tickAll",
    "tickMore",
    "copy",
    "sendTicked",
    "type",
    "create",
    "width",
    "moveColumn",
    "addSort",
    "columnMenu",
  ],
  card: ["edit", "print", "full", "main"],
  form: ["save", "undo", "redo", "nextField", "done"],
  lines: ["nextCell", "walkCells", "firstLast", "insertLine", "copyLine", "removeLine", "leaveLines"],
  fields: ["list", "day", "confirm", "leaveSource"],
};

/** The first way, for the end of a line. */
export const keyOf = (name: KeyName): string => KEYS[name][0] ?? "";

/** «Ctrl+A» as the names on the caps: `["Ctrl", "A"]`. */
export function caps(keys: string): string[] {
  const press: Record<string, string> = {
    click: t.keys.press.click,
    letters: t.keys.press.letters,
    Space: t.keys.press.space,
  };
  return keys.split("+").map((cap) => press[cap] ?? cap);
}
