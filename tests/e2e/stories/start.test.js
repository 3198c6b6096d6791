import assert from "node:assert/strict";

import { Operator } from "../stage/operator.js";
import { sees } from "../stage/see.js";
import { freshStory, withBrowser } from "../stage/story.js";

withBrowser();

freshStory("the first start asks one question and the training mode opens with documents", async ({ page, clerk }) => {
  await sees(page.getByRole("heading", { level: 1 }), "С чего начнём?");
  await page.getByRole("button", { name: /^Учебный режим/ }).click();
  await sees(page.getByText("Учебный режим — документы никуда не уходят"), "никуда не уходят");
  await sees(clerk.row("ПЗ-318"), "ООО «Кедровая роща»");

  await clerk.button("Выйти из учебного режима").click();
  await sees(page.getByRole("heading", { level: 1 }), "С чего начнём?");
  assert.equal(await page.getByText("Учебный режим — документы никуда не уходят").count(), 0);
  await page.getByRole("link", { name: "Открыть реестр без подключения" }).click();
  await sees(page.locator("main"), "Реестр пока пуст");
});

freshStory("a connection typed by hand tells a wrong key, a wrong password and no network apart", async ({ seat, page, clerk }) => {
  const operator = await Operator.open();
  seat.foresee("connections.test");
  try {
    await page.getByRole("button", { name: /^Подключить оператора/ }).click();
    const dialog = page.getByRole("dialog");
    const test = dialog.getByRole("button", { name: "Тест подключения" });
    const { api_key, login, password } = operator.credentials;
    const fields = (key, secret) =>
      [["Ключ ЭДО", key], ["Логин", login], ["Пароль", secret]].reduce(
        (before, [label, value]) => before.then(() => dialog.getByLabel(label, { exact: true }).fill(value)),
        Promise.resolve(),
      );

    await test.click();
    await sees(dialog, "Заполните поле «Логин».");
    await dialog.getByText("Дополнительно").click();
    await dialog.getByLabel("Адрес сервиса").fill(operator.origin);

    await fields("not-the-key", password);
    await test.click();
    await sees(dialog.getByRole("alert"), /ключ/i);

    await fields(api_key, "not-the-password");
    await test.click();
    await sees(dialog.getByRole("alert"), /парол/i);

    await dialog.getByLabel("Адрес сервиса").fill("http://127.0.0.1:1");
    await fields(api_key, password);
    await test.click();
    await sees(dialog.getByRole("alert"), /связ|соедин|сет/i);

    await dialog.getByLabel("Адрес сервиса").fill(operator.origin);
    await test.click();
    await sees(dialog, "Доступно: 3 ящика.");
    await dialog.getByRole("button", { name: "Записать" }).click();
    await sees(dialog, "Выберите ящик, от которого будут уходить документы.");
    await dialog.getByLabel("Ящик", { exact: true }).click();
    await page.getByRole("option", { name: /Полярная звезда/ }).click();
    await dialog.getByRole("button", { name: "Записать" }).click();
    await dialog.waitFor({ state: "detached" });
    await sees(page.getByRole("button", { name: /^Связь с операторами/ }), /данные на|обмена ещё не было/);

    await clerk.go("Настройки");
    await sees(page.locator("main"), "ООО «Полярная звезда»");
    const shown = await page.content();
    assert.ok(!shown.includes(password) && !shown.includes(api_key), "no secret is left in the page");
  } finally {
    await operator.close();
  }
});

freshStory("an ИНН with a wrong check digit is told while it is typed", async ({ page, clerk }) => {
  await page.getByRole("link", { name: "Открыть реестр без подключения" }).click();
  await clerk.go("Настройки");
  await page.getByRole("button", { name: "Добавить фирму" }).first().click();
  const dialog = page.getByRole("dialog");
  const inn = dialog.getByLabel("ИНН", { exact: true });
  await inn.click();
  await page.keyboard.type("961204507");
  assert.ok(!(await dialog.innerText()).includes("Контрольное число"), "nobody is told off in the middle of a number");
  await page.keyboard.type("6");
  await sees(dialog, "Контрольное число ИНН не сходится. Проверьте цифры.");
  await page.keyboard.press("Backspace");
  await page.keyboard.type("5");
  await dialog.getByText("Контрольное число ИНН").waitFor({ state: "detached" });

  await dialog.getByLabel("Название").fill("ООО «Полярная звезда»");
  await dialog.getByLabel("КПП").fill("961201001");
  await page.keyboard.press("Control+Enter");
  await dialog.waitFor({ state: "detached" });
  await sees(page.locator("main"), "9612045075");
});

freshStory("the window opens in English too", async ({ page }) => {
  await sees(page.getByRole("heading", { level: 1 }), "С чего начнём?");
  await page.evaluate(() => localStorage.setItem("surguch.language", "en"));
  await page.reload();
  await sees(page.getByRole("heading", { level: 1 }), "Where do we start?");
  assert.equal(await page.evaluate(() => document.documentElement.lang), "en");
});
