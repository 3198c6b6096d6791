/** Requisites of a firm or a counterparty: an empty set, and how they read in one line. */
import type { Address, Requisites } from "../../api/types";

export function emptyRequisites(): Requisites {
  return {
    full_name: "",
    ogrn: "",
    okpo: "",
    address: {
      postcode: "",
      region_code: "",
      region: "",
      district: "",
      city: "",
      settlement: "",
      street: "",
      house: "",
      building: "",
      apartment: "",
      other: "",
    },
    phone: "",
    email: "",
    bank: { bank: "", bic: "", account: "", correspondent_account: "" },
    head: { position: "", last_name: "", first_name: "", middle_name: "", grounds: "" },
    accountant: { last_name: "", first_name: "", middle_name: "" },
  };
}

/** What the program tells, with a place for everything it left out. */
export function withPlaces(told: Partial<Requisites> | null | undefined): Requisites {
  const empty = emptyRequisites();
  const filled = (defaults: object, values: object | null | undefined) =>
    Object.fromEntries(
      Object.entries(defaults).map(([key, value]) => [
        key,
        (values as Record<string, unknown>)?.[key] ?? value,
      ]),
    );
  const parts = ["address", "bank", "head", "accountant"] as const;
  const whole = { ...empty, ...(filled(empty, told) as unknown as Requisites) };
  for (const part of parts) whole[part] = filled(empty[part], told?.[part]) as never;
  return whole;
}

export function isEmpty(requisites: Requisites): boolean {
  return Object.values(requisites)
    .flatMap((value: string | object) => (typeof value === "string" ? [value] : Object.values(value)))
    .every((value) => value === "" || value === null);
}

/** «620014, Свердловская область, Екатеринбург, ул. Малышева, 51». */
export function addressLine(address: Address): string {
  const { postcode, region, district, city, settlement, street, house, building, apartment, other } = address;
  return [postcode, region, district, city, settlement, street, house, building, apartment, other]
    .filter((part) => part !== "")
    .join(", ");
}

export function nameLine(person: { last_name: string; first_name: string; middle_name: string }): string {
  return [person.last_name, person.first_name, person.middle_name].filter((part) => part !== "").join(" ");
}
