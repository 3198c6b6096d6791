/** The registry: conditions, columns, saved views, selections. */
import { table } from "./shots_press.mjs";

async function saveView(page, name) {
  await page.getByRole("button", { name: "Виды реестра" }).click();
  await page.getByRole("menuitem", { name: "Сохранить вид…" }).click();
  await page.getByLabel("Название", { exact: true }).fill(name);
  await page.getByRole("button", { name: "Записать" }).click();
  await page.waitForTimeout(200);
}

export const registryShots = [
  {
    name: "registry-filter",
    scenario: "work",
    route: "#/documents?direction=outbound&period=month&waiting=3&sort=-total",
    act: (page) => page.getByRole("button", { name: /^Фильтр/ }).click(),
  },
  {
    name: "registry-found",
    scenario: "work",
    route: "#/documents?q=%D0%BF%D0%BE%D1%80%D1%82&sumFrom=1000",
  },
  {
    name: "registry-columns",
    scenario: "work",
    route: "#/documents",
    stored: {
      "surguch.view": JSON.stringify({
        layouts: { documents: { order: ["number", "counterparty", "date"], hidden: [], frozen: 2 } },
      }),
    },
    act: async (page) => {
      await page.getByRole("button", { name: "Столбцы" }).click();
      await page.getByLabel("Показывать столбец «ИНН»").click();
      await page.getByLabel("Показывать столбец «Статус с»").click();
      await page.getByRole("button", { name: "Раньше: «ИНН»" }).click();
      await table(page).evaluate((grid) => (grid.scrollLeft = 300));
    },
  },
  {
    name: "registry-frozen",
    scenario: "work",
    route: "#/documents",
    stored: {
      "surguch.view": JSON.stringify({
        layouts: {
          documents: {
            order: [
              "number",
              "counterparty",
              "date",
              "inn",
              "direction",
              "assignee",
              "since",
              "operator_text",
            ],
            hidden: [],
            frozen: 2,
            density: "compact",
          },
        },
      }),
    },
    act: async (page) => {
      await table(page).evaluate((grid) => (grid.scrollLeft = 400));
      await page.getByRole("gridcell").nth(30).hover();
    },
  },
  {
    name: "registry-views",
    scenario: "work",
    route: "#/documents?direction=outbound&sumFrom=10000",
    act: async (page) => {
      await saveView(page, "Крупные исходящие");
      await page.evaluate(() => (location.hash = "#/documents?filter=problems&sort=-waiting"));
      await saveView(page, "Проблемные, сначала давние");
      await page.getByRole("columnheader", { name: "Сумма" }).getByRole("button").click();
      await page.getByRole("button", { name: "Виды реестра" }).click();
    },
  },
  {
    name: "registry-views-edit",
    scenario: "work",
    route: "#/documents?direction=outbound&sumFrom=10000",
    act: async (page) => {
      await saveView(page, "Крупные исходящие");
      await page.evaluate(() => (location.hash = "#/documents?filter=problems"));
      await saveView(page, "Проблемные с очень длинным названием, которое не помещается в одну строку");
      await page.getByRole("button", { name: "Виды реестра" }).click();
      await page.getByRole("menuitem", { name: "Изменить виды…" }).click();
    },
  },
  {
    name: "registry-view-save",
    scenario: "work",
    route: "#/documents?period=month&direction=inbound",
    act: async (page) => {
      await page.getByRole("button", { name: "Виды реестра" }).click();
      await page.getByRole("menuitem", { name: "Сохранить вид…" }).click();
    },
  },
  {
    name: "registry-all",
    scenario: "many",
    route: "#/documents",
    act: async (page) => {
      await table(page).focus();
      await page.keyboard.press("Control+a");
      await page.waitForTimeout(1500);
    },
  },
  {
    name: "registry-some",
    scenario: "many",
    route: "#/documents?filter=problems",
    act: async (page) => {
      await table(page).focus();
      await page.keyboard.press("Control+a");
      await page.waitForTimeout(1500);
    },
  },
  {
    name: "registry-export",
    scenario: "work",
    route: "#/documents",
    act: (page) => page.getByRole("button", { name: "Экспорт" }).click(),
  },
  {
    name: "registry-happened",
    scenario: "work",
    route: "#/documents?step=signed&stepFrom=2026-01-01&stepTo=2027-12-31",
    act: (page) => page.getByRole("button", { name: /^Фильтр/ }).click(),
  },
  {
    name: "registry-end",
    scenario: "many",
    route: "#/documents",
    act: async (page) => {
      await page.locator(".body .row").first().waitFor();
      await page.getByRole("grid").focus();
      await page.keyboard.press("Control+Shift+End");
      await page.getByText(/^Показан конец списка/).waitFor();
      await page.waitForTimeout(600);
    },
  },
  {
    name: "registry-unread",
    scenario: "many",
    route: "#/documents",
    act: async (page) => {
      await page.route("**/rpc/documents.list", (route) =>
        route.request().postData()?.includes("after") ? undefined : route.continue(),
      );
      await page.waitForTimeout(600);
      await table(page).evaluate((grid) => (grid.scrollTop = 200 * 36 - 300));
    },
  },
];
