/**
 * To be imported before everything else: chooses the platform and asks what the first view is going to ask. The
 * answers come while the other scripts are evaluated. With another first view the questions are only asked in vain.
 */
import { askAhead, usePlatform } from "../api/client";
import { choosePlatform } from "../platform/choose";
import { parseRoute } from "../shared/router.svelte";

import { TASK_GROUPS, tasksRequest } from "./documents/tasks";
import { LATEST_NOTICES } from "./notices/request";

export const platform = choosePlatform();
usePlatform(platform);

askAhead("world.get", {});
askAhead("app.status", {});
if (["", "tasks"].includes(parseRoute(window.location.hash).view)) {
  for (const group of TASK_GROUPS) askAhead("documents.list", tasksRequest(group, null));
}
askAhead("connections.list", {});
askAhead("firms.list", {});
askAhead("operators.list", {});
askAhead("notices.list", LATEST_NOTICES);
