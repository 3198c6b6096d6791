import assert from "node:assert/strict";

import { makeRecord } from "../stage/records.js";
import { eventually, sees } from "../stage/see.js";
import { trainingStory, withBrowser } from "../stage/story.js";

withBrowser();

const plain = (text) => text.replaceAll(/[\u00a0\u202f]/g, " ");

/** What has the focus, as it is read aloud. */
const focused = (page) =>
  page.evaluate(() => {
    const element = document.activeElement;
    const label = element?.id ? document.querySelector(`label[for="${CSS.escape(element.id)}"]`) : null;
    return element?.getAttribute("aria-label") ?? label?.textContent?.trim() ?? element?.textContent?.trim() ?? "";
  });

async function press(page, key, until, limit = 20) {
  for (let step = 0; step < limit; step += 1) {
    if (until.test(await focused(page))) return;
    await page.keyboard.press(key);
  }
  assert.match(await focused(page), until);
}

trainingStory("a work order is written, made a file and sent by the keyboard alone", async ({ program, page, clerk }) => {
  const operator = await program.operator();
  await page.keyboard.press("Control+2");
  await clerk.registry.waitFor();
  await page.keyboard.press("Control+n");
  await page.getByRole("menuitem", { name: "Заказ-наряд", exact: true }).waitFor();
  await press(page, "ArrowDown", /^Заказ-наряд$/);
  await page.keyboard.press("Enter");

  const form = page.getByRole("region", { name: "Изменение документа" });
  await form.getByRole("heading", { name: /Заказ-наряд № ЗН-/ }).waitFor();
  await press(page, "Tab", /^Заказчик$/);
  await page.keyboard.type("Кедровая");
  await page.getByRole("option", { name: /Кедровая роща/ }).waitFor();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  assert.match(await focused(page), /^Фирма/);
  await page.keyboard.type("Полярная");
  await page.getByRole("option", { name: /Полярная звезда/ }).first().waitFor();
  await page.keyboard.press("Enter");

  await press(page, "Tab", /^Наименование, строка 1$/, 30);
  const rows = [
    ["Замена масла", "усл.", "1", "1500,50"],
    ["Масло моторное 5W-40", "шт", "4", "890"],
  ];
  for (const cells of rows) {
    for (const cell of cells) {
      await page.keyboard.type(cell);
      await page.keyboard.press("Tab");
    }
    await page.keyboard.press("Enter");
  }
  assert.match(await focused(page), /^Наименование, строка 3$/);
  await page.keyboard.press("Enter");
  assert.equal(await focused(page), "Готово");
  await sees(form, /Сохранено в \d\d:\d\d/);
  const shown = plain(await form.locator(".sums").innerText());
  await page.keyboard.press("Enter");

  await clerk.card.getByRole("button", { name: "Создать документ ЭДО", exact: true }).waitFor();
  const { rows: listed } = await program.rpc("documents.list", { filter: { query: "ЗН-" } });
  assert.equal(listed.length, 1);
  assert.match(shown, new RegExp(plain(Number(listed[0].total).toLocaleString("ru", { minimumFractionDigits: 2 }))));
  assert.equal(listed[0].total, "6173.81");

  await page.keyboard.press("Control+Enter");
  await sees(clerk.card, "Файл ЭДО сформирован.");
  await clerk.card.getByRole("button", { name: "Отправить в ЭДО", exact: true }).waitFor();
  await page.keyboard.press("Control+Enter");
  await eventually(async () => assert.equal((await operator.ledger()).filter(({ is_sent }) => is_sent).length, 1));
});

trainingStory("a record changed after it was sent must be sent again as a whole", async ({ program, page, clerk }) => {
  const operator = await program.operator();
  const id = await makeRecord(program, "acceptance_certificate", [
    { name: "Уборка территории", unit: "усл.", quantity: "1", price: "1000" },
  ]);
  await program.rpc("documents.prepare", { ids: [id] });
  await program.rpc("documents.send", { ids: [id] });
  await eventually(async () => assert.equal((await operator.ledger()).length, 1));

  await clerk.goTo(`#/documents/${id}`);
  await clerk.card.getByRole("button", { name: "Изменить", exact: true }).click();
  const form = page.getByRole("region", { name: "Изменение документа" });
  await sees(form, "Отправленный файл не изменится");
  await form.getByText("Уборка территории").click();
  await page.keyboard.press("End");
  await page.keyboard.type(" и вывоз снега");
  await sees(form, /Сохранено в \d\d:\d\d/);
  await page.keyboard.press("Control+Enter");

  await sees(clerk.card, "Документ изменён после отправки. Отправленный файл не меняется");
  await sees(clerk.card, "Устарел");
  await clerk.card.getByRole("button", { name: "Создать документ ЭДО заново" }).click();
  await sees(clerk.card, "Действующий");
  const { files } = await program.rpc("documents.get", { id });
  assert.equal(files.length, 2, "the file that was sent is still there");
  assert.notEqual(files[0].blob, files[1].blob);
  assert.equal((await operator.ledger()).length, 1, "nothing was sent by itself");
});

trainingStory("two tabs write in one record: nothing of either is lost", async ({ program, seat, page, clerk }) => {
  const id = await makeRecord(program, "acceptance_certificate", [{ name: "Уборка", quantity: "1", price: "10" }]);
  seat.foresee("documents.save");
  await clerk.goTo(`#/documents/${id}?edit=1`);
  const form = page.getByRole("region", { name: "Изменение документа" });
  await form.getByLabel("Комментарий").waitFor();
  const { revision, record } = await program.rpc("documents.edit", { id });
  await program.rpc("documents.save", { id, revision, record: { ...record, number: "77-ТУ" } });

  await form.getByLabel("Комментарий").fill("Позвонить до обеда");
  await sees(form, "Документ изменили в другом окне");
  await form.getByRole("button", { name: "Загрузить новое" }).click();
  await eventually(async () => assert.equal(await form.getByLabel("Номер", { exact: true }).inputValue(), "77-ТУ"));
  await page.keyboard.press("Control+z");
  await eventually(async () => assert.equal(await form.getByLabel("Комментарий").inputValue(), "Позвонить до обеда"));
});

trainingStory("rows copied from a spreadsheet become lines", async ({ program, page, clerk }) => {
  const id = await makeRecord(program, "payment_invoice", []);
  await clerk.goTo(`#/documents/${id}?edit=1`);
  const form = page.getByRole("region", { name: "Изменение документа" });
  await form.getByRole("button", { name: "Добавить строку" }).click();
  const copied = "Болт М8\tшт\t1 000\t12,50\t22%\r\nГайка «М8»\tшт\t500\t3,10\tбез НДС\r\n";
  await page.evaluate((text) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
  }, copied);
  await sees(form, "Вставлены 2 строки.");
  await sees(form, "16 800,00 ₽");
  await sees(form, /Сохранено в \d\d:\d\d/);
  const { record } = await program.rpc("documents.edit", { id });
  assert.deepEqual(
    record.lines.map(({ name, quantity, price, vat_rate }) => [name, Number(quantity), Number(price), vat_rate]),
    [
      ["Болт М8", 1000, 12.5, "22"],
      ["Гайка «М8»", 500, 3.1, "no_vat"],
    ],
  );
  assert.equal(Number(record.total), 16800);
});

trainingStory("the printer gets a sheet for every page, and nothing of the window", async ({ program, page, clerk }) => {
  const lines = Array.from({ length: 90 }, (_, index) => ({ name: `Деталь ${index + 1}`, quantity: "1", price: "10" }));
  await makeRecord(program, "goods_sale", lines);
  await makeRecord(program, "acceptance_certificate", lines.slice(0, 2));
  const { rows } = await program.rpc("documents.list");
  const { pages } = await program.rpc("documents.print", { ids: rows.map(({ id }) => id) });
  assert.ok(pages >= 3, `${pages} pages`);
  await page.evaluate(() => {
    window.timesPrinted = 0;
    window.print = () => (window.timesPrinted += 1);
  });
  await clerk.go("Документы");
  await clerk.registry.focus();
  await page.keyboard.press("Control+a");
  await clerk.bulkBar.waitFor();
  await page.keyboard.press("Control+p");
  await eventually(async () => assert.equal(await page.evaluate(() => window.timesPrinted), 1), 60_000);
  const sheets = page.locator(".print-sheets img");
  assert.equal(await sheets.count(), pages);

  await page.emulateMedia({ media: "print" });
  assert.equal(await page.locator(".frame").isVisible(), false, "the window stays off the paper");
  assert.ok(await sheets.first().isVisible());
  const sizes = await sheets.evaluateAll((all) => all.map((sheet) => [sheet.naturalWidth, sheet.naturalHeight]));
  assert.ok(
    sizes.every(([width, height]) => height > 2300 && height > width),
    "drawn as finely as a printer needs, and upright whichever way the page lies",
  );
});
