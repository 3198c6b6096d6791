/** Saved views of the registry: kept by the program, so that they are in its backup. */
import { ApiError, call } from "../../api/client";
import { router } from "../../shared/router.svelte";
import { toast } from "../../shared/ui/toasts.svelte";
import { t } from "../../text";
import { onChange } from "../changes";
import { Live } from "../live.svelte";
import { session } from "../session.svelte";
import { filterOf, orderOf, paramsOf } from "./address";
import type { SavedView, ViewState } from "./contract";
import { layoutOfView, shownIds } from "./layout";
import { columnLayout } from "./layout.svelte";

/** The program takes no longer name. */
export const MOST_LETTERS = 80;

class Views {
  /** With counters of the firm that is chosen for the whole window, as the registry shows them. */
  readonly list = new Live<SavedView[]>(async () => {
    const firm = session.firmId === null ? {} : { firm_id: session.firmId };
    return (await call("views.list", firm)).views;
  });
  error = $state.raw<ApiError | null>(null);
  readonly all = $derived(this.list.value ?? []);
  readonly pinned = $derived(this.all.filter((view) => view.is_pinned));
  readonly activeId = $derived(Number(router.route.params.get("view") ?? 0));
  readonly active = $derived(this.all.find((view) => view.id === this.activeId) ?? null);
  /** The registry does not stand any more as the view has it. */
  readonly isChanged = $derived(this.active !== null && !this.#isAsSaved(this.active));

  /**
   * To be called from an effect; reads again while the effect lives, because the counters follow the documents and the
   * chosen firm.
   */
  follow(): () => void {
    const stop = $effect.root(() => {
      $effect(() => void this.list.reload());
    });
    const leave = onChange(["documents", "views"], () => void this.list.reload());
    return () => {
      stop();
      leave();
    };
  }

  /** How the registry stands now. */
  stateNow(): ViewState {
    const { params } = router.route;
    const order = orderOf(params);
    return {
      filter: filterOf(params, null),
      ...(order.length === 0 ? {} : { sort: order }),
      ...columnLayout.ofView(),
    };
  }

  open(view: SavedView | null): void {
    const openedId = router.route.view === "documents" ? router.route.id : null;
    if (view === null) return router.replace("documents", openedId);
    const params = paramsOf(view.state.filter, view.state.sort ?? []);
    params.set("view", String(view.id));
    columnLayout.take(view.id, view.state);
    router.replace("documents", openedId, params);
  }

  /** Reads them once, for whoever only names them. */
  want(): void {
    if (this.list.value === null) void this.list.reload();
  }

  /** A new view of what is shown; the registry then stands in it. */
  async add(name: string, isPinned: boolean): Promise<void> {
    const { id } = await call("views.save", { name, is_pinned: isPinned, state: this.stateNow() });
    columnLayout.keepAs(id);
    await this.list.reload();
    const params = new URLSearchParams(router.route.params);
    params.set("view", String(id));
    router.replace("documents", router.route.id, params);
  }

  async overwrite(view: SavedView): Promise<void> {
    const { id, name, is_pinned } = view;
    await this.#told(() => call("views.save", { id, name, is_pinned, state: this.stateNow() }));
    if (this.error === null) toast({ tone: "success", text: t.registry.savedInto(name) });
  }
  async rename(view: SavedView, name: string): Promise<void> {
    const { id, is_pinned, state } = view;
    await this.#told(() => call("views.save", { id, name, is_pinned, state }));
  }
  async pin(view: SavedView, isPinned: boolean): Promise<void> {
    const { id, name, state } = view;
    await this.#told(() => call("views.save", { id, name, is_pinned: isPinned, state }));
  }
  async move(view: SavedView, step: -1 | 1): Promise<void> {
    const ids = this.all.map(({ id }) => id);
    const at = ids.indexOf(view.id);
    ids.splice(at, 1);
    ids.splice(at + step, 0, view.id);
    await this.#told(() => call("views.order", { ids }));
  }

  /** Gone at once; «Вернуть» saves it again in its old place. */
  async remove(view: SavedView): Promise<void> {
    const ids = this.all.map(({ id }) => id);
    await this.#told(() => call("views.remove", { id: view.id }));
    if (this.error !== null) return;
    columnLayout.forget(view.id);
    const undo = async () => {
      const { name, is_pinned, state } = view;
      const { id } = await call("views.save", { name, is_pinned, state });
      return call("views.order", { ids: ids.map((one) => (one === view.id ? id : one)) });
    };
    toast({
      tone: "info",
      text: t.registry.viewRemoved(view.name),
      action: { label: t.registry.undo, run: () => void this.#told(undo) },
    });
  }

  async #told(change: () => Promise<unknown>): Promise<void> {
    this.error = null;
    try {
      await change();
    } catch (cause) {
      this.error = ApiError.from(cause);
      toast({ tone: "error", text: t.registry.changeFailed, details: this.error.message });
    }
    await this.list.reload();
  }

  #isAsSaved(view: SavedView): boolean {
    const { params } = router.route;
    const now = paramsOf(filterOf(params, null), orderOf(params));
    const saved = paramsOf(view.state.filter, view.state.sort ?? []);
    return now.toString() === saved.toString() && isLaidOutAs(view.state);
  }
}

/** Widths are no reason to call a view changed: they are dragged in passing. */
function isLaidOutAs({ columns, density, frozen }: ViewState): boolean {
  if (!columns) return true;
  const { layout } = columnLayout;
  const saved = shownIds(layoutOfView(columns, layout)).join();
  return (
    saved === shownIds(layout).join() &&
    (density ?? layout.density) === layout.density &&
    (frozen ?? layout.frozen) === layout.frozen
  );
}

export const views = new Views();
