/** What shall be asked as soon as a card, or the window for it, is there. */
class Wants {
  /** Actions on many documents, wherever in the window they were begun. */
  isBulkWanted = $state(false);
  /** The document whose other side is to be named. */
  otherSideOf = $state<number | null>(null);
  /** The counterparty with whom an exchange is to be set up. */
  exchangeWith = $state<number | null>(null);
}

export const wants = new Wants();
