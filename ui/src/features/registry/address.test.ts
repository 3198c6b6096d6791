import { describe, expect, it } from "vitest";

import { statusesOf } from "../documents/statuses";
import {
  chipOf,
  filterOf,
  isUnfiltered,
  orderOf,
  orderOfSorts,
  paramsOf,
  sortsOf,
  withChanges,
  wordsOfOrder,
} from "./address";
import { daysOf, PERIODS } from "./periods";
import { typedDays, typedSum } from "./typed";

const NOON = new Date(2026, 10, 22, 12);
const address = (text: string) => new URLSearchParams(text);

describe("the address of the registry", () => {
  it("says every condition, and a saved view says it back", () => {
    const text =
      "q=порт&filter=problems&firm=2&counterparty=5&kind=4&assignee=3&direction=inbound&operator=diadoc" +
      "&from=2026-10-01&to=2026-10-15&sumFrom=10&sumTo=12345.67&waiting=7&waitingTo=13" +
      "&statusFrom=2026-11-01&statusTo=2026-11-07&mark=receipt_required&step=refused&stepFrom=2026-11-02&stepTo=2026-11-08" +
      "&sort=-total,date";
    const filter = filterOf(address(text), null);
    expect(filter).toEqual({
      query: "порт",
      statuses: statusesOf("problems"),
      firm_id: 2,
      counterparty_id: 5,
      kind_id: 4,
      assignee_id: 3,
      direction: "inbound",
      operator: "diadoc",
      issued_from: "2026-10-01",
      issued_to: "2026-10-15",
      total_from: "10",
      total_to: "12345.67",
      waiting_days: 7,
      waiting_days_to: 13,
      status_since_from: "2026-11-01",
      status_since_to: "2026-11-07",
      mark: "receipt_required",
      happened: { step: "refused", from: "2026-11-02", to: "2026-11-08" },
    });
    const again = paramsOf(filter, orderOf(address(text)));
    expect(filterOf(again, null)).toEqual(filter);
    expect(chipOf(again)).toBe("problems");
    expect(again.get("sort")).toBe("-total,date");
  });

  it("finds what waits for us by what is owed, and a saved view says so again", () => {
    const filter = filterOf(address("filter=ours"), null);
    expect(filter).toEqual({ mark: "owed_by_us" });
    expect(paramsOf(filter, []).toString()).toBe("filter=ours");
    // A condition of one's own is narrower than what is owed at all.
    const receipts = filterOf(address("filter=ours&mark=receipt_required"), null);
    expect(receipts.mark).toBe("receipt_required");
    expect(filterOf(paramsOf(receipts, []), null)).toEqual(receipts);
    const narrower = { statuses: statusesOf("problems") ?? [], mark: "owed_by_us" };
    expect(filterOf(paramsOf(narrower, []), null)).toEqual(narrower);
  });

  it("keeps statuses that make up no chip as they are", () => {
    const params = paramsOf({ statuses: ["sent", "rejected"] }, []);
    expect(chipOf(params)).toBe("exact");
    expect(filterOf(params, null).statuses).toEqual(["sent", "rejected"]);
  });

  it("lets nothing through that is no id, no day and no sum", () => {
    const broken =
      "counterparty=x&from=вчера&to=2026-1-1&sumFrom=1e9&waiting=-2&direction=up&filter=moon&sort=moon&step=lost";
    expect(filterOf(address(broken), null)).toEqual({});
    expect(orderOf(address(broken))).toEqual([]);
    expect(wordsOfOrder(orderOf(address("sort=total,moon,-total,-date,kind,number")))).toBe(
      "total,-date,kind",
    );
  });

  it("the firm of the rail stands above the firm of the filter", () => {
    expect(filterOf(address("firm=2"), 1).firm_id).toBe(1);
  });

  it("a named period goes by its name, and a saved view says it again", () => {
    for (const period of PERIODS) {
      const filter = filterOf(address(`period=${period}&from=2026-01-01`), null);
      expect(filter).toEqual({ period });
      expect(paramsOf(filter, []).toString()).toBe(`period=${period}`);
    }
    expect(filterOf(address("period=lastMonth"), null)).toEqual({ period: "last_month" });
    expect(filterOf(address("period=century&to=2026-01-01"), null)).toEqual({ issued_to: "2026-01-01" });
  });

  it("a view of before keeps its days", () => {
    const filter = { issued_from: "2026-11-01", issued_to: "2026-11-30" };
    expect(filterOf(paramsOf(filter, []), null)).toEqual(filter);
  });

  it("drops a detail that became empty and keeps the others", () => {
    expect(withChanges(address("q=a&kind=4"), { q: "", direction: "inbound" }).toString()).toBe(
      "kind=4&direction=inbound",
    );
    expect(isUnfiltered(address("sort=-date&view=3"))).toBe(true);
    expect(isUnfiltered(address("waiting=3"))).toBe(false);
  });

  it("the earliest moment of a status is the longest waiting", () => {
    expect(orderOfSorts([{ column: "since", direction: "ascending" }])).toEqual([
      { by: "waiting", descending: true },
    ]);
    for (const words of ["waiting", "-waiting,date", "total,-waiting", "-date"]) {
      const order = orderOfSorts(sortsOf(orderOf(address(`sort=${words}`))));
      expect(wordsOfOrder(order)).toBe(words);
    }
  });
});

describe("periods by name", () => {
  it("a week begins on Monday, on a Sunday too", () => {
    expect(daysOf("week", NOON)).toEqual(["2026-11-16", "2026-11-22"]);
    expect(daysOf("week", new Date(2026, 10, 23))).toEqual(["2026-11-23", "2026-11-29"]);
  });
  it("quarters and years are those of the calendar", () => {
    expect(daysOf("quarter", NOON)).toEqual(["2026-10-01", "2026-12-31"]);
    expect(daysOf("last_quarter", new Date(2027, 1, 10))).toEqual(["2026-10-01", "2026-12-31"]);
    expect(daysOf("year", NOON)).toEqual(["2026-01-01", "2026-12-31"]);
  });
  it("the month before January is December", () => {
    expect(daysOf("last_month", new Date(2027, 0, 31))).toEqual(["2026-12-01", "2026-12-31"]);
    expect(daysOf("yesterday", new Date(2027, 0, 1))).toEqual(["2026-12-31", "2026-12-31"]);
    expect(daysOf("today", NOON)).toEqual(["2026-11-22", "2026-11-22"]);
  });
});

describe("typed conditions", () => {
  it("sums are taken as people write them", () => {
    expect(typedSum("12 345,67 ₽")).toBe("12345.67");
    expect(typedSum("007")).toBe("7");
    expect(typedSum(" ")).toBeNull();
    expect(typedSum("12,345")).toBeUndefined();
    expect(typedSum("-5")).toBeUndefined();
  });
  it("days are whole and not endless", () => {
    expect(typedDays("14")).toBe("14");
    expect(typedDays("")).toBeNull();
    expect(typedDays("0")).toBeUndefined();
    expect(typedDays("9999")).toBeUndefined();
  });
});
