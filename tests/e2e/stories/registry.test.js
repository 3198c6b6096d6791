import assert from "node:assert/strict";
import { readFileSync } from "node:fs";

import { Clerk, papersFor } from "../stage/clerk.js";
import { SMALL } from "../stage/browser.js";
import { BUYERS, example, printedForm, transferDocument } from "../stage/papers.js";
import { eventually, sees } from "../stage/see.js";
import { trainingStory, withBrowser } from "../stage/story.js";

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

trainingStory("search and filters narrow the registry, and a reload keeps the view", async ({ program, page, clerk }) => {
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
});

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

  await clerk.button("Экспорт").click();
  await sees(clerk.dialog, "Excel (XLSX)");
  const table = await kept(page, () => clerk.dialog.getByRole("button", { name: "Сохранить файл…" }).click());
  assert.match(table.name, /\.xlsx$/);
  assert.equal(table.bytes.subarray(0, 2).toString("latin1"), "PK", "a workbook is a ZIP");
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
