/** Pictures of signatures that are checked, of trust, archives and the workplace. */
const papers = (names) =>
  names.map((name) => ({ name, mimeType: "application/octet-stream", buffer: Buffer.from(name) }));

/** Chooses files in the place with this name. */
const put = (page, zone, ...names) =>
  page.getByRole("group", { name: zone }).locator("input").setInputFiles(papers(names));

async function menu(page, item) {
  await page.getByRole("button", { name: "Загрузить" }).click();
  await page.getByRole("menuitem", { name: item }).click();
}

const check = (name, act) => ({
  name: `check-${name}`,
  scenario: "work",
  route: "#/documents",
  act: async (page) => {
    await menu(page, "Проверить подпись");
    await act?.(page);
    await page.waitForTimeout(300);
  },
});

const archive = (name, file, act) => ({
  name: `archive-${name}`,
  scenario: "work",
  route: "#/documents",
  act: async (page) => {
    await menu(page, "Проверить архив");
    if (file) await put(page, "Архив", file);
    await page.waitForTimeout(300);
    await act?.(page);
  },
});

const part = (page) => page.getByRole("region", { name: "Подписи" });

export const checkingShots = [
  {
    name: "card-signatures",
    scenario: "work",
    route: "#/documents/18",
    act: (page) => part(page).evaluate((one) => one.scrollIntoView({ block: "start" })),
  },
  {
    name: "card-signatures-open",
    scenario: "work",
    route: "#/documents/18",
    act: async (page) => {
      await page.getByText("Сертификат и пояснения").last().click();
      await page
        .getByText("Сертификат и пояснения")
        .last()
        .evaluate((one) => one.scrollIntoView());
    },
  },
  {
    name: "card-signatures-full",
    scenario: "work",
    route: "#/documents/18",
    act: async (page) => {
      await page.keyboard.press("F11");
      await part(page).evaluate((one) => one.scrollIntoView({ block: "start" }));
    },
  },
  {
    name: "card-signatures-bad",
    scenario: "work",
    route: "#/documents/3",
    act: (page) => part(page).evaluate((one) => one.scrollIntoView({ block: "start" })),
  },
  {
    name: "card-signatures-none",
    scenario: "work",
    route: "#/documents/29",
    act: async (page) => {
      await part(page)
        .locator("input")
        .setInputFiles(papers(["чужая.sig"]));
      await page.getByText("Подпись не приложена", { exact: true }).waitFor();
      await part(page).evaluate((one) => one.scrollIntoView({ block: "start" }));
    },
  },
  {
    name: "card-stamped",
    scenario: "work",
    route: "#/documents/18",
    act: async (page) => {
      await page.getByRole("button", { name: "Копия со штампами" }).click();
      await page.waitForSelector("canvas");
      await page.waitForTimeout(600);
    },
  },
  check("empty"),
  check("good", async (page) => {
    await put(page, "Документ", "Договор поставки 14.pdf");
    await put(page, "Подпись", "Договор поставки 14.pdf.sig");
  }),
  check("changed", async (page) => {
    await put(page, "Документ", "Договор изменён.pdf");
    await put(page, "Подпись", "Договор поставки 14.pdf.sig");
  }),
  check("alone", (page) => put(page, "Подпись", "Договор поставки 14.pdf.sig")),
  check("two", (page) => put(page, "Подпись", "Договор.p7s", "Битый битый.sig")),
  check("swapped", async (page) => {
    await put(page, "Документ", "Договор поставки.pdf.sig");
    await put(
      page,
      "Подпись",
      "Договор поставки с приложениями и спецификациями № 14-2026 окончательный.pdf",
    );
  }),
  { name: "trust", scenario: "work", route: "#/settings?tab=trust" },
  {
    name: "trust-open",
    scenario: "work",
    route: "#/settings?tab=trust",
    act: (page) => page.getByText("Отпечаток и номер").first().click(),
  },
  { name: "trust-empty", scenario: "empty", route: "#/settings?tab=trust" },
  {
    name: "trust-add",
    scenario: "work",
    route: "#/settings?tab=trust",
    act: async (page) => {
      await page.getByRole("button", { name: "Добавить сертификат" }).click();
      await put(page, "Файл сертификата", "root.cer");
      await page.getByLabel("Откуда он").fill("Портал, отпечаток сверен по телефону");
      await page.getByLabel("Отпечаток из другого источника").fill("00 11 22 33");
      await page.getByRole("button", { name: "Доверять этому сертификату" }).click();
    },
  },
  {
    name: "trust-unreadable",
    scenario: "work",
    route: "#/settings?tab=trust",
    act: async (page) => {
      await page.getByRole("button", { name: "Добавить сертификат" }).click();
      await put(page, "Файл сертификата", "письмо.docx");
    },
  },
  {
    name: "trust-remove",
    scenario: "work",
    route: "#/settings?tab=trust",
    act: (page) => page.getByRole("button", { name: /^Удалить: Головной/ }).click(),
  },
  {
    name: "trust-crl",
    scenario: "work",
    route: "#/settings?tab=trust",
    act: (page) => page.locator("input[accept='.crl']").setInputFiles(papers(["список.txt"])),
  },
  archive("empty"),
  archive("good", "полный архив.zip"),
  archive("gaps", "Документы за октябрь.zip", (page) => page.locator("summary").nth(2).click()),
  archive("changed", "изменён.zip"),
  archive("many", "большой архив.zip"),
  archive("other", "фото.jpg"),
  {
    name: "archive-menu",
    scenario: "work",
    route: "#/documents",
    act: async (page) => {
      await page.locator("[role='grid']").first().focus();
      for (let step = 0; step < 5; step += 1) await page.keyboard.press("Shift+ArrowDown");
      await page.getByRole("button", { name: "Экспорт: Ещё" }).click();
    },
  },
  {
    name: "check-menu",
    scenario: "work",
    route: "#/documents",
    act: (page) => page.getByRole("button", { name: "Загрузить" }).click(),
  },
  { name: "diagnostics", scenario: "work", route: "#/settings?tab=diagnostics" },
  { name: "diagnostics-bare", scenario: "empty", route: "#/settings?tab=diagnostics" },
];
