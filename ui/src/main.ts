/** The start: the platform is chosen, what everyone needs is read, the window is shown. */
import "./styles/fonts.css";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/overlays.css";
import "./styles/print.css";

import { mount } from "svelte";

import { usePlatform } from "./api/client";
import { listenTo } from "./features/changes";
import { session } from "./features/session.svelte";
import { choosePlatform } from "./platform/choose";
import { applyPreferences } from "./shared/preferences.svelte";
import { router } from "./shared/router.svelte";
import { language } from "./text";
import Window from "./views/Window.svelte";

document.documentElement.lang = language;
applyPreferences();

const platform = await choosePlatform();
usePlatform(platform);
listenTo(platform, (id) => router.go("documents", id));
void session.start();

const target = document.getElementById("window");
if (target !== null) mount(Window, { target });
