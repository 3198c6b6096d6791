/** Signatures looked at: on the card, as files, in an archive; and whom the program trusts. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";

import { printedForm } from "../stage/papers.js";
import { pictures } from "../stage/pictures.js";
import { eventually, sees } from "../stage/see.js";
import { bringFor, rootOf, signAndSend, theirSignature } from "../stage/signing.js";
import { trainingStory, withBrowser } from "../stage/story.js";

withBrowser();

const LONG_MS = 240_000;
/** ООО «Полярная звезда», one of ours, and ИП that another office works for. */
const OURS = { firmInn: "9612045075", otherInn: "9644112800" };
const THEIRS = { firmInn: "963417058273", otherInn: "9644112800" };

const part = (clerk) => clerk.card.getByRole("region", { name: "Подписи" });
const one = (clerk, party) => part(clerk).getByRole("listitem").filter({ has: clerk.page.getByText(party, { exact: true }) });
const file = (name, bytes) => ({ name, mimeType: "application/octet-stream", buffer: bytes });
const zone = (page, name) => page.getByRole("group", { name }).locator("input");

/** What a press saves, as bytes. */
async function saved(page, press) {
  const download = page.waitForEvent("download");
  await press();
  const answer = await download;
  return { name: answer.suggestedFilename(), bytes: readFileSync(await answer.path()) };
}

/** The same bytes with the middle one turned. */
function turned(bytes) {
  const copy = Buffer.from(bytes);
  copy[Math.floor(copy.length / 2)] ^= 1;
  return copy;
}

async function check(page, document, signature) {
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog").getByRole("combobox").waitFor();
  await page.keyboard.type("проверить подпись");
  await page.getByRole("option", { name: /Проверить подпись/ }).first().waitFor();
  await page.keyboard.press("Enter");
  await zone(page, "Документ").setInputFiles(document);
  await zone(page, "Подпись").setInputFiles(signature);
}

trainingStory("a document signed by both sides shows both signatures, and trust comes with the roots that a person adds", async ({ program, page, clerk }) => {
  const paper = printedForm("Договор поставки ПЗ-941.pdf");
  const id = await bringFor(program, paper, OURS);
  await signAndSend(program, id);
  const theirs = await theirSignature(paper, THEIRS);

  await clerk.goTo(`#/documents/${id}`);
  await sees(one(clerk, "наша"), "ООО «Полярная звезда»");
  await sees(one(clerk, "наша"), /Документ не изменён[^]*Доверие не подтверждено[^]*Отзыв не проверен/);
  await part(clerk).locator("input[type=file]").setInputFiles(file("Договор.sig", theirs.signature));
  await sees(one(clerk, "контрагента"), "ИНН 963417058273");
  await sees(one(clerk, "контрагента"), /Документ не изменён[^]*Доверие не подтверждено[^]*Отзыв не проверен/);
  assert.equal(await part(clerk).locator("> ul > li").count(), 2);

  await clerk.goTo("#/settings?tab=trust");
  await sees(page.locator("main"), "Доверенных сертификатов нет");
  for (const [name, root] of [["Наш корень.cer", rootOf(program)], ["Их корень.cer", theirs.root]]) {
    await clerk.button("Добавить сертификат").click();
    await zone(page, "Файл сертификата").setInputFiles(file(name, root));
    // The fingerprint is there to be compared before anything is trusted.
    const print = createHash("sha256").update(root).digest("hex").toUpperCase();
    await sees(clerk.dialog, print.match(/.{4}/g).join(" "));
    await clerk.button("Доверять этому сертификату").click();
    await sees(clerk.dialog, "Напишите, откуда сертификат");
    await clerk.dialog.getByLabel(/^Откуда он/).fill("Учебный мир, отпечаток сверен с файлом");
    await clerk.dialog.getByLabel(/^Отпечаток из другого источника/).fill(print.toLowerCase());
    await clerk.button("Доверять этому сертификату").click();
    await clerk.dialog.waitFor({ state: "detached" });
  }
  await sees(page.locator("main"), "Учебный удостоверяющий центр");

  await clerk.goTo(`#/documents/${id}`);
  for (const party of ["наша", "контрагента"])
    await sees(one(clerk, party), /Документ не изменён[^]*Сертификату есть доверие[^]*Отзыв не проверен/);

  await part(clerk).getByRole("button", { name: "Копия со штампами" }).click();
  await clerk.dialog.locator("canvas").first().waitFor();
  const copy = await saved(page, () => clerk.dialog.getByRole("button", { name: "Сохранить PDF" }).click());
  assert.equal(copy.bytes.subarray(0, 5).toString(), "%PDF-");
  await page.keyboard.press("Escape");
  await clerk.dialog.waitFor({ state: "detached" });

  // Who is trusted no more takes the trust along, and nothing else.
  await clerk.goTo("#/settings?tab=trust");
  await page.getByRole("button", { name: /^Удалить:/ }).last().click();
  await clerk.button("Больше не доверять").click();
  await eventually(async () => assert.equal(await page.getByRole("button", { name: /^Удалить:/ }).count(), 1));
}, LONG_MS);

trainingStory("what came is shown with the signature of the other side: three facts and a stamp", async ({ program, page, clerk }) => {
  const operator = await program.operator();
  const box = (inn) =>
    [...operator.world.organizations, ...operator.world.counterparties].find((one) => one.inn === inn).box_id_guid;
  await operator.order("inbound/sample", { from_box: box("9644112800"), to_box: box("9612045075"), sample: "act" });
  await program.rpc("sync.run", {});
  const id = await eventually(async () => {
    const { rows } = await program.rpc("documents.list", { filter: { query: "К-1" } });
    assert.equal(rows[0]?.has_file, true);
    return rows[0].id;
  });
  await clerk.goTo(`#/documents/${id}`);
  const theirs = one(clerk, "контрагента");
  await sees(theirs, "ООО «Кедровая роща»");
  await sees(theirs, /Документ не изменён[^]*Доверие не подтверждено[^]*Отзыв не проверен/);
  await theirs.scrollIntoViewIfNeeded();
  await pictures(page, "theirs");
  await part(clerk).getByRole("button", { name: "Копия со штампами" }).click();
  await clerk.dialog.locator("canvas").first().waitFor();
  await pictures(page, "stamp");
  await page.keyboard.press("Escape");
  await clerk.dialog.waitFor({ state: "detached" });
  const signature = await saved(page, () => theirs.getByRole("button", { name: "Сохранить подпись как файл" }).click());
  const { files } = await program.rpc("documents.get", { id });
  await check(page, file("Акт.pdf", await program.content(files[0].blob)), file(signature.name, signature.bytes));
  await sees(clerk.dialog, /Документ не изменён[^]*Доверие не подтверждено[^]*Отзыв не проверен/);
  await pictures(page, "check");
}, LONG_MS);

trainingStory("a file is checked with its signature: whole, changed, swapped and broken", async ({ program, seat, page, clerk }) => {
  const paper = printedForm("Акт ПЗ-942.pdf");
  const id = await bringFor(program, paper, OURS);
  await signAndSend(program, id);
  await clerk.goTo(`#/documents/${id}`);
  const signature = await saved(page, () => one(clerk, "наша").getByRole("button", { name: "Сохранить подпись как файл" }).click());
  assert.equal(signature.name, "Акт ПЗ-942.pdf.sig");
  assert.equal(signature.bytes[0], 0x30, "a signature is kept as DER");

  await check(page, file(paper.name, paper.bytes), file(signature.name, signature.bytes));
  await sees(clerk.dialog, /Документ не изменён[^]*Доверие не подтверждено[^]*Отзыв не проверен/);
  await zone(page, "Документ").setInputFiles(file(paper.name, turned(paper.bytes)));
  await sees(clerk.dialog, "Документ не тот, что был подписан");
  await clerk.dialog.getByRole("button", { name: `Убрать файл «${paper.name}»` }).click();
  await sees(clerk.dialog, "Документ не проверен");

  seat.foresee("signatures.check");
  await zone(page, "Документ").setInputFiles(file(signature.name, signature.bytes));
  await zone(page, "Подпись").setInputFiles(file(paper.name, paper.bytes));
  await sees(clerk.dialog, "файлы перепутаны местами");
  await clerk.dialog.getByRole("button", { name: "Поменять местами" }).click();
  await sees(clerk.dialog, "Документ не изменён");
  await zone(page, "Подпись").setInputFiles(file("битая.sig", signature.bytes.subarray(0, 100)));
  await sees(clerk.dialog, "не читается как электронная подпись");
  await page.keyboard.press("Escape");
  await clerk.dialog.waitFor({ state: "detached" });

  // A document dropped together with its signature is checked, not taken in.
  await clerk.drop([paper, { name: signature.name, bytes: signature.bytes, type: "" }]);
  await sees(clerk.dialog, "Документ не изменён");
  assert.equal((await program.rpc("documents.list", { filter: { query: "ПЗ-942" } })).rows.length, 1);
}, LONG_MS);

trainingStory("documents are saved as an archive, and the archive is checked", async ({ program, seat, page, clerk }) => {
  const paper = printedForm("Накладная ПЗ-943.pdf");
  const id = await bringFor(program, paper, OURS);
  await signAndSend(program, id);
  await clerk.go("Документы");
  await clerk.search.fill("ПЗ-943");
  await sees(clerk.row("ПЗ-943"), "Накладная");
  await clerk.row("ПЗ-318").waitFor({ state: "detached" });
  await clerk.registry.focus();
  await page.keyboard.press("Control+a");
  await clerk.bulkBar.getByRole("button", { name: "Экспорт: Ещё" }).click();
  const archive = await saved(page, () => page.getByRole("menuitem", { name: /архива? документов/i }).click());
  assert.match(archive.name, /\.zip$/);
  await sees(page.locator("main"), "В архив вошёл 1 документ");

  await page.getByRole("button", { name: "Загрузить" }).click();
  await page.getByRole("menuitem", { name: /Проверить архив/ }).click();
  await zone(page, "Архив").setInputFiles(file(archive.name, archive.bytes));
  await sees(clerk.dialog, "Файлы совпадают с описью");
  await sees(clerk.dialog, createHash("sha256").update(archive.bytes).digest("hex"));
  await clerk.dialog.locator("summary").first().click();
  await sees(clerk.dialog, /подлинник[^]*подпись[^]*Документ не изменён/);

  seat.foresee("archive.check");
  await zone(page, "Архив").setInputFiles(file(archive.name, turned(archive.bytes)));
  await sees(clerk.dialog, /Архиву доверять нельзя|Архив не проверен/);
}, LONG_MS);

trainingStory("the workplace is diagnosed, and a finding leads to where it is mended", async ({ page, clerk }) => {
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog").getByRole("combobox").waitFor();
  await page.keyboard.type("диагностика");
  await page.getByRole("option", { name: /Диагностика/ }).first().waitFor();
  await page.keyboard.press("Enter");
  await sees(page.locator("main"), "Хранилище ключей");
  await sees(page.locator("main"), /Доверенные удостоверяющие центры\s*Обратите внимание/);
  const asked = page.waitForResponse((answer) => answer.url().endsWith("/rpc/workplace.diagnose"));
  await clerk.button("Проверить ещё раз").click();
  await asked;
  await clerk.button("Открыть доверенные центры").click();
  await sees(page.locator("main"), "Доверенных сертификатов нет");
});
