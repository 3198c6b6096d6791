/** What the first picture does not show waits for it: scripts that are read sooner would only hold it up. */

/** The picture is finished so long after the frame that it was asked for. */
const QUIET_MS = 60;

/** Carries this out when the next picture stands. Ended by calling what comes back. */
export function afterPicture(then: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const frame = requestAnimationFrame(() => (timer = setTimeout(then, QUIET_MS)));
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}
