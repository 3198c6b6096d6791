/** Actions on many documents, from the selection to the result. */
import assert from "node:assert/strict";

import { papersFor } from "../stage/clerk.js";
import { BUYERS, printedForm } from "../stage/papers.js";
import { eventually, sees } from "../stage/see.js";
import { fullStory, trainingStory, withBrowser } from "../stage/story.js";

withBrowser();

const LONG_MS = 240_000;
const MANY = 100_000;
const ASSIGNEE = {
  last_name: "Ветрова",
  first_name: "Анна",
  position: "Бухгалтер",
  firm_ids: [],
  is_former: false,
};

trainingStory("a sending of many is looked over, one obstacle is mended, and all of them go once", async ({ program, page, clerk }) => {
  const operator = await program.operator();
  await program.bring([...papersFor(["ПЗ-931", "ПЗ-932", "ПЗ-933"]), printedForm("Спецификация ПЗ-934.pdf")]);
  await clerk.go("Документы");
  await clerk.search.fill("ПЗ-93");
  await isFound(page, "ПЗ-93");
  await sees(clerk.row("ПЗ-934"), "Не отправлялся");
  await clerk.registry.focus();
  await page.keyboard.press("Control+a");
  await sees(clerk.bulkBar, "Выбрано 4 документа");
  await page.keyboard.press("Control+Enter");

  await sees(clerk.dialog.getByRole("heading").first(), "Отправить 3 из 4");
  await sees(clerk.dialog, "Не пойдут");
  assert.equal((await operator.ledger()).length, 0, "nothing leaves before it is started");
  await clerk.dialog.getByRole("grid").getByRole("button").first().click();
  // One press leads to the place where the cause lies.
  await sees(page.locator("main"), "Получатель");
  const { rows } = await program.rpc("documents.list", { filter: { query: "ПЗ-934" } });
  const { counterparties } = await program.rpc("counterparties.list", { query: BUYERS.cedar.inn });
  const { firms } = await program.rpc("firms.list");
  await clerk.button("Готово").click();
  await sees(clerk.card, "Спецификация ПЗ-934");
  await program.rpc("documents.assign", { id: rows[0].id, counterparty_id: counterparties[0].id, firm_id: firms[0].id });
  await sees(page.getByRole("list", { name: "Массовые действия" }), "ждёт вашего решения");
  await page.getByRole("button", { name: "Вернуться к проверке" }).click();
  await sees(clerk.dialog.getByRole("heading").first(), "Отправить 4 документа");
  await page.keyboard.press("Control+Enter");

  await sees(page.locator("main"), "В очередь поставлены 4 документа.");
  await eventually(async () => {
    const posted = await operator.ledger();
    assert.deepEqual(posted.map(({ times_posted }) => times_posted), [1, 1, 1, 1]);
  });
  await clerk.goTo("#/outbox?bulk=jobs");
  await sees(page.getByRole("grid", { name: "Задания" }), /В очередь поставлены 4 документа/);
}, LONG_MS);

fullStory("everything that is found is chosen as a filter and handled to its end", MANY, async ({ program, page, clerk }) => {
  const { id } = await program.rpc("employees.save", ASSIGNEE);
  await clerk.goTo("#/documents?direction=outbound");
  await page.locator(".body .row").first().waitFor();
  const { count } = await program.rpc("documents.totals", {
    selection: { filter: { direction: "outbound" } },
    whole: true,
  });
  assert.equal(count, MANY);
  const asked = [];
  page.on("request", (request) => {
    if (request.url().endsWith("/rpc/bulk.plan")) asked.push(request.postDataJSON());
  });
  await clerk.registry.focus();
  await page.keyboard.press("Control+a");
  await sees(clerk.bulkBar, /Выбрано 100 000 документов · на сумму/);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Space");
  await sees(clerk.bulkBar, /Выбрано 99 999 документов/);
  await clerk.doWithChosen("Ответственный");
  await sees(clerk.dialog.getByRole("heading").first(), "Кого назначить ответственным");
  await clerk.dialog.getByRole("button", { name: "Назначить", exact: true }).click();
  await sees(clerk.dialog.getByRole("heading").first(), /^Назначить/, LONG_MS);
  await clerk.dialog.getByRole("button", { name: /^Назначить в/ }).click();
  await sees(page.locator("main"), /Ответственный назначен в 99 999 документ/, LONG_MS);
  assert.equal(asked.length, 1);
  assert.equal(asked[0].selection.ids, undefined, "no list of numbers is sent");
  assert.equal(asked[0].selection.filter.direction, "outbound");
  assert.equal(asked[0].selection.except.length, 1);
  const theirs = await program.rpc("documents.totals", { selection: { filter: { assignee_id: id } }, whole: true });
  assert.equal(theirs.count, MANY - 1);
}, LONG_MS);

trainingStory("rows stand by several columns, and so they come back", async ({ program, page, clerk }) => {
  await program.bring([...papersFor(["ПЗ-1101", "ПЗ-1103"]), ...papersFor(["ПЗ-1102", "ПЗ-1104"], { buyer: BUYERS.granite })]);
  await clerk.go("Документы");
  await clerk.search.fill("ПЗ-110");
  await clerk.row("ПЗ-318").waitFor({ state: "detached" });
  const head = (name) => page.getByRole("columnheader", { name }).getByRole("button");
  await head(/^Контрагент/).click();
  await head(/^Номер/).click({ modifiers: ["Shift"] });
  await head(/^Номер/).click({ modifiers: ["Shift"] });
  await sees(head(/^Номер/), "2");
  const numbers = async () => (await clerk.registry.innerText()).match(/ПЗ-110\d/g);
  const names = [BUYERS.cedar.name, BUYERS.granite.name].sort((a, b) => a.replace(/[^а-яё]/gi, "").localeCompare(b.replace(/[^а-яё]/gi, ""), "ru"));
  await eventually(async () => {
    const found = await numbers();
    assert.deepEqual([...found.slice(0, 2)], [...found.slice(0, 2)].sort().reverse());
    assert.deepEqual([...found.slice(2)], [...found.slice(2)].sort().reverse());
    assert.equal(new Set(found.slice(0, 2).map((number) => Number(number.at(-1)) % 2)).size, 1, `${names} stand together`);
  });
  const before = await numbers();
  await page.reload();
  await eventually(async () => assert.deepEqual(await numbers(), before));
});

trainingStory("a month's papers are chosen, checked, sent and looked up without the mouse", async ({ program, page, clerk }) => {
  const operator = await program.operator();
  await program.bring([...papersFor(["ПЗ-931", "ПЗ-932"]), printedForm("Без адресата ПЗ-933.pdf")]);
  await page.keyboard.press("Control+2");
  await sees(clerk.row("ПЗ-932"), "Не отправлялся");
  await page.keyboard.press("Control+f");
  await page.keyboard.type("ПЗ-93");
  await isFound(page, "ПЗ-93");
  await clerk.row("ПЗ-318").waitFor({ state: "detached" });
  await sees(clerk.row("ПЗ-933"), "Не отправлялся");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Control+a");
  await sees(clerk.bulkBar, "Выбрано 3 документа");
  await page.keyboard.press("Control+k");
  await page.keyboard.type("отправить в эдо");
  await page.getByRole("option", { name: /Отправить в ЭДО/ }).first().waitFor();
  await page.keyboard.press("Enter");
  await sees(clerk.dialog.getByRole("heading").first(), "Отправить 2 из 3");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Control+Enter");
  await sees(page.locator("main"), "В очередь поставлены 2 документа, не затронуто 1.");
  await eventually(async () => assert.equal((await operator.ledger()).length, 2));
  await page.keyboard.press("Control+3");
  await sees(page.locator("main"), "Массовые действия");
}, LONG_MS);

/** The whole text has been searched for, not only its beginning: what is ticked before is not ticked any more then. */
async function isFound(page, text) {
  await page.waitForFunction((query) => new URLSearchParams(location.hash.split("?")[1]).get("q") === query, text);
  await page.getByRole("row").filter({ hasText: "ПЗ-318" }).waitFor({ state: "detached" });
}
