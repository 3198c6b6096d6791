/** Inside the desktop program: one command, one protocol for stored files, one event. */
import { convertFileSrc, invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";

import type { ChangeEvent, Platform } from "./platform";

export function tauriPlatform(): Platform {
  return {
    kind: "desktop",
    rpc: (command, request) => invoke("rpc", { command, request }),
    async content(blobId) {
      const answer = await fetch(convertFileSrc(blobId, "content"));
      if (!answer.ok) throw new Error(`content ${answer.status}`);
      return new Uint8Array(await answer.arrayBuffer());
    },
    onEvents(receive) {
      const ended = listen<ChangeEvent>("changed", (event) => receive(event.payload));
      return () => void ended.then((end) => end());
    },
    openExternal: (url) => invoke("plugin:opener|open_url", { url }),
  };
}
