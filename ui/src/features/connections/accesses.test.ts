import { describe, expect, it } from "vitest";

import type { Access, Employee } from "../../api/types";
import { accessLabel, holderDiffers, seatsOf } from "./accesses";

const employee = (id: number, full_name: string, changes: Partial<Employee> = {}): Employee => ({
  id,
  last_name: full_name,
  first_name: "",
  middle_name: "",
  full_name,
  short_name: full_name,
  position: "",
  phone: null,
  email: "",
  firm_ids: [],
  is_former: false,
  ...changes,
});
const access = (employee_id: number, state: string, holder_name = ""): Access => ({
  connection_id: 7,
  employee_id,
  employee_name: "",
  state,
  holder_name,
  text: "",
  changed_at: "2026-11-20T09:00:00Z",
});

describe("the seats of a connection", () => {
  it("are those who work for its firm and whoever has an access all the same, me first", () => {
    const employees = [
      employee(1, "Белов"),
      employee(2, "Алексеева", { firm_ids: [2] }),
      employee(3, "Воронцова", { firm_ids: [1] }),
      employee(4, "Бывшая", { is_former: true }),
      employee(5, "Ушедшая", { is_former: true }),
      employee(6, "Гусев"),
    ];
    const seats = seatsOf(employees, [access(5, "logged_in"), access(1, "refused")], 1, 6);
    expect(seats.map(({ name }) => name)).toEqual(["Гусев", "Белов", "Ушедшая", "Воронцова"]);
    expect(seats[0]?.isMe).toBe(true);
  });

  it("tell a name that differs at the operator, and no difference of spelling", () => {
    const [same] = seatsOf([employee(1, "Пётр Чернов")], [access(1, "logged_in", "Петр  Чернов")], 1, null);
    const [other] = seatsOf([employee(1, "Пётр Чернов")], [access(1, "logged_in", "Петрова Анна")], 1, null);
    expect(same && holderDiffers(same)).toBe(false);
    expect(other && holderDiffers(other)).toBe(true);
  });

  it("have words for a state that only a newer program knows", () => {
    expect(accessLabel(access(1, "on_leave"))).toBe("Неизвестное состояние");
    expect(accessLabel(null)).toBe("Доступа нет");
  });
});
