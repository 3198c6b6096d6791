import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it, vi } from "vitest";

import { FakeBackend } from "../../../dev/fake/fake";
import { usePlatform } from "../../api/client";
import type { Firm } from "../../api/types";
import { listenTo } from "../changes";
import ReceiptRule from "./ReceiptRule.svelte";

const NOON = new Date(2026, 10, 21, 12, 0, 0).getTime();
let backend: FakeBackend;

beforeEach(() => {
  backend = new FakeBackend("work", NOON);
  const platform = backend.platform();
  usePlatform(platform);
  listenTo(platform, () => undefined);
});

const asked = (command: string) => backend.calls.filter((call) => call.command === command);

it("receipts go by themselves only when a person says so, signed by whom they see, and the reason of a fault is told", async () => {
  const user = userEvent.setup();
  const [firm] = backend.firms;
  render(ReceiptRule, { firm: firm as Firm });
  const rule = await screen.findByRole("switch");
  expect(rule).not.toBeChecked();
  expect(await screen.findByText(/Соколова Мария Викторовна/)).toBeInTheDocument();
  await waitFor(() => expect(rule).toBeEnabled());
  expect(asked("receipt_rules.set")).toEqual([]);

  await user.click(rule);
  await waitFor(() => expect(rule).toBeChecked());
  expect(asked("receipt_rules.set").map(({ request }) => request)).toEqual([
    { firm_id: firm?.id, certificate_id: 1 },
  ]);
  expect(screen.getByText(/^Ключ просит ПИН-код/)).toBeInTheDocument();
  expect(screen.queryByRole("combobox")).toBeNull();

  await user.click(rule);
  await waitFor(() => expect(rule).not.toBeChecked());
  expect(asked("receipt_rules.stop")).toHaveLength(1);
});

it("says why nobody can be chosen where the certificates cannot be read", async () => {
  const told = backend.rpc.bind(backend);
  vi.spyOn(backend, "rpc").mockImplementation((command, request) => {
    if (command === "signing.choice") throw { code: "disk", message: "На диске нет места.", retryable: true };
    return told(command, request);
  });
  const [firm] = backend.firms;
  render(ReceiptRule, { firm: firm as Firm });
  expect(await screen.findByText("На диске нет места.")).toBeVisible();
  expect(screen.getByRole("switch")).toBeDisabled();
});
