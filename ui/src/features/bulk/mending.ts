/** From a row to the place where its cause is mended. The plan waits meanwhile. */
import { router } from "../../shared/router.svelte";
import { wants } from "../documents/wants.svelte";
import { openForm } from "../records/creating";
import type { Job, Row } from "./contract";
import { bulk } from "./jobs.svelte";

/** The registry as it stands stays behind the card. */
const registryParams = () =>
  router.route.view === "documents" ? new URLSearchParams(router.route.params) : new URLSearchParams();

export function mend(job: Pick<Job, "id">, row: Pick<Row, "document_id" | "fix">): void {
  const params = registryParams();
  params.delete("edit");
  if (bulk.openedId === job.id) bulk.putAside();
  if (row.fix === "connect") {
    router.go("settings", null, new URLSearchParams({ tab: "connections", add: "1" }));
    return;
  }
  if (router.route.view === "documents") router.replace("documents", row.document_id, params);
  else router.go("documents", row.document_id);
  if (row.fix === "edit") openForm(row.document_id, params);
  if (row.fix === "counterparty") wants.otherSideOf = row.document_id;
}
