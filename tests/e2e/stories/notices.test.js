/** «Уведомления» and «Расписание»: chosen and kept; a trial that cannot be seen is told; an exchange stopped and let go on. */
import assert from "node:assert/strict";

import { eventually, sees } from "../stage/see.js";
import { trainingStory, withBrowser } from "../stage/story.js";

withBrowser();

trainingStory("what is told and when is chosen, kept, and the trial says why nothing is seen", async ({ program, page, clerk, seat }) => {
  seat.foresee("notices.test");
  await clerk.goTo("#/settings?tab=notices");
  const view = page.locator("main");
  await sees(view, "О чём сообщать");
  assert.equal(await page.getByLabel("Показывать имена и суммы").isChecked(), false);
  await clerk.button("Проверить").click();
  await sees(view, "Показать уведомление негде");

  await page.getByLabel("Документ подписан").uncheck();
  await page.getByLabel("Молчать на рабочем столе").check();
  await page.getByLabel("С", { exact: true }).fill("99");
  await clerk.button("Записать").click();
  await sees(view, "Впишите время, например 22:00.");
  await page.getByLabel("С", { exact: true }).fill("2130");
  await page.getByLabel("До", { exact: true }).fill("7");
  await sees(view, "Закончатся на следующий день.");
  await page.getByText("сб", { exact: true }).click();
  await clerk.button("Записать").click();
  await sees(view, "Записано.");
  const settings = await program.rpc("notices.settings");
  assert.deepEqual(settings.quiet, { from: "21:30", to: "07:00", days: [true, true, true, true, true, false, true] });
  assert.deepEqual(settings.kinds.filter((kind) => !kind.is_told).map((kind) => kind.kind), ["signed"]);
  assert.equal(settings.wording, "bare");

  await page.reload();
  assert.equal(await page.getByLabel("Документ подписан").isChecked(), false);
  assert.equal(await page.getByLabel("С", { exact: true }).inputValue(), "21:30");
});

trainingStory("the schedule shows every job; an exchange is paced, stopped, and goes on", async ({ program, page, clerk }) => {
  await clerk.goTo("#/settings?tab=schedule");
  const exchange = page.getByRole("region", { name: "Обмен с операторами" });
  await sees(exchange, "связь есть, новости получены");
  await sees(page.getByRole("region", { name: "Остальное" }), "Сроки сертификатов и доверенностей");
  await page.getByLabel(/^Как часто: /).first().click();
  await page.getByRole("option", { name: "каждые 15 минут" }).click();
  const first = async () => (await program.rpc("schedule.get")).jobs[0];
  await eventually(async () => assert.deepEqual([(await first()).pause_s, (await first()).has_own_pause], [900, true]));

  await page.getByRole("button", { name: /^Приостановить: / }).first().click();
  await sees(exchange, "Документы ждут в очереди, новости не приходят.");
  assert.notEqual((await first()).stopped_at, null);
  await page.getByRole("button", { name: /^Продолжить: / }).first().click();
  await eventually(async () => assert.equal((await first()).stopped_at, null));
  await page.getByRole("button", { name: /^Приостановить: / }).first().waitFor();
});
