/** Where a notice leads, pressed on the desktop or in the list. */
import type { NewsPlace } from "../../platform/platform";
import { formatRoute, router } from "../../shared/router.svelte";

/** The bell and its list. */
export const bell = $state({ isOpen: false });

const SETTINGS: Record<string, string> = {
  connection: "connections",
  ending: "certificates",
  rule: "rules",
};

/** The address of what a notification is about; `null` for the list itself. */
export function addressOf(place: NewsPlace): string | null {
  switch (place.what) {
    case "document":
      return formatRoute("documents", place.id);
    case "documents":
      return formatRoute(
        "documents",
        null,
        new URLSearchParams({ status: place.statuses.join(","), statusFrom: place.since }),
      );
    case "place": {
      const tab = SETTINGS[place.kind];
      if (tab !== undefined) return formatRoute("settings", null, new URLSearchParams({ tab }));
      return place.kind === "invitation" ? formatRoute("counterparties") : null;
    }
    case "list":
      return null;
  }
}

export function openNews(place: NewsPlace): void {
  const address = addressOf(place);
  bell.isOpen = address === null;
  if (address !== null) router.open(address);
}
