/** Documents, companies and people for what was typed. Asked in the layout as typed; in the other one when that found nothing. */
import Building from "@lucide/svelte/icons/building-2";
import FileText from "@lucide/svelte/icons/file-text";
import Search from "@lucide/svelte/icons/search";
import User from "@lucide/svelte/icons/user";

import { call } from "../../api/client";
import type { DocumentRow } from "../../api/types";
import { day } from "../../shared/format/dates";
import { money } from "../../shared/format/money";
import { router } from "../../shared/router.svelte";
import { t } from "../../text";
import { statusLabel } from "../documents/statuses";
import { otherName, rowKind } from "../records/row";
import type { CommandGroup } from "./catalogue";
import type { Command } from "./commands.svelte";
import { swapped } from "./match";

const DOCUMENTS = 6;
const PARTIES = 4;
/** One letter would find half of the registry. */
const LEAST_LETTERS = 2;

export interface Found {
  groups: CommandGroup[];
  /** The text that found them, when it is not what was typed. */
  asked: string | null;
}

export const NOTHING: Found = { groups: [], asked: null };

export const isWorthAsking = (typed: string) => typed.trim().length >= LEAST_LETTERS;

export async function searchEverything(typed: string): Promise<Found> {
  const text = typed.trim();
  if (!isWorthAsking(text)) return NOTHING;
  const groups = await ask(text);
  if (groups.length > 0) return { groups, asked: null };
  const other = swapped(text);
  const inOther = other === text.toLowerCase() ? [] : await ask(other);
  return { groups: inOther, asked: inOther.length > 0 ? other : null };
}

async function ask(query: string): Promise<CommandGroup[]> {
  const [documents, companies, people] = await Promise.all([
    call("documents.list", { filter: { query }, limit: DOCUMENTS }),
    call("counterparties.list", { query, limit: PARTIES }),
    call("individuals.list", { query, limit: PARTIES }),
  ]);
  return [
    { id: "documents", title: t.palette.groups.documents, commands: documentLines(query, documents) },
    {
      id: "companies",
      title: t.palette.groups.companies,
      commands: companies.counterparties.slice(0, PARTIES).map(({ id, name, inn }) => ({
        id: `company-${id}`,
        label: name,
        note: inn,
        icon: Building,
        run: () => router.go("counterparties", id),
      })),
    },
    {
      id: "people",
      title: t.palette.groups.people,
      commands: people.individuals.slice(0, PARTIES).map(({ id, full_name }) => ({
        id: `person-${id}`,
        label: full_name,
        icon: User,
        run: () => router.go("counterparties", id, new URLSearchParams({ tab: "people" })),
      })),
    },
  ].filter(({ commands }) => commands.length > 0);
}

function documentLines(query: string, page: { rows: DocumentRow[]; next: string | null }): Command[] {
  const lines = page.rows.map((row) => ({
    id: `document-${row.id}`,
    label: documentName(row),
    note: [
      day(row.issued_on),
      otherName(row) ?? t.documents.noCounterparty,
      money(row.total, row.currency),
      statusLabel(row.status),
    ]
      .filter((part) => part !== "")
      .join(" · "),
    icon: FileText,
    run: () => router.go("documents", row.id),
  }));
  if (page.next === null) return lines;
  const all: Command = {
    id: "documents-all",
    label: t.palette.allFound(query),
    icon: Search,
    run: () => router.go("documents", null, new URLSearchParams({ q: query })),
  };
  return [...lines, all];
}

function documentName(row: DocumentRow): string {
  if (row.number !== "") return `${rowKind(row)} № ${row.number}`;
  return row.title === "" ? `${rowKind(row)} ${t.palette.withoutNumber}` : row.title;
}
