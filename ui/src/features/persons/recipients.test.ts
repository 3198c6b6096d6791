import { describe, expect, it } from "vitest";

import type { Consent, PaperPerson, PersonSending } from "../../api/types";
import { fits, lastWords } from "./consents";
import {
  actsOf,
  consentLook,
  consentSentence,
  isAnother,
  middleProblem,
  recordOf,
  typedOf,
} from "./recipients";

const person: PaperPerson = {
  last_name: "Зимина",
  first_name: "Алёна",
  middle_name: "Петровна",
  has_no_middle_name: false,
  phone: "+79161234567",
  email: "",
};
const word = (state: string, changes: Partial<Consent> = {}): Consent => ({
  phone: "+79161234567",
  full_name: "Зимина Алёна Петровна",
  state,
  told_at: "2026-11-20T09:00:00Z",
  edo_document_id: 1,
  document_id: 1,
  firm_id: 1,
  ...changes,
});

describe("the record of a recipient", () => {
  it("is the same person however telephone and name are spelled, and another one otherwise", () => {
    const typed = typedOf(person);
    expect(isAnother(person, { ...typed, phone: "8 (916) 123-45-67", first: "алена " })).toBe(false);
    expect(isAnother(person, { ...typed, phone: "8 (916) 123-45-68" })).toBe(true);
    expect(isAnother(person, { ...typed, hasNoMiddle: true })).toBe(true);
  });

  it("wants a patronymic or the word that there is none, and never sends both", () => {
    const typed = { ...typedOf(person), middle: " " };
    expect(middleProblem(typed)).not.toBe("");
    expect(middleProblem({ ...typed, hasNoMiddle: true })).toBe("");
    expect(recordOf(7, { ...typedOf(person), hasNoMiddle: true })).toEqual({
      document_id: 7,
      last_name: "Зимина",
      first_name: "Алёна",
      has_no_middle_name: true,
      phone: expect.stringMatching(/916/) as string,
    });
  });
});

describe("a consent", () => {
  it("of an unknown state is never taken for one that was given", () => {
    expect(consentLook("unknown:moon").tone).toBe("violet");
    expect(consentSentence(word("unknown:moon"))).toMatch(/Неизвестное состояние/);
    expect(consentSentence(null)).toMatch(/не подписать/);
  });

  it("is the last word for each firm, telephone and name", () => {
    const register = [
      word("granted"),
      word("pending", { full_name: "зимина алена петровна" }),
      word("refused", { firm_id: 2 }),
      word("pending", { phone: "+79160000000" }),
    ];
    expect(lastWords(register).map(({ state }) => state)).toEqual(["granted", "refused", "pending"]);
  });

  it("is found by a part of the name and by digits of the telephone as people write it", () => {
    expect(fits(word("granted"), "зимин")).toBe(true);
    expect(fits(word("granted"), "8 (916) 123")).toBe(true);
    expect(fits(word("granted"), "+7 917")).toBe(false);
  });
});

describe("acts", () => {
  it("put the step that moves the paper on first, whatever the order they come in", () => {
    const sending = { acts: ["annul", "confirm", "something_new"] } as unknown as PersonSending;
    expect(actsOf(sending)).toEqual({ main: "confirm", others: ["annul"] });
    expect(actsOf({ ...sending, acts: ["annul", "remind"] })).toEqual({
      main: null,
      others: ["remind", "annul"],
    });
    expect(actsOf(undefined)).toEqual({ main: null, others: [] });
  });
});
