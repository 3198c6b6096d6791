import { render, screen, waitFor, within } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, describe, expect, it, vi } from "vitest";

import { archiveChecking } from "../src/features/archive/archive_check.svelte";
import { checking } from "../src/features/signatures/checking.svelte";
import { withoutTitle } from "../src/features/signatures/facts";
import { asPair } from "../src/features/signatures/files";
import { reportText } from "../src/features/diagnostics/report";
import { inGroups } from "../src/features/trust/fingerprint";
import { router } from "../src/shared/router.svelte";
import Window from "../src/views/Window.svelte";
import type { Scenario } from "../dev/fake/fake";
import { openBackend } from "./window";

/** What floats shows itself when it has found its place, and jsdom has no places. */
const HIDDEN = { hidden: true };
const paper = (name: string) => new File([name], name);
const dialog = (name: string | RegExp) => screen.findByRole("dialog", { ...HIDDEN, name });

async function openWindow(view: string, id: number | null = null, address = "", scenario: Scenario = "work") {
  checking.close();
  archiveChecking.close();
  window.location.hash = "";
  router.replace(view, id, new URLSearchParams(address));
  const backend = await openBackend(scenario);
  const user = userEvent.setup();
  render(Window);
  const calls = (command: string) =>
    backend.calls.filter((call) => call.command === command).map(({ request }) => request);
  return { backend, user, calls };
}

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(752);
  vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(1400);
});

describe("signatures on the card", () => {
  // Roles of a whole window are slow to ask for.
  const part = async () =>
    (await screen.findByText("Подписи", { selector: "h3" })).closest("section") as HTMLElement;

  it("stand with their facts apart, and with the operator's word beside them", async () => {
    await openWindow("documents", 18);
    expect(await screen.findAllByText("Документ не изменён")).toHaveLength(2);
    const shown = await part();
    expect(shown).toHaveTextContent(
      /Смирнова Мария Павловна\s*наша.*Сертификату есть доверие.*Подтвердил подпись/,
    );
    expect(shown).toHaveTextContent(/контрагента.*Доверие не подтверждено.*Отзыв не проверен/);
    // What the title says is not said again below it.
    expect(shown).not.toHaveTextContent("Отзыв не проверен Отзыв не проверен");
  });

  it("are saved under the name of their paper, each signer's apart", async () => {
    const { backend, user } = await openWindow("documents", 18);
    const [, theirs] = await within(await part()).findAllByRole("button", {
      name: "Сохранить подпись как файл",
    });
    await user.click(theirs as HTMLElement);
    await waitFor(() => expect(backend.saved).toHaveLength(1));
    expect(backend.saved[0]).toMatch(/^Акт сверки 18\.pdf\.Кедров_Заозёрский_Александр_Константинович\.sig$/);
  });

  it("that are of another paper are refused in the place where they were brought", async () => {
    const { backend, user, calls } = await openWindow("documents");
    const unsent = [...backend.cards.values()].find(
      ({ sendings, files }) => sendings.length === 0 && files.length > 0,
    );
    router.go("documents", unsent?.document.id);
    await within(await part()).findByText(/^Подписей в программе нет/);
    const input = (await part()).querySelector("input") as HTMLInputElement;
    await user.upload(input, paper("чужая.sig"));
    expect(await within(await part()).findByRole("alert")).toHaveTextContent(
      "Подпись не приложена, документ не изменён",
    );
    expect(calls("signatures.attach")).toHaveLength(1);
    expect(within(await part()).queryByRole("button", { name: "Копия со штампами" })).toBeNull();
  });
});

describe("a signature that is a file", () => {
  it("is checked as soon as it is brought, and again with the document", async () => {
    const { calls } = await openWindow("documents");
    expect(checking.offer([paper("Договор.pdf.sig")])).toBe(true);
    const shown = await dialog("Проверка подписи");
    await waitFor(() => expect(shown).toHaveTextContent("Документ не проверен"));
    checking.bringContent([paper("Договор изменён.pdf")]);
    await waitFor(() => expect(shown).toHaveTextContent("Документ не тот, что был подписан"));
    expect(calls("signatures.check")).toHaveLength(2);
  });

  it("in the place of the document is told, and one press puts both right", async () => {
    const { user } = await openWindow("documents");
    checking.open();
    checking.bringContent([paper("Договор.pdf.sig")]);
    checking.bringSignatures([paper("Договор.pdf")]);
    const shown = await dialog("Проверка подписи");
    await user.click(await within(shown).findByRole("button", { ...HIDDEN, name: "Поменять местами" }));
    await waitFor(() => expect(shown).toHaveTextContent("Документ не изменён"));
    expect([checking.content?.name, checking.signatures[0]?.name]).toEqual([
      "Договор.pdf",
      "Договор.pdf.sig",
    ]);
  });

  it("is told from documents that are to be taken in", () => {
    expect(asPair([paper("а.xml")])).toBeNull();
    expect(asPair([paper("а.xml"), paper("б.xml"), paper("а.xml.sig")])).toBeNull();
    const pair = asPair([paper("а.SIG"), paper("а.xml"), paper("а.p7s")]);
    expect([pair?.content?.name, pair?.signatures.length]).toEqual(["а.xml", 2]);
  });
});

describe("trusted certificates", () => {
  it("show their fingerprint first, and a source has to be named", async () => {
    const { user, calls } = await openWindow("settings", null, "tab=trust");
    await user.click(await screen.findByRole("button", { name: "Добавить сертификат" }));
    const shown = await dialog("Новый доверенный сертификат");
    await user.upload(shown.querySelector("input[type=file]") as HTMLInputElement, paper("root.cer"));
    await waitFor(() => expect(shown).toHaveTextContent(/SHA-256\s*([0-9A-F]{4} ){15}[0-9A-F]{4}/));
    const add = within(shown).getByRole("button", { ...HIDDEN, name: "Доверять этому сертификату" });
    await user.click(add);
    expect(await within(shown).findByRole("alert", HIDDEN)).toHaveTextContent("Напишите, откуда сертификат");
    expect(calls("trust.add")).toHaveLength(0);
    await user.type(within(shown).getByLabelText(/Откуда он/), "Портал, сверено");
    await user.type(within(shown).getByLabelText(/Отпечаток из другого/), "00 11");
    await user.click(add);
    await waitFor(() => expect(shown).toHaveTextContent("Отпечаток сертификата в файле другой"));
    await user.clear(within(shown).getByLabelText(/Отпечаток из другого/));
    await user.click(add);
    await screen.findByText(/Портал, сверено/);
    expect(calls("trust.add")).toHaveLength(2);
    expect(calls("trust.add").at(-1)).not.toHaveProperty("fingerprint");
  });

  it("go only after a question that names them", async () => {
    const { user, calls } = await openWindow("settings", null, "tab=trust");
    await user.click(await screen.findByRole("button", { name: /^Удалить: УЦ «Рябина»/ }));
    const shown = await dialog("Больше не доверять «УЦ «Рябина»»?");
    expect(calls("trust.remove")).toHaveLength(0);
    await user.click(within(shown).getByRole("button", { ...HIDDEN, name: "Больше не доверять" }));
    await waitFor(() => expect(calls("trust.remove")).toHaveLength(1));
    await waitFor(() => expect(screen.queryByRole("button", { name: /^Удалить: УЦ «Рябина»/ })).toBeNull());
  });
});

describe("an archive", () => {
  it("with changed files says which, and what else does not belong", async () => {
    await openWindow("documents");
    archiveChecking.open(paper("изменён.zip"));
    const shown = await dialog("Проверка архива");
    await waitFor(() => expect(shown).toHaveTextContent("Архиву доверять нельзя"));
    expect(shown).toHaveTextContent("Файла «посторонний.txt» нет в описи.");
    expect(shown).toHaveTextContent(/ON_NSCHFDOPPR_318\.xml» изменён/);
    expect(shown).toHaveTextContent("Не вошли в архив");
  });

  it("is made of what is chosen, and its file is saved", async () => {
    const { backend, calls } = await openWindow("documents", null, "status=completed");
    const { bulk } = await import("../src/features/bulk/jobs.svelte");
    const { actionOf } = await import("../src/features/bulk/actions");
    const action = actionOf("archive");
    await screen.findByRole("grid");
    expect(action?.use).toBe("save");
    const choice = {
      chosen: { ids: [18] },
      order: [],
      columns: [],
      forms: [],
      rows: [],
      count: "1 документ",
    };
    if (action) await bulk.begin(action, choice);
    await waitFor(() => expect(backend.saved).toEqual(["Архив документов.zip"]));
    expect(calls("bulk.plan")[0]).toMatchObject({ action: "archive", selection: { ids: [18] } });
  });
});

describe("the workplace", () => {
  it("is checked, what is in the way stands first, and a button mends it", async () => {
    const { user, calls } = await openWindow("settings", null, "tab=diagnostics", "empty");
    const rows = () => within(screen.getByRole("main")).getAllByRole("listitem");
    await waitFor(() => expect(rows()).toHaveLength(7));
    expect(rows()[0]).toHaveTextContent(/КриптоПро CSP\s*Мешает работе/);
    expect(rows().at(-1)).toHaveTextContent("Не нужно здесь");
    await user.click(screen.getByRole("button", { name: "Обновить список" }));
    await waitFor(() => expect(calls("workplace.diagnose")).toHaveLength(2));
    expect(calls("certificates.refresh")).toHaveLength(1);
    await user.click(screen.getByRole("button", { name: "Открыть доверенные" }));
    await screen.findByText("Доверенных сертификатов нет");
  });

  it("has a report that whoever helps can read", () => {
    const check = {
      id: "clock",
      label: "Часы",
      state: "problem" as const,
      text: "Отстают.",
      advice: "Сверьте.",
      fix: null,
    };
    expect(reportText("Диагностика", "Сургуч 0.1", [check])).toBe(
      "Диагностика\nСургуч 0.1\n\n[Мешает работе] Часы\n    Отстают.\n    Сверьте.",
    );
  });
});

describe("words", () => {
  it("of a fact do not repeat its title", () => {
    expect(withoutTitle("Отзыв не проверен: спросить не у кого.", "Отзыв не проверен")).toBe(
      "Спросить не у кого.",
    );
    expect(withoutTitle("Сертификат не отозван по списку.", "Сертификат не отозван")).toBe(
      "Сертификат не отозван по списку.",
    );
  });

  it("of a fingerprint stand in groups", () => {
    expect(inGroups("00112233445566")).toBe("0011 2233 4455 66");
  });
});
