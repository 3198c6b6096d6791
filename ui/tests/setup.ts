import "@testing-library/jest-dom/vitest";

import { configure } from "@testing-library/svelte";
import { afterEach } from "vitest";

// A busy machine takes its time; what appears at all appears before this.
configure({ asyncUtilTimeout: 10_000 });

// What jsdom lacks and the table and the lists measure with.
class Observer {
  observe() {}
  unobserve() {}
  disconnect() {}
}
globalThis.ResizeObserver ??= Observer as unknown as typeof ResizeObserver;
globalThis.IntersectionObserver ??= Observer as unknown as typeof IntersectionObserver;
window.matchMedia ??= (query: string) =>
  Object.assign(new EventTarget(), { matches: false, media: query }) as unknown as MediaQueryList;
Element.prototype.scrollIntoView ??= () => {};
Element.prototype.hasPointerCapture ??= () => false;

// jsdom reads files only through FileReader.
Blob.prototype.arrayBuffer ??= function (this: Blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as ArrayBuffer);
    reader.onerror = () => reject(reader.error ?? new Error("not read"));
    reader.readAsArrayBuffer(this);
  });
};

afterEach(() => {
  window.localStorage.clear();
  window.sessionStorage.clear();
});
