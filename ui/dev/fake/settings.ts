/** What is settled about a connection in the stand-in: how it sends, its log, the names of its statuses. */
import type { ExchangeEntry } from "../../src/api/types";
import type { FakeBackend, Handlers } from "./fake";

export type SettingCommands =
  | `status_names.${"list" | "save" | "remove" | "fill"}`
  | `exchange_log.${"list" | "clear"}`
  | "connections.set";

/** What was settled. */
interface Settled {
  /** Names of statuses that were taught, and what they mean. */
  readonly taught: Map<string, string>;
  log: ExchangeEntry[];
}

const STATUSES = [
  { id: "prepared", title: "Подготовлен", names: ["prepared", "Подготовлен", "Черновик"] },
  { id: "sent", title: "Отправлен на подпись. Ожидаем подписания", names: ["sent", "Отправлен на подпись"] },
  { id: "signed", title: "Подписан", names: ["signed", "Подписан"] },
];

export function settingHandlers(
  backend: FakeBackend,
  settled: Settled,
  loggedId: number,
): Pick<Handlers, SettingCommands> {
  return {
    "connections.set": ({ id, sends_at_once, keeps_exchange_log }) => {
      backend.connections = backend.connections.map((one) =>
        one.id === id
          ? {
              ...one,
              sends_at_once: sends_at_once ?? one.sends_at_once,
              keeps_exchange_log: keeps_exchange_log ?? one.keeps_exchange_log,
            }
          : one,
      );
      backend.emit("connections");
      return {};
    },
    "exchange_log.list": ({ connection_id }) => ({
      entries: settled.log.filter(() => connection_id === loggedId),
    }),
    "exchange_log.clear": () => {
      settled.log = [];
      return {};
    },
    "status_names.list": () => ({
      statuses: STATUSES.map((one) => ({
        ...one,
        taught: [...settled.taught].filter(([, means]) => means === one.id).map(([name]) => name),
      })),
      unknown: settled.taught.has("Ждём клиента") ? [] : [{ name: "Ждём клиента", documents: 2 }],
    }),
    "status_names.save": ({ name, means }) => {
      settled.taught.set(name, means);
      return {};
    },
    "status_names.remove": ({ name }) => {
      settled.taught.delete(name);
      return {};
    },
    "status_names.fill": () => ({ documents: 2 }),
  };
}
