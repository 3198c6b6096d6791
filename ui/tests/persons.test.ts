import { screen, waitFor, within } from "@testing-library/svelte";
import { describe, expect, it } from "vitest";

import { SAMPLES } from "../dev/fake/records";
import { router } from "../src/shared/router.svelte";
import { openAt, sizeWindow } from "./opened";

sizeWindow();

describe("a request to be connected", () => {
  it("is checked before it leaves, and another one goes only after the warning was seen", async () => {
    const { user, asked } = await openAt("persons", "settings", null, {
      tab: "connections",
      part: "requests",
    });
    await user.click(await screen.findByRole("button", { name: "Отправить заявку" }));
    const dialog = await screen.findByRole("dialog", { name: "Заявка на подключение к F.Doc" });
    await user.click(within(dialog).getByRole("button", { name: "Отправить заявку" }));
    expect(within(dialog).getByText("Выберите организацию.")).toBeVisible();
    expect(asked("connection_requests.send")).toEqual([]);

    within(dialog).getByLabelText("Организация").focus();
    await user.keyboard("{Enter}");
    await user.keyboard("{Enter}");
    for (const [label, text] of [
      ["Контактное лицо", "Ким Олег"],
      ["Контактный телефон", "8 916 765-43-21"],
      ["Адрес почты", "kim@dvor.example"],
    ] as const) {
      const field = within(dialog).getByLabelText(label);
      await user.clear(field);
      await user.type(field, text);
    }
    await user.click(within(dialog).getByRole("button", { name: "Отправить заявку" }));
    await user.click(await within(dialog).findByRole("button", { name: "Отправить ещё одну" }));
    await waitFor(() => expect(asked("connection_requests.send")).toHaveLength(2));
    expect(asked("connection_requests.send")[0]).not.toHaveProperty("again");
    expect(asked("connection_requests.send")[1]).toMatchObject({ firm_id: 1, again: true });
  });
});

describe("an employee's access", () => {
  it("stays open with the operator's words when it is refused, and keeps no password in the page", async () => {
    const { user, asked } = await openAt("persons", "settings", null, {
      tab: "connections",
      part: "access-fdoc",
    });
    await user.click((await screen.findAllByRole("button", { name: "Авторизоваться" }))[0] as HTMLElement);
    const dialog = await screen.findByRole("dialog", { name: "Вход в F.Doc" });
    await user.type(within(dialog).getByLabelText("Логин"), "sokolova");
    await user.type(within(dialog).getByLabelText("Пароль"), "wrong");
    await user.click(within(dialog).getByRole("button", { name: "Авторизоваться" }));
    expect(await within(dialog).findByText(/не принял логин или пароль/)).toBeVisible();
    await user.clear(within(dialog).getByLabelText("Пароль"));
    await user.type(within(dialog).getByLabelText("Пароль"), "right-one");
    await user.click(within(dialog).getByRole("button", { name: "Авторизоваться" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(asked("accesses.save")).toHaveLength(2);
    expect(document.body.innerHTML).not.toContain("right-one");
  });
});

describe("a paper for a person", () => {
  it("is looked over, told why it does not leave, and its correction is not lost", async () => {
    const { user, asked } = await openAt("persons", "documents", SAMPLES.forPerson, {});
    await user.click(await screen.findByRole("button", { name: "Отправить в ЭДО" }));
    const dialog = await screen.findByRole("dialog", { name: "Запись ЭДО" });
    const phone = await within(dialog).findByLabelText("Телефон");
    await user.clear(phone);
    await user.click(within(dialog).getByRole("button", { name: "Отправить" }));
    expect(within(dialog).getByText("Введите телефон: на него придёт СМС с кодом.")).toBeVisible();
    expect(asked("persons.save")).toEqual([]);

    await user.type(phone, "8 (912) 765-00-00");
    await user.click(within(dialog).getByRole("button", { name: "Выбрать иначе" }));
    await user.click(within(dialog).getByRole("radio", { name: /^Оставить у оператора/ }));
    await user.click(within(dialog).getByRole("button", { name: "Оставить у оператора" }));
    expect(await within(dialog).findByText(/У вас нет доступа к F\.Doc/)).toBeVisible();
    expect(asked("documents.send")).toEqual([{ ids: [SAMPLES.forPerson], departure: "deferred" }]);
    expect(asked("persons.save")[0]).toMatchObject({ phone: "8 (912) 765-00-00", has_no_middle_name: false });
    await user.click(within(dialog).getByRole("button", { name: "Открыть доступ" }));
    await waitFor(() => expect(router.route.params.get("part")).toBe("access-fdoc"));
  });

  // Found by their words: to look for roles in a whole window takes a second each time.
  it("left at the operator waits for one step after the other", async () => {
    const { backend, user, asked } = await openAt("persons", "documents", SAMPLES.forPerson, {});
    backend.rpc("documents.get", { id: SAMPLES.forPerson });
    backend.persons.left(SAMPLES.forPerson, "deferred");
    await user.click(await screen.findByText("Получить согласие"));
    expect(await screen.findByText("Напомнить")).toBeVisible();
    expect(screen.queryByText("Подтвердить и отправить")).toBeNull();

    backend.persons.stand(SAMPLES.forPerson, "our_signature_required");
    await user.click(await screen.findByText("Подтвердить и отправить"));
    await screen.findByText("Напомнить");
    backend.persons.stand(SAMPLES.forPerson, "signed_by_them");
    expect(await screen.findByText("Открыть подписанный PDF")).toBeVisible();
    expect(asked("persons.act").map((request) => (request as { act: string }).act)).toEqual([
      "request_consent",
      "confirm",
    ]);
  });

  it("is not annulled without a reason", async () => {
    const { backend, user, asked } = await openAt("persons", "documents", SAMPLES.forPerson, {});
    backend.rpc("documents.get", { id: SAMPLES.forPerson });
    backend.persons.left(SAMPLES.forPerson, "deferred");
    await user.click(await screen.findByRole("button", { name: "Аннулировать" }));
    const dialog = await screen.findByRole("dialog", { name: "Аннулировать документ" });
    await user.click(within(dialog).getByRole("button", { name: "Аннулировать" }));
    expect(within(dialog).getByText("Впишите причину.")).toBeVisible();
    expect(asked("persons.act")).toEqual([]);
    await user.type(within(dialog).getByLabelText("Причина"), "Ошибка в сумме");
    await user.click(within(dialog).getByRole("button", { name: "Аннулировать" }));
    await waitFor(() =>
      expect(asked("persons.act")[0]).toMatchObject({ act: "annul", reason: "Ошибка в сумме" }),
    );
  });
});
