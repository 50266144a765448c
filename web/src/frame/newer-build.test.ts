import { expect, test } from "vitest";

import { isPartMissing, mayReload } from "./newer-build";

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
