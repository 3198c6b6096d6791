/** Signatures of our own: one document, several with one question for the PIN, certificates and who signs with them. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";

import { papersFor } from "../stage/clerk.js";
import { pictures } from "../stage/pictures.js";
import { eventually, sees } from "../stage/see.js";
import { trainingStory, withBrowser } from "../stage/story.js";

withBrowser();

const PASSWORD = "белый-парус-7";

trainingStory("a document is signed and sent from its card, and the operator finds the signature good", async ({ program, page, clerk }) => {
  const operator = await program.operator();
  await program.bring(papersFor(["ПЗ-701"]));
  await clerk.go("Документы");
  await clerk.openRow("ПЗ-701");
  await clerk.card.getByRole("button", { name: "Подписать и отправить", exact: true }).click();
  // Before anything is signed: what it is, for how much, by whose certificate and why.
  await sees(clerk.dialog, "№ ПЗ-701");
  await sees(clerk.dialog, "8 300,00 ₽");
  await sees(clerk.dialog, "ООО «Полярная звезда»");
  await sees(clerk.dialog, "тот же ИНН, что у организации в сертификате");
  assert.equal((await operator.ledger()).length, 0);
  await page.keyboard.press("Control+Enter");
  await sees(page.locator("main"), "Подписан и поставлен в очередь 1 документ.");
  await signedInLedger(operator, 1);
  await operator.anHourPasses();
  await clerk.refresh();
  await sees(clerk.row("ПЗ-701"), /Ожидается подпись контрагента|Доставлен|Отправлен/);
});

trainingStory("a document is signed without sending, and leaves later with that signature", async ({ program, page, clerk }) => {
  const operator = await program.operator();
  await program.bring(papersFor(["ПЗ-702"]));
  await clerk.go("Документы");
  await clerk.openRow("ПЗ-702");
  const sign = async () => {
    await clerk.card.getByRole("button", { name: "Подписать и отправить: Ещё" }).click();
    await page.getByRole("menuitem", { name: /^Подписать без отправки/ }).click();
    await sees(clerk.dialog, "№ ПЗ-702");
    await clerk.dialog.getByLabel(/^Сертификат фирмы/).first().waitFor();
    await page.keyboard.press("Control+Enter");
    await sees(clerk.card, "Документ не изменён");
  };
  await sign();
  await sees(page.locator("main"), "Подписан 1 документ.");
  await sees(clerk.card, "Не отправлялся");

  // Nobody has seen it yet, so it can be taken away and made anew.
  await clerk.card.getByRole("button", { name: "Убрать подпись" }).click();
  await sees(clerk.dialog, "никуда не отправлялась");
  await clerk.dialog.getByRole("button", { name: "Убрать подпись" }).click();
  await sees(clerk.card, "Подписей в программе нет.");
  await sign();
  assert.equal((await operator.ledger()).length, 0);
  await clerk.card.getByRole("button", { name: "Отправить в ЭДО", exact: true }).click();
  await signedInLedger(operator, 1);
  await clerk.card.getByRole("button", { name: "Убрать подпись" }).waitFor({ state: "detached" });
});

trainingStory("three documents are signed with a key under a password: a wrong one holds the job, the right one ends it", async ({ program, page, clerk }) => {
  const operator = await program.operator();
  await lockKeys(program, page, clerk);
  await program.bring(papersFor(["ПЗ-711", "ПЗ-712", "ПЗ-713"]));
  await clerk.go("Документы");
  for (const number of ["ПЗ-711", "ПЗ-712", "ПЗ-713"]) await clerk.tick(number);
  await clerk.doWithChosen("Подписать и отправить");
  await sees(clerk.dialog, "3 документа на сумму 24 900,00 ₽");
  await sees(clerk.dialog, "ООО «Полярная звезда»");
  for (const number of ["ПЗ-711", "ПЗ-712", "ПЗ-713"]) await sees(clerk.dialog, number);
  await clerk.dialog.getByRole("button", { name: "Подписать и отправить 3 документа" }).click();

  const password = clerk.dialog.getByLabel("Пароль", { exact: true });
  await password.waitFor();
  assert.equal(await password.getAttribute("type"), "password");
  assert.equal(await password.evaluate((field) => field === document.activeElement), true, "the field has the focus");
  const answers = [];
  page.on("request", (request) => request.url().endsWith("/rpc/pin.answer") && answers.push(request));
  await page.keyboard.type("не тот пароль");
  await page.keyboard.press("Enter");
  await sees(page.locator("main"), "на паузе: 0 из 3");
  await sees(page.locator("main"), "не подошёл");
  assert.equal(answers.length, 1, "nothing is tried again by itself");
  assert.equal((await operator.ledger()).length, 0, "nothing left unsigned");
  for (const number of ["ПЗ-711", "ПЗ-712", "ПЗ-713"]) await sees(clerk.row(number), /Не отправлялся|Подготовлен/);

  await page.getByRole("list", { name: "Массовые действия" }).getByRole("button", { name: "Продолжить" }).click();
  await password.waitFor();
  assert.equal(await password.inputValue(), "");
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press("Enter");
  await sees(page.locator("main"), "Подписаны и поставлены в очередь 3 документа.");
  assert.equal(answers.length, 2, "one PIN for all of them");
  await signedInLedger(operator, 3);
});

trainingStory("a certificate is found by its thumbprint and chosen for a firm, and the choice is told before signing", async ({ program, page, clerk }) => {
  await program.bring(papersFor(["ПЗ-721"]));
  const { certificates } = await program.rpc("certificates.list");
  const ours = certificates.find(({ organisation }) => organisation.includes("Полярная звезда"));
  await clerk.goTo("#/settings?tab=certificates");
  await page.getByRole("searchbox", { name: "Поиск сертификата" }).fill(ours.thumbprint.toLowerCase().replaceAll(/(..)(?=.)/g, "$1:"));
  await eventually(async () => assert.equal(await page.getByRole("button", { name: "Подробнее" }).count(), 1));
  await page.getByRole("button", { name: "Подробнее" }).click();
  await sees(clerk.dialog, "ОГРН");
  await sees(clerk.dialog, "Тестовый или неквалифицированный ключ");
  await clerk.dialog.getByRole("button", { name: "Кто подписывает…" }).click();
  await page.getByLabel(/^Сертификат фирмы ООО «Полярная звезда»/).click();
  await page.getByRole("option", { name: /Полярная звезда/ }).click();
  await eventually(async () => {
    const { certificates: now } = await program.rpc("certificates.list");
    assert.deepEqual(now.find(({ id }) => id === ours.id).chosen_for.map(({ employee_id }) => employee_id), [null]);
  });
  await clerk.go("Документы");
  await clerk.openRow("ПЗ-721");
  await clerk.card.getByRole("button", { name: "Подписать и отправить", exact: true }).click();
  await sees(clerk.dialog, "Сертификат выбран вручную для фирмы");
  await page.keyboard.press("Escape");
  await clerk.dialog.waitFor({ state: "detached" });
});

trainingStory("a power of attorney is noted, changed and removed", async ({ page, clerk }) => {
  await clerk.goTo("#/settings?tab=certificates&part=powers");
  await page.getByRole("button", { name: "Добавить доверенность" }).click();
  await clerk.dialog.getByLabel("Номер доверенности").fill("5F1C09AB-77E0-4C1B-9A52");
  await clerk.dialog.getByRole("button", { name: "Записать" }).click();
  await sees(clerk.dialog, "Номер состоит из 32 цифр");
  await clerk.dialog.getByLabel("Номер доверенности").fill("{5F1C09AB-77E0-4C1B-9A52-0D6F3E21B8C4}");
  await clerk.dialog.getByLabel("Представитель").fill("Мороз Анна Львовна");
  await page.keyboard.press("Control+Enter");
  const row = page.getByRole("listitem").filter({ hasText: "5f1c09ab-77e0-4c1b-9a52-0d6f3e21b8c4" });
  await sees(row, "Мороз Анна Львовна");
  await sees(row, "срок не указан");
  await row.getByRole("button", { name: "Изменить" }).click();
  await clerk.dialog.getByLabel("Действует по").fill("31.12.2099");
  await page.keyboard.press("Control+Enter");
  await sees(row, "31.12.2099");
  await sees(row, "действует");
  await row.getByRole("button", { name: "Удалить" }).click();
  await clerk.dialog.getByRole("button", { name: "Удалить доверенность" }).click();
  await sees(page.locator("main"), "Доверенностей пока нет");
});

trainingStory("a document is signed by a key that the operator keeps: the window waits for the phone, and a refusal loses nothing", async ({ program, page, clerk }) => {
  const operator = await program.operator();
  await clerk.go("Документы");
  await clerk.openRow("27");
  const button = () => clerk.card.getByRole("button", { name: "Подписать и отправить", exact: true });
  await button().click();
  await clerk.dialog.getByLabel(/^Сертификат фирмы/).click();
  await page.getByRole("option", { name: /Облачная подпись/ }).click();
  await sees(clerk.dialog, "Запрос подтверждения придёт на телефон");
  await page.keyboard.press("Control+Enter");
  const waiting = page.getByRole("dialog", { name: "Подтвердите подпись на телефоне" });
  await waiting.waitFor();
  await sees(waiting, "SMS на номер, который заканчивается на 4417");
  await sees(waiting, "На подпись: 1 файл");
  await pictures(page, "phone");

  // Put aside, the job says what it waits for, and the dialog comes back.
  await page.keyboard.press("Escape");
  await waiting.waitFor({ state: "detached" });
  await sees(page.locator("main"), "Ждём подтверждения на телефоне.");
  await page.getByRole("list", { name: "Массовые действия" }).getByRole("button", { name: "Показать" }).first().click();
  await waiting.waitFor();
  await operator.order("phone", { refuse: true });
  await waiting.waitFor({ state: "detached" });
  await sees(page.locator("main"), "Подписание отклонено на телефоне.");
  assert.equal((await operator.ledger()).length, 0, "nothing left unsigned");

  // The phone is a page of the training world; a person enters the code that it shows.
  await page.getByRole("list", { name: "Массовые действия" }).getByRole("button", { name: "Продолжить" }).click();
  await waiting.waitFor();
  const phone = await page.context().newPage();
  await phone.goto(`${operator.cabinets}/phone`);
  const code = await phone.locator("strong").first().innerText();
  await phone.getByLabel("Код из SMS").fill(code);
  await phone.getByRole("button", { name: "Подтвердить" }).click();
  await sees(phone.locator("main"), "Запросов нет");
  await phone.close();
  await sees(page.locator("main"), "Подписан и поставлен в очередь 1 документ.");
  await signedInLedger(operator, 1);
});

/** The operator has so many documents, and each with a signature that holds. */
async function signedInLedger(operator, count) {
  await eventually(async () => {
    const posted = await operator.ledger();
    assert.equal(posted.length, count);
    for (const { signature, times_posted, is_sent } of posted) {
      assert.equal(is_sent, true);
      assert.equal(times_posted, 1);
      assert.deepEqual([signature.kind, signature.is_good], ["own", true], JSON.stringify(signature));
    }
  });
}

/** The plain key of our firm goes, and comes back under a password by way of the window. */
async function lockKeys(program, page, clerk) {
  const { firms } = await program.rpc("firms.list");
  const inn = firms.find(({ name }) => name.includes("Полярная звезда")).inn;
  const files = readdirSync(program.folder.path, { recursive: true })
    .map((path) => join(program.folder.path, path))
    .filter((path) => basename(path).startsWith(`training-${inn}.`));
  assert.equal(files.length, 2, "a key and its certificate");
  const kept = files.map((path) => ({ name: basename(path), mimeType: "application/octet-stream", buffer: readFileSync(path) }));
  for (const path of files) rmSync(path);
  await clerk.goTo("#/settings?tab=certificates");
  await page.getByRole("button", { name: "Добавить файл ключа" }).click();
  await sees(clerk.dialog, "Квалифицированный ключ остаётся на токене");
  await clerk.dialog.locator("input[type=file]").setInputFiles(kept);
  await clerk.dialog.getByLabel("Пароль к ключу", { exact: true }).fill(PASSWORD);
  await clerk.dialog.getByRole("button", { name: "Добавить", exact: true }).click();
  await clerk.dialog.waitFor({ state: "detached" });
  await sees(page.locator("main"), "ООО «Полярная звезда»");
}
