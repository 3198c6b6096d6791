/** «Уведомления» and «Расписание» of the stand-in. */
import type { Connection, NoticeSettings, ScheduledJob } from "../../src/api/types";

const KINDS: NoticeSettings["kinds"][number]["kind"][] = [
  "connection",
  "failed",
  "refused",
  "revoked",
  "incoming",
  "rule",
  "ending",
  "invitation",
  "signed",
];

export function noticeHandlers(office: { connections: Connection[] }) {
  let settings: NoticeSettings = {
    kinds: KINDS.map((kind) => ({ kind, is_told: true })),
    firm_ids: [],
    whose: "everybodys",
    quiet: null,
    grouping: "gathered",
    wording: "bare",
  };
  let usualS = 30;
  const own = new Map<number, number>();
  const stop = (id: number, stopped_at: string | null) => {
    office.connections = office.connections.map((one) => (one.id === id ? { ...one, stopped_at } : one));
    return {};
  };
  const job = (one: Connection): ScheduledJob => ({
    kind: "exchange",
    id: one.id,
    title: `${one.operator_title}, ${one.box.name}`,
    last_run_at: one.health?.last_success_at ?? null,
    last_success_at: one.health?.last_success_at ?? null,
    result: one.health?.text ?? "",
    is_trouble: one.health?.code !== "ok",
    next_run_at: one.stopped_at === null ? (one.health?.next_attempt_at ?? null) : null,
    pause_s: own.get(one.id) ?? usualS,
    has_own_pause: own.has(one.id),
    stopped_at: one.stopped_at,
  });
  return {
    "notices.settings": () => settings,
    "notices.save_settings": (wish: NoticeSettings) => {
      settings = wish;
      return {};
    },
    "notices.test": () => ({}),
    "schedule.get": () => ({ pause_s: usualS, jobs: office.connections.map(job) }),
    "schedule.set": ({
      connection_id,
      pause_s,
    }: {
      connection_id?: number | null;
      pause_s?: number | null;
    }) => {
      if (connection_id == null) usualS = pause_s ?? usualS;
      else if (pause_s == null) own.delete(connection_id);
      else own.set(connection_id, pause_s);
      return {};
    },
    "schedule.stop": ({ id }: { id: number }) => stop(id, new Date().toISOString()),
    "schedule.resume": ({ id }: { id: number }) => stop(id, null),
  };
}
