import assert from "node:assert/strict";

import { Cabinet } from "../stage/cabinet.js";
import { papersFor } from "../stage/clerk.js";
import { BUYERS, printedForm, transferDocument } from "../stage/papers.js";
import { eventually, sees } from "../stage/see.js";
import { trainingStory, withBrowser } from "../stage/story.js";

withBrowser();

trainingStory("a dropped document is sent, signed by the counterparty and told about", async ({ program, seat, page, clerk }) => {
  const operator = await program.operator();
  await clerk.go("Документы");
  await clerk.drop([transferDocument({ number: "ПЗ-901" }), printedForm("Смета на ремонт.pdf")]);
  await clerk.takeIn();
  await sees(page.locator("main"), "В реестр добавлено: 2 документа.");
  await sees(clerk.row("Коммерческое предложение"), "Не отправлялся");

  await clerk.openRow("ПЗ-901");
  await sees(clerk.card, "№ ПЗ-901");
  await sees(clerk.card, BUYERS.cedar.name);
  await sees(clerk.card, "8 300,00 ₽");
  await sees(clerk.card, "Здесь появятся события");
  await clerk.card.getByRole("tab", { name: "Просмотр" }).click();
  await sees(clerk.card, "Книга для детей «Сказки Белого моря»");
  await clerk.card.getByRole("tab", { name: "Сведения" }).click();

  await clerk.card.getByRole("button", { name: "Отправить в ЭДО", exact: true }).click();
  await eventually(async () => assert.equal((await operator.ledger()).filter(({ is_sent }) => is_sent).length, 1));
  await operator.anHourPasses();
  const cabinet = await Cabinet.open(seat, operator);
  await cabinet.openDocument(BUYERS.cedar.name, "ПЗ-901");
  await cabinet.sign();
  await operator.anHourPasses();

  await page.bringToFront();
  await clerk.refresh();
  await sees(clerk.row("ПЗ-901"), /Подписан контрагентом|Завершён/);
  await sees(clerk.card, "ООО «Кедровая роща»");
  await sees(clerk.card.getByRole("listitem").filter({ hasText: "Подписан" }), /Подписан/);
  const [posted] = await operator.ledger();
  assert.equal(posted.times_posted, 1, "it was posted once");

  await page.getByRole("button", { name: /^Уведомления/ }).click();
  const notice = page.getByRole("dialog").or(page.locator(".pop")).getByRole("button").filter({ hasText: "ПЗ-901" });
  await notice.first().click();
  await sees(clerk.card, "№ ПЗ-901");
});

trainingStory("several ticked documents go out together by the bulk bar", async ({ program, clerk }) => {
  const operator = await program.operator();
  await program.bring(papersFor(["ПЗ-911", "ПЗ-912", "ПЗ-913"]));
  await clerk.go("Документы");
  for (const number of ["ПЗ-911", "ПЗ-912", "ПЗ-913"]) await clerk.tick(number);
  await sees(clerk.bulkBar, "Выбрано 3 документа · на сумму 24 900,00 ₽");
  await clerk.doWithChosen("Отправить в ЭДО");
  await sees(clerk.page.locator("main"), "В очередь поставлены 3 документа.");
  await eventually(async () => assert.equal((await operator.ledger()).length, 3));
  await operator.anHourPasses();
  await clerk.refresh();
  for (const number of ["ПЗ-911", "ПЗ-912", "ПЗ-913"]) await sees(clerk.row(number), "Ожидается подпись контрагента");
  await clerk.bulkBar.waitFor({ state: "detached" });
});

trainingStory("a printed form says what it lacks, gets its sides and is sent", async ({ program, page, clerk }) => {
  const operator = await program.operator();
  await program.bring([printedForm("Акт сверки за третий квартал.pdf")]);
  await clerk.go("Документы");
  await clerk.openRow("Акт сверки за третий квартал");
  const lacking = clerk.card.getByRole("region", { name: "Чего не хватает для отправки" });
  const send = clerk.card.getByRole("button", { name: "Отправить в ЭДО", exact: true });
  await sees(lacking, "онтрагент");
  assert.ok(await send.isDisabled(), "it cannot be sent yet");

  for (const [press, name] of [
    ["Выбрать контрагента", "Гранит"],
    ["Выбрать фирму", "Полярная"],
  ]) {
    await lacking.getByRole("button", { name: press }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("combobox").click();
    await page.keyboard.type(name);
    await page.getByRole("option").filter({ hasText: name }).first().click();
    await dialog.getByRole("button", { name: "Записать" }).click();
    await dialog.waitFor({ state: "detached" });
  }
  await lacking.waitFor({ state: "detached" });
  await send.click();
  await eventually(async () => assert.equal((await operator.ledger()).length, 1));
  await operator.anHourPasses();
  await clerk.refresh();
  await sees(clerk.row("Акт сверки"), "Ожидается подпись контрагента");
});

trainingStory("a refusal comes with its reason to the card and to the problems", async ({ program, seat, page, clerk }) => {
  const operator = await program.operator();
  const [id] = await program.bring(papersFor(["ПЗ-921"]));
  await program.rpc("documents.send", { ids: [id] });
  await eventually(async () => assert.equal((await operator.ledger()).length, 1));
  await operator.anHourPasses();
  const cabinet = await Cabinet.open(seat, operator);
  await cabinet.openDocument(BUYERS.cedar.name, "ПЗ-921");
  await cabinet.refuse("В строке 2 указано не то количество.");
  await operator.anHourPasses();

  await page.bringToFront();
  await clerk.go("Документы");
  await clerk.refresh();
  await clerk.openRow("ПЗ-921");
  await sees(clerk.card, "Отказано");
  await sees(clerk.card, "В строке 2 указано не то количество.");
  await clerk.go("Задачи");
  await sees(page.getByRole("region", { name: /Проблемные/ }), "ПЗ-921");
});
