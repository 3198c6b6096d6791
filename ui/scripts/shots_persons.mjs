/** Papers for people: requests, accesses, the record before a sending, and what follows it. */

const PAPER = 9005;
const press = (page, name) => page.getByRole("button", { name, exact: true }).click();

/** Whoever sits here is let in by the operator. */
async function logIn(page) {
  await page.evaluate(() => (location.hash = "#/settings?tab=connections&part=access-fdoc"));
  await page.getByRole("button", { name: "Авторизоваться" }).first().click();
  await page.getByLabel("Логин").fill("sokolova");
  await page.getByLabel("Пароль", { exact: true }).fill("right");
  await page.getByRole("dialog").getByRole("button", { name: "Авторизоваться" }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
}

async function openRecord(page) {
  await logIn(page);
  await page.evaluate((id) => (location.hash = `#/documents/${id}`), PAPER);
  await press(page, "Отправить в ЭДО");
  await page.getByRole("dialog").getByLabel("Фамилия").waitFor();
}

async function leave(page) {
  await openRecord(page);
  await press(page, "Выбрать иначе");
  await page.getByRole("radio", { name: /^Оставить у оператора/ }).check();
  await page.getByRole("dialog").getByRole("button", { name: "Оставить у оператора" }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
}

const persons = (name, route, act) => ({ name: `persons-${name}`, scenario: "persons", route, act });

export const personsShots = [
  persons("connections", "#/settings?tab=connections"),
  persons("requests", "#/settings?tab=connections&part=requests"),
  persons("request-again", "#/settings?tab=connections&part=requests", async (page) => {
    await press(page, "Отправить заявку");
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Организация").click();
    await page.getByRole("option").first().click();
    await dialog.getByLabel("Контактное лицо").fill("Соколова Мария Викторовна");
    await dialog.getByLabel("Контактный телефон").fill("+7 912 345-67-89");
    await dialog.getByLabel("Адрес почты").fill("sokolova@dvor.example");
    await dialog.getByRole("button", { name: "Отправить заявку" }).click();
    await dialog.getByRole("button", { name: "Отправить ещё одну" }).waitFor();
  }),
  {
    ...persons("requests-none", "#/settings?tab=connections&part=requests"),
    scenario: "work",
  },
  {
    ...persons("key", "#/settings?tab=connections&add=1&operator=fdoc"),
    scenario: "work",
  },
  persons("settings", "#/settings?tab=connections&part=settings&connection=7"),
  persons("statuses", "#/settings?tab=connections&part=statuses-fdoc"),
  persons("sent", "#/tasks", async (page) => {
    await leave(page);
    await page.evaluate(() => (location.hash = "#/outbox?people=1"));
    await page.getByRole("grid").getByText("Заказ-наряд").first().waitFor();
  }),
  persons("failed-rule", "#/tasks", (page) => page.getByText("Не отправлено значимым событием").waitFor()),
  persons("access", "#/settings?tab=connections&part=access-fdoc", (page) =>
    page.getByText("Как зарегистрировать").click(),
  ),
  persons("access-refused", "#/settings?tab=connections&part=access-fdoc", async (page) => {
    await page.getByRole("button", { name: "Авторизоваться" }).first().click();
    await page.getByLabel("Логин").fill("sokolova");
    await page.getByLabel("Пароль", { exact: true }).fill("wrong");
    await page.getByRole("dialog").getByRole("button", { name: "Авторизоваться" }).click();
    await page.getByRole("dialog").getByRole("alert").waitFor();
  }),
  persons("record", "#/documents", openRecord),
  persons("record-no-access", `#/documents/${PAPER}`, async (page) => {
    await press(page, "Отправить в ЭДО");
    await page.getByRole("dialog").getByRole("button", { name: "Отправить", exact: true }).click();
    await page.getByRole("dialog").getByRole("alert").waitFor();
  }),
  persons("left", "#/documents", leave),
  persons("asked", "#/documents", async (page) => {
    await leave(page);
    await press(page, "Получить согласие");
    await page.getByRole("button", { name: "Напомнить" }).waitFor();
  }),
  persons("annul", "#/documents", async (page) => {
    await leave(page);
    await press(page, "Аннулировать");
    await page.getByRole("dialog").getByRole("button", { name: "Аннулировать" }).click();
  }),
  persons("again", "#/documents", async (page) => {
    await leave(page);
    await press(page, "Аннулировать");
    await page.getByRole("dialog").getByLabel("Причина").fill("Ошибка в сумме");
    await page.getByRole("dialog").getByRole("button", { name: "Аннулировать" }).click();
    await press(page, "Отправить повторно");
    await page.getByRole("dialog").getByLabel("Фамилия").waitFor();
  }),
  persons("consents", "#/counterparties?tab=consents"),
];
