import { configure, render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";

import type { DocumentRecord } from "../src/api/types";
import DocumentCard from "../src/features/documents/card/DocumentCard.svelte";
import Notices from "../src/features/notices/Notices.svelte";
import RecordForm from "../src/features/records/editor/RecordForm.svelte";
import { preparing } from "../src/features/records/preparing.svelte";
import { router } from "../src/shared/router.svelte";
import type { FakeBackend } from "../dev/fake/fake";
import Shown from "./Shown.svelte";
import { openBackend } from "./window";

vi.setConfig({ testTimeout: 60_000 });
configure({ asyncUtilTimeout: 10_000 });

/** The sample with five lines and a file made of it. */
const ID = 9003;
const form = () => screen.getByLabelText("Изменение документа");
const field = (name: string) => within(form()).getByLabelText(name);
const saves = (backend: FakeBackend) => backend.calls.filter(({ command }) => command === "documents.save");
const lastSaved = (backend: FakeBackend) =>
  (saves(backend).at(-1)?.request as { record: DocumentRecord } | undefined)?.record;

async function openForm() {
  const backend = await openBackend("work");
  // Forms of another world are forgotten.
  backend.emit("world");
  await new Promise((resolve) => setTimeout(resolve, 150));
  const user = userEvent.setup();
  const onclose = vi.fn();
  render(Shown, { part: RecordForm, with: { id: ID, onclose } });
  await waitFor(() => expect(field("Номер")).toHaveValue("ЗН-00041"));
  return { backend, user, onclose };
}
async function openCard() {
  const backend = await openBackend("work");
  const user = userEvent.setup();
  const quiet = { isFull: false, onfull: () => undefined, onedit: () => undefined };
  const onclose = vi.fn();
  render(Shown, { part: DocumentCard, with: { id: ID, onclose, ...quiet } });
  await screen.findByText("Заказ-наряд № ЗН-00041.pdf");
  return { backend, user, onclose };
}

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(752);
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(1400);
  preparing.forget(ID);
});

describe("a record", () => {
  it("is filled by the keyboard alone, from the other side to the sum of a new line", async () => {
    const { backend, user, onclose } = await openForm();
    const side = field("Заказчик");
    side.focus();
    await user.keyboard("порт");
    await screen.findByText("АО «Северный порт»");
    await user.keyboard("{Enter}");
    expect(side).toHaveValue("АО «Северный порт»");

    // Enter goes on from field to field, Tab from the last of them into the lines, Ctrl+End to the new one.
    await user.keyboard("{Enter}{Enter}");
    expect(field("Ответственный")).toHaveFocus();
    field("Комментарий").focus();
    for (let step = 0; step < 6 && !screen.queryByLabelText("Наименование, строка 1"); step += 1)
      await user.tab();
    await user.keyboard("{Control>}{End}{/Control}");
    expect(field("Наименование, строка 6")).toHaveFocus();
    await user.keyboard("Замена масла{Tab}усл.{Tab}2{Tab}1500,50{Tab}{Tab}");
    expect(field("Наименование, строка 7")).toHaveFocus();
    expect(within(form()).getByText(/3\s*661,22/)).toBeInTheDocument();
    // Enter on the empty last row leaves the lines.
    await user.keyboard("{Enter}");
    expect(document.activeElement).toHaveTextContent("Готово");
    await user.keyboard("{Enter}");
    await waitFor(() => expect(onclose).toHaveBeenCalled());
    const saved = lastSaved(backend);
    expect(saved?.counterparty_id).toBe(2);
    expect(saved?.lines[5]).toMatchObject({
      name: "Замена масла",
      quantity: "2",
      price: "1500.50",
      total: "3661.22",
    });
  });

  it("saves itself once typing rests, and not with every letter", async () => {
    const { backend, user } = await openForm();
    await user.type(field("Комментарий"), "Позвонить до обеда");
    expect(await within(form()).findByText(/^Сохранено в/)).toBeVisible();
    expect(saves(backend)).toHaveLength(1);
    expect(lastSaved(backend)?.details.comment).toBe("Позвонить до обеда");
  });

  it("goes back over a line removed and a number changed, and forth again", async () => {
    const { user } = await openForm();
    await user.clear(field("Номер"));
    await user.type(field("Номер"), "7");
    await user.click(within(form()).getByText("Фильтр масляный"));
    await user.keyboard("{Control>}{Delete}{/Control}");
    expect(within(form()).getByText("Строка 4 удалена.")).toBeVisible();
    expect(within(form()).queryByText("Фильтр масляный")).toBeNull();
    await user.keyboard("{Control>}z{/Control}");
    expect(within(form()).getByDisplayValue("Фильтр масляный")).toBeVisible();
    await user.keyboard("{Control>}z{/Control}");
    expect(field("Номер")).toHaveValue("ЗН-00041");
    await user.keyboard("{Control>}{Shift>}z{/Shift}{/Control}");
    expect(field("Номер")).toHaveValue("7");
  });

  it("keeps what was typed when saving fails, says so and tries again", async () => {
    const { backend, user } = await openForm();
    const save = backend.handlers["documents.save"];
    let isFull = true;
    backend.handlers["documents.save"] = (request) => {
      if (isFull) throw { code: "disk", message: "На диске нет места. Освободите место.", retryable: true };
      return save(request);
    };
    await user.type(field("Комментарий"), "Срочно");
    expect(await within(form()).findByText("Изменения пока не сохранены")).toBeVisible();
    expect(field("Комментарий")).toHaveValue("Срочно");
    isFull = false;
    await user.click(within(form()).getByText("Повторить"));
    expect(await within(form()).findByText(/^Сохранено в/)).toBeVisible();
    expect(within(form()).queryByText("Изменения пока не сохранены")).toBeNull();
  });

  it("asks what to keep when another window changed it, and loses neither", async () => {
    const { backend, user } = await openForm();
    backend.records.changeElsewhere(ID, { number: "ЗН-00099" });
    await user.type(field("Комментарий"), "Моё");
    expect(await within(form()).findByText("Документ изменили в другом окне")).toBeVisible();
    await user.click(within(form()).getByText("Загрузить новое"));
    await waitFor(() => expect(field("Номер")).toHaveValue("ЗН-00099"));
    expect(field("Комментарий")).toHaveValue("");
    await user.click(field("Отменить изменение"));
    expect(field("Комментарий")).toHaveValue("Моё");
  });

  it("keeps mine over theirs when told so", async () => {
    const { backend, user } = await openForm();
    backend.records.changeElsewhere(ID, { number: "ЗН-00099" });
    await user.type(field("Комментарий"), "Моё");
    await user.click(await within(form()).findByText("Оставить моё"));
    await waitFor(() =>
      expect(lastSaved(backend)).toMatchObject({ number: "ЗН-00041", details: { comment: "Моё" } }),
    );
    expect(await within(form()).findByText(/^Сохранено в/)).toBeVisible();
  });

  it("takes rows of a spreadsheet, and gives them back at once", async () => {
    const { user } = await openForm();
    await user.click(within(form()).getAllByText("Добавить строку")[0] as HTMLElement);
    await user.paste("Болт М8\tшт\t1 000\t12,50\t22%\nГайка М8\tшт\t500\t3,10\tбез НДС");
    expect(within(form()).getByText("Вставлены 2 строки.")).toBeVisible();
    expect(within(form()).getByText("Гайка М8")).toBeVisible();
    await user.click(within(form()).getByText("Вернуть"));
    expect(within(form()).queryByText("Гайка М8")).toBeNull();
  });

  it("offers only the rates of the day of the shipment", async () => {
    const { user } = await openForm();
    await user.clear(field("Дата"));
    await user.type(field("Дата"), "31.12.2025");
    const cell = within(form()).getAllByText("22 %")[0] as HTMLElement;
    await waitFor(async () => {
      await user.click(cell.isConnected ? cell : (within(form()).getAllByText("22 %")[0] as HTMLElement));
      const rates = screen.getByLabelText(/^Ставка НДС, строка/);
      expect(within(rates).getByText("20 %")).toBeInTheDocument();
      expect(rates).toHaveAttribute("aria-invalid", "true");
    });
  });
});

describe("the card of a record", () => {
  it("makes the file again after a change, and says what the other side has", async () => {
    const { backend, user } = await openCard();
    expect(screen.getByText("Действующий")).toBeVisible();
    backend.records.wasSent(ID);
    backend.records.changeElsewhere(ID, { number: "ЗН-00042" });
    backend.emit("documents", ID);
    expect(
      await screen.findByText(/Документ изменён после отправки\. Отправленный файл не меняется/),
    ).toBeVisible();
    expect(screen.getByText("Устарел")).toBeVisible();
    await user.click(screen.getByText("Создать документ ЭДО заново"));
    expect(await screen.findByText("Заказ-наряд № ЗН-00042.pdf")).toBeVisible();
    expect(await screen.findByText("Отправить в ЭДО")).toBeVisible();
  });

  it("names what the check found, and does not offer to send", async () => {
    const { backend, user } = await openCard();
    backend.records.changeElsewhere(ID, { counterparty_id: null });
    backend.emit("documents", ID);
    await user.click(await screen.findByText("Создать документ ЭДО заново"));
    expect(await screen.findByText(/не указана другая сторона/)).toBeVisible();
    expect(screen.queryByText("Отправить в ЭДО")).toBeNull();
  });

  it("is removed without a question and brought back by the same message", async () => {
    const { backend, user, onclose } = await openCard();
    await user.click(screen.getByLabelText("Ещё действия"));
    await user.click(await screen.findByText("Удалить"));
    await waitFor(() => expect(backend.cards.has(ID)).toBe(false));
    expect(onclose).toHaveBeenCalled();
    await user.click(await screen.findByText("Вернуть"));
    await waitFor(() => expect(backend.cards.has(ID)).toBe(true));
  });

  it("keeps the printed file where the person wants it", async () => {
    const { backend, user } = await openCard();
    await user.click(screen.getByLabelText("Печать"));
    await user.click(await screen.findByText("Сохранить PDF"));
    await waitFor(() => expect(backend.saved).toEqual(["Печать.pdf"]));
  });
});

describe("the bell", () => {
  it("counts what is told of a document no longer, once the document is open", async () => {
    const backend = await openBackend("work");
    render(Shown, { part: Notices, with: {} });
    await screen.findByLabelText("Уведомления: 2 новых");
    router.replace("documents", backend.notices[0]?.document_id ?? 0);
    await screen.findByLabelText("Уведомления: 1 новое");
    expect(backend.notices.map(({ read }) => read)).toEqual([true, false, true, true]);
  });
});
