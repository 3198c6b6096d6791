/** The one field with which files are chosen; whoever wants files opens it. */
const ACCEPT = { documents: ".xml,.pdf", tables: ".csv,.tsv,.xlsx" };

class Picker {
  element = $state<HTMLInputElement | null>(null);

  open(what: keyof typeof ACCEPT): void {
    if (this.element === null) return;
    this.element.accept = ACCEPT[what];
    this.element.click();
  }
}

export const picker = new Picker();
