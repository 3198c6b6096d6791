/** What the clerk does and sees in the window, in the words that are painted there. */
import { until } from "./until.mjs";

const quoted = (text) => (text.includes("'") ? `"${text}"` : `'${text}'`);
export const button = (words) => `//button[normalize-space()=${quoted(words)}]`;
const field = (label) => `//*[@id=//label[normalize-space()=${quoted(label)}]/@for]`;
const PIN = "ПИН-код";

/** Rows of the registry as they are painted. Beside an open card the kind stands behind the number. */
const ROWS = `
  const number = (cell) => [...(cell?.childNodes ?? [])]
    .filter((part) => !part.classList?.contains("kind")).map((part) => part.textContent).join("").trim();
  return [...document.querySelectorAll("[role='grid'] [role='row'][aria-rowindex]")].slice(1).map((row) => ({
    words: row.innerText.replaceAll("\\u00a0", " "),
    number: number(row.querySelector("[role='gridcell'] .strong")),
    status: row.querySelector(".status")?.innerText.trim() ?? "",
  }))`;

/** Dropping from a file manager ends in exactly these events of the page. */
const DROP = `
  const bytes = Uint8Array.from(atob(arguments[1]), (letter) => letter.charCodeAt(0));
  const transfer = new DataTransfer();
  transfer.items.add(new File([bytes], arguments[0], { type: arguments[2] }));
  const target = document.elementFromPoint(innerWidth / 2, innerHeight / 2) ?? document.body;
  const tell = (kind) => target.dispatchEvent(
    new DragEvent(kind, { bubbles: true, cancelable: true, composed: true, dataTransfer: transfer }));
  tell("dragenter");
  tell("dragover");
  if (arguments[3]) tell("drop");
  return transfer.types.includes("Files")`;

export class Clerk {
  constructor(program) {
    this.program = program;
    this.page = program.page;
  }

  /** Presses a button by its words. */
  press(words, deadlineMs) {
    return this.page.click(button(words), deadlineMs);
  }
  /** One of the ways that the first start offers. */
  async begin(words) {
    await this.sees("С чего начнём?");
    await this.page.click(`//button[contains(., ${quoted(words)})]`);
  }
  sees(words, deadlineMs) {
    return this.page.sees(words, deadlineMs);
  }
  fill(label, text) {
    return this.page.type(field(label), text);
  }

  /** Presses a button of the open dialog, which may bear the words of the one behind it. */
  confirm(words) {
    return this.page.click(`//*[@role='dialog']${button(words)}`);
  }
  /** Presses a button of the bar that rises when rows are chosen. */
  pressInBar(words) {
    return this.page.click(`//*[@role='toolbar']${button(words)}`);
  }
  /** Ticks a box by its words. */
  check(words) {
    return this.page.click(`//label[normalize-space()=${quoted(words)}]`);
  }
  /** Chooses from a list what contains these words. */
  async choose(label, words) {
    await this.page.click(field(label));
    await this.page.click(`//*[@role='option'][contains(., ${quoted(words)})]`);
  }

  /** Types the PIN that is asked for, and lets it be tried. */
  async typePin(pin) {
    await this.fill(PIN, pin);
    await this.page.press("Enter");
  }
  canTypePin() {
    return this.page.run(
      "return !document.evaluate(arguments[0], document, null, 9, null).singleNodeValue.disabled",
      field(PIN),
    );
  }

  /** A section of the rail. */
  async goTo(section) {
    const link = `//nav//a[.//*[normalize-space()=${quoted(section)}]]`;
    await until(`«${section}» open`, async () => {
      // A window that has just opened chooses its first section itself, maybe right after the press.
      await this.page.click(link);
      return await this.page.find(`${link}[@aria-current='page']`);
    });
  }

  /** Holds a file over the window, and lets it go. */
  async drop(paper) {
    const done = await this.page.run(DROP, paper.name, paper.bytes.toString("base64"), paper.type, true);
    if (!done) throw new Error("the page was not shown the file");
  }
  /** Lets in what was recognised of the dropped file. */
  async takeIn() {
    await this.page.click("//*[@role='dialog']//button[starts-with(normalize-space(), 'Добавить 1')]");
  }
  /** Holds a file over the window and waits what it says. */
  async hold(paper) {
    await this.page.run(DROP, paper.name, paper.bytes.toString("base64"), paper.type, false);
  }

  rows() {
    return this.page.run(ROWS);
  }

  /** The row of the registry that shows this number. */
  async row(number) {
    return (await this.rows()).find((row) => row.words.includes(number)) ?? null;
  }

  /** Waits until the row shows one of these statuses; the one that it shows. */
  async seesStatus(number, labels, deadlineMs) {
    const wanted = [labels].flat();
    const row = await until(`№ ${number}: ${wanted.join(" or ")}`, async () => {
      const shown = await this.row(number);
      if (shown === null) throw new Error("no such row");
      if (!wanted.includes(shown.status)) throw new Error(`it shows «${shown.status}»`);
      return shown;
    }, deadlineMs);
    return row.status;
  }

  /** Opens the card of a row. */
  async open(number) {
    await this.page.click(`//*[@role='row'][.//*[normalize-space()=${quoted(number)}]]//*[@role='gridcell'][3]`);
    await this.seesCard(number);
  }

  /** Ticks a row. */
  async tick(number) {
    await this.page.click(`//*[@role='row'][.//*[normalize-space()=${quoted(number)}]]//*[@role='gridcell'][1]`);
  }

  /** Waits until the card of this document is open. */
  async seesCard(number) {
    await until(`the card of № ${number}`, async () => (await this.cardTitle()).includes(number));
  }
  cardTitle() {
    return this.page.text("section.card .title");
  }
  async closeCard() {
    await this.page.click("section.card button[aria-label^='Закрыть']");
    await until("the card closed", async () =>
      this.page.run("return document.querySelector('section.card') === null"),
    );
  }
  /** The entries of «История» as they are painted, newest first. */
  history() {
    return this.page.run("return [...document.querySelectorAll('section.card ol > li')].map((one) => one.innerText)");
  }

  /** What the window says went wrong, once it says something else than `before`. */
  async complaint(before = "") {
    return await until("an explanation", async () => {
      const isBusy = await this.page.run("return document.querySelector('[aria-busy=true]') !== null");
      const words = await this.page.text(".callout[role='alert']");
      return !isBusy && words !== before && words;
    });
  }

  /** Types a connection into the open dialog and leaves it at that. */
  async typeConnection({ credentials }, address) {
    await this.fill("Ключ ЭДО", credentials.api_key);
    await this.fill("Логин", credentials.login);
    await this.fill("Пароль", credentials.password);
    await this.openMore();
    await this.fill("Адрес сервиса", address);
  }
  async openMore() {
    if (!(await this.page.run("return document.querySelector('.dialog details').open"))) {
      await this.page.click("//summary[normalize-space()='Дополнительно']");
    }
  }

  /** Types a connection into the open dialog, tests it, chooses the firm's box, and saves it. */
  async connect(access, address) {
    await this.typeConnection(access, address);
    await this.press("Тест подключения");
    await this.sees("Связь есть.");
    await this.keepConnection(access);
  }
  /** Chooses the firm's box and saves the connection of the open dialog. */
  async keepConnection(access) {
    await this.chooseBox(access.name);
    await this.press("Записать");
    await until("the dialog closed", () => this.page.run("return document.querySelector('[role=dialog]') === null"));
  }
  /** One login opens the boxes of several firms. */
  chooseBox(name) {
    return this.choose("Ящик", name);
  }
}
