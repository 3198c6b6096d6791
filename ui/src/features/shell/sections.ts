/** The sections of the window in the order of their keys, Ctrl+1 and on. */
import ChartColumn from "@lucide/svelte/icons/chart-column";
import Files from "@lucide/svelte/icons/files";
import ListTodo from "@lucide/svelte/icons/list-todo";
import SendHorizontal from "@lucide/svelte/icons/send-horizontal";
import Settings from "@lucide/svelte/icons/settings";
import Users from "@lucide/svelte/icons/users";

import { formatRoute } from "../../shared/router.svelte";
import { registryAddress } from "../registry/remembered.svelte";

export const SECTIONS = [
  { view: "tasks", icon: ListTodo },
  { view: "documents", icon: Files },
  { view: "outbox", icon: SendHorizontal },
  { view: "counterparties", icon: Users },
  { view: "overview", icon: ChartColumn },
  { view: "settings", icon: Settings },
] as const;

/** Where a section is; the registry stands as it was left. */
export const sectionAddress = (view: (typeof SECTIONS)[number]["view"]): string =>
  view === "documents" ? registryAddress() : formatRoute(view);

export const sectionKeys = (index: number) => `Ctrl+${index + 1}`;
