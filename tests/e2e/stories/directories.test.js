/** Kinds, print forms, counterparties and people: kept in the program, used in the registry. */
import assert from "node:assert/strict";

import { BUYERS } from "../stage/papers.js";
import { papersFor } from "../stage/clerk.js";
import { eventually, sees } from "../stage/see.js";
import { trainingStory, withBrowser } from "../stage/story.js";

withBrowser();

trainingStory("a kind of one's own is made, numbered, and its documents stand in the list", async ({ program, page, clerk }) => {
  await clerk.goTo("#/settings?tab=kinds");
  await clerk.button("Новый вид").click();
  await page.getByLabel("Название", { exact: true }).fill("Ведомость осмотра");
  await page.getByLabel("Перед номером").fill("ВО-");
  await sees(page.locator("main"), "ВО-00042, ВО-00043");
  await clerk.button("Добавить поле").click();
  await page.getByLabel("Название поля").fill("Госномер");
  await sees(page.locator("main"), "В шаблоне: gosnomer");
  await clerk.button("Записать").click();
  await sees(page.locator("main"), "Номер ВО-00042");
  await sees(page.locator("main"), /Ведомость осмотра/);

  const { kinds } = await program.rpc("kinds.list");
  const made = kinds.find((kind) => kind.name === "Ведомость осмотра");
  assert.deepEqual(made.fields, [{ name: "gosnomer", label: "Госномер", input: "line" }]);
  assert.ok(made.problems.length > 0, "a kind without a print form says so at once");
  const { firms } = await program.rpc("firms.list");
  await program.rpc("documents.create", { kind_id: made.id, firm_id: firms[0].id });
  await clerk.go("Документы");
  await sees(clerk.row("ВО-00001"), "Ведомость осмотра");

  await clerk.goTo("#/settings?tab=kinds");
  await clerk.button("Действия с видом «Ведомость осмотра»").click();
  await page.getByRole("menuitem", { name: "Удалить" }).click();
  const question = page.getByRole("dialog", { name: "Вид «Ведомость осмотра» нельзя удалить" });
  await sees(question, "1 документ");
  await question.getByRole("button", { name: "Скрыть" }).click();
  await sees(page.getByRole("listitem").filter({ hasText: "Ведомость осмотра" }), "скрыт");
});

trainingStory("two cards of one counterparty become one, with the documents of both", async ({ program, page, clerk }) => {
  await program.bring(papersFor(["ПЗ-711"], { buyer: BUYERS.cedar }));
  const { counterparties } = await program.rpc("counterparties.list", { query: BUYERS.cedar.inn });
  const cedar = counterparties.find((one) => one.kpp === BUYERS.cedar.kpp);
  const { id: branch } = await program.rpc("counterparties.save", {
    name: "Кедровая роща (старая карточка)",
    inn: BUYERS.cedar.inn,
    kpp: "964443001",
  });
  await clerk.goTo(`#/counterparties/${cedar.id}`);
  const card = page.getByRole("region", { name: "Карточка контрагента" }).first();
  await sees(card, "Кедровая роща (старая карточка)");
  const before = (await program.rpc("counterparties.get", { id: cedar.id })).documents;
  await card.getByRole("button", { name: /^Объединить с «/ }).click();
  const question = page.getByRole("dialog", { name: "Объединить карточки" });
  await sees(question.locator(".keep"), BUYERS.cedar.name);
  await question.getByRole("button", { name: "Поменять местами" }).click();
  await sees(question.locator(".drop"), /документ.*перейдут/s);
  await question.getByRole("button", { name: "Объединить", exact: true }).click();
  await question.waitFor({ state: "detached" });
  await eventually(async () =>
    assert.equal((await program.rpc("counterparties.get", { id: branch })).documents, before),
  );
  await card.getByRole("button", { name: /^Показать/ }).click();
  await sees(clerk.row("ПЗ-711"), "Кедровая роща (старая карточка)");
  await sees(page.locator("main"), "Контрагент: Кедровая роща (старая карточка)");
});

trainingStory("a person's old phone and name stay in the history", async ({ page, clerk }) => {
  await clerk.goTo("#/counterparties?tab=people");
  await clerk.button("Новое физлицо").first().click();
  await page.getByLabel("Фамилия").fill("Лебедева");
  await page.getByLabel("Имя").fill("Ольга");
  await page.getByLabel("Телефон").fill("8 912 345-67-89");
  await page.keyboard.press("Control+Enter");
  const card = page.getByRole("region", { name: "Карточка физлица" }).first();
  await sees(card, "+7 912 345-67-89");
  await card.getByRole("button", { name: "Изменить" }).click();
  const dialog = page.getByRole("dialog", { name: "Физлицо" });
  await dialog.getByLabel("Фамилия").fill("Орлова");
  await dialog.getByLabel("Телефон").fill("+7 912 000-11-22");
  await sees(dialog, "Соглашение о простой подписи дано для этого имени и телефона");
  await page.keyboard.press("Control+Enter");
  await sees(card, "+7 912 345-67-89 → +7 912 000-11-22");
  await sees(card, /Лебедева.* → .*Орлова/s);
  await clerk.go("Документы");
  await clerk.go("Контрагенты");
  await page.getByText("Физлица", { exact: true }).click();
  await page.getByRole("searchbox", { name: "Поиск физлиц" }).fill("орлова");
  await sees(clerk.row("Орлова Ольга"), "+7 912 000-11-22");
});

trainingStory("an error of a template is told at its line, and mended the paper is shown again", async ({ program, page, clerk }) => {
  const { name } = await program.rpc("forms.copy", { name: "work_order", title: "Заказ-наряд для цеха" });
  await clerk.goTo(`#/settings?tab=forms&form=${name}`);
  const source = page.getByRole("textbox", { name: "Шаблон" });
  await page.locator("canvas").first().waitFor();
  await sees(page.locator("main"), "Шаблон без ошибок.");
  const whole = await source.inputValue();
  const broken = `${whole}\n#нетТакого(\n`;
  const line = whole.split("\n").length + 1;
  await source.fill(broken);
  const problem = page.getByRole("button", { name: new RegExp(`Строка ${line}, знак`) }).first();
  await problem.click();
  assert.equal(await source.evaluate((area) => area.value.slice(0, area.selectionStart).split("\n").length), line);
  await sees(page.locator("main"), "Показан последний вид без ошибок.");

  await clerk.button("К списку форм").click();
  await sees(page.getByRole("listitem").filter({ hasText: "Заказ-наряд для цеха" }), "Своя");
  await clerk.goTo(`#/settings?tab=forms&form=${name}`);
  await sees(page.locator("main"), "Черновик восстановлен");
  await source.fill(`${whole}\n= Осмотр в цехе\n`);
  await sees(page.locator("main"), "Шаблон без ошибок.");
  await clerk.button("Записать").click();
  await eventually(async () =>
    assert.match((await program.rpc("forms.get", { name })).source, /= Осмотр в цехе/),
  );
});
