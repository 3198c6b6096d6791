/** `npm run dev`: the window with hot reload, beside the stand-in for the program. */
import { mergeConfig, type ViteDevServer } from "vite";

import base from "../vite.config";

export default mergeConfig(base, {
  root: new URL("..", import.meta.url).pathname,
  plugins: [
    {
      name: "stand-in",
      configureServer(server: ViteDevServer) {
        server.middlewares.use((request, response, next) => {
          void server
            .ssrLoadModule("/dev/serve.ts")
            .then(({ handle }) => handle(request, response) as Promise<boolean>)
            .then((isOurs) => (isOurs ? undefined : next()), next);
        });
      },
    },
  ],
});
