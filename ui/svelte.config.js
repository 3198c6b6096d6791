import { vitePreprocess } from "@sveltejs/vite-plugin-svelte";

/** Read by the build, by svelte-check and by eslint. */
export default {
  preprocess: vitePreprocess(),
  compilerOptions: { runes: true },
};
