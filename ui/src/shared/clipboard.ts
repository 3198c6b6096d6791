/** Text into the clipboard. */

/**
 * Some systems let a page write into the clipboard only while a key is being pressed: such a one is given a promise
 * of the text at once.
 */
export async function copyText(text: Promise<string>): Promise<void> {
  if (typeof ClipboardItem === "function" && typeof navigator.clipboard.write === "function") {
    const blob = text.then((words) => new Blob([words], { type: "text/plain" }));
    try {
      await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
      return;
    } catch {
      // An older one takes no promises; what failed in the program fails again below, and is told.
    }
  }
  await navigator.clipboard.writeText(await text);
}
