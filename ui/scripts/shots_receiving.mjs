/** Documents that came: what they are to ours, what is fetched of them, how far back a box is read. */

const CAME = 11;
const CAME_ALIKE_TWO = 35;
const ASKED_TO_REVOKE = 6;

export const receivingShots = [
  {
    name: "firm-receipts",
    scenario: "work",
    route: "#/settings?tab=firms&firm=1",
    act: async (page) => {
      const rule = page.getByRole("switch", { name: /извещения о получении без меня/ });
      await rule.click();
      await page.getByText(/Включено/).scrollIntoViewIfNeeded();
    },
  },
  {
    name: "receipt-unsigned",
    scenario: "many",
    route: "#/tasks",
    act: async (page) => {
      await page.getByRole("button", { name: "Подтвердить", exact: true }).first().click();
      await page.getByText(/Подпись не нужна/).waitFor();
    },
  },
  {
    name: "status-meaning",
    scenario: "work",
    route: "#/documents?status=receipt_required",
    act: async (page) => {
      await page
        .getByRole("button", { name: /Требуется извещение\. Что это значит/ })
        .first()
        .click();
      await page.getByText("Основание").waitFor();
    },
  },
  {
    name: "pair-proposed",
    scenario: "work",
    route: `#/documents/${CAME}`,
    act: (page) => page.getByText("Похоже на наш документ").waitFor(),
  },
  {
    name: "pair-two",
    scenario: "work",
    route: `#/documents/${CAME_ALIKE_TWO}`,
    act: (page) => page.getByRole("button", { name: "Выбрать другой…" }).click(),
  },
  {
    name: "pair-accepted",
    scenario: "work",
    route: `#/documents/${CAME}`,
    act: (page) => page.getByRole("button", { name: /^Это он/ }).click(),
  },
  {
    name: "card-download",
    scenario: "work",
    route: `#/documents/${CAME}`,
    act: (page) => page.getByRole("button", { name: "Ещё действия" }).first().click(),
  },
  {
    name: "revocation-asked",
    scenario: "work",
    route: `#/documents/${ASKED_TO_REVOKE}`,
    act: (page) => page.getByRole("button", { name: "Согласиться на аннулирование" }).waitFor(),
  },
  {
    name: "revocation-refused",
    scenario: "work",
    route: `#/documents/${ASKED_TO_REVOKE}`,
    act: async (page) => {
      await page.getByRole("button", { name: "Отказать в аннулировании" }).first().click();
      await page.getByLabel("Почему документ остаётся в силе").fill("Товар принят и оплачен");
    },
  },
  {
    name: "message-words",
    scenario: "work",
    route: "#/documents?status=completed",
    act: async (page) => {
      await page.getByRole("grid", { name: "Реестр документов" }).focus();
      await page.keyboard.press("Space");
      await page.getByRole("toolbar").getByRole("button", { name: "Ответить" }).click();
      await page.getByRole("menuitem", { name: "Сообщение контрагенту" }).click();
      await page
        .getByLabel("Сообщение", { exact: true })
        .fill("Оригинал накладной пришлём почтой в пятницу.");
    },
  },
  {
    name: "connect-history",
    scenario: "work",
    route: "#/settings?tab=connections&add=1",
    act: async (page) => {
      await page.getByLabel("Ключ ЭДО", { exact: true }).fill("API-11111111-2222");
      await page.getByLabel("Логин", { exact: true }).fill("maria@dvor.example");
      await page.getByLabel("Пароль", { exact: true }).fill("right");
      await page.getByRole("button", { name: "Тест подключения" }).click();
      await page.getByLabel("Ящик", { exact: true }).click();
      await page.getByRole("option").first().click();
    },
  },
];
