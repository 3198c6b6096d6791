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
  const others = (): ScheduledJob[] => {
    const at = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();
    const usual = { id: null, title: "", last_success_at: null, has_own_pause: false, stopped_at: null };
    return [
      {
        ...usual,
        kind: "folder",
        id: 1,
        title: "ООО «Автосервис Двор», папка «Из 1С»",
        last_run_at: at(-2),
        result: "Взято файлов: 42, не удалось взять: 1.",
        is_trouble: false,
        next_run_at: null,
        pause_s: 3,
      },
      {
        ...usual,
        kind: "rules",
        last_run_at: null,
        result: "Ждут отправки: 2. Не ушли и ждут вас: 1.",
        is_trouble: true,
        next_run_at: at(240),
        pause_s: null,
      },
      {
        ...usual,
        kind: "receipts",
        id: 1,
        title: "ООО «Автосервис Двор»",
        last_run_at: at(-20),
        result: "Отправлено извещений: 12.",
        is_trouble: false,
        next_run_at: null,
        pause_s: null,
      },
      {
        ...usual,
        kind: "endings",
        last_run_at: at(-1500),
        result: "Сроки сертификатов и доверенностей в порядке.",
        is_trouble: false,
        next_run_at: at(2100),
        pause_s: 3600,
      },
      {
        ...usual,
        kind: "tidying",
        last_run_at: at(-18_000),
        result: "Лишнее убрано, документы не тронуты.",
        is_trouble: false,
        next_run_at: at(68_400),
        pause_s: 86_400,
      },
    ];
  };
  return {
    "notices.settings": () => settings,
    "notices.save_settings": (wish: NoticeSettings) => {
      settings = wish;
      return {};
    },
    "notices.test": () => ({}),
    "schedule.get": () => ({ pause_s: usualS, jobs: [...office.connections.map(job), ...others()] }),
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
