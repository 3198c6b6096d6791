/** What shall be asked as soon as a card is there. */
class Wants {
  /** The document whose other side is to be named. */
  otherSideOf = $state<number | null>(null);
  /** The counterparty with whom an exchange is to be set up. */
  exchangeWith = $state<number | null>(null);
}

export const wants = new Wants();
