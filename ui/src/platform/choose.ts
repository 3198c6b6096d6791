import { browserPlatform, takeToken } from "./browser";
import type { Platform } from "./platform";

/** The desktop program puts its mark into the page before any script of ours runs. */
export async function choosePlatform(): Promise<Platform> {
  if ("__TAURI_INTERNALS__" in window) {
    const { tauriPlatform } = await import("./tauri");
    return tauriPlatform();
  }
  return browserPlatform(takeToken(window.location, window.sessionStorage));
}
