import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { Clerk, papersFor } from "../stage/clerk.js";
import { SMALL } from "../stage/browser.js";
import { BUYERS, example, printedForm, transferDocument } from "../stage/papers.js";
import { makeRecord } from "../stage/records.js";
import { eventually, sees } from "../stage/see.js";
import { trainingStory, withBrowser } from "../stage/story.js";
import { rowsOf } from "../stage/workbook.js";

withBrowser();

trainingStory("a clerk walks, ticks, opens, closes and sends without the mouse", async ({ program, page, clerk }) => {
  const operator = await program.operator();
  await program.bring(papersFor(["ПЗ-931", "ПЗ-932", "ПЗ-933"]));
  await page.keyboard.press("Control+2");
  await sees(clerk.row("ПЗ-933"), "Не отправлялся");
  await page.keyboard.press("Control+f");
  await page.keyboard.type("ПЗ-93");
  await clerk.row("ПЗ-318").waitFor({ state: "detached" });
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Space");
  await sees(clerk.bulkBar, "Выбрано 2 документа");

  await page.keyboard.press("Home");
  await page.keyboard.press("Enter");
  await clerk.card.waitFor();
  await sees(clerk.card.getByRole("heading").first(), /ПЗ-93\d/);
  await page.keyboard.press("Escape");
  await clerk.card.waitFor({ state: "detached" });
  assert.ok(await clerk.registry.evaluate((grid) => grid === document.activeElement), "the list has the focus again");

  await page.keyboard.press("Control+Enter");
  await eventually(async () => assert.equal((await operator.ledger()).length, 2));
  await sees(page.locator("main"), "В очередь поставлены 2 документа.");
  await page.keyboard.press("Escape");
});

trainingStory("search and filters narrow the registry, and a reload keeps the view", async ({ program, seat, page, clerk }) => {
  const ids = await program.bring([
    ...papersFor(["ПЗ-941"]),
    ...papersFor(["ПЗ-942"], { buyer: BUYERS.granite }),
    printedForm("План поставок.pdf"),
  ]);
  await program.rpc("documents.send", { ids: [ids[0]] });
  await clerk.go("Документы");
  await clerk.search.fill("гранит");
  await clerk.row("ПЗ-941").waitFor({ state: "detached" });
  await sees(clerk.row("ПЗ-942"), BUYERS.granite.name);
  await clerk.search.fill("9644112800");
  await sees(clerk.row("ПЗ-941"), BUYERS.cedar.name);
  await clerk.row("ПЗ-942").waitFor({ state: "detached" });
  await clerk.search.fill("такого номера нет");
  await sees(page.locator("main"), "Таких документов нет");
  await clerk.search.press("Escape");
  await sees(clerk.row("План поставок"), "Не отправлялся");
  await findsInside(program, page, clerk);
  await choosesConditions(page, clerk);

  await clerk.filter("К отправке").click();
  await clerk.row("ПЗ-941").waitFor({ state: "detached" });
  await clerk.openRow("ПЗ-942");
  await sees(clerk.card, "№ ПЗ-942");
  await page.reload();
  await sees(clerk.card, "№ ПЗ-942");
  await sees(clerk.row("План поставок"), "Не отправлялся");
  assert.equal(await clerk.row("ПЗ-941").count(), 0, "the filter is still on");

  // A document that is opened from another section, the section itself and the next start find the list as it was left.
  const isAsLeft = async () => {
    await sees(clerk.row("План поставок"), "Не отправлялся");
    assert.equal(await clerk.row("ПЗ-941").count(), 0, "the filter is still on");
  };
  await clerk.go("Задачи");
  await clerk.registry.waitFor({ state: "detached" });
  await clerk.goTo(`#/documents/${ids[0]}`);
  await sees(clerk.card, "№ ПЗ-941");
  await sees(clerk.row("План поставок"), "Не отправлялся");
  await page.keyboard.press("Control+1");
  await clerk.registry.waitFor({ state: "detached" });
  await page.keyboard.press("Control+2");
  await isAsLeft();
  await page.goto("about:blank");
  await page.goto(program.address);
  await clerk.go("Документы");
  await isAsLeft();
  await tellsWhatChanged(program, seat);
});

/** By sum, by days, by what only the lines and the comment say. */
async function findsInside(program, page, clerk) {
  const work = { name: "Оттиск сургучной печати № 512", unit: "шт", quantity: "1", price: "12345.67", vat_rate: "no_vat" };
  const id = await makeRecord(program, "work_order", [work]);
  const { revision, record } = await program.rpc("documents.edit", { id });
  const details = { ...record.details, comment: "Оставить у вахтёра на проходной" };
  await program.rpc("documents.save", { id, revision, record: { ...record, details } });
  const { document } = await program.rpc("documents.get", { id });
  const understood = page.getByRole("list", { name: "Поиск понят так" });
  const finds = async (text, term, found, gone) => {
    await clerk.search.fill(text);
    await clerk.row(gone).waitFor({ state: "detached" });
    await clerk.row(found).waitFor();
    if (term !== null) await sees(understood, term);
  };
  const own = document.number;
  await finds("12 345,67", "сумма 12 345,67 ₽", own, "ПЗ-941");
  await sees(clerk.row(own).locator("mark"), "12 345,67");
  await finds("16.11.2026", "дата 16.11.2026", "ПЗ-941", own);
  await sees(clerk.row("ПЗ-941").locator("mark"), "16.11.2026");
  await finds("с 10 по 20 ноября 2026", "с 10.11.2026 по 20.11.2026", "ПЗ-942", own);
  await finds("сургучной", null, own, "ПЗ-941");
  await sees(clerk.row(own), "Товар: Оттиск сургучной печати № 512");
  await sees(clerk.row(own).locator("mark"), "сургучной");
  await finds("вахтера", null, own, "ПЗ-941");
  await sees(clerk.row(own), "Комментарий: Оставить у вахтёра на проходной");
  await finds("", null, "ПЗ-941", "такой строки нет");
}

/** «Фильтр» as a person sets it, and its conditions taken back one by one. */
async function choosesConditions(page, clerk) {
  await clerk.button("Фильтр").click();
  const panel = page.getByRole("dialog", { name: /^Фильтр/ });
  await panel.getByRole("combobox", { name: "Контрагент" }).fill("Гранит");
  await page.getByRole("option", { name: BUYERS.granite.name }).first().click();
  await panel.getByLabel("С даты").fill("10.11.2026");
  await panel.getByLabel("По дату").fill("20.11.2026");
  await panel.getByLabel("Сумма от").fill("8000");
  await panel.getByLabel("Сумма до").fill("9000,00");
  await panel.getByLabel("Без движения, дней от").fill("3");
  await panel.getByRole("button", { name: "Готово" }).click();
  await sees(page.locator("main"), "Таких документов нет");
  const conditions = page.getByRole("list", { name: "Условия отбора" });
  const takesBack = (words) => conditions.getByRole("button", { name: `Убрать условие: ${words}` }).click();
  await takesBack("Без движения 3 дня и дольше");
  await sees(clerk.row("ПЗ-942"), BUYERS.granite.name);
  assert.equal(await clerk.row("ПЗ-941").count(), 0, "another company is left out");
  await takesBack(`Контрагент: ${BUYERS.granite.name}`);
  await clerk.row("ПЗ-941").waitFor();
  assert.equal(await clerk.row("План поставок").count(), 0, "a paper without a sum is left out");
  for (const left of [2, 1]) {
    assert.equal(await conditions.getByRole("listitem").count(), left);
    await conditions.getByRole("button").first().click();
  }
  await conditions.waitFor({ state: "detached" });
  await clerk.row("План поставок").waitFor();
}

/** Signed while nobody looked: said at the next visit, and a bar of «Обзор» leads to just these documents. */
async function tellsWhatChanged(program, seat) {
  const operator = await program.operator();
  const [posted] = await eventually(async () => {
    const all = await operator.ledger();
    assert.equal(all.length, 1);
    return all;
  });
  await operator.anHourPasses();
  await program.rpc("sync.run");
  await program.rpc("visits.mark");
  await operator.order("cabinet/sign", { box: posted.to_box, message_id: posted.message_id });
  await operator.anHourPasses();
  await program.rpc("sync.run");
  const clerk = new Clerk(await seat.tab(program.address));
  const { page } = clerk;
  await clerk.go("Задачи");
  const news = page.getByRole("group", { name: "Что изменилось" });
  await sees(news, /: (подписано|завершено) 1/);
  await news.getByRole("button").first().click();
  const list = page.getByRole("region", { name: "Что изменилось" });
  await sees(list, /Подписан|Завершён/);
  await list.getByRole("link", { name: /ПЗ-941/ }).click();
  await sees(clerk.card, "№ ПЗ-941");
  await clerk.go("Задачи");
  await clerk.button("Понятно").click();
  await news.waitFor({ state: "detached" });

  await clerk.go("Обзор");
  const bar = page.getByRole("link", { name: /подписано 1$/ });
  await bar.click();
  await clerk.row("ПЗ-941").waitFor();
  assert.equal(await clerk.registry.locator(".body .row").count(), 1, "as many rows as the bar counts");
}

trainingStory("views and tables leave as files, and a colleague takes the views in", async ({ program, page, clerk }) => {
  await program.bring(papersFor(["ПЗ-945", "ПЗ-946"]));
  await clerk.goTo("#/documents?q=ПЗ-94&sort=-total");
  await sees(clerk.row("ПЗ-946"), "Не отправлялся");
  await clerk.button("Виды реестра").click();
  await page.getByRole("menuitem", { name: "Сохранить вид…" }).click();
  await clerk.dialog.getByRole("textbox").first().fill("Кедр к отправке");
  await page.keyboard.press("Control+Enter");
  await clerk.dialog.waitFor({ state: "detached" });
  await clerk.button("Виды реестра").click();
  await page.getByRole("menuitem", { name: "Изменить виды…" }).click();
  const file = await kept(page, () => clerk.dialog.getByRole("button", { name: "Передать в файл…" }).click());
  await sees(clerk.dialog, `Виды сохранены в файл «${file.name}»`);
  assert.match(file.bytes.toString("utf8"), /Кедр к отправке/);
  const own = clerk.dialog.getByRole("listitem").filter({ has: page.getByRole("textbox", { name: /Кедр к отправке/ }) });
  await own.getByRole("button", { name: /^Убрать/ }).click();
  await own.waitFor({ state: "detached" });
  await clerk.dialog
    .locator("input[type=file]")
    .setInputFiles({ name: file.name, mimeType: "application/json", buffer: file.bytes });
  await own.waitFor();
  await page.keyboard.press("Escape");

  await clerk.button("Столбцы").click();
  await clerk.dialog.getByRole("checkbox", { name: /ИНН/ }).check();
  await page.keyboard.press("Escape");
  await clerk.button("Экспорт").click();
  await sees(clerk.dialog, "Excel (XLSX)");
  const table = await kept(page, () => clerk.dialog.getByRole("button", { name: "Сохранить файл…" }).click());
  assert.match(table.name, /\.xlsx$/);
  const [head, ...rows] = rowsOf(table.bytes);
  const of = (name) => rows.map((row) => row[head.indexOf(name)]);
  assert.deepEqual(of("Номер"), ["ПЗ-946", "ПЗ-945"]);
  assert.deepEqual(of("Сумма"), [8300, 8300], "a sum is a number");
  assert.deepEqual(of("Дата"), [0, 1].map(() => new Date(Date.UTC(2026, 10, 16))), "a day is a day");
  assert.deepEqual(of("ИНН"), [BUYERS.cedar.inn, BUYERS.cedar.inn], "a number of a firm is a text");
});

/** The file that this press makes the browser keep. */
async function kept(page, press) {
  const download = page.waitForEvent("download");
  await press();
  const file = await download;
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
}

trainingStory("two tabs learn of each other's changes by themselves", async ({ program, seat, page, clerk }) => {
  await clerk.go("Документы");
  await sees(clerk.row("ПЗ-318"), "Не отправлялся");
  const second = new Clerk(await seat.tab(program.address));
  await second.go("Документы");
  await second.bring(papersFor(["ПЗ-951"]));
  await sees(second.row("ПЗ-951"), "Не отправлялся");
  await sees(clerk.row("ПЗ-951"), "Не отправлялся");
  await page.bringToFront();
  await clerk.openRow("ПЗ-951");
  await clerk.card.getByRole("button", { name: "Отправить в ЭДО", exact: true }).click();
  await sees(second.row("ПЗ-951"), /Отправлен|Ожидается|Доставлен|Отправляется/);
});

trainingStory("bad files say a sentence each and the good ones beside them get in", async ({ page, clerk }) => {
  await clerk.go("Документы");
  const bad = ["broken.pdf", "encrypted.pdf", "entity_bomb.xml", "utd_wrong_inn.xml"];
  await clerk.drop([
    transferDocument({ number: "ПЗ-961" }),
    ...bad.map((name) => ({ name, bytes: example(name), type: "application/octet-stream" })),
    { name: "пустой.xml", bytes: Buffer.alloc(0), type: "text/xml" },
    { name: "фотография.jpg", bytes: Buffer.from("ffd8ffe000104a464946", "hex"), type: "image/jpeg" },
    printedForm("Спецификация.pdf"),
  ]);
  await sees(clerk.intake, "Не читается 6 файлов: причина указана в строке.");
  const told = await clerk.intake.getByRole("row").allInnerTexts();
  for (const name of [...bad, "пустой.xml", "фотография.jpg"]) {
    const said = told[told.findIndex((text) => text.includes(name)) + 1];
    assert.match(said, /[A-ZА-ЯЁ«].{20,}\.\s*$/s, `${name} has a whole sentence`);
  }
  await clerk.takeIn();
  await sees(clerk.intake, "В реестр добавлено: 2 документа. Не загружено 6 файлов.");
  await clerk.intake.getByRole("button", { name: "Закрыть" }).last().click();
  await sees(clerk.row("ПЗ-961"), BUYERS.cedar.name);
  await sees(clerk.row("Коммерческое предложение"), "Не отправлялся");
});

trainingStory("hostile and endless names are shown as text and break nothing", async ({ program, page, clerk }) => {
  const hostile = "<img src=x onerror=alert(1)>";
  const endless = `ООО «${"Северсталькомплектмонтажналадка".repeat(12)}»`;
  await page.setViewportSize(SMALL);
  let isAsked = false;
  page.on("dialog", (dialog) => {
    isAsked = true;
    void dialog.dismiss();
  });
  await program.bring([
    transferDocument({ number: hostile, buyer: BUYERS.granite, buyerName: `${hostile} и «партнёры»` }),
    transferDocument({ number: "ПЗ-971", buyer: BUYERS.post, buyerName: endless }),
    printedForm(`${hostile}.pdf`),
    printedForm(`${"Очень-длинное-название-без-пробелов".repeat(6)}.pdf`),
  ]);
  for (const view of ["Задачи", "Документы", "Отправка", "Контрагенты"]) {
    await clerk.go(view);
    await page.locator("[aria-busy=true]").waitFor({ state: "detached" });
    assert.ok((await clerk.overflowPx()) <= 0, `${view} does not scroll sideways`);
  }
  await clerk.go("Документы");
  for (const text of [hostile, "ПЗ-971", "Очень-длинное-название"]) {
    await clerk.openRow(text);
    await sees(clerk.card, text);
    assert.ok((await clerk.overflowPx()) <= 0, `the card of «${text}» does not scroll sideways`);
    const wide = await clerk.card.evaluate((card) => card.scrollWidth - card.clientWidth);
    assert.ok(wide <= 0, `the card of «${text}» keeps its width`);
    await page.keyboard.press("Escape");
    await clerk.card.waitFor({ state: "detached" });
  }
  assert.equal(await page.locator("img").count(), 0, "no name became a picture");
  assert.equal(isAsked, false, "no name ran");
});
