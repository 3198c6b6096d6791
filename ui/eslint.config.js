import js from "@eslint/js";
import svelte from "eslint-plugin-svelte";
import globals from "globals";
import ts from "typescript-eslint";

const noTauri = {
  group: ["@tauri-apps/*"],
  message: "Only src/platform may know Tauri.",
};
const noBackendUpward = (...tiers) => ({
  group: tiers.flatMap((tier) => [`**/${tier}/*`, `**/${tier}/**`]),
  message: "Tiers: shared ← features ← views; imports never point upwards.",
});
const noFake = {
  group: ["**/dev/*", "**/dev/**"],
  message: "The stand-in for the backend is never shipped.",
};
const restrict = (...patterns) => ({ "no-restricted-imports": ["error", { patterns }] });

export default ts.config(
  { ignores: ["dist", "node_modules", "src/api/generated"] },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser, ...globals.node } },
    rules: {
      // TypeScript knows better which names exist.
      "no-undef": "off",
      "no-console": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "max-lines": ["error", { max: 500, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: [".svelte"] } },
    rules: {
      "no-restricted-syntax": [
        "error",
        {
          selector: "SvelteAttribute[key.name='style']",
          message: "The content policy cuts inline styles off; `style:` goes through the CSSOM.",
        },
      ],
      // Parameters of the address are replaced whole, never changed in place.
      "svelte/prefer-svelte-reactivity": "off",
      "svelte/no-at-html-tags": "error",
      "svelte/no-navigation-without-resolve": "off",
    },
  },
  { files: ["src/**"], rules: restrict(noTauri, noFake) },
  { files: ["src/platform/**"], rules: restrict(noFake, noBackendUpward("shared", "features", "views")) },
  {
    files: ["src/api/**", "src/text/**", "src/shared/**"],
    rules: restrict(noTauri, noFake, noBackendUpward("features", "views")),
  },
  { files: ["src/features/**"], rules: restrict(noTauri, noFake, noBackendUpward("views")) },
  { files: ["**/*.test.ts", "tests/**"], rules: { "no-restricted-imports": "off" } },
  { files: ["scripts/**", "dev/**"], rules: { "no-console": "off" } },
);
