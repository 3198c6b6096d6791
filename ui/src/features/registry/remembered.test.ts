import { beforeEach, describe, expect, it, vi } from "vitest";

/** The window as the next start finds it: nothing in memory, only what was kept on the computer. */
async function startAnew() {
  vi.resetModules();
  const { router } = await import("../../shared/router.svelte");
  return { router, ...(await import("./remembered.svelte")) };
}

describe("the remembered registry", () => {
  beforeEach(() => window.localStorage.setItem("surguch.registry.work", "direction=inbound&sort=-date"));

  it("comes back with the start, once: later an address that asks for nothing means everything", async () => {
    const { router, restoreAddress } = await startAnew();
    router.replace("documents");
    restoreAddress("work");
    expect(router.route.params.toString()).toBe("direction=inbound&sort=-date");
    router.replace("documents");
    restoreAddress("work");
    expect(router.route.params.size).toBe(0);
  });

  it("stands beside a document that is opened first, and beside every later one", async () => {
    const { router, restoreAddress, rememberAddress } = await startAnew();
    for (const id of [7, 8]) {
      router.replace("documents", id);
      restoreAddress("work");
      expect(router.route.id).toBe(id);
      expect(router.route.params.toString()).toBe("direction=inbound&sort=-date");
      rememberAddress("work", router.route.params);
    }
  });

  it("gives way to an address that asks for something itself, and to other sections", async () => {
    const { router, restoreAddress } = await startAnew();
    router.replace("documents", 7, new URLSearchParams("status=draft"));
    restoreAddress("work");
    expect(router.route.params.toString()).toBe("status=draft");
    router.replace("tasks");
    restoreAddress("work");
    expect(router.route).toMatchObject({ view: "tasks", id: null });
    expect(router.route.params.size).toBe(0);
  });

  it("keeps what was searched for, and sums, for this run only, and each world for itself", async () => {
    const first = await startAnew();
    first.rememberAddress("work", new URLSearchParams("q=порт&sumFrom=10&mark=owed_by_us&edit=1"));
    expect(first.rememberedAddress("work").toString()).toBe(
      new URLSearchParams("q=порт&sumFrom=10&mark=owed_by_us").toString(),
    );
    expect(first.rememberedAddress("training").size).toBe(0);
    const next = await startAnew();
    expect(next.rememberedAddress("work").toString()).toBe("mark=owed_by_us");
  });
});
