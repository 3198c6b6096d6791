import assert from "node:assert/strict";

import { Person } from "../stage/person.js";
import { makeRecord } from "../stage/records.js";
import { eventually, sees } from "../stage/see.js";
import { trainingStory, withBrowser } from "../stage/story.js";

withBrowser();

const PHONE = "+79161234567";
const SECOND_PHONE = "+79165550102";
const WORK = [{ name: "Замена масла", unit: "шт", quantity: "1", price: "1500.00", unit_code: "796" }];

/** A firm that F.Doc knows, somebody who works for it, and a paper for a client. */
async function scene(program, operator) {
  const { firms } = await program.rpc("firms.list");
  const known = operator.world.fdoc.organizations.find(({ inn }) => inn === firms[0].inn);
  const { id: employee } = await program.rpc("employees.save", {
    last_name: "Воронцова",
    first_name: "Анна",
    middle_name: "Павловна",
    position: "Мастер",
    phone: "+79000000101",
    email: "voroncova@surguch.example",
    firm_ids: [],
    is_former: false,
  });
  await program.rpc("employees.set_current", { id: employee });
  const { id: individual } = await program.rpc("individuals.save", {
    last_name: "Зимина",
    first_name: "Ольга",
    middle_name: "Петровна",
    phone: "+79160000000",
  });
  const id = await makeRecord(program, "work_order", WORK, { individual_id: individual });
  await program.rpc("documents.prepare", { ids: [id], generator: "auto" });
  const { document } = await program.rpc("documents.get", { id });
  return { firm: firms[0], organization: known, login: known.employees[0], number: document.number };
}

/** Papers for two other clients; of the second the telephone is not known. */
async function morePapers(program) {
  const clients = [
    { last_name: "Белова", first_name: "Анна", middle_name: "Львовна", phone: SECOND_PHONE },
    { last_name: "Серова", first_name: "Инна", middle_name: "Олеговна" },
  ];
  const numbers = [];
  for (const client of clients) {
    const { id: individual } = await program.rpc("individuals.save", client);
    const id = await makeRecord(program, "work_order", WORK, { individual_id: individual });
    await program.rpc("documents.prepare", { ids: [id], generator: "auto" });
    const { document } = await program.rpc("documents.get", { id });
    numbers.push(document.number);
  }
  return numbers;
}

/** Asks the operator until the row says so. */
async function stands(clerk, number, status) {
  await eventually(async () => {
    await clerk.refresh();
    await sees(clerk.row(number), status, 1_000);
  });
}

trainingStory("a client agrees by SMS, we confirm, the client signs, and the signed PDF stays with us", async ({ program, seat, page, clerk }) => {
  const operator = await program.operator();
  const { firm, organization, login, number } = await scene(program, operator);
  const client = new Person(seat, operator, PHONE);
  const dialog = page.getByRole("dialog");
  const press = (name) => clerk.card.getByRole("button", { name, exact: true }).click();
  seat.foresee("connections.test");

  // Not connected yet: the card says so and leads to the request.
  await clerk.go("Документы");
  await clerk.openRow(number);
  await sees(clerk.card, "не подключена к оператору, через которого подписывают физлица");
  await press("Подключить");
  await page.getByRole("button", { name: "Отправить заявку" }).first().click();
  await dialog.getByLabel("Организация").click();
  await page.getByRole("option", { name: firm.name }).first().click();
  assert.equal(await dialog.getByLabel("Контактное лицо").inputValue(), "Воронцова Анна Павловна");
  await dialog.getByRole("button", { name: "Отправить заявку" }).click();
  await dialog.waitFor({ state: "detached" });
  await sees(page.locator("main"), "Дождитесь звонка или письма оператора.");

  // The key has come: a wrong one is told, the right one names the firm.
  await page.getByRole("button", { name: "Код доступа пришёл" }).click();
  await dialog.getByLabel("Код доступа (APIKey)").fill("00000000000000000000");
  await dialog.getByRole("button", { name: "Тест подключения" }).click();
  await dialog.getByRole("alert").waitFor();
  await dialog.getByLabel("Код доступа (APIKey)").fill(organization.api_key);
  await dialog.getByRole("button", { name: "Тест подключения" }).click();
  await sees(dialog, "Связь есть. Код принадлежит организации");
  await dialog.getByRole("button", { name: "Записать" }).click();
  await dialog.waitFor({ state: "detached" });

  // Nobody is let in yet: the record is kept, and its button leads to the log-in.
  await clerk.go("Документы");
  await clerk.openRow(number);
  await sees(clerk.card, "У вас нет доступа к F.Doc.");
  await press("Открыть доступ");
  await page.getByRole("button", { name: "Авторизоваться" }).click();
  await dialog.getByLabel("Логин").fill(login.login);
  await dialog.getByLabel("Пароль", { exact: true }).fill(login.password);
  await dialog.getByRole("button", { name: "Авторизоваться" }).click();
  await dialog.waitFor({ state: "detached" });
  await sees(page.locator("main"), `В F.Doc: ${login.full_name}`);
  assert.ok(!(await page.content()).includes(login.password), "no password is left in the page");

  // The telephone is mended for this paper, and it is left to be confirmed.
  await clerk.go("Документы");
  await clerk.openRow(number);
  await press("Отправить в ЭДО");
  await sees(dialog, "Ещё не запрашивалось");
  await dialog.getByLabel("Телефон").fill("8 (916) 123-45-67");
  await dialog.getByRole("button", { name: "Выбрать иначе" }).click();
  await dialog.getByRole("radio", { name: /^Оставить у оператора/ }).check();
  await dialog.getByRole("button", { name: "Оставить у оператора" }).click();
  await dialog.waitFor({ state: "detached" });
  await stands(clerk, number, "Подготовлен");
  assert.deepEqual(await operator.messages(PHONE), [], "nothing came to the client yet");

  const [operatorsPage] = await Promise.all([
    page.context().waitForEvent("page"),
    clerk.card.getByRole("button", { name: "Открыть в браузере" }).click(),
  ]);
  await sees(operatorsPage.locator("main"), "Зимина Ольга Петровна");
  await operatorsPage.close();

  await press("Получить согласие");
  await stands(clerk, number, "Ожидаем согласия");
  await client.signs(1, /Согласие/, "Подписать согласие");
  await page.bringToFront();
  await stands(clerk, number, "Требуется наша подпись");
  await press("Подтвердить и отправить");
  await stands(clerk, number, "Ожидается подпись контрагента");
  await client.signs(2, new RegExp(number), "Подписать");
  await page.bringToFront();
  await stands(clerk, number, "Подписан контрагентом");

  await press("Открыть подписанный PDF");
  await dialog.locator("canvas").first().waitFor();
  await page.keyboard.press("Escape");
  await clerk.go("Контрагенты");
  await page.getByText("Согласия", { exact: true }).click();
  await sees(page.getByRole("grid"), "Зимина Ольга Петровна");
  await sees(page.getByRole("grid"), "Получено");

  // Several papers at once: what one of them lacks is told before anything leaves, and is mended on the way.
  const [known, lacking] = await morePapers(program);
  await clerk.go("Документы");
  await clerk.tick(known);
  await clerk.tick(lacking);
  await clerk.doWithChosen("Отправить в ЭДО");
  await sees(dialog.getByRole("heading").first(), "Отправить 1 из 2");
  await sees(dialog, "Не указан телефон получателя");
  assert.deepEqual(await operator.messages(SECOND_PHONE), [], "nothing left before it was started");
  await dialog.getByRole("button", { name: "Проверить получателя" }).first().click();
  await dialog.getByLabel("Телефон").fill("8 916 555-01-03");
  await dialog.getByRole("button", { name: "Записать" }).click();
  await sees(dialog.getByRole("heading").first(), "Отправить 2 документа");
  await page.keyboard.press("Control+Enter");
  await sees(page.locator("main"), "В очередь поставлены 2 документа.");
  await eventually(async () => assert.equal((await operator.messages(SECOND_PHONE)).length, 1));

  // The list of what was sent leads back to each document.
  await clerk.go("Отправка");
  await page.getByText("Статусы документов ЭДО", { exact: true }).click();
  await sees(clerk.row(known), "Ожидаем согласия");
  await clerk.row(lacking).getByText(lacking).first().click();
  await sees(clerk.card, "Серова Инна Олеговна");

  // Who was written to a moment ago is not written to again, and the look before says so of each.
  await page.keyboard.press("Escape");
  await clerk.card.waitFor({ state: "detached" });
  await clerk.tick(known);
  await clerk.tick(lacking);
  await clerk.doWithChosen("Напомнить");
  await sees(dialog.getByRole("heading").first(), "Напоминать не о чем");
  await sees(dialog, "СМС по этому документу только что отправлена.");
  await page.keyboard.press("Escape");
  assert.equal((await operator.messages(SECOND_PHONE)).length, 1);
});
