/** What comes to us: linked to what we have, signed, fetched from the operator, read as far back as a person wants. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { papersFor } from "../stage/clerk.js";
import { sendsTo, TWIN, twinOf } from "../stage/inbound.js";
import { Operator } from "../stage/operator.js";
import { BUYERS } from "../stage/papers.js";
import { eventually, sees } from "../stage/see.js";
import { freshStory, trainingStory, withBrowser } from "../stage/story.js";

withBrowser();

trainingStory("an act that came is offered as ours, linked by a person, and its signature marks ours", async ({ program, page, clerk }) => {
  const operator = await program.operator();
  const ours = await twinOf(program);
  await sendsTo(operator, BUYERS.cedar, TWIN);
  await clerk.go("Документы");
  await clerk.refresh();
  const came = page.getByRole("grid").getByRole("row").filter({ hasText: "Требуется наша подпись" }).filter({ hasText: TWIN.number });
  await came.getByText(TWIN.number).first().click();
  await sees(clerk.card, "Похоже на наш документ");
  await sees(clerk.card, "Совпадают номер, дата и ИНН.");
  await clerk.card.getByRole("tab", { name: "Просмотр" }).click();
  await clerk.card.locator("canvas").first().waitFor();
  await clerk.card.getByRole("tab", { name: "Сведения" }).click();
  const status = async () => (await program.rpc("documents.get", { id: ours })).document.status.code;
  assert.equal(await status(), "not_in_edo", "nothing is linked by itself");

  const accept = clerk.card.getByRole("button", { name: /^Это он/ });
  await accept.focus();
  await page.keyboard.press("Enter");
  await sees(clerk.card, "Связанный документ");
  await eventually(async () => assert.equal(await status(), "our_signature_required"));
  await page.getByRole("button", { name: "Вернуть как было" }).click();
  await sees(clerk.card, "Похоже на наш документ");
  assert.equal(await status(), "not_in_edo");
  await accept.click();
  await sees(clerk.card, "Наш документ");

  await clerk.card.getByRole("button", { name: "Подписать", exact: true }).click();
  await sees(clerk.dialog, TWIN.number);
  await clerk.dialog.getByLabel(/^Сертификат фирмы/).first().waitFor();
  await page.keyboard.press("Control+Enter");
  await clerk.dialog.waitFor({ state: "detached" });
  await eventually(async () => assert.equal((await operator.ledger())[0].answers, 1));
  await operator.anHourPasses();
  await clerk.refresh();
  await sees(clerk.card, "Подписан нами");
  await eventually(async () => assert.equal(await status(), "signed_by_us"));
});

trainingStory("a paper that is not the same one is put away and another one is chosen", async ({ program, page, clerk }) => {
  const operator = await program.operator();
  const ours = await twinOf(program);
  await program.bring(papersFor(["ПЗ-611"]));
  await sendsTo(operator, BUYERS.cedar, TWIN);
  await program.rpc("sync.run");
  const { rows } = await program.rpc("documents.list", { filter: { direction: "inbound" } });
  await clerk.goTo(`#/documents/${rows[0].id}`);
  await clerk.card.getByRole("button", { name: /^Не он/ }).click();
  await page.getByText("Этот документ больше не предлагается.").first().waitFor();
  await clerk.card.getByRole("button", { name: "Связать с нашим документом…" }).click();
  await clerk.card.getByRole("combobox", { name: "Наш документ" }).click();
  await page.keyboard.type("ПЗ-611");
  await page.getByRole("option", { name: /ПЗ-611/ }).click();
  await sees(clerk.card, "ПЗ-611");
  await sees(clerk.card, "Связанный документ");
  const { document } = await program.rpc("documents.get", { id: ours });
  assert.equal(document.status.code, "not_in_edo");
});

trainingStory("copies are fetched from the operator: of one document on its card, of several as one file", async ({ program, page, clerk }) => {
  const operator = await program.operator();
  const ids = await program.bring(papersFor(["ПЗ-621", "ПЗ-622"]));
  await program.rpc("documents.send", { ids });
  await eventually(async () => assert.equal((await operator.ledger()).length, 2));
  await operator.anHourPasses();
  await clerk.go("Документы");
  await clerk.refresh();
  await clerk.openRow("ПЗ-621");
  for (const [press, magic] of [
    ["Скачать печатную форму оператора", "%PDF"],
    ["Скачать архив из ЭДО", "PK"],
    ["Скачать протокол передачи", "PK"],
  ]) {
    await clerk.card.getByRole("button", { name: "Ещё действия" }).click();
    const { bytes } = await kept(page, () => page.getByRole("menuitem", { name: press }).click());
    assert.equal(bytes.subarray(0, magic.length).toString("latin1"), magic, press);
  }

  await page.keyboard.press("Escape");
  await clerk.tick("ПЗ-621");
  await clerk.tick("ПЗ-622");
  await sees(clerk.bulkBar, "Выбрано 2 документа");
  await clerk.bulkBar.getByRole("button", { name: "Экспорт: Ещё" }).click();
  const { name, bytes } = await kept(page, () =>
    page.getByRole("menuitem", { name: /^Скачать архив из ЭДО/ }).click(),
  );
  assert.match(name, /\.zip$/);
  const inside = bytes.toString("latin1");
  assert.ok(inside.startsWith("PK") && inside.split("PK\u0003\u0004").length > 2, "a folder for each");
});

freshStory("the first connection asks how far back the box is read", async ({ page }) => {
  const operator = await Operator.open();
  try {
    await page.getByRole("button", { name: /^Подключить оператора/ }).click();
    const dialog = page.getByRole("dialog");
    const { api_key, login, password } = operator.credentials;
    await dialog.getByLabel("Ключ ЭДО", { exact: true }).fill(api_key);
    await dialog.getByLabel("Логин", { exact: true }).fill(login);
    await dialog.getByLabel("Пароль", { exact: true }).fill(password);
    await dialog.getByText("Дополнительно").click();
    await dialog.getByLabel("Адрес сервиса").fill(operator.origin);
    await dialog.getByRole("button", { name: "Тест подключения" }).click();
    await dialog.getByLabel("Ящик", { exact: true }).click();
    await page.getByRole("option", { name: /Полярная звезда/ }).click();
    await sees(dialog, "Появятся документы, с которыми что-то происходило с");
    await dialog.getByText("Вся история", { exact: true }).click();
    await sees(dialog, "Появятся все документы ящика.");
    const saving = page.waitForRequest((request) => request.url().endsWith("/rpc/connections.save"));
    await dialog.getByRole("button", { name: "Записать" }).click();
    assert.equal((await saving).postDataJSON().history_from, "all");
    await dialog.waitFor({ state: "detached" });
  } finally {
    await operator.close();
  }
});

/** The file that this press makes the browser keep. */
async function kept(page, press) {
  const download = page.waitForEvent("download", { timeout: 60_000 });
  await press();
  const file = await download;
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
}
