/** The ways in which a document leaves: with a word, as a draft, to a department, in a package that we sign, to nobody yet. */
import assert from "node:assert/strict";

import { papersFor } from "../stage/clerk.js";
import { makeRecord } from "../stage/records.js";
import { BUYERS, printedForm, QUIET_HARBOUR } from "../stage/papers.js";
import { eventually, sees } from "../stage/see.js";
import { bringFor } from "../stage/signing.js";
import { trainingStory, withBrowser } from "../stage/story.js";

withBrowser();

const POLAR_STAR = "9612045075";

trainingStory("a draft with a word and data is left at the operator, and leaves when it is signed in the program", async ({ program, page, clerk }) => {
  const operator = await program.operator();
  await program.bring(papersFor(["ПЗ-641"]));
  await clerk.go("Документы");
  await clerk.openRow("ПЗ-641");
  await otherWays(clerk).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("menuitem", { name: "Как отправить…" }).press("Enter");
  await sees(clerk.dialog, "Будет отправлено: 1 документ.");
  await clerk.dialog.getByLabel("Комментарий для контрагента").fill("Согласуйте до пятницы.");
  await clerk.dialog.getByRole("radio", { name: /^Оставить у оператора черновиком/ }).check();
  await clerk.dialog.getByRole("button", { name: "Добавить данные" }).click();
  await clerk.dialog.getByLabel("Имя 1").fill("Договор");
  await clerk.dialog.getByLabel("Значение 1").fill("12-К");
  await clerk.dialog.getByRole("button", { name: "Оставить черновиком" }).click();
  await eventually(async () => assert.deepEqual((await operator.ledger()).map(({ is_sent }) => is_sent), [false]));
  await clerk.refresh();
  await sees(clerk.card, "Черновик");
  for (const words of ["Согласуйте до пятницы.", "Договор", "12-К"]) await sees(clerk.card, words);

  await clerk.card.getByRole("button", { name: "Подписать и отправить черновик" }).click();
  await clerk.dialog.getByLabel(/^Сертификат фирмы/).first().waitFor();
  await page.keyboard.press("Control+Enter");
  await eventually(async () => assert.equal((await operator.ledger()).filter(({ is_sent }) => is_sent).length, 1));
  await operator.anHourPasses();
  await clerk.refresh();
  await sees(clerk.card, "Ожидается подпись контрагента");
});

trainingStory("a department is chosen once on the card, and documents go there", async ({ program, page, clerk }) => {
  const operator = await program.operator();
  await program.bring(papersFor(["ПЗ-651"]));
  await clerk.go("Документы");
  await clerk.openRow("ПЗ-651");
  await otherWays(clerk).click();
  await page.getByRole("menuitem", { name: "Куда отправлять…" }).click();
  await sees(clerk.dialog, BUYERS.cedar.name);
  await clerk.dialog.getByLabel("Подразделение контрагента").click();
  await page.getByRole("option", { name: "Отдел снабжения" }).click();
  await clerk.dialog.getByRole("button", { name: "Запомнить" }).click();
  await clerk.dialog.waitFor({ state: "detached" });
  await clerk.card.getByRole("button", { name: "Отправить в ЭДО", exact: true }).click();
  await eventually(async () => assert.equal((await operator.ledger()).length, 1));
  await sees(clerk.card, "Отдел снабжения");
});

trainingStory("documents go through who signs in between, and the card tells whom they wait for", async ({ program, page, clerk }) => {
  const operator = await program.operator();
  const sides = { firmInn: POLAR_STAR, otherInn: BUYERS.cedar.inn };
  await bringFor(program, printedForm("Согласие на обработку заказа.pdf"), sides);
  await clerk.go("Документы");
  await clerk.openRow("Согласие на обработку заказа");
  await otherWays(clerk).click();
  await page.getByRole("menuitem", { name: "Куда отправлять…" }).click();
  await clerk.dialog.getByRole("combobox", { name: /^Промежуточный получатель/ }).click();
  await page.keyboard.type("Журавл");
  await page.getByRole("option").filter({ hasText: "Журавл" }).first().click();
  await clerk.dialog.getByRole("button", { name: "Запомнить" }).click();
  await clerk.dialog.waitFor({ state: "detached" });
  await clerk.card.getByRole("button", { name: "Отправить в ЭДО", exact: true }).click();
  await eventually(async () => assert.equal((await operator.ledger()).length, 1));
  await operator.anHourPasses();
  await clerk.refresh();
  await sees(clerk.card, "Журавл");
  await sees(clerk.card, "ждём его подпись");
});

trainingStory("a package is signed by us and leaves as one", async ({ program, page, clerk }) => {
  const operator = await program.operator();
  await program.bring(papersFor(["ПЗ-661", "ПЗ-662"]));
  await clerk.go("Документы");
  for (const number of ["ПЗ-661", "ПЗ-662"]) await clerk.tick(number);
  await sees(clerk.bulkBar, "Выбрано 2 документа");
  await clerk.bulkBar.getByRole("button", { name: "Отправить в ЭДО: Ещё" }).click();
  await page.getByRole("menuitem", { name: /^Одним пакетом/ }).click();
  await clerk.dialog.getByRole("radio", { name: /^Подписать сейчас/ }).check();
  await clerk.dialog.getByLabel(/^Сертификат фирмы/).first().waitFor();
  await clerk.dialog.getByRole("checkbox", { name: /Закрытый пакет/ }).check();
  await clerk.dialog.getByRole("button", { name: "Подписать и отправить" }).click();
  await eventually(async () => {
    const posted = await operator.ledger();
    assert.equal(posted.length, 2);
    assert.equal(new Set(posted.map(({ message_id }) => message_id)).size, 1, "one message");
    assert.ok(posted.every(({ signature }) => signature.is_good), JSON.stringify(posted));
  });
  await clerk.openRow("ПЗ-661");
  await sees(clerk.card, "Закрытый пакет");
  await sees(clerk.card, "ПЗ-662");
});

trainingStory("a counterparty without an exchange leads to the exchange with it", async ({ program, page, clerk }) => {
  await program.rpc("counterparties.save", QUIET_HARBOUR);
  const id = await bringFor(program, printedForm("Договор поставки № 9.pdf"), {
    firmInn: POLAR_STAR,
    otherInn: QUIET_HARBOUR.inn,
  });
  await clerk.goTo(`#/documents/${id}`);
  const lacking = clerk.card.getByRole("region", { name: "Чего не хватает для отправки" });
  await lacking.getByRole("button", { name: "Обмен с ЭДО" }).click();
  const card = page.getByRole("region", { name: "Карточка контрагента" }).first();
  await sees(card, QUIET_HARBOUR.name);
  await eventually(async () => {
    const focused = await page.evaluate(() => document.activeElement?.textContent?.trim());
    assert.equal(focused, "Пригласить по ИНН");
  });
  await page.keyboard.press("Enter");
  await sees(clerk.dialog, `Пригласить: ${QUIET_HARBOUR.name}`);
  await page.keyboard.press("Control+Enter");
  await sees(card, "Приглашение отправлено");
});

trainingStory("an order leaves together with what was made of it", async ({ program, page, clerk }) => {
  const line = { name: "Ремонт насоса", unit: "усл.", quantity: "1", price: "8300" };
  const order = await makeRecord(program, "work_order", [line]);
  const { kinds } = await program.rpc("kinds.list");
  const { id } = await program.rpc("documents.create", {
    kind_id: kinds.find(({ code }) => code === "work_order").id,
    based_on_id: order,
  });
  await program.rpc("documents.prepare", { ids: [order, id] });
  await clerk.goTo(`#/documents/${id}`);
  await otherWays(clerk).click();
  await page.getByRole("menuitem", { name: /^Пакетом со связанными/ }).click();
  await sees(clerk.dialog, "Отправить одним пакетом");
  await clerk.dialog.getByRole("button", { name: "Отправить в ЭДО" }).click();
  const operator = await program.operator();
  await eventually(async () => {
    const posted = await operator.ledger();
    assert.deepEqual([posted.length, new Set(posted.map(({ message_id }) => message_id)).size], [2, 1]);
  });
});

/** The arrow beside the main press of the card. */
const otherWays = (clerk) => clerk.card.getByRole("button", { name: "Отправить в ЭДО: Ещё" });
