/** Names of what the conditions point at by number: the address holds ids, people read names. */
import { SvelteMap } from "svelte/reactivity";

import { call } from "../../api/client";
import type { Employee, Status } from "../../api/types";
import { Live } from "../live.svelte";
import { statusLabel } from "../documents/statuses";
import { kinds } from "../records/kinds.svelte";
import { session } from "../session.svelte";

class Names {
  readonly #parties = new SvelteMap<string, string>();
  readonly #asked = new Set<string>();
  readonly staff = new Live<Employee[]>(async () => (await call("employees.list", {})).employees);
  #isStaffRead = false;
  readonly statuses = new Live<Status[]>(async () => (await call("statuses.list", {})).statuses);
  #areStatusesRead = false;

  /** Called by whoever is about to show a name; never while a value is derived. */
  want(params: URLSearchParams): void {
    if (params.get("kind") !== null) kinds.want();
    if (params.get("assignee") !== null) this.wantStaff();
    if (params.get("status") !== null) this.wantStatuses();
    this.#wantParty("counterparty", params.get("counterparty"), async (id) => {
      const { counterparty } = await call("counterparties.get", { id });
      return counterparty.name;
    });
    this.#wantParty("individual", params.get("individual"), async (id) => {
      const { individual } = await call("individuals.get", { id });
      return individual.full_name;
    });
  }

  wantStaff(): void {
    if (this.#isStaffRead) return;
    this.#isStaffRead = true;
    void this.staff.reload();
  }

  wantStatuses(): void {
    if (this.#areStatusesRead) return;
    this.#areStatusesRead = true;
    void this.statuses.reload();
  }

  remember(what: "counterparty" | "individual", id: string, name: string): void {
    this.#parties.set(`${what}:${id}`, name);
  }

  /** Empty until it is known. */
  party(what: "counterparty" | "individual", id: string): string {
    return this.#parties.get(`${what}:${id}`) ?? "";
  }
  kind(id: string): string {
    return kinds.all.find((kind) => String(kind.id) === id)?.name ?? "";
  }
  firm(id: string): string {
    return session.firms.find((firm) => String(firm.id) === id)?.name ?? "";
  }
  employee(id: string): string {
    const found = this.staff.value?.find((employee) => String(employee.id) === id);
    return found?.short_name ?? "";
  }
  /** Its code until it is known. */
  status(code: string): string {
    return statusLabel(this.statuses.value?.find((status) => status.code === code) ?? { code, label: code });
  }

  #wantParty(
    what: "counterparty" | "individual",
    id: string | null,
    read: (id: number) => Promise<string>,
  ): void {
    if (id === null || this.#asked.has(`${what}:${id}`) || this.#parties.has(`${what}:${id}`)) return;
    this.#asked.add(`${what}:${id}`);
    read(Number(id)).then(
      (name) => this.remember(what, id, name),
      () => this.#asked.delete(`${what}:${id}`),
    );
  }
}

export const names = new Names();
