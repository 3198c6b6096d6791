/** The words of certificates, powers of attorney, signing and the PIN, in English. */
import { enCount } from "./plural";
import type { ruSigning } from "./ru_signing";

const days = (count: number) => enCount(count, "day", "days");
const certificates = (count: number) => enCount(count, "certificate", "certificates");

export const enSigning: typeof ruSigning = {
  certificates: {
    parts: {
      label: "Certificates and powers of attorney",
      list: "Certificates",
      signers: "Who signs",
      powers: "Powers of attorney",
    },
    search: "Find a certificate",
    searchPlaceholder: "Owner, INN or thumbprint",
    refresh: "Refresh",
    refreshing: "Looking at tokens, crypto providers and key files. This takes up to a minute.",
    refreshed: (count) => `On this computer: ${certificates(count)}.`,
    refreshedNone: "No certificates on tokens, in crypto providers or among key files.",
    find: "Find certificates",
    problems: (count) => `Did not answer: ${enCount(count, "store", "stores")}. The others were read.`,
    stores: {
      software: "Key files",
      token: "Tokens and smart cards",
      cryptopro: "CryptoPro CSP",
      csptest: "CryptoPro CSP",
      cloud: "Cloud signature",
    },
    emptyTitle: "No certificates yet",
    emptyText:
      "Insert the token with your signing key and press “Find certificates”. The program looks at tokens, CryptoPro CSP and key files.",
    notFound: "There is no such certificate in the list.",
    showHidden: (count) => `Show hidden: ${count}`,
    hideHidden: "Do not show hidden ones",
    hide: "Hide",
    unhide: "Back into the list",
    hidden: "hidden",
    inn: (number) => `INN ${number}`,
    ogrn: (number) => `${number.length === 15 ? "OGRNIP" : "OGRN"} ${number}`,
    validTo: (day) => `until ${day}`,
    left: (count) => (count === 0 ? "ends today" : `${days(count)} left`),
    ended: (count) => (count === 0 ? "ended today" : `ended ${days(count)} ago`),
    begins: (day) => `begins on ${day}`,
    keys: {
      here: "the key is here",
      container_needs_csp: "the key is in a container, CryptoPro CSP is needed",
      missing: "the key is not here now",
    },
    chosenFor: (names) => `Signs for: ${names}`,
    title: "Certificate",
    fields: {
      organisation: "Organisation",
      position: "Position",
      inn: "INN of the owner",
      organisationInn: "INN of the organisation",
      ogrn: "OGRN",
      issuer: "Issued by",
      validity: "Validity",
      place: "Where the key is",
      kind: "Kind",
      thumbprint: "Thumbprint",
      serial: "Serial number",
      fits: "Fits",
    },
    validity: (from, to) => `${from} — ${to}`,
    qualified: "Qualified, as the certificate itself says. A check of a signature tells whether it is.",
    unqualified: "Unqualified.",
    softwareText: "A test or unqualified key: it lies in a file, not in a means of signing.",
    fitsNothing: "No firm has the INN of this certificate. You can choose it by hand under “Who signs”.",
    withPower: "A power of attorney is needed.",
    copyThumbprint: "Copy the thumbprint",
    copySerial: "Copy the serial number",
    copyFailed: "Not copied. Select the text and press Ctrl+C.",
    copiedThumbprint: "Thumbprint copied.",
    copiedSerial: "Serial number copied.",
    toSigners: "Who signs…",
    file: {
      button: "Add a key file",
      title: "Test or unqualified key",
      note: "Only such keys are added as files: for tests and for signatures by agreement of the parties. A qualified key stays on its token or in its crypto provider.",
      files: "Files of the key and the certificate",
      filesHint: "A key (.key, .pem) and a certificate (.cer, .crt), or one file with both.",
      choose: "Choose files",
      chooseOther: "Choose others",
      filesMissing: "Choose the file of the key and its certificate.",
      password: "Password of the key",
      passwordHint:
        "If the key file has no password, make up a new one of at least 6 characters. No key is kept without a password. The program asks for it when signing.",
      add: "Add",
      added: (owner) => `Certificate added: ${owner}.`,
    },
  },
  signers: {
    lead: "Which certificate signs the documents of each firm. An employee signs with their own while they are chosen at this computer.",
    automatic: "Choose automatically",
    everybody: "For everybody",
    employee: "Employee",
    certificate: (firm) => `Certificate of ${firm}`,
    certificateOf: (employee) => `Certificate of the employee: ${employee}`,
    addEmployee: "Set for an employee",
    chooseEmployee: "Employee",
    chooseCertificate: "Choose a certificate",
    forget: (employee) => `Forget the choice: ${employee}`,
    empty: "No firms yet. When there is one, you choose here who signs for it.",
    noEmployees: "Add employees first: Settings, “Employees”.",
  },
  powers: {
    lead: "A machine-readable power of attorney belongs to the signature of an employee whose certificate is their own and not the firm's.",
    add: "Add a power of attorney",
    emptyTitle: "No powers of attorney yet",
    emptyText:
      "A machine-readable power of attorney is needed when an employee signs for the firm with a personal certificate. Its number and the INN of the principal are enough.",
    dialogNew: "New power of attorney",
    dialogEdit: "Power of attorney",
    number: "Number",
    numberHint: "36 characters from its file or from the register.",
    numberShape:
      "The number has 32 digits and letters from A to F, parted by hyphens. Check it against the document.",
    firm: "Firm",
    principal: "INN of the principal",
    principalWrong: "An INN has 10 or 12 digits with a check number. Check the digits.",
    representative: "Representative",
    representativeInn: "INN of the representative",
    representativeInnWrong: "The INN of a person has 12 digits with a check number. Check the digits.",
    certificate: "Certificate of the representative",
    anyCertificate: "Any that fits",
    from: "Valid from",
    to: "Valid until",
    datesWrong: "The end is before the beginning. Check the dates.",
    file: "File of the power of attorney",
    signature: "Its signature",
    fileHint: "XML. The rest is read from it.",
    signatureHint: "The .sig file that came with it.",
    fileKept: "The file is kept. Choose another to replace it.",
    chooseFile: "Choose a file",
    principalIs: (inn) => `principal: INN ${inn}`,
    period: (from, to) =>
      from === "" && to === ""
        ? ""
        : from === ""
          ? `until ${to}`
          : to === ""
            ? `from ${from}`
            : `${from} — ${to}`,
    withFile: "with its file",
    states: { valid: "valid", not_yet: "not valid yet", expired: "over", unknown: "period not given" },
    removeTitle: "Remove the power of attorney",
    removeText: (number) =>
      `Power of attorney ${number} will be removed from the program. Signed documents and the register stay as they are.`,
    removeButton: "Remove the power of attorney",
  },
  signing: {
    whatSigned: "What will be signed",
    whoSigns: "Who signs",
    certificate: "Certificate",
    certificateOf: (firm) => `Certificate of ${firm}`,
    noCertificate: "Not chosen",
    power: "Power of attorney",
    powerOf: (firm) => `Power of attorney of ${firm}`,
    noPower: "None",
    powerWanted:
      "The certificate is a person's and not the firm's. Without a power of attorney the other side may refuse the document.",
    addPower: "Add a power of attorney",
    openCertificates: "Open certificates",
    noFirm: "None of these documents names a firm. Set it in the card.",
    changed: "Chosen by hand for this signing.",
    others: (count) => `and ${count} more`,
    again: "Sign again",
    sendDraft: "Sign and send the draft",
    phoneAfter: (count) =>
      count === 1
        ? "The request to confirm comes to the phone of the certificate's owner."
        : "The request to confirm comes to the phone of the certificate's owner, once for all documents.",
    pinAfter: (count) =>
      count === 1
        ? "The PIN, if there is one, is asked next."
        : "The PIN, if there is one, is asked next, once for all documents.",
    document: "Document",
    firm: "Firm",
    otherSide: "Counterparty",
    sum: "Sum",
    ofFirm: (count, sums) => (sums === "" ? count : `${count} for ${sums}`),
    cannotSign: "The connected operator does not take signatures made by the program.",
  },
  pin: {
    title: "PIN of the token",
    titleFile: "Password of the key file",
    label: "PIN",
    labelFile: "Password",
    token: "Token",
    tokenFile: "File",
    certificate: "Certificate",
    purpose: (what, count) => `${what}: ${count}. Asked once for the whole operation.`,
    tries: (count) => `${enCount(count, "try", "tries")} left.`,
    triesLow: "Wrong PINs were entered before; few tries are left.",
    triesUnknown: "The token does not tell how many tries are left.",
    factory:
      "The token still has its factory PIN. Everybody knows it: change it in the program of the token.",
    lastTitle: "The last try",
    last: "One more wrong PIN locks the token, and only an administrator can unlock it.",
    consent: "I enter it for the last time and know that the token may lock",
    layout: "The Russian keyboard layout is on.",
    capsLock: "Caps Lock is on.",
    enter: "Sign",
    ownWindow: "Enter in the provider's window",
    missing: "Enter the PIN.",
    missingFile: "Enter the password.",
    note: "The program neither keeps it nor repeats it.",
    noteFile: "The program neither keeps it nor repeats it.",
  },
  phone: {
    title: "Confirm the signature on your phone",
    sms: (end) =>
      end === ""
        ? "The operator has sent a text message to your phone."
        : `The operator has sent a text message to the number that ends with ${end}.`,
    ways: {
      app: "The request is in the signing application on your phone.",
      sim_card: "The request is in the SIM card menu of your phone.",
      unknown: "The operator has sent a request to your phone.",
    },
    files: (count) =>
      `To be signed: ${enCount(count, "file", "files")}.${count > 1 ? " One confirmation for all of them." : ""}`,
    note: "The program does not ask for the code: enter it where it came. This window closes by itself.",
    training:
      "In training the request comes to the page of the signer's phone; the list of cabinets links to it.",
    waiting: "Waiting for a confirmation on the phone.",
    show: "Show",
    leave: "Do not wait",
    aside: "Put aside",
  },
  renewals: {
    title: "Ends soon",
    open: "Open",
  },
};
