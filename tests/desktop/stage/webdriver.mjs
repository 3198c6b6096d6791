/**
 * A browser or the program's window, driven over W3C WebDriver (https://www.w3.org/TR/webdriver2/). The few commands
 * that are needed take less room than a library would.
 */
import { createServer } from "node:net";
import { once } from "node:events";

import { call } from "./http.mjs";
import { childrenOf, killIfAlive } from "./processes.mjs";
import { until } from "./until.mjs";

const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
/** WebKitWebDriver's own notion of «displayed» loses cells whose words are cut, so the page itself is asked. */
const FIND = `
  const [selector, isPath] = arguments;
  const found = [];
  if (isPath) {
    const all = document.evaluate(selector, document, null, XPathResult.ORDERED_NODE_SNAPSHOT_TYPE, null);
    for (let at = 0; at < all.snapshotLength; at += 1) found.push(all.snapshotItem(at));
  } else found.push(...document.querySelectorAll(selector));
  return found.find((one) => one.getClientRects().length > 0 && one.checkVisibility({ visibilityProperty: true })) ?? null`;
const PAINTED = `
  const done = arguments[arguments.length - 1];
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 0)))`;
/** An element that still moves, or that something else covers, would be missed by a pointer. */
const WITHIN_REACH = `
  const [element, done] = arguments;
  element.scrollIntoView({ block: "nearest", inline: "nearest" });
  // Words of a link may stand in two lines: a pointer goes to the first.
  const box = () => element.getClientRects()[0] ?? element.getBoundingClientRect();
  const place = () => JSON.stringify(box());
  const before = place();
  const looked = () => {
    if (place() !== before) return done("moves");
    const { left, top, width, height } = box();
    const uppermost = document.elementFromPoint(left + width / 2, top + height / 2);
    done(element.contains(uppermost) || element.closest("label")?.contains(uppermost) ? "" : "is covered");
  };
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(looked, 0)))`;
const KEYS = { Enter: "\uE007", Escape: "\uE00C", Control: "\uE009" };

export class Session {
  constructor(driver, base, id) {
    this.driver = driver;
    this.base = base;
    this.path = `/session/${id}`;
  }

  /** Starts WebKitWebDriver, and with it the program of these capabilities. */
  static async open(desktop, name, capabilities, env = {}) {
    const port = await freePort();
    const driver = desktop.start(name, "WebKitWebDriver", [`--port=${port}`], {
      env: { ...desktop.env, ...env },
    });
    const base = `http://127.0.0.1:${port}`;
    await until("WebKitWebDriver", async () => (await call(`${base}/status`)).isOk);
    const wanted = { capabilities: { alwaysMatch: capabilities } };
    try {
      const made = await ask(base, "POST", "/session", wanted, 40_000);
      return new Session(driver, base, made.sessionId);
    } catch (error) {
      throw new Error(`${error.message}; processes: ${childrenOf(driver.pid).length}; ${driver.printed().trim()}`);
    }
  }

  ask(method, path, body, deadlineMs = 20_000) {
    return ask(this.base, method, `${this.path}${path}`, body, deadlineMs);
  }

  goTo(url) {
    return this.ask("POST", "/url", { url });
  }
  url() {
    return this.ask("GET", "/url");
  }

  /** The first element that is painted, by XPath or CSS; an error when there is none. */
  async find(selector) {
    const found = await this.run(FIND, selector, /^[/(]/.test(selector));
    if (found === null) throw new Error(`not on the page: ${selector}`);
    return found[ELEMENT];
  }

  /** Waits for the element and presses it, when it stands still and nothing covers it. */
  async click(selector, deadlineMs) {
    await until(`${selector} pressed`, async () => {
      const id = await this.find(selector);
      const hindrance = await this.ask("POST", "/execute/async", { script: WITHIN_REACH, args: [{ [ELEMENT]: id }] });
      if (hindrance !== "") throw new Error(`${selector} ${hindrance}`);
      await this.ask("POST", `/element/${id}/click`, {});
      return true;
    }, deadlineMs);
  }

  /** Types as a person does, over whatever is there. */
  async type(selector, text) {
    const id = await until(selector, () => this.find(selector));
    // A field at the edge of a scrolled dialog is in view for the driver and yet not interactable.
    await this.run("arguments[0].scrollIntoView({ block: 'center' })", { [ELEMENT]: id });
    await this.ask("POST", `/element/${id}/clear`, {});
    await this.ask("POST", `/element/${id}/value`, { text });
  }

  async press(...names) {
    const keys = names.map((name) => KEYS[name] ?? name);
    const down = keys.map((value) => ({ type: "keyDown", value }));
    const up = keys.toReversed().map((value) => ({ type: "keyUp", value }));
    await this.ask("POST", "/actions", { actions: [{ type: "key", id: "keys", actions: [...down, ...up] }] });
  }

  /** The words that are painted. */
  async text(selector) {
    const element = { [ELEMENT]: await this.find(selector) };
    return plain(await this.run("return arguments[0].innerText", element));
  }

  /** Waits until these words are painted somewhere. */
  async sees(words, deadlineMs) {
    return await until(`«${words}»`, async () => (await this.words()).includes(words), deadlineMs);
  }

  /** All words of the page as they are painted. */
  async words() {
    return plain(await this.run("return document.body.innerText"));
  }

  run(script, ...args) {
    return this.ask("POST", "/execute/sync", { script, args });
  }

  async resize(width, height) {
    await this.ask("POST", "/window/rect", { x: 0, y: 0, width, height });
    await until(`a window of ${width}×${height}`, () =>
      this.run("return innerWidth === arguments[0] && innerHeight === arguments[1]", width, height),
    );
  }

  /** Waits until what the page holds now has been painted. */
  async painted() {
    await this.ask("POST", "/execute/async", { script: PAINTED, args: [] });
  }

  /** The page as a PNG. */
  async picture() {
    return Buffer.from(await this.ask("GET", "/screenshot"), "base64");
  }

  /** Ends the program and the driver. */
  async close() {
    if (!this.driver.isRunning) return;
    const driven = childrenOf(this.driver.pid);
    // The answer comes before the program has ended, and a program that hangs does not answer at all.
    await this.ask("DELETE", "", 5_000).catch(() => {});
    for (const pid of driven) killIfAlive(pid);
    await this.driver.end();
  }
}

async function ask(base, method, path, body, deadlineMs) {
  const { isOk, value: answer } = await call(`${base}${path}`, { method, body, deadlineMs });
  if (!isOk) throw new Error(`${answer.value.error}: ${answer.value.message}`);
  return answer.value;
}

/** Spaces that do not break are spaces to a reader. */
function plain(text) {
  return text.replaceAll("\u00a0", " ").replaceAll("\u202f", " ").trim();
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}
