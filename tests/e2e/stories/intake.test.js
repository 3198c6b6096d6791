/** Files and tables brought in: shown before anything gets into the registry. */
import assert from "node:assert/strict";

import { papersFor } from "../stage/clerk.js";
import { BUYERS, example, printedForm, transferDocument } from "../stage/papers.js";
import { eventually, sees } from "../stage/see.js";
import { trainingStory, withBrowser } from "../stage/story.js";

withBrowser();

trainingStory("one clean file goes in with Enter; the same one again is told to be here already", async ({ program, page, clerk }) => {
  const [paper] = papersFor(["ПЗ-811"]);
  await clerk.go("Документы");
  await clerk.choose([paper]);
  await sees(clerk.intake, "№ ПЗ-811");
  await sees(clerk.intake, BUYERS.cedar.name);
  await clerk.intake.getByRole("button", { name: "Добавить 1 документ" }).waitFor();
  await page.keyboard.press("Enter");
  await clerk.intake.waitFor({ state: "detached" });
  await sees(page.locator("main"), "В реестр добавлено: 1 документ.");
  await sees(clerk.row("ПЗ-811"), "Не отправлялся");

  await clerk.choose([paper, ...papersFor(["ПЗ-812"])]);
  await sees(clerk.intake, /Уже есть: .*ПЗ-811/);
  const again = clerk.intake.getByRole("checkbox", { name: `Добавить «${paper.name}»` });
  assert.equal(await again.isChecked(), false);
  await clerk.intake.getByRole("button", { name: "Добавить 1 из 2" }).click();
  await clerk.intake.waitFor({ state: "detached" });
  await sees(clerk.row("ПЗ-812"), "Не отправлялся");
  const { rows } = await program.rpc("documents.list", { filter: { query: "ПЗ-81" } });
  assert.equal(rows.length, 2, "nothing came in twice");
});

trainingStory("a preview that is closed leaves the registry as it was", async ({ program, page, clerk }) => {
  const before = (await program.rpc("documents.list", {})).rows.length;
  await clerk.go("Документы");
  await clerk.drop([transferDocument({ number: "ПЗ-821" }), printedForm("Спецификация.pdf"), { name: "broken.pdf", bytes: example("broken.pdf"), type: "application/pdf" }]);
  await sees(clerk.intake, "№ ПЗ-821");
  await sees(clerk.intake, "Не читается 1 файл");
  await page.keyboard.press("Escape");
  await clerk.intake.waitFor({ state: "detached" });
  assert.equal((await program.rpc("documents.list", {})).rows.length, before);
});

trainingStory("a table of documents gets its columns named, and its bad row is told by number", async ({ program, page, clerk }) => {
  const table = [
    "Когда;Док. №;Кому;ИНН;КПП;Всего",
    `21.11.2026;ТБ-1;${BUYERS.cedar.name};${BUYERS.cedar.inn};${BUYERS.cedar.kpp};1 200,50`,
    `20.11.2026;ТБ-2;${BUYERS.granite.name};${BUYERS.granite.inn};${BUYERS.granite.kpp};300`,
    `19.11.2026;ТБ-3;ООО «Описка»;9644112801;964401001;сто рублей`,
    "",
  ].join("\r\n");
  await clerk.go("Документы");
  await clerk.choose([{ name: "Реестр за ноябрь.csv", bytes: Buffer.from(`\ufeff${table}`), type: "text/csv" }]);
  const dialog = page.getByRole("dialog", { name: "Загрузка таблицы" });
  await sees(dialog, "Реестр за ноябрь.csv: 3 строки");
  const columns = { Дата: "Когда", Номер: "Док. №", Контрагент: "Кому", Сумма: "Всего" };
  for (const [field, column] of Object.entries(columns)) {
    await dialog.getByLabel(new RegExp(`^${field}`)).first().click();
    await page.getByRole("option", { name: new RegExp(`^${column.replaceAll(".", "\\.")}`) }).click();
  }
  await sees(dialog, "Вид документа не указан");
  assert.ok(await dialog.getByRole("button", { name: "Добавить" }).isDisabled(), "nothing can be added yet");
  await dialog.getByLabel("Вид документов").click();
  await page.getByRole("option", { name: "Счёт на оплату" }).click();
  await sees(dialog, "С ошибками: 1 строка");
  await sees(dialog, "«сто рублей»");
  await dialog.getByRole("button", { name: "Добавить 2 строки" }).click();
  await sees(dialog, "Добавлено: 2 строки.");
  await sees(dialog, /Строка \d.*«сто рублей»/s);
  await dialog.getByRole("button", { name: "Закрыть" }).last().click();
  await sees(clerk.row("ТБ-1"), "1 200,50");
  await sees(clerk.row("ТБ-2"), "300,00");
  await eventually(async () =>
    assert.equal((await program.rpc("documents.list", { filter: { query: "ТБ-" } })).rows.length, 2),
  );
});
