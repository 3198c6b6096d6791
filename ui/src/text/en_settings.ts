/** The words of the settings, in English. */
import type { ruSettings } from "./ru_settings";
import { enCount } from "./plural";

export const enSettings: typeof ruSettings = {
  settings: {
    title: "Settings",
    tabs: {
      firms: "Firms",
      connections: "Connections",
      schedule: "Schedule",
      security: "Security",
      view: "View",
    },
  },
  firms: {
    lead: "The firms on whose behalf you send documents.",
    add: "Add a firm",
    emptyTitle: "No firms yet",
    emptyText: "A firm appears by itself when you connect an operator. You can also add it by hand.",
    dialogNew: "New firm",
    dialogEdit: "Firm",
    name: "Name",
    nameHint: "As in documents: ООО «Ромашка», ИП Иванов Иван Иванович.",
    inn: "Tax id (ИНН)",
    innHint: "10 digits for a company, 12 for an entrepreneur.",
    kpp: "КПП",
    kppHint: "9 characters. An entrepreneur has none.",
    nameMissing: "Enter the name of the firm.",
    innMissing: "Enter the tax id.",
    innShape: "A tax id has 10 or 12 digits.",
    innChecksum: "The check digits of the tax id do not match. Check the digits.",
    kppMissing: "Enter the КПП: a company always has one.",
    kppShape: "A КПП has 9 characters: digits; the fifth and sixth may be Latin letters.",
    kppNotForPerson: "An entrepreneur has no КПП. Leave the field empty.",
    person: "entrepreneur",
  },
  connections: {
    lead: "A connection ties a firm to its box at an operator.",
    add: "Connect an operator",
    emptyTitle: "No operators connected",
    emptyText: "Connect an operator to send documents and to see their statuses.",
    dialogNew: "Connection to an operator",
    dialogEdit: "Connection",
    operator: "Operator",
    firm: "Firm",
    firmFromBox: "By the operator's box",
    firmHint: "If there is no such firm yet, it is made from the box.",
    address: "Address of the service",
    addressHint: "Change it only if the operator said so.",
    extra: "More",
    test: "Test the connection",
    testing: "Testing",
    testOk: (count) => `Connected. ${enCount(count, "box is", "boxes are")} open to you.`,
    noBoxes:
      "The operator let us in, but this user has no boxes. Ask the administrator for access to the box.",
    box: "Box",
    boxChoose: "These credentials open several boxes.",
    boxPlaceholder: "Choose a box",
    boxMissing: "Choose the box that documents leave from.",
    testBox: "test box",
    testBoxHint: "Documents of a test box have no legal force.",
    secretKept: "Saved. Type again to replace.",
    fieldMissing: (label) => `Fill in “${label}”.`,
    secretsNote: "Keys and passwords are kept in this computer's keystore and are never shown again.",
    removeTitle: "Remove the connection",
    removeText: (name) =>
      `The connection “${name}” will be removed together with its key. Documents and their history stay in the registry.`,
    removeButton: "Remove the connection",
    saved: "The connection is saved.",
  },
  schedule: {
    lead: "Exchange with operators goes on by itself. Here you see when it was and when it will be.",
    pause: "Ask for news",
    pauses: (seconds: number) =>
      seconds < 60
        ? `every ${enCount(seconds, "second", "seconds")}`
        : seconds < 3600
          ? `every ${enCount(Math.round(seconds / 60), "minute", "minutes")}`
          : `every ${enCount(Math.round(seconds / 3600), "hour", "hours")}`,
    last: "Last exchange",
    next: "Next attempt",
    state: "State",
    now: "Exchange now",
    empty: "The schedule appears when you connect an operator.",
  },
  security: {
    title: "Where your keys are",
    lead: "Keys and passwords never get into the database, the logs or the window.",
    kinds: { os: "Keystore of the operating system", vault: "Keystore with a passphrase" },
    recovery: "Recovery key",
    recoveryExported: (time) => `Written down ${time}.`,
    recoveryMissing:
      "Not written down yet. Without it the database cannot be opened on another computer. Write it down with the command surguch-cli recovery-key show.",
    dataFolder: "Folder of the database",
    version: "Version",
    facts: [
      "The database and the files of documents are encrypted on disk.",
      "The key of the database lies in the keystore, not beside the database.",
      "What you type into a password field is handed to the program once and wiped from the window.",
    ],
  },
  view: {
    theme: "Appearance",
    themes: { system: "As in the system", light: "Light", dark: "Dark" },
    density: "Rows of tables",
    densities: { comfortable: "Comfortable", compact: "Compact" },
    autostart: "Start with the computer",
    language: "Language",
    languages: { ru: "Русский", en: "English" },
  },
};
