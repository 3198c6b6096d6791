/** For whose counterparty the box and the departments are chosen, and what is done afterwards. */
class Routing {
  documentId = $state<number | null>(null);
  #then: (() => void) | null = null;

  /** Opens the choice; `then` runs when something was chosen. */
  ask(documentId: number, then: (() => void) | null = null): void {
    this.documentId = documentId;
    this.#then = then;
  }
  done(): void {
    const then = this.#then;
    this.leave();
    then?.();
  }
  leave(): void {
    this.documentId = null;
    this.#then = null;
  }
}

export const routing = new Routing();
