import { describe, expect, it } from "vitest";

import { addressLine, emptyRequisites, isEmpty, nameLine, withPlaces } from "./requisites";

describe("requisites", () => {
  it("have a place for everything that the program left out", () => {
    const told = { ogrn: "1026605606620", address: { city: "Екатеринбург" } } as never;
    const whole = withPlaces(told);
    expect(whole.ogrn).toBe("1026605606620");
    expect(whole.address).toEqual({ ...emptyRequisites().address, city: "Екатеринбург" });
    expect(whole.bank).toEqual(emptyRequisites().bank);
    expect(isEmpty(whole)).toBe(false);
    expect(isEmpty(withPlaces(null))).toBe(true);
  });

  it("read in one line without empty parts", () => {
    const address = { ...emptyRequisites().address, postcode: "620014", city: "Екатеринбург", house: "51" };
    expect(addressLine(address)).toBe("620014, Екатеринбург, 51");
    expect(nameLine({ last_name: "Ким", first_name: "Олег", middle_name: "" })).toBe("Ким Олег");
  });
});
