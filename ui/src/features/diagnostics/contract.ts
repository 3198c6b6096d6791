/** `workplace.diagnose`: what this computer has for signing and sending. */
import { ApiError, currentPlatform } from "../../api/client";

export type CheckState = "ok" | "warning" | "problem" | "not_here";

export interface Fix {
  kind:
    | "open_settings"
    | "refresh_certificates"
    | "open_certificates"
    | "open_connections"
    | "open_trust"
    | "copy";
  label: string;
  value?: string | null;
}

export interface WorkplaceCheck {
  id: string;
  label: string;
  state: CheckState;
  /** What was found; a sentence. */
  text: string;
  /** What to do; empty when nothing is to be done. */
  advice: string;
  fix: Fix | null;
}

export async function diagnose(): Promise<WorkplaceCheck[]> {
  try {
    const { checks } = (await currentPlatform().rpc("workplace.diagnose", {})) as {
      checks: WorkplaceCheck[];
    };
    return checks;
  } catch (cause) {
    throw ApiError.from(cause);
  }
}
