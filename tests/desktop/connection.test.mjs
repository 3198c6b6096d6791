/** A connection typed by hand: what is wrong is said in the dialog, and nothing that was typed is lost. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { Clerk } from "./stage/clerk.mjs";
import { Desktop } from "./stage/desktop.mjs";
import { Operator } from "./stage/operator.mjs";
import { Program } from "./stage/program.mjs";

test("a wrong key, a wrong password and no network are told, and then the connection works", async (t) => {
  const desktop = await Desktop.open();
  t.after(() => desktop.close());
  const operator = await Operator.open(desktop);
  const program = await Program.open(desktop, desktop.path("data"));
  const clerk = new Clerk(program);
  const right = operator.access;
  const wrong = (changes) => ({ ...right, credentials: { ...right.credentials, ...changes } });
  const complaints = [""];
  const complaint = async (access, address) => {
    await clerk.typeConnection(access, address);
    await clerk.press("Тест подключения");
    complaints.push(await clerk.complaint(complaints.at(-1)));
    return complaints.at(-1);
  };

  await clerk.begin("Подключить оператора");
  const key = await complaint(wrong({ api_key: "surguch-training-no-such-key" }), operator.origin);
  const password = await complaint(wrong({ password: "не тот пароль" }), operator.origin);
  // Nothing listens on the discard port of this computer.
  const network = await complaint(right, "http://127.0.0.1:9");
  assert.match(key, /не знает такого ключа/i);
  assert.match(password, /не принял логин или пароль/i);
  assert.match(network, /не удалось дойти/i);
  assert.doesNotMatch(`${key}${password}${network}`, new RegExp(right.credentials.password));

  await clerk.connect(right, operator.origin);
  await clerk.goTo("Настройки");
  await clerk.press("Подключения");
  await clerk.sees(right.name);
  assert.equal(await program.page.run("return document.querySelectorAll('.dot.trouble').length"), 0);
});
