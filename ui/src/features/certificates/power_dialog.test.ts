import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it } from "vitest";

import { FakeBackend } from "../../../dev/fake/fake";
import { usePlatform } from "../../api/client";
import { listenTo } from "../changes";
import { session } from "../session.svelte";
import PowerDialog from "./PowerDialog.svelte";
import type { Power } from "./powers";

const NOON = new Date(2026, 10, 21, 12, 0, 0).getTime();
let backend: FakeBackend;

beforeEach(async () => {
  backend = new FakeBackend("work", NOON);
  const platform = backend.platform();
  usePlatform(platform);
  listenTo(platform, () => undefined);
  await session.firmList.reload();
});

const saved = () => backend.calls.filter(({ command }) => command === "powers.save");

/** The example as a power of this kind that is not filled in yet. */
function blank(kind: Power["kind"]): Power {
  const [power] = backend.keys.powers;
  if (!power) throw new Error("the example is gone");
  const empty = { number: "", label: "", certificate_id: null, has_file: false, has_signature: false };
  return { ...power, ...empty, kind, valid_from: null, valid_to: null };
}
const save = () => userEvent.click(screen.getByRole("button", { name: "Записать" }));

it("a power on paper asks for its number and day alone, and says so before anything is sent", async () => {
  const user = userEvent.setup();
  render(PowerDialog, { open: true, power: blank("paper"), certificates: backend.keys.certificates });
  const number = await screen.findByLabelText(/^Номер доверенности/);
  expect(screen.queryByLabelText(/^ИНН доверителя/)).toBeNull();
  expect(screen.queryByText("Файл доверенности")).toBeNull();
  await save();
  expect(await screen.findByText("Впишите номер доверенности.")).toBeInTheDocument();
  expect(screen.getByText("Впишите день, когда доверенность выдана.")).toBeInTheDocument();
  expect(saved()).toEqual([]);

  await user.type(number, "15/А");
  await user.type(screen.getByLabelText(/^Выдана/), "01.02.2026");
  await user.tab();
  await save();
  await waitFor(() => expect(saved()).toHaveLength(1));
  expect(saved()[0]?.request).toMatchObject({
    kind: "paper",
    number: "15/А",
    issued_on: "2026-02-01",
    principal_inn: "",
    goes_along: false,
  });
});

it("what is told in words needs the system that keeps it", async () => {
  render(PowerDialog, { open: true, power: blank("manual"), certificates: [] });
  expect(await screen.findByLabelText(/^ИНН доверителя/)).toBeInTheDocument();
  await save();
  expect(await screen.findByText(/^Впишите систему/)).toBeInTheDocument();
  expect(saved()).toEqual([]);
});

it("the usual one of the operator asks for nothing", async () => {
  render(PowerDialog, { open: true, power: blank("operator_default"), certificates: [] });
  await screen.findByText("Вид доверенности");
  expect(screen.queryByLabelText(/^Номер доверенности/)).toBeNull();
  await save();
  await waitFor(() => expect(saved()).toHaveLength(1));
  expect(saved()[0]?.request).toMatchObject({ kind: "operator_default", number: "", valid_to: null });
});
