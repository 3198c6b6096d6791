/** Actions that tell the other side something about a document with a signed paper beside it. */
export const TELLING = [
  "confirm_receipt",
  "reject",
  "request_amendment",
  "request_revocation",
  "accept_revocation",
  "reject_revocation",
];
