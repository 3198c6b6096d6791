/** Where the person is: the part of the address behind `#`. */

export interface Route {
  view: string;
  id: number | null;
  params: URLSearchParams;
}

export function parseRoute(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split("?");
  const [view = "", id = ""] = path.split("/");
  return { view, id: /^\d+$/.test(id) ? Number(id) : null, params: new URLSearchParams(query) };
}

export function formatRoute(view: string, id: number | null = null, params?: URLSearchParams): string {
  const query = params?.toString() ?? "";
  return `#/${view}${id === null ? "" : `/${id}`}${query === "" ? "" : `?${query}`}`;
}

class Router {
  route = $state.raw<Route>(parseRoute(window.location.hash));

  constructor() {
    window.addEventListener("hashchange", () => (this.route = parseRoute(window.location.hash)));
  }

  go(view: string, id: number | null = null, params?: URLSearchParams): void {
    this.open(formatRoute(view, id, params));
  }

  /** An address as `formatRoute` writes it. */
  open(address: string): void {
    if (address !== window.location.hash) window.location.hash = address;
  }

  /** The same place with other details: leaves no step to go back to. */
  replace(view: string, id: number | null = null, params?: URLSearchParams): void {
    history.replaceState(null, "", formatRoute(view, id, params));
    this.route = parseRoute(window.location.hash);
  }
}

export const router = new Router();
