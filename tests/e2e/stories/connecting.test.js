import assert from "node:assert/strict";
import { createServer } from "node:net";

import { Operator } from "../stage/operator.js";
import { sees } from "../stage/see.js";
import { freshStory, withBrowser } from "../stage/story.js";

withBrowser();

/** A port that was free a moment ago. */
const freePort = () =>
  new Promise((resolve, reject) => {
    const server = createServer().on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

freshStory("a firm is connected through the operator's page, logged out and in again", async ({ page, clerk }) => {
  const operator = await Operator.open();
  try {
    const port = await freePort();
    const client = operator.world.services.diadoc.openid_clients[0];
    await page.getByRole("button", { name: /^Подключить оператора/ }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("Через браузер", { exact: true }).click();
    await dialog.getByLabel("Имя приложения (client_id)").fill(client.client_id);
    await dialog.getByLabel("Ключ приложения (client_secret)").fill(client.client_secret);
    await dialog.getByText("Дополнительно").click();
    await dialog.getByLabel("Адрес сервиса").fill(operator.origin);
    await dialog.getByLabel("Порт для возврата из браузера").fill(String(port));
    await sees(dialog, `http://127.0.0.1:${port}/edo/login`);
    await sees(dialog, `http://127.0.0.1:${port}/edo/logout`);

    // The address is not registered: told in the program, without a page of the operator.
    await dialog.getByRole("button", { name: "Войти" }).click();
    await sees(dialog.getByRole("alert"), "Invalid redirect_uri");
    await operator.order("openid/clients", {
      redirect_uris: [`http://127.0.0.1:${port}/edo/login`],
      post_logout_redirect_uris: [`http://127.0.0.1:${port}/edo/logout`],
    });

    const [operatorsPage] = await Promise.all([
      page.context().waitForEvent("page"),
      dialog.getByRole("button", { name: "Войти" }).click(),
    ]);
    await sees(dialog, "Ждём вход в браузере");
    await operatorsPage.getByRole("button", { name: "Войти и разрешить" }).click();
    await sees(operatorsPage.locator("main"), "Можно вернуться в программу");
    await operatorsPage.close();

    await sees(dialog, "Доступно: 3 ящика.");
    await dialog.getByLabel("Ящик", { exact: true }).click();
    await page.getByRole("option", { name: /Полярная звезда/ }).click();
    await dialog.getByRole("button", { name: "Записать" }).click();
    await dialog.waitFor({ state: "detached" });

    await clerk.go("Настройки");
    await page.getByRole("tab", { name: "Подключения" }).click();
    await sees(page.locator("main"), "Через браузер");
    const shown = await page.content();
    assert.ok(!shown.includes(client.client_secret), "no secret is left in the page");

    await page.getByRole("button", { name: "Выйти" }).click();
    const [farewell] = await Promise.all([
      page.context().waitForEvent("page"),
      page.getByRole("dialog").getByRole("button", { name: "Выйти" }).click(),
    ]);
    await sees(farewell.locator("main"), "Вы вышли");
    await farewell.close();
    await sees(page.locator("main"), "Чтобы обмениваться дальше, нажмите «Войти»");
    await page.getByRole("button", { name: "Войти", exact: true }).click();
    const [again] = await Promise.all([
      page.context().waitForEvent("page"),
      page.getByRole("dialog").getByRole("button", { name: "Войти", exact: true }).click(),
    ]);
    await again.getByRole("button", { name: "Войти и разрешить" }).click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await sees(page.locator("main"), /Последний обмен/);
    await again.close();
  } finally {
    await operator.close();
  }
});
