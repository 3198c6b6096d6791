/** What to look at: a scenario of the stand-in, an address, and what a person does there. */
const table = (page) => page.locator("[role='grid']").first();

export const shots = [
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
    name: "documents-sent",
    scenario: "work",
    route: "#/documents?filter=toSend",
    act: async (page) => {
      await table(page).focus();
      await page.keyboard.press("Control+a");
      await page.locator(".bulk .split-main").click();
      await page.waitForTimeout(300);
      await page.locator(".failure").first().click();
    },
  },
  {
    name: "documents-explain",
    scenario: "work",
    route: "#/documents",
    act: (page) => page.locator("button.status").nth(7).click(),
  },
  {
    name: "documents-import",
    scenario: "work",
    route: "#/documents",
    act: async (page) => {
      await page.locator("input[type=file]").setInputFiles(
        ["УПД 1.xml", "УПД 2.xml", "known.xml", "broken — Акт о приёмке выполненных работ за ноябрь.xml"].map(
          (name) => ({
            name,
            mimeType: "text/xml",
            buffer: Buffer.from("<a/>"),
          }),
        ),
      );
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
];
