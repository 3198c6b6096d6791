/**
 * How the registry was left: it comes back so with the next start. What was searched for is not kept, because words
 * out of documents do not belong outside the database; ids of one world mean nothing in the other.
 */
import type { Mode } from "../../api/types";
import { router } from "../../shared/router.svelte";

const key = (mode: Mode) => `surguch.registry.${mode}`;

export function rememberAddress(mode: Mode, params: URLSearchParams): void {
  const kept = new URLSearchParams(params);
  for (const name of ["q", "edit", "sumFrom", "sumTo"]) kept.delete(name);
  try {
    window.localStorage.setItem(key(mode), kept.toString());
  } catch {
    // A browser may refuse storage; then the next start shows everything.
  }
}

export function rememberedAddress(mode: Mode): URLSearchParams {
  try {
    return new URLSearchParams(window.localStorage.getItem(key(mode)) ?? "");
  } catch {
    return new URLSearchParams();
  }
}

const restored = new Set<Mode>();

/** Once for each start, and only where the address itself asks for nothing. */
export function restoreAddress(mode: Mode): void {
  if (restored.has(mode)) return;
  restored.add(mode);
  const { id, params } = router.route;
  if (id !== null || params.size > 0) return;
  const kept = rememberedAddress(mode);
  if (kept.size > 0) router.replace("documents", null, kept);
}
