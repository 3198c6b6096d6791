import { render, screen, waitFor } from "@testing-library/svelte";
import userEvent from "@testing-library/user-event";
import { beforeEach, expect, it } from "vitest";

import { FakeBackend } from "../../../dev/fake/fake";
import { call, usePlatform } from "../../api/client";
import { listenTo } from "../changes";
import { shortName, signerLine } from "./details";
import SignerLine from "./SignerLine.svelte";
import { Signers } from "./signers.svelte";

const NOON = new Date(2026, 10, 21, 12, 0, 0).getTime();
let backend: FakeBackend;

beforeEach(() => {
  backend = new FakeBackend("work", NOON);
  const platform = backend.platform();
  usePlatform(platform);
  listenTo(platform, () => undefined);
});

it("one line says who signs, in what position and by whose leave", () => {
  const [power] = backend.keys.powers;
  if (!power) throw new Error("the example is gone");
  const details = {
    certificate_id: 1,
    position_source: "manual" as const,
    typed_position: "Главный бухгалтер",
    position: "Главный бухгалтер",
    power_of_attorney_id: null,
  };
  expect(shortName("Иванова Анна Павловна")).toBe("Иванова\u00a0А.\u00a0П.");
  const paper = { ...power, kind: "paper" as const, label: "№ 15 от 01.02.2026, бумажная" };
  expect(signerLine("Иванова Анна Павловна", details, paper)).toBe(
    "Иванова\u00a0А.\u00a0П., главный бухгалтер, по доверенности № 15 от 01.02.2026, бумажная",
  );
  const usual = { ...power, kind: "operator_default" as const };
  const operator = { ...details, position_source: "operator" as const, position: "" };
  expect(signerLine("Ли", operator, usual)).toBe(
    "Ли, должность из кабинета оператора, по основной доверенности из кабинета оператора",
  );
  expect(signerLine("Ли", { ...details, position: "ИТ-директор" }, null)).toBe("Ли, ИТ-директор");
});

it("nothing has to be filled in, and what is changed is kept for the person", async () => {
  const user = userEvent.setup();
  const signers = new Signers();
  const [firm] = backend.firms;
  await call("signing.save_signer", {
    firm_id: firm?.id ?? 0,
    certificate_id: 1,
    position_source: "manual",
    position: "Директор",
  });
  backend.calls.length = 0;
  await signers.read({ ids: [] });
  const [signer] = signers.all;
  if (!signer) throw new Error("no firm");
  const { rerender } = render(SignerLine, { signer, signers, what: "", onleave: () => undefined });
  expect(screen.getByText(/^Подпишет: Соколова\sМ\.\sВ\., директор/)).toBeInTheDocument();
  expect(screen.queryByRole("combobox")).toBeNull();
  await user.click(screen.getByRole("button", { name: "Изменить" }));
  const field = screen.getByLabelText(/^Должность$/);
  await user.clear(field);
  await user.type(field, "Директор по сбыту");
  await user.tab();
  const kept = () => backend.calls.filter(({ command }) => command === "signing.save_signer");
  await waitFor(() => expect(kept()).toHaveLength(1));
  expect(kept()[0]?.request).toEqual({
    firm_id: signer.firm.firm_id,
    certificate_id: 1,
    position_source: "manual",
    position: "Директор по сбыту",
  });
  await waitFor(() => expect(signers.all[0]?.details?.position).toBe("Директор по сбыту"));
  const [after] = signers.all;
  if (after) await rerender({ signer: after });
  expect(screen.getByLabelText(/^Должность$/)).toHaveValue("Директор по сбыту");
});
