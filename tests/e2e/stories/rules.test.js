/** «Значимые события»: built without code, tried on what there was, switched on; what is saved goes by itself. */
import assert from "node:assert/strict";

import { eventually, sees } from "../stage/see.js";
import { trainingStory, withBrowser } from "../stage/story.js";

withBrowser();

trainingStory("an event is built, tried on past documents, switched on, and sends what is saved", async ({ program, page, clerk }) => {
  const { kinds } = await program.rpc("kinds.list");
  const orders = kinds.find((kind) => kind.code === "work_order");
  const { firms } = await program.rpc("firms.list");
  const { counterparties } = await program.rpc("counterparties.list", { query: "9644112800" });
  const write = async (price) => {
    const wish = { kind_id: orders.id, firm_id: firms[0].id, counterparty_id: counterparties[0].id };
    const { id } = await program.rpc("documents.create", wish);
    const { record, revision } = await program.rpc("documents.edit", { id });
    record.lines = [
      {
        name: "Замена каната", unit: "шт", quantity: "1", price, vat_rate: "22", vat_amount: null, net: null,
        total: null, item_code: "", product_kind_code: "", unit_code: "796", excise: null, country_code: "",
        country: "", customs_declaration: "", is_service: true, performer: "",
      },
    ];
    await program.rpc("documents.save", { id, revision, record });
    return id;
  };
  const past = await write("5000");

  await clerk.goTo("#/settings?tab=rules");
  await sees(page.locator("main"), "Отправить «Заказ-наряд» в ЭДО");
  await page.getByRole("switch", { name: "Включить: Отправить «Заказ-наряд» в ЭДО" }).click();
  await sees(page.locator("main"), "Условий нет: подходят все документы этого вида.");
  await clerk.button("Добавить условие").click();
  const condition = page.getByRole("group", { name: "Условие 1" });
  await condition.getByRole("combobox", { name: /^Сравнение/ }).click();
  await page.getByRole("option", { name: "больше или равно" }).click();
  await condition.getByLabel("Значение").fill("1 000,00");
  await page.getByLabel("Ждать после записи").click();
  await page.getByRole("option", { name: "не ждать" }).click();
  await clerk.button("Проверить на прошлых документах").click();
  await sees(page.locator("main"), /Это правило отправило бы/);
  await sees(page.locator("main"), /Ничего не отправлено/);
  await clerk.button("Включить").click();
  await sees(page.locator("main"), "Включено");

  const { rules } = await program.rpc("rules.list");
  const rule = rules.find((one) => one.kind_name === "Заказ-наряд");
  assert.deepEqual(rule.body.conditions.conditions, [{ field: "total", comparison: "at_least", value: "1000.00" }]);
  assert.equal(rule.is_active, true);
  const dear = await write("7000");
  const cheap = await write("100");
  await eventually(async () => {
    const { tasks } = await program.rpc("rules.tasks", { states: ["done"] });
    assert.deepEqual(tasks.map((task) => task.document_id), [dear]);
  });
  const queue = page.getByRole("region", { name: "Очередь" });
  await queue.getByText("Всё").click();
  await sees(queue, /Заказ-наряд № ЗН-/);
  for (const untouched of [past, cheap]) {
    const { sendings } = await program.rpc("documents.get", { id: untouched });
    assert.deepEqual(sendings, []);
  }
});
