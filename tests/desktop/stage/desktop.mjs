/**
 * A desktop of our own: a screen that nobody sees, a private bus, a notification daemon, a keyring. Nothing of the
 * desktop that the tests run on is used or touched.
 */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { run, start } from "./processes.mjs";
import { until } from "./until.mjs";

/** By this name on the bus a second start of the program finds the first. */
export const NAME = "ru.surguch.desktop.SingleInstance";

/** A folder for pictures of the screen, where somebody wants to look at them afterwards. */
const PICTURES = process.env.SURGUCH_PICTURES;

/** Whoever opens the keyring of the private desktop. */
const KEYRING_PASSWORD = "пароль учебного входа\n";

/** No service is started by being asked for: only what the desktop was opened with is there. */
const BUS = (folder) => `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir=${folder}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`;

const DUNST = `[global]
    width = 380
    height = 160
    origin = top-right
    offset = 16x48
    frame_width = 1
    frame_color = "#c9c3b8"
    corner_radius = 8
    padding = 14
    horizontal_padding = 16
    font = DejaVu Sans 10
    format = "<b>%s</b>\\n%b"
    mouse_left_click = do_action, close_current
    history_length = 50
    icon_position = off
    show_indicators = no
[urgency_low]
    background = "#ffffff"
    foreground = "#1f1d1b"
    timeout = 0
[urgency_normal]
    background = "#ffffff"
    foreground = "#1f1d1b"
    timeout = 0
[urgency_critical]
    background = "#ffffff"
    foreground = "#1f1d1b"
    timeout = 0
`;

/** Writes down which page the program wanted in the browser. */
const BROWSER = (note) => `#!/bin/sh\nprintf '%s\\n' "$1" >> '${note}'\n`;

export class Desktop {
  #programs = [];
  #guests = [];

  constructor(folder, env) {
    this.folder = folder;
    this.env = env;
    this.pages = join(folder, "opened-pages");
  }

  /**
   * Opens a desktop. `keyring`: whether a Secret Service is there; `notifications`: whether somebody shows
   * notifications. With `beside` it is another screen on the bus and in the home of that desktop.
   */
  static async open({ screen = "1280x820", keyring = true, notifications = true, beside = null } = {}) {
    const folder = mkdtempSync(join(tmpdir(), "surguch-desktop-"));
    const desktop = new Desktop(folder, beside === null ? environment(folder) : { ...beside.env });
    try {
      await desktop.#openScreen(screen);
      if (beside !== null) return desktop;
      await desktop.#openBus();
      if (keyring) await desktop.#openKeyring();
      if (notifications) await desktop.#openNotifications();
    } catch (error) {
      await desktop.close();
      throw error;
    }
    return desktop;
  }

  path(name) {
    return join(this.folder, name);
  }

  start(name, program, args, options = {}) {
    const started = start(program, args, { env: this.env, log: this.path(`${name}.log`), ...options });
    this.#programs.push(started);
    return started;
  }

  /** Ends this guest before the desktop is closed. */
  host(guest) {
    this.#guests.push(guest);
  }

  run(program, args, options = {}) {
    return run(program, args, { env: this.env, ...options });
  }

  async #openScreen(screen) {
    const args = ["-displayfd", "3", "-screen", "0", `${screen}x24`, "-nolisten", "tcp", "-noreset", "-nocursor"];
    const server = this.start("screen", "Xvfb", args, { pipes: 1 });
    this.env.DISPLAY = `:${await firstLine(server, server.child.stdio[3])}`;
  }

  async #openBus() {
    writeFileSync(this.path("bus.conf"), BUS(this.path("run")));
    const args = [`--config-file=${this.path("bus.conf")}`, "--nofork", "--nopidfile", "--print-address=3"];
    const bus = this.start("bus", "dbus-daemon", args, { pipes: 1 });
    this.env.DBUS_SESSION_BUS_ADDRESS = await firstLine(bus, bus.child.stdio[3]);
  }

  async #openKeyring() {
    const args = ["--foreground", "--components=secrets", "--unlock"];
    const keyring = this.start("keyring", "gnome-keyring-daemon", args, { stdin: KEYRING_PASSWORD });
    await this.#ownerOf("org.freedesktop.secrets", keyring);
  }

  async #openNotifications() {
    writeFileSync(this.path("dunstrc"), DUNST);
    const daemon = this.start("dunst", "dunst", ["-conf", this.path("dunstrc")]);
    await this.#ownerOf("org.freedesktop.Notifications", daemon);
    const clicks = "type='signal',interface='org.freedesktop.Notifications',member='ActionInvoked'";
    this.clicks = this.start("clicks", "dbus-monitor", ["--session", "--monitor", clicks]);
    // It prints that it has its name before it listens to anything.
    await until("a listener on the bus", () => this.clicks.printed().includes("NameAcquired"));
  }

  async #ownerOf(name, started) {
    await until(`${name} on the bus`, async () => {
      if (!started.isRunning) throw ended(started);
      return await this.hasOnBus(name);
    });
  }

  /** Whether a program on the bus answers to this name. */
  async hasOnBus(name) {
    const bus = "org.freedesktop.DBus";
    const args = ["--session", `--dest=${bus}`, "--print-reply", "/", `${bus}.NameHasOwner`, `string:${name}`];
    return (await this.run("dbus-send", args)).includes("boolean true");
  }

  /** Notifications on the screen right now. */
  async shownNotifications() {
    return Number(await this.run("dunstctl", ["count", "displayed"]));
  }

  /** Clicks the notification as a person does: the mouse goes there and presses. */
  async clickNotification() {
    const before = this.clickedNotifications();
    const found = await this.run("xdotool", ["search", "--onlyvisible", "--class", "Dunst"]);
    const id = found.trim().split("\n").at(-1);
    const shape = await this.run("xdotool", ["getwindowgeometry", "--shell", id]);
    const number = (name) => Number(new RegExp(`^${name}=(-?\\d+)$`, "m").exec(shape)?.[1]);
    const x = Math.round(number("X") + number("WIDTH") / 2);
    const y = Math.round(number("Y") + number("HEIGHT") / 2);
    await this.run("xdotool", ["mousemove", `${x}`, `${y}`, "click", "1"]);
    await until("the click on the bus", () => this.clickedNotifications() > before);
  }

  /** How many clicks on notifications went over the bus. */
  clickedNotifications() {
    return this.clicks.printed().split("member=ActionInvoked").length - 1;
  }

  /** Notifications that were shown and closed, newest first: `{title, body}`. */
  async pastNotifications() {
    const history = JSON.parse(await this.run("dunstctl", ["history"]));
    return history.data.flat().map((one) => ({
      title: one.summary.data,
      body: one.body.data.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&"),
      program: one.appname.data,
    }));
  }

  /** Addresses that the program asked the browser to open. */
  openedPages() {
    return existsSync(this.pages) ? readFileSync(this.pages, "utf8").trim().split("\n") : [];
  }

  /** The whole screen as a PNG, once it stands still: the screen is behind the page by a few frames. */
  async picture(path) {
    let before = null;
    await until("a screen that stands still", async () => {
      await this.run("import", ["-silent", "-window", "root", "-define", "png:exclude-chunks=date,time", path], {
        deadlineMs: 30_000,
      });
      const now = readFileSync(path);
      const isStill = before?.equals(now);
      before = now;
      return isStill;
    });
  }

  /** Keeps a picture of the screen where somebody asked for pictures. */
  async keep(name) {
    if (PICTURES !== undefined) await this.picture(join(PICTURES, `${name}.png`));
  }

  async close() {
    // The other way round: nothing loses its screen or its bus while it runs.
    for (const guest of this.#guests.reverse()) await guest.close().catch(() => {});
    for (const started of this.#programs.reverse()) await started.end();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function environment(folder) {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(SURGUCH_|XDG_|WAYLAND|DBUS_)/.test(name));
  for (const name of ["home", "run", "bin"]) mkdirSync(join(folder, name));
  chmodSync(join(folder, "run"), 0o700);
  const browser = join(folder, "bin", "xdg-open");
  writeFileSync(browser, BROWSER(join(folder, "opened-pages")), { mode: 0o755 });
  return {
    ...Object.fromEntries(inherited),
    HOME: join(folder, "home"),
    PATH: `${join(folder, "bin")}:${process.env.PATH}`,
    XDG_RUNTIME_DIR: join(folder, "run"),
    XDG_DATA_HOME: join(folder, "home", "data"),
    XDG_CONFIG_HOME: join(folder, "home", "config"),
    XDG_CACHE_HOME: join(folder, "home", "cache"),
    XDG_STATE_HOME: join(folder, "home", "state"),
    NO_AT_BRIDGE: "1",
    GDK_BACKEND: "x11",
  };
}

async function firstLine(started, stream) {
  let text = "";
  stream.setEncoding("utf8").on("data", (more) => (text += more));
  return await until("the first line of a program", () => {
    if (!started.isRunning) throw ended(started);
    return text.includes("\n") && text.split("\n")[0].trim();
  });
}

function ended(started) {
  const error = new Error(`${started.child.spawnfile} ended: ${started.printed().trim()}`);
  error.isFinal = true;
  return error;
}
