/** What the registry offers to the list of commands: saved views, the order of the rows, a file of what is seen. */
import ArrowDown from "@lucide/svelte/icons/arrow-down";
import ArrowUp from "@lucide/svelte/icons/arrow-up";
import Download from "@lucide/svelte/icons/download";
import X from "@lucide/svelte/icons/x";

import { type Sort, withSort } from "../../shared/ui/table";
import { t } from "../../text";
import type { Command } from "../palette/commands.svelte";
import type { Registry } from "./registry.svelte";

interface Sorted {
  id: string;
  title: string;
  sorts?: boolean;
}

const DIRECTIONS = [
  { direction: "ascending", icon: ArrowUp },
  { direction: "descending", icon: ArrowDown },
] as const;

export function registryCommands(registry: Registry, columns: Sorted[], exportRows: () => void): Command[] {
  const sortable = columns.filter(({ sorts }) => sorts === true);
  const byOne = (column: Sorted, { direction, icon }: (typeof DIRECTIONS)[number]): Command => ({
    id: `sort-${column.id}-${direction}`,
    label: t.palette.sort(column.title, direction),
    words: t.palette.sortWords,
    icon,
    run: () => registry.changeSorts([{ column: column.id, direction }]),
  });
  const behind = (column: Sorted, { direction, icon }: (typeof DIRECTIONS)[number]): Command => ({
    id: `sort-more-${column.id}-${direction}`,
    label: t.palette.sortMore(column.title, direction),
    words: t.palette.sortWords,
    icon,
    run: () => registry.changeSorts(withSort(registry.sorts, column.id, direction)),
  });
  const canAdd = (column: Sorted) => registry.sorts.some((sort: Sort) => sort.column !== column.id);
  return [
    {
      id: "export",
      label: registry.hasSelection ? t.palette.exportSelection : t.palette.exportFound,
      words: t.palette.exportWords,
      icon: Download,
      run: exportRows,
    },
    ...sortable.flatMap((column) => DIRECTIONS.map((one) => byOne(column, one))),
    ...sortable.filter(canAdd).flatMap((column) => DIRECTIONS.map((one) => behind(column, one))),
    ...(registry.sorts.length === 0
      ? []
      : [
          {
            id: "sort-none",
            label: t.palette.sortNone,
            words: t.palette.sortWords,
            icon: X,
            run: () => registry.changeSorts([]),
          },
        ]),
  ];
}
