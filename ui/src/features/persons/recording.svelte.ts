/** «Запись ЭДО»: for which document telephone and name are looked over, and what is done afterwards. */
export interface Asked {
  documentId: number;
  /** It is to be sent, too. */
  isSending: boolean;
  then: (() => void) | null;
}

class Recording {
  asked = $state.raw<Asked | null>(null);

  /** Telephone and name are only looked over; `then` runs when they were written down. */
  check(documentId: number, then: (() => void) | null = null): void {
    this.asked = { documentId, isSending: false, then };
  }
  send(documentId: number): void {
    this.asked = { documentId, isSending: true, then: null };
  }
  done(): void {
    const then = this.asked?.then;
    this.asked = null;
    then?.();
  }
  leave(): void {
    this.asked = null;
  }
}

export const recording = new Recording();
