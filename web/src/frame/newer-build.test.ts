import { expect, test } from "vitest";

import { isPartMissing, loadedOnceReachable, mayReload, untilReachable } from "./newer-build";

test("a part that could not be loaded is told from a fault of the app", () => {
  const missing = Object.assign(new Error("Loading chunk 12 failed."), { name: "ChunkLoadError" });
  expect(isPartMissing(missing)).toBe(true);
  expect(isPartMissing(new Error("Loading CSS chunk 7 failed."))).toBe(true);
  expect(isPartMissing(new TypeError("x is undefined"))).toBe(false);
});

test("the app reloads by itself once in a minute, and never where it cannot remember that it did", () => {
  const kept = new Map<string, string>();
  const memory = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, v: string) => void kept.set(key, v),
  };
  expect([mayReload(memory, 1_000), mayReload(memory, 60_999), mayReload(memory, 61_000)]).toEqual([true, false, true]);
  const blocked = {
    getItem: () => null,
    setItem: () => {
      throw new Error("no storage");
    },
  };
  expect(mayReload(blocked, 1_000)).toBe(false);
});

function reachableAfter(looks: number) {
  let asked = 0;
  const reach = {
    answers: () => Promise.resolve((asked += 1) > looks),
    wait: () => Promise.resolve(),
  };
  return { reach, asked: () => asked };
}

const missing = () => Object.assign(new Error("Failed to load chunk"), { name: "ChunkLoadError" });

test("nothing is reloaded before the server answers", async () => {
  const { reach, asked } = reachableAfter(3);
  await untilReachable(reach);
  expect(asked()).toBe(4);
});

test("a part that is missing because the network is away comes when it is back", async () => {
  let loads = 0;
  const load = () => {
    loads += 1;
    return loads === 1 ? Promise.reject(missing()) : Promise.resolve("part");
  };
  expect(await loadedOnceReachable(load, reachableAfter(2).reach)).toBe("part");
  expect(loads).toBe(2);
});

test("a part that is missing on a server that answers is gone, and a fault of the app is not tried again", async () => {
  for (const error of [missing(), new TypeError("x is undefined")]) {
    await expect(loadedOnceReachable(() => Promise.reject(error), reachableAfter(0).reach)).rejects.toBe(error);
  }
});
