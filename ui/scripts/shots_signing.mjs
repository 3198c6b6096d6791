/** Certificates, powers of attorney, signing one document and many, the PIN. */
import { button, dialog } from "./shots_press.mjs";

async function ask(page) {
  await page.waitForSelector(".body .row");
  await page.locator("[role='grid']").first().focus();
  for (let step = 0; step < 6; step += 1) await page.keyboard.press("Shift+ArrowDown");
  await page.getByRole("toolbar").getByRole("button", { name: "Подписать и отправить", exact: true }).click();
  await page.getByRole("group", { name: "Кто подписывает" }).getByRole("heading").first().waitFor();
}
async function start(page) {
  await dialog(page).locator(".dialog-foot .primary").click();
  await page
    .getByRole("heading", { name: /Подписать и отправить \d/ })
    .waitFor()
    .catch(() => undefined);
  const go = dialog(page).locator(".dialog-foot .primary");
  if ((await dialog(page).getByLabel("ПИН-код", { exact: true }).count()) === 0 && (await go.count()) > 0)
    await go.click();
  await dialog(page).getByLabel("ПИН-код", { exact: true }).waitFor();
}
async function wrong(page) {
  const field = dialog(page).getByLabel("ПИН-код", { exact: true });
  await field.fill("0000");
  await page.keyboard.press("Enter");
  await page.getByText("на паузе").waitFor();
}
const resume = (page) => page.locator(".strip").getByRole("button", { name: "Продолжить" }).click();

const PAGE = "#/settings?tab=certificates";
const TO_SEND = "#/documents?filter=toSend&direction=outbound";

export const signingShots = [
  {
    name: "renewals",
    scenario: "work",
    route: "#/tasks",
    act: async (page) => {
      const title = page.getByRole("heading", { name: /^Заканчивается срок/ });
      await title.waitFor();
      await title.scrollIntoViewIfNeeded();
      await page.mouse.wheel(0, 2000);
    },
  },
  { name: "certificates", scenario: "work", route: PAGE },
  { name: "certificates-empty", scenario: "empty", route: PAGE },
  {
    name: "certificates-hidden",
    scenario: "work",
    route: PAGE,
    act: (page) => page.getByRole("button", { name: /^Показать скрытые/ }).click(),
  },
  {
    name: "certificates-problems",
    scenario: "many",
    route: PAGE,
    act: (page) => button(page, "Обновить").click(),
  },
  {
    name: "certificates-details",
    scenario: "work",
    route: PAGE,
    act: (page) => page.getByRole("button", { name: "Подробнее" }).first().click(),
  },
  {
    name: "certificates-file",
    scenario: "work",
    route: PAGE,
    act: (page) => button(page, "Добавить файл ключа").click(),
  },
  {
    name: "certificates-nothing",
    scenario: "work",
    route: PAGE,
    act: (page) => page.getByRole("searchbox").fill("00 ff 11 22 33"),
  },
  { name: "signers", scenario: "work", route: `${PAGE}&part=signers` },
  {
    name: "signers-employee",
    scenario: "work",
    route: `${PAGE}&part=signers`,
    act: async (page) => {
      await page.getByRole("button", { name: "Указать для сотрудника" }).first().click();
      await page
        .getByLabel(/^Сертификат фирмы/)
        .first()
        .click();
    },
  },
  { name: "powers", scenario: "work", route: `${PAGE}&part=powers` },
  { name: "powers-empty", scenario: "many", route: `${PAGE}&part=powers` },
  {
    name: "powers-dialog",
    scenario: "work",
    route: `${PAGE}&part=powers`,
    act: async (page) => {
      await button(page, "Изменить").click();
    },
  },
  ...[
    ["paper", "Бумажная"],
    ["manual", "Электронная, вручную"],
    ["usual", "Основная у оператора"],
  ].map(([name, kind]) => ({
    name: `powers-${name}`,
    scenario: "work",
    route: `${PAGE}&part=powers`,
    act: async (page) => {
      await button(page, "Добавить доверенность").click();
      await page.getByLabel("Вид доверенности").click();
      await page.getByRole("option", { name: kind }).click();
    },
  })),
  {
    name: "powers-wrong",
    scenario: "many",
    route: `${PAGE}&part=powers`,
    act: async (page) => {
      await button(page, "Добавить доверенность").click();
      await button(page, "Записать").click();
    },
  },
  {
    name: "signing-bar",
    scenario: "many",
    route: TO_SEND,
    act: async (page) => {
      await page.waitForSelector(".body .row");
      await page.locator("[role='grid']").first().focus();
      for (let step = 0; step < 6; step += 1) await page.keyboard.press("Shift+ArrowDown");
      await page.getByRole("toolbar").waitFor();
    },
  },
  { name: "signing-ask", scenario: "many", route: TO_SEND, act: ask },
  {
    name: "signing-ask-other",
    scenario: "work",
    route: TO_SEND,
    act: async (page) => {
      await ask(page);
      await page
        .getByLabel(/^Сертификат фирмы/)
        .first()
        .click();
      await page.getByRole("option", { name: /Иванова/ }).click();
    },
  },
  {
    name: "signing-card",
    scenario: "work",
    route: "#/documents?filter=toSend&direction=outbound",
    act: async (page) => {
      await page.waitForSelector(".body .row");
      await page.locator("[role='grid']").first().focus();
      await page.keyboard.press("Enter");
      await page.getByRole("region", { name: "Карточка документа" }).getByRole("heading").first().waitFor();
    },
  },
  {
    name: "signing-one",
    scenario: "work",
    route: "#/documents?filter=toSend&direction=outbound",
    act: async (page) => {
      await page.waitForSelector(".body .row");
      await page.locator("[role='grid']").first().focus();
      await page.keyboard.press("Enter");
      await page
        .getByRole("region", { name: "Карточка документа" })
        .getByRole("button", { name: "Подписать и отправить" })
        .click();
      await page
        .getByRole("dialog")
        .getByLabel(/^Сертификат фирмы/)
        .waitFor();
    },
  },
  {
    name: "pin",
    scenario: "work",
    route: TO_SEND,
    act: async (page) => {
      await ask(page);
      await start(page);
    },
  },
  {
    name: "pin-layout",
    scenario: "work",
    route: TO_SEND,
    act: async (page) => {
      await ask(page);
      await start(page);
      await dialog(page).getByLabel("ПИН-код", { exact: true }).fill("йцук");
    },
  },
  {
    name: "pin-wrong",
    scenario: "work",
    route: TO_SEND,
    act: async (page) => {
      await ask(page);
      await start(page);
      await wrong(page);
    },
  },
  {
    name: "pin-last",
    scenario: "work",
    route: TO_SEND,
    act: async (page) => {
      await ask(page);
      await start(page);
      await wrong(page);
      await resume(page);
      await dialog(page).getByLabel("ПИН-код", { exact: true }).waitFor();
      await wrong(page);
      await resume(page);
      await dialog(page).getByText("Последняя попытка").waitFor();
    },
  },
];
