/** Actions on many documents: the check, the run, the result, the section «Массовые действия», the heads of columns. */
import { bar, table } from "./shots_press.mjs";

async function selectAll(page) {
  await page.waitForSelector(".body .row");
  await table(page).focus();
  await page.keyboard.press("Control+a");
  await bar(page).waitFor();
  await page.waitForTimeout(400);
}
async function plan(page, action) {
  await selectAll(page);
  await bar(page).getByRole("button", { name: action, exact: true }).click();
  await page.waitForSelector(".dialog");
}
async function planned(page) {
  await page.getByRole("dialog").getByRole("button", { name: "Проверить ещё раз" }).waitFor();
}
async function run(page) {
  await page.getByRole("dialog").locator(".dialog-foot .primary").click();
}
async function done(page) {
  await page.locator(".strip [role=status]").waitFor();
}

export const bulkShots = [
  { name: "bulk-bar", scenario: "many", route: "#/documents?filter=toSend", act: selectAll },
  {
    name: "sending-form",
    scenario: "work",
    route: "#/documents",
    act: async (page) => {
      await selectAll(page);
      await bar(page).getByRole("button", { name: "Отправить в ЭДО: Ещё" }).click();
      await page.getByRole("menuitem", { name: /комментари/ }).click();
      await page.getByRole("button", { name: "Добавить данные" }).click();
      await page.getByRole("radio", { name: /черновиком/ }).click();
    },
  },
  {
    name: "sending-package",
    scenario: "work",
    route: "#/documents",
    act: async (page) => {
      await selectAll(page);
      await bar(page).getByRole("button", { name: "Отправить в ЭДО: Ещё" }).click();
      await page.getByRole("menuitem", { name: /Одним пакетом/ }).click();
    },
  },
  {
    name: "bulk-check",
    scenario: "work",
    route: "#/documents",
    act: async (page) => {
      await plan(page, "Отправить в ЭДО");
      await planned(page);
    },
  },
  {
    name: "bulk-check-cause",
    scenario: "many",
    route: "#/documents?filter=toSend",
    act: async (page) => {
      await plan(page, "Отправить в ЭДО");
      await planned(page);
      await page.keyboard.press("ArrowDown");
      await page.waitForTimeout(400);
    },
  },
  {
    name: "bulk-delete",
    scenario: "work",
    route: "#/documents?filter=toSend",
    act: async (page) => {
      await plan(page, "Удалить");
      await planned(page);
    },
  },
  {
    name: "bulk-running",
    scenario: "many",
    route: "#/documents",
    act: async (page) => {
      await plan(page, "Ответственный");
      await page.getByRole("dialog").getByRole("button", { name: "Назначить" }).click();
      await planned(page);
      await run(page);
      await page.getByRole("button", { name: "Пауза" }).click();
      await page.waitForTimeout(400);
    },
  },
  {
    name: "bulk-running-open",
    scenario: "many",
    route: "#/documents",
    act: async (page) => {
      await plan(page, "Отправить в ЭДО");
      await planned(page);
      await run(page);
      await page.getByRole("button", { name: "Пауза" }).click();
      await page.getByRole("button", { name: "Подробнее" }).click();
      await page.waitForTimeout(600);
    },
  },
  {
    name: "bulk-done",
    scenario: "work",
    route: "#/documents",
    act: async (page) => {
      await plan(page, "Отправить в ЭДО");
      await planned(page);
      await run(page);
      await done(page);
    },
  },
  {
    name: "bulk-result",
    scenario: "work",
    route: "#/documents",
    act: async (page) => {
      await plan(page, "Отправить в ЭДО");
      await planned(page);
      await run(page);
      await done(page);
      await page.getByRole("button", { name: "Подробнее" }).click();
      await page.waitForTimeout(400);
    },
  },
  {
    name: "bulk-jobs",
    scenario: "many",
    route: "#/documents?filter=toSend",
    act: async (page) => {
      await plan(page, "Отправить в ЭДО");
      await planned(page);
      await run(page);
      await done(page);
      await plan(page, "Экспорт");
      await page.getByRole("button", { name: "Сохранить файл…" }).click();
      await planned(page);
      await run(page);
      await page.waitForTimeout(1500);
      await page.evaluate(() => (location.hash = "#/outbox?bulk=jobs"));
      await page.waitForTimeout(600);
    },
  },
  {
    name: "bulk-failures",
    scenario: "many",
    route: "#/documents?filter=toSend",
    act: async (page) => {
      await plan(page, "Отправить в ЭДО");
      await planned(page);
      await run(page);
      await done(page);
      await page.evaluate(() => (location.hash = "#/outbox?bulk=failures"));
      await page.waitForTimeout(600);
    },
  },
  { name: "bulk-jobs-empty", scenario: "work", route: "#/outbox?bulk=jobs" },
  { name: "bulk-failures-empty", scenario: "work", route: "#/outbox?bulk=failures" },
  {
    name: "bulk-english",
    scenario: "work",
    route: "#/documents",
    stored: { "surguch.language": "en" },
    act: async (page) => {
      await plan(page, "Send to EDI");
      await page.waitForTimeout(1500);
    },
  },
  {
    name: "heads-menu",
    scenario: "work",
    route: "#/documents?sort=kind,-total",
    act: (page) => page.getByRole("columnheader", { name: /Дата/ }).click({ button: "right" }),
  },
  {
    name: "heads-drag",
    scenario: "work",
    route: "#/documents?sort=kind,-total,date",
    act: async (page) => {
      const from = await page.getByRole("columnheader", { name: /Сумма/ }).boundingBox();
      const to = await page.getByRole("columnheader", { name: /Номер/ }).boundingBox();
      await page.mouse.move(from.x + 40, from.y + 10);
      await page.mouse.down();
      await page.mouse.move(to.x + 20, to.y + 10, { steps: 5 });
    },
  },
];
