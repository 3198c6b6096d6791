/** What stands behind the statuses outside the program, in English. */
import type { Law } from "./ru_laws";

export const enLaws: Record<string, Law> = {
  none: {
    says: "This is a state of the sending and not of the document: no law speaks of it.",
    source: "rules of the program",
    checked: "source",
  },
  signature: {
    says: "A qualified signature (КЭП) equals one by hand without further conditions. A simple or an unqualified one does where a law or an agreement of the parties says so.",
    source: "law 63-ФЗ “On electronic signature”; ca.kontur.ru, 12.09.2025",
    checked: "retold",
  },
  validity: {
    says: "A signature is valid if the certificate was valid at the moment of signing where that moment is reliably known, else on the day of checking.",
    source: "law 63-ФЗ, article 11",
    checked: "retold",
  },
  receipt: {
    says: "Who receives an electronic invoice signs a receipt notice. Under the former order (№ 174н) no later than the next business day; the term in order № 14н has not been compared.",
    source: "order of the Ministry of Finance № 14н of 05.02.2021; support.kontur.ru/diadoc/40487",
    checked: "retold",
  },
  amendment: {
    says: "What is wrong is told with an amendment request of the form КНД 1115113; the sender answers with a corrected document. Universal messages take its place from a day that the operator will tell.",
    source:
      "order of the Ministry of Finance № 14н of 05.02.2021; rules of the operator, no order on the change by 21.11.2026",
    checked: "retold",
  },
  rejection: {
    says: "A refusal to sign has the form КНД 1115113 and names its reason. A document that was refused is not signed by the second side.",
    source: "form КНД 1115113, version 1.03; rules of the operator",
    checked: "source",
  },
  revocation: {
    says: "A document is revoked by the proposal of one side and the agreement of the other. Its exchange must be finished and the document signed.",
    source: "rules of the operator: wiki.diadoc.ru, page 1147039; forms of the proposal 1.01 and 1.02",
    checked: "source",
  },
  roaming: {
    says: "Between operators a document goes by roaming. The other operator may refuse it later, after it was sent.",
    source: "rules of the operator about roaming",
    checked: "source",
  },
  marking: {
    says: "A УПД with marking codes is signed by both sides with a qualified signature. The facts are handed over within three business days of acceptance and before the goods go further.",
    source: "klerk.ru, article 681131, 26.02.2026",
    checked: "retold",
  },
  consent: {
    says: "A simple signature is recognised by an agreement of the parties, which says how the signer is established. A changed telephone or name needs a new consent.",
    source: "law 63-ФЗ, article 9; rules of the operator",
    checked: "source",
  },
  storage: {
    says: "Primary documents are kept for at least five years after the reporting year, a signed electronic document as an electronic one. The operator's confirmations are kept with them.",
    source: "law 402-ФЗ, article 29, point 1; ФСБУ 27/2021, point 24; tax code, article 23",
    checked: "retold",
  },
  issue: {
    says: "An invoice is issued within five calendar days of shipment or advance. Since 01.01.2026 electronic invoices and УПД are made in the format 5.03 only.",
    source: "tax code, article 168, point 3; order of the ФНС № ЕД-7-26/970@ of 19.12.2023",
    checked: "unchecked",
  },
  confirmation: {
    says: "The days in the operator's confirmations are the days on which an electronic invoice was issued and received.",
    source: "klerk.ru, article 349131, 2013, about the former order",
    checked: "unchecked",
  },
};
