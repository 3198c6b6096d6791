/** «Подтвердить получение» from «Задачи»: read only when it is pressed. */
import type { DocumentRow } from "../../api/types";
import { t } from "../../text";
import { wants } from "../documents/wants.svelte";
import { CONFIRM_RECEIPT } from "./actions";
import { bulk } from "./jobs.svelte";

export async function confirmReceipts(rows: DocumentRow[]): Promise<void> {
  if (bulk.isPlanning || bulk.asked !== null) return;
  wants.isBulkWanted = true;
  await bulk.begin(CONFIRM_RECEIPT, {
    chosen: { ids: rows.map(({ id }) => id) },
    order: [],
    columns: [],
    forms: [],
    rows,
    count: t.bulk.documents(rows.length),
  });
}
