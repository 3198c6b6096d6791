/** A client at their telephone: the link from the newest message, the code in it, and the pages behind. */
import assert from "node:assert/strict";

import { eventually } from "./see.js";

export class Person {
  constructor(seat, operator, phone) {
    this.seat = seat;
    this.operator = operator;
    this.phone = phone;
  }

  /** Opens the link of the message that came as the `count`th, and lets the code in it be confirmed. */
  async opensMessage(count) {
    const message = await eventually(async () => {
      const all = await this.operator.messages(this.phone);
      assert.equal(all.length, count, "messages have come");
      return all[count - 1];
    });
    const page = await this.seat.tab(message.link);
    await page.getByRole("button", { name: "Подтвердить" }).click();
    await page.getByRole("heading", { name: "Ваши документы" }).waitFor();
    return page;
  }

  /** Reads what the message is about and signs it with this button. */
  async signs(count, title, button) {
    const page = await this.opensMessage(count);
    await page.getByRole("link", { name: title }).first().click();
    await page.getByRole("button", { name: button, exact: true }).click();
    await page.getByRole("button", { name: button, exact: true }).waitFor({ state: "detached" });
    await page.close();
  }
}
