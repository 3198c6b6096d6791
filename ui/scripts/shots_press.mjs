/** Where pictures press: what stands in many of them. */
export const table = (page) => page.locator("[role='grid']").first();
export const bar = (page) => page.getByRole("toolbar");
export const dialog = (page) => page.getByRole("dialog");
export const button = (page, name) => page.getByRole("button", { name, exact: true });
