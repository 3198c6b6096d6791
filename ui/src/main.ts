/** The start: the platform is chosen, what everyone needs is read, the window is shown. */
import { platform } from "./features/first_questions";

import "./styles/fonts.css";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/fields.css";
import "./styles/overlays.css";
import "./styles/print.css";

import { mount } from "svelte";

import { answeredAhead } from "./api/ahead";
import { listenTo } from "./features/changes";
import { openNews } from "./features/notices/place.svelte";
import { session } from "./features/session.svelte";
import { applyPreferences } from "./shared/preferences.svelte";
import { language, readLanguage } from "./text";
import Window from "./views/Window.svelte";

/** Answers that come so soon are in the very first picture: nothing is painted twice. */
const FIRST_PICTURE_MS = 150;

/** Not awaited by the script itself: the words of another language use it, and would wait for it as it for them. */
async function start(): Promise<void> {
  await Promise.all([readLanguage(), answeredAhead(FIRST_PICTURE_MS)]);
  listenTo(platform, openNews);
  // Answers that are here already are taken in before anything is drawn; whoever is late is not waited for.
  await Promise.race([session.start(), new Promise((resolve) => setTimeout(resolve))]);

  const target = document.getElementById("window");
  if (target !== null) mount(Window, { target });
}

document.documentElement.lang = language;
applyPreferences();
void start();
