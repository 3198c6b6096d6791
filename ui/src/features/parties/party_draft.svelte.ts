/** Name, ИНН and КПП being typed: judged while they are typed, handed over only when right. */
import type { Party } from "../../api/types";
import { innProblem, isPersonal, kppProblem } from "../../shared/tax_id";
import { t } from "../../text";
import { innSentence, kppSentence } from "../firms/sentences";

export class PartyDraft {
  name = $state("");
  inn = $state("");
  kpp = $state("");
  /** Saving was asked for: what is missing is said too. */
  isChecked = $state(false);
  readonly isPersonal = $derived(isPersonal(this.inn));
  readonly nameError = $derived(this.isChecked && this.name.trim() === "" ? t.firms.nameMissing : "");
  readonly innError = $derived(innSentence(innProblem(this.inn), this.isChecked));
  readonly kppError = $derived(kppSentence(kppProblem(this.kpp, this.inn), this.isChecked));
  readonly isInnRight = $derived(innProblem(this.inn) === null);
  readonly isRight = $derived(
    this.name.trim() !== "" && this.isInnRight && kppProblem(this.kpp, this.inn) === null,
  );

  start(party: { name: string; inn: string; kpp: string | null } | null): void {
    this.name = party?.name ?? "";
    this.inn = party?.inn ?? "";
    this.kpp = party?.kpp ?? "";
    this.isChecked = false;
  }

  /** What to save; `null` when something is not right yet, which is then said under the fields. */
  take(): (Party & { kpp?: string }) | null {
    this.isChecked = true;
    if (!this.isRight) return null;
    const kpp = this.isPersonal ? {} : { kpp: this.kpp.trim() };
    return { name: this.name.trim(), inn: this.inn.trim(), ...kpp };
  }
}
