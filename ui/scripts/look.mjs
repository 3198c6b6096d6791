/**
 * Takes pictures of every view of the built window, beside the stand-in for the program, under the same content
 * policy as the product; counts violations of the policy and of accessibility (axe-core).
 * `npm run build && npm run look -- <folder> [name filter]`. Exit code 1 when something serious was found.
 */
import { mkdir, readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

import { chromium } from "playwright-core";
import { createServer as createVite } from "vite";

import { shots } from "./shots.mjs";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const OUT = process.argv[2] ?? join(ROOT, "../tour");
const ONLY = process.argv[3] ?? "";
const DIST = process.env.DIST ?? join(ROOT, "dist");
const POLICY =
  "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; worker-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const TYPES = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
};

const vite = await createVite({
  root: ROOT,
  configFile: join(ROOT, "vite.config.ts"),
  logLevel: "error",
  server: { middlewareMode: true, ws: false, watch: null },
  appType: "custom",
});
const { handle } = await vite.ssrLoadModule("/dev/serve.ts");

const server = createServer(async (request, response) => {
  if (await handle(request, response)) return;
  const path = new URL(request.url, "http://127.0.0.1").pathname;
  const file = normalize(join(DIST, path === "/" ? "index.html" : path));
  try {
    const bytes = await readFile(file);
    const type = TYPES[extname(file)] ?? "application/octet-stream";
    response.writeHead(200, { "content-type": type, "content-security-policy": POLICY }).end(bytes);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const origin = `http://127.0.0.1:${server.address().port}`;

await mkdir(OUT, { recursive: true });
const axe = await readFile(join(ROOT, "node_modules/axe-core/axe.min.js"), "utf8");
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});

let findings = 0;
const report = (name, text) => {
  findings += 1;
  console.log(`${name}: ${text}`);
};

let run = 0;
for (const shot of shots.filter(({ name }) => name.includes(ONLY))) {
  for (const [size, width, height] of [
    ["s", 1024, 700],
    ["l", 1920, 1080],
  ]) {
    for (const theme of ["light", "dark"]) {
      const name = `${shot.name}-${size}-${theme}`;
      run += 1;
      const page = await browser.newPage({
        viewport: { width, height },
        colorScheme: theme,
        reducedMotion: "reduce",
      });
      page.setDefaultTimeout(10_000);
      page.on(
        "console",
        (message) =>
          message.type() === "error" &&
          !/status of 4\d\d/.test(message.text()) &&
          report(name, message.text()),
      );
      page.on("pageerror", (error) => report(name, error.stack ?? String(error)));
      // Language and density are kept as the product keeps them.
      await page.addInitScript((stored) => {
        for (const [key, value] of Object.entries(stored)) localStorage.setItem(key, value);
      }, shot.stored ?? {});
      // Requests of one page share a stand-in of their own; what one shot changes, no other sees.
      await page.goto(`${origin}/#token=${shot.scenario}-${run}`);
      await page.waitForSelector("nav, .first, .trouble, .upgrading");
      if (shot.route) await page.evaluate((route) => (location.hash = route), shot.route);
      await page.evaluate(() => document.fonts.ready);
      await page.waitForTimeout(250);
      try {
        await shot.act?.(page);
      } catch (error) {
        report(name, `could not be acted: ${error.message.split("\n")[0]}`);
      }
      await page.waitForTimeout(250);
      await page.screenshot({ path: join(OUT, `${name}.png`) });
      if (!process.env.NO_AXE) {
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() =>
          globalThis.axe.run(document, { resultTypes: ["violations"] }),
        );
        for (const { id, impact, nodes } of violations) {
          const text = `${impact} ${id} ×${nodes.length}: ${nodes[0].html.slice(0, 160)} ${nodes[0].failureSummary?.split("\n")[1] ?? ""}`;
          if (impact === "serious" || impact === "critical") report(name, text);
          else console.log(`(${name}: ${text})`);
        }
      }
      await page.close();
    }
  }
}

await browser.close();
await vite.close();
server.closeAllConnections();
server.close();
console.log(`${run} pictures in ${OUT}, ${findings} findings`);
process.exit(findings === 0 ? 0 : 1);
