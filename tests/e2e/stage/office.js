/** A working day of the training mode: documents in every state that the window has something to say about. */
import { Clerk, papersFor } from "./clerk.js";
import { makeRecord } from "./records.js";
import { sendsTo, TWIN, twinOf } from "./inbound.js";
import { BUYERS, printedForm, QUIET_HARBOUR, SWIFT } from "./papers.js";
import { eventually } from "./see.js";
import assert from "node:assert/strict";

const LONG_NAME = "Комплекс работ по диагностике, обслуживанию и ремонту насосного, компрессорного и вентиляционного оборудования „Север“ ".repeat(4).trim();

/** Sends these documents and lets the operator deliver them. */
async function send(program, operator, ids) {
  const before = (await operator.ledger()).length;
  await program.rpc("documents.send", { ids });
  await eventually(async () => assert.equal((await operator.ledger()).length, before + ids.length));
  await operator.anHourPasses();
}

export async function busyDay(program) {
  const operator = await program.operator();
  await program.rpc("visits.mark");
  const bring = (numbers, buyer) => program.bring(papersFor(numbers, { buyer }));
  const signed = await bring(["ПЗ-401", "ПЗ-402", "ПЗ-403"], BUYERS.granite);
  const refused = await bring(["ПЗ-410"], BUYERS.cedar);
  const waiting = await bring(["ПЗ-420", "ПЗ-421", "ПЗ-422", "ПЗ-423"], BUYERS.cedar);
  await send(program, operator, [...signed, ...refused, ...waiting]);
  const posted = await operator.ledger();
  for (const id of [...signed, ...refused]) {
    const { sendings } = await program.rpc("documents.get", { id });
    const { message_id, from_box, to_box } = posted.find((one) => one.message_id === sendings[0].message_id);
    assert.notEqual(from_box, to_box);
    const press = { box: to_box, message_id };
    if (signed.includes(id)) await operator.order("cabinet/sign", press);
    else await operator.order("cabinet/reject", { ...press, reason: "В строке 2 указано не то количество. Пришлите исправленный документ." });
  }
  await operator.anHourPasses();
  const [draft] = await bring(["ПЗ-450"], BUYERS.cedar);
  const how = { comment: "Согласуйте до пятницы.", departure: "draft", tags: [{ key: "Договор", value: "12-К" }] };
  await program.rpc("documents.send", { ids: [draft], ...how });
  const came = await arrives(program, operator);
  await relationsToDecide(program);

  await operator.order("faults", { method: "PostMessage", kind: "status", status: 400, text: "Дата документа ещё не наступила", count: 1 });
  const [failed] = await bring(["ПЗ-430"], BUYERS.cedar);
  await program.rpc("documents.send", { ids: [failed] });
  await stateOf(program, "failed");
  await operator.order("faults", { method: "PostMessage", kind: "status", status: 429, retry_after: 900, count: 1 });
  const [queued] = await bring(["ПЗ-440"], BUYERS.granite);
  await program.rpc("documents.send", { ids: [queued] });
  await stateOf(program, "queued");

  await bring(Array.from({ length: 24 }, (_, index) => `ПЗ-${500 + index}`), BUYERS.granite);
  const [form] = await program.bring([printedForm("Акт сверки взаимных расчётов за третий квартал.pdf")]);
  const work = (index) => ({ name: index === 1 ? LONG_NAME : `Работа ${index + 1}`, unit: "усл.", quantity: "2", price: "1500.5" });
  const record = await makeRecord(program, "work_order", Array.from({ length: 12 }, (_, index) => work(index)));
  const person = await paperForPerson(program, operator);
  const state = { filter: { query: "ПЗ-4" }, sort: [] };
  await program.rpc("views.save", { name: "Этого квартала", is_pinned: true, state });
  return { operator, person, signed: signed[0], refused: refused[0], waiting: waiting[0], failed, queued, form, record, came, draft };
}

/** A paper that waits for a client's consent at the operator for people. */
async function paperForPerson(program, operator) {
  const { firms } = await program.rpc("firms.list");
  const known = operator.world.fdoc.organizations.find(({ inn }) => inn === firms[0].inn);
  const connection = await program.rpc("connections.save", {
    operator: "fdoc", address: operator.origin, credentials: { api_key: known.api_key },
  });
  const employee = await program.rpc("employees.save", {
    last_name: "Воронцова", first_name: "Анна", middle_name: "Павловна", position: "Мастер", phone: null, email: null,
    firm_ids: [], is_former: false,
  });
  await program.rpc("employees.set_current", { id: employee.id });
  const { login, password } = known.employees[0];
  await program.rpc("accesses.save", { connection_id: connection.id, employee_id: employee.id, credentials: { login, password } });
  const individual = await program.rpc("individuals.save", {
    last_name: "Зимина", first_name: "Ольга", middle_name: "Петровна", phone: "+79161234567",
  });
  const work = { name: "Замена масла", unit: "шт", quantity: "1", price: "1500.00", unit_code: "796" };
  const id = await makeRecord(program, "work_order", [work], { individual_id: individual.id });
  await program.rpc("documents.prepare", { ids: [id], generator: "auto" });
  await program.rpc("documents.send", { ids: [id] });
  await eventually(async () => assert.deepEqual((await program.rpc("persons.of", { id })).sendings[0]?.acts, ["remind", "annul"]));
  return id;
}

/** Somebody to invite, and an invitation that the operator refuses. */
async function relationsToDecide(program) {
  const invited = await program.rpc("counterparties.save", SWIFT);
  await program.rpc("counterparties.save", QUIET_HARBOUR);
  await exchanged(program);
  const [connection] = (await program.rpc("connections.list")).connections;
  const relations = [{ counterparty_id: invited.id, connection_id: connection.id }];
  const operator = await program.operator();
  await operator.order("faults", { method: "AcquireCounteragent", kind: "status", status: 403, text: "Недостаточно прав", count: 1 });
  await program.rpc("relations.act", { kind: "invite", relations, words: "Просим принять приглашение.", file: null });
  await eventually(async () => {
    const { acts } = await program.rpc("relations.acts");
    assert.equal(acts[0]?.act.state, "failed");
  });
}

/** An act of the other side that says the same as a paper of ours; answers its id. */
async function arrives(program, operator) {
  await twinOf(program);
  await sendsTo(operator, BUYERS.cedar, TWIN);
  await program.rpc("sync.run");
  const { rows } = await program.rpc("documents.list", { filter: { direction: "inbound" } });
  return rows[0].id;
}

/** «Обмен» to its end. */
export async function exchanged(program) {
  await program.rpc("exchange.start");
  await eventually(async () => assert.equal((await program.rpc("exchange.get")).is_running, false));
}

async function stateOf(program, state) {
  await eventually(async () => {
    const { operations } = await program.rpc("outbox.list", { states: [state] });
    assert.ok(operations.some((operation) => operation.attempts > 0));
  });
}

/** It looks the same in every size: it is judged in the small one. */
const IN_SMALL = true;

/**
 * What there is to look at: an address, what a person does there, and whether the small size is enough. `day` is what
 * {@link busyDay} left.
 */
export const VIEWS = [
  ["tasks", "#/tasks"],
  ["documents", "#/documents"],
  ["documents-nothing", "#/documents?q=%D1%8F%D1%8F%D1%8F"],
  ["documents-ticked", "#/documents", async (page) => {
    await page.getByRole("grid").focus();
    for (let step = 0; step < 5; step += 1) await page.keyboard.press("Shift+ArrowDown");
    await page.getByRole("toolbar").waitFor();
  }],
  ["documents-explained", "#/documents?q=%D0%9F%D0%97-42", (page) => page.locator("button.status").first().click()],
  ["card-signed", (day) => `#/documents/${day.signed}`],
  ["card-refused", (day) => `#/documents/${day.refused}`],
  ["card-failed", (day) => `#/documents/${day.failed}`],
  ["card-lacking", (day) => `#/documents/${day.form}`],
  ["card-preview", (day) => `#/documents/${day.waiting}`, (page) => page.getByRole("tab", { name: "Просмотр" }).click()],
  ["card-full", (day) => `#/documents/${day.waiting}`, async (page) => {
    await page.getByRole("heading", { name: /№/ }).first().waitFor();
    await page.keyboard.press("F11");
  }],
  ["card-pdf", (day) => `#/documents/${day.form}`, async (page) => {
    await page.getByRole("heading", { name: /Акт сверки/ }).first().waitFor();
    await page.keyboard.press("F11");
    await page.locator("canvas").first().waitFor();
  }],
  ["card-came", (day) => `#/documents/${day.came}`, (page) => page.getByText("Похоже на наш документ").waitFor()],
  ["card-came-preview", (day) => `#/documents/${day.came}`, async (page) => {
    await page.getByRole("tab", { name: "Просмотр" }).click();
    await page.locator("canvas").first().waitFor();
  }],
  ["card-choose-pair", (day) => `#/documents/${day.came}`, async (page) => {
    await page.getByRole("button", { name: "Выбрать другой…" }).click();
    await page.getByRole("combobox", { name: "Наш документ" }).click();
    await page.keyboard.type("ПЗ-40");
    await page.getByRole("option").first().waitFor();
  }],
  ["card-downloads", (day) => `#/documents/${day.signed}`, (page) => page.getByRole("button", { name: "Ещё действия" }).click()],
  ["card-draft", (day) => `#/documents/${day.draft}`, (page) => page.getByText("Согласуйте до пятницы.").first().waitFor()],
  ["send-ways", "#/documents?q=%D0%9F%D0%97-510", async (page) => {
    await page.getByRole("row", { name: /ПЗ-510/ }).getByText("ПЗ-510").first().click();
    await page.getByRole("button", { name: "Отправить в ЭДО: Ещё" }).first().click();
    await page.getByRole("menuitem", { name: "Как отправить…" }).waitFor();
  }],
  ["send-how", "#/documents?q=%D0%9F%D0%97-510", async (page) => {
    await page.getByRole("row", { name: /ПЗ-510/ }).getByText("ПЗ-510").first().click();
    await page.getByRole("button", { name: "Отправить в ЭДО: Ещё" }).first().click();
    await page.getByRole("menuitem", { name: "Как отправить…" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Добавить данные" }).click();
  }],
  ["send-where", "#/documents?q=%D0%9F%D0%97-510", async (page) => {
    await page.getByRole("row", { name: /ПЗ-510/ }).getByText("ПЗ-510").first().click();
    await page.getByRole("button", { name: "Отправить в ЭДО: Ещё" }).first().click();
    await page.getByRole("menuitem", { name: "Куда отправлять…" }).click();
    await page.getByRole("dialog").getByLabel("Ящик контрагента").waitFor();
  }],
  ["send-package", "#/documents?q=%D0%9F%D0%97-51", async (page) => {
    await page.locator(".body .row").first().waitFor();
    await page.getByRole("grid").focus();
    for (let step = 0; step < 2; step += 1) await page.keyboard.press("Shift+ArrowDown");
    await page.getByRole("toolbar").getByRole("button", { name: "Отправить в ЭДО: Ещё" }).click();
    await page.getByRole("menuitem", { name: /^Одним пакетом/ }).click();
    await page.getByRole("dialog").getByRole("radio", { name: /^Подписать сейчас/ }).check();
    await page.getByRole("dialog").getByLabel(/^Сертификат фирмы/).first().waitFor();
  }],
  ["record-card", (day) => `#/documents/${day.record}`],
  ["record-based", (day) => `#/documents/${day.record}`, async (page) => {
    await page.getByRole("button", { name: "Ещё действия" }).click();
    await page.getByRole("menuitem", { name: "Создать на основании" }).click();
    await page.getByRole("dialog").waitFor();
  }, IN_SMALL],
  ["person-annul", (day) => `#/documents/${day.person}`, async (page, clerk) => {
    await clerk.card.getByRole("button", { name: "Аннулировать" }).click();
    await page.getByRole("dialog").waitFor();
  }, IN_SMALL],
  ["record-form", (day) => `#/documents/${day.record}?edit=1`, async (page) => {
    await page.getByText("Работа 12").waitFor();
    await page.getByText("Работа 3", { exact: true }).click();
  }],
  ["create-menu", "#/documents", async (page) => {
    await page.getByRole("grid").waitFor();
    await page.keyboard.press("Insert");
    await page.getByRole("menuitem", { name: "Заказ-наряд" }).waitFor();
  }],
  ["card-assign", (day) => `#/documents/${day.form}`, async (page) => {
    await page.getByRole("button", { name: "Выбрать контрагента" }).first().click();
    await page.getByRole("dialog").waitFor();
  }],
  ["documents-filter", "#/documents?direction=outbound&from=2026-01-01", async (page) => {
    await page.getByRole("button", { name: /^Фильтр/ }).click();
    await page.getByRole("dialog").waitFor();
  }],
  ["documents-columns", "#/documents", async (page) => {
    await page.getByRole("button", { name: "Столбцы" }).click();
    await page.getByRole("dialog").waitFor();
  }],
  ["documents-found", "#/documents?q=%D0%9F%D0%97-42%20%D0%BA%D0%B5%D0%B4%D1%80%20%D1%81%D0%BA%D0%B0%D0%B7%D0%BA%D0%B8", (page) => page.getByText("Товар:").first().waitFor()],
  ["view-save", "#/documents", async (page) => {
    await page.getByRole("button", { name: "Виды реестра" }).click();
    await page.getByRole("menuitem", { name: "Сохранить вид…" }).click();
    await page.getByRole("dialog").waitFor();
  }, IN_SMALL],
  ["views-edit", "#/documents", async (page) => {
    await page.getByRole("button", { name: "Виды реестра" }).click();
    await page.getByRole("menuitem", { name: "Изменить виды…" }).click();
    await page.getByRole("dialog").getByRole("listitem").first().waitFor();
  }, IN_SMALL],
  ["export", "#/documents", async (page, clerk) => {
    await page.locator(".body .row").first().waitFor();
    await clerk.button("Экспорт").click();
    await page.getByRole("dialog").getByText("Excel (XLSX)").waitFor();
  }, IN_SMALL],
  ["palette", "#/documents", async (page) => {
    await page.getByRole("grid").waitFor();
    await page.keyboard.press("Control+k");
    await page.keyboard.type("ljrevtyns");
    await page.getByRole("option", { name: /Документы/ }).first().waitFor();
  }],
  ["keys", "#/tasks", async (page) => {
    await page.keyboard.press("F1");
    await page.getByRole("dialog").waitFor();
  }],
  ["overview", "#/overview"],
  ["outbox", "#/outbox"],
  ["outbox-people", "#/outbox?people=1", (page) => page.getByText("Зимина").first().waitFor(), IN_SMALL],
  ["tasks-since", "#/tasks", async (page) => {
    await page.getByRole("group", { name: "Что изменилось" }).getByRole("button").first().click();
    await page.getByRole("region", { name: "Что изменилось" }).waitFor();
  }, IN_SMALL],
  ["bulk-check", "#/documents?direction=outbound", async (page) => {
    await page.locator(".body .row").first().waitFor();
    await page.getByRole("grid").focus();
    await page.keyboard.press("Control+a");
    await page.keyboard.press("Control+Enter");
    await page.getByRole("dialog").getByRole("button", { name: "Проверить ещё раз" }).waitFor();
    await page.getByRole("dialog").getByRole("grid").getByRole("row").nth(1).waitFor();
  }],
  ["bulk-jobs", "#/outbox?bulk=jobs", (page) => page.getByRole("grid", { name: "Задания" }).getByRole("row").nth(1).waitFor()],
  ["bulk-failures", "#/outbox?bulk=failures", (page) => page.getByRole("radio", { name: "Требуют решения" }).waitFor()],
  ["counterparties", "#/counterparties"],
  ["counterparty", "#/counterparties", async (page) => {
    await page.getByRole("grid").focus();
    await page.keyboard.press("Home");
    await page.keyboard.press("Enter");
    await page.getByRole("region", { name: "Карточка контрагента" }).first().waitFor();
  }],
  ...["Ход обмена", "Приглашения", "Пригласить", "В пути"].map((tab, index) => [
    `exchange-${index}`,
    "#/counterparties",
    async (page, clerk) => {
      await clerk.button("Обмен").click();
      await page.getByRole("dialog").getByRole("tab", { name: new RegExp(`^${tab}( ·|$)`) }).click();
    },
  ]),
  ["exchange-confirm", "#/counterparties", async (page, clerk) => {
    await page.getByRole("grid").getByText(BUYERS.cedar.name).first().click();
    await clerk.button("Прекратить обмен").first().click();
    await page.getByRole("dialog").waitFor();
  }],
  ["people", "#/counterparties?tab=people"],
  ["settings-firms", "#/settings"],
  ["settings-firm", "#/settings", async (page) => {
    await page.getByRole("button", { name: "Изменить" }).first().click();
    await page.getByRole("tab", { name: "Банк" }).click();
  }],
  ["settings-employees", "#/settings?tab=employees"],
  ["settings-certificates", "#/settings?tab=certificates", (page) => page.getByRole("button", { name: "Подробнее" }).first().waitFor()],
  ["settings-certificate", "#/settings?tab=certificates", async (page) => {
    await page.getByRole("button", { name: "Подробнее" }).first().click();
    await page.getByRole("dialog").waitFor();
  }],
  ["settings-key-file", "#/settings?tab=certificates", async (page) => {
    await page.getByRole("button", { name: "Добавить файл ключа" }).click();
    await page.getByRole("dialog").waitFor();
  }],
  ["settings-signers", "#/settings?tab=certificates&part=signers", (page) => page.getByLabel(/^Сертификат фирмы/).first().waitFor()],
  ["settings-powers", "#/settings?tab=certificates&part=powers"],
  ["settings-power", "#/settings?tab=certificates&part=powers", async (page) => {
    await page.getByRole("button", { name: "Добавить доверенность" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Записать" }).click();
  }],
  ["signing", "#/documents?filter=toSend&direction=outbound", async (page, clerk) => {
    await page.locator(".body .row").first().waitFor();
    await page.getByRole("grid").focus();
    for (let step = 0; step < 3; step += 1) await page.keyboard.press("Shift+ArrowDown");
    await clerk.doWithChosen("Подписать и отправить");
    await page.getByRole("dialog").getByLabel(/^Сертификат фирмы/).first().waitFor();
  }],
  ["settings-kinds", "#/settings?tab=kinds"],
  ["settings-kind", "#/settings?tab=kinds", (page) => page.getByRole("button", { name: "Изменить" }).first().click()],
  ["settings-rules", "#/settings?tab=rules", (page) => page.getByRole("switch").first().waitFor(), IN_SMALL],
  ["settings-rule", "#/settings?tab=rules", async (page) => {
    await page.getByRole("switch").first().click();
    await page.getByRole("button", { name: "Добавить условие" }).click();
  }, IN_SMALL],
  ["settings-forms", "#/settings?tab=forms"],
  ["settings-form", "#/settings?tab=forms&form=work_order", (page) => page.locator("canvas").first().waitFor()],
  ["settings-check", "#/settings?tab=check"],
  ["settings-folders", "#/settings?tab=folders"],
  ["intake", "#/documents", async (page, clerk) => {
    await clerk.choose([printedForm("Смета.pdf"), { name: "пустой.xml", bytes: Buffer.alloc(0), type: "text/xml" }]);
    await clerk.intake.getByRole("button", { name: /^Добавить/ }).waitFor();
  }],
  ["settings-connections", "#/settings?tab=connections"],
  ["settings-schedule", "#/settings?tab=schedule"],
  ["settings-notices", "#/settings?tab=notices", (page) => page.getByLabel("Молчать на рабочем столе").check()],
  ["settings-security", "#/settings?tab=security"],
  ["settings-trust", "#/settings?tab=trust"],
  ["settings-diagnostics", "#/settings?tab=diagnostics", (page) => page.getByText("Хранилище ключей", { exact: true }).waitFor()],
  ["settings-view", "#/settings?tab=view"],
  ["check-signature", "#/documents", async (page) => {
    await page.getByRole("button", { name: "Загрузить" }).click();
    await page.getByRole("menuitem", { name: /Проверить подпись/ }).click();
    await page.getByRole("dialog").waitFor();
  }],
  ["check-archive", "#/documents", async (page) => {
    await page.getByRole("button", { name: "Загрузить" }).click();
    await page.getByRole("menuitem", { name: /Проверить архив/ }).click();
    await page.getByRole("dialog").waitFor();
  }],
  ["connect", "#/settings?tab=connections&add=1", async (page) => {
    await page.getByRole("dialog").waitFor();
    await page.getByRole("button", { name: "Тест подключения" }).click();
  }],
  ["notices", "#/tasks", (page) => page.getByRole("button", { name: /^Уведомления/ }).click()],
  ["light", "#/tasks", (page) => page.getByRole("button", { name: /^Связь с операторами/ }).click()],
];

export const EMPTY_VIEWS = [
  ["first-start", "#/start"],
  ["tasks-empty", "#/tasks"],
  ["documents-empty", "#/documents"],
  ["outbox-empty", "#/outbox"],
  ["counterparties-empty", "#/counterparties"],
  ["settings-empty", "#/settings?tab=connections"],
  ["documents-broken", "#/documents", async (page, clerk) => {
    await page.route("**/rpc/documents.list", (route) => route.abort());
    await clerk.search.fill("смета");
    await page.getByRole("alert").waitFor();
    await page.unroute("**/rpc/documents.list");
  }],
];

/** Shows a view from the beginning, so that nothing of the last one is left open. */
export async function show(page, [, address, act], day) {
  await page.goto("about:blank");
  const origin = day.address.split("#")[0];
  await page.goto(origin + (typeof address === "function" ? address(day) : address));
  await page.locator("main").waitFor();
  await page.locator("[aria-busy=true]").waitFor({ state: "detached" });
  await act?.(page, new Clerk(page));
  await page.evaluate(() => document.fonts.ready);
  await page.waitForFunction(() => document.getAnimations().every((one) => one.playState !== "running"));
}
