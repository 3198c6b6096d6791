/** “What it means”, in English. */
export const enStatuses: Record<string, { meaning: string; press: string }> = {
  send_failed: {
    meaning: "The operator did not take the document. The document itself is kept.",
    press: "Open the card, read the reason, mend it and press “Retry”.",
  },
  send_unknown: {
    meaning: "The document left, but the operator did not answer. It is not known whether it arrived.",
    press: "Wait: the program asks the operator by itself. The document will not go out twice.",
  },
  signature_invalid: {
    meaning: "The operator checked the signature and found it wrong. The document has no legal force.",
    press: "Check the certificate and send the document anew.",
  },
  roaming_failed: {
    meaning: "The counterparty works with another operator and the document did not reach it.",
    press: "Check that roaming with this counterparty is set up and send the document anew.",
  },
  revoked: { meaning: "Both sides agreed to revoke the document.", press: "Nothing to do." },
  revocation_requested_by_them: {
    meaning: "The counterparty proposes to revoke the document.",
    press: "Decide whether you agree and answer on the card of the document.",
  },
  revocation_requested_by_us: {
    meaning: "You proposed to revoke the document. There is no answer yet.",
    press: "Wait for the counterparty.",
  },
  rejected: {
    meaning: "The counterparty refused to sign.",
    press: "Read the reason in the history, correct the document and send a new one.",
  },
  amendment_requested: {
    meaning: "The counterparty asks to correct the document that you sent.",
    press: "Read in the history what is wrong and send a corrected document.",
  },
  amendment_requested_by_us: {
    meaning: "We asked the counterparty to correct the document that it sent.",
    press: "Wait for the corrected document. Your words stand in the history.",
  },
  our_signature_required: {
    meaning: "The document is at the operator and waits for your signature.",
    press: "Open the document and sign it, here or in the operator's cabinet.",
  },
  receipt_required: {
    meaning: "A receipt notice is expected from you.",
    press:
      "Press “Confirm receipt” on the card of the document. To let notices go by themselves, switch the rule on in the card of the firm.",
  },
  marking_pending: {
    meaning: "The marking system is checking the marked goods.",
    press: "Wait: the answer comes by itself.",
  },
  marking_failed: {
    meaning: "The marking system did not accept the marked goods.",
    press: "Read the reason in the history, correct the codes and send the document anew.",
  },
  consent_pending: {
    meaning: "The recipient was asked to consent to electronic exchange.",
    press: "Wait for the consent. The document follows.",
  },
  intermediate_pending: {
    meaning:
      "The document is with the intermediate recipient. The counterparty sees it once it is signed there.",
    press: "Wait, or remind the intermediate recipient: the card names it.",
  },
  their_signature_pending: {
    meaning: "The document is delivered. The counterparty has not signed yet.",
    press: "Wait for the signature or remind the counterparty.",
  },
  receipt_pending: {
    meaning: "The document is delivered. The receipt notice has not come yet.",
    press: "Wait for the notice.",
  },
  signed_with_discrepancies: {
    meaning: "The counterparty signed, but with discrepancies.",
    press: "Open the card, read them and settle them with the counterparty.",
  },
  completed: { meaning: "The document is signed and nobody owes anything.", press: "Nothing to do." },
  signed_by_them: {
    meaning: "The counterparty signed. The operator's confirmations are still on the way.",
    press: "Nothing to do.",
  },
  signed_by_us: {
    meaning: "We signed the inbound document, and the operator took the signature.",
    press: "Nothing to do.",
  },
  delivered: {
    meaning:
      "An outbound document lies in the counterparty's box, an inbound one came to us. No signature is required or asked for yet.",
    press: "Nothing to do.",
  },
  sent: {
    meaning: "The operator took the document and is delivering it.",
    press: "Wait: usually it takes minutes.",
  },
  sending: {
    meaning: "The program is handing the document to the operator.",
    press: "Wait. The window may be closed: sending goes on.",
  },
  queued: { meaning: "The document waits to be sent.", press: "Wait. It can be cancelled in “Sending”." },
  approval_pending: {
    meaning: "The document is being approved inside your firm.",
    press: "Approve it in the operator's cabinet.",
  },
  prepared: {
    meaning: "The file is ready but not sent to the recipient yet.",
    press: "Open the document and send it.",
  },
  draft: {
    meaning: "The document is a draft at the operator. The counterparty does not see it.",
    press: "Press “Sign and send the draft” on the card, or send it in the operator's cabinet.",
  },
  deleted: {
    meaning: "The document was removed from the box at the operator. It stays in your registry.",
    press: "If that was a mistake, restore it in the operator's cabinet.",
  },
  not_in_edo: {
    meaning: "The document is in the registry but was never sent.",
    press: "Press “Send to EDO”.",
  },
  unknown: {
    meaning: "The operator reported something the program does not know yet. Its words are shown beside.",
    press: "Read the operator's words and check the document in its cabinet.",
  },
};

/** The labels themselves; the program sends them in Russian. */
export const enStatusLabels: Record<string, string> = {
  send_failed: "Sending failed",
  send_unknown: "Result of sending unknown",
  signature_invalid: "Signature invalid",
  roaming_failed: "Not delivered (roaming)",
  revoked: "Revoked",
  revocation_requested_by_them: "Counterparty asks to revoke",
  revocation_requested_by_us: "We ask to revoke",
  rejected: "Signature refused",
  amendment_requested: "Amendment requested",
  amendment_requested_by_us: "We asked for an amendment",
  our_signature_required: "Our signature required",
  receipt_required: "Receipt notice required",
  marking_pending: "Waiting for marking system",
  marking_failed: "Marking system error",
  consent_pending: "Waiting for consent",
  intermediate_pending: "Waiting for intermediate recipient",
  their_signature_pending: "Waiting for their signature",
  receipt_pending: "Waiting for receipt notice",
  signed_with_discrepancies: "Signed with discrepancies",
  completed: "Completed",
  signed_by_them: "Signed by counterparty",
  signed_by_us: "Signed by us",
  delivered: "Delivered",
  sent: "Sent",
  sending: "Sending",
  queued: "Queued",
  approval_pending: "Being approved",
  prepared: "Prepared",
  draft: "Draft",
  deleted: "Deleted",
  not_in_edo: "Not sent",
  unknown: "Unknown status",
};
