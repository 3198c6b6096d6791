/** What to look at: a scenario of the stand-in, an address, and what a person does there. */
import { bulkShots } from "./shots_bulk.mjs";
import { checkingShots } from "./shots_checking.mjs";
import { dayShots } from "./shots_day.mjs";
import { table } from "./shots_press.mjs";
import { personsShots } from "./shots_persons.mjs";
import { receivingShots } from "./shots_receiving.mjs";
import { registryShots } from "./shots_registry.mjs";
import { signingShots } from "./shots_signing.mjs";

async function choose(page, names) {
  await page
    .locator("input[type=file]")
    .setInputFiles(names.map((name) => ({ name, mimeType: "text/xml", buffer: Buffer.from("<a/>") })));
  await page.waitForTimeout(300);
}

export const shots = [
  ...dayShots,
  ...signingShots,
  ...receivingShots,
  ...personsShots,
  { name: "first", scenario: "empty", route: "#/start" },
  {
    name: "first-connect",
    scenario: "empty",
    route: "#/start",
    act: async (page) => {
      await page.getByRole("button", { name: /Подключить оператора/ }).click();
      await page.getByLabel("Ключ ЭДО", { exact: true }).fill("API-11111111-2222");
      await page.getByLabel("Логин", { exact: true }).fill("maria@dvor.example");
      await page.getByLabel("Пароль", { exact: true }).fill("wrong");
      await page.getByRole("button", { name: "Тест подключения" }).click();
    },
  },
  {
    name: "connect-boxes",
    scenario: "work",
    route: "#/settings?tab=connections&add=1",
    act: async (page) => {
      await page.getByLabel("Ключ ЭДО", { exact: true }).fill("API-11111111-2222");
      await page.getByLabel("Логин", { exact: true }).fill("maria@dvor.example");
      await page.getByLabel("Пароль", { exact: true }).fill("right");
      await page.getByRole("button", { name: "Тест подключения" }).click();
      await page.getByLabel("Ящик", { exact: true }).click();
    },
  },
  { name: "tasks", scenario: "work", route: "#/tasks" },
  { name: "tasks-empty", scenario: "empty", route: "#/tasks" },
  { name: "documents", scenario: "work", route: "#/documents" },
  { name: "documents-many", scenario: "many", route: "#/documents" },
  { name: "documents-empty", scenario: "empty", route: "#/documents" },
  {
    name: "documents-nothing",
    scenario: "work",
    route: "#/documents?q=%D1%8F%D1%8F%D1%8F%D1%8F",
  },
  {
    name: "documents-inside",
    scenario: "work",
    route: "#/documents?q=%D0%BA%D0%B0%D1%80%D1%82%D1%80%D0%B8%D0%B4%D0%B6",
    act: (page) => page.getByText("Товар:").first().waitFor(),
  },
  { name: "documents-broken", scenario: "broken", route: "#/documents" },
  {
    name: "documents-selected",
    scenario: "work",
    route: "#/documents?filter=toSend",
    act: async (page) => {
      await table(page).focus();
      for (let step = 0; step < 5; step += 1) await page.keyboard.press("Shift+ArrowDown");
    },
  },
  {
    name: "documents-explain",
    scenario: "work",
    route: "#/documents",
    act: (page) => page.locator("button.status").nth(7).click(),
  },
  ...registryShots,
  ...bulkShots,
  ...checkingShots,
  { name: "kinds", scenario: "work", route: "#/settings?tab=kinds" },
  { name: "kind", scenario: "work", route: "#/settings?tab=kinds&kind=1" },
  {
    name: "kind-foot",
    scenario: "work",
    route: "#/settings?tab=kinds&kind=2",
    act: async (page) => {
      await page.getByLabel("Название", { exact: true }).fill("УПД ".repeat(125));
      await page.locator(".page").evaluate((pane) => (pane.scrollTop = 100_000));
    },
  },
  {
    name: "kind-in-use",
    scenario: "work",
    route: "#/settings?tab=kinds",
    act: async (page) => {
      await page.getByRole("button", { name: "Действия с видом «Накладная»" }).click();
      await page.getByRole("menuitem", { name: "Удалить" }).click();
    },
  },
  { name: "forms", scenario: "work", route: "#/settings?tab=forms" },
  {
    name: "form",
    scenario: "work",
    route: "#/settings?tab=forms&form=work_order",
    act: async (page) => {
      await page.waitForSelector("canvas");
      await page.waitForTimeout(800);
    },
  },
  {
    name: "form-bad",
    scenario: "work",
    route: "#/settings?tab=forms&form=work_order_short",
    act: async (page) => {
      await page.waitForSelector("canvas");
      const source = page.getByRole("textbox", { name: "Шаблон" });
      await source.fill(`${await source.inputValue()}\n#oops(paper)\n`);
      await page.getByRole("button", { name: /Строка 15/ }).click();
    },
  },
  {
    name: "form-copy",
    scenario: "work",
    route: "#/settings?tab=forms",
    act: (page) => page.getByRole("button", { name: "Скопировать" }).first().click(),
  },
  {
    name: "notice-settings",
    scenario: "work",
    route: "#/settings?tab=notices",
    act: (page) => page.getByLabel("Молчать на рабочем столе").check(),
  },
  { name: "rules", scenario: "work", route: "#/settings?tab=rules" },
  { name: "rules-edit", scenario: "work", route: "#/settings?tab=rules&rule=1" },
  { name: "print-check", scenario: "work", route: "#/settings?tab=check" },
  { name: "employees", scenario: "work", route: "#/settings?tab=employees" },
  { name: "employees-empty", scenario: "empty", route: "#/settings?tab=employees" },
  {
    name: "employee",
    scenario: "work",
    route: "#/settings?tab=employees",
    act: async (page) => {
      await page.getByRole("button", { name: "Изменить" }).first().click();
      await page.getByLabel("Почта").fill("sokolova@");
      await page.getByLabel("Имя", { exact: true }).fill("");
      await page.getByRole("button", { name: "Записать" }).click();
    },
  },
  { name: "folders", scenario: "work", route: "#/settings?tab=folders" },
  { name: "folders-empty", scenario: "empty", route: "#/settings?tab=folders" },
  { name: "firm-page", scenario: "work", route: "#/settings?tab=firms&firm=1" },
  {
    name: "firm-bank",
    scenario: "work",
    route: "#/settings?tab=firms&firm=1",
    act: async (page) => {
      await page.getByRole("tab", { name: "Банк" }).click();
      await page.getByLabel("БИК").fill("046577904");
    },
  },
  { name: "counterparty", scenario: "work", route: "#/counterparties/1" },
  { name: "counterparty-long", scenario: "work", route: "#/counterparties/11" },
  {
    name: "counterparty-new",
    scenario: "work",
    route: "#/counterparties",
    act: async (page) => {
      await page.getByRole("button", { name: "Новый контрагент" }).click();
      const inn = await page.getByRole("row").nth(1).getByRole("gridcell").nth(1).innerText();
      const kpp = await page.getByRole("row").nth(1).getByRole("gridcell").nth(2).innerText();
      await page.getByLabel("ИНН").fill(inn);
      await page.getByLabel("КПП").fill(kpp);
      await page.waitForTimeout(300);
    },
  },
  {
    name: "counterparty-merge",
    scenario: "work",
    route: "#/counterparties/1",
    act: (page) => page.getByRole("button", { name: /^Объединить с «/ }).click(),
  },
  {
    name: "duplicates",
    scenario: "work",
    route: "#/counterparties",
    act: async (page) => {
      await page.getByRole("button", { name: "Ещё действия" }).click();
      await page.getByRole("menuitem", { name: "Найти двойников" }).click();
    },
  },
  { name: "people", scenario: "work", route: "#/counterparties?tab=people" },
  { name: "people-empty", scenario: "empty", route: "#/counterparties?tab=people" },
  { name: "person", scenario: "work", route: "#/counterparties/1?tab=people" },
  {
    name: "person-edit",
    scenario: "work",
    route: "#/counterparties/4?tab=people",
    act: async (page) => {
      await page.getByRole("button", { name: "Изменить" }).click();
      await page.getByLabel("Телефон").fill("+7 912 000-00-00");
    },
  },
  {
    name: "intake",
    scenario: "work",
    route: "#/documents",
    act: (page) =>
      choose(page, [
        "УПД 1.xml",
        "warn УПД 2.xml",
        "known.xml",
        "Акт.pdf",
        "скан.pdf",
        `${"Очень длинное название файла без смысла ".repeat(12)}.xml`,
        "broken — Акт о приёмке выполненных работ за ноябрь.xml",
      ]),
  },
  { name: "intake-one", scenario: "work", route: "#/documents", act: (page) => choose(page, ["УПД 1.xml"]) },
  {
    name: "intake-taken",
    scenario: "work",
    route: "#/documents",
    act: async (page) => {
      await choose(page, ["УПД 1.xml", "refuse УПД 2.xml", "broken.xml"]);
      await page.getByRole("button", { name: /^Добавить/ }).click();
    },
  },
  {
    name: "tables",
    scenario: "work",
    route: "#/documents",
    act: (page) => choose(page, ["Реестр за ноябрь.csv"]),
  },
  {
    name: "tables-check",
    scenario: "work",
    route: "#/documents",
    act: async (page) => {
      await choose(page, ["Реестр за ноябрь.csv"]);
      await page.getByLabel(/^Номер/).click();
      await page.getByRole("option", { name: /№ док/ }).click();
      await page.waitForTimeout(500);
      await page.locator(".dialog-body").evaluate((body) => (body.scrollTop = 100_000));
    },
  },
  {
    name: "tables-result",
    scenario: "work",
    route: "#/documents",
    act: async (page) => {
      await choose(page, ["Клиенты.xlsx"]);
      await page.getByText("Физлица", { exact: true }).last().click();
      await page.waitForTimeout(400);
      await page.getByRole("button", { name: /^Добавить/ }).click();
    },
  },
  { name: "card", scenario: "work", route: "#/documents/8" },
  { name: "card-missing", scenario: "work", route: "#/documents/28" },
  { name: "card-failed", scenario: "work", route: "#/documents/1" },
  {
    name: "card-preview",
    scenario: "work",
    route: "#/documents/34",
    act: (page) => page.getByRole("tab", { name: "Просмотр" }).click(),
  },
  { name: "card-full", scenario: "work", route: "#/documents/20", act: (page) => page.keyboard.press("F11") },
  {
    name: "card-pdf",
    scenario: "work",
    route: "#/documents/36",
    act: async (page) => {
      await page.keyboard.press("F11");
      await page.waitForSelector("canvas");
      await page.waitForTimeout(800);
    },
  },
  {
    name: "card-assign",
    scenario: "work",
    route: "#/documents/28",
    act: async (page) => {
      await page.locator(".missing button").click();
      await page.waitForTimeout(200);
      await page.keyboard.type("порт");
    },
  },
  { name: "outbox", scenario: "work", route: "#/outbox" },
  { name: "outbox-empty", scenario: "empty", route: "#/outbox" },
  { name: "counterparties", scenario: "work", route: "#/counterparties" },
  { name: "counterparties-empty", scenario: "empty", route: "#/counterparties" },
  { name: "settings-firms", scenario: "work", route: "#/settings" },
  {
    name: "settings-firm",
    scenario: "work",
    route: "#/settings",
    act: async (page) => {
      await page.getByRole("button", { name: "Добавить фирму" }).click();
      await page.getByLabel("ИНН", { exact: true }).fill("7707083894");
      await page.getByRole("button", { name: "Записать" }).click();
    },
  },
  { name: "settings-connections", scenario: "offline", route: "#/settings?tab=connections" },
  { name: "settings-schedule", scenario: "offline", route: "#/settings?tab=schedule" },
  { name: "settings-security", scenario: "work", route: "#/settings?tab=security" },
  { name: "settings-view", scenario: "work", route: "#/settings?tab=view" },
  {
    name: "light",
    scenario: "offline",
    route: "#/documents",
    act: (page) => page.locator("button.light").click(),
  },
  {
    name: "notices",
    scenario: "work",
    route: "#/documents",
    act: (page) => page.getByRole("button", { name: /^Уведомления/ }).click(),
  },
  { name: "locked", scenario: "locked", route: "" },
  { name: "training", scenario: "training", route: "#/documents" },
  {
    name: "compact",
    scenario: "work",
    route: "#/documents",
    stored: { "surguch.view": '{"density":"compact"}' },
  },
  { name: "english", scenario: "work", route: "#/documents/8", stored: { "surguch.language": "en" } },
  { name: "design", scenario: "work", route: "#/design" },
  {
    name: "create-menu",
    scenario: "work",
    route: "#/documents",
    act: (page) => page.keyboard.press("Insert"),
  },
  {
    name: "record-new",
    scenario: "work",
    route: "#/documents",
    act: async (page) => {
      await page.keyboard.press("Insert");
      await page.getByRole("menuitem", { name: "Заказ-наряд" }).click();
      await page.waitForSelector(".form .fields");
      await page.waitForTimeout(200);
    },
  },
  { name: "record", scenario: "work", route: "#/documents/9003?edit=1" },
  {
    name: "record-typing",
    scenario: "work",
    route: "#/documents/9002?edit=1",
    act: async (page) => {
      await page.getByRole("button", { name: "Добавить строку" }).click();
      await page.keyboard.type("Мойка двигателя");
      await page.keyboard.press("Tab");
      await page.keyboard.press("Tab");
      await page.keyboard.type("2");
      await page.keyboard.press("Tab");
      await page.keyboard.type("1200,5");
    },
  },
  {
    name: "record-company",
    scenario: "work",
    route: "#/documents/9003?edit=1",
    act: async (page) => {
      const field = page.getByRole("combobox", { name: "Заказчик" });
      await field.click();
      await field.fill("77070838");
      await page.waitForTimeout(200);
      await page.getByRole("option", { name: "Новый контрагент…" }).click();
      await page.getByLabel("ИНН", { exact: true }).fill("7707083894");
    },
  },
  {
    name: "record-lookup",
    scenario: "work",
    route: "#/documents/9003?edit=1",
    act: async (page) => {
      const field = page.getByRole("combobox", { name: "Заказчик" });
      await field.click();
      await page.waitForTimeout(300);
    },
  },
  {
    name: "record-person",
    scenario: "work",
    route: "#/documents/9002?edit=1",
    act: async (page) => {
      const field = page.getByRole("combobox", { name: "Заказчик" });
      await field.click();
      await field.fill("Державин Гавриил");
      await page.waitForTimeout(200);
      await page.getByRole("option", { name: "Новое физлицо…" }).click();
    },
  },
  {
    name: "record-long",
    scenario: "work",
    route: "#/documents/9001?edit=1",
    act: async (page) => {
      await page.waitForSelector(".lines .body .row");
      await page.locator(".scroller").evaluate((element) => (element.scrollTop = 150_000));
    },
  },
  {
    name: "record-extra",
    scenario: "work",
    route: "#/documents/9002?edit=1",
    act: async (page) => {
      await page.getByRole("button", { name: "Ещё столбцы" }).click();
      await page.getByRole("button", { name: "Ещё реквизиты" }).click();
    },
  },
  {
    name: "record-failed",
    scenario: "offline",
    route: "#/documents/9003?edit=1",
    act: async (page) => {
      await page.getByLabel("Комментарий").fill("Позвонить до обеда");
      await page.waitForTimeout(1200);
    },
  },
  { name: "card-composed", scenario: "work", route: "#/documents/9002" },
  { name: "card-prepared", scenario: "work", route: "#/documents/9003" },
  {
    name: "card-findings",
    scenario: "work",
    route: "#/documents/9004",
    act: async (page) => {
      await page.keyboard.press("F11");
      await page.getByRole("button", { name: "Создать документ ЭДО" }).click();
      await page.waitForSelector(".quote");
      await page.getByRole("button", { name: "Показать на странице 1" }).click();
      await page.waitForTimeout(900);
    },
  },
  {
    name: "card-menu",
    scenario: "work",
    route: "#/documents/9003",
    act: (page) => page.getByRole("button", { name: "Ещё действия" }).click(),
  },
  {
    name: "print-dialog",
    scenario: "work",
    route: "#/documents/9003",
    act: async (page) => {
      await page.getByRole("button", { name: "Печать" }).click();
      await page.getByRole("menuitem", { name: "Выбрать форму или копию…" }).click();
    },
  },
  {
    name: "bulk-composed",
    scenario: "work",
    route: "#/documents/9003",
    act: async (page) => {
      await page.keyboard.press("Escape");
      await table(page).focus();
      await page.keyboard.press("Home");
      for (let step = 0; step < 3; step += 1) await page.keyboard.press("Shift+ArrowDown");
    },
  },
  {
    name: "card-pane-findings",
    scenario: "work",
    route: "#/documents/9004",
    act: async (page) => {
      await page.getByRole("button", { name: "Создать документ ЭДО" }).click();
      await page.waitForSelector(".quote");
    },
  },
];
