import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";

import { svelte } from "@sveltejs/vite-plugin-svelte";
import { svelteTesting } from "@testing-library/svelte/vite";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

/** Icons keep their lines and get our own drawing. */
const lightIcons: Plugin = {
  name: "light-icons",
  enforce: "pre",
  resolveId: (wanted, from) =>
    wanted === "../Icon.svelte" && from?.includes("/@lucide/svelte/")
      ? fileURLToPath(new URL("src/shared/ui/IconShape.svelte", import.meta.url))
      : null,
};

// The window runs in WebView2, WebKitGTK ≥ 2.40 and WKWebView; nothing older has to be served.
export default defineConfig({
  base: "./",
  plugins: [lightIcons, svelte(), ...(process.env.VITEST ? [svelteTesting()] : [])],
  build: {
    target: ["chrome111", "safari16.4"],
    // Everything comes from the local disk: a data: URL would need a wider content policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The worker of pdf.js is one file of 1.2 MB that is read only when a PDF is opened.
    chunkSizeWarningLimit: 1300,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // What the first view needs is one file; what opens over a view is another one.
            { name: "start", test: /\/src\/main\.ts$/ },
            { name: "layers", test: /\/node_modules\/(bits-ui|@floating-ui|@internationalized)\// },
          ],
        },
      },
    },
  },
  worker: { format: "es" },
  test: {
    environment: "jsdom",
    setupFiles: ["tests/setup.ts"],
    include: ["src/**/*.test.ts", "tests/**/*.test.ts"],
    restoreMocks: true,
    // All cores: nothing else waits for them meanwhile.
    maxWorkers: availableParallelism(),
    // Whole windows are walked through: a busy machine needs much more than five seconds for that.
    testTimeout: 60_000,
  },
});
