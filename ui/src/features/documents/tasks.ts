/** What «Задачи» asks for. */
import type { Request } from "../../api/types";

import { statusesOf } from "./statuses";

const SHOWN = 8;

export const TASK_GROUPS = ["problems", "ours", "toSend"] as const;

export function tasksRequest(
  group: (typeof TASK_GROUPS)[number],
  firmId: number | null,
): Request<"documents.list"> {
  const firm = firmId === null ? {} : { firm_id: firmId };
  return { filter: { statuses: statusesOf(group) ?? [], ...firm }, limit: SHOWN };
}
