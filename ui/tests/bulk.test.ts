import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { bulk } from "../src/features/bulk/jobs.svelte";
import { session } from "../src/features/session.svelte";
import { router } from "../src/shared/router.svelte";
import Window from "../src/views/Window.svelte";
import type { Scenario } from "../dev/fake/fake";
import { openBackend } from "./window";

const grid = () => screen.getByRole("grid", { name: "Реестр документов" });
/** What floats shows itself when it has found its place, and jsdom has no places. */
const HIDDEN = { hidden: true };
const dialog = () => screen.findByRole("dialog", HIDDEN);
const inDialog = async (name: string | RegExp) =>
  within(await dialog()).findByRole("button", { name, hidden: true });

async function openRegistry(address = "", scenario: Scenario = "work") {
  bulk.openedId = null;
  bulk.list.value = null;
  window.location.hash = "";
  router.replace("documents", null, new URLSearchParams(address));
  const backend = await openBackend(scenario);
  const user = userEvent.setup();
  render(Window);
  await waitFor(() => expect(within(grid()).getAllByRole("row").length).toBeGreaterThan(1));
  const calls = (command: string) =>
    backend.calls.filter((call) => call.command === command).map(({ request }) => request);
  return { backend, user, calls };
}
async function selectAll(user: ReturnType<typeof userEvent.setup>) {
  grid().focus();
  await user.keyboard("{Control>}a{/Control}");
  return screen.findByRole("toolbar");
}

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(752);
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(1400);
});

describe("«Как отправить»", () => {
  async function asks(isForPeopleAlone: boolean) {
    const opened = await openRegistry("status=prepared", "persons");
    const { backend } = opened;
    backend.connections = backend.connections
      .map((one) => (one.operator === "fdoc" ? { ...one, sends_at_once: false } : one))
      .filter(({ operator }) => !isForPeopleAlone || operator === "fdoc");
    await session.connectionList.reload();
    const { SEND } = await import("../src/features/bulk/actions");
    const choice = {
      chosen: { ids: [11] },
      order: [],
      columns: [],
      forms: [],
      rows: [],
      count: "1 документ",
    };
    void bulk.begin(SEND, choice, { question: "comment" });
    return { ...opened, shown: await dialog() };
  }

  it("says nothing of how where connections differ: each has it as it is settled", async () => {
    const { calls, shown } = await asks(false);
    await waitFor(() =>
      expect(shown).toHaveTextContent("Документы физлицам подождут там вашего подтверждения"),
    );
    (await inDialog("Отправить в ЭДО")).click();
    await waitFor(() => expect(calls("bulk.plan")).toHaveLength(1));
    expect(calls("bulk.plan")[0]).toMatchObject({ action: "send", params: { comment: "" } });
    expect(calls("bulk.plan")[0]).not.toHaveProperty("params.departure");
  });

  it("leaves with the operator what goes to people alone, and a person may send it at once", async () => {
    const { user, calls, shown } = await asks(true);
    expect(await inDialog("Оставить на подпись")).toBeEnabled();
    await user.click(within(shown).getByLabelText(/^Сразу/));
    (await inDialog("Отправить в ЭДО")).click();
    await waitFor(() => expect(calls("bulk.plan")).toHaveLength(1));
    expect(calls("bulk.plan")[0]).toMatchObject({ params: { departure: "as_possible" } });
  });
});

describe("«Сообщение контрагенту»", () => {
  it("asks for words alone, says so where there are none, and gives them to the program", async () => {
    const { user, calls } = await openRegistry("status=completed");
    const { SEND_MESSAGE } = await import("../src/features/bulk/actions");
    const count = "1 документ";
    void bulk.begin(
      SEND_MESSAGE,
      { chosen: { ids: [11] }, order: [], columns: [], forms: [], rows: [], count },
      {},
    );
    const shown = await dialog();
    (await inDialog("Отправить")).click();
    await waitFor(() => expect(shown).toHaveTextContent("Сообщение пустое."));
    expect(calls("bulk.plan")).toHaveLength(0);
    const field = within(shown).getByLabelText<HTMLTextAreaElement>(/^Сообщение/, { selector: "textarea" });
    await user.type(field, "Оригинал пришлём почтой.");
    (await inDialog("Отправить")).click();
    await waitFor(() => expect(calls("bulk.plan")).toHaveLength(1));
    expect(calls("bulk.plan")[0]).toMatchObject({
      action: "send_message",
      params: { text: "Оригинал пришлём почтой." },
    });
  });
});

describe("an action on many documents", () => {
  it("is looked over before it starts, and what stands in the way is gathered by cause", async () => {
    const { user, calls } = await openRegistry();
    const bar = await selectAll(user);
    await user.click(within(bar).getByRole("button", { name: "Отправить в ЭДО" }));
    const shown = await dialog();
    await waitFor(() =>
      expect(within(shown).getByRole("heading", { level: 2, hidden: true })).toHaveTextContent(
        /^Отправить \d+ из 160$/,
      ),
    );
    const groups = within(shown).getByRole("radiogroup", HIDDEN);
    await waitFor(() => expect(groups).toHaveTextContent(/Не указан контрагент/));
    expect(groups).toHaveTextContent(/Документ уже отправлен/);
    await user.click(within(groups).getByRole("radio", { name: /Не указан контрагент/, hidden: true }));
    await waitFor(() =>
      expect(
        within(shown).getAllByRole("button", { name: "Указать контрагента", hidden: true }).length,
      ).toBeGreaterThan(1),
    );
    expect(calls("bulk.start")).toHaveLength(0);
  });

  it("of few documents without obstacles starts at once, and a second press begins nothing twice", async () => {
    const { user, calls } = await openRegistry("status=prepared");
    grid().focus();
    await user.keyboard(" ");
    const bar = await screen.findByRole("toolbar");
    const send = within(bar).getByRole("button", { name: "Отправить в ЭДО" });
    send.click();
    send.click();
    await screen.findByText(/^В очередь поставлен 1 документ/);
    expect(calls("bulk.plan")).toHaveLength(1);
    expect(calls("bulk.start")).toEqual([{ id: 1, with_warned: false }]);
    // What has gone is not ticked any more.
    await waitFor(() => expect(screen.queryByRole("toolbar")).toBeNull());
  });

  it("leads to the place where a cause is mended, waits meanwhile, and is checked anew", async () => {
    const { user, backend, calls } = await openRegistry("status=not_in_edo");
    const bar = await selectAll(user);
    await user.click(within(bar).getByRole("button", { name: "Отправить в ЭДО" }));
    const [mend] = await within(await dialog()).findAllByRole("button", {
      name: "Указать контрагента",
      hidden: true,
    });
    await user.click(mend as HTMLElement);
    expect(router.route.id).not.toBeNull();
    const id = router.route.id ?? 0;
    // Beside the card the plan waits below the registry.
    expect(await screen.findByText(/: ждёт вашего решения$/, {}, { timeout: 5000 })).toBeInTheDocument();
    backend.rpc("documents.assign", { id, counterparty_id: 1 });
    bulk.openedId = null;
    (await screen.findByRole("button", { name: "Вернуться к проверке", hidden: true })).click();
    await waitFor(() => expect(calls("bulk.plan")).toHaveLength(2));
    const [first, second] = calls("bulk.plan") as { selection: unknown; operation: string }[];
    expect(second?.selection).toEqual(first?.selection);
    expect(second?.operation).not.toBe(first?.operation);
    await waitFor(() => expect(calls("bulk.cancel")).toEqual([{ id: 1 }]));
  });

  it("leaves documents with a warning out unless they are wanted", async () => {
    const { user, calls } = await openRegistry("filter=toSend", "many");
    const bar = await selectAll(user);
    await user.click(within(bar).getByRole("button", { name: "Отправить в ЭДО" }));
    const start = await inDialog(/^Отправить [\d\s]+ документ/);
    const before = start.textContent;
    (await within(await dialog()).findByLabelText(/^С предупреждениями тоже/)).click();
    await waitFor(() => expect(start.textContent).not.toBe(before));
    start.click();
    await waitFor(() => expect(calls("bulk.start")).toEqual([{ id: 1, with_warned: true }]));
    const request = calls("bulk.plan")[0] as { selection: object };
    expect(request.selection).toEqual({ filter: { statuses: expect.any(Array) } });
  });

  it("tells how it ended, and what failed is tried again", async () => {
    const { user, calls } = await openRegistry("filter=toSend", "many");
    const bar = await selectAll(user);
    await user.click(within(bar).getByRole("button", { name: "Отправить в ЭДО" }));
    (await inDialog(/^Отправить [\d\s]+ документ/)).click();
    const [again] = await screen.findAllByRole("button", {
      name: /^Повторить [\d\s]+ документ/,
      hidden: true,
    });
    again?.click();
    await waitFor(() => expect(calls("bulk.retry")).toEqual([{ id: 1 }]));
    await waitFor(() =>
      expect(screen.queryByRole("button", { name: /^Повторить [\d\s]+ документ/, hidden: true })).toBeNull(),
    );
  });
});

describe("«Массовые действия»", () => {
  it("keeps jobs and what they failed at, and a cause is decided as a whole", async () => {
    const { user, calls } = await openRegistry("filter=toSend", "many");
    const bar = await selectAll(user);
    await user.click(within(bar).getByRole("button", { name: "Отправить в ЭДО" }));
    (await inDialog(/^Отправить [\d\s]+ документ/)).click();
    await screen.findAllByRole("button", { name: /^Повторить [\d\s]+ документ/, hidden: true });
    router.replace("outbox", null, new URLSearchParams({ bulk: "jobs" }));
    expect(await screen.findByRole("grid", { name: "Задания" })).toHaveTextContent(
      /Отправка в ЭДО.*Завершено/,
    );
    await user.click(await screen.findByRole("radio", { name: /^Требуют решения/ }));
    const failures = await screen.findByRole("grid", { name: "Требуют решения" });
    await waitFor(() => expect(failures).toHaveTextContent(/Оператор не знает такого получателя/));
    await user.click(within(failures).getAllByRole("button", { name: "Отменить" })[0] as HTMLElement);
    await waitFor(() => expect(calls("bulk.dismiss")).toHaveLength(1));
    await user.click(await screen.findByRole("button", { name: /^Повторить все/ }));
    await waitFor(() => expect(calls("bulk.retry")).toHaveLength(1));
    expect(await screen.findByText("Решать нечего")).toBeInTheDocument();
  });
});
