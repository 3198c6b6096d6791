/** Where a finding of the diagnosis is mended. */
import { call } from "../../api/client";
import type { DiagnosisFix } from "../../api/types";
import { copyText } from "../../shared/clipboard";
import { router } from "../../shared/router.svelte";
import { announce } from "../changes";

const PAGES = {
  open_settings: "security",
  open_certificates: "certificates",
  open_connections: "connections",
  open_trust: "trust",
} as const;

/** What became of it: only `checked` is worth a new diagnosis at once. */
export type Mended = "opened" | "copied" | "checked";

export async function mend({ kind, value }: DiagnosisFix): Promise<Mended> {
  if (kind === "copy") {
    await copyText(Promise.resolve(value ?? ""));
    return "copied";
  }
  if (kind === "refresh_certificates") {
    await call("certificates.refresh", {});
    announce("certificates");
    return "checked";
  }
  router.go("settings", null, new URLSearchParams({ tab: PAGES[kind] }));
  return "opened";
}
