import { describe, expect, it } from "vitest";

import type { Certificate } from "../../api/types";
import { FakeBackend } from "../../../dev/fake/fake";
import { endTone, endWords, found, grouping } from "./words";

const all: Certificate[] = new FakeBackend("work").keys.certificates;
const [director, deputy, entrepreneur] = all as [Certificate, Certificate, Certificate];
const ids = (query: string) => found(all, query).map(({ id }) => id);

describe("the search for a certificate", () => {
  it("finds a thumbprint as Windows copies it: blanks, small letters, an invisible mark before it", () => {
    const pasted = `\u200e${grouping(deputy.thumbprint).toLowerCase()}`;
    expect(ids(pasted)).toEqual([deputy.id]);
  });

  it("finds a thumbprint with colons between its bytes, and a part of a serial number", () => {
    expect(ids(director.thumbprint.replaceAll(/(..)(?=.)/g, "$1:"))).toEqual([director.id]);
    expect(ids(entrepreneur.serial.slice(3, 15))).toContain(entrepreneur.id);
  });

  it("finds by every word that was typed, wherever each of them stands", () => {
    expect(ids("ефимов сургучный")).toEqual([deputy.id]);
    expect(ids("петр андреевич")).toEqual([deputy.id]);
    expect(ids("соколова 304500")).toEqual([entrepreneur.id]);
    expect(ids("ефимов вектор")).toEqual([]);
  });

  it("leaves the list whole while nothing is typed", () => {
    expect(found(all, "   ")).toHaveLength(all.length);
  });
});

describe("the end of a certificate", () => {
  it("is told in days that agree with their number, and the louder the closer it is", () => {
    const ending = (warning: string, days_left: number) => ({ ...director, warning, days_left });
    expect(endWords(ending("60", 41))).toBe("остался 41 день");
    expect(endWords(ending("14", 12))).toBe("осталось 12 дней");
    expect(endWords(ending("1", 0))).toBe("заканчивается сегодня");
    expect(endWords(ending("expired", -3))).toBe("закончился 3 дня назад");
    expect([endTone(ending("60", 41)), endTone(ending("3", 2)), endTone(ending("expired", -3))]).toEqual([
      "amber",
      "red",
      "red",
    ]);
    expect(endTone({ warning: null })).toBeNull();
  });
});
