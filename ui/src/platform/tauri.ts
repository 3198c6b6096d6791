/** Inside the desktop program: one command, one protocol for stored files, two events. */
import { convertFileSrc, invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";

import type { ChangeEvent, NewsPlace, Platform } from "./platform";

export function tauriPlatform(): Platform {
  return {
    kind: "desktop",
    rpc: (command, request) => invoke("rpc", { command, request }),
    async content(blobId) {
      const answer = await fetch(convertFileSrc(blobId, "content"));
      if (!answer.ok) throw new Error(`content ${answer.status}`);
      return new Uint8Array(await answer.arrayBuffer());
    },
    listen(news) {
      const ended = [
        listen<ChangeEvent>("changed", (event) => news.changed(event.payload)),
        listen<NewsPlace>("open-news", (event) => news.openNews(event.payload)),
      ];
      return () => ended.forEach((end) => void end.then((stop) => stop()));
    },
    // The program opens it, and only pages that it knows itself.
    openPage: (url) => invoke("rpc", { command: "world.open_page", request: { url } }),
    // The program asks for the place; the page learns the name only.
    async saveFile(blob, name) {
      const answer = await invoke<{ name: string | null }>("rpc", {
        command: "files.save",
        request: { blob, name },
      });
      return answer.name;
    },
    async saveText(text, name) {
      const answer = await invoke<{ name: string | null }>("rpc", {
        command: "files.save",
        request: { text, name },
      });
      return answer.name;
    },
  };
}
