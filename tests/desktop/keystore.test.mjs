/** Where the key lies: in the keystore of the desktop, or behind a passphrase; never beside the data. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { test } from "node:test";

import { Clerk } from "./stage/clerk.mjs";
import { Desktop } from "./stage/desktop.mjs";
import { Operator } from "./stage/operator.mjs";
import { Program } from "./stage/program.mjs";

const PASSPHRASE = "лодка на тихой воде";

function filesOf(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Secrets that the keystore holds for the program, as they lie there and as they are meant (`1:` and base64). */
async function secretsOf(desktop) {
  const found = await desktop.run("secret-tool", ["search", "--all", "service", "Surguch"]);
  const kept = [...found.matchAll(/^secret = 1:(.*)$/gm)].map((match) => match[1]);
  return kept.flatMap((secret) => [secret, Buffer.from(secret, "base64").toString()]);
}

test("keys and passwords lie in the Secret Service and nowhere in the data folder", async (t) => {
  const desktop = await Desktop.open();
  t.after(() => desktop.close());
  const operator = await Operator.open(desktop);
  const data = desktop.path("data");
  const program = await Program.open(desktop, data);
  const clerk = new Clerk(program);
  await clerk.begin("Подключить оператора");
  await clerk.connect(operator.access, operator.origin);

  const secrets = await secretsOf(desktop);
  const { password, api_key: key } = operator.access.credentials;
  assert.ok(secrets.includes(password), "the password is in the keystore");
  assert.ok(secrets.includes(key), "the operator's key is in the keystore");
  assert.ok(secrets.some((secret) => /^[0-9a-f]{64}$/.test(secret)), "the key of the database is in the keystore");
  const files = filesOf(data);
  assert.ok(files.some((file) => readFileSync(file).length > 4096), "there is a database");
  for (const file of files) {
    const bytes = readFileSync(file);
    assert.ok(!bytes.includes("SQLite format 3"), `${file} is encrypted`);
    for (const secret of secrets) {
      assert.ok(!bytes.includes(secret), `${file.split(sep).at(-1)} holds a secret`);
    }
  }
  assert.doesNotMatch(await program.page.run("return document.documentElement.outerHTML"), new RegExp(password));

  await clerk.goTo("Настройки");
  await clerk.press("Безопасность");
  await clerk.sees("Хранилище ключей операционной системы");
});

test("without a keystore the window asks for a passphrase instead of giving up", async (t) => {
  const desktop = await Desktop.open({ keyring: false });
  t.after(() => desktop.close());
  const data = desktop.path("data");
  let program = await Program.open(desktop, data);
  let clerk = new Clerk(program);
  await clerk.sees("База данных не открыта");
  await clerk.fill("Пароль хранилища ключей", PASSPHRASE);
  await clerk.press("Открыть");
  await clerk.sees("С чего начнём?");
  await program.kill();

  program = await Program.open(desktop, data);
  clerk = new Clerk(program);
  await clerk.sees("База данных не открыта");
  const closed = await clerk.complaint();
  await clerk.fill("Пароль хранилища ключей", "не та фраза");
  await clerk.press("Открыть");
  const refusal = await clerk.complaint(closed);
  assert.match(refusal, /фраз|парол/i);
  await clerk.fill("Пароль хранилища ключей", PASSPHRASE);
  await clerk.press("Открыть");
  await clerk.sees("С чего начнём?");
  for (const file of filesOf(data)) assert.ok(!readFileSync(file).includes(PASSPHRASE), file);
});
