/** The counterparty at the operator's own page, in a tab beside. */
export class Cabinet {
  constructor(page) {
    this.page = page;
  }

  static async open(seat, operator) {
    return new Cabinet(await seat.tab(operator.cabinets));
  }

  /** From the list of cabinets to the document with this number. A branch is not the counterparty itself. */
  async openDocument(counterparty, number) {
    await this.page.getByRole("link", { name: `${counterparty} ИНН` }).click();
    await this.page.getByRole("table").getByRole("link", { name: number }).click();
    await this.page.getByRole("heading", { level: 1, name: number }).waitFor();
  }

  async sign() {
    const sign = this.page.getByRole("button", { name: "Подписать", exact: true });
    await sign.click();
    await sign.waitFor({ state: "detached" });
  }

  async refuse(reason) {
    await this.page.getByLabel("Причина отказа").fill(reason);
    await this.page.getByRole("button", { name: "Отказать" }).click();
    await this.page.getByRole("button", { name: "Отказать" }).waitFor({ state: "detached" });
  }

  async agreeToRevoke() {
    const agree = this.page.getByRole("button", { name: "Согласиться на аннулирование" });
    await agree.click();
    await agree.waitFor({ state: "detached" });
  }
}
