/** Who signs a choice of documents: the program's pick for each firm with its reason, and what a person chose instead. */
import { SvelteMap } from "svelte/reactivity";

import { ApiError, call } from "../../api/client";
import type { Certificate, FirmSigning, SignerDetails } from "../../api/types";
import { isUsable } from "../certificates/words";
import { type Power, powersFor, readPowers } from "../certificates/powers";
import type { Params } from "../bulk/actions";
import type { Chosen } from "../registry/contract";

export interface Signer {
  firm: FirmSigning;
  certificate: Certificate | null;
  /** The program's pick was not taken. */
  isChanged: boolean;
  /** What can be chosen. */
  certificates: Certificate[];
  /** The certificate is a person's own: the firm's leave belongs to the signature. */
  needsPower: boolean;
  powers: Power[];
  power: Power | null;
  /** In what position, and by whose leave where that was settled. */
  details: SignerDetails | null;
}

export class Signers {
  isLoading = $state(true);
  error = $state.raw<ApiError | null>(null);
  #firms = $state.raw<FirmSigning[]>([]);
  #powers = $state.raw<Power[]>([]);
  readonly #chosen = new SvelteMap<number, number>();
  readonly #chosenPowers = new SvelteMap<number, number | null>();

  readonly all = $derived(this.#firms.map((firm) => this.#signer(firm)));
  /** What the action tells about these documents is signed by nobody: universal messages alone. */
  isSignedByNobody = $state(false);
  readonly isReady = $derived(
    this.isSignedByNobody || this.all.some(({ certificate }) => certificate !== null),
  );

  /** Nobody is asked for a PIN: operators keep all these keys. */
  readonly isByPhone = $derived(
    this.all.some(({ certificate }) => certificate !== null) &&
      this.all.every(({ certificate }) => certificate === null || certificate.store === "cloud"),
  );

  /** For an action that tells the other side something, its name: who has to sign depends on what is told. */
  async read(chosen: Chosen, telling: string | null = null): Promise<void> {
    this.error = null;
    try {
      const ids = chosen.ids ?? (await call("documents.select", { selection: chosen })).ids;
      const [{ firms }, powers] = await Promise.all([
        call("signing.choice", { document_ids: ids, ...(telling === null ? {} : { action: telling }) }),
        readPowers(),
      ]);
      this.#firms = firms;
      this.isSignedByNobody = telling !== null && firms.length === 0;
      this.#powers = powers;
    } catch (cause) {
      this.error = ApiError.from(cause);
    }
    this.isLoading = false;
  }

  choose(firm: number, certificate: number): void {
    this.#chosen.set(firm, certificate);
    this.#chosenPowers.delete(firm);
  }
  choosePower(firm: number, power: number | null): void {
    this.#chosenPowers.set(firm, power);
  }

  /** Somebody settled something new of a signer. */
  settle(firm: number, details: SignerDetails): void {
    this.#firms = this.#firms.map((one) =>
      one.firm_id === firm
        ? {
            ...one,
            signers: one.signers.map((before) =>
              before.certificate_id === details.certificate_id ? details : before,
            ),
          }
        : one,
    );
  }

  /** What the actions on many documents want to be told. */
  params(): Params {
    const certificates: Record<string, number> = {};
    const powers: Record<string, number> = {};
    for (const { firm, certificate, power } of this.all) {
      if (certificate !== null) certificates[firm.firm_id] = certificate.id;
      if (certificate !== null && power !== null) powers[firm.firm_id] = power.id;
    }
    return {
      certificates,
      ...(Object.keys(powers).length === 0 ? {} : { powers_of_attorney: powers }),
    };
  }

  #signer(firm: FirmSigning): Signer {
    const certificates = [...(firm.certificate === null ? [] : [firm.certificate]), ...firm.others];
    const wanted = this.#chosen.get(firm.firm_id);
    const certificate = certificates.find(({ id }) => id === wanted) ?? firm.certificate;
    const isChanged = certificate?.id !== firm.certificate?.id;
    const fit = certificate?.fits.find(({ firm_id }) => firm_id === firm.firm_id);
    const needsPower =
      certificate !== null &&
      (isChanged
        ? (fit?.needs_power_of_attorney ?? certificate.organisation_inn === "")
        : firm.needs_power_of_attorney);
    const powers = certificate === null ? [] : powersFor(this.#powers, firm.firm_id, certificate);
    const details = firm.signers.find(({ certificate_id }) => certificate_id === certificate?.id) ?? null;
    const named = this.#chosenPowers.get(firm.firm_id);
    const settled = powers.find(({ id }) => id === details?.power_of_attorney_id);
    const power =
      named === undefined
        ? (settled ?? (needsPower ? (powers.find(({ state }) => state === "valid") ?? null) : null))
        : (powers.find(({ id }) => id === named) ?? null);
    return {
      firm,
      certificate,
      isChanged,
      certificates: certificates.filter((one) => isUsable(one) || one.id === certificate?.id),
      needsPower,
      powers,
      power,
      details,
    };
  }
}
