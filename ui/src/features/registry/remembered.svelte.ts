/**
 * How the registry was left: it stands so again when it is opened from anywhere, and with the next start. What was
 * searched for, and the sums, are kept for this run only, because words out of documents do not belong outside the
 * database; ids of one world mean nothing in the other.
 */
import type { Mode } from "../../api/types";
import { formatRoute, type Route, router } from "../../shared/router.svelte";
import { session } from "../session.svelte";

const VIEW = "documents";

/** The next start does not know them. */
const OF_THIS_RUN = ["q", "sumFrom", "sumTo"];

const key = (mode: Mode) => `surguch.registry.${mode}`;

/** By mode, as long as the window lives. */
const left = $state<Partial<Record<Mode, string>>>({});

export function rememberAddress(mode: Mode, params: URLSearchParams): void {
  const kept = new URLSearchParams(params);
  kept.delete("edit");
  left[mode] = kept.toString();
  for (const name of OF_THIS_RUN) kept.delete(name);
  try {
    window.localStorage.setItem(key(mode), kept.toString());
  } catch {
    // A browser may refuse storage; then the next start shows everything.
  }
}

export function rememberedAddress(mode: Mode): URLSearchParams {
  try {
    return new URLSearchParams(left[mode] ?? window.localStorage.getItem(key(mode)) ?? "");
  } catch {
    return new URLSearchParams();
  }
}

/** Where the registry is, as it was left. */
export const registryAddress = (): string => formatRoute(VIEW, null, rememberedAddress(session.mode));

export function openRegistry(): void {
  router.open(registryAddress());
}

const restored = new Set<Mode>();

/**
 * Where the address asks for nothing: once for each start, and always under a document, which is opened beside the
 * list and not instead of it.
 */
export function restoreAddress(mode: Mode, { view, id, params }: Route = router.route): void {
  if (view !== VIEW) return;
  const isStart = !restored.has(mode);
  restored.add(mode);
  if (params.size > 0 || (id === null && !isStart)) return;
  const kept = rememberedAddress(mode);
  if (kept.size > 0) router.replace(VIEW, id, kept);
}
