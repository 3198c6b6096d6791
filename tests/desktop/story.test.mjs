/** The story of the product, from an empty program to a signed document that outlives `kill -9`. */
import assert from "node:assert/strict";
import { test } from "node:test";

import { Desktop } from "./stage/desktop.mjs";
import { Operator } from "./stage/operator.mjs";
import { DELIVERED, play, SIGNED } from "./stage/story.mjs";

test("a dropped document is signed, the notification opens its card, and kill -9 loses nothing", async (t) => {
  const desktop = await Desktop.open();
  t.after(() => desktop.close());
  const statuses = new Map();
  const { paper, notification, before, after } = await play({
    desktop,
    data: desktop.path("data"),
    told: ({ name, status }) => statuses.set(name, status),
  });
  assert.equal(statuses.get("file_in_the_registry"), "Не отправлялся");
  assert.equal(statuses.get("delivered"), DELIVERED);
  // What the counterparty did is not known before the operator has told it.
  assert.equal(statuses.get("counterparty_reads"), DELIVERED);
  assert.equal(statuses.get("signed"), SIGNED);
  assert.deepEqual(notification, {
    title: SIGNED,
    body: `УПД № ${paper.number} от 16.11.2026`,
    program: "Сургуч",
  });
  assert.deepEqual(after, before);
  assert.deepEqual(after.posted.map((one) => one.times), [1]);
});

test("the same story with an operator outside, connected by hand", async (t) => {
  const desktop = await Desktop.open();
  t.after(() => desktop.close());
  const operator = await Operator.open(desktop);
  const { after } = await play({ desktop, data: desktop.path("data"), operator });
  assert.equal(after.posted.length, 1);
});

test("without the operator the story does not come to its end", async (t) => {
  const desktop = await Desktop.open();
  t.after(() => desktop.close());
  const operator = await Operator.open(desktop);
  const steps = [];
  const played = play({
    desktop,
    data: desktop.path("data"),
    operator,
    patienceMs: 8_000,
    told: async ({ name }) => {
      steps.push(name);
      if (name === "preview") await operator.started.kill();
    },
  });
  await assert.rejects(played, /not seen within 8 s: № ПЗ-512: Ожидается подпись контрагента/);
  assert.equal(steps.at(-1), "sent");
});
