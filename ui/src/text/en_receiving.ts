/** The English of `ru_receiving.ts`. */
import type { ruReceiving } from "./ru_receiving";

export const enReceiving: typeof ruReceiving = {
  copies: {
    archive: "Download the operator’s archive",
    archiveNote: "The original, signatures and service documents",
    print_form: "Download the operator’s print form",
    printFormNote: "PDF with the operator’s marks",
    protocol: "Download the protocol of the transfer",
    protocolNote: "PDF and the operator’s signature",
  },
  history: {
    label: "Documents that are in the box already",
    month: "30 days",
    day: "Since a day",
    all: "Everything",
    since: "Since which day",
    note: (since: string) =>
      `Documents to which something happened since ${since} will appear. The rest stays in the operator’s cabinet.`,
    allNote: "All documents of the box will appear. An old box may take hours; you can work at once.",
  },
  pairs: {
    part: "Linked document",
    alike: "Looks like our document",
    several: "Looks like our documents",
    accept: "This one",
    acceptHint: (label: string) => `This one: ${label}`,
    refuse: "Not this one",
    refuseHint: (label: string) => `Not this one: ${label}`,
    choose: "Link with a document of ours…",
    chooseOther: "Choose another…",
    choosing: "Our document",
    placeholder: "Number, counterparty or sum",
    none: "There is no such document. Search by number, counterparty or sum.",
    ours: "Our document",
    came: "Came from the operator",
    remove: "Remove the link",
    accepted: "The documents are linked: ours takes over the status of the incoming one.",
    refused: "This document is not offered any more.",
    removed: "The link is removed.",
    undo: "Undo",
    failed: "The link was not changed",
  },
};
