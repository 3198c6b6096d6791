/** The list of commands, the keys, what changed, the overview. */
async function command(page, text) {
  await page.keyboard.press("Control+k");
  await page.waitForSelector(".palette input");
  if (text) await page.keyboard.type(text);
  await page.waitForTimeout(500);
}

export const dayShots = [
  { name: "upgrading", scenario: "upgrading" },
  { name: "palette", scenario: "work", route: "#/tasks", act: (page) => command(page) },
  { name: "palette-layout", scenario: "work", route: "#/tasks", act: (page) => command(page, "ljrevtyns") },
  { name: "palette-found", scenario: "work", route: "#/documents", act: (page) => command(page, "порт") },
  {
    name: "palette-swapped",
    scenario: "work",
    route: "#/documents",
    act: (page) => command(page, "ctdthysq"),
  },
  { name: "palette-nothing", scenario: "work", route: "#/tasks", act: (page) => command(page, "яблоко 7") },
  {
    name: "palette-card",
    scenario: "work",
    route: "#/documents/5",
    act: async (page) => {
      await page.waitForSelector(".card .act");
      await page.locator("[role='grid']").first().focus();
      for (let step = 0; step < 3; step += 1) await page.keyboard.press("Shift+ArrowDown");
      await command(page);
    },
  },
  { name: "palette-training", scenario: "training", route: "#/tasks", act: (page) => command(page, "соз") },
  {
    name: "palette-english",
    scenario: "work",
    route: "#/tasks",
    stored: { "surguch.language": "en" },
    act: (page) => command(page, "ove"),
  },
  { name: "keys", scenario: "work", route: "#/tasks", act: (page) => page.keyboard.press("F1") },
  {
    name: "since",
    scenario: "work",
    route: "#/tasks",
    act: async (page) => {
      await page.locator(".since [aria-expanded]").click();
    },
  },
  {
    name: "since-english",
    scenario: "work",
    route: "#/tasks",
    stored: { "surguch.language": "en" },
    act: (page) => page.waitForSelector(".since"),
  },
  { name: "overview", scenario: "many", route: "#/overview" },
  { name: "overview-week", scenario: "work", route: "#/overview?days=7" },
  { name: "overview-quarter", scenario: "many", route: "#/overview?days=90" },
  {
    name: "overview-year",
    scenario: "many",
    route: "#/overview?days=365",
    act: async (page) => {
      await page.locator("[data-bar='0-5']").focus();
      await page.keyboard.press("ArrowDown");
    },
  },
  { name: "overview-empty", scenario: "empty", route: "#/overview?days=365" },
  { name: "overview-quiet", scenario: "empty", route: "#/overview" },
  { name: "overview-broken", scenario: "broken", route: "#/overview" },
];
