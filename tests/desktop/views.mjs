/** Every view of the window, and how a clerk gets there. Each begins wherever the one before has ended. */
import { until } from "./stage/until.mjs";

const PAPER = "ПЗ-512";
const PRINTED = "Коммерческое предложение";

async function section(clerk, name, words) {
  await clerk.page.run("location.hash = arguments[0]", name);
  await clerk.sees(words);
}

async function card(clerk, number) {
  await section(clerk, "#/documents", number);
  await clerk.open(number);
}

async function settings(clerk, tab, words) {
  await section(clerk, `#/settings?tab=${tab}`, words);
}

export const VIEWS = {
  tasks: (clerk) => section(clerk, "#/tasks", "К отправке"),
  documents: (clerk) => section(clerk, "#/documents", PAPER),
  card: async (clerk) => {
    await card(clerk, PAPER);
    await clerk.sees("История");
  },
  "card-form": async (clerk) => {
    await card(clerk, PAPER);
    await clerk.press("Просмотр");
    await clerk.sees("Универсальный передаточный документ");
  },
  "card-missing": async (clerk) => {
    await card(clerk, PRINTED);
    await clerk.sees("Чего не хватает");
  },
  "card-pdf": async (clerk) => {
    await card(clerk, PRINTED);
    await clerk.press("Просмотр");
    await until("the page of the PDF", () => clerk.page.find("section.card canvas"));
  },
  "card-full": async (clerk) => {
    await card(clerk, PAPER);
    await clerk.page.click("section.card button[aria-label^='Во весь экран']");
    await clerk.page.find("section.card.full");
  },
  outbox: (clerk) => section(clerk, "#/outbox", "Принято оператором"),
  counterparties: (clerk) => section(clerk, "#/counterparties", "Кедровая роща"),
  overview: (clerk) => section(clerk, "#/overview", "Обзор"),
  "settings-firms": (clerk) => settings(clerk, "firms", "Полярная звезда"),
  "settings-kinds": (clerk) => settings(clerk, "kinds", "Счёт на оплату"),
  "settings-forms": (clerk) => settings(clerk, "forms", "Встроенная"),
  "form-editor": async (clerk) => {
    await section(clerk, "#/settings?tab=forms&form=payment_invoice", "Счёт на оплату");
    await until("the page of the form", () => clerk.page.find("canvas"));
  },
  "settings-folders": (clerk) => settings(clerk, "folders", "Папка не выбрана"),
  "settings-connections": (clerk) => settings(clerk, "connections", "Контур.Диадок"),
  "settings-schedule": (clerk) => settings(clerk, "schedule", "Обмен с операторами"),
  "settings-notices": (clerk) => settings(clerk, "notices", "О чём сообщать"),
  "settings-security": (clerk) => settings(clerk, "security", "Где лежат ваши ключи"),
  "settings-view": (clerk) => settings(clerk, "view", "Оформление"),
};
