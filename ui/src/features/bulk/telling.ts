/** Actions that tell the other side something about a document. */
export const TELLING = [
  "confirm_receipt",
  "reject",
  "request_amendment",
  "request_revocation",
  "accept_revocation",
  "reject_revocation",
  "send_message",
  "cancel_shipment_fixation",
];
