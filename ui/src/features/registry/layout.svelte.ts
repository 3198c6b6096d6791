/** The columns of the registry as this person left them. */
import { choose, preferences, replaceWidths, widthsOf } from "../../shared/preferences.svelte";
import type { Density } from "../../shared/preferences.svelte";
import type { ViewState } from "./contract";
import { firstLayout, type Layout, layoutOfView, viewColumns, wholeLayout } from "./layout";

/** The name of the table, under which widths and order are kept. */
export const TABLE = "documents";

class Columns {
  readonly layout = $derived<Layout>(wholeLayout(preferences.layouts[TABLE]));
  readonly density = $derived<Density | null>(
    this.layout.density === null ? null : this.layout.density === "roomy" ? "comfortable" : "compact",
  );

  set(layout: Layout): void {
    choose("layouts", { ...preferences.layouts, [TABLE]: layout });
  }
  reset(): void {
    this.set({ ...firstLayout, density: this.layout.density });
    replaceWidths(TABLE, {});
  }

  /** What a saved view keeps of it. */
  ofView(): Pick<ViewState, "columns" | "density"> {
    const { density } = this.layout;
    return {
      columns: viewColumns(this.layout, widthsOf(TABLE)),
      ...(density === null ? {} : { density }),
    };
  }

  take({ columns, density }: ViewState): void {
    if (!columns) return;
    this.set({ ...layoutOfView(columns, this.layout), density: density ?? this.layout.density });
    const widths = columns.flatMap(({ id, width }) => (width == null ? [] : [[id, width] as const]));
    replaceWidths(TABLE, Object.fromEntries(widths));
  }
}

export const columnLayout = new Columns();
