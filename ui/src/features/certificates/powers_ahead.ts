/** The contract of powers of attorney, ahead of the types made from Rust. */
import type { Empty, FileContent, Id } from "../../api/types";

interface PowerOfAttorney {
  id: number;
  firm_id: number;
  number: string;
  principal_inn: string;
  representative_name: string;
  representative_inn: string;
  certificate_id: number | null;
  valid_from: string | null;
  valid_to: string | null;
  has_file: boolean;
  has_signature: boolean;
  state: "valid" | "not_yet" | "expired" | "unknown";
  problems: string[];
}

interface SavePowerOfAttorney {
  id?: number | null;
  firm_id: number;
  number: string;
  principal_inn: string;
  representative_name?: string | null;
  representative_inn?: string | null;
  certificate_id?: number | null;
  valid_from?: string | null;
  valid_to?: string | null;
  file?: FileContent | null;
  signature?: FileContent | null;
}

declare module "../../api/generated/commands" {
  interface Commands {
    "powers.list": [{ firm_id?: number | null }, { powers: PowerOfAttorney[] }];
    "powers.save": [SavePowerOfAttorney, { power: PowerOfAttorney }];
    "powers.remove": [Id, Empty];
  }
}
