/** The words of “Notices” and “Schedule”. */
import { enCount } from "./plural";
import type { ruNotices } from "./ru_notices";

export const enNotices: typeof ruNotices = {
  notices: {
    title: "Notices",
    empty: "No notices. Signatures, refusals and errors appear here.",
    unread: (count) => `${count} new`,
    markAll: "Mark all as read",
    isNew: "new",
    choose: "Choose notices",
  },
  noticeSettings: {
    lead: "The program shows notices on the desktop and keeps them in its own list. Here you choose which and when.",
    kinds: "What to tell of",
    kindsHint: "What is switched off does not come into the list either.",
    kind: {
      connection: "The exchange with an operator stopped",
      failed: "A document was not sent, not delivered, or has an error",
      refused: "A refusal, a request to amend, discrepancies",
      revoked: "A document was revoked, or somebody asks for it",
      incoming: "A document came",
      rule: "A significant event did not send a document",
      ending: "A certificate or a power of attorney ends",
      invitation: "An invitation to exchange",
      signed: "A document was signed",
    },
    whom: "Whose documents",
    whose: "Responsible",
    whoseNames: {
      everybodys: "Everybody's",
      mine: "Mine, and those for which nobody is responsible",
    },
    nobodyHere:
      "The program does not know yet who sits here. Choose yourself in “Employees”; until then it tells of all.",
    firms: "Firms",
    allFirms: "All firms",
    someFirms: "Only the chosen ones",
    firmsNone: "Tick at least one firm.",
    quiet: "Quiet hours",
    quietHint: "What happens meanwhile goes into the list and is shown right after.",
    quietOn: "Keep quiet on the desktop",
    from: "From",
    to: "To",
    timeWrong: "Write a time, for example 22:00.",
    days: "On which days they begin",
    dayNames: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    fullDayNames: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    daysNone: "Tick at least one day.",
    nextDay: "They end the next day.",
    wholeDay: "A whole day.",
    look: "How to show",
    gathered: "Gather several of one kind",
    gatheredHint: "For example: “12 documents signed”.",
    named: "Show names and sums",
    namedHint:
      "A notice is seen on a locked screen too. The list inside the program always shows names and sums.",
    test: "Try it",
    tested: "The notice went to the desktop. If you do not see it, look whether the system allows notices.",
    saved: "Saved.",
    unsaved: "There are changes that are not saved.",
    discard: "Undo the changes",
  },
  schedule: {
    lead: "What the program does by itself, when it was done and when it will be done again.",
    pause: "Ask operators for news",
    pauses: (seconds) =>
      seconds < 60
        ? `every ${enCount(seconds, "second", "seconds")}`
        : seconds < 3600
          ? `every ${enCount(Math.round(seconds / 60), "minute", "minutes")}`
          : seconds < 86_400
            ? `every ${enCount(Math.round(seconds / 3600), "hour", "hours")}`
            : "once a day",
    asUsual: (pause) => `as usual: ${pause}`,
    exchange: "Exchange with operators",
    others: "Everything else",
    last: "Last",
    lastSuccess: "Last success",
    next: "Next",
    never: "Not yet",
    how: "How often",
    howOf: (name) => `How often: ${name}`,
    now: "Refresh",
    nowOf: (name) => `Refresh: ${name}`,
    stop: "Pause",
    stopOf: (name) => `Pause: ${name}`,
    resume: "Go on",
    resumeOf: (name) => `Go on: ${name}`,
    stopped: (since) => `Paused: ${since}. Documents wait in the queue, no news comes.`,
    names: {
      rules: "Significant events",
      endings: "Ends of certificates and powers of attorney",
      tidying: "Tidying the database",
    },
    whenSaved: "when a document is saved",
    atExchange: "at every exchange",
    receiptsOf: (firm) => `Receipt notices: ${firm}`,
    noConnections: "The exchange appears here when you connect an operator.",
  },
};
