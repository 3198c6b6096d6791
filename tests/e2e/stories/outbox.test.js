import assert from "node:assert/strict";

import { papersFor } from "../stage/clerk.js";
import { eventually, sees } from "../stage/see.js";
import { trainingStory, withBrowser } from "../stage/story.js";

withBrowser();

trainingStory("an operator that is too busy leaves a document in the queue, where it can be called off and from where it goes by itself", async ({ program, seat, page, clerk }) => {
  const operator = await program.operator();
  await operator.order("faults", { method: "PostMessage", kind: "status", status: 429, retry_after: 8 });
  const ids = await program.bring(papersFor(["ПЗ-981", "ПЗ-982"]));
  for (const id of ids) await program.rpc("documents.send", { ids: [id] });
  await clerk.go("Отправка");
  await clerk.row("ПЗ-981").getByRole("button", { name: "Повторить" }).waitFor();
  for (const number of ["ПЗ-981", "ПЗ-982"]) await sees(clerk.row(number), "В очереди");
  assert.equal((await operator.ledger()).length, 0, "nothing was taken");

  await clerk.row("ПЗ-982").getByRole("button", { name: "Отменить" }).click();
  await sees(clerk.row("ПЗ-982"), "Отменено");
  // Pressing does not hurry an operator that asked for patience: the reason is told, the document goes by itself.
  seat.foresee("outbox.retry");
  await clerk.row("ПЗ-981").getByRole("button", { name: "Повторить" }).click();
  await page.getByText(/Оператор попросил подождать/).first().waitFor();
  await sees(clerk.row("ПЗ-981"), "Принято оператором");
  await eventually(async () => {
    const posted = await operator.ledger();
    assert.deepEqual(posted.map(({ times_posted }) => times_posted), [1]);
  });

  await clerk.go("Документы");
  await sees(clerk.row("ПЗ-982"), "Не отправлялся");
  await page.keyboard.press("Escape");
});

trainingStory("a document the operator will not take says why and waits for a decision", async ({ program, clerk }) => {
  const operator = await program.operator();
  await operator.order("faults", { method: "PostMessage", kind: "status", status: 400, text: "Дата документа ещё не наступила", count: 1 });
  const ids = await program.bring(papersFor(["ПЗ-991"]));
  await program.rpc("documents.send", { ids });
  await clerk.go("Отправка");
  await sees(clerk.row("ПЗ-991"), "Не ушло");
  await clerk.filter("Требуют решения").click();
  await sees(clerk.row("ПЗ-991"), "Дата документа ещё не наступила");
  await clerk.go("Документы");
  await clerk.openRow("ПЗ-991");
  await sees(clerk.card, /Ошибка отправки|Не отправлен/);
  await clerk.card.getByRole("button", { name: "Повторить" }).first().click();
  await eventually(async () => assert.equal((await operator.ledger()).length, 1));
  await sees(clerk.row("ПЗ-991"), /Отправлен|Ожидается|Доставлен/);
});

trainingStory("an answer that is lost on the way leads to no second posting", async ({ program, clerk }) => {
  const operator = await program.operator();
  await operator.order("faults", { method: "PostMessage", kind: "accepted_then_timeout", count: 1 });
  const ids = await program.bring(papersFor(["ПЗ-995"]));
  await program.rpc("documents.send", { ids });
  await clerk.go("Отправка");
  await eventually(async () => assert.equal((await operator.ledger()).length, 1));
  await operator.anHourPasses();
  await clerk.refresh();
  await sees(clerk.row("ПЗ-995"), "Принято оператором");
  assert.deepEqual((await operator.ledger()).map(({ times_posted }) => times_posted), [1]);
});
