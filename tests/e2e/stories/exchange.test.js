/** «Обмен с ЭДО»: who is found, invited, accepts and refuses, as a clerk sees it. */
import assert from "node:assert/strict";

import { exchanged } from "../stage/office.js";
import { BUYERS, QUIET_HARBOUR } from "../stage/papers.js";
import { eventually, sees } from "../stage/see.js";
import { trainingStory, withBrowser } from "../stage/story.js";

withBrowser();

trainingStory("a company is found by its ИНН, invited, and there is ЭДО", async ({ program, page, clerk }) => {
  const operator = await program.operator();
  await program.rpc("counterparties.save", QUIET_HARBOUR);
  await clerk.go("Контрагенты");
  await sees(clerk.row(QUIET_HARBOUR.name), "Неизвестно");
  await clerk.button("Обмен").click();
  await clerk.dialog.getByRole("button", { name: "Обменяться" }).click();
  await sees(clerk.dialog, "ящик нашёлся у 1");

  await clerk.dialog.getByRole("tab", { name: /^Пригласить/ }).click();
  await clerk.dialog.getByRole("checkbox", { name: new RegExp(`${QUIET_HARBOUR.name}.*Полярная звезда`) }).check();
  await clerk.dialog.getByLabel("Текст приглашения").fill("Предлагаем обмен. Отдел продаж.");
  await clerk.dialog.getByRole("button", { name: "Пригласить 1 контрагента" }).click();
  await sees(clerk.dialog, "В очереди: 1");
  const theirs = operator.world.counterparties.find((one) => one.inn === QUIET_HARBOUR.inn);
  await eventually(async () => {
    const { events } = await operator.order("relations/log", { box: theirs.box_id });
    assert.equal(events[0]?.comment, "Предлагаем обмен. Отдел продаж.");
  });

  await operator.anHourPasses();
  await clerk.dialog.getByRole("tab", { name: "Ход обмена" }).click();
  await clerk.dialog.getByRole("button", { name: "Обменяться" }).click();
  await sees(clerk.row(QUIET_HARBOUR.name), "Есть");
  await page.keyboard.press("Escape");
  await clerk.dialog.waitFor({ state: "hidden" });
  await sees(clerk.row(QUIET_HARBOUR.name), "Ваш контрагент");
});

trainingStory("an invitation is accepted for one firm and refused for the other, with a word", async ({ program, page, clerk }) => {
  const operator = await program.operator();
  await exchanged(program);
  await clerk.go("Контрагенты");
  await clerk.button("Обмен").click();
  await clerk.dialog.getByRole("tab", { name: "Приглашения · 2" }).click();
  const at = (firm) => clerk.dialog.getByRole("checkbox", { name: new RegExp(`${BUYERS.post.name}.*${firm}`) });
  await sees(clerk.dialog, "Предлагаем обмениваться документами через Диадок");
  await at("Полярная звезда").focus();
  await page.keyboard.press("Space");
  await clerk.dialog.getByRole("button", { name: "Принять 1" }).click();
  await at("Полярная звезда").waitFor({ state: "detached" });
  await at("Снегирёва").check();
  await clerk.dialog.getByLabel("Комментарий для контрагента").fill("Работаем через другую фирму.");
  await clerk.dialog.getByRole("button", { name: "Отклонить 1" }).click();
  await sees(clerk.dialog, "Приглашений нет");

  const theirs = operator.world.counterparties.find((one) => one.inn === BUYERS.post.inn);
  const { events } = await operator.order("relations/log", { box: theirs.box_id });
  assert.ok(events.some(({ comment }) => comment === "Работаем через другую фирму."), JSON.stringify(events));
  await page.keyboard.press("Escape");
  await sees(clerk.row(BUYERS.post.name), "Есть");
});

trainingStory("an exchange is stopped on the way, and its result is copied", async ({ program, page, clerk, seat }) => {
  await seat.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const operator = await program.operator();
  await operator.order("faults", { method: "GetCounteragents", kind: "slow", ms: 4000, count: 9 });
  await clerk.go("Контрагенты");
  await clerk.button("Обмен").click();
  await sees(clerk.dialog, "Обмена ещё не было");
  await clerk.dialog.getByRole("button", { name: "Обменяться" }).click();
  await sees(clerk.dialog, "Состояния связи");
  await clerk.dialog.getByRole("button", { name: "Остановить" }).click();
  await sees(clerk.dialog, "Результат обмена");
  await sees(clerk.dialog, /остановлен/i);
  await clerk.dialog.getByRole("button", { name: "Скопировать результат" }).click();
  await sees(clerk.dialog, "Результат скопирован.");
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(copied, /Полярная звезда/);
});

trainingStory("several invitations are ticked and answered by the keyboard alone", async ({ program, page, clerk }) => {
  await exchanged(program);
  await clerk.go("Контрагенты");
  await clerk.button("Обмен").focus();
  await page.keyboard.press("Enter");
  const tab = clerk.dialog.getByRole("tab", { name: "Ход обмена" });
  await tab.focus();
  await page.keyboard.press("ArrowRight");
  await sees(clerk.dialog.getByRole("tab", { selected: true }), "Приглашения · 2");
  await page.keyboard.press("Tab");
  const all = clerk.dialog.getByRole("checkbox", { name: /^Выбрать всех/ });
  while (!(await all.evaluate((box) => box === document.activeElement))) await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  const accept = clerk.dialog.getByRole("button", { name: "Принять 2" });
  while (!(await accept.evaluate((button) => button === document.activeElement))) await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await sees(clerk.dialog, "Приглашений нет");
  await page.keyboard.press("Escape");
  await clerk.dialog.waitFor({ state: "hidden" });
  await sees(clerk.row(BUYERS.post.name), "Есть");
});

trainingStory("an exchange is broken off on the card, after a question that names the counterparty", async ({ program, page, clerk }) => {
  await exchanged(program);
  await clerk.go("Контрагенты");
  await clerk.row(BUYERS.cedar.name).getByText(BUYERS.cedar.name).first().click();
  const card = page.getByRole("region", { name: "Карточка контрагента" }).first();
  await card.getByRole("button", { name: "Прекратить обмен" }).first().click();
  const question = page.getByRole("dialog", { name: `Прекратить обмен: ${BUYERS.cedar.name}` });
  await question.getByRole("button", { name: "Отменить" }).click();
  await question.waitFor({ state: "detached" });
  await card.getByRole("button", { name: "Прекратить обмен" }).first().click();
  await question.getByRole("button", { name: "Прекратить обмен" }).click();
  await question.waitFor({ state: "detached" });
  await sees(card, "Пригласить");
});
