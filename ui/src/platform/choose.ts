import { browserPlatform, takeToken } from "./browser";
import type { Platform } from "./platform";
import { tauriPlatform } from "./tauri";

/** The desktop program puts its mark into the page before any script of ours runs. */
export function choosePlatform(): Platform {
  if ("__TAURI_INTERNALS__" in window) return tauriPlatform();
  return browserPlatform(takeToken(window.location, window.sessionStorage));
}
