/** What a clerk sees and presses, in the words of the window. */
import { transferDocument } from "./papers.js";

export class Clerk {
  constructor(page) {
    this.page = page;
  }

  go(view) {
    return this.page.getByRole("navigation", { name: "Разделы" }).getByRole("link", { name: view }).click();
  }

  /** Puts an address into the bar; the window itself stays. */
  async goTo(hash) {
    await this.page.evaluate((where) => (window.location.hash = where), hash);
  }

  get registry() {
    return this.page.getByRole("grid", { name: "Реестр документов" });
  }

  row(text) {
    return this.page.getByRole("grid").getByRole("row").filter({ hasText: text });
  }

  get card() {
    return this.page.getByRole("region", { name: "Карточка документа" });
  }

  get dialog() {
    return this.page.getByRole("dialog");
  }

  get search() {
    return this.page.getByRole("searchbox", { name: "Поиск документов" });
  }

  get bulkBar() {
    return this.page.getByRole("toolbar", { name: /Выбран/ });
  }

  /** Does something with all that is chosen; what the bar has no room for stands under «Ещё». */
  async doWithChosen(name) {
    await this.bulkBar.waitFor();
    const button = this.bulkBar.getByRole("button", { name, exact: true });
    if ((await button.count()) > 0) return await button.click();
    await this.bulkBar.getByRole("button", { name: "Ещё", exact: true }).click();
    await this.page.getByRole("menuitem", { name, exact: true }).click();
  }

  button(name) {
    return this.page.getByRole("button", { name, exact: true });
  }

  filter(name) {
    return this.page.getByRole("radiogroup", { name: "Отбор по статусу" }).getByRole("radio", { name });
  }

  openRow(text) {
    return this.row(text).getByText(text).first().click();
  }

  tick(text) {
    return this.row(text).getByRole("gridcell", { name: "Выбрать строку" }).click();
  }

  /** The preview of files before they get in. */
  get intake() {
    return this.page.getByRole("dialog", { name: "Загрузка документов" });
  }

  /** Chooses files and lets everything in that is ticked at first. */
  async bring(papers) {
    await this.choose(papers);
    await this.takeIn();
  }

  async takeIn() {
    await this.intake.getByRole("button", { name: /^Добавить \d/ }).click();
  }

  async choose(papers) {
    await this.page
      .locator("input[type=file]")
      .setInputFiles(papers.map(({ name, bytes, type }) => ({ name, mimeType: type, buffer: bytes })));
  }

  /** Drags files over the window and lets them fall. */
  async drop(papers) {
    const files = papers.map(({ name, bytes, type }) => ({ name, type, content: bytes.toString("base64") }));
    const transfer = await this.page.evaluateHandle((list) => {
      const made = new DataTransfer();
      for (const { name, type, content } of list) {
        made.items.add(new File([Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0))], name, { type }));
      }
      return made;
    }, files);
    const target = this.page.locator("main");
    for (const step of ["dragenter", "dragover", "drop"]) await target.dispatchEvent(step, { dataTransfer: transfer });
  }

  /** «Обновить» in the panel of the connection light. */
  async refresh() {
    await this.page.getByRole("button", { name: /^Связь с операторами/ }).click();
    const press = this.button("Обновить");
    await press.click();
    await this.page.locator(".dot.busy").waitFor({ state: "detached" });
    await this.page.keyboard.press("Escape");
    await press.waitFor({ state: "hidden" });
  }

  /** Does the page itself scroll sideways? */
  async overflowPx() {
    return await this.page.evaluate(
      () => Math.max(document.documentElement.scrollWidth, document.body.scrollWidth) - window.innerWidth,
    );
  }
}

/** Papers with these numbers, all to the same buyer. */
export function papersFor(numbers, details = {}) {
  return numbers.map((number) => transferDocument({ number, ...details }));
}
