/** The plug is pulled while a document is on its way. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { Clerk } from "./stage/clerk.mjs";
import { Desktop } from "./stage/desktop.mjs";
import { Operator } from "./stage/operator.mjs";
import { transferDocument } from "./stage/papers.mjs";
import { Program } from "./stage/program.mjs";
import { DELIVERED } from "./stage/story.mjs";
import { until } from "./stage/until.mjs";

const LONG_MS = 120_000;

/** Sends a document to an operator in trouble, kills the program when `struck`, and opens it again. */
async function killInMidSend(t, fault, struck) {
  const desktop = await Desktop.open();
  t.after(() => desktop.close());
  const operator = await Operator.open(desktop);
  const data = desktop.path("data");
  const paper = transferDocument("640");

  let program = await Program.open(desktop, data);
  let clerk = new Clerk(program);
  await clerk.begin("Подключить оператора");
  await clerk.connect(operator.access, operator.origin);
  await clerk.goTo("Документы");
  await clerk.drop(paper);
  await clerk.takeIn();
  await clerk.seesStatus(paper.number, "Не отправлялся");
  await clerk.open(paper.number);
  await operator.orderFault({ method: "PostMessage", ...fault });
  await clerk.press("Отправить в ЭДО");
  await until("the request under way", () => struck(operator));
  await clerk.seesStatus(paper.number, "Отправляется");
  await program.kill();
  const atDeath = await operator.ledger();

  program = await Program.open(desktop, data);
  clerk = new Clerk(program);
  await clerk.goTo("Документы");
  await clerk.seesStatus(paper.number, DELIVERED, 90_000);
  return { atDeath, ledger: await operator.ledger() };
}

test("killed before the operator took it: the document arrives once after the restart", async (t) => {
  const { atDeath, ledger } = await killInMidSend(
    t,
    { kind: "slow", ms: LONG_MS },
    async (operator) => (await operator.waitingFaults()).length === 0,
  );
  assert.equal(atDeath.length, 0);
  assert.equal(ledger.length, 1);
  assert.equal(ledger[0].times_posted, 1);
});

test("killed after the operator took it, before it answered: the document is not sent again", async (t) => {
  const { atDeath, ledger } = await killInMidSend(
    t,
    { kind: "accepted_then_timeout", hang_ms: LONG_MS },
    async (operator) => (await operator.ledger()).length === 1,
  );
  assert.equal(atDeath.length, 1);
  assert.deepEqual(ledger, atDeath);
});
