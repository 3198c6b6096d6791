/** The counterparty: signs on the operator's page, in a browser of its own. */
import { call } from "./http.mjs";
import { until } from "./until.mjs";
import { Session } from "./webdriver.mjs";

export class Cabinet {
  constructor(browser, home) {
    this.browser = browser;
    this.home = home;
  }

  /** Opens the page on which all cabinets are listed. */
  static async open(desktop, home) {
    const browser = await Session.open(desktop, "browser", {});
    desktop.host(browser);
    await browser.ask("POST", "/window/rect", { x: 0, y: 0, width: 1280, height: 820 });
    await browser.goTo(home);
    return new Cabinet(browser, home);
  }

  /** Follows the links from the list of cabinets to the document. */
  async openDocument(counterparty, number) {
    await this.browser.click(`//a[contains(., '${counterparty}')]`);
    await this.browser.click(`//td/a[contains(., '${number}')]`);
    await until("the document's page", async () => (await this.browser.text("h1")).includes(number));
  }

  async sign() {
    await this.browser.click("//button[normalize-space()='Подписать']");
    const isOver = "return [...document.querySelectorAll('button')].every((one) => one.textContent.trim() !== 'Подписать')";
    await until("the signed document", () => this.browser.run(isOver));
  }

  close() {
    return this.browser.close();
  }
}

/** What the operator holds: every document once, with how often it was posted. */
export async function ledger(origin) {
  const { value } = await call(`${origin}/_sandbox/ledger`, { deadlineMs: 15_000 });
  return value.documents;
}
