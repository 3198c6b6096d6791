/**
 * The columns of the registry as this person left them: one's own, and beside them those of each saved view, which
 * come and go with the view.
 */
import { preferences, replaceLayout, widthsOf } from "../../shared/preferences.svelte";
import type { Density } from "../../shared/preferences.svelte";
import { router } from "../../shared/router.svelte";
import { session } from "../session.svelte";
import type { ViewState } from "./contract";
import { firstLayout, type Layout, layoutOfView, viewColumns, wholeLayout } from "./layout";

const TABLE = "documents";

/** Numbers of views mean nothing in the other world. */
const ofView = (id: number) => `${TABLE}.${session.mode}.${id}`;

const keptOf = (table: string): Layout | undefined => {
  const kept = preferences.layouts[table];
  return kept === undefined ? undefined : wholeLayout(kept);
};

class Columns {
  /** The name under which widths and order are kept. */
  readonly table = $derived.by(() => {
    const table = ofView(Number(router.route.params.get("view") ?? 0));
    return preferences.layouts[table] === undefined ? TABLE : table;
  });
  readonly layout = $derived<Layout>(keptOf(this.table) ?? firstLayout);
  readonly density = $derived<Density | null>(
    this.layout.density === null ? null : this.layout.density === "roomy" ? "comfortable" : "compact",
  );

  set(layout: Layout): void {
    replaceLayout(this.table, layout, widthsOf(this.table));
  }
  reset(): void {
    replaceLayout(this.table, { ...firstLayout, density: this.layout.density }, {});
  }

  /** What a saved view keeps of it. */
  ofView(): Pick<ViewState, "columns" | "density" | "frozen"> {
    const { density, frozen } = this.layout;
    return {
      frozen,
      columns: viewColumns(this.layout, widthsOf(this.table)),
      ...(density === null ? {} : { density }),
    };
  }

  /** The columns of a view, for as long as it is shown; one that has none is shown with one's own. */
  take(id: number, { columns, density, frozen }: ViewState): void {
    if (!columns) return this.forget(id);
    const own = keptOf(TABLE) ?? firstLayout;
    const layout = wholeLayout({
      ...layoutOfView(columns, own),
      // A view of an earlier program does not say which columns stand still.
      frozen: frozen ?? (keptOf(ofView(id)) ?? own).frozen,
      density: density ?? own.density,
    });
    const widths = columns.flatMap(({ id: column, width }) =>
      width == null ? [] : [[column, width] as const],
    );
    replaceLayout(ofView(id), layout, Object.fromEntries(widths));
  }

  /** The columns as they are now belong to this view too. */
  keepAs(id: number): void {
    replaceLayout(ofView(id), this.layout, widthsOf(this.table));
  }

  forget(id: number): void {
    replaceLayout(ofView(id), null, {});
  }
}

export const columnLayout = new Columns();
