/** Pictures of a view for a person who looks it over; no test depends on them. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";

/** The page in both sizes and both themes, if `SHOTS` names a folder. */
export async function pictures(page, name) {
  const folder = process.env.SHOTS;
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  const usual = page.viewportSize();
  for (const [width, height] of [[1024, 700], [1920, 1080]]) {
    for (const colorScheme of ["light", "dark"]) {
      await page.setViewportSize({ width, height });
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`) });
    }
  }
  await page.emulateMedia({ colorScheme: null });
  await page.setViewportSize(usual);
}
