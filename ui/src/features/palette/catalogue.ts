/** The commands that are always there. What a view or a card can do is offered by them. */
import ArrowLeftRight from "@lucide/svelte/icons/arrow-left-right";
import Bookmark from "@lucide/svelte/icons/bookmark";
import Building from "@lucide/svelte/icons/building-2";
import FileCheck from "@lucide/svelte/icons/file-check-2";
import FilePlus from "@lucide/svelte/icons/file-plus-2";
import Keyboard from "@lucide/svelte/icons/keyboard";
import ListFilter from "@lucide/svelte/icons/list-filter";
import Moon from "@lucide/svelte/icons/moon";
import PackageCheck from "@lucide/svelte/icons/package-check";
import RefreshCw from "@lucide/svelte/icons/refresh-cw";
import Rows from "@lucide/svelte/icons/rows-3";
import Settings from "@lucide/svelte/icons/settings";
import Sun from "@lucide/svelte/icons/sun";
import SunMoon from "@lucide/svelte/icons/sun-moon";
import TableIcon from "@lucide/svelte/icons/table-2";
import Upload from "@lucide/svelte/icons/upload";

import type { Kind } from "../../api/types";
import { choose } from "../../shared/preferences.svelte";
import { router } from "../../shared/router.svelte";
import { t } from "../../text";
import { archiveChecking } from "../archive/archive_check.svelte";
import { FILTERS } from "../documents/statuses";
import { exchange } from "../exchange/exchange.svelte";
import { picker } from "../intake/picker.svelte";
import { create } from "../records/creating";
import { views } from "../registry/views.svelte";
import { session } from "../session.svelte";
import { checking } from "../signatures/checking.svelte";
import { sectionAddress, SECTIONS, sectionKeys } from "../shell/sections";
import { keyOf } from "../shell/shortcuts";
import { type Command, offered } from "./commands.svelte";

export interface CommandGroup {
  id: string;
  title: string;
  commands: Command[];
}

/** The order of groups while nothing is typed. */
export function commandGroups(kinds: Kind[], showKeys: () => void): CommandGroup[] {
  return [
    ...offeredGroups(),
    { id: "sections", title: t.palette.groups.sections, commands: sections() },
    { id: "create", title: t.palette.groups.create, commands: creations(kinds) },
    { id: "views", title: t.palette.groups.views, commands: savedViews() },
    { id: "filters", title: t.palette.groups.filters, commands: filters() },
    { id: "program", title: t.palette.groups.program, commands: program(showKeys) },
    { id: "settings", title: t.palette.groups.settings, commands: settings() },
  ].filter(({ commands }) => commands.length > 0);
}

/** What is ticked comes first: it was chosen last. */
function offeredGroups(): CommandGroup[] {
  const offers = offered();
  return (["selection", "document", "view"] as const).map((place) => {
    const here = offers.filter((one) => one.place === place);
    const count = Math.max(0, ...here.map((one) => one.count ?? 0));
    return {
      id: place,
      title: place === "selection" ? t.palette.groups.selection(count) : t.palette.groups[place],
      // The main action first, wherever its button stands.
      commands: here
        .flatMap(({ commands }) => commands)
        .sort((a, b) => Number(b.keys === keyOf("main")) - Number(a.keys === keyOf("main"))),
    };
  });
}

function sections(): Command[] {
  return SECTIONS.map(({ view, icon }, index) => ({
    id: `section-${view}`,
    label: t.nav[view],
    icon,
    keys: sectionKeys(index),
    run: () => router.open(sectionAddress(view)),
  }));
}

function creations(kinds: Kind[]): Command[] {
  const firm = session.firmId ?? (session.firms.length === 1 ? session.firms[0]?.id : undefined);
  return kinds.map((kind) => ({
    id: `create-${kind.id}`,
    label: t.palette.create(kind.name),
    words: t.palette.createWords,
    icon: FilePlus,
    run: () => void create({ kind_id: kind.id, ...(firm === undefined ? {} : { firm_id: firm }) }),
  }));
}

function filters(): Command[] {
  return FILTERS.filter((id) => id !== "all").map((id) => ({
    id: `filter-${id}`,
    label: t.palette.filter(t.documents[id]),
    words: t.palette.filterWords,
    icon: ListFilter,
    run: () => router.go("documents", null, new URLSearchParams({ filter: id })),
  }));
}

function savedViews(): Command[] {
  return views.all.map((view) => ({
    id: `view-${view.id}`,
    label: t.palette.view(view.name),
    words: t.palette.viewWords,
    icon: Bookmark,
    run: () => views.open(view),
  }));
}

/** Names and pages as the view of settings has them. */
function settings(): Command[] {
  const tabs = Object.entries(t.settings.tabs) as [keyof typeof t.settings.tabs, string][];
  return tabs.map(([tab, label]) => ({
    id: `settings-${tab}`,
    label,
    note: t.nav.settings,
    words: t.nav.settings,
    icon: Settings,
    run: () => router.go("settings", null, new URLSearchParams({ tab })),
  }));
}

function program(showKeys: () => void): Command[] {
  const { theme, density } = t.palette;
  return [
    {
      id: "sync",
      label: t.palette.sync,
      words: t.palette.syncWords,
      keys: keyOf("sync"),
      icon: RefreshCw,
      run: () => void session.sync(),
    },
    {
      id: "exchange",
      label: t.exchange.title,
      words: t.exchange.words,
      icon: ArrowLeftRight,
      run: () => exchange.open(),
    },
    {
      id: "upload",
      label: t.palette.upload,
      words: t.palette.uploadWords,
      icon: Upload,
      run: () => picker.open("documents"),
    },
    {
      id: "upload-table",
      label: t.palette.uploadTable,
      words: t.palette.uploadWords,
      icon: TableIcon,
      run: () => picker.open("tables"),
    },
    {
      id: "check-signature",
      label: t.signatures.check,
      words: t.signatures.checkWords,
      icon: FileCheck,
      run: () => checking.open(),
    },
    {
      id: "check-archive",
      label: t.archiveCheck.command,
      words: t.archiveCheck.words,
      icon: PackageCheck,
      run: () => archiveChecking.open(),
    },
    {
      id: "keys",
      label: t.keys.title,
      words: t.palette.keysWords,
      keys: keyOf("sheet"),
      icon: Keyboard,
      run: showKeys,
    },
    ...firms(),
    ...(["light", "dark", "system"] as const).map((id) => ({
      id: `theme-${id}`,
      label: theme[id],
      words: t.palette.themeWords,
      icon: { light: Sun, dark: Moon, system: SunMoon }[id],
      run: () => choose("theme", id),
    })),
    ...(["comfortable", "compact"] as const).map((id) => ({
      id: `density-${id}`,
      label: density[id],
      words: t.palette.densityWords,
      icon: Rows,
      run: () => choose("density", id),
    })),
  ].filter(({ id }) => !["sync", "exchange"].includes(id) || session.connections.length > 0);
}

function firms(): Command[] {
  if (session.firms.length < 2) return [];
  const all = { id: null as number | null, name: t.nav.allFirms };
  return [all, ...session.firms].map(({ id, name }) => ({
    id: `firm-${id ?? "all"}`,
    label: t.palette.firm(name),
    words: t.palette.firmWords,
    icon: Building,
    run: () => (session.firmId = id),
  }));
}
