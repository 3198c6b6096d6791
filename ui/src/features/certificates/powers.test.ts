import { describe, expect, it } from "vitest";

import { FakeBackend } from "../../../dev/fake/fake";
import { isNumber, plainNumber, powersFor } from "./powers";

const { certificates, powers } = new FakeBackend("work").keys;
const [power] = powers;
const [director, , , own] = certificates;

describe("a power of attorney", () => {
  it("has the number of the register, however it was pasted", () => {
    expect(plainNumber(" {5F1C09AB-77E0-4C1B-9A52-0D6F3E21B8C4}\u200e")).toBe(
      "5f1c09ab-77e0-4c1b-9a52-0d6f3e21b8c4",
    );
    expect(isNumber("5f1c09ab-77e0-4c1b-9a52-0d6f3e21b8c4")).toBe(true);
    expect(isNumber("5f1c09ab77e04c1b9a520d6f3e21b8c4")).toBe(false);
  });

  it("goes only with the certificate that it names, and only for its firm", () => {
    if (!power || !director || !own) throw new Error("the examples are gone");
    expect(powersFor(powers, power.firm_id, own)).toEqual([power]);
    expect(powersFor(powers, power.firm_id, director)).toEqual([]);
    expect(powersFor(powers, power.firm_id + 1, own)).toEqual([]);
  });

  it("that names a person by ИНН goes with every certificate of that person, the valid one first", () => {
    if (!power || !own) throw new Error("the examples are gone");
    const old = { ...power, id: 2, certificate_id: null, state: "expired" as const };
    const strange = { ...old, id: 3, representative_inn: "500100732259" };
    expect(powersFor([old, strange, power], power.firm_id, own).map(({ id }) => id)).toEqual([1, 2]);
  });
});
