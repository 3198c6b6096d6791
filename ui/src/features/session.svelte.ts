/** What the whole window knows: the program's state, firms, connections, the chosen firm, the running exchange. */
import { ApiError, call } from "../api/client";
import type { AppStatus, Connection, Firm, Mode, Operator, WorldState } from "../api/types";
import { toast } from "../shared/ui/toasts.svelte";
import { t } from "../text";
import { announce, onChange } from "./changes";
import { Live } from "./live.svelte";

export type LightTone = "ok" | "trouble" | "unknown" | "stopped" | "none";

/** What ends by itself: the world is asked for until it is open or says what is wrong. */
const PASSING = ["starting", "upgrading"];
const isPassing = (problem: { code: string } | null | undefined) =>
  problem != null && PASSING.includes(problem.code);
/** Between two looks at how far an upgrade is; `starting` is itself answered late. */
const UPGRADE_PAUSE_MS = 400;

class Session {
  /** Which world is open, or what keeps it from opening. */
  world = new Live<WorldState>(() => call("world.get", {}));
  status = new Live<AppStatus>(() => call("app.status", {}));
  connectionList = new Live<Connection[]>(async () => (await call("connections.list", {})).connections);
  firmList = new Live<Firm[]>(async () => (await call("firms.list", {})).firms);
  operatorList = new Live<Operator[]>(async () => (await call("operators.list", {})).operators);
  /** The firm chosen on top of the rail; `null` is «Все фирмы». */
  firmId = $state<number | null>(null);
  isSyncing = $state(false);
  syncError = $state.raw<ApiError | null>(null);

  readonly mode = $derived<Mode>(this.world.value?.mode ?? "work");
  readonly isTraining = $derived(this.mode === "training");
  readonly problem = $derived(this.world.value?.problem ?? null);
  readonly isStarting = $derived(this.world.isLoading || isPassing(this.problem));
  /** How far the database of an older program is on its way to the form of this one. */
  readonly upgrade = $derived(this.world.value?.upgrade ?? null);
  readonly connections = $derived(this.connectionList.value ?? []);
  readonly firms = $derived(this.firmList.value ?? []);
  readonly operators = $derived(this.operatorList.value ?? []);
  /** Those by which documents go to companies, and those by which they go to people. */
  readonly companyConnections = $derived(this.connections.filter((one) => !this.#isForPersons(one)));
  readonly personConnections = $derived(this.connections.filter((one) => this.#isForPersons(one)));
  /** Where operators live in the training mode: nothing of it may go to the real ones. */
  readonly trainingAddress = $derived(trainingOrigin(this.world.value));
  readonly light = $derived<LightTone>(lightOf(this.connections));
  /** The oldest success of all connections: everything shown is at least as fresh. */
  readonly asOf = $derived(oldestSuccess(this.connections));

  async start(): Promise<void> {
    onChange([], () => void this.reload());
    onChange(["status", "documents", "notices", "connections", "firms"], () => void this.status.reload());
    onChange(["connections"], () => void this.connectionList.reload());
    onChange(["firms", "connections"], () => void this.firmList.reload());
    await this.reload();
  }

  /** Asks for the world first: nothing else can be read while it is closed. */
  async reload(): Promise<void> {
    const before = this.world.value?.mode;
    await this.world.reload();
    // The answer comes when the world is open; this one only says that it takes longer than one question may.
    while (isPassing(this.world.value?.problem)) {
      if (this.upgrade !== null) await new Promise((resolve) => setTimeout(resolve, UPGRADE_PAUSE_MS));
      await this.world.reload();
    }
    if (before !== undefined && before !== this.mode) this.firmId = null;
    if (this.world.value?.problem) return;
    await Promise.all([
      this.status.reload(),
      this.connectionList.reload(),
      this.firmList.reload(),
      this.operatorList.reload(),
    ]);
  }

  /** «Обновить»: sends what is due and reads what the operators have to tell. */
  async sync(connectionId?: number): Promise<void> {
    if (this.isSyncing || this.connections.length === 0) return;
    this.isSyncing = true;
    this.syncError = null;
    try {
      const request = connectionId === undefined ? {} : { connection_id: connectionId };
      const { connections } = await call("sync.run", request);
      if (connections.every((connection) => !connection.error)) {
        const sum = (key: "events_new" | "sent") => connections.reduce((all, one) => all + one[key], 0);
        if (sum("events_new") + sum("sent") > 0) {
          toast({ tone: "info", text: t.link.done(sum("events_new"), sum("sent")) });
        }
      }
    } catch (cause) {
      this.syncError = ApiError.from(cause);
    } finally {
      this.isSyncing = false;
      announce("documents", "outbox", "connections", "notices", "status");
    }
  }

  #isForPersons({ operator }: Connection): boolean {
    return this.operatorOf(operator)?.capabilities.for_persons === true;
  }

  operatorOf(kind: string): Operator | undefined {
    return this.operators.find((operator) => operator.kind === kind);
  }

  operatorTitle(kind: string): string {
    return this.operatorOf(kind)?.title ?? kind;
  }
}

function trainingOrigin(world: WorldState | null): string {
  return world?.training_page ? new URL(world.training_page).origin : "";
}

function lightOf(connections: Connection[]): LightTone {
  if (connections.length === 0) return "none";
  if (connections.every((one) => one.stopped_at !== null)) return "stopped";
  if (connections.some((one) => one.health !== null && one.health.code !== "ok")) return "trouble";
  return connections.some((one) => one.health === null) ? "unknown" : "ok";
}

function oldestSuccess(connections: Connection[]): string | null {
  const moments = connections.map((one) => one.health?.last_success_at ?? null);
  if (moments.length === 0 || moments.includes(null)) return null;
  return moments.filter((at) => at !== null).sort()[0] ?? null;
}

export const session = new Session();
