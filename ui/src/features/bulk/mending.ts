/** From a row to the place where its cause is mended. The plan waits meanwhile. */
import { call } from "../../api/client";
import { router } from "../../shared/router.svelte";
import { wants } from "../documents/wants.svelte";
import { openForm } from "../records/creating";
import { recording } from "../persons/recording.svelte";
import { routing } from "../sending/routing.svelte";
import { session } from "../session.svelte";
import type { Job, Row } from "./contract";
import { bulk } from "./jobs.svelte";

/** The registry as it stands stays behind the card. */
const registryParams = () =>
  router.route.view === "documents" ? new URLSearchParams(router.route.params) : new URLSearchParams();

/** What was mended counts at once: a plan that still waits is checked anew. */
async function lookAgain(jobId: number): Promise<void> {
  const job = bulk.jobs.find(({ id }) => id === jobId);
  if (job?.state === "planned") await bulk.recheck(job);
}

/** «Создать файл»: one press, for the row itself. */
async function prepare(jobId: number, documentId: number): Promise<void> {
  await call("documents.prepare", { ids: [documentId] }).catch(() => null);
  await lookAgain(jobId);
}

async function toCounterparty(documentId: number): Promise<void> {
  const card = await call("documents.get", { id: documentId }).catch(() => null);
  const counterparty = card?.document.counterparty;
  if (counterparty) {
    wants.exchangeWith = counterparty.id;
    router.go("counterparties", counterparty.id);
  } else router.go("documents", documentId);
}

/** The list of employees whom the operator lets in, for the firm of the document; where no firm is connected, that first. */
async function toAccess(documentId: number): Promise<void> {
  const card = await call("documents.get", { id: documentId }).catch(() => null);
  const firm = card?.document.firm?.id;
  const of = session.personConnections;
  const connection = of.find(({ firm_id }) => firm_id === firm) ?? of[0];
  if (connection === undefined) return connectPersons();
  settings({
    tab: "connections",
    part: `access-${connection.operator}`,
    ...(firm === undefined ? {} : { firm: String(firm) }),
  });
}

/** A firm that was never connected begins with a request, where an operator takes such. */
function connectPersons(): void {
  const operator = session.operators.find(({ capabilities }) => capabilities.for_persons);
  if (operator?.takes_connection_requests) return settings({ tab: "connections", part: "requests" });
  settings({ tab: "connections", add: "1", ...(operator ? { operator: operator.kind } : {}) });
}

const settings = (params: Record<string, string>) => router.go("settings", null, new URLSearchParams(params));

export function mend(job: Pick<Job, "id">, row: Pick<Row, "document_id" | "fix">): void {
  if (row.fix === "prepare") return void prepare(job.id, row.document_id);
  if (row.fix === "person") return recording.check(row.document_id, () => void lookAgain(job.id));
  if (row.fix === "route") return routing.ask(row.document_id, () => void lookAgain(job.id));
  const params = registryParams();
  params.delete("edit");
  if (bulk.openedId === job.id) bulk.putAside();
  if (row.fix === "connect") return settings({ tab: "connections", add: "1" });
  if (row.fix === "connect_persons") return connectPersons();
  if (row.fix === "access") return void toAccess(row.document_id);
  if (row.fix === "certificates") return settings({ tab: "certificates" });
  if (row.fix === "invite") return void toCounterparty(row.document_id);
  if (router.route.view === "documents") router.replace("documents", row.document_id, params);
  else router.go("documents", row.document_id);
  if (row.fix === "edit") openForm(row.document_id, params);
  if (row.fix === "counterparty") wants.otherSideOf = row.document_id;
}
